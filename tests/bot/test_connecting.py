"""The connection in Socket Mode is opened anew whenever nothing is heard on it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.definitions import Missing
from bot.workers.connecting import connected
from bot.workers.vitals import Connection, Vitals

PING = 0.1  # seconds
TWICE = 2


class MoodySlack:
    """Gives out one address after the other; each connection behaves as it is told."""

    def __init__(self, *moods: str) -> None:
        self._moods: Sequence[str] = moods
        self.asked = 0
        self.url = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_get("/socket/{mood}", self._serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield
        finally:
            await runner.cleanup()

    async def _open(self, _request: web.Request) -> web.StreamResponse:
        mood = self._moods[min(self.asked, len(self._moods) - 1)]
        self.asked += 1
        if mood == "invalid_auth":
            return web.json_response({"ok": False, "error": mood})
        if mood == "broken":
            return web.Response(status=500)
        return web.json_response({"ok": True, "url": f"ws://{self.url}/socket/{mood}"})

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        mood = request.match_info["mood"]
        if mood == "stale":
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(autoping=mood == "good")
        await socket.prepare(request)
        async for _ in socket:
            pass
        return socket


@asynccontextmanager
async def connecting(slack: MoodySlack) -> AsyncIterator[Vitals]:
    vitals = Vitals()
    async with slack.running():
        client = AsyncWebClient(token="xoxb-1", base_url=f"http://{slack.url}/api/")
        app = AsyncApp(client=client, signing_secret="none")
        async with connected(app, "xapp-1", vitals, ping=PING):
            yield vitals


def is_connected(vitals: Vitals) -> bool:
    return vitals.connection is Connection.CONNECTED


@pytest.mark.parametrize("mood", ["silent", "stale", "broken"])
async def test_a_connection_on_which_nothing_is_heard_is_opened_anew(mood: str) -> None:
    slack = MoodySlack(mood, mood, "good")

    async with connecting(slack) as vitals, asyncio.timeout(10):
        while not (slack.asked > TWICE and is_connected(vitals)):  # noqa: ASYNC110 - no bell rings
            await asyncio.sleep(0.01)

    assert not is_connected(vitals)
    assert vitals.stopping


async def test_a_good_connection_is_left_alone() -> None:
    slack = MoodySlack("good")

    async with connecting(slack) as vitals:
        await asyncio.sleep(10 * PING)
        assert is_connected(vitals)

    assert slack.asked == 1


async def test_a_token_that_slack_refuses_is_named() -> None:
    with pytest.raises(Missing) as refused:
        async with connecting(MoodySlack("invalid_auth")):
            await asyncio.sleep(5)

    [sentence] = refused.value.messages
    assert "invalid_auth" in sentence
    assert "SLACK_APP_TOKEN" in sentence
