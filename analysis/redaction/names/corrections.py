"""What reviewers corrected in redaction, as texts to learn names from, and whether that helps.

What stood at a mark is kept nowhere. Where a name was missed, names by chance of the same shape
stand in for it; where a mark was needless, words that are names too.
"""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from analysis.redaction.names.finding import names_in
from analysis.redaction.names.learning import (
    SEED,
    Labelled,
    Names,
    Place,
    frames,
    labelled_texts,
    learn,
    ordinary_texts,
    training,
)
from surveys.marks import AROUND, MarkCorrection, Wrong

MARK = "[name]"
TIMES = 10  # each correction, with another name every time
FIFTH = 5
KIND, FORMAT = "heard names", 1
DAMAGED = "the weights are damaged, or none of Heard's"
MAY_RISE = 0.03  # mistakes about what ships, of its names: other names by chance do as much


class Material(NamedTuple):
    """What is learned from beside the corrections."""

    labelled: Sequence[Labelled]
    framed: Sequence[str]
    ordinary: Sequence[str]

    def training(self, *, with_fifth: bool = True) -> list[Labelled]:
        texts = [one for at, one in enumerate(self.labelled) if with_fifth or at % FIFTH]
        return training(texts, self.framed, self.ordinary)


class Judged(NamedTuple):
    """How many mistakes, of how many places that a person has judged."""

    before: int
    after: int
    of: int

    def is_worse(self, may_rise: float = 0.0) -> bool:
        return self.after - self.before > may_rise * self.of


class TaughtNames(NamedTuple):
    """*frozen*: on corrections not learned from; *shipped*: on a fifth of the marked texts.

    That fifth was kept from both readers that are compared on it.
    """

    weights: Mapping[str, float]
    learned: int
    frozen: Judged
    shipped: Judged

    @property
    def is_worse(self) -> bool:
        return self.frozen.is_worse() or self.shipped.is_worse(MAY_RISE)


def taught_names(
    corrections: Sequence[MarkCorrection],
    frozen: Sequence[MarkCorrection],
    in_use: Mapping[str, float],
    material: Material | None = None,
) -> TaughtNames:
    """The same corrections always give the same weights."""
    beside = material or Material(labelled_texts(), frames(), ordinary_texts())
    added = list(_texts(corrections, SEED))
    weights = learn([*beside.training(), *added])
    judged = list(_texts(frozen, SEED + 1))
    apart, rest = beside.labelled[::FIFTH], beside.training(with_fifth=False)
    return TaughtNames(
        weights=weights,
        learned=len(corrections),
        frozen=Judged(
            _mistakes_at_marks(judged, in_use), _mistakes_at_marks(judged, weights), len(judged)
        ),
        shipped=Judged(
            _mistakes(apart, learn(rest)),
            _mistakes(apart, learn([*rest, *added])),
            sum(len(places) for _, places in apart),
        ),
    )


def written(weights: Mapping[str, float]) -> str:
    """Under a first line by which a file that is not whole is known."""
    lines = _lines(weights)
    return f"{KIND}\t{FORMAT}\t{_digest(lines)}\n{lines}"


def weights_from(text: str) -> dict[str, float]:
    """What `written` made. Raises ValueError with what is wrong, and no word of the file."""
    first, _, lines = text.partition("\n")
    match first.split("\t"):
        case [kind, form, _] if kind == KIND and form != str(FORMAT):
            raise ValueError("the weights are made by another version of Heard")
        case [kind, _, digest] if kind == KIND and digest == _digest(lines):
            return _weights(lines)
        case _:
            raise ValueError(DAMAGED)


def version(weights: Mapping[str, float]) -> str:
    """Eight characters that change with any weight."""
    return _digest(_lines(weights))[:8]


def _lines(weights: Mapping[str, float]) -> str:
    return "".join(f"{sign}\t{weight}\n" for sign, weight in weights.items())


def _weights(lines: str) -> dict[str, float]:
    pairs = [line.rpartition("\t") for line in lines.split("\n")[:-1]]
    try:
        found = {sign: float(weight) for sign, _, weight in pairs}
    except ValueError:
        raise ValueError(DAMAGED) from None
    if not found or not all(map(math.isfinite, found.values())):
        raise ValueError(DAMAGED)
    return found


def _digest(lines: str) -> str:
    return hashlib.sha256(lines.encode(errors="replace")).hexdigest()


def _texts(corrections: Sequence[MarkCorrection], seed: int) -> Iterator[Labelled]:
    """Of a needless mark the place is empty: nobody's name stands there."""
    names = Names(Random(seed))  # noqa: S311 - the same names every time
    for one in sorted(corrections, key=lambda one: one.id):
        before, after = _beside(one)
        for _ in range(TIMES):
            is_name = one.wrong is Wrong.MISSED
            word = names.of_shape(one.shape) if is_name else names.that_is_a_word()
            start, end = len(before), len(before) + len(word)
            yield f"{before}{word}{after}", [(start, end if is_name else start)]


def _beside(one: MarkCorrection) -> tuple[str, str]:
    """The words before and after the mark, without what was cut in two at the ends."""
    before, after = one.around[: one.place], one.around[one.place + len(MARK) :]
    if len(before) >= AROUND:
        before = before.partition(" ")[2]
    if len(after) >= AROUND - len(MARK):
        after = after.rpartition(" ")[0]
    return before, after


def _mistakes_at_marks(texts: Sequence[Labelled], weights: Mapping[str, float]) -> int:
    """Only where the mark stood; what else may be a name there nobody has judged."""
    wrong = 0
    for text, [(start, end)] in texts:
        found = any(
            name.start <= start < name.end or start <= name.start < end
            for name in names_in(text, weights)
        )
        wrong += found != (end > start)
    return wrong


def _mistakes(texts: Sequence[Labelled], weights: Mapping[str, float]) -> int:
    wrong = 0
    for text, places in texts:
        found = [(name.start, name.end) for name in names_in(text, weights)]
        wrong += sum(not _touches(place, found) for place in places)
        wrong += sum(not _touches(place, places) for place in found)
    return wrong


def _touches(place: Place, others: Sequence[Place]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)
