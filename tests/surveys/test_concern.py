"""The life of a concern: its clocks, its course, and who wrote it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from surveys.concern import (
    Concern,
    Door,
    Level,
    NoAction,
    Outcome,
    Passage,
    Route,
    SealedWriter,
    Urgency,
    acknowledge,
    ask_who,
    break_glass,
    decide,
    due_at,
    escalated,
    is_overdue,
    levels_due,
    routes_of,
    settle,
    was_in_time,
)
from surveys.errors import AcknowledgedBefore, NotAcknowledged, NotDecided, TwoPeopleNeeded
from surveys.safety_net import acknowledgement
from surveys.values import PersonId
from surveys.working_time import WorkingHours

LONDON = ZoneInfo("Europe/London")
HOURS = WorkingHours()
TOLD = datetime(2026, 9, 1, 10, 0, tzinfo=LONDON)
DAWN, DEV = PersonId("UDAWN"), PersonId("UDEV")


def a_concern(**changes: Any) -> Concern:
    usual: dict[str, Any] = {
        "id": "one",
        "door": Door.COMMENT,
        "refers_to": "a filling",
        "passages": (Passage(field="why", caption="Why?", text="He hits me.", why=((3, 10),)),),
        "categories": ("physical",),
        "urgency": Urgency.SAME_DAY,
        "net": "rules-1",
        "day": date(2026, 9, 1),
        "told_at": TOLD,
    }
    return Concern(**usual | changes)


def an_outcome(**changes: Any) -> Outcome:
    usual: dict[str, Any] = {
        "done": NoAction(why="It is known and acted on."),
        "rightly": True,
        "by": DAWN,
        "at": TOLD + timedelta(hours=1),
    }
    return Outcome(**usual | changes)


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        (Urgency.IMMEDIATE, datetime(2026, 9, 1, 10, 15, tzinfo=LONDON)),
        (Urgency.SAME_DAY, datetime(2026, 9, 1, 12, 0, tzinfo=LONDON)),
        (Urgency.REVIEW, datetime(2026, 9, 2, 10, 0, tzinfo=LONDON)),
    ],
)
def test_each_urgency_has_its_clock(urgency: Urgency, due: datetime) -> None:
    concern = a_concern(urgency=urgency)

    assert due_at(concern, LONDON, HOURS) == due
    assert not is_overdue(concern, due - timedelta(seconds=1), LONDON, HOURS)
    assert is_overdue(concern, due, LONDON, HOURS)


@pytest.mark.parametrize(
    "night", [datetime(2026, 3, 29, 0, 50, tzinfo=UTC), datetime(2026, 10, 25, 0, 50, tzinfo=UTC)]
)
def test_fifteen_minutes_are_fifteen_minutes_when_the_clocks_change(night: datetime) -> None:
    concern = a_concern(urgency=Urgency.IMMEDIATE, told_at=night.astimezone(LONDON))

    assert due_at(concern, LONDON, HOURS).astimezone(UTC) == night + timedelta(minutes=15)


def test_each_time_the_clock_runs_out_one_level_more_is_told() -> None:
    concern = a_concern(urgency=Urgency.IMMEDIATE)
    at = [TOLD + timedelta(minutes=minutes) for minutes in (14, 15, 30, 45)]

    assert [levels_due(concern, now, LONDON, HOURS) for now in at] == [
        (),
        (Level.DEPUTY,),
        (Level.DEPUTY, Level.DUTY_MANAGER),
        (Level.DEPUTY, Level.DUTY_MANAGER, Level.FALLBACK),
    ]
    after = escalated(concern, Level.DEPUTY, at[1])
    assert levels_due(after, at[2], LONDON, HOURS) == (Level.DUTY_MANAGER,)
    assert levels_due(acknowledge(after, DAWN, at[2]), at[3], LONDON, HOURS) == ()


def test_of_two_who_acknowledge_the_second_learns_who_was_first() -> None:
    concern = acknowledge(a_concern(), DAWN, TOLD)

    assert acknowledge(concern, DAWN, TOLD + timedelta(hours=1)) == concern
    with pytest.raises(AcknowledgedBefore) as refused:
        acknowledge(concern, DEV, TOLD)
    assert refused.value.by == DAWN


def test_it_goes_its_way_step_by_step_and_its_words_come_back_last() -> None:
    concern = a_concern()
    with pytest.raises(NotAcknowledged):
        decide(concern, an_outcome())
    concern = acknowledge(concern, DAWN, TOLD)
    with pytest.raises(NotDecided):
        settle(concern, released=True, by=DAWN, now=TOLD)
    concern = decide(decide(concern, an_outcome()), an_outcome(by=DEV))
    assert [outcome.by for outcome in concern.outcomes] == [DAWN, DEV]
    assert concern.withholds

    released = settle(concern, released=True, by=DAWN, now=TOLD)
    assert not released.withholds
    assert not released.is_open
    assert settle(released, released=False, by=DEV, now=TOLD).withholds
    assert was_in_time(released, LONDON, HOURS)
    assert len(decide(released, an_outcome()).outcomes) == 3


@pytest.mark.parametrize(
    ("categories", "routes"),
    [
        ((), (Route.FRONT_DOOR,)),
        (("unread",), (Route.FRONT_DOOR,)),
        (("allegation_staff",), (Route.LADO,)),
        (("physical", "allegation_staff"), (Route.FRONT_DOOR, Route.LADO)),
        (
            ("fgm_hba", "radicalisation", "adult_risk"),
            (Route.FGM, Route.PREVENT, Route.ADULT_AT_RISK),
        ),
    ],
)
def test_every_category_has_its_route(
    categories: tuple[str, ...], routes: tuple[Route, ...]
) -> None:
    assert routes_of(categories) == routes


def test_who_wrote_it_opens_for_the_second_of_two_within_a_day() -> None:
    sealed = SealedWriter(id="one", person=PersonId("UANNA"))
    with pytest.raises(TwoPeopleNeeded):
        break_glass(sealed, DAWN, TOLD)
    asked = ask_who(sealed, DAWN, TOLD)
    with pytest.raises(TwoPeopleNeeded):
        break_glass(asked, DAWN, TOLD)
    with pytest.raises(TwoPeopleNeeded):
        break_glass(asked, DEV, TOLD + timedelta(hours=24, seconds=1))

    opened = break_glass(asked, DEV, TOLD + timedelta(hours=24))
    assert opened.asked is None  # whoever is next asks first again


def test_figures_know_of_a_concern_only_that_it_was_there_and_whether_its_clock_was_kept() -> None:
    waiting = a_concern()
    due = due_at(waiting, LONDON, HOURS)
    in_time = acknowledge(waiting, DAWN, due)
    late = acknowledge(waiting, DAWN, due + timedelta(seconds=1))

    assert acknowledgement(waiting, due - timedelta(seconds=1), LONDON, HOURS) is None
    for concern, kept in ((waiting, False), (in_time, True), (late, False)):
        told = acknowledgement(concern, due, LONDON, HOURS)
        assert told
        assert told.model_dump() == {
            "concern": "one",
            "content_area": None,
            "day": date(2026, 9, 1),
            "in_time": kept,
        }
