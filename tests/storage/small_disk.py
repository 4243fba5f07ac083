"""Disks that are soon full: SQLite's own limit, and a real file system where we may have one."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.tiny import TinyStore


class FullDisk:
    """A disk that has no room for more than the store has now."""

    def __init__(self, store: TinyStore) -> None:
        self._connection = store._groups._file._connection
        self._groups = store._groups

    async def fill(self) -> None:
        await self._limit(1)  # fewer pages than there are means: no more than there are

    async def make_room(self) -> None:
        await self._limit(2**30)

    async def _limit(self, pages: int) -> None:
        statement = f"PRAGMA max_page_count={pages}"
        await self._groups.in_file(lambda: self._connection.execute(statement).fetchall())


@contextmanager
def a_small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(  # noqa: S603 - fixed words and our own folder
        ["/bin/mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", str(folder)], check=True)  # noqa: S603 - the same
