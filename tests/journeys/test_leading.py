"""What one process does for all is taken over when that one is gone."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.deps import Deps
from bot.keeping.inbox import Inbox
from bot.workers.leading import LEASE, lead
from bot.workers.vitals import Vitals
from storage.interface import Store
from tests.journeys.harness import Heard, eventually

TASK = "escalation"
OFTEN = timedelta(seconds=0.06)


def another(deps: Deps) -> Deps:
    """Another process on the same store."""
    return replace(deps, inbox=Inbox(), vitals=Vitals())


def leading(
    deps: Deps, did: list[str], name: str, wake: asyncio.Event | None = None
) -> "asyncio.Task[None]":
    async def work() -> None:
        did.append(name)

    return asyncio.create_task(lead(deps, TASK, work, every=3600, lease=OFTEN, wake=wake))


def has(did: list[str], count: int) -> Callable[[], Awaitable[bool]]:
    async def ask() -> bool:
        return len(did) == count

    return ask


async def test_one_leads_and_hands_on_when_it_stops(heard: Heard) -> None:
    did: list[str] = []
    one = leading(another(heard.deps), did, "one")
    await eventually(has(did, 1), bool)
    two = leading(another(heard.deps), did, "two")
    await asyncio.sleep(2 * OFTEN.total_seconds())
    alone = list(did)
    one.cancel()
    await eventually(has(did, 2), bool)
    two.cancel()
    with suppress(asyncio.CancelledError):
        await two

    assert alone == ["one"]
    assert did == ["one", "two"]


class Noting:
    """A store that notes until when somebody asked to lead."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.until: list[datetime] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def lead(self, task: str, who: str, now: datetime, until: datetime) -> bool:
        led = await self._store.lead(task, who, now, until)
        self.until.append(until)
        return led


async def test_who_works_longer_than_its_lease_goes_on_leading(heard: Heard) -> None:
    store = Noting(heard.deps.store)
    begun, done = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await done.wait()

    one = asyncio.create_task(
        lead(another(replace(heard.deps, store=store)), TASK, work, every=3600, lease=OFTEN)
    )
    await begun.wait()
    taken_over = []
    for _ in range(3):
        now = heard.clock.now = heard.clock() + OFTEN * 0.9

        async def asked_until() -> datetime:
            return store.until[-1]

        await eventually(asked_until, (now + OFTEN).__eq__)
        taken_over.append(await heard.deps.store.lead(TASK, "another", now, now + OFTEN))
    done.set()
    one.cancel()
    with suppress(asyncio.CancelledError):
        await one

    assert taken_over == [False] * 3


async def test_when_the_leader_is_killed_another_leads_within_half_a_minute(heard: Heard) -> None:
    did: list[str] = []
    now = heard.clock()
    await heard.deps.store.lead(TASK, "killed", now, now + LEASE)
    wake = asyncio.Event()
    one = leading(another(heard.deps), did, "one", wake)
    wake.set()
    await asyncio.sleep(2 * OFTEN.total_seconds())
    waited, is_restless = list(did), wake.is_set()
    heard.clock.forward(seconds=LEASE.total_seconds() + 1)
    await eventually(has(did, 1), bool)
    one.cancel()
    with suppress(asyncio.CancelledError):
        await one

    assert waited == []
    assert not is_restless
    assert timedelta(seconds=30) > LEASE * 4 / 3  # with the time until somebody looks again
