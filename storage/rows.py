"""TinyDB whose documents are the rows of a file: its tables in memory, and what changes in them.

TinyDB rewrites everything on every change. Its two documented extension points are enough to write
only what changed: a Storage that is handed changes, and a Table that hands them over. A change is
first gathered in a layer above the tables; the layer is merged when it has succeeded (and, for the
lowest, when it is on disk), or dropped. `_read_table` and `_update_table` are private to TinyDB
4.9, which is therefore pinned below 4.10.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from storage.codec import Document
from storage.interface import StorageError

Documents = Mapping[str, Document]
Changes = dict[str, dict[str, Document | None]]  # by table and id; None erases
Keyed = dict[str, dict[str, None]]  # by what the fact says: ids, in the order in which they came


class Index:
    """Finds the documents of one table by one of their facts, without reading the others."""

    def __init__(self, table: str, fact: str) -> None:
        self.table = table
        self.fact = fact
        self.ids: Keyed = {}

    def move(self, name: str, before: Document | None, after: Document | None) -> None:
        old = None if before is None else before[self.fact]
        new = None if after is None else after[self.fact]
        if old == new:
            return
        if old is not None:
            self.ids[old].pop(name)
            if not self.ids[old]:
                del self.ids[old]
        if new is not None:
            self.ids.setdefault(new, {})[name] = None


@dataclass
class Layer:
    """What has changed, and under which keys it can be found."""

    changes: Changes = field(default_factory=dict)
    keyed: dict[Index, Keyed] = field(default_factory=dict)

    def change(self, table: str, documents: Mapping[str, Document | None]) -> None:
        self.changes.setdefault(table, {}).update(documents)

    def note(self, index: Index, name: str, document: Document) -> None:
        keyed = self.keyed.setdefault(index, {})
        keyed.setdefault(document[index.fact], {})[name] = None

    def take_in(self, other: "Layer") -> None:
        for table, documents in other.changes.items():
            self.change(table, documents)
        for index, keyed in other.keyed.items():
            for key, names in keyed.items():
                self.keyed.setdefault(index, {}).setdefault(key, {}).update(names)


class Rows(Storage):
    """All tables in memory, with the layers of what is being changed above them."""

    def __init__(self, tables: dict[str, dict[str, Document]], indexes: Sequence[Index]) -> None:
        self.tables = tables
        self._layers: list[Layer] = []
        self._indexes = {
            table: tuple(index for index in indexes if index.table == table) for table in tables
        }
        for table, documents in tables.items():
            for name, document in documents.items():
                self._move(table, name, None, document)

    def read(self) -> dict[str, Any]:
        return {table: self.table(table) for table in self.tables}

    def table(self, name: str) -> Documents:
        """One table, with the layers taken into account."""
        return _Seen(self, name) if self._layers else self.tables[name]

    def write(self, data: Mapping[str, Mapping[str, Document | None]]) -> None:
        """Take in changes. Unlike TinyDB's own storages it is never handed a whole table."""
        if not self._layers:
            raise StorageError("a change outside of an operation")
        top = self._layers[-1]
        for table, documents in data.items():
            top.change(table, documents)
            for index in self._indexes[table]:
                for name, document in documents.items():
                    if document is not None:
                        top.note(index, name, document)

    def begin(self) -> None:
        self._layers.append(Layer())

    def keep(self) -> None:
        """The topmost layer has succeeded: what it changed is seen by what follows."""
        top = self._layers.pop()
        self._layers[-1].take_in(top)

    def drop(self) -> Changes:
        """The topmost layer is gone from sight, and handed over."""
        return self._layers.pop().changes

    def apply(self, changes: Changes) -> None:
        """The changes are on disk: show them to everybody."""
        for table, documents in changes.items():
            kept = self.tables[table]
            for name, document in documents.items():
                self._move(table, name, kept.get(name), document)
                if document is None:
                    kept.pop(name, None)
                else:
                    kept[name] = document

    def found(self, table: str, name: str) -> Document | None:
        for layer in reversed(self._layers):
            documents = layer.changes.get(table)
            if documents is not None and name in documents:
                return documents[name]
        return self.tables[table].get(name)

    def ids(self, index: Index, key: str) -> list[str]:
        """Ids of the documents whose fact says *key*, with the layers taken into account."""
        kept = index.ids.get(key, {})
        if not self._layers:
            return list(kept)
        names = dict(kept)
        for layer in self._layers:
            names.update(layer.keyed.get(index, {}).get(key, {}))
        return [name for name in names if self._still(index, name, key)]

    def names(self, table: str) -> Iterator[str]:
        """Every id, with the layers taken into account."""
        changed = {
            name for layer in self._layers for name in layer.changes.get(table, ())
        } - self.tables[table].keys()
        for name in (*self.tables[table], *changed):
            if self.found(table, name) is not None:
                yield name

    def _still(self, index: Index, name: str, key: str) -> bool:
        document = self.found(index.table, name)
        return document is not None and document[index.fact] == key

    def _move(self, table: str, name: str, before: Document | None, after: Document | None) -> None:
        for index in self._indexes[table]:
            index.move(name, before, after)


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
        self._storage.write({self.name: {name: document}})

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
