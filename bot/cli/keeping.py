"""heard backup, heard restore, heard move: a whole store into a file, back, and elsewhere."""

import argparse
import sys
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from bot.cli.opening import opened, operator, refuse_while_heard_runs, settings_for, telling
from bot.definitions import Missing
from bot.run import now, store_keys
from storage import open_store, place_of
from storage.backup import check_backup, read_backup, write_backup
from storage.interface import Entry, Item, NotAStore, Store
from storage.moving import is_half_filled
from storage.moving import move as moved
from storage.sealing import Keys

FIND_OUT = "Look when `heard check` last called it whole, and who could write to the store since."


@telling
async def backup(given: argparse.Namespace) -> int:
    """While the bot runs, too: what is written meanwhile belongs to the next backup."""
    file = Path(given.file)
    if given.check:
        print(f"{file} is whole: {await check_backup(file, _keys(given))} items.")
        return 0
    async with opened(given, begin=False) as deps:
        with counting("Writing the backup", await _size(deps.store)) as progress:
            count = await write_backup(deps.store, _keys(given), file, progress)
        entry = Entry(at=deps.clock(), who=operator(), did="made a backup", what=f"{count} items")
        await deps.store.record(entry)
        await _tell_of_a_broken_chain(deps.store)
    print(f"{count} items are in {file}. It opens only with the key file: keep that elsewhere.")
    print("pseudonyms.key is not in it, on purpose: see docs/operating.md.")
    return 0


@telling
async def restore(given: argparse.Namespace) -> int:
    """Into the store of the settings, which must be empty. The file is checked whole first."""
    settings, file = settings_for(given), Path(given.file)
    keys = _keys(given)
    total = await check_backup(file, keys)
    async with _store(settings.store_url, keys) as target:
        filling = read_backup(file, keys)
        count = await _fill(filling, target, f"backup {file.name}", settings.place, total)
        await _tell_of_a_broken_chain(target)
    print(f"{count} items are restored into {settings.place}, and compared.")
    return 0


@telling
async def move(given: argparse.Namespace) -> int:
    """Stop the bot first. What was interrupted is completed when it is called again."""
    source, target, keys = given.source, given.target, _keys(given)
    if place_of(source) == place_of(target):
        raise Missing(("FROM and TO are the same store.",))
    async with _store(source, keys, begin=False) as old, _store(target, keys) as new:
        await refuse_while_heard_runs(old)
        if await is_half_filled(old):
            raise NotAStore(place_of(source), "a move into it was interrupted; end that first")
        total = await _size(old)
        count = await _fill(old.everything(), new, place_of(source), place_of(target), total)
        await _tell_of_a_broken_chain(new)
    print(f"{count} items are in {place_of(target)}, each compared with its original.")
    print(f"Set HEARD_STORE to it. {place_of(source)} is as it was; delete it when you are sure.")
    return 0


async def _fill(
    source: AsyncIterable[Sequence[Item]], target: Store, named: str, place: str, total: int
) -> int:
    with counting("Copying", total) as progress:
        return await moved(
            source,
            target,
            named=named,
            place=place,
            who=uuid4().hex,
            clock=now,
            progress=progress,
        )


async def _size(store: Store) -> int:
    """How many records there are: nearly as many as items, enough for a bar."""
    return sum((await store.sealed_by()).values())


async def _tell_of_a_broken_chain(store: Store) -> None:
    """What is copied is as broken as what it was copied from, and can't be mended."""
    if (place := await store.broken_link()) is not None:
        print(
            f"The audit chain is broken at entry {place}, and so is its copy. {FIND_OUT}",
            file=sys.stderr,
        )


def _keys(given: argparse.Namespace) -> Keys:
    return store_keys(settings_for(given))


@asynccontextmanager
async def _store(url: str, keys: Keys, *, begin: bool = True) -> AsyncIterator[Store]:
    store = await open_store(url, keys, begin=begin)
    try:
        yield store
    finally:
        await store.close()


@contextmanager
def counting(
    what: str, total: int, console: Console | None = None
) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, by default on standard error; in a file it would be noise."""
    console = console or Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}: {task.completed} items"))
    timed = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(elapsed_when_finished=True))
    with Progress(*columns, *timed, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task(what, total=total)
        yield lambda count: progress.advance(bar, count)
        progress.update(bar, total=progress.tasks[bar].completed)
