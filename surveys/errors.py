"""What goes wrong in a way that a person can be told. Carries values; the bot has the sentences.

HeardError
├── InvalidDefinition      a survey, framework, people, codebook or import file has mistakes
├── InvalidAnswers         some answers of a response cannot be taken as they are
├── InvalidRows            some rows of an import cannot be taken; none was taken
├── WaveClosed · WaveNotOpen · AlreadyAnswered · NotInvited
├── Unknown                no such area, period, survey, wave, figure
├── NotBegun               a period that lies ahead has nothing to tell
├── StillRunning           a paper tells of quarters that are over
├── NotReleased            this digest is for those who may read it once somebody has released it
├── AlreadyReleased        this digest was released before; another edition needs a reason
├── AskedAlready           some of those whom a wave would ask are asked the same on those days
├── TooFewAsked            a wave that asks so few would show who said what
├── NotYet                 this survey cannot be asked with this version of Heard
├── MissingParameters      a wave must say what its survey's texts leave open
├── WordsLocked            own words stand as they are once the time for corrections is over
├── TooLateToWithdraw      a voice can be withdrawn for some weeks only
├── ChangedMeanwhile       somebody, or another window, was quicker; nothing of this has happened
├── AcknowledgedBefore     another of those who act on concerns has acknowledged this one
├── NotAcknowledged        an outcome is recorded by somebody who has taken the concern on
├── NotDecided             words come back into analysis only once it is said what was done
├── TwoPeopleNeeded        one alone can't open who wrote the words of a concern
├── OnHold                 a legal hold is on what was to be deleted; nothing of it was
├── AnswersGone            figures of a closed quarter were kept, the answers behind them were not
├── AlreadyMaking          this paper is being made at the moment; it is not made twice at once
├── TakenOver              another makes this paper, because its maker was held up for too long
├── CannotChangeCodebook   a change would leave a codebook that nobody could code by
├── NotYours               another person was named to sign, or nobody signs their own
├── NamesSomebody          a text that others read has what looks like a name or an address in it
├── HeldBack               these words may disclose harm, so a designated lead reads them first
├── NoDay                  an action is due by a day, a month or a quarter
├── NoDeadline             texts of a paper are due by a day within the next year
├── AreaNotActive          nothing is collected about an area before it begins or after its end
├── NoContentArea          nothing is collected that is about no content area
├── NothingProposed        no wording of this 'good' statement waits to be agreed
├── NotConsulted           a 'good' statement is agreed once children or parents have been asked
├── TooEarly               a step of a 'good' statement lies before the one that it follows
├── InTheFuture            what is recorded has happened
├── NothingToTakeBack      no consultation or agreement of this 'good' statement is recorded here
├── NotAllowed             this person's roles do not include that
└── Frozen                 a wave of this survey has opened, so its wording stays as it is
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from surveys.values import PersonId, QuestionId


class HeardError(Exception):
    """A person can be told what happened and what to do next."""


@dataclass(frozen=True)
class Problem:
    """One mistake in a file: where it is and what would be right. *line* counts from 1."""

    line: int | None
    path: str
    reason: str


class InvalidDefinition(HeardError):
    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        super().__init__(file, len(problems))
        self.file = file
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Reason:
    """Why one answer cannot be taken: a key of the wording, and the numbers it speaks of."""

    key: str
    limit: int | None = None


class InvalidAnswers(HeardError):
    def __init__(self, reasons: Mapping[QuestionId, Reason]) -> None:
        super().__init__(tuple(reasons))
        self.reasons = dict(reasons)


@dataclass(frozen=True)
class BadRow:
    """One row of an import that cannot be taken. *row* counts from 1; 0 is the heading."""

    row: int
    column: str | None
    reason: str


class InvalidRows(HeardError):
    def __init__(self, rows: Sequence[BadRow]) -> None:
        super().__init__(len(rows))
        self.rows = tuple(rows)


class WaveClosed(HeardError):
    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.last_day = last_day


class WaveNotOpen(HeardError):
    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class AlreadyAnswered(HeardError):
    """The respondent has another response in this wave."""


class NotInvited(HeardError):
    """This person was not asked in this wave."""


class Unknown(HeardError):
    """There is no such thing; *nearest* are the names that come closest."""

    def __init__(self, kind: str, asked: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(kind)
        self.kind = kind
        self.asked = asked
        self.nearest = tuple(nearest)


class NotBegun(HeardError):
    def __init__(self, first_day: date) -> None:
        super().__init__(first_day)
        self.first_day = first_day


class StillRunning(HeardError):
    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.last_day = last_day


class NotReleased(HeardError):
    def __init__(self, area: str, period: str) -> None:
        super().__init__(area, period)
        self.area = area
        self.period = period


class OnlyInPaper(HeardError):
    """A figure of which nothing is kept but that it stood in the paper made on *made_on*."""

    def __init__(self, period: str, made_on: date) -> None:
        super().__init__(period, made_on)
        self.period = period
        self.made_on = made_on


class AlreadyReleased(HeardError):
    """*edition* is the latest, released on *day* by *by*."""

    def __init__(self, edition: int, day: date, by: str) -> None:
        super().__init__(edition, day)
        self.edition = edition
        self.day = day
        self.by = by


class AlreadyMaking(HeardError):
    """*by* asked for it, at *since*; *is_own* says that it is told to the very same."""

    def __init__(self, period: str, by: str, since: datetime, *, is_own: bool = False) -> None:
        super().__init__(period, by, since)
        self.period = period
        self.by = by
        self.since = since
        self.is_own = is_own

    def told_to(self, person: str) -> "AlreadyMaking":
        return AlreadyMaking(self.period, self.by, self.since, is_own=person == self.by)


class TakenOver(HeardError):
    """*by* asked for it, at *since*, when nothing had been heard of its first maker for a while."""

    def __init__(self, period: str, by: str, since: datetime) -> None:
        super().__init__(period, by, since)
        self.period = period
        self.by = by
        self.since = since


class NoDay(HeardError):
    """*actions* are counted from 1."""

    def __init__(self, actions: Sequence[int]) -> None:
        super().__init__(len(actions))
        self.actions = tuple(actions)


class NoDeadline(HeardError):
    def __init__(self, earliest: date, latest: date) -> None:
        super().__init__(earliest, latest)
        self.earliest = earliest
        self.latest = latest


class NamesSomebody(HeardError):
    """Carries the kinds alone: what was found must not reach a message."""

    def __init__(self, kinds: Sequence[str]) -> None:
        super().__init__(len(kinds))
        self.kinds = tuple(kinds)


class HeldBack(HeardError):
    """*told* is what whoever wrote it reads: fixed paragraphs, nothing of the words."""

    def __init__(self, told: Sequence[str]) -> None:
        super().__init__()
        self.told = tuple(told)


class CannotChangeCodebook(HeardError):
    """*why* is a key of the wording."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotYours(HeardError):
    """Signing is another person's, who was named for it."""


