"""The page people practise on: its files, what they see live, and what they do."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from bot.web.practice.courier import Courier
from bot.web.practice.interactions import GONE, Interactions, Outcome, Press
from bot.web.practice.snapshot import snapshot
from bot.web.practice.team import Team
from bot.web.practice.values import BOT_USER, Channel, Posted, View

STATIC = Path(__file__).parent / "static"
PAUSE_SECONDS = 0.03

Act = Mapping[str, Any]
BeUnkind = Callable[[Mapping[str, Any]], Awaitable[None]]


class Page:
    def __init__(
        self, team: Team, courier: Courier, interactions: Interactions, be_unkind: BeUnkind
    ) -> None:
        self._team = team
        self._courier = courier
        self._interactions = interactions
        self._be_unkind = be_unkind
        self._sockets: set[web.WebSocketResponse] = set()

    async def index(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html")

    async def live(self, request: web.Request) -> web.StreamResponse:
        """A snapshot at once, and another whenever it has changed."""
        person = request.query.get("as", "")
        if not self._is_person(person):
            raise web.HTTPNotFound(text="no such person")
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        self._sockets.add(socket)
        sender = asyncio.create_task(self._send_snapshots(socket, person))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            self._sockets.discard(socket)
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)
        return socket

    async def act(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            act = await request.json()
        except ValueError:
            raise web.HTTPBadRequest from None
        if not isinstance(act, dict) or not self._is_person(act.get("as")):
            raise web.HTTPBadRequest(text="no such person")
        try:
            outcome = await self._perform(act, act["as"])
        except (AttributeError, KeyError, TypeError, ValueError):
            raise web.HTTPBadRequest(text="not an act") from None
        return web.json_response(outcome.as_json())

    async def close(self) -> None:
        for socket in list(self._sockets):
            await socket.close()

    async def _send_snapshots(self, socket: web.WebSocketResponse, person: str) -> None:
        sent = ""
        while not socket.closed:
            changed = self._team.bell.next_ring()
            text = json.dumps(snapshot(self._team, self._courier, person))
            if text != sent:
                await socket.send_str(text)
                sent = text
            await changed.wait()
            await asyncio.sleep(PAUSE_SECONDS)

    async def _perform(self, act: Act, person: str) -> Outcome:
        match act["act"]:
            case "say":
                channel = self._channel(act["channel"], person)
                return await self._interactions.say(person, channel, str(act["text"]))
            case "command":
                channel = self._channel(act["channel"], person)
                return await self._interactions.command(person, channel, str(act["text"]))
            case "read":
                return await self._interactions.read(person, self._channel(act["channel"], person))
            case "open_home":
                return await self._interactions.open_home(person)
            case "press":
                return await self._press(act, person)
            case "submit" | "close" as what:
                return await self._finish(what, act, person)
            case "shortcut":
                return await self._shortcut(act, person)
            case "be_unkind":
                await self._be_unkind(dict(act["unkindness"]))
                return Outcome()
            case _:
                raise ValueError

    async def _press(self, act: Act, person: str) -> Outcome:
        place = act["from"]
        press = Press(
            str(act["block_id"]),
            str(act["action_id"]),
            dict(act.get("selected") or {}),
            dict(act.get("state") or {}),
        )
        if place != "home" and "message" in place:
            posted = self._posted(place["message"], person)
            return await self._interactions.press_in_message(person, posted, press)
        view = self._team.homes.get(person) if place == "home" else self._view(place, person)
        if view is None:
            return Outcome(ok=False, trouble=GONE)
        return await self._interactions.press_in_view(view, press)

    async def _finish(self, what: str, act: Act, person: str) -> Outcome:
        view = self._view(act, person)
        if view is None:
            return Outcome(ok=False, trouble=GONE)
        if what == "close":
            return await self._interactions.close(view)
        return await self._interactions.submit(view, dict(act.get("state") or {}))

    async def _shortcut(self, act: Act, person: str) -> Outcome:
        callback_id = str(act["callback_id"])
        place = act.get("message")
        posted = self._posted(place, person) if place else None
        return await self._interactions.shortcut(person, callback_id, posted)

    def _is_person(self, person: object) -> bool:
        return isinstance(person, str) and person in self._team.people and person != BOT_USER

    def _channel(self, channel_id: object, person: str) -> Channel:
        channel = self._team.channels[str(channel_id)]
        if person not in channel.members:
            raise KeyError(channel_id)
        return channel

    def _posted(self, place: Mapping[str, Any], person: str) -> Posted:
        channel = self._channel(place["channel"], person)
        message = channel.message(str(place["ts"]))
        if message is None or not message.is_seen_by(person):
            raise KeyError(place["ts"])
        return Posted(channel, message)

    def _view(self, place: Mapping[str, Any], person: str) -> View | None:
        view = self._team.open_view(place["view"])
        return view if view is not None and view.user == person else None
