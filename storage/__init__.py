"""Keeps values. What was acknowledged is there afterwards; what is kept is sealed."""

from datetime import tzinfo
from pathlib import Path

from storage.interface import NotAStore, Store
from storage.sealing import Keys
from storage.tiny import LONDON, open_tiny

__all__ = ["open_store"]


async def open_store(
    url: str, keys: Keys, *, zone: tzinfo = LONDON, recover: bool = False
) -> Store:
    """The store at `tinydb:PATH` or `postgresql://…`.

    Raises what `open_tiny` or `open_postgres` raises, and never shows a password.
    """
    kind, separator, place = url.partition(":")
    if separator and place and kind == "tinydb":
        return await open_tiny(Path(place), keys, zone=zone, recover=recover)
    if separator and place and kind in ("postgresql", "postgres"):
        return await _open_postgres(url, keys, zone)
    raise NotAStore(kind, "a store is written as tinydb:PATH or postgresql://USER@HOST/DATABASE")


async def _open_postgres(url: str, keys: Keys, zone: tzinfo) -> Store:
    try:
        from storage.postgres import open_postgres  # noqa: PLC0415 - its driver is an extra
    except ModuleNotFoundError as missing:
        if missing.name != "asyncpg":
            raise
        raise NotAStore(
            "postgresql:", "its driver is not installed: pip install 'heard[postgres]'"
        ) from None
    return await open_postgres(url, keys, zone=zone)
