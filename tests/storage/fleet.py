"""A process of several that share one store: it takes submissions and sends messages."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from storage import open_store
from storage.interface import Store
from storage.sealing import Keys
from surveys.values import PersonId, Respondent, ResponseId
from tests.builders import a_message, a_response, a_survey, a_wave, an_entry, an_invitation

AT_ONCE = 16
CLAIM = timedelta(seconds=1)
MOST_CLAIMED = 5


def person(number: int) -> PersonId:
    return PersonId(f"U{number:06}")


def thanks(number: int) -> str:
    return f"thanks-{number}"


@asynccontextmanager
async def opened(url: str, keys: Keys) -> AsyncIterator[Store]:
    store = await open_store(url, keys)
    try:
        yield store
    finally:
        await store.close()


async def open_spring(store: Store, people: int = 0) -> None:
    invitations = [an_invitation(person(number)) for number in range(people)]
    await store.open_wave(a_wave(), a_survey(), invitations, [])


def work(url: str, keys: Mapping[int, bytes], numbers: Sequence[int], told: Connection) -> None:
    """Accept these submissions; send whatever waits, until nothing has for longer than a claim.

    Says on *told*, a line each: 'open', 'kept N', 'again N', 'sent MESSAGE', 'done'.
    """
    asyncio.run(_work(url, Keys(keys), numbers, told.fileno()))


async def _work(url: str, keys: Keys, numbers: Sequence[int], told: int) -> None:
    store = await open_store(url, keys)
    os.write(told, b"open\n")
    coming = iter(numbers)
    accepting = [asyncio.create_task(_accept(store, coming, told)) for _ in range(AT_ONCE)]
    sending = asyncio.create_task(_send(store, accepting, told))
    await asyncio.gather(*accepting, sending)
    await store.close()
    os.write(told, b"done\n")


async def _accept(store: Store, coming: Iterator[int], told: int) -> None:
    for number in coming:  # one iterator, which all share
        response = a_response(
            f"Said by {number}.",
            id=ResponseId(f"response-of-{number}"),
            respondent=Respondent(f"respondent-{number}"),
        )
        message = a_message(person(number), id=thanks(number))
        outcome = await store.accept(response, participant=person(number), outbox=[message])
        os.write(told, f"{outcome} {number}\n".encode())
        if number % 10 == 0:
            await store.record(an_entry(what=f"{number}"))


async def _send(store: Store, accepting: Sequence["asyncio.Task[None]"], told: int) -> None:
    quiet_since = datetime.now(UTC)
    while not all(task.done() for task in accepting) or datetime.now(UTC) - quiet_since < CLAIM * 2:
        now = datetime.now(UTC)
        for message in await store.claim_outgoing(now, now + CLAIM, MOST_CLAIMED):
            os.write(told, f"sent {message.id}\n".encode())
            await store.sent(message.id)
            quiet_since = datetime.now(UTC)
        await asyncio.sleep(0.01)
