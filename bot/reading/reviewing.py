"""What a reviewer may do with one comment: agree, code, leave out, skip, take back.

What is coded is kept with its entry in the access log or not at all. Two who are at one comment are
told apart by the store: the first counts, the second is told and goes on.
"""

import asyncio
from collections.abc import Callable

from analysis.reading.coding import machine_coding
from analysis.reading.queue import is_double
from analysis.reading.reader import Reading
from bot.deps import Deps
from bot.reading.comments import Comment, comment_of, reading_of
from bot.reading.review_desk import Desk, Reviewer, Shown
from bot.reading.review_queue import at, current, is_blind, is_for, seen
from bot.wording import reviews as words
from storage.interface import Entry
from surveys.coding import Coding, Sampled
from surveys.review import (
    LeftOut,
    PersonCoding,
    Read,
    Review,
    Skipped,
    Why,
    coded_anew,
    is_stale,
    leave_out,
    settle,
    skip,
    take_back,
    with_coding,
)

Change = Callable[[Review], Review]


async def agree(deps: Deps, who: Reviewer, desk: Desk) -> Shown:
    """The machine read it right."""
    return await code(deps, who, desk, None)


async def code(deps: Deps, who: Reviewer, desk: Desk, found: Read | None) -> Shown:
    """Keep what this person read (None: what the machine did) and go on to the next.

    Pressing twice is coding once. Whoever comes second at a comment that wants no second is told.
    """
    comment = await comment_of(deps, desk.reference) if desk.now else None
    if comment is None:
        return await at(deps, who, desk.next(), words.GONE if desk.now else "")
    reading = await asyncio.to_thread(reading_of, deps, comment)
    review = await current(deps, comment)
    if review and _has_done(review, who) and not is_for(deps, who, desk, review):
        return await _on(deps, who, desk)
    if desk.seen != seen(comment, reading):
        return await at(deps, who, desk, words.CHANGED)
    blind = not desk.settling and is_blind(deps, desk, comment, review)
    if not is_for(deps, who, desk, review) or (
        found is None and (blind or reading.guesses_nothing)
    ):
        return await at(deps, who, desk.next(), words.QUICKER)
    machine = _machine(comment, reading)
    coding = PersonCoding(
        by=who.pseudonym,
        day=deps.today(),
        codebook=deps.codebook.version,
        read=found or _read_by(machine),
        blind=blind,
        machine=machine,
        drawn=desk.is_drawn,
    )
    did = "settled a coding" if desk.settling else "coded a comment"
    change = _settled(coding) if desk.settling else _coded(deps, coding)
    if not await _changed(deps, who, comment, review, (change, did)):
        return await at(deps, who, desk.next(), words.QUICKER)
    note = words.KEPT_BLIND if blind else ""
    if desk.settling and review and settle(review, coding).settled is None:
        note = words.PROPOSED
    return await _on(deps, who, desk, note)


async def leave_it_out(deps: Deps, who: Reviewer, desk: Desk, why: Why) -> Shown:
    """Not for analysis. It can be taken back."""
    left_out = LeftOut(by=who.pseudonym, day=deps.today(), why=why)
    return await _done(
        deps, who, desk, lambda review: leave_out(review, left_out), "left a comment out"
    )


async def skip_it(deps: Deps, who: Reviewer, desk: Desk) -> Shown:
    """For another day, or for somebody else."""

    def change(review: Review) -> Review:
        is_unseen = desk.is_drawn or review.double or review.sampled is not None
        skipped = Skipped(by=who.pseudonym, day=deps.today(), seen=not is_unseen)
        return skip(review, skipped)

    return await _done(deps, who, desk, change, "skipped a comment")


async def undo(deps: Deps, who: Reviewer, desk: Desk) -> Shown:
    """Take back what was done last at this desk, and show that comment again."""
    if not desk.last:
        return await at(deps, who, desk, words.NOTHING_TO_UNDO)
    back = desk.model_copy(
        update={
            "now": desk.last,
            "waiting": (desk.now, *desk.waiting) if desk.now else desk.waiting,
            "left": desk.left + 1,
            "last": "",
            "cuts": (),
        }
    )
    comment = await comment_of(deps, back.reference)
    review = await current(deps, comment) if comment else None
    if comment is None or review is None:
        return await at(deps, who, desk, words.GONE)
    taking = (lambda one: take_back(one, who.pseudonym)), "took back a coding"
    await _changed(deps, who, comment, review, taking)
    return await at(deps, who, back)


def _has_done(review: Review, who: Reviewer) -> bool:
    """Whether this is a second press."""
    settling = (review.proposed, review.settled)
    has_settled = any(one and one.by == who.pseudonym for one in settling)
    return has_settled or who.pseudonym in review.coders


async def _done(deps: Deps, who: Reviewer, desk: Desk, change: Change, did: str) -> Shown:
    comment = await comment_of(deps, desk.reference) if desk.now else None
    if comment is None:
        return await at(deps, who, desk.next(), words.GONE if desk.now else "")
    review = await current(deps, comment)
    if not is_for(deps, who, desk, review):
        return await at(deps, who, desk.next())
    if not await _changed(deps, who, comment, review, (change, did)):
        return await at(deps, who, desk.next(), words.QUICKER)
    return await _on(deps, who, desk)


async def _on(deps: Deps, who: Reviewer, desk: Desk, note: str = "") -> Shown:
    return await at(deps, who, desk.next().model_copy(update={"last": desk.now}), note)


async def _changed(
    deps: Deps, who: Reviewer, comment: Comment, review: Review | None, how: tuple[Change, str]
) -> bool:
    """False when somebody else was quicker: then nothing has happened."""
    change, did = how
    entry = Entry(at=deps.clock(), who=who.person, did=did, what=comment.id)
    kept = await deps.store.kept(Review, comment.id)
    if kept is None:
        new = change(review or _new(deps, comment))
        return await deps.store.keep(new, entry=entry) == "kept"
    if review is None or (kept.text == comment.fingerprint and kept != review):
        return False
    after = change(review)
    return after == kept or await deps.store.change(kept, after, entry=entry)


def _new(deps: Deps, comment: Comment) -> Review:
    return Review(
        id=comment.id,
        response=comment.response,
        question=comment.question,
        day=comment.day,
        text=comment.fingerprint,
        double=is_double(comment.id, deps.board.double_coded_percent),
    )


def _settled(coding: PersonCoding) -> Change:
    return lambda review: settle(review, coding)


def _coded(deps: Deps, coding: PersonCoding) -> Change:
    sampled = {"sampled": Sampled.AUDIT} if coding.drawn else {}
    stale = deps.codebooks.now.stale

    def change(review: Review) -> Review:
        add = coded_anew if is_stale(review, stale) else with_coding
        return add(review, coding).model_copy(update=sampled)

    return change


def _machine(comment: Comment, reading: Reading) -> Coding:
    return machine_coding(
        reading, response=comment.response, question=comment.question, day=comment.day
    )


def _read_by(machine: Coding) -> Read:
    return Read(sentiment=machine.sentiment, themes=machine.themes, sentences=machine.sentences)
