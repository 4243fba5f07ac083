"""A Slack workspace to practise in: strict where Slack is strict, and unkind on request."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

import aiohttp

from bot.web.practice.actors import Actor, NotShown, describe
from bot.web.practice.courier import Courier, Delivery
from bot.web.practice.interactions import Interactions
from bot.web.practice.keeping import Keeper
from bot.web.practice.manifest import Manifest
from bot.web.practice.page import Page
from bot.web.practice.refusals import PRACTICE_APP_TOKEN, PRACTICE_BOT_TOKEN
from bot.web.practice.server import Parts, serving
from bot.web.practice.sockets import SocketPool
from bot.web.practice.team import Team
from bot.web.practice.tickets import Clock
from bot.web.practice.unkindness import Unkindness
from bot.web.practice.uploads import Uploads
from bot.web.practice.values import BOT_USER, Channel, Group, Person
from bot.web.practice.waiting import Errands
from bot.web.practice.web_api import Call, Tokens, WebApi

T = TypeVar("T")

GOODBYES = ("refresh_requested", "warning", "link_disabled")


def _now() -> datetime:
    return datetime.now(UTC)


class Workspace:
    """One workspace with one app in it, described by the app's manifest.

    *folder* keeps it over a restart. *clock* stamps messages and ages triggers and response
    urls. *ack_seconds* is how long the app may take to acknowledge. *retry_seconds* are the
    pauses before an event nobody took is sent again. *seconds_between_messages* is Slack's
    limit for one channel; zero, the default, lets the app write as fast as it likes.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        people: Iterable[Person],
        *,
        channels: Iterable[Channel] = (),
        groups: Iterable[Group] = (),
        folder: Path | None = None,
        clock: Clock = _now,
        ack_seconds: float = 3.0,
        retry_seconds: Sequence[float] = (0, 60, 300),
        seconds_between_messages: float = 0,
    ) -> None:
        self.bot_token = PRACTICE_BOT_TOKEN + token_hex(12)
        self.app_token = PRACTICE_APP_TOKEN + token_hex(12)
        self.signing_secret = token_hex(16)
        self.url = ""
        self.unkindness = Unkindness()
        self.team = Team(Manifest(manifest), people, channels, groups, clock)
        self.sockets = SocketPool(self.team.bell)
        self._errands = Errands()
        self._courier = Courier(
            self.team.bell,
            self._errands,
            self.sockets,
            self.unkindness,
            self.signing_secret,
            ack_seconds,
            retry_seconds,
        )
        self._interactions = Interactions(self.team, self._courier)
        self.team.announce = self._interactions.announce_message
        self._api = WebApi(
            self.team,
            self.sockets,
            self.unkindness,
            Tokens(self.bot_token, self.app_token),
            base_url=lambda: self.url,
            seconds_between_messages=seconds_between_messages,
        )
        self._keeper = Keeper(self.team, folder) if folder else None
        self._uploads = Uploads(self.team, folder)
        self._page = Page(self.team, self._courier, self._interactions, self.be_unkind)

    @asynccontextmanager
    async def running(self, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator["Workspace"]:
        """Serve until the block ends. Only this machine can reach it."""
        if self._keeper:
            self._keeper.load()
        parts = Parts(self._api, self.sockets, self._uploads, self._page)
        async with (
            aiohttp.ClientSession() as self._courier.session,
            serving(parts, host, port) as taken,
        ):
            self.url = self._interactions.base_url = f"http://{host}:{taken}"
            if self._keeper:
                self._errands.start(self._keeper.keep())
            try:
                yield self
            finally:
                await self._stop()

    @property
    def api_url(self) -> str:
        """What slack_sdk takes as ``base_url``."""
        return f"{self.url}/api/"

    @property
    def request_url(self) -> str | None:
        """Where the app takes signed requests; None while it uses sockets."""
        return self._courier.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self._courier.request_url = url
        self.team.bell.ring()

    @property
    def ack_seconds(self) -> float:
        """How long the app may take to acknowledge; may be changed at any time."""
        return self._courier.ack_seconds

    @ack_seconds.setter
    def ack_seconds(self, seconds: float) -> None:
        self._courier.ack_seconds = seconds

    @property
    def is_connected(self) -> bool:
        """Whether the app can be reached: by a socket, or at its request url."""
        return self._courier.is_connected

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API and of response urls, oldest first."""
        return self._api.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every attempt to bring the app something, oldest first."""
        return self._courier.deliveries

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def as_person(self, person: str) -> Actor:
        if person not in self.team.people or person == BOT_USER:
            raise NotShown(person, "is not in this workspace")
        return Actor(self.team, self._interactions, person)

    def file_content(self, file_id: str) -> bytes:
        """What was uploaded. Raises KeyError for an unknown file."""
        content = self._uploads.content(file_id)
        if content is None:
            raise KeyError(file_id)
        return content

    async def until(self, condition: Callable[[], T], seconds: float = 60) -> T:
        """Wait until *condition* gives something true, and return it.

        It is asked again after each change in the workspace, not at intervals; so it must be about
        the workspace. Something that is not yet on the screen (NotShown) counts as false. Raises
        TimeoutError, which says what everybody sees and what the app has called.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            changed = self.team.bell.next_ring()
            if found := _ask(condition):
                return found
            try:
                async with asyncio.timeout_at(deadline):
                    await changed.wait()
            except TimeoutError:
                raise TimeoutError(self.description()) from None

    async def until_connected(self, seconds: float = 60) -> None:
        await self.until(lambda: self.is_connected, seconds)

    async def be_unkind(self, switches: Mapping[str, Any]) -> None:
        """Set switches by name; ``disconnect`` happens at once and is no lasting state.

        ``disconnect`` is "refresh_requested", "warning" or "link_disabled", which are said to
        the app, or "lost" (or True), when the connections are gone without a word.
        """
        self.unkindness.change(switches)
        disconnect = switches.get("disconnect")
        if disconnect in GOODBYES:
            self._errands.start(self.sockets.say_goodbye(str(disconnect)))
        elif disconnect:
            self.sockets.drop()
        self.team.bell.ring()

    def refuse_next(self, calls: int, method: str | None = None, retry_after: int = 1) -> None:
        """Answer the next *calls* (of *method*) with 429."""
        self.unkindness.refused_calls = calls
        self.unkindness.refused_method = method
        self.unkindness.retry_after = retry_after

    def description(self) -> str:
        """What everybody sees, what the app has called lately and what did not reach it."""
        people = [one for one in self.team.people.values() if not one.is_bot]
        screens = [describe(self.team, person.id) for person in people]
        calls = [f"  {call.method}: {call.answer.get('error', 'ok')}" for call in self.calls[-10:]]
        failed = [f"  {one.kind}: {one.failure}" for one in self.deliveries if one.failure]
        return "\n".join([*screens, "calls:", *calls, "not delivered:", *failed[-10:]])

    async def _stop(self) -> None:
        try:
            await self._errands.stop()
        finally:
            if self._keeper:
                self._keeper.save()


def _ask(condition: Callable[[], T]) -> T | None:
    try:
        return condition()
    except NotShown:
        return None
