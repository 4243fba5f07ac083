"""TinyDB whose documents are the rows of a file: its tables in memory, and what changes in them.

TinyDB rewrites everything on every change. Its two documented extension points are enough to write
only what changed: a Storage that is handed changes, and a Table that hands them over. Changes are
gathered above the tables, seen only by operations, until they are on disk.
`_read_table` and `_update_table` are private to TinyDB 4.9, which is therefore pinned below 4.10.
"""

from collections import defaultdict
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    Sequence,
)
from typing import Any, NamedTuple

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from storage.codec import Document
from storage.interface import StorageError

Documents = Mapping[str, Document]
Changes = dict[str, dict[str, Document | None]]  # by table and id; None erases
Keyed = dict[str, str | dict[str, None]]  # by what the fact says: the one id, or all in their order


class _Absent:
    """Nothing had been gathered about this document."""


_ABSENT = _Absent()


class Index:
    """Finds the documents of one table by one of their facts, without reading the others."""

    def __init__(self, table: str, fact: str) -> None:
        self.table = table
        self.fact = fact
        self.ids: Keyed = {}

    def follow(self, changed: Mapping[str, Document | None], kept: Documents) -> None:
        """What is *kept* changes to this."""
        fact = self.fact
        for name, after in changed.items():
            before = kept.get(name)
            old = None if before is None else before[fact]
            new = None if after is None else after[fact]
            if old == new:
                continue
            if old is not None:
                self._drop(old, name)
            if new is not None:
                self._add(new, name)

    def of(self, key: str) -> Collection[str]:
        """In the order in which they came."""
        found = self.ids.get(key, ())
        return (found,) if isinstance(found, str) else found

    def _add(self, key: str, name: str) -> None:
        found = self.ids.setdefault(key, name)  # most keys of a large index have one id for ever
        if isinstance(found, dict):
            found[name] = None
        elif found != name:
            self.ids[key] = {found: None, name: None}

    def _drop(self, key: str, name: str) -> None:
        found = self.ids[key]
        if isinstance(found, dict):
            del found[name]
        if not found or found == name:
            del self.ids[key]


class _Gathered(NamedTuple):
    """What has changed, under which keys it can be found, and how to undo it."""

    changes: defaultdict[str, dict[str, Document | None]]
    keyed: defaultdict[tuple[Index, str], list[str]]
    undo: list[tuple[dict[str, Document | None], str, Document | _Absent | None]]


class Rows(Storage):
    """All tables in memory, and above them what is being changed, or is on its way to the disk.

    Only operations see what is above the tables: between `gather` and `gathered`.
    """

    def __init__(self, tables: dict[str, dict[str, Document]], indexes: Sequence[Index]) -> None:
        self.tables = tables
        self._gathered: _Gathered | None = None
        self._ahead: tuple[_Gathered, ...] = ()  # not on disk yet, the newest first
        self._above: tuple[_Gathered, ...] = ()  # what is seen above the tables, the newest first
        self.watching: list[Callable[[Changes], None]] = []  # told of what has come into sight
        self._indexes = {
            table: tuple(index for index in indexes if index.table == table) for table in tables
        }
        for table, documents in tables.items():
            for index in self._indexes[table]:
                index.follow(documents, {})

    def read(self) -> dict[str, Any]:
        return {table: self.table(table) for table in self.tables}

    def table(self, name: str) -> Documents:
        """One table, with what is seen above it."""
        return _Seen(self, name) if self._above else self.tables[name]

    def write(self, data: Mapping[str, Mapping[str, Document | None]]) -> None:
        """Gather changes. Unlike TinyDB's own storages it is never handed a whole table."""
        for table, documents in data.items():
            for name, document in documents.items():
                self.put(table, name, document)

    def put(self, table: str, name: str, document: Document | None) -> None:
        """Gather one change."""
        gathered = self._gathered
        if gathered is None:
            raise StorageError("a change outside of an operation")
        changed = gathered.changes[table]
        gathered.undo.append((changed, name, changed.get(name, _ABSENT)))
        changed[name] = document
        if document is not None:
            for index in self._indexes[table]:
                gathered.keyed[index, document[index.fact]].append(name)

    def gather(self) -> None:
        """From now on, changes are gathered."""
        self._gathered = _Gathered(defaultdict(dict), defaultdict(list), [])
        self._above = (self._gathered, *self._ahead)

    def mark(self) -> int:
        """The present state of what is gathered, to which it can be undone."""
        return len(self._gathering.undo)

    def undo(self, mark: int) -> None:
        undo = self._gathering.undo
        while len(undo) > mark:
            changed, name, before = undo.pop()
            if isinstance(before, _Absent):
                del changed[name]
            else:
                changed[name] = before

    def gathered(self) -> Changes:
        """What was gathered, to be applied or forgotten; until then later operations see it."""
        gathered = self._gathering
        for table in [table for table, changed in gathered.changes.items() if not changed]:
            del gathered.changes[table]
        self._ahead = (gathered, *self._ahead)
        self._gathered, self._above = None, ()
        return gathered.changes

    def forget_gathered(self) -> None:
        """Nothing that was gathered and not applied will be."""
        self._ahead = ()

    def apply(self, changes: Changes) -> None:
        """The changes are on disk: show them to everybody."""
        for table, documents in changes.items():
            kept = self.tables[table]
            for index in self._indexes[table]:
                index.follow(documents, kept)
            for name, document in documents.items():
                if document is None:
                    kept.pop(name, None)
                else:
                    kept[name] = document
        self._ahead = tuple(one for one in self._ahead if one.changes is not changes)
        for saw in self.watching:
            saw(changes)

    def found(self, table: str, name: str) -> Document | None:
        for gathered in self._above:
            changed = gathered.changes.get(table)
            if changed is not None and name in changed:
                return changed[name]
        return self.tables[table].get(name)

    def ids(self, index: Index, key: str) -> list[str]:
        """Ids of the documents whose fact says *key*."""
        kept = index.of(key)
        if not self._above:
            return list(kept)
        changed = [
            one for above in reversed(self._above) for one in above.keyed.get((index, key), ())
        ]
        if not kept and not changed:
            return []
        return [name for name in dict.fromkeys((*kept, *changed)) if self._still(index, name, key)]

    def names(self, table: str) -> Iterator[str]:
        """Every id, with what is seen above the table."""
        names = dict.fromkeys(self.tables[table])
        for above in reversed(self._above):
            names |= dict.fromkeys(above.changes.get(table, ()))
        yield from (name for name in names if self.found(table, name) is not None)

    @property
    def _gathering(self) -> _Gathered:
        assert self._gathered is not None
        return self._gathered

    def _still(self, index: Index, name: str, key: str) -> bool:
        document = self.found(index.table, name)
        return document is not None and document[index.fact] == key


