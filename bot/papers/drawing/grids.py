"""A grid of marks: content areas down, whose views or which ways of gathering across."""

from collections.abc import Sequence
from itertools import compress
from operator import not_

from matplotlib.axes import Axes

from analysis.digest.grids import Grid
from analysis.wording import say
from bot.papers.drawing.pen import (
    FAINT,
    GROUND,
    INK,
    MARK,
    QUIET,
    Side,
    drawable,
    inches_wide,
    png,
    sheet,
    write,
)
from bot.papers.drawing.phone import (
    DOTS_PER_INCH,
    MARGIN,
    WIDTH,
    draw_title,
    height_of_title,
    label_lines,
    title_lines,
)

PAGE, EDGE = 6.6, 0.06  # inches: as wide as the text of a paper
ROW, LINE, NOTE = 0.25, 0.14, 0.3  # inches
SMALL = 8.5
NAMES, NAMES_ON_A_PAGE, BETWEEN = 50.0, 36.0, 3.0  # percent of the width
NAME_CHARACTERS, MOST_NAME_LINES = 34, 2


def drawn(grid: Grid) -> bytes:
    """One grid, as wide as a phone shows, under its title."""
    title, columns = title_lines(grid.title), _columns([grid], NAMES)
    height = height_of_title(title) + _height([grid])
    axes, figure = sheet(WIDTH, height, MARGIN, (0, 100), DOTS_PER_INCH)
    _draw(axes, [grid], columns, draw_title(axes, title))
    return png(figure)


def beside(grids: Sequence[Grid]) -> bytes:
    """Grids of the same content areas side by side, as wide as a page, each under its heading."""
    columns = _columns(grids, NAMES_ON_A_PAGE)
    axes, figure = sheet(PAGE, ROW + _height(grids), EDGE, (0, 100), DOTS_PER_INCH)
    for grid, across in zip(grids, columns, strict=True):
        is_first = across is columns[0]  # it has room where the names begin
        place = across[-1] + BETWEEN / 2 if is_first else across[0] - BETWEEN / 2
        heading = grid.heading
        side: Side = "right" if is_first else "left"
        write(axes, place, ROW / 2, heading, size=SMALL, weight="bold", side=side)
    _draw(axes, grids, columns, ROW)
    return png(figure)


def _columns(grids: Sequence[Grid], names: float) -> list[list[float]]:
    """Where the middle of each column of each grid is."""
    room = 100 - names - BETWEEN * (len(grids) - 1)
    step = room / max(1, sum(len(grid.columns) for grid in grids))
    found, start = [], names
    for grid in grids:
        found.append([start + step * (place + 0.5) for place in range(len(grid.columns))])
        start += step * len(grid.columns) + BETWEEN
    return found


def _height(grids: Sequence[Grid]) -> float:
    return _head(grids) + sum(_row_height(row.label) for row in grids[0].rows) + NOTE


def _head(grids: Sequence[Grid]) -> float:
    return max((inches_wide(one, SMALL) for grid in grids for one in grid.columns), default=0) + 0.1


def _row_height(label: str) -> float:
    return ROW + LINE * (len(_name(label)) - 1)


def _name(label: str) -> list[str]:
    """What stands behind a dash or in brackets is left out: the table beneath has it in full."""
    plain = label.partition(" - ")[0].partition(" (")[0]
    return label_lines(plain, NAME_CHARACTERS, MOST_NAME_LINES)


def _draw(
    axes: Axes, grids: Sequence[Grid], columns: Sequence[Sequence[float]], down: float
) -> None:
    down += _head(grids)
    for grid, across in zip(grids, columns, strict=True):
        for name, place in zip(grid.columns, across, strict=True):
            _heading(axes, place, down - 0.06, name)
    for number, rows in enumerate(zip(*(grid.rows for grid in grids), strict=True)):
        reach = _row_height(rows[0].label) / 2
        if number % 2 == 0:
            axes.fill_between((-1, 101), down, down + 2 * reach, color=GROUND, linewidth=0)
        _write_name(axes, rows[0].label, down + reach, columns[0][0] - BETWEEN)
        for row, across in zip(rows, columns, strict=True):
            _draw_marks(axes, across, down + reach, row.marks)
        down += 2 * reach
    write(axes, 0, down + NOTE / 2, say("grid.legend"), size=SMALL, colour=QUIET)


def _heading(axes: Axes, across: float, down: float, name: str) -> None:
    axes.text(
        across,
        down,
        drawable(name),
        rotation=90,
        size=SMALL,
        color=INK,
        ha="center",
        va="bottom",
        parse_math=False,
    )


def _write_name(axes: Axes, label: str, middle: float, room: float) -> None:
    lines = _name(label)
    down = middle - LINE * (len(lines) - 1) / 2
    for line in lines:
        write(axes, 0, down, line, size=SMALL, room=room)
        down += LINE


def _draw_marks(axes: Axes, across: Sequence[float], middle: float, marks: Sequence[bool]) -> None:
    """All of a row at once: one by one takes longer than all the rest of the picture."""
    filled = list(compress(across, marks))
    empty = list(compress(across, map(not_, marks)))
    axes.plot(
        filled,
        [middle] * len(filled),
        linestyle="none",
        marker="o",
        markersize=8,
        color=MARK,
        clip_on=False,
    )
    axes.plot(
        empty,
        [middle] * len(empty),
        linestyle="none",
        marker="_",
        markersize=6,
        color=FAINT,
        markeredgewidth=1.5,
    )
