"""A concern: a text that may disclose harm, on its way to the designated lead.

Told → acknowledged → decided (what was done) → settled (whether its words go back into analysis).
Every change is a function from a concern to the next, or an error. Nothing here ever says that a
text is *not* a concern: a person does, by an outcome. Who wrote it is sealed apart.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field

from surveys.errors import (
    AcknowledgedBefore,
    NotAcknowledged,
    NotDecided,
    TwoPeopleNeeded,
)
from surveys.ids import derived
from surveys.values import (
    AreaId,
    Kept,
    Line,
    Paragraph,
    PersonId,
    Respondent,
    Value,
    WaveId,
)
from surveys.working_time import WorkingHours, add_working_hours

AT_ONCE = timedelta(minutes=15)  # real time, at night too
WITHIN_HOURS = timedelta(hours=2)  # of work
BREAK_GLASS_WITHIN = timedelta(hours=24)  # of the first of two who ask
FOUND_BY_READING = "found_by_reading"  # the category of what a person found and the net had not
WAITING = "waiting"  # the label of those that nobody has acknowledged


class Door(StrEnum):
    """How a text came in."""

    COMMENT = "comment"
    VOICE = "voice"
    MESSAGE = "message"
    IMPORT = "import"
    BOARD_TEXT = "board_text"  # what the board's own people write: a reason, a text of a paper


class Urgency(StrEnum):
    IMMEDIATE = "immediate"
    SAME_DAY = "same_day"
    REVIEW = "review"


class Route(StrEnum):
    """Whom it goes to outside the board, by law or by guidance."""

    FRONT_DOOR = "front_door"
    LADO = "lado"  # an allegation against somebody who works with children
    FGM = "fgm"  # told to a regulated professional: a personal duty to tell the police
    PREVENT = "prevent"
    ADULT_AT_RISK = "adult_at_risk"


_ROUTES = {
    "allegation_staff": Route.LADO,
    "fgm_hba": Route.FGM,
    "radicalisation": Route.PREVENT,
    "adult_risk": Route.ADULT_AT_RISK,
}


class Reported(StrEnum):
    """What the writer said when asked whether it is reported already."""

    YES = "yes"
    NOT_YET = "not_yet"
    NOT_MEANT = "not_meant"


class Level(IntEnum):
    """Who is told when nobody has acknowledged in time, in this order."""

    DEPUTY = 1
    DUTY_MANAGER = 2
    FALLBACK = 3  # by the second way, without content


class Passage(Value):
    """Redacted words of one field. *why* are the places, from and to, of what led there."""

    field: str
    caption: Line
    text: Annotated[str, Field(min_length=1)]
    why: tuple[tuple[int, int], ...] = ()


class Escalation(Value):
    level: Level
    at: AwareDatetime


class Referred(Value):
    kind: Literal["referred"] = "referred"
    to: Line
    on: date


class AdviceGiven(Value):
    kind: Literal["advice"] = "advice"
    what: Paragraph


class NoAction(Value):
    kind: Literal["no_action"] = "no_action"
    why: Paragraph


Done = Annotated[Referred | AdviceGiven | NoAction, Field(discriminator="kind")]


class Outcome(Value):
    """What was done. *rightly* says whether a designated lead wanted to read this text that day."""

    done: Done
    rightly: bool
    by: PersonId
    at: AwareDatetime


class Told(Value):
    kind: Literal["told"] = "told"


class Acknowledged(Value):
    kind: Literal["acknowledged"] = "acknowledged"
    by: PersonId
    at: AwareDatetime


class Decided(Value):
    kind: Literal["decided"] = "decided"
    acknowledged: Acknowledged
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]


class Settled(Value):
    """*released*: whether its words may go back into analysis and quotes."""

    kind: Literal["settled"] = "settled"
    decided: Decided
    by: PersonId
    at: AwareDatetime
    released: bool


State = Annotated[Told | Acknowledged | Decided | Settled, Field(discriminator="kind")]


class Concern(Kept):
    """*refers_to* is the response, voice or message it was found in. Nothing in it names a writer.

    *written_by* is a keyed mark that one person alone has for this concern, so that whoever wrote
    it is never its handler. *hidden_from* are agencies whose people can't see that it exists.
    """

    kind: ClassVar[str] = "concern"

    door: Door
    refers_to: str
    passages: Annotated[tuple[Passage, ...], Field(min_length=1)]
    categories: tuple[str, ...]
    urgency: Urgency
    net: str  # its version
    day: date
    told_at: AwareDatetime
    content_area: AreaId | None = None
    hidden_from: tuple[Line, ...] = ()
    written_by: str | None = None
    reported: Reported | None = None
    told_to: tuple[PersonId, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    state: State = Told()

    @property
    def labels(self) -> tuple[str, ...]:
        found = [found_in(self.refers_to)]
        if isinstance(self.state, Told):
            found.append(WAITING)
        return tuple(found)

    @property
    def routes(self) -> tuple[Route, ...]:
        return routes_of(self.categories)

    @property
    def withholds(self) -> bool:
        """Whether its words are kept out of analysis and quotes."""
        return not (isinstance(self.state, Settled) and self.state.released)

    @property
    def acknowledged(self) -> Acknowledged | None:
        match self.state:
            case Told():
                return None
            case Acknowledged() as acknowledged:
                return acknowledged
            case Decided(acknowledged=acknowledged):
                return acknowledged
            case Settled(decided=decided):
                return decided.acknowledged

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        match self.state:
            case Told() | Acknowledged():
                return ()
            case Decided(outcomes=outcomes):
                return outcomes
            case Settled(decided=decided):
                return decided.outcomes

    @property
    def is_open(self) -> bool:
        return not isinstance(self.state, Settled)


def found_in(refers_to: str) -> str:
    """The label of concerns about one response, voice or message."""
    return f"in:{refers_to}"


def in_filling(wave: WaveId, respondent: Respondent) -> str:
    """What concerns refer to of one who answers in one wave, whether it is ever sent or not.

    It gives away neither the pseudonym nor the response, but is found again from either.
    """
    return derived("filling", wave, respondent)


def routes_of(categories: Iterable[str]) -> tuple[Route, ...]:
    """Every route that these categories ask for; the front door for all that has no own route."""
    found = [_ROUTES.get(category, Route.FRONT_DOOR) for category in categories]
    return tuple(sorted(set(found or [Route.FRONT_DOOR]), key=list(Route).index))


# Clocks


def due_at(concern: Concern, zone: ZoneInfo, hours: WorkingHours) -> datetime:
    """Until when somebody should have acknowledged it."""
    return _after(concern.urgency, concern.told_at, zone, hours)


def is_overdue(concern: Concern, now: datetime, zone: ZoneInfo, hours: WorkingHours) -> bool:
    return isinstance(concern.state, Told) and now >= due_at(concern, zone, hours)


def was_in_time(concern: Concern, zone: ZoneInfo, hours: WorkingHours) -> bool:
    acknowledged = concern.acknowledged
    return acknowledged is not None and acknowledged.at <= due_at(concern, zone, hours)


def levels_due(
    concern: Concern, now: datetime, zone: ZoneInfo, hours: WorkingHours
) -> tuple[Level, ...]:
    """Who must be told now, because the clock has run out as often as it takes to reach them."""
    if not isinstance(concern.state, Told):
        return ()
    reached = {escalation.level for escalation in concern.escalations}
    found, moment = [], concern.told_at
    for level in Level:
        moment = _after(concern.urgency, moment, zone, hours)
        if now >= moment and level not in reached:
            found.append(level)
    return tuple(found)


def _after(urgency: Urgency, moment: datetime, zone: ZoneInfo, hours: WorkingHours) -> datetime:
    match urgency:
        case Urgency.IMMEDIATE:
            return moment.astimezone(UTC) + AT_ONCE  # in real time, also when the clocks change
        case Urgency.SAME_DAY:
            return add_working_hours(moment, WITHIN_HOURS, zone, hours)
        case Urgency.REVIEW:
            return add_working_hours(moment, hours.of_a_day, zone, hours)


# The life of a concern


def acknowledge(concern: Concern, by: PersonId, now: datetime) -> Concern:
    """Raises AcknowledgedBefore when another did."""
    match concern.acknowledged:
        case None:
            return _with(concern, state=Acknowledged(by=by, at=now))
        case Acknowledged(by=first) if first == by:
            return concern
        case Acknowledged(by=first, at=at):
            raise AcknowledgedBefore(first, at)


def decide(concern: Concern, outcome: Outcome) -> Concern:
    """Record what was done; more may be done later. Raises NotAcknowledged."""
    match concern.state:
        case Told():
            raise NotAcknowledged
        case Acknowledged() as acknowledged:
            return _with(concern, state=Decided(acknowledged=acknowledged, outcomes=(outcome,)))
        case Decided() as decided:
            return _with(concern, state=_with_outcome(decided, outcome))
        case Settled(decided=decided) as settled:
            again = settled.model_copy(update={"decided": _with_outcome(decided, outcome)})
            return _with(concern, state=again)


def _with_outcome(decided: Decided, outcome: Outcome) -> Decided:
    return decided.model_copy(update={"outcomes": (*decided.outcomes, outcome)})


def settle(concern: Concern, *, released: bool, by: PersonId, now: datetime) -> Concern:
    """Give its words back to analysis or keep them out; either may be changed later.

    Raises NotDecided before an outcome is recorded.
    """
    match concern.state:
        case Told() | Acknowledged():
            raise NotDecided
        case Decided() as decided:
            settled = Settled(decided=decided, by=by, at=now, released=released)
            return _with(concern, state=settled)
        case Settled(decided=decided):
            settled = Settled(decided=decided, by=by, at=now, released=released)
            return _with(concern, state=settled)


def with_answer(concern: Concern, reported: Reported) -> Concern:
    """What the writer said of it. It changes nothing of its course."""
    return _with(concern, reported=reported)


def told_also(concern: Concern, people: Iterable[PersonId]) -> Concern:
    return _with(concern, told_to=tuple(dict.fromkeys((*concern.told_to, *people))))


def escalated(concern: Concern, level: Level, now: datetime) -> Concern:
    step = Escalation(level=level, at=now)
    return _with(concern, escalations=(*concern.escalations, step))


def _with(concern: Concern, **changes: object) -> Concern:
    return concern.model_copy(update=changes)


# Who wrote it


class Asked(Value):
    by: PersonId
    at: AwareDatetime


class SealedWriter(Kept):
    """Who wrote a concern's words: opened only when two people ask. Its id is the concern's."""

    kind: ClassVar[str] = "sealed_writer"

    person: PersonId
    asked: Asked | None = None


def ask_who(sealed: SealedWriter, by: PersonId, now: datetime) -> SealedWriter:
    """The first of two asks. Asking again begins anew."""
    return sealed.model_copy(update={"asked": Asked(by=by, at=now)})


def break_glass(sealed: SealedWriter, by: PersonId, now: datetime) -> SealedWriter:
    """The second of two asks: *sealed* may be shown to them, and whoever is next asks first again.

    Raises TwoPeopleNeeded when nobody else has asked in time.
    """
    first = sealed.asked
    if first is None or first.by == by or now - first.at > BREAK_GLASS_WITHIN:
        raise TwoPeopleNeeded
    return sealed.model_copy(update={"asked": None})
