"""Waves and digests from the command line, for a script or when Slack is not at hand."""

import asyncio
import json
from datetime import date, timedelta

import pytest

from bot.manifest import manifest
from bot.web.practice import Group, Person, Workspace
from tests.cli.conftest import UNTIL, Said, Terminal


def opened(heard: Terminal, *more: str, survey: str = "short") -> Said:
    return heard("wave", "open", survey, "--until", UNTIL, *more)


def test_a_wave_is_opened_listed_told_about_and_closed(heard: Terminal) -> None:
    said = opened(heard, "--to", "everyone")
    name = heard("wave", "list").out.split(":")[0]

    assert said.out.startswith("With about 6 answers (if half of 11 answer), this wave can't show")
    assert "11 people are asked" in said.out
    assert "while `heard run` is running" in said.out
    assert f"{name}: open, until {UNTIL}" in heard("wave", "list").out
    assert heard("wave", "tell", name, "You said, we did.").code == 0
    assert heard("wave", "close", name).out == f"{name} is closed.\n"
    assert f"{name}: over" in heard("wave", "list").out


def test_what_is_open_stands_on_top_of_the_list_and_what_is_over_at_its_end(
    heard: Terminal,
) -> None:
    later = (date.fromisoformat(UNTIL) - timedelta(days=5)).isoformat()
    closed = opened(heard, "--to", "everyone")
    name = heard("wave", "list").out.split(":")[0]
    heard("wave", "close", name)
    planned = opened(heard, "--to", "everyone", "--from", later)
    again = opened(heard, "--to", "everyone", "--again")
    assert (closed.code, planned.code, again.code) == (0, 0, 0)

    listed = [line.partition(": ")[2].split(",")[0] for line in heard("wave", "list").lines]

    assert listed == ["open", "planned", "over"]


