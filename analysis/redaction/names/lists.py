"""The lists of names and of ordinary words, read once, when the first comment comes."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LETTERS_APART = str.maketrans({"ł": "l", "ı": "i", "đ": "d", "ø": "o", "æ": "ae", "’": "'"})


def folded(word: str) -> str:
    """*word* without capitals and accents, as the lists have it."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold().translate(LETTERS_APART))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@cache
def given_names() -> Mapping[str, int]:
    """Given names and how usual they are, 1 to 3."""
    return _graded("given_names.txt")


@cache
def ordinary_words() -> Mapping[str, int]:
    """English words, without apostrophes, and how usual they are, 1 to 4."""
    return _graded("ordinary_words.txt")


@cache
def surnames() -> frozenset[str]:
    return frozenset(_lines("surnames.txt"))


_of_board: list[Mapping[str, float] | None] = [None]  # one place, which is never without


def weights() -> Mapping[str, float]:
    """What each sign of a name weighs in this process."""
    learned = _of_board[0]  # once: another thread may go back to what ships meanwhile
    return shipped_weights() if learned is None else learned


def use_weights(learned: Mapping[str, float] | None) -> None:
    """From now on names are found by what a board has *learned*; without it as Heard ships."""
    _of_board[0] = learned


@cache
def shipped_weights() -> Mapping[str, float]:
    """As learned by learning.py."""
    pairs = (line.split("\t") for line in _lines("name_weights.tsv"))
    return {sign: float(weight) for sign, weight in pairs}


def _graded(name: str) -> dict[str, int]:
    """The words of a file that has them under headings like [3]."""
    found: dict[str, int] = {}
    for part in _text(name).split("\n[")[1:]:
        grade, _, words = part.partition("]\n")
        found.update(dict.fromkeys(words.split(), int(grade)))
    return found


def _lines(name: str) -> list[str]:
    return [line for line in _text(name).splitlines() if line and not line.startswith("#")]


def _text(name: str) -> str:
    return (files("analysis") / "library" / name).read_text(encoding="utf-8")
