"""How answers spread: the favourable to the right of a line, the unfavourable to its left."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from matplotlib.axes import Axes

from analysis.digest.rows import short
from analysis.figures.spreads import Part, Spread, part_told
from analysis.phrases import sentence
from analysis.wording import say
from bot.papers.drawing.pen import INK, MARK, PAPER, POINTS, png, sheet, upright, write
from bot.papers.drawing.phone import (
    BAND,
    BETWEEN,
    DOTS_PER_INCH,
    LABEL_LINE,
    LEGEND_LINE,
    MARGIN,
    WIDTH,
    WORDS_LINE,
    draw_title,
    height_of_title,
    label_lines,
    title_lines,
)

FILLS = {Part.POOR: "#f6e8d3", Part.BETWEEN: "#e3e7ea", Part.GOOD: MARK}
HATCHES = {Part.POOR: "////", Part.BETWEEN: "", Part.GOOD: ""}  # seen without colour too
EDGES = {Part.POOR: "#8a5200", Part.BETWEEN: PAPER, Part.GOOD: PAPER}
NUMBERS = {Part.POOR: INK, Part.BETWEEN: INK, Part.GOOD: PAPER}
ENTRIES = (0, 38, 69)  # where those of a legend begin, in percent of the width
ROOMS = (31, 24, 25)  # of their words
REACH = BAND * 0.42
NUMBER = 0.36  # inches: what a number needs
FULL = 100.0  # percent


def drawn(title: str, spreads: Sequence[Spread]) -> bytes:
    lines = title_lines(title)
    height = height_of_title(lines) + LEGEND_LINE
    height += sum(
        LABEL_LINE * len(label_lines(one.question)) + WORDS_LINE + BAND + BETWEEN for one in spreads
    )
    axes, figure = sheet(WIDTH, height, MARGIN, (0, 100), DOTS_PER_INCH)
    down, scale = draw_title(axes, lines), Scale.of(spreads, WIDTH - 2 * MARGIN, REACH)
    for one in spreads:
        down = _row(axes, one, scale, down) + BETWEEN
    for part, across, room in zip(Part, ENTRIES, ROOMS, strict=True):
        draw_box(axes, part, (across, across + 4), down + LEGEND_LINE / 2, REACH / 2)
        write(axes, across + 6, down + LEGEND_LINE / 2, part_told(part), size=9, room=room)
    return png(figure)


class Scale(NamedTuple):
    """How the bars of one picture lie in a band from 0 to 100 that their longest arms fill.

    *middle* is where all are divided and *percent* how wide one percent of people is; *number* is
    how wide a number is; *reach*, in inches, how far a bar reaches up and down.
    """

    middle: float
    percent: float
    number: float
    reach: float

    @classmethod
    def of(cls, spreads: Sequence[Spread], band: float, reach: float) -> Self:
        """*band* is its width in inches."""
        left = max((_left(one) for one in spreads), default=0)
        right = max((sum(one.parts.values()) - _left(one) for one in spreads), default=0)
        percent = FULL / max(left + right, FULL)
        return cls(left * percent, percent, FULL * NUMBER / band, reach)


def _left(one: Spread) -> float:
    """What lies to the left of the middle, in percent of people."""
    return one.parts.get(Part.POOR, 0) + one.parts.get(Part.BETWEEN, 0) / 2


def _row(axes: Axes, one: Spread, scale: Scale, down: float) -> float:
    for line in label_lines(one.question):
        write(axes, 0, down + LABEL_LINE / 2, line, weight="bold")
        down += LABEL_LINE
    write(axes, 0, down + WORDS_LINE / 2, of_whom(one), size=10)
    draw_bar(axes, one, scale, down + WORDS_LINE + BAND / 2)
    return down + WORDS_LINE + BAND


def of_whom(one: Spread) -> str:
    base = say("base.answered", base=one.base)
    return f"{sentence(short(one.perspective))}, {base}"


def draw_bar(axes: Axes, one: Spread, scale: Scale, middle: float) -> None:
    start = scale.middle - _left(one) * scale.percent
    for part in Part:
        end = start + one.parts.get(part, 0) * scale.percent
        if end > start:
            draw_box(axes, part, (start, end), middle, scale.reach)
        if end - start >= scale.number:
            across = (start + end) / 2
            ground, ink = FILLS[part], NUMBERS[part]
            upright(axes, across, middle, scale.reach / 2, colour=ground, width=NUMBER * POINTS)
            told = f"{one.parts[part]}%"
            write(axes, across, middle, told, size=9, weight="bold", colour=ink, side="center")
        start = end
    for edge in (middle - scale.reach - 0.02, middle + scale.reach + 0.02):
        upright(axes, scale.middle, edge, 0.03, colour=INK, width=1.2)


def draw_box(
    axes: Axes, part: Part, sides: tuple[float, float], middle: float, reach: float
) -> None:
    axes.fill_between(
        sides,
        middle - reach,
        middle + reach,
        facecolor=FILLS[part],
        edgecolor=EDGES[part],
        hatch=HATCHES[part],
        linewidth=0.8,
    )
