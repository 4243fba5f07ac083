"""A comment without what is no language: markup, links, mentions, control characters.

Every sign is replaced by a space and never taken out, so that places in the text stay the same.
"""

import re
from collections.abc import Sequence

from analysis.redaction.names.lists import folded, ordinary_words
from analysis.words import Word

NO_LANGUAGE = re.compile(
    r"<[@#!][^<>\n]{1,80}>"  # Slack's mentions of people, channels, everybody
    r"|<?(?:https?|mailto):[^\s<>|]{1,500}"
    r"|</?[a-zA-Z][^<>\n]{0,200}>"
    r"|&(?:amp|lt|gt|nbsp|quot|#\d{1,6});"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]+"
)
QUOTED_THREAD = re.compile(
    r"^\s*(?:>|from: .{1,200}$|-{3,} ?(?:original|forwarded) message|on .{5,120} wrote:)",
    re.IGNORECASE | re.MULTILINE,
)
LETTERS_THAT_TELL = 3
QUOTED_LINE = re.compile(r"^[ \t]*>[^\n]*$", re.MULTILINE)
# From here on another speaks, unless each line of theirs begins with ">".
OTHERS_BEGIN = re.compile(
    r"^[ \t]*(?:-{3,} ?(?:original|forwarded) message|on .{5,120} wrote:[ \t]*$"
    r"|from: .{1,200}\n(?:.{0,200}\n){0,3}?[ \t]*(?:sent|to|date|subject): )",
    re.IGNORECASE | re.MULTILINE,
)
FEWEST_WORDS = 5  # of which a language can be told by the share of English words
FEWEST_STRANGE = 2  # words that must be in a shorter text, more than English ones
FEWEST_ENGLISH = 1  # of five in a row: with no more the rest of them is another language
SHARE_OF_ENGLISH = 0.6


def plain(text: str) -> str:
    """*text* with spaces where something stands that is no language; as long as before."""
    return NO_LANGUAGE.sub(lambda found: " " * len(found[0]), text)


def is_thread(text: str) -> bool:
    """Whether others seem to speak in it too, as in a pasted e-mail."""
    return QUOTED_THREAD.search(text) is not None


def own_part(text: str) -> str:
    """*text* with spaces where a pasted e-mail quotes others; as long as before."""
    begins = OTHERS_BEGIN.search(text)
    if begins and not QUOTED_LINE.search(text, begins.end()):
        return text[: begins.start()] + " " * (len(text) - begins.start())
    if begins:
        header = text[begins.start() : begins.end()]
        text = text.replace(header, " " * len(header), 1)
    return QUOTED_LINE.sub(lambda found: " " * len(found[0]), text)


def is_another_language(said: Sequence[Word]) -> bool:
    """Whether too few of the words, or of five in a row, are English. One word alone tells nothing.

    The shortest words do not count alone: "a", "me", "no" are words of many languages.
    """
    typed = [word.text for word in said if word.text[0].isalpha()]
    if any(not sign.isascii() and not _is_latin(sign) for word in typed for sign in word):
        return True
    telling = [_is_english(word) for word in typed if len(word) >= LETTERS_THAT_TELL]
    english = sum(telling)
    if len(telling) < FEWEST_WORDS:
        return len(telling) - english >= FEWEST_STRANGE and 2 * english < len(telling)
    return sum(map(_is_english, typed)) < SHARE_OF_ENGLISH * len(typed) or any(
        sum(telling[at : at + FEWEST_WORDS]) <= FEWEST_ENGLISH
        for at in range(len(telling) - FEWEST_WORDS + 1)
    )


def _is_english(word: str) -> bool:
    return folded(word).replace("'", "") in ordinary_words()


def _is_latin(sign: str) -> bool:
    return ord(sign) < 0x250 or 0x1E00 <= ord(sign) < 0x1F00 or not sign.isalpha()  # noqa: PLR2004 - end of Latin in Unicode
