"""A quote: words of a voice that two people have approved to be shown, and to whom.

It keeps none of the words. It points to them, so that whatever happens to them happens to it: words
that are withdrawn, changed, deleted or under a concern are no quote any more.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from surveys.ids import derived
from surveys.values import AreaId, Kept, PersonId, Slug, Value

NEEDED = 2  # different people


class Scope(StrEnum):
    """To whom a quote may be shown. The public's is the Board's too."""

    BOARD = "board"
    PUBLIC = "public"


class Chosen(StrEnum):
    """Why these words and not others."""

    TYPICAL = "typical"  # nearest to what others say of its theme
    CONTRARY = "contrary"  # leans against most of what is said of its theme
    RARE = "rare"  # few speak of it, and it is serious


class Why(StrEnum):
    """Why words are not to be used. A choice, so that nobody's words get into a reason."""

    POINTS = "points"
    MISLEADS = "misleads"
    HURTS = "hurts"
    NOT_NEEDED = "not_needed"


class Approved(Value):
    kind: Literal["approved"] = "approved"
    by: PersonId
    at: AwareDatetime
    scope: Scope


class Refused(Value):
    kind: Literal["refused"] = "refused"
    by: PersonId
    at: AwareDatetime
    why: Why


class TakenBack(Value):
    kind: Literal["taken_back"] = "taken_back"
    by: PersonId
    at: AwareDatetime


Step = Annotated[Approved | Refused | TakenBack, Field(discriminator="kind")]


class Passage(Value):
    """*start* to *end* (not included) of the own words of *voice*."""

    voice: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]

    @model_validator(mode="after")
    def _has_length(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a passage ends after it starts")
        return self


class Quote(Kept):
    """What people decided on one passage, for one content area and period, step by step.

    The id stands for the words too (see `quote_id`): the same passage of other words is another.
    """

    kind: ClassVar[str] = "quote"

    area: AreaId
    period: str
    passage: Passage
    chosen: Chosen
    theme: Slug | None = None
    steps: tuple[Step, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return (quotes_for(self.area, self.period),)

    @property
    def approvals(self) -> tuple[Approved, ...]:
        """The last of each person since anybody said no, in the order in which they came."""
        found: dict[PersonId, Approved] = {}
        for step in self.steps:
            if isinstance(step, Approved):
                found[step.by] = step
            else:
                found.clear()
        return tuple(found.values())

    @property
    def approved_for(self) -> Scope | None:
        """The widest scope that two different people have approved; None until then."""
        if len(self.approvals) < NEEDED:
            return None
        public = sum(one.scope is Scope.PUBLIC for one in self.approvals)
        return Scope.PUBLIC if public >= NEEDED else Scope.BOARD

    @property
    def waits_for_another(self) -> bool:
        return 0 < len(self.approvals) < NEEDED

    @property
    def is_refused(self) -> bool:
        """Whether the last word on it is a no, of whichever kind."""
        return bool(self.steps) and not self.approvals

    def may_be_shown_to(self, scope: Scope) -> bool:
        return self.approved_for is Scope.PUBLIC or self.approved_for is scope


def quote_id(area: AreaId, period: str, passage: Passage, words: str) -> str:
    place = f"{passage.start}-{passage.end}"
    return derived("quote", area, period, passage.voice, place, words)


def quotes_for(area: AreaId, period: str) -> str:
    """The label of what was decided for one content area and period."""
    return f"quotes for {area} {period}"


def approve(quote: Quote, scope: Scope, by: PersonId, now: datetime) -> Quote:
    """One person counts once, however often they approve; with another scope, the last counts."""
    if any(one.by == by and one.scope is scope for one in quote.approvals):
        return quote
    return _with(quote, Approved(by=by, at=now, scope=scope))


def refuse(quote: Quote, why: Why, by: PersonId, now: datetime) -> Quote:
    """One person's no is enough."""
    if quote.is_refused:
        return quote
    return _with(quote, Refused(by=by, at=now, why=why))


def take_back(quote: Quote, by: PersonId, now: datetime) -> Quote:
    """Anybody who may approve may take it back; then two people are needed again."""
    if not quote.approvals:
        return quote
    return _with(quote, TakenBack(by=by, at=now))


def reasons(quote: Quote) -> Iterator[Why]:
    """Why it was refused, the last time last."""
    return (step.why for step in quote.steps if isinstance(step, Refused))


def _with(quote: Quote, step: Step) -> Quote:
    return quote.model_copy(update={"steps": (*quote.steps, step)})
