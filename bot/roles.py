"""Who may do what: checked here for every command, button and form; a refusal is recorded."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.board import Board, Role
from bot.slack_errors import NO_GROUP, reason_of
from storage.interface import Entry, Store
from surveys.errors import NotAllowed
from surveys.values import PersonId

FRESH_FOR = timedelta(minutes=5)
TROUBLE = (SlackApiError, ClientError, OSError)
log = logging.getLogger("heard")

MAY: Mapping[str, tuple[Role, ...]] = MappingProxyType(
    {
        "ask for a digest": (Role.ANALYST,),
        "read a released digest": (Role.ANALYST, Role.SUB_GROUP),
        "release a digest": (Role.ANALYST,),
        "see how a figure was made": (Role.ANALYST,),
        "read comments": (Role.ANALYST,),
        "query a figure": (Role.ANALYST, Role.SUB_GROUP),
        "review comments": (Role.ANALYST,),
        "approve quotes": (Role.ANALYST,),
        "change the codebook": (Role.ANALYST,),
        "sign a change of the codebook": (Role.ANALYST, Role.SUB_GROUP),
        "make the Board paper": (Role.ANALYST,),
        "have the Board paper": (Role.ANALYST, Role.SUB_GROUP),
        "write in the Board paper": (Role.ANALYST, Role.SUB_GROUP),
        "change 'good' statements": (Role.ANALYST,),
        "open and close waves": (Role.ANALYST,),
        "log a voice": (Role.PARTICIPATION_WORKER,),
        "act on concerns": (Role.DESIGNATED_LEAD, Role.DEPUTY, Role.DUTY_MANAGER),
        "read what was not flagged": (Role.DESIGNATED_LEAD, Role.DEPUTY),
    }
)


class Roles:
    """Membership from the board's file; members of a user group are asked of Slack."""

    def __init__(self, board: Board, store: Store, clock: Callable[[], datetime]) -> None:
        self._board = board
        self._store = store
        self._clock = clock
        self._members: dict[str, tuple[datetime, frozenset[str]]] = {}

    async def require(self, person: PersonId, act: str, client: AsyncWebClient) -> None:
        """Let *person* do *act*, a key of MAY, or raise NotAllowed. A refusal is recorded.

        Where Slack can't be asked who is in a group it is none: raises what asking raised.
        """
        allowed = MAY[act]
        if any(person in self._board.persons(role) for role in allowed):
            return
        doubt = None
        for group in dict.fromkeys(one for role in allowed for one in self._board.groups(role)):
            try:
                if person in await self._asked(group, client):
                    return
            except TROUBLE as error:
                doubt = error
        if doubt:
            raise doubt
        await self._store.record(Entry(at=self._clock(), who=person, did="was refused", what=act))
        raise NotAllowed([role.value for role in allowed])

    async def may(self, person: PersonId, act: str, client: AsyncWebClient) -> bool:
        return any([await self._holds(person, role, client) for role in MAY[act]])

    async def all_may(self, channel: str, act: str, client: AsyncWebClient, *, app: str) -> bool:
        """Whether everybody in this channel, but for the *app* itself, may do *act*.

        Not when Slack does not say who is in it: doubt lets no one in.
        """
        allowed = {app}.union(*[await self.members(role, client) for role in MAY[act]])
        cursor = None
        while cursor != "":
            try:
                answer = await client.conversations_members(channel=channel, cursor=cursor)
            except TROUBLE as error:
                log.warning("the members of %s are unknown: %s", channel, type(error).__name__)
                return False
            if not allowed.issuperset(answer["members"]):
                return False
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        return True

    async def members(self, role: Role, client: AsyncWebClient) -> frozenset[PersonId]:
        """Everybody who holds this role, also through a user group."""
        found = {PersonId(holder) for holder in self._board.persons(role)}
        for group in self._board.groups(role):
            found |= {PersonId(person) for person in await self._members_of(group, client)}
        return frozenset(found)

    async def _holds(self, person: PersonId, role: Role, client: AsyncWebClient) -> bool:
        holders = self._board.holders(role)
        if person in holders:
            return True
        for group in holders:
            if group.startswith("S") and person in await self._members_of(group, client):
                return True
        return False

    async def _members_of(self, group: str, client: AsyncWebClient) -> frozenset[str]:
        """Nobody, when Slack can't be asked: doubt lets no one in."""
        try:
            return await self._asked(group, client)
        except TROUBLE:
            return frozenset()

    async def _asked(self, group: str, client: AsyncWebClient) -> frozenset[str]:
        """Nobody, when Slack does not know the group. Raises TROUBLE."""
        now = self._clock()
        asked_at, members = self._members.get(group, (None, frozenset()))
        if asked_at is None or now - asked_at > FRESH_FOR:
            try:
                answer = await client.usergroups_users_list(usergroup=group)
            except TROUBLE as error:
                log.warning("the members of %s are unknown: %s", group, type(error).__name__)
                if isinstance(error, SlackApiError) and reason_of(error) == NO_GROUP:
                    return frozenset()
                raise
            members = frozenset(answer["users"])
            self._members[group] = (now, members)
        return members
