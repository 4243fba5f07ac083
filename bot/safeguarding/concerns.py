"""Raising concerns: every text passes the net here, by whatever door it comes in.

The concern, its sealed writer and the telling are handed back, so that they are kept in one
transaction with what they were found in, or not at all.
"""

import asyncio
import hashlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat

from analysis.signals import Signals, unread
from bot.board import Role
from bot.deps import Deps
from bot.ids import derived
from bot.views.concern_told import clock_ran_out, one_item, second_needed, several_items
from bot.wording import concerns as words
from bot.wording.labels import called
from storage.interface import Entry, Message
from surveys.concern import (
    Concern,
    Door,
    Passage,
    Reported,
    Route,
    SealedWriter,
    Urgency,
    due_at,
    found_in,
    routes_of,
    told_also,
)
from surveys.errors import Unknown
from surveys.unflagged import Unflagged
from surveys.values import AreaId, Kept, PersonId

LONGEST_READING = 1.0  # seconds; a text that takes the net longer counts as flagged
A_FORM = 20  # texts, more than one has; a file may bring hundreds, which wait for each other
# Of its own, so that a second is not spent waiting behind a digest that is being made.
NET_THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="net")
log = logging.getLogger("heard")


@dataclass(frozen=True)
class Raised:
    """What to keep beside the texts and to send, and the paragraphs that whoever wrote them reads.

    All are empty when nothing was flagged but *kept*, which then says what a person reads later.
    """

    kept: tuple[Kept, ...] = ()
    outbox: tuple[Message, ...] = ()
    told: tuple[str, ...] = ()
    concern: Concern | None = None
    standing: tuple[Concern, ...] | None = None  # all there are about it now; None: nobody asked
    read: Mapping[str, Signals] = field(default_factory=dict)  # by text


async def raised(
    deps: Deps,
    *,
    door: Door,
    texts: Mapping[str, str],
    writer: PersonId | None,
    agency: str | None,
    area: AreaId | None,
    refers_to: str,
    captions: Mapping[str, str] | None = None,
    kept_in: str | None = None,
    read_later: bool = True,
    earlier: Raised | None = None,
) -> Raised:
    """Pass redacted *texts* (by field) through the net. Keeps nothing itself; never raises for it.

    The same text of the same field is raised once, however often it comes in. What is not flagged
    is noted for a person to read in *kept_in* (or *refers_to*), unless *read_later* says that its
    words are not kept or not final. *agency* is the writer's. *earlier* is what was found a moment
    ago, under the same *refers_to* and kept since: what it says is not asked again.
    """
    if not any(text.strip() for text in texts.values()):
        return Raised()
    before = await standing(deps, earlier, refers_to)
    known = {(one.field, one.text) for concern in before for one in concern.passages}
    new = {name: text for name, text in texts.items() if text.strip() and (name, text) not in known}
    read = dict(earlier.read) if earlier else {}
    unknown = list(dict.fromkeys(text for text in new.values() if text not in read))
    read.update(zip(unknown, await read_each(deps, unknown), strict=True))
    named = captions or {}
    passages, flagged, later = [], [], []
    for name, text in new.items():
        found = read[text]
        caption = named.get(name) or called(name)
        if found.flagged:
            passages.append(_passage(name, caption, text, found))
            flagged.append(found)
        elif read_later:
            later.append(
                _to_read(
                    deps,
                    door=door,
                    refers_to=refers_to,
                    kept_in=kept_in or refers_to,
                    passage=_passage(name, caption, text, found),
                )
            )
    if not passages:
        again = [one for one in before if {(p.field, p.text) for p in one.passages} & texts.items()]
        return Raised(kept=tuple(later), told=_told(deps, again), standing=tuple(before), read=read)
    concern = _concern(
        deps,
        passages,
        flagged,
        door=door,
        refers_to=refers_to,
        area=area,
        agency=agency,
        writer=writer,
    )
    people = individuals_to_tell(deps, concern)
    concern = told_also(concern, people)
    sealed = [SealedWriter(id=concern.id, person=writer)] if writer else []
    return Raised(
        kept=(concern, *sealed, *later),
        outbox=tuple(telling(deps, concern, person) for person in people),
        told=_told(deps, [concern, *before]),
        concern=concern,
        standing=(concern, *before),
        read=read,
    )


