"""Rows of what people neither say nor are asked: sources, returns, audits, indicators."""

from collections.abc import Iterator, Sequence

from analysis.digest.lines import Line, Row
from analysis.digest.narrative import flag_told, likely, scale_told
from analysis.digest.rows import base_told, row_of, target_told, value_told
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.measuring import Picture
from analysis.figures.status import Clarity
from analysis.phrases import points, range_of
from analysis.wording import in_thousands, say
from surveys.measures import Direction, Formula, Measure

MEASURED = (
    Formula.REPRESENTATIVENESS,
    Formula.SOURCES,
    Formula.MAIN_SOURCES,
    Formula.CONTRIBUTION,
    Formula.TALLY,
    Formula.SAFETY_NET,
    Formula.LOOP_CLOSED,
    Formula.GOT_IT_RIGHT,
    Formula.PRACTICE_CHANGE,
    Formula.CALIBRATION,
    Formula.INDICATOR,
)
TO_KNOW = frozenset(
    {
        Flag.REPRESENTATIVE,
        Flag.CAUTION,
        Flag.NOT_REPRESENTATIVE,
        Flag.TRIANGULATED,
        Flag.NOT_TRIANGULATED,
        Flag.NOT_AT_RANDOM,
    }
)


def measured_rows(picture: Picture) -> tuple[Row, ...]:
    """In the order of the measures. What is protected is counted in a footnote, and has no row.

    How comments lean stands here while it may be no headline.
    """
    barred = [one for one in picture.by(Formula.NET) if Flag.INDICATIVE in one.flags]
    return (*(row_of(picture, one) for one in barred[:1]), *_rows(picture))


def _rows(picture: Picture) -> Iterator[Row]:
    for figure in picture.by(*MEASURED):
        is_told = figure.disclosure is not Disclosure.PROTECTED
        is_gap = figure.clarity is not None
        if is_told and (not is_gap or figure.clarity is Clarity.CLEAR):
            yield _row(picture.measure(figure), figure)


def _row(measure: Measure, figure: Figure) -> Row:
    to_know = _to_know(figure)
    return Row(
        name=measure.name,
        perspective=figure.perspective,
        who=figure.agency or say(f"measured.{measure.formula.value}"),
        value=_value(figure),
        base=_base(figure),
        likely=_likely(figure),
        target=_target(measure, figure),
        change="; ".join(to_know),
        status=figure.status,
        sign=figure.sign,
        figures=(figure.id,),
        line=_line(measure, figure, to_know),
    )


def _line(measure: Measure, figure: Figure, to_know: Sequence[str]) -> Line:
    """'Shared tool used, Health: 70% (21 of 30); target 80%; source: agency data. Below …'."""
    of = f", {figure.agency}" if figure.agency else ""
    base = f" ({_base(figure)})" if _base(figure) else ""
    cells = [f"{_value(figure)}{base}", _likely(figure), _target(measure, figure), *to_know]
    words = f" {figure.sign.words}." if figure.sign else ""
    moved = " ".join(("", *scale_told(figure.scale, lost="practice.worse")))
    return Line(
        lead=f"{measure.name}{of}:",
        rest=f" {'; '.join(cell for cell in cells if cell)}.{words}{moved}",
        figures=(figure.id,),
    )


def _value(figure: Figure) -> str:
    if figure.clarity is None:
        return value_told(figure)
    template = "measured.above" if (figure.value or 0) > 0 else "measured.below"
    return say(template, points=points(figure.value or 0))


def _base(figure: Figure) -> str:
    if figure.source and figure.numerator is not None:
        base = in_thousands(figure.base or 0)
        return say("counted", number=in_thousands(figure.numerator), base=base)
    return base_told(figure) if figure.clarity is None else say("measured.staff", base=figure.base)


def _to_know(figure: Figure) -> list[str]:
    flags = [flag_told(flag) for flag in figure.flags if flag in TO_KNOW and flag != figure.band]
    return [*flags, *([say(f"source.{figure.source.value}")] if figure.source else [])]


def _likely(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    if figure.clarity is not None:
        return say("measured.likely", range=range_of(figure.low, figure.high))
    return likely(figure)


def _target(measure: Measure, figure: Figure) -> str:
    if not figure.target:
        return ""
    if figure.per is None:
        return target_told(measure, figure)
    kind = "at_most" if measure.direction is Direction.DOWN else "target"
    draft = "draft_" if Flag.NOT_AGREED in figure.flags else ""
    return say(f"measured.{draft}{kind}", target=figure.target, per=in_thousands(figure.per or 0))
