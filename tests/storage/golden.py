"""Makes the store that stands for a format, once, when the format is released.

    python -m tests.storage.golden tests/data/stores/format-N

Its key is no secret: nobody ever said what it seals.
"""

# ruff: noqa: ASYNC240 - nothing else happens meanwhile

import asyncio
import json
import sys
from pathlib import Path

from storage.sealing import Keys
from storage.tiny import open_tiny
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

KEY = "1 dGhpcyBrZXkgaXMgbm8gc2VjcmV0LCBhIHRlc3QncyE=\n"


async def make(folder: Path) -> None:
    folder.mkdir(parents=True)
    store = await open_tiny(folder / "heard.db", Keys.parse(KEY))
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
    await store.keep(Note(id="a note", about=("time",)))
    values: dict[str, list[Value]] = {
        "surveys": [a_survey()],
        "waves": [wave],
        "invitations": list(await store.invitations(SPRING)),
        "responses": list(responses),
        "codings": list(codings),
        "drafts": [a_draft()],
        "outbox": [waiting, dead],
        "audit": list(entries),
        "kept": [Note(id="a note", about=("time",))],
    }
    await store.close()
    told: dict[str, object] = {
        table: [value.model_dump(mode="json") for value in found] for table, found in values.items()
    }
    told["sent"] = [sent.id]
    (folder / "values.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1])))
