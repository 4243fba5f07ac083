"""Draws the line from which on a theme counts as found, on comments that were held out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LEANING_TO_RECALL = 1.1  # the beta of F: finding counts a little more than not finding for nothing
DRAWS, SEED = 100, 4  # of the comments, and what they begin with
BORROWED = 7  # comments: so many weigh in a theme's line as much as all themes together
DIGITS = 4
Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]


def lined(found: Scores, truth: Truth, groups: Sequence[str], told: Truth | None = None) -> Scores:
    """How far each score is above a line that was drawn on the other files."""
    told = np.ones_like(truth) if told is None else told
    of_fold = np.array(groups)
    held = np.zeros_like(found)
    for fold in set(groups):
        others = of_fold != fold
        lines = lines_of(found[others], truth[others], told[others])
        held[~others] = found[~others] - lines
    return held


def lines_of(scores: Scores, truth: Truth, told: Truth | None = None) -> list[float]:
    """A line for each theme; the more seldom it was coded, the nearer to that of all together.

    What finds a theme best among a handful of comments finds it badly among others. *told* says of
    which themes a comment tells, and without it each tells of all.
    """
    told = np.ones_like(truth) if told is None else told
    of_all, coded = _line(scores[told], truth[told]), truth.sum(axis=0)
    own = [
        _line(score[known], is_there[known]) if is_there.any() else of_all
        for score, is_there, known in zip(scores.T, truth.T, told.T, strict=True)
    ]
    return [
        round(float(of_all + (line - of_all) * many / (many + BORROWED)), DIGITS)
        for line, many in zip(own, coded, strict=True)
    ]


def _line(scores: Scores, truth: Truth) -> float:
    """The line that finds the theme best, leaning to recall: the mean over DRAWS of the comments.

    One comment more or less moves the best line far. In each draw every comment has a weight of its
    own at random (the Bayesian bootstrap, Rubin 1981), so that none has no comment of the theme.
    """
    order = np.argsort(-scores, kind="stable")
    random = np.random.default_rng(SEED)
    return float(np.mean([_best(scores[order], truth[order], random) for _ in range(DRAWS)]))


def _best(scores: Scores, truth: Truth, random: np.random.Generator) -> float:
    """Of these scores, highest first, the best line of one draw."""
    weights = random.exponential(size=len(scores))
    hits = np.cumsum(weights * truth)
    beta = LEANING_TO_RECALL**2
    found = (1 + beta) * hits / (np.cumsum(weights) + beta * hits[-1])
    return float(scores[int(found.argmax())])
