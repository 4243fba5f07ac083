"""Slips of the pen: an ordinary word misspelt where a sentence begins looks like a name."""

from collections.abc import Iterator
from string import ascii_lowercase

from analysis.redaction.names.lists import ordinary_words, surnames
from analysis.redaction.names.tokens import Token

COMMON = 3  # how usual the word meant is, so that hardly any name lies next to one
FEWEST_LETTERS = 8


def is_slip(token: Token) -> bool:
    """Whether it begins a sentence, no list knows it, and it is one slip from a common word.

    Of the given names and surnames in the lists with as many letters 5 in 12,976 look so.
    """
    if not token.is_first or token.given or token.ordinary or token.key in surnames():
        return False
    if not FEWEST_LETTERS <= len(token.key) <= FEWEST_LETTERS * 2:
        return False
    return any(ordinary_words().get(word, 0) >= COMMON for word in _one_slip_from(token.key))


def _one_slip_from(word: str) -> Iterator[str]:
    """With a letter left out, two in the wrong order, a wrong one, or one too many."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after[1:]
            yield before + letter + after
