"""Whether concerns were acknowledged in time: the safety net as a process, and nothing of a child.

More or fewer concerns are neither better nor worse. Nobody sees more of them than a board does.
"""

from collections import Counter
from collections.abc import Sequence

from analysis.disclosure.suppression import Audience
from analysis.evidence.votes import Counted
from analysis.figures.desk import Desk
from analysis.figures.figure import Subject
from analysis.figures.told import released, told
from analysis.statistics import Share
from surveys.measures import Formula, Measure
from surveys.safety_net import Acknowledgement
from surveys.values import ResponseId


def add_safety_net(desk: Desk, measure: Measure, given: Sequence[Acknowledgement]) -> None:
    """Of those about the area in the period; always a figure, since none and a few look alike."""
    about = [
        one for one in given if one.content_area == desk.area.id and desk.period.covers(one.day)
    ]
    share = Share(favourable=sum(one.in_time for one in about), base=len(about))
    readers = told_as(measure, desk.audience)
    what = told(released(Counted(share=share, opted_out=0, agencies=Counter()), readers))
    rows = sorted(ResponseId(one.concern) for one in about)
    desk.add(Subject(measure=measure.code), what, rows=rows)


def told_as(measure: Measure, readers: Audience) -> Audience:
    """By whose rule *readers* are told of it, now and over time: of concerns nobody by a finer."""
    is_finer = measure.formula is Formula.SAFETY_NET and readers is Audience.ANALYST
    return Audience.BOARD if is_finer else readers
