"""The digest: the figures of one content area and period, told so that a board can use them."""

from datetime import date

from analysis.figures import Figure
from analysis.lines import Chart, Good, Line, Overall, Row, Section, SinceLastTime
from analysis.suppression import Audience
from surveys.framework import Tier
from surveys.values import AreaId, Value


class Digest(Value):
    """Everything in it may be shown to its *audience*; nothing protected is in it as a number."""

    title: str
    area: AreaId
    area_label: str
    tier: Tier
    period: str
    period_label: str
    audience: Audience
    as_at: date
    freshness: Line
    overall: Overall
    good: tuple[Good, ...]
    children: tuple[Row, ...]
    no_children: str = ""
    questions: tuple[Section, Section, Section]
    gaps: tuple[Line, ...]
    no_gaps: str = ""
    not_heard: tuple[Line, ...]
    since_last_time: SinceLastTime
    challenges: tuple[Line, ...]
    data_quality: tuple[Line, ...]
    footnotes: tuple[Line, ...]
    chart: Chart
    figures: tuple[Figure, ...]

    def figure(self, figure_id: str) -> Figure | None:
        return next((figure for figure in self.figures if figure.id == figure_id), None)
