"""The quarters of the synthetic year, when its waves run, and on which days people answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.demo.plan import QUARTERS
from surveys.periods import Period

SATURDAY = 5
MIDDLE_OF_MONTH = 15
DAYS_OPEN = 21
DAYS_SINCE_INVITED = 6  # of the pulse that is open on the last day of the year
DAYS_UNTIL_ANSWERED = 5  # on average, where people are invited and reminded


@dataclass(frozen=True)
class Quarter:
    """*place* is 0 for the running quarter, -1 for the last full one, and so on."""

    period: Period
    place: int
    until: date

    @property
    def whole(self) -> "Span":
        return Span(self.period.first_day, self.period.last_day, self.until)

    @property
    def elapsed(self) -> float:
        """How much of it has passed, from 0 to 1; the last day of the year counts."""
        length = (self.period.last_day - self.period.first_day).days + 1
        passed = (self.whole.last_answer - self.period.first_day).days + 1
        return passed / length

    def weeks_from(self, earliest: date) -> "Span":
        """Three weeks from the first Monday that is not before *earliest*."""
        opens = earliest + timedelta(days=-earliest.weekday() % 7)
        return Span(opens, opens + timedelta(days=DAYS_OPEN - 1), self.until)

    def month(self, number: int, day: int = 1) -> date:
        """This day of its first, second or third month."""
        first = self.period.first_day
        return date(first.year, first.month + number - 1, day)


@dataclass(frozen=True)
class Span:
    """From when to when a wave runs, both days included; nobody answers after *until*."""

    opens: date
    closes: date
    until: date

    @property
    def last_answer(self) -> date:
        return min(self.closes, self.until)

    @property
    def is_open(self) -> bool:
        return self.closes >= self.until


def quarters(until: date) -> tuple[Quarter, ...]:
    """Four full quarters before *until* and the running one, oldest first."""
    period = Period.quarter_of(until)
    found: list[Quarter] = []
    for place in range(QUARTERS):
        found.append(Quarter(period, -place, until))
        period = period.previous
    return tuple(reversed(found))


def pulse_span(quarter: Quarter) -> Span:
    """From the middle of the quarter; in the running one it was opened a few days ago."""
    if quarter.place < 0:
        return quarter.weeks_from(quarter.month(2, MIDDLE_OF_MONTH))
    invited = quarter.until - timedelta(days=DAYS_SINCE_INVITED)
    opens = max(quarter.period.first_day, invited)
    return Span(opens, opens + timedelta(days=DAYS_OPEN - 1), quarter.until)


def early_days(span: Span, count: int, rng: Random) -> list[date]:
    """Days on which people answer who were invited: most soon, some late."""
    days = working_days(span)
    often = [0.5 ** (place / DAYS_UNTIL_ANSWERED) for place in range(len(days))]
    return rng.choices(days, often, k=count)


def even_days(span: Span, count: int, rng: Random) -> list[date]:
    """Days on which workers meet children and parents: any working day."""
    return rng.choices(working_days(span), k=count)


def working_days(span: Span) -> Sequence[date]:
    """Monday to Friday; the first day if there is no other yet."""
    length = (span.last_answer - span.opens).days + 1
    days = [span.opens + timedelta(days=passed) for passed in range(length)]
    return [day for day in days if day.weekday() < SATURDAY] or [span.opens]
