"""Opens what Heard works with, runs everything in one group, and closes it in order."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import build_app, client_for, identity
from bot.caretaking import take_care
from bot.definitions import Definitions
from bot.delivery import deliver_all
from bot.deps import Deps
from bot.errands import taking_errands
from bot.homes import refresh_homes
from bot.ids import new_id
from bot.pseudonym import Pseudonyms
from bot.reading import read_all
from bot.roles import Roles
from bot.settings import Settings
from bot.web.health import health
from storage import open_store
from storage.sealing import load_keys

EVENTS_PATH = "/slack/events"
FEW_COLLECTIONS = (50_000, 20, 100)  # a store's values live long: looking at them often is waste
SLACKS_PACE = 0.25  # seconds; Slack takes several hundred messages a minute from an app
log = logging.getLogger("heard")


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def open_deps(
    settings: Settings,
    known: Definitions,
    clock: Callable[[], datetime] = now,
    pace: float = SLACKS_PACE,
) -> AsyncIterator[Deps]:
    """The store, opened and owned until the end of the block. Raises StorageError."""
    gc.set_threshold(*FEW_COLLECTIONS)
    keys = load_keys(settings.store_key_file)
    store = await open_store(settings.store_url, keys, zone=known.board.zone)
    try:
        yield Deps(
            store=store,
            board=known.board,
            framework=known.framework,
            surveys=known.surveys,
            codebook=known.codebook,
            people=known.people,
            pseudonyms=Pseudonyms(settings.pseudonym_key_file),
            roles=Roles(known.board, store, clock),
            clock=clock,
            new_id=new_id,
            pace=pace,
        )
    finally:
        await store.close()


async def run(settings: Settings, deps: Deps, stop: asyncio.Event) -> None:
    """Listen, deliver and read until *stop* is set. If one of them dies, all stop, loudly."""
    client = client_for(settings)
    app = build_app(settings, deps, client, await identity(client))
    async with asyncio.TaskGroup() as group:
        workers = [
            group.create_task(deliver_all(deps, client), name="delivery"),
            group.create_task(read_all(deps), name="reading"),
            group.create_task(refresh_homes(deps, client), name="homes"),
            group.create_task(take_care(deps), name="caretaking"),
        ]
        async with _listening(settings, app, deps), taking_errands(deps, settings.data):
            await stop.wait()
        for worker in workers:
            worker.cancel()


def stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)


@asynccontextmanager
async def _listening(settings: Settings, app: AsyncApp, deps: Deps) -> AsyncIterator[None]:
    if settings.slack_app_token:
        token = settings.slack_app_token.get_secret_value()
        async with _socket(app, token, app.client):
            yield
    else:
        async with _http(settings, app, deps):
            yield


@asynccontextmanager
async def _socket(app: AsyncApp, token: str, client: AsyncWebClient) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, token, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call] # as Bolt leaves it
    log.info("connected in Socket Mode")
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # as Bolt leaves it


@asynccontextmanager
async def _http(settings: Settings, app: AsyncApp, deps: Deps) -> AsyncIterator[None]:
    server = app.server(port=settings.port, path=EVENTS_PATH, host=settings.host).web_app
    server.router.add_get("/health", health(deps))
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    log.info("listening on %s:%s%s", settings.host, settings.port, EVENTS_PATH)
    try:
        yield
    finally:
        await runner.cleanup()
