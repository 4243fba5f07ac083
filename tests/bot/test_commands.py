"""What is typed after a command: what is understood whole, and what a person may have meant."""

from itertools import product

import pytest

from analysis.signals import read_or_flag
from bot.commands import AUDIENCES, COMMANDS, asks_for_area
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


def test_nothing_else_that_a_command_understands_sounds_like_harm() -> None:
    asked = [text for text in OTHER_WORDS if is_passed_to_the_net(text)]

    assert [text for text in asked if read_or_flag(text).flagged] == []


@pytest.mark.parametrize("said", ["", "hits me", "he hits", "2026-Q3 hits me", "hits me for board"])
@pytest.mark.parametrize("area", ["neglect", "domestic abuse", "all"])
def test_words_beside_a_content_area_are_read_however_few_they_are(area: str, said: str) -> None:
    assert is_passed_to_the_net(f"{area} {said}") is bool(said)
