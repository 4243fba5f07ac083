"""The connection in Socket Mode: held for as long as Heard runs, and honest about its state.

Slack's library replaces a connection that Slack ends, and most that break. What it has been seen to
miss is a connection that is silent from its first moment, and an address that has gone stale while
it tries. So whatever has not been heard of for a while is thrown away here, and opened anew.
"""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.definitions import Missing
from bot.slack_errors import reason_of
from bot.workers.vitals import Connection, Vitals

PING = 10.0  # seconds between two signs of life that we ask for
SILENT = 3  # pings without an answer, after which a connection is dead
LONGEST_PAUSE = 60.0  # seconds between two attempts
LONGEST_CLOSE = 3.0  # seconds
LONGEST_GOODBYE = 1.2  # seconds; twice, so that all is over within the three that Slack waits
A_MOMENT = 0.02  # seconds
REFUSED = frozenset(
    {"invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive", "missing_scope"}
)
TROUBLE = (SlackApiError, ClientError, TimeoutError, OSError)
log = logging.getLogger("heard")
# Slack's library logs whole errors with whatever they carry; what matters is logged here.
unheard = logging.getLogger("heard.slack.socket")
unheard.setLevel(logging.CRITICAL)


class _Handler(AsyncSocketModeHandler):
    """Bolt's, counting what it handles until the answer is on its way."""

    client: SocketModeClient

    def __init__(self, app: AsyncApp, token: str, vitals: Vitals, ping: float) -> None:
        super().__init__(app, token, unheard, app.client, ping_interval=ping)
        self._vitals = vitals
        self._began = time.time()
        self._heard_at = self._began
        self.client.on_message_listeners.append(self._note_sign_of_life)

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override] # as Bolt itself does
        with self._vitals.handling():
            await super().handle(client, req)

    async def is_alive(self, silence: float) -> bool:
        """Open, and heard of within *silence* seconds."""
        heard_at = max(self._heard_at, self.client.last_ping_pong_time or 0.0)
        is_open = await self.client.is_connected()
        return bool(is_open) and time.time() - heard_at <= silence

    def stop_listening(self) -> None:
        """What Slack sends from now on goes to another process; answers may still be sent."""
        self.client.auto_reconnect_enabled = False
        if self.client.current_session_monitor:
            self.client.current_session_monitor.cancel()
        if self.client.message_receiver:
            self.client.message_receiver.cancel()

    async def close(self) -> None:
        with suppress(*TROUBLE):
            async with asyncio.timeout(LONGEST_CLOSE):
                await self.close_async()  # type: ignore[no-untyped-call] # as Bolt leaves it

    async def _note_sign_of_life(self, _message: object) -> None:
        self._heard_at = time.time()


@asynccontextmanager
async def connected(
    app: AsyncApp, token: str, vitals: Vitals, *, ping: float = PING
) -> AsyncIterator[None]:
    """Connected, and connected again, until the end of the block; then nothing is left unanswered.

    Raises Missing when Slack refuses the token.
    """
    holder = _Holder(app, token, vitals, ping)
    try:
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(holder.watch(), name="connection")
            yield
            watching.cancel()
    except BaseExceptionGroup as several:
        if refused := several.subgroup(Missing):
            raise refused.exceptions[0] from None
        raise
    finally:
        await holder.leave()


class _Holder:
    def __init__(self, app: AsyncApp, token: str, vitals: Vitals, ping: float) -> None:
        self._app = app
        self._token = token
        self._vitals = vitals
        self._ping = ping
        self._handler: _Handler | None = None

    async def _begin(self) -> None:
        """The first attempt. A token that Slack refuses will not get better by waiting."""
        try:
            await self._connect()
        except SlackApiError as error:
            if reason_of(error) in REFUSED:
                sentence = f"Slack refused the app-level token: {reason_of(error)}."
                raise Missing((f"{sentence} Check SLACK_APP_TOKEN.",)) from None
        except TROUBLE as error:
            log.warning("no connection to Slack yet: %s", type(error).__name__)

    async def watch(self) -> None:
        """Connect, and look after it. Runs until cancelled."""
        await self._begin()
        failures = 0
        while True:
            await asyncio.sleep(_pause(failures, self._ping))
            if self._handler and await self._handler.is_alive(SILENT * self._ping):
                self._vitals.connection = Connection.CONNECTED
                failures = 0
                continue
            self._vitals.connection = Connection.NONE
            if self._handler and not await self._is_lost():
                continue
            failures = 0 if await self._connect_anew() else failures + 1

    async def _is_lost(self) -> bool:
        """Whether it is still dead after Slack's library had time to mend it."""
        await asyncio.sleep(self._ping)
        return not (self._handler and await self._handler.is_alive(SILENT * self._ping))

    async def _connect_anew(self) -> bool:
        log.warning("the connection to Slack is lost; opening another")
        try:
            await self._connect()
        except TROUBLE as error:
            why = reason_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            log.warning("no connection to Slack: %s", why)
            return False
        self._vitals.reconnected += 1
        return True

    async def _connect(self) -> None:
        if self._handler:
            await self._handler.close()
        self._handler = _Handler(self._app, self._token, self._vitals, self._ping)
        try:
            async with asyncio.timeout(SILENT * self._ping):
                client = self._handler.client
                client.wss_uri = await client.issue_new_wss_url()  # connecting hides why not
                await self._handler.connect_async()  # type: ignore[no-untyped-call] # as Bolt leaves it
        except BaseException:
            handler, self._handler = self._handler, None
            await handler.close()
            raise
        self._vitals.connection = Connection.CONNECTED
        log.info("connected in Socket Mode")

    async def leave(self) -> None:
        """Answer what has come, while more may come; then take nothing, answer that, and close.

        An answer needs the connection that it was asked on, so this must not close it first.
        """
        self._vitals.stopping = True
        if self._handler:
            await self._vitals.until_idle(LONGEST_GOODBYE)
            self._handler.stop_listening()
            await asyncio.sleep(A_MOMENT)  # what was read is handed over
            await self._vitals.until_idle(LONGEST_GOODBYE)
            await self._handler.close()
        self._vitals.connection = Connection.NONE


def _pause(failures: int, ping: float) -> float:
    """Twice as long after each failure, up to a minute, and never all at the same moment."""
    longest = min(ping * 2 ** min(failures, 10), LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1.0) if failures else ping / 2  # noqa: S311 - jitter
