"""Makes what stands for a format, a schema or a kind of backup, once, when it is released.

    python -m tests.storage.golden tests/data/stores/format-N
    python -m tests.storage.golden tests/data/schemas/schema-N
    python -m tests.storage.golden tests/data/backups/backup-N

Its key is no secret: nobody ever said what it seals.
"""

# ruff: noqa: ASYNC240 - nothing else happens meanwhile

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from storage import open_store
from storage.backup import write_backup
from storage.interface import Store
from storage.sealing import Keys
from surveys.values import PersonId, Value
from surveys.wave import Delivery
from tests.builders import (
    AMINA,
    BEN,
    CLOSING,
    SPRING,
    Note,
    a_coding,
    a_draft,
    a_message,
    a_response,
    a_survey,
    a_wave,
    an_entry,
    an_invitation,
)
from tests.servers import a_server
from tests.storage.kinds import KINDS, of_every_kind

KEY = "1 dGhpcyBrZXkgaXMgbm8gc2VjcmV0LCBhIHRlc3QncyE=\n"
GOLDEN = Keys.parse(KEY)
TABLES = (
    "migrations",
    "about",
    "surveys",
    "waves",
    "invitations",
    "drafts",
    "responses",
    "codings",
    "readings",
    "outbox",
    "audit",
    "heads",
    "kept",
)  # in the order in which they take rows

Told = dict[str, list[Any]]


async def make(folder: Path) -> None:
    folder.mkdir(parents=True)
    told = await MAKERS[folder.parent.name](folder)
    (folder / "values.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")


async def make_store(folder: Path) -> Told:
    return await filled(f"tinydb:{folder / 'heard.db'}")


async def make_backup(folder: Path) -> Told:
    with TemporaryDirectory() as elsewhere:
        url = f"tinydb:{elsewhere}/heard.db"
        told = await filled(url)
        store = await open_store(url, GOLDEN)
        await write_backup(store, GOLDEN, folder / "heard.backup")
        await store.close()
    del told["arrival"]  # kept for moments only: in no backup
    return told


async def make_schema(folder: Path) -> Told:
    with a_server(flushing=False) as server:
        database = server.new_database()
        told = await filled(server.url(database))
        rows = {
            table: [
                json.loads(line)
                for line in server.ask(
                    f"SELECT row_to_json(found) FROM heard.{table} found",  # noqa: S608 - ours
                    database,
                ).splitlines()
            ]
            for table in TABLES
        }
    (folder / "rows.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    return told


MAKERS = {"stores": make_store, "backups": make_backup, "schemas": make_schema}


async def filled(url: str) -> Told:
    store = await open_store(url, GOLDEN)
    try:
        return await _fill(store)
    finally:
        await store.close()


async def _fill(store: Store) -> Told:
    """Something of everything that a store keeps; returns what that is, by table and kind."""
    waiting, dead, sent = a_message(), a_message(BEN), a_message()
    invitations = [an_invitation(AMINA), an_invitation(BEN)]
    await store.open_wave(a_wave(), a_survey(), invitations, [waiting, dead, sent])
    await store.decide_delivery(SPRING, BEN, Delivery.DELIVERED)
    responses = [a_response("Zoë said: „zu spät“ \0 \U0001f6c1"), a_response("word " * 900)]
    await store.accept(responses[0], participant=AMINA, outbox=[])
    await store.accept(responses[1], participant=PersonId("U0"), outbox=[])
    codings = [a_coding(response) for response in responses]
    await store.add_codings(codings)
    await store.keep_draft(a_draft())
    await store.close_wave(SPRING, CLOSING)
    wave = await store.tell_what_came_of_it(SPRING, "More time.")
    await store.give_up(dead.id, "user_not_found")
    await store.sent(sent.id)
    entries = [an_entry(what=what) for what in ("one", "two")]
    for entry in entries:
        await store.record(entry)
    note, kept = Note(id="a note", about=("time",)), of_every_kind()
    await store.keep(note, *kept)
    values: dict[str, Sequence[Value]] = {
        "surveys": [a_survey()],
        "waves": [wave],
        "invitations": await store.invitations(SPRING),
        "responses": responses,
        "codings": codings,
        "drafts": [a_draft()],
        "outbox": [waiting, dead],
        "audit": entries,
        "kept": [note],
        **{kind.kind: [one for one in kept if isinstance(one, kind)] for kind in KINDS},
    }
    told = {name: [one.model_dump(mode="json") for one in found] for name, found in values.items()}
    return {**told, "sent": [sent.id]}


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1])))
