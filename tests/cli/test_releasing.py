"""Releases, figures made again, and exports beside one another, from the command line."""

import csv
import io
import json

import pytest

from tests.cli.conftest import Terminal

QUARTER = "2026-Q1"
IMPORT = ("import", "responses", "past.csv", "--survey", "short", "--yes", "--day")
RELEASE = ("digest", "neglect", QUARTER, "--for", "sub-group", "--release", "--by", "Q. Quay")


def answered(heard: Terminal, number: int, day: str = "2026-02-01") -> None:
    """So many more people of one agency; half of them agree, and half of those strongly."""
    options = ("Agree", "Disagree", "Strongly agree", "Strongly disagree")
    rows = [f"{options[index % 4]},Health" for index in range(number)]
    heard.file("past.csv", "sure,agency\n" + "\n".join(rows) + "\n")
    said = heard(*IMPORT, day)
    assert said.code == 0, said.err


def exported(heard: Terminal) -> list[dict[str, str]]:
    said = heard("export", "responses", QUARTER)
    assert said.code == 0, said.err
    return list(csv.DictReader(io.StringIO(said.out)))


def test_a_digest_is_released_shown_as_it_left_and_made_again(heard: Terminal) -> None:
    answered(heard, 24)
    released = heard(*RELEASE, "--json")
    again = heard(*RELEASE)
    told = json.loads(released.out)
    figure = next(one["id"] for one in told["figures"] if not one["protected"])
    shown = heard("digest", "neglect", QUARTER, "--for", "board", "--json")
    made_again = heard("recompute", figure)

    assert released.code == 0, released.err
    assert "by Q. Quay. It stays as it is." in told["standing"][0]["rest"]
    assert again.code == 2
    assert "To release it again, please say why." in again.err
    assert json.loads(shown.out)["figures"] == told["figures"]
    assert made_again.code == 0
    assert "comes out again to the byte" in made_again.out


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--release",), "--release needs --by NAME"),
        (("--release", "--by", "Q", "--for", "analyst"), "for the board or for the public"),
        (("--by", "Q"), "--by and --reason go with --release"),
    ],
)
def test_what_is_no_release_is_refused_in_a_sentence(
    heard: Terminal, more: tuple[str, ...], told: str
) -> None:
    said = heard("digest", "neglect", QUARTER, *more)

    assert said.code == 2
    assert told in said.err


def test_a_few_newcomers_are_in_no_later_export(heard: Terminal) -> None:
    answered(heard, 24)
    first = exported(heard)
    answered(heard, 4, "2026-02-02")
    few = exported(heard)
    answered(heard, 16, "2026-02-03")
    many = exported(heard)

    assert {row["people"] for row in first} == {"6", "c"}
    assert few == first
    assert {row["people"] for row in many} == {"11", "c"}
