"""One SQLite file of sealed rows. All but sealing runs in the one thread that owns the file.

A row's name, and with it its place in the file, is a keyed hash of its id, and tells nothing.
The file is locked for as long as it is open. What is committed has been flushed to the disk.
"""

import errno
import hashlib
import os
import secrets
import socket
import sqlite3
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from storage.audit import AUDIT, Head
from storage.codec import Document, head_document, packed, unpacked
from storage.formats import FORMATS, PRESENT, Format, tables_of, upgraded
from storage.interface import (
    NoStoreHere,
    NotAStore,
    StorageError,
    StoreBusy,
    StoreDamaged,
    StoreFull,
    WrongKey,
)
from storage.leaves import rows_in_leaves
from storage.naming import ALONE, opened_naming, sealed_naming
from storage.places import MOUNTS, network_file_system
from storage.recovery import NAMES, OutOfPlace, copy_of, readable_rows, rows_between
from storage.rows import Changes
from storage.sealing import Keys, Unreadable, key_number

APPLICATION = 0x48524431  # 'HRD1', in the file's header
CHECK_BYTES = 4

SETTINGS = (
    "synchronous=FULL",  # the log is flushed with every commit
    "secure_delete=ON",  # what is erased is overwritten
    "temp_store=MEMORY",  # nothing is written elsewhere
    "wal_autocheckpoint=16000",  # pages: a busy page goes from the log to the file once, not often
)

TABLES = tables_of(PRESENT)
Tables = dict[str, dict[str, Document]]
DELETE = "DELETE FROM {} WHERE name IN ({})"
# Should two ids ever have one hash, the second is refused, not written over the first.
INSERT = "INSERT INTO {} (sealed, name) VALUES {}"
MOST_AT_ONCE = 128  # rows of one statement


class _Written(NamedTuple):
    """What is written in one table. A row that is changed goes, and comes as it is now."""

    gone: list[int]  # by name
    come: list[bytes | int]  # sealed, name, sealed, name, …


Sealed = dict[str, _Written]  # by table
_Kept = Mapping[str, Mapping[str, Document | None]]  # by table and id; None: it is gone


class _Naming:
    """Names of rows: hashes of their ids, under a key of this file."""

    def __init__(self, key: bytes, *, has_a_chain: bool) -> None:
        self.key = key
        self.has_a_chain = has_a_chain
        self._begun: dict[str, hashlib.blake2b] = {}

    def name(self, table: str, key: str) -> int:
        begun = (self._begun.get(table) or self._begin(table)).copy()
        begun.update(key.encode("utf-8", "surrogatepass"))
        return int.from_bytes(begun.digest()) >> 1  # SQLite's numbers have a sign

    def _begin(self, table: str) -> hashlib.blake2b:
        told = f"{table}\0".encode("ascii")
        return self._begun.setdefault(table, hashlib.blake2b(told, key=self.key, digest_size=8))


