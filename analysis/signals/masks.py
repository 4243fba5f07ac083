"""A text as a reader sees it, where its signs hide the words: pasted escapes, markup, wide letters.

Each sign remembers where it was typed, so that "why" is shown in the person's own spelling.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from analysis.words import Word, words

LETTER = r"[^\W\d_]"
SPACED = rf"{LETTER}(?: {LETTER}){{2,30}}"  # h i t
DOTTED = rf"{LETTER}(?P<by>[.*_-]){LETTER}(?:(?P=by){LETTER}){{0,30}}"  # m.e
SPELT_OUT = rf"(?<![\w'’])(?:{SPACED}|{DOTTED})\b"
PIECE = re.compile(
    r"(?P<escaped>(?:%[0-9A-Fa-f]{2})+)|(?P<entity>&#?\w{1,8};)|(?P<tag></?[A-Za-z][^<>]{0,200}>)"
    rf"|(?P<spelt>{SPELT_OUT})|(?P<sign>.)",
    re.DOTALL,
)
MAY_HIDE = re.compile(rf"[%&<]|[^\x00-\x7f‘’“”–—£]|{SPELT_OUT}")
# Zero-width signs, soft hyphens and marks of direction; accents typed apart; faces.
LEFT_OUT = frozenset({"Cf", "Mn", "So"})


class Unmasked(NamedTuple):
    """*text* as it is seen; *places*: of each of its signs, where it was typed, from and to."""

    text: str
    places: list[tuple[int, int]]

    def words(self) -> list[Word]:
        """Its words, at their places in what was typed."""
        return [
            Word(one.text, self.places[one.start][0], self.places[one.end - 1][1])
            for one in words(self.text)
        ]


def may_hide(typed: str) -> bool:
    """Whether any sign of it may be seen as another; of most comments none is."""
    return MAY_HIDE.search(typed) is not None


def unmasked(typed: str) -> Unmasked:
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    for piece in PIECE.finditer(typed):
        for sign, start, end in _seen(piece):
            signs += sign
            places += [(start, end)] * len(sign)
    return Unmasked("".join(signs), places)


def _seen(piece: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    start, end = piece.span()
    match piece.lastgroup:
        case "escaped":
            yield unquote(piece[0], errors="replace"), start, end
        case "entity":
            yield html.unescape(piece[0]), start, end
        case "tag":
            yield " ", start, end
        case "spelt":
            for at in range(start, end, 2):
                yield piece.string[at], at, at + 1
        case _:
            if unicodedata.category(piece[0]) not in LEFT_OUT:
                yield unicodedata.normalize("NFKC", piece[0]), start, end
