"""One HTTP server on this machine for everything: Slack's API, its sockets, and the page."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from bot.web.practice.page import STATIC, Page
from bot.web.practice.sockets import SocketPool
from bot.web.practice.uploads import Uploads
from bot.web.practice.web_api import WebApi

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LARGEST_BODY = 100 * 1024 * 1024
SAFE = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Parts:
    """What there is to serve."""

    api: WebApi
    sockets: SocketPool
    uploads: Uploads
    page: Page


@asynccontextmanager
async def serving(parts: Parts, host: str, port: int) -> AsyncIterator[int]:
    """Serve until the block ends; gives the port, which the system chooses when it is 0."""
    runner = web.AppRunner(_app(parts), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await parts.sockets.close()
        await parts.page.close()
        await runner.cleanup()


def _app(parts: Parts) -> web.Application:
    app = web.Application(middlewares=[_only_from_here], client_max_size=LARGEST_BODY)
    app.on_response_prepare.append(_add_safe_headers)
    app.router.add_route("*", "/api/{method}", parts.api.serve)
    app.router.add_post("/response/{key}", parts.api.serve_response_url)
    app.router.add_get("/socket/{ticket}", parts.sockets.serve)
    app.router.add_post("/files/upload/{file}", parts.uploads.take)
    app.router.add_get("/files/{file}", parts.uploads.give)
    app.router.add_get("/practice/live", parts.page.live)
    app.router.add_post("/practice/act", parts.page.act)
    app.router.add_get("/", parts.page.index)
    if STATIC.is_dir():
        app.router.add_static("/static", STATIC)
    return app


@web.middleware
async def _only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site made a browser send.

    The Host must be a name of this machine, so that no outside name can be pointed here; an
    Origin, which browsers always send with POST and websockets, must be this very page.
    """
    host = request.headers.get("Host", "")
    if not _is_here(host):
        raise web.HTTPForbidden(text="This address is for this machine only.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{host}":
        raise web.HTTPForbidden(text="Another site may not do this.")
    return await handler(request)


def _is_here(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False


async def _add_safe_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in SAFE.items():
        response.headers.setdefault(name, value)
