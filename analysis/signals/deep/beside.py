"""What the transformer's score of a text means for the net: one score with the light net's.

Neither alone is as often right as both together. Where its line lies was drawn on texts that
neither had learned from, for this light net and no other.
"""

from math import exp, isfinite
from typing import Any, NamedTuple, Protocol

from analysis.deep.file import NO_MODEL, DeepModel, Kind, refused
from analysis.signals.labelled import CATEGORIES, HARMLESS
from analysis.signals.model import CONCERN

KIND = Kind("net", "net.zip", "heard learn signals --engine deep", form=1)
# The others are only learned: to know what a text is about helps to know whether it is a concern.
ABOUT = (*CATEGORIES, *(kind for kind in HARMLESS if kind))
HEADS = (CONCERN, *ABOUT)
WEIGHT_OF_LIGHT = 3.0  # of the light net's score, 0 to 1, beside the transformer's
OVERLAP = 64  # pieces that two windows of a long text have in common: some fifty words
MOST_WINDOWS = 40  # of a text: some 30,000 signs, which take seconds to read
FURTHEST = 30.0  # from the line: beyond it a score of 0 to 1 is no longer another one
ANOTHER_NET = "judged beside another net than the one that comes with Heard"


class Windows(Protocol):
    """See deep.encoder.Encoder."""

    def windows(self, text: str, most: int) -> list[list[float]]: ...


class Drawn(NamedTuple):
    """What was set by judging: the weight of the light net's score, and the line of both."""

    weight: float
    line: float

    def score(self, concern: float, light: float) -> float:
        """0 to 1, flagged from 0.5 on."""
        above = concern + self.weight * light - self.line
        return 1 / (1 + exp(-max(-FURTHEST, min(FURTHEST, above))))


class Beside:
    """Raises InvalidDefinition for a model that isn't made for this light *net*, by its version."""

    def __init__(self, model: DeepModel, scorer: Windows, net: str, file: str = "") -> None:
        self.version = model.version  # and no more of it: the graph is large, and in the scorer
        self._scorer = scorer
        try:
            self._drawn = Drawn(*(_finite(model.drawn[name]) for name in Drawn._fields))
            beside = model.drawn["net"]
        except (AttributeError, LookupError, TypeError, ValueError, OverflowError):
            raise refused(KIND, NO_MODEL, file) from None
        if model.heads[:1] != (CONCERN,):
            raise refused(KIND, NO_MODEL, file)
        if beside != net:
            raise refused(KIND, ANOTHER_NET, file)

    def score(self, text: str, light: float) -> float:
        """Of both together, 0 to 1; of a text in which it sees no word, the *light* net's.

        Raises ValueError where the transformer has none to give.
        """
        concern = highest(self._scorer, text)
        return light if concern is None else self._drawn.score(concern, light)


def highest(scorer: Windows, text: str) -> float | None:
    """The score of the window that most raises concern; None where it sees no word.

    Raises ValueError for a text of more than MOST_WINDOWS, and where a score is no number.
    """
    concerns = [_finite(row[0]) for row in scorer.windows(text, MOST_WINDOWS)]
    return max(concerns, default=None)


def _finite(given: Any) -> float:  # noqa: ANN401 - whatever JSON holds
    if not isfinite(number := float(given)):
        raise ValueError
    return number
