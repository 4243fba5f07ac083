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
from analysis.evidence.linking import Linked, Topic, as_one
from analysis.evidence.pairs import Pairs, pairs_in
from analysis.evidence.votes import Counted, Together, Votes, together, votes_in
from analysis.figures.asked import Behind
from analysis.figures.comparing import Compared, Earlier, Judged, Verdicts, judge, since_before
from analysis.figures.desk import Desk
from analysis.figures.figure import Change, Disclosure, Flag, Subject
from analysis.figures.gaps import TwoViews, views_to_compare
from analysis.figures.status import CLEAR_GAP, Clarity, Status, Verdict, status, verdict
from analysis.figures.told import (
    NOTHING,
    Released,
    Told,
    moves_as_told,
    released,
    told,
    told_scale,
)
from analysis.statistics import sign_test
from surveys.framework import MINIMUM_IMPORTANT_DIFFERENCE, Kind, Perspective
from surveys.measures import Asks, Direction, Formula, Measure
from surveys.values import StatementId

MANY_OPT_OUTS = 20  # percent

Tested = Topic | Subject  # what a test that is no comparison of two shares is about


@dataclass(frozen=True)
class _Context:
    """What the evidence on a statement allows: whose word there is, and whether they differ."""

    heard: Mapping[StatementId | None, frozenset[Perspective]]
    apart: frozenset[StatementId | None]


@dataclass(frozen=True)
class Shares:
    """All shares of people before they are told. All comparisons are one family, judged together.

    *views* are those that a gap lies between.
    """

    votes: Votes
    before: Votes
    counted: Mapping[Topic, Counted]
    earlier: Mapping[Topic, Earlier]
    views: tuple[TwoViews, ...]
    pairs: Mapping[Topic, Pairs]
    found: Verdicts[Topic | TwoViews, Tested]
    context: _Context


def shares_of(
    desk: Desk,
    facts: Facts,
    votes: Votes,
    chances: Mapping[Tested, float] | None = None,
    *,
    before: Votes | None = None,
) -> Shares:
    """What was said on each topic, beside the period before and beside other perspectives.

    *chances* are the p values of further tests that are told in the same digest. *before* are the
    votes of the period before, where they are not to be found in the facts.
    """
    before = votes_in(facts, desk.period.previous) if before is None else before
    topics = sorted(votes.asked, key=lambda topic: desk.place(*topic))
    counted = {topic: votes.count(topic) for topic in topics}
    earlier = {topic: _earlier(desk, topic, votes, before) for topic in topics}
    views = tuple(
        view for gap in desk.measures.by(Formula.GAP) for view in views_to_compare(gap, topics)
    )
    falling = {one.code for one in desk.measures.measures if one.direction is Direction.DOWN}
    pairs = pairs_in(facts, desk.period, falling)
    signs = _signs(pairs, desk.audience) | dict(chances or {})
    found = judge(_family(counted, earlier, views), signs, desk.audience)
    return Shares(
        votes=votes,
        before=before,
        counted=counted,
        earlier=earlier,
        views=views,
        pairs=pairs,
        found=found,
        context=_context(desk, counted, views, found.differences),
    )


def add_shares(desk: Desk, measure: Measure, shares: Shares) -> None:
    for topic, counted in shares.counted.items():
        if topic.measure != measure.code:
            continue
        pooled = _pooled(desk, topic, shares)
        earlier = shares.earlier[topic]
        votes = shares.votes
        told_of = pooled or Together(counted, votes.rows(topic))
        _add_share(
            desk,
            topic,
            told_of,
            shares.context,
            compared=() if pooled else earlier.rows,
            asked=votes.asked[topic].values(),
            behind=_behind(topic, shares, earlier, is_pooled=pooled is not None),
            change=None if pooled else _change(desk, shares.found.differences.get(topic)),
            flags=(Flag.POOLED,) if pooled else earlier.flags,
            pooled=str(desk.period.previous) if pooled else None,
        )


def _behind(topic: Topic, shares: Shares, earlier: Earlier, *, is_pooled: bool) -> Behind:
    now = shares.votes.votes_on(topic)
    if is_pooled:
        return Behind((shares.before.votes_on(topic) | now,))
    return Behind((now, *earlier.votes_on))


