"""All figures of one content area and period, each as its audience may see it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.comparing import Compared, Earlier, Judged, judge, since_before
from analysis.facts import Facts
from analysis.figures import Change, Disclosure, Figure, Flag, Subject, figure_id
from analysis.gaps import Gap, TwoViews, gap, views_to_compare
from analysis.leanings import Leaning, leanings
from analysis.linking import Linked, Topic
from analysis.measures import MEASURES, OUTCOMES
from analysis.pairs import Pairs, Scored, pairs_in
from analysis.responding import Rate, rates
from analysis.statistics import sign_test
from analysis.status import CLEAR_GAP, Clarity, Status, Verdict, status, verdict
from analysis.suppression import (
    PROTECTED,
    Audience,
    Band,
    Percentage,
    Protected,
    TooFew,
    release_count,
    release_share,
)
from analysis.told import (
    NOTHING,
    Released,
    Told,
    released,
    told,
    told_count,
    told_leaning,
    told_scale,
)
from analysis.votes import Counted, Votes, votes_in
from surveys.answering import Response
from surveys.evidence import Evidence
from surveys.framework import (
    MINIMUM_IMPORTANT_DIFFERENCE,
    ContentArea,
    GoodStatement,
    Kind,
    Perspective,
)
from surveys.periods import Period
from surveys.values import ResponseId, StatementId

MANY_OPT_OUTS = 20  # percent

MEASURE_ORDER = tuple(MEASURES)
PERSPECTIVE_ORDER = tuple(Perspective)


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
    desk = _Desk(area, period, audience)
    _count_voices(desk, votes)
    _rate_responses(desk, facts, evidence)
    gaps = _measure_shares(desk, facts, votes)
    for perspective, one in leaning.items():
        what = told_leaning(one, audience)
        flags = () if what == NOTHING else _checked(one)
        subject = Subject(measure="QL3", perspective=perspective)
        desk.add(subject, what, rows=one.rows, flags=flags)
    return Picture(
        area=area,
        period=period,
        audience=audience,
        figures=tuple(sorted(desk.figures.values(), key=lambda one: _place(area, one))),
        gaps=gaps,
        asked=desk.asked,
        rows=desk.rows,
        facts=facts,
        votes=votes,
        leanings=leaning,
    )


@dataclass
class _Desk:
    """What all figures of one picture share, and the figures made so far."""

    area: ContentArea
    period: Period
    audience: Audience
    figures: dict[str, Figure] = field(default_factory=dict)
    rows: dict[str, tuple[ResponseId, ...]] = field(default_factory=dict)
    asked: dict[str, tuple[Linked, ...]] = field(default_factory=dict)

    def add(
        self,
        subject: Subject,
        what: Told,
        *,
        rows: Iterable[ResponseId] = (),
        asked: Iterable[Linked] = (),
        **more: object,
    ) -> Figure:
        figure = Figure.model_validate(
            {
                **subject.model_dump(),
                **what._asdict(),
                "id": figure_id(self.area, self.period, subject, self.audience, self.figures),
                "period": str(self.period),
                "audience": self.audience,
                "unit": MEASURES[subject.measure].unit,
                "protected": what.disclosure is Disclosure.PROTECTED,
                **more,
            }
        )
        self.figures[figure.id] = figure
        self.rows[figure.id] = tuple(rows)
        self.asked[figure.id] = tuple(asked)
        return figure

    def statement(self, wanted: StatementId | None) -> GoodStatement | None:
        return next((one for one in self.area.good if one.id == wanted), None)


# How much: voices and response rates


def _count_voices(desk: _Desk, votes: Votes) -> None:
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


def _rate_responses(desk: _Desk, facts: Facts, evidence: Evidence) -> None:
    waves = [wave.id for wave in facts.waves_of(desk.period) if facts.asks_directly(wave)]
    found = rates(evidence.invitations, waves, desk.audience)
    if found.agencies:
        _add_rate(desk, Subject(measure="QN3"), found.everybody)
    for agency, rate in found.agencies.items():
        _add_rate(desk, Subject(measure="QN3", agency=agency), rate)


def _add_rate(desk: _Desk, subject: Subject, rate: Rate) -> None:
    """Everybody who was asked is counted, so a rate has no likely range."""
    flags = (Flag.LOW_RESPONSE,) if rate.is_low else ()
    desk.add(subject, told(rate.released)._replace(low=None, high=None), flags=flags)


# How well, and what difference: shares of people, now and before, and beside each other


def _measure_shares(desk: _Desk, facts: Facts, votes: Votes) -> tuple[Gap, ...]:
    before = votes_in(facts, desk.period.previous)
    topics = sorted(votes.asked, key=lambda topic: _topic_place(desk.area, topic))
    counted = {topic: votes.count(topic) for topic in topics}
    earlier = {topic: _earlier(desk, topic, votes, before) for topic in topics}
    views = views_to_compare(topics)
    pairs = pairs_in(facts, desk.period)
    found = judge(_family(counted, earlier, views), _signs(pairs, desk.audience), desk.audience)
    context = _context(desk, counted, views, found.differences)
    ids = {
        topic: _add_share(
            desk,
            topic,
            counted[topic],
            context,
            rows=votes.rows(topic),
            asked=votes.asked[topic].values(),
            change=_change(desk, found.differences.get(topic)),
            flags=earlier[topic].flags,
        )
        for topic in topics
    }
    for scored, one in pairs.items():
        _add_pairs(desk, scored, one, found.signs.get(scored))
    return tuple(_add_gap(desk, pair, found.differences.get(pair), ids) for pair in views)


@dataclass(frozen=True)
class _Context:
    """What the evidence on a statement allows: whose word there is, and whether they differ."""

    heard: Mapping[StatementId | None, frozenset[Perspective]]
    apart: frozenset[StatementId | None]


def _context(
    desk: _Desk,
    counted: Mapping[Topic, Counted],
    views: Iterable[TwoViews],
    differences: Mapping[Topic | TwoViews, Judged],
) -> _Context:
    heard: defaultdict[StatementId | None, set[Perspective]] = defaultdict(set)
    for topic, one in counted.items():
        if isinstance(released(one, desk.audience), Percentage | Band):
            heard[topic.statement].add(topic.perspective)
    return _Context(
        heard={statement: frozenset(several) for statement, several in heard.items()},
        apart=frozenset(
            pair.other.statement
            for pair in views
            if pair in differences and differences[pair].clarity is Clarity.CLEAR
        ),
    )


def _add_share(
    desk: _Desk,
    topic: Topic,
    counted: Counted,
    context: _Context,
    *,
    rows: Iterable[ResponseId],
    asked: Iterable[Linked],
    change: Change | None,
    flags: tuple[Flag, ...],
) -> str:
    good = desk.statement(topic.statement)
    share = released(counted, desk.audience)
    opted_out = _opted_out(counted, share, desk.audience)
    many = (Flag.MANY_OPTED_OUT,) if opted_out and opted_out > MANY_OPT_OUTS else ()
    standing = _standing(desk, topic, counted, share, context)
    figure = desk.add(
        Subject.model_validate(topic._asdict()),
        told(share),
        rows=rows,
        asked=asked,
        target=good.target if good else None,
        status=standing.status if standing else None,
        cap=standing.cap if standing else None,
        opted_out=opted_out,
        change=change,
        flags=(*many, *flags),
    )
    return figure.id


def _standing(
    desk: _Desk,
    topic: Topic,
    counted: Counted,
    share: Released,
    context: _Context,
) -> Verdict | None:
    match share:
        case Protected():
            return Verdict(status=Status.PROTECTED)
        case TooFew():
            return Verdict(status=Status.TOO_FEW)
    good = desk.statement(topic.statement)
    if good is None or good.target is None:
        return None
    return verdict(
        status(counted.share, good.target, audience=desk.audience),
        Kind.OUTCOME if topic.measure in OUTCOMES else good.kind,
        context.heard.get(good.id, frozenset()),
        has_clear_gap=good.id in context.apart,
    )


def _opted_out(counted: Counted, share: Released, audience: Audience) -> float | None:
    """In percent of those asked, unless so few opted out that nobody must look the same."""
    few = release_count(counted.opted_out, audience) == PROTECTED
    if few or isinstance(share, Protected):
        return None
    opted_out = release_share(counted.opt_outs, audience)
    return opted_out.percent if isinstance(opted_out, Percentage) else None


def _earlier(desk: _Desk, topic: Topic, now: Votes, before: Votes) -> Earlier:
    good = desk.statement(topic.statement)
    at_least = good.important_difference if good else MINIMUM_IMPORTANT_DIFFERENCE
    return since_before(topic, now, before, at_least=at_least)


def _change(desk: _Desk, judged: Judged | None) -> Change | None:
    if judged is None:
        return None
    return Change(
        points=judged.difference.points,
        low=judged.difference.lower,
        high=judged.difference.upper,
        clarity=judged.clarity,
        since=str(desk.period.previous),
    )


def _family(
    counted: Mapping[Topic, Counted],
    earlier: Mapping[Topic, Earlier],
    views: Iterable[TwoViews],
) -> dict[Topic | TwoViews, Compared]:
    family: dict[Topic | TwoViews, Compared] = {
        topic: one.compared for topic, one in earlier.items() if one.compared
    }
    for pair in views:
        family[pair] = Compared(counted[pair.practitioner], counted[pair.other], CLEAR_GAP)
    return family


def _signs(pairs: Mapping[Scored, Pairs], audience: Audience) -> dict[Scored, float]:
    return {
        scored: sign_test(one.improved, one.worse)
        for scored, one in pairs.items()
        if isinstance(released(one.counted, audience), Percentage)
    }


def _add_pairs(desk: _Desk, scored: Scored, pairs: Pairs, clarity: Clarity | None) -> None:
    """Without a status: an agreed target is a share who say so, not a share who moved."""
    desk.add(
        Subject(measure="OC3", statement=scored.statement, perspective=scored.perspective),
        told(released(pairs.counted, desk.audience)),
        rows=sorted(pairs.rows),
        scale=told_scale(pairs, desk.audience, clarity) if clarity else None,
    )


def _add_gap(desk: _Desk, pair: TwoViews, judged: Judged | None, ids: Mapping[Topic, str]) -> Gap:
    sides = ids[pair.practitioner], ids[pair.other]
    bases = [base for one in sides if (base := desk.figures[one].base) is not None]
    what = NOTHING
    if judged:
        shown = judged.difference
        what = Told(
            Disclosure.SHOWN,
            value=shown.points,
            base=min(bases),
            low=shown.lower,
            high=shown.upper,
        )
    figure = desk.add(
        Subject.model_validate({**pair.other._asdict(), "measure": "QL4"}),
        what,
        rows=sorted({*desk.rows[sides[0]], *desk.rows[sides[1]]}),
        clarity=judged.clarity if judged else None,
        derived_from=sides,
    )
    return gap(figure, desk.figures)


def _checked(leaning: Leaning) -> tuple[Flag, ...]:
    if leaning.checked == leaning.base:
        return ()
    return (Flag.PARTLY_CHECKED if leaning.checked else Flag.MACHINE_ONLY,)


def _place(area: ContentArea, figure: Figure) -> tuple[int, int, int, str]:
    return (
        MEASURE_ORDER.index(figure.measure),
        _statement_place(area, figure.statement),
        PERSPECTIVE_ORDER.index(figure.perspective) if figure.perspective else -1,
        figure.agency or "",
    )


def _topic_place(area: ContentArea, topic: Topic) -> tuple[int, int, int]:
    return (
        MEASURE_ORDER.index(topic.measure),
        _statement_place(area, topic.statement),
        PERSPECTIVE_ORDER.index(topic.perspective),
    )


def _statement_place(area: ContentArea, statement: StatementId | None) -> int:
    places = [one.id for one in area.good]
    return places.index(statement) if statement in places else len(places)
