import pytest

from analysis.digest.narrative import band_told, change_told
from analysis.disclosure.suppression import Audience, Band
from analysis.phrases import (
    calibrated,
    day,
    in_ten,
    listed,
    number,
    period_label,
    points,
    range_of,
    shortened,
    signed,
    some_of,
    within,
)
from surveys.answering import Chosen
from surveys.coding import Sentiment
from surveys.framework import GoodStatement, Kind, Perspective
from surveys.periods import Period
from surveys.survey import Option, SingleQuestion
from surveys.values import OptionKey, QuestionId, StatementId
from tests.analysis.crowds import (
    AFTER,
    BETTER,
    CHILDREN,
    IN_WINTER,
    PRACTITIONERS,
    SAFE,
    SURE,
    TALKING,
    WORDS,
    asked,
    crowd,
    evidence,
    of,
    opting_out,
    scores,
    the,
    told,
)
from tests.builders import NEGLECT, a_coding, a_scale_question, a_survey, saying

GOOD = GoodStatement(
    id=StatementId("NEG-O1"), kind=Kind.OUTCOME, text="Home is safe, and gets better.", target=75
)


# Sentences, as they are read aloud


def test_a_share_with_its_base_its_range_and_its_target() -> None:
    now, before = crowd(CHILDREN, SAFE, 24, 30), crowd(CHILDREN, SAFE, 22, 30, day=IN_WINTER)

    line = told(evidence(*now), evidence(*before), good=(GOOD,)).children[0].line

    assert line.lead == "8 in 10 children (24 of 30; likely 63–90%)"
    assert line.text == (
        "8 in 10 children (24 of 30; likely 63–90%) say they feel safe. "
        "Not yet clear against our target of 75%, leaning above. "
        "No clear change since January to March 2026."
    )


def test_of_a_choice_it_is_said_which_answer_counts_as_favourable() -> None:
    workers = QuestionId("workers")
    asking = a_survey(
        SingleQuestion(
            id=workers,
            text="How many different workers have you had?",
            options=tuple(Option(key=OptionKey(key), label=key) for key in ("1", "2", "3")),
            favourable=frozenset({OptionKey("1")}),
            good=(StatementId("NEG-O1"),),
        ),
        id="workers",
        perspective=Perspective.CHILD,
    )
    chosen = [Chosen(option=OptionKey("1" if place < 9 else "2")) for place in range(25)]
    made = told(
        evidence(*(of(asking, {workers: one}) for one in chosen), surveys=(asking,)), good=(GOOD,)
    )

    assert made.children[0].line.text.startswith(
        "4 in 10 children (9 of 25; likely 20–55%) answer “1” to “How many different workers"
    )


def test_tens_are_rounded_once_from_what_may_be_told() -> None:
    told_exactly = told(evidence(*crowd(CHILDREN, SAFE, 43, 123)))
    for_public = told(evidence(*crowd(CHILDREN, SAFE, 43, 123)), audience=Audience.PUBLIC)

    assert told_exactly.children[0].line.text.startswith("3 in 10 children (43 of 123;")
    assert the(told_exactly, "OC1", Perspective.CHILD).value == 35
    assert for_public.children[0].line.text.startswith("4 in 10 children (35% of 125;")


def test_a_share_whose_one_number_would_give_a_small_one_away() -> None:
    line = told(evidence(*crowd(CHILDREN, SAFE, 29, 30)), good=(GOOD,)).children[0].line

    assert line.text == (
        "Nearly all children (97% of 30; likely 83–99%) say they feel safe. "
        "Meets our target of 75%."
    )


def test_a_small_group_of_one_mind() -> None:
    line = told(evidence(*crowd(CHILDREN, SAFE, 0, 15)), good=(GOOD,)).children[0].line

    assert line.text == (
        "Less than 10% of children (15 answered) say they feel safe. Below our target of 75%."
    )


def test_too_few_to_say() -> None:
    line = told(evidence(*crowd(CHILDREN, SAFE, 3, 7))).children[0].line

    assert line.text == (
        "Too few to say: whether children say they feel safe. "
        "7 answered; 3 more would make a share possible."
    )


def test_few_or_none() -> None:
    line = told(evidence(*crowd(CHILDREN, SAFE, 3, 4))).children[0].line

    assert line.text == "Protected: whether children say they feel safe. Few or none answered."


def test_a_clear_change() -> None:
    now, before = crowd(CHILDREN, SAFE, 41, 50), crowd(CHILDREN, SAFE, 24, 50, day=IN_WINTER)
    made = told(evidence(*now), evidence(*before))

    (line,) = made.since_last_time.clear

    assert line.text == (
        "A clear rise of 34 points (likely 15 to 50) in children who say they feel safe."
    )
    assert change_told(the(made, "OC1", Perspective.CHILD)) == (
        "A clear rise of 34 points since January to March 2026 (likely 15 to 50).",
    )


def test_a_gap_with_both_its_sides() -> None:
    now = evidence(*crowd(PRACTITIONERS, BETTER, 53, 60), *crowd(CHILDREN, BETTER, 15, 24))

    (line,) = told(now, good=(GOOD,)).gaps

    assert line.text == (
        "Practitioners are 26 points more positive than children on "
        "“Getting better”, asked in different words "
        "(likely 6 to 46). "
        "Most practitioners (53 of 60) but perhaps most children (15 of 24) are favourable."
    )


def test_agreement_with_the_only_question_is_told_in_its_words() -> None:
    made = told(evidence(*crowd(PRACTITIONERS, SURE, 30, 60), surveys=(PRACTITIONERS,)))

    line = made.questions[1].rows[0].line

    assert line.text.startswith(
        "About half of the practitioners (30 of 60; likely 38–62%) agree: "
        "“I know when neglect meets the threshold”."
    )


