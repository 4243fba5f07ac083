"""What people are called in Slack; ids alone tell a reader nothing."""

import asyncio
import logging
from collections.abc import Collection

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_errors import reason_of
from surveys.values import PersonId

LONGEST_WAIT = 1.5  # seconds; a trigger is good for three
MOST_ASKED = 40  # more would be slowed down by Slack
log = logging.getLogger("heard")


async def name_of(person: PersonId, client: AsyncWebClient) -> str:
    """As Slack knows it; the id where Slack can't be asked."""
    try:
        user = (await client.users_info(user=person))["user"]
    except SlackApiError as error:
        log.warning("the name of %s is unknown: %s", person, reason_of(error))
        return person
    except (ClientError, OSError) as error:
        log.warning("the name of %s is unknown: %s", person, type(error).__name__)
        return person
    return str(user.get("real_name") or user.get("name") or person)


async def names_of(people: Collection[PersonId], client: AsyncWebClient) -> dict[PersonId, str]:
    """By name, in their order. None at all when they are too many, or Slack can't tell in time."""
    if len(people) > MOST_ASKED:
        return {}
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            found = await asyncio.gather(*(name_of(person, client) for person in people))
    except TimeoutError:
        return {}
    named = dict(zip(people, found, strict=True))
    if any(name == person for person, name in named.items()):
        return {}
    return dict(sorted(named.items(), key=lambda one: one[1].casefold()))
