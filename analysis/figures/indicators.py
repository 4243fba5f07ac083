"""Indicators that agencies handed in, as figures. All are counted, so there is no likely range.

Numbers of people stay protected here too: few, or all but a few, are told as a band where every
small number would give the same band, and not at all where it would not. Where counts are rounded a
rate is of the rounded counts, and stands on its base alone: beside exact rates they would be exact.
"""

from collections.abc import Sequence
from typing import Literal

from analysis.disclosure.suppression import BAND, RULES, Audience, Band, Count, release_count
from analysis.figures.desk import Desk
from analysis.figures.figure import Disclosure, Flag, Subject
from analysis.figures.status import Status, Verdict, until_agreed
from analysis.figures.told import NOTHING, Told
from surveys.indicators import Indicator
from surveys.measures import Measure, Unit

PERCENT = 100


def add_indicators(desk: Desk, measure: Measure, indicators: tuple[Indicator, ...]) -> None:
    """One figure for each owner; a later period's goes before an earlier's of the same owner.

    Of a year its own number goes before that of its last quarter, and the other way round.
    """
    is_proposed = desk.is_target_proposed(measure.code)
    about = [one for one in indicators if one.is_of(measure.code, desk.area.id)]
    here = [one for one in about if one.falls_in(desk.period)]
    here.sort(key=lambda one: (one.owner, one.period.last_day, one.period == desk.period))
    for one in {one.owner: one for one in here}.values():
        beside = [other for other in about if one.adds_up_with(other)]
        is_open = not _is_given_away(one, beside, measure, desk.audience)
        what = told_indicator(one, measure, desk.audience) if is_open else NOTHING
        standing = _standing(measure, what, only_proposed=is_proposed)
        desk.add(
            Subject(measure=measure.code, agency=one.owner),
            what,
            unit=unit_of(measure),
            source=one.source,
            per=None if unit_of(measure) is Unit.PERCENT else measure.per,
            target=measure.target if measure.direction else None,
            status=standing.status if standing else None,
            cap=standing.cap if standing else None,
            flags=(Flag.NOT_AGREED,) if is_proposed else (),
        )


def _is_given_away(
    one: Indicator, beside: Sequence[Indicator], measure: Measure, audience: Audience
) -> bool:
    """Whether it would give away, with the year and its quarters, one that may not be told.

    What was handed in first is told: a year is judged beside the quarters that were there, a
    quarter that comes after its year beside it and the others.
    """
    year = next((other for other in beside if other.period.quarter is None), None)
    if year is None:
        return False
    quarters = [other for other in beside if other.period.quarter]
    first = [other for other in quarters if other.imported_on <= year.imported_on]
    is_year_told = not first or not _tells_a_few(year, first, measure, audience)
    if one is year:
        return not is_year_told
    there = [other for other in quarters if other.imported_on <= one.imported_on]
    return is_year_told and one not in first and _tells_a_few(year, there, measure, audience)


def _tells_a_few(
    year: Indicator, quarters: Sequence[Indicator], measure: Measure, audience: Audience
) -> bool:
    """Whether one of the quarters is protected, or what the year has beside them is small."""
    told = [told_indicator(one, measure, audience) for one in quarters]
    if any(one.disclosure is not Disclosure.SHOWN for one in told):
        return True
    if len(quarters) == len(year.period.quarters):
        return False
    rest = [year.numerator - sum(one.numerator for one in quarters)]
    if measure.per == PERCENT:
        rest.append(year.denominator - sum(one.denominator for one in quarters) - rest[0])
    return min(rest) < RULES[audience].smallest_count


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
        end: Literal["low", "high"] = "low" if one.numerator < few else "high"
        limit = BAND if end == "low" else PERCENT - BAND
        band = Band(end=end, limit=limit, is_included=False, base=shown.number)
        return Told(Disclosure.BAND, base=shown.number, band=band) if is_band else NOTHING
    counted = release_count(one.numerator, audience)
    assert isinstance(counted, Count), "a numerator that is told is no small count"
    value = per * counted.number / shown.number
    return Told(
        Disclosure.SHOWN,
        value=float(round(value)) if rule.is_whole_percent and per == PERCENT else round(value, 1),
        base=shown.number,
        numerator=counted.number if rule.step == 1 else None,
    )


def _standing(measure: Measure, what: Told, *, only_proposed: bool) -> Verdict | None:
    """Where it stands, as everybody was counted; a band is judged by nothing but its words."""
    if what == NOTHING:
        return Verdict(status=Status.PROTECTED)
    if measure.target is None or what.value is None:
        return None
    above = measure.gain(what.value - measure.target)
    if above is None:
        return None
    return until_agreed(Status.MET if above >= 0 else Status.NOT_MET, only_proposed=only_proposed)
