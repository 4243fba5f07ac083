"""What a PostgreSQL store gives and takes when it is copied: rows to items and back."""

import json
from collections.abc import AsyncIterator, Sequence

import asyncpg

from storage import statements as sql
from storage.connection import Connection
from storage.interface import Item

BATCH = 500  # rows
ALL: dict[str, str] = {
    "surveys": sql.ALL_SURVEYS,
    "waves": sql.ALL_WAVES,
    "invitations": sql.ALL_INVITATIONS,
    "responses": sql.ALL_RESPONSES,
    "codings": sql.ALL_CODINGS,
    "drafts": sql.ALL_DRAFTS,
    "outbox": sql.ALL_MESSAGES,
    "audit": sql.AUDIT,
    "kept": sql.ALL_OF_ALL_KINDS,
}

Row = asyncpg.Record


# By which columns a sealed value is bound to its place.
PLACES: dict[str, tuple[str, ...]] = {
    "surveys": ("survey", "version"),
    "waves": ("wave",),
    "invitations": ("wave", "person"),
    "responses": ("name",),
    "codings": ("response", "question", "coder"),
    "drafts": ("wave", "respondent"),
    "outbox": ("message",),
    "audit": ("place",),
    "heads": ("chain",),
    "kept": ("kind", "name"),
}


async def batches(
    connection: Connection, cursor: str, statement: str
) -> AsyncIterator[Sequence[Row]]:
    """All that *statement* finds, as the transaction sees it, without holding all of it.

    Each statement needs a *cursor* name of its own: the driver remembers what a name gives.
    """
    await connection.execute(f"DECLARE {cursor} NO SCROLL CURSOR FOR {statement}")
    while rows := await connection.fetch(f"FETCH {BATCH} FROM {cursor}"):
        yield rows
    await connection.execute(f"CLOSE {cursor}")


def by_table(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """Items in runs of one table, in the order in which they came."""
    runs: list[tuple[str, list[Item]]] = []
    for item in items:
        if not runs or runs[-1][0] != item.table:
            runs.append((item.table, []))
        runs[-1][1].append(item)
    return runs


def with_labels(text: str, labels: Sequence[str]) -> str:
    """What is sealed of something kept: in the columns its labels are only hashes."""
    return json.dumps({"labels": list(labels), "text": text})


def and_labels(opened: str) -> tuple[str, list[str]]:
    found = json.loads(opened)
    return found["text"], found["labels"]
