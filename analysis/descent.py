"""Learns the weights of several yes-or-no questions about the same texts at once.

Linear support vector machines with squared hinge loss, by dual coordinate descent (Hsieh et al.
2008, algorithm 1). The only module that needs numpy, and only to learn: reading does without.
"""

from collections.abc import Sequence
from random import Random
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
SEED = 4
PASSES = 10


class Vector(NamedTuple):
    """The features of a text, by number, and how much there is of each."""

    numbers: NDArray[np.intp]
    values: Numbers


def vector(numbers: Sequence[int], values: Sequence[float]) -> Vector:
    return Vector(np.array(numbers, dtype=np.intp), np.array(values, dtype=np.float64))


def descended(
    rows: Sequence[Vector],
    answers: NDArray[np.bool_],
    costs: Numbers,
    width: int,
    passes: int = PASSES,
) -> tuple[Numbers, Numbers]:
    """Weights (*width* by questions) and bias that answer best; the same input, the same weights.

    *answers* and *costs* (of a wrong answer, against large weights) are texts by questions. Where
    the cost is 0 a question is not asked of a text, and nothing is learned from it.
    """
    random = Random(SEED)  # noqa: S311 - repeatable on purpose
    weights, bias = np.zeros((width, answers.shape[1])), np.zeros(answers.shape[1])
    is_asked = costs > 0
    signs, softness = np.where(answers, 1.0, -1.0), 0.5 / np.where(is_asked, costs, 1.0)
    duals: Any = np.zeros_like(softness)
    squares = [float(row.values @ row.values) for row in rows]
    order = list(range(len(rows)))
    for _ in range(passes):
        random.shuffle(order)
        for at in order:
            numbers, values = rows[at]
            found = values @ weights[numbers] + bias
            slope = signs[at] * found - 1 + softness[at] * duals[at]
            dual = np.maximum(0.0, duals[at] - slope / (squares[at] + 1 + softness[at]))
            dual *= is_asked[at]
            change = signs[at] * (dual - duals[at])
            if change.any():
                duals[at] = dual
                bias += change
                weights[numbers] += values[:, None] * change
    return weights, bias


def balanced(answers: NDArray[np.bool_], cost: float, power: float = 1.0) -> Numbers:
    """Costs that make the answers of a class weigh as if all classes were as frequent.

    The columns of *answers* exclude each other. As scikit-learn's class_weight="balanced" does in
    LinearSVC: a yes costs more the rarer its class is, a no always the same. A *power* of a half
    goes halfway to balance.
    """
    counts = np.maximum(answers.sum(axis=0), 1)
    rarity = len(answers) / (answers.shape[1] * counts)
    return np.where(answers, cost * rarity**power, cost)
