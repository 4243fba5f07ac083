"""A reviewer reads that somebody may be at risk: it is a concern at once, and leaves the queue."""

from bot.deps import Deps
from bot.ids import derived
from bot.reading.comments import Comment
from bot.reading.review_desk import Reviewer
from bot.safeguarding.concerns import Raised, individuals_to_tell, keep_at_once, telling
from storage.interface import Entry
from surveys.concern import FOUND_BY_READING, Concern, Passage, Urgency, told_also
from surveys.unflagged import Reading, Unflagged, with_reading


async def raise_it(deps: Deps, who: Reviewer, comment: Comment) -> None:
    """Tell the designated lead, as the net would have. Kept before anything else can lose it.

    It counts as missed by the net. Raising it twice is raising it once.
    """
    field = str(comment.question)
    concern = Concern(
        id=derived("concern", comment.refers_to, FOUND_BY_READING, field),
        door=comment.door,
        refers_to=comment.refers_to,
        passages=(Passage(field=field, caption=comment.asked[:300] or field, text=comment.text),),
        categories=(FOUND_BY_READING,),
        urgency=Urgency.SAME_DAY,
        net="a person",
        day=deps.today(),
        told_at=deps.clock(),
        content_area=comment.area,
    )
    people = individuals_to_tell(deps, concern)
    concern = told_also(concern, people)
    messages = tuple(telling(deps, concern, person) for person in people)
    await keep_at_once(deps, Raised(kept=(concern,), outbox=messages, concern=concern))
    entry = Entry(
        at=deps.clock(), who=who.person, did="raised a comment as a concern", what=concern.id
    )
    await deps.store.record(entry)
    pointer = await deps.store.kept(Unflagged, derived("unflagged", comment.refers_to, field))
    if pointer and pointer.reading is None:
        missed = Reading(by=who.person, day=deps.today(), missed=True)
        await deps.store.change(pointer, with_reading(pointer, missed))
