"""Shares over the quarters, ready to be drawn: what they are of, and what is read in them."""

from analysis.digest.digest import Digest
from analysis.digest.over_time import limits_told
from analysis.figures.series import Series
from analysis.phrases import listed, sentence
from analysis.statistics import Assurance, Variation
from analysis.statistics.process import SETTLED, SMALLEST
from surveys.values import Value

FEWEST_POINTS = 3  # that are worth a picture


class Mark(Value):
    """What the latest point says, as an icon with its words."""

    icon: str
    words: str
    colour: str


class Trend(Value):
    """A series ready to be drawn; *told* and *alt* say what the picture says."""

    title: str
    told: str
    marks: tuple[Mark, ...]
    series: Series
    alt: str


VARIATIONS = {
    Variation.IMPROVEMENT: Mark(icon="▲", words="a real improvement", colour="green"),
    Variation.WORSENING: Mark(icon="▼", words="a real worsening", colour="red"),
    Variation.CHANGE: Mark(icon="↕", words="a real change", colour="grey"),
    Variation.COMMON: Mark(icon="≈", words="the usual ups and downs", colour="grey"),
}
ASSURANCES = {
    Assurance.PASSES: Mark(icon="P", words="the target is met time after time", colour="green"),
    Assurance.FAILS: Mark(icon="F", words="the target will not be met as things are", colour="red"),
    Assurance.HIT_AND_MISS: Mark(icon="?", words="the target is hit and missed", colour="amber"),
}


def trends_of(digest: Digest) -> tuple[Trend, ...]:
    """Of its series, those with enough points, in their order."""
    names = {row.figure: row.label for row in digest.chart.rows}
    return tuple(
        _trend(f"{names[one.figure]}, over time", one)
        for one in digest.series
        if len(one.told) >= FEWEST_POINTS and one.figure in names
    )


def _trend(title: str, one: Series) -> Trend:
    marks = []
    if one.reading.variation:
        marks.append(_moved(one, one.reading.variation))
    if one.reading.assurance:
        marks.append(ASSURANCES[one.reading.assurance])
    told = _span(one)
    values = ", ".join(
        f"{point.period} {'not told' if point.value is None else f'{point.value:.0f}%'}"
        for point in one.points
    )
    said = "".join(f" {sentence(mark.words)}." for mark in marks)
    return Trend(
        title=title,
        told=told,
        marks=tuple(marks),
        series=one,
        alt=f"{title}: {values}.{said} {told}",
    )


def _moved(one: Series, variation: Variation) -> Mark:
    """The arrow points where the values went, which of some measures is down to the better."""
    mark = VARIATIONS[variation]
    if variation not in (Variation.IMPROVEMENT, Variation.WORSENING):
        return mark
    return mark.model_copy(update={"icon": "▲" if one.reading.rises else "▼"})


def _span(one: Series) -> str:
    quarters = f"{len(one.told)} quarters"
    if one.reading.limits is None:
        return f"{quarters}: too few for limits, which take {SMALLEST}. No trend is read into them."
    trial = f" Trial limits: it takes {SETTLED} to judge." if one.reading.limits.is_trial else ""
    why = listed([str(signal) for signal in one.reading.signals[-1]])
    because = f" Signal: {why}." if why else ""
    return f"{quarters}, process limits {limits_told(one.reading.limits)}%.{because}{trial}"
