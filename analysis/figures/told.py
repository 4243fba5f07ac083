"""What of one number may be told: the last step before a figure, and the only one that sees it raw.

Adds to `analysis.disclosure.suppression` what it leaves to the measure: whose cell a base really
is, and how a balance of comments is told.
"""

from collections.abc import Mapping
from math import copysign, floor
from typing import NamedTuple

from analysis.disclosure.suppression import (
    ALIKE_BASE,
    PROTECTED,
    RULES,
    Audience,
    Band,
    Count,
    Percentage,
    Protected,
    ReleasedRow,
    TooFew,
    as_told,
    effective_count,
    release_count,
    release_row,
    release_share,
)
from analysis.evidence.leanings import Leaning
from analysis.evidence.pairs import Pairs
from analysis.evidence.speaking import Speaking
from analysis.evidence.votes import Counted
from analysis.figures.figure import Disclosure, FigureBand, ScaleChange
from analysis.figures.status import Clarity
from analysis.statistics import Interval, Prevalence, hodges_lehmann, net_sentiment, prevalence
from surveys.coding import Sentiment
from surveys.values import Slug

Released = Percentage | Band | TooFew | Protected


class Told(NamedTuple):
    """As the fields of a figure that have the same names."""

    disclosure: Disclosure
    value: float | None = None
    base: int | None = None
    numerator: int | None = None
    low: float | None = None
    high: float | None = None
    band: FigureBand | None = None
    needed: int | None = None


NOTHING = Told(Disclosure.PROTECTED)


def released(counted: Counted, audience: Audience) -> Released:
    """The share of votes, judged by the agency that speaks for the whole if there is one."""
    rule, effective = RULES[audience], counted.effective_base
    if effective < rule.smallest_base <= counted.share.base or effective < rule.smallest_count:
        return PROTECTED  # to say what is needed would say how many the others are
    return release_share(counted.share, audience)


def told(share: Released) -> Told:
    match share:
        case Percentage(percent=percent, lower=lower, upper=upper, base=base):
            favourable = share.favourable
            return Told(
                Disclosure.SHOWN,
                value=percent,
                base=base,
                numerator=favourable.number if isinstance(favourable, Count) else None,
                low=lower,
                high=upper,
            )
        case Band(base=base):
            return Told(Disclosure.BAND, base=base, band=share)
        case TooFew(base=base, needed=needed):
            return Told(Disclosure.TOO_FEW, base=base, needed=needed)
        case Protected():
            return NOTHING


def told_count(number: int, agencies: Mapping[str, int], audience: Audience) -> Told:
    """A number of people that stands alone; *agencies* says how many each gave, if known of all."""
    is_known = sum(agencies.values()) == number
    judged = effective_count(agencies) if is_known else number
    shown = release_count(number, audience)
    if release_count(judged, audience) == PROTECTED or not isinstance(shown, Count):
        return NOTHING
    return Told(Disclosure.SHOWN, value=shown.number, base=shown.number)


def told_leaning(leaning: Leaning, audience: Audience) -> Told:
    """Net sentiment in percent. In a small group that is nearly all of one mind: only that."""
    rule, base, effective = RULES[audience], leaning.base, leaning.effective_base
    shown = release_count(base, audience)
    is_dominated = effective < rule.smallest_base <= base or effective < rule.smallest_count
    if is_dominated or not isinstance(shown, Count):
        return NOTHING
    if base < rule.smallest_base:
        return Told(Disclosure.TOO_FEW, base=shown.number, needed=rule.smallest_base - base)
    for sentiment in Sentiment:
        if base < ALIKE_BASE and leaning.people(sentiment) >= base - 1:
            return Told(Disclosure.BAND, base=shown.number, band=sentiment)
    net = _net(leaning, shown.number)
    low, value, high = (_percent(one, audience) for one in (net.lower, net.estimate, net.upper))
    return Told(Disclosure.SHOWN, value=value, base=shown.number, low=low, high=high)


def _net(leaning: Leaning, base: int) -> Interval:
    """As if so many had written who lean as these do: what is of the true base would tell it."""
    scale = base / leaning.base
    positive = round(scale * leaning.people(Sentiment.POSITIVE))
    negative = round(scale * leaning.people(Sentiment.NEGATIVE))
    return net_sentiment(positive=positive, negative=min(negative, base - positive), base=base)


