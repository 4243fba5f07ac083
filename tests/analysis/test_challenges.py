"""Questions for challenge: what can't wait comes first, and never more than four are asked."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from analysis.digest.digest import Digest
from analysis.disclosure.suppression import Audience
from analysis.paper.plans import actions_in
from analysis.paper.texts import PaperText, Part, Written, paper_text
from surveys.action import Action
from surveys.evidence import Evidence
from surveys.framework import GoodStatement
from surveys.periods import Period
from surveys.population import Expected
from surveys.values import AreaId, PersonId
from surveys.voice import AgeBand
from surveys.wave import Delivery, Invitation
from tests.analysis.crowds import (
    AFTER,
    BETTER,
    CHILDREN,
    IN_WINTER,
    PRACTITIONERS,
    SAFE,
    SPRING,
    SURE,
    WINTER,
    asked,
    crowd,
    evidence,
    told,
    wave_of,
)
from tests.analysis.test_likeness import heard
from tests.analysis.test_returns import AUDIT, audited, audits, owed
from tests.analysis.test_safety_net import acknowledged
from tests.builders import NEGLECT, an_invitation

UNLIKE = "Who is missing from this green? The children who were heard are not like those"
HALF = tuple(
    Expected(content_area=NEGLECT, age_band=band, agency="Health", expected=50)
    for band in (AgeBand.FROM_4, AgeBand.FROM_12)
)


def a_good(**changes: Any) -> GoodStatement:
    given = {"id": "NEG-O1", "kind": "outcome", "text": "Home is warm."}
    return GoodStatement.model_validate(given | changes)


def questions(made: Digest) -> list[str]:
    return [line.text for line in made.challenges]


def has(made: Digest, text: str) -> bool:
    return any(text in one for one in questions(made))


# Who is missing


@pytest.mark.parametrize(("young", "older", "is_asked"), [(32, 8, False), (34, 6, True)])
def test_a_green_of_children_unlike_those_there_are_asks_who_is_missing(
    young: int, older: int, *, is_asked: bool
) -> None:
    voices = heard(young=young, older=older)  # R is .70, and below
    now = evidence(*crowd(CHILDREN, SAFE, 50, 50), voices=voices, population=HALF)

    assert has(told(now), UNLIKE) is is_asked


def test_where_nothing_is_green_nobody_asks_who_is_missing_from_it() -> None:
    voices = heard(young=34, older=6)
    now = evidence(*crowd(CHILDREN, SAFE, 10, 50), voices=voices, population=HALF)

    assert not has(told(now), "Who is missing")


def test_whoever_is_missing_is_asked_about_once() -> None:
    now = evidence(
        *crowd(CHILDREN, SAFE, 50, 50),
        voices=heard(young=34, older=6),
        population=HALF,
        invitations=asked("Health", 10, 60),
    )

    assert sum("Who is missing" in one for one in questions(told(now))) == 1


# Clocks


@pytest.mark.parametrize("audience", list(Audience))
def test_a_clock_that_ran_out_is_the_first_question(audience: Audience) -> None:
    late = tuple(acknowledged(14, 6))
    now = evidence(
        *crowd(PRACTITIONERS, BETTER, 53, 60),
        *crowd(CHILDREN, BETTER, 15, 24),
        acknowledgements=late,
    )

    first = questions(told(now, audience=audience))[0]
    assert first.startswith("Not every concern was acknowledged in time: 70% (")


@pytest.mark.parametrize(
    ("in_time", "late", "is_asked"),
    [(0, 4, False), (0, 9, False), (20, 0, False), (11, 1, False), (12, 0, False), (0, 12, True)],
)
def test_of_clocks_no_question_tells_more_than_the_figure(
    in_time: int, late: int, *, is_asked: bool
) -> None:
    now = evidence(acknowledgements=tuple(acknowledged(in_time, late)))

    assert has(told(now), "Not every concern") is is_asked


# Returns


def owed_in_winter(agency: str, *, answered: bool) -> Invitation:
    wave = wave_of(AUDIT, WINTER).id
    return an_invitation(wave=wave, agency=agency, answered=answered, delivery=Delivery.DELIVERED)


def winter(*invitations: Invitation) -> Evidence:
    return audits(audited(25, 5).model_copy(update={"day": IN_WINTER}), invitations=invitations)


def test_an_agency_that_owes_a_return_twice_is_named_for_challenge() -> None:
    now = audits(
        audited(25, 5),
        invitations=(owed("Housing", answered=False), owed("Police", answered=False)),
        as_at=AFTER,
    )
    before = winter(
        owed_in_winter("Housing", answered=False), owed_in_winter("Police", answered=True)
    )

    once, twice = told(now), told(now, before)
    assert has(once, "No return came from: Housing and Police.")
    assert has(twice, "in twelve months, from: Housing. What keeps them, who will ask")
    assert not has(twice, "Police.")


def test_an_agency_that_has_handed_in_this_time_is_not_named_for_an_earlier_one() -> None:
    now = audits(invitations=(owed("Housing", answered=True),), as_at=AFTER)

    assert not has(told(now, winter(owed_in_winter("Housing", answered=False))), "Housing")


# Actions


def an_action(since: date = date(2025, 12, 30), moves: str = "OC1") -> Action:
    return Action(content_area=NEGLECT, what="Train every team", since=since, moves=moves)


def with_action(action: Action, safe_now: int) -> Digest:
    before = crowd(CHILDREN, SAFE, 20, 60, day=IN_WINTER)
    return told(
        evidence(*crowd(CHILDREN, SAFE, safe_now, 60), actions=(action,)), evidence(*before)
    )


def test_an_action_of_half_a_year_without_a_sign_asks_keep_change_or_stop() -> None:
    made = with_action(an_action(), safe_now=22)

    assert (
        "“Train every team” has been in the plan since 30 December 2025, and nothing that it "
        "should move has clearly got better. Keep, change or stop?"
    ) in questions(made)


@pytest.mark.parametrize(
    ("action", "safe_now"),
    [
        (an_action(), 55),  # clearly more children feel safe
        (an_action(since=date(2026, 1, 2)), 22),  # not yet half a year
        (an_action(moves="more children who feel safe"), 55),
        (an_action(moves="whatever comes of it"), 55),
    ],
)
def test_a_young_action_or_one_that_moved_its_measure_is_not_asked_about(
    action: Action, safe_now: int
) -> None:
    assert not has(with_action(action, safe_now), "Keep, change or stop?")


def test_a_rise_in_another_measure_is_no_sign_of_an_action() -> None:
    assert has(with_action(an_action(moves="NEG-OC4-26Q2-ab12"), 55), "Keep, change or stop?")


def test_a_hostile_action_stays_one_line_without_hidden_signs() -> None:
    action = an_action().model_copy(update={"what": "a\u202eb\x07 {since} <!channel>\u2028c"})
    (line,) = (one for one in questions(with_action(action, 22)) if "Keep, change" in one)

    assert "{since} <!channel>" in line
    assert all(sign >= " " and sign not in "\u202e\u2028" for sign in line)


def test_the_public_is_not_told_what_is_in_the_plan() -> None:
    now = evidence(*crowd(CHILDREN, SAFE, 22, 60), actions=(an_action(),))

    assert not has(told(now, audience=Audience.PUBLIC), "Train every team")


def plan(period: str, *versions: tuple[str, date]) -> PaperText:
    first, *rest = (
        Written(text=text, by=PersonId("U0AAAAAAA"), at=datetime(*day.timetuple()[:3], tzinfo=UTC))
        for text, day in versions
    )
    made = paper_text(Period.parse(period), Part.PLAN, AreaId("neglect"), first)
    for one in rest:
        made = made.rewritten(one)
    return made


def test_an_action_began_when_it_was_first_written_and_stands_while_the_latest_plan_has_it() -> (
    None
):
    texts = (
        plan("2026-Q2", ("train every  team | QA | 1 May | OC1\nNew | Police", date(2026, 7, 8))),
        plan(
            "2025-Q3",
            ("Given up | Health", date(2025, 10, 2)),
            ("Train every team | QA | 1 May | QL1", date(2025, 10, 9)),
        ),
        plan("2026-Q3", ("Not yet | Health", date(2026, 10, 2))),
    )

    assert [(one.what, one.since, one.moves) for one in actions_in(texts, SPRING)] == [
        ("train every  team", date(2025, 10, 9), "OC1"),
        ("New", date(2026, 7, 8), ""),
    ]


# How many


def test_of_many_questions_the_four_most_important_are_asked_in_their_order() -> None:
    now = evidence(
        *crowd(CHILDREN, BETTER, 15, 60),
        *crowd(PRACTITIONERS, BETTER, 53, 60),
        *crowd(PRACTITIONERS, SURE, 5, 60),
        acknowledgements=tuple(acknowledged(14, 6)),
        invitations=asked("Police", 1, 60),
        actions=(an_action(),),
    )

    assert begins(questions(told(now))) == [
        "Not every concern",
        "Practitioners are 63",
        "Children put us",
        "“Train every team”",
    ]


def test_in_the_short_form_a_clock_and_a_missed_target_are_asked_about_in_one_line() -> None:
    late = tuple(acknowledged(14, 6))
    made = told(evidence(*crowd(CHILDREN, BETTER, 15, 60), acknowledgements=late))

    assert [line.brief for line in made.challenges] == [
        "70% of concerns were acknowledged in time. What kept the others waiting?",
        "Children put us below target on “Getting better”: what will change, by when?",
    ]


def test_in_little_room_a_whole_question_is_asked_of_the_same_as_in_full() -> None:
    now = evidence(*crowd(CHILDREN, BETTER, 30, 60), *crowd(PRACTITIONERS, BETTER, 55, 60))
    made = told(now, good=(a_good(target=90),))

    asked = [line for line in made.challenges if line.brief]
    assert len(asked) == 2
    for line in asked:
        assert "on “Getting better”" in line.text
        assert "Home is warm" not in line.text
    assert [line.brief for line in asked] == [
        "What would we see if children were right about “Getting better”?",
        "Children put us below target on “Getting better”: what will change, by when?",
    ]


def test_where_no_child_answered_it_is_asked_what_is_so() -> None:
    voices = heard(young=20, older=20)
    heard_only = told(evidence(surveys=(PRACTITIONERS,), voices=voices))
    too_few = told(evidence(*crowd(CHILDREN, SAFE, 3, 7)))

    assert has(told(evidence()), "No figure here stands on what children say.")
    assert has(heard_only, "Children were heard, but not asked about what we call good here.")
    assert has(too_few, "Nothing can be told of how children answer")
    for made in (heard_only, too_few):
        assert not has(made, "No figure here stands")


def test_what_is_not_agreed_is_named_in_its_words() -> None:
    made = told(evidence(), good=(a_good(only_proposed=True),))

    assert has(made, "not yet agreed: “Home is warm”. When")


def begins(several: Sequence[str]) -> list[str]:
    return [" ".join(one.split()[:3]) for one in several]
