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
from surveys.measures import Measure
from surveys.safety_net import Acknowledgement
from surveys.values import ResponseId


def add_safety_net(desk: Desk, measure: Measure, given: Sequence[Acknowledgement]) -> None:
    """Of those about the area in the period; always a figure, since none and a few look alike."""
    about = [
        one for one in given if one.content_area == desk.area.id and desk.period.covers(one.day)
    ]
    share = Share(favourable=sum(one.in_time for one in about), base=len(about))
    readers = Audience.BOARD if desk.audience is Audience.ANALYST else desk.audience
    what = told(released(Counted(share=share, opted_out=0, agencies=Counter()), readers))
    rows = sorted(ResponseId(one.concern) for one in about)
    desk.add(Subject(measure=measure.code), what, rows=rows)
