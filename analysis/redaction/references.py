"""Whether a reference that a worker made up for a child could point at the child.

A reference is a word or two and a small number, like blue-kite-7. Whatever looks like a name, a
birth date or a number that somebody else knows is refused: better a wrong refusal than a child who
can be found.
"""

import re
from enum import StrEnum

from analysis.redaction.names.lists import given_names, ordinary_words, surnames
from analysis.redaction.names.signs import RARE, USUAL
from analysis.redaction.redacting import redact

LONGEST = 40
MOST_WORDS = 4
MOST_DIGITS = 3  # a year, an NHS number, a pupil number and a date all have more
SHORTEST_WORD = 3  # less is somebody's initials
MONTHS = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\b", re.IGNORECASE
)


class Looks(StrEnum):
    """What a reference looks like that it must not be."""

    NAME = "name"
    DATE = "date"
    NUMBER = "number"
    SENTENCE = "sentence"
    PLAIN = "plain"  # a word that others would think of too


def looks_like(reference: str) -> Looks | None:
    """What speaks against this reference, or None."""
    words = re.findall(r"[^\W\d_]+", reference)
    digits = re.findall(r"\d", reference)
    if len(reference) > LONGEST or len(words) > MOST_WORDS:
        return Looks.SENTENCE
    if MONTHS.search(reference) and digits:
        return Looks.DATE
    if len(digits) > MOST_DIGITS:
        return Looks.NUMBER
    if any(word != word.lower() or _is_a_name(word) for word in words):
        return Looks.NAME
    if any(len(word) < SHORTEST_WORD for word in words):
        return Looks.NAME
    if any(span.kind != "name" for span in redact(reference).spans):
        return Looks.NUMBER
    if not words or not digits:
        return Looks.PLAIN
    return None


def _is_a_name(word: str) -> bool:
    """Whether it is more a name than a word; what is no word at all may be one that is misspelt."""
    given, ordinary = given_names().get(word, 0), ordinary_words().get(word, 0)
    if not ordinary or given > USUAL or given >= ordinary:
        return True
    return word in surnames() and ordinary <= RARE
