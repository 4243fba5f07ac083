"""What is read of a file without its trees is what the trees lead to."""

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.leaves import rows_in_leaves

INSERT = "INSERT INTO kept VALUES (?, ?)"


def a_file(path: Path, sizes: list[int], page: int = 4096) -> dict[int, bytes]:
    """A file with a row of each of these sizes."""
    rows = {secrets.randbits(63): secrets.token_bytes(size) for size in sizes}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA page_size={page}")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("CREATE TABLE kept (name INTEGER PRIMARY KEY, sealed BLOB NOT NULL)")
        with connection:
            connection.executemany(INSERT, rows.items())
    return rows


@pytest.mark.parametrize("page", [512, 4096, 32768])
def test_every_row_is_found_whatever_its_length(tmp_path: Path, page: int) -> None:
    rows = a_file(tmp_path / "x.db", [*range(0, 9000, 37), 70_000, 200_000], page)

    assert dict(rows_in_leaves(tmp_path / "x.db")).items() >= rows.items()


def test_what_was_erased_is_not_found(tmp_path: Path) -> None:
    rows = a_file(tmp_path / "x.db", [300] * 2000)
    erased = list(rows)[::3]
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection, connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.executemany("DELETE FROM kept WHERE name = ?", [(name,) for name in erased])

    assert not dict(rows_in_leaves(tmp_path / "x.db")).keys() & set(erased)


@pytest.mark.parametrize("kept", [0, 10, 99, 100, 5000, 70_001])
def test_a_file_cut_anywhere_gives_no_row_that_nobody_wrote(tmp_path: Path, kept: int) -> None:
    rows = a_file(tmp_path / "x.db", [30, 300, 3000, 30_000] * 20)
    path = tmp_path / "x.db"
    path.write_bytes(path.read_bytes()[:kept])
    found = {name: sealed for name, sealed in rows_in_leaves(path) if name in rows}

    assert found.items() <= rows.items()
