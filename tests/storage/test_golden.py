"""Backups and databases that earlier versions made, and the kinds of values in them.

What stands for each is made by golden.py when it is released; stores of one file are read in
test_formats.py.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import asyncpg
import pytest

from storage import migrate_store, open_store
from storage.backup import HEADING, read_backup
from storage.interface import NotAStore
from storage.migrating import MAKE_MIGRATIONS, MAKE_SCHEMA, migrations
from storage.moving import Move, move
from surveys.values import Value
from tests.builders import DURING
from tests.servers import Server
from tests.storage.golden import GOLDEN
from tests.storage.kinds import KINDS, of_every_kind
from tests.storage.told import everything, expected

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
BACKUPS = range(1, int(HEADING.split()[-1]) + 1)
PACKAGES = ("surveys", "analysis", "storage", "bot")
KEPT = re.compile(r"^class (\w+)\(Kept\)", re.MULTILINE)


# Backups


@pytest.mark.parametrize("number", BACKUPS)
async def test_a_backup_of_every_kind_is_restored_to_the_value(number: int, tmp_path: Path) -> None:
    folder = DATA / "backups" / f"backup-{number}"
    store = await open_store(f"tinydb:{tmp_path / 'heard.db'}", GOLDEN)
    items = read_backup(folder / "heard.backup", GOLDEN)
    await move(items, store, named="old", place="new", who="me", clock=lambda: DURING)

    assert await everything(store) == expected(folder)
    await store.close()


# Schemas


async def database_of(schema: int, url: str) -> None:
    """A database as the version of this schema left it."""
    tables = json.loads((DATA / "schemas" / f"schema-{schema}" / "rows.json").read_text("utf-8"))
    connection = await asyncpg.connect(url)
    await connection.execute(MAKE_SCHEMA)
    await connection.execute(MAKE_MIGRATIONS)
    for migration in migrations()[:schema]:
        await connection.execute(migration.file.read_text("utf-8"))
    for table, rows in tables.items():
        found = f"json_populate_recordset(NULL::heard.{table}, $1)"
        put = f"INSERT INTO heard.{table} SELECT * FROM {found}"  # noqa: S608 - ours
        await connection.execute(put, json.dumps(rows))
    await connection.close()


@pytest.mark.parametrize("schema", [migration.number for migration in migrations()])
async def test_a_database_of_every_schema_is_migrated_and_read_to_the_value(
    schema: int, server: Server
) -> None:
    url = server.url()
    await database_of(schema, url)
    if schema < migrations()[-1].number:
        with pytest.raises(NotAStore, match="heard migrate"):
            await open_store(url, GOLDEN)
    await migrate_store(url, dry_run=False)
    store = await open_store(url, GOLDEN)

    assert await everything(store) == expected(DATA / "schemas" / f"schema-{schema}")
    await store.close()


# Kinds


def test_everything_with_an_id_of_its_own_stands_in_golden_files() -> None:
    named = {
        name
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for name in KEPT.findall(file.read_text("utf-8"))
    }

    # No store in which a move stands is ever read.
    assert {kind.__name__ for kind in KINDS} == named - {Move.__name__}


def test_every_field_of_it_is_said_in_them() -> None:
    said: Mapping[type[Value], set[str]] = defaultdict(set)
    for kept in of_every_kind():
        for value in values_in(kept):
            said[type(value)] |= value.model_fields_set
    unsaid = {
        f"{model.__name__}.{field}"
        for kind in KINDS
        for model in models_in(kind)
        for field in model.model_fields.keys() - said[model]
    }

    assert unsaid == set(), "say them in kinds.py; the golden files stay as they are"


def values_in(found: object) -> Iterator[Value]:
    match found:
        case Value():
            yield found
            parts: Any = (getattr(found, field) for field in type(found).model_fields)
        case Mapping():
            parts = found.values()
        case tuple() | list() | frozenset():
            parts = found
        case _:
            parts = ()
    for part in parts:
        yield from values_in(part)


def models_in(annotation: Any, *, seen: frozenset[Any] = frozenset()) -> set[type[Value]]:
    """Every class of values that a value of this type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, Value):
        if annotation in seen:
            return set()
        found = {annotation}
        hints = [field.annotation for field in annotation.model_fields.values()]
        for hint in hints:
            found |= models_in(hint, seen=seen | {annotation})
        return found
    return {model for hint in get_args(annotation) for model in models_in(hint, seen=seen)}
