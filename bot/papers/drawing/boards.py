"""The dashboard on a page: content areas down, the three questions across, a status in each."""

from textwrap import wrap

from matplotlib.axes import Axes

from analysis.digest.dashboard import Cell, Dashboard, Group, Standing
from analysis.digest.rows import short
from bot.papers.drawing.pen import (
    COLOURS,
    FAINT,
    GROUND,
    INK,
    QUIET,
    Weight,
    drawable,
    png,
    shape,
    sheet,
    write,
)
from bot.papers.drawing.phone import label_lines

DOTS_PER_INCH = 200
WIDTH = 5.2  # inches; about 1,040 pixels
MARGIN = 0.2
TITLE, HEAD, HEADING, AREA, NOTE, END = 0.34, 0.26, 0.32, 0.44, 0.2, 0.18
AT = (0.0, 49.0, 62.5, 81.5)  # name, children heard, how well, what difference; of 100
LINE = 0.15  # of a name
NAME_CHARACTERS, MOST_NAME_LINES, NOTE_CHARACTERS = 29, 2, 84
SIGN_AT = 9.0  # from the beginning of its cell


def drawn(made: Dashboard) -> bytes:
    notes = _notes(made)
    rows = sum(HEADING + sum(map(_height, group.standings)) for group in made.groups)
    height = MARGIN + TITLE + HEAD + rows + NOTE * len(notes) + END
    axes, figure = sheet(WIDTH, height, MARGIN, (0, 100), DOTS_PER_INCH)
    write(axes, 0, MARGIN + TITLE / 3, drawable(made.title), size=12, weight="bold")
    down = _head(axes, MARGIN + TITLE)
    for group in made.groups:
        down = _group(axes, group, down)
    for line in notes:
        write(axes, 0, down + NOTE, line, size=8, colour=QUIET)
        down += NOTE
    return png(figure)


def _notes(made: Dashboard) -> list[str]:
    if not made.without:
        return []
    return wrap(drawable(f"Too few voices to say: {'; '.join(made.without)}."), NOTE_CHARACTERS)


def _head(axes: Axes, down: float) -> float:
    words = ("", "heard", "how well", "difference")
    for across, word in zip(AT, words, strict=True):
        write(axes, across, down + HEAD / 2, word, size=8.5, colour=QUIET)
    return down + HEAD


def _group(axes: Axes, group: Group, down: float) -> float:
    axes.fill_between((-2, 102), down + 0.03, down + HEADING - 0.03, color=GROUND, linewidth=0)
    write(axes, 0, down + HEADING / 2, group.heading, size=9.5, weight="bold")
    down += HEADING
    for one in group.standings:
        _standing(axes, one, down + _height(one) / 2)
        down += _height(one)
        axes.plot((0, 100), (down, down), color=FAINT, linewidth=0.6)
    return down


def _standing(axes: Axes, one: Standing, middle: float) -> None:
    """The name over the status in words; whatever has a sign has it in a frame."""
    lines = _name(one)
    down = middle - 0.09 - LINE * (len(lines) - 1) / 2
    for line in lines:
        write(axes, 0, down, line, size=9, weight="bold")
        down += LINE
    hue = COLOURS.get(one.overall.colour, QUIET)
    mark = f"{one.overall.icon} {one.overall.letter}".strip()
    told = f"{one.word} {one.arrow}".rstrip()
    write(axes, 0, down + 0.04, f"{mark}  {drawable(told)}", size=7.2, colour=hue)
    heard = one.how_much.value.removesuffix(" children").removeprefix("children: ")
    write(axes, AT[1], middle, heard, size=9 if heard[:1].isdigit() else 8)
    _cell(axes, one.how_well, AT[2], middle)
    _cell(axes, one.difference, AT[3], middle)


def _name(one: Standing) -> list[str]:
    return label_lines(one.name, NAME_CHARACTERS, MOST_NAME_LINES)


def _height(one: Standing) -> float:
    return AREA + LINE * (len(_name(one)) - 1)


def _cell(axes: Axes, cell: Cell, across: float, middle: float) -> None:
    if not cell.base:
        write(axes, across, middle, drawable(cell.value), size=8, colour=QUIET)
        return
    is_share = cell.value.endswith("%")
    weight: Weight
    size, weight = (9, "bold") if is_share else (7.5, "normal")
    write(axes, across, middle - 0.09, drawable(cell.value), size=size, weight=weight)
    if cell.sign and is_share:
        mark, hue = f"{cell.sign.icon} {cell.sign.letter}", COLOURS.get(cell.sign.colour, QUIET)
        write(axes, across + SIGN_AT, middle - 0.09, mark, size=7.5, weight="bold", colour=hue)
    if cell.perspective:
        shape(axes, across + 1, middle + 0.1, cell.perspective, size=5)
        write(axes, across + 3, middle + 0.1, short(cell.perspective), size=7.5, colour=INK)
