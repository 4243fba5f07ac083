"""The life of a 'good' statement."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from surveys.errors import (
    HeardError,
    InTheFuture,
    NotConsulted,
    NothingProposed,
    NothingToTakeBack,
    TooEarly,
)
from surveys.framework import Agreement, Consultation, Perspective, Wording
from surveys.statement import Agreed, LivingStatement, Origin, State
from surveys.values import AreaId, StatementId

TODAY = date(2026, 6, 1)
MAY = date(2026, 5, 12)
CHILD, PARENT, PRACTITIONER = (
    Perspective.CHILD,
    Perspective.PARENT_CARER,
    Perspective.PRACTITIONER,
)
FIRST, SECOND, THIRD = "Home is safe.", "Home is warm and safe.", "Home is warm, safe and kind."

Move = Callable[[LivingStatement], LivingStatement]


def a_draft() -> LivingStatement:
    return LivingStatement(
        id=StatementId("NEG-O1"),
        content_area=AreaId("neglect"),
        origin=Origin.LIBRARY,
        start=Wording(text=FIRST),
        draft_target=75,
    )


def words(text: str) -> Move:
    return lambda living: living.reworded(Wording(text=text), by="UQUINN", today=TODAY)


def consult(*who: Perspective, day: date = date(2026, 4, 1), today: date = TODAY) -> Move:
    talked = Consultation(
        day=day, with_whom=frozenset(who), how="Two groups.", changed="“Warm” was added."
    )
    return lambda living: living.consulted(talked, by="UQUINN", today=today)


def agree(text: str, day: date = MAY, target: int = 80, minute: str = "Item 4") -> Move:
    agreed = Agreed(
        by="UQUINN",
        noted=TODAY,
        text=text,
        target=target,
        agreement=Agreement(day=day, minute=minute),
    )
    return lambda living: living.agree(agreed, today=TODAY)


def take_back(living: LivingStatement) -> LivingStatement:
    return living.taken_back("The wrong meeting.", by="UQUINN", today=TODAY)


def after(*moves: Move) -> LivingStatement:
    living = a_draft()
    for move in moves:
        living = move(living)
    return living


AGREED = (consult(CHILD), agree(FIRST))


@pytest.mark.parametrize(
    ("moves", "state"),
    [
        ((), State.PROPOSED),
        ((words(SECOND),), State.PROPOSED),
        ((consult(PRACTITIONER),), State.CONSULTED),
        ((consult(CHILD), words(SECOND)), State.CONSULTED),
        (AGREED, State.AGREED),
        ((*AGREED, agree(FIRST, target=85, minute="Item 9")), State.AGREED),
        ((*AGREED, words(SECOND)), State.PROPOSED),
        ((*AGREED, words(SECOND), words(FIRST)), State.AGREED),
        ((*AGREED, words(SECOND), consult(PARENT)), State.CONSULTED),
        ((*AGREED, words(SECOND), consult(PARENT), agree(SECOND)), State.AGREED),
        ((*AGREED, take_back), State.CONSULTED),
        ((*AGREED, take_back, take_back), State.PROPOSED),
    ],
)
def test_each_step_leads_to_one_state(moves: tuple[Move, ...], state: State) -> None:
    assert after(*moves).state is state


@pytest.mark.parametrize(
    ("moves", "refused", "why"),
    [
        ((), agree(FIRST), NotConsulted),
        ((consult(PRACTITIONER),), agree(FIRST), NotConsulted),
        ((consult(CHILD),), agree(SECOND), NothingProposed),
        ((consult(CHILD, day=MAY),), agree(FIRST, day=MAY - timedelta(1)), TooEarly),
        ((consult(CHILD),), agree(FIRST, day=TODAY + timedelta(1)), InTheFuture),
        ((), consult(CHILD, day=TODAY + timedelta(1)), InTheFuture),
        (AGREED, consult(CHILD, PARENT), NothingProposed),
        (AGREED, agree(FIRST, day=MAY - timedelta(1), target=85), TooEarly),
        ((*AGREED, words(SECOND)), agree(SECOND), NotConsulted),
        ((), take_back, NothingToTakeBack),
        ((*AGREED, take_back, take_back), take_back, NothingToTakeBack),
    ],
)
def test_a_step_that_may_not_follow_is_refused(
    moves: tuple[Move, ...], refused: Move, why: type[HeardError]
) -> None:
    living = after(*moves)

    with pytest.raises(why):
        refused(living)


@pytest.mark.parametrize(("target", "difference"), [(0, 5), (101, 5), (None, 5), (75, 0), (75, 51)])
def test_no_target_and_no_impossible_target_is_agreed(target: int | None, difference: int) -> None:
    with pytest.raises(ValidationError):
        Agreed.model_validate(
            {
                "by": "UQUINN",
                "noted": TODAY,
                "text": FIRST,
                "target": target,
                "important_difference": difference,
                "agreement": {"day": MAY, "minute": "Item 4"},
            }
        )


@pytest.mark.parametrize("missing", ["with_whom", "how", "changed", "day"])
def test_a_consultation_says_with_whom_how_and_what_changed(missing: str) -> None:
    whole = {"day": MAY, "with_whom": ["child"], "how": "A group.", "changed": "Nothing."}
    empty: object = [] if missing == "with_whom" else ""

    with pytest.raises(ValidationError):
        Consultation.model_validate({**whole, missing: empty})


def test_only_those_whom_it_is_about_are_consulted() -> None:
    with pytest.raises(ValidationError, match="with_whom"):
        consult(Perspective.AUDIT)(a_draft())


def test_what_was_agreed_in_may_holds_from_that_day_on_and_not_before() -> None:
    living = after(*AGREED)

    assert living.agreed_on(MAY - timedelta(1)) is None
    agreed = living.agreed_on(MAY)
    assert agreed is not None
    assert agreed.target == 80


def test_other_words_and_targets_each_hold_for_their_time() -> None:
    june = date(2026, 5, 30)
    living = after(
        *AGREED,
        agree(FIRST, day=date(2026, 5, 20), target=85, minute="Item 5"),
        words(SECOND),
        consult(CHILD, PARENT),
        agree(SECOND, day=june, target=70),
    )

    told = [living.agreed_on(day) for day in (MAY, date(2026, 5, 25), june)]
    assert [(one.text, one.target) for one in told if one] == [
        (FIRST, 80),
        (FIRST, 85),
        (SECOND, 70),
    ]
    assert [one.state for one in living.rounds] == [State.REPLACED, State.AGREED]


def test_a_new_target_can_be_agreed_while_other_words_are_proposed() -> None:
    living = after(*AGREED, words(SECOND), agree(FIRST, target=85, minute="Item 9"))

    assert living.state is State.PROPOSED
    assert [one.target for one in living.agreements] == [80, 85]


def test_words_changed_after_the_consultation_are_said_to_be() -> None:
    assert not after(words(SECOND), consult(CHILD)).now.is_changed
    assert after(consult(CHILD), words(SECOND)).now.is_changed
    assert not after(consult(CHILD), words(SECOND), consult(PARENT)).now.is_changed


def test_the_same_step_twice_is_one_step() -> None:
    once = after(words(SECOND), consult(CHILD), agree(SECOND))
    twice = after(words(SECOND), words(SECOND), consult(CHILD), consult(CHILD), agree(SECOND))

    assert twice == once == agree(SECOND)(once)


def test_what_was_taken_back_stays_to_be_seen() -> None:
    living = after(*AGREED, take_back)

    assert living.agreements == ()
    assert [step.kind for step in living.steps] == ["consulted", "agreed", "taken_back"]


def test_a_childrens_version_changes_nothing_that_was_agreed() -> None:
    living = after(*AGREED)

    told = living.reworded(
        Wording(text=FIRST, for_children="I am safe at home."), by="UQUINN", today=TODAY
    )

    assert told.state is State.AGREED
    assert told.wording_on(TODAY, FIRST).for_children == "I am safe at home."


MOVES = st.sampled_from(
    [
        *(words(text) for text in (FIRST, SECOND, THIRD)),
        *(consult(who) for who in (CHILD, PARENT, PRACTITIONER)),
        *(agree(text, target=target) for text in (FIRST, SECOND, THIRD) for target in (70, 80)),
        take_back,
    ]
)


@given(st.lists(MOVES, max_size=14))
def test_no_wording_is_ever_lost_and_nothing_is_agreed_without_the_family(
    moves: list[Move],
) -> None:
    living, seen = a_draft(), [FIRST]
    for move in moves:
        try:
            moved = move(living)
        except HeardError:
            continue
        assert moved.steps[: len(living.steps)] == living.steps
        living = moved
        seen.append(living.wording.text)

    kept = {living.start.text, *(one.wording.text for one in living.steps if one.kind == "worded")}
    assert kept == set(seen)
    for one in living.rounds:
        assert not one.agreed or one.with_whom & {CHILD, PARENT}
    assert LivingStatement.model_validate_json(living.model_dump_json()) == living
