"""Brings a PostgreSQL database to this version: numbered files of SQL, each applied once.

A file that was released is never edited; a change is a new file. A database of every schema
stands in tests/data/schemas and is migrated by every later version.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from storage.connection import LONG, Address, Connection, Database
from storage.interface import NotAStore

NAMED = re.compile(r"^(\d{4})_([a-z0-9_]+)\.sql$")
TURN = 0x48524431  # 'HRD1', the number under which those who migrate wait for one another

TAKE_TURN = "SELECT pg_advisory_xact_lock($1)"
HAS_SCHEMA = "SELECT 1 FROM pg_namespace WHERE nspname = 'heard'"
# One look at everything, in the catalogue's rows: what to_regclass says may be older than the turn
# just taken. What an extension brought is nobody's table.
STANDING = """
WITH tables AS (
    SELECT nspname AS schema, relname AS name FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
        AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
        AND NOT EXISTS (
            SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                AND objid = pg_class.oid AND deptype = 'e'
        )
)
SELECT
    EXISTS (SELECT FROM tables WHERE schema = 'heard' AND name = 'migrations') AS begun,
    EXISTS (SELECT FROM tables WHERE schema = 'heard') AS taken,
    EXISTS (SELECT FROM tables) AS used,
    EXISTS (SELECT FROM pg_namespace WHERE nspname = 'heard') AS prepared
"""
LACKING = """
SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = 'heard' AND relkind = 'r' AND relname <> 'migrations' AND NOT (
    has_table_privilege(pg_class.oid, 'SELECT') AND has_table_privilege(pg_class.oid, 'INSERT')
    AND has_table_privilege(pg_class.oid, 'UPDATE') AND has_table_privilege(pg_class.oid, 'DELETE')
)
ORDER BY relname
"""
ANOTHERS = (
    "it holds tables of another program; give Heard a database of its own, "
    "or make an empty schema heard in this one"
)
TAKEN = "its schema heard holds something that Heard did not make"
MAKE_SCHEMA = "CREATE SCHEMA heard"
MAKE_MIGRATIONS = """
CREATE TABLE heard.migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""
APPLIED = "SELECT number FROM heard.migrations ORDER BY number"
NOTE = "INSERT INTO heard.migrations (number, name) VALUES ($1, $2)"


@dataclass(frozen=True)
class Migration:
    number: int
    name: str
    file: Traversable

    def __str__(self) -> str:
        return f"{self.number:04} {self.name}"


@cache
def migrations() -> tuple[Migration, ...]:
    """Those that come with this version, in order."""
    found = [
        Migration(int(named[1]), named[2].replace("_", " "), file)
        for file in (files("storage") / "migrations").iterdir()
        if (named := NAMED.match(file.name))
    ]
    return tuple(sorted(found, key=lambda migration: migration.number))


async def pending(database: Database) -> tuple[Migration, ...]:
    """Those that this database has not seen. Raises NotAStore when a newer version wrote it."""
    async with database.transaction() as connection:
        applied = await _applied(connection, database.place)
    return _missing(applied, database.place)


async def migrate(database: Database) -> tuple[Migration, ...]:
    """Apply what is pending, each in a transaction of its own; what this call has applied.

    Several may call at once: one applies, the others wait and find nothing left to do. A new store
    is made in one transaction, so that nobody meets half of it.
    """
    done: list[Migration] = []
    while True:
        async with database.transaction(LONG) as connection:
            await connection.execute(TAKE_TURN, TURN)
            missing = _missing(await _applied(connection, database.place), database.place)
            if not missing:
                return tuple(done)
            is_new = missing[0] == migrations()[0]
            now = missing if is_new else missing[:1]
            for migration in now:
                await _apply(connection, migration)
        done += now


async def is_new(database: Database) -> bool:
    """Whether nothing of Heard is in this database yet. Raises NotAStore for another program's."""
    async with database.transaction() as connection:
        return await _is_new(connection, database.place)


async def check_rights(database: Database) -> None:
    """Raises NotAStore when this user may not read and write every table of the store."""
    if lacking := await database.fetch(LACKING):
        why = f"the user lacks a right: to read and write {lacking[0]['relname']}"
        raise NotAStore(database.place, why)


async def migrate_at(url: str, *, dry_run: bool) -> tuple[Migration, ...]:
    """What was applied to the database at *url*; with *dry_run*, what would be."""
    database = await Database.connect(Address.parse(url))
    try:
        return await (pending(database) if dry_run else migrate(database))
    finally:
        await database.close()


async def _applied(connection: Connection, place: str) -> Sequence[int]:
    if await _is_new(connection, place):
        return ()
    return [row["number"] for row in await connection.fetch(APPLIED)]


async def _is_new(connection: Connection, place: str) -> bool:
    found = await connection.fetchrow(STANDING)
    assert found is not None
    if found["begun"]:
        return False
    if found["taken"]:
        raise NotAStore(place, TAKEN)
    if found["used"] and not found["prepared"]:
        raise NotAStore(place, ANOTHERS)
    return True


async def _apply(connection: Connection, migration: Migration) -> None:
    if migration.number == migrations()[0].number:
        # One who may not make a schema may have been given an empty one of this name.
        if not await connection.fetchval(HAS_SCHEMA):
            await connection.execute(MAKE_SCHEMA)
        await connection.execute(MAKE_MIGRATIONS)
    await connection.execute(migration.file.read_text("utf-8"))
    await connection.execute(NOTE, migration.number, migration.name)


def _missing(applied: Sequence[int], place: str) -> tuple[Migration, ...]:
    newest = migrations()[-1].number
    if applied and applied[-1] > newest:
        why = (
            f"a newer version of Heard wrote it (schema {applied[-1]}; "
            f"this version knows up to {newest})"
        )
        raise NotAStore(place, why)
    return tuple(one for one in migrations() if one.number not in applied)
