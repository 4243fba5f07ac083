"""Long work in a process of its own, so that nobody who uses Heard is kept waiting by it."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")
FORESEEN = (ArithmeticError, LookupError, MemoryError, OSError, TypeError, ValueError)
PATIENT = 10  # how nice: people's requests come first


class FailedApart(Exception):
    """The process ended without a result. Carries the name of the error, and no words."""


async def apart(work: Callable[[Given], Made], given: Given, longest: float) -> Made:
    """What *work* (a function of a module) makes of *given*. The process ends with this call.

    Raises FailedApart; TimeoutError after *longest* seconds.
    """
    context = get_context("spawn")  # a fork would take along the store and everybody's connection
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(theirs, work, given), daemon=True)
    await asyncio.to_thread(process.start)
    theirs.close()
    try:
        async with asyncio.timeout(longest):
            is_done, made = await asyncio.to_thread(ours.recv)
    except EOFError:
        raise FailedApart("it was ended") from None
    finally:
        process.kill()
        await asyncio.shield(asyncio.to_thread(process.join))
        ours.close()
    if not is_done:
        raise FailedApart(made)
    result: Made = made
    return result


def _do(results: Connection, work: Callable[[Given], Made], given: Given) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began this ends it
    os.nice(PATIENT)
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - to its end: an error may hold words
    try:
        results.send((True, work(given)))
    except FORESEEN as error:
        results.send((False, type(error).__name__))
