"""The dashboard on a page: content areas down, the three questions across, a status in each."""

from textwrap import wrap

from matplotlib.axes import Axes

from analysis.digest.dashboard import Cell, Dashboard, Group, Standing
from analysis.digest.rows import short
from analysis.wording import say
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
ROOMS = (12.5, 17.5, 19.5)  # of the last three
LINE = 0.15  # of a name
NAME_CHARACTERS, MOST_NAME_LINES, NOTE_CHARACTERS, STATUS_CHARACTERS = 29, 2, 84, 42
SIGN_AT, MARK_WIDE = 9.0, 8.0  # from the beginning of its cell, and how wide it is
_SHARE: tuple[float, Weight] = (9, "bold")
_OTHER: tuple[float, Weight] = (7.5, "normal")


def drawn(made: Dashboard) -> bytes:
    notes = _notes(made)
    rows = sum(HEADING + sum(map(_height, group.standings)) for group in made.groups)
    height = MARGIN + TITLE + HEAD + rows + NOTE * len(notes) + END
    axes, figure = sheet(WIDTH, height, MARGIN, (0, 100), DOTS_PER_INCH)
    write(axes, 0, MARGIN + TITLE / 3, made.title, size=12, weight="bold")
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
    return wrap(drawable(made.too_few), NOTE_CHARACTERS)


def _head(axes: Axes, down: float) -> float:
    for across, room, name in zip(AT[1:], ROOMS, ("heard", "well", "difference"), strict=True):
        write(axes, across, down + HEAD / 2, say(f"all.{name}"), size=8.5, colour=QUIET, room=room)
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
    names, status = _name(one), _status(one)
    down = middle - 0.09 - LINE * (len(names) + len(status) - 2) / 2
    for line in names:
        write(axes, 0, down, line, size=9, weight="bold", room=AT[1] - 1)
        down += LINE
    hue = COLOURS.get(one.overall.colour, QUIET)
    for line in status:
        write(axes, 0, down + 0.04, line, size=7.2, colour=hue, room=AT[1] - 1)
        down += LINE
    heard = one.how_much.bare
    write(axes, AT[1], middle, heard, size=9 if heard[:1].isdigit() else 8, room=ROOMS[0])
    _cell(axes, one.how_well, AT[2], ROOMS[1], middle)
    _cell(axes, one.difference, AT[3], ROOMS[2], middle)


def _name(one: Standing) -> list[str]:
    return label_lines(one.name, NAME_CHARACTERS, MOST_NAME_LINES)


def _status(one: Standing) -> list[str]:
    mark = f"{one.overall.icon} {one.overall.letter}".strip()
    first, *rest = label_lines(f"{one.word} {one.arrow}".rstrip(), STATUS_CHARACTERS)
    return [f"{mark}  {first}", *rest]


def _height(one: Standing) -> float:
    return AREA + LINE * (len(_name(one)) + len(_status(one)) - 2)


def _cell(axes: Axes, cell: Cell, across: float, room: float, middle: float) -> None:
    if not cell.base:
        write(axes, across, middle, cell.value, size=8, colour=QUIET, room=room)
        return
    is_share = cell.sign is not None or cell.value.endswith("%")
    size, weight = _SHARE if is_share else _OTHER
    wide = room - MARK_WIDE if cell.sign and is_share else room
    end = write(axes, across, middle - 0.09, cell.value, size=size, weight=weight, room=wide)
    if cell.sign and is_share:
        mark, hue = f"{cell.sign.icon} {cell.sign.letter}", COLOURS.get(cell.sign.colour, QUIET)
        at = across + max(SIGN_AT, end + 1)
        write(axes, at, middle - 0.09, mark, size=7.5, weight="bold", colour=hue)
    if cell.perspective:
        shape(axes, across + 1, middle + 0.1, cell.perspective, size=5)
        whose = short(cell.perspective)
        write(axes, across + 3, middle + 0.1, whose, size=7.5, colour=INK, room=room - 3)
