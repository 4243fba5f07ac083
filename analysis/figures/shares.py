"""Figures that are shares of people: how well, what difference, how changed, and how far apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.disclosure.suppression import (
    PROTECTED,
    Audience,
    Band,
    Percentage,
    Protected,
    TooFew,
    release_count,
    release_share,
)
from analysis.evidence.facts import Facts
from analysis.evidence.linking import Linked, Topic
from analysis.evidence.pairs import Pairs, Scored, pairs_in
from analysis.evidence.votes import Counted, Votes, votes_in
from analysis.figures.comparing import Compared, Earlier, Judged, judge, since_before
from analysis.figures.desk import Desk
from analysis.figures.figure import Change, Disclosure, Flag, Subject
from analysis.figures.gaps import Gap, TwoViews, gap, views_to_compare
from analysis.figures.measures import OUTCOMES
from analysis.figures.status import CLEAR_GAP, Clarity, Status, Verdict, status, verdict
from analysis.figures.told import NOTHING, Released, Told, released, told, told_scale
from analysis.statistics import sign_test
from surveys.framework import MINIMUM_IMPORTANT_DIFFERENCE, Kind, Perspective
from surveys.values import ResponseId, StatementId

MANY_OPT_OUTS = 20  # percent


def measure_shares(desk: Desk, facts: Facts, votes: Votes) -> tuple[Gap, ...]:
    """Put all of them on the desk. All comparisons are one family, so they are judged together."""
    before = votes_in(facts, desk.period.previous)
    topics = sorted(votes.asked, key=lambda topic: desk.place(*topic))
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
    desk: Desk,
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
    desk: Desk,
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
    desk: Desk,
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


def _earlier(desk: Desk, topic: Topic, now: Votes, before: Votes) -> Earlier:
    good = desk.statement(topic.statement)
    at_least = good.important_difference if good else MINIMUM_IMPORTANT_DIFFERENCE
    return since_before(topic, now, before, at_least=at_least)


def _change(desk: Desk, judged: Judged | None) -> Change | None:
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


def _add_pairs(desk: Desk, scored: Scored, pairs: Pairs, clarity: Clarity | None) -> None:
    """Without a status: an agreed target is a share who say so, not a share who moved."""
    desk.add(
        Subject(measure="OC3", statement=scored.statement, perspective=scored.perspective),
        told(released(pairs.counted, desk.audience)),
        rows=sorted(pairs.rows),
        scale=told_scale(pairs, desk.audience, clarity) if clarity else None,
    )


def _add_gap(desk: Desk, pair: TwoViews, judged: Judged | None, ids: Mapping[Topic, str]) -> Gap:
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
