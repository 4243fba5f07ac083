"""How sure a share is, and how sure the difference of two is."""

from collections.abc import Callable
from math import sqrt
from statistics import NormalDist

from analysis.statistics.estimates import CONFIDENCE, Interval, Share, z_of


def wilson(
    share: Share, *, population: int | None = None, confidence: float = CONFIDENCE
) -> Interval:
    """The Wilson score interval of a proportion.

    (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n), within 0 and 1; sound for small n and at 0
    and n. With *population* (the frame is a list of N of whom n were seen) n is replaced by
    n(N-1)/(N-n); when all were seen nothing is uncertain and the interval is the estimate.
    Source: Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857, method 3.
    """
    lower, upper = _score_bounds(
        share.estimate, _effective(share.base, population), z_of(confidence)
    )
    return Interval(estimate=share.estimate, lower=lower, upper=upper)


def newcombe(first: Share, second: Share, *, confidence: float = CONFIDENCE) -> Interval:
    """The difference first - second of two independent proportions, between -1 and 1.

    Hybrid score: d - √((p₁-l₁)² + (u₂-p₂)²) to d + √((u₁-p₁)² + (p₂-l₂)²), where l and u are the
    Wilson bounds. Source: Newcombe 1998, Statistics in Medicine 17:873, method 10.
    """
    lower, upper = _hybrid_bounds(first, second, z_of(confidence))
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
        half = z_of(confidence) * sqrt((p + q - (p - q) ** 2) / base)
        lower, upper = max(-1.0, p - q - half), min(1.0, p - q + half)
    return Interval(estimate=p - q, lower=lower, upper=upper)


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
