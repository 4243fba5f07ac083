"""How much the net misses is estimated from what people read, or not said at all."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.disclosure.suppression import Band, Count, Percentage, Protected
from analysis.figures.net_measures import process_count, recall_of
from surveys.concern import Concern, acknowledge, decide
from surveys.periods import Period
from surveys.unflagged import Reading, Unflagged, weekly_sample, with_reading
from surveys.values import PersonId
from surveys.working_time import WorkingHours
from tests.surveys.test_concern import TOLD, a_concern, an_outcome

DAWN = PersonId("UDAWN")
LONDON = ZoneInfo("Europe/London")
THIS_WEEK = date(2026, 9, 8)
LAST_WEEK = date(2026, 9, 1)


def passed(number: int, day: date = LAST_WEEK) -> list[Unflagged]:
    return [
        Unflagged(
            id=f"{day} {one}",
            door="comment",
            refers_to=f"filling {one}",
            kept_in=f"response {one}",
            field="why",
            caption="Why?",
            day=day,
        )
        for one in range(number)
    ]


def read(texts: list[Unflagged], missed: int, size: int) -> list[Unflagged]:
    """The week with its sample read, *missed* of it to be raised."""
    drawn = [one.id for one in weekly_sample(texts, size)]
    readings = {
        name: Reading(by=DAWN, day=THIS_WEEK, missed=place < missed)
        for place, name in enumerate(drawn)
    }
    return [with_reading(one, readings[one.id]) if one.id in readings else one for one in texts]


def decided(number: int, *, rightly: bool = True, late: bool = False) -> list[Concern]:
    at = TOLD + timedelta(hours=5 if late else 1)
    return [
        decide(acknowledge(a_concern(id=f"{one}"), DAWN, at), an_outcome(rightly=rightly))
        for one in range(number)
    ]


def test_recall_is_estimated_from_the_sample_with_its_interval() -> None:
    week = read(passed(100), missed=1, size=20)

    found = recall_of(decided(15), week, THIS_WEEK, size=20)

    assert found is not None
    assert (found.found, found.unflagged, found.sampled, found.missed) == (15, 100, 20, 1)
    assert found.estimate == pytest.approx(15 / (15 + 5))
    assert 0.3 < found.lower < found.estimate < found.upper < 1


def test_nothing_missed_is_no_proof_that_all_is_found() -> None:
    found = recall_of(decided(15), read(passed(100), missed=0, size=20), THIS_WEEK, size=20)

    assert found is not None
    assert found.estimate == 1
    assert found.lower < 0.7


@pytest.mark.parametrize(
    ("concerns", "sampled"),
    [(decided(4), 20), (decided(5), 19), (decided(20, rightly=False), 20), ([a_concern()] * 9, 20)],
)
def test_too_few_are_not_estimated_from(concerns: list[Concern], sampled: int) -> None:
    assert recall_of(concerns, read(passed(100), 1, sampled), THIS_WEEK, size=sampled) is None


def test_the_running_week_has_no_sample_yet() -> None:
    running = read(passed(100, THIS_WEEK), missed=1, size=20)

    assert recall_of(decided(9), running, THIS_WEEK, size=20) is None


def test_the_sample_of_a_week_is_always_the_same_and_cannot_be_chosen() -> None:
    week = passed(100)
    drawn = weekly_sample(week, 20)

    assert weekly_sample(week[::-1], 20) == drawn
    assert weekly_sample(drawn, 20) == drawn
    assert drawn != week[:20]


def test_the_process_count_passes_the_suppression_gate() -> None:
    quarter, hours = Period.parse("2026-Q3"), WorkingHours()

    few = process_count(decided(4), quarter, LONDON, hours)
    many = process_count([*decided(20), *decided(10, late=True)], quarter, LONDON, hours)
    elsewhere = process_count(decided(20), Period.parse("2026-Q2"), LONDON, hours)

    assert isinstance(few.raised, Protected)
    assert isinstance(few.in_time, Protected)
    assert many.raised == Count(number=30)
    assert isinstance(many.in_time, Percentage)
    assert many.in_time.percent == 67
    assert isinstance(many.rightly, Band | Percentage)
    assert isinstance(elsewhere.raised, Protected)
