"""All figures of one content area and period, each as its audience may see it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure.suppression import Audience
from analysis.evidence.facts import Facts
from analysis.evidence.leanings import Leaning, leanings
from analysis.evidence.linking import Linked
from analysis.evidence.responding import Rate, rates
from analysis.evidence.votes import Votes, votes_in
from analysis.figures.desk import Desk
from analysis.figures.figure import Figure, Flag, Subject
from analysis.figures.gaps import Gap
from analysis.figures.shares import measure_shares
from analysis.figures.told import NOTHING, told, told_count, told_leaning
from analysis.figures.voicing import Logged, logged_in, measure_voices
from surveys.answering import Response
from surveys.coding import Coder
from surveys.evidence import Evidence
from surveys.framework import ContentArea, Perspective
from surveys.periods import Period
from surveys.values import ResponseId


@dataclass(frozen=True)
class Picture:
    """What was found. *figures* may be shown to *audience*; the rest says how they came about.

    *asked* has the questions behind a figure, *rows* the responses it stands on. *votes* and
    *leanings* hold raw numbers: they're here to say what was asked and who read it, never how many.
    """

    area: ContentArea
    period: Period
    audience: Audience
    figures: tuple[Figure, ...]
    gaps: tuple[Gap, ...]
    asked: Mapping[str, tuple[Linked, ...]]
    rows: Mapping[str, tuple[ResponseId, ...]]
    facts: Facts
    votes: Votes
    leanings: Mapping[Perspective, Leaning]
    logged: Logged

    def of(self, *measures: str) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.measure in measures)


def picture(
    area: ContentArea,
    period: Period,
    evidence: Evidence,
    earlier: Evidence,
    audience: Audience = Audience.BOARD,
) -> Picture:
    """Every figure that *evidence* gives, in the order of measure, statement and perspective.

    *earlier* has the period before, and further back whatever people of linked series said first.
    Either may reach beyond its period: the day of a response decides where it belongs.
    """
    facts = Facts(area, earlier, evidence)
    votes = votes_in(facts, period)
    leaning = leanings(facts, period, (*earlier.codings, *evidence.codings))
    desk = Desk(area, period, audience)
    _count_voices(desk, votes)
    _rate_responses(desk, facts, evidence)
    logged = logged_in(facts, period, evidence, earlier)
    measure_voices(desk, logged)
    gaps = measure_shares(desk, facts, votes)
    _add_leanings(desk, leaning)
    return Picture(
        area=area,
        period=period,
        audience=audience,
        figures=desk.in_order(),
        gaps=gaps,
        asked=desk.asked,
        rows=desk.rows,
        facts=facts,
        votes=votes,
        leanings=leaning,
        logged=logged,
    )


def _count_voices(desk: Desk, votes: Votes) -> None:
    """Each perspective by itself, and their total only if no perspective is protected.

    The total is what is hidden then, not another perspective, because the bases of other figures
    say how many of that perspective there are at least.
    """
    voices = {perspective: votes.voices.get(perspective, []) for perspective in Perspective}
    counts = {
        perspective: told_count(len(heard), _agencies(heard), desk.audience)
        for perspective, heard in voices.items()
    }
    for perspective, what in counts.items():
        rows = (one.id for one in voices[perspective])
        desk.add(Subject(measure="QN2", perspective=perspective), what, rows=rows)
    everybody = [one for heard in voices.values() for one in heard]
    total = told_count(len(everybody), {}, desk.audience)
    is_open = NOTHING not in counts.values()
    desk.add(
        Subject(measure="QN2"), total if is_open else NOTHING, rows=(one.id for one in everybody)
    )


def _agencies(voices: Sequence[Response]) -> Counter[str]:
    return Counter(one.agency for one in voices if one.agency is not None)


def _rate_responses(desk: Desk, facts: Facts, evidence: Evidence) -> None:
    waves = [wave.id for wave in facts.waves_of(desk.period) if facts.asks_directly(wave)]
    found = rates(evidence.invitations, waves, desk.audience)
    if found.agencies:
        _add_rate(desk, Subject(measure="QN3"), found.everybody)
    for agency, rate in found.agencies.items():
        _add_rate(desk, Subject(measure="QN3", agency=agency), rate)


def _add_rate(desk: Desk, subject: Subject, rate: Rate) -> None:
    """Everybody who was asked is counted, so a rate has no likely range."""
    flags = (Flag.LOW_RESPONSE,) if rate.is_low else ()
    desk.add(subject, told(rate.released)._replace(low=None, high=None), flags=flags)


def _add_leanings(desk: Desk, leaning: Mapping[Perspective, Leaning]) -> None:
    for perspective, one in leaning.items():
        what = told_leaning(one, desk.audience)
        # who read for a protected figure would tell that there was something to read
        flags = () if what == NOTHING else _checked(one)
        subject = Subject(measure="QL3", perspective=perspective)
        desk.add(subject, what, rows=one.rows, flags=flags)


def _checked(leaning: Leaning) -> tuple[Flag, ...]:
    if leaning.coders == {Coder.PERSON}:
        return ()
    return (Flag.PARTLY_CHECKED if Coder.PERSON in leaning.coders else Flag.MACHINE_ONLY,)
