"""What a share did over the quarters, in words: a signal, or the usual ups and downs."""

from collections.abc import Iterator, Mapping, Sequence

from analysis.digest.lines import Line
from analysis.digest.narrative import people
from analysis.digest.rows import predicate_of
from analysis.figures.measuring import Picture
from analysis.figures.series import Series
from analysis.phrases import listed, range_of, sentence
from analysis.statistics import Assurance, Limits, Variation
from analysis.statistics.process import SETTLED, SMALLEST
from surveys.values import Value

MOST_LINES = 2
FEWEST_POINTS = 3  # that are worth a picture
MOVES = {
    Variation.IMPROVEMENT: "A real improvement",
    Variation.WORSENING: "A real worsening",
    Variation.COMMON: "No more than the usual ups and downs",
}
RELIED_ON = {
    Assurance.PASSES: "As things are, the target of {target}% is met time after time.",
    Assurance.FAILS: "As things are, the target of {target}% will not be met.",
    Assurance.HIT_AND_MISS: "As things are, the target of {target}% is met some times, by chance.",
}


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
    Variation.COMMON: Mark(icon="≈", words="the usual ups and downs", colour="grey"),
}
ASSURANCES = {
    Assurance.PASSES: Mark(icon="P", words="the target is met time after time", colour="green"),
    Assurance.FAILS: Mark(icon="F", words="the target will not be met as things are", colour="red"),
    Assurance.HIT_AND_MISS: Mark(icon="?", words="the target is hit and missed", colour="amber"),
}


def trends(several: Sequence[Series], names: Mapping[str, str]) -> tuple[Trend, ...]:
    """Those with enough points, in the order given; *names* says what each figure is of."""
    return tuple(
        _trend(f"{names[one.figure]}, over time", one)
        for one in several
        if len(one.told) >= FEWEST_POINTS and one.figure in names
    )


def _trend(title: str, one: Series) -> Trend:
    marks = []
    if one.reading.variation:
        marks.append(VARIATIONS[one.reading.variation])
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


def _span(one: Series) -> str:
    quarters = f"{len(one.told)} quarters"
    if one.reading.limits is None:
        return f"{quarters}: too few for limits, which take {SMALLEST}. No trend is read into them."
    trial = f" Trial limits: it takes {SETTLED} to judge." if one.reading.limits.is_trial else ""
    why = listed([str(signal) for signal in one.reading.signals[-1]])
    because = f" Signal: {why}." if why else ""
    return f"{quarters}, process limits {_limits(one.reading.limits)}%.{because}{trial}"


def _limits(limits: Limits) -> str:
    """In whole percent, within what a share can be."""
    return range_of(round(max(0.0, limits.lower)), round(min(100.0, limits.upper)))


def over_time(picture: Picture, several: Sequence[Series]) -> tuple[Line, ...]:
    """At most two: signals first. Where none can be judged, from when on it will be."""
    judged = [one for one in several if one.reading.limits]
    judged.sort(key=lambda one: one.reading.variation is Variation.COMMON)
    if judged:
        return tuple(_line(picture, one) for one in judged[:MOST_LINES])
    return tuple(_too_short(several))


def _line(picture: Picture, one: Series) -> Line:
    reading, quarters = one.reading, len(one.told)
    assert reading.limits is not None
    assert reading.variation is not None
    figure = next(figure for figure in picture.figures if figure.id == one.figure)
    why = f": {listed([str(signal) for signal in reading.signals[-1]])}"
    limits = _limits(reading.limits)
    told = [
        f" over {quarters} quarters in {people(figure)} who {predicate_of(picture, figure)}"
        f"{why if reading.signals[-1] else ''} (process limits {limits}%).",
        f"The limits are on trial until there are {SETTLED} quarters."
        if reading.limits.is_trial
        else "",
        RELIED_ON[reading.assurance].format(target=one.target) if reading.assurance else "",
    ]
    return Line(
        lead=MOVES[reading.variation],
        rest=" ".join(part for part in told if part),
        figures=(one.figure,),
    )


def _too_short(several: Sequence[Series]) -> Iterator[Line]:
    longest = max((len(one.told) for one in several), default=0)
    if longest > 1:
        yield Line(
            rest=f"No trend is read into {longest} quarters: it takes {SMALLEST} for trial limits, "
            f"{SETTLED} to judge.",
            figures=tuple(one.figure for one in several if len(one.told) == longest)[:1],
        )
