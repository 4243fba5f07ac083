"""Estimates with their uncertainty. Shares lie between 0 and 1; intervals are 95% unless asked.

Every function is exact and repeatable: the same numbers give the same figures, to the byte. A call
with impossible numbers (a base of zero, more favourable answers than answers) raises ValueError.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, combinations, pairwise
from math import isfinite, sqrt
from statistics import NormalDist, fmean
from typing import Annotated, Self

from pydantic import Field, FiniteFloat, model_validator

from surveys.values import Value

CONFIDENCE = 0.95
FALSE_DISCOVERY_RATE = 0.10  # one in ten of the changes we call clear may be chance
EXACT_PAIRS = 60  # the signed-rank distribution is counted up to here, approximated beyond
XMR_FACTOR = 2.66  # 3 / d2 for moving ranges of two, d2 = 1.128
XMR_SMALLEST = 6  # fewer points are a run of values, without limits
XMR_SETTLED = 12  # fewer points give trial limits


class Share(Value):
    """How many of a base were favourable. A base of zero is allowed, and has no estimate."""

    favourable: Annotated[int, Field(ge=0)]
    base: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _is_part_of_its_base(self) -> Self:
        if self.favourable > self.base:
            raise ValueError("more favourable answers than answers")
        return self

    @property
    def unfavourable(self) -> int:
        return self.base - self.favourable

    @property
    def estimate(self) -> float:
        if self.base == 0:
            raise ValueError("a base of zero has no estimate")
        return self.favourable / self.base


class Interval(Value):
    """An estimate and its likely range, in the unit of the estimate."""

    estimate: FiniteFloat
    lower: FiniteFloat
    upper: FiniteFloat

    @property
    def excludes_zero(self) -> bool:
        return self.lower > 0 or self.upper < 0


class Limits(Value):
    """An XmR chart's centre and natural process limits, in the unit of its values."""

    mean: FiniteFloat
    mean_moving_range: FiniteFloat
    lower: FiniteFloat
    upper: FiniteFloat
    is_trial: bool


def wilson(
    share: Share, *, population: int | None = None, confidence: float = CONFIDENCE
) -> Interval:
    """The Wilson score interval of a proportion.

    (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n), within 0 and 1; sound for small n and at 0
    and n. With *population* (the frame is a list of N of whom n were seen) n is replaced by
    n(N-1)/(N-n); when all were seen nothing is uncertain and the interval is the estimate.
    Source: Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857, method 3.
    """
    lower, upper = _score_bounds(share.estimate, _effective(share.base, population), _z(confidence))
    return Interval(estimate=share.estimate, lower=lower, upper=upper)


def newcombe(first: Share, second: Share, *, confidence: float = CONFIDENCE) -> Interval:
    """The difference first - second of two independent proportions, between -1 and 1.

    Hybrid score: d - √((p₁-l₁)² + (u₂-p₂)²) to d + √((u₁-p₁)² + (p₂-l₂)²), where l and u are the
    Wilson bounds. Source: Newcombe 1998, Statistics in Medicine 17:873, method 10.
    """
    lower, upper = _hybrid_bounds(first, second, _z(confidence))
    return Interval(estimate=first.estimate - second.estimate, lower=lower, upper=upper)


def newcombe_p(first: Share, second: Share) -> float:
    """The two-sided p value that agrees with `newcombe`: below 1-c when its c interval excludes 0.

    The interval is widened until it touches zero; the z at which it does gives p = 2Φ(-z).
    """
    if first.estimate < second.estimate:
        first, second = second, first
    if first.estimate == second.estimate:
        return 1.0
    z = _root(lambda z: _hybrid_bounds(first, second, z)[0], largest=40.0)
    return 2 * NormalDist().cdf(-z)


