"""Draws the charts of a paper: one row a line, the width of a page, legible in black and white.

The same visual language as the chart of a digest: shapes say whose view it is, a line is the likely
range, a dashed line the target. The same rows always give the same bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.digest.gap_rows import End, GapRow
from analysis.digest.lines import ChartRow
from analysis.figures.spreads import Part, Spread, part_told
from analysis.phrases import within
from analysis.wording import say
from bot.papers.drawing.bars import Scale, draw_bar, draw_box, of_whom
from bot.papers.drawing.pen import (
    ENDS,
    FAINT,
    GROUND,
    INK,
    MARK,
    QUIET,
    drawable,
    legend_words,
    png,
    shape,
    sheet,
    upright,
    width_of,
    write,
)
from surveys.framework import Perspective

Row = TypeVar("Row")

WIDTH, EDGE = 6.6, 0.06  # inches
DOTS_PER_INCH = 150
ROW, AXIS, LEGEND, TOP = 0.4, 0.22, 0.24, 0.04
LINE = 0.17  # of a label
LEFT, RIGHT = -118.0, 106.0  # where labels begin, in percent of the band, which is 0 to 100
LABEL_CHARACTERS, LABEL_ROOM = 48, 113.0
REACH = 0.12
ENTRY = 4.0  # from a mark of the legend to its words
LEGEND_SIZE, LEGEND_GAP = 7.5, 14.0  # its mark, and what lies between two entries


def shares(rows: Sequence[ChartRow]) -> bytes:
    """Dots with their likely ranges against the target. Without a value, words stand instead."""
    axes, figure, down = _lined([(row, _wrapped(row.label)) for row in rows], _share)
    _axis(axes, down)
    _legend(axes, in_legend(rows), down + AXIS)
    return png(figure)


def in_legend(rows: Sequence[ChartRow]) -> list[Perspective | str]:
    """Only what is drawn: a target that is only proposed has no line."""
    shown = [row for row in rows if row.value is not None]
    seen = [one for one in Perspective if any(row.perspective is one for row in shown)]
    ranges = ["likely_range"] * any(row.low is not None for row in shown)
    return [*seen, *ranges, *["agreed_target"] * any(row.target is not None for row in shown)]


def spreads(rows: Sequence[Spread]) -> bytes:
    """How answers spread: the favourable to the right of a line, the unfavourable to its left."""
    scale = Scale.of(rows, (WIDTH - 2 * EDGE) * 100 / (RIGHT - LEFT), REACH)

    def draw(axes: Axes, row: Spread, label: Sequence[str], middle: float) -> None:
        _lines(axes, label, of_whom(row), middle)
        draw_bar(axes, row, scale, middle)

    axes, figure, down = _lined([(row, _wrapped(row.question)) for row in rows], draw)
    middle, words = down + AXIS + LEGEND / 2, [part_told(part) for part in Part]
    for part, (across, size, word) in zip(Part, _along(axes, words), strict=True):
        draw_box(axes, part, (across, across + ENTRY), middle, REACH / 2)
        write(axes, across + 1.5 * ENTRY, middle, word, size=size)
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
    told = ", ".join(f"{within(end.who)} {_share_of(end)}" for end in ends)
    _lines(axes, label, told, middle)
    _band(axes, middle)
    between = [end.value for end in ends]
    axes.plot(between, (middle, middle), color=MARK, linewidth=2)
    for end in ends:
        shape(axes, end.value, middle, end.perspective, size=9)
        _beside(axes, end, middle, is_left=end.value == min(between))


def _share_of(end: End) -> str:
    return say("counted_percent", percent=f"{end.value:.0f}", base=end.base)


def _beside(axes: Axes, end: End, middle: float, *, is_left: bool) -> None:
    across = end.value - ENTRY if is_left else end.value + ENTRY
    write(axes, across, middle, f"{end.value:.0f}%", size=8, side="right" if is_left else "left")


def _lines(axes: Axes, label: Sequence[str], told: str, middle: float) -> None:
    """What it is, over its numbers."""
    down = middle - LINE * len(label) / 2
    for line in label:
        write(axes, LEFT, down, line, size=8, weight="bold", room=LABEL_ROOM)
        down += LINE
    write(axes, LEFT, down, told, size=8, room=LABEL_ROOM)


def _band(axes: Axes, middle: float) -> None:
    axes.fill_between((0, 100), middle - REACH, middle + REACH, color=GROUND, linewidth=0)
    for grid in ENDS:
        upright(axes, grid, middle, REACH, colour=FAINT, width=0.8)


def _axis(axes: Axes, down: float) -> None:
    for end in ENDS:
        write(axes, end, down + AXIS / 3, f"{end}%", size=7.5, colour=QUIET, side="center")


def _legend(axes: Axes, entries: Sequence[Perspective | str], down: float) -> None:
    middle, words = down + LEGEND / 2, [_words(entry) for entry in entries]
    for entry, (start, size, word) in zip(entries, _along(axes, words), strict=True):
        across = start + 2
        match entry:
            case Perspective():
                shape(axes, across, middle, entry, size=7)
            case "agreed_target":
                upright(axes, across, middle, 0.08, colour=INK, width=1.6, dashed=True)
            case _:
                axes.plot((across - 2, across + 2), (middle, middle), color=MARK, linewidth=2)
        write(axes, across + ENTRY, middle, word, size=size)


def _words(entry: Perspective | str) -> str:
    return legend_words(entry) if isinstance(entry, Perspective) else say(f"chart.{entry}")


def _along(axes: Axes, words: Sequence[str]) -> Iterator[tuple[float, float, str]]:
    """Where each entry of a legend begins, and how large its words are so that all have room."""
    gaps = len(words) * LEGEND_GAP
    needed = sum(width_of(axes, word, LEGEND_SIZE) for word in words)
    size = LEGEND_SIZE * min(1, (RIGHT - LEFT - gaps) / max(needed, 1))
    across = LEFT
    for word in words:
        yield across, size, word
        across += LEGEND_GAP + width_of(axes, word, size)
