"""A board may say a digest in its own words; a mistake in them is named before anything starts."""

import string

import pytest

from analysis.digest.digest import Digest
from analysis.digest.lines import Line
from analysis.wording import (
    LONGEST,
    Wording,
    library_file,
    library_wording,
    read_wording,
    spoken,
)
from surveys.errors import InvalidDefinition
from tests.analysis.crowds import BETTER, CHILDREN, PRACTITIONERS, SAFE, crowd, evidence, told

NOW = evidence(
    *crowd(CHILDREN, SAFE, 24, 30),
    *crowd(CHILDREN, BETTER, 10, 30),
    *crowd(PRACTITIONERS, BETTER, 38, 40),
)


def shouted() -> Wording:
    """A language that has every English sentence in capitals, but for what is filled in."""
    return Wording(
        templates={name: _shouted(text) for name, text in library_wording().templates.items()}
    )


def _shouted(template: str) -> str:
    parts = string.Formatter().parse(template)
    return "".join(
        f"{words.upper()}{'' if place is None else '{' + place + '}'}"
        for words, place, _, _ in parts
    )


def lines_of(made: Digest) -> list[Line]:
    return [
        made.freshness,
        *(row.line for row in made.children),
        *(row.line for section in made.questions for row in section.rows),
        *made.gaps,
        *made.not_heard,
        made.since_last_time.others,
        *made.challenges,
        *made.data_quality,
        *made.footnotes,
    ]


def test_every_sentence_of_a_digest_is_said_in_the_words_of_the_board() -> None:
    english = told(NOW)
    with spoken(shouted()):
        other = told(NOW)

    pairs = list(zip(lines_of(english), lines_of(other), strict=True))
    assert len(pairs) > 15
    assert [one.text for one, again in pairs if one.text == again.text] == []
    assert other.overall.words == english.overall.words.upper()
    assert [one.heading for one in other.questions] == [
        one.heading.upper() for one in english.questions
    ]
    assert told(NOW) == english  # afterwards everything is English again


def test_the_figures_do_not_depend_on_the_words() -> None:
    with spoken(shouted()):
        other = told(NOW)

    assert other.figures == told(NOW).figures


def test_what_a_file_does_not_have_is_said_in_english() -> None:
    some = read_wording("people.child: dzieci\n", "own.yaml")

    assert some.templates["people.child"] == "dzieci"
    assert some.templates["standing.met"] == library_wording().templates["standing.met"]


def test_an_own_file_may_be_the_english_one_as_it_is() -> None:
    assert read_wording(library_file(), "own.yaml") == library_wording()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("standing.mett: x", "standing.met"),
        ("standing.met: Nasz cel.", "should fill in {target}, as the English does"),
        ("standing.met: '{target} {agency}'", "should fill in {target}, as the English does"),
        ("standing.met: '{target.__class__}'", "has a { or }"),
        ("standing.met: '{target!r}'", "has a { or }"),
        ("standing.met: '{target:>999999999}'", "has a { or }"),
        ("standing.met: '{target'", "has a { or }"),
        ("standing.met: '{}'", "has a { or }"),
        ("share.agree: '{who}'", "should fill in no place"),
        ("share.agree: [a]", "should be text"),
        ("share.agree: ' '", "should be text"),
        (f"share.agree: {'x' * (LONGEST + 1)}", "is longer than"),
        ("months: styczeń luty", "should be twelve words"),
    ],
)
def test_a_mistake_is_named_with_its_line(written: str, reason: str) -> None:
    with pytest.raises(InvalidDefinition) as wrong:
        read_wording(f"people.child: dzieci\n{written}\n", "own.yaml")

    [problem] = wrong.value.problems
    assert problem.line == 2
    assert reason in problem.reason
