"""Letting go by schedule: what is due, and the deleting of it, lot by lot.

Figures are kept before anything that they were made from goes. Every step is durable by itself and
finds the rest when it is run again, so it may be interrupted anywhere.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from analysis.digest.kept_figures import KeptFigures, kept_figures
from analysis.disclosure.suppression import Audience
from bot.board import Board
from bot.deps import Deps
from bot.telling.digesting import digests_now
from bot.telling.picturing import kept_for
from storage.interface import Entry, Store, Telling
from surveys.concern import Concern, SealedWriter
from surveys.errors import Unknown
from surveys.hold import Hold, Lot
from surveys.marks import MarkCorrection
from surveys.periods import Period
from surveys.retention import KeptOn, Plan, Retention, Reviewed, WhatIsKept, plan
from surveys.review import Review
from surveys.unflagged import Unflagged
from surveys.values import Kept, PersonId, ResponseId
from surveys.voice import OpenForCorrection, Voice

BATCH = 1_000  # responses of one step


@dataclass(frozen=True)
class Due:
    """*plan* is what the rules say; *asked* how many invitations go, *letters* which dead ones.

    *pointers* are to comments that a person read or should have, and go when the comments do.
    """

    plan: Plan
    asked: int
    letters: tuple[str, ...]
    pointers: tuple[str, ...]
    held_one_by_one: int

    @property
    def is_empty(self) -> bool:
        due = self.plan
        beside = self.asked or self.letters or self.pointers
        return not (due.comments or due.answers or due.reviewed or beside)


async def what_is_due(deps: Deps, *, reviewed: bool = True) -> Due:
    """What the rules say today; unless *reviewed*, without what a person must look at before."""
    return await due_in(deps.store, deps.board, deps.clock(), reviewed=reviewed)


async def due_in(store: Store, board: Board, now: datetime, *, reviewed: bool = True) -> Due:
    holds = await store.all_kept(Hold)
    rules, today = board.retention, now.astimezone(board.zone).date()
    kept = WhatIsKept(
        lots=await store.lots(),
        waves=await store.waves(),
        reviewed=await _all_reviewed(store) if reviewed else (),
        kept_on=await store.all_kept(KeptOn),
        holds=holds,
    )
    found = plan(rules, kept, today)
    oldest = now - timedelta(days=rules.dead_letters)
    return Due(
        plan=found,
        asked=sum([len(await store.invitations(wave)) for wave in found.over]),
        letters=tuple(await _old_letters(store, oldest, holds)),
        pointers=tuple(await _old_pointers(store, rules, today, holds)),
        held_one_by_one=len({name for hold in holds if hold.is_on for name in hold.responses}),
    )


async def let_go(deps: Deps, due: Due, who: str, progress: Callable[[int], None]) -> None:
    """Keep the figures, then delete what is due, and sweep the files.

    Raises OnHold when somebody has put a hold on some of it meanwhile: it stays, and the rest is
    due when this is run again.
    """
    store = deps.store
    for period in due.plan.closing:
        await _keep_figures(deps, period, who)
        progress(0)
    for lot in due.plan.comments:
        telling = _telling(deps, who, "responses' comments", str(lot.quarter))
        await _in_batches(store.forget_comments, lot, telling, progress)
    for lot in due.plan.answers:
        telling = _telling(deps, who, "responses", str(lot.quarter))
        await _in_batches(store.forget_responses, lot, telling, progress)
    for wave in due.plan.over:
        telling = _telling(deps, who, "invitations", wave)
        progress(await store.forget_who_was_asked(wave, telling))
    await _let_reviewed_go(deps, due.plan.reviewed, who, progress)
    await store.let_go(Unflagged, due.pointers)
    await let_go_reviews_of_what_is_gone(deps)
    for letter in due.letters:
        progress(await store.drop(letter))
    if due.letters:
        await store.record(_telling(deps, who, "dead letters", "outbox")(len(due.letters)))
    await store.sweep()


async def let_go_reviews_of_what_is_gone(deps: Deps) -> int:
    """What people read and marked in words goes with the words. Returns how many went."""
    return await _of_gone_words(deps, Review) + await _of_gone_words(deps, MarkCorrection)


async def _of_gone_words(deps: Deps, kind: type[Review] | type[MarkCorrection]) -> int:
    kept = await deps.store.all_kept(kind)
    gone = [one.id for one in kept if not await _has_words(deps, one)]
    return await deps.store.let_go(kind, gone)


async def _has_words(deps: Deps, about: Review | MarkCorrection) -> bool:
    if response := await deps.store.response(about.response):
        return about.question in response.answers
    voice = await deps.store.kept(Voice, about.response)
    return voice is not None and bool(voice.own_words)


async def put_hold(deps: Deps, hold: Hold) -> None:
    """Record it before it is told: from now on the store deletes nothing that it covers."""
    entry = Entry(at=deps.clock(), who=hold.by, did="put a legal hold on", what=scope_of(hold))
    await deps.store.keep(hold, entry=entry)


async def lift_hold(deps: Deps, name: str, who: str) -> Hold:
    """Raises Unknown when there is no such hold, or it was lifted."""
    hold = await deps.store.kept(Hold, name)
    if hold is None or not hold.is_on:
        raise Unknown("hold", name)
    lifted = hold.model_copy(update={"lifted": deps.today()})
    entry = Entry(at=deps.clock(), who=who, did="lifted a legal hold", what=scope_of(hold))
    if not await deps.store.change(hold, lifted, entry=entry):
        raise Unknown("hold", name)
    return lifted


async def keep_on(deps: Deps, kept_on: KeptOn) -> None:
    """Keep a voice or concern on that somebody has looked at. Raises Unknown."""
    store, name = deps.store, kept_on.id
    if not (await store.kept(Voice, name) or await store.kept(Concern, name)):
        raise Unknown("voice or concern", name)
    before = await store.kept(KeptOn, name)
    entry = Entry(
        at=deps.clock(), who=kept_on.by, did="kept on", what=f"{name} until {kept_on.until}"
    )
    if before is None:
        await store.keep(kept_on, entry=entry)
    else:
        await store.change(before, kept_on, entry=entry)


async def responses_by(deps: Deps, person: PersonId) -> list[ResponseId]:
    """The person's own, in waves whose key is there. Whom a worker asked is somebody else."""
    found: list[ResponseId] = []
    for invitation in await deps.store.invitations_of(person):
        wave = await deps.store.wave(invitation.wave)
        if deps.pseudonyms.knows(wave):
            respondent = deps.pseudonyms.respondent(wave, person)
            found += [one.id for one in await deps.store.responses_of(respondent)]
    return list(dict.fromkeys(found))


