"""Bytes to text, for every file that a board writes: UTF-8, or a clear word about what it is."""

from surveys.errors import InvalidDefinition, Problem

MOST_BYTES = 1_000_000


def text_of(
    content: str | bytes, file: str, *, encoding: str = "utf-8-sig", most_bytes: int = MOST_BYTES
) -> str:
    """The text without a byte order mark.

    Raises InvalidDefinition with the line and byte that cannot be read, or with the size.
    """
    if len(content) > most_bytes:
        reason = f"is larger than {most_bytes:,} bytes; nothing of it was read"
        raise InvalidDefinition(file, [Problem(None, "", reason)])
    text = content if isinstance(content, str) else _decoded(content, file, encoding)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InvalidDefinition(file, [Problem(line, "", "holds a NUL; is this a text file?")])
    return text.removeprefix("\ufeff")


def _decoded(content: bytes, file: str, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError as unknown:
        reason = f"there is no encoding called '{encoding}'; try utf-8, cp1252 or utf-16"
        raise InvalidDefinition(file, [Problem(None, "", reason)]) from unknown
    except UnicodeError as wrong:
        raise InvalidDefinition(file, [_undecodable(content, wrong, encoding)]) from None


def _undecodable(content: bytes, wrong: UnicodeError, encoding: str) -> Problem:
    name = "UTF-8" if encoding.lower().startswith("utf-8") else encoding
    advice = f"save it as UTF-8{_guess(content)}"
    if not isinstance(wrong, UnicodeDecodeError):
        return Problem(None, "", f"is not {name}; {advice}")
    line_start = content.rfind(b"\n", 0, wrong.start) + 1
    reason = f"byte {wrong.start - line_start + 1} of this line is not {name}; {advice}"
    return Problem(content.count(b"\n", 0, wrong.start) + 1, "", reason)


def _guess(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " (it looks like utf-16)"
    return " (it may be cp1252, as Excel on Windows writes it)"
