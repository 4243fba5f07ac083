import json
import re
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from analysis.digest.digest import Digest, digest
from analysis.digest.provenance import ENGINE, row_set
from analysis.disclosure.suppression import RULES, Audience
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.status import Status
from surveys.coding import Coder, Sentiment
from surveys.errors import Unknown
from surveys.evidence import Evidence
from surveys.framework import GoodStatement, Kind, Perspective
from surveys.measures import Unit
from surveys.periods import Period
from surveys.survey import Option, Segment, SingleQuestion
from surveys.values import AreaId, OptionKey, QuestionId, StatementId
from tests.analysis.crowds import (
    AFTER,
    BETTER,
    CHILDREN,
    IN_SPRING,
    IN_WINTER,
    NOTHING,
    PARENTS,
    PRACTITIONERS,
    SAFE,
    SPRING,
    SURE,
    WORDS,
    asked,
    crowd,
    evidence,
    of,
    opting_out,
    scores,
    the,
    told,
    wave_of,
)
from tests.builders import (
    NEGLECT,
    a_coding,
    a_content_area,
    a_framework,
    agreeing,
    disagreeing,
    saying,
)
from tests.digests import evidence_of

CHILD, PRACTITIONER = Perspective.CHILD, Perspective.PRACTITIONER
HOSTILE = "<!channel> *Police*\n`x` \u202e\u0007 <@U0AMINA01>"


def a_full_evidence() -> Evidence:
    """Something of everything, with a small group in it."""
    written = [of(CHILDREN, {SAFE: agreeing(), WORDS: saying("…")}) for _ in range(12)]
    return evidence(
        *crowd(CHILDREN, SAFE, 18, 30),
        *crowd(CHILDREN, BETTER, 9, 25),
        *written,
        *crowd(PARENTS, BETTER, 2, 3),
        *crowd(PRACTITIONERS, BETTER, 50, 60),
        *crowd(PRACTITIONERS, SURE, 20, 40),
        *opting_out(PRACTITIONERS, SURE, 15),
        *[one for number in range(20) for one in scores(f"one-{number}", 4, 4 + number % 5)],
        invitations=(*asked("Police", 2, 60), *asked("Health", 30, 60), *asked("Schools", 20, 50)),
        codings=tuple(
            a_coding(one, question=WORDS, sentiment=Sentiment.NEGATIVE) for one in written
        ),
    )


def before() -> Evidence:
    return evidence(
        *crowd(CHILDREN, SAFE, 10, 30, day=IN_WINTER),
        *crowd(PRACTITIONERS, BETTER, 25, 60, day=IN_WINTER),
    )


def as_json(made: Digest) -> str:
    return json.dumps(made.model_dump(mode="json"), sort_keys=True)


def lines_of(made: Digest) -> list[str]:
    """Every text of the digest."""
    found: list[str] = []

    def walk(value: Any) -> None:
        match value:
            case str():
                found.append(value)
            case dict():
                for one in value.values():
                    walk(one)
            case list():
                for one in value:
                    walk(one)

    walk(made.model_dump(mode="json"))
    return found


# The same evidence gives the same digest


def mixed(values: tuple[Any, ...], chance: Random) -> tuple[Any, ...]:
    return tuple(chance.sample(values, len(values)))


def test_the_order_of_the_evidence_changes_nothing() -> None:
    now, earlier = a_full_evidence(), before()
    expected = as_json(told(now, earlier))
    chance = Random(7)  # noqa: S311 - a fixed order, not a secret

    for _ in range(5):
        shuffled = replace(
            now,
            surveys=mixed(now.surveys, chance),
            waves=mixed(now.waves, chance),
            invitations=mixed(now.invitations, chance),
            responses=mixed(now.responses, chance),
            codings=mixed(now.codings, chance),
        )
        assert as_json(told(shuffled, earlier)) == expected


def test_evidence_given_twice_counts_once() -> None:
    now = a_full_evidence()

    assert as_json(told(now, now)) == as_json(told(now))


def test_json_gives_the_digest_back() -> None:
    made = told(a_full_evidence(), before())

    assert Digest.model_validate_json(made.model_dump_json()) == made


