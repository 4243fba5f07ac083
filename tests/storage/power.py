"""A disk that remembers what was written and flushed, so that its power can be cut afterwards.

SQLite reaches files through a table of functions, its VFS. This one calls SQLite's own for
everything, and notes each write, cut, flush and deletion on the way; it is written with ctypes, so
that a plain checkout with Python is enough, and it is the default while it lasts, so that the
engine runs on it unchanged.

What is simulated: the power goes between any two of these. What was flushed (xSync) is there. Of
what was written to a file after its last flush nothing is sure: all of it may be gone, or all but
a beginning that ends in the middle of a write, or any of the writes, in pieces of a disk's sector.
A file that is new is there or not until it has first been flushed, and one that was deleted may be
there again. Not simulated: a disk that says
'flushed' and lies, and sectors that break when their neighbours are written.
"""

import _sqlite3
import ctypes
import random
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p, cast
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

SECTOR = 512
BEFORE_METHODS = 1  # of the machine words of a table of file functions: its version
CLOSE, _READ, WRITE, TRUNCATE, SYNC = range(BEFORE_METHODS, BEFORE_METHODS + 5)
WORDS_OF_METHODS = 19  # of the third and last version

Opening = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p, c_int, c_void_p)
Deleting = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
Closing = CFUNCTYPE(c_int, c_void_p)
Writing = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
Truncating = CFUNCTYPE(c_int, c_void_p, c_int64)
Syncing = CFUNCTYPE(c_int, c_void_p, c_int)


