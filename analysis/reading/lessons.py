"""What people corrected, as something to learn from; and what became of it.

Of all comments that people code a quarter, by lot, is never learned from (*frozen*). Those of it
that were coded blind are the board's own part of the test.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analysis.reading.codebook import Codebook
from analysis.reading.labelled import CodedComment
from surveys.reviewed import Became, now

FROZEN_PERCENT = 25
MAY_FALL = 0.02  # of macro-F1
SMALLEST_PART = 30  # comments of the board's own, for a figure on them alone


class Lessons(NamedTuple):
    """What people coded: *learned* from, and *frozen* to judge on."""

    learned: tuple[CodedComment, ...]
    frozen: tuple[CodedComment, ...]


class Task(NamedTuple):
    """*in_use*: the model files of this board that read now, by kind; others are the shipped."""

    kind: str
    shipped: tuple[CodedComment, ...]
    lessons: Lessons
    codebook: Codebook
    in_use: Mapping[str, bytes]


class OfOwn(NamedTuple):
    """Macro-F1 on the board's own comments alone; *least* and *most* of what it changed by, likely.

    That is the range which 95 of 100 draws of the comments lie in (bootstrap).
    """

    before: float
    after: float
    least: float
    most: float

    @property
    def is_worse(self) -> bool:
        """By more than MAY_FALL, and not by chance: among few comments a figure moves far."""
        return self.after < self.before - MAY_FALL and self.most < 0


class Compared(NamedTuple):
    """Macro-F1 on the same comments, by what reads now and by what was learned.

    *comments* are all that it stands on, *frozen* those of the board's own among them; *own* is of
    these alone, and None where they are fewer than SMALLEST_PART.
    """

    before: float
    after: float
    comments: int
    frozen: int
    own: OfOwn | None

    @property
    def is_worse(self) -> bool:
        """So much that what was learned must not be used.

        The board's own comments are few beside the shipped: in the figure of all, what is lost in
        them would hardly show.
        """
        return self.is_worse_of_all or (self.own is not None and self.own.is_worse)

    @property
    def is_worse_of_all(self) -> bool:
        return self.after < self.before - MAY_FALL


class Taught(NamedTuple):
    """A model file, how it compares, and its figures (name, figure, base) on held-out comments.

    *corrections* are the comments that people coded and it was learned from, of *people*.
    """

    content: bytes
    version: str
    corrections: int
    people: int
    compared: Compared
    figures: tuple[tuple[str, str, int], ...]


def is_frozen(review: str) -> bool:
    """Whether the comment of this review is kept for judging, whatever comes before or after."""
    lot = hashlib.sha256(f"frozen: {review}".encode()).digest()
    return int.from_bytes(lot[:4], "big") * 100 < FROZEN_PERCENT * 2**32


def as_called_now(comments: Sequence[CodedComment], became: Became) -> tuple[CodedComment, ...]:
    """Coded comments in the themes that there are now."""
    return tuple(_as_called_now(one, became) for one in comments) if became else tuple(comments)


def _as_called_now(comment: CodedComment, became: Became) -> CodedComment:
    def renamed(themes: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return None if themes is None else now(themes, became)

    parts = tuple(
        part.model_copy(update={"themes": renamed(part.themes)}) for part in comment.sentences
    )
    changes = {"themes": renamed(comment.themes), "offered": renamed(comment.offered)}
    return comment.model_copy(update={**changes, "sentences": parts})
