"""Rows of a SQLite file whose way through the tree is lost: its leaf pages, read one by one.

After https://www.sqlite.org/fileformat2.html (1.5, 1.6, 2.1). Whatever is found belongs to some
table of two columns, a number and a blob; which one, only its seal tells.
"""

from collections.abc import Iterator
from pathlib import Path

LEAF = 0x0D  # the type of a leaf page of a table
HEAD_OF_FILE = 100  # bytes, on the first page
HEAD_OF_LEAF = 8
LONGEST_VARINT = 9

Row = tuple[int, bytes]


def rows_in_leaves(path: Path) -> Iterator[Row]:
    """Every row of every leaf page that is whole. Half a page gives what it has."""
    content = path.read_bytes()
    size = int.from_bytes(content[16:18])
    if size < HEAD_OF_FILE:
        return
    for start in range(0, len(content), size):
        page = content[start : start + size]
        head = HEAD_OF_FILE if start == 0 else 0
        if len(page) == size and page[head] == LEAF:
            yield from _rows(page, head, content)


def _rows(page: bytes, head: int, content: bytes) -> Iterator[Row]:
    first = head + HEAD_OF_LEAF
    for at in range(first, first + 2 * int.from_bytes(page[head + 3 : head + 5]), 2):
        try:
            yield _row(page, int.from_bytes(page[at : at + 2]), content)
        except (IndexError, ValueError):  # no row, or one that was cut
            continue


def _row(page: bytes, at: int, content: bytes) -> Row:
    length, at = _varint(page, at)
    name, at = _varint(page, at)
    here = _on_this_page(length, len(page))
    record = page[at : at + here]
    if here < length:
        record += _overflowing(content, page[at + here : at + here + 4], length - here, len(page))
    head, _ = _varint(record, 0)
    if len(record) != length:
        raise ValueError
    return name, record[head:]


def _on_this_page(length: int, size: int) -> int:
    if length <= size - 35:
        return length
    least = (size - 12) * 32 // 255 - 23
    most = least + (length - least) % (size - 4)
    return most if most <= size - 35 else least


def _overflowing(content: bytes, number: bytes, length: int, size: int) -> bytes:
    """What did not fit, from the pages where it goes on. Each begins with the next one's number."""
    found = b""
    while len(found) < length:
        at = (int.from_bytes(number) - 1) * size
        page = content[at : at + size] if at > 0 else b""
        if len(page) != size:
            raise ValueError
        number = page[:4]
        found += page[4:]
    return found[:length]


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """SQLite's number of one to nine bytes, and where it ends."""
    number = 0
    for last in range(at, at + LONGEST_VARINT - 1):
        number = number << 7 | page[last] & 0x7F
        if page[last] < 0x80:  # noqa: PLR2004 - the bit that says that it goes on
            return number, last + 1
    return number << 8 | page[at + LONGEST_VARINT - 1], at + LONGEST_VARINT
