"""Marks such as "[name]", which stand where personal data was taken out of a person's words."""

import re
from bisect import bisect_left
from collections.abc import Sequence

MOST_MARKS = 100  # in one text
LONGEST_MARKED = 80  # characters that one mark may stand for
MARK = re.compile(r"\[[A-Za-z ]{1,40}\]")


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
