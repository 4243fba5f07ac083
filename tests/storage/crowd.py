"""People who write to a store all they can, and what must be in it afterwards.

Either a process of them that is killed, or tasks of the test whose store loses its server.
"""
# ruff: noqa: S311 - chance decides when a process is killed

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from storage import open_store
from storage.interface import Store, StoreUnreachable
from storage.sealing import Keys
from surveys.periods import Period
from surveys.values import PersonId, Respondent, ResponseId, WaveId
from tests.builders import (
    DURING,
    SPRING,
    a_coding,
    a_draft,
    a_message,
    a_response,
    a_survey,
    a_wave,
    an_entry,
    an_invitation,
)

AT_ONCE = 24
VERY_MANY = 160  # of whom TinyDB's store makes one half ready while it writes the other
PEOPLE = 100_000
MOST_BEFORE_A_KILL = 30  # responses
LONGEST_AFTER = 0.05  # seconds
TICK = 0.05  # seconds

Call = Callable[[], Awaitable[object]]


def person(number: str) -> PersonId:
    return PersonId(f"U{number}")


# A process


def write_until_killed(
    place: Path | str,
    keys: Mapping[int, bytes],
    begun: str,
    told: Connection,
    at_once: int = AT_ONCE,
) -> None:
    """Write to the store at *place*; each acknowledged number is a line written to *told*."""
    url = place if isinstance(place, str) else f"tinydb:{place}"
    asyncio.run(_write(url, Keys(keys), begun, told.fileno(), at_once))


async def _write(url: str, keys: Keys, begun: str, told: int, at_once: int) -> None:
    store = await open_store(url, keys)
    await store.open_wave(a_wave(), a_survey(), [], [])
    os.write(told, b"open\n")
    await asyncio.gather(*(_person(store, f"{begun}-{one}", told) for one in range(at_once)))


async def _person(store: Store, who: str, told: int) -> None:
    for turn in range(PEOPLE):
        number = f"{who}-{turn}"
        wave = WaveId(f"wave-{number}".lower())
        await store.open_wave(
            a_wave(id=wave), a_survey(), [an_invitation(person(number), wave=wave)], []
        )
        response = a_response(
            f"Said by {number}.",
            id=ResponseId(number),
            respondent=Respondent(number),
            wave=wave,
        )
        await store.keep_draft(a_draft(wave=wave, respondent=response.respondent))
        message = a_message(person(number), id=f"thanks-{number}")
        for _ in range(2):  # as Slack does when it is unsure
            await store.accept(response, participant=person(number), outbox=[message])
        os.write(told, f"{number}\n".encode())
        await store.add_codings([a_coding(response)])
        await store.record(an_entry(what=number))
        await store.accept(
            a_response(id=ResponseId(f"spring-{number}"), respondent=Respondent(number)),
            participant=None,
            outbox=[],
        )
        if turn % 3 == 0:
            await store.sent(message.id)
            await store.close_wave(wave, a_wave().closes_at)


def killed_at_any_moment(process: BaseProcess, reading: Connection) -> list[str]:
    """Kill a process that writes; all that it had been told is kept.

    How far it has come is counted and not timed, because a busy machine may take seconds for what a
    quiet one does at once.
    """
    with os.fdopen(os.dup(reading.fileno()), "rb") as told:
        reading.close()
        assert told.readline() == b"open\n"
        many = random.randrange(MOST_BEFORE_A_KILL)
        first = [told.readline().decode().strip() for _ in range(many)]
        time.sleep(random.uniform(0, LONGEST_AFTER))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL  # it did not end by itself before
        return [*first, *told.read().decode().split()]


async def is_whole_after_kills(
    store: Store, acknowledged: Collection[str], kills: int, at_once: int = AT_ONCE
) -> None:
    """Nothing acknowledged is lost, nothing doubled, and what belongs together is together."""
    waves = await store.waves()
    kept = [response.id for wave in waves for response in await store.responses(wave.id)]
    answered = {
        invitation.person
        for wave in waves
        for invitation in await store.invitations(wave.id)
        if invitation.answered
    }
    own = {one for one in kept if not one.startswith("spring-")}

    assert len(kept) == len(set(kept))
    assert set(acknowledged) <= own
    assert answered == {person(one) for one in own}
    assert await store.drafts([Respondent(one) for one in own]) == []
    assert await store.broken_link() is None
    assert len(await store.audit()) >= len(own) - kills * at_once