class _Seen(Mapping[str, Document]):
    """One table as an operation sees it: with everything that was changed before it."""

    def __init__(self, rows: Rows, table: str) -> None:
        self._rows = rows
        self._table = table

    def __getitem__(self, name: str) -> Document:
        document = self._rows.found(self._table, name)
        if document is None:
            raise KeyError(name)
        return document

    def __iter__(self) -> Iterator[str]:
        return self._rows.names(self._table)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Touched(MutableMapping[str, Document]):
    """A table that copies a document when it is touched, so that a failure has changed nothing."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._touched: dict[str, Document | None] = {}

    @property
    def changes(self) -> dict[str, Document | None]:
        return {
            name: document
            for name, document in self._touched.items()
            if document != self._documents.get(name)
        }

    def __getitem__(self, name: str) -> Document:
        if name not in self._touched:
            self._touched[name] = dict(self._documents[name])
        document = self._touched[name]
        if document is None:
            raise KeyError(name)
        return document

    def __setitem__(self, name: str, document: Document) -> None:
        self._touched[name] = document

    def __delitem__(self, name: str) -> None:
        if name not in self:
            raise KeyError(name)
        self._touched[name] = None

    def __contains__(self, name: object) -> bool:
        if name in self._touched:
            return self._touched[name] is not None
        return name in self._documents

    def __iter__(self) -> Iterator[str]:
        yield from [name for name in self._documents if name in self]
        yield from [name for name in self._touched if name not in self._documents and name in self]

    def __len__(self) -> int:
        return sum(1 for _ in self)


class RowTable(Table):
    """TinyDB's table with ids that are texts, handing over what changed and nothing else."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB types ids as numbers

    _storage: Rows

    def _read_table(self) -> Any:  # noqa: ANN401 - TinyDB's own type is narrower than what it takes
        return self._storage.table(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        touched = _Touched(self._read_table())
        updater(touched)
        self._storage.write({self.name: touched.changes})

    def put(self, name: str, document: Document) -> None:
        """Keep it, in place of the one with this id if there is one."""
        self._storage.put(self.name, name, document)

    def erase(self, names: Iterable[str]) -> None:
        """Erase those of them that are there."""
        self._storage.write({self.name: dict.fromkeys(names)})


class RowDatabase(TinyDB):
    """TinyDB on rows."""

    table_class = RowTable

    def __init__(self, rows: Rows) -> None:
        super().__init__(storage=lambda: rows)

    def rows_of(self, name: str) -> RowTable:
        # No cache of queries: TinyDB empties it when a table is changed, and not when a change
        # that was gathered earlier comes into sight.
        table = self.table(name, cache_size=0)
        assert isinstance(table, RowTable)
        return table
