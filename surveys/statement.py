"""The life of a 'good' statement: proposed, consulted on, agreed, replaced. Every step is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from surveys.errors import (
    InTheFuture,
    NotConsulted,
    NothingProposed,
    NothingToTakeBack,
    TooEarly,
)
from surveys.framework import (
    FAMILY,
    MINIMUM_IMPORTANT_DIFFERENCE,
    Agreement,
    Consultation,
    ImportantDifference,
    Perspective,
    StatementCode,
    Target,
    Wording,
)
from surveys.values import AreaId, Kept, Line, Paragraph, Value


class State(StrEnum):
    """How far a wording has come."""

    PROPOSED = "proposed"
    CONSULTED = "consulted"
    AGREED = "agreed"
    REPLACED = "replaced"


class Origin(StrEnum):
    """Where the wording came from that the first step in Heard began with."""

    LIBRARY = "draft that came with Heard"
    FILE = "the board's framework file"


class Step(Value):
    """One thing that happened. *noted* is the board's day on which it came into Heard."""

    by: str
    noted: date


class Worded(Step):
    """Other words. A *text* that is not the agreed one is a proposal."""

    kind: Literal["worded"] = "worded"
    wording: Wording


class Consulted(Step):
    kind: Literal["consulted"] = "consulted"
    consultation: Consultation


class Agreed(Step):
    """The words that were agreed and, with them, the target and the important difference."""

    kind: Literal["agreed"] = "agreed"
    text: Line
    target: Target
    important_difference: ImportantDifference = MINIMUM_IMPORTANT_DIFFERENCE
    agreement: Agreement

    @property
    def day(self) -> date:
        return self.agreement.day

    @property
    def terms(self) -> tuple[str, int, int, Agreement]:
        return self.text, self.target, self.important_difference, self.agreement


class TakenBack(Step):
    """The last consultation or agreement was recorded by mistake. Both stay to be seen."""

    kind: Literal["taken_back"] = "taken_back"
    why: Paragraph


AnyStep = Annotated[Worded | Consulted | Agreed | TakenBack, Field(discriminator="kind")]


