"""Making the Board paper: the digests of a quarter out of the store, and the three files."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from analysis.digest.digest import Digest
from analysis.disclosure.suppression import Audience
from analysis.paper.paper import Paper, paper
from analysis.paper.texts import (
    OF_THE_PAPER,
    MadeByRule,
    PaperText,
    Part,
    Written,
    as_text,
    paper_label,
    paper_text,
    paper_text_id,
    undated,
)
from analysis.redaction.doubts import NEVER_REFUSED
from bot.deps import Deps
from bot.papers.layout import laid_out
from bot.papers.pictures import pictures_to_draw
from bot.reading.quoting import approved
from bot.safeguarding.board_texts import known_words, refuse_personal_data
from bot.telling.digesting import refuse_what_lies_ahead
from bot.telling.ledger import Ledger, ledger_of
from bot.telling.paper_deadlines import deadline_of, owners_asked
from bot.telling.past_quarters import first_year_of, past_of
from bot.telling.releasing import digests_of_all
from storage.interface import Entry
from surveys.errors import ChangedMeanwhile, NoDay, StillRunning, Unknown
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.quote import Scope
from surveys.release import Way
from surveys.values import AreaId, PersonId


class Step(NamedTuple):
    """How far the making is: *done* of *all* steps, and what comes next."""

    done: int
    all: int
    doing: str


class PaperFile(NamedTuple):
    name: str
    content: bytes


class MadePaper(NamedTuple):
    paper: Paper
    files: tuple[PaperFile, ...]


Tell = Callable[[Step], Awaitable[None]]


async def make_paper(deps: Deps, period: Period, tell: Tell, *, by: str) -> MadePaper:
    """The paper of this quarter for the board, in three forms. The audit chain says who made it.

    *tell* hears of each step before it is begun; cancelling stops between two of them. All figures
    count as told once the files are there, before they are handed out; of a paper that was
    cancelled or failed before that, none. Raises NotBegun, StillRunning, and Unknown for a year.
    """
    refuse_what_is_not_over(deps, period)
    count = _Count(tell, steps_of(deps))
    digests, ledger = await _digests(deps, period, count, by)
    while True:
        made = await _paper(deps, period, digests)
        files = await _files(made, count)
        told = digests
        while told == digests:
            if await ledger.write(_entry(deps, made, by)):
                # Who cancels from here on gets no paper, and its figures count as told all the
                # same: that holds back more than it need, and nothing too little.
                await _keep_by_rule(deps, made)
                return MadePaper(made, files)
            # Somebody was told something meanwhile: what may be told beside it is judged again.
            digests, ledger = await _digests(deps, period, count, by)


async def _paper(deps: Deps, period: Period, digests: list[Digest]) -> Paper:
    texts = await deps.store.all_kept(PaperText, paper_label(period))
    areas = deps.framework.areas
    quotes = {one.id: await approved(deps, one, period, Scope.BOARD) for one in areas}
    deadline = await deadline_of(deps, period)
    return paper(
        deps.board.name,
        period,
        digests,
        texts,
        quotes=quotes,
        owners=owners_asked(deps),
        due=deadline.day if deadline else None,
        ended=[one.id for one in areas if not one.is_active(period.last_day)],
        made_on=deps.today(),
    )


async def _keep_by_rule(deps: Deps, made: Paper) -> None:
    """For whoever rewrites it, in whichever process. Of two papers made at once, either's will do.

    If it is lost with the process, so is the paper, and the next one brings it.
    """
    parts = (made.decisions, made.risks, made.improvements)
    after = MadeByRule(
        id=made.period,
        made_on=made.made_on,
        texts={one.field.part: as_text(line.text for line in one.by_rule) for one in parts},
    )
    before = await deps.store.kept(MadeByRule, after.id)
    if before is None:
        await deps.store.keep(after)
    elif before != after:
        await deps.store.change(before, after)


def _entry(deps: Deps, made: Paper, by: str) -> Entry:
    return Entry(
        at=deps.clock(),
        who=by,
        did="made the Board paper",
        what=made.period,
        figures=tuple(figure.id for figure in made.figures),
    )


def refuse_what_is_not_over(deps: Deps, period: Period) -> None:
    """Raises NotBegun, StillRunning, and Unknown for a year: a paper is of a quarter."""
    if period.quarter is None:
        raise Unknown("quarter", str(period))
    refuse_what_lies_ahead(deps, period)
    if deps.today() <= period.last_day:
        raise StillRunning(period.last_day)


def steps_of(deps: Deps) -> int:
    """In how many steps a paper is made: each content area, what came before, and the files."""
    return len(deps.framework.areas) + 5


class _Count:
    """Counts the steps, and tells each."""

    def __init__(self, tell: Tell, steps: int) -> None:
        self._tell = tell
        self._all = steps
        self._done = 0

    async def next(self, doing: str) -> None:
        await self._tell(Step(self._done, self._all, doing))
        self._done = min(self._done + 1, self._all - 1)  # judged again, it stays at the last


async def _digests(
    deps: Deps, period: Period, count: _Count, by: str
) -> tuple[list[Digest], Ledger]:
    """Of every content area, with what is to be seen over time, and the draft that has all of it.

    For the board, writing the draft releases it.
    """
    await count.next("the quarters before")
    board = Audience.BOARD
    past = await past_of(deps, deps.framework.areas, period, board, board)
    since = first_year_of(*past.values())
    ledger = await ledger_of(deps, period, since=since, is_draft=True)

    async def tell(area: ContentArea) -> None:
        await count.next(f"figures of {area.label}")

    digests = await digests_of_all(
        deps,
        period,
        board,
        readers=board,
        way=Way.PAPER,
        by=by,
        past=past,
        before_each=tell,
        ledger=ledger,
    )
    return digests, ledger


async def _files(made: Paper, count: _Count) -> tuple[PaperFile, ...]:
    # Each form's library takes a while to load, and only a paper needs it.
    from bot.papers.pdf import pdf  # noqa: PLC0415
    from bot.papers.word import word  # noqa: PLC0415
    from bot.papers.workbook import workbook  # noqa: PLC0415

    await count.next("pictures")
    document = laid_out(made)
    pictures = {}
    for name, draw in pictures_to_draw(made).items():
        pictures[name] = await asyncio.to_thread(draw)
    await count.next("Word document")
    as_word = await asyncio.to_thread(word, document, pictures)
    await count.next("PDF")
    as_pdf = await asyncio.to_thread(pdf, document, pictures)
    await count.next("workbook")
    as_workbook = await asyncio.to_thread(workbook, made)
    name = f"board-paper-{made.period}"
    return (
        PaperFile(f"{name}.docx", as_word),
        PaperFile(f"{name}.pdf", as_pdf),
        PaperFile(f"{name}.xlsx", as_workbook),
    )


# What people write in it


async def text_of(deps: Deps, period: Period, part: Part, area: AreaId | None) -> PaperText | None:
    return await deps.store.kept(PaperText, paper_text_id(period, part, area))


async def by_rule(deps: Deps, period: Period) -> MadeByRule | None:
    """What the rules made for the last paper; nothing before there is one."""
    return await deps.store.kept(MadeByRule, str(period))


async def write_in_paper(
    deps: Deps,
    period: Period,
    part: Part,
    area: AreaId | None,
    text: str,
    *,
    seen: int,
    by: PersonId,
) -> PaperText:
    """Keep one more version after the *seen* ones; those before it stay. Writing again is nothing.

    Whoever writes was asked before what else may name somebody (`perhaps_named`). Raises
    NamesSomebody for a text with what is surely personal data, NoDay for a plan with an action
    that is due by no day, ChangedMeanwhile when somebody else has written there since, and Unknown
    for a content area that is not the board's.
    """
    area = None if part in OF_THE_PAPER else deps.framework.area(area or "").id
    refuse_personal_data(text, but=NEVER_REFUSED, known=known_words(deps))
    if part is Part.PLAN and (actions := undated(text, deps.today())):
        raise NoDay(actions)
    written = Written(text=text, by=by, at=deps.clock())
    before = await text_of(deps, period, part, area)
    after = before.rewritten(written) if before else paper_text(period, part, area, written)
    if after == before:
        return after
    if seen != len(after.versions) - 1:
        raise ChangedMeanwhile
    entry = Entry(at=deps.clock(), who=by, did="wrote in the Board paper", what=after.id)
    if before:
        is_kept = await deps.store.change(before, after, entry=entry)
    else:
        is_kept = await deps.store.keep(after, entry=entry) == "kept"
    if not is_kept:
        raise ChangedMeanwhile
    return after
