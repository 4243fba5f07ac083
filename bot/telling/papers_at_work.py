"""Which Board papers this process is making at the moment, and what the rules made for the last."""

import asyncio
from collections.abc import Mapping
from typing import Any

from surveys.periods import Period


class PapersAtWork:
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
