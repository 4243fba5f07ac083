"""Opens what Heard works with, runs everything in one group, and closes it in order."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from analysis.redaction.redacting import redact
from analysis.wording import spoken
from bot.app import build_app, client_for, identity
from bot.asking.homes import refresh_homes
from bot.definitions import Definitions, Missing
from bot.deps import Deps
from bot.ids import new_id
from bot.keeping.journal import erase, settle, try_again, write_down
from bot.memory import share_one_heap
from bot.pseudonym import Pseudonyms
from bot.reading.codebooks import Codebooks
from bot.reading.models import Models, use_own_names
from bot.reading.worker import read_all
from bot.roles import Roles
from bot.safeguarding.watching import watch_over
from bot.settings import Settings
from bot.web.health import health
from bot.web.metrics import metrics
from bot.workers.caretaking import take_care
from bot.workers.connecting import connected
from bot.workers.delivery import deliver_all
from bot.workers.errands import taking_errands
from bot.workers.post import post_of
from bot.workers.vitals import Connection, measure_lag
from storage import is_shared, open_store
from storage.interface import NotAStore
from storage.moving import is_half_filled
from storage.sealing import Keys, load_keys
from surveys.voice_form import voice_forms
from surveys.working_time import add_working_days

EVENTS_PATH = "/slack/events"
FEW_COLLECTIONS = (50_000, 20, 100)  # a store's values live long: looking at them often is waste
SHORT_TURN = 0.0002  # seconds, after which one thread lets another have the interpreter
LONGEST_GOODBYE = 2.5  # seconds, of the three that Slack waits for an answer
SLACKS_PACE = 0.25  # seconds; Slack takes several hundred messages a minute from an app
log = logging.getLogger("heard")


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
    await asyncio.to_thread(get_ready, deps)
    client = client_for(settings)
    app = build_app(settings, deps, client, await identity(client))
    try:
        await _run(settings, deps, app, stop)
    except BaseExceptionGroup as several:
        if missing := several.subgroup(Missing):
            raise missing.exceptions[0] from None  # a person can be told that one
        raise
    await settle(deps)


def get_ready(deps: Deps) -> None:
    """What the first to ask would else wait for, longer than Slack waits."""
    voice_forms(deps.framework)
    add_working_days(deps.today(), 1)  # reads the bank holidays
    deps.net("")
    deps.models.refresh()
    redact("")


async def _run(settings: Settings, deps: Deps, app: AsyncApp, stop: asyncio.Event) -> None:
    alone = not is_shared(settings.store_url)
    async with asyncio.TaskGroup() as group:
        workers = [
            group.create_task(work, name=name)
            for name, work in _workers(settings, deps, app, alone=alone).items()
        ]
        deps.vitals.workers = workers
        async with _errands(settings, deps, alone=alone), _listening(settings, app, deps):
            await stop.wait()
        for worker in workers:
            worker.cancel()


def _workers(
    settings: Settings, deps: Deps, app: AsyncApp, *, alone: bool
) -> dict[str, Coroutine[None, None, None]]:
    return {
        "writing down": write_down(deps),
        "erasing": erase(deps),
        "trying again": try_again(deps, app, alone=alone),
        "delivery": deliver_all(deps, app.client),
        "reading": read_all(deps),
        "homes": refresh_homes(deps, app.client),
        "caretaking": take_care(deps, app.client),
        "concerns": watch_over(deps, app.client, post_of(settings)),
        "measuring": measure_lag(deps.vitals),
    }


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


@asynccontextmanager
async def _errands(settings: Settings, deps: Deps, *, alone: bool) -> AsyncIterator[None]:
    """Where several processes may have the store, a command opens it itself."""
    if not alone:
        yield
        return
    async with taking_errands(deps, settings.data):
        yield


@asynccontextmanager
async def _listening(settings: Settings, app: AsyncApp, deps: Deps) -> AsyncIterator[None]:
    if settings.slack_app_token:
        token = settings.slack_app_token.get_secret_value()
        async with _watched(settings, deps), connected(app, token, deps.vitals):
            yield
    else:
        async with _http(settings, app, deps):
            yield


@asynccontextmanager
async def _watched(settings: Settings, deps: Deps) -> AsyncIterator[None]:
    """In Socket Mode nobody has to come in but whoever watches: without that it goes on."""
    runner = _runner(web.Application(), deps)
    try:
        await _serve(runner, settings)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        log.warning("/health and /metrics are not served: %s, %s", where, error.strerror)
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _http(settings: Settings, app: AsyncApp, deps: Deps) -> AsyncIterator[None]:
    runner = _runner(app.server(port=settings.port, path=EVENTS_PATH).web_app, deps)
    try:
        await _serve(runner, settings)
    except OSError as error:
        await runner.cleanup()
        sentence = f"{settings.host}:{settings.port} can't be listened on ({error.strerror})."
        raise Missing((f"{sentence} HEARD_PORT names another port.",)) from None
    deps.vitals.connection = Connection.LISTENING
    try:
        yield
        deps.vitals.stopping = True
        await asyncio.sleep(settings.grace)
    finally:
        deps.vitals.stopping = True
        await runner.cleanup()  # takes in nothing more, and finishes what has come
        await deps.vitals.until_idle(LONGEST_GOODBYE)
        deps.vitals.connection = Connection.NONE


def _runner(server: web.Application, deps: Deps) -> web.AppRunner:
    server.router.add_get("/health", health(deps))
    server.router.add_get("/metrics", metrics(deps))
    return web.AppRunner(server, access_log=None, shutdown_timeout=LONGEST_GOODBYE)


async def _serve(runner: web.AppRunner, settings: Settings) -> None:
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port).start()
    port = runner.addresses[0][1]
    log.info("listening on %s:%s: /health and /metrics", settings.host, port)
