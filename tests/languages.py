"""Languages that nobody speaks: they show what is still said in English, and what is too long."""

import string
from collections.abc import Callable

from analysis.wording import Wording, library_wording

LONGER = 3 / 10


def shouted() -> Wording:
    """A language that has every English sentence in capitals, but for what is filled in."""
    return _said(str.upper)


def drawn_out() -> Wording:
    """Every English sentence nearly a third longer, as those of other languages are."""
    return _said(_drawn_out)


def _drawn_out(words: str) -> str:
    """With more of its last letter."""
    letters = words.rstrip(string.punctuation + " “”0123456789")
    return f"{letters}{letters[-1:] * round(LONGER * len(letters))}{words[len(letters) :]}"


def _said(change: Callable[[str], str]) -> Wording:
    return Wording(
        templates={
            name: _changed(text, change) for name, text in library_wording().templates.items()
        }
    )


def _changed(template: str, change: Callable[[str], str]) -> str:
    """In parts, because what is filled in keeps its name."""
    return "".join(
        f"{change(words)}{'' if place is None else '{' + place + '}'}"
        for words, place, _, _ in string.Formatter().parse(template)
    )
