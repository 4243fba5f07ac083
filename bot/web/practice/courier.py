"""Brings payloads to the app, over its sockets or as signed requests, and its answer back."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Literal
from urllib.parse import urlencode

import aiohttp

from bot.web.practice.sockets import NoConnection, SocketPool
from bot.web.practice.unkindness import Unkindness
from bot.web.practice.values import Json
from bot.web.practice.waiting import Bell, Errands

Kind = Literal["events_api", "interactive", "slash_commands"]
TIMEOUT = "operation_timeout"
FAILED = "dispatch_failed"


@dataclass
class Delivery:
    """One attempt to bring one payload to the app, kept for tests to look at."""

    kind: Kind
    payload: Json
    attempt: int = 0
    reason: str | None = None
    is_duplicate: bool = False
    answer: Json | None = None
    failure: str | None = None

    @property
    def is_answered(self) -> bool:
        return self.answer is not None


@dataclass
class Courier:
    """*ack_seconds* is how long the app may take: three seconds at Slack."""

    bell: Bell
    errands: Errands
    sockets: SocketPool
    unkindness: Unkindness
    signing_secret: str
    ack_seconds: float
    retry_seconds: Sequence[float]
    request_url: str | None = None
    deliveries: list[Delivery] = field(default_factory=list)
    session: aiohttp.ClientSession | None = None

    @property
    def is_connected(self) -> bool:
        return self.request_url is not None or self.sockets.is_connected

    async def deliver(self, kind: Kind, payload: Json) -> Delivery:
        """Deliver once, or twice on an unkind day; the first answer counts."""
        first = Delivery(kind, payload)
        if self.unkindness.duplicate:
            self.errands.start(self._send(Delivery(kind, payload, is_duplicate=True)))
        await self._send(first)
        return first

    def send_later(self, kind: Kind, payload: Json) -> None:
        """Deliver in the background something nobody waits for."""
        self.errands.start(self._deliver_and_forget(kind, payload))

    def announce(self, payload: Json) -> None:
        """Deliver an event in the background, again and again as Slack does until it is taken."""
        self.errands.start(self._announce(payload))

    async def _deliver_and_forget(self, kind: Kind, payload: Json) -> None:
        await self.deliver(kind, payload)

    async def _announce(self, payload: Json) -> None:
        delivery = await self.deliver("events_api", payload)
        if self.unkindness.retry_events:
            delivery = await self._retry(payload, 1, "http_timeout")
        for attempt, pause in enumerate(self.retry_seconds, start=1):
            if delivery.is_answered:
                return
            await asyncio.sleep(pause)
            reason = "http_timeout" if delivery.failure == TIMEOUT else "http_error"
            delivery = await self._retry(payload, attempt, reason)

    async def _retry(self, payload: Json, attempt: int, reason: str) -> Delivery:
        delivery = Delivery("events_api", payload, attempt, reason)
        await self._send(delivery)
        return delivery

    async def _send(self, delivery: Delivery) -> None:
        """A slow line uses up the app's time; what comes too late still arrives, as at Slack."""
        self.deliveries.append(delivery)
        on_its_way = self.errands.start(self._carry_slowly(delivery))
        await asyncio.wait({on_its_way}, timeout=self.ack_seconds)
        if not on_its_way.done():
            delivery.failure = TIMEOUT
            self.bell.ring()

    async def _carry_slowly(self, delivery: Delivery) -> None:
        await asyncio.sleep(self.unkindness.slow_seconds)
        try:
            answer = await self._carry(delivery)
        except TimeoutError:
            delivery.failure = TIMEOUT
        except (NoConnection, aiohttp.ClientError):
            delivery.failure = delivery.failure or FAILED
        else:
            delivery.answer = None if delivery.failure else answer
        self.bell.ring()

    async def _carry(self, delivery: Delivery) -> Json:
        if self.request_url is None:
            return await self.sockets.carry(_envelope(delivery), self.ack_seconds)
        async with asyncio.timeout(self.ack_seconds):
            return await self._post(delivery, self.request_url)

    async def _post(self, delivery: Delivery, url: str) -> Json:
        if self.session is None:
            raise NoConnection
        body, content_type = _request_body(delivery)
        headers = {"Content-Type": content_type, **self._signature(body), **_retry_of(delivery)}
        async with self.session.post(url, data=body.encode(), headers=headers) as response:
            if response.status != 200:  # noqa: PLR2004 - Slack takes nothing else
                raise NoConnection
            return _answer(response.content_type, await response.text())

    def _signature(self, body: str) -> dict[str, str]:
        """Signed with the real time, whatever the workspace's clock says: the app checks it."""
        timestamp = str(int(time.time()))
        signed = f"v0:{timestamp}:{body}".encode()
        digest = hmac.new(self.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def _envelope(delivery: Delivery) -> Json:
    envelope: Json = {
        "envelope_id": f"{token_hex(4)}-{token_hex(2)}-{token_hex(2)}-{token_hex(6)}",
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != "events_api",
        "payload": delivery.payload,
    }
    if delivery.kind == "events_api":
        envelope["retry_attempt"] = delivery.attempt
        envelope["retry_reason"] = delivery.reason or ""
    return envelope


def _request_body(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    if delivery.kind == "interactive":
        return urlencode({"payload": json.dumps(delivery.payload)}), _FORM
    return urlencode(delivery.payload), _FORM


_FORM = "application/x-www-form-urlencoded"


def _retry_of(delivery: Delivery) -> dict[str, str]:
    if not delivery.attempt:
        return {}
    return {
        "X-Slack-Retry-Num": str(delivery.attempt),
        "X-Slack-Retry-Reason": delivery.reason or "http_error",
    }


def _answer(content_type: str, text: str) -> Json:
    if not text:
        return {}
    if content_type != "application/json":
        return {"text": text}
    try:
        answer = json.loads(text)
    except ValueError:
        raise NoConnection from None
    return answer if isinstance(answer, dict) else {}
