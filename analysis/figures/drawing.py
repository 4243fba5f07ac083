"""What a digest draws of the quarters before: each point is told as a figure of its own quarter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from analysis.disclosure.ledger import Marks
from analysis.disclosure.suppression import Audience
from analysis.evidence.facts import Facts
from analysis.evidence.linking import Topic
from analysis.evidence.votes import Votes, votes_in
from analysis.figures.asked import Places
from analysis.figures.desk import Desk
from analysis.figures.headlines import headlines
from analysis.figures.knowing import Known, Left, all_of, named
from analysis.figures.measuring import Picture
from analysis.figures.series import (
    Point,
    Points,
    drawn_over_time,
    point_as_told,
    points_of,
    topic_of,
)
from analysis.figures.shares import add_shares, shares_of
from surveys.evidence import Evidence
from surveys.framework import ContentArea
from surveys.measures import Formula
from surveys.periods import Period


class Drawn(NamedTuple):
    """A point, and the figure that tells it; without one, it may be drawn as it is."""

    point: Point
    left: Left | None = None


def drawn(desk: Desk, facts: Facts, votes: Votes, mark: Marks) -> dict[Topic, Drawn]:
    """Every share of the desk's quarter, as if none had ever been told."""
    shares = shares_of(desk, facts, votes, before=Votes())
    for measure in desk.measures.by(Formula.SHARE):
        add_shares(desk, measure, shares)
    left = {topic_of(one.figure): one for one in _left(desk, facts, mark)}
    points = points_of(votes, desk.period, desk.audience)
    return {topic: Drawn(point, left.get(topic)) for topic, point in points.items()}


def quarter_drawn(
    area: ContentArea, quarter: Period, evidence: Evidence, audience: Audience, mark: Marks
) -> dict[Topic, Drawn]:
    """The same of *evidence*. The area is as agreed for the quarter."""
    facts = Facts(area, evidence)
    desk = Desk(area, quarter, audience, facts.measures)
    return drawn(desk, facts, votes_in(facts, quarter), mark)


def judged(
    told: Picture, quarters: Sequence[Mapping[Topic, Drawn]], known: Known, today: date
) -> tuple[tuple[Points, ...], dict[str, Left]]:
    """What may be drawn beside the figures that are *told*, and what leaves with it.

    Of each share the quarters that asked the same; of the one before these only that it asked
    something else.
    """
    points: list[dict[Topic, Point]] = [{} for _ in quarters]
    left: dict[str, Left] = {}
    now = points_of(told.votes, told.period, told.audience)
    for figure in drawn_over_time(headlines(told), told.measures):
        topic = topic_of(figure)
        for quarter, found in reversed([*zip(quarters, points, strict=True)]):
            if (one := quarter.get(topic)) is None:
                continue
            if one.point.asked != now[topic].asked:
                found[topic] = point_as_told(one.point, None)
                break
            found[topic] = _judged(one, known, today, left)
    return tuple(points), left


def _judged(one: Drawn, known: Known, today: date, left: dict[str, Left]) -> Point:
    """As it was told before; or if it may be; or without a value."""
    if one.left is None:
        return one.point
    figure = one.left.figure
    if before := known.latest(figure):
        return point_as_told(one.point, before.figure)
    if not known.may_leave(one.left.sums[0], is_share=True):
        return point_as_told(one.point, None)
    left[figure.id] = replace(one.left, on=today, readers=known.readers)
    known.note(left[figure.id])
    return one.point


def _left(desk: Desk, facts: Facts, mark: Marks) -> Iterator[Left]:
    places = Places(facts, (desk.period,))
    for figure in desk.figures.values():
        if figure.is_shown:
            behind, counted = desk.behind[figure.id], desk.counted[figure.id]
            sets = named(facts, behind, [counted], mark)
            yield Left(
                figure,
                all_of(sets[0]),
                named=sets,
                asked=places.of(figure, behind),
            )