def test_a_figure_in_json_has_what_a_script_needs() -> None:
    made = told(evidence(*crowd(CHILDREN, SAFE, 24, 30)))
    (figure,) = (one for one in made.model_dump(mode="json")["figures"] if one["measure"] == "OC1")

    wanted = "id measure statement perspective unit value base numerator low high status protected"
    assert {name: figure[name] for name in wanted.split()} == {
        "id": the(made, "OC1", CHILD).id,
        "measure": "OC1",
        "statement": "NEG-O1",
        "perspective": "child",
        "unit": "percent",
        "value": 80,
        "base": 30,
        "numerator": 24,
        "low": 63,
        "high": 90,
        "status": "not yet clear, leaning above",
        "protected": False,
    }


# Nobody and a few look the same


@pytest.mark.parametrize("audience", list(Audience))
def test_a_small_group_leaves_no_trace_however_large_it_is(audience: Audience) -> None:
    others = (
        *crowd(PRACTITIONERS, BETTER, 30, 60),
        *crowd(PARENTS, BETTER, 10, 30),
        *crowd(PRACTITIONERS, BETTER, 20, 50, day=IN_WINTER),
    )
    made = set()
    for number in range(RULES[audience].smallest_count):
        few = [
            of(
                CHILDREN,
                {SAFE: agreeing() if one % 2 else disagreeing(), WORDS: saying("…")},
                content_area=NEGLECT,
            )
            for one in range(number)
        ]
        codings = tuple(
            a_coding(
                one,
                question=WORDS,
                coder=Coder.PERSON if place else Coder.MACHINE,
                sentiment=Sentiment.NEGATIVE,
            )
            for place, one in enumerate(few)
        )
        now = evidence(*few, *others, about=NEGLECT, codings=codings)
        made.add(as_json(told(now, audience=audience)))

    assert len(made) == 1


