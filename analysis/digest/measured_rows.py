"""Rows of what people neither say nor are asked: sources, returns, audits, indicators."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from analysis.digest.lines import Line, Row
from analysis.digest.narrative import likely, scale_told
from analysis.digest.rows import base_told, value_told
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.measuring import Picture
from analysis.figures.status import Clarity, sign_of
from analysis.phrases import points, range_of
from surveys.framework import Method
from surveys.measures import Direction, Formula, Measure

SOURCE_NAMES: Mapping[Method, str] = MappingProxyType(
    {
        Method.NATIONAL_INDICATORS: "national indicators",
        Method.LOCAL_INDICATORS: "local indicators",
        Method.AGENCY_DATA: "agency data",
        Method.MANAGEMENT_RECORDS: "management records",
    }
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
    """In the order of the measures. What is protected is counted in a footnote, and has no row."""
    return tuple(_rows(picture))


def _rows(picture: Picture) -> Iterator[Row]:
    for figure in picture.by(*WHO):
        is_told = figure.disclosure is not Disclosure.PROTECTED
        is_gap = figure.clarity is not None
        if is_told and (not is_gap or figure.clarity is Clarity.CLEAR):
            yield _row(picture.measure(figure), figure)


def _row(measure: Measure, figure: Figure) -> Row:
    to_know = _to_know(figure)
    return Row(
        name=measure.name,
        perspective=figure.perspective,
        who=figure.agency or WHO[measure.formula],
        value=_value(figure),
        base=_base(figure),
        likely=_likely(figure),
        target=_target(measure, figure),
        change="; ".join(to_know),
        status=figure.status,
        sign=sign_of(figure.status, figure.cap),
        figures=(figure.id,),
        line=_line(measure, figure, to_know),
    )


def _line(measure: Measure, figure: Figure, to_know: Sequence[str]) -> Line:
    """'Shared tool used, Health: 70% (21 of 30); target 80%; source: agency data. Below …'."""
    of = f", {figure.agency}" if figure.agency else ""
    base = f" ({_base(figure)})" if _base(figure) else ""
    cells = [f"{_value(figure)}{base}", _likely(figure), _target(measure, figure), *to_know]
    sign = sign_of(figure.status, figure.cap)
    words = f" {sign.words}." if sign else ""
    moved = " ".join(("", *scale_told(figure.scale)))
    return Line(
        lead=f"{measure.name}{of}:",
        rest=f" {'; '.join(cell for cell in cells if cell)}.{words}{moved}",
        figures=(figure.id,),
    )


def _value(figure: Figure) -> str:
    if figure.clarity is None:
        return value_told(figure)
    return f"{points(figure.value or 0)} {'above' if (figure.value or 0) > 0 else 'below'}"


def _base(figure: Figure) -> str:
    if figure.source and figure.numerator is not None:
        return f"{figure.numerator:,} of {figure.base:,}"
    return base_told(figure) if figure.clarity is None else f"{figure.base} of its staff answered"


def _to_know(figure: Figure) -> list[str]:
    flags = [str(flag) for flag in figure.flags if flag in TO_KNOW and flag != figure.band]
    return [*flags, *([f"source: {SOURCE_NAMES[figure.source]}"] if figure.source else [])]


def _likely(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    if figure.clarity is not None:
        return f"likely {range_of(figure.low, figure.high)}"
    return likely(figure)


def _target(measure: Measure, figure: Figure) -> str:
    if not figure.target:
        return ""
    draft = "draft " if Flag.NOT_AGREED in figure.flags else ""
    at_most = "at most " if measure.direction is Direction.DOWN else ""
    per = f" per {figure.per:,}" if figure.per else "%"
    return f"{draft}target {at_most}{figure.target}{per}"


WHO: Mapping[Formula, str] = MappingProxyType(
    {
        Formula.REPRESENTATIVENESS: "Children",
        Formula.SOURCES: "Ways of gathering",
        Formula.MAIN_SOURCES: "Main sources",
        Formula.CONTRIBUTION: "Agencies",
        Formula.TALLY: "Files in agencies' audits",
        Formula.SAFETY_NET: "Concerns",
        Formula.LOOP_CLOSED: "Voices and sessions",
        Formula.PRACTICE_CHANGE: "Practitioners",
        Formula.CALIBRATION: "Agencies",
        Formula.INDICATOR: "Agencies",
    }
)
