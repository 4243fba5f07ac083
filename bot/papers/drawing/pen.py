"""One visual language for all pictures: their shapes, inks, lines and letters, and the paper.

Read on a phone, printed in black and white, and by people who see no red or green: so shapes say
whose view it is, a line is a likely range, a dashed line the target, and a status is icon, letter
and words. The same picture is always the same bytes.
"""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal
from unicodedata import category

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from PIL import Image

from analysis.wording import say
from surveys.framework import Perspective

Side = Literal["left", "center", "right"]
Weight = Literal["normal", "bold"]

ENDS = (0, 25, 50, 75, 100)

INK, QUIET, FAINT, GROUND, PAPER = "#1a1f24", "#4d565e", "#cfd5da", "#f1f3f5", "#ffffff"
MARK = "#1d4d4f"
COLOURS = {"green": "#17693a", "red": "#a3231b", "amber": "#8a5200", "grey": "#4d565e"}
SHAPES = {
    Perspective.CHILD: "o",
    Perspective.PARENT_CARER: "s",
    Perspective.PRACTITIONER: "^",
    Perspective.AUDIT: "D",
    Perspective.AGENCY_SELF: "P",
}
SMALLEST = 5.5  # points: smaller letters can't be read on a phone
POINTS = 72  # of an inch
EDGE = 0.08  # inches that stay blank


def sheet(
    width: float, height: float, edge: float, across: tuple[float, float], dpi: int
) -> tuple[Axes, Figure]:
    """Blank paper; down is in inches from the top, *across* says what its sides stand for."""
    figure = Figure(figsize=(width, height), dpi=dpi, facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((edge / width, 0, 1 - 2 * edge / width, 1))
    axes.set(xlim=across, ylim=(height, 0))
    axes.set_axis_off()
    return axes, figure


def png(figure: Figure) -> bytes:
    """Without a time or a maker's name in it. *figure* is done with."""
    pixels, picture = BytesIO(), BytesIO()
    figure.savefig(pixels, format="raw", dpi=figure.dpi)
    drawn = Image.frombytes("RGBA", figure.canvas.get_width_height(), pixels.getvalue())
    # The paper is opaque. With an alpha channel, a PDF of the pictures takes more memory to make.
    drawn.convert("RGB").save(picture, format="png", dpi=(figure.dpi, figure.dpi))
    # Figure and canvas hold each other: the pixels of all pictures of a paper would pile up.
    vars(figure.canvas).pop("renderer", None)
    figure.clear()
    return picture.getvalue()


def shape(axes: Axes, across: float, middle: float, perspective: Perspective, size: int) -> None:
    mark = Line2D(
        (across,),
        (middle,),
        marker=SHAPES[perspective],
        markersize=size,
        color=MARK,
        markeredgecolor=PAPER,
        markeredgewidth=1.2,
        clip_on=False,
        zorder=4,
    )
    axes.add_artist(mark)  # quicker than axes.plot, which would also look for limits


def upright(
    axes: Axes,
    across: float,
    middle: float,
    reach: float,
    *,
    colour: str = MARK,
    width: float,
    dashed: bool = False,
) -> None:
    line = Line2D(
        (across, across),
        (middle - reach, middle + reach),
        color=colour,
        linewidth=width,
        linestyle=(0, (1.6, 1)) if dashed else "solid",
        solid_capstyle="butt",
        clip_on=False,
        zorder=3 if dashed else 2,
    )
    axes.add_artist(line)


def write(
    axes: Axes,
    across: float,
    middle: float,
    words: str,
    *,
    size: float = 10.5,
    colour: str = INK,
    weight: Weight = "normal",
    side: Side = "left",
    framed: bool = False,
    room: float | None = None,
) -> float:
    """Returns how wide it is. *room* is how wide it may be; without one, to the paper's edge.

    What is wider is written smaller, and at last cut: other languages have longer words.
    """
    room = room or _room(axes, across, side)
    words, size, width = _fitted(axes, _in_known_signs(words), size, weight, room)
    frame = {"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": colour}
    axes.text(
        across,
        middle,
        words,
        color=colour,
        fontproperties=_font(weight),
        fontsize=size,
        horizontalalignment=side,
        verticalalignment="center_baseline",
        bbox=frame if framed else None,
        parse_math=False,
        clip_on=False,
    )
    return width


def _fitted(
    axes: Axes, words: str, size: float, weight: Weight, room: float
) -> tuple[str, float, float]:
    """The words, their size and their width so that they have room; widths as across."""
    width = width_of(axes, words, size, weight)
    if width <= room:
        return words, size, width
    size = max(SMALLEST, size * room / width)
    while len(words) > 1 and (width := width_of(axes, words, size, weight)) > room * 1.01:
        words = f"{words[:-2].rstrip()}…"
    return words, size, width


def width_of(axes: Axes, words: str, size: float, weight: Weight = "normal") -> float:
    """In the unit in which *axes* are divided across."""
    return inches_wide(words, size, weight) * _per_inch(axes)


def inches_wide(words: str, size: float, weight: Weight = "normal") -> float:
    return _points_wide(words, weight) * size / POINTS


def _per_inch(axes: Axes) -> float:
    left, right = axes.get_xlim()
    return float((right - left) / (axes.get_position().width * _paper(axes)))


def _paper(axes: Axes) -> float:
    """Its width in inches."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return float(figure.get_size_inches()[0])


@lru_cache(maxsize=4096)
def _points_wide(words: str, weight: Weight) -> float:
    """Of letters one point high."""
    font = get_font(_font_file(weight))
    font.set_size(POINTS, POINTS)
    font.set_text(words)
    return float(font.get_width_height()[0] / 64 / POINTS)  # a font counts in 64ths of a point


def _room(axes: Axes, across: float, side: Side) -> float:
    """Nearly to the edge of the paper, on the side to which one writes."""
    left, right = axes.get_xlim()
    over = max(0.0, axes.get_position().x0 * _paper(axes) - EDGE) * _per_inch(axes)
    to_left, to_right = across - left + over, right + over - across
    rooms = {"left": to_right, "right": to_left, "center": 2 * min(to_left, to_right)}
    return max(1.0, float(rooms[side]))


def legend_words(perspective: Perspective) -> str:
    return say(f"legend.{perspective.value}")


@cache
def _font(weight: Weight) -> FontProperties:
    return FontProperties(fname=_font_file(weight))


def _font_file(weight: Weight) -> Path:
    """Of the font that comes with matplotlib, so that every machine draws the same picture."""
    name = "DejaVuSans-Bold.ttf" if weight == "bold" else "DejaVuSans.ttf"
    return Path(mpl.get_data_path(), "fonts", "ttf", name)


@cache
def _signs() -> frozenset[int]:
    """The characters that the font can draw."""
    return frozenset(get_font(_font_file("bold")).get_charmap())


def drawable(text: str) -> str:
    """One line, with a question mark for every character that the font lacks.

    What only says which way one writes is no character that anybody misses.
    """
    return _in_known_signs(" ".join(text.split()))


def _in_known_signs(text: str) -> str:
    known = _signs()
    signs = [one for one in text if ord(one) in known or category(one) != "Cf"]
    return "".join(sign if ord(sign) in known else "?" for sign in signs)
