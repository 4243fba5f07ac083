"""The way to a PostgreSQL database: where it is, and a pool of connections to it.

Nothing here lives longer than a transaction: no settings, no locks, no listening. So a pooler that
hands each transaction to another connection, such as PgBouncer, may stand in between.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

import asyncpg

from storage.certificates import wrong_with_files, wrong_with_mode
from storage.interface import NotAStore
from storage.troubles import HOW, answering_for

SCHEMES = ("postgresql", "postgres")
OLDEST = 14
MOST_CONNECTIONS = 10
QUICK = 2.5  # seconds: Slack waits three for an answer
LONG = 60.0  # seconds: for what reads or writes very many rows

# After these a connection is not used again. Whoever was cancelled or ran out of time does not wait
# for a server that may not answer; one that has become a standby is left for the one that leads.
DOUBTFUL = (
    asyncio.CancelledError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)

Connection: TypeAlias = (  # in quotes, because only the type checker knows them as generic
    "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
)
Rows = list[asyncpg.Record]


@dataclass(frozen=True)
class Address:
    """Where a database is. *place* names it without the user's name or password."""

    place: str
    url: str = field(repr=False)
    transactions_only: bool = False  # a pooler that knows no prepared statements stands in between

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raises NotAStore, which never shows a password."""
        try:
            parts = urlsplit(url)
            port = f":{parts.port}" if parts.port else ""
            (parts.hostname or "").encode("idna")
        except ValueError:
            raise NotAStore("postgresql:", HOW) from None
        database = unquote(parts.path).strip("/")
        if parts.scheme not in SCHEMES or not database or {"/", "\0"} & set(database):
            raise NotAStore("postgresql:", HOW)
        asked = dict(parse_qsl(parts.query))
        pooler = asked.pop("pooler", "session")
        if pooler not in ("session", "transaction"):
            raise NotAStore("postgresql:", "pooler is either session or transaction")
        if why := wrong_with_mode(asked):
            raise NotAStore("postgresql:", why)
        host = parts.hostname or asked.get("host", "localhost")
        return cls(
            place=f"postgresql://{host}{port}/{database}",
            url=urlunsplit(parts._replace(query=urlencode(asked))),
            transactions_only=pooler == "transaction",
        )


class Database:
    """An open database. Every call has a limit, after which its connection is broken off."""

    def __init__(self, address: Address, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self.place = address.place
        self._transactions_only = address.transactions_only
        self._pool = pool

    @classmethod
    async def connect(cls, address: Address) -> Self:
        """Raises NotAStore, StoreUnreachable."""
        if why := wrong_with_files(dict(parse_qsl(urlsplit(address.url).query))):
            raise NotAStore(address.place, why)
        with answering_for(address.place):
            pool = await asyncpg.create_pool(
                address.url,
                min_size=0,
                max_size=MOST_CONNECTIONS,
                timeout=QUICK,
                reset=_nothing,
                # Without a cache statements have no names, which such a pooler would not know.
                statement_cache_size=0 if address.transactions_only else 200,
            )
        database = cls(address, pool)
        try:
            await database._check()
        except BaseException:
            pool.terminate()
            raise
        return database

    async def close(self) -> None:
        """Close every connection; those that do not answer are broken off."""
        try:
            async with asyncio.timeout(QUICK):
                await self._pool.close()
        except (TimeoutError, asyncpg.InterfaceError, OSError):
            self._pool.terminate()

    async def fetch(self, statement: str, *values: Any, limit: float = QUICK) -> Rows:  # noqa: ANN401 - what SQL takes
        """The rows that one statement gives, durable if it changes anything."""
        if self._transactions_only:
            async with self.transaction(limit) as connection:
                return await connection.fetch(statement, *values)
        async with self._session(limit) as connection:
            return await connection.fetch(statement, *values)

    @asynccontextmanager
    async def transaction(
        self, limit: float = QUICK, *, reading: bool = False
    ) -> AsyncIterator[Connection]:
        """Several statements, of which all are durable afterwards or none.

        *reading* gives one picture for all of them, as it is at the first.
        """
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if reading else "BEGIN"
        async with self._session(limit) as connection:
            await connection.execute(begin)
            try:
                yield connection
            except (Exception, GeneratorExit):
                if not connection.is_closed():
                    await connection.execute("ROLLBACK")
                raise
            await connection.execute("COMMIT")

    async def maintain(self, statement: str, limit: float) -> None:
        """One statement that must stand in no transaction."""
        async with self._session(limit) as connection:
            await connection.execute(statement)

    @asynccontextmanager
    async def _session(self, limit: float) -> AsyncIterator[Connection]:
        with answering_for(self.place):
            async with asyncio.timeout(limit), self._pool.acquire() as connection:
                try:
                    yield connection
                except DOUBTFUL:
                    connection.terminate()
                    raise

    async def _check(self) -> None:
        async with self._session(QUICK) as connection:
            version = connection.get_server_version()
            encoding = connection.get_settings().server_encoding
        if why := unfit(version.major, encoding):
            raise NotAStore(self.place, why)


def unfit(major: int, encoding: str) -> str | None:
    """Why a server of this version and a database of this encoding are no place for a store."""
    if major < OLDEST:
        return f"it is PostgreSQL {major}; Heard needs {OLDEST} or newer"
    if encoding.upper() not in ("UTF8", "UTF-8", "UNICODE"):
        return f"its encoding is {encoding}; make the database anew with ENCODING 'UTF8'"
    return None


async def _nothing(_connection: Connection) -> None:
    """A connection that goes back to the pool has nothing of its own that had to be undone."""
