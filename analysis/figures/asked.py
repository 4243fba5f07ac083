"""Where those behind a figure were asked: for the ledger, to which nobody looks the same as a few.

Wherever somebody could have answered is a place. It is there whether anybody has or not.
"""

from collections.abc import Iterable
from typing import NamedTuple

from analysis.evidence.facts import Facts
from surveys.measures import Formula
from surveys.periods import Period
from surveys.wave import Wave


class Place(NamedTuple):
    """A quarter, the content area that answers were about (or ""), and by what they were asked."""

    quarter: str
    about: str
    survey: str


def places_of(facts: Facts, periods: Iterable[Period], formula: Formula) -> frozenset[Place]:
    """In all quarters of these periods, whatever was asked there."""
    asked = _asked if formula is Formula.RESPONSE_RATE else _answered
    return frozenset(
        Place(str(quarter), about, survey)
        for period in periods
        for quarter in period.quarters
        for wave in facts.waves_of(quarter)
        for about, survey in asked(facts, wave)
    )


def _answered(facts: Facts, wave: Wave) -> Iterable[tuple[str, str]]:
    if facts.asks_about_it(wave) or facts.asks_for_comments(wave):
        return [(about or "", wave.survey) for about in facts.could_be_about(wave)]
    return []


def _asked(facts: Facts, wave: Wave) -> Iterable[tuple[str, str]]:
    """Who was asked in a wave is counted there, whatever their answers are about."""
    return [("", wave.id)] if facts.asks_directly(wave) else []
