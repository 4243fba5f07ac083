"""The named formulas: each a function that puts the figures of one measure on the desk.

They are in the order in which figures are made: a gap comes after the shares it lies between.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from analysis.evidence.facts import Facts
from analysis.evidence.leanings import Leaning
from analysis.evidence.practice import Practice
from analysis.evidence.responding import Rate, rates
from analysis.evidence.speaking import Speaking
from analysis.evidence.votes import Votes
from analysis.figures import voicing
from analysis.figures.calibration import Calibration, add_calibrations
from analysis.figures.desk import Desk
from analysis.figures.figure import Flag, Subject
from analysis.figures.indicators import add_indicators
from analysis.figures.learning import add_practice
from analysis.figures.likeness import add_likeness
from analysis.figures.returns import Contributions, add_contribution, add_tally
from analysis.figures.safety_net import add_safety_net
from analysis.figures.shares import Shares, add_gaps, add_pairs, add_shares
from analysis.figures.sources import add_main_sources, add_sources
from analysis.figures.theming import add_themes
from analysis.figures.told import NOTHING, told, told_count, told_leaning
from analysis.figures.voicing import Logged
from analysis.reading.coders import Coders
from surveys.answering import Response
from surveys.coding import Coder
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.measures import Formula, Measure
from surveys.periods import Period


@dataclass(frozen=True)
class Found:
    """What the evidence says of one area and period, read once for all formulas."""

    facts: Facts
    evidence: Evidence
    votes: Votes
    leanings: Mapping[Perspective, Leaning]
    speaking: Mapping[Perspective, Speaking]
    logged: Logged
    shares: Shares
    practices: Mapping[str, Practice]
    calibrations: Mapping[str, tuple[Calibration, ...]]
    coders: Coders
    contributions: Contributions
    quarters: tuple[tuple[Facts, Period], ...]  # of the twelve months up to the period


Add = Callable[[Desk, Measure, Found], None]


def _voices_heard(desk: Desk, measure: Measure, found: Found) -> None:
    """Each perspective by itself, and their total only if no perspective is protected.

    The total is what is hidden then, not another perspective, because the bases of other figures
    say how many of that perspective there are at least.
    """
    voices = {perspective: found.votes.voices.get(perspective, []) for perspective in Perspective}
    counts = {
        perspective: told_count(len(heard), _agencies(heard), desk.audience)
        for perspective, heard in voices.items()
    }
    for perspective, what in counts.items():
        rows = (one.id for one in voices[perspective])
        desk.add(Subject(measure=measure.code, perspective=perspective), what, rows=rows)
    everybody = [one for heard in voices.values() for one in heard]
    total = told_count(len(everybody), {}, desk.audience)
    is_open = NOTHING not in counts.values()
    what = total if is_open else NOTHING
    desk.add(Subject(measure=measure.code), what, rows=(one.id for one in everybody))


def _agencies(voices: Sequence[Response]) -> Counter[str]:
    return Counter(one.agency for one in voices if one.agency is not None)


def _response_rate(desk: Desk, measure: Measure, found: Found) -> None:
    facts = found.facts
    waves = [wave.id for wave in facts.waves_of(desk.period) if facts.asks_directly(wave)]
    told = rates(found.evidence.invitations, waves, desk.audience)
    if told.agencies:
        _add_rate(desk, Subject(measure=measure.code), told.everybody)
    for agency, rate in told.agencies.items():
        _add_rate(desk, Subject(measure=measure.code, agency=agency), rate)


def _add_rate(desk: Desk, subject: Subject, rate: Rate) -> None:
    """Everybody who was asked is counted, so a rate has no likely range."""
    flags = (Flag.LOW_RESPONSE,) if rate.is_low else ()
    what = told(rate.released)._replace(low=None, high=None)
    desk.add(subject, what, flags=flags, counted=rate.counted)


def _net(desk: Desk, measure: Measure, found: Found) -> None:
    barred = (Flag.INDICATIVE,) if found.coders.bars_sentiment else ()
    for perspective, one in found.leanings.items():
        what = told_leaning(one, desk.audience)
        # who read for a protected figure would tell that there was something to read
        flags = () if what == NOTHING else (*_checked(one), *barred)
        subject = Subject(measure=measure.code, perspective=perspective)
        counted = (f"{read.response.id} {read.sentiment}" for read in one.readings)
        desk.add(subject, what, rows=one.rows, flags=flags, counted=counted)


def _checked(leaning: Leaning) -> tuple[Flag, ...]:
    if leaning.coders == {Coder.PERSON}:
        return ()
    return (Flag.PARTLY_CHECKED if Coder.PERSON in leaning.coders else Flag.MACHINE_ONLY,)


def _themes(desk: Desk, measure: Measure, found: Found) -> None:
    themes = found.evidence.themes.labels
    barred = {theme for theme in themes if found.speaking and found.coders.bars(theme)}
    for perspective, people in found.speaking.items():
        if measure.is_of(perspective):
            for theme in themes:
                is_barred = theme in barred
                add_themes(desk, measure, perspective, people, theme, is_barred=is_barred)


def _practice_change(desk: Desk, measure: Measure, found: Found) -> None:
    if practice := found.practices.get(measure.code):
        add_practice(desk, measure, practice, found.shares.found.signs)


def _of_logged(add: Callable[[Desk, Measure, Logged], None]) -> Add:
    """Nothing where few or no voices were logged, whatever they are about.

    Once enough were, an area with none has these figures like one with a few: protected.
    """

    def add_if_told(desk: Desk, measure: Measure, found: Found) -> None:
        if found.logged.is_told(desk.audience):
            add(desk, measure, found.logged)

    return add_if_told


def _of_shares(add: Callable[[Desk, Measure, Shares], None]) -> Add:
    return lambda desk, measure, found: add(desk, measure, found.shares)


FORMULAS: Mapping[Formula, Add] = MappingProxyType(
    {
        Formula.VOICES_HEARD: _voices_heard,
        Formula.RESPONSE_RATE: _response_rate,
        Formula.CHILDREN_HEARD: _of_logged(voicing.children_heard),
        Formula.GROUP_SESSIONS: _of_logged(voicing.group_sessions),
        Formula.HEARD_IN_FULL: _of_logged(voicing.heard_in_full),
        Formula.TIMELY_REPLY: _of_logged(voicing.timely_reply),
        Formula.SHARE: _of_shares(add_shares),
        Formula.PAIRED_CHANGE: _of_shares(add_pairs),
        Formula.GAP: _of_shares(add_gaps),
        Formula.NET: _net,
        Formula.THEMES: _themes,
        Formula.LOOP_CLOSED: _of_logged(voicing.loop_closed),
        Formula.GOT_IT_RIGHT: _of_logged(voicing.got_it_right),
        Formula.REPRESENTATIVENESS: _of_logged(add_likeness),
        Formula.SOURCES: lambda desk, measure, found: add_sources(desk, measure, found.quarters),
        Formula.MAIN_SOURCES: lambda desk, measure, found: add_main_sources(
            desk, measure, found.facts
        ),
        Formula.CONTRIBUTION: lambda desk, measure, found: add_contribution(
            desk, measure, found.contributions
        ),
        Formula.TALLY: lambda desk, measure, found: add_tally(desk, measure, found.facts),
        Formula.PRACTICE_CHANGE: _practice_change,
        Formula.CALIBRATION: lambda desk, measure, found: add_calibrations(
            desk, found.calibrations[measure.code], found.shares.found.signs
        ),
        Formula.SAFETY_NET: lambda desk, measure, found: add_safety_net(
            desk, measure, found.evidence.acknowledgements
        ),
        Formula.INDICATOR: lambda desk, measure, found: add_indicators(
            desk, measure, found.facts.indicators
        ),
    }
)
