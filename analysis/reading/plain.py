"""A comment without what is no language: markup, links, mentions, control characters.

Every sign is replaced by a space and never taken out, so that places in the text stay the same.
"""

import re

NO_LANGUAGE = re.compile(
    r"<[@#!][^<>\n]{1,80}>"  # Slack's mentions of people, channels, everybody
    r"|<?(?:https?|mailto):[^\s<>|]{1,500}"
    r"|</?[a-zA-Z][^<>\n]{0,200}>"
    r"|&(?:amp|lt|gt|nbsp|quot|#\d{1,6});"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]+"
)
# A mail program tells the day or the address: "On the visit the mother wrote:" is a worker's own.
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
SENT = rf"(?:\b20\d\d\b|\d[:/]\d|\d(?:st|nd|rd|th)? {MONTH}|\b{MONTH} \d|@|\[email\])"
SOMEBODY_WROTE = (
    rf"on (?=.{{0,120}}{SENT}.{{0,120}} wrote:|.{{5,120}} wrote:[ \t]*\n[ \t]*>)"
    r".{5,120} wrote:"
)
QUOTED_THREAD = re.compile(
    rf"^\s*(?:>|from: .{{1,200}}$|-{{3,}} ?(?:original|forwarded) message|{SOMEBODY_WROTE}"
    r"|on .{5,120} wrote:[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
QUOTED_LINE = re.compile(r"^[ \t]*>[^\n]*$", re.MULTILINE)
# From here on another speaks, unless each line of theirs begins with ">".
OTHERS_BEGIN = re.compile(
    rf"^[ \t]*(?:-{{3,}} ?(?:original|forwarded) message|{SOMEBODY_WROTE}[ \t]*$"
    r"|from: .{1,200}\n(?:.{0,200}\n){0,3}?[ \t]*(?:sent|to|date|subject): )",
    re.IGNORECASE | re.MULTILINE,
)


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
