"""The reading worker: has the machine read every new comment, off the event loop."""

import asyncio
from collections.abc import Sequence

from analysis.codebook import Codebook
from analysis.coding import machine_coding
from analysis.reading import engine, read
from bot.deps import Deps
from surveys.answering import Response, Said
from surveys.coding import Coding

AT_ONCE = 200


async def read_all(deps: Deps) -> None:
    """Read new comments whenever there are any. Runs until cancelled."""
    while True:
        deps.to_read.clear()
        await read_new(deps)
        await deps.to_read.wait()


async def read_new(deps: Deps) -> int:
    """Read every comment that this engine has not read yet. Returns how many codings were kept."""
    kept = 0
    version = await asyncio.to_thread(engine, deps.codebook)
    while unread := await deps.store.uncoded(version, AT_ONCE):
        codings = await asyncio.to_thread(codings_of, unread, deps.codebook)
        await deps.store.add_codings(codings)
        kept += len(codings)
    return kept


def codings_of(responses: Sequence[Response], codebook: Codebook) -> list[Coding]:
    return [
        machine_coding(
            read(answer.text, codebook), response=response.id, question=name, day=response.day
        )
        for response in responses
        for name, answer in response.answers.items()
        if isinstance(answer, Said)
    ]
