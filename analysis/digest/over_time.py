"""What a share did over the quarters, in words: a signal, or the usual ups and downs."""

from collections.abc import Iterator, Sequence

from analysis.digest.lines import Line
from analysis.digest.narrative import people
from analysis.digest.rows import predicate_of
from analysis.figures.measuring import Picture
from analysis.figures.series import Series
from analysis.phrases import listed, range_of
from analysis.statistics import Limits, Variation
from analysis.statistics.process import SETTLED, SMALLEST
from analysis.wording import say

MOST_LINES = 2


def limits_told(limits: Limits) -> str:
    """In whole percent, within what a share can be."""
    return range_of(round(max(0.0, limits.lower)), round(min(100.0, limits.upper)))


def signals_told(one: Series) -> str:
    """Why its latest point is a signal; nothing where it is none."""
    return listed([say(f"signal.{signal.name.casefold()}") for signal in one.reading.signals[-1]])


def over_time(picture: Picture, several: Sequence[Series]) -> tuple[Line, ...]:
    """At most two: the worse first, then other signals. Where none can be judged, when it will."""
    judged = sorted((one for one in several if one.reading.limits), key=_weight)
    if judged:
        return tuple(_line(picture, one) for one in judged[:MOST_LINES])
    return tuple(_too_short(several))


def _weight(one: Series) -> tuple[bool, bool]:
    variation = one.reading.variation
    return variation is Variation.COMMON, variation is not Variation.WORSENING


def _line(picture: Picture, one: Series) -> Line:
    reading, quarters = one.reading, len(one.told)
    assert reading.limits is not None
    assert reading.variation is not None
    figure = next(figure for figure in picture.figures if figure.id == one.figure)
    why = signals_told(one)
    about = {
        "quarters": quarters,
        "who": people(figure),
        "says": predicate_of(picture, figure),
        "limits": limits_told(reading.limits),
    }
    told = [say("trend.over_why", why=why, **about) if why else say("trend.over", **about)]
    if reading.limits.is_trial:
        told.append(say("trend.on_trial", quarters=SETTLED))
    if reading.assurance:
        told.append(say(f"trend.{reading.assurance.name.casefold()}", target=one.target))
    return Line(
        lead=say(f"trend.{reading.variation.name.casefold()}"),
        rest=" ".join(told),
        figures=(one.figure,),
    )


def _too_short(several: Sequence[Series]) -> Iterator[Line]:
    longest = max((len(one.told) for one in several), default=0)
    if longest > 1:
        yield Line(
            rest=say("trend.too_short", quarters=longest, smallest=SMALLEST, settled=SETTLED),
            figures=tuple(one.figure for one in several if len(one.told) == longest)[:1],
        )
