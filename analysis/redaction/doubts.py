"""What may name somebody in a text that its writer can be asked about, and often does not.

Where a text of the board's own people is read by others, what is surely personal data is refused.
Names of agencies, tools and buildings look so too: there, whoever writes says what it is.
"""

import re
from collections.abc import Collection

from analysis.redaction.names.lists import folded, given_names, ordinary_words
from analysis.redaction.personal_data import Kind
from analysis.redaction.redacting import redact

ASKED_ABOUT: tuple[Kind, ...] = ("name", "place")
NEVER_REFUSED: tuple[Kind, ...] = ("place",)  # of agencies: partners are called by their names
PAIR = re.compile(r"(?<![\w'’-])(?=([A-Z][a-zà-ÿ]{1,24}) ([A-Z][\w'’-]{1,30}))")
WORD = re.compile(r"[^\W\d_]+")


def perhaps_named(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Pieces of *text* to ask about, each once; not what is made of *known* words alone.

    Every place; names that the redactor is unsure of; and two words with capitals of which the
    first is a given name and no ordinary word, also where they are a saying ("Jane Doe").
    """
    unsure = [
        text[span.start : span.end]
        for span in redact(text).spans
        if span.kind in NEVER_REFUSED or (span.kind in ASKED_ABOUT and not span.is_sure)
    ]
    pairs = [f"{one[1]} {one[2]}" for one in PAIR.finditer(text) if _is_given_name(one[1])]
    found = dict.fromkeys([*unsure, *pairs])
    return tuple(one for one in found if not is_known(one, known))


def is_known(piece: str, known: Collection[str]) -> bool:
    """Whether all of its words are among the *known*, which are folded."""
    words = words_of(piece)
    return bool(words) and all(word in known for word in words)


def words_of(text: str) -> list[str]:
    return [folded(word) for word in WORD.findall(text)]


def _is_given_name(word: str) -> bool:
    return folded(word) in given_names() and folded(word) not in ordinary_words()
