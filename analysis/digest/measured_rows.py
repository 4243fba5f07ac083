"""Rows of what people neither say nor are asked: sources, returns, audits, indicators."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from analysis.digest.lines import Line, Row
from analysis.digest.narrative import likely, people
from analysis.digest.rows import base_told, value_told
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.measuring import Picture
from analysis.figures.status import SIGNS, Clarity
from analysis.phrases import range_of, sentence
from surveys.framework import Method
from surveys.measures import Formula, Measure

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
    sign = SIGNS[figure.status] if figure.status else None
    told, base = value_told(figure), base_told(figure)
    flags = [str(flag) for flag in figure.flags if flag in TO_KNOW and flag != figure.band]
    source = f"source: {SOURCE_NAMES[figure.source]}" if figure.source else ""
    cells = [
        part for part in (told, base, _likely(figure), _target(figure), *flags, source) if part
    ]
    who = WHO[measure.formula](figure)
    return Row(
        name=measure.name,
        perspective=figure.perspective,
        who=who,
        value=told,
        base=base,
        likely=_likely(figure),
        target=_target(figure),
        change="; ".join([*flags, *([source] if source else [])]),
        status=figure.status,
        sign=sign,
        figures=(figure.id,),
        line=Line(
            lead=f"{measure.name}, {who[:1].lower()}{who[1:]}:",
            rest=f" {'; '.join(cells)}.{f' {sign.words}.' if sign else ''}",
            figures=(figure.id,),
        ),
    )


def _likely(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    if figure.clarity is not None:
        return f"likely {range_of(figure.low, figure.high)}"
    return likely(figure)


def _target(figure: Figure) -> str:
    if not figure.target:
        return ""
    return f"target {figure.target}{f' per {figure.per:,}' if figure.per else '%'}"


def _called(name: str) -> Callable[[Figure], str]:
    return lambda figure: figure.agency or name


WHO: Mapping[Formula, Callable[[Figure], str]] = MappingProxyType(
    {
        Formula.REPRESENTATIVENESS: _called("Children"),
        Formula.SOURCES: _called("Ways of gathering"),
        Formula.MAIN_SOURCES: _called("Main sources"),
        Formula.CONTRIBUTION: _called("Agencies"),
        Formula.TALLY: _called("Case files"),
        Formula.LOOP_CLOSED: _called("Voices and sessions"),
        Formula.PRACTICE_CHANGE: lambda figure: sentence(people(figure)),
        Formula.CALIBRATION: _called("Agencies"),
        Formula.INDICATOR: _called("Agencies"),
    }
)
