"""The learned net: for each question about a text, how much each feature speaks for yes.

Kept as lines of JSON, compressed, the weights as packed numbers: nothing in it can be run.
"""

import gzip
import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp, log, sqrt
from sys import intern
from typing import Any, NamedTuple

from analysis.features import SQUARE_OF_NOTHING, WEIGHT_OF_NEAR, Near, near, of_word
from analysis.packing import packed, unpacked
from analysis.signals.labelled import FOLDER

FILE = "net.jsonl.gz"
CONCERN, IMMEDIATE, REVIEW = "concern", "immediate", "review"
THOUSANDTH = 0.001
CERTAIN = 1.0  # the score of a text that says it plainly
STEEPNESS = 4.0  # of the score about the line, so that it spreads over 0 to 1
MOST_WORDS_KEPT = 50_000
# A long text is also read in pieces, so that what surrounds it does not drown one sentence.
LONG, WINDOW, STEP = 80, 60, 30


class Head(NamedTuple):
    """*line*: from which sum on the answer is yes. *weights*: of each feature, in THOUSANDTHs."""

    bias: float
    line: float
    weights: Sequence[int]


class Features(NamedTuple):
    """What the net looks at, and how rare each is."""

    names: Sequence[str]
    rarity: Sequence[float]


class Weighed(NamedTuple):
    """*scores* by head, 0.5 and above is yes; *shares* is what each word adds to the concern."""

    scores: Mapping[str, float]
    shares: Sequence[float]


class Net:
    """Reads words; pure but for remembering words it has met."""

    def __init__(self, version: str, features: Features, heads: Mapping[str, Head]) -> None:
        self.version = version
        # The models of reading know many of the same words: their names are in memory once.
        self._numbers = {intern(name): number for number, name in enumerate(features.names)}
        self._rarity, self._heads = features.rarity, heads
        self._squares: dict[str, float] = {}
        self._sums: dict[tuple[str, str], float] = {}

    def concern(self, words: Sequence[str]) -> float:
        """Only the score of the concern, for most texts all there is to know."""
        return max(self._scores(piece, (CONCERN,))[CONCERN] for _, piece in _windows(words))

    def weigh(self, words: Sequence[str]) -> Weighed:
        """The answers for the text; for a long one those of the piece that most raises concern."""
        windows = _windows(words)
        start, piece = max(
            windows[1:] or windows,
            key=lambda window: self._scores(window[1], (CONCERN,))[CONCERN],
        )
        shares = [0.0] * len(words)
        shares[start : start + len(piece)] = self._shares(piece)
        return Weighed(self._scores(piece, self._heads), shares)

    def _scores(self, words: Sequence[str], heads: Iterable[str]) -> dict[str, float]:
        once = dict.fromkeys(words)
        pairs = self._pairs(words)
        squares = sum(map(self._square, once))
        squares += sum((WEIGHT_OF_NEAR * self._rarity[number]) ** 2 for number in pairs)
        length = sqrt(squares + SQUARE_OF_NOTHING)
        scores = {}
        for name in heads:
            head = self._heads[name]
            weights = head.weights
            total = sum(self._sum(name, word) for word in once)
            total += WEIGHT_OF_NEAR * sum(
                THOUSANDTH * weights[number] * self._rarity[number] for number in pairs
            )
            scores[name] = _share_of_yes(total / length + head.bias - head.line)
        return scores

    def _pairs(self, words: Sequence[str]) -> dict[int, Near]:
        found = ((self._numbers.get(pair.name), pair) for pair in near(words))
        return {number: pair for number, pair in found if number is not None}

    def _known(self, word: str) -> list[tuple[int, float]]:
        """The word and those of its parts that the net knows, and how much there is of each."""
        found = ((self._numbers.get(name), value) for name, value in of_word(word))
        return [(number, value) for number, value in found if number is not None]

    def _square(self, word: str) -> float:
        """What a word adds to the square of a text's length, with its parts."""
        if word not in self._squares:
            _make_room(self._squares)
            self._squares[word] = sum(
                (value * self._rarity[number]) ** 2 for number, value in self._known(word)
            )
        return self._squares[word]

    def _sum(self, head: str, word: str) -> float:
        """What a word speaks for a head's yes, with its parts."""
        key = head, word
        if key not in self._sums:
            _make_room(self._sums)
            weights = self._heads[head].weights
            self._sums[key] = sum(
                value * self._rarity[number] * THOUSANDTH * weights[number]
                for number, value in self._known(word)
            )
        return self._sums[key]

    def _shares(self, words: Sequence[str]) -> list[float]:
        """A pair's weight is shared between its two words."""
        weights = self._heads[CONCERN].weights
        shares = [self._sum(CONCERN, word) for word in words]
        for number, pair in self._pairs(words).items():
            half = WEIGHT_OF_NEAR * self._rarity[number] * THOUSANDTH * weights[number] / 2
            for position in (pair.first, pair.second):
                if 0 <= position < len(words):
                    shares[position] += half
        return shares


def _windows(words: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    """The text, and of a long one its pieces, each with where it begins."""
    starts = range(0, len(words) - WINDOW + STEP, STEP) if len(words) > LONG else ()
    return [(0, words), *((start, words[start : start + WINDOW]) for start in starts)]


def _make_room(met: dict[Any, float]) -> None:
    if len(met) >= MOST_WORDS_KEPT:
        met.clear()


def _share_of_yes(above: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, STEEPNESS * above))))


def line_at(score: float) -> float:
    """The sum that gave *score* to a head whose line was at nothing."""
    return log(score / (1 - score)) / STEEPNESS


def written(version: str, features: Features, heads: Mapping[str, Head]) -> bytes:
    """The net as a file; the same net is the same file."""
    header = {
        "version": version,
        "rarity": packed(array("f", features.rarity)),
        "heads": {
            name: {**head._asdict(), "weights": packed(array("h", head.weights))}
            for name, head in heads.items()
        },
    }
    lines = (json.dumps(one, ensure_ascii=False) for one in (header, list(features.names)))
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def net_from(content: bytes) -> Net:
    """The net that a file holds."""
    header, _, names = gzip.decompress(content).partition(b"\n")
    told = json.loads(header)
    heads = {
        name: Head(one["bias"], one["line"], unpacked("h", one["weights"]))
        for name, one in told["heads"].items()
    }
    return Net(told["version"], Features(json.loads(names), unpacked("f", told["rarity"])), heads)


@cache
def shipped_net() -> Net:
    """The net that comes with Heard, read once."""
    return net_from((FOLDER / FILE).read_bytes())
