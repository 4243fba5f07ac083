"""Group commit over a network: everything that waits is asked for in one go.

While one group is on its way the next one gathers, so that under load each is larger.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from storage.interface import StorageError, StoreClosed, StoreUnreachable

Given = TypeVar("Given")
Result = TypeVar("Result")

LARGEST_GROUP = 256
PATIENCE = 2.5  # seconds: Slack waits three for an answer
PAUSE = 0.1  # seconds between two attempts to reach the store

Ask = Callable[[Sequence[Given]], Awaitable[Sequence[Result | Exception]]]


@dataclass(frozen=True)
class _Waiting(Generic[Given, Result]):
    """Something to ask for, and whoever waits for it. Who was cancelled no longer waits."""

    given: Given
    future: asyncio.Future[Result]

    def tell(self, outcome: Result | Exception) -> None:
        if self.future.done():
            return
        if isinstance(outcome, Exception):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)


class Gathering(Generic[Given, Result]):
    """Asks for many at once. *ask* gives an outcome for each, all durable, or raises for all."""

    def __init__(self, ask: Ask[Given, Result], place: str, *, safe_to_repeat: bool) -> None:
        self._ask = ask
        self._place = place
        self._safe_to_repeat = safe_to_repeat
        self._waiting: deque[_Waiting[Given, Result]] = deque()
        self._news = asyncio.Event()
        self._closing = False
        self._worker = asyncio.create_task(self._work(), name="writer of the store")

    async def ask(self, given: Given) -> Result:
        """The outcome, once it is durable. Raises StoreUnreachable when that takes too long."""
        if self._closing or self._worker.done():
            raise StoreClosed
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(given, future))
        self._news.set()
        try:
            async with asyncio.timeout(PATIENCE):
                return await future
        except TimeoutError:
            raise StoreUnreachable(self._place, "it does not answer in time") from None

    async def close(self) -> None:
        """Ask for what still waits. Closing again does nothing."""
        self._closing = True
        self._news.set()
        await asyncio.shield(self._worker)

    async def _work(self) -> None:
        try:
            while self._waiting or not self._closing:
                self._news.clear()
                if group := self._next_group():
                    await self._settle(group)
                elif not self._closing:
                    await self._news.wait()
        finally:
            self._closing = True
            for waiting in self._waiting:  # empty, unless something unforeseen has happened
                waiting.tell(StoreClosed())

    def _next_group(self) -> list[_Waiting[Given, Result]]:
        group: list[_Waiting[Given, Result]] = []
        while self._waiting and len(group) < LARGEST_GROUP:
            waiting = self._waiting.popleft()
            if not waiting.future.done():
                group.append(waiting)
        return group

    async def _settle(self, group: Sequence[_Waiting[Given, Result]]) -> None:
        try:
            outcomes = await self._asked(group)
        except StoreUnreachable as problem:
            outcomes = [problem] * len(group)
        except StorageError as problem:
            if len(group) > 1:
                for waiting in group:  # what cannot be kept together may be kept one by one
                    await self._settle([waiting])
                return
            outcomes = [problem]
        except BaseException:
            for waiting in group:
                waiting.tell(StoreClosed())
            raise
        for waiting, outcome in zip(group, outcomes, strict=True):
            waiting.tell(outcome)

    async def _asked(
        self, group: Sequence[_Waiting[Given, Result]]
    ) -> Sequence[Result | Exception]:
        """Ask, again and again if the store is away for a moment and asking twice does no harm."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                return await self._ask([waiting.given for waiting in group])
            except StoreUnreachable:
                if not self._safe_to_repeat or asyncio.get_running_loop().time() >= end:
                    raise
                await asyncio.sleep(PAUSE)
