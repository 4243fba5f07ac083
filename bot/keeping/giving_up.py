"""What could not be handled, however often it was tried: its sender and the QA team are told.

Without what was written, and once, however often it is given up.
"""

from slack_sdk.web.async_client import AsyncWebClient

from bot import wording
from bot.board import Role
from bot.deps import Deps
from bot.ids import derived
from bot.keeping.inbox import Arrival
from bot.payloads import sender_of, title_of
from bot.views.invitation import message
from bot.views.pieces import escaped
from storage.interface import Message
from surveys.values import PersonId

TOLD = Role.ANALYST


async def told_of(deps: Deps, arrival: Arrival, client: AsyncWebClient) -> list[Message]:
    """The messages, to whom they concern. A sender who is of the QA team gets both."""
    team = sorted(await deps.roles.members(TOLD, client))
    told = [_message(deps, arrival, one, wording.given_up_here()) for one in team]
    if sender := sender_of(arrival.payload):
        told.append(_message(deps, arrival, sender, _to_sender(deps, arrival)))
    return told


def _to_sender(deps: Deps, arrival: Arrival) -> str:
    form = title_of(arrival.payload)
    return wording.given_up(escaped(form) if form else None, deps.board)


def _message(deps: Deps, arrival: Arrival, to: PersonId, sentence: str) -> Message:
    text, blocks = message((sentence,))
    return Message(
        id=derived("given up", arrival.id, to, sentence),
        to=to,
        text=text,
        blocks=list(blocks),
        not_before=deps.clock(),
    )
