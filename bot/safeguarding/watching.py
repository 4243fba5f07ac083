"""The watch over concerns: whoever must know is told, and told again, until somebody acknowledges.

One process of all that have the store does it. It works from what is kept, so a restart loses
nothing: the clock goes on, and what has run out meanwhile is escalated at once.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache

from slack_sdk.web.async_client import AsyncWebClient

from bot.board import Role
from bot.deps import Deps
from bot.safeguarding.concerns import changed, clock_ran_out_telling, may_handle, telling
from bot.wording import concerns as words
from bot.workers.leading import lead
from bot.workers.post import NotPosted, Post
from storage.interface import Entry, Message, StorageError
from surveys.concern import (
    WAITING,
    Concern,
    Level,
    Told,
    escalated,
    levels_due,
    told_also,
)
from surveys.values import PersonId

TASK = "concerns"
LOOK_AGAIN = 15.0  # seconds
LONGEST_WAIT = timedelta(days=2)  # of a message in the outbox, between two tries
MOST_MESSAGES = 10_000
HEARD = "heard"  # who did it, in the access log
log = logging.getLogger("heard")


async def watch_over(deps: Deps, client: AsyncWebClient, post: Post | None) -> None:
    """Look every few seconds, and when something is raised. Runs until cancelled."""

    async def look() -> None:
        try:
            await look_after_concerns(deps, client, post)
        except StorageError as error:
            log.warning("the watch waits for the store: %s", type(error).__name__)

    await lead(deps, TASK, look, every=LOOK_AGAIN, wake=deps.to_watch)


async def look_after_concerns(deps: Deps, client: AsyncWebClient, post: Post | None) -> None:
    """Everything that is due now, once. Doing it again changes nothing."""
    for concern in await deps.store.all_kept(Concern, WAITING):
        after = await _tell_members(deps, concern, client)
        for level in levels_due(after, deps.clock(), deps.board.zone, deps.board.working_hours):
            after = await _escalate(deps, after, level, client, post)
        if _may_be_lost(after) or await _has_reached_nobody(deps, after, client):
            await _post(deps, after, post)
    deps.to_send.set()


async def _tell_members(deps: Deps, concern: Concern, client: AsyncWebClient) -> Concern:
    """Leads and deputies of user groups too; a duty manager where none of them may see it."""
    people = await _who_may(deps, concern, (Role.DESIGNATED_LEAD, Role.DEPUTY), client)
    if not people and not concern.told_to:
        people = await _who_may(deps, concern, (Role.DUTY_MANAGER,), client)
    return await _tell(deps, concern, people, "told")


async def _escalate(
    deps: Deps, concern: Concern, level: Level, client: AsyncWebClient, post: Post | None
) -> Concern:
    match level:
        case Level.DEPUTY:
            both = (Role.DEPUTY, Role.DESIGNATED_LEAD)
            missed = await _missed(deps, concern, client)
            return await _tell_level(deps, concern, level, both, client, also=missed)
        case Level.DUTY_MANAGER:
            return await _tell_level(deps, concern, level, (Role.DUTY_MANAGER,), client)
        case Level.FALLBACK:
            return await _post(deps, concern, post)


async def _tell_level(
    deps: Deps,
    concern: Concern,
    level: Level,
    roles: Sequence[Role],
    client: AsyncWebClient,
    *,
    also: Sequence[Message] = (),
) -> Concern:
    people = await _who_may(deps, concern, roles, client)
    if not await _who_may(deps, concern, roles[:1], client):
        log.warning("a concern waits and nobody is %s", roles[0].value)
    return await _tell(deps, concern, people, level.name.lower(), level, also=also)


async def _missed(deps: Deps, concern: Concern, client: AsyncWebClient) -> list[Message]:
    """To the QA team, that a clock has run out: at most once a day, so that it counts nothing."""
    analysts = await _who_may(deps, concern, (Role.ANALYST,), client)
    return [clock_ran_out_telling(deps, one) for one in analysts]


async def _tell(
    deps: Deps,
    concern: Concern,
    people: Iterable[PersonId],
    step: str,
    level: Level | None = None,
    *,
    also: Sequence[Message] = (),
) -> Concern:
    """Note that they are told, with the messages that tell them; not once it is acknowledged."""
    now = deps.clock()
    told = [one for one in people if level or one not in concern.told_to]
    if not told and level is None:
        return concern

    def note(one: Concern) -> Concern:
        if not isinstance(one.state, Told) or _is_reached(one, level):
            return one
        after = told_also(one, told)
        return escalated(after, level, now) if level else after

    entry = Entry(at=now, who=HEARD, did=f"told of a concern: {step}", what=concern.id)
    messages = [*(telling(deps, concern, person, step) for person in told), *also]
    return await changed(deps, concern.id, note, outbox=messages, entry=entry)


async def _post(deps: Deps, concern: Concern, post: Post | None) -> Concern:
    """By the second way, once; tried again until the mail server takes it."""
    to, now = deps.board.fallback_email, deps.clock()
    if _is_reached(concern, Level.FALLBACK) or not isinstance(concern.state, Told):
        return concern
    if post is None or to is None:
        _say_that_there_is_no_second_way(concern.id)
        return concern
    try:
        await post(to, words.POST_SUBJECT, words.post_text(deps.board))
    except NotPosted as error:
        log.warning("a concern waits, and the e-mail about it was not taken: %s", error.why)
        return concern
    entry = Entry(at=now, who=HEARD, did="told of a concern: by e-mail", what=concern.id)
    return await changed(
        deps, concern.id, lambda one: escalated(one, Level.FALLBACK, now), entry=entry
    )


@lru_cache(maxsize=1000)
def _say_that_there_is_no_second_way(concern: str) -> None:
    """Once for each concern, not every few seconds."""
    log.error("concern %s waits, and no second way is set: HEARD_SMTP_URL", concern)


def _is_reached(concern: Concern, level: Level | None) -> bool:
    return level in {one.level for one in concern.escalations}


def _may_be_lost(concern: Concern) -> bool:
    """Nobody may see it in Slack, so nobody there can be told."""
    return isinstance(concern.state, Told) and not concern.told_to


async def _has_reached_nobody(deps: Deps, concern: Concern, client: AsyncWebClient) -> bool:
    """Whether its clock has run out and Slack has taken no message to a lead or deputy about it."""
    if not concern.escalations or _is_reached(concern, Level.FALLBACK):
        return False
    leads = await _who_may(deps, concern, (Role.DESIGNATED_LEAD, Role.DEPUTY), client)
    waiting = await _not_sent(deps)
    told = [telling(deps, concern, one).id for one in leads if one in concern.told_to]
    return all(message in waiting for message in told)


async def _not_sent(deps: Deps) -> set[str]:
    waiting: list[Message] = list(
        await deps.store.outgoing(deps.clock() + LONGEST_WAIT, MOST_MESSAGES)
    )
    dead = [message for message, _ in await deps.store.dead_letters()]
    return {message.id for message in (*waiting, *dead)}


async def _who_may(
    deps: Deps, concern: Concern, roles: Iterable[Role], client: AsyncWebClient
) -> list[PersonId]:
    found = {one for role in roles for one in await deps.roles.members(role, client)}
    return sorted(one for one in found if may_handle(deps, concern, one))
