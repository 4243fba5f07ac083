"""Two readings of the same coded comments, compared by the F1 of each label.

Sentiment is one label to a comment, themes are several or none: both are counted alike.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Counts = tuple[int, int, int]  # found rightly, found for nothing, missed
Tally = Mapping[str, Counts]  # by label


class Pair(NamedTuple):
    """What a coder said of a comment, and what was read in it."""

    truth: frozenset[str]
    read: frozenset[str]


def f1(counts: Counts) -> float:
    found, false, missed = counts
    return 2 * found / (2 * found + false + missed) if found else 0.0


def tally(pairs: Iterable[Pair]) -> Tally:
    found: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for truth, read in pairs:
        found.update(truth & read)
        false.update(read - truth)
        missed.update(truth - read)
    labels = sorted({*found, *false, *missed})
    return {label: (found[label], false[label], missed[label]) for label in labels}


def together(*tallies: Tally) -> Tally:
    """The counts of comments that were tallied apart."""
    labels = sorted({label for one in tallies for label in one})
    return {label: _sum(one[label] for one in tallies if label in one) for label in labels}


def macro_f1(found: Tally, among: Collection[str]) -> float:
    """The mean over those labels of *among* that a coder gave at all; 0 when none was given."""
    scores = [f1(found[label]) for label in among if label in found and _given(found[label])]
    return sum(scores) / len(scores) if scores else 0.0


def key(text: str, truth: Iterable[str]) -> str:
    """A comment and what a coder said of it, as one string."""
    return "\x1f".join((text, *sorted(truth)))


def kept(found: Tally, keys: Sequence[str]) -> dict[str, Any]:
    """*found* as a model file carries it, with a mark of the comments that it stands on."""
    return {"of": mark_of(keys), "counts": {label: list(one) for label, one in found.items()}}


def taken(kept_before: object, keys: Sequence[str]) -> Tally | None:
    """What a model file carries; None when it stands on other comments, or nothing is there."""
    match kept_before:
        case {"of": str(mark), "counts": dict(counts)} if mark == mark_of(keys):
            return {label: (one[0], one[1], one[2]) for label, one in counts.items()}
        case _:
            return None


def mark_of(keys: Sequence[str]) -> str:
    """The same for the same comments in any order."""
    return hashlib.sha256("\0".join(sorted(keys)).encode(errors="replace")).hexdigest()[:16]


def _given(counts: Counts) -> int:
    return counts[0] + counts[2]


def _sum(counts: Iterable[Counts]) -> Counts:
    found, false, missed = map(sum, zip(*counts, strict=True))
    return found, false, missed
