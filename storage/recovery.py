"""Reading around damage: what of a broken file can still be read, and what cannot."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

NAMES = 1 << 63
ROWS_OF_A_PAGE = 16  # about
PROBES = 256

Row = tuple[int, bytes]
Range = tuple[int, int]  # of names, the end exclusive


class OutOfPlace(sqlite3.DatabaseError):
    """A row where it cannot be: half a page reads as rows that nobody wrote."""


def copy_of(path: Path) -> Path:
    """A copy of a damaged file and its log, made once for each state of the file."""
    copy = path.with_name(f"{path.name}.damaged-{_digest(path)}")
    if not copy.exists():
        for suffix in ("-wal", ""):  # the copy is there only when all of it is there
            source = path.with_name(path.name + suffix)
            if source.exists():
                _copy(source, copy.with_name(copy.name + suffix))
    return copy


def rows_between(connection: sqlite3.Connection, table: str, first: int, end: int) -> Iterator[Row]:
    rows = connection.execute(
        f"SELECT name, sealed FROM {table} WHERE name >= ? AND name <= ? ORDER BY name",  # noqa: S608 - ours
        (first, end - 1),
    )
    reached = first
    with closing(rows):  # a statement that is still open keeps the file locked
        for name, sealed in rows:
            if not reached <= name < end:
                raise OutOfPlace
            reached = name + 1
            yield name, sealed if isinstance(sealed, bytes) else b""


def readable_rows(connection: sqlite3.Connection, table: str) -> Iterator[Row | str]:
    """Every row that can be read, and the ranges of names ('3f00…-3f7f…') that cannot.

    Names are hashes, so halving a range again and again finds what lies around a lost page.
    """
    if not _has_readable_pages(connection, table):
        yield from _told([(0, NAMES)], 0)
        return
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    finest = NAMES // (ROWS_OF_A_PAGE * pages)  # not halved further than this: about one row
    lost: list[Range] = []
    waiting: list[Range] = [(0, NAMES)]
    while waiting:
        first, end = waiting.pop()
        reached = first
        try:
            for row in rows_between(connection, table, first, end):
                reached = row[0] + 1
                yield row
        except sqlite3.DatabaseError:
            if end - reached <= finest:
                lost.append((reached, end))
            else:
                middle = (reached + end) // 2
                waiting += [(middle, end), (reached, middle)]
    yield from _told(lost, finest)


def _has_readable_pages(connection: sqlite3.Connection, table: str) -> bool:
    """False when looking in many places finds only damage: then the way to all rows is lost."""
    for first in range(0, NAMES, NAMES // PROBES):
        try:
            next(rows_between(connection, table, first, first + NAMES // PROBES), None)
        except sqlite3.DatabaseError:
            continue
        return True
    return False


def _told(lost: list[Range], finest: int) -> Iterator[str]:
    """Neighbouring ranges as one. They come in order, because the lower half is read first."""
    joined: list[Range] = []
    for first, end in lost:
        if joined and first - joined[-1][1] <= finest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    for first, end in joined:
        yield f"{first:016x}-{end - 1:016x}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _copy(source: Path, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.unfinished")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with source.open("rb") as original, os.fdopen(descriptor, "wb") as copy:
        shutil.copyfileobj(original, copy)
        copy.flush()
        os.fsync(copy.fileno())
    unfinished.replace(target)