def agency_of(deps: Deps, person: str) -> str | None:
    """As the people file has it."""
    return next((one.agency for one in deps.people if one.id == person), None)


async def keep_at_once(deps: Deps, found: Raised) -> None:
    """Keep and tell what was raised now, before anything else can lose it. Raises StorageError."""
    if found.kept:
        await deps.store.keep(*found.kept, outbox=found.outbox)
    wake_for(deps, found)


def wake_for(deps: Deps, found: Raised) -> None:
    """Once it is kept: let it be told and watched over, and shown to those it came to."""
    if found.concern:
        deps.to_send.set()
        deps.to_watch.set()
        for person in found.concern.told_to:
            deps.homes_to_refresh.put_nowait(person)


async def raised_in(deps: Deps, refers_to: str) -> Sequence[Concern]:
    return await deps.store.all_kept(Concern, found_in(refers_to))


async def standing(deps: Deps, found: Raised | None, refers_to: str) -> Sequence[Concern]:
    """All concerns about it, as *found* a moment ago if anybody asked then."""
    if found is not None and found.standing is not None:
        return found.standing
    return await raised_in(deps, refers_to)


async def told_of(deps: Deps, refers_to: str, found: Raised | None = None) -> tuple[str, ...]:
    """What whoever wrote it is told once more, when they ask again."""
    return _told(deps, await standing(deps, found, refers_to))


async def changed(
    deps: Deps,
    concern_id: str,
    change: Callable[[Concern], Concern],
    *,
    outbox: Sequence[Message] = (),
    entry: Entry | None = None,
) -> Concern:
    """The concern after *change*, however many change it at once; what it raises goes on.

    Raises Unknown when there is no such concern.
    """
    while True:
        before = await deps.store.kept(Concern, concern_id)
        if before is None:
            raise Unknown("concern", "")
        after = change(before)
        if after == before or await deps.store.change(before, after, outbox=outbox, entry=entry):
            return after


