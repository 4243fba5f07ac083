"""The page people practise on: its files, what they see live, and what they do."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web
from pydantic import ValidationError

from bot.web.practice import acts
from bot.web.practice.acts import ACT
from bot.web.practice.courier import Courier
from bot.web.practice.interactions import GONE, Interactions, Outcome, Press
from bot.web.practice.snapshot import introduction, snapshot
from bot.web.practice.team import Team
from bot.web.practice.values import BOT_USER, Channel, Json, Posted, View

STATIC = Path(__file__).parent / "static"
PAUSE_SECONDS = 0.03

BeUnkind = Callable[[Mapping[str, Any]], Awaitable[None]]


class NotThere(LookupError):
    """The act is about something this person does not see."""


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
            act = ACT.validate_json(await request.read())
        except ValidationError:
            raise web.HTTPBadRequest(text="not an act") from None
        if not self._is_person(act.person):
            raise web.HTTPNotFound(text="no such person")
        try:
            outcome = await self._perform(act)
        except NotThere:
            outcome = Outcome(ok=False, trouble=GONE)
        return web.json_response(outcome.as_json())

    async def close(self) -> None:
        for socket in list(self._sockets):
            await socket.close()

    async def _send_snapshots(self, socket: web.WebSocketResponse, person: str) -> None:
        sent = ""
        while not socket.closed:
            changed = self._team.bell.next_ring()
            text = json.dumps(self._seen_by(person))
            if text != sent:
                await socket.send_str(text)
                sent = text
            await changed.wait()
            await asyncio.sleep(PAUSE_SECONDS)

    def _seen_by(self, person: str) -> Json:
        if not self._is_person(person):
            return introduction(self._team)
        return snapshot(self._team, self._courier, person)

    async def _perform(self, act: acts.Act) -> Outcome:  # noqa: PLR0911 - one for each act
        person, do = act.person, self._interactions
        match act:
            case acts.Say():
                return await do.say(person, self._channel(act.channel, person), act.text)
            case acts.Command():
                return await do.command(person, self._channel(act.channel, person), act.text)
            case acts.Read():
                return await do.read(person, self._channel(act.channel, person))
            case acts.OpenHome():
                return await do.open_home(person)
            case acts.PressAct():
                return await self._press(act)
            case acts.Submit():
                return await do.submit(self._view(act.view, person), act.state or {})
            case acts.Close():
                return await do.close(self._view(act.view, person))
            case acts.ShortcutAct():
                posted = self._posted(act.message, person) if act.message else None
                return await do.shortcut(person, act.callback_id, posted)
            case acts.BeUnkind():
                await self._be_unkind(act.unkindness)
                return Outcome()

    async def _press(self, act: acts.PressAct) -> Outcome:
        press = Press(act.block_id, act.action_id, act.selected or {}, act.state or {})
        if isinstance(act.place, acts.InMessage):
            posted = self._posted(act.place.message, act.person)
            return await self._interactions.press_in_message(act.person, posted, press)
        if isinstance(act.place, acts.InView):
            view = self._view(act.place.view, act.person)
        else:
            view = self._home(act.person)
        return await self._interactions.press_in_view(view, press)

    def _is_person(self, person: object) -> bool:
        return isinstance(person, str) and person in self._team.people and person != BOT_USER

    def _channel(self, channel_id: str, person: str) -> Channel:
        channel = self._team.channels.get(channel_id)
        if channel is None or person not in channel.members:
            raise NotThere
        return channel

    def _posted(self, place: acts.MessagePlace, person: str) -> Posted:
        channel = self._channel(place.channel, person)
        message = channel.message(place.ts)
        if message is None or not message.is_seen_by(person):
            raise NotThere
        return Posted(channel, message)

    def _view(self, view_id: str, person: str) -> View:
        view = self._team.open_view(view_id)
        if view is None or view.user != person:
            raise NotThere
        return view

    def _home(self, person: str) -> View:
        if person not in self._team.homes:
            raise NotThere
        return self._team.homes[person]
