"""A learned model of reading: how much each feature of a text speaks for each answer.

Kept as compressed lines of JSON, the weights as packed numbers: nothing in it can be run.
"""

import gzip
import hashlib
import json
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from itertools import chain
from math import exp, sqrt
from typing import Any, NamedTuple

from analysis.features import SQUARE_OF_NOTHING, WEIGHT_OF_NEAR, near, of_word
from analysis.packing import packed, unpacked
from analysis.word_lists import GRAMMAR
from surveys.errors import InvalidDefinition, Problem

FORMAT = 1
LARGEST = 32_767  # of a packed weight
MOST_WORDS_KEPT = 20_000
Row = Sequence[float]


class Spoken(NamedTuple):
    """The words of a piece of text, and the names of all pairs that stand near each other."""

    words: Sequence[str]
    pairs: Sequence[str]


def spoken(words: Sequence[str]) -> Spoken:
    return Spoken(words, list(dict.fromkeys(pair.name for pair in near(words))))


class Learned(NamedTuple):
    """What a model file holds. *weights* has a row for each name, and in it one for each head."""

    kind: str
    heads: tuple[str, ...]
    bias: Row
    names: Sequence[str]
    rarity: Row
    weights: Sequence[Row]
    drawn: Mapping[str, Any]


class Model:
    """Scores texts; pure but for remembering words it has met. *drawn* is what was set by judging.

    *version* is eight characters that change with anything in the file.
    """

    def __init__(self, version: str, header: Mapping[str, Any], names: Sequence[str]) -> None:
        self.version, self.kind = version, str(header["kind"])
        self.heads: tuple[str, ...] = tuple(header["heads"])
        self.drawn: Mapping[str, Any] = header["drawn"]
        self._bias, self._scales = tuple(header["bias"]), tuple(header["scales"])
        # Models know mostly the same words: each of their names is in memory once.
        self._numbers = {sys.intern(name): number for number, name in enumerate(names)}
        self._rarity, self._weights = header["rarity"], header["weights"]
        self._met: dict[str, tuple[float, Row]] = {}

    def scores(self, piece: Spoken, given: Mapping[str, float]) -> list[float]:
        """How much *piece* and the signs *given* beside its words speak for each head."""
        met = [self._word(word) for word in dict.fromkeys(piece.words)]
        pairs = [number for name in piece.pairs if (number := self._numbers.get(name)) is not None]
        signs = [
            (number, value)
            for name, value in given.items()
            if (number := self._numbers.get(name)) is not None
        ]
        square = SQUARE_OF_NOTHING + sum(one[0] for one in met)
        square += sum((WEIGHT_OF_NEAR * self._rarity[number]) ** 2 for number in pairs)
        square += sum((value * self._rarity[number]) ** 2 for number, value in signs)
        rows = chain(
            (one[1] for one in met),
            (self._row(number, WEIGHT_OF_NEAR) for number in pairs),
            (self._row(number, value) for number, value in signs),
        )
        totals = [sum(column) for column in zip(*rows, strict=True)] or [0.0] * len(self.heads)
        length = sqrt(square)
        return [
            total * scale / length + bias
            for total, scale, bias in zip(totals, self._scales, self._bias, strict=True)
        ]

    def shares(self, words: Sequence[str], head: int) -> list[float]:
        """What each word adds to a head, a pair's weight shared between its two words.

        Words that carry grammar alone, and where in the text a word stands, are no reason.
        """
        shares = [self._word(word)[1][head] for word in words]
        for pair in near(words):
            number = self._numbers.get(pair.name)
            if number is not None and pair.first >= 0 and pair.second < len(words):
                half = self._row(number, WEIGHT_OF_NEAR / 2)[head]
                shares[pair.first] += half
                shares[pair.second] += half
        return [
            0.0 if word in GRAMMAR else share for word, share in zip(words, shares, strict=True)
        ]

    def weight(self, name: str, head: int) -> float:
        """What a feature of this name adds to a head; nothing if the model has none."""
        number = self._numbers.get(name)
        return 0.0 if number is None else self._row(number, 1.0)[head]

    def knows(self, word: str) -> bool:
        return f"w {word}" in self._numbers

    def rarity(self, word: str) -> float | None:
        number = self._numbers.get(f"w {word}")
        return None if number is None else self._rarity[number]

    def _row(self, number: int, value: float) -> Row:
        start = number * len(self.heads)
        return [value * weight for weight in self._weights[start : start + len(self.heads)]]

    def _word(self, word: str) -> tuple[float, Row]:
        """What a word adds to the square of a text's length and to each head, with its parts."""
        if (known := self._met.get(word)) is not None:
            return known
        if len(self._met) >= MOST_WORDS_KEPT:
            self._met.clear()
        found = [
            (number, value)
            for name, value in of_word(word)
            if (number := self._numbers.get(name)) is not None
        ]
        square = sum((value * self._rarity[number]) ** 2 for number, value in found)
        rows = [self._row(number, value) for number, value in found]
        totals = [sum(column) for column in zip(*rows, strict=True)] or [0.0] * len(self.heads)
        self._met[word] = square, totals
        return self._met[word]


