"""Who did what, in records that others stand on: the record stays, and their id goes."""

from analysis.paper.texts import PaperText
from analysis.reading.codebook_changes import BoardCodebook, Proposal
from analysis.reading.grouping import DroppedGroup
from bot.deps import Deps
from storage.interface import AnyKept
from surveys.erasing import erased, without
from surveys.marks import MarkCorrection
from surveys.quote import Quote
from surveys.release import Release
from surveys.retention import KeptOn
from surveys.review import Review
from surveys.statement import LivingStatement
from surveys.unflagged import Unflagged
from surveys.values import Kept, PersonId

# Not among them: concerns and who wrote them, legal holds, and the audit chain. They answer for
# what was done about a child, kept from deletion, or seen, and would not if the hand were gone.
STAND_WITHOUT: tuple[type[Kept], ...] = (
    BoardCodebook,
    DroppedGroup,
    KeptOn,
    LivingStatement,
    MarkCorrection,
    PaperText,
    Proposal,
    Quote,
    Release,
    Review,
    Unflagged,
)


async def forget_who_did(deps: Deps, person: PersonId) -> None:
    """The name in their place is new each time and derived from nothing: nobody finds them by it.

    Interrupted and done again, what was left gets another name. What somebody else changes
    meanwhile is not written over.
    """
    name = erased(deps.new_id())
    for kind in STAND_WITHOUT:
        for one in await deps.store.all_kept(kind):
            await _forget(deps, one, person, name)


async def _forget(deps: Deps, one: AnyKept, person: PersonId, name: PersonId) -> None:
    now: AnyKept | None = one
    while now and (after := without(now, person, name)) is not now:
        if await deps.store.change(now, after):
            return
        now = await deps.store.kept(type(one), one.id)
