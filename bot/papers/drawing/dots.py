"""The chart of a digest: dots with their likely ranges against what was agreed to be good."""

from collections.abc import Sequence
from math import ceil

from matplotlib.axes import Axes

from analysis.digest.lines import Chart, ChartRow
from analysis.figures.status import Sign
from analysis.wording import say
from bot.papers.drawing.pen import (
    COLOURS,
    INK,
    MARK,
    QUIET,
    drawable,
    legend_words,
    png,
    shape,
    sheet,
    upright,
    write,
)
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


def drawn(chart: Chart) -> bytes:
    title = title_lines(chart.title)
    axes, figure = sheet(WIDTH, _height(chart, title), MARGIN, (0, 100), DOTS_PER_INCH)
    _draw(axes, chart, title)
    return png(figure)


def _draw(axes: Axes, chart: Chart, title: Sequence[str]) -> None:
    down = draw_title(axes, title)
    if not chart.rows:
        write(axes, 0, down + LABEL_LINE / 2, say("chart.empty"), colour=QUIET)
        return
    for row in chart.rows:
        down = _draw_row(axes, row, down) + BETWEEN
    if legend := _legend(chart.rows):
        draw_axis(axes, down)
        _draw_legend(axes, legend, down + AXIS_LABELS)


def _draw_row(axes: Axes, row: ChartRow, down: float) -> float:
    """One row from *down*; returns where it ends. Without a value, words stand where dots would."""
    down = draw_label(axes, label_lines(row.label), down)
    if row.value is None:
        return _write_status(axes, row.sign, drawable(row.words), down, colour=QUIET)
    write(axes, 0, down + WORDS_LINE / 2, _numbers(row), size=10)
    _draw_band(axes, row, row.value, down + WORDS_LINE + BAND / 2)
    return _write_status(axes, row.sign, _standing(row), down + WORDS_LINE + BAND)


def _draw_band(axes: Axes, row: ChartRow, value: float, middle: float) -> None:
    reach = draw_ground(axes, middle)
    if row.low is not None and row.high is not None:
        axes.plot((row.low, row.high), (middle, middle), color=MARK, linewidth=2.4)
        for end in (row.low, row.high):
            upright(axes, end, middle, 0.055, width=2.4)
    if row.target is not None:
        upright(axes, row.target, middle, reach + 0.04, colour=INK, width=2, dashed=True)
    shape(axes, value, middle, row.perspective, size=10)


def _draw_legend(axes: Axes, legend: Sequence[Perspective | str], down: float) -> None:
    for place, entry in enumerate(legend):
        across, middle = place_of(place, down)
        match entry:
            case Perspective():
                shape(axes, across + 2, middle, entry, size=8)
                words = legend_words(entry)
            case "target":
                upright(axes, across + 2, middle, 0.09, colour=INK, width=2, dashed=True)
                words = say("chart.agreed_target")
            case _:
                axes.plot((across, across + 4), (middle, middle), color=MARK, linewidth=2.4)
                words = say("chart.likely_range")
        write(axes, across + 6, middle, words, size=9, room=COLUMN - 7)


def _legend(rows: Sequence[ChartRow]) -> list[Perspective | str]:
    """Only what is in the picture; a row without a dot brings nothing into it."""
    drawn = [row for row in rows if row.value is not None]
    entries: list[Perspective | str] = [
        perspective
        for perspective in Perspective
        if any(row.perspective is perspective for row in drawn)
    ]
    entries += ["range"] * any(row.low is not None for row in drawn)
    return entries + ["target"] * any(row.target is not None for row in drawn)


def _height(chart: Chart, title: Sequence[str]) -> float:
    height = height_of_title(title)
    if not chart.rows:
        return height + LABEL_LINE
    for row in chart.rows:
        height += LABEL_LINE * len(label_lines(row.label)) + WORDS_LINE + BETWEEN
        if row.value is not None:
            height += BAND + (WORDS_LINE if _standing(row) else 0)
    legend = _legend(chart.rows)
    return height + AXIS_LABELS * bool(legend) + LEGEND_LINE * ceil(len(legend) / 2)


def _numbers(row: ChartRow) -> str:
    if row.low is None or row.high is None:
        return drawable(row.words)
    likely = say("likely", low=f"{row.low:.0f}", high=f"{row.high:.0f}")
    return drawable(f"{row.words}, {likely}")


def _standing(row: ChartRow) -> str:
    kind = "at_most" if row.at_most else "target"
    target = "" if row.target is None else say(f"good.{kind}", target=row.target)
    return " · ".join(part for part in (row.sign.words if row.sign else "", target) if part)


def _write_status(
    axes: Axes, sign: Sign | None, words: str, down: float, *, colour: str = INK
) -> float:
    """Icon and letter in a frame, then the words; returns where the line ends."""
    if not words:
        return down
    middle, indent = down + WORDS_LINE / 2, 0.0
    if sign is not None:
        mark, hue, indent = f"{sign.icon} {sign.letter}", COLOURS.get(sign.colour, QUIET), 11.5
        write(axes, 1.2, middle, mark, size=9, weight="bold", colour=hue, framed=True)
    write(axes, indent, middle, words, size=10, colour=colour)
    return down + WORDS_LINE
