"""Waiting for a store that is away for a while. For workers only: a person is told at once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from storage.interface import StoreFull, StoreUnreachable

Result = TypeVar("Result")

PAUSE = 2.0  # seconds
log = logging.getLogger("heard")


async def until_answered(ask: Callable[[], Awaitable[Result]]) -> Result:
    """What the store answers, once it can: a full disk gets room one day, a network is mended.

    Only for what may be asked twice.
    """
    while True:
        try:
            return await ask()
        except (StoreUnreachable, StoreFull) as problem:
            log.warning("a worker waits for the store: %s", type(problem).__name__)
            await asyncio.sleep(PAUSE)
