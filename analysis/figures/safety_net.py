"""Whether concerns were acknowledged in time: the safety net as a process, and nothing of a child.

More or fewer concerns are neither better nor worse. Nobody sees more of them than a board does.
"""

from collections import Counter
from collections.abc import Sequence

from analysis.disclosure.suppression import Audience, Band, Percentage
from analysis.evidence.votes import Counted
from analysis.figures.desk import Desk
from analysis.figures.figure import Flag, Subject
from analysis.figures.told import Released, released, told
from analysis.statistics import Share
from surveys.measures import Formula, Measure
from surveys.safety_net import Acknowledgement
from surveys.values import ResponseId

WHOLE = 100  # percent


def add_safety_net(desk: Desk, measure: Measure, given: Sequence[Acknowledgement]) -> None:
    """Of those about the area in the period; always a figure, since none and a few look alike."""
    about = [
        one for one in given if one.content_area == desk.area.id and desk.period.covers(one.day)
    ]
    share = Share(favourable=sum(one.in_time for one in about), base=len(about))
    readers = told_as(measure, desk.audience)
    shown = released(Counted(share=share, opted_out=0, agencies=Counter()), readers)
    rows = sorted(ResponseId(one.concern) for one in about)
    flags = (Flag.CLOCKS_MISSED,) if _says_that_some_were_late(shown) else ()
    desk.add(Subject(measure=measure.code), told(shown), rows=rows, flags=flags)


def _says_that_some_were_late(shown: Released) -> bool:
    """Judged of what is told: the band of all and all but one says nothing of it."""
    match shown:
        case Percentage(percent=percent):
            return percent < WHOLE
        case Band(end=end):
            return end == "low"
        case _:
            return False


def told_as(measure: Measure, readers: Audience) -> Audience:
    """By whose rule *readers* are told of it, now and over time: of concerns nobody by a finer."""
    is_finer = measure.formula is Formula.SAFETY_NET and readers is Audience.ANALYST
    return Audience.BOARD if is_finer else readers
