"""How much alike comments are: by the words they share, the rare ones counting for more."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from analysis.word_lists import GRAMMAR
from analysis.words import words

Vector = Mapping[str, float]
SHORTEST_WORD = 3


def content_words(text: str) -> list[str]:
    """Those that carry a subject or a view, in order and as they were meant."""
    return [
        one.text
        for one in words(text)
        if len(one.text) >= SHORTEST_WORD and one.text not in GRAMMAR and one.text.isalpha()
    ]


def vectors(texts: Iterable[str]) -> list[Vector]:
    """TF-IDF of content words, each of length 1: w = (1 + ln f) * (1 + ln(N / n)).

    A text without any such word is empty, and like nothing. Takes time linear in the words.
    """
    counted = [Counter(content_words(text)) for text in texts]
    spread = Counter(word for one in counted for word in one)
    weights = {word: 1 + math.log(len(counted) / number) for word, number in spread.items()}
    return [
        _unit({word: (1 + math.log(number)) * weights[word] for word, number in one.items()})
        for one in counted
    ]


def centre(some: Sequence[Vector]) -> Vector:
    """What they have in common, of length 1."""
    summed: dict[str, float] = {}
    for vector in some:
        for word, weight in vector.items():
            summed[word] = summed.get(word, 0.0) + weight
    return _unit(summed)


def cosine(one: Vector, other: Vector) -> float:
    """1 for the same words in the same measure, 0 for none in common."""
    shorter, longer = sorted((one, other), key=len)
    return math.fsum(weight * longer.get(word, 0.0) for word, weight in shorter.items())


def _unit(vector: Mapping[str, float]) -> Vector:
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()} if length else {}
