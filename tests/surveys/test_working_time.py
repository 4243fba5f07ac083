"""When something is due, where the board is, over weekends, holidays and clock changes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.working_time import (
    WorkingHours,
    add_working_days,
    add_working_hours,
    is_working_day,
    is_working_time,
)

LONDON = ZoneInfo("Europe/London")
TWO_HOURS = timedelta(hours=2)
A_DAY = WorkingHours().of_a_day


def at(text: str) -> datetime:
    """A moment where the board is."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2026-09-01 10:00", "2026-09-01 12:00"),
        ("2026-09-01 15:00", "2026-09-01 17:00"),  # the very end of the day is still the day
        ("2026-09-01 16:00", "2026-09-02 10:00"),
        ("2026-09-01 17:00", "2026-09-02 11:00"),
        ("2026-09-01 03:00", "2026-09-01 11:00"),
        ("2026-09-04 16:30", "2026-09-07 10:30"),  # over a weekend
        ("2026-08-28 16:30", "2026-09-01 10:30"),  # over the August bank holiday
        ("2026-12-24 16:00", "2026-12-29 10:00"),  # Boxing Day is a Saturday, so Monday is one too
        ("2026-12-31 16:30", "2027-01-04 10:30"),
        ("2026-03-27 16:30", "2026-03-30 10:30"),  # the clocks go forward in between
        ("2026-10-23 16:30", "2026-10-26 10:30"),  # and back
    ],
)
def test_two_working_hours_are_counted_where_and_when_the_board_works(told: str, due: str) -> None:
    assert add_working_hours(at(told), TWO_HOURS, LONDON) == at(due)


def test_a_working_day_is_as_long_as_the_board_works_in_a_day() -> None:
    assert add_working_hours(at("2026-09-01 11:00"), A_DAY, LONDON) == at("2026-09-02 11:00")
    assert add_working_hours(at("2026-09-05 11:00"), A_DAY, LONDON) == at("2026-09-07 17:00")


@pytest.mark.parametrize(
    ("from_day", "number", "due"),
    [
        (date(2026, 9, 1), 1, date(2026, 9, 2)),
        (date(2026, 9, 4), 1, date(2026, 9, 7)),
        (date(2026, 9, 5), 1, date(2026, 9, 7)),
        (date(2026, 12, 10), 20, date(2027, 1, 12)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 9, 1), 0, date(2026, 9, 1)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(
    from_day: date, number: int, due: date
) -> None:
    assert add_working_days(from_day, number) == due


def test_the_board_has_closing_days_of_its_own() -> None:
    hours = WorkingHours(closed={date(2026, 9, 2)})

    assert not is_working_day(date(2026, 9, 2), hours)
    assert add_working_days(date(2026, 9, 1), 1, hours) == date(2026, 9, 3)


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        ("2026-07-01 09:00", True),
        ("2026-07-01 08:59", False),
        ("2026-07-01 16:59", True),
        ("2026-07-01 17:00", False),
        ("2026-07-04 12:00", False),
        ("2026-12-28 12:00", False),
    ],
)
def test_working_time_is_local_time(moment: str, *, works: bool) -> None:
    assert is_working_time(at(moment), LONDON) is works


def test_hours_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="end after they begin"):
        WorkingHours(begin=time(17), end=time(9))
