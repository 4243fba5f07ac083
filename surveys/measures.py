"""Measures: what is counted, by which named formula, and how a figure of it is said.

The three questions are those of outcomes-based accountability: how much did we do, how well did we
do it, did we make a difference? `docs/authoring-measures.md` is written for authors.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from surveys.framework import Perspective
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
    PERCENT = "percent"
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
    GAP = "gap"
    HEARD_IN_FULL = "heard_in_full"
    TIMELY_REPLY = "timely_reply"
    PAIRED_CHANGE = "paired_change"


UNITS: dict[Formula, Unit] = {
    Formula.CHILDREN_HEARD: Unit.PEOPLE,
    Formula.VOICES_HEARD: Unit.PEOPLE,
    Formula.RESPONSE_RATE: Unit.PERCENT,
    Formula.GROUP_SESSIONS: Unit.PEOPLE,
    Formula.SHARE: Unit.PERCENT,
    Formula.NET: Unit.NET,
    Formula.GAP: Unit.POINTS,
    Formula.HEARD_IN_FULL: Unit.PERCENT,
    Formula.TIMELY_REPLY: Unit.PERCENT,
    Formula.PAIRED_CHANGE: Unit.PERCENT,
}
FED = frozenset({Formula.SHARE, Formula.PAIRED_CHANGE})  # by answers to questions


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
    most alike first. *target* (percent) goes before that of the 'good' statement. *owner* reports
    on it, *due* working days after the end of the period.
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
    named_after: NamedAfter = NamedAfter.MEASURE
    target: Annotated[int, Field(ge=1, le=100)] | None = None
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
        if (self.questions or self.every_question) and self.formula not in FED:
            yield f"the formula '{self.formula}' is not fed by questions"
        if bool(self.compares) is not (self.formula is Formula.GAP):
            yield "'compares' belongs to the formula 'gap', and a gap needs it"

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