class MayNotApprove(HeardError):
    """Whoever logged a voice never approves it as a quote, and nobody goes beyond its consent."""


class AskedAlready(HeardError):
    """*waves* are so many, and the last of them ends with *last_day*.

    *planned_for* is the day on which the first begins, where none has begun.
    """

    def __init__(
        self, survey: str, waves: int, last_day: date, planned_for: date | None = None
    ) -> None:
        super().__init__(survey, waves, last_day, planned_for)
        self.survey = survey
        self.waves = waves
        self.last_day = last_day
        self.planned_for = planned_for


class TooFewAsked(HeardError):
    def __init__(self, fewest: int) -> None:
        super().__init__(fewest)
        self.fewest = fewest


class NotYet(HeardError):
    """Its promise needs what this version does not do."""

    def __init__(self, survey: str) -> None:
        super().__init__(survey)
        self.survey = survey


class MissingParameters(HeardError):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(tuple(names))
        self.names = tuple(names)


class WordsLocked(HeardError):
    """Own words may be corrected for an hour; then only marks may be set in them."""


class TooLateToWithdraw(HeardError):
    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.last_day = last_day


class ChangedMeanwhile(HeardError):
    """Somebody else, or another window of the same person, was quicker."""


class AcknowledgedBefore(HeardError):
    def __init__(self, by: PersonId, at: datetime) -> None:
        super().__init__(by, at)
        self.by = by
        self.at = at


class NotAcknowledged(HeardError):
    """Somebody must take it on first."""


class NotDecided(HeardError):
    """It has no outcome yet."""


class TwoPeopleNeeded(HeardError):
    """Nobody else has asked, or too long ago."""


class AreaNotActive(HeardError):
    def __init__(self, area: str, begins: date | None, ends: date | None) -> None:
        super().__init__(area, begins, ends)
        self.area = area
        self.begins = begins
        self.ends = ends


class NoContentArea(HeardError):
    def __init__(self, survey: str) -> None:
        super().__init__(survey)
        self.survey = survey


class NothingProposed(HeardError):
    """The wording is agreed as it stands."""


class NotConsulted(HeardError):
    """*asked* says whether anybody was asked at all."""

    def __init__(self, *, asked: bool) -> None:
        super().__init__(asked)
        self.asked = asked


class TooEarly(HeardError):
    def __init__(self, earliest: date) -> None:
        super().__init__(earliest)
        self.earliest = earliest


class InTheFuture(HeardError):
    def __init__(self, today: date) -> None:
        super().__init__(today)
        self.today = today


class NothingToTakeBack(HeardError):
    pass


class NotAllowed(HeardError):
    def __init__(self, needed: Sequence[str]) -> None:
        super().__init__(tuple(needed))
        self.needed = tuple(needed)


class Frozen(HeardError):
    def __init__(self, survey: str, version: int) -> None:
        super().__init__(survey, version)
        self.survey = survey
        self.version = version


class OnHold(HeardError):
    pass


class AnswersGone(HeardError):
    """*period* names the quarter, *made_on* is the day on which its figures were kept."""

    def __init__(self, period: str, made_on: date) -> None:
        super().__init__(period, made_on)
        self.period = period
        self.made_on = made_on