def scope_of(hold: Hold) -> str:
    """What it is on, without whose it is."""
    if hold.responses:
        return f"answers of one person ({len(hold.responses)})"
    return str(hold.content_area or hold.wave or hold.quarter or "everything")


async def _keep_figures(deps: Deps, period: Period, who: str) -> None:
    """Of every content area, as each audience may see them. What was kept before stays."""
    made: list[KeptFigures] = []
    for area in deps.framework.areas:
        missing = [one for one in Audience if await kept_for(deps, area, period, one) is None]
        if missing:
            made += map(kept_figures, await digests_now(deps, area, period, *missing))
    if made:
        did = "kept the figures of a closed quarter"
        entry = Entry(at=deps.clock(), who=who, did=did, what=str(period))
        await deps.store.keep(*made, entry=entry)


async def _in_batches(
    forget: Callable[[Lot, int, Telling], Awaitable[int]],
    lot: Lot,
    telling: Telling,
    progress: Callable[[int], None],
) -> None:
    while number := await forget(lot, BATCH, telling):
        progress(number)


async def _let_reviewed_go(
    deps: Deps, due: Sequence[Reviewed], who: str, progress: Callable[[int], None]
) -> None:
    """By kind and quarter; with each, what stands beside it under the same id."""
    beside: Mapping[type[Reviewed], tuple[type[Kept], ...]] = {
        Voice: (OpenForCorrection, KeptOn),
        Concern: (SealedWriter, KeptOn),
    }
    groups: dict[tuple[type[Reviewed], str], list[str]] = defaultdict(list)
    for one in due:
        groups[type(one), str(Period.quarter_of(one.day))].append(one.id)
    for (kind, quarter), names in groups.items():
        entry = _telling(deps, who, f"{kind.kind}s", quarter)(len(names))
        progress(await deps.store.let_go(kind, names, entry=entry))
        for other in beside[kind]:
            await deps.store.let_go(other, names)


async def _all_reviewed(store: Store) -> tuple[Reviewed, ...]:
    return *await store.all_kept(Voice), *await store.all_kept(Concern)


async def _old_letters(store: Store, oldest: datetime, holds: Sequence[Hold]) -> list[str]:
    if any(hold.is_on_everything for hold in holds):
        return []
    letters = await store.dead_letters()
    return [letter.id for letter, _ in letters if letter.not_before < oldest]


async def _old_pointers(
    store: Store, rules: Retention, today: date, holds: Sequence[Hold]
) -> list[str]:
    if any(hold.is_on for hold in holds):
        return []  # they say nothing by themselves, so any hold may keep all of them
    return [
        one.id
        for one in await store.all_kept(Unflagged)
        if rules.comments_until(Period.quarter_of(one.day)) < today
    ]


def _telling(deps: Deps, who: str, what: str, of: str) -> Telling:
    """By count and quarter only: an entry is no place to find anybody."""

    def told(number: int) -> Entry:
        return Entry(at=deps.clock(), who=who, did=f"deleted {number} {what} by schedule", what=of)

    return told
