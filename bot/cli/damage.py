"""What of a damaged store can't be read, told by place, and how a command goes on without it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.cli.opening import operator
from bot.definitions import Missing
from bot.run import now, store_keys
from bot.settings import Settings
from bot.wording.refusals import places
from storage import is_shared, open_store
from storage.interface import Entry, Store, StoreDamaged

MOST_TOLD = 10
HOW = "(table/row; first-last is a stretch of rows, nobody can say how many)"
ONE_FILE_ONLY = (
    "--recover is for a store in one file. What of a PostgreSQL store can't be read `heard check` "
    "lists; restore a backup into an empty database (docs/operating.md)."
)


@asynccontextmanager
async def looking_into(settings: Settings, *, recover: bool, whole: bool) -> AsyncIterator[Store]:
    """The store as it is: nothing is begun. With *recover*, with what can be read of it.

    What can't be read is printed, a place a line, and all of it if *whole* or recovering. Going on
    without it stands in the audit chain.
    Raises Missing where nothing can be recovered so, StorageError.
    """
    if recover and is_shared(settings.store_url):
        raise Missing((ONE_FILE_ONLY,))
    store, lost = await _opened(settings, recover=recover, whole=whole)
    try:
        if lost:
            what = f"{places(lost)} could not be read"
            did = "went on with a damaged store"
            await store.record(Entry(at=now(), who=operator(), did=did, what=what))
        yield store
    finally:
        await store.close()


def tell_of(lost: Sequence[str], *, whole: bool) -> None:
    """Names of tables and of rows, which are hashes: they say nothing of what was in them."""
    told = lost if whole else lost[:MOST_TOLD]
    print(f"{places(lost)} of the store can't be read {HOW}:", *told, sep="\n")
    if more := len(lost) - len(told):
        print(f"and {more} more: `heard check --all` lists every one.")


async def _opened(settings: Settings, *, recover: bool, whole: bool) -> tuple[Store, Sequence[str]]:
    """The store, and what is lost of it."""
    keys = store_keys(settings)
    try:
        return await open_store(settings.store_url, keys, begin=False), ()
    except StoreDamaged as damaged:
        tell_of(damaged.lost, whole=whole or recover)
        if not recover:
            raise
        lost, copy = damaged.lost, damaged.copy
    store = await open_store(settings.store_url, keys, begin=False, recover=True)
    print(f"Went on without {places(lost)}. Everything as it was is in {copy}.")
    return store, lost
