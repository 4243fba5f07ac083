"""Socket Mode: the app's websockets, and the envelopes that travel over them."""

import asyncio
import json
from contextlib import suppress
from secrets import token_hex

from aiohttp import WSMsgType, web

from bot.web.practice.values import APP_ID, Json
from bot.web.practice.waiting import Bell

MOST_CONNECTIONS = 10
PING_SECONDS = 30
GRACE_SECONDS = 10


HOST = {"host": "practice", "build_number": 1, "approximate_connection_time": 18060}


class NoConnection(ConnectionError):
    """No websocket of the app took the envelope."""


class SocketPool:
    """The app's connections. An envelope goes to any one of them; any one may acknowledge it."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._tickets: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._turn = 0
        self.connections_ever = 0

    @property
    def is_connected(self) -> bool:
        return bool(self._sockets)

    @property
    def connections(self) -> int:
        return len(self._sockets)

    def new_ticket(self) -> str:
        """Lets one websocket in. At most ten may be open."""
        ticket = token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection until it ends."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=PING_SECONDS)
        await socket.prepare(request)
        if len(self._sockets) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await socket.send_json(self._hello())
        self._sockets.append(socket)
        self.connections_ever += 1
        self._bell.ring()
        try:
            await self._listen(socket)
        finally:
            self._forget(socket)
        return socket

    async def carry(self, envelope: Json, seconds: float) -> Json:
        """Send, and return the payload of the acknowledgement.

        Raises NoConnection when nobody is there, TimeoutError when nobody acknowledges in time.
        """
        envelope_id = envelope["envelope_id"]
        answered: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answered
        try:
            async with asyncio.timeout(seconds):
                await self._send(envelope)
                return await answered
        finally:
            del self._waiting[envelope_id]

    async def say_goodbye(self, reason: str, grace_seconds: float = GRACE_SECONDS) -> None:
        """Tell the app to replace its connections, and close those that are left after a while."""
        leaving = list(self._sockets)
        for socket in leaving:
            with suppress(ConnectionError):
                await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": HOST})
        await asyncio.sleep(grace_seconds)
        for socket in leaving:
            await socket.close()

    def drop(self) -> None:
        """Every connection is gone at once, without a word."""
        for socket in list(self._sockets):
            self._forget(socket)
            transport = _transport(socket)
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        for socket in list(self._sockets):
            await socket.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._sockets) + 1,
            "connection_info": {"app_id": APP_ID},
            "debug_info": HOST,
        }

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged(message.data)

    def _acknowledged(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return
        if not isinstance(ack, dict):
            return
        waiting = self._waiting.get(str(ack.get("envelope_id")))
        if waiting is not None and not waiting.done():
            payload = ack.get("payload")
            waiting.set_result(payload if isinstance(payload, dict) else {})

    async def _send(self, envelope: Json) -> None:
        while self._sockets:
            self._turn += 1
            socket = self._sockets[self._turn % len(self._sockets)]
            try:
                await socket.send_json(envelope)
            except ConnectionError:
                self._forget(socket)
            else:
                return
        raise NoConnection

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            self._bell.ring()


def _transport(socket: web.WebSocketResponse) -> asyncio.Transport | None:
    """Closing politely would send a close frame, and this is about having no warning."""
    request = socket._req  # noqa: SLF001 - aiohttp offers no public way to cut a websocket
    return None if request is None else request.transport