class RowFile:
    """The open file. *tables* is everything in it; whoever commits changes applies them there."""

    def __init__(
        self,
        path: Path,
        keys: Keys,
        *,
        recover: bool = False,
        begin: bool = True,
        formats: tuple[Format, ...] = FORMATS,
        mounts: Path = MOUNTS,
    ) -> None:
        """Open it, or begin it. Raises NotAStore, StoreBusy, WrongKey, StoreDamaged, StoreFull."""
        self.path = path.resolve()
        self._formats = formats
        self._old: Changes = {}  # what an older format kept otherwise, as it is kept now
        self.tables: Tables = {table: {} for table in tables_of(len(formats), formats)}
        self._keys = keys
        self._answering = _Answering(self.path)
        with self._answering:
            _refuse_a_network(self.path, mounts)
            if not begin and not self.path.exists():
                raise NoStoreHere(str(self.path))
            _begin(self.path, keys, formats)
            self._connection = _connect(self.path)
            try:
                self._form = _identify(self._connection, self.path, newest=len(formats))
                self._own()
                self._naming = self._read_or_disown(recover=recover)
            except BaseException:
                self._connection.close()
                raise

    def sealed(self, changes: Changes, before: Changes) -> Sealed:
        """Changes as `commit` writes them. For the thread that applies them to *tables*.

        It has just made them, and is quicker at it than the thread that waits for the disk.
        *before* is on its way to the disk, and not in *tables* yet.
        """
        return self._sealed(changes, (before, self.tables))

    def commit(self, sealed: Sealed) -> None:
        """All of it, on disk when this returns, or nothing. Raises StoreFull, StorageError."""
        with self._answering, _transaction(self._connection):
            self._write(sealed)

    def size(self) -> int:
        """Bytes on disk, with the log that is not folded in yet."""
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def sealed_by(self) -> Counter[int]:
        """How many rows each key seals, by its number."""
        with self._answering:
            heads = (
                head
                for table in TABLES
                for (head,) in self._connection.execute(f"SELECT substr(sealed, 1, 3) FROM {table}")  # noqa: S608
            )
            return Counter(map(key_number, heads))

    def reseal(self, limit: int) -> int:
        """Seal up to *limit* rows with the newest key. Returns how many were left to do."""
        with self._answering, _transaction(self._connection):
            old = [
                (table, name, sealed)
                for table in TABLES
                for name, sealed in self._connection.execute(
                    f"SELECT name, sealed FROM {table} WHERE substr(sealed, 2, 2) <> ? LIMIT ?",  # noqa: S608
                    (self._keys.newest.to_bytes(2), limit),
                )
            ]
            for table, name, sealed in old[:limit]:
                place = _place(table, name)
                fresh = self._keys.seal(self._keys.open(sealed, place), place)
                self._connection.execute(
                    f"UPDATE {table} SET sealed = ? WHERE name = ?",  # noqa: S608
                    (fresh, name),
                )
            if not old:
                _forget_older_keys(self._connection, self._keys)
            return len(old)

    def fold(self) -> None:
        """Bring the log into the file and empty it, so that what was erased is nowhere."""
        with self._answering:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        with self._answering:
            try:
                _owner(self.path).unlink(missing_ok=True)
            finally:
                self._connection.close()

    def _own(self) -> None:
        """Take the file for this process, or say which process has it."""
        self._connection.execute("PRAGMA journal_mode=WAL").fetchall()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("ROLLBACK")
        with suppress(OSError):  # a full disk must not keep anyone from reading
            _note_owner(_owner(self.path))
        for setting in SETTINGS:
            self._connection.execute(f"PRAGMA {setting}").fetchall()

    def _read_or_disown(self, *, recover: bool) -> _Naming:
        try:
            return self._read(recover=recover)
        except BaseException:
            _owner(self.path).unlink(missing_ok=True)
            raise

    def _read(self, *, recover: bool) -> _Naming:
        """Read everything, and give the names of rows. *recover* does with what can be read."""
        try:
            naming = _naming(self._connection, self._keys)
            if self._read_tables() and _is_sound(self._connection):
                self._naming = naming
                self._upgrade()
                self._begin_chain()
                _note_newest_key(self._connection, self._keys)
                return naming
        except Unreadable:
            pass
        except sqlite3.DatabaseError as problem:
            if not _is_damage(problem):
                raise
        return self._salvage(recover=recover)

    def _read_tables(self) -> bool:
        """Whether every row could be read."""
        return all(
            self._take(table, name, sealed)
            for table in tables_of(self._form, self._formats)
            for name, sealed in rows_between(self._connection, table, 0, NAMES)
        )

    def _upgrade(self) -> None:
        """Bring a file of an older format to this one, all of it or nothing."""
        if self._form == len(self._formats):
            return
        with _transaction(self._connection):
            for format_ in self._formats[self._form :]:
                for table in format_.tables:
                    _create_table(self._connection, table)
            for table, documents in self._old.items():
                self._write(self._sealed({table: documents}, (self.tables,)))
            self._connection.execute(f"PRAGMA user_version={len(self._formats)}")
        self._old = {}

    def _begin_chain(self) -> None:
        """Keep the head of a chain without entries, so that its absence says something."""
        if self._naming.has_a_chain:
            return
        is_begun = self.tables["heads"] or self.tables[AUDIT]
        heads: Changes = {"heads": {} if is_begun else {AUDIT: head_document(Head())}}
        with _transaction(self._connection):
            self._write(self._sealed(heads, (self.tables,)))
            _keep_naming(self._connection, sealed_naming(self._keys, self._naming.key))
        if not is_begun:
            self.tables["heads"][AUDIT] = head_document(Head())

    def _take(self, table: str, name: int, sealed: bytes) -> bool:
        try:
            record, document = unpacked(self._keys.open(sealed, _place(table, name)))
        except (Unreadable, WrongKey):  # the keys are right: the number of the key was changed
            return False
        present = upgraded(table, document, self._form, self._formats)
        if present != document:
            self._old.setdefault(table, {})[record] = present
        self.tables[table][record] = present
        return True

    def _salvage(self, *, recover: bool) -> _Naming:
        """Read what can be read around the damage; raise, or go on with it in a new file."""
        copy = copy_of(self.path)
        self.tables = {table: {} for table in self.tables}
        lost: list[str] = []
        unopened: list[str] = []
        read: set[tuple[str, int]] = set()
        for table in tables_of(self._form, self._formats):
            for found in readable_rows(self._connection, table):
                if isinstance(found, str):
                    lost.append(f"{table}/{found}")
                elif self._take(table, *found):
                    read.add((table, found[0]))
                else:
                    unopened.append(f"{table}/{found[0]:016x}")
        if lost:
            self._take_from_leaves(copy, read)
        nothing = not any(self.tables.values())
        if nothing and unopened:
            raise WrongKey
        if nothing or not recover:  # an empty store would look as if nobody had ever answered
            raise StoreDamaged(str(self.path), [*lost, *unopened], str(copy))
        return self._begin_again()

    def _take_from_leaves(self, copy: Path, read: Collection[tuple[str, int]]) -> None:
        """Take rows to which no way leads any more.

        Not while there is a log: what was erased or changed in it may be in the file as it was.
        """
        log = _beside(copy, "wal")
        if log.exists() and log.stat().st_size:
            return
        for name, sealed in rows_in_leaves(copy):
            if not any((table, name) in read for table in self.tables):
                any(self._take(table, name, sealed) for table in self.tables)

    def _begin_again(self) -> _Naming:
        """Put a new file with everything that was read in the place of the damaged one."""
        fresh = _beside(self.path, "recovered")
        fresh.unlink(missing_ok=True)
        _create(fresh, self._keys, self._formats)
        connection = _connect(fresh)
        self._naming = _naming(connection, self._keys)
        damaged, self._connection = self._connection, connection
        with _transaction(connection):
            for table, documents in self.tables.items():
                self._write(self._sealed({table: dict(documents)}, ()))
            _keep_naming(connection, sealed_naming(self._keys, self._naming.key))
        connection.close()
        # The old log goes first: found beside the new file, it would be taken for its own.
        _beside(self.path, "wal").unlink(missing_ok=True)
        fresh.replace(self.path)
        _flush_folder(self.path)
        damaged.close()
        self._connection = _connect(self.path)
        self._own()
        return self._naming

    def _sealed(self, changes: Changes, kept: Sequence[_Kept]) -> Sealed:
        """*kept* is what the file has, the newest first."""
        sealed: Sealed = {}
        records: list[tuple[bytes, bytes]] = []
        places: list[tuple[list[bytes | int], int]] = []
        for table, documents in changes.items():
            written = sealed[table] = _Written([], [])
            for key, document in documents.items():
                name = self._naming.name(table, key)
                if _is_kept(kept, table, key):
                    written.gone.append(name)
                if document is not None:
                    records.append((packed(key, document), _place(table, name)))
                    places.append((written.come, name))
        for (come, name), envelope in zip(places, self._keys.seal_all(records), strict=True):
            come.extend((envelope, name))
        return sealed

    def _write(self, sealed: Sealed) -> None:
        for table, written in sealed.items():
            if self._run(DELETE, "?", table, written.gone) != len(written.gone):
                raise StorageError("the file has lost a row")
            self._run(INSERT, "(?, ?)", table, written.come)

    def _run(self, statement: str, row: str, table: str, values: Sequence[bytes | int]) -> int:
        """How many rows it has changed.

        Many at once, because the interpreter, which the event loop may be using, is needed for
        each statement anew.
        """
        changed = first = 0
        width = row.count("?")
        for many in _in_twos(len(values) // width):
            text = statement.format(table, ", ".join([row] * many))
            end = first + many * width
            changed += self._connection.execute(text, values[first:end]).rowcount
            first = end
        return changed


def _in_twos(count: int) -> Iterator[int]:
    """As few powers of two as make *count*: of few sizes, few statements are compiled."""
    many = MOST_AT_ONCE
    while count:
        while many > count:
            many //= 2
        yield many
        count -= many


def _is_kept(kept: Sequence[_Kept], table: str, key: str) -> bool:
    for documents in kept:
        if key in (found := documents.get(table, {})):
            return found[key] is not None
    return False


class _Answering:
    """Errors of SQLite, and of the disk below it, become what they mean to whoever called."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        match problem:
            case sqlite3.Error():
                raise _meaning(problem, self._path) from problem
            case OSError(errno=errno.ENOSPC):
                raise StoreFull(str(self._path)) from problem
            case OSError():
                why = f"it cannot be used: {problem.strerror}"
                raise NotAStore(str(self._path), why) from problem


def _refuse_a_network(path: Path, mounts: Path) -> None:
    if kind := network_file_system(path, mounts):
        why = (
            f"it is on a network file system ({kind}), where a lock does not keep others out; "
            "use a disk of this machine, or PostgreSQL"
        )
        raise NotAStore(str(path), why)


def _begin(path: Path, keys: Keys, formats: tuple[Format, ...]) -> None:
    """Begin an empty store where there is nothing; leave anything else as it is."""
    if path.is_dir():
        raise NotAStore(str(path), "it is a folder")
    if path.exists():
        if path.stat().st_size == 0:
            raise NotAStore(str(path), "it is empty, and a store never is")
        return
    if _beside(path, "wal").exists():
        why = f"the store is gone, but its log is there: {_beside(path, 'wal')}"
        raise NotAStore(str(path), why)
    # No more than one folder: a longer path that is not there was mistyped.
    path.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = _beside(path, f"new-{secrets.token_hex(4)}")
    try:
        _create(fresh, keys, formats)
        try:
            os.link(fresh, path)  # unlike a rename, it cannot replace what another process began
        except FileExistsError:
            return
    finally:
        fresh.unlink(missing_ok=True)
    _flush_folder(path)


def _create(path: Path, keys: Keys, formats: tuple[Format, ...]) -> None:
    """An empty store that is whole on disk before anyone can see it."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = _connect(path)
    try:
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={len(formats)}")
        with _transaction(connection):
            connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
            for table in tables_of(len(formats), formats):
                _create_table(connection, table)
            sealed = keys.seal(secrets.token_bytes(32), ALONE)
            connection.execute("INSERT INTO about VALUES ('naming', ?)", (sealed,))
        _note_newest_key(connection, keys)
    finally:
        connection.close()


def _create_table(connection: sqlite3.Connection, table: str) -> None:
    connection.execute(f"CREATE TABLE {table} (name INTEGER PRIMARY KEY, sealed BLOB NOT NULL)")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    connection.text_factory = lambda text: text.decode("utf-8", "replace")  # damage is no exception
    try:
        # A file that was cut is refused unless the schema may be written; so that comes first.
        for setting in ("writable_schema=ON", "locking_mode=EXCLUSIVE"):
            connection.execute(f"PRAGMA {setting}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _transaction(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Begun; a `with` around the rest commits all of it, or rolls it back."""
    connection.execute("BEGIN IMMEDIATE")
    return connection


def _identify(connection: sqlite3.Connection, path: Path, *, newest: int) -> int:
    """The format of the file. Raises NotAStore, and then has changed nothing in it."""
    application, form = (
        connection.execute(f"PRAGMA {what}").fetchone()[0]
        for what in ("application_id", "user_version")
    )
    if application != APPLICATION:
        raise NotAStore(str(path), "it is a database of another program")
    if form > newest:
        why = f"a newer version wrote it (format {form}; this version reads up to {newest})"
        raise NotAStore(str(path), why)
    if form < 1:
        raise NotAStore(str(path), f"its format is {form}, which there never was")
    return int(form)


def _keep_naming(connection: sqlite3.Connection, sealed: bytes) -> None:
    connection.execute("UPDATE about SET value = ? WHERE name = 'naming'", (sealed,))


def _naming(connection: sqlite3.Connection, keys: Keys) -> _Naming:
    """How rows are named. Raises WrongKey, or Unreadable when it is not the keys that are wrong."""
    rows = connection.execute("SELECT name, value FROM about").fetchall()
    if not all(isinstance(name, str) and isinstance(value, bytes) for name, value in rows):
        raise Unreadable
    about = dict(rows)
    noted = {name: told for name, told in about.items() if name.startswith("key ")}
    if any(told != _checked(told[:-CHECK_BYTES]) for told in noted.values()):
        raise Unreadable
    if not noted.items() <= _fingerprints(keys).items():
        raise WrongKey
    key, has_a_chain = opened_naming(keys, about.get("naming", b""))
    return _Naming(key, has_a_chain=has_a_chain)


def _note_newest_key(connection: sqlite3.Connection, keys: Keys) -> None:
    """From now on the store cannot be opened without this key."""
    name = f"key {keys.newest}"
    if connection.execute("SELECT 1 FROM about WHERE name = ?", (name,)).fetchone() is None:
        told = _fingerprints(keys)[name]
        with _transaction(connection):
            connection.execute("INSERT INTO about VALUES (?, ?)", (name, told))


def _forget_older_keys(connection: sqlite3.Connection, keys: Keys) -> None:
    """From now on the store can be opened without them."""
    (sealed,) = connection.execute("SELECT value FROM about WHERE name = 'naming'").fetchone()
    naming, _ = opened_naming(keys, sealed)
    _keep_naming(connection, sealed_naming(keys, naming))
    newest = f"key {keys.newest}"
    connection.execute("DELETE FROM about WHERE name LIKE 'key %' AND name <> ?", (newest,))


def _fingerprints(keys: Keys) -> dict[str, bytes]:
    return {f"key {number}": _checked(keys.fingerprint(number)) for number in keys.by_number}


def _checked(told: bytes) -> bytes:
    """With a check sum, so that a damaged fingerprint is not taken for that of another key."""
    return told + zlib.crc32(told).to_bytes(CHECK_BYTES)


def _is_sound(connection: sqlite3.Connection) -> bool:
    return connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]


def _place(table: str, name: int) -> bytes:
    """What a row is bound to: moved to another table or name, it no longer opens."""
    return b"%b/%016x" % (table.encode("ascii"), name)


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f"{path.name}-{what}")


