"""Whether a comment is in English, as it is typed in a hurry, by children, or in lists of names."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from analysis.reading.plain import plain
from analysis.reading.sentences import sentences
from analysis.redaction.names.lists import folded, ordinary_words
from analysis.word_lists import listed
from analysis.words import Word, words

ABBREVIATIONS = listed("""
    camhs cin cse cce dash ehcp fgc fgm gp hv icpc iro lac lado mappa marac mash nrm plo pru rcpc
    sdq sen senco taf tac
""")  # of the field, as they are typed in small letters
LETTERS_THAT_TELL = 3
FEWEST_WORDS = 5  # of which a language can be told by the share of English words
FEWEST_STRANGE = 2  # words that must be in a shorter text, more than English ones
FEWEST_ENGLISH = 1  # of five in a row: with no more the rest of them is another language
SHARE_OF_ENGLISH = 0.6
FEWEST_LISTED = 4  # names, medicines or abbreviations in a row
GOES_ON = 3  # English words behind a list: who changes language stays in it
VOWELS = frozenset("aeiouy")
AS_SPOKEN = listed("""
    agen an av bin bisits bruv bruvver cum cuz dat dem dey dint dis dont ent evr fings fink frend
    hapnin hav innit iz lik lisen lisens lisn luv luvly lyk mi mos mum mums muvver nobdy ov rite
    scard sed sez shud skool sum teecher techer tel tink tysm wen wil wiv wos wot woz wud
    wurk wurka yer
""")  # as children and hurried people spell them


class Told(NamedTuple):
    """A word that tells something of the language."""

    word: Word
    is_english: bool


class Languages(NamedTuple):
    """The sentences of a text by what they are in. One that tells nothing counts as English."""

    english: tuple[str, ...]
    other: tuple[str, ...]


def languages(text: str) -> Languages:
    """As a reader sees it: wide and bold letters are letters."""
    text = unicodedata.normalize("NFKC", text)
    said = words(plain(text))
    is_shouted = all(text[word.start : word.end].isupper() for word in said)
    parts = [one.text for one in sentences(text)]
    other = [one for one in parts if _is_other(one, is_shouted=is_shouted)]
    if not other and is_another_language(text, said, is_shouted=is_shouted):
        other = parts
    return Languages(tuple(one for one in parts if one not in other), tuple(other))


def _is_other(sentence: str, *, is_shouted: bool) -> bool:
    return is_another_language(sentence, words(plain(sentence)), is_shouted=is_shouted)


def is_another_language(text: str, said: Sequence[Word], *, is_shouted: bool = False) -> bool:
    """Whether too few of the words *said*, or of five in a row, are English. One tells nothing.

    The shortest words do not count alone: "a", "me", "no" are words of many languages. Nor do
    names, abbreviations and lists of either. *is_shouted*: there are capitals only.
    """
    typed = [word for word in said if word.text[0].isalpha()]
    if _is_in_other_letters(typed):
        return True
    told = _without_lists(text, _telling(text, typed, is_shouted=is_shouted))
    longer = [at for at, one in enumerate(told) if len(one.word.text) >= LETTERS_THAT_TELL]
    english = sum(told[at].is_english for at in longer)
    if len(longer) < FEWEST_WORDS:
        return len(longer) - english >= FEWEST_STRANGE and 2 * english < len(longer)
    return sum(one.is_english for one in told) < SHARE_OF_ENGLISH * len(told) or any(
        sum(told[at].is_english for at in longer[first : first + FEWEST_WORDS]) <= FEWEST_ENGLISH
        for first in range(len(longer) - FEWEST_WORDS + 1)
    )


def _telling(text: str, typed: Sequence[Word], *, is_shouted: bool) -> list[Told]:
    """Without what may be a name or an abbreviation in any language."""
    told = [Told(word, _is_english(word.text)) for word in typed]
    return [
        one
        for at, one in enumerate(told)
        if one.is_english
        or not _may_be_called_so(text[one.word.start : one.word.end], at, is_shouted=is_shouted)
    ]


def _may_be_called_so(typed: str, at: int, *, is_shouted: bool) -> bool:
    """Whether it has a digit, no vowel, several capitals, or a capital and is not the first."""
    if VOWELS.isdisjoint(folded(typed)) or any(sign.isdigit() for sign in typed):
        return True
    if is_shouted:
        return False
    return any(map(str.isupper, typed[1:])) or (at > 0 and typed[0].isupper())


def _without_lists(text: str, told: Sequence[Told]) -> list[Told]:
    """Strange words in a row are a list if commas part them, or they stand amid English."""
    strange = [False, *(not one.is_english for one in told), False]
    alike = [here or (before and behind) for before, here, behind in _threes(strange)]
    runs = [
        [one for one, _ in run]
        for _, run in groupby(zip(told, alike, strict=True), key=itemgetter(1))
    ]
    kept: list[Told] = []
    for run, behind in pairwise([*runs, []]):
        if not (kept or behind) or not _is_list(
            text, run, goes_on=bool(kept) and len(behind) >= GOES_ON
        ):
            kept += run
    return kept


def _threes(found: Sequence[bool]) -> Iterator[tuple[bool, bool, bool]]:
    return zip(found, found[1:], found[2:], strict=False)


def _is_list(text: str, run: Sequence[Told], *, goes_on: bool) -> bool:
    """Whether so many are strange, and none as short as the words between others."""
    is_long = len(run) >= FEWEST_LISTED and not all(one.is_english for one in run)
    if not is_long or any(len(one.word.text) < LETTERS_THAT_TELL for one in run):
        return False
    return goes_on or all(
        "," in text[one.word.end : other.word.start] for one, other in pairwise(run)
    )


def _is_in_other_letters(typed: Sequence[Word]) -> bool:
    """Most of it: one letter of another script may be a slip, or a mask."""
    letters = [sign for word in typed for sign in word.text]
    return 2 * sum(not sign.isascii() and not _is_latin(sign) for sign in letters) > len(letters)


def _is_english(word: str) -> bool:
    bare = folded(word).replace("'", "")
    known = ordinary_words()
    return (
        bare in known
        or bare in AS_SPOKEN
        or bare in ABBREVIATIONS
        or (bare.endswith("in") and f"{bare}g" in known)
    )


def _is_latin(sign: str) -> bool:
    return ord(sign) < 0x250 or 0x1E00 <= ord(sign) < 0x1F00 or not sign.isalpha()  # noqa: PLR2004 - end of Latin in Unicode
