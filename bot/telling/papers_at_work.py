"""Which Board papers are being made at the moment, so that none is made twice at once."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from surveys.errors import AlreadyMaking
from surveys.periods import Period

Made = TypeVar("Made")


class PapersAtWork:
    """One paper a period at a time, in this process; and what the rules made for the last ones.

    Whoever rewrites a risk begins with what the rules made, as far as this process has seen it.
    """

    def __init__(self) -> None:
        self._tasks: dict[Period, asyncio.Task[Any]] = {}
        self._by_rule: dict[Period, Mapping[str, str]] = {}

    def remember(self, period: Period, by_rule: Mapping[str, str]) -> None:
        """What the rules made, by the part of the paper."""
        self._by_rule[period] = dict(by_rule)

    def by_rule(self, period: Period, part: str) -> str:
        return self._by_rule.get(period, {}).get(part, "")

    def is_making(self, period: Period) -> bool:
        return period in self._tasks

    async def make(self, period: Period, work: Coroutine[None, None, Made]) -> Made | None:
        """What *work* gives; None when it was cancelled. Raises AlreadyMaking."""
        if period in self._tasks:
            work.close()
            raise AlreadyMaking(str(period))
        task = asyncio.create_task(work)
        self._tasks[period] = task
        try:
            # Not cancelled by `cancel`, but by whoever stops the bot: that goes on outwards.
            await asyncio.wait([task])
        finally:
            del self._tasks[period]
            task.cancel()
        return None if task.cancelled() else task.result()

    def cancel(self, period: Period) -> bool:
        """Whether there was something to cancel."""
        if task := self._tasks.get(period):
            task.cancel()
        return task is not None
