"""A digest made by hand, for tests of what shows one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from analysis.digest.digest import Digest
from analysis.digest.lines import (
    Chart,
    ChartRow,
    Good,
    Line,
    Overall,
    Row,
    Section,
    SinceLastTime,
    YouSaid,
)
from analysis.digest.provenance import AskedQuestion, FigureEvidence, evidence_in
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Disclosure, Figure
from analysis.figures.measuring import picture
from analysis.figures.status import SIGNS, Status
from surveys.evidence import Evidence
from surveys.framework import ContentArea, Kind, Perspective, Tier
from surveys.measures import Asks, Unit
from surveys.periods import Period
from surveys.values import StatementId
from tests.builders import NEGLECT

FEELS_SAFE = "NEG-OC1-26Q2-b7c4"
ASKED = "NEG-QL1-26Q2-11aa"
SURE = "NEG-QL1-26Q2-22bb"
GAP = "NEG-QL4-26Q2-33cc"
LEAN = "NEG-QL3-26Q2-44dd"
HEARD = "NEG-QN2-26Q2-55ee"
SMALL = "NEG-OC4-26Q2-66ff"
HOSTILE = "<!channel> <@U0AMINA01> & *bold* `code` <https://evil.test|here>"


def evidence_of(
    figure: str,
    area: ContentArea,
    period: Period,
    evidence: Evidence,
    earlier: Evidence,
    *,
    audience: Audience = Audience.BOARD,
    rest_of_year: Sequence[Evidence] = (),
) -> FigureEvidence:
    found = picture(area, period, evidence, earlier, audience, rest_of_year=rest_of_year)
    return evidence_in(found, figure)


def a_figure(figure_id: str = FEELS_SAFE, **changes: Any) -> Figure:
    usual: dict[str, Any] = {
        "id": figure_id,
        "measure": figure_id.split("-")[1],
        "statement": "NEG-O1",
        "perspective": Perspective.CHILD,
        "period": "2026-Q2",
        "audience": Audience.BOARD,
        "unit": Unit.PERCENT,
        "disclosure": Disclosure.SHOWN,
        "protected": False,
        "value": 80,
        "base": 30,
        "numerator": 24,
        "low": 63,
        "high": 90,
        "target": 70,
        "status": Status.LEANING_ABOVE,
    }
    return Figure(**usual | changes)


def a_protected_figure(figure_id: str = SMALL, **changes: Any) -> Figure:
    return Figure(
        id=figure_id,
        measure=figure_id.split("-")[1],
        statement=StatementId("NEG-O1"),
        perspective=changes.pop("perspective", Perspective.CHILD),
        period="2026-Q2",
        audience=Audience.BOARD,
        unit=Unit.PERCENT,
        disclosure=Disclosure.PROTECTED,
        protected=True,
        status=Status.PROTECTED,
        **changes,
    )


def a_row(figure_id: str = FEELS_SAFE, **changes: Any) -> Row:
    usual: dict[str, Any] = {
        "name": "Feels safe",
        "perspective": Perspective.CHILD,
        "who": "Children",
        "value": "80%",
        "base": "24 of 30",
        "likely": "likely 63–90%",
        "target": "target 70%",
        "change": "no clear change",
        "status": Status.LEANING_ABOVE,
        "sign": SIGNS[Status.LEANING_ABOVE],
        "figures": (figure_id,),
        "line": Line(
            lead="8 in 10 children (24 of 30; likely 63–90%) say they feel safer",
            rest=" - not yet clear against our 70% good statement; no clear change.",
            figures=(figure_id,),
        ),
    }
    return Row(**usual | changes)


def a_protected_row(figure_id: str = SMALL, **changes: Any) -> Row:
    usual: dict[str, Any] = {
        "name": "Getting better",
        "value": "protected",
        "base": "",
        "likely": "",
        "target": "",
        "change": "",
        "status": Status.PROTECTED,
        "sign": SIGNS[Status.PROTECTED],
        "line": Line(lead="Getting better", rest=": protected, because too few answered."),
    }
    return a_row(figure_id, **usual | changes)


def a_chart_row(figure_id: str = FEELS_SAFE, **changes: Any) -> ChartRow:
    usual: dict[str, Any] = {
        "figure": figure_id,
        "label": "Children: Feels safe",
        "perspective": Perspective.CHILD,
        "value": 80,
        "low": 63,
        "high": 90,
        "target": 70,
        "base": 30,
        "words": "80% (24 of 30)",
        "sign": SIGNS[Status.LEANING_ABOVE],
        "text": "80% of 30 children say they feel safe, likely 63 to 90%.",
    }
    return ChartRow(**usual | changes)


def a_protected_chart_row(figure_id: str = SMALL, **changes: Any) -> ChartRow:
    usual: dict[str, Any] = {
        "label": "Children: Getting better",
        "value": None,
        "low": None,
        "high": None,
        "base": None,
        "words": "protected",
        "sign": SIGNS[Status.PROTECTED],
        "text": "Children say things have got better: protected.",
    }
    return a_chart_row(figure_id, **usual | changes)


def a_chart(*rows: ChartRow, **changes: Any) -> Chart:
    usual: dict[str, Any] = {
        "title": "Neglect, April to June 2026",
        "rows": rows or (a_chart_row(), a_protected_chart_row()),
        "alt": "80% of 30 children say they feel safe, likely 63 to 90%, target 70%.",
    }
    return Chart(**usual | changes)


def an_overall(status: Status = Status.LEANING_ABOVE, **changes: Any) -> Overall:
    sign = SIGNS[status]
    usual: dict[str, Any] = {
        "status": status,
        "words": sign.words,
        "letter": sign.letter,
        "icon": sign.icon,
        "colour": sign.colour,
        "reason": "What children say about feeling safe decides.",
    }
    return Overall(**usual | changes)


def questions(*rows: Row) -> tuple[Section, Section, Section]:
    return (
        Section(asks=Asks.HOW_MUCH, heading="How much did we do?", rows=rows[:3]),
        Section(asks=Asks.HOW_WELL, heading="How well did we do it?", rows=rows[:3]),
        Section(asks=Asks.DIFFERENCE, heading="Did we make a difference?", rows=rows[:3]),
    )


def a_digest(**changes: Any) -> Digest:
    """Neglect in the spring of 2026, for the board: a little of everything."""
    usual: dict[str, Any] = {
        "title": "Neglect",
        "area": NEGLECT,
        "area_label": "Neglect",
        "tier": Tier.PRACTICE,
        "period": "2026-Q2",
        "period_label": "April to June 2026",
        "audience": Audience.BOARD,
        "as_at": date(2026, 7, 6),
        "freshness": Line(rest="The last answer came on 30 June 2026."),
        "overall": an_overall(),
        "good": (
            Good(
                id=StatementId("NEG-O1"),
                kind=Kind.OUTCOME,
                text="Children living with neglect say that life at home got better.",
                target=70,
            ),
        ),
        "children": (a_row(), a_protected_row()),
        "questions": questions(a_row(), a_protected_row()),
        "gaps": (
            Line(
                lead="Practitioners are 26 points more positive than children",
                rest=" (likely 6 to 46) on being asked about their day.",
                figures=(GAP,),
            ),
        ),
        "not_heard": (Line(rest="Nobody under 8 was heard."),),
        "since_last_time": SinceLastTime(
            since="January to March 2026",
            others=Line(rest="3 more were compared; none changed clearly."),
            you_said=(
                YouSaid(
                    survey="Neglect in practice",
                    wave="Spring 2026",
                    text="You said supervision is missing; we made it monthly.",
                ),
            ),
        ),
        "challenges": (
            Line(
                rest="Practitioners are 26 points more positive than children. What would we see "
                "if children were right?"
            ),
        ),
        "data_quality": (Line(rest="Response rate 28%: low."),),
        "footnotes": (Line(rest="1 figure is protected. c = protected."),),
        "chart": a_chart(),
        "figures": (
            a_figure(),
            a_figure(SURE, perspective=Perspective.PRACTITIONER),
            a_figure(LEAN, unit=Unit.NET, statement=None),
            a_protected_figure(),
        ),
    }
    return Digest(**usual | changes)


def a_hostile_digest() -> Digest:
    """Everything that people write or name tries to be live, and is as long as can be."""
    long = HOSTILE + " & < > " * 400
    line = Line(lead=long, rest=long, figures=(FEELS_SAFE,))
    row = a_row(name=long, who=long, value=long, base=long, change=long, line=line)
    return a_digest(
        title=HOSTILE,
        freshness=line,
        overall=an_overall(reason=long, words=long),
        good=tuple(
            Good(id=StatementId("NEG-O1"), kind=Kind.OUTCOME, text=long, target=70)
            for _ in range(4)
        ),
        children=(row,) * 9,
        questions=questions(row, row, row),
        gaps=(line,) * 9,
        not_heard=(line,) * 9,
        since_last_time=SinceLastTime(
            since=long,
            clear=(line,) * 9,
            others=line,
            you_said=(YouSaid(survey=long, wave=long, text=long),) * 5,
        ),
        challenges=(line,) * 9,
        data_quality=(line,) * 9,
        footnotes=(line,) * 9,
    )


def a_making(figure: Figure | None = None, **changes: Any) -> FigureEvidence:
    """How the figure was made; of a protected one, as little as there is to tell."""
    one = figure or a_figure()
    usual: dict[str, Any] = {
        "figure": one,
        "name": "Feels safe",
        "definition": f"Feels safe ({one.measure})",
        "formula": "people who feel safe / people who answered",
        "interval": "Wilson score interval, 95%",
        "told": "protected" if one.protected else "80%",
        "base_told": "" if one.protected else "24 of 30",
        "good": "Children living with neglect say that life at home got better.",
        "filters": ("content area: Neglect", "days: 1 April 2026 to 30 June 2026"),
        "questions": (AskedQuestion(survey="child-8-to-11", text="Do you feel safe at home?"),),
        "waves": ("child-8-to-11-2026-q2",),
        "derived_from": one.derived_from,
        "row_set": None if one.protected else "8f0c" * 16,
        "engines": ("measures 1",),
    }
    return FigureEvidence(**usual | changes)
