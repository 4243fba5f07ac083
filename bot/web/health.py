"""Whether Heard is well, for whoever watches it: counts and names, nobody's words."""

import asyncio
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.deps import Deps
from bot.keeping.inbox import Arrival
from bot.workers.vitals import Connection
from storage.interface import StorageError

A_FEW = 100
NOBODYS = "nobody's"
PATIENCE = 2.0  # seconds
LATE = 1.0  # seconds by which the event loop may be late


def health(deps: Deps) -> Handler:
    """200 when all is well; else 503, with what is wrong."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        found: dict[str, object] = {}
        wrong = _wrong(deps)
        try:
            async with asyncio.timeout(PATIENCE):
                await deps.store.let_go(Arrival, [NOBODYS])  # asked the way that writing goes
                found["messages_waiting"] = len(await deps.store.outgoing(deps.clock(), A_FEW))
                found["dead_letters"] = len(await deps.store.dead_letters())
        except (StorageError, TimeoutError):
            wrong.append("the store does not answer")
        status = HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK
        return web.json_response({"well": not wrong, "wrong": wrong, **found}, status=status)

    return answer


def _wrong(deps: Deps) -> list[str]:
    vitals = deps.vitals
    wrong = [f"the worker '{name}' has ended" for name in vitals.dead_workers()]
    if vitals.stopping:
        wrong.append("stopping")
    elif vitals.connection is Connection.NONE:
        wrong.append("Slack is not connected")
    if vitals.lag > LATE:
        wrong.append(f"the process is late by {vitals.lag:.1f} seconds")
    return wrong
