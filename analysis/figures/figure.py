"""A figure: one measure for one period, slice and audience, with all that may be said of it."""

import re
from collections.abc import Collection
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self

from pydantic import FiniteFloat, StringConstraints, model_validator

from analysis.disclosure.suppression import Audience, Band
from analysis.figures.status import Cap, Clarity, Sign, Status, sign_of
from surveys.coding import Sentiment
from surveys.framework import ContentArea, Method, Perspective
from surveys.measures import Unit
from surveys.periods import Period
from surveys.values import Slug, StatementId, Value

FigureId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9]{2,5}-(QN|QL|OC)[0-9]+-[0-9]{2}(Q[1-4])?-[0-9a-f]{4}$"),
]
IN_ID = 4  # characters of the hash; doubles inside one digest are hashed again


class Disclosure(StrEnum):
    """How much of a figure its audience may see."""

    SHOWN = "shown"
    BAND = "band"  # (nearly) all of a small group answered alike: only *band* is told
    TOO_FEW = "too few"  # enough voices to count, too few for a share: only *base* is told
    PROTECTED = "protected"  # nothing is told; nobody and a few look alike


class Flag(StrEnum):
    """What a reader must know before relying on a figure."""

    LOW_RESPONSE = "low response"
    MANY_OPTED_OUT = "many could not or would not say"
    MACHINE_ONLY = "machine count, not yet checked"
    PARTLY_CHECKED = "machine count, partly checked by a person"
    INDICATIVE = "indicative only: people who code it apart agree too little"
    ASKED_DIFFERENTLY = "asked differently the period before, so not compared"
    NOT_AGREED = "proposed, not yet agreed"  # the 'good' statement, and with it the target
    PARTLY_COMPARABLE = "compared on the questions asked in both periods"
    REPRESENTATIVE = "representative"
    CAUTION = "to be read with caution"
    NOT_REPRESENTATIVE = "not representative"
    TRIANGULATED = "triangulated"
    NOT_TRIANGULATED = "not triangulated"
    POOLED = "pooled over two quarters"
    HELD_BACK = "held back beside what was told before"  # by the ledger, not because few answered
    CLOCKS_MISSED = "not every concern was acknowledged in time"
    NOT_AT_RANDOM = "files were not all drawn at random"


class Change(Value):
    """Now less the period before, in points, with its likely range."""

    points: FiniteFloat
    low: FiniteFloat
    high: FiniteFloat
    clarity: Clarity
    since: str


class ScaleChange(Value):
    """How the same people moved on a scale from nought to ten, in scale points. None: protected."""

    improved: int | None = None
    unchanged: int | None = None
    worse: int | None = None
    typical: FiniteFloat | None = None  # Hodges-Lehmann
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    clarity: Clarity | None = None  # of the exact sign test on those who moved


class Rate(Value):
    """A share in percent with its likely range, of a *base* of people."""

    percent: FiniteFloat
    low: FiniteFloat
    high: FiniteFloat
    base: int


class MachineRead(Value):
    """How well a machine finds a theme, by the people drawn by lot whom a person read again.

    *precision*: of those in whom it found it, the share in whom it is; *recall*: of those in whom
    it is, the share in whom it found it. None where that may not be told.
    """

    precision: Rate | None = None
    recall: Rate | None = None


# A share between two ends; how nearly all comments lean; or only how like two groups are. Apart
# in JSON because no sentiment is called as a flag is.
FigureBand = Band | Sentiment | Flag