# Tasks of the test


class Crowd:
    """People who press Send again when they are told that it did not work.

    Around it they do everything else that a bot asks of its store: drafts, codings, messages,
    audit. *longest* is how long a person has waited for an answer at most, by `seconds`.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers = count()
        self.acknowledged: set[str] = set()
        self.coded: set[str] = set()
        self.sent: set[str] = set()
        self.recorded: set[str] = set()
        self.told_to_try_again = 0
        self.longest = 0.0
        self.seconds = 0.0
        self._served = asyncio.Event()
        self._leaving = False

    @asynccontextmanager
    async def pressing(self, people: int = 16) -> AsyncIterator[Callable[[int], None]]:
        """Until the end of the block, and then until everyone has done what they had begun.

        What it gives lets so many more come, who begin with a draft.
        """
        self._leaving = False
        async with self._a_clock(), asyncio.TaskGroup() as group:

            def come(many: int) -> None:
                for _ in range(many):
                    group.create_task(self._press())

            come(people)
            yield come
            self._leaving = True

    @asynccontextmanager
    async def _a_clock(self) -> AsyncIterator[None]:
        """Counts *seconds* as the loop has them: while a busy machine stops it, none go by."""

        async def tick() -> None:
            while True:
                await asyncio.sleep(TICK)
                self.seconds += TICK

        ticking = asyncio.create_task(tick())
        try:
            yield
        finally:
            ticking.cancel()

    async def until_served(self, many: int) -> None:
        wanted = len(self.acknowledged) + many
        async with asyncio.timeout(60):
            while len(self.acknowledged) < wanted:
                self._served.clear()
                await self._served.wait()

    async def is_whole(self) -> None:
        """Nothing acknowledged is lost, nothing doubled, and what belongs together is together."""
        store = self._store
        responses = await store.responses(SPRING)
        kept = {response.id for response in responses}
        answered = [one.person for one in await store.invitations(SPRING) if one.answered]
        codings = [one.response for one in (await store.evidence(Period(year=2026))).codings]
        waiting = {one.id for one in await store.outgoing(DURING, PEOPLE)}
        entries = Counter(entry.what for entry in await store.audit())

        assert len(responses) == len(kept) == len(answered)
        assert self.acknowledged <= kept
        assert len(codings) == len(set(codings))
        assert self.coded <= set(codings) <= kept
        assert not self.sent & waiting
        assert len(waiting) <= len(kept) - len(self.sent)
        assert await store.drafts([response.respondent for response in responses]) == []
        assert {entries[what] for what in self.recorded} <= {1}
        assert await store.broken_link() is None

    async def _press(self) -> None:
        while not self._leaving:
            await self._answer(f"{next(self._numbers):06}")

    async def _answer(self, number: str) -> None:
        store, whose = self._store, person(number)
        response = a_response(f"Said by {number}.")
        draft = a_draft(respondent=response.respondent, owner=response.respondent)
        message = a_message(whose, id=f"thanks-{number}")

        await self._person_presses(lambda: store.keep_draft(draft))
        await self._person_presses(
            lambda: store.accept(response, participant=whose, outbox=[message])
        )
        self.acknowledged.add(response.id)
        self._served.set()
        await self._until_done(lambda: store.add_codings([a_coding(response)]))
        self.coded.add(response.id)
        await self._until_done(lambda: store.sent(message.id))
        self.sent.add(message.id)
        if await self._is_done(lambda: store.record(an_entry(what=number))):
            self.recorded.add(number)

    async def _person_presses(self, call: Call) -> None:
        async def timed() -> None:
            begun = self.seconds
            try:
                await call()
            finally:
                self.longest = max(self.longest, self.seconds - begun)

        await self._until_done(timed)

    async def _until_done(self, call: Call) -> None:
        while not await self._is_done(call):
            self.told_to_try_again += 1
            await asyncio.sleep(0.05)

    async def _is_done(self, call: Call) -> bool:
        try:
            await call()
        except StoreUnreachable:
            return False
        return True
