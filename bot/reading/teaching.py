"""Learning from what people corrected: on request, or by night where the board has said so.

What is learned reads from then on only if it does not read clearly worse than what reads now. What
people coded, and what the machine had read then, stays as it is.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from typing import ClassVar

from analysis.reading.labelled import CORRECTED, CodedComment, library_comments
from analysis.reading.lessons import Lessons, Task, Taught, as_called_now, is_frozen
from analysis.reading.light import KINDS
from bot.board import Learning
from bot.deps import Deps
from bot.reading.coding_status import coded_comments
from bot.reading.comments import writer_of
from bot.wording.teaching import card, summary
from bot.workers.apart import FailedApart, apart
from storage.interface import Entry
from surveys.ids import derived
from surveys.review import Review, is_stale
from surveys.values import Kept

LONGEST = timedelta(minutes=50)  # that learning one model may take
NIGHT = range(1, 5)  # hours where the board is
TASK = "learning"
HEARD = "heard"  # who did it, in the audit chain
log = logging.getLogger("heard")


class LearnedByNight(Kept):
    """From the corrections of this id it was learned by itself, whatever came of it."""

    kind: ClassVar[str] = "learned_by_night"

    day: date


class NothingCoded(Exception):
    """People have coded too little that may be learned from: all, perhaps, is *for_judging*."""

    def __init__(self, for_judging: int = 0) -> None:
        super().__init__()
        self.for_judging = for_judging


async def teach(
    deps: Deps, kind: str, *, by: str, shipped: Sequence[CodedComment] | None = None
) -> Taught:
    """Learn one model anew, in a process of its own; it takes minutes. *by*: for the audit chain.

    The *shipped* comments are learned from beside the corrections. A model that reads clearly worse
    is not taken. Raises NothingCoded, FailedApart, TimeoutError, OSError, StorageError.
    """
    board = await deps.codebooks.refresh(deps.store)
    lessons = await lessons_of(deps)
    if not lessons.learned:
        raise NothingCoded(len(lessons.frozen))
    beside = await asyncio.to_thread(lambda: shipped or library_comments())
    task = Task(
        kind=kind,
        shipped=as_called_now(beside, board.became),
        lessons=lessons,
        codebook=board.codebook,
        in_use=await asyncio.to_thread(deps.models.in_use),
    )
    taught = await apart(_taught, task, LONGEST.total_seconds())
    if taught is None:
        raise NothingCoded
    await asyncio.to_thread(_put, deps, kind, taught)
    what = f"{kind} {taught.version}: {summary(taught.compared)}"
    did = "did not take a model that" if taught.compared.is_worse else "took a model that"
    await deps.store.record(Entry(at=deps.clock(), who=by, did=f"{did} was learned", what=what))
    deps.to_read.set()
    return taught


async def lessons_of(deps: Deps) -> Lessons:
    """What people coded and may be learned from: current, not left out, not under a concern.

    Never what was drawn by lot to say how often the machine errs: it would err less just there.
    """
    stale = deps.codebooks.now.stale
    learned, frozen = [], []
    async for review, comment in _coded(deps):
        if is_stale(review, stale):
            continue
        if review.sampled is not None:
            frozen.append(comment)
        elif not is_frozen(review.id):
            learned.append(comment)
        elif review.apart is not None:
            frozen.append(comment)
    kept_back = {one.text for one in frozen}
    return Lessons(tuple(one for one in learned if one.text not in kept_back), tuple(frozen))


async def _coded(deps: Deps) -> AsyncIterator[tuple[Review, CodedComment]]:
    async for review, comment, row in coded_comments(deps):
        taken = {**row, "set": CORRECTED, "person": writer_of(comment.kept_in)}
        yield review, CodedComment.model_validate(taken)


def _taught(task: Task) -> Taught | None:
    """None when that is too little. Loaded only where it is done: the bot has no use for numpy."""
    from analysis.reading.learning import NothingToLearn  # noqa: PLC0415 - see above
    from analysis.reading.teaching import taught  # noqa: PLC0415

    try:
        return taught(task)
    except NothingToLearn:
        return None


def _put(deps: Deps, kind: str, taught: Taught) -> None:
    """The card, and the model unless it is worse."""
    about = card(kind, taught, deps.today()).encode()
    if taught.compared.is_worse:
        deps.models.put(f"{kind}.not-taken.md", about)
        return
    deps.models.put(f"{kind}.md", about)
    deps.models.put(deps.models.file(kind).name, taught.content)
    deps.models.refresh()


# By night


async def teach_by_night(deps: Deps, shipped: Sequence[CodedComment] | None = None) -> None:
    """Each model once from the same corrections and codebook. Doing it again changes nothing.

    Interrupted or failed, it is tried again in the same or another night.
    """
    now = deps.clock().astimezone(deps.board.zone)
    if deps.board.learning is not Learning.NIGHTLY or now.hour not in NIGHT:
        return
    if not await deps.store.lead(TASK, deps.inbox.holder, now, now + len(KINDS) * LONGEST):
        return
    try:
        for kind in KINDS:
            await _once(deps, kind, shipped)
    finally:
        now = deps.clock()
        await deps.store.lead(TASK, deps.inbox.holder, now, now)


async def _once(deps: Deps, kind: str, shipped: Sequence[CodedComment] | None) -> None:
    lessons = await lessons_of(deps)
    seen = sorted(one.model_dump_json() for one in (*lessons.learned, *lessons.frozen))
    name = derived("learned by night", kind, deps.codebook.version, *seen)
    if not lessons.learned or await deps.store.kept(LearnedByNight, name):
        return
    try:
        taught = await teach(deps, kind, by=HEARD, shipped=shipped)
    except (NothingCoded, FailedApart, TimeoutError, OSError) as error:
        log.warning("%s could not be learned from corrections: %s", kind, type(error).__name__)
        return
    await deps.store.keep(LearnedByNight(id=name, day=deps.today()))
    log.info("learned from corrections: %s: %s", kind, summary(taught.compared))
