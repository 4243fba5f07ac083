"""A comment as the words, marks, numbers and signs that it is made of."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from analysis.redaction.names.cues import NOT_PEOPLE
from analysis.redaction.names.lists import folded, given_names, ordinary_words, surnames

TOKEN = re.compile(
    r"(?P<mark>\[[a-zA-Z][a-zA-Z ]{3,24}\])"
    r"|(?P<other>[^\W_]*\d[\w:.]*|\n+|[^\s\w]|_+)"
    r"|(?P<word>[^\W\d_]+(?:[’'-][^\W\d_]+)*)"
)
ENDS_A_SENTENCE = frozenset('.!?\n:;•"“”(')


MOST_USUAL = 4
SHORTEST_PLURAL = 5
SHORTEST_OWNER = 4


@dataclass(slots=True)
class Token:
    """One piece of the text. *key* is the word as the lists have it; *end* leaves out its 's.

    *given* and *ordinary* say how usual it is as a name and as a word, 0 for not at all.
    """

    start: int
    end: int
    text: str
    key: str
    given: int = 0
    ordinary: int = 0
    is_first: bool = False
    is_word: bool = False
    is_mark: bool = False
    is_capital: bool = False
    is_owner: bool = False
    is_plural: bool = False


class Word(NamedTuple):
    """What the lists know of a word, wherever it stands; *cut* is how much its ending takes."""

    text: str
    key: str
    given: int
    ordinary: int
    is_capital: bool
    cut: int = 0
    is_plural: bool = False


def tokens_of(text: str) -> list[Token]:
    tokens: list[Token] = []
    is_first = True
    for match in TOKEN.finditer(text):
        start, end = match.span()
        piece = match[0]
        if match.lastgroup == "word":
            tokens.append(_token(start, end, known(piece), is_first=is_first))
            is_first = False
        elif match.lastgroup == "mark":
            tokens.append(Token(start, end, piece, piece, is_first=is_first, is_mark=True))
            is_first = False
        else:
            tokens.append(Token(start, end, piece, piece))
            is_first = is_first or piece[0] in ENDS_A_SENTENCE
    return tokens


def _token(start: int, end: int, word: Word, *, is_first: bool) -> Token:
    return Token(
        start,
        end - word.cut,
        word.text,
        word.key,
        word.given,
        word.ordinary,
        is_first=is_first,
        is_word=True,
        is_capital=word.is_capital,
        is_owner=word.cut > 0,
        is_plural=word.is_plural,
    )


@lru_cache(maxsize=50_000)
def known(piece: str) -> Word:
    """*piece* without its ending, by the first reading that the lists know."""
    key = folded(piece)
    names, words = given_names(), ordinary_words()
    if key.endswith(("'s", "’s")) and len(key) > SHORTEST_OWNER:
        return _word(piece, key, cut=2)
    if _is_plural(key):
        stem = key[:-1]
        usual = words[key]
        return Word(piece[:-1], stem, names[stem], usual, piece[0].isupper(), 1, is_plural=True)
    whole = _word(piece, key)
    if whole.given or whole.ordinary:
        return whole
    if "-" in key:
        return _double(piece, key)
    is_listed = key in NOT_PEOPLE or key in surnames()
    if key.endswith("s") and len(key) >= SHORTEST_OWNER and key[:-1] in names and not is_listed:
        return _word(piece, key, cut=1)
    return whole


def _word(piece: str, key: str, cut: int = 0) -> Word:
    piece, key = piece[: len(piece) - cut], key[: len(key) - cut]
    plain = key if key.isalpha() else key.replace("'", "").replace("’", "")
    given, ordinary = given_names().get(key, 0), ordinary_words().get(plain, 0)
    return Word(piece, key, given, ordinary, piece[0].isupper(), cut)


def _is_plural(key: str) -> bool:
    """An ordinary word that may be a name with an s and no apostrophe: "carols"."""
    if not key.endswith("s") or len(key) < SHORTEST_PLURAL or key in given_names():
        return False
    is_word = 0 < ordinary_words().get(key, 0) < MOST_USUAL and key not in NOT_PEOPLE
    return is_word and given_names().get(key[:-1], 0) > 1


def _double(piece: str, key: str) -> Word:
    """A word with a hyphen is what the lesser of its parts is; "the Campbell-Reids" loses its s."""
    parts, cut = key.split("-"), 0
    if not _is_a_persons(parts[-1]) and _is_a_persons(parts[-1][:-1]) and key.endswith("s"):
        parts[-1], cut = parts[-1][:-1], 1
    names, words, family = given_names(), ordinary_words(), surnames()
    given = min(names.get(part, 2 if part in family else 0) for part in parts)
    ordinary = min(words.get(part, 0) for part in parts)
    return Word(piece[: len(piece) - cut], key, given, ordinary, piece[0].isupper(), cut)


def _is_a_persons(word: str) -> bool:
    return word in given_names() or word in surnames()
