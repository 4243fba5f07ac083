"""Texts that the net did not flag: a person reads them too, and some of each week are the measure.

The net never says that there is no concern. Every week a sample of what it passed is drawn, always
the same for the same week, so that how much it misses is measured and not believed.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from surveys.concern import Door
from surveys.values import Kept, Line, PersonId, Value

TO_READ = "to read"
READ = "read"


class Reading(Value):
    """*missed*: whether this should have been flagged; then it is raised as a concern."""

    by: PersonId
    day: date
    missed: bool


class Unflagged(Kept):
    """A pointer to a text in the response or voice *kept_in*.

    *refers_to* is what a concern about it would refer to; *text* is there only where the words are
    kept nowhere else.
    """

    kind: ClassVar[str] = "unflagged"

    door: Door
    refers_to: str
    kept_in: str
    field: str
    caption: Line
    day: date
    text: str | None = None
    reading: Reading | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return (READ if self.reading else TO_READ, in_week(self.day))


def in_week(day: date) -> str:
    """The label of texts of one week, as in 'week 2026-36'."""
    year, week, _ = day.isocalendar()
    return f"week {year}-{week:02}"


def with_reading(unflagged: Unflagged, reading: Reading) -> Unflagged:
    """Read by a person. Words that are kept nowhere else are let go with it."""
    return unflagged.model_copy(update={"reading": reading, "text": None})


def weekly_sample(of_week: Sequence[Unflagged], size: int) -> list[Unflagged]:
    """*size* texts of one week: by lot, and always the same ones once the week is over.

    Nobody can choose them, and those that were drawn stay drawn when others are let go.
    """
    return sorted(of_week, key=_lot)[:size]


def _lot(one: Unflagged) -> bytes:
    return hashlib.sha256(f"sample of {in_week(one.day)}: {one.id}".encode()).digest()