class Vfs(ctypes.Structure):
    """The beginning of sqlite3_vfs, up to what is used here, and the rest as it is."""

    _fields_ = (
        ("version", c_int),
        ("file_bytes", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("rest", c_void_p * 14),
    )


@dataclass(frozen=True)
class Written:
    file: str
    at: int
    content: bytes


@dataclass(frozen=True)
class Truncated:
    file: str
    size: int


@dataclass(frozen=True)
class Flushed:
    file: str


@dataclass(frozen=True)
class Deleted:
    file: str


@dataclass(frozen=True)
class Told:
    """Somebody was told that this is kept."""

    what: str


Event = Written | Truncated | Flushed | Deleted | Told


@dataclass
class Disk:
    """Everything that happened, in order. *begun* is what the files were before."""

    begun: dict[str, bytes]
    events: list[Event] = field(default_factory=list)

    def after_a_cut(self, moment: int, chance: random.Random) -> dict[str, bytes]:
        """The files as the next start may find them, if the power goes before this event."""
        files = {name: _File(bytearray(content)) for name, content in self.begun.items()}
        for event in self.events[:moment]:
            match event:
                case Written(file=name) | Truncated(file=name):
                    if name not in files or files[name].deleted:
                        files[name] = _File(None)
                    files[name].unsure.append(event)
                case Flushed(file=name) if name in files:
                    files[name].flush()
                case Deleted(file=name):
                    files[name].deleted = True
                case _:
                    pass
        found = {name: file.after_a_cut(chance) for name, file in files.items()}
        return {name: bytes(content) for name, content in found.items() if content is not None}


@dataclass
class _File:
    sure: bytearray | None  # None: there is no file
    unsure: list[Written | Truncated] = field(default_factory=list)
    deleted: bool = False

    def flush(self) -> None:
        self.sure = bytearray() if self.sure is None else self.sure
        for event in self.unsure:
            _apply(self.sure, event)
        self.unsure.clear()

    def after_a_cut(self, chance: random.Random) -> bytearray | None:
        if (self.sure is None or self.deleted) and chance.random() < 0.5:
            return None
        content = bytearray(self.sure or b"")
        for event in _survivors(self.unsure, chance):
            _apply(content, event)
        return content


def _survivors(
    unsure: list[Written | Truncated], chance: random.Random
) -> list[Written | Truncated]:
    match chance.choice(("nothing", "a beginning", "anything")):
        case "nothing":
            return []
        case "a beginning":
            kept = unsure[: chance.randint(0, len(unsure))]
            return [*kept[:-1], *(_torn(event, chance) for event in kept[-1:])]
        case _:
            pieces = [piece for event in unsure for piece in _in_sectors(event)]
            return [piece for piece in pieces if chance.random() < 0.5]


def _torn(event: Written | Truncated, chance: random.Random) -> Written | Truncated:
    if isinstance(event, Truncated):
        return event
    return Written(event.file, event.at, event.content[: chance.randint(0, len(event.content))])


def _in_sectors(event: Written | Truncated) -> Iterator[Written | Truncated]:
    if isinstance(event, Truncated):
        yield event
        return
    end = event.at + len(event.content)
    borders = [event.at, *range((event.at // SECTOR + 1) * SECTOR, end, SECTOR), end]
    for first, last in pairwise(borders):
        yield Written(event.file, first, event.content[first - event.at : last - event.at])


def _apply(content: bytearray, event: Written | Truncated) -> None:
    match event:
        case Truncated(size=size):
            del content[size:]
            content.extend(bytes(size - len(content)))
        case Written(at=at, content=written):
            content.extend(bytes(max(0, at - len(content))))
            content[at : at + len(written)] = written


@contextmanager
def a_remembering_disk(folder: Path) -> Iterator[Disk]:
    """Whatever SQLite does to files in this folder until the end of the block is noted."""
    disk = Disk({file.name: file.read_bytes() for file in folder.iterdir()})
    sqlite = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    if not hasattr(sqlite, "sqlite3_vfs_find"):
        pytest.skip("this Python does not let its SQLite be reached")
    sqlite.sqlite3_vfs_find.restype = POINTER(Vfs)
    usual = sqlite.sqlite3_vfs_find(None)
    remembering = _Remembering(usual, disk, str(folder))
    sqlite.sqlite3_vfs_register(ctypes.byref(remembering.vfs), 1)
    try:
        yield disk
    finally:
        sqlite.sqlite3_vfs_unregister(ctypes.byref(remembering.vfs))
        sqlite.sqlite3_vfs_register(usual, 1)


class _Remembering:
    """A copy of the usual VFS in which opening and deleting are ours, and writing in its files."""

    def __init__(self, usual: "ctypes._Pointer[Vfs]", disk: Disk, folder: str) -> None:
        self._disk = disk
        self._folder = folder
        self._usual = usual
        self._names: dict[int, str] = {}  # of open files, by where SQLite keeps them
        self._methods: dict[int, ctypes.Array[c_void_p]] = {}  # ours, by the usual ones' address
        self._usual_methods: dict[int, int] = {}  # of an open file
        self._ours = (
            Closing(self._close),
            Writing(self._write),
            Truncating(self._truncate),
            Syncing(self._sync),
        )
        self._opening, self._deleting = Opening(self._open), Deleting(self._delete)
        self.vfs = Vfs.from_buffer_copy(usual.contents)
        self.vfs.name = b"remembering"
        self.vfs.open = cast(self._opening, c_void_p)
        self.vfs.delete = cast(self._deleting, c_void_p)

    def _open(self, _vfs: int, path: bytes | None, file: int, flags: int, told: int) -> int:
        result = int(Opening(self._usual.contents.open)(self._at, path, file, flags, told))
        if result == 0 and path is not None and path.decode().startswith(self._folder):
            methods = c_void_p.from_address(file)
            assert methods.value
            self._names[file] = Path(path.decode()).name
            self._usual_methods[file] = methods.value
            methods.value = ctypes.addressof(self._noting(methods.value))
        return result

    def _noting(self, usual: int) -> "ctypes.Array[c_void_p]":
        """The usual file functions, of which four are ours."""
        if usual not in self._methods:
            words = (c_void_p * WORDS_OF_METHODS).from_buffer_copy(
                (c_void_p * WORDS_OF_METHODS).from_address(usual)
            )
            for place, ours in zip((CLOSE, WRITE, TRUNCATE, SYNC), self._ours, strict=True):
                words[place] = cast(ours, c_void_p).value
            self._methods[usual] = words
        return self._methods[usual]

    def _usually(self, file: int, place: int) -> int:
        words = (c_void_p * WORDS_OF_METHODS).from_address(self._usual_methods[file])
        return words[place] or 0

    def _close(self, file: int) -> int:
        usually = Closing(self._usually(file, CLOSE))
        del self._names[file], self._usual_methods[file]
        return int(usually(file))

    def _write(self, file: int, content: int, size: int, at: int) -> int:
        self._disk.events.append(Written(self._names[file], at, ctypes.string_at(content, size)))
        return int(Writing(self._usually(file, WRITE))(file, content, size, at))

    def _truncate(self, file: int, size: int) -> int:
        self._disk.events.append(Truncated(self._names[file], size))
        return int(Truncating(self._usually(file, TRUNCATE))(file, size))

    def _sync(self, file: int, flags: int) -> int:
        result = int(Syncing(self._usually(file, SYNC))(file, flags))
        self._disk.events.append(Flushed(self._names[file]))
        return result

    def _delete(self, _vfs: int, path: bytes, folder_too: int) -> int:
        self._disk.events.append(Deleted(Path(path.decode()).name))
        return int(Deleting(self._usual.contents.delete)(self._at, path, folder_too))

    @property
    def _at(self) -> int:
        return ctypes.addressof(self._usual.contents)
