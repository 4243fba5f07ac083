"""What a share did over the quarters, in words: a signal, or the usual ups and downs."""

from collections.abc import Iterator, Sequence

from analysis.digest.lines import Line
from analysis.digest.narrative import people
from analysis.digest.rows import predicate_of
from analysis.figures.measuring import Picture
from analysis.figures.series import Series
from analysis.phrases import listed, range_of
from analysis.statistics import Assurance, Limits, Variation
from analysis.statistics.process import SETTLED, SMALLEST

MOST_LINES = 2
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


def limits_told(limits: Limits) -> str:
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
    limits = limits_told(reading.limits)
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
