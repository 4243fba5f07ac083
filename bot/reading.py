"""The reading worker: has the machine read every new comment, off the event loop."""

import asyncio
import logging
from collections.abc import Sequence

from analysis.codebook import Codebook
from analysis.coding import machine_coding
from analysis.reading import engine, read
from bot.deps import Deps
from storage.interface import StorageError
from surveys.answering import Response, Said
from surveys.coding import Coding

AT_ONCE = 200
QUIET = 2.0  # seconds
AFTER_TROUBLE = 30.0  # seconds
log = logging.getLogger("heard")


async def read_all(deps: Deps) -> None:
    """Read new comments once nobody has sent anything for a moment. Runs until cancelled.

    People who press Send come first: reading takes longer than keeping. Who asks for a digest
    meanwhile does not wait for the quiet, but reads what is new.
    """
    while True:
        try:
            await read_new(deps)
        except StorageError as error:
            log.warning("comments could not be read yet: %s", type(error).__name__)
            await asyncio.sleep(AFTER_TROUBLE)
            continue
        await deps.to_read.wait()
        while deps.to_read.is_set():
            deps.to_read.clear()
            await asyncio.sleep(QUIET)


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