def _pooled(desk: Desk, topic: Topic, shares: Shares) -> Together | None:
    """Two quarters together, where each alone has enough to be counted and too few for a share.

    Both bases are told in their own quarters, so their sum tells nothing new. A larger quarter
    beside a small one is never pooled: less what was told of it, the sum would tell the small one.
    Nor is a protected one: in confidential waves the four of spring may be the four of summer, who
    would then be told as eight. One perspective never makes up for another.
    """
    now, before = shares.counted[topic], shares.before.count(topic)
    if desk.period.quarter is None or not all(_is_few(one, desk.audience) for one in (now, before)):
        return None
    return together(topic, shares.before, shares.votes)


def _is_few(counted: Counted, audience: Audience) -> bool:
    return isinstance(released(counted, audience), TooFew)


def add_pairs(desk: Desk, measure: Measure, shares: Shares) -> None:
    for topic, pairs in shares.pairs.items():
        if topic.measure == measure.code:
            _add_pairs(desk, topic, pairs, shares.found.signs.get(topic))


def add_gaps(desk: Desk, measure: Measure, shares: Shares) -> None:
    """After the shares that they are derived from."""
    ids = {
        Topic(one.measure, one.statement, one.perspective): one.id
        for one in desk.figures.values()
        if one.perspective
    }
    for pair in shares.views:
        if pair.measure == measure.code:
            _add_gap(desk, pair, shares.found.differences.get(pair), ids)


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
    found: Together,
    context: _Context,
    *,
    compared: Iterable[Iterable[str]],
    asked: Iterable[Linked],
    behind: Behind,
    change: Change | None,
    flags: tuple[Flag, ...],
    pooled: str | None,
) -> None:
    target, (counted, rows) = desk.target(topic), found
    share = released(counted, desk.audience)
    percent = _opted_out(counted, share, desk.audience)
    many = (Flag.MANY_OPTED_OUT,) if percent and percent > MANY_OPT_OUTS else ()
    standing = _standing(desk, topic, counted, share, context)
    draft = (Flag.NOT_AGREED,) if desk.is_draft(topic) else ()
    desk.add(
        Subject.model_validate(topic._asdict()),
        told(share),
        rows=rows,
        asked=asked,
        target=target,
        status=standing.status if standing else None,
        cap=standing.cap if standing else None,
        opted_out=percent,
        compared=compared if change else (),
        behind=behind,
        change=change,
        flags=(*draft, *many, *flags),
        pooled=pooled,
    )


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
    target, measure = desk.target(topic), desk.measures[topic.measure]
    good = desk.statement(topic.statement)
    if target is None:
        return None
    is_outcome = measure.asks is Asks.DIFFERENCE or (good and good.kind is Kind.OUTCOME)
    direction = measure.direction or Direction.UP
    return verdict(
        status(counted.share, target, audience=desk.audience, direction=direction),
        Kind.OUTCOME if is_outcome else Kind.QUALITY,
        context.heard.get(topic.statement, frozenset()) | {topic.perspective},
        has_clear_gap=topic.statement in context.apart,
        only_proposed=desk.is_draft(topic),
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


def _signs(pairs: Mapping[Topic, Pairs], audience: Audience) -> dict[Tested, float]:
    return {
        topic: sign_test(*moves_as_told(one.counted, one.worse, audience))
        for topic, one in pairs.items()
        if isinstance(released(one.counted, audience), Percentage)
    }


def _add_pairs(desk: Desk, topic: Topic, pairs: Pairs, clarity: Clarity | None) -> None:
    """Without a status: an agreed target is a share who say so, not a share who moved."""
    desk.add(
        Subject.model_validate(topic._asdict()),
        told(released(pairs.counted, desk.audience)),
        rows=sorted(pairs.rows),
        counted=pairs.people.values(),
        behind=Behind(all_alike=as_one(pairs.scales), also=frozenset(pairs.surveys)),
        scale=told_scale(pairs, desk.audience, clarity) if clarity else None,
    )


def _add_gap(desk: Desk, pair: TwoViews, judged: Judged | None, ids: Mapping[Topic, str]) -> None:
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
    desk.add(
        Subject.model_validate({**pair.other._asdict(), "measure": pair.measure}),
        what,
        rows=sorted({*desk.rows[sides[0]], *desk.rows[sides[1]]}),
        clarity=judged.clarity if judged else None,
        derived_from=sides,
    )
