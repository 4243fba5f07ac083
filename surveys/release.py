"""The release ledger: which figures have left, by which way, and digests that somebody released."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from surveys.periods import Period
from surveys.values import AreaId, Kept, Line, Value

THE_ONE = "ledger"  # the id of the one secret that a store has


class Way(StrEnum):
    """How figures left. Whatever way: what was told cannot be taken back."""

    SHOWN = "shown to the QA team"
    RELEASED = "released"
    PAPER = "in the Board paper"
    EXPORT = "exported"


class LedgerSecret(Kept):
    """What the rows of the ledger are hashed with: made once, kept as long as the store is.

    It outlives the keys of pseudonyms, because rows stay in the ledger when answers are deleted.
    """

    kind: ClassVar[str] = "ledger_secret"

    secret: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", repr=False)]

    @property
    def as_bytes(self) -> bytes:
        return bytes.fromhex(self.secret)


class Release(Kept):
    """Figures that left together: made for one audience, told to *readers*, for good.

    Its id is its number in the one ledger of the board: of two that are written at once, of
    whatever content areas, one finds that the other was quicker. *by* is who did it, *name* what
    they are called. *edition* counts the releases of one digest by named persons, each after the
    first with its reason; elsewhere it is 0. *versions* name what made the figures.
    """

    kind: ClassVar[str] = "release"

    content_area: AreaId
    number: Annotated[int, Field(ge=1)]
    period: Period
    audience: str
    readers: str
    way: Way
    day: date
    by: Line
    name: Line
    edition: Annotated[int, Field(ge=0)] = 0
    reason: str = ""
    versions: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return (f"area:{self.content_area}",)


class ToldFigure(Value):
    """A figure as it was told, as JSON; the rows it counts, and those it was compared with.

    *named* has of each set the same rows by what of these people is counted: with one name, all.
    A gap has none. *asked* are the places of the release at which those behind it were asked.
    """

    told: str
    counted: str
    compared: tuple[str, ...] = ()
    named: tuple[dict[str, str], ...] = ()
    asked: tuple[int, ...] = ()


class ToldAnswers(Value):
    """Answers to one question that were exported, under the name of what a vote on it counts as."""

    name: str
    counted: str
    asked: tuple[int, ...] = ()


class ReleasedFigures(Kept):
    """What the release with the same id told, and the rows behind it.

    *rows* are keyed hashes: they say whether two figures stand on the same people, and not on
    whom. Each figure's masks say which of them it counts; *everything* says which were there.
    *places* are where people were asked: the quarter, what about, and by which survey or wave.
    *since* is the first year of which it told something, if that is before its period's.
    *digest* and *evidence* (how each figure was made) are JSON, of a digest that was released.
    """

    kind: ClassVar[str] = "released_figures"

    content_area: AreaId
    period: Period
    rows: str
    everything: str
    figures: tuple[ToldFigure, ...]
    answers: tuple[ToldAnswers, ...] = ()
    places: tuple[tuple[str, str, str], ...] = ()
    since: int | None = None
    digest: str = ""
    evidence: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        first, last = years_touched(self.period)[0], self.period.year
        years = range(min(first, self.since or first), last + 1)
        own = (rows_of(self.content_area, year) for year in years)
        return (*own, *(told_of(year) for year in years))


def rows_of(area: AreaId, year: int) -> str:
    """The label of the released figures of one area that count or compare answers of that year."""
    return f"{area} {year}"


def told_of(year: int) -> str:
    """The label of all released figures, of whatever area, that do."""
    return f"year:{year}"


def years_touched(period: Period) -> tuple[int, ...]:
    """Those that figures of *period* count, or are compared with."""
    return tuple(sorted({period.year, period.previous.year}))


def release_id(number: int) -> str:
    return f"release {number}"


def editions(releases: Sequence[Release], period: Period, audience: str) -> tuple[Release, ...]:
    """The releases of one digest by named persons, the first one first."""
    found = [
        one for one in releases if one.edition and one.period == period and one.audience == audience
    ]
    return tuple(sorted(found, key=lambda one: one.edition))
