"""What must not be deleted, whatever is due: a legal hold until it is lifted, and open concerns.

A hold stops deletion by schedule and at somebody's own wish. It does not keep pseudonym keys, nor
what nobody has sent: when a wave opened, it was promised that these go.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import ClassVar, Self, TypeAlias

from pydantic import model_validator

from surveys.answering import Response
from surveys.concern import Concern, in_filling
from surveys.errors import OnHold
from surveys.periods import Period
from surveys.values import AreaId, Kept, Line, ResponseId, Value, WaveId
from surveys.voice import Voice


class Lot(Value):
    """The responses of one wave, quarter and content area: what goes, goes lot by lot.

    *responses* counts them, *with_words* those with a comment. What is held one by one is not
    counted.
    """

    wave: WaveId
    quarter: Period
    content_area: AreaId | None = None
    responses: int = 0
    with_words: int = 0


Holdable: TypeAlias = Lot | Response | Voice | Concern


class Hold(Kept):
    """*content_area*, *wave*, *quarter* or *responses* says what it holds; none of them: all.

    A content area is held with what is about none in particular, because that may be about it.
    """

    kind: ClassVar[str] = "hold"

    content_area: AreaId | None = None
    wave: WaveId | None = None
    quarter: Period | None = None
    responses: tuple[ResponseId, ...] = ()
    reason: Line
    by: Line
    since: date
    lifted: date | None = None

    @model_validator(mode="after")
    def _holds_one_thing(self) -> Self:
        if len([one for one in self._scopes if one]) > 1:
            raise ValueError("a hold is on one thing; add another for another")
        return self

    @property
    def is_on(self) -> bool:
        return self.lifted is None

    @property
    def is_on_everything(self) -> bool:
        return self.is_on and not any(self._scopes)

    def covers(self, what: Holdable) -> bool:
        if not self.is_on:
            return False
        if self.responses:
            return isinstance(what, Response) and what.id in self.responses
        if self.wave:
            return isinstance(what, Lot | Response) and what.wave == self.wave
        if self.quarter:
            return _quarter(what) == self.quarter
        areas = _areas(what)
        return self.content_area is None or not areas or self.content_area in areas

    @property
    def _scopes(self) -> tuple[object, ...]:
        return self.content_area, self.wave, self.quarter, self.responses


HOLDABLE = frozenset({Voice.kind, Concern.kind})  # of what has an id of its own


def is_held(what: Holdable, holds: Iterable[Hold]) -> bool:
    return any(hold.covers(what) for hold in holds)


def held_one_by_one(holds: Iterable[Hold]) -> frozenset[ResponseId]:
    """Responses that stay when others of their lot go."""
    return frozenset(name for hold in holds if hold.is_on for name in hold.responses)


def under_concern(concerns: Iterable[Concern], quarter: Period) -> frozenset[str]:
    """What open concerns refer to that could be a filling of responses of this quarter.

    A concern is raised when a text is written, so at most a quarter or so before it is sent, or
    read by a person after it was. See `in_filling`.
    """
    near = (quarter.previous, quarter, quarter.next)
    return frozenset(
        one.refers_to for one in concerns if one.is_open and Period.quarter_of(one.day) in near
    )


def refuse_held(
    wanted: Iterable[Value], holds: Iterable[Hold], concerns: Iterable[Concern]
) -> None:
    """Raises OnHold if any of what is to be deleted is held. What can't be held never is."""
    on = [hold for hold in holds if hold.is_on]
    open_about = {one.refers_to for one in concerns if one.is_open}
    for one in wanted:
        if isinstance(one, Holdable) and (is_held(one, on) or _has_concern(one, open_about)):
            raise OnHold


def is_wave_held(wave: WaveId, holds: Iterable[Hold]) -> bool:
    """Whether who was asked in this wave must stay."""
    return any(hold.is_on_everything or (hold.is_on and hold.wave == wave) for hold in holds)


def _has_concern(what: Holdable, open_about: Collection[str]) -> bool:
    """Whether a concern about it, or it as a concern, is open."""
    match what:
        case Concern():
            return what.is_open
        case Voice():
            return what.id in open_about
        case Response():
            return in_filling(what.wave, what.respondent) in open_about
        case Lot():
            return False  # what is open is passed over, one by one


def _quarter(what: Holdable) -> Period:
    return what.quarter if isinstance(what, Lot) else Period.quarter_of(what.day)


def _areas(what: Holdable) -> tuple[AreaId, ...]:
    if isinstance(what, Voice):
        return what.content_areas
    return () if what.content_area is None else (what.content_area,)
