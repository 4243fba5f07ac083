"""What a transformer says of a comment, to stand beside what the light engine reads in its words.

Neither alone is as often right as both together. Numbers in, numbers out.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from analysis.reading.model import probabilities

LEAST = 1e-6  # of a probability, so that it has a logarithm
Shares = Sequence[float]


class ThemeScores(NamedTuple):
    """Of each sentence by itself, and *together* with all around it; how far above the line.

    *best* is the comment's. They count as the light engine's do, and are added to them.
    """

    alone: Sequence[float]
    together: Sequence[float]
    best: float


class Opinion(NamedTuple):
    """*whole* and each of *parts* are probabilities; *themes* has those that were learned.

    Without *whole* how comments lean was not learned.
    """

    whole: Shares
    parts: Sequence[Shares]
    steepness: float
    themes: Mapping[str, ThemeScores]

    def of_whole(self, words: Shares) -> Shares:
        """The probabilities that *words* and this agree on."""
        return agreed(words, self.whole, self.steepness) if self.whole else words

    def of_part(self, at: int, words: Shares) -> Shares:
        return agreed(words, self.parts[at], self.steepness) if self.whole else words


def agreed(words: Shares, other: Shares, steepness: float) -> list[float]:
    """Two opinions of the same answers as one: their product, as steep as was found truest."""
    return probabilities(surprises(words, other), steepness)


def surprises(words: Shares, other: Shares) -> list[float]:
    """The scores that *agreed* makes probabilities of."""
    return [log(max(LEAST, a)) + log(max(LEAST, b)) for a, b in zip(words, other, strict=True)]
