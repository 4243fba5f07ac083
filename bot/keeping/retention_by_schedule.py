"""Letting go without being told each time, where the board has said so: once a month, at night.

What only a person may decide stays theirs: a voice or concern goes when somebody has reviewed it.
"""

import logging
from contextlib import suppress
from datetime import date, timedelta
from typing import ClassVar

from bot.deps import Deps
from bot.keeping.retention import let_go, what_is_due
from storage.interface import Entry, StorageError
from surveys.errors import HeardError
from surveys.retention import Runs
from surveys.values import Kept

NIGHT = range(1, 5)  # hours where the board is: PostgreSQL lets nobody write while it sweeps
LONGEST = timedelta(hours=1)  # that one process has to itself for it
TASK = "retention"
HEARD = "heard"  # who did it, in the audit chain
log = logging.getLogger("heard")


class ScheduledRun(Kept):
    """What was due in the month of this id is gone."""

    kind: ClassVar[str] = "scheduled_run"

    day: date


async def let_go_by_schedule(deps: Deps) -> None:
    """What is due, if this month's run is to come. Doing it again changes nothing.

    Interrupted or refused, the rest goes in the same or another night of the month.
    """
    now = deps.clock().astimezone(deps.board.zone)
    if deps.board.retention.run is not Runs.MONTHLY or now.hour not in NIGHT:
        return
    month = f"{now:%Y-%m}"
    if await deps.store.kept(ScheduledRun, month):
        return
    if not await deps.store.lead(TASK, deps.inbox.holder, now, now + LONGEST):
        return
    try:
        await _let_go(deps, month)
    except (HeardError, StorageError) as error:
        log.warning("what is due could not be let go yet: %s", type(error).__name__)
    finally:
        over = deps.clock()
        with suppress(StorageError):  # its time ends by itself
            await deps.store.lead(TASK, deps.inbox.holder, over, over)


async def _let_go(deps: Deps, month: str) -> None:
    due = await what_is_due(deps, reviewed=False)
    await let_go(deps, due, HEARD, lambda _: None)  # nothing, too: a sweep may be left to do
    entry = Entry(at=deps.clock(), who=HEARD, did="let go of what was due by schedule", what=month)
    await deps.store.keep(ScheduledRun(id=month, day=deps.today()), entry=entry)
