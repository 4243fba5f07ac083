"""Who may see which concern, in which order they need somebody, and who wrote one."""

from dataclasses import dataclass
from typing import Self

from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.ids import derived
from bot.safeguarding.concerns import Raised, agency_of, may_handle, raised, telling_of_a_second
from bot.views.concern_queue import Queue
from storage.interface import Entry
from surveys.concern import (
    Concern,
    Door,
    SealedWriter,
    Told,
    ask_who,
    break_glass,
    due_at,
)
from surveys.errors import ChangedMeanwhile, TwoPeopleNeeded, Unknown
from surveys.values import PersonId

ACT = "act on concerns"
LEADS = "read what was not flagged"


@dataclass(frozen=True)
class Who:
    """*is_lead*: designated lead or deputy; a duty manager sees what has come to them."""

    person: PersonId
    is_lead: bool

    @classmethod
    async def of(cls, deps: Deps, person: PersonId, client: AsyncWebClient) -> Self:
        return cls(person, await deps.roles.may(person, LEADS, client))


@dataclass(frozen=True)
class Writer:
    """*person*, once two have asked; else *note* says what is needed."""

    person: PersonId | None = None
    note: str = ""


async def the_one(deps: Deps, who: Who, concern_id: str) -> Concern:
    """Raises Unknown, also for what they may not see: nobody learns that there is one."""
    concern = await deps.store.kept(Concern, concern_id)
    if concern is None or not _may_see(deps, who, concern):
        await deps.store.record(
            Entry(at=deps.clock(), who=who.person, did="was refused", what="a concern")
        )
        raise Unknown("concern", "")
    return concern


async def queue_of(deps: Deps, who: Who) -> Queue:
    """What they may see: the oldest clock first, then what waits for an outcome, then the rest."""
    seen = await visible_to(deps, who)
    zone, hours = deps.board.zone, deps.board.working_hours
    waiting = sorted(
        (one for one in seen if isinstance(one.state, Told)),
        key=lambda one: (due_at(one, zone, hours), one.id),
    )
    taken_on = sorted(
        (one for one in seen if one.is_open and one.acknowledged), key=lambda one: one.told_at
    )
    settled = sorted(
        (one for one in seen if not one.is_open), key=lambda one: one.told_at, reverse=True
    )
    return Queue(concerns=[*waiting, *taken_on, *settled], now=deps.clock(), board=deps.board)


async def visible_to(deps: Deps, who: Who) -> list[Concern]:
    """All that they may see, list and count, in no order."""
    return [one for one in await deps.store.all_kept(Concern) if _may_see(deps, who, one)]


def _may_see(deps: Deps, who: Who, concern: Concern) -> bool:
    return (who.is_lead or who.person in concern.told_to) and may_handle(deps, concern, who.person)


async def read_outcome(deps: Deps, who: Who, concern: Concern, what: str) -> Raised:
    """What a lead wrote of a concern passes the net too: it may tell of something else.

    What is of the same kind as the concern is about it. Nobody handles what they wrote themselves.
    """
    found = await raised(
        deps,
        door=Door.BOARD_TEXT,
        texts={"outcome": what},
        writer=who.person,
        agency=agency_of(deps, who.person),
        area=concern.content_area,
        refers_to=derived("outcome", concern.id),
        captions={"outcome": "What was done about a concern"},
        read_later=False,
    )
    if found.concern is None or set(found.concern.categories) <= set(concern.categories):
        return Raised()
    return found


async def ask_who_wrote(deps: Deps, who: Who, concern: Concern) -> Writer:
    """Opened only when two different people ask within a day; each ask is in the access log."""
    sealed = await deps.store.kept(SealedWriter, concern.id)
    if sealed is None:
        return Writer(note="Heard does not know who wrote this.")
    now = deps.clock()
    try:
        opened = break_glass(sealed, who.person, now)
        did = "opened who wrote a concern, the second of two"
    except TwoPeopleNeeded:
        opened = None
        did = "asked who wrote a concern, the first of two"
    after = opened or ask_who(sealed, who.person, now)
    others = [] if opened else telling_of_a_second(deps, concern, who.person)
    entry = Entry(at=now, who=who.person, did=did, what=concern.id)
    if not await deps.store.change(sealed, after, outbox=others, entry=entry):
        raise ChangedMeanwhile
    deps.to_send.set()
    if opened:
        return Writer(person=opened.person)
    return Writer(note="*Your asking is logged.* A second person has to ask within 24 hours.")