def _owner(path: Path) -> Path:
    return _beside(path, "owner")


def _note_owner(file: Path) -> None:
    """Who has the store, for whoever comes second and may use it; nobody else learns of it."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        os.fchmod(descriptor, 0o600)  # one that a killed process left may be open to all
        out.write(f"process {os.getpid()} on {socket.gethostname()}")


def _flush_folder(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _is_damage(problem: sqlite3.Error) -> bool:
    # A page that is gone reads as a short read; a table whose page is gone, as no such table.
    name = getattr(problem, "sqlite_errorname", "")
    return (
        isinstance(problem, OutOfPlace)
        or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR_SHORT"))
        or (name == "SQLITE_ERROR" and "no such table" in str(problem))
    )


def _meaning(problem: sqlite3.Error, path: Path) -> StorageError:
    """What an error of SQLite means to whoever called. Never carries a row."""
    match getattr(problem, "sqlite_errorname", "").removeprefix("SQLITE_"):
        case "FULL":
            return StoreFull(str(path))
        case "BUSY" | "LOCKED":
            return StoreBusy(str(path), _holder(path))
        case "NOTADB":
            return NotAStore(str(path), "it is not a store, or its beginning is gone")
        case name if name.startswith(("READONLY", "CANTOPEN", "PERM", "AUTH", "IOERR_LOCK")):
            return NotAStore(str(path), "it cannot be written")
        case name:
            return StorageError(name or type(problem).__name__)


def _holder(path: Path) -> str:
    try:
        return _owner(path).read_text("utf-8")
    except OSError:
        return "another process"
