"""heard keys: the key that seals the store, made, changed for a new one, and checked."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.cli.opening import opened, refuse_while_heard_runs, settings_for, telling
from bot.definitions import Missing
from bot.run import store_keys
from bot.settings import Settings
from bot.workers.errands import at_work
from storage.interface import Store
from storage.sealing import new_key, next_key

AT_ONCE = 500  # records
STOP_FIRST = "The bot is running and knows the old key only: stop it, rotate, and start it again."


@telling
async def new(given: argparse.Namespace) -> int:
    settings = settings_for(given)
    file = settings.store_key_file
    new_key(file)
    print(f"{file} is made. Keep a copy apart from the backups: without it nothing can be read.")
    if store := _store_before(settings):
        print(
            f"It does not open {store}, which was there before: that needs a copy of its own key."
        )
    return 0


@telling
async def rotate(given: argparse.Namespace) -> int:
    """Safe to interrupt: every key that still seals a record is in the file. Run again, it goes on.

    With the key in the environment the newer one is put there by whoever keeps it.
    """
    if at_work.get():
        raise Missing((STOP_FIRST,))
    settings = settings_for(given)
    async with opened(given, begin=False) as deps:
        await refuse_while_heard_runs(deps.store)
        begun = await _is_begun(deps.store, store_keys(settings).newest)
    if not begun and settings.key is not None:
        raise Missing(("HEARD_KEY holds one key: add a newer one after a semicolon, then rotate.",))
    if not begun:
        next_key(settings.store_key_file)
    async with opened(given, begin=False) as deps:
        total = sum((await deps.store.sealed_by()).values())
        with Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("Sealing anew", total=total)
            while await deps.store.reseal(AT_ONCE):
                await refuse_while_heard_runs(deps.store)  # one may have been just starting
                progress.advance(bar, AT_ONCE)
    newest = store_keys(settings).newest
    print(f"{total} records are sealed with key {newest}. Copy the key file to where you keep it.")
    print("Older keys open only backups made until now: keep them as long as those.")
    return 0


def _store_before(settings: Settings) -> Path | None:
    store = Path(settings.store_url.removeprefix("tinydb:"))
    return store if store.exists() else None


async def _is_begun(store: Store, newest: int) -> bool:
    """Whether a newer key is there already, with which not everything is sealed yet."""
    return bool(set(await store.sealed_by()) - {newest})


@telling
async def check(given: argparse.Namespace) -> int:
    """The keys that there are, and how many records each of them seals."""
    async with opened(given, begin=False) as deps:
        counted = await deps.store.sealed_by()
    for number in sorted(store_keys(settings_for(given)).by_number):
        used = counted.get(number, 0)
        print(f"Key {number}: {used} records." if used else f"Key {number}: in use by no record.")
    return 0
