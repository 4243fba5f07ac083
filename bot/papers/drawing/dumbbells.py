"""Gaps between views: practitioners and others on one line each, joined by how far they differ."""

from collections.abc import Sequence
from math import ceil

from matplotlib.axes import Axes

from analysis.digest.gap_rows import End, GapRow
from analysis.wording import say
from bot.papers.drawing.pen import MARK, legend_words, png, shape, sheet, write
from bot.papers.drawing.phone import (
    AXIS_LABELS,
    BAND,
    BETWEEN,
    COLUMN,
    DOTS_PER_INCH,
    LABEL_LINE,
    LEGEND_LINE,
    MARGIN,
    WIDTH,
    WORDS_LINE,
    draw_axis,
    draw_ground,
    draw_label,
    draw_title,
    height_of_title,
    label_lines,
    place_of,
    title_lines,
)
from surveys.framework import Perspective

MOST_LINES = 6  # of a label


def drawn(title: str, rows: Sequence[GapRow]) -> bytes:
    lines, seen = title_lines(title), _seen(rows)
    height = height_of_title(lines) + AXIS_LABELS + LEGEND_LINE * ceil(len(seen) / 2)
    height += sum(LABEL_LINE * len(_label(row)) + 2 * WORDS_LINE + BAND + BETWEEN for row in rows)
    axes, figure = sheet(WIDTH, height, MARGIN, (0, 100), DOTS_PER_INCH)
    down = draw_title(axes, lines)
    for row in rows:
        down = _row(axes, row, down) + BETWEEN
    draw_axis(axes, down)
    for entry, one in enumerate(seen):
        across, middle = place_of(entry, down + AXIS_LABELS)
        shape(axes, across + 2, middle, one, size=8)
        write(axes, across + 6, middle, legend_words(one), size=9, room=COLUMN - 7)
    return png(figure)


def _seen(rows: Sequence[GapRow]) -> list[Perspective]:
    there = {end.perspective for row in rows for end in (row.practitioners, row.others)}
    return [one for one in Perspective if one in there]


def _row(axes: Axes, row: GapRow, down: float) -> float:
    down = draw_label(axes, _label(row), down)
    for end in (row.practitioners, row.others):
        write(axes, 0, down + WORDS_LINE / 2, _told(end), size=10)
        down += WORDS_LINE
    middle = down + BAND / 2
    draw_ground(axes, middle)
    ends = (row.practitioners, row.others)
    axes.plot([end.value for end in ends], (middle, middle), color=MARK, linewidth=2.4)
    for end in ends:
        shape(axes, end.value, middle, end.perspective, size=10)
    return down + BAND


def _label(row: GapRow) -> list[str]:
    """In full: whether both were asked the same stands at its end."""
    return label_lines(row.label, most=MOST_LINES)


def _told(end: End) -> str:
    share = say("counted_percent", percent=f"{end.value:.0f}", base=end.base)
    return f"{end.who}: {share}"
