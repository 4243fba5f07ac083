"""What a learned model looks at in a text: words, their parts, and which stand near each other.

Parts of words keep a misspelt word readable. Words are read as they were meant (`analysis.words`).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

EDGE = "|"
SHORTEST_PART, LONGEST_PART = 2, 5
WEIGHT_OF_NEAR = 0.7
# Added to every text, as much as about ten words: "Thanks." alone says little for or against.
SQUARE_OF_NOTHING = 1000.0


class Feature(NamedTuple):
    name: str
    value: float


def of_word(word: str) -> Iterator[Feature]:
    """The word itself and its parts: as a long word tells no more, they weigh as one together."""
    yield Feature(f"w {word}", 1.0)
    parts = list(_parts(word))
    for part in parts:
        yield Feature(f"c {part}", 1 / sqrt(len(parts)))


def _parts(word: str) -> Iterator[str]:
    bounded = f"{EDGE}{word}{EDGE}"
    for length in range(SHORTEST_PART, LONGEST_PART + 1):
        for start in range(len(bounded) - length + 1):
            yield bounded[start : start + length]


class Near(NamedTuple):
    """Two words that stand side by side, or with one between; *first* and *second* by position.

    A position of -1, or one past the last, is the edge of the text.
    """

    name: str
    first: int
    second: int


def near(words: Sequence[str]) -> Iterator[Near]:
    """All pairs of words that stand near each other, in order."""
    placed = [(-1, EDGE), *enumerate(words), (len(words), EDGE)]
    for (first, one), (second, other) in pairwise(placed):
        yield Near(f"p {one} {other}", first, second)
    for (first, one), (second, other) in zip(placed, placed[2:], strict=False):
        yield Near(f"s {one} {other}", first, second)


def is_pair(name: str) -> bool:
    return name.startswith(("p ", "s "))


class Value(NamedTuple):
    """*square* is what it adds to the squared length of the text's vector."""

    value: float
    square: float


def features(words: Sequence[str]) -> dict[str, Value]:
    """Every feature of the words of a text; what repeats counts once.

    A part's square adds up word by word and not as one sum, so that a word's share of a text's
    length can be remembered with the word.
    """
    found: dict[str, Value] = {}
    for word in dict.fromkeys(words):
        for name, value in of_word(word):
            before = found.get(name, Value(0.0, 0.0))
            found[name] = Value(before.value + value, before.square + value**2)
    for pair in near(words):
        found[pair.name] = Value(WEIGHT_OF_NEAR, WEIGHT_OF_NEAR**2)
    return found