def net_sentiment(
    *, positive: int, negative: int, base: int, confidence: float = CONFIDENCE
) -> Interval:
    """Positive less negative, as a share of all (neutral and mixed count in the base): -1 to 1.

    p-q ± z·√((p+q-(p-q)²)/n), the multinomial variance. Where all are alike that variance is zero
    though we are not certain; the range then comes from the Wilson bound of n of n.
    """
    if min(positive, negative) < 0 or positive + negative > base or base == 0:
        raise ValueError("positive and negative are parts of a base above zero")
    p, q = positive / base, negative / base
    if base in (positive, negative, base - positive - negative):
        lower, upper = _bounds_when_all_alike(p - q, base, confidence)
    else:
        half = _z(confidence) * sqrt((p + q - (p - q) ** 2) / base)
        lower, upper = max(-1.0, p - q - half), min(1.0, p - q + half)
    return Interval(estimate=p - q, lower=lower, upper=upper)


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p value for paired yes/no answers, from the pairs that changed.

    min(1, 2·P(X ≤ min(gained, lost))), X binomial(gained + lost, ½); 1 when no pair changed.
    Source: McNemar 1947, in the exact (binomial) form.
    """
    return _fair_coin(gained, lost)


def sign_test(up: int, down: int) -> float:
    """The exact two-sided p value for paired values of which *up* rose and *down* fell.

    Pairs without a change are left out. Source: the sign test, Dixon and Mood 1946.
    """
    return _fair_coin(up, down)


def hodges_lehmann(
    differences: Sequence[float], *, confidence: float = CONFIDENCE
) -> Interval | None:
    """The typical change of paired values (after - before), in their unit; None if too few pairs.

    The estimate is the median of all Walsh averages (dᵢ+dⱼ)/2, i ≤ j. The interval runs from the
    (k+1)th smallest to the (k+1)th largest of them, k the largest number with
    P(T ≤ k) ≤ (1-confidence)/2 for Wilcoxon's signed-rank T. P is counted exactly for up to 60
    pairs; beyond, T is taken as normal with mean n(n+1)/4, variance n(n+1)(2n+1)/24 and a
    continuity correction of ½. Ties make the interval wider than it need be, never narrower.
    Fewer than six pairs cannot give a 95% interval. Source: Hollander and Wolfe, section 3.3.
    """
    if not all(isfinite(difference) for difference in differences):
        raise ValueError("differences are finite numbers")
    below = _signed_rank_below(len(differences), (1 - confidence) / 2)
    if below is None:
        return None
    averages = _walsh_averages(Counter(differences))
    size = len(differences) * (len(differences) + 1) // 2
    middle = (_ranked(averages, (size - 1) // 2) + _ranked(averages, size // 2)) / 2
    return Interval(
        estimate=middle,
        lower=_ranked(averages, below),
        upper=_ranked(averages, size - 1 - below),
    )


def benjamini_hochberg(
    p_values: Sequence[float], *, rate: float = FALSE_DISCOVERY_RATE
) -> tuple[bool, ...]:
    """For each p value of one family, in its order: does it survive?

    With the p values in rising order, all up to the largest rank r with p ≤ r·rate/m survive.
    Source: Benjamini and Hochberg 1995.
    """
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError("a p value lies between 0 and 1")
    rising = sorted(p_values)
    surviving = [p for rank, p in enumerate(rising, 1) if p * len(rising) <= rank * rate]
    return tuple(bool(surviving) and p <= surviving[-1] for p in p_values)


def xmr(values: Sequence[float]) -> Limits | None:
    """Centre and limits of values in the order of time; None for fewer than six.

    mean ± 2.66 times the mean of the absolute differences of neighbours; trial limits below twelve
    points. Points must not overlap (no rolling periods). Source: Wheeler, Understanding Variation.
    """
    if len(values) < XMR_SMALLEST:
        return None
    mean = fmean(values)
    moving = fmean(abs(later - earlier) for earlier, later in pairwise(values))
    return Limits(
        mean=mean,
        mean_moving_range=moving,
        lower=mean - XMR_FACTOR * moving,
        upper=mean + XMR_FACTOR * moving,
        is_trial=len(values) < XMR_SETTLED,
    )


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _effective(base: int, population: int | None) -> float | None:
    """The base corrected for a finite population; None when everybody was seen."""
    if population is None:
        return base
    if population < base:
        raise ValueError("a population is at least its base")
    return None if population == base else base * (population - 1) / (population - base)


def _score_bounds(p: float, n: float | None, z: float) -> tuple[float, float]:
    if n is None:
        return p, p
    centre = p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # min and max with p: rounding in the last digit must not put the estimate outside
    return max(0.0, min(p, (centre - half) / scale)), min(1.0, max(p, (centre + half) / scale))


def _hybrid_bounds(first: Share, second: Share, z: float) -> tuple[float, float]:
    lower_first, upper_first = _score_bounds(first.estimate, first.base, z)
    lower_second, upper_second = _score_bounds(second.estimate, second.base, z)
    below_first, above_first = first.estimate - lower_first, upper_first - first.estimate
    below_second, above_second = second.estimate - lower_second, upper_second - second.estimate
    d = first.estimate - second.estimate
    lower = d - sqrt(below_first**2 + above_second**2)
    upper = d + sqrt(above_first**2 + below_second**2)
    return max(-1.0, lower), min(1.0, upper)


def _root(falling: Callable[[float], float], *, largest: float) -> float:
    """Where *falling* passes zero between 0 and *largest*, by halving; *largest* if it does not."""
    low, high = 0.0, largest
    for _ in range(64):
        middle = (low + high) / 2
        if falling(middle) > 0:
            low = middle
        else:
            high = middle
    return high


def _bounds_when_all_alike(net: float, base: int, confidence: float) -> tuple[float, float]:
    others = 1 - wilson(Share(favourable=base, base=base), confidence=confidence).lower
    if net == 0:
        return -others, others
    return (1 - 2 * others, 1.0) if net > 0 else (-1.0, 2 * others - 1)


def _fair_coin(heads: int, tails: int) -> float:
    if min(heads, tails) < 0:
        raise ValueError("a count is not negative")
    tosses = heads + tails
    ways = below = 1
    for drawn in range(min(heads, tails)):
        ways = ways * (tosses - drawn) // (drawn + 1)
        below += ways
    return min(1.0, 2 * below / (1 << tosses))


def _signed_rank_below(pairs: int, tail: float) -> int | None:
    """The largest k with P(T ≤ k) ≤ *tail* for the signed-rank T of *pairs*; None if none."""
    if pairs > EXACT_PAIRS:
        spread = sqrt(pairs * (pairs + 1) * (2 * pairs + 1) / 24)
        return int(pairs * (pairs + 1) / 4 + NormalDist().inv_cdf(tail) * spread - 0.5)
    below = -1
    reached = 0
    for ways in _subset_sums(pairs):
        reached += ways
        if reached > tail * (1 << pairs):
            break
        below += 1
    return below if below >= 0 else None


def _subset_sums(pairs: int) -> list[int]:
    """How many subsets of the ranks 1 to *pairs* have the sum 0, 1, 2, …."""
    ways = [1] + [0] * (pairs * (pairs + 1) // 2)
    for rank in range(1, pairs + 1):
        for total in range(len(ways) - 1, rank - 1, -1):
            ways[total] += ways[total - rank]
    return ways


def _walsh_averages(counted: Mapping[float, int]) -> list[tuple[float, int]]:
    """All averages of two in rising order, each with how often it occurs.

    Counted by value, because a 0-10 scale has at most 21 different changes however many people.
    """
    alike = ((value, often * (often + 1) // 2) for value, often in counted.items())
    unlike = (
        ((one + other) / 2, counted[one] * counted[other])
        for one, other in combinations(counted, 2)
    )
    return sorted(chain(alike, unlike))


def _ranked(averages: Sequence[tuple[float, int]], rank: int) -> float:
    """The average at *rank*, counted from 0."""
    for average, often in averages:
        rank -= often
        if rank < 0:
            return average
    raise IndexError(rank)
