"""What lies on a reviewer's desk: one comment, and what their form carries along."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from analysis.reading.reader import Reading, Sentence
from bot.reading.comments import Comment
from surveys.review import Review
from surveys.values import PersonId, Value

WORD = re.compile(r"\S+")
TURNS = frozenset({"although", "but", "however", "though", "whereas", "yet"})
JOINS = frozenset({"and", "because", "or", "so", "then", "when", "which", "while"})
PUNCTUATION = ".,;:!?…–—-()"
DRAWN = " a"  # after the reference of a comment of the audit sample


class Marks(Value):
    """What a reviewer asked to have taken out (*words*), and which marks are *needless*, from 0.

    *text* is the fingerprint of the comment that they saw. *once* makes it be done once.
    """

    once: str
    text: str
    words: str
    mark: str
    needless: tuple[int, ...] = ()


class Desk(Value):
    """What a reviewer's form carries along. *now* and *last* are references; *waiting* the next.

    *seen* tells by which engine and in which words the comment was shown. *left* were waiting when
    the list was made. *cuts* are where the reviewer splits sentences, *marks* what they are asked
    about once more before it is done.
    """

    now: str = ""
    seen: str = ""
    waiting: tuple[str, ...] = ()
    left: int = 0
    last: str = ""
    settling: bool = False
    cuts: tuple[int, ...] = ()
    marks: Marks | None = None

    @property
    def reference(self) -> str:
        return self.now.removesuffix(DRAWN)

    @property
    def is_drawn(self) -> bool:
        return self.now.endswith(DRAWN)

    def next(self) -> Self:
        """At the next comment; what is at hand now is the last."""
        first, rest = self.waiting[:1], self.waiting[1:]
        return self.model_copy(
            update={
                "now": first[0] if first else "",
                "waiting": rest,
                "left": max(0, self.left - 1),
                "seen": "",
                "cuts": (),
                "marks": None,
            }
        )


@dataclass(frozen=True)
class Reviewer:
    """*pseudonym* is what is kept of them beside a coding."""

    person: PersonId
    pseudonym: str


@dataclass(frozen=True)
class Shown:
    """One comment at the desk, or none when nothing waits (any more)."""

    desk: Desk
    done: int
    to_settle: int
    comment: Comment | None = None
    reading: Reading | None = None
    review: Review | None = None
    blind: bool = False
    note: str = ""

    @property
    def is_read(self) -> bool:
        """Whether the machine could read it, so that there is something to agree with."""
        return self.reading is not None and not self.reading.guesses_nothing


@dataclass(frozen=True)
class Piece:
    """One sentence, or a part of one that the reviewer split."""

    start: int
    end: int
    text: str
    sentence: Sentence


def pieces(reading: Reading, cuts: Sequence[int]) -> list[Piece]:
    """The sentences in order, split where the reviewer said; a part has the labels of its whole."""
    found = []
    for one in reading.sentences:
        ends = [*sorted(cut for cut in set(cuts) if one.start < cut < one.end), one.end]
        start = one.start
        for end in ends:
            text = reading.redacted[start:end]
            left = start + len(text) - len(text.lstrip())
            found.append(Piece(left, left + len(text.strip()), text.strip(), one))
            start = end
    return found


def places_to_cut(reading: Reading) -> list[int]:
    """Where a sentence may be split, the likeliest first: before any of its words but the first.

    Where a turn is said ("but"), after a mark of punctuation, before "and", and then elsewhere.
    """
    found: list[tuple[int, int]] = []
    for one in reading.sentences:
        said = list(WORD.finditer(one.text))
        for before, word in pairwise(said):
            found.append((_how_unlikely(before[0], word[0]), one.start + word.start()))
    return [place for _, place in sorted(found)]


def _how_unlikely(before: str, word: str) -> int:
    plain = word.casefold().strip(PUNCTUATION)
    if plain in TURNS:
        return 0
    if before[-1] in PUNCTUATION:
        return 1
    return 2 if plain in JOINS else 3
