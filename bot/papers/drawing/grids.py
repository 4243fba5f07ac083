"""A grid of marks: content areas down, whose views or which ways of gathering across."""

from matplotlib.axes import Axes

from analysis.digest.grids import Grid
from analysis.phrases import shortened
from bot.papers.drawing.pen import FAINT, GROUND, INK, MARK, QUIET, drawable, png, sheet, write
from bot.papers.drawing.phone import (
    DOTS_PER_INCH,
    MARGIN,
    WIDTH,
    draw_title,
    height_of_title,
    title_lines,
)

ROW, NOTE, A_CHARACTER = 0.25, 0.3, 0.082  # inches
NAMES = 50.0  # percent of the width that names take
NAME_CHARACTERS = 34


def drawn(grid: Grid) -> bytes:
    title = title_lines(grid.title)
    head = A_CHARACTER * max((len(one) for one in grid.columns), default=0) + 0.1
    height = height_of_title(title) + head + ROW * len(grid.rows) + NOTE
    axes, figure = sheet(WIDTH, height, MARGIN, (0, 100), DOTS_PER_INCH)
    down = draw_title(axes, title) + head
    across = [_across(place, len(grid.columns)) for place in range(len(grid.columns))]
    for name, place in zip(grid.columns, across, strict=True):
        axes.text(
            place,
            down - 0.06,
            drawable(name),
            rotation=90,
            size=8.5,
            color=INK,
            ha="center",
            va="bottom",
            parse_math=False,
        )
    for number, row in enumerate(grid.rows):
        middle = down + ROW * (number + 0.5)
        if number % 2 == 0:
            axes.fill_between(
                (-1, 101), middle - ROW / 2, middle + ROW / 2, color=GROUND, linewidth=0
            )
        write(
            axes,
            0,
            middle,
            shortened(drawable(row.label.split(" - ")[0].split(" (")[0]), NAME_CHARACTERS),
            size=8.5,
        )
        for place, mark in zip(across, row.marks, strict=True):
            _mark(axes, place, middle, filled=mark)
    words = "● enough were heard to count them   – few or none"
    write(axes, 0, down + ROW * len(grid.rows) + NOTE / 2, words, size=8.5, colour=QUIET)
    return png(figure)


def _across(place: int, columns: int) -> float:
    return NAMES + (100 - NAMES) * (place + 0.5) / columns


def _mark(axes: Axes, across: float, middle: float, *, filled: bool) -> None:
    if filled:
        axes.plot((across,), (middle,), marker="o", markersize=8, color=MARK, clip_on=False)
    else:
        axes.plot((across,), (middle,), marker="_", markersize=6, color=FAINT, markeredgewidth=1.5)
