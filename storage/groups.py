"""Group commit: everything that waits to be written shares one flush of the disk.

Operations run on the event loop, one after the other, each seeing what those before it changed.
The disk is written in another thread. Nothing is shown, and nobody is told, before it is there.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from storage.file import RowFile
from storage.interface import StorageError, StoreClosed
from storage.rows import Rows

Result = TypeVar("Result")
Given = TypeVar("Given")

LARGEST_GROUP = 512
QUIET = 1.0  # seconds without a write, after which the log is emptied

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Waiting(Generic[Result]):
    """One operation and whoever waits for it. Who was cancelled no longer waits."""

    operation: Callable[[], Result]
    future: asyncio.Future[Result]


@dataclass(frozen=True)
class _Outcome:
    waiting: _Waiting[Any]
    result: Any = None
    problem: Exception | None = None

    def tell(self) -> None:
        if self.waiting.future.done():
            return
        if self.problem is not None:
            self.waiting.future.set_exception(self.problem)
        else:
            self.waiting.future.set_result(self.result)


class Groups:
    """Runs operations on *rows* and brings what they change into *file*."""

    def __init__(self, rows: Rows, file: RowFile, thread: ThreadPoolExecutor) -> None:
        self._rows = rows
        self._file = file
        self._thread = thread
        self._waiting: deque[_Waiting[Any]] = deque()
        self._news = asyncio.Event()
        self._closing = False
        self._loop = asyncio.get_running_loop()
        self._is_quiet = False
        self._wrote_at = self._loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self._writer = asyncio.create_task(self._write(), name="writer of the store")

    async def run(self, operation: Callable[[], Result]) -> Result:
        """What *operation* gives, once everything that it changed is on disk.

        If it raises, or the disk cannot take it, nothing has changed. Whoever is cancelled while
        waiting finds afterwards that all of it has happened, or nothing.
        """
        if self._closing or self._writer.done():
            raise StoreClosed
        future: asyncio.Future[Result] = self._loop.create_future()
        self._waiting.append(_Waiting(operation, future))
        self._news.set()
        return await future

    async def in_file(self, work: Callable[[], Given]) -> Given:
        """What *work* finds or does in the file itself, between two groups. Raises StoreClosed."""
        if self._closing or self._writer.done():
            raise StoreClosed
        return await self._in_thread(work)

    async def close(self) -> None:
        """Write what still waits, and close the file. Closing again does nothing."""
        if not self._closing:
            self._closing = True
            self._news.set()
        await asyncio.shield(self._writer)

    async def _write(self) -> None:
        try:
            while self._waiting or not self._closing:
                if self._waiting:
                    group = list(islice(self._waiting, LARGEST_GROUP))
                    await self._commit(group)
                    for _ in group:
                        self._waiting.popleft()
                else:
                    await self._rest()
        finally:
            self._closing = True
            if self._timer is not None:
                self._timer.cancel()
            for waiting in self._waiting:  # empty, unless something unforeseen has happened
                _Outcome(waiting, problem=StoreClosed()).tell()
            await self._in_thread(self._file.close)
            self._thread.shutdown(wait=False)

    async def _rest(self) -> None:
        """Wait for something to do; when it has been quiet for a while, empty the log."""
        self._news.clear()
        await self._news.wait()
        if self._is_quiet:
            self._is_quiet = False
            try:
                await self._in_thread(self._file.fold)
            except StorageError as problem:
                log.warning("the log of the store could not be emptied: %s", type(problem).__name__)

    def _listen(self) -> None:
        """Notice when it has been quiet for a while. One timer at a time, whatever is written."""
        quiet_for = self._loop.time() - self._wrote_at
        if quiet_for < QUIET:
            self._timer = self._loop.call_later(QUIET - quiet_for, self._listen)
        else:
            self._timer = None
            self._is_quiet = True
            self._news.set()

    async def _commit(self, group: list[_Waiting[Any]]) -> None:
        self._rows.gather()
        outcomes = [self._outcome(waiting) for waiting in group if not waiting.future.cancelled()]
        changes = self._rows.gathered()
        if changes:
            try:
                await self._in_thread(lambda: self._file.commit(changes))
            except StorageError as problem:
                await self._one_by_one(group, problem)
                return
            self._rows.apply(changes)
            self._wrote_at = self._loop.time()
            if self._timer is None:
                self._listen()
        for outcome in outcomes:
            outcome.tell()

    async def _one_by_one(self, group: list[_Waiting[Any]], problem: StorageError) -> None:
        """What does not fit on the disk together may fit one at a time."""
        if len(group) == 1:
            _Outcome(group[0], problem=problem).tell()
            return
        for waiting in group:
            await self._commit([waiting])

    def _outcome(self, waiting: _Waiting[Any]) -> _Outcome:
        before = self._rows.mark()
        try:
            return _Outcome(waiting, result=waiting.operation())
        except Exception as problem:  # noqa: BLE001 - handed on, whatever it is, to whoever waits
            self._rows.undo(before)
            return _Outcome(waiting, problem=problem)

    async def _in_thread(self, work: Callable[[], Given]) -> Given:
        return await self._loop.run_in_executor(self._thread, work)
