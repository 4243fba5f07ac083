"""Indicators that agencies handed in, as figures. All are counted, so there is no likely range.

Numbers of people stay protected here too: few, or all but a few, are told as a band where every
small number would give the same band, and not at all where it would not.
"""

from analysis.disclosure.suppression import BAND, RULES, Audience, Count, release_count
from analysis.figures.desk import Desk
from analysis.figures.figure import Disclosure, Subject
from analysis.figures.status import Status
from analysis.figures.told import NOTHING, Told
from surveys.indicators import Indicator
from surveys.measures import Direction, Measure, Unit

PERCENT = 100


def add_indicators(desk: Desk, measure: Measure, indicators: tuple[Indicator, ...]) -> None:
    """One figure for each owner; a later period's goes before an earlier's of the same owner."""
    latest = {
        one.owner: one
        for one in sorted(indicators, key=lambda one: (one.owner, one.period.last_day))
        if one.measure == measure.code
        and one.content_area == desk.area.id
        and one.falls_in(desk.period)
    }
    for one in latest.values():
        what = told_indicator(one, measure, desk.audience)
        desk.add(
            Subject(measure=measure.code, agency=one.owner),
            what,
            unit=unit_of(measure),
            source=one.source,
            per=None if unit_of(measure) is Unit.PERCENT else measure.per,
            target=measure.target,
            status=_status(measure, what),
        )


def unit_of(measure: Measure) -> Unit:
    return Unit.PERCENT if measure.per == PERCENT else Unit.RATE


def told_indicator(one: Indicator, measure: Measure, audience: Audience) -> Told:
    rule, per = RULES[audience], measure.per or PERCENT
    shown = release_count(one.denominator, audience)
    few = rule.smallest_count
    if not isinstance(shown, Count) or one.denominator < rule.smallest_base:
        return NOTHING
    rest = one.denominator - one.numerator
    if min(one.numerator, rest) < few:
        is_band = per == PERCENT and (few - 1) * PERCENT < BAND * one.denominator
        band = f"<{BAND}%" if one.numerator < few else f">{PERCENT - BAND}%"
        return Told(Disclosure.BAND, base=shown.number, band=band) if is_band else NOTHING
    value = per * one.numerator / one.denominator
    counted = release_count(one.numerator, audience)
    return Told(
        Disclosure.SHOWN,
        value=float(round(value)) if rule.is_whole_percent and per == PERCENT else round(value, 1),
        base=shown.number,
        numerator=counted.number if isinstance(counted, Count) else None,
    )


def _status(measure: Measure, what: Told) -> Status | None:
    """Where it stands, as everybody was counted; a band is judged by nothing but its words."""
    if what == NOTHING:
        return Status.PROTECTED
    if measure.target is None or what.value is None:
        return None
    is_down = measure.direction is Direction.DOWN
    is_met = what.value <= measure.target if is_down else what.value >= measure.target
    return Status.MET if is_met else Status.NOT_MET