def test_the_area_is_filled_into_a_question() -> None:
    survey = a_survey(
        a_scale_question(
            TALKING,
            text="How sure are you about {content_area}?",
            measures=("QL9",),
            favourable={"9", "10"},
        ),
        parameters=("content_area",),
    )

    made = told(evidence(surveys=(survey,), about=NEGLECT))

    assert made.questions[1].rows[0].name == "How sure are you about neglect?"


def test_how_comments_lean() -> None:
    sentiments = [Sentiment.POSITIVE] * 30 + [Sentiment.NEGATIVE] * 12 + [Sentiment.NEUTRAL] * 18
    responses = [of(CHILDREN, {WORDS: saying("…")}, content_area=NEGLECT) for _ in sentiments]
    codings = tuple(
        a_coding(one, question=WORDS, sentiment=sentiment)
        for one, sentiment in zip(responses, sentiments, strict=True)
    )

    made = told(evidence(*responses, about=NEGLECT, codings=codings))

    assert made.questions[1].rows[-1].line.text == (
        "Comments by children lean positive: net plus 30 (likely plus 10 to plus 50; 60 wrote). "
        "Machine count, not yet checked."
    )


def test_how_the_same_people_moved() -> None:
    up = [one for number in range(14) for one in scores(f"up-{number}", 3, 5)]
    down = [one for number in range(5) for one in scores(f"down-{number}", 6, 4)]
    same = [one for number in range(6) for one in scores(f"same-{number}", 5, 5)]

    made = told(evidence(*up, *down, *same))
    (row,) = (one for one in made.questions[2].rows if one.name == "Moved up the scale")

    assert row.line.text == (
        "6 in 10 practitioners (14 of 25; likely 37–73%) score two or more points higher than at "
        "first. No clear change either way. The typical change is plus 1 (likely 0 to plus 2). "
        "5 score two or more points lower, 6 about the same."
    )


def test_who_was_heard() -> None:
    made = told(evidence(*crowd(CHILDREN, SAFE, 17, 34), *crowd(PRACTITIONERS, SURE, 1, 12)))

    families, services = made.questions[0].rows

    assert families.line.text == (
        "34 children were heard. Protected, because few or none were heard: parents and carers."
    )
    assert families.value == "children 34; parents: protected"
    assert services.value == "practitioners 12; audits, agencies: protected"


def test_how_many_answered() -> None:
    made = told(evidence(invitations=asked("Health", 20, 80)))

    line = made.questions[0].rows[-1].line

    assert line.text == "3 in 10 people who were asked answered (20 of 80). That is low."


def test_many_who_would_not_say() -> None:
    responses = (*crowd(CHILDREN, SAFE, 12, 20), *opting_out(CHILDREN, SAFE, 10))

    made = told(evidence(*responses))

    assert "More than 20% could not or would not say: children on “Feels safe”." in [
        line.text for line in made.data_quality
    ]


# The words for numbers


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (0, "Hardly any children"),
        (4.9, "Hardly any children"),
        (5, "1 in 10 children"),
        (14.9, "1 in 10 children"),
        (15, "2 in 10 children"),
        (44, "4 in 10 children"),
        (44.9, "4 in 10 children"),
        (45, "About half of the children"),
        (54.9, "About half of the children"),
        (55, "6 in 10 children"),
        (80, "8 in 10 children"),
        (94, "9 in 10 children"),
        (94.9, "9 in 10 children"),
        (95, "Nearly all children"),
        (100, "All or nearly all children"),
    ],
)
def test_shares_as_people_say_them(percent: float, words: str) -> None:
    assert in_ten(percent, "children") == words


@pytest.mark.parametrize(
    ("value", "low", "high", "word"),
    [
        (98, 95, 100, "nearly all"),
        (80, 63, 90, "most"),
        (60, 50, 69, "about half of the"),
        (62, 43, 79, "perhaps most"),
        (50, 38, 62, "about half of the"),
        (36, 23, 50, "perhaps fewer than half of the"),
        (30, 20, 42, "fewer than half of the"),
        (10, 5, 20, "a few"),
    ],
)
def test_a_word_is_borne_out_by_the_whole_range(
    value: float, low: float, high: float, word: str
) -> None:
    assert calibrated(value, low, high) == word


def test_signs_are_heard() -> None:
    assert [signed(one) for one in (12, -3, 0, -0.0, 0.04, 1.5)] == [
        "plus 12",
        "minus 3",
        "0",
        "0",
        "0",
        "plus 1.5",
    ]
    assert [number(one) for one in (12, 12.5, 10.0)] == ["12", "12.5", "10"]
    assert [points(one) for one in (1, -1, 2)] == ["1 point", "1 point", "2 points"]


def test_ranges() -> None:
    assert [range_of(3, 20), range_of(-20, -3), range_of(-2, 5)] == [
        "3 to 20",
        "3 to 20",
        "minus 2 to plus 5",
    ]


def test_lists() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b and c"]) == "a, and b and c"
    assert some_of(["a", "b", "c"], 2) == "a, b and 1 more"


def test_labels_and_long_texts() -> None:
    assert within("Neglect") == "neglect"
    assert within("FGM and forced marriage") == "FGM and forced marriage"
    assert shortened("Short.") == "Short"
    assert shortened("one two three", 9) == "one two…"
    assert band_told(Band(end="high", limit=90, is_included=False, base=12)) == "More than 90%"
    assert band_told(Band(end="low", limit=10, is_included=True, base=12)) == "10% or less"


def test_days_and_periods() -> None:
    assert period_label(Period(year=2026, quarter=3)) == "July to September 2026"
    assert period_label(Period(year=2026)) == "2026"
    assert day(AFTER) == "20 July 2026"
