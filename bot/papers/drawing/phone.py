"""What the pictures for a phone share: a title, labels over their bands, an axis, a legend."""

from collections.abc import Sequence
from textwrap import wrap

from matplotlib.axes import Axes

from bot.papers.drawing.pen import (
    ENDS,
    FAINT,
    GROUND,
    QUIET,
    Side,
    drawable,
    upright,
    write,
)

DOTS_PER_INCH = 200
WIDTH = 5.2  # inches; about 1,040 pixels
MARGIN = 0.3
TITLE_LINE, LABEL_LINE, BAND, WORDS_LINE, BETWEEN = 0.27, 0.22, 0.34, 0.23, 0.22
AXIS_LABELS, LEGEND_LINE = 0.26, 0.23
LABEL_CHARACTERS, TITLE_CHARACTERS = 50, 40
MOST_LABEL_LINES = 3
COLUMN = 50  # a legend has two


def title_lines(text: str) -> list[str]:
    return wrap(drawable(text), TITLE_CHARACTERS) or [""]


def label_lines(
    text: str, characters: int = LABEL_CHARACTERS, most: int = MOST_LABEL_LINES
) -> list[str]:
    """At most so many lines; where words are left out, the last ends with an ellipsis."""
    return wrap(drawable(text), characters, max_lines=most, placeholder="…") or [""]


def height_of_title(lines: Sequence[str]) -> float:
    return 2 * MARGIN * 0.7 + TITLE_LINE * len(lines) + BETWEEN / 2


def draw_title(axes: Axes, lines: Sequence[str]) -> float:
    """Returns where the rest begins."""
    down = MARGIN * 0.7
    for line in lines:
        write(axes, 0, down + TITLE_LINE / 2, line, size=13, weight="bold")
        down += TITLE_LINE
    return down + BETWEEN / 2


def draw_label(axes: Axes, lines: Sequence[str], down: float) -> float:
    for line in lines:
        write(axes, 0, down + LABEL_LINE / 2, line, weight="bold")
        down += LABEL_LINE
    return down


def draw_ground(axes: Axes, middle: float) -> float:
    """The band that values from 0 to 100% lie on. Returns how far it reaches up and down."""
    reach = BAND * 0.36
    axes.fill_between((0, 100), middle - reach, middle + reach, color=GROUND, linewidth=0)
    for grid in ENDS:
        upright(axes, grid, middle, reach, colour=FAINT, width=0.8)
    return reach


def draw_axis(axes: Axes, down: float) -> None:
    for end in ENDS:
        side: Side = "left" if end == 0 else "right" if end == ENDS[-1] else "center"
        write(axes, end, down, f"{end}%", size=9, colour=QUIET, side=side)


def place_of(entry: int, down: float) -> tuple[float, float]:
    """Where an entry of a legend stands."""
    return COLUMN * (entry % 2), down + LEGEND_LINE * (entry // 2)