def told_theme(people: Speaking, theme: Slug, audience: Audience) -> Told:
    """The share who speak of it in percent, or nothing at all.

    Nothing where few people wrote, where nobody, a few or nearly all speak of it, and outside the
    QA team where too few were audited.
    """
    rule, base = RULES[audience], people.base
    shown = release_count(base, audience)
    if people.effective_base < rule.smallest_base or not isinstance(shown, Count):
        return NOTHING
    spoken = people.of(theme)
    likely = spoken.corrected
    if likely is None and audience is not Audience.ANALYST:
        return NOTHING
    found = round(spoken.machine * base)
    told = round((likely.estimate if likely else spoken.machine) * base)
    effective = people.effective_found(theme)
    if min(effective, found, told, base - found, base - told) < rule.smallest_count:
        return NOTHING
    if likely is None:  # whatever range we gave it would leave out what the machine gets wrong
        return Told(Disclosure.SHOWN, _percent(spoken.machine, audience), shown.number)
    likely = _as_if_so_many(spoken, shown.number) or likely
    ends = likely.lower, likely.estimate, likely.upper
    low, value, high = (_percent(one, audience) for one in ends)
    return Told(Disclosure.SHOWN, value=value, base=shown.number, low=low, high=high)


def _as_if_so_many(spoken: Prevalence, base: int) -> Interval | None:
    """The range of the base that is told; at least the audited are among them."""
    people = max(base, spoken.audited.people)
    return prevalence(round(spoken.machine * people), people, spoken.audited).corrected


def told_scale(pairs: Pairs, audience: Audience, clarity: Clarity) -> ScaleChange:
    """How many moved which way, if none of these numbers is small; and the typical change.

    For pairs whose share improved is shown as a percentage. Where counts are rounded the typical
    change is not told: it is of each exact change, and could be rounded by nothing that hides one.
    """
    moved = release_row(
        {"improved": pairs.improved, "unchanged": pairs.unchanged, "worse": pairs.worse}, audience
    )
    numbers = numbers_of(moved)
    is_exact = RULES[audience].step == 1
    typical = hodges_lehmann(tuple(pairs.changes.values())) if is_exact else None
    return ScaleChange(
        **numbers,
        typical=round(typical.estimate, 1) if typical else None,
        low=round(typical.lower, 1) if typical else None,
        high=round(typical.upper, 1) if typical else None,
        clarity=clarity,
    )


def moves_as_told(counted: Counted, worse: int, audience: Audience) -> tuple[int, int]:
    """How many improved and how many got worse, as far as a reader knows: for a test of them.

    Where who got worse, or who stayed, are few and so hidden, as many got worse as make a change
    least sure: the word would else tell how many. *counted* is who improved, of all.
    """
    few, improved = RULES[audience].smallest_count, counted.share.favourable
    unchanged = counted.share.base - improved - worse
    moved = {"improved": improved, "unchanged": unchanged, "worse": worse}
    if told := numbers_of(release_row(moved, audience)):
        return told["improved"], told["worse"]
    share, shown = as_told(counted.share, audience), release_count(worse, audience)
    if isinstance(shown, Count) and unchanged >= few:  # it was only hidden beside the improved
        return share.favourable, shown.number
    rest = share.base - share.favourable
    most = min(rest, few - 1 if worse < few else rest)
    least = min(most, max(0, rest - few + 1) if unchanged < few else 0)
    return share.favourable, min(max(share.favourable, least), most)


def numbers_of(row: ReleasedRow) -> dict[str, int]:
    """All numbers of a row, or none: two of three and their base would give the third away."""
    numbers = {name: one.number for name, one in row.counts.items() if isinstance(one, Count)}
    return numbers if len(numbers) == len(row.counts) else {}


def _percent(share: float, audience: Audience) -> float:
    percent = round(100 * share, 9)
    if not RULES[audience].is_whole_percent:
        return percent
    return copysign(floor(abs(percent) + 0.5), percent) + 0.0
