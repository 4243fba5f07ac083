"""Opens what Heard works with, and closes it in order; runs the bot on it."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from analysis.wording import spoken
from bot.definitions import Definitions
from bot.deps import Deps
from bot.ids import new_id
from bot.memory import share_one_heap
from bot.pseudonym import Pseudonyms
from bot.reading.codebooks import Codebooks
from bot.reading.models import Models, use_own_names
from bot.roles import Roles
from bot.settings import Settings
from storage import open_store
from storage.interface import NotAStore
from storage.moving import is_half_filled
from storage.sealing import Keys, load_keys

EVENTS_PATH = "/slack/events"
FEW_COLLECTIONS = (50_000, 20, 100)  # a store's values live long: looking at them often is waste
SHORT_TURN = 0.0002  # seconds, after which one thread lets another have the interpreter
SLACKS_PACE = 0.25  # seconds; Slack takes several hundred messages a minute from an app


def now() -> datetime:
    return datetime.now(UTC)


def store_keys(settings: Settings) -> Keys:
    """From the environment or from the key file. Raises UnusableKeys."""
    if settings.key is None:
        return load_keys(settings.store_key_file)
    return Keys.parse(settings.key.get_secret_value().replace(";", "\n"), "HEARD_KEY")


def suit_the_interpreter() -> None:
    """Let it seldom collect, and its threads take short turns: the store's needs many, each brief.

    With Python's own five milliseconds a group of answers waits for longer than its disk takes.
    """
    gc.set_threshold(*FEW_COLLECTIONS)
    sys.setswitchinterval(SHORT_TURN)


@asynccontextmanager
async def open_deps(
    settings: Settings,
    known: Definitions,
    clock: Callable[[], datetime] = now,
    pace: float = SLACKS_PACE,
    *,
    begin: bool = True,
) -> AsyncIterator[Deps]:
    """The store, opened and owned until the end of the block; begun if there is none and *begin*.

    Raises StorageError.
    """
    suit_the_interpreter()
    share_one_heap()
    store = await open_store(
        settings.store_url, store_keys(settings), zone=known.board.zone, begin=begin
    )
    try:
        if await is_half_filled(store):
            raise NotAStore(settings.place, "a move into it was interrupted; run that again first")
        models = Models(settings.models_folder)
        use_own_names(models)
        codebooks = Codebooks(known.codebook)
        await codebooks.refresh(store)
        with spoken(known.wording):
            yield Deps(
                store=store,
                board=known.board,
                framework=known.framework,
                surveys=known.surveys,
                codebooks=codebooks,
                people=known.people,
                population=known.population,
                measures=known.measures,
                models=models,
                net=models.net,
                pseudonyms=Pseudonyms(settings.pseudonym_key_file),
                roles=Roles(known.board, store, clock),
                clock=clock,
                new_id=new_id,
                pace=pace,
            )
    finally:
        await store.close()


async def run(settings: Settings, deps: Deps, stop: asyncio.Event) -> None:
    """Listen, deliver and read until *stop* is set. If one of them dies, all stop, loudly.

    At the end nothing more is taken in, what is being handled is finished and answered, and what
    the workers had is handed on.
    """
    from bot.serving import serve  # noqa: PLC0415 - half a second that no other command needs

    await serve(settings, deps, stop)


def stop_on_signals(stop: asyncio.Event) -> None:
    """The first signal asks to stop; a second one ends the process at once."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)

    def ask() -> None:
        stop.set()
        for number in numbers:
            loop.remove_signal_handler(number)

    for number in numbers:
        loop.add_signal_handler(number, ask)


async def done_before(stop: asyncio.Event, work: Coroutine[None, None, None]) -> bool:
    """Do *work*, unless somebody asks to stop before it is done: then it is broken off."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        return working.done()
    finally:
        stopping.cancel()
        working.cancel()
        await asyncio.wait({working})