def test_a_small_group_before_leaves_no_trace_either() -> None:
    now = evidence(*crowd(CHILDREN, SAFE, 15, 30))
    winters = [
        evidence(
            *crowd(CHILDREN, SAFE, number // 2, number, day=IN_WINTER),
            *crowd(PRACTITIONERS, SURE, 3, 6, day=IN_WINTER),
        )
        for number in range(5)
    ]

    assert len({as_json(told(now, winter)) for winter in winters}) == 1


def test_an_agency_that_hardly_answers_leaves_no_trace_of_how_hardly() -> None:
    made = {
        as_json(
            told(
                evidence(
                    invitations=(
                        *asked("Police", number, 60),
                        *asked("Schools", 30 - number, 60),
                        *asked("Health", 40, 60),
                    )
                )
            )
        )
        for number in range(5)
    }

    assert len(made) == 1


def test_how_many_of_a_small_group_of_one_mind_leaves_no_trace() -> None:
    made = {as_json(told(evidence(*crowd(CHILDREN, SAFE, number, 15)))) for number in (14, 15)}

    assert len(made) == 1


def test_how_a_few_out_of_five_to_nine_answered_leaves_no_trace() -> None:
    made = {as_json(told(evidence(*crowd(CHILDREN, SAFE, number, 9)))) for number in range(10)}

    assert len(made) == 1


def test_a_protected_figure_is_explained_the_same_however_many_there_are() -> None:
    explained = set()
    for number in range(5):
        now = evidence(*crowd(CHILDREN, SAFE, 0, number), *crowd(PRACTITIONERS, SURE, 30, 60))
        figure = the(told(now), "OC1", CHILD)
        found = evidence_of(figure.id, a_content_area(), SPRING, now, NOTHING)
        explained.add(found.model_dump_json())

    assert len(explained) == 1


def test_a_protected_figure_cannot_carry_a_number() -> None:
    with pytest.raises(ValueError, match="carries no number"):
        Figure(
            id="NEG-OC1-26Q2-0000",
            measure="OC1",
            period="2026-Q2",
            audience=Audience.BOARD,
            unit=Unit.PERCENT,
            disclosure=Disclosure.PROTECTED,
            protected=True,
            base=3,
        )


def test_every_number_in_a_row_is_its_figures_own() -> None:
    made = told(a_full_evidence(), before())
    by_id = {one.id: one for one in made.figures}

    for row in made.children:
        figure = by_id[row.figures[0]]
        own = {figure.value, figure.base, figure.numerator, figure.low, figure.high, figure.target}
        cells = f"{row.value} {row.base} {row.likely} {row.target}"
        assert {float(one) for one in re.findall(r"\d+", cells)} <= {
            float(one) for one in own if one is not None
        }


# What stands where


def test_the_chart_says_of_which_area_and_period_it_is() -> None:
    made = told(a_full_evidence(), before())

    assert made.chart.title.startswith(f"{made.title}, {made.period_label}: ")


def test_no_evidence_at_all_is_a_digest_that_says_so() -> None:
    made = told(NOTHING)

    assert (made.overall.status, made.overall.letter) == (None, "")
    assert made.overall.words == "Children were not asked"
    assert made.overall.reason == "No outcome was measured with children."
    assert made.children == ()
    assert made.no_children == "No question about this was put to children."
    assert [section.nothing for section in made.questions[1:]] == [
        "No question was asked about this."
    ] * 2
    assert made.not_heard[0].rest == (
        " children, parents and carers, practitioners, and agencies' own grades."
    )
    assert made.since_last_time.others.rest == ("Nothing could be compared with the period before.")
    assert made.chart.rows == ()
    assert len(made.challenges) >= 2


def test_children_come_first_and_outcomes_before_all() -> None:
    made = told(a_full_evidence())

    assert [row.name for row in made.children] == ["Feels safe", "Getting better"]
    assert made.questions[2].rows[0].perspective is CHILD
    assert made.chart.rows[0].perspective is CHILD


def test_each_question_has_at_most_three_rows_of_different_views() -> None:
    made = told(
        evidence(
            *crowd(CHILDREN, BETTER, 20, 40),
            *crowd(PARENTS, BETTER, 20, 40),
            *crowd(PRACTITIONERS, BETTER, 20, 40),
        )
    )

    assert [row.who for row in made.questions[2].rows] == [
        "Children",
        "Parents and carers",
        "Practitioners",
    ]
    assert [section.heading for section in made.questions] == [
        "How much did we do?",
        "How well did we do it?",
        "Did we make a difference?",
    ]


def test_answers_that_an_outcome_tells_already_are_not_told_twice() -> None:
    made = told(a_full_evidence())

    assert all(row.name in ("Feels safe", "Getting better") for row in made.children)
    assert the(made, "QL1", CHILD).is_shown  # the gap stands on it


def test_the_worst_of_what_children_say_decides_the_status() -> None:
    made = told(
        evidence(*crowd(CHILDREN, SAFE, 49, 50), *crowd(CHILDREN, BETTER, 10, 50)), good=GOOD
    )

    assert made.overall.status is Status.NOT_MET
    assert made.overall.words == "Below our good statement"
    assert made.overall.reason == "Decided by what children say: Getting better."


def test_what_is_met_names_the_outcomes_that_too_few_children_answered() -> None:
    """Nobody and a few look the same."""
    reasons = {
        told(
            evidence(*crowd(CHILDREN, SAFE, 49, 50), *crowd(CHILDREN, BETTER, 0, few)), good=GOOD
        ).overall.reason
        for few in (0, 4)
    }

    assert reasons == {
        "Decided by what children say: Feels safe. "
        "Not clear yet, or too few children answered: Getting better."
    }


def test_an_area_is_not_met_where_an_outcome_leans_below() -> None:
    made = told(
        evidence(*crowd(CHILDREN, SAFE, 49, 50), *crowd(CHILDREN, BETTER, 35, 50)), good=GOOD
    )

    assert made.overall.status is Status.LEANING_BELOW
    assert made.overall.reason == "Decided by what children say: Getting better."


def test_without_an_agreed_target_there_is_no_status() -> None:
    good = tuple(one.model_copy(update={"target": None}) for one in GOOD)

    made = told(evidence(*crowd(CHILDREN, SAFE, 40, 50)), good=good)

    assert made.overall.status is None
    assert made.overall.words == "No target agreed"


def test_clear_changes_are_told_and_the_others_counted() -> None:
    made = told(
        evidence(*crowd(CHILDREN, SAFE, 41, 50), *crowd(PRACTITIONERS, BETTER, 30, 60)),
        evidence(
            *crowd(CHILDREN, SAFE, 24, 50, day=IN_WINTER),
            *crowd(PRACTITIONERS, BETTER, 28, 60, day=IN_WINTER),
        ),
    )

    assert [line.lead for line in made.since_last_time.clear] == ["A clear rise of 34 points"]
    assert made.since_last_time.others.rest == "No clear change in 1 other figure compared."
    assert made.since_last_time.since == "January to March 2026"


def test_noise_is_called_no_clear_change() -> None:
    made = told(
        evidence(*crowd(CHILDREN, SAFE, 20, 30)),
        evidence(*crowd(CHILDREN, SAFE, 18, 30, day=IN_WINTER)),
    )

    assert made.since_last_time.clear == ()
    assert made.since_last_time.others.rest == "No clear change in 1 figure compared."
    assert made.children[0].change == "no clear change"


def test_what_came_of_a_wave_is_told_the_latest_first() -> None:
    waves = (
        wave_of(PRACTITIONERS, Period(year=2026, quarter=1), what_came_of_it="We hired two."),
        wave_of(CHILDREN, what_came_of_it="You have a quiet room now."),
    )

    made = told(evidence(waves=waves))

    assert [(one.survey, one.text) for one in made.since_last_time.you_said] == [
        ("How are things?", "You have a quiet room now."),
        ("Practitioner pulse", "We hired two."),
    ]


def test_the_response_rate_in_the_digest_of_an_area_says_that_it_is_of_the_whole_survey() -> None:
    made = told(
        evidence(*crowd(PRACTITIONERS, BETTER, 20, 30), invitations=asked("Health", 30, 60))
    )
    rates = [row for row in made.questions[0].rows if row.value == "50%"]

    assert [row.name for row in rates] == ["Response rate of the whole survey"]


def test_who_was_not_heard_is_told_by_name_only() -> None:
    made = told(
        evidence(
            *crowd(CHILDREN, SAFE, 15, 30),
            *crowd(PARENTS, BETTER, 2, 4),
            invitations=(
                *asked("Police", 1, 60),
                *asked("Schools", 17, 60),
                *asked("Health", 40, 60),
                *asked("Housing", 5, 6),
                *asked("Early years", 12, 30),
            ),
        )
    )

    assert [line.text for line in made.not_heard] == [
        "Few or none heard: parents and carers, practitioners, and agencies' own grades.",
        "Low response: Police (hardly anyone) and Schools (28% of 60).",
        "Response rate protected, or too few asked: Early years and Housing.",
    ]


def test_age_bands_of_which_few_or_no_children_were_heard_are_named() -> None:
    bands = SingleQuestion(
        id=QuestionId("age"),
        text="Age band",
        options=tuple(Option(key=OptionKey(band), label=band) for band in ("4 to 7", "8 to 11")),
        segment=Segment.AGE_BAND,
    )
    survey = CHILDREN.model_copy(update={"questions": (bands, *CHILDREN.questions)})
    heard = crowd(survey, SAFE, 10, 20, age_band="8 to 11")

    for few in range(5):
        made = told(
            evidence(*heard, *crowd(survey, SAFE, 0, few, age_band="4 to 7"), surveys=(survey,))
        )
        assert made.not_heard[-1].text == "Children of whom few or none were heard: 4 to 7."


def test_where_age_is_not_asked_the_surveys_few_children_answered_are_named() -> None:
    younger = CHILDREN.model_copy(update={"id": "child-4-to-7", "title": "For the youngest"})

    made = told(evidence(*crowd(CHILDREN, SAFE, 10, 20), surveys=(CHILDREN, younger)))

    assert made.not_heard[-1].text == (
        "Children of whom few or none were heard: “For the youngest”."
    )


def test_an_open_wave_and_a_running_period_are_said() -> None:
    made = told(evidence(), as_at=IN_SPRING)

    assert "still running" in made.freshness.rest
    assert "“How are things?” is open until 18 May 2026, so figures may still move." in [
        line.rest for line in made.data_quality
    ]


def test_a_period_in_the_future_is_said() -> None:
    assert "has not begun" in told(NOTHING, as_at=date(2026, 3, 31)).freshness.rest


# Challenge questions


def questions(made: Digest) -> str:
    return " ".join(line.text for line in made.challenges)


def test_a_clear_gap_asks_what_if_children_were_right() -> None:
    now = evidence(*crowd(PRACTITIONERS, BETTER, 53, 60), *crowd(CHILDREN, BETTER, 15, 24))

    assert "Practitioners are 26 points more positive than children" in questions(told(now))
    assert "What would we see if children were right?" in questions(told(now))


def test_who_challenges_a_clear_gap_is_told_where_to_look() -> None:
    for staff, children in ((53, 15), (24, 22)):
        now = evidence(
            *crowd(PRACTITIONERS, BETTER, staff, 60), *crowd(CHILDREN, BETTER, children, 24)
        )

        assert "Which files, visits or people would show it?" in questions(told(now))


def test_a_green_with_low_response_asks_who_is_missing() -> None:
    now = evidence(*crowd(CHILDREN, SAFE, 50, 50), invitations=asked("Health", 10, 60))
    answered = evidence(*crowd(CHILDREN, SAFE, 50, 50), invitations=asked("Health", 50, 60))

    assert "Who is missing from this green?" in questions(told(now))
    assert "Who is missing from this green?" not in questions(told(answered))


def test_silence_of_children_is_asked_about() -> None:
    now = evidence(*crowd(CHILDREN, SAFE, 2, 4), *crowd(PRACTITIONERS, SURE, 30, 60))

    assert "How and by when will we hear them?" in questions(told(now))


def test_an_agency_that_hardly_answers_is_asked_about() -> None:
    now = evidence(invitations=(*asked("Police", 1, 60), *asked("Health", 40, 60)))

    assert "Response is low in: Police." in questions(told(now))


@pytest.mark.parametrize("now", [NOTHING, a_full_evidence()], ids=["nothing", "everything"])
def test_there_are_two_to_four_questions(now: Evidence) -> None:
    assert 2 <= len(told(now).challenges) <= 4


# Bad input


def test_a_hostile_name_of_an_agency_stays_one_line_without_hidden_signs() -> None:
    made = told(evidence(invitations=(*asked(HOSTILE, 1, 60), *asked("Health", 40, 60))))
    (line,) = (one for one in made.not_heard if one.lead == "Low response:")

    assert line.rest == " <!channel> *Police* `x` <@U0AMINA01> (hardly anyone)."
    assert all(sign >= " " and sign != "\u202e" for text in lines_of(made) for sign in text)


def test_an_area_that_the_board_does_not_have_is_unknown() -> None:
    with pytest.raises(Unknown):
        digest(
            a_framework(),
            a_content_area(id=AreaId("housing"), label="Housing"),
            SPRING,
            NOTHING,
            NOTHING,
            as_at=AFTER,
        )


def test_a_response_to_an_unknown_survey_is_left_out_and_said() -> None:
    stray = [one.model_copy(update={"survey_version": 9}) for one in crowd(CHILDREN, SAFE, 5, 12)]

    made = told(evidence(*stray))

    assert the(made, "OC1", CHILD).protected
    assert "Some responses are left out" in " ".join(line.rest for line in made.data_quality)


def test_everyone_the_same_answer() -> None:
    made = told(
        evidence(*crowd(CHILDREN, SAFE, 40, 40)),
        evidence(*crowd(CHILDREN, SAFE, 40, 40, day=IN_WINTER)),
    )

    assert made.children[0].line.text.startswith(
        "All or nearly all children (100% of 40; likely 91–100%) say they feel safe."
    )


@pytest.mark.parametrize(
    "period", [Period(year=2000, quarter=1), Period(year=2000), Period(year=2100)], ids=str
)
def test_the_edges_of_the_calendar(period: Period) -> None:
    made = digest(a_framework(), a_content_area(), period, a_full_evidence(), NOTHING, as_at=AFTER)

    assert made.children == ()


def test_a_year_holds_its_quarters() -> None:
    made = digest(
        a_framework(),
        a_content_area(),
        Period(year=2026),
        evidence(*crowd(CHILDREN, SAFE, 5, 10), *crowd(CHILDREN, SAFE, 5, 10, day=IN_WINTER)),
        NOTHING,
        as_at=AFTER,
    )

    assert the(made, "OC1", CHILD).base == 20
    assert re.fullmatch(r"NEG-OC1-26-[0-9a-f]{4}", the(made, "OC1", CHILD).id)


# How a figure was made


def test_a_figure_is_traced_to_questions_waves_and_answers() -> None:
    responses = crowd(CHILDREN, SAFE, 24, 30)
    now = evidence(*responses)
    figure = the(told(now), "OC1", CHILD)

    found = evidence_of(figure.id, a_content_area(), SPRING, now, NOTHING)

    assert found.figure == figure
    assert [one.text for one in found.questions] == ["Do you feel safe at home?"]
    assert found.waves == ("child-views-2026-q2",)
    assert found.row_set == row_set(tuple(one.id for one in responses))
    assert found.engines == (ENGINE,)
    assert "perspective: child" in found.filters


def test_another_answer_makes_another_row_set() -> None:
    first = crowd(CHILDREN, SAFE, 24, 30)
    sets = set()
    for responses in (first, first[:-1], (*first[:-1], *crowd(CHILDREN, SAFE, 0, 1))):
        now = evidence(*responses)
        figure = the(told(now), "OC1", CHILD)
        sets.add(evidence_of(figure.id, a_content_area(), SPRING, now, NOTHING).row_set)

    assert len(sets) == 3


def test_who_opted_out_is_not_in_the_row_set() -> None:
    responses = crowd(CHILDREN, SAFE, 24, 30)
    now = evidence(*responses, *opting_out(CHILDREN, SAFE, 6))
    figure = the(told(now), "OC1", CHILD)

    found = evidence_of(figure.id, a_content_area(), SPRING, now, NOTHING)

    assert found.row_set == row_set(tuple(one.id for one in responses))


def test_a_figure_of_comments_names_the_machine_that_read_them() -> None:
    responses = [of(CHILDREN, {WORDS: saying("…")}, content_area=NEGLECT) for _ in range(20)]
    codings = tuple(
        a_coding(one, question=WORDS, sentiment=Sentiment.NEGATIVE if place % 2 else "positive")
        for place, one in enumerate(responses)
    )
    now = evidence(*responses, about=NEGLECT, codings=codings)
    made = told(now)

    found = evidence_of(the(made, "QL3", CHILD).id, a_content_area(), SPRING, now, NOTHING)

    assert found.engines == (ENGINE, "words-1")
    assert found.figure.flags == (Flag.MACHINE_ONLY,)
    assert "Comments were read by a machine (words-1), not yet checked by a person." in [
        line.rest for line in made.footnotes
    ]


def test_every_figure_of_a_digest_can_be_traced() -> None:
    now = a_full_evidence()

    for figure in told(now, before()).figures:
        found = evidence_of(figure.id, a_content_area(), SPRING, now, before())
        assert found.figure.id == figure.id


def test_a_figure_of_another_board_is_unknown() -> None:
    with pytest.raises(Unknown):
        evidence_of("EXP-OC1-26Q2-ffff", a_content_area(), SPRING, NOTHING, NOTHING)


GOOD = (
    GoodStatement(
        id=StatementId("NEG-O1"), kind=Kind.OUTCOME, text="Life at home got better.", target=75
    ),
)


@pytest.mark.parametrize("audience", Audience)
def test_only_where_figures_are_rounded_to_fives_a_reader_is_told_so(audience: Audience) -> None:
    now, is_public = evidence(*crowd(CHILDREN, SAFE, 24, 30)), audience is Audience.PUBLIC
    made = told(now, audience=audience)
    found = evidence_of(
        made.figures[0].id, a_content_area(), SPRING, now, NOTHING, audience=audience
    )

    rounded = "counts to the nearest 5, shares to the whole per cent"
    note = "Counts are told to the nearest 5, shares to the whole per cent."
    assert (rounded in found.filters) is is_public
    assert (note in [line.text for line in made.footnotes]) is is_public
