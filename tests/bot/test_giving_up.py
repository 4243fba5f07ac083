"""A message that can't be delivered is given up after a day, and never because Slack is busy."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.deps import Deps
from bot.workers.delivery import MOST_TRIES, _pause, deliver
from storage.interface import Message
from storage.sealing import Keys
from storage.tiny import open_tiny
from surveys.wave import Delivery
from tests.builders import (
    AMINA,
    DURING,
    SPRING,
    a_message,
    a_survey,
    a_wave,
    an_invitation,
)
from tests.demo_store import Clock, deps_with

TRIED_ENOUGH = a_message(AMINA, id="hello", invitation=SPRING, attempts=MOST_TRIES)


class Refusing(AsyncWebClient):
    """A Slack that answers every message with the same refusal."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(token="xoxb-1")
        self._answer = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url="chat.postMessage",
            req_args={},
            data={"ok": False, "error": error},
            headers={"Retry-After": "7"},
            status_code=status,
        )

    async def chat_postMessage(self, **_: object) -> AsyncSlackResponse:  # noqa: N802 - Slack's
        raise SlackApiError("refused", self._answer)  # type: ignore[no-untyped-call]


BUSY = Refusing(429, "ratelimited")
FAILING = Refusing(500, "internal_error")


@pytest_asyncio.fixture
async def deps(tmp_path: Path) -> AsyncIterator[Deps]:
    store = await open_tiny(tmp_path / "heard.db", Keys.fresh())
    clock = Clock()
    clock.now = DURING
    yield deps_with(store, clock, tmp_path)
    await store.close()


async def put(deps: Deps, message: Message) -> Message:
    await deps.store.open_wave(a_wave(), a_survey(), [an_invitation(AMINA)], [message])
    return message


async def became(deps: Deps) -> tuple[list[int], list[str], Delivery]:
    """The attempts of what waits, the reasons of what was given up, and the invitation."""
    waiting = await deps.store.outgoing(DURING + timedelta(days=1), 10)
    dead = await deps.store.dead_letters()
    [invited] = await deps.store.invitations(SPRING)
    return [one.attempts for one in waiting], [reason for _, reason in dead], invited.delivery


async def test_a_message_is_never_given_up_because_slack_asks_to_wait(deps: Deps) -> None:
    waits = await deliver(deps, await put(deps, TRIED_ENOUGH), BUSY)

    assert waits == timedelta(seconds=7)
    assert await became(deps) == ([MOST_TRIES], [], Delivery.WAITING)
    assert await deps.store.outgoing(DURING + timedelta(seconds=6), 10) == []


@pytest.mark.parametrize(
    ("tried", "became_of_it"),
    [
        (MOST_TRIES - 1, ([MOST_TRIES], [], Delivery.WAITING)),
        (MOST_TRIES, ([], ["internal_error"], Delivery.BOUNCED)),
    ],
)
async def test_a_message_that_fails_once_too_often_is_a_dead_letter_and_its_invitation_bounced(
    deps: Deps, tried: int, became_of_it: object
) -> None:
    message = TRIED_ENOUGH.model_copy(update={"attempts": tried})
    await deliver(deps, await put(deps, message), FAILING)

    assert await became(deps) == became_of_it


def test_the_tries_of_a_message_take_about_a_day() -> None:
    trying = sum((_pause(tried) for tried in range(MOST_TRIES)), timedelta())

    assert timedelta(hours=20) < trying < timedelta(hours=26)
