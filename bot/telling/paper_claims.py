"""One making of a Board paper at a time, whichever of several processes does it.

A claim in the store says that a paper is being made. Whoever makes it renews the claim, so that it
runs out by itself when that process is killed.
"""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import ClassVar, TypeVar

from pydantic import AwareDatetime

from bot.deps import Deps
from storage.interface import StorageError
from surveys.errors import AlreadyMaking, TakenOver
from surveys.periods import Period
from surveys.values import Kept, Line

CLAIMED_FOR = timedelta(minutes=1)  # another may make it when its maker has been silent so long
LOOK_AGAIN = 1.0  # seconds, until a press in another process is seen
Made = TypeVar("Made")
log = logging.getLogger("heard")


class PaperAtWork(Kept):
    """That the paper of this period is being made until then; *by* asked for it.

    *maker* tells two makings apart. Cancelled, its maker ends when it next looks.
    """

    kind: ClassVar[str] = "paper at work"

    maker: str
    by: Line
    since: AwareDatetime
    until: AwareDatetime
    is_cancelled: bool = False


async def make_alone(
    deps: Deps,
    period: Period,
    work: Coroutine[None, None, Made],
    *,
    by: str,
    every: float = LOOK_AGAIN,
) -> Made | None:
    """What *work* gives; None when it was cancelled, here or elsewhere.

    Raises AlreadyMaking; TakenOver when it was held up until another began.
    """
    try:
        claim = await _claim(deps, period, by)
    except BaseException:
        work.close()
        raise
    task = asyncio.create_task(work)
    deps.papers.begin(period, task)
    try:
        # Not cancelled by `cancel`, but by whoever stops the bot: that goes on outwards.
        while not task.done():
            await asyncio.wait([task], timeout=every)
            if not task.done() and not await _goes_on(deps, claim):
                task.cancel()
    finally:
        deps.papers.end(period, task)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)  # what it raised now is told by nobody
        await _end(deps, claim)
    return None if task.cancelled() else task.result()


async def refuse_while_made(deps: Deps, period: Period) -> None:
    """Raises AlreadyMaking."""
    kept = await deps.store.kept(PaperAtWork, str(period))
    if kept and kept.until > deps.clock():
        raise AlreadyMaking(str(period), kept.by, kept.since)


async def cancel(deps: Deps, period: Period) -> bool:
    """Whether there was something to cancel. Another process ends within a second or two."""
    if deps.papers.cancel(period):
        return True
    while (kept := await deps.store.kept(PaperAtWork, str(period))) and kept.until > deps.clock():
        if await deps.store.change(kept, kept.model_copy(update={"is_cancelled": True})):
            return True
    return False


async def forget_dead_claims(deps: Deps) -> None:
    """Of those that were killed: nobody need be known to have asked."""
    claims = await deps.store.all_kept(PaperAtWork)
    await deps.store.let_go(PaperAtWork, [one.id for one in claims if one.until <= deps.clock()])


async def _claim(deps: Deps, period: Period, by: str) -> PaperAtWork:
    maker = deps.new_id()
    while True:
        await refuse_while_made(deps, period)
        now = deps.clock()  # anew each time: a claim may end while this looks
        mine = PaperAtWork(id=str(period), maker=maker, by=by, since=now, until=now + CLAIMED_FOR)
        dead = await deps.store.kept(PaperAtWork, mine.id)
        if dead is None:
            if await deps.store.keep(mine) == "kept":
                return mine
        elif dead.until <= now and await deps.store.change(dead, mine):
            return mine


async def _goes_on(deps: Deps, claim: PaperAtWork) -> bool:
    """Renews the claim in time. Not once somebody has cancelled it. Raises TakenOver."""
    now = deps.clock()
    renewed = claim.model_copy(update={"until": now + CLAIMED_FOR})
    try:
        kept = await deps.store.kept(PaperAtWork, claim.id)
        if kept is None:  # it was held up, and taken for dead, but nobody else has begun
            await deps.store.keep(renewed)
            return True
        if kept.maker != claim.maker:
            raise TakenOver(kept.id, kept.by, kept.since)
        if kept.is_cancelled:
            return False
        if kept.until - now < CLAIMED_FOR / 2:
            await deps.store.change(kept, renewed)
    except StorageError as error:
        log.warning("the claim on a paper is unknown: %s", type(error).__name__)
    return True


async def _end(deps: Deps, claim: PaperAtWork) -> None:
    """Where the store can't be reached, it runs out by itself."""
    with suppress(StorageError):
        while (kept := await deps.store.kept(PaperAtWork, claim.id)) and kept.maker == claim.maker:
            if await deps.store.change(kept, kept.model_copy(update={"until": deps.clock()})):
                return
