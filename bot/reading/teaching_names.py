"""Learning to find names from what reviewers corrected in redaction, for this board alone.

What is learned is used from then on only if it makes no more mistakes than what is used now. It
holds no word of anybody but the commonest of English, and no name.
"""

import asyncio
from typing import NamedTuple

from analysis.reading.lessons import is_frozen
from analysis.redaction.names.corrections import (
    MARK,
    TaughtNames,
    taught_names,
    written,
)
from analysis.redaction.names.lists import weights
from bot.deps import Deps
from bot.reading.comments import comment_of, ref
from bot.reading.models import NAMES, use_own_names
from bot.reading.teaching import NothingCoded
from bot.workers.apart import apart
from storage.interface import Entry
from surveys.marks import MarkCorrection

LONGEST = 600.0  # seconds


class _Task(NamedTuple):
    learned: tuple[MarkCorrection, ...]
    frozen: tuple[MarkCorrection, ...]
    in_use: dict[str, float]


async def teach_names(deps: Deps, *, by: str) -> TaughtNames:
    """Learn in a process of its own, some seconds. *by*: for the audit chain.

    Raises NothingCoded when nobody has corrected a name, FailedApart, TimeoutError, OSError.
    """
    found = await _corrections(deps)
    learned = tuple(one for one in found if not is_frozen(one.id))
    if not learned:
        raise NothingCoded
    frozen = tuple(one for one in found if is_frozen(one.id))
    taught = await apart(_taught, _Task(learned, frozen, dict(weights())), LONGEST)
    if not taught.is_worse:
        await asyncio.to_thread(deps.models.put, NAMES, written(taught.weights).encode())
        use_own_names(deps.models)
    did = "did not take a reader of names" if taught.is_worse else "took a reader of names"
    what = f"from {taught.learned} corrections"
    await deps.store.record(Entry(at=deps.clock(), who=by, did=did, what=what))
    return taught


async def _corrections(deps: Deps) -> list[MarkCorrection]:
    """Of names, in comments that are there and under no concern."""
    found = [one for one in await deps.store.all_kept(MarkCorrection) if one.mark == MARK]
    return [one for one in found if await comment_of(deps, ref(one.response, one.question))]


def _taught(task: _Task) -> TaughtNames:
    return taught_names(*task)
