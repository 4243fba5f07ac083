"""How answers spread: the favourable to the right of a line, the unfavourable to its left."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from analysis.digest.rows import short
from analysis.figures.spreads import Part, Spread
from analysis.phrases import sentence
from bot.papers.drawing.pen import INK, MARK, PAPER, png, sheet, upright, write
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
MIDDLE = 50.0
REACH = BAND * 0.42
NARROWEST = 9  # percent that still holds its number


def drawn(title: str, spreads: Sequence[Spread]) -> bytes:
    lines = title_lines(title)
    height = height_of_title(lines) + LEGEND_LINE
    height += sum(
        LABEL_LINE * len(label_lines(one.question)) + WORDS_LINE + BAND + BETWEEN for one in spreads
    )
    axes, figure = sheet(WIDTH, height, MARGIN, (0, 100), DOTS_PER_INCH)
    down = draw_title(axes, lines)
    for one in spreads:
        down = _row(axes, one, down) + BETWEEN
    for part, across in zip(Part, (0, 38, 69), strict=True):
        _box(axes, part, (across, across + 4), down + LEGEND_LINE / 2, REACH / 2)
        write(axes, across + 6, down + LEGEND_LINE / 2, part.value, size=9)
    return png(figure)


def _row(axes: Axes, one: Spread, down: float) -> float:
    for line in label_lines(one.question):
        write(axes, 0, down + LABEL_LINE / 2, line, weight="bold")
        down += LABEL_LINE
    words = f"{sentence(short(one.perspective))}, {one.base} answered"
    write(axes, 0, down + WORDS_LINE / 2, words, size=10)
    middle = down + WORDS_LINE + BAND / 2
    between = one.parts.get(Part.BETWEEN, 0) / 2
    _part(axes, one, Part.POOR, -between - one.parts.get(Part.POOR, 0), middle)
    _part(axes, one, Part.BETWEEN, -between, middle)
    _part(axes, one, Part.GOOD, between, middle)
    for end in (middle - REACH - 0.02, middle + REACH + 0.02):
        upright(axes, MIDDLE, end, 0.03, colour=INK, width=1.2)
    return down + WORDS_LINE + BAND


def _part(axes: Axes, one: Spread, part: Part, start: float, middle: float) -> None:
    if part not in one.parts:
        return
    share = one.parts[part]
    _box(axes, part, (MIDDLE + start / 2, MIDDLE + (start + share) / 2), middle, REACH)
    if share >= NARROWEST:
        ink, ground = NUMBERS[part], FILLS[part]
        across = MIDDLE + (start + share / 2) / 2
        upright(axes, across, middle, BAND * 0.2, colour=ground, width=26)
        write(axes, across, middle, f"{share}%", size=9, weight="bold", colour=ink, side="center")


def _box(axes: Axes, part: Part, sides: tuple[float, float], middle: float, reach: float) -> None:
    axes.fill_between(
        sides,
        middle - reach,
        middle + reach,
        facecolor=FILLS[part],
        edgecolor=EDGES[part],
        hatch=HATCHES[part],
        linewidth=0.8,
    )
