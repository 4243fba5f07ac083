"""The Web API over HTTP: who calls, with what, and Slack's answer in Slack's form."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.web.practice.methods import answer_to
from bot.web.practice.methods.arguments import decoded, words
from bot.web.practice.refusals import RateLimited, Refused
from bot.web.practice.responses import respond
from bot.web.practice.sockets import SocketPool
from bot.web.practice.team import Team
from bot.web.practice.unkindness import Unkindness
from bot.web.practice.values import APP_ID, Json

CONNECT = "apps.connections.open"


@dataclass(frozen=True)
class Call:
    """One call the app has made, kept for tests to look at."""

    method: str
    arguments: Json
    answer: Json
    status: int = 200


@dataclass(frozen=True)
class Tokens:
    bot: str
    app: str


class WebApi:
    """*seconds_between_messages* is how often one channel may be posted in; zero is any time."""

    def __init__(
        self,
        team: Team,
        sockets: SocketPool,
        unkindness: Unkindness,
        tokens: Tokens,
        *,
        base_url: Callable[[], str],
        seconds_between_messages: float,
    ) -> None:
        self._team = team
        self._sockets = sockets
        self._unkindness = unkindness
        self._tokens = tokens
        self._base_url = base_url
        self._pause = seconds_between_messages
        self._last_posted: dict[str, float] = {}
        self.calls: list[Call] = []

    async def serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments: Json = {}
        status, headers = 200, {}
        try:
            sent, token = await _read(request)
            arguments = decoded(sent)
            answer = self._answer(method, arguments, token)
        except Refused as refusal:
            answer = refusal.answer()
        except RateLimited as limit:
            answer = {"ok": False, "error": "ratelimited"}
            status, headers = 429, {"Retry-After": str(limit.retry_after)}
        self.calls.append(Call(method, arguments, answer, status))
        self._team.bell.ring()
        await asyncio.sleep(self._unkindness.slow_seconds)
        scopes = {"X-OAuth-Scopes": ",".join(self._team.manifest.scopes)}
        return web.json_response(answer, status=status, headers=headers | scopes)

    async def serve_response_url(self, request: web.Request) -> web.Response:
        body: Json = {}
        try:
            body = _object(await request.text())
            ticket = self._team.tickets.use_response(request.match_info["key"])
            respond(self._team, ticket, body)
            answer: Json = {"ok": True}
        except Refused as refusal:
            answer = refusal.answer()
        self.calls.append(Call("response_url", body, answer))
        self._team.bell.ring()
        await asyncio.sleep(self._unkindness.slow_seconds)
        if answer["ok"]:
            return web.Response(text="ok")
        status = 404 if answer["error"] in ("expired_url", "used_url") else 400
        return web.json_response(answer, status=status)

    def _answer(self, method: str, arguments: Json, token: str) -> Json:
        self._unkindness.check(method)
        if method == CONNECT:
            return self._connect(token)
        if method != "api.test":
            self._authorise(token)
        if method == "chat.postMessage":
            self._keep_pace(words(arguments.get("channel")))
        answer = answer_to(self._team, method, arguments)
        if "upload_url" in answer:
            answer["upload_url"] = self._base_url() + answer["upload_url"]
        return answer

    def _authorise(self, token: str) -> None:
        if not token:
            raise Refused("not_authed")
        if token == self._tokens.app:
            raise Refused("not_allowed_token_type")
        if token != self._tokens.bot:
            raise Refused("invalid_auth")

    def _connect(self, token: str) -> Json:
        if not token:
            raise Refused("not_authed")
        if token == self._tokens.bot:
            raise Refused("not_allowed_token_type")
        if token != self._tokens.app:
            raise Refused("invalid_auth")
        url = self._base_url().replace("http", "ws", 1)
        return {"ok": True, "url": f"{url}/socket/{self._sockets.new_ticket()}?app_id={APP_ID}"}

    def _keep_pace(self, channel: str) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._last_posted.get(channel, -self._pause) < self._pause:
            raise RateLimited(max(1, round(self._pause)))
        self._last_posted[channel] = now


async def _read(request: web.Request) -> tuple[dict[str, Any], str]:
    """Arguments from the query, a form or JSON; the token from the header or the arguments."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments |= _object(await request.text())
    elif request.can_read_body:
        arguments |= {key: value for key, value in (await request.post()).items()}  # noqa: C416
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") or words(arguments.get("token"))
    arguments.pop("token", None)
    return arguments, token


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise Refused("invalid_json") from None
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value
