"""Many comparisons told together."""

from collections.abc import Sequence

FALSE_DISCOVERY_RATE = 0.10  # one in ten of the changes we call clear may be chance


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
