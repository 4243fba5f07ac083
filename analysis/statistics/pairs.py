"""The same people before and after: what moved, by how much, and whether by chance."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, combinations
from math import isfinite, sqrt
from statistics import NormalDist

from analysis.statistics.estimates import CONFIDENCE, Interval

EXACT_PAIRS = 60  # the signed-rank distribution is counted up to here, approximated beyond


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


def _fair_coin(heads: int, tails: int) -> float:
    if min(heads, tails) < 0:
        raise ValueError("a count is not negative")
    tosses = heads + tails
    ways = below = 1
    for drawn in range(min(heads, tails)):
        ways = ways * (tosses - drawn) // (drawn + 1)
        below += ways
    return min(1.0, 2 * below / (1 << tosses))


@cache  # for few sizes of groups, and counting takes far longer than the rest
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
