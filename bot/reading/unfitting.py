"""What many write and no theme of the codebook has: groups for a person to name, add or drop."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.evidence.leanings import PEOPLE
from analysis.reading.grouping import DroppedGroup, emerging
from bot.deps import Deps
from bot.ids import derived
from bot.reading.codebook_proposals import read_in_a_year
from bot.reading.comments import writer_of
from storage.interface import Entry
from surveys.answering import Response
from surveys.coding import Coding
from surveys.values import PersonId
from surveys.voice import Voice


@dataclass(frozen=True)
class Group:
    """*words* are what it shares, the strongest first; *typical* are three of its comments."""

    words: Sequence[str]
    people: int
    typical: Sequence[str]


async def unfitting(deps: Deps, person: PersonId) -> list[Group]:
    """Of the last four quarters, the largest first, without those that somebody dropped.

    Words under a concern are none of it. That somebody saw them is in the audit chain.
    """
    entry = Entry(at=deps.clock(), who=person, did="read comments without a theme", what="codebook")
    await deps.store.record(entry)
    dropped = {one.word for one in await deps.store.all_kept(DroppedGroup)}
    found = await asyncio.to_thread(_groups, await read_in_a_year(deps))
    return [one for one in found if one.words[0] not in dropped]


async def drop(deps: Deps, person: PersonId, word: str) -> None:
    """The group that begins with this word is proposed no more. Again is nothing."""
    dropped = DroppedGroup(
        id=derived("dropped group", word), word=word, by=person, day=deps.today()
    )
    entry = Entry(at=deps.clock(), who=person, did="dropped a group of comments", what=dropped.id)
    await deps.store.keep(dropped, entry=entry)


def _groups(told: Sequence[tuple[Response | Voice, str, Coding]]) -> list[Group]:
    """Of what people said: in an audit's returns a month or a name stands where a comment would."""
    without = [
        (writer_of(kept_in), text)
        for kept_in, text, coding in told
        if not coding.themes and kept_in.perspective in PEOPLE
    ]
    assigned = [text for _, text, coding in told if coding.themes]
    writers, texts = [writer for writer, _ in without], [text for _, text in without]
    return [
        Group(
            words=one.words,
            people=len({writers[place] for place in one.members}),
            typical=[texts[place] for place in one.typical],
        )
        for one in emerging(texts, writers, assigned)
        if one.words
    ]
