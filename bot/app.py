"""The Bolt app: one client, all listeners, and nothing that could put words into a log."""

import logging

from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.listeners import register
from bot.settings import Settings

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


def build_app(settings: Settings, deps: Deps, client: AsyncWebClient) -> AsyncApp:
    secret = settings.slack_signing_secret
    app = AsyncApp(
        client=client,
        signing_secret=secret.get_secret_value() if secret else "not used in Socket Mode",
        raise_error_for_unhandled_request=False,
    )
    register(app, deps)
    app.error(_note)
    return app


async def _note(error: Exception) -> None:
    """Bolt's own handler would log the error's text, which may hold somebody's words."""
    log.error("a listener failed before it could answer: %s", type(error).__name__)
