"""What only one of several processes may do at a time; another goes on when that one dies."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from bot.deps import Deps
from storage.interface import StorageError

LEASE = timedelta(seconds=20)  # another takes over when the leader has been silent so long
RENEWALS = 3  # of a lease, so that one that fails does no harm
log = logging.getLogger("heard")


async def lead(
    deps: Deps,
    task: str,
    work: Callable[[], Awaitable[None]],
    *,
    every: float,
    lease: timedelta = LEASE,
    wake: asyncio.Event | None = None,
) -> None:
    """Do *work* at once and every so often while this process leads. Runs until cancelled.

    *wake* makes it due earlier, in the process that leads.

    While *work* goes on, the process goes on leading, however long it takes. Who is cancelled hands
    the task on. *work* may be done twice when a process is held up for longer than its lease, so it
    must do no harm then.
    """
    loop = asyncio.get_running_loop()
    wake = wake or asyncio.Event()
    due = loop.time()
    try:
        while True:
            is_due = wake.is_set() or loop.time() >= due
            wake.clear()
            if await _leads(deps, task, lease) and is_due:
                await _work_as_leader(deps, task, work, lease)
                due = loop.time() + every
            with suppress(TimeoutError):
                async with asyncio.timeout(lease.total_seconds() / RENEWALS):
                    await wake.wait()
    finally:
        await _hand_on(deps, task)


async def _work_as_leader(
    deps: Deps, task: str, work: Callable[[], Awaitable[None]], lease: timedelta
) -> None:
    renewing = asyncio.ensure_future(_go_on_leading(deps, task, lease))
    try:
        await work()
    finally:
        renewing.cancel()
        await asyncio.wait({renewing})
    if not renewing.cancelled():
        renewing.result()  # it never ends by itself: it failed


async def _go_on_leading(deps: Deps, task: str, lease: timedelta) -> None:
    while True:
        await asyncio.sleep(lease.total_seconds() / RENEWALS)
        await _leads(deps, task, lease)


async def _leads(deps: Deps, task: str, lease: timedelta) -> bool:
    now = deps.clock()
    try:
        leading = await deps.store.lead(task, deps.inbox.holder, now, now + lease)
    except StorageError as error:
        log.warning("who leads %s is unknown: %s", task, type(error).__name__)
        leading = False
    (deps.vitals.leads.add if leading else deps.vitals.leads.discard)(task)
    return leading


async def _hand_on(deps: Deps, task: str) -> None:
    if task in deps.vitals.leads:
        deps.vitals.leads.discard(task)
        now = deps.clock()
        with suppress(StorageError):
            await deps.store.lead(task, deps.inbox.holder, now, now)
