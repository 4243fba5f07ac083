"""How far two who read the same thing apart agree, beyond what chance would give.

Everything is deterministic: the bootstrap is seeded, so the same pairs give the same interval.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from random import Random

from surveys.values import Value

FEWEST_PAIRS = 30  # measures.md QL10: fewer say nothing of a theme
SHARE_OF_ALL = 0.2  # … unless they are a fifth of all that was coded,
FEWEST_OF_A_FIFTH = 10  # and of so few that they could all be alike by luck
GOOD_ENOUGH = 0.6
YES_OR_NO = 2  # answers that are possible at least: whether a comment speaks of a theme
DRAWS = 1000
SEED = 20260901

Pair = tuple[Hashable, Hashable]
Statistic = Callable[[Sequence[Pair]], float]


class Agreement(Value):
    """*ac1* with its 95% interval (percentile bootstrap over comments).

    *is_known*: there are pairs enough. *indicative*: too few, or agreement below .60, so that
    nothing that stands on it may be a headline.
    """

    pairs: int
    same: int
    ac1: float
    lower: float
    upper: float
    kappa: float
    alpha: float
    is_known: bool

    @property
    def indicative(self) -> bool:
        return not self.is_known or self.ac1 < GOOD_ENOUGH


def agreement(pairs: Sequence[Pair], coded: int, possible: int = YES_OR_NO) -> Agreement | None:
    """Of *pairs*, out of *coded* comments that a person has coded at all; None without a pair.

    *possible* as in `ac1`.
    """
    if not pairs:
        return None
    lower, upper = bootstrapped(pairs, partial(ac1, possible=possible))
    return Agreement(
        pairs=len(pairs),
        same=sum(one == other for one, other in pairs),
        ac1=ac1(pairs, possible),
        lower=lower,
        upper=upper,
        kappa=kappa(pairs),
        alpha=alpha(pairs),
        is_known=is_known(len(pairs), coded),
    )


def is_known(pairs: int, coded: int) -> bool:
    """Whether so many *pairs*, out of *coded* comments, say anything."""
    return pairs >= min(FEWEST_PAIRS, max(FEWEST_OF_A_FIFTH, SHARE_OF_ALL * coded))


def ac1(pairs: Sequence[Pair], possible: int = YES_OR_NO) -> float:
    """Gwet's AC1 (2008): (po - pe) / (1 - pe), pe = sum p(1-p) / (q-1), p the mean share of both.

    Unlike kappa it stays sensible where one answer is rare. q is how many answers are *possible*,
    whether or not each was ever given.
    """
    met = Counter(answer for pair in pairs for answer in pair)
    kinds = max(possible, len(met))
    shares = [number / (2 * len(pairs)) for number in met.values()]
    return _beyond(_same(pairs), sum(share * (1 - share) for share in shares) / (kinds - 1))


def kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa (1960): chance is each one's own shares. 1 where both only gave one answer."""
    one, other = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    expected = sum(one[answer] * other[answer] for answer in one) / len(pairs) ** 2
    return _beyond(_same(pairs), expected)


def alpha(pairs: Sequence[Pair]) -> float:
    """Krippendorff's alpha for nominal data and two coders without gaps (2011, section B).

    1 - (2n - 1) * disagreements / sum of products of the answers' totals.
    """
    met = Counter(answer for pair in pairs for answer in pair)
    values = 2 * len(pairs)
    unlike = values**2 - sum(number**2 for number in met.values())
    if not unlike:
        return 1.0
    differ = 2 * sum(one != other for one, other in pairs)
    return 1 - (values - 1) * differ / unlike


def bootstrapped(pairs: Sequence[Pair], statistic: Statistic) -> tuple[float, float]:
    """The 95% percentile interval over DRAWS samples with replacement."""
    lot = Random(SEED)  # noqa: S311 - to be drawn again the same, not to keep a secret
    found = sorted(statistic(lot.choices(pairs, k=len(pairs))) for _ in range(DRAWS))
    return found[round(0.025 * (DRAWS - 1))], found[round(0.975 * (DRAWS - 1))]


def _same(pairs: Sequence[Pair]) -> float:
    return sum(one == other for one, other in pairs) / len(pairs)


def _beyond(observed: float, expected: float) -> float:
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)
