"""What one process does for all is taken over when that one is gone."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.deps import Deps
from bot.keeping.inbox import Inbox
from bot.workers.leading import LEASE, lead
from bot.workers.vitals import Vitals
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