async def read_each(deps: Deps, texts: Sequence[str]) -> list[Signals]:
    """What the net says of each; an error, or a second without an answer, is a flag.

    It has a second for a form, and for each further A_FORM texts another.
    """
    limits = [LONGEST_READING * (1 + at // A_FORM) for at in range(len(texts))]
    return list(await asyncio.gather(*map(_read, repeat(deps), texts, limits)))


async def _read(deps: Deps, text: str, limit: float) -> Signals:
    try:
        async with asyncio.timeout(limit):
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(NET_THREADS, deps.net, text)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, a person reads the text
        log.warning("the net did not read a text: %s", type(error).__name__)
        return unread()


def may_handle(deps: Deps, concern: Concern, person: PersonId) -> bool:
    """Nobody handles their own words, and nobody of an agency sees an allegation about it."""
    if concern.written_by and deps.pseudonyms.mark(person, concern.id) == concern.written_by:
        return False
    hidden = {agency.casefold() for agency in concern.hidden_from}
    return not any(one.agency.casefold() in hidden for one in deps.people if one.id == person)


def individuals_to_tell(deps: Deps, concern: Concern) -> tuple[PersonId, ...]:
    """Leads and deputies named in the board's file; the duty manager where none of them may.

    Who holds a role through a user group is told by the watch, which can ask Slack.
    """
    roles = (Role.DESIGNATED_LEAD, Role.DEPUTY)
    found = _named(deps, concern, roles)
    if found or any(deps.board.groups(role) for role in roles):
        return found
    return _named(deps, concern, (Role.DUTY_MANAGER,))


def _named(deps: Deps, concern: Concern, roles: Sequence[Role]) -> tuple[PersonId, ...]:
    named = [PersonId(one) for role in roles for one in deps.board.persons(role)]
    return tuple(one for one in dict.fromkeys(named) if may_handle(deps, concern, one))


def telling(deps: Deps, concern: Concern, person: PersonId, step: str = "told") -> Message:
    """The message without content. *step* tells apart why the same person is told again."""
    now, board = deps.clock(), deps.board
    due = due_at(concern, board.zone, board.working_hours)
    text, blocks = one_item(concern.id, due, now, board)
    return Message(
        id=derived("concern", concern.id, person, step),
        to=person,
        text=text,
        blocks=blocks,
        not_before=now,
    )


def clock_ran_out_telling(deps: Deps, person: PersonId) -> Message:
    """To somebody who may not see concerns. The same all day, whatever was the concern."""
    text, blocks = clock_ran_out()
    return Message(
        id=derived("clock ran out", deps.today().isoformat(), person),
        to=person,
        text=text,
        blocks=blocks,
        not_before=deps.clock(),
    )


def telling_of_several(deps: Deps, concerns: Sequence[Concern], why: str) -> list[Message]:
    """One message to each, however many came at once: an import is no reason for a flood."""
    if len(concerns) <= 1:
        return [telling(deps, one, person) for one in concerns for person in one.told_to]
    counted = Counter(person for concern in concerns for person in concern.told_to)
    messages = []
    for person, number in counted.items():
        text, blocks = several_items(number)
        messages.append(
            Message(
                id=derived("concerns", why, person),
                to=person,
                text=text,
                blocks=blocks,
                not_before=deps.clock(),
            )
        )
    return messages


def telling_of_a_second(deps: Deps, concern: Concern, first: PersonId) -> list[Message]:
    """To the others who were told of it: somebody asks who wrote it, and one more is needed."""
    now = deps.clock()
    text, blocks = second_needed(concern.id)
    return [
        Message(
            id=derived("who wrote", concern.id, person, first, now.isoformat()),
            to=person,
            text=text,
            blocks=blocks,
            not_before=now,
        )
        for person in concern.told_to
        if person != first
    ]


def _told(deps: Deps, concerns: Sequence[Concern]) -> tuple[str, ...]:
    if not concerns:
        return ()
    routes = routes_of(category for concern in concerns for category in concern.categories)
    told = words.told(deps.board, deps.clock(), routes)
    if any(one.reported is Reported.NOT_YET for one in concerns):
        return (words.report_it_now(deps.board, deps.clock()), *told)
    return told


def _passage(field: str, caption: str, text: str, found: Signals) -> Passage:
    why = tuple((lead.start, lead.end) for lead in found.words)
    return Passage(field=field, caption=caption[:300], text=text, why=why)


def _to_read(
    deps: Deps, *, door: Door, refers_to: str, kept_in: str, passage: Passage
) -> Unflagged:
    return Unflagged(
        id=derived("unflagged", refers_to, passage.field),
        door=door,
        refers_to=refers_to,
        kept_in=kept_in,
        field=passage.field,
        caption=passage.caption,
        day=deps.today(),
        text=passage.text if door is Door.MESSAGE else None,
    )


def _concern(
    deps: Deps,
    passages: Sequence[Passage],
    flagged: Sequence[Signals],
    *,
    door: Door,
    refers_to: str,
    area: AreaId | None,
    agency: str | None,
    writer: PersonId | None,
) -> Concern:
    concern_id = derived("concern", refers_to, _fingerprint(passages))
    categories = tuple(dict.fromkeys(name for found in flagged for name in found.categories))
    is_allegation = Route.LADO in routes_of(categories)
    return Concern(
        id=concern_id,
        door=door,
        refers_to=refers_to,
        passages=tuple(passages),
        categories=categories,
        urgency=_most_urgent(flagged),
        net=flagged[0].version,
        day=deps.today(),
        told_at=deps.clock(),
        content_area=area,
        hidden_from=_concerned(deps, passages, agency) if is_allegation else (),
        written_by=deps.pseudonyms.mark(writer, concern_id) if writer else None,
    )


def _fingerprint(passages: Sequence[Passage]) -> str:
    """The same words found in the same place are the same concern."""
    found = "\x1e".join(f"{one.field}\x1f{one.text}" for one in passages)
    return hashlib.sha256(found.encode("utf-8", "surrogatepass")).hexdigest()


def _most_urgent(flagged: Sequence[Signals]) -> Urgency:
    return min(
        (Urgency(found.urgency or Urgency.SAME_DAY) for found in flagged), key=list(Urgency).index
    )


def _concerned(deps: Deps, passages: Sequence[Passage], agency: str | None) -> tuple[str, ...]:
    """The writer's own agency, because it is mostly about a colleague, and those that are named."""
    text = " ".join(one.text for one in passages).casefold()
    named = [
        name
        for name in sorted({one.agency for one in deps.people})
        if re.search(rf"\b{re.escape(name.casefold())}\b", text)
    ]
    return tuple(dict.fromkeys(([agency] if agency else []) + named))
