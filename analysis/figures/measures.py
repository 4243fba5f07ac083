"""The measures: what is counted, how, and how a figure of it is said. Definitions, no branches.

The three questions are those of outcomes-based accountability: how much did we do, how well did we
do it, did we make a difference?
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from pydantic import Field

from analysis.figures.figure import Unit
from analysis.figures.status import Direction
from surveys.framework import Perspective
from surveys.values import Value


class Asks(StrEnum):
    """Which of the three questions a measure answers."""

    HOW_MUCH = "how_much"
    HOW_WELL = "how_well"
    DIFFERENCE = "difference"


class Measure(Value):
    """*says*: what those of a perspective do. *formula*, *interval*: for a reader who checks."""

    code: str
    name: str
    asks: Asks
    unit: Unit
    formula: str
    interval: str = ""
    direction: Direction | None = Direction.UP
    says: dict[Perspective, str] = Field(default_factory=dict)


WILSON = "Wilson score interval, 95%"
ONE_VOTE = "one vote a person: favourable when more than half of their answers are; opt-outs leave"

_CHILD, _PARENT, _PRACTITIONER = (
    Perspective.CHILD,
    Perspective.PARENT_CARER,
    Perspective.PRACTITIONER,
)
_AUDIT, _AGENCY = Perspective.AUDIT, Perspective.AGENCY_SELF

_ALL = (
    Measure(
        code="QN1",
        name="Children heard through a worker",
        asks=Asks.HOW_MUCH,
        unit=Unit.PEOPLE,
        formula="different children with a voice about the area; group sessions are not children",
    ),
    Measure(
        code="QN2",
        name="Voices heard",
        asks=Asks.HOW_MUCH,
        unit=Unit.PEOPLE,
        formula="responses about the area, by perspective",
    ),
    Measure(
        code="QN3",
        name="Response rate",
        asks=Asks.HOW_MUCH,
        unit=Unit.PERCENT,
        formula="invitations answered / invitations delivered (bounced left out), by agency",
    ),
    Measure(
        code="QN9",
        name="Group sessions",
        asks=Asks.HOW_MUCH,
        unit=Unit.PEOPLE,
        formula="group sessions about the area, each counted once, whoever many were there",
    ),
    Measure(
        code="QL1",
        name="Favourable answers",
        asks=Asks.HOW_WELL,
        unit=Unit.PERCENT,
        formula=f"people favourable / people who answered; {ONE_VOTE}",
        interval=WILSON,
        says={
            _CHILD: "answer favourably",
            _PARENT: "answer favourably",
            _PRACTITIONER: "answer favourably",
            _AUDIT: "are graded well",
            _AGENCY: "are favourable",
        },
    ),
    Measure(
        code="QL3",
        name="How comments lean",
        asks=Asks.HOW_WELL,
        unit=Unit.NET,
        formula="(people positive - people negative) / people who wrote, mixed and neutral too",
        interval="multinomial variance of a difference, 95%",
    ),
    Measure(
        code="QL4",
        name="Gap between views",
        asks=Asks.HOW_WELL,
        unit=Unit.POINTS,
        formula="favourable practitioners - favourable others, on the same 'good' statement",
        interval="Newcombe hybrid score interval, 95%",
        direction=None,
    ),
    Measure(
        code="QL6",
        name="Heard in full",
        asks=Asks.HOW_WELL,
        unit=Unit.PERCENT,
        formula="voices with space, voice, audience and influence written down / voices with words",
        interval=WILSON,
        says=dict.fromkeys(Perspective, "were heard in full: space, voice, audience, influence"),
    ),
    Measure(
        code="QL7",
        name="Told what came of it in time",
        asks=Asks.HOW_WELL,
        unit=Unit.PERCENT,
        formula="voices answered within 20 working days / voices whose reply fell due",
        interval=WILSON,
        says=dict.fromkeys(Perspective, "were told in time what came of it"),
    ),
    Measure(
        code="QL9",
        name="Confidence",
        asks=Asks.HOW_WELL,
        unit=Unit.PERCENT,
        formula=f"people confident / people who answered; {ONE_VOTE}",
        interval=WILSON,
        says={
            _CHILD: "are confident",
            _PARENT: "are confident",
            _PRACTITIONER: "are confident in this work",
            _AUDIT: "show confident practice",
            _AGENCY: "are confident",
        },
    ),
    Measure(
        code="OC1",
        name="Feels safe",
        asks=Asks.DIFFERENCE,
        unit=Unit.PERCENT,
        formula=f"people who feel safe / people who answered; {ONE_VOTE}",
        interval=WILSON,
        says={
            _CHILD: "say they feel safe",
            _PARENT: "say their child is safe",
            _PRACTITIONER: "say the children they work with are safe",
            _AUDIT: "show that the child is safe",
            _AGENCY: "say children are safe",
        },
    ),
    Measure(
        code="OC3",
        name="Moved up the scale",
        asks=Asks.DIFFERENCE,
        unit=Unit.PERCENT,
        formula="people two or more points higher than at first / people who scored twice",
        interval=f"{WILSON}; exact sign test; Hodges-Lehmann interval of the change",
        says={
            _CHILD: "score two or more points higher than at first",
            _PARENT: "score two or more points higher than at first",
            _PRACTITIONER: "score two or more points higher than at first",
            _AUDIT: "score two or more points higher than at first",
            _AGENCY: "score two or more points higher than at first",
        },
    ),
    Measure(
        code="OC4",
        name="Getting better",
        asks=Asks.DIFFERENCE,
        unit=Unit.PERCENT,
        formula=f"people who say things got better / people who answered; {ONE_VOTE}",
        interval=WILSON,
        says={
            _CHILD: "say things have got better",
            _PARENT: "say things have got better for their child",
            _PRACTITIONER: "say things have got better for the children they work with",
            _AUDIT: "show that things got better for the child",
            _AGENCY: "say things have got better for children",
        },
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.code: measure for measure in _ALL})
OUTCOMES = ("OC1", "OC4")  # shares of people, held against the target of an outcome
SHARES = ("QL1", "QL9", *OUTCOMES)
