"""Where practitioners and others see the same 'good' statement differently."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from analysis.evidence.linking import Topic
from analysis.figures.figure import Figure
from analysis.figures.status import Clarity
from surveys.framework import Perspective
from surveys.measures import Measure
from surveys.values import Value

OTHERS = (
    Perspective.CHILD,
    Perspective.PARENT_CARER,
    Perspective.AUDIT,
    Perspective.AGENCY_SELF,
)


class TwoViews(NamedTuple):
    """The measure of a gap, and the two topics that it lies between."""

    measure: str
    practitioner: Topic
    other: Topic


class Gap(Value):
    """*figure* is the difference, practitioners less the others, of the two figures beside it."""

    figure: Figure
    practitioner: Figure
    other: Figure

    @property
    def is_clear(self) -> bool:
        return self.figure.clarity is Clarity.CLEAR

    @property
    def points(self) -> float:
        return self.figure.value or 0.0


def views_to_compare(measure: Measure, asked: Iterable[Topic]) -> tuple[TwoViews, ...]:
    """Practitioners beside each other perspective asked on the same statement.

    Like with like: where both were asked whether life got better, that is compared, and not all
    that either was asked. What is compared is in the order of *measure*, the most alike first.
    """
    theirs = [other for other in OTHERS if measure.is_of(other)]
    topics = dict.fromkeys(asked)
    return tuple(
        view
        for topic in topics
        if topic.perspective is Perspective.PRACTITIONER and topic.measure == measure.compares[-1]
        for other in theirs
        if (view := _most_alike(measure, topic, other, topics)) is not None
    )


def _most_alike(
    measure: Measure, topic: Topic, other: Perspective, topics: Collection[Topic]
) -> TwoViews | None:
    for code in measure.compares:
        ours = topic._replace(measure=code)
        theirs = ours._replace(perspective=other)
        if ours in topics and theirs in topics:
            return TwoViews(measure.code, ours, theirs)
    return None


def gap(figure: Figure, figures: Mapping[str, Figure]) -> Gap:
    """The gap of a figure that was derived from two of these *figures*."""
    practitioner, other = (figures[one] for one in figure.derived_from)
    return Gap(figure=figure, practitioner=practitioner, other=other)


def clear_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Those that may be told, children's first, then the widest."""
    return tuple(
        sorted(
            (one for one in gaps if one.is_clear),
            key=lambda one: (
                OTHERS.index(one.other.perspective or Perspective.CHILD),
                -abs(one.points),
                one.figure.id,
            ),
        )
    )
