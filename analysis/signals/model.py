"""The learned net: for each question about a text, how much each feature speaks for yes.

Kept as plain lines of JSON, compressed: nothing in it can be run.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from math import exp, log, sqrt
from typing import Any, NamedTuple

from analysis.features import SQUARE_OF_NOTHING, WEIGHT_OF_NEAR, Near, near, of_word
from analysis.signals.labelled import FOLDER

FILE = "net.jsonl.gz"
CONCERN, IMMEDIATE, REVIEW = "concern", "immediate", "review"
CERTAIN = 1.0  # the score of a text that says it plainly
STEEPNESS = 4.0  # of the score about the line, so that it spreads over 0 to 1
MOST_WORDS_KEPT = 50_000
# A long text is also read in pieces, so that what surrounds it does not drown one sentence.
LONG, WINDOW, STEP = 80, 60, 30


class Head(NamedTuple):
    """*line*: from which sum on the answer is yes."""

    bias: float
    line: float
    weights: Mapping[str, float]


class Weighed(NamedTuple):
    """*scores* by head, 0.5 and above is yes; *shares* is what each word adds to the concern."""

    scores: Mapping[str, float]
    shares: Sequence[float]


class Net:
    """Reads words; pure but for remembering words it has met."""

    def __init__(
        self, version: str, rarity: Mapping[str, float], heads: Mapping[str, Head]
    ) -> None:
        self.version = version
        self._rarity, self._heads = rarity, heads
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
        squares += sum((WEIGHT_OF_NEAR * self._rarity[name]) ** 2 for name in pairs)
        length = sqrt(squares + SQUARE_OF_NOTHING)
        scores = {}
        for name in heads:
            head = self._heads[name]
            weights = head.weights
            total = sum(self._sum(name, word) for word in once)
            total += WEIGHT_OF_NEAR * sum(
                weights[pair] * self._rarity[pair] for pair in pairs if pair in weights
            )
            scores[name] = _share_of_yes(total / length + head.bias - head.line)
        return scores

    def _pairs(self, words: Sequence[str]) -> dict[str, Near]:
        return {pair.name: pair for pair in near(words) if pair.name in self._rarity}

    def _square(self, word: str) -> float:
        """What a word adds to the square of a text's length, with its parts."""
        if word not in self._squares:
            _make_room(self._squares)
            self._squares[word] = sum(
                (value * self._rarity[name]) ** 2
                for name, value in of_word(word)
                if name in self._rarity
            )
        return self._squares[word]

    def _sum(self, head: str, word: str) -> float:
        """What a word speaks for a head's yes, with its parts."""
        key = head, word
        if key not in self._sums:
            _make_room(self._sums)
            weights = self._heads[head].weights
            self._sums[key] = sum(
                value * self._rarity[name] * weights[name]
                for name, value in of_word(word)
                if name in weights
            )
        return self._sums[key]

    def _shares(self, words: Sequence[str]) -> list[float]:
        """A pair's weight is shared between its two words."""
        weights = self._heads[CONCERN].weights
        shares = [self._sum(CONCERN, word) for word in words]
        for name, pair in self._pairs(words).items():
            half = WEIGHT_OF_NEAR * self._rarity[name] * weights.get(name, 0.0) / 2
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


def written(version: str, rarity: Mapping[str, float], heads: Mapping[str, Head]) -> bytes:
    """The net as a file; the same net is the same file."""
    lines = chain(
        [{"version": version}, {"rarity": rarity}],
        ({"head": name, **head._asdict()} for name, head in heads.items()),
    )
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return gzip.compress(text.encode(), mtime=0)


def net_from(content: bytes) -> Net:
    """The net that a file holds."""
    # Parsed as one and with numbers shared: names and weights that recur are then kept once,
    # which is half of the memory.
    lines = b",".join(gzip.decompress(content).splitlines())
    first, second, *others = json.loads(b"[%b]" % lines, parse_float=cache(float))
    heads = {one["head"]: Head(one["bias"], one["line"], one["weights"]) for one in others}
    return Net(first["version"], second["rarity"], heads)


@cache
def shipped_net() -> Net:
    """The net that comes with Heard, read once."""
    return net_from((FOLDER / FILE).read_bytes())
