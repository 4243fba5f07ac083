"""A board may say a digest in its own words; a mistake in them is named before anything starts."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from analysis.digest.digest import Digest
from analysis.digest.good import agreed_since
from analysis.digest.lines import Line, Row
from analysis.disclosure.suppression import Audience
from analysis.phrases import number, within
from analysis.wording import (
    LONGEST,
    in_thousands,
    library_file,
    library_wording,
    read_wording,
    spoken,
)
from surveys.coding import Sentiment
from surveys.errors import InvalidDefinition
from surveys.evidence import Evidence
from surveys.framework import Agreement, GoodStatement, Kind, Method
from surveys.indicators import Indicator
from surveys.measure_files import library_measures
from surveys.measures import Direction
from surveys.values import StatementId
from tests.analysis.crowds import (
    AFTER,
    BETTER,
    CHILDREN,
    PRACTITIONERS,
    SAFE,
    SPRING,
    crowd,
    evidence,
    told,
)
from tests.analysis.test_series import told_after
from tests.analysis.writers import VECTOR, written
from tests.builders import NEGLECT
from tests.languages import shouted

NOW = evidence(
    *crowd(CHILDREN, SAFE, 24, 30),
    *crowd(CHILDREN, BETTER, 10, 30),
    *crowd(PRACTITIONERS, BETTER, 38, 40),
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


def english_left(made: Digest, *content: str) -> list[str]:
    """Small letters in what is said, but for *content*: names, questions, what people say."""
    rows = (*made.children, *made.measured, *made.themes, *made.voices)
    cells = [
        cell for row in rows for cell in (row.who, row.value, row.base, row.likely, row.change)
    ]
    since = (*made.since_last_time.clear, *made.since_last_time.agreed, *made.over_time)
    told = [*(line.text for line in (*lines_of(made), *since, *made.standing)), *cells]
    told += [row.line.text for row in (*made.measured, *made.themes, *made.voices)]
    names = [name for one in made.register.all() for name in (one.name, *one.says.values())]
    texts = [made.area_label, *(one.text.rstrip(".") for one in made.good)]
    known = sorted({*content, *texts, *names, *map(within, names)}, key=len, reverse=True)
    return [text for text in told if re.search("[a-z]{2,}", _without(text, known))]


def _without(text: str, known: Sequence[str]) -> str:
    for one in known:
        text = text.replace(one, "")
    return text


def an_indicator_of(measure: str, numerator: int, base: int) -> Indicator:
    return Indicator(
        id="",
        measure=measure,
        content_area=NEGLECT,
        period=SPRING,
        source=Method.MANAGEMENT_RECORDS,
        owner="NHS",
        numerator=numerator,
        denominator=base,
        imported_on=AFTER,
    ).as_version(1)


def test_what_is_measured_beside_people_is_said_in_the_words_of_the_board() -> None:
    aims = library_measures()["QN101"].model_copy(
        update={"target": 20, "direction": Direction.DOWN}
    )
    measures = library_measures().with_([aims])
    indicators = (an_indicator_of("QL102", 61, 88), an_indicator_of("QN101", 143, 43_210))
    now = Evidence(indicators=indicators, measures=measures)
    with spoken(shouted()):
        made = told(now)

    assert len(made.measured) >= 3
    assert any("43,210" in row.line.text for row in made.measured)
    assert any("DRAFT TARGET AT MOST 20 PER 10,000" in row.line.text for row in made.measured)
    assert english_left(made, "words-1") == []


def test_themes_and_what_to_know_of_comments_are_said_in_the_words_of_the_board() -> None:
    with spoken(shouted()):
        made = told(written(VECTOR), audience=Audience.ANALYST)

    assert made.themes
    assert english_left(made, "Waiting for help", "words-1") == []


@pytest.mark.parametrize("sentiment", [Sentiment.NEUTRAL, Sentiment.POSITIVE])
def test_a_small_group_of_one_mind_is_told_whatever_its_mind(sentiment: Sentiment) -> None:
    with spoken(shouted()):
        made = told(all_of_one_mind(sentiment))

    assert any(f"ARE {sentiment.upper()}" in row.line.text for row in rows_of(made))
    assert english_left(made, "words-1") == []


def rows_of(made: Digest) -> list[Row]:
    return [*made.children, *(row for section in made.questions for row in section.rows)]


def all_of_one_mind(sentiment: Sentiment) -> Evidence:
    made = written([(False, None)] * 12)
    codings = tuple(one.model_copy(update={"sentiment": sentiment}) for one in made.codings)
    return replace(made, codings=codings)


def test_a_signal_and_what_was_agreed_are_said_in_the_words_of_the_board() -> None:
    before, now = (
        GoodStatement(
            id=StatementId("NEG-O1"), kind=Kind.OUTCOME, text=text, target=target, agreed=agreed
        )
        for text, target, agreed in (
            ("BEFORE.", 70, Agreement(day=AFTER, minute="ITEM 1")),
            ("NOW.", 75, Agreement(day=AFTER, minute="ITEM 2")),
        )
    )
    with spoken(shouted()):
        [agreed] = agreed_since([before], [now.model_copy(update={"noted": AFTER})], SPRING)
        made = told_after(*[10] * 11, 28)

    assert re.search("[a-z]{2,}", agreed.text) is None
    assert any(line.lead == "A REAL IMPROVEMENT" for line in made.over_time)
    assert english_left(made, "words-1") == []


def test_the_figures_do_not_depend_on_the_words() -> None:
    with spoken(shouted()):
        other = told(NOW)

    assert other.figures == told(NOW).figures


def test_what_a_file_does_not_have_is_said_in_english() -> None:
    some = read_wording("people.child: dzieci\n", "own.yaml")

    assert some.templates["people.child"] == "dzieci"
    assert some.templates["standing.met"] == library_wording().templates["standing.met"]
    assert "people.child" not in some.missing
    assert set(some.missing) | {"people.child"} == set(library_wording().templates)


@pytest.mark.parametrize(
    ("half", "thousand", "told"), [("0,5", "1.000", "0,7 7.500"), ("0·5", "1000", "0·7 7500")]
)
def test_numbers_are_written_as_the_language_writes_them(
    half: str, thousand: str, told: str
) -> None:
    own = read_wording(f"one_half: '{half}'\none_thousand: '{thousand}'\n", "own.yaml")
    with spoken(own):
        assert f"{number(0.7)} {in_thousands(7500)}" == told


def test_an_own_file_may_be_the_english_one_as_it_is() -> None:
    assert read_wording(library_file(), "own.yaml") == library_wording()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("standing.mett: x", "unknown key 'standing.mett'; did you mean 'standing.met'?"),
        ("zzz: x", "unknown key 'zzz'; it is none of the "),
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
        ("one_half: '0.55'", "should be 0.5 with another sign in it"),
        ("one_thousand: '1000,0'", "should be 1,000 with another sign in it"),
        ("one_half: '0x5'", "should be 0.5 with another sign in it"),
        ("one_half: '0 5'", "should be 0.5 with another sign in it"),
        ("one_half: '0,5'", "one_half and one_thousand are the same"),
        ("one_thousand: '1x000'", "should be 1,000 with another sign in it"),
        ("share.agree: '<!channel> agree'", "has a <, > or @ in it"),
        ("share.agree: '<@U0AMINA01> agrees'", "has a <, > or @ in it"),
        ("share.agree: 'agree <https://evil.test|here>'", "has a <, > or @ in it"),
        ("share.agree: '@channel agree'", "has a <, > or @ in it"),
        ('share.agree: "agree \\u202E not"', "a character that can't be seen"),
        ('share.agree: "agree \\u2066 not"', "a character that can't be seen"),
        ('share.agree: "agree\\nnot"', "a character that can't be seen"),
        ('share.agree: "agree\\u0007"', "a character that can't be seen"),
        ("status.not_met: meets our  good statement", "status.met and status.not_met are the"),
        ("standing.met: 'Below our target of {target}%.'", "standing.met and standing.not_met"),
        ("fall: rise of {points}", "rise and fall are the same"),
        (f"title.made: {'x' * 25}", "is longer than 24 characters"),
        (f"button.charts: {'x' * 76}", "is longer than 75 characters"),
    ],
)
def test_a_mistake_is_named_with_its_line(written: str, reason: str) -> None:
    with pytest.raises(InvalidDefinition) as wrong:
        read_wording(f"people.child: dzieci\n{written}\n", "own.yaml")

    [problem] = wrong.value.problems
    assert problem.line == 2
    assert reason in problem.reason


def test_a_status_may_be_called_alike_whichever_way_is_better() -> None:
    own = read_wording("status.at_most_not_met: Below our good statement\n", "own.yaml")

    assert own.templates["status.at_most_not_met"] == own.templates["status.not_met"]