class LivingStatement(Kept):
    """A 'good' statement from the wording it began with through every step since."""

    kind: ClassVar[str] = "good statement"

    id: StatementCode
    content_area: AreaId
    origin: Origin
    start: Wording
    draft_target: Target | None = None
    draft_difference: ImportantDifference = MINIMUM_IMPORTANT_DIFFERENCE
    steps: tuple[AnyStep, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return (f"area:{self.content_area}",)

    # What stands

    @property
    def wording(self) -> Wording:
        """The newest, which is the proposed one where there is a proposal."""
        return next(
            (step.wording for step in reversed(self.steps) if isinstance(step, Worded)), self.start
        )

    def wording_on(self, day: date, text: str = "") -> Wording:
        """The newest that was known on this day; with *text*, of those that say the same."""
        known = [self.start, *(one.wording for one in self._worded if one.noted <= day)]
        alike = [one for one in known if text in ("", one.text)]
        anyhow = (one.wording for one in self._worded if one.wording.text == text)
        return alike[-1] if alike else next(anyhow, Wording(text=text or self.start.text))

    @property
    def _worded(self) -> Iterator[Worded]:
        return (step for step in self.steps if isinstance(step, Worded))

    @property
    def standing(self) -> tuple[AnyStep, ...]:
        """The steps without those that were taken back."""
        left: list[AnyStep] = []
        for step in self.steps:
            if isinstance(step, TakenBack):
                del left[_last_recorded(left)]
            else:
                left.append(step)
        return tuple(left)

    @property
    def agreements(self) -> tuple[Agreed, ...]:
        return tuple(step for step in self.standing if isinstance(step, Agreed))

    def agreed_on(self, day: date) -> Agreed | None:
        """What was in force on this day, however late it was noted."""
        return next((one for one in reversed(self.agreements) if one.day <= day), None)

    @property
    def rounds(self) -> tuple["Round", ...]:
        """Each wording on its way to being agreed and replaced; the last is the present one."""
        return _rounds(self)

    @property
    def now(self) -> "Round":
        return self.rounds[-1]

    @property
    def state(self) -> State:
        return self.now.state

    # What may happen to it

    def reworded(self, wording: Wording, *, by: str, today: date) -> Self:
        """With these words. A proposal is dropped by writing the agreed words again."""
        if wording == self.wording:
            return self
        return self._with(Worded(by=by, noted=today, wording=wording))

    def consulted(self, consultation: Consultation, *, by: str, today: date) -> Self:
        """Raises NothingProposed and InTheFuture."""
        _has_happened(consultation.day, today)
        if self.now.agreed and consultation not in self.now.consultations:
            raise NothingProposed
        if consultation in self.now.consultations:
            return self
        return self._with(Consulted(by=by, noted=today, consultation=consultation))

    def agree(self, agreed: Agreed, *, today: date) -> Self:
        """The proposed words, or a new target for those that are agreed already.

        Raises NothingProposed (other words), NotConsulted, TooEarly and InTheFuture.
        """
        _has_happened(agreed.day, today)
        last = self.agreements[-1] if self.agreements else None
        if last and last.terms == agreed.terms:
            return self
        if last is None or agreed.text != last.text:
            _may_be_agreed(self.now, agreed)
        if last and agreed.day < last.day:
            raise TooEarly(last.day)
        return self._with(agreed)

    def taken_back(self, why: str, *, by: str, today: date) -> Self:
        """Without the last consultation or agreement. Raises NothingToTakeBack."""
        if not any(isinstance(step, Consulted | Agreed) for step in self.standing):
            raise NothingToTakeBack
        return self._with(TakenBack(by=by, noted=today, why=why))

    def _with(self, step: AnyStep) -> Self:
        return self.model_copy(update={"steps": (*self.steps, step)})


@dataclass
class Round:
    """One text from its proposal on. *replaced* is the agreement that put another in its place."""

    text: str
    consulted: list[Consulted] = field(default_factory=list)
    agreed: list[Agreed] = field(default_factory=list)
    replaced: Agreed | None = None
    is_changed: bool = False  # since the last consultation

    @property
    def consultations(self) -> list[Consultation]:
        return [step.consultation for step in self.consulted]

    @property
    def state(self) -> State:
        if self.replaced:
            return State.REPLACED
        if self.agreed:
            return State.AGREED
        return State.CONSULTED if self.consulted else State.PROPOSED

    @property
    def with_whom(self) -> frozenset[Perspective]:
        return asked(self.consultations)


def asked(consultations: Sequence[Consultation]) -> frozenset[Perspective]:
    """Who was asked in any of them."""
    return frozenset(who for one in consultations for who in one.with_whom)


def _rounds(living: LivingStatement) -> tuple[Round, ...]:
    rounds = [Round(living.start.text)]
    for step in living.standing:
        match step:
            case Worded(wording=wording):
                _reword(rounds, wording.text)
            case Consulted():
                rounds[-1].consulted.append(step)
                rounds[-1].is_changed = False
            case Agreed():
                _agree(rounds, step)
    return tuple(rounds)


def _reword(rounds: list[Round], text: str) -> None:
    now = rounds[-1]
    if text == now.text:
        return
    if now.agreed:
        rounds.append(Round(text))
    elif len(rounds) > 1 and text == rounds[-2].text:
        rounds.pop()  # the proposal was dropped
    else:
        now.text, now.is_changed = text, bool(now.consulted)


def _agree(rounds: list[Round], step: Agreed) -> None:
    now = rounds[-1]
    if step.text == now.text:
        now.agreed.append(step)
        if len(rounds) > 1:
            rounds[-2].replaced = rounds[-2].replaced or step
    else:
        rounds[-2].agreed.append(step)  # a new target, while other words are proposed


def _last_recorded(steps: Sequence[AnyStep]) -> int:
    """The place of what can be taken back."""
    return max(place for place, step in enumerate(steps) if isinstance(step, Consulted | Agreed))


def _has_happened(day: date, today: date) -> None:
    if day > today:
        raise InTheFuture(today)


def _may_be_agreed(now: Round, agreed: Agreed) -> None:
    """Paragraph 5.1 of the framework: children, parents and carers are involved in what is good."""
    if now.agreed or agreed.text != now.text:
        raise NothingProposed
    if not now.with_whom.intersection(FAMILY):
        raise NotConsulted(asked=bool(now.consulted))
    latest = max(one.day for one in now.consultations)
    if agreed.day < latest:
        raise TooEarly(latest)
