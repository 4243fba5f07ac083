"""How far the reading is: by which machine, by people, what waits; and everything people coded."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from analysis.reading.corrections import LabelledRow, labelled, used_by_version
from bot.deps import Deps
from bot.reading.comments import Comment, comments_in
from bot.reading.worker import NOT_KNOWN, Wordings, wordings
from bot.telling.evidence import evidence
from surveys.answering import Response
from surveys.coding import Coder
from surveys.evidence import Evidence
from surveys.periods import Period
from surveys.review import TO_SETTLE, Review, review_id
from surveys.values import QuestionId, ResponseId
from surveys.voice import Voice


@dataclass
class Status:
    """Numbers of comments. *machines* counts them by the version that read them last."""

    engine: str
    comments: int = 0
    machines: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    unreadable: int = 0
    unassigned: int = 0
    by_people: int = 0
    sampled: int = 0
    settled: int = 0
    left_out: int = 0
    to_settle: int = 0

    @property
    def current(self) -> int:
        """Read by the machine and the codebook that count now."""
        return self.machines[self.engine]


async def status(deps: Deps) -> Status:
    """Over all that is kept. What a concern keeps out is not counted."""
    await deps.codebooks.refresh(deps.store)
    reads = await asyncio.to_thread(deps.models.refresh)
    found = Status(engine=reads.version(deps.codebook))
    for period in await quarters(deps):
        _count(found, await evidence(deps, period))
    for review in await deps.store.all_kept(Review):
        found.left_out += review.left_out is not None
    found.to_settle = len(await deps.store.all_kept(Review, TO_SETTLE))
    return found


async def quarters(deps: Deps) -> list[Period]:
    """Those with a response or a voice, in order."""
    of_lots = {lot.quarter for lot in await deps.store.lots()}
    of_voices = {Period.quarter_of(one.day) for one in await deps.store.all_kept(Voice)}
    return sorted(of_lots | of_voices, key=lambda period: period.first_day)


async def labelled_rows(deps: Deps) -> AsyncIterator[LabelledRow]:
    """Every comment that people have coded, as far as it may be read now."""
    async for _, _, row in coded_comments(deps):
        yield row


async def coded_comments(deps: Deps) -> AsyncIterator[tuple[Review, Comment, LabelledRow]]:
    """The same with its review. Own words in a voice answer no question of ours."""
    asked = wordings(await deps.store.surveys(), deps.framework)
    became = (await deps.codebooks.refresh(deps.store)).became
    reviews = {one.id: one for one in await deps.store.all_kept(Review)}
    offered = {**used_by_version(reviews.values()), **deps.codebooks.now.asked}
    for period in await quarters(deps):
        told = await evidence(deps, period)
        for reference, (kept_in, text) in comments_in(told.responses, told.voices).items():
            question = QuestionId(reference.partition(" ")[2])
            comment = Comment(kept_in, question, text, asked=_asked(kept_in, question, asked))
            review = reviews.get(comment.id)
            if review is None or review.text != comment.fingerprint:
                continue
            row = labelled(
                review,
                text,
                became,
                speaker=comment.perspective,
                area=comment.area,
                question=comment.asked,
                offered=offered,
            )
            if row is not None:
                yield review, comment, row


def _asked(kept_in: Response | Voice, question: QuestionId, asked: Wordings) -> str:
    if isinstance(kept_in, Voice):
        return ""
    return asked.get((kept_in.survey, kept_in.survey_version, question), NOT_KNOWN).question


def _count(found: Status, told: Evidence) -> None:
    machine = {
        review_id(one.response, one.question): one
        for one in told.codings
        if one.coder is Coder.MACHINE
    }
    people = {
        review_id(one.response, one.question): one
        for one in told.codings
        if one.coder is Coder.PERSON
    }
    for reference in comments_in(told.responses, told.voices):
        response, _, question = reference.partition(" ")
        name = review_id(ResponseId(response), QuestionId(question))
        read, coded = machine.get(name), people.get(name)
        found.comments += 1
        if read is None:
            found.unread += 1
        else:
            found.machines[read.version] += 1
            found.unreadable += read.guesses_nothing and coded is None
        counts = coded or read
        found.unassigned += counts is not None and not counts.themes
        if coded is not None:
            found.by_people += 1
            found.sampled += coded.sampled is not None
            found.settled += coded.settled
