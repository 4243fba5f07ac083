"""Now beside the period before, and one perspective beside another: all judged as one family."""

from collections.abc import Hashable, Mapping
from typing import Generic, NamedTuple, TypeVar

from analysis.disclosure.suppression import (
    PROTECTED,
    RULES,
    Audience,
    Difference,
    Protected,
    as_told,
    release_difference,
)
from analysis.evidence.facts import Version
from analysis.evidence.linking import Topic
from analysis.evidence.votes import Counted, Votes
from analysis.figures.figure import Flag
from analysis.figures.status import Clarity, clarity
from analysis.statistics import Share, benjamini_hochberg, newcombe, newcombe_p
from surveys.values import ResponseId

SIGNIFICANT = 0.05  # what a 95% interval that excludes zero says of a sign test

Key = TypeVar("Key", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)


class Compared(NamedTuple):
    """Two groups that answered the same, and how many points apart is important."""

    first: Counted
    second: Counted
    at_least: int


class Judged(NamedTuple):
    """A difference that may be told, and how."""

    difference: Difference
    clarity: Clarity


class Earlier(NamedTuple):
    """Now and before on the same questions; nothing if they were not asked before."""

    compared: Compared | None
    flags: tuple[Flag, ...] = ()
    rows: tuple[tuple[ResponseId, ...], ...] = ()  # of before; and of now, if not all that is told
    votes_on: tuple[Mapping[Version, str], ...] = ()  # in the same order


class Verdicts(NamedTuple, Generic[Key, Other]):
    """Of each comparison that may be told; and of each sign test, given by its p value."""

    differences: dict[Key, Judged]
    signs: dict[Other, Clarity]


def since_before(topic: Topic, now: Votes, before: Votes, *, at_least: int) -> Earlier:
    """*topic* in both periods, on the questions that were asked with the same words in both."""
    asked_now, asked_before = now.asked[topic].keys(), before.asked.get(topic, {}).keys()
    if not asked_before:
        return Earlier(None)
    both = frozenset(asked_now & asked_before)
    if not both:
        return Earlier(None, (Flag.ASKED_DIFFERENTLY,))
    if asked_now == asked_before:
        compared = Compared(now.count(topic), before.count(topic), at_least)
        return Earlier(compared, rows=(before.rows(topic),), votes_on=(before.votes_on(topic),))
    compared = Compared(now.count(topic, both), before.count(topic, both), at_least)
    rows = (before.rows(topic, both), now.rows(topic, both))
    votes_on = before.votes_on(topic, both), now.votes_on(topic, both)
    return Earlier(compared, (Flag.PARTLY_COMPARABLE,), rows, votes_on)


def judge(
    family: Mapping[Key, Compared], signs: Mapping[Other, float], audience: Audience
) -> Verdicts[Key, Other]:
    """Benjamini-Hochberg over everything that is told; what is protected is not in the family."""
    differences = {
        key: difference
        for key, compared in family.items()
        if isinstance(difference := _difference(compared, audience), Difference)
    }
    told = {key: _as_told(family[key], audience) for key in differences}
    chances = [newcombe_p(*shares) for shares in told.values()]
    survives = benjamini_hochberg([*chances, *signs.values()])
    return Verdicts(
        {
            key: Judged(
                differences[key],
                clarity(newcombe(*shares), at_least=family[key].at_least, survives=survived),
            )
            for (key, shares), survived in zip(told.items(), survives, strict=False)
        },
        {
            key: _clarity_of_signs(p, survives=survived)
            for (key, p), survived in zip(signs.items(), survives[len(chances) :], strict=True)
        },
    )


def _difference(compared: Compared, audience: Audience) -> Difference | Protected:
    smallest = RULES[audience].smallest_base
    if min(compared.first.effective_base, compared.second.effective_base) < smallest:
        return PROTECTED
    return release_difference(compared.first.share, compared.second.share, audience)


def _as_told(compared: Compared, audience: Audience) -> tuple[Share, Share]:
    return as_told(compared.first.share, audience), as_told(compared.second.share, audience)


def _clarity_of_signs(p: float, *, survives: bool) -> Clarity:
    if p >= SIGNIFICANT:
        return Clarity.NOT_CLEAR
    return Clarity.CLEAR if survives else Clarity.POSSIBLE
