"""A process that writes all it can until it is killed, and says what was acknowledged."""

import asyncio
import os
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from storage.interface import Store
from storage.sealing import Keys
from storage.tiny import open_tiny
from surveys.values import PersonId, Respondent, ResponseId, WaveId
from tests.builders import (
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
PEOPLE = 100_000


def person(number: str) -> PersonId:
    return PersonId(f"U{number}")


def write_until_killed(path: Path, keys: Mapping[int, bytes], begun: str, told: Connection) -> None:
    """Write to the store at *path*; each acknowledged number is a line written to *told*."""
    asyncio.run(_write(path, Keys(keys), begun, told.fileno()))


async def _write(path: Path, keys: Keys, begun: str, told: int) -> None:
    store = await open_tiny(path, keys)
    await store.open_wave(a_wave(), a_survey(), [], [])
    os.write(told, b"open\n")
    await asyncio.gather(*(_person(store, f"{begun}-{one}", told) for one in range(AT_ONCE)))


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
