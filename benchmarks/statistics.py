"""The statistics beside statsmodels and scipy: the same values over random inputs, and the speed.

    python -m benchmarks.statistics  # with the group peers: `make bench` installs it

Neither library is part of the product: they take a second to load, and a digest needs six formulas.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from math import isclose
from statistics import median
from typing import Any, NamedTuple

from analysis.statistics import (
    Share,
    benjamini_hochberg,
    hodges_lehmann,
    kappa,
    mcnemar,
    newcombe,
    sign_test,
    wilson,
)

INPUTS = 300
ROUNDS = 7
WITHIN = 1e-9


class Beside(NamedTuple):
    """One statistic: ours and theirs, on the same random inputs. *within*: how close they agree."""

    name: str
    ours: Callable[[Any], Sequence[float]]
    theirs: Callable[[Any], Sequence[float]]
    inputs: list[Any]
    within: float = WITHIN


def measure() -> list[tuple[str, str]]:
    """For each: that it agrees, and how fast a call is beside theirs. Raises if one is wrong."""
    try:
        return [_measured(one) for one in _all(random.Random(1))]  # noqa: S311 - the same each time
    except ImportError:
        return [("statistics", "not compared: the group peers is not installed")]


def _measured(one: Beside) -> tuple[str, str]:
    for given in one.inputs:
        for ours, theirs in zip(one.ours(given), one.theirs(given), strict=True):
            if not isclose(ours, theirs, abs_tol=one.within):
                raise AssertionError(f"{one.name} of {given}: {ours}, not {theirs}")
    ratios = [
        _seconds(one.theirs, one.inputs) / _seconds(one.ours, one.inputs) for _ in range(ROUNDS)
    ]
    told = f"agrees on {len(one.inputs)} random inputs; {median(ratios):.1f} times as fast a call"
    return one.name, told


def _seconds(call: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    began = time.perf_counter()
    for given in inputs:
        call(given)
    return time.perf_counter() - began


def _all(rng: random.Random) -> Iterator[Beside]:
    from scipy.stats import binomtest  # noqa: PLC0415 - only here, see above
    from statsmodels.stats.contingency_tables import mcnemar as their_mcnemar  # noqa: PLC0415
    from statsmodels.stats.inter_rater import cohens_kappa  # noqa: PLC0415
    from statsmodels.stats.multitest import multipletests  # noqa: PLC0415
    from statsmodels.stats.proportion import (  # noqa: PLC0415
        confint_proportions_2indep,
        proportion_confint,
    )

    shares = [_share(rng) for _ in range(INPUTS)]
    yield Beside(
        "Wilson interval",
        lambda one: (wilson(one).lower, wilson(one).upper),
        lambda one: proportion_confint(one.favourable, one.base, method="wilson"),
        shares,
    )
    yield Beside(
        "Newcombe interval",
        lambda two: (newcombe(*two).lower, newcombe(*two).upper),
        lambda two: confint_proportions_2indep(
            two[0].favourable, two[0].base, two[1].favourable, two[1].base, method="newcomb"
        ),
        [(_share(rng), _share(rng)) for _ in range(INPUTS)],
    )
    counts = [(rng.randint(0, 60), rng.randint(1, 60)) for _ in range(INPUTS)]
    yield Beside(
        "exact McNemar test",
        lambda pair: (mcnemar(*pair),),
        lambda pair: (float(their_mcnemar([[9, pair[0]], [pair[1], 9]], exact=True).pvalue),),
        counts,
    )
    yield Beside(
        "exact sign test",
        lambda pair: (sign_test(*pair),),
        lambda pair: (float(binomtest(pair[0], sum(pair), 0.5).pvalue),),
        counts,
    )
    yield Beside(
        "Benjamini-Hochberg",
        benjamini_hochberg,
        lambda several: [bool(one) for one in multipletests(several, 0.10, method="fdr_bh")[0]],
        [[rng.random() ** 3 for _ in range(rng.randint(1, 40))] for _ in range(INPUTS)],
    )
    yield Beside(
        "Cohen's kappa",
        lambda coded: (kappa(coded),),
        lambda coded: (float(cohens_kappa(_table(coded)).kappa),),
        [
            [(rng.randrange(3), rng.randrange(3)) for _ in range(rng.randint(20, 200))]
            for _ in range(INPUTS)
        ],
    )
    yield _hodges_lehmann(rng)


def _table(coded: Sequence[tuple[int, int]]) -> list[list[int]]:
    """How often one coder's label, a row, met the other's, a column."""
    return [[coded.count((one, other)) for other in range(3)] for one in range(3)]


def _hodges_lehmann(rng: random.Random) -> Beside:
    """The estimate alone, written out: scipy has neither it nor its exact interval."""
    import numpy as np  # noqa: PLC0415 - only here, see above

    def written_out(differences: Sequence[int]) -> tuple[float]:
        values = np.asarray(differences, dtype=float)
        first, second = np.triu_indices(len(values))
        return (float(np.median((values[first] + values[second]) / 2)),)

    def ours(differences: Sequence[int]) -> tuple[float]:
        change = hodges_lehmann(differences)
        assert change is not None
        return (change.estimate,)

    several = [[rng.randint(-6, 6) for _ in range(rng.randint(6, 60))] for _ in range(INPUTS)]
    return Beside("Hodges-Lehmann estimate", ours, written_out, several)


def _share(rng: random.Random) -> Share:
    base = rng.randint(1, 500)
    return Share(favourable=rng.randint(0, base), base=base)


if __name__ == "__main__":
    for row in measure():
        print(": ".join(row))