def test_a_digest_is_said_in_the_words_of_the_boards_own_file(heard: Terminal) -> None:
    heard.settings(HEARD_WORDING="words.yaml")
    heard.file("words.yaml", "head.children: Co mówią dzieci\n")

    said = heard("digest", "neglect", "2026-Q1")
    heard.file("words.yaml", "standing.met: Nasz cel.\n")
    refused = heard("digest", "neglect", "2026-Q1")

    assert "Co mówią dzieci" in said.lines
    assert "Gaps between views" in said.lines
    assert refused.code == 2
    assert refused.err == (
        "words.yaml:1: standing.met: should fill in {target}, as the English does\n"
    )


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("Police",), "6 people are"),
        (("health",), "5 people are"),
        (("Police", "Health"), "11 people are"),
        (("North",), "5 people are"),
        (("police officer",), "6 people are"),
    ],
)
def test_an_audience_is_named_by_words_of_the_people_file(
    heard: Terminal, words: tuple[str, ...], asked: str
) -> None:
    said = opened(heard, *(part for word in words for part in ("--to", word)))

    assert asked in said.out


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--to", "Polise"), "There is no group in the people file of that name"),
        (("--to", "Police", "--to", "North"), "Fewer than 5 people belong to this audience"),
        (("--to", "everyone", "--until", "2020-01-01"), "a last day that is not before"),
        (("--to", "everyone", "--from", "2020-01-01"), "a first day that is not before today"),
        (("--to", "everyone", "--until", "9999-12-31"), "within two years"),
        (("--to", "everyone", "--until", "soon"), "soon is no day"),
        (("--to", "everyone", "--set", "topic"), "write it as NAME=TEXT"),
        (("--to", "everyone", "--area", "zzzz"), "There is no content area"),
        (("--to", "S0123ABCD"), "SLACK_BOT_TOKEN is not set"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_a_sentence(
    heard: Terminal, more: tuple[str, ...], told: str
) -> None:
    said = opened(heard, *more)

    assert said.code == 2
    assert told in said.err
    assert heard("wave", "list").out == ""


def test_what_a_survey_leaves_open_is_asked_for(heard: Terminal) -> None:
    said = opened(heard, "--to", "everyone", survey="training-day")
    long = opened(
        heard, "--to", "everyone", "--set", f"course_topic={'x' * 999}", survey="training-day"
    )
    right = opened(
        heard, "--to", "everyone", "--set", "course_topic=Neglect", survey="training-day"
    )

    assert "course_topic" in said.err
    assert "at most 150 characters" in long.err
    assert right.code == 0


def test_an_unknown_survey_gets_the_nearest(heard: Terminal) -> None:
    said = opened(heard, "--to", "everyone", survey="practitioner-puls")

    assert "Did you mean `practitioner-pulse`" in said.err


@pytest.mark.parametrize("do", [("close", "nothing"), ("tell", "nothing", "Said.")])
def test_an_unknown_wave_is_told(heard: Terminal, do: tuple[str, ...]) -> None:
    said = heard("wave", *do)

    assert (said.code, said.out) == (2, "")
    assert "There is no wave of that name" in said.err


@pytest.mark.parametrize("text", ["  ", "x" * 2001])
def test_what_came_of_it_says_something_and_not_a_book(heard: Terminal, text: str) -> None:
    opened(heard, "--to", "everyone")
    name = heard("wave", "list").out.split(":")[0]

    said = heard("wave", "tell", name, text)

    assert said.code == 2
    assert "in at most 2,000 characters" in said.err


NURSES = [f"U0NURSE{number}" for number in range(4)]


async def test_a_slack_user_group_is_asked_as_far_as_the_people_file_goes(heard: Terminal) -> None:
    group = Group("S0LEADS", "leads", "Leads", ("UANNA", *NURSES, "URUTH"))
    people = [
        Person("UANNA", "Anna Ash"),
        Person("URUTH", "Ruth Reed"),
        *(Person(nurse, nurse) for nurse in NURSES),
    ]
    workspace = Workspace(manifest(), people, groups=[group])
    async with workspace.running():
        heard.settings(SLACK_BOT_TOKEN=workspace.bot_token, SLACK_API_URL=workspace.api_url)
        opening = ("wave", "open", "short", "--until", UNTIL, "--to")
        right = await asyncio.to_thread(heard, *opening, group.id)
        wrong = await asyncio.to_thread(heard, *opening, "S0NOBODY9")

    assert "5 people are asked" in right.out, right.err
    assert "1 member of the user group is not asked" in right.out
    assert "There is no user group of that name" in wrong.err


def test_the_same_people_are_asked_the_same_again_only_on_purpose(heard: Terminal) -> None:
    first, second = opened(heard, "--to", "everyone"), opened(heard, "--to", "Health")

    assert first.code == 0
    assert second.code == 2
    assert "or add --again to ask the same people again" in second.err
    assert heard("wave", "list").out.count("\n") == 1


def test_a_digest_is_printed_for_people_or_as_json(heard: Terminal) -> None:
    plain = heard("digest", "neglect", "2026-Q1")
    made = json.loads(heard("digest", "neglect", "2026-Q1", "--json").out)

    assert "What children say" in plain.out
    assert made["figures"]


def test_a_digest_is_printed_whole_unless_its_short_form_is_asked_for(heard: Terminal) -> None:
    whole, short = (heard("digest", "neglect", "2026-Q1", *form) for form in ((), ("--short",)))

    assert "What children say" in short.out
    assert "Likely ranges are 95%" in whole.out
    assert "Likely ranges are 95%" not in short.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("neglekt",), "Did you mean `neglect`?"),
        (("neglect", "2026-Q9"), "That is no quarter"),
        (("neglect", "2026-Q1", "--chart", "no/chart.png"), "can't be written"),
        (("all", "2026-Q1", "--short"), "--short is of one content area."),
    ],
)
def test_a_digest_of_what_there_is_not_is_refused(
    heard: Terminal, words: tuple[str, ...], told: str
) -> None:
    said = heard("digest", *words)

    assert said.code == 2
    assert told in said.err


def test_all_that_is_printed_of_figures_is_said_in_the_words_of_the_boards_own_file(
    heard: Terminal,
) -> None:
    figure = json.loads(heard("digest", "neglect", "2026-Q1", "--json").out)["figures"][0]["id"]
    heard.settings(HEARD_WORDING="words.yaml")
    words = (
        "made.label.says: Mówi",
        "good.picture: Jak jest",
        "state.count_proposed: '{number} p.'",
    )
    heard.file("words.yaml", "\n".join((*words, "all.too_few: 'Za mało: {areas}.'")))

    assert "  Mówi: protected" in heard("evidence", figure).lines
    assert "Jak jest" in heard("good", "neglect").lines
    assert "  Neglect: 3 p." in heard("good").lines
    assert "Za mało: " in heard("digest", "all", "2026-Q1").out


def test_evidence_is_shown_for_a_figure_and_refused_for_none(heard: Terminal) -> None:
    made = json.loads(heard("digest", "neglect", "2026-Q1", "--json").out)
    figure = made["figures"][0]["id"]

    assert heard("evidence", figure).code == 0
    assert json.loads(heard("evidence", figure, "--json").out)
    assert "There is no figure with this id" in heard("evidence", "NEG-OC1-26Q1-ffff").err
