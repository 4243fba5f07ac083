"""All the pictures of a paper, drawn once for all of its forms."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from analysis.paper.paper import Card, Paper
from bot.papers.charts import (
    MOST_ON_PAPER,
    draw_grids,
    draw_trend,
    titled,
)
from bot.papers.illustrated import GRIDS, answers, dots, gaps, in_short, over_time, rows_in_short


def pictures_to_draw(paper: Paper) -> Mapping[str, Callable[[], bytes]]:
    """By name, what draws each; so that whoever waits can be told how far it is."""
    drawings = dict(drawing for card in paper.cards for drawing in _of(card))
    if not paper.grids:
        return drawings
    return drawings | {GRIDS: partial(draw_grids, paper.grids)}


def _of(card: Card) -> Iterator[tuple[str, Callable[[], bytes]]]:
    # Loads matplotlib, which takes most of a second: only a paper with pictures needs it.
    from bot.papers.drawing import strips  # noqa: PLC0415

    one = card.digest
    if card.in_front and (rows := rows_in_short(card)):
        yield in_short(card), partial(strips.shares, rows)
    if any(row.value is not None for row in one.chart.rows):
        yield dots(card), lambda: strips.shares(one.chart.rows)
    if card.gaps:
        yield gaps(card), lambda: strips.pairs(card.gaps)
    for place, trend in enumerate(card.trends):
        if trend.series.reading.limits:
            yield over_time(card, place), partial(draw_trend, titled(one, trend))
    if one.spreads:
        yield answers(card), lambda: strips.spreads(one.spreads[:MOST_ON_PAPER])