def probabilities(scores: Sequence[float], steepness: float) -> list[float]:
    """The scores of answers that exclude each other as shares of one."""
    highest = max(scores)
    raised = [exp(steepness * (score - highest)) for score in scores]
    return [one / sum(raised) for one in raised]


def written(learned: Learned) -> bytes:
    """The model as a file; the same model is the same file."""
    header = _header(learned)
    numbers = {name: packed(header[name]) for name in ("rarity", "weights")}
    lines = "".join(
        json.dumps(line, ensure_ascii=False) + "\n"
        for line in ({"heard": FORMAT, **header, **numbers}, list(learned.names))
    )
    return gzip.compress(f"{_digest(lines.encode())}\n{lines}".encode(), mtime=0)


def model_of(learned: Learned) -> Model:
    """The model itself, for judging it before it is written."""
    return Model("unwritten", _header(learned), list(learned.names))


def _header(learned: Learned) -> dict[str, Any]:
    heads = range(len(learned.heads))
    scales = [
        max((abs(row[head]) for row in learned.weights), default=0.0) / LARGEST or 1.0
        for head in heads
    ]
    scaled = (round(row[head] / scales[head]) for row in learned.weights for head in heads)
    return {
        "kind": learned.kind,
        "heads": learned.heads,
        "bias": list(learned.bias),
        "scales": scales,
        "drawn": learned.drawn,
        "rarity": array("f", learned.rarity),
        "weights": array("h", scaled),
    }


def model_from(content: bytes, kind: str, file: str = "") -> Model:
    """The model of this *kind* that a file holds.

    Raises InvalidDefinition for one that is damaged, of another kind or another version of Heard.
    """
    try:
        digest, _, lines = gzip.decompress(content).partition(b"\n")
        first, _, names = lines.partition(b"\n")
        header = json.loads(first)
    except (OSError, EOFError, ValueError, RecursionError, zlib.error):
        raise _refused(file, "damaged, or no model of Heard's", kind) from None
    if not isinstance(header, dict) or header.get("heard") != FORMAT:
        raise _refused(file, "made by another version of Heard", kind)
    if digest.decode(errors="replace") != _digest(lines):
        raise _refused(file, "damaged", kind)
    if header.get("kind") != kind:
        raise _refused(file, f"a model for {header.get('kind')} and not for {kind}", kind)
    try:
        for name, code in (("rarity", "f"), ("weights", "h")):
            header[name] = unpacked(code, header[name])
        return Model(digest.decode(), header, json.loads(names))
    except (KeyError, TypeError, ValueError):
        raise _refused(file, "damaged", kind) from None


def _refused(file: str, what: str, kind: str) -> InvalidDefinition:
    reason = f"the model is {what}; make it anew with: heard learn {kind}"
    return InvalidDefinition(file or f"{kind}.jsonl.gz", [Problem(None, "", reason)])


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
