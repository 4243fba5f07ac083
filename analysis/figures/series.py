"""A share of people over the quarters, read as a process: signal or noise.

Each point is the figure of its own quarter, as its audience may see it, so that a series tells
nothing that the quarters did not. Points never overlap: rolling periods would look like trends.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Annotated

from pydantic import Field, FiniteFloat

from analysis.disclosure.suppression import Audience, Percentage
from analysis.evidence.linking import Topic
from analysis.evidence.votes import Votes
from analysis.figures.figure import Figure, FigureId, Flag
from analysis.figures.told import released
from analysis.statistics import Process, process
from surveys.framework import Perspective
from surveys.measures import Direction, Formula, Measures
from surveys.periods import Period
from surveys.values import StatementId, Value

IN_ASKED = 8  # characters of a hash


class Point(Value):
    """One quarter's share in percent; without a *value* it may not be told, or not as a share.

    *asked* stands for the questions behind it: only points that asked the same are compared.
    """

    period: str
    value: FiniteFloat | None = None
    base: int | None = None
    asked: str


Points = Mapping[Topic, Point]  # of one quarter, whatever was asked in it


class Series(Value):
    """What *points*, oldest first, say together. *reading* is of those that have a value.

    *cut*: earlier quarters asked in other words, and are left out.
    """

    figure: FigureId
    measure: str
    statement: StatementId | None = None
    perspective: Perspective | None = None
    target: int | None = None
    points: Annotated[tuple[Point, ...], Field(min_length=1)]
    cut: bool = False
    reading: Process

    @property
    def told(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.value is not None)

    @property
    def topic(self) -> tuple[str, StatementId | None, Perspective | None]:
        return self.measure, self.statement, self.perspective


def points_of(votes: Votes, period: Period, audience: Audience) -> Points:
    return {topic: _point(votes, topic, period, audience) for topic in votes.asked}


def ends_with(past: Sequence[Points], quarter: Period) -> bool:
    return any(one.period == str(quarter) for last in past[-1:] for one in last.values())


def points_as_told(points: Points, told: Iterable[Figure]) -> Points:
    """Each point as its figure was told; those of other periods play no part.

    A figure over several quarters together tells no share of one of them.
    """
    figures = {
        (one.measure, one.statement, one.perspective, one.period): one
        for one in told
        if one.agency is None
    }
    return {
        topic: point_as_told(point, figures[own])
        if (own := (*topic, point.period)) in figures
        else point
        for topic, point in points.items()
    }


def point_as_told(point: Point, figure: Figure | None) -> Point:
    """Without a value unless the figure told one, of this quarter alone."""
    value = figure.value if figure and figure.is_shown and not figure.pooled else None
    base = figure.base if figure and value is not None else None
    return point.model_copy(update={"value": value, "base": base})


def topic_of(figure: Figure) -> Topic:
    assert figure.perspective is not None, "a share is of one perspective"
    return Topic(figure.measure, figure.statement, figure.perspective)


def drawn_over_time(figures: Iterable[Figure], measures: Measures) -> list[Figure]:
    """Those that a series is told of: shares that can be told."""
    return [
        one for one in figures if measures[one.measure].formula is Formula.SHARE and one.is_shown
    ]


def series(
    figures: Sequence[Figure], now: Points, past: Sequence[Points], measures: Measures
) -> tuple[Series, ...]:
    """Of each share among *figures* that can be told, with its *past* quarters, oldest first."""
    return tuple(
        one
        for figure in drawn_over_time(figures, measures)
        for one in _series(figure, [*past, now], measures[figure.measure].direction)
    )


def _series(
    figure: Figure, quarters: Sequence[Points], direction: Direction | None
) -> Sequence[Series]:
    topic = topic_of(figure)
    every = [found for points in quarters if (found := points.get(topic))]
    if not every:
        return ()
    first = next(
        (
            place + 1
            for place in range(len(every) - 1, -1, -1)
            if every[place].asked != every[-1].asked
        ),
        0,
    )
    points = tuple(every[first:])
    values = [point.value for point in points if point.value is not None]
    up = None if direction is None else direction is Direction.UP
    target = None if Flag.NOT_AGREED in figure.flags else figure.target
    return (
        Series(
            figure=figure.id,
            measure=figure.measure,
            statement=figure.statement,
            perspective=figure.perspective,
            target=target,
            points=points,
            cut=first > 0,
            reading=process(values, target=target, up_is_good=up),
        ),
    )


def _point(votes: Votes, topic: Topic, period: Period, audience: Audience) -> Point:
    asked = sha256("\x1f".join(sorted(votes.asked[topic])).encode()).hexdigest()[:IN_ASKED]
    point = Point(period=str(period), asked=asked)
    match released(votes.count(topic), audience):
        case Percentage(percent=percent, base=base):
            return point.model_copy(update={"value": percent, "base": base})
        case _:
            return point
