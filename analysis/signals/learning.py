"""Learns the net from labelled texts. The same texts always give the same net.

A support vector machine with squared hinge loss, by dual coordinate descent (Hsieh et al. 2008,
algorithm 1): few passes, no rate to tune, and nothing needed but Python.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log, sqrt
from operator import mul
from random import Random
from typing import NamedTuple

from analysis.features import SQUARE_OF_NOTHING, features
from analysis.signals.labelled import CATEGORIES, JUDGED, LabelledText, Urgency
from analysis.signals.model import CONCERN, IMMEDIATE, REVIEW, Head, Net, net_from, written
from analysis.signals.typing_noise import noisily
from analysis.words import words

SEED = 4
PASSES = 8
COST = 2.0  # of a text read wrongly, against large weights
# A disclosure that is missed costs more than a text that is flagged for nothing.
COST_BY_URGENCY = {
    Urgency.NONE: COST,
    Urgency.REVIEW: 4.0,
    Urgency.SAME_DAY: 4.0,
    Urgency.IMMEDIATE: 8.0,
}
COST_OF_RARE = 4.0  # such as a yes to one of the categories
SEEN_AT_LEAST = 2  # texts that a feature must stand in
DIGITS = 3
SMALLEST_OF_GUESSES = 0.04  # a weight below; without them the file is a fifth
SHARE_NOISY = 0.5  # of the possible disclosures and their like, learned from a second time mistyped
Tell = Callable[[], None]
TASKS = len(CATEGORIES) + 3


class Example(NamedTuple):
    """A text with its features, by number; *values* go with *numbers*."""

    text: LabelledText
    numbers: tuple[int, ...]
    values: tuple[float, ...]
    squares: tuple[float, ...]


class Row(NamedTuple):
    """A text as the machine sees it: of length one, with only the features it keeps."""

    numbers: tuple[int, ...]
    values: tuple[float, ...]
    square: float


class Raw(NamedTuple):
    """A net whose lines are not drawn yet: they are drawn on texts that it has not seen."""

    rarity: dict[str, float]
    heads: dict[str, Head]

    def net(self, lines: Mapping[str, float]) -> bytes:
        drawn = {
            name: head._replace(line=lines.get(name, 0.0)) for name, head in self.heads.items()
        }
        unnamed = written("", self.rarity, drawn)
        return written(hashlib.sha256(unnamed).hexdigest()[:8], self.rarity, drawn)

    def unlined(self) -> Net:
        return net_from(self.net({}))


class Examples:
    """All texts that may be learned from; their features are found and numbered once."""

    def __init__(self, texts: Iterable[LabelledText]) -> None:
        self._numbers: dict[str, int] = {}
        self._all = [example for text in texts for example in self._of(text)]
        self.names = list(self._numbers)

    def without(self, fold: str | None) -> list[Example]:
        """All but those of the fold that is held out."""
        return [one for one in self._all if fold is None or one.text.fold != fold]

    def _of(self, text: LabelledText) -> Iterator[Example]:
        """The text, and for some that are not ordinary the text as it may be mistyped."""
        yield self._example(text, text.text)
        random = Random(text.text)  # noqa: S311 - repeatable on purpose
        if not text.is_ordinary and random.random() < SHARE_NOISY:
            yield self._example(text, noisily(text.text, random))

    def _example(self, text: LabelledText, typed: str) -> Example:
        found = features([word.text for word in words(typed)])
        numbers = tuple(self._numbers.setdefault(name, len(self._numbers)) for name in found)
        values, squares = zip(*found.values(), strict=True)
        return Example(text, numbers, values, squares)


def learned(examples: Examples, tell: Tell = lambda: None, *, without: str | None = None) -> Raw:
    """A net from *examples* but those *without*. *tell* is called TASKS times."""
    chosen = examples.without(without)
    rarity = _rarity(chosen)
    rows = [_row(example, rarity) for example in chosen]
    names = examples.names
    tell()
    heads = {}
    for name, asked, answers, costs in _questions([example.text for example in chosen]):
        weights, bias = _descended([rows[at] for at in asked], answers, costs, len(names))
        heads[name] = Head(round(bias, DIGITS), 0.0, _kept(weights, rarity, names, name))
        tell()
    return Raw({names[number]: rare for number, rare in rarity.items()}, heads)


def _kept(
    weights: Sequence[float], rarity: Iterable[int], names: Sequence[str], head: str
) -> dict[str, float]:
    """The weights that matter: of the concern nearly all, of the guesses beside it the large."""
    smallest = 0.0 if head == CONCERN else SMALLEST_OF_GUESSES
    rounded = ((names[number], round(weights[number], DIGITS)) for number in rarity)
    return {name: weight for name, weight in rounded if abs(weight) > smallest}


def held_out(
    texts: Sequence[LabelledText], examples: Examples, tell: Tell = lambda: None
) -> dict[LabelledText, Net]:
    """For each judged text a net that has seen neither its set nor its third of the ordinary."""
    nets = {fold: learned(examples, tell, without=fold).unlined() for fold in JUDGED}
    return {text: nets[text.fold] for text in texts if text.fold is not None}


def _rarity(examples: Sequence[Example]) -> dict[int, float]:
    counted = Counter(number for example in examples for number in example.numbers)
    return {
        number: round(1 + log((1 + len(examples)) / (1 + count)), DIGITS)
        for number, count in sorted(counted.items())
        if count >= SEEN_AT_LEAST
    }


def _row(example: Example, rarity: Mapping[int, float]) -> Row:
    rare = [rarity.get(number, 0.0) for number in example.numbers]
    squares = sum(s * r * r for s, r in zip(example.squares, rare, strict=True))
    length = sqrt(squares + SQUARE_OF_NOTHING)
    kept = [
        (number, value * r / length)
        for number, value, r in zip(example.numbers, example.values, rare, strict=True)
        if r
    ]
    numbers = tuple(number for number, _ in kept)
    values = tuple(value for _, value in kept)
    return Row(numbers, values, sum(value * value for value in values))


def _questions(
    texts: Sequence[LabelledText],
) -> Iterator[tuple[str, list[int], list[bool], list[float]]]:
    """What is asked, of which texts, with their answers and what a wrong one costs."""
    everyone = list(range(len(texts)))
    costs = [COST_BY_URGENCY[text.urgency] for text in texts]
    yield CONCERN, everyone, [text.label == 1 for text in texts], costs
    chosen = [at for at in everyone if texts[at].label == 1]
    found = [texts[at] for at in chosen]
    yield IMMEDIATE, chosen, *_rare([text.urgency is Urgency.IMMEDIATE for text in found])
    yield REVIEW, chosen, *_rare([text.urgency is Urgency.REVIEW for text in found])
    for category in CATEGORIES:
        yield category, chosen, *_rare([text.category == category for text in found])


def _rare(answers: list[bool]) -> tuple[list[bool], list[float]]:
    return answers, [COST_OF_RARE if answer else COST for answer in answers]


def _descended(
    rows: Sequence[Row], answers: Sequence[bool], costs: Sequence[float], width: int
) -> tuple[list[float], float]:
    """Weights and bias that read *rows* as *answers* best."""
    random = Random(SEED)  # noqa: S311 - repeatable on purpose
    weights, bias = [0.0] * width, 0.0
    duals = [0.0] * len(rows)
    order = list(range(len(rows)))
    for _ in range(PASSES):
        random.shuffle(order)
        for at in order:
            row, sign = rows[at], 1.0 if answers[at] else -1.0
            softness = 0.5 / costs[at]
            found = bias + sum(map(mul, map(weights.__getitem__, row.numbers), row.values))
            slope = sign * found - 1 + softness * duals[at]
            dual = max(0.0, duals[at] - slope / (row.square + 1 + softness))
            change = sign * (dual - duals[at])
            if change:
                duals[at] = dual
                bias += change
                for number, value in zip(row.numbers, row.values, strict=True):
                    weights[number] += change * value
    return weights, bias
