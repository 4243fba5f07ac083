"""Measures: what is counted, by which named formula, and how a figure of it is said.

The three questions are those of outcomes-based accountability: how much did we do, how well did we
do it, did we make a difference? `docs/authoring-measures.md` is written for authors.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from surveys.framework import Agreement, Perspective
from surveys.values import Line, Value

CODE = r"^(QN|QL|OC)[0-9]{1,3}$"
MeasureCode = Annotated[str, StringConstraints(pattern=CODE)]
QuestionName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*\.[a-z][a-z0-9_]*$", max_length=121)
]


class Asks(StrEnum):
    """Which of the three questions a measure answers."""

    HOW_MUCH = "how_much"
    HOW_WELL = "how_well"
    DIFFERENCE = "difference"


BEGINS: dict[Asks, str] = {Asks.HOW_MUCH: "QN", Asks.HOW_WELL: "QL", Asks.DIFFERENCE: "OC"}


class Unit(StrEnum):
    """What *value*, *low* and *high* of a figure count."""

    PEOPLE = "people"
    COUNT = "count"  # of what is no person, such as sources
    PERCENT = "percent"
    RATE = "rate"  # so many of each hundred, thousand or ten thousand
    POINTS = "points"  # a difference of two percentages
    NET = "net"  # percent positive less percent negative, -100 to 100


class Direction(StrEnum):
    """Which way a measure gets better."""

    UP = "up"
    DOWN = "down"


class Formula(StrEnum):
    """The named ways of counting; `analysis.figures.formulas` has the function of each."""

    CHILDREN_HEARD = "children_heard"
    VOICES_HEARD = "voices_heard"
    RESPONSE_RATE = "response_rate"
    GROUP_SESSIONS = "group_sessions"
    SHARE = "share"
    NET = "net"
    THEMES = "themes"
    GAP = "gap"
    HEARD_IN_FULL = "heard_in_full"
    TIMELY_REPLY = "timely_reply"
    PAIRED_CHANGE = "paired_change"
    PRACTICE_CHANGE = "practice_change"
    LOOP_CLOSED = "loop_closed"
    GOT_IT_RIGHT = "got_it_right"
    REPRESENTATIVENESS = "representativeness"
    SOURCES = "sources"
    MAIN_SOURCES = "main_sources"
    CONTRIBUTION = "contribution"
    TALLY = "tally"
    CALIBRATION = "calibration"
    SAFETY_NET = "safety_net"
    INDICATOR = "indicator"


UNITS: dict[Formula, Unit] = {
    Formula.CHILDREN_HEARD: Unit.PEOPLE,
    Formula.VOICES_HEARD: Unit.PEOPLE,
    Formula.RESPONSE_RATE: Unit.PERCENT,
    Formula.GROUP_SESSIONS: Unit.PEOPLE,
    Formula.SHARE: Unit.PERCENT,
    Formula.NET: Unit.NET,
    Formula.THEMES: Unit.PERCENT,
    Formula.GAP: Unit.POINTS,
    Formula.HEARD_IN_FULL: Unit.PERCENT,
    Formula.TIMELY_REPLY: Unit.PERCENT,
    Formula.PAIRED_CHANGE: Unit.PERCENT,
    Formula.PRACTICE_CHANGE: Unit.PERCENT,
    Formula.LOOP_CLOSED: Unit.PERCENT,
    Formula.GOT_IT_RIGHT: Unit.PERCENT,
    Formula.REPRESENTATIVENESS: Unit.PERCENT,
    Formula.SOURCES: Unit.COUNT,
    Formula.MAIN_SOURCES: Unit.COUNT,
    Formula.CONTRIBUTION: Unit.PERCENT,
    Formula.TALLY: Unit.PERCENT,
    Formula.CALIBRATION: Unit.POINTS,
    Formula.SAFETY_NET: Unit.PERCENT,
    Formula.INDICATOR: Unit.RATE,
}
FED = frozenset({Formula.SHARE, Formula.PAIRED_CHANGE})  # a question may name a measure of these
NAMES_QUESTIONS = FED | {Formula.PRACTICE_CHANGE}
COMPARING = frozenset({Formula.GAP, Formula.CALIBRATION})
BEFORE_AND_AFTER = 2


class Tally(Value):
    """Numbers that returns give: *good* of *base*, drawn from *frame* where that is known.

    The frame counts where *chosen* was answered with one of *at_random*.
    """

    good: Annotated[tuple[QuestionName, ...], Field(min_length=1)]
    base: Annotated[tuple[QuestionName, ...], Field(min_length=1)]
    frame: QuestionName | None = None
    chosen: QuestionName | None = None
    at_random: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _is_part_of_its_base(self) -> Self:
        if not set(self.good) <= set(self.base):
            raise ValueError("what is good is part of the base")
        return self


class NamedAfter(StrEnum):
    """What a share of people is called: itself, the only question asked, or the statement."""

    MEASURE = "measure"
    QUESTION = "question"
    STATEMENT = "statement"


class Measure(Value):
    """*counted*, *interval*: for a reader who checks. *says*: what those of a perspective do.

    A question feeds a measure by naming it, or by being named in *questions* as survey.question;
    with *every_question*, each question that is linked to a 'good' statement does.
    *perspectives*: only theirs; none: everybody's. *compares*: whose shares a gap lies between, the
    most alike first. Of an indicator, a figure is so many *per* hundred or another number. *target*
    (percent, or as *per* says) counts where the 'good' statement has no agreed one, and is only
    proposed before the day of *agreed*. *owner* reports on it, *due* working days after the end of
    the period.
    """

    code: MeasureCode
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=70)]
    asks: Asks
    formula: Formula
    unit: Unit
    counted: Line
    interval: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    direction: Direction | None = Direction.UP
    perspectives: tuple[Perspective, ...] = ()
    every_question: bool = False
    questions: tuple[QuestionName, ...] = ()
    compares: tuple[MeasureCode, ...] = ()
    tally: Tally | None = None
    named_after: NamedAfter = NamedAfter.MEASURE
    per: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    target: Annotated[int, Field(ge=1, le=100)] | None = None
    agreed: Agreement | None = None
    owner: Line | None = None
    due: Annotated[int, Field(ge=0, le=250)] | None = None
    says: dict[Perspective, Line] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for reason in self._contradictions():
            raise ValueError(reason)
        return self

    def _contradictions(self) -> Iterator[str]:
        if not self.code.startswith(BEGINS[self.asks]):
            yield f"a code of '{self.asks}' begins with {BEGINS[self.asks]}"
        if self.unit is not UNITS[self.formula]:
            yield f"the formula '{self.formula}' gives the unit '{UNITS[self.formula]}'"
        if self.every_question and self.formula is not Formula.SHARE:
            yield "'every_question' belongs to the formula 'share'"
        if self.questions and self.formula not in NAMES_QUESTIONS:
            yield f"the formula '{self.formula}' is not fed by questions"
        if self.formula is Formula.PRACTICE_CHANGE and len(self.questions) != BEFORE_AND_AFTER:
            yield "a change of practice names two questions: the one before, and the one after"
        if bool(self.per) is not (self.formula is Formula.INDICATOR):
            yield "'per' belongs to the formula 'indicator', which needs it, such as 100"
        if bool(self.tally) is not (self.formula is Formula.TALLY):
            yield "'tally' belongs to the formula 'tally', which needs it"
        if bool(self.compares) is not (self.formula in COMPARING):
            yield "'compares' belongs to the formulas 'gap' and 'calibration', which need it"
        if self.agreed and self.target is None:
            yield "what is agreed has a target"
        yield from self._misdirected()

    def _misdirected(self) -> Iterator[str]:
        if self.formula is Formula.PAIRED_CHANGE and self.direction is None:
            yield "a paired change says who improved, so its scale gets better up or down"
        if self.formula is Formula.PRACTICE_CHANGE and self.direction is not Direction.UP:
            yield "a change of practice counts who became favourable, so up is its better way"

    def has_agreed_target(self, day: date) -> bool:
        """Whether its target is one that was agreed by this day."""
        return self.agreed is not None and self.agreed.day <= day

    def gain(self, rise: float) -> float | None:
        """How far a *rise* is to the good; None of a measure of which neither way is better."""
        match self.direction:
            case Direction.UP:
                return rise
            case Direction.DOWN:
                return -rise
            case None:
                return None

    def is_of(self, perspective: Perspective) -> bool:
        return not self.perspectives or perspective in self.perspectives

    def said_by(self, perspective: Perspective | None) -> str:
        """What they do, or the measure's name where no perspective or no words are given."""
        return self.says.get(perspective, self.name) if perspective else self.name


