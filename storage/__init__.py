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
    """The store at `tinydb:PATH`. Raises what `open_tiny` raises, and never shows a password."""
    kind, separator, place = url.partition(":")
    if kind != "tinydb" or not separator or not place:
        raise NotAStore(kind, "a store is written as tinydb:PATH")
    return await open_tiny(Path(place), keys, zone=zone, recover=recover)
