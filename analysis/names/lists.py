"""The lists of names and of ordinary words, read once, when the first comment comes."""

import unicodedata
from collections.abc import Iterator, Mapping
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
    return dict(_numbered("given_names.tsv"))


@cache
def ordinary_words() -> Mapping[str, int]:
    """English words, without apostrophes, and how usual they are, 1 to 4."""
    return dict(_numbered("ordinary_words.tsv"))


@cache
def surnames() -> frozenset[str]:
    return frozenset(_lines("surnames.txt"))


@cache
def weights() -> Mapping[str, float]:
    """What each sign of a name weighs, as learned by learning.py."""
    pairs = (line.split("\t") for line in _lines("name_weights.tsv"))
    return {sign: float(weight) for sign, weight in pairs}


def _numbered(name: str) -> Iterator[tuple[str, int]]:
    for line in _lines(name):
        word, _, number = line.partition("\t")
        yield word, int(number)


def _lines(name: str) -> list[str]:
    text = (files("analysis") / "library" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
