"""One visual language for all pictures: their shapes, inks, lines and letters, and the paper.

Read on a phone, printed in black and white, and by people who see no red or green: so shapes say
whose view it is, a line is a likely range, a dashed line the target, and a status is icon, letter
and words. The same picture is always the same bytes.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from PIL import Image

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
WHOSE = {
    Perspective.CHILD: "children",
    Perspective.PARENT_CARER: "parents, carers",
    Perspective.PRACTITIONER: "practitioners",
    Perspective.AUDIT: "audits",
    Perspective.AGENCY_SELF: "agencies",
}


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
) -> None:
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
    """One line, with a question mark for every character that the font lacks."""
    known = _signs()
    return "".join(sign if ord(sign) in known else "?" for sign in " ".join(text.split()))
