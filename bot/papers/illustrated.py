"""The pictures of a paper, each with what it says in words, and the table beneath."""

from collections.abc import Iterator

from analysis.digest.grids import Grid
from analysis.digest.lines import ChartRow
from analysis.digest.trends import Trend
from analysis.figures.series import Point
from analysis.figures.spreads import spread_told
from analysis.paper.paper import Card, Paper
from analysis.phrases import listed, shortened
from bot.papers.blocks import Block, Picture, Table
from bot.papers.charts import MOST_ON_PAPER

GRIDS = "grids.png"
FULL = 100  # percent of the page
TREND = 60  # drawn for a phone, whose letters are larger
HEARD = "Whose views were heard, and where the evidence comes from"
MOST_IN_SHORT = 3  # shares in the picture of a card in short
LONGEST_IN_SHORT = 48  # characters of a label: a line; the table above has it in full
MOST_QUARTERS = 6  # in a table; the picture has all


def dots(card: Card) -> str:
    """The name of the picture of a content area's shares against their targets."""
    return f"{card.digest.area}-shares.png"


def gaps(card: Card) -> str:
    return f"{card.digest.area}-gaps.png"


def over_time(card: Card, place: int) -> str:
    return f"{card.digest.area}-over-time-{place}.png"


def answers(card: Card) -> str:
    return f"{card.digest.area}-answers.png"


def in_short(card: Card) -> str:
    return f"{card.digest.area}-in-short.png"


def rows_in_short(card: Card) -> tuple[ChartRow, ...]:
    """Of the shares that are drawn in full, a few of those that the card in short tells."""
    one = card.digest
    rows = (*one.children, *(row for part in one.questions for row in part.rows))
    told = {figure for row in rows for figure in row.figures}
    drawn = [row for row in one.chart.rows if row.figure in told and row.value is not None]
    return tuple(
        row.model_copy(update={"label": shortened(row.label, LONGEST_IN_SHORT)})
        for row in drawn[:MOST_IN_SHORT]
    )


def in_short_shown(card: Card) -> Iterator[Block]:
    if rows := rows_in_short(card):
        alt = " ".join(row.text for row in rows)
        caption = f"{card.digest.title}: shares of people, with their likely range"
        yield Picture(name=in_short(card), caption=caption, alt=alt, width=FULL)


def shares_shown(card: Card) -> Iterator[Block]:
    chart = card.digest.chart
    if any(row.value is not None for row in chart.rows):
        yield Picture(name=dots(card), caption=chart.title, alt=chart.alt, width=FULL)


def gaps_shown(card: Card) -> Iterator[Block]:
    if card.gaps:
        alt = " ".join(row.text for row in card.gaps)
        caption = f"{card.digest.title}: where practitioners and others see it differently"
        yield Picture(name=gaps(card), caption=caption, alt=alt, width=FULL)


def trends_shown(card: Card) -> Iterator[Block]:
    """Those with limits are drawn; the quarters of all stand in the table beneath."""
    for place, trend in enumerate(card.trends):
        if not trend.series.reading.limits:
            continue
        yield Picture(
            name=over_time(card, place),
            caption=f"{card.digest.title}: {trend.title}",
            alt=trend.alt,
            width=TREND,
        )
    if card.trends:
        yield _quarters(card)


def spreads_shown(card: Card) -> Iterator[Block]:
    if card.digest.spreads:
        alt = " ".join(spread_told(one) for one in card.digest.spreads[:MOST_ON_PAPER])
        caption = f"{card.digest.title}: how answers spread"
        yield Picture(name=answers(card), caption=caption, alt=alt, width=FULL)


def grids_shown(paper: Paper) -> Iterator[Block]:
    """Whose views were heard and where the evidence comes from: drawn, then in a table."""
    if paper.grids:
        yield Picture(
            name=GRIDS,
            caption=f"{HEARD}, {paper.period_label}",
            alt=" ".join(f"{grid.title}: {grid.alt}" for grid in paper.grids),
            width=FULL,
        )
        yield Table(
            caption=HEARD,
            head=("Content area", *(grid.heading for grid in paper.grids)),
            rows=tuple(
                (
                    rows[0].label,
                    *(
                        _marked(grid, row.marks)
                        for grid, row in zip(paper.grids, rows, strict=True)
                    ),
                )
                for rows in zip(*(grid.rows for grid in paper.grids), strict=True)
            ),
            widths=(26, 26, 48),
        )


def _marked(grid: Grid, marks: tuple[bool, ...]) -> str:
    return (
        listed([name for name, mark in zip(grid.columns, marks, strict=True) if mark])
        or "few or none"
    )


def _quarters(card: Card) -> Table:
    periods = sorted({point.period for trend in card.trends for point in trend.series.points})
    shown = periods[-MOST_QUARTERS:]
    return Table(
        caption=f"{card.digest.title}: the last quarters",
        head=("Share of people", *shown),
        rows=tuple(_of_quarters(trend, shown) for trend in card.trends),
        widths=(40, *(60 // len(shown) for _ in shown)),
    )


def _of_quarters(trend: Trend, periods: list[str]) -> tuple[str, ...]:
    points = {point.period: point for point in trend.series.points}
    return (trend.name, *(_told(points.get(one)) for one in periods))


def _told(point: Point | None) -> str:
    if point is None or point.value is None:
        return "–"
    return f"{point.value:.0f}% of {point.base}"
