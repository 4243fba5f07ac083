"""The delivery worker: sends what waits in the outbox, paced as Slack asks, across restarts."""

import asyncio
import logging
import random
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.slack_errors import asked_to_wait, reason_of
from bot.workers.patience import until_answered
from storage.interface import Message, StorageError
from surveys.wave import Delivery

AT_ONCE = 20
LONGEST_GOODBYE = 5.0  # seconds that a message on its way may hold up the end
LOOK_AGAIN = 15.0  # seconds, when nothing wakes the worker before
CLAIM = timedelta(minutes=2)  # after which what a killed worker had is another's
LONGEST_CALL = timedelta(seconds=35)  # Slack's library gives up after 30 seconds
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
MOST_TRIES = 130  # about a day; being asked to wait is no try
FINAL = frozenset(
    {
        "channel_not_found",
        "user_not_found",
        "user_disabled",
        "cannot_dm_bot",
        "is_archived",
        "invalid_blocks",
        "msg_too_long",
        "msg_blocks_too_long",
        "no_text",
    }
)
Result = TypeVar("Result")
log = logging.getLogger("heard")


async def deliver_all(deps: Deps, client: AsyncWebClient) -> None:
    """Send what is due, then wait until something new comes or is due. Runs until cancelled.

    Several may run, in one process or many: each sends what it has claimed. Cancelled in the
    middle of a message, it first notes what became of it: else whoever got it would get it again
    after the restart. Cancelled in the middle of a claim, it hands back what that has claimed: else
    nobody would send it for two minutes.
    """
    while True:
        deps.to_send.clear()
        while await _deliver_some(deps, client):
            pass
        try:
            async with asyncio.timeout(LOOK_AGAIN):
                await deps.to_send.wait()
        except TimeoutError:
            continue


async def _deliver_some(deps: Deps, client: AsyncWebClient) -> bool:
    """Claim what is due and send it. False when nothing was."""
    now = deps.clock()
    until = now + CLAIM
    left: set[str] = set()
    try:
        due = await until_answered(lambda: _to_its_end(_claim(deps, now, until, left)))
        for message in due:
            if deps.clock() + LONGEST_CALL > until:
                break  # by the time it is sent, it may be somebody else's
            asked_to_wait = await _to_its_end(deliver(deps, message, client))
            left.discard(message.id)
            await asyncio.sleep(max(deps.pace, asked_to_wait.total_seconds()))
    finally:
        if left:
            await _hand_back(deps, left)
    return bool(due)


async def _claim(deps: Deps, now: datetime, until: datetime, left: set[str]) -> Sequence[Message]:
    """What is due, by now this worker's, and *left* for it to send."""
    due = await deps.store.claim_outgoing(now, until, AT_ONCE)
    left |= {message.id for message in due}
    return due


async def _hand_back(deps: Deps, messages: set[str]) -> None:
    try:
        await deps.store.hand_back(messages)
    except StorageError:
        log.warning("%d messages stay claimed for a moment", len(messages))


async def _to_its_end(work: Coroutine[None, None, Result]) -> Result:
    """Also when it is cancelled meanwhile."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=LONGEST_GOODBYE)
        task.cancel()
        raise


async def deliver(deps: Deps, message: Message, client: AsyncWebClient) -> timedelta:
    """Send one message and note what became of it. Returns how long Slack asks to wait."""
    if await _comes_too_late(deps, message):
        await _give_up(deps, message, "wave_over")
        return timedelta()
    try:
        await client.chat_postMessage(
            channel=message.to, text=message.text, blocks=message.blocks or None, unfurl_links=False
        )
    except SlackApiError as error:
        return await _refused(deps, message, error)
    except (ClientError, TimeoutError, OSError):
        await _later(deps, message, _pause(message.attempts), "no connection")
    else:
        await until_answered(lambda: _note_sent(deps, message))
    return timedelta()


async def _note_sent(deps: Deps, message: Message) -> None:
    await deps.store.sent(message.id)
    deps.vitals.delivered_at = deps.clock()
    await _decide(deps, message, Delivery.DELIVERED)


async def _comes_too_late(deps: Deps, message: Message) -> bool:
    """Whether it invites to a wave that is over: nobody is asked what they can't answer."""
    if message.invitation is None:
        return False
    invited_to = message.invitation
    wave = await until_answered(lambda: deps.store.wave(invited_to))
    return wave.ended_at <= deps.clock()


async def _refused(deps: Deps, message: Message, error: SlackApiError) -> timedelta:
    reason = reason_of(error)
    if reason in FINAL:
        await _give_up(deps, message, reason)
        return timedelta()
    if wait := asked_to_wait(error):
        # Slack has too much to do; that says nothing of this message, which is never given up so.
        await _try_later(deps, message, wait, reason, counts=False)
        return wait
    await _later(deps, message, _pause(message.attempts), reason)
    return timedelta()


async def _later(deps: Deps, message: Message, pause: timedelta, reason: str) -> None:
    if message.attempts >= MOST_TRIES:
        await _give_up(deps, message, reason)
        return
    await _try_later(deps, message, pause, reason)


async def _try_later(
    deps: Deps, message: Message, pause: timedelta, reason: str, *, counts: bool = True
) -> None:
    log.warning("a message waits %d s: %s", pause.total_seconds(), reason)
    at = deps.clock() + pause
    await until_answered(lambda: deps.store.try_later(message.id, at, counts=counts))


async def _give_up(deps: Deps, message: Message, reason: str) -> None:
    async def note() -> None:
        await deps.store.give_up(message.id, reason)
        await _decide(deps, message, Delivery.BOUNCED)

    await until_answered(note)


async def _decide(deps: Deps, message: Message, delivery: Delivery) -> None:
    if message.invitation:
        await deps.store.decide_delivery(message.invitation, message.to, delivery)


def _pause(attempts: int) -> timedelta:
    """Twice as long each time, up to a quarter of an hour, and never all at the same moment."""
    longest = min(FIRST_PAUSE * 2 ** min(attempts, 10), LONGEST_PAUSE)
    return timedelta(seconds=longest.total_seconds() * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
