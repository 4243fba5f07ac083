"""A comment without what is no language: markup, links, mentions, control characters.

Every sign is replaced by a space and never taken out, so that places in the text stay the same.
"""

import re

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
FEWEST_WORDS = 5  # of which a language can be told by the share of English words
FEWEST_STRANGE = 2  # words that must be in a shorter text, none of them English
SHARE_OF_ENGLISH = 0.6


def plain(text: str) -> str:
    """*text* with spaces where something stands that is no language; as long as before."""
    return NO_LANGUAGE.sub(lambda found: " " * len(found[0]), text)


def is_thread(text: str) -> bool:
    """Whether others seem to speak in it too, as in a pasted e-mail."""
    return QUOTED_THREAD.search(text) is not None


def is_another_language(said: list[Word]) -> bool:
    """Whether too few of the words are English ones. One word alone tells nothing.

    Of 3,600 short English sentences, with children's spelling in them, one was taken for another.
    """
    typed = [word.text for word in said if word.text[0].isalpha()]
    if any(not sign.isascii() and not _is_latin(sign) for word in typed for sign in word):
        return True
    known = ordinary_words()
    english = sum(folded(word).replace("'", "") in known for word in typed)
    if len(typed) < FEWEST_WORDS:
        return len(typed) >= FEWEST_STRANGE and not english
    return english < SHARE_OF_ENGLISH * len(typed)


def _is_latin(sign: str) -> bool:
    return ord(sign) < 0x250 or 0x1E00 <= ord(sign) < 0x1F00 or not sign.isalpha()  # noqa: PLR2004 - end of Latin in Unicode
