"""How many answers a wave needs before a change that matters can be told from chance."""

from math import ceil, sqrt
from statistics import NormalDist

from analysis.statistics.estimates import CONFIDENCE, z_of

POWER = 0.80


def answers_needed(
    before: float, after: float, *, power: float = POWER, confidence: float = CONFIDENCE
) -> int:
    """Answers in each of two waves, so that a change from *before* to *after* is found.

    (z√(2p̄(1-p̄)) + z'√(p₁(1-p₁)+p₂(1-p₂)))² / (p₁-p₂)², rounded up, where p̄ is the mean of both,
    z the two-sided normal quantile of *confidence* and z' the one-sided of *power*. Without a
    continuity correction. Source: Fleiss, Statistical Methods for Rates and Proportions, 3.14.
    """
    if not (0 < before < 1 and 0 < after < 1) or before == after:
        raise ValueError("two different shares between 0 and 1")
    if not 0 < power < 1:
        raise ValueError("power lies between 0 and 1")
    middle = (before + after) / 2
    alike = z_of(confidence) * sqrt(2 * middle * (1 - middle))
    apart = NormalDist().inv_cdf(power) * sqrt(before * (1 - before) + after * (1 - after))
    return ceil((alike + apart) ** 2 / (before - after) ** 2)


def smallest_rise(before: int, answers: int, least: int = 0) -> int | None:
    """To how many whole percent a share of *before* must rise to be found, with so many *answers*.

    In each of two waves; as `answers_needed`, which falls as the rise grows. As a rise is called
    clear only from *least* points, what is seen must reach those too, with the same power. None
    where not even a rise to 99% would be found.
    """
    rises = range(before + 1, 100)
    return next((one for one in rises if _is_found(before, one, answers, least)), None)


def _is_found(before: int, after: int, answers: int, least: int) -> bool:
    first, second = before / 100, after / 100
    if answers_needed(first, second) > answers:
        return False
    spread = sqrt((first * (1 - first) + second * (1 - second)) / answers)
    return after - before - 100 * NormalDist().inv_cdf(POWER) * spread >= least
