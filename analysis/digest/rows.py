"""One row of a digest or of its chart from one figure, or from a few that belong together."""

from collections.abc import Sequence

from analysis.digest.lines import Chart, ChartRow, Line, Row
from analysis.digest.narrative import (
    band_told,
    counted,
    flag_told,
    gap_about,
    leaning_line,
    likely,
    moved,
    only_question,
    people,
    predicate,
    rate_line,
    share_line,
    voices_line,
)
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.gaps import Gap
from analysis.figures.measuring import Picture
from analysis.figures.status import Clarity
from analysis.phrases import (
    LONGEST_QUOTE,
    number,
    period_label,
    sentence,
    shortened,
    signed,
    within,
)
from analysis.wording import in_thousands, say
from surveys.framework import Perspective
from surveys.measures import Direction, Formula, Measure, NamedAfter, Unit

CHART_ROWS = 12  # as many as can be read on a phone
LONGEST_NAME = 70
COUNTS = (Unit.PEOPLE, Unit.COUNT)


def row_of(picture: Picture, figure: Figure) -> Row:
    """The figure in the cells of a table, and the same as a sentence."""
    return Row(
        name=name_of(picture, figure),
        perspective=figure.perspective,
        who=sentence(people(figure)),
        value=value_told(figure),
        base=base_told(figure),
        likely=_likely(figure),
        target=target_told(picture.measure(figure), figure),
        change=_change(figure),
        status=figure.status,
        sign=figure.sign,
        figures=(figure.id,),
        line=line_of(picture, figure),
    )


def target_told(measure: Measure, figure: Figure, *, in_brief: bool = False) -> str:
    if not figure.target:
        return ""
    kind = "at_most" if measure.direction is Direction.DOWN else "target"
    if Flag.NOT_AGREED in figure.flags:
        return say(f"good.draft_{kind}{'_brief' if in_brief else ''}", target=figure.target)
    return say(f"good.{kind}", target=figure.target)


def line_of(picture: Picture, figure: Figure) -> Line:
    match picture.measure(figure).formula:
        case Formula.NET:
            return leaning_line(figure)
        case Formula.RESPONSE_RATE:
            return rate_line(figure)
        case _:
            return share_line(figure, predicate_of(picture, figure))


def predicate_of(picture: Picture, figure: Figure) -> str:
    asked = picture.asked[figure.id]
    measure = picture.measure(figure)
    return predicate(figure, measure, asked, picture.area, good_text(picture, figure))


def good_text(picture: Picture, figure: Figure) -> str | None:
    return next((one.text for one in picture.area.good if one.id == figure.statement), None)


def stated(picture: Picture, figure: Figure) -> str | None:
    """Its statement, where that is what was asked: of 'feels safe' nobody was asked all of it."""
    is_of_statement = picture.measure(figure).named_after is NamedAfter.STATEMENT
    return good_text(picture, figure) if is_of_statement else None


def about_gap(picture: Picture, gap: Gap) -> str:
    ours, theirs = (picture.asked[one.id] for one in (gap.practitioner, gap.other))
    name = name_of(picture, gap.other)
    return gap_about(ours, theirs, picture.area, stated(picture, gap.other), name)


def about_gap_in_brief(picture: Picture, gap: Gap) -> str:
    """The question, if both were asked the same one; else what the digest calls it elsewhere."""
    asked = [*picture.asked[gap.practitioner.id], *picture.asked[gap.other.id]]
    if question := only_question(asked, picture.area):
        return say("gap.about_question", text=shortened(question))
    return say("gap.about_measure", text=name_of(picture, gap.other, LONGEST_QUOTE))


def name_of(picture: Picture, figure: Figure, most: int = LONGEST_NAME) -> str:
    """What a figure is called in a table: a measure's name, or the statement it speaks of."""
    measure = picture.measure(figure)
    text = stated(picture, figure)
    if measure.named_after is NamedAfter.QUESTION:
        text = only_question(picture.asked[figure.id], picture.area)
    return shortened(text, most) if text else measure.name


