"""Learns the net from labelled texts. The same texts always give the same net.

Support vector machines (`analysis.descent`): few passes, and no rate to tune.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import sqrt
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.descent import Numbers, Vector, descended, vector
from analysis.features import SQUARE_OF_NOTHING, features
from analysis.signals.labelled import CATEGORIES, JUDGED, LabelledText, Urgency
from analysis.signals.model import (
    CONCERN,
    IMMEDIATE,
    REVIEW,
    THOUSANDTH,
    Features,
    Head,
    Net,
    net_from,
    written,
)
from analysis.signals.typing_noise import noisily
from analysis.words import words

PASSES = 16
COST = 2.0  # of a text read wrongly, against large weights
# A disclosure that is missed costs more than a text that is flagged for nothing.
COST_BY_URGENCY = {
    Urgency.NONE: 1.0,
    Urgency.REVIEW: 2.0,
    Urgency.SAME_DAY: 2.0,
    Urgency.IMMEDIATE: 4.0,
}
COST_OF_RARE = 4.0  # such as a yes to one of the categories
SEEN_AT_LEAST = 2  # texts that a feature must stand in
DIGITS = 3
LARGEST = 32_767  # of a weight, in THOUSANDTHs: more than any is
SMALLEST_OF_GUESSES = 0.12  # a weight below; without them the file is half
SHARE_NOISY = 0.5  # of the possible disclosures and their like, learned from a second time mistyped
Tell = Callable[[], None]
TASKS = 3


class Example(NamedTuple):
    """A text with its features; *squares* are what each adds to its squared length."""

    text: LabelledText
    features: Vector
    squares: Numbers


class Raw(NamedTuple):
    """A net whose lines are not drawn yet: they are drawn on texts that it has not seen."""

    features: Features
    heads: Mapping[str, Head]

    def net(self, lines: Mapping[str, float]) -> bytes:
        drawn = {
            name: head._replace(line=lines.get(name, 0.0)) for name, head in self.heads.items()
        }
        unnamed = written("", self.features, drawn)
        return written(hashlib.sha256(unnamed).hexdigest()[:8], self.features, drawn)

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
        numbers = [self._numbers.setdefault(name, len(self._numbers)) for name in found]
        values, squares = zip(*found.values(), strict=True)
        return Example(text, vector(numbers, values), np.array(squares))


def learned(examples: Examples, tell: Tell = lambda: None, *, without: str | None = None) -> Raw:
    """A net from *examples* but those *without*. *tell* is called TASKS times."""
    chosen = examples.without(without)
    names = examples.names
    rarity = _rarity(chosen, len(names))
    rows = [_row(example, rarity) for example in chosen]
    tell()
    known = np.flatnonzero(rarity).tolist()
    heads = {}
    for question in _questions([example.text for example in chosen]):
        asked = [rows[at] for at in question.asked]
        weights, biases = descended(asked, question.answers, question.costs, len(names), PASSES)
        for at, name in enumerate(question.names):
            heads[name] = Head(
                round(float(biases[at]), DIGITS), 0.0, _kept(weights[known, at], name)
            )
        tell()
    return Raw(Features([names[at] for at in known], rarity[known].tolist()), heads)


def _kept(weights: Numbers, head: str) -> list[int]:
    """In THOUSANDTHs; of the guesses beside the concern only the large, the others are nothing."""
    smallest = 0.0 if head == CONCERN else SMALLEST_OF_GUESSES
    matter = np.where(np.abs(weights) >= smallest, weights, 0.0)
    kept: list[int] = np.clip(np.rint(matter / THOUSANDTH), -LARGEST, LARGEST).astype(int).tolist()
    return kept


def held_out(
    texts: Sequence[LabelledText], examples: Examples, tell: Tell = lambda: None
) -> dict[LabelledText, Net]:
    """For each judged text a net that has seen neither its set nor its third of the ordinary."""
    nets = {fold: learned(examples, tell, without=fold).unlined() for fold in JUDGED}
    return {text: nets[text.fold] for text in texts if text.fold is not None}


def _rarity(examples: Sequence[Example], width: int) -> Numbers:
    """Of each feature; nothing for one that stands in too few texts."""
    counted = np.bincount(
        np.concatenate([example.features.numbers for example in examples]), minlength=width
    )
    rare = np.round(1 + np.log((1 + len(examples)) / (1 + counted)), DIGITS)
    return np.where(counted >= SEEN_AT_LEAST, rare, 0.0)


def _row(example: Example, rarity: Numbers) -> Vector:
    """A text as the machine sees it: of length one, with only the features it keeps."""
    numbers, values = example.features
    rare = rarity[numbers]
    length = sqrt(float(example.squares @ rare**2) + SQUARE_OF_NOTHING)
    return Vector(numbers[rare > 0], (values * rare / length)[rare > 0])


class _Question(NamedTuple):
    """Of which texts it is asked, and by *names* their answers and what a wrong one costs."""

    names: Sequence[str]
    asked: Sequence[int]
    answers: NDArray[np.bool_]
    costs: Numbers


def _questions(texts: Sequence[LabelledText]) -> Iterator[_Question]:
    """Of every text whether it is a concern; of those, how soon it is to be read, and of what."""
    costs = np.array([[COST_BY_URGENCY[text.urgency]] for text in texts])
    concern = np.array([[text.label == 1] for text in texts])
    yield _Question((CONCERN,), range(len(texts)), concern, costs)
    asked = [at for at, text in enumerate(texts) if text.label]
    names = (IMMEDIATE, REVIEW, *CATEGORIES)
    answers = np.array([[_is_so(texts[at], name) for name in names] for at in asked])
    yield _Question(names, asked, answers, np.where(answers, COST_OF_RARE, COST))


def _is_so(text: LabelledText, name: str) -> bool:
    match name:
        case "immediate":
            return text.urgency is Urgency.IMMEDIATE
        case "review":
            return text.urgency is Urgency.REVIEW
        case category:
            return text.category == category
