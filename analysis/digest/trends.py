"""Shares over the quarters, ready to be drawn: what they are of, and what is read in them."""

from collections.abc import Iterator

from analysis.digest.digest import Digest
from analysis.digest.over_time import limits_told, signals_told
from analysis.figures.series import Series
from analysis.phrases import sentence
from analysis.statistics import Assurance, Variation
from analysis.statistics.process import SETTLED, SMALLEST
from analysis.wording import say
from surveys.values import Value

FEWEST_POINTS = 3  # that are worth a picture


class Mark(Value):
    """What the latest point says, as an icon with its words."""

    icon: str
    words: str
    colour: str


class Trend(Value):
    """A series ready to be drawn: *name* is of what; *told* and *alt* say what the picture says."""

    name: str
    title: str
    told: str
    marks: tuple[Mark, ...]
    series: Series
    alt: str


# icon and colour
VARIATIONS = {
    Variation.IMPROVEMENT: ("▲", "green"),
    Variation.WORSENING: ("▼", "red"),
    Variation.CHANGE: ("↕", "grey"),
    Variation.COMMON: ("≈", "grey"),
}
ASSURANCES = {
    Assurance.PASSES: ("P", "green"),
    Assurance.FAILS: ("F", "red"),
    Assurance.HIT_AND_MISS: ("?", "amber"),
}


def trends_of(digest: Digest) -> tuple[Trend, ...]:
    """Of its series, those with enough points, in their order."""
    names = {row.figure: row.label for row in digest.chart.rows}
    return tuple(
        _trend(names[one.figure], one)
        for one in digest.series
        if len(one.told) >= FEWEST_POINTS and one.figure in names
    )


def _trend(name: str, one: Series) -> Trend:
    title, told, marks = say("chart.over_time", name=name), _span(one), tuple(_marks(one))
    values = ", ".join(
        f"{point.period} {say('chart.not_told') if point.value is None else f'{point.value:.0f}%'}"
        for point in one.points
    )
    said = "".join(f" {sentence(mark.words)}." for mark in marks)
    return Trend(
        name=name,
        title=title,
        told=told,
        marks=marks,
        series=one,
        alt=f"{title}: {values}.{said} {told}",
    )


def _marks(one: Series) -> Iterator[Mark]:
    if variation := one.reading.variation:
        icon, colour = VARIATIONS[variation]
        if one.reading.rises is not None and variation is not Variation.CHANGE:
            icon = "▲" if one.reading.rises else "▼"  # where the values went, to the better or not
        yield Mark(icon=icon, words=say(f"mark.{variation.name.casefold()}"), colour=colour)
    if assurance := one.reading.assurance:
        icon, colour = ASSURANCES[assurance]
        yield Mark(icon=icon, words=say(f"mark.{assurance.name.casefold()}"), colour=colour)


def _span(one: Series) -> str:
    quarters = len(one.told)
    if one.reading.limits is None:
        return say("chart.no_limits", quarters=quarters, smallest=SMALLEST)
    told = [say("chart.limits", quarters=quarters, limits=limits_told(one.reading.limits))]
    if why := signals_told(one):
        told.append(say("chart.signal", why=why))
    if one.reading.limits.is_trial:
        told.append(say("chart.trial", quarters=SETTLED))
    return " ".join(told)
