"""Cuts a comment into sentences, and clauses where the view turns ("kind, but nobody rang back").

Every sentence is a slice of the comment: nothing is added, lost or changed, so a machine's reading
can always be laid over a person's own words. Time is linear in the length of the comment.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence

from analysis.word_lists import (
    NAME_ENDINGS,
    NOT_AFTER_A_TURN,
    NOT_BEFORE_A_TURN,
    PRAISE,
    SHORTENED,
)
from surveys.values import Value

CLOSING = "\\)\\]\"'’”»"
FACES = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d"
MARK = re.compile(
    rf"(?P<stop>[.!?…]++[{CLOSING}]*+)"
    r"|(?P<line>[\r\n\u2028\u2029]++)"
    rf"|(?P<face>[{FACES}]++)"
    r"|(?P<turn>\b(?:but|however|although|whereas|though|the only thing|only thing is)\b)",
    re.IGNORECASE,
)
LINE = re.compile(r"[^\s][^\r\n\u2028\u2029]*+")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CONTENT = re.compile(r"[^\W_]")

# What begins an item of a list that was typed into one line.
ITEM = re.compile(r"(?P<dot>[•●▪◦‣∙])|(?<!\S)(?:(?P<dash>[-–*])|(?P<number>\d{1,2})[.)])(?=\s)")

ADDRESS_MARKS = "@/:\\"

# Fewer words than this on either side of "but" are a shade of one view and not a second view:
# of the coded comments' turns that a person cut, nine in ten leave this many on both sides.
WORDS_OF_A_VIEW = 5
# Fewer do after a comma, or after praise: "she was kind but" leads a reader to expect a complaint.
WORDS_AFTER_PRAISE, WORDS_BEFORE_A_COMMA, WORDS_OF_NOT = 3, 2, 3
PAUSES = (",", ";", "-", "–")
NEGATED = ("n't", "n’t", "nt")
REACH = 60
LETTERS_OF_A_WORD = 3
DIGITS_OF_A_LIST = 2


class Slice(Value):
    """A slice of a text: *start* included, *end* not."""

    text: str
    start: int
    end: int


def sentences(text: str) -> tuple[Slice, ...]:
    """The sentences of *text* in order; joined they are *text* without the space between them.

    A piece without a letter or digit (a face, "!!!") stays with its neighbour; a text that is
    nothing else is one sentence. Only white space gives none.
    """
    return tuple(
        Slice(text=text[start:end], start=start, end=end)
        for start, end in _with_content(text, _cuts(text))
    )


def _cuts(text: str) -> list[int]:
    cuts = [0]
    items = deque(_items(text))
    for mark in MARK.finditer(text):
        while items and items[0] < mark.end():
            cuts.append(items.popleft())
        match mark.lastgroup:
            case "line":
                cuts.append(mark.end())
            case "face" if _face_ends_a_sentence(text, mark):
                cuts.append(mark.end())
            case "stop" if _stop_ends_a_sentence(text, mark, cuts[-1]):
                cuts.append(mark.end())
            case _:
                pass
    return _with_turns(text, [*cuts, *items])


def _items(text: str) -> Iterator[int]:
    """Where the items begin in "• kind • on time", "1) kind 2) on time", "- kind - on time".

    A dash is one only in a line that begins with it, and numbers only from 1 on, two or more.
    """
    for line in LINE.finditer(text):
        found: list[int] = []
        numbered: list[int] = []
        for item in ITEM.finditer(text, line.start(), line.end()):
            if number := item["number"]:
                numbered += [item.start()] if int(number) == len(numbered) + 1 else []
            elif item["dot"] or line[0].startswith(item["dash"]):
                found.append(item.start())
        yield from sorted(found + (numbered if len(numbered) > 1 else []))


def _with_content(text: str, cuts: list[int]) -> list[tuple[int, int]]:
    """The pieces between *cuts* without their outer space, each with a word in it if possible."""
    pieces: list[tuple[int, int]] = []
    waiting: int | None = None
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        left, right = _stripped(text, start, end)
        if left == right:
            continue
        if CONTENT.search(text, left, right):
            pieces.append((left if waiting is None else waiting, right))
            waiting = None
        elif pieces:
            pieces[-1] = (pieces[-1][0], right)
        else:
            waiting = left if waiting is None else waiting
    if waiting is not None:
        pieces.append(_stripped(text, waiting, len(text)))
    return pieces


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return left, max(left, start + len(piece.rstrip()))


def _face_ends_a_sentence(text: str, mark: re.Match[str]) -> bool:
    """A face closes what was said before it, unless more punctuation follows to do so."""
    return text[mark.end() : mark.end() + 1].isspace()


def _stop_ends_a_sentence(text: str, mark: re.Match[str], start: int) -> bool:
    stop, after = mark.group(), text[mark.end() : mark.end() + 1]
    if not after:
        return True
    if not after.isspace():
        return _stop_lost_its_space(text, mark)
    upcoming = text[mark.end() : mark.end() + REACH].lstrip()[:1]
    if stop == "." and _belongs_to_its_word(text, mark.start(), start, upcoming):
        return False
    trails_off = stop.startswith(("..", "…"))
    return not (trails_off and upcoming.islower())


def _belongs_to_its_word(text: str, stop: int, start: int, upcoming: str) -> bool:
    """Whether the full stop is part of "e.g.", "Dr.", "J.", "No. 4" or the "2." of a list."""
    before = text[max(start, stop - REACH) : stop].split()
    last = before[-1].lower().strip("([\"'‘“") if before else ""
    if last.isdecimal():
        return len(before) == 1 and len(last) <= DIGITS_OF_A_LIST
    if last in {"a.m", "p.m", "etc"}:
        return not upcoming.isupper()
    if last in {"no", "nos"}:
        return upcoming.isdecimal()
    is_initial = len(last) == 1 and last.isalpha() and last != "i"
    return is_initial or last in SHORTENED or bool(re.fullmatch(r"(?:\w\.)+\w", last))


def _stop_lost_its_space(text: str, mark: re.Match[str]) -> bool:
    """Whether "the allowance.landed late" is two sentences typed in a hurry and not an address."""
    before = text[max(0, mark.start() - REACH) : mark.start()].split()
    after = text[mark.end() : mark.end() + REACH].split()
    if not before or not after or any(sign in before[-1] + after[0] for sign in ADDRESS_MARKS):
        return False
    left, right = before[-1].rpartition(".")[2], WORD.match(after[0])
    if right is None or not left.isalpha() or not right.group()[0].isalpha():
        return False
    is_address = right.group().lower() in NAME_ENDINGS or "." in after[0].rstrip(".")
    return len(left) >= LETTERS_OF_A_WORD and len(right.group()) > 1 and not is_address


def _with_turns(text: str, cuts: list[int]) -> list[int]:
    """*cuts*, and one more before each word that turns from one full view to another."""
    found = [0]
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        if start:
            found.append(start)
        for mark in MARK.finditer(text, start, end):
            if mark.lastgroup == "turn" and _turns(text, found[-1], mark, end):
                found.append(mark.start())
    return found


def _turns(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    before = text[max(start, mark.start() - REACH) : mark.start()].lower().split()
    after = text[mark.end() : min(end, mark.end() + REACH)].lower().split()
    is_an_aside = text[mark.end() : mark.end() + 1] in {",", "."}
    if is_an_aside or not before or not after:
        return False
    if before[-1] in NOT_BEFORE_A_TURN or after[0].strip(",") in NOT_AFTER_A_TURN:
        return False
    if min(len(before), len(after)) >= WORDS_OF_A_VIEW:
        return True
    return _is_a_short_view(before) and len(after) >= WORDS_AFTER_PRAISE


def _is_a_short_view(before: Sequence[str]) -> bool:
    """Whether "nice worker," or "she was kind" says enough before "but", as "not funny" does not.

    Of the coded comments' short turns of this kind coders cut every other one, and called the
    comment mixed; of the others they cut few.
    """
    last = before[-1].rstrip("".join(PAUSES))
    if last in PRAISE:
        return not any(one == "not" or one.endswith(NEGATED) for one in before[-WORDS_OF_NOT:])
    return before[-1].endswith(PAUSES) and len(before) >= WORDS_BEFORE_A_COMMA
