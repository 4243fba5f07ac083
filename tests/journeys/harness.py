"""Heard, whole: the real bot on a real store, connected to the practice workspace by a socket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.asking.waves import Plan, open_wave
from bot.definitions import Definitions
from bot.deps import Deps
from bot.run import open_deps, run
from bot.settings import Settings
from bot.web.practice import Actor, Workspace
from surveys.survey import Survey
from surveys.values import PersonId
from surveys.wave import Audience, Person, Wave
from tests.nets import a_foreseeable_net

ANNA, BEN, WILMA, QUINN = (PersonId(name) for name in ("UANNA", "UBEN", "UWILMA", "UQUINN"))
DAWN, DEV, MAYA = (PersonId(name) for name in ("UDAWN", "UDEV", "UMAYA"))
# Nobody is asked alone: who is named in a journey is asked together with these.
COLLEAGUES = tuple(
    Person(id=PersonId(f"UCOLLEAGUE{number}"), agency="Health", role_group="Nurse")
    for number in range(5)
)
TUESDAY = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
PATIENCE = 120.0  # seconds, for what nobody promises: a busy machine is long in starting a process

Found = TypeVar("Found")


async def eventually(ask: Callable[[], Awaitable[Found]], good: Callable[[Found], bool]) -> Found:
    """What *ask* gives once it is good; asked again and again, with air for the store's thread."""
    async with asyncio.timeout(PATIENCE):
        while not good(found := await ask()):  # noqa: ASYNC110 - a store rings no bell
            await asyncio.sleep(0.01)
    return found


@dataclass
class Clock:
    """A clock that moves when a test says so."""

    now: datetime = TUESDAY

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(repr=False)
class Heard:
    """What a journey works with. *again()* is a restart of the bot with the same data.

    Not written out, because the runner of each fixture would, and it is the whole board.
    """

    settings: Settings
    known: Definitions
    workspace: Workspace
    clock: Clock
    deps: Deps = field(init=False)
    _running: AsyncExitStack | None = None

    async def start(self) -> None:
        self._running = AsyncExitStack()
        deps = await self._running.enter_async_context(
            open_deps(self.settings, self.known, self.clock, pace=0)
        )
        self.deps = replace(deps, net=a_foreseeable_net)
        await self._running.enter_async_context(_bot(self.settings, self.deps))
        await self.workspace.until_connected(PATIENCE)  # the first start reads a good deal

    async def stop(self) -> None:
        if self._running:
            await self._running.aclose()
            self._running = None

    async def again(self) -> None:
        await self.stop()
        await self.start()

    def person(self, person: str) -> Actor:
        return self.workspace.as_person(person)

    async def ask(self, survey: Survey, *people: PersonId, **changes: Any) -> Wave:
        """Open a wave of three weeks for these people, or for all, and deliver the invitations."""
        first = self.clock().date()
        others = [] if survey.with_worker else [person.id for person in COLLEAGUES]
        plan = Plan(
            survey=survey,
            audience=Audience(people=frozenset((*people, *others)) if people else None),
            first_day=first,
            last_day=first + timedelta(days=20),
        )
        wave, asked = await open_wave(self.deps, replace(plan, **changes), "test")
        await self.workspace.until(
            lambda: sum(_invites(call.arguments, wave.id) for call in self._posted()) >= asked
        )
        return wave

    def _posted(self) -> list[Any]:
        return self.workspace.calls_of("chat.postMessage")


def _invites(arguments: Any, wave: str) -> bool:
    return wave in str(arguments.get("blocks", ""))


@asynccontextmanager
async def _bot(settings: Settings, deps: Deps) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(run(settings, deps, stop))
        try:
            yield
        finally:
            stop.set()
