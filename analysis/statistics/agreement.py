"""How far two coders agree beyond what chance would bring about."""

from collections.abc import Sequence

from pydantic import FiniteFloat

from surveys.values import Value


class Agreement(Value):
    """*observed* is the share of cases that both coded alike; *kappa* and *ac1* are at most 1.

    None where chance alone would agree on everything, so that nothing can be said.
    """

    observed: FiniteFloat
    kappa: FiniteFloat | None
    ac1: FiniteFloat | None


def agreement(table: Sequence[Sequence[int]]) -> Agreement:
    """Of a square *table*: rows are one coder's labels, columns the other's, cells are cases.

    (pₒ-pₑ)/(1-pₑ) with pₑ = Σ rᵢcᵢ for Cohen's kappa and pₑ = Σ πᵢ(1-πᵢ)/(q-1), πᵢ = (rᵢ+cᵢ)/2,
    for Gwet's AC1, which stays steady where one label is rare. Sources: Cohen 1960; Gwet 2008,
    British Journal of Mathematical and Statistical Psychology 61:29.
    """
    labels = len(table)
    if labels < 2 or any(len(row) != labels for row in table):  # noqa: PLR2004
        raise ValueError("a square table of two labels or more")
    cases = sum(map(sum, table))
    if cases == 0 or any(cell < 0 for row in table for cell in row):
        raise ValueError("cases are counted, and there is one at least")
    one = [sum(row) / cases for row in table]
    other = [sum(column) / cases for column in zip(*table, strict=True)]
    observed = sum(table[place][place] for place in range(labels)) / cases
    means = [(left + right) / 2 for left, right in zip(one, other, strict=True)]
    return Agreement(
        observed=observed,
        kappa=_beyond(observed, sum(a * b for a, b in zip(one, other, strict=True))),
        ac1=_beyond(observed, sum(mean * (1 - mean) for mean in means) / (labels - 1)),
    )


def _beyond(observed: float, chance: float) -> float | None:
    return None if chance >= 1 else (observed - chance) / (1 - chance)
