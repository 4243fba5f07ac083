"""How this process is: what it handles, whether it is connected, which workers live."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

LOOK_EVERY = 2.0  # seconds


class Connection(StrEnum):
    """With Slack. Over HTTP it is Slack that connects, so all we can do is listen."""

    NONE = "none"
    CONNECTED = "connected"
    LISTENING = "listening"


@dataclass(eq=False)
class Vitals:
    """Changed by those who know, read by /health and /metrics."""

    connection: Connection = Connection.NONE
    reconnected: int = 0
    stopping: bool = False
    delivered_at: datetime | None = None
    leads: set[str] = field(default_factory=set)
    workers: Sequence[asyncio.Task[Any]] = ()
    lag: float = 0.0  # seconds by which the event loop was late
    handling_now: int = 0
    _idle: asyncio.Event = field(default_factory=asyncio.Event)

    @contextmanager
    def handling(self) -> Iterator[None]:
        """Something that must be finished before the process ends."""
        self.handling_now += 1
        self._idle.clear()
        try:
            yield
        finally:
            self.handling_now -= 1
            if not self.handling_now:
                self._idle.set()

    async def until_idle(self, seconds: float) -> bool:
        """Whether everything was finished within this time."""
        if not self.handling_now:
            return True
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True

    def dead_workers(self) -> list[str]:
        return [worker.get_name() for worker in self.workers if worker.done()]


async def measure_lag(vitals: Vitals) -> None:
    """How late the event loop is. Runs until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        began = loop.time()
        await asyncio.sleep(LOOK_EVERY)
        vitals.lag = max(0.0, loop.time() - began - LOOK_EVERY)
