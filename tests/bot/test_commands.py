"""What is typed after a command: what is understood whole, and what a person may have meant."""

from itertools import product

import pytest

from analysis.signals import read_or_flag
from bot.commands import (
    AUDIENCES,
    COMMANDS,
    area_and_period,
    asks_for_area,
    audience_asked,
)
from surveys.authoring import library_framework
from surveys.periods import Period

FRAMEWORK = library_framework()
LATEST = Period(year=2026, quarter=3)
PERIODS = ("", "2026-Q3", "2026")
READERS = ("", *(f"for {audience}" for audience in AUDIENCES))
OTHER_WORDS = (
    *("2026", "2026-Q3", "here", "write", "2026-Q3 here", "2026-Q3 write"),  # /paper
    *("open", "mine", "my-data", "forget-me"),
    *(
        f"{area.code}-{kind}-26Q3-b7c4"
        for area in FRAMEWORK.areas
        for kind in ("QN1", "QL2", "OC1")
    ),
    *(example.partition(" ")[2] for command in COMMANDS for example in command.examples),
)


def is_passed_to_the_net(text: str) -> bool:
    return not asks_for_area(text, FRAMEWORK, LATEST)


def test_no_way_to_ask_for_a_content_area_tells_a_lead() -> None:
    names = [
        name for one in FRAMEWORK.areas for name in (one.id, one.label, one.code, *one.aliases)
    ]

    for words in product((*names, "all"), PERIODS, READERS):
        assert not is_passed_to_the_net(" ".join(filter(None, words)))


@pytest.mark.parametrize(
    "text",
    [
        "unborn babies and under ones 2026-Q3 public",
        "Unborn babies and under ones public",
        "2026-Q3 unborn babies and under ones",
        "unborn 2026 Q3 sub-group",
        "2026 Q3 unborn for board",
        "section 47 2026 board",
    ],
)
def test_the_parts_of_a_request_in_another_order_or_without_for_tell_no_lead(text: str) -> None:
    assert not is_passed_to_the_net(text)


@pytest.mark.parametrize(
    "text",
    [
        "unborn babies",
        "babies and under ones 2026-Q3",
        "public",
        "neglect public hits me",
        "unborn 3",
    ],
)
def test_whatever_is_not_the_whole_name_of_a_content_area_is_read(text: str) -> None:
    assert is_passed_to_the_net(text)


def test_a_request_that_leaves_out_for_is_understood_as_it_is_meant() -> None:
    text, audience = audience_asked("neglect 2026-Q3 public", FRAMEWORK)

    assert (text, audience) == ("neglect 2026-Q3", AUDIENCES["public"])
    for written in ("neglect 2026-Q3", "2026-Q3 neglect", "neglect 2026 Q3", "2026 Q3 Neglect"):
        assert area_and_period(written, FRAMEWORK, LATEST) == (FRAMEWORK.area("neglect"), LATEST)


def test_nothing_else_that_a_command_understands_sounds_like_harm() -> None:
    asked = [text for text in OTHER_WORDS if is_passed_to_the_net(text)]

    assert [text for text in asked if read_or_flag(text).flagged] == []


@pytest.mark.parametrize("said", ["", "hits me", "he hits", "2026-Q3 hits me", "hits me for board"])
@pytest.mark.parametrize("area", ["neglect", "domestic abuse", "all"])
def test_words_beside_a_content_area_are_read_however_few_they_are(area: str, said: str) -> None:
    assert is_passed_to_the_net(f"{area} {said}") is bool(said)
