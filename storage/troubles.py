"""What an error of PostgreSQL or of the network means to whoever called.

The error itself may quote values, so it is never handed on.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from storage.interface import NotAStore, StorageError, StoreFull, StoreUnreachable

HOW = "it is written as postgresql://USER:PASSWORD@HOST/DATABASE"
SETTINGS = f"{HOW}; one of the settings after it is wrong (sslmode=verify-full needs sslrootcert)"
POOLER = "a pooler that keeps no statements stands in between: add ?pooler=transaction"

REFUSED: tuple[tuple[type[Exception], str], ...] = (
    (asyncpg.InvalidAuthorizationSpecificationError, "the user's name or password is wrong"),
    (asyncpg.ClientConfigurationError, SETTINGS),
    (asyncpg.InvalidCatalogNameError, "there is no database of this name on the server"),
    (asyncpg.UndefinedTableError, "its tables are gone"),
    (asyncpg.InvalidSchemaNameError, "its tables are gone"),
    (asyncpg.DuplicatePreparedStatementError, POOLER),
    (asyncpg.InvalidSQLStatementNameError, POOLER),
    (asyncpg.UndefinedColumnError, "its tables are not as Heard has made them"),
    (asyncpg.UndefinedObjectError, "the address ends in a setting that the server does not know"),
    (asyncpg.CantChangeRuntimeParamError, "the address ends in a setting that cannot be set"),
)

UNREACHABLE: tuple[tuple[type[Exception], str], ...] = (
    (asyncpg.ReadOnlySQLTransactionError, "it takes no changes at the moment"),
    (asyncpg.TooManyConnectionsError, "it has no connection free"),
    (asyncpg.DeadlockDetectedError, "too many wanted the same at once"),
    (asyncpg.SerializationError, "too many wanted the same at once"),
    (asyncpg.QueryCanceledError, "it took too long"),
    (asyncpg.CannotConnectNowError, "it is starting or stopping"),
    (asyncpg.AdminShutdownError, "it is stopping"),
    (asyncpg.CrashShutdownError, "it is stopping"),
    (asyncpg.PostgresConnectionError, "the connection was lost"),
    (asyncpg.InterfaceError, "the connection was lost"),
    # What the driver calls its own fault: met when a server dies while a statement is prepared.
    (asyncpg.InternalClientError, "the connection was lost"),
    (socket.gaierror, "there is no host of this name"),
    (ssl.SSLError, "a safe connection could not be made"),
    (TimeoutError, "it does not answer in time"),
    (OSError, "there is no connection"),
)


TROUBLES = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)


@contextmanager
def answering_for(place: str) -> Iterator[None]:
    """Raise errors of the database at *place* as errors of the store."""
    try:
        yield
    except TROUBLES as problem:
        raise _meaning(problem, place) from None


def _meaning(problem: Exception, place: str) -> StorageError:
    if isinstance(problem, asyncpg.DiskFullError):
        return StoreFull(place)
    if isinstance(problem, asyncpg.InsufficientPrivilegeError):
        return NotAStore(place, f"the user lacks a right: {problem.message}")
    if why := _found(problem, REFUSED):
        return NotAStore(place, why)
    if not isinstance(problem, asyncpg.DataError) and (why := _found(problem, UNREACHABLE)):
        return StoreUnreachable(place, why)
    return StorageError(place, f"error {getattr(problem, 'sqlstate', type(problem).__name__)}")


def _found(problem: Exception, meanings: tuple[tuple[type[Exception], str], ...]) -> str | None:
    return next((why for kind, why in meanings if isinstance(problem, kind)), None)
