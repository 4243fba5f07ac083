"""How long what is kept is kept: the rules as data, and what is due to go on a day.

Nothing here deletes. A person reads the plan and runs it, or the board has it run every month.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, TypeAlias

from pydantic import Field

from surveys.concern import Concern, Settled
from surveys.hold import Hold, Lot, is_held, is_wave_held
from surveys.periods import Period
from surveys.values import Kept, Line, Value, WaveId
from surveys.voice import Voice
from surveys.wave import Wave

MONTHS_TO_THE_PAPER = 3  # a quarter's paper counts as made at the end of the quarter after it
MONTHS_TO_REVIEW = 3  # so long before they go, voices are listed for a person
MONTHS_IN_A_YEAR = 12


class Runs(StrEnum):
    BY_HAND = "by hand"
    MONTHLY = "monthly"


class Retention(Value):
    """Months, counted for comments from the quarter's paper on, for the others from its end on.

    *linked_keys* count from the end of a series' last wave on: then the series is closed.
    *concerns* count from the day on which a person settled one. *dead_letters* are days since a
    message was last tried. *run* says who lets go of what is due: a person, or Heard each month.
    """

    run: Runs = Runs.BY_HAND
    comments: Annotated[int, Field(ge=1, le=36)] = 12
    answers: Annotated[int, Field(ge=12, le=84)] = 24
    voices: Annotated[int, Field(ge=6, le=84)] = 24
    concerns: Annotated[int, Field(ge=12, le=1200)] = 24
    linked_keys: Annotated[int, Field(ge=3, le=36)] = 12
    dead_letters: Annotated[int, Field(ge=1, le=365)] = 30

    def comments_until(self, quarter: Period) -> date:
        """The last day on which they are kept; they never outlive the answers."""
        after_paper = after(quarter.last_day, MONTHS_TO_THE_PAPER + self.comments)
        return min(after_paper, self.answers_until(quarter))

    def answers_until(self, quarter: Period) -> date:
        return after(quarter.last_day, self.answers)

    def voices_until(self, quarter: Period) -> date:
        return after(quarter.last_day, self.voices)

    def until(self, kept: Voice | Concern) -> date:
        """The last day; a concern that is open never goes."""
        if isinstance(kept, Voice):
            return self.voices_until(_quarter(kept))
        settled = kept.state
        return after(settled.at.date(), self.concerns) if isinstance(settled, Settled) else date.max


class KeptOn(Kept):
    """A person has looked at the voice or concern of this id and keeps it on, for a reason."""

    kind: ClassVar[str] = "kept_on"

    until: date
    reason: Line
    by: Line


Reviewed: TypeAlias = Voice | Concern


@dataclass(frozen=True)
class Plan:
    """What is due. *closing* are quarters whose figures are kept before anything of them goes.

    *reviewed* are voices and concerns that nobody keeps on; *to_review* those that go within three
    months unless a person does. *held* and *held_reviewed* were due too, but for a hold, or for a
    concern about them that is open. *over* are
    waves of which who was asked goes too, because no answer of them is left.
    """

    comments: tuple[Lot, ...] = ()
    answers: tuple[Lot, ...] = ()
    over: tuple[WaveId, ...] = ()
    reviewed: tuple[Reviewed, ...] = ()
    to_review: tuple[Reviewed, ...] = ()
    held: tuple[Lot, ...] = ()
    held_reviewed: tuple[Reviewed, ...] = ()
    closing: tuple[Period, ...] = ()


@dataclass(frozen=True)
class WhatIsKept:
    """All that the rules look at. *lots* are as the store counts them."""

    lots: Sequence[Lot] = ()
    waves: Sequence[Wave] = ()
    reviewed: Sequence[Reviewed] = ()
    kept_on: Sequence[KeptOn] = ()
    holds: Sequence[Hold] = ()


def plan(rules: Retention, kept: WhatIsKept, today: date) -> Plan:
    """What is due on this day, the oldest first, and what of it is held."""
    lots = sorted(kept.lots, key=_place)
    answers = [lot for lot in lots if rules.answers_until(lot.quarter) < today]
    comments = [
        lot
        for lot in lots
        if lot.with_words and lot not in answers and rules.comments_until(lot.quarter) < today
    ]
    free = {lot: not is_held(lot, kept.holds) for lot in (*comments, *answers)}
    staying = {one.id for one in kept.kept_on if one.until >= today}
    others = [one for one in kept.reviewed if one.id not in staying]
    old = [one for one in others if rules.until(one) < today]
    soon = after(today, MONTHS_TO_REVIEW)
    open_about = {
        one.refers_to for one in kept.reviewed if isinstance(one, Concern) and one.is_open
    }
    held = [one for one in old if is_held(one, kept.holds) or one.id in open_about]
    going = [lot for lot in answers if free[lot]]
    quarters = [lot.quarter for lot, is_free in free.items() if is_free]
    quarters += [_quarter(one) for one in old if one not in held]
    return Plan(
        comments=tuple(lot for lot in comments if free[lot]),
        answers=tuple(going),
        over=tuple(_over(rules, kept, going, today)),
        reviewed=tuple(one for one in old if one not in held),
        to_review=tuple(one for one in others if today <= rules.until(one) < soon),
        held=tuple(lot for lot, is_free in free.items() if not is_free),
        held_reviewed=tuple(held),
        closing=_closing(quarters, today),
    )


def closed_series(waves: Sequence[Wave], rules: Retention, today: date) -> tuple[Wave, ...]:
    """The waves of linked series of which none has run for so long that no other is expected."""
    last: dict[str, date] = {}
    for wave in waves:
        if wave.series:
            last[wave.series] = max(last.get(wave.series, date.min), wave.last_day)
    return tuple(
        wave
        for wave in waves
        if wave.series and after(last[wave.series], rules.linked_keys) < today
    )


def after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    first = date(day.year + years, month + 1, 1)
    next_first = date(
        first.year + first.month // MONTHS_IN_A_YEAR, first.month % MONTHS_IN_A_YEAR + 1, 1
    )
    return first.replace(day=min(day.day, (next_first - first).days))


def _over(
    rules: Retention, kept: WhatIsKept, going: Sequence[Lot], today: date
) -> Iterator[WaveId]:
    left = {lot.wave for lot in kept.lots if lot not in going}
    for wave in kept.waves:
        is_old = rules.answers_until(Period.quarter_of(wave.last_day)) < today
        if is_old and wave.id not in left and not is_wave_held(wave.id, kept.holds):
            yield wave.id


def _closing(quarters: Iterable[Period], today: date) -> tuple[Period, ...]:
    """Those, and after each the next, which is compared with it; none that still runs."""
    found = {str(one): one for quarter in quarters for one in (quarter, quarter.next)}
    return tuple(one for _, one in sorted(found.items()) if one.last_day < today)


def _quarter(kept: Reviewed) -> Period:
    return Period.quarter_of(kept.day)


def _place(lot: Lot) -> tuple[date, str, str]:
    return lot.quarter.first_day, lot.wave, lot.content_area or ""
