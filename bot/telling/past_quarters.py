"""What a digest may draw of the quarters before: as it was told, or as today's answers are."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from analysis.digest.digest import points_kept
from analysis.disclosure.suppression import Audience
from analysis.evidence.linking import Topic
from analysis.figures.drawing import Drawn, quarter_drawn
from analysis.figures.figure import Figure
from analysis.figures.series import point_as_told
from bot.deps import Deps
from bot.telling.evidence import Gathered, evidence_about
from bot.telling.good import framework_of
from bot.telling.ledger import marks_of, told_before
from bot.telling.picturing import QUARTERS_IN_A_YEAR, Wanted, kept_for
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.values import AreaId

MOST_QUARTERS = 16

Quarter: TypeAlias = Mapping[Topic, Drawn]
Past: TypeAlias = Sequence[Quarter]
PastOfAll: TypeAlias = dict[AreaId, Past]


async def past_told(deps: Deps, wanted: Wanted, readers: Audience) -> Past:
    """The quarters before, of one content area; nothing before a year, which overlaps them."""
    if wanted.period.quarter is None:
        return ()
    return (await past_of(deps, [wanted.area], wanted.period, wanted.audience, readers))[
        wanted.area.id
    ]


async def past_of(
    deps: Deps,
    areas: Sequence[ContentArea],
    period: Period,
    audience: Audience,
    readers: Audience,
) -> PastOfAll:
    """What may be drawn of the quarters before, oldest first; those not asked left out.

    The last quarter is there only as it was kept: a digest reads it anyway. It goes back four
    years, or to a year in which nothing was asked. What *readers* were told of a quarter stands as
    it was told.
    """
    found: dict[AreaId, list[Quarter]] = {area.id: [] for area in areas}
    told = {area.id: await told_before(deps, area.id, audience, readers, period) for area in areas}
    quarter, silent = period, 0
    for _ in range(MOST_QUARTERS):
        quarter = quarter.previous
        good = await framework_of(deps, quarter.last_day)
        gathered = Gathered(deps)  # a quarter at a time, because together they are the whole store
        silent += 1
        for area in areas:
            if quarter == period.previous and not await kept_for(deps, area, quarter, audience):
                silent = 0
            elif points := await _quarter(
                deps, good.area(area.id), quarter, audience, None if areas == [area] else gathered
            ):
                found[area.id].insert(0, _as_told(points, told[area.id]))
                silent = 0
        if silent == QUARTERS_IN_A_YEAR:
            break
    return {area: tuple(quarters) for area, quarters in found.items()}


def _as_told(quarter: Quarter, told: Mapping[str, Figure]) -> Quarter:
    return {
        topic: Drawn(point_as_told(one.point, told[one.left.figure.id]))
        if one.left and one.left.figure.id in told
        else one
        for topic, one in quarter.items()
    }


def first_year_of(*several: Past | None) -> int | None:
    """The first in which there is something to draw that has not been told yet."""
    return min(
        (
            Period.parse(one.point.period).year
            for past in several
            for quarter in past or ()
            for one in quarter.values()
            if one.left
        ),
        default=None,
    )


async def _quarter(
    deps: Deps, area: ContentArea, quarter: Period, audience: Audience, gathered: Gathered | None
) -> Quarter:
    if kept := await kept_for(deps, area, quarter, audience):
        return {topic: Drawn(point) for topic, point in points_kept(kept.digest).items()}
    if gathered:
        evidence = await gathered.of(area, quarter)
    else:
        evidence = await evidence_about(deps, area, quarter)
    return await asyncio.to_thread(
        quarter_drawn, area, quarter, evidence, audience, await marks_of(deps)
    )