def value_told(figure: Figure) -> str:
    match figure.disclosure:
        case Disclosure.SHOWN if figure.unit is Unit.NET:
            return say("value.net", net=signed(figure.value or 0))
        case Disclosure.SHOWN if figure.unit is Unit.POINTS:
            return say("value.points", points=signed(figure.value or 0))
        case Disclosure.SHOWN if figure.unit is Unit.RATE:
            return say(
                "value.rate", number=number(figure.value or 0), per=in_thousands(figure.per or 0)
            )
        case Disclosure.SHOWN if figure.unit in COUNTS:
            return number(figure.value or 0)
        case Disclosure.SHOWN:
            return say("value.percent", number=number(figure.value or 0))
        case Disclosure.BAND:
            return sentence(band_told(figure.band))
        case Disclosure.TOO_FEW:
            return say("value.too_few")
        case Disclosure.PROTECTED:
            return say("value.protected")


def base_told(figure: Figure) -> str:
    if figure.base is None or figure.unit is Unit.PEOPLE:
        return ""
    if figure.unit is Unit.COUNT:
        return say("base.of", base=figure.base)
    if figure.numerator is not None:
        return counted(figure)
    if figure.unit is Unit.POINTS:
        return say("base.each_side", base=figure.base)
    is_counted = figure.is_shown or figure.source is not None
    return say("base.of" if is_counted else "base.answered", base=figure.base)


def _likely(figure: Figure) -> str:
    if Flag.LOW_RESPONSE in figure.flags:
        return flag_told(Flag.LOW_RESPONSE)
    if figure.low is None or figure.high is None:
        return ""
    if figure.unit is Unit.NET:
        return say("likely_net", low=signed(figure.low), high=signed(figure.high))
    return likely(figure)


def _change(figure: Figure) -> str:
    if figure.change is None:
        return say("cell.pooled") if figure.pooled else ""
    match figure.change.clarity:
        case Clarity.CLEAR:
            return say("cell.clear", moved=moved(figure.change))
        case Clarity.POSSIBLE:
            return say("cell.possible", moved=moved(figure.change))
        case Clarity.NOT_CLEAR:
            return say("cell.not_clear")


def voices_row(name: str, who: str, figures: Sequence[Figure]) -> Row:
    """Counts of several perspectives in one row: 'children 34; parents: protected'."""
    heard = [f"{_short(one)} {number(one.value or 0)}" for one in figures if one.is_shown]
    few = [_short(one) for one in figures if not one.is_shown]
    parts = [*heard, *([say("cell.protected", who=", ".join(few))] if few else [])]
    return Row(
        name=name,
        who=who,
        value="; ".join(parts),
        figures=tuple(one.id for one in figures),
        line=voices_line(figures),
    )


def _short(figure: Figure) -> str:
    return short(figure.perspective)


def short(perspective: Perspective | None) -> str:
    """Whose eyes, in the room of a cell."""
    return say(f"short.{perspective.value if perspective else 'everybody'}")


def rate_row(picture: Picture, figure: Figure) -> Row:
    """Of everybody who was asked in the surveys, whatever else they ask about; so it says that."""
    row = row_of(picture, figure)
    name = say("rate.whole", name=row.name)
    return row.model_copy(update={"name": name, "who": say("cell.all_agencies"), "target": ""})


def chart_of(picture: Picture, figures: Sequence[Figure]) -> Chart:
    """Dots and ranges for shares of people, in the order given, and the same in words."""
    drawn = picture.by(Formula.SHARE)
    shares = [one for one in figures if one in drawn][:CHART_ROWS]
    rows = tuple(_chart_row(picture, one) for one in shares)
    told_of = {"area": picture.area.label, "period": period_label(picture.period)}
    title = say("chart.title", **told_of)
    if not rows:
        return Chart(title=title, alt=say("chart.nothing"))
    told = " ".join(row.text for row in rows)
    return Chart(title=title, rows=rows, alt=say("chart.alt", rows=told))


def _chart_row(picture: Picture, figure: Figure) -> ChartRow:
    assert figure.perspective is not None
    base = base_told(figure)
    words = f"{value_told(figure)} ({base})" if base else value_told(figure)
    label = f"{sentence(people(figure))}: {name_of(picture, figure)}"
    target = f", {target_told(picture.measure(figure), figure)}" if figure.target else ""
    told = f", {_likely(figure)}{target}" if figure.is_shown else ""
    meant = f": {within(figure.sign.words)}" if figure.sign and figure.is_shown else ""
    return ChartRow(
        figure=figure.id,
        label=label,
        perspective=figure.perspective,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        target=None if Flag.NOT_AGREED in figure.flags else figure.target,
        at_most=figure.at_most,
        base=figure.base,
        words=words,
        sign=figure.sign,
        text=f"{label}: {words}{told}{meant}.",
    )
