"""What a golden file says that it holds, and what a store of today finds in it."""

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storage.interface import Draft, Entry, Message, Store
from surveys.answering import Response
from surveys.coding import Coding
from surveys.periods import Period
from surveys.survey import Survey
from surveys.values import Kept, Value
from surveys.wave import Invitation, Wave
from tests.builders import Note
from tests.storage.golden import Told
from tests.storage.kinds import KINDS

MODELS: Mapping[str, type[Value]] = {
    "surveys": Survey,
    "waves": Wave,
    "invitations": Invitation,
    "responses": Response,
    "codings": Coding,
    "drafts": Draft,
    "outbox": Message,
    "audit": Entry,
    "kept": Note,
    **{kind.kind: kind for kind in KINDS},
}


def expected(folder: Path) -> Told:
    """As values.json says, with defaults for what was added since."""
    told = json.loads((folder / "values.json").read_text("utf-8"))
    return {table: in_order(_as_today(table, values)) for table, values in told.items() if values}


async def everything(store: Store) -> Told:
    """All values, each read as today's, by table; what has an id of its own by its kind."""
    found: Told = defaultdict(list)
    async for items in store.everything():
        for item in items:
            kind = str(item.facts.get("kind", item.table))
            name = "kept" if kind == Note.kind else kind
            if item.text:
                value = item.value(MODELS[name])
                found[name].append(value.model_dump(mode="json"))
                if isinstance(value, Kept):
                    assert item.facts["labels"] == list(value.labels), "no longer found by them"
            elif item.table == "outbox":
                found["sent"].append(item.id)
    await store.evidence(Period(year=2026))
    assert await store.broken_link() is None
    return {table: in_order(values) for table, values in found.items()}


def in_order(values: list[Any]) -> list[Any]:
    return sorted(values, key=lambda value: json.dumps(value, sort_keys=True))


def _as_today(table: str, values: list[Any]) -> list[Any]:
    if table == "sent":
        return values
    return [
        MODELS[table].model_validate_json(json.dumps(one)).model_dump(mode="json") for one in values
    ]
