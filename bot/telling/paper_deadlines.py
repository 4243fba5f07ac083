"""Until when the texts of a Board paper are to be written, and who is asked for which.

An area's owner is asked where the people file has few enough people of that role; for everything
else the QA team is. No message carries anybody's words.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from analysis.paper.missing import (
    Named,
    TextsDue,
    is_soon,
    missing_areas,
    missing_in_areas,
    missing_in_paper,
    missing_in_plans,
    missing_parts,
)
from analysis.paper.texts import NAMES, PaperText, Part, paper_label, unsaid
from analysis.phrases import period_label
from bot.board import Role
from bot.deps import Deps
from bot.ids import derived
from bot.views.paper import asks_to_write
from bot.wording import papers as words
from storage.interface import Entry, Message
from surveys.errors import ChangedMeanwhile, NoDeadline
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.values import AreaId, PersonId
from surveys.working_time import add_working_hours, is_working_time

ASKED = Role.ANALYST
MOST_OWNERS = 5  # of one area: a role that more people have answers for nothing together
LONGEST = timedelta(days=366)  # what is due later is a mistyped year


class DeadlineSet(NamedTuple):
    """*asked* counts those who get a message. Not *is_new*, it stood so already."""

    due: TextsDue
    asked: int
    is_new: bool


async def set_deadline(
    deps: Deps, period: Period, day: date, *, by: PersonId, client: AsyncWebClient
) -> DeadlineSet:
    """Ask whoever is to write, once for each day that is set. The same day again is nothing.

    Raises NoDeadline for a day that is over or further off than a year, and ChangedMeanwhile.
    """
    latest = deps.today() + LONGEST
    if not deps.today() <= day <= latest:
        raise NoDeadline(deps.today(), latest)
    soon = is_soon(day, deps.today(), deps.board.working_hours)
    before = await deadline_of(deps, period)
    if before and before.day == day:
        return DeadlineSet(before, 0, is_new=False)
    turn = before.turn + 1 if before else 1
    after = TextsDue(id=str(period), period=period, day=day, turn=turn, is_reminded=soon)
    messages = await _messages(deps, after, client, "asked", words.asking)
    entry = Entry(
        at=deps.clock(), who=by, did="said when a paper's texts are due", what=f"{period}: {day}"
    )
    if before:
        is_kept = await deps.store.change(before, after, outbox=messages, entry=entry)
    else:
        is_kept = await deps.store.keep(after, outbox=messages, entry=entry) == "kept"
    if not is_kept:
        raise ChangedMeanwhile
    deps.to_send.set()
    return DeadlineSet(after, len(messages), is_new=True)


async def remind_writers(deps: Deps, client: AsyncWebClient) -> None:
    """Everybody with something left to write, once, while the board works.

    Doing it again changes nothing.
    """
    hours = deps.board.working_hours
    if not is_working_time(deps.clock(), deps.board.zone, hours):
        return
    for due in await deps.store.all_kept(TextsDue):
        if due.is_to_be_reminded(deps.today(), hours):
            messages = await _messages(deps, due, client, "reminded", words.reminding)
            after = due.model_copy(update={"is_reminded": True})
            await deps.store.change(due, after, outbox=messages)
            deps.to_send.set()


async def deadline_of(deps: Deps, period: Period) -> TextsDue | None:
    return await deps.store.kept(TextsDue, str(period))


def owners_asked(deps: Deps) -> dict[AreaId, str]:
    """The role that is asked about each content area of which the QA team is not."""
    areas = deps.framework.areas
    return {one.id: one.owner for one in areas if one.owner and owners_of(deps, one)}


async def still_to_write(
    deps: Deps, period: Period, areas: Sequence[ContentArea], *, of_paper: bool
) -> list[str]:
    """A line for each part that these areas lack, the paper itself, and each unfinished plan."""
    texts = await _texts(deps, period)
    written, named = _written(texts), _named(areas, period)
    own = missing_in_paper(written) if of_paper else ()
    unfinished = missing_in_plans(named, _plans(texts))
    return [line.text for line in (*own, *missing_in_areas(named, written), *unfinished)]


def owners_of(deps: Deps, area: ContentArea) -> tuple[PersonId, ...]:
    """Those in the people file who have the role that owns it; none where they are many."""
    role = (area.owner or "").casefold()
    found = tuple(one.id for one in deps.people if one.role_group.casefold() == role)
    return found if len(found) <= MOST_OWNERS else ()


def areas_owned(deps: Deps, person: PersonId) -> tuple[ContentArea, ...]:
    return tuple(one for one in deps.framework.areas if person in owners_of(deps, one))


Say = Callable[[str, date, Sequence[str]], str]


async def _messages(
    deps: Deps, due: TextsDue, client: AsyncWebClient, step: str, say: Say
) -> list[Message]:
    """To everybody who is asked for something that nobody has written yet."""
    now, label = deps.clock(), period_label(due.period)
    at_work = add_working_hours(now, timedelta(), deps.board.zone, deps.board.working_hours)
    messages = []
    for person, what in (await _asked(deps, due.period, client)).items():
        text = say(label, due.day, what)
        message = Message(
            id=derived("paper texts", step, due.id, str(due.turn), person),
            to=person,
            text=text,
            blocks=[block.to_dict() for block in asks_to_write(text, due.period)],
            not_before=at_work,
        )
        messages.append(message)
    return messages


async def _asked(
    deps: Deps, period: Period, client: AsyncWebClient
) -> Mapping[PersonId, Sequence[str]]:
    """By person, the content areas and parts of the paper that still want their words."""
    texts = await _texts(deps, period)
    written = _written(texts)
    team = sorted(await deps.roles.members(ASKED, client))
    lacking = {
        one.area
        for named in missing_areas(_named(deps.framework.areas, period), written).values()
        for one in named
    } | {area for area, text in _plans(texts).items() if unsaid(text)}
    own = [NAMES[part] for part in missing_parts(written)]
    asked: dict[PersonId, list[str]] = {person: list(own) for person in team if own}
    for area in deps.framework.areas:
        if area.id in lacking:
            for person in owners_of(deps, area) or team:
                asked.setdefault(person, []).append(area.label)
    return asked


async def _texts(deps: Deps, period: Period) -> Sequence[PaperText]:
    return await deps.store.all_kept(PaperText, paper_label(period))


def _written(texts: Sequence[PaperText]) -> set[tuple[Part, AreaId | None]]:
    return {(one.part, one.content_area) for one in texts}


def _plans(texts: Sequence[PaperText]) -> dict[AreaId, str]:
    return {
        one.content_area: one.latest.text
        for one in texts
        if one.part is Part.PLAN and one.content_area
    }


def _named(areas: Sequence[ContentArea], period: Period) -> list[Named]:
    """Those about which anything was collected at its end."""
    return [Named(one.id, one.label) for one in areas if one.is_active(period.last_day)]
