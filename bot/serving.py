"""The running bot: everything in one group, from the first connection to the last goodbye."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from analysis.redaction.redacting import redact
from bot.app import build_app, client_for, identity
from bot.asking.homes import refresh_homes
from bot.definitions import Missing
from bot.deps import Deps
from bot.keeping.journal import erase, settle, try_again, write_down
from bot.reading.worker import read_all
from bot.run import EVENTS_PATH
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
from storage import is_shared
from surveys.voice_form import voice_forms
from surveys.working_time import add_working_days

LONGEST_GOODBYE = 2.5  # seconds, of the three that Slack waits for an answer
log = logging.getLogger("heard")


async def serve(settings: Settings, deps: Deps, stop: asyncio.Event) -> None:
    """As `bot.run.run` promises."""
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
