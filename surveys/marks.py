"""Marks such as "[name]", which stand where personal data was taken out of a person's words."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import ClassVar

from surveys.values import Kept, Line, QuestionId, ResponseId

MOST_MARKS = 100  # in one text
AROUND = 60  # characters on each side of a mark that are worth keeping
LONGEST_MARKED = 80  # characters that one mark may stand for
MARK = re.compile(r"\[[A-Za-z ]{1,40}\]")


class Wrong(StrEnum):
    MISSED = "missed"  # a mark that had to be set
    NEEDLESS = "needless"  # a mark that stands for nothing personal


class MarkCorrection(Kept):
    """A person found a mark missing, or one too many: a fact to learn redaction from.

    *around* is the text beside the mark as it is kept now, and *place* where in it the mark stands.
    What stood there is nowhere any more; *shape* tells its letters as "Aaa Aaaa" where it is known.
    """

    kind: ClassVar[str] = "mark_correction"

    response: ResponseId
    question: QuestionId
    day: date
    by: str
    wrong: Wrong
    mark: Line
    around: str
    place: int
    shape: str = ""


def shape_of(words: str) -> str:
    """Capitals, small letters and digits, and what stands between them: nothing of the words."""
    return "".join(
        "0" if sign.isdecimal() else "A" if sign.isupper() else "a" if sign.isalpha() else sign
        for sign in words
    )


def with_mark(text: str, words: str, mark: str) -> str:
    """*text* with this mark wherever these words stand whole, in whatever letters.

    Never inside of a mark: "name" is not what "[name]" says.
    """
    wanted = r"\s+".join(re.escape(word) for word in words.split())
    either = rf"(?P<wanted>(?<!\w){wanted}(?!\w))|{MARK.pattern}"

    def put(found: re.Match[str]) -> str:
        return found[0] if found["wanted"] is None else mark

    return re.sub(either, put, text, flags=re.IGNORECASE)


def only_marks(before: str, after: str) -> bool:
    """Whether *after* is *before* with stretches of its words replaced by marks in brackets.

    *ends* are the places in *before* at which the pieces so far can end, so that nothing is tried
    twice.
    """
    first, *others = MARK.split(after)
    if len(others) > MOST_MARKS:
        return False
    ends = [len(first)] if before.startswith(first) else []
    for piece in others:
        ends = [
            start + len(piece)
            for start in range(len(before) - len(piece) + 1)
            if before.startswith(piece, start) and _can_follow(ends, start)
        ]
    return len(before) in ends


def _can_follow(ends: Sequence[int], start: int) -> bool:
    """Whether one of *ends*, which rise, lies so little before *start* that a mark fits between."""
    place = bisect_left(ends, start - LONGEST_MARKED)
    return place < len(ends) and ends[place] < start
