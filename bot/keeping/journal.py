"""Writes down what comes in, erases what is handled, and tries again what nobody finished."""

import asyncio
import logging
from datetime import timedelta
from http import HTTPStatus

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.deps import Deps
from bot.keeping.giving_up import told_of
from bot.keeping.inbox import Arrival, Taken
from bot.workers.leading import lead
from storage.interface import StorageError

PAUSE = 0.5  # seconds in which handled arrivals gather: erasing may wait, people may not
LOOK_AGAIN = 10.0  # seconds
PATIENCE = timedelta(seconds=30)  # after which nobody is at work on an arrival any more
LONGEST = 30.0  # seconds that handling one may take
MOST_TRIES = 5
KEPT = timedelta(days=7)  # what could not be handled, for an administrator
TASK = "inbox"
ARRIVAL = "arrival"  # under which a listener finds what it is handling
log = logging.getLogger("heard")


async def write_down(deps: Deps) -> None:
    """Whatever comes in, together with what came meanwhile. Runs until cancelled."""
    while True:
        await deps.inbox.to_write.wait()
        deps.inbox.to_write.clear()
        await _write(deps)


async def erase(deps: Deps) -> None:
    """Whatever is handled. Runs until cancelled."""
    while True:
        await deps.inbox.to_erase.wait()
        await asyncio.sleep(PAUSE)
        deps.inbox.to_erase.clear()
        await _erase(deps)


async def settle(deps: Deps) -> None:
    """At the end, once nothing is handled any more: leave only what must be tried again."""
    await _write(deps)
    await _erase(deps)


async def _write(deps: Deps) -> None:
    taken = deps.inbox.unwritten()
    if not taken:
        return
    try:
        await deps.store.keep(*(one.arrival for one in taken))
    except StorageError as error:
        # Their listeners meet the same, and tell whoever sent it that it is not kept.
        log.warning("%d arrivals are not written down: %s", len(taken), type(error).__name__)
        for one in taken:
            one.on_disk.set()
        return
    for one in taken:
        deps.inbox.written(one)


async def _erase(deps: Deps) -> None:
    names = deps.inbox.erasable()
    if not names:
        return
    try:
        await deps.store.let_go(Arrival, names)
    except StorageError as error:
        log.warning("%d handled arrivals stay for now: %s", len(names), type(error).__name__)
        deps.inbox.erase_later(names)


async def try_again(deps: Deps, app: AsyncApp, *, alone: bool) -> None:
    """Hand over again what nobody has finished. One process at a time. Runs until cancelled.

    *alone*: no other process can have this store open, so what is another's is a dead one's.
    """

    async def work() -> None:
        try:
            await _try_all(deps, app, alone=alone)
        except StorageError as error:
            log.warning("arrivals could not be looked at: %s", type(error).__name__)

    await lead(deps, TASK, work, every=LOOK_AGAIN, wake=deps.inbox.try_again)


async def _try_all(deps: Deps, app: AsyncApp, *, alone: bool) -> None:
    deps.inbox.to_erase.set()  # what could not be erased when it was handled
    arrivals = sorted(await deps.store.all_kept(Arrival), key=lambda one: one.at)
    for arrival in arrivals:
        if _is_due(deps, arrival, alone=alone):
            await _try(deps, app, arrival)
    old = [one.id for one in arrivals if one.failed and one.at + KEPT <= deps.clock()]
    if old:
        await deps.store.let_go(Arrival, old)


def _is_due(deps: Deps, arrival: Arrival, *, alone: bool) -> bool:
    if arrival.failed or deps.inbox.is_at_work(arrival):
        return False
    is_a_dead_ones = alone and arrival.holder != deps.inbox.holder
    return is_a_dead_ones or arrival.at + PATIENCE <= deps.clock()


async def _try(deps: Deps, app: AsyncApp, before: Arrival) -> None:
    """Its trigger has expired and nobody waits for the answer; what is kept of it counts."""
    arrival = before.tried()
    if not await deps.store.change(before, arrival):
        return
    taken = deps.inbox.take_again(arrival)
    # In this mode Bolt checks no signature: it was checked before this was written down.
    request = AsyncBoltRequest(mode="socket_mode", body=arrival.payload, context={ARRIVAL: taken})
    try:
        async with asyncio.timeout(LONGEST):
            answer = await app.async_dispatch(request)
            if answer.status == HTTPStatus.NOT_FOUND and not taken.has_begun:
                deps.inbox.end(taken, "nothing here takes it any more")
            await taken.ended.wait()
    except TimeoutError:
        deps.inbox.end(taken, "nobody finished it in time")
    if not taken.why:
        log.info("an arrival that was left over is handled")
    elif arrival.tries >= MOST_TRIES:
        log.error("an arrival could not be handled: %s (see heard outbox)", taken.why)
        told = await told_of(deps, arrival, app.client)
        await deps.store.change(arrival, arrival.given_up(taken.why), outbox=told)
        deps.to_send.set()


def taken_of(context: object) -> Taken | None:
    """What a listener is handling, if it was written down."""
    found = context.get(ARRIVAL) if isinstance(context, dict) else None
    return found if isinstance(found, Taken) else None
