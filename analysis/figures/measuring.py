"""All figures of one content area and period, each as its audience may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.disclosure.suppression import Audience
from analysis.evidence.facts import Facts
from analysis.evidence.leanings import Leaning, leanings
from analysis.evidence.linking import Linked
from analysis.evidence.speaking import Speaking, speaking
from analysis.evidence.votes import Votes, votes_in
from analysis.figures.asked import Behind
from analysis.figures.calibration import calibrations, chance
from analysis.figures.desk import Desk
from analysis.figures.figure import Figure
from analysis.figures.formulas import FORMULAS, Found
from analysis.figures.gaps import Gap, gap
from analysis.figures.learning import practice_chance, practice_of, subject_of
from analysis.figures.returns import Contributions, contributions
from analysis.figures.shares import Tested, shares_of
from analysis.figures.voicing import Logged, logged_in
from analysis.reading.coders import Coders
from surveys.action import Action
from surveys.coding import ThemeNames
from surveys.evidence import Evidence
from surveys.framework import ContentArea, GoodStatement, Perspective
from surveys.measures import Formula, Measure, Measures
from surveys.periods import Period
from surveys.values import ResponseId


@dataclass(frozen=True)
class Picture:
    """What was found. *figures* may be shown to *audience*; the rest says how they came about.

    *asked* has the questions behind a figure, *rows* the responses it stands on; *counted*,
    *compared* and *behind* as on the desk. *votes*, *leanings* and *speaking* hold raw numbers:
    they're here to say what was asked and who read it, never how many. *standing* are figures told
    as they were told before, *stale* those of them that are not of today's answers. *everything*
    are all responses that were looked at, *good_before* the 'good' statements that were agreed for
    the period before, *actions* what stands in the plan of the area.
    """

    area: ContentArea
    period: Period
    audience: Audience
    figures: tuple[Figure, ...]
    gaps: tuple[Gap, ...]
    asked: Mapping[str, tuple[Linked, ...]]
    rows: Mapping[str, tuple[ResponseId, ...]]
    counted: Mapping[str, tuple[str, ...]]
    compared: Mapping[str, tuple[tuple[str, ...], ...]]
    behind: Mapping[str, Behind]
    facts: Facts
    votes: Votes
    before: Votes
    leanings: Mapping[Perspective, Leaning]
    speaking: Mapping[Perspective, Speaking]
    logged: Logged
    measures: Measures
    contributions: Contributions
    coders: Coders
    themes: ThemeNames = field(default_factory=ThemeNames)
    good_before: Sequence[GoodStatement] = ()
    actions: Sequence[Action] = ()
    everything: frozenset[ResponseId] = frozenset()
    standing: frozenset[str] = frozenset()
    stale: frozenset[str] = frozenset()

    def by(self, *formulas: Formula) -> tuple[Figure, ...]:
        """The figures of all measures that are counted in one of these ways."""
        return tuple(one for one in self.figures if self.measure(one).formula in formulas)

    def of(self, *measures: str) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.measure in measures)

    def measure(self, figure: Figure) -> Measure:
        return self.measures[figure.measure]


def picture(
    area: ContentArea,
    period: Period,
    evidence: Evidence,
    earlier: Evidence,
    audience: Audience = Audience.BOARD,
    *,
    rest_of_year: Sequence[Evidence] = (),
    good_before: Sequence[GoodStatement] = (),
) -> Picture:
    """Every figure that *evidence* gives, in the order of measure, statement and perspective.

    *earlier* has the period before, and further back whatever people of linked series said first;
    *rest_of_year* the rest of the twelve months before the end of the period.
    Each may reach beyond its period: the day of a response decides where it belongs.
    """
    facts = Facts(area, earlier, evidence)
    votes = votes_in(facts, period)
    desk = Desk(area, period, audience, evidence.measures)
    found = _found(
        desk, facts, votes, evidence=evidence, earlier=earlier, rest_of_year=rest_of_year
    )
    for formula, add in FORMULAS.items():
        for measure in desk.measures.by(formula):
            add(desk, measure, found)
    return Picture(
        area=area,
        period=period,
        audience=audience,
        figures=desk.in_order(),
        gaps=tuple(gap(one, desk.figures) for one in _gaps(desk)),
        asked=desk.asked,
        rows=desk.rows,
        counted=desk.counted,
        compared=desk.compared,
        behind=desk.behind,
        facts=facts,
        votes=votes,
        before=found.shares.before,
        leanings=found.leanings,
        speaking=found.speaking,
        logged=found.logged,
        measures=desk.measures,
        contributions=found.contributions,
        coders=found.coders,
        themes=evidence.themes,
        good_before=good_before,
        actions=tuple(one for one in evidence.actions if one.content_area == area.id),
        everything=frozenset[ResponseId]().union(*(told.everything for told, _ in found.quarters)),
    )


def _found(
    desk: Desk,
    facts: Facts,
    votes: Votes,
    *,
    evidence: Evidence,
    earlier: Evidence,
    rest_of_year: Sequence[Evidence],
) -> Found:
    known = desk.measures
    codings = (*earlier.codings, *evidence.codings)
    practices = {
        one.code: practice
        for one in known.by(Formula.PRACTICE_CHANGE)
        if (practice := practice_of(desk, one, facts))
    }
    graded = {one.code: calibrations(desk, one, votes) for one in known.by(Formula.CALIBRATION)}
    tested = {
        subject_of(known[code]): practice_chance(desk, one) for code, one in practices.items()
    } | {one.subject: chance(one) for several in graded.values() for one in several}
    chances: dict[Tested, float] = {subject: p for subject, p in tested.items() if p is not None}
    quarters = _twelve_months(desk, facts, rest_of_year)
    year = (evidence, earlier, *rest_of_year)
    invited = [one for told in year for one in told.invitations]
    return Found(
        facts=facts,
        evidence=evidence,
        votes=votes,
        leanings=leanings(facts, desk.period, codings),
        speaking=speaking(facts, desk.period, codings) if evidence.themes.labels else {},
        logged=logged_in(facts, desk.period, evidence, earlier),
        shares=shares_of(desk, facts, votes, chances),
        practices=practices,
        calibrations=graded,
        coders=Coders(
            tuple(both for told in year for both in told.apart), sum(told.coded for told in year)
        ),
        contributions=contributions(quarters, invited, evidence.as_at),
        quarters=quarters,
    )


def _twelve_months(
    desk: Desk, facts: Facts, rest_of_year: Sequence[Evidence]
) -> tuple[tuple[Facts, Period], ...]:
    """The quarters up to the period, each with the facts that know of it; a year is its own."""
    period = desk.period
    if period.quarter is None:
        return ((facts, period),)
    late = ((facts, period), (facts, period.previous))
    if not rest_of_year:
        return late
    rest = Facts(desk.area, *rest_of_year)
    third = period.previous.previous
    return (*late, (rest, third), (rest, third.previous))


def _gaps(desk: Desk) -> list[Figure]:
    gaps = {one.code for one in desk.measures.by(Formula.GAP)}
    return [one for one in desk.figures.values() if one.measure in gaps]
