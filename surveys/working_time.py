"""When the board works: its hours, weekends and the bank holidays of England.

The one module that knows the holidays package. Sums are made in real time, so an hour is an hour on
the nights when the clocks change too.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from surveys.values import Value

SATURDAY = 5


class WorkingHours(Value):
    """*closed* are days on which the board is closed beside weekends and bank holidays."""

    begin: time = time(9)
    end: time = time(17)
    closed: frozenset[date] = Field(default_factory=frozenset)

    @model_validator(mode="after")
    def _end_after_they_begin(self) -> Self:
        if self.end <= self.begin:
            raise ValueError("working hours end after they begin")
        if self.begin.tzinfo or self.end.tzinfo:
            raise ValueError("working hours are in the board's own time zone")
        return self

    @property
    def of_a_day(self) -> timedelta:
        return datetime.combine(date.min, self.end) - datetime.combine(date.min, self.begin)


ORDINARY = WorkingHours()


def is_working_day(day: date, hours: WorkingHours = ORDINARY) -> bool:
    return day.weekday() < SATURDAY and day not in hours.closed and day not in _holidays(day.year)


def is_working_time(moment: datetime, zone: ZoneInfo, hours: WorkingHours = ORDINARY) -> bool:
    """Whether the board works at this moment (aware)."""
    local = moment.astimezone(zone)
    begin, end = _hours_on(local.date(), zone, hours)
    return is_working_day(local.date(), hours) and begin <= moment < end


def add_working_days(day: date, number: int, hours: WorkingHours = ORDINARY) -> date:
    """The working day that comes *number* working days after *day*; the day itself never counts."""
    days = _working_days(day + timedelta(days=1), hours)
    for _ in range(number):
        day = next(days)
    return day


def add_working_hours(
    moment: datetime, by: timedelta, zone: ZoneInfo, hours: WorkingHours = ORDINARY
) -> datetime:
    """When the board will have worked that long after *moment*. In UTC.

    What comes in at night counts from the next morning; what would be due at the very end of a day
    is due then, and not the next morning.
    """
    left = by
    for day in _working_days(moment.astimezone(zone).date(), hours):
        begin, end = _hours_on(day, zone, hours)
        begin = max(begin, moment.astimezone(UTC))
        if begin >= end:
            continue
        if begin + left <= end:
            return begin + left
        left -= end - begin
    raise AssertionError  # there is always another working day


def _working_days(first: date, hours: WorkingHours) -> Iterator[date]:
    day = first
    while True:
        if is_working_day(day, hours):
            yield day
        day += timedelta(days=1)


def _hours_on(day: date, zone: ZoneInfo, hours: WorkingHours) -> tuple[datetime, datetime]:
    return (
        datetime.combine(day, hours.begin, zone).astimezone(UTC),
        datetime.combine(day, hours.end, zone).astimezone(UTC),
    )


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    """England's bank holidays. The package is slow to import, so only where a day is asked for."""
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
