"""A share over the quarters, read as a process (XmR): its mean, its limits, its signals.

A quarter whose share may not be told has no point, and the line breaks there.
"""

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes

from analysis.digest.trends import Trend
from analysis.figures.series import Point
from analysis.wording import say
from bot.papers.drawing.pen import (
    COLOURS,
    ENDS,
    FAINT,
    GROUND,
    INK,
    MARK,
    QUIET,
    drawable,
    png,
    shape,
    sheet,
    write,
)
from bot.papers.drawing.phone import (
    DOTS_PER_INCH,
    LABEL_LINE,
    MARGIN,
    WIDTH,
    WORDS_LINE,
    draw_title,
    height_of_title,
    label_lines,
    title_lines,
)

PLOT, QUARTERS, LEGEND = 1.9, 0.42, 0.24  # inches
LEFT, RIGHT = 9.0, 88.0  # of the plot, in percent of the width
MOST_LABELS = 6


def drawn(trend: Trend) -> bytes:
    title, words = title_lines(trend.title), label_lines(trend.told, 56)
    height = height_of_title(title) + WORDS_LINE * (len(words) + len(trend.marks))
    height += PLOT + QUARTERS + LEGEND
    axes, figure = sheet(WIDTH, height, MARGIN, (0, 100), DOTS_PER_INCH)
    down = draw_title(axes, title)
    for mark in trend.marks:
        hue = COLOURS[mark.colour]
        write(
            axes,
            1.2,
            down + WORDS_LINE / 2,
            mark.icon,
            size=9,
            weight="bold",
            colour=hue,
            framed=True,
        )
        write(axes, 8, down + WORDS_LINE / 2, drawable(mark.words), size=10, weight="bold")
        down += WORDS_LINE
    for line in words:
        write(axes, 0, down + WORDS_LINE / 2, line, size=9.5)
        down += WORDS_LINE
    _plot(axes, trend, down + 0.12)
    _legend(axes, trend, down + 0.12 + PLOT + QUARTERS)
    return png(figure)


def _plot(axes: Axes, trend: Trend, top: float) -> None:
    bottom = top + PLOT - 0.1
    axes.fill_between((LEFT, RIGHT), top, bottom, color=GROUND, linewidth=0)
    for end in ENDS:
        level = _down(end, top, bottom)
        axes.plot((LEFT, RIGHT), (level, level), color=FAINT, linewidth=0.8)
        write(axes, LEFT - 1.5, level, f"{end}%", size=8, colour=QUIET, side="right")
    if limits := trend.series.reading.limits:
        _level(axes, limits.mean, top, bottom, "chart.mean", solid=True)
        for value in (limits.lower, limits.upper):
            if 0 <= value <= 100:  # noqa: PLR2004 - percent
                _level(axes, value, top, bottom, "chart.limit", solid=False)
    if trend.series.target is not None:
        level = _down(trend.series.target, top, bottom)
        axes.plot((LEFT, RIGHT), (level, level), color=INK, linewidth=2, linestyle=(0, (1.6, 1)))
        write(axes, RIGHT + 1.2, level, say("chart.target"), size=8, side="left")
    _points(axes, trend, top, bottom)


def _level(axes: Axes, value: float, top: float, bottom: float, name: str, *, solid: bool) -> None:
    level = _down(value, top, bottom)
    style = "solid" if solid else (0, (6, 3))
    axes.plot((LEFT, RIGHT), (level, level), color=QUIET, linewidth=1.1, linestyle=style)
    write(axes, RIGHT + 1.2, level, say(name, percent=f"{value:.0f}"), size=8, colour=QUIET)


def _points(axes: Axes, trend: Trend, top: float, bottom: float) -> None:
    points = trend.series.points
    places = [LEFT + (RIGHT - LEFT) * (place + 0.5) / len(points) for place in range(len(points))]
    for run in _runs(points):
        across = [places[place] for place in run]
        levels = [_down(points[place].value or 0, top, bottom) for place in run]
        axes.plot(across, levels, color=MARK, linewidth=1.4)
    signals = iter(trend.series.reading.signals)
    for place, point in enumerate(points):
        if point.value is None:
            continue
        level = _down(point.value, top, bottom)
        is_signal = bool(next(signals, ()))
        if trend.series.perspective:
            shape(axes, places[place], level, trend.series.perspective, size=10 if is_signal else 7)
        if is_signal:
            axes.plot(
                (places[place],), (level,), marker="o", markersize=15, color=INK, fillstyle="none"
            )
    for place in _labelled(len(points)):
        _quarter(axes, points[place], places[place], bottom)


def _quarter(axes: Axes, point: Point, across: float, bottom: float) -> None:
    year, _, quarter = point.period.partition("-")
    write(axes, across, bottom + 0.13, quarter or year, size=8, colour=QUIET, side="center")
    if quarter:
        write(axes, across, bottom + 0.28, year, size=7.5, colour=QUIET, side="center")


def _runs(points: Sequence[Point]) -> Iterator[list[int]]:
    """Neighbours that can be told, by their places."""
    run: list[int] = []
    for place, point in enumerate(points):
        if point.value is None:
            if run:
                yield run
            run = []
        else:
            run.append(place)
    if run:
        yield run


def _labelled(points: int) -> range:
    """The latest, and as many before it as there is room for."""
    step = max(1, -(-points // MOST_LABELS))
    return range((points - 1) % step, points, step)


def _down(value: float, top: float, bottom: float) -> float:
    return bottom - (bottom - top) * value / 100


def _legend(axes: Axes, trend: Trend, down: float) -> None:
    told = [say("chart.ring")] if any(trend.series.reading.signals) else []
    if any(point.value is None for point in trend.series.points):
        told.append(say("chart.no_point"))
    if trend.series.cut:
        told.append(say("chart.cut"))
    write(axes, 0, down + LABEL_LINE / 3, "; ".join(told), size=8.5, colour=QUIET)
