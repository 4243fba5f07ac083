"""Where practitioners and others see the same 'good' statement differently."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from analysis.figures import Figure
from analysis.linking import FAVOURABLE_SHARE, Topic
from analysis.status import Clarity
from surveys.framework import Perspective
from surveys.values import Value

OTHERS = (
    Perspective.CHILD,
    Perspective.PARENT_CARER,
    Perspective.AUDIT,
    Perspective.AGENCY_SELF,
)


class TwoViews(NamedTuple):
    """The two topics that a gap lies between."""

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


def views_to_compare(asked: Iterable[Topic]) -> tuple[TwoViews, ...]:
    """Practitioners beside each other perspective asked on the same statement."""
    topics = dict.fromkeys(topic for topic in asked if topic.measure == FAVOURABLE_SHARE)
    return tuple(
        TwoViews(topic, topic._replace(perspective=other))
        for topic in topics
        if topic.perspective is Perspective.PRACTITIONER
        for other in OTHERS
        if topic._replace(perspective=other) in topics
    )


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
