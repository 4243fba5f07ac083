"""Which Board papers this process is making at the moment, to be cancelled at once."""

import asyncio
from typing import Any

from surveys.periods import Period


class PapersAtWork:
    def __init__(self) -> None:
        self._tasks: dict[Period, asyncio.Task[Any]] = {}

    def is_making(self, period: Period) -> bool:
        return period in self._tasks

    def begin(self, period: Period, task: "asyncio.Task[Any]") -> None:
        self._tasks[period] = task

    def end(self, period: Period, task: "asyncio.Task[Any]") -> None:
        if self._tasks.get(period) is task:
            del self._tasks[period]

    def cancel(self, period: Period) -> bool:
        """Whether there was something to cancel."""
        if task := self._tasks.get(period):
            task.cancel()
        return task is not None
