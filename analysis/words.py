"""The words of a comment as they were meant: hurried typing and contractions are written out.

Each word remembers where it stands, so that "why" can always be shown in the person's own spelling.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from analysis.redaction.personal_data import MARKS
from analysis.word_lists import listed

WORD = re.compile(
    rf"(?P<mark>{'|'.join(map(re.escape, MARKS.values()))})"
    r"|[^\W_]+(?:['’ʼ][^\W_]+)*"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff]"
    r"|[:;]['-]?[()D](?!\w)"
)
LENGTHENED = re.compile(r"([a-z])\1{2,}")
NEGATIVE_VERBS = listed("""
    is was are were do does did has have had would could should need must might ought
""")
WRITTEN_OUT = {
    **{f"{verb}n't": (verb, "not") for verb in NEGATIVE_VERBS},
    **{f"{verb}nt": (verb, "not") for verb in NEGATIVE_VERBS},
    "can't": ("can", "not"),
    "cant": ("can", "not"),
    "cannot": ("can", "not"),
    "cudnt": ("could", "not"),
    "shudnt": ("should", "not"),
    "wudnt": ("would", "not"),
    "dosent": ("does", "not"),
    "dosnt": ("does", "not"),
    "dident": ("did", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "aint": ("is", "not"),
    "dunno": ("do", "not", "know"),
    "didn't": ("did", "not"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "u": ("you",),
    "ur": ("your",),
    "r": ("are",),
    "n": ("and",),
    "y": ("why",),
    "cos": ("because",),
    "coz": ("because",),
    "cuz": ("because",),
    "bc": ("because",),
    "bcs": ("because",),
    "wen": ("when",),
    "wot": ("what",),
    "wat": ("what",),
    "wiv": ("with",),
    "w": ("with",),
    "bk": ("back",),
    "tho": ("though",),
    "thru": ("through",),
    "thx": ("thanks",),
    "ta": ("thanks",),
    "pls": ("please",),
    "plz": ("please",),
    "ppl": ("people",),
    "sum": ("some",),
    "sumone": ("someone",),
    "sumtimes": ("sometimes",),
    "evry": ("every",),
    "evryone": ("everyone",),
    "noone": ("nobody",),
    "nowt": ("nothing",),
    "nuffin": ("nothing",),
    "nuthin": ("nothing",),
    "summat": ("something",),
    "wk": ("week",),
    "wks": ("weeks",),
    "hrs": ("hours",),
    "hr": ("hour",),
    "mins": ("minutes",),
    "yr": ("year",),
    "yrs": ("years",),
    "mths": ("months",),
    "tmrw": ("tomorrow",),
    "gr8": ("great",),
    "defo": ("definitely",),
    "definately": ("definitely",),
    "realy": ("really",),
    "aswell": ("as", "well"),
    "alot": ("a", "lot"),
    "rong": ("wrong",),
    "im": ("i", "am"),
    "ive": ("i", "have"),
    "ill": ("ill",),
    "id": ("id",),
    "thats": ("that", "is"),
    "hes": ("he", "is"),
    "shes": ("she", "is"),
    "theres": ("there", "is"),
    "theyre": ("they", "are"),
    "youre": ("you", "are"),
    "weve": ("we", "have"),
    "theyve": ("they", "have"),
}
ENDINGS = {
    "'s": (),
    "'m": ("am",),
    "'re": ("are",),
    "'ve": ("have",),
    "'ll": ("will",),
    "'d": ("would",),
}


class Word(NamedTuple):
    """*text* is the word as it was meant; *start* and *end* are where it was typed."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words and faces of *text* in order, without the marks of redaction.

    "Isnt" is two words at the same place, "is" and "not".
    """
    return [
        Word(meant, match.start(), match.end())
        for match in WORD.finditer(text)
        if match.lastgroup != "mark"
        for meant in _meant(match[0].lower().replace("’", "'").replace("ʼ", "'"))
    ]


def _meant(typed: str) -> tuple[str, ...]:
    if written_out := WRITTEN_OUT.get(typed):
        return written_out
    stem, apostrophe, ending = typed.rpartition("'")
    if apostrophe and (rest := ENDINGS.get(apostrophe + ending)) is not None:
        return (stem, *rest)
    return (LENGTHENED.sub(_shortened, typed),)


def _shortened(match: re.Match[str]) -> str:
    """One letter of "happyyyy", two of "gooood"."""
    return match[1] * (2 if match[1] in "eo" else 1)


Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Match(Generic[Meaning]):
    meaning: Meaning
    words: tuple[Word, ...]


class Phrases(Generic[Meaning]):
    """Finds many phrases in a text at once; time grows with the text and not with their number.

    A phrase is one or more words; a word ending in * stands for every word that begins so.
    """

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in phrases:
            parts = phrase_words(phrase)
            self._first.setdefault(parts[0], []).append((parts[1:], meaning))
        for choices in self._first.values():
            choices.sort(key=lambda choice: -len(choice[0]))
        stems = {len(first) - 1 for first in self._first if first.endswith("*")}
        self._lengths = tuple(sorted(stems))

    def found(self, text: Sequence[Word]) -> Iterator[Match[Meaning]]:
        """Every phrase at every place, the longest first where several begin together."""
        for position, word in enumerate(text):
            for rest, meaning in self._beginning(word.text):
                following = text[position + 1 : position + 1 + len(rest)]
                if len(following) == len(rest) and all(map(_fits, rest, following)):
                    yield Match(meaning, (word, *following))

    def _beginning(self, word: str) -> list[tuple[tuple[str, ...], Meaning]]:
        choices = list(self._first.get(word, ()))
        for length in self._lengths:
            if length <= len(word):
                choices += self._first.get(word[:length] + "*", ())
        return choices


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as a text would have them: "can't fault*" is can, not, fault*."""
    return tuple(
        meant + ("*" if part.endswith("*") else "") if index == last else meant
        for part in phrase.split()
        for last in [len(words(part)) - 1]
        for index, (meant, _, _) in enumerate(words(part))
    )


def _fits(part: str, word: Word) -> bool:
    return word.text.startswith(part[:-1]) if part.endswith("*") else word.text == part
