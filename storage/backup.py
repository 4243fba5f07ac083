"""A whole store in one sealed file, made while the bot runs.

The file is a line that says what it is, an id, which key opens it, then frames: the length in four
bytes, and a sealed batch of items, bound to this backup and to its place in it. A frame of length
zero announces the last one, which says how many there were; without it the file was cut.

A backup of every kind, with one of everything in it, stands in tests/data/backups and is read by
every later version.
"""

import asyncio
import errno
import json
import os
import secrets
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from storage.interface import Item, NotAStore, Store, StoreFull, WrongKey
from storage.items import linked
from storage.sealing import Keys, Unreadable

HEADING = b"Heard backup 2\n"
FIRST_HEADING = b"Heard backup 1\n"  # its audit entries came without their hashes
ID_BYTES = 16
KEY_BYTES = 2 + 8  # which key it needs: the number, and what tells it without telling it
PASSING = frozenset({"arrival"})  # kept for moments, a name beside words: in no file that stays
LONGEST_FRAME = 1 << 30  # bytes; more is no length but damage
Progress = Callable[[int], None]


async def write_backup(
    store: Store, keys: Keys, file: Path, progress: Progress = lambda _: None
) -> int:
    """All that is kept at this moment, in a new file. Returns how many items.

    What is just coming in is left out: it is kept as an answer in a moment, or sent again.

    It is whole and on disk when this returns; nothing is left of one that was not finished.
    Raises NotAStore for a file that is there already or can't be written, StoreFull.
    """
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")  # nobody else's
    with _answering_for(file):
        _refuse_another(file)
        try:
            count = await _write(store, keys, part, progress)
            os.link(part, file)  # unlike a rename, it cannot replace what came meanwhile
        finally:
            part.unlink(missing_ok=True)
        _flush_folder(file)
    return count


def _refuse_another(file: Path) -> None:
    if file.exists():
        raise NotAStore(str(file), "it is there already, and a backup is never written over")


async def _write(store: Store, keys: Keys, part: Path, progress: Progress) -> int:
    name = secrets.token_bytes(ID_BYTES)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    frames = count = 0
    with os.fdopen(descriptor, "wb") as out:
        out.write(HEADING + name + keys.newest.to_bytes(2) + keys.fingerprint(keys.newest))
        async for found in store.everything():
            items = [item for item in found if item.facts.get("kind") not in PASSING]
            await asyncio.to_thread(_put, out, _sealed(items, keys, name, frames))
            frames += 1
            count += len(items)
            progress(len(items))
        end = json.dumps({"frames": frames, "items": count}).encode()
        out.write(bytes(4))
        _put(out, keys.seal(end, _place(name, "end")))
        out.flush()
        os.fsync(out.fileno())
    return count


async def read_backup(file: Path, keys: Keys) -> AsyncIterator[Sequence[Item]]:
    """What is in it, in batches. Raises NotAStore for one that was cut or changed, WrongKey."""
    with _answering_for(file):
        opened = await asyncio.to_thread(file.open, "rb")
    with opened as stream:
        frames = _frames(stream, file, keys)
        while (items := await asyncio.to_thread(next, frames, None)) is not None:
            yield items


async def check_backup(file: Path, keys: Keys) -> int:
    """How many items it has, after reading all of it. Raises what `read_backup` raises."""
    return sum([len(items) async for items in read_backup(file, keys)])


def _frames(stream: BinaryIO, file: Path, keys: Keys) -> Iterator[Sequence[Item]]:
    heading = stream.read(len(HEADING))
    if heading not in (HEADING, FIRST_HEADING):
        raise NotAStore(str(file), "it is no backup of this version of Heard")
    frames = _opened_frames(stream, file, keys)
    return linked(frames) if heading == FIRST_HEADING else frames


def _opened_frames(stream: BinaryIO, file: Path, keys: Keys) -> Iterator[Sequence[Item]]:
    name = _read(stream, ID_BYTES, file)
    _check_key(_read(stream, KEY_BYTES, file), keys)
    frames = count = 0
    while length := _length(stream, file):
        items = _opened(_read(stream, length, file), keys, _place(name, frames), file)
        frames += 1
        count += len(items)
        yield items
    sealed = _read(stream, _length(stream, file), file)
    with _answering_for_frame(file):
        end = json.loads(keys.open(sealed, _place(name, "end")))
    if end != {"frames": frames, "items": count} or stream.read(1):
        raise NotAStore(str(file), "it was changed")


def _check_key(told: bytes, keys: Keys) -> None:
    number = int.from_bytes(told[:2])
    if number not in keys.by_number or keys.fingerprint(number) != told[2:]:
        raise WrongKey


def _sealed(items: Sequence[Item], keys: Keys, name: bytes, frame: int) -> bytes:
    lines = "\n".join(item.line() for item in items).encode()
    return keys.seal(zlib.compress(lines, 1), _place(name, frame))


def _opened(sealed: bytes, keys: Keys, place: bytes, file: Path) -> Sequence[Item]:
    with _answering_for_frame(file):
        lines = zlib.decompress(keys.open(sealed, place)).decode()
    return [Item.of_line(line) for line in lines.split("\n") if line]


def _place(name: bytes, frame: int | str) -> bytes:
    return f"backup/{name.hex()}/{frame}".encode("ascii")


def _put(out: BinaryIO, sealed: bytes) -> None:
    out.write(len(sealed).to_bytes(4) + sealed)


def _length(stream: BinaryIO, file: Path) -> int:
    length = int.from_bytes(_read(stream, 4, file))
    if length > LONGEST_FRAME:
        raise NotAStore(str(file), "it was changed")
    return length


def _read(stream: BinaryIO, length: int, file: Path) -> bytes:
    found = stream.read(length)
    if len(found) < length:
        raise NotAStore(str(file), "it was cut: its end is missing")
    return found


@contextmanager
def _answering_for_frame(file: Path) -> Iterator[None]:
    try:
        yield
    except Unreadable:
        raise NotAStore(str(file), "it was changed") from None


@contextmanager
def _answering_for(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(str(file)) from None
        raise NotAStore(str(file), f"it cannot be used: {problem.strerror}") from None


def _flush_folder(file: Path) -> None:
    folder = os.open(file.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