class Measures(Value):
    """The register of all measures, in the order of their codes, whatever order they came in."""

    measures: tuple[Measure, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(self._by_code) < len(self.measures):
            raise ValueError("two measures have the same code")
        return self

    @cached_property
    def _by_code(self) -> dict[str, Measure]:
        return {one.code: one for one in sorted(self.measures, key=_place)}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    def with_(self, measures: Iterable[Measure]) -> Self:
        """These, and *measures* in place of their namesakes."""
        changed = {one.code: one for one in measures}
        return type(self)(measures=tuple((self._by_code | changed).values()))

    def __getitem__(self, code: str) -> Measure:
        return self._by_code[code]

    def get(self, code: str) -> Measure | None:
        return self._by_code.get(code)

    def all(self) -> Iterator[Measure]:
        return iter(self._by_code.values())

    def by(self, *formulas: Formula) -> tuple[Measure, ...]:
        return tuple(one for one in self.all() if one.formula in formulas)

    @cached_property
    def fed(self) -> tuple[str, ...]:
        """The codes that a question may name."""
        return tuple(one.code for one in self.by(*FED) if not one.every_question)

    def fed_by(self, survey: str, question: str, named: Iterable[str]) -> tuple[Measure, ...]:
        """The measures that this question feeds by name, either way round."""
        codes = [*named, *self._by_question.get(f"{survey}.{question}", ())]
        return tuple(self[code] for code in dict.fromkeys(codes) if code in self._by_code)

    @cached_property
    def _by_question(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for measure in self.all():
            for question in measure.questions:
                found[question].append(measure.code)
        return dict(found)


def _place(measure: Measure) -> tuple[int, int]:
    kind = list(BEGINS.values()).index(measure.code[:2])
    return kind, int(re.sub(r"\D", "", measure.code))
