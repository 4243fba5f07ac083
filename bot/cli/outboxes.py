"""heard outbox: messages that could not be delivered, and what came in and could not be handled.

By id, reason and day only: nobody's words are shown.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cli.opening import opened, operator, telling
from bot.definitions import Missing
from bot.deps import Deps
from bot.keeping.inbox import Arrival
from storage.interface import Entry, Message

ALL = "all"


@dataclass(frozen=True)
class Stuck:
    letters: Sequence[tuple[Message, str]]
    arrivals: Sequence[Arrival]

    @property
    def ids(self) -> set[str]:
        return {one.id for one, _ in self.letters} | {one.id for one in self.arrivals}


@telling
async def outbox(given: argparse.Namespace) -> int:
    async with opened(given, begin=False) as deps:
        stuck = await _stuck(deps)
        if given.do == "list":
            _print(stuck)
            return 0
        wanted = _wanted(given, stuck)
        done = await (_retry if given.do == "retry" else _drop)(deps, stuck, wanted)
    print(f"{done} will be tried again." if given.do == "retry" else f"{done} dropped for good.")
    return 0


async def _stuck(deps: Deps) -> Stuck:
    arrivals = [one for one in await deps.store.all_kept(Arrival) if one.failed]
    return Stuck(await deps.store.dead_letters(), sorted(arrivals, key=lambda one: one.at))


def _print(stuck: Stuck) -> None:
    print(f"Messages that could not be delivered: {len(stuck.letters) or 'none'}.")
    for message, reason in stuck.letters:
        print(f"{message.id}  to {message.to}  {reason}  due {message.not_before:%Y-%m-%d}")
    print(f"What came in and could not be handled: {len(stuck.arrivals) or 'none'}.")
    for one in stuck.arrivals:
        print(f"{one.id}  {one.failed}  tried {one.tries} times  came {one.at:%Y-%m-%d}")


def _wanted(given: argparse.Namespace, stuck: Stuck) -> set[str]:
    """Raises Missing for what is not there: nobody should think that it was done."""
    if given.do == "retry" and given.ids == [ALL]:
        return stuck.ids
    if not given.ids:
        raise Missing((f"Which? heard outbox {given.do} ID …",))
    wanted = set(given.ids)
    if unknown := sorted(wanted - stuck.ids):
        raise Missing(tuple(f"{one}: there is none with this id." for one in unknown))
    return wanted


async def _retry(deps: Deps, stuck: Stuck, wanted: set[str]) -> int:
    done = 0
    for message, _ in stuck.letters:
        if message.id in wanted:
            done += await deps.store.revive(message.id, deps.clock())
    for one in stuck.arrivals:
        if one.id in wanted:
            done += await deps.store.change(one, one.waiting_again())
    await _record(deps, "tried again what was given up", done)
    deps.to_send.set()
    deps.inbox.try_again.set()
    return done


async def _drop(deps: Deps, stuck: Stuck, wanted: set[str]) -> int:
    done = 0
    for message, _ in stuck.letters:
        if message.id in wanted:
            done += await deps.store.drop(message.id)
    done += await deps.store.let_go(Arrival, wanted)
    await _record(deps, "dropped what was given up", done)
    return done


async def _record(deps: Deps, did: str, count: int) -> None:
    if count:
        entry = Entry(at=deps.clock(), who=operator(), did=did, what=f"{count} items")
        await deps.store.record(entry)
