"""Keeps values. What was acknowledged is there afterwards; what is kept is sealed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from storage.interface import NotAStore, Store
from storage.sealing import Keys
from storage.tiny import LONDON, open_tiny

__all__ = ["is_shared", "migrate_store", "open_store", "place_of"]

HOW = "a store is written as tinydb:PATH or postgresql://USER@HOST/DATABASE"
NO_DRIVER = "its driver is not installed: pip install 'heard[postgres]'"


async def open_store(
    url: str,
    keys: Keys,
    *,
    zone: tzinfo = LONDON,
    recover: bool = False,
    begin: bool = True,
) -> Store:
    """The store at `tinydb:PATH` or `postgresql://…`; begun if there is none, unless told not to.

    Raises what `open_tiny` or `open_postgres` raises, and never shows a password.
    """
    match _kind(url):
        case "tinydb":
            path = Path(url.removeprefix("tinydb:"))
            return await open_tiny(path, keys, zone=zone, recover=recover, begin=begin)
        case "postgresql":
            with _driver():
                from storage.postgres import open_postgres  # noqa: PLC0415 - an extra
            return await open_postgres(url, keys, zone=zone, begin=begin)


async def migrate_store(url: str, *, dry_run: bool) -> Sequence[str]:
    """The steps that brought the store to this version; with *dry_run*, those that would.

    A TinyDB store needs none. Raises NotAStore, StoreUnreachable.
    """
    match _kind(url):
        case "tinydb":
            return ()
        case "postgresql":
            with _driver():
                from storage.migrating import migrate_at  # noqa: PLC0415 - an extra
            return [str(step) for step in await migrate_at(url, dry_run=dry_run)]


def place_of(url: str) -> str:
    """The store's address as it may be shown: without a user or a password."""
    if _kind(url) == "tinydb":
        return url
    parts = urlsplit(url)
    host = parts.hostname or parse_qs(parts.query).get("host", ["localhost"])[0]
    return f"postgresql://{host}{parts.path}"


def is_shared(url: str) -> bool:
    """Whether several processes may have this store open."""
    return _kind(url) == "postgresql"


def _kind(url: str) -> Literal["tinydb", "postgresql"]:
    kind, _, place = url.partition(":")
    if place and kind == "tinydb" and "://" not in place:
        return "tinydb"
    if place and kind in ("postgresql", "postgres"):
        return "postgresql"
    raise NotAStore(kind, HOW)


@contextmanager
def _driver() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name != "asyncpg":
            raise
        raise NotAStore("postgresql:", NO_DRIVER) from None
