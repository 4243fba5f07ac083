"""Draws the charts of a paper: one row a line, the width of a page, legible in black and white.

The same visual language as the chart of a digest: shapes say whose view it is, a line is the likely
range, a dashed line the target. The same rows always give the same bytes.
"""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.digest.gap_rows import End, GapRow
from analysis.digest.lines import ChartRow
from analysis.figures.spreads import Part, Spread
from bot.papers.drawing.bars import Scale, draw_bar, draw_box, of_whom
from bot.papers.drawing.pen import (
    ENDS,
    FAINT,
    GROUND,
    INK,
    MARK,
    QUIET,
    WHOSE,
    drawable,
    png,
    shape,
    sheet,
    upright,
    write,
)
from surveys.framework import Perspective

Row = TypeVar("Row")

WIDTH, EDGE = 6.6, 0.06  # inches
DOTS_PER_INCH = 150
ROW, AXIS, LEGEND, TOP = 0.4, 0.22, 0.24, 0.04
LINE = 0.17  # of a label
LEFT, RIGHT = -118.0, 106.0  # where labels begin, in percent of the band, which is 0 to 100
LABEL_CHARACTERS = 48
REACH = 0.12
ENTRY = 4.0  # from a mark of the legend to its words
A_CHARACTER = 1.75


def shares(rows: Sequence[ChartRow]) -> bytes:
    """Dots with their likely ranges against the target. Without a value, words stand instead."""
    axes, figure, down = _lined([(row, _wrapped(row.label)) for row in rows], _share)
    _axis(axes, down)
    shown = [row for row in rows if row.value is not None]
    seen = [one for one in Perspective if any(row.perspective is one for row in shown)]
    _legend(axes, [*seen, "likely range (95%)", "target, as agreed"], down + AXIS)
    return png(figure)


def spreads(rows: Sequence[Spread]) -> bytes:
    """How answers spread: the favourable to the right of a line, the unfavourable to its left."""
    scale = Scale.of(rows, (WIDTH - 2 * EDGE) * 100 / (RIGHT - LEFT), REACH)

    def draw(axes: Axes, row: Spread, label: Sequence[str], middle: float) -> None:
        _lines(axes, label, of_whom(row), middle)
        draw_bar(axes, row, scale, middle)

    axes, figure, down = _lined([(row, _wrapped(row.question)) for row in rows], draw)
    across, middle = LEFT, down + AXIS + LEGEND / 2
    for part in Part:
        draw_box(axes, part, (across, across + ENTRY), middle, REACH / 2)
        write(axes, across + 1.5 * ENTRY, middle, part.value, size=7.5)
        across += 2 * ENTRY + len(part.value) * A_CHARACTER + 6
    return png(figure)


def pairs(rows: Sequence[GapRow]) -> bytes:
    """Practitioners and others on one line each, joined where they differ."""
    axes, figure, down = _lined([(row, _wrapped(row.label)) for row in rows], _pair)
    _axis(axes, down)
    seen = {end.perspective for row in rows for end in (row.practitioners, row.others)}
    _legend(axes, [one for one in Perspective if one in seen], down + AXIS)
    return png(figure)


def _lined(
    rows: Sequence[tuple[Row, Sequence[str]]],
    draw: Callable[[Axes, Row, Sequence[str], float], None],
) -> tuple[Axes, Figure, float]:
    """A page with the rows beneath each other, each with its label; and how far down they reach."""
    height = sum(_height(label) for _, label in rows)
    axes, figure = sheet(WIDTH, TOP + height + AXIS + LEGEND, EDGE, (LEFT, RIGHT), DOTS_PER_INCH)
    down = TOP
    for row, label in rows:
        draw(axes, row, label, down + _height(label) / 2)
        down += _height(label)
    return axes, figure, down


def _wrapped(label: str) -> list[str]:
    return wrap(drawable(label), LABEL_CHARACTERS) or [""]


def _height(label: Sequence[str]) -> float:
    return ROW + LINE * (len(label) - 1)


def _share(axes: Axes, row: ChartRow, label: Sequence[str], middle: float) -> None:
    sign = f"{row.sign.icon} {row.sign.letter}  " if row.sign and row.value is not None else ""
    _lines(axes, label, f"{sign}{row.words}", middle)
    if row.value is None:
        return
    _band(axes, middle)
    if row.low is not None and row.high is not None:
        axes.plot((row.low, row.high), (middle, middle), color=MARK, linewidth=2)
        for end in (row.low, row.high):
            upright(axes, end, middle, 0.05, width=2)
    if row.target is not None:
        upright(axes, row.target, middle, REACH + 0.03, colour=INK, width=1.6, dashed=True)
    shape(axes, row.value, middle, row.perspective, size=9)


def _pair(axes: Axes, row: GapRow, label: Sequence[str], middle: float) -> None:
    """Its label in full: whether both were asked the same stands at its end."""
    ends = (row.practitioners, row.others)
    told = ", ".join(f"{end.who.lower()} {end.value:.0f}% of {end.base}" for end in ends)
    _lines(axes, label, told, middle)
    _band(axes, middle)
    between = [end.value for end in ends]
    axes.plot(between, (middle, middle), color=MARK, linewidth=2)
    for end in ends:
        shape(axes, end.value, middle, end.perspective, size=9)
        _beside(axes, end, middle, is_left=end.value == min(between))


def _beside(axes: Axes, end: End, middle: float, *, is_left: bool) -> None:
    across = end.value - ENTRY if is_left else end.value + ENTRY
    write(axes, across, middle, f"{end.value:.0f}%", size=8, side="right" if is_left else "left")


def _lines(axes: Axes, label: Sequence[str], told: str, middle: float) -> None:
    """What it is, over its numbers."""
    down = middle - LINE * len(label) / 2
    for line in label:
        write(axes, LEFT, down, line, size=8, weight="bold")
        down += LINE
    write(axes, LEFT, down, drawable(told), size=8)


def _band(axes: Axes, middle: float) -> None:
    axes.fill_between((0, 100), middle - REACH, middle + REACH, color=GROUND, linewidth=0)
    for grid in ENDS:
        upright(axes, grid, middle, REACH, colour=FAINT, width=0.8)


def _axis(axes: Axes, down: float) -> None:
    for end in ENDS:
        write(axes, end, down + AXIS / 3, f"{end}%", size=7.5, colour=QUIET, side="center")


def _legend(axes: Axes, entries: Sequence[Perspective | str], down: float) -> None:
    across, middle = LEFT + 2, down + LEGEND / 2
    for entry in entries:
        match entry:
            case Perspective():
                shape(axes, across, middle, entry, size=7)
                words = WHOSE[entry]
            case "target, as agreed":
                upright(axes, across, middle, 0.08, colour=INK, width=1.6, dashed=True)
                words = entry
            case _:
                axes.plot((across - 2, across + 2), (middle, middle), color=MARK, linewidth=2)
                words = entry
        write(axes, across + ENTRY, middle, words, size=7.5)
        across += ENTRY + len(words) * A_CHARACTER + 6
