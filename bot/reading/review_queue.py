"""The queue of those who check what the machine read, and what lies on one reviewer's desk.

A form carries its desk along, so that nothing of who is at which comment is kept anywhere. What is
withdrawn, goes under a concern or is coded by a colleague meanwhile is passed over.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from analysis.reading.queue import (
    Candidate,
    audit_sample,
    how_unsure,
    in_order,
    is_double,
    rare_themes,
)
from analysis.reading.reader import Reading
from bot.deps import Deps
from bot.reading.comments import Comment, comment_of, comments_in, reading_of
from bot.reading.review_desk import DRAWN, Desk, Reviewer, Shown
from bot.telling.evidence import evidence, reviews_of
from storage.interface import Entry
from surveys.answering import Response
from surveys.coding import Coder
from surveys.evidence import Evidence
from surveys.periods import Period
from surveys.review import (
    TO_SETTLE,
    Review,
    coded_on,
    fingerprint,
    is_stale,
    may_audit,
    of_other_words,
    review_id,
    waits_for,
    waits_to_settle,
)
from surveys.values import QuestionId, ResponseId

ACT = "review comments"
LONGEST_LIST = 1800  # characters of references that a form can carry along, of Slack's 3,000

Change = Callable[[Review], Review]


# The queue


async def begin(deps: Deps, who: Reviewer) -> Shown:
    """The first of what waits for this reviewer."""
    return await at(deps, who, await _list_made(deps, who, last=""))


async def begin_settling(deps: Deps, who: Reviewer) -> Shown:
    """The first of what two people read differently."""
    found = await to_settle(deps, who)
    refs = [f"{one.response} {one.question}" for one in sorted(found, key=lambda one: one.id)]
    desk = Desk(waiting=_short(refs), left=len(refs) + 1, settling=True)
    return await at(deps, who, desk.next())


async def again(deps: Deps, who: Reviewer, desk: Desk, note: str = "") -> Shown:
    """The comment at hand once more, as it is now."""
    return await at(deps, who, desk, note=note)


async def _list_made(deps: Deps, who: Reviewer, last: str) -> Desk:
    order = in_order(await candidates(deps, who), who.pseudonym)
    refs = [f"{one.response} {one.question}{DRAWN if one.sampled else ''}" for one in order]
    desk = Desk(waiting=_short(refs), left=len(refs) + 1, last=last)
    return desk.next()


def _short(refs: Sequence[str]) -> tuple[str, ...]:
    kept, room = [], LONGEST_LIST
    for one in refs:
        room -= len(one) + 3
        if room < 0:
            break
        kept.append(one)
    return tuple(kept)


async def at(deps: Deps, who: Reviewer, desk: Desk, note: str = "") -> Shown:
    """What *desk* has at hand; what waits no more is passed over. Seeing one is logged."""
    made_anew = False
    while True:
        if not desk.now:
            if desk.settling or made_anew:
                return await _shown(deps, who, desk, note=note)
            desk, made_anew = await _list_made(deps, who, desk.last), True
            continue
        comment = await comment_of(deps, desk.reference)
        review = await current(deps, comment) if comment else None
        if comment and is_for(deps, who, desk, review):
            return await _shown(deps, who, desk, comment=comment, review=review, note=note)
        desk = desk.next()


def is_for(deps: Deps, who: Reviewer, desk: Desk, review: Review | None) -> bool:
    if desk.settling:
        return review is not None and waits_to_settle(review, who.pseudonym)
    if desk.is_drawn and may_audit(review, who.pseudonym):
        return True
    return waits_for(review, who.pseudonym, deps.codebooks.now.stale)


async def _shown(
    deps: Deps,
    who: Reviewer,
    desk: Desk,
    *,
    comment: Comment | None = None,
    review: Review | None = None,
    note: str = "",
) -> Shown:
    unsettled = len(await to_settle(deps, who))
    done = await done_today(deps, who)
    if comment is None:
        return Shown(desk, done, unsettled, note=note)
    entry = Entry(
        at=deps.clock(), who=who.person, did="opened a comment for review", what=comment.id
    )
    await deps.store.record(entry)
    reading = await asyncio.to_thread(reading_of, deps, comment)
    desk = desk.model_copy(update={"seen": seen(comment, reading)})
    blind = not desk.settling and is_blind(deps, desk, comment, review)
    return Shown(desk, done, unsettled, comment, reading, review, blind=blind, note=note)


async def done_today(deps: Deps, who: Reviewer) -> int:
    label = coded_on(deps.today(), who.pseudonym)
    return len(await deps.store.all_kept(Review, label))


async def to_settle(deps: Deps, who: Reviewer) -> list[Review]:
    """What two read differently, but for what this reviewer has recorded of it already."""
    found = await deps.store.all_kept(Review, TO_SETTLE)
    return [one for one in found if waits_to_settle(one, who.pseudonym)]


def is_blind(deps: Deps, desk: Desk, comment: Comment, review: Review | None) -> bool:
    """What was once drawn, or given to two, stays blind for whoever codes it, also anew."""
    once = review is not None and (review.double or review.sampled is not None)
    return desk.is_drawn or once or is_double(comment.id, deps.board.double_coded_percent)


def seen(comment: Comment, reading: Reading) -> str:
    return fingerprint(f"{comment.text}\x1f{reading.engine}")


async def candidates(deps: Deps, who: Reviewer) -> list[Candidate]:
    """What may wait of the quarter that runs and the one before, which is about to be told.

    What was coded with a theme that was split since waits of any quarter.
    """
    running = Period.quarter_of(deps.today())
    found: list[Candidate] = []
    for period in (running.previous, running):
        told = await evidence(deps, period)
        reviews = {one.id: one for one in await reviews_of(deps, period)}
        soon = period != running
        found += await asyncio.to_thread(_of_period, deps, who, told, reviews, soon=soon)
    return [*found, *await _anew_of_earlier(deps, who, before=running.previous)]


async def _anew_of_earlier(deps: Deps, who: Reviewer, before: Period) -> list[Candidate]:
    stale = deps.codebooks.now.stale
    if not stale:
        return []
    return [
        Candidate(id=one.id, response=one.response, question=one.question, begun=True, anew=True)
        for one in await deps.store.all_kept(Review)
        if one.day < before.first_day
        and is_stale(one, stale)
        and waits_for(one, who.pseudonym, stale)
        and not _is_for_another_day(deps, who, one)
    ]


def _is_for_another_day(deps: Deps, who: Reviewer, review: Review) -> bool:
    today = deps.today()
    return any(one.by == who.pseudonym and one.day == today for one in review.skipped)


def _of_period(
    deps: Deps, who: Reviewer, told: Evidence, reviews: dict[str, Review], *, soon: bool
) -> list[Candidate]:
    machine = {
        (one.response, one.question): one for one in told.codings if one.coder is Coder.MACHINE
    }
    rare = rare_themes(machine.values())
    drawn = drawn_by_lot(deps, told)
    stale = deps.codebooks.now.stale
    comments = comments_in(told.responses, told.voices)
    met = {_plainly(text) for ref, (_, text) in comments.items() if _is_coded(reviews, ref)}
    found = []
    for reference, (_, text) in comments.items():
        response, question = reference.split(" ", 1)
        place = ResponseId(response), QuestionId(question)
        name = review_id(*place)
        review = _of_these_words(reviews.get(name), text)
        sampled = response in drawn and may_audit(review, who.pseudonym)
        if not sampled and not waits_for(review, who.pseudonym, stale):
            continue
        if review and _is_for_another_day(deps, who, review):
            continue
        coding = machine.get(place)
        found.append(
            Candidate(
                id=name,
                response=response,
                question=question,
                sampled=sampled,
                unsure=how_unsure(coding) if coding else 1.0,
                assigned=bool(coding and coding.themes),
                rare=bool(coding and rare & set(coding.themes)),
                soon=soon,
                begun=bool(review and review.codings),
                anew=bool(review and is_stale(review, stale)),
                told=_plainly(text) in met,
            )
        )
        met.add(_plainly(text))
    return found


def _is_coded(reviews: Mapping[str, Review], reference: str) -> bool:
    response, question = reference.split(" ", 1)
    review = reviews.get(review_id(ResponseId(response), QuestionId(question)))
    return review is not None and bool(review.codings)


def _plainly(text: str) -> str:
    """The same for what was sent three hundred times, however it was spaced."""
    return " ".join(text.casefold().split())


def drawn_by_lot(deps: Deps, told: Evidence) -> frozenset[str]:
    """The audit sample: of each wave that is over, and of the voices of each quarter that is."""
    over = {wave.id for wave in told.waves if wave.ended_at <= deps.clock()}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for kept_in, _ in comments_in(told.responses, told.voices).values():
        if isinstance(kept_in, Response):
            if kept_in.wave in over:
                groups[kept_in.wave].append(kept_in.id)
        elif Period.quarter_of(kept_in.day).last_day < deps.today():
            groups[f"voices {Period.quarter_of(kept_in.day)}"].append(kept_in.id)
    people = {group: tuple(dict.fromkeys(names)) for group, names in groups.items()}
    return audit_sample(people, deps.board.audited_a_wave)


def _of_these_words(review: Review | None, text: str) -> Review | None:
    return review if review and review.text == fingerprint(text) else None


async def current(deps: Deps, comment: Comment) -> Review | None:
    """What was reviewed in these words. Of older ones nothing counts, though the id is the same."""
    review = await deps.store.kept(Review, comment.id)
    return (
        review
        if review is None or review.text == comment.fingerprint
        else of_other_words(review, comment.text)
    )
