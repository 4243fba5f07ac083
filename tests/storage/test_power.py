"""What a TinyDB store is when the power comes back: see power.py for what is simulated.

The number of cuts is 100, or HEARD_TEST_CUTS, and a fifth more with very many at once.
"""

import asyncio
import os
import random
from pathlib import Path

import pytest

from storage.interface import StorageError
from storage.sealing import Keys
from storage.tiny import TinyStore, open_tiny
from surveys.answering import Response
from surveys.values import PersonId, Respondent, ResponseId
from tests.builders import (
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
from tests.storage.power import Disk, Flushed, Told, a_remembering_disk

CUTS = int(os.environ.get("HEARD_TEST_CUTS", "100"))
FEW, VERY_MANY = (8, 12), (144, 2)  # people and turns; of very many, half follow the others
PAGES_OF_LOG = 60  # so that the log is brought into the file again and again


def the_response(number: str) -> Response:
    return a_response(
        f"Said by {number}. " * 20, id=ResponseId(number), respondent=Respondent(number)
    )


async def everyone_answers(store: TinyStore, disk: Disk, people: int, turns: int) -> None:
    await asyncio.gather(*(_answers(store, disk, str(one), turns) for one in range(people)))


async def _answers(store: TinyStore, disk: Disk, who: str, turns: int) -> None:
    for turn in range(turns):
        number = f"{who}-{turn}"
        response = the_response(number)
        await store.keep_draft(a_draft(respondent=response.respondent, answers=response.answers))
        person = PersonId(number)
        message = a_message(person, id=f"thanks-{number}")
        for _ in range(2):  # as Slack does when it is unsure
            await store.accept(response, participant=person, outbox=[message])
        disk.events.append(Told(number))
        await store.add_codings([a_coding(response)])
        await store.record(an_entry(what=number))
        disk.events.append(Told(f"entry {number}"))
        if turn % 3 == 0:
            await store.sent(message.id)


async def with_a_short_log(store: TinyStore) -> None:
    connection = store._groups._file._connection
    setting = f"PRAGMA wal_autocheckpoint={PAGES_OF_LOG}"
    await store._groups.in_file(lambda: connection.execute(setting).fetchall())


async def a_disk_on_which_all_answered(path: Path, keys: Keys, people: int, turns: int) -> Disk:
    store = await open_tiny(path, keys)
    invited = [PersonId(f"{one}-{turn}") for one in range(people) for turn in range(turns)]
    await store.open_wave(a_wave(), a_survey(), [an_invitation(one) for one in invited], [])
    await store.close()
    with a_remembering_disk(path.parent) as disk:
        store = await open_tiny(path, keys)
        assert isinstance(store, TinyStore)
        await with_a_short_log(store)
        await everyone_answers(store, disk, people, turns)
        await store.close()
    return disk


@pytest.mark.parametrize(("crowd", "cuts"), [(FEW, CUTS), (VERY_MANY, CUTS // 5)])
async def test_no_power_cut_at_any_moment_loses_doubles_or_spoils_what_was_acknowledged(
    tmp_path: Path, keys: Keys, crowd: tuple[int, int], cuts: int
) -> None:
    (tmp_path / "first").mkdir()
    disk = await a_disk_on_which_all_answered(tmp_path / "first" / "heard.db", keys, *crowd)
    flushed = [event.file for event in disk.events if isinstance(event, Flushed)]
    assert flushed.count("heard.db") > 3  # the log was brought into the file meanwhile
    assert flushed.count("heard.db-wal") > 12
    chance = random.Random(20261124)  # noqa: S311 - so that it fails again
    for cut in range(cuts):
        moment = chance.randint(0, len(disk.events))
        folder = tmp_path / f"cut {cut}"
        folder.mkdir()
        for name, content in disk.after_a_cut(moment, chance).items():
            (folder / name).write_bytes(content)
        told = {event.what for event in disk.events[:moment] if isinstance(event, Told)}
        await everything_is_as_it_was_told(folder / "heard.db", keys, told)


async def everything_is_as_it_was_told(path: Path, keys: Keys, told: set[str]) -> None:
    store = await open_tiny(path, keys)
    try:
        responses = await store.responses(SPRING)
        invitations = await store.invitations(SPRING)
        numbers = {str(response.id) for response in responses}
        entries = [entry.what for entry in await store.audit()]

        assert {one for one in told if not one.startswith("entry ")} <= numbers
        assert {one for one in told if one.startswith("entry ")} <= {f"entry {e}" for e in entries}
        assert len(numbers) == len(responses)
        assert len(set(entries)) == len(entries)
        assert all(response == the_response(response.id) for response in responses)
        assert {str(one.person) for one in invitations if one.answered} == numbers
        assert not await store.drafts([response.respondent for response in responses])
        assert await store.broken_link() is None
    finally:
        await store.close()


async def test_a_store_that_did_not_flush_would_be_found_out(tmp_path: Path, keys: Keys) -> None:
    (tmp_path / "first").mkdir()
    disk = await a_disk_on_which_all_answered(tmp_path / "first" / "heard.db", keys, *FEW)
    unflushed = Disk(disk.begun, [one for one in disk.events if not isinstance(one, Flushed)])
    chance = random.Random(1)  # noqa: S311 - so that it fails again
    files = unflushed.after_a_cut(len(unflushed.events), chance)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    told = {event.what for event in disk.events if isinstance(event, Told)}
    with pytest.raises((AssertionError, StorageError)):
        await everything_is_as_it_was_told(tmp_path / "heard.db", keys, told)