class Figure(Value):
    """*value*, *low* and *high* are in *unit*; *target* is in percent; *base* counts people.

    A protected figure carries no number at all, and nothing that was derived from one.
    """

    id: FigureId
    measure: Annotated[str, StringConstraints(pattern=r"^(QN|QL|OC)[0-9]+$")]
    statement: StatementId | None = None
    theme: Slug | None = None
    perspective: Perspective | None = None
    agency: str | None = None
    period: str
    audience: Audience
    unit: Unit
    disclosure: Disclosure
    protected: bool
    value: FiniteFloat | None = None
    base: int | None = None
    numerator: int | None = None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    band: FigureBand | None = None
    needed: int | None = None
    target: int | None = None
    at_most: bool = False  # less is better than *target*
    status: Status | None = None
    cap: Cap | None = None
    change: Change | None = None
    clarity: Clarity | None = None  # of a difference between perspectives
    scale: ScaleChange | None = None
    opted_out: FiniteFloat | None = None  # percent of those asked
    flags: tuple[Flag, ...] = ()
    derived_from: tuple[FigureId, ...] = ()
    source: Method | None = None  # of a number that an agency handed in
    per: int | None = None  # of how many a rate is told
    audited: int | None = None  # people of *base*, drawn by lot, whom a person read again
    machine: MachineRead | None = None  # of a theme, where *audited* is told
    pooled: str | None = None  # the first of the periods that it was counted over

    @model_validator(mode="before")
    @classmethod
    def _reads_a_band_of_before(cls, values: object) -> object:
        """Figures kept before bands had ends have them in the English words of then."""
        if isinstance(values, dict) and isinstance(was := values.get("band"), str):
            return {**values, "band": _band_of_before(was, values.get("base"))}
        return values

    @model_validator(mode="after")
    def _tells_what_may_be_told(self) -> Self:
        if self.protected != (self.disclosure is Disclosure.PROTECTED):
            raise ValueError("protected says what disclosure says")
        if self.protected and any(told is not None for told in self._numbers):
            raise ValueError("a protected figure carries no number")
        if self.value is not None and self.disclosure is not Disclosure.SHOWN:
            raise ValueError("only a figure that is shown has a value")
        return self

    @property
    def is_shown(self) -> bool:
        return self.disclosure is Disclosure.SHOWN

    @property
    def is_told(self) -> bool:
        """Whether it says how people answered, be it in a band alone."""
        return self.disclosure in (Disclosure.SHOWN, Disclosure.BAND)

    @property
    def sign(self) -> Sign | None:
        return sign_of(self.status, self.cap, at_most=self.at_most)

    @property
    def _numbers(self) -> tuple[object, ...]:
        return (
            self.value,
            self.base,
            self.numerator,
            self.low,
            self.high,
            self.band,
            self.needed,
            self.change,
            self.clarity,
            self.scale,
            self.opted_out,
            self.audited,
            self.machine,
        )


def _band_of_before(words: str, base: object) -> object:
    if found := re.fullmatch(r"([<>]?)([0-9]+)%( or less)?( or more)?", words):
        sign, limit, less, more = found.groups()
        end = "low" if sign == "<" or less else "high"
        is_included = bool(less or more)
        return {"end": end, "limit": int(limit), "is_included": is_included, "base": base}
    return words.removeprefix("nearly all ")


class Subject(Value):
    """What tells a figure from the others of its area and period."""

    measure: str
    statement: StatementId | None = None
    perspective: Perspective | None = None
    agency: str | None = None
    theme: Slug | None = None


def figure_id(
    area: ContentArea,
    period: Period,
    subject: Subject,
    audience: Audience,
    taken: Collection[str] = (),
) -> str:
    """'NEG-OC1-26Q2-b7c4': always the same for one subject, unless another has *taken* it."""
    quarter = f"Q{period.quarter}" if period.quarter else ""
    start = f"{area.code}-{subject.measure}-{period.year % 100:02}{quarter}"
    told = (subject.measure, subject.statement, subject.perspective, subject.agency, audience)
    themed = (*told, subject.theme) if subject.theme else told
    name = "\x1f".join(part or "" for part in themed)
    while True:
        name_hash = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
        found = f"{start}-{name_hash[:IN_ID]}"
        if found not in taken:
            return found
        name = name_hash
