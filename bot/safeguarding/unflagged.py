"""What the net did not flag, on its way to a person who reads it; and what is learnt from that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.figures.net_measures import ProcessCount, Recall, process_count, recall_of
from bot.asking.voices import texts_of
from bot.deps import Deps
from bot.ids import derived
from bot.safeguarding.handling import Who, visible_to
from storage.interface import Entry
from surveys.answering import Said
from surveys.concern import (
    FOUND_BY_READING,
    Acknowledged,
    Concern,
    Door,
    Passage,
    Urgency,
)
from surveys.errors import Unknown
from surveys.periods import Period
from surveys.unflagged import TO_READ, Reading, Unflagged, in_week, weekly_sample, with_reading
from surveys.values import ResponseId
from surveys.voice import Voice
from surveys.working_time import add_working_days

ON_A_PAGE = 5
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class ToRead:
    """*texts* are in the order in which they came; *overdue* of them have waited too long."""

    texts: Sequence[Unflagged]
    overdue: int
    sample: Sequence[Unflagged]


@dataclass(frozen=True)
class Shown:
    """One text with its words."""

    unflagged: Unflagged
    text: str


@dataclass(frozen=True)
class Known:
    """What is known of the net and of its clocks."""

    recall: Recall | None
    quarter: ProcessCount
    period: Period


async def to_read(deps: Deps) -> ToRead:
    found = sorted(await deps.store.all_kept(Unflagged, TO_READ), key=lambda one: (one.day, one.id))
    late = [one for one in found if _read_by(deps, one.day) < deps.today()]
    last_week = await deps.store.all_kept(Unflagged, in_week(deps.today() - WEEK))
    drawn = weekly_sample(last_week, deps.board.sample_a_week)
    return ToRead(
        texts=found, overdue=len(late), sample=[one for one in drawn if one.reading is None]
    )


async def shown(deps: Deps, texts: Sequence[Unflagged], who: Who) -> list[Shown]:
    """Those with their words, for somebody whose reading is in the access log before they see it.

    Whatever has been deleted meanwhile is let go and left out.
    """
    await deps.store.record(
        Entry(
            at=deps.clock(),
            who=who.person,
            did=f"saw {len(texts)} texts that were not flagged",
            what="unflagged",
            figures=tuple(one.id for one in texts),
        )
    )
    found = [(one, await _text_of(deps, one)) for one in texts]
    if gone := [one.id for one, text in found if text is None]:
        await deps.store.let_go(Unflagged, gone)
    return [Shown(one, text) for one, text in found if text is not None]


async def mark_read(deps: Deps, who: Who, ids: Sequence[str]) -> None:
    """Read, and nothing to be raised. Whoever was quicker is left as they read it."""
    reading = Reading(by=who.person, day=deps.today(), missed=False)
    for one_id in ids:
        one = await deps.store.kept(Unflagged, one_id)
        if one is not None and one.reading is None:
            await deps.store.change(one, with_reading(one, reading))


async def raise_after_reading(deps: Deps, who: Who, one_id: str) -> Concern:
    """A person wants it acted on, so it is a concern, theirs at once. Raises Unknown.

    It counts as missed by the net. Who wrote it is not known any more, nor looked for.
    """
    one = await deps.store.kept(Unflagged, one_id)
    text = await _text_of(deps, one) if one else None
    if one is None or text is None:
        raise Unknown("text", "")
    now = deps.clock()
    concern = Concern(
        id=derived("concern", one.refers_to, FOUND_BY_READING, one.field),
        door=one.door,
        refers_to=one.refers_to,
        passages=(Passage(field=one.field, caption=one.caption, text=text),),
        categories=(FOUND_BY_READING,),
        urgency=Urgency.SAME_DAY,
        net="a person",
        day=one.day,
        told_at=now,
        told_to=(who.person,),
        state=Acknowledged(by=who.person, at=now),
    )
    entry = Entry(at=now, who=who.person, did="raised a text as a concern", what=concern.id)
    await deps.store.keep(concern, entry=entry)
    reading = Reading(by=who.person, day=deps.today(), missed=True)
    await deps.store.change(one, with_reading(one, reading))
    return await deps.store.kept(Concern, concern.id) or concern


async def known_of_the_net(deps: Deps, who: Who) -> Known:
    """From the concerns that they may see: what is hidden from them they can't count either."""
    concerns = await visible_to(deps, who)
    unflagged = await deps.store.all_kept(Unflagged)
    period = Period.quarter_of(deps.today())
    board = deps.board
    return Known(
        recall=recall_of(concerns, unflagged, deps.today(), board.sample_a_week),
        quarter=process_count(concerns, period, board.zone, board.working_hours),
        period=period,
    )


async def _text_of(deps: Deps, one: Unflagged) -> str | None:
    match one.door:
        case Door.MESSAGE | Door.BOARD_TEXT:
            return one.text
        case Door.VOICE:
            voice = await deps.store.kept(Voice, one.kept_in)
            return texts_of(voice).get(one.field) if voice else None
        case Door.COMMENT | Door.IMPORT:
            response = await deps.store.response(ResponseId(one.kept_in))
            said = (
                {str(name): given for name, given in response.answers.items()} if response else {}
            )
            answer = said.get(one.field)
            return answer.text if isinstance(answer, Said) else None


def _read_by(deps: Deps, day: date) -> date:
    return add_working_days(day, deps.board.unflagged_read_within, deps.board.working_hours)
