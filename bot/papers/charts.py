"""The pictures that go into a channel, each as wide as a phone shows.

They have to be printed in black and white, and read by people who see no red or green: so shapes
say whose view it is, and every status has its icon, letter and words. The same chart always gives
the same bytes. Each draws with matplotlib, which takes most of a second to load: the bot's start
and `heard --help` need none.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from analysis.digest.dashboard import Dashboard
from analysis.digest.digest import Digest
from analysis.digest.gap_rows import GapRow, gap_rows
from analysis.digest.grids import Grid
from analysis.digest.lines import Chart
from analysis.digest.trends import Trend, trends_of
from analysis.figures.spreads import Spread, spread_told
from analysis.wording import say

GRIDS = ("whose-views", "evidence")


MOST_TRENDS, MOST_SPREADS, MOST_ON_PAPER = 2, 6, 3


class Drawing(NamedTuple):
    """*draw* gives a PNG; *alt* says what it shows, for those who cannot see it."""

    name: str
    title: str
    alt: str
    draw: Callable[[], bytes]


def dot_and_range(chart: Chart) -> bytes:
    """The chart as a PNG. What it shows stands in *chart.alt*, for those who cannot see it."""
    from bot.papers.drawing.dots import drawn  # noqa: PLC0415

    return drawn(chart)


def chart_of(made: Digest) -> Drawing:
    """The picture under a digest."""
    name, chart = f"{made.area}-{made.period}.png", made.chart
    return Drawing(name, chart.title, chart.alt, partial(dot_and_range, chart))


def board_on_a_page(made: Dashboard) -> bytes:
    """Every content area against the three questions. What it shows stands in *made.alt*."""
    from bot.papers.drawing.boards import drawn  # noqa: PLC0415

    return drawn(made)


def more_charts(made: Digest) -> list[Drawing]:
    """What there is to draw beside dots and ranges: gaps, the quarters, how answers spread."""
    return [*_gaps(made), *_trends(made), *_spreads(made)]


def charts_of_all(made: Dashboard) -> list[Drawing]:
    """The page itself; then who was heard, and where the evidence comes from."""
    page = Drawing(f"all-{made.period}.png", made.title, made.alt, partial(board_on_a_page, made))
    return [
        page,
        *(
            _grid(grid, f"{name}-{made.period}.png")
            for name, grid in zip(GRIDS, made.grids, strict=False)
        ),
    ]


def _of_digest(made: Digest, what: str) -> str:
    """Every picture says when and where: it may be passed on without its message."""
    return say("chart.of_digest", area=made.title, period=made.period_label, what=what)


def titled(made: Digest, trend: Trend) -> Trend:
    return trend.model_copy(update={"title": _of_digest(made, trend.title)})


def _gaps(made: Digest) -> Iterator[Drawing]:
    if rows := gap_rows(made):
        title = _of_digest(made, say("chart.gaps"))
        alt = " ".join(row.text for row in rows)
        yield Drawing(
            f"{made.area}-{made.period}-gaps.png", title, alt, partial(_draw_gaps, title, rows)
        )


def _trends(made: Digest) -> Iterator[Drawing]:
    for place, trend in enumerate(trends_of(made)[:MOST_TRENDS], 1):
        name = f"{made.area}-{made.period}-over-time-{place}.png"
        named = titled(made, trend)
        yield Drawing(name, named.title, named.alt, partial(draw_trend, named))


def _spreads(made: Digest) -> Iterator[Drawing]:
    if spreads := made.spreads[:MOST_SPREADS]:
        title = _of_digest(made, say("chart.spreads"))
        alt = " ".join(spread_told(one) for one in spreads)
        name = f"{made.area}-{made.period}-answers.png"
        yield Drawing(name, title, alt, partial(draw_spreads, title, spreads))


def _grid(grid: Grid, name: str) -> Drawing:
    return Drawing(name, grid.title, grid.alt, partial(draw_grid, grid))


def _draw_gaps(title: str, rows: Sequence[GapRow]) -> bytes:
    from bot.papers.drawing.dumbbells import drawn  # noqa: PLC0415

    return drawn(title, rows)


def draw_trend(trend: Trend) -> bytes:
    from bot.papers.drawing.trends import drawn  # noqa: PLC0415

    return drawn(trend)


def draw_spreads(title: str, spreads: Sequence[Spread]) -> bytes:
    from bot.papers.drawing.bars import drawn  # noqa: PLC0415

    return drawn(title, spreads)


def draw_grid(grid: Grid) -> bytes:
    from bot.papers.drawing.grids import drawn  # noqa: PLC0415

    return drawn(grid)


def draw_grids(grids: Sequence[Grid]) -> bytes:
    """Side by side, as wide as a page."""
    from bot.papers.drawing.grids import beside  # noqa: PLC0415

    return beside(grids)
