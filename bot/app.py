"""The Bolt app: one client, all listeners, and nothing that could put words into a log."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from aiohttp import ClientError
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.definitions import Missing
from bot.deps import Deps
from bot.keeping.inbox import Taken
from bot.keeping.journal import ARRIVAL
from bot.listeners import WITHOUT_WORDS, register
from bot.payloads import form_sent, is_direct_message, name_of, worth_keeping
from bot.settings import Settings
from bot.slack_errors import reason_of

LONGEST_WRITE = 2.0  # seconds, of the three in which Slack wants to know that it has arrived
log = logging.getLogger("heard")


def client_for(settings: Settings) -> AsyncWebClient:
    """A client that waits when Slack asks it to, a few times."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    return AsyncWebClient(
        token=token,
        base_url=settings.slack_api_url,
        timeout=20,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=2),
        ],
    )


async def identity(client: AsyncWebClient) -> AuthorizeResult:
    """Who the bot is; asked once, at the start. Raises Missing when Slack does not know it."""
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        sentence = f"Slack refused the bot token: {reason_of(error)}. Check SLACK_BOT_TOKEN."
        raise Missing((sentence,)) from None
    except (ClientError, TimeoutError, OSError) as error:
        sentence = f"Slack can't be reached ({type(error).__name__}). Check the network and proxy."
        raise Missing((sentence,)) from None
    return AuthorizeResult.from_auth_test_response(
        bot_token=client.token, auth_test_response=answer
    )


def build_app(
    settings: Settings, deps: Deps, client: AsyncWebClient, known: AuthorizeResult
) -> AsyncApp:
    """*known* is what the bot is known as: a request is never lost to asking that again."""

    async def authorize() -> AuthorizeResult:
        return known

    secret = settings.slack_signing_secret
    app = AsyncApp(
        client=client,
        authorize=authorize,
        before_authorize=_Journal(deps),
        logger=logging.getLogger("heard.slack"),
        signing_secret=secret.get_secret_value() if secret else "not used in Socket Mode",
        raise_error_for_unhandled_request=False,
    )
    register(app, deps)
    app.error(_note)
    return app


class _Journal(AsyncMiddleware):
    """Has what holds words written down before anything else. Its signature has been checked.

    A class, because for a function Bolt first makes all that a listener might want to have.
    """

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - as Bolt calls it
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - as Bolt calls it
    ) -> BoltResponse | None:
        if ARRIVAL not in req.context and _holds_words(req.body):
            name, body = name_of(req.body), worth_keeping(req.body)
            taken = self._deps.inbox.take(name, body, self._deps.clock())
            req.context[ARRIVAL] = taken
            if is_direct_message(req.body):
                # Bolt acknowledges it before it is handled, and Slack then never sends it again.
                await _written(taken)
        return await next()


def _holds_words(body: Mapping[str, Any]) -> bool:
    form = form_sent(body)
    return is_direct_message(body) if form is None else form not in WITHOUT_WORDS


async def _written(taken: Taken) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_WRITE):
            await taken.on_disk.wait()


async def _note(error: Exception) -> None:
    """Bolt's own handler would log the error's text, which may hold somebody's words."""
    log.error("a listener failed before it could answer: %s", type(error).__name__)
