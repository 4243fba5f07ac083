"""Group commit: everything that waits to be written shares one flush of the disk.

Operations run on the event loop, one after the other, each seeing what those before it changed.
The disk is written in another thread. Nothing is shown, and nobody is told, before it is there.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from queue import SimpleQueue
from threading import Thread
from typing import Any, NamedTuple, TypeVar

from storage.file import RowFile, Sealed
from storage.interface import StorageError, StoreClosed
from storage.rows import Changes, Rows

Result = TypeVar("Result")
Given = TypeVar("Given")

LARGEST_GROUP = 512
WORTH_PREPARING = 64  # fewer wait for more to come, so that they share one flush
QUIET = 1.0  # seconds without a write, after which the log is emptied

_Told = tuple[asyncio.Future[Any], object, Exception | None]  # who waits, and the outcome
_Handed = tuple[Callable[[], Any], Callable[[], None], asyncio.Future[Any]]

log = logging.getLogger(__name__)


class OwnThread:
    """Does what it is handed, in order. It belongs to the event loop in which it was begun.

    Handing work to an executor and getting its outcome back takes longer than a small write takes
    to prepare, because an executor's futures are made for any number of threads and of waiters.
    """

    def __init__(self, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._handed: SimpleQueue[_Handed | None] = SimpleQueue()
        Thread(target=self._run, name=name, daemon=True).start()

    def do(
        self, work: Callable[[], Given], then: Callable[[], None] = lambda: None
    ) -> asyncio.Future[Given]:
        """What *work* gives or raises. It is done even if nobody waits for it any more.

        *then* follows in the loop if *work* did not raise, before whoever waits goes on: a turn of
        the loop less than if it were left to whoever waits.
        """
        future: asyncio.Future[Given] = self._loop.create_future()
        self._handed.put((work, then, future))
        return future

    def stop(self) -> None:
        """End, once everything that was handed over is done."""
        self._handed.put(None)

    def _run(self) -> None:
        while (handed := self._handed.get()) is not None:
            work, then, future = handed
            result, problem = _outcome(work)
            with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
                self._loop.call_soon_threadsafe(_go_on, future, then, result, problem)


class _Waiting(NamedTuple):
    """One operation and whoever waits for it. Who was cancelled no longer waits."""

    operation: Callable[[], Any]
    future: asyncio.Future[Any]
    alone: bool = False  # a group that it was in did not fit on the disk


class _Group(NamedTuple):
    """Operations that have run, and what they have changed, as it is written."""

    waiting: Sequence[_Waiting]
    outcomes: Sequence[_Told]
    changes: Changes
    sealed: Sealed


class Groups:
    """Runs operations on *rows* and brings what they change into *file*.

    One group at a time flies to the disk. While it does, a large one that waits is made ready to
    follow it, as if it had landed. Should it fail to, nothing stays of what was made ready.
    """

    def __init__(self, rows: Rows, file: RowFile, thread: OwnThread) -> None:
        self._rows = rows
        self._file = file
        self._thread = thread
        self._waiting: deque[_Waiting] = deque()
        self._flying: _Group | None = None
        self._flight: asyncio.Future[None]
        self._ready: _Group | None = None
        self._news = asyncio.Event()
        self._closing = False
        self._loop = asyncio.get_running_loop()
        self._is_quiet = False
        self._wrote_at = self._loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self._writer = asyncio.create_task(self._write(), name="writer of the store")

    def run(self, operation: Callable[[], Result]) -> asyncio.Future[Result]:
        """What *operation* gives, once everything that it changed is on disk.

        If it raises, or the disk cannot take it, nothing has changed. Whoever is cancelled while
        waiting finds afterwards that all of it has happened, or nothing. It may be run again, and
        only what it gives last is told.
        """
        if self._closing or self._writer.done():
            raise StoreClosed
        future: asyncio.Future[Result] = self._loop.create_future()
        self._waiting.append(_Waiting(operation, future))
        self._news.set()
        return future

    async def in_file(self, work: Callable[[], Given]) -> Given:
        """What *work* finds or does in the file itself, between two groups. Raises StoreClosed."""
        if self._closing or self._writer.done():
            raise StoreClosed
        return await self._thread.do(work)

    async def close(self) -> None:
        """Write what still waits, and close the file. Closing again does nothing."""
        if not self._closing:
            self._closing = True
            self._news.set()
        await asyncio.shield(self._writer)

    async def _write(self) -> None:
        try:
            while self._waiting or self._flying or not self._closing:
                if self._flying:
                    await self._land(self._flying)
                elif self._waiting:
                    self._take_off(self._prepared(self._share()))
                else:
                    await self._rest()
        finally:
            await self._end()

    def _share(self) -> int:
        """How many go next: all, or half if that is enough to have the disk always at work."""
        if self._waiting[0].alone:
            return 1
        waiting = len(self._waiting)
        return min(LARGEST_GROUP, waiting if waiting < 2 * WORTH_PREPARING else waiting // 2)

    def _prepared(self, count: int) -> _Group:
        """The first that wait, their operations run on top of what flies."""
        group = list(islice(self._waiting, count))
        self._rows.gather()
        outcomes = [self._outcome(waiting) for waiting in group if not waiting.future.cancelled()]
        changes = self._rows.gathered()
        sealed = self._file.sealed(changes, self._flying.changes if self._flying else {})
        for _ in group:
            self._waiting.popleft()
        return _Group(group, outcomes, changes, sealed)

    def _take_off(self, group: _Group) -> None:
        self._flying = group
        if group.sealed:
            self._flight = self._thread.do(partial(self._file.commit, group.sealed), self._landed)
        else:
            self._landed()

    async def _land(self, flying: _Group) -> None:
        """Wait until it is on disk. What is prepared meanwhile takes off in that very moment."""
        if len(self._waiting) >= WORTH_PREPARING and not self._waiting[0].alone:
            self._ready = self._prepared(min(LARGEST_GROUP, len(self._waiting)))
        try:
            await self._flight
        except StorageError as problem:
            self._begin_again(flying, problem)
        else:
            self._wrote_at = self._loop.time()
            if self._timer is None:
                self._listen()

    def _landed(self) -> None:
        """What flew is on disk: show it, tell whoever waited, and let the next one follow."""
        assert self._flying is not None
        self._rows.apply(self._flying.changes)
        _tell_all(self._flying.outcomes)
        self._flying, following, self._ready = None, self._ready, None
        if following:
            self._take_off(following)

    def _begin_again(self, fallen: _Group, problem: StorageError) -> None:
        """What does not fit on the disk together may fit one at a time. Nothing of it is there."""
        again = list(self._ready.waiting) if self._ready else []
        if len(fallen.waiting) == 1:
            _tell(fallen.waiting[0].future, None, problem)
        else:
            again = [waiting._replace(alone=True) for waiting in fallen.waiting] + again
        self._flying = self._ready = None
        self._rows.forget_gathered()
        self._waiting.extendleft(reversed(again))

    async def _end(self) -> None:
        """Close the file. What flies lands before; nobody else waits, unless for the unforeseen."""
        self._closing = True
        following, self._ready = self._ready, None
        if self._timer is not None:
            self._timer.cancel()
        try:
            await self._thread.do(self._file.close)
        finally:
            self._thread.stop()
            for group in (self._flying, following):
                self._waiting.extend(group.waiting if group else ())
            for waiting in self._waiting:
                _tell(waiting.future, None, StoreClosed())

    async def _rest(self) -> None:
        """Wait for something to do; when it has been quiet for a while, empty the log."""
        self._news.clear()
        await self._news.wait()
        if self._is_quiet:
            self._is_quiet = False
            try:
                await self._thread.do(self._file.fold)
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

    def _outcome(self, waiting: _Waiting) -> _Told:
        before = self._rows.mark()
        result, problem = _outcome(waiting.operation)
        if problem is not None:
            self._rows.undo(before)
        return waiting.future, result, problem


def _outcome(work: Callable[[], Given]) -> tuple[Given | None, Exception | None]:
    try:
        return work(), None
    except Exception as problem:  # noqa: BLE001 - handed on, whatever it is, to whoever waits
        return None, problem


def _go_on(
    future: asyncio.Future[Any],
    then: Callable[[], None],
    result: object,
    problem: Exception | None,
) -> None:
    if problem is None:
        _, problem = _outcome(then)
    _tell(future, result, problem)


def _tell_all(outcomes: Iterable[_Told]) -> None:
    for outcome in outcomes:
        _tell(*outcome)


def _tell(future: asyncio.Future[Any], outcome: object, problem: Exception | None) -> None:
    """Who was cancelled no longer waits, and is told nothing."""
    if future.done():
        return
    if problem is not None:
        future.set_exception(problem)
    else:
        future.set_result(outcome)
