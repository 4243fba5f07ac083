"""Which of the framework's sources have evidence on a content area: 4.2 and 4.3 of the framework.

A source of people's answers counts from as many responses as the audience may see counted, so that
nobody and a few look alike; a return in an agency's own name, and an indicator, count from one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from analysis.disclosure.suppression import RULES, Audience
from analysis.evidence.facts import Facts
from analysis.figures.desk import Desk
from analysis.figures.figure import Disclosure, Flag, Subject
from analysis.figures.told import Told
from surveys.framework import Method, Perspective
from surveys.indicators import Indicator
from surveys.measures import Measure
from surveys.periods import Period
from surveys.survey import Mode, Survey

TRIANGULATED = 3  # main sources that a finding needs
MAIN: Mapping[Perspective, str] = {
    Perspective.CHILD: "children, parents and carers",
    Perspective.PARENT_CARER: "children, parents and carers",
    Perspective.PRACTITIONER: "practitioners",
    Perspective.AUDIT: "case records",
    Perspective.AGENCY_SELF: "other organisational activity",
}
OTHER_ACTIVITY = MAIN[Perspective.AGENCY_SELF]


def add_sources(desk: Desk, measure: Measure, quarters: Iterable[tuple[Facts, Period]]) -> None:
    """Of fifteen, in the twelve months up to the end of the period."""
    counted: Counter[Method] = Counter()
    named: set[Method] = set()
    for facts, period in quarters:
        for survey, number in _heard(facts, period):
            counted[survey.method] += number
        named |= named_ways(facts, period)
    found = named | set(_enough(counted, desk.audience))
    _add(desk, measure, len(found), len(Method))


def add_main_sources(desk: Desk, measure: Measure, facts: Facts) -> None:
    """Of four, in the period itself."""
    counted: Counter[str] = Counter()
    named: set[str] = set()
    for survey, number in _heard(facts, desk.period):
        source = MAIN[survey.perspective]
        counted[source] += number
        if survey.mode is Mode.NAMED:
            named.add(source)
    if any(_indicators(facts, desk.period)):
        named.add(OTHER_ACTIVITY)
    found = named | set(_enough(counted, desk.audience))
    flag = Flag.TRIANGULATED if len(found) >= TRIANGULATED else Flag.NOT_TRIANGULATED
    _add(desk, measure, len(found), len(set(MAIN.values())), flag)


def named_ways(facts: Facts, period: Period) -> frozenset[Method]:
    """Those by which agencies gave something in their own name: a return, or a number."""
    heard = _heard(facts, period)
    methods = {survey.method for survey, _ in heard if survey.mode is Mode.NAMED}
    return frozenset(methods | {one.source for one in _indicators(facts, period)})


def _enough(counted: Counter[str] | Counter[Method], audience: Audience) -> list[str]:
    smallest = RULES[audience].smallest_count
    return [source for source, number in counted.items() if number >= smallest]


def _heard(facts: Facts, period: Period) -> list[tuple[Survey, int]]:
    """The surveys that were answered about the area in *period*, and how often."""
    return [
        (facts.readers[version].survey, number)
        for version, number in facts.answered_in(period).items()
        if version in facts.readers
    ]


def _indicators(facts: Facts, period: Period) -> list[Indicator]:
    return [one for one in facts.indicators if one.falls_in(period)]


def _add(desk: Desk, measure: Measure, number: int, of: int, *flags: Flag) -> None:
    what = Told(Disclosure.SHOWN, value=number, base=of, numerator=number)
    desk.add(Subject(measure=measure.code), what, flags=flags)
