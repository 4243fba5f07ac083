"""What people of the made-up board read in the comments that were drawn by lot, once.

Of the last full quarter only: what a digest of it tells is corrected by them, and what is older
shows what a machine's count looks like while nobody has checked it. How a comment leans is what its
author meant by it; its themes are those that the machine found, but for slips on both sides that
are planted here, so that there is something to correct.
"""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from bot.board import Role
from bot.demo.files import demo_comments
from bot.deps import Deps
from bot.reading.comments import comments_in
from bot.reading.review_queue import drawn_by_lot
from bot.telling.digesting import latest_period
from bot.telling.evidence import evidence
from storage.interface import Entry
from surveys.coding import Coder, Coding, Sampled, Sentiment
from surveys.evidence import Evidence
from surveys.review import PersonCoding, Read, Review, fingerprint, review_id
from surveys.values import PersonId, QuestionId, ResponseId

WHO = "demonstration"
REVIEWED = "reviewed the synthetic sample"
FOUND_TOO_MUCH, OVERLOOKED = 0.15, 0.1  # of the machine's themes, and of comments: its slips


async def review_sample(deps: Deps, seed: int) -> bool:
    """Code what is drawn, as an analyst would, blind. False when that has been done.

    The machine must have read the comments.
    """
    if any(one.who == WHO and one.did == REVIEWED for one in await deps.store.audit()):
        return False
    told = await evidence(deps, latest_period(deps))
    reviews = await asyncio.to_thread(lambda: list(_reviews(deps, told, Random(seed))))  # noqa: S311
    entry = Entry(at=deps.clock(), who=WHO, did=REVIEWED, what=str(latest_period(deps)))
    await deps.store.keep(*reviews, entry=entry)
    return True


def _reviews(deps: Deps, told: Evidence, rng: Random) -> Iterator[Review]:
    """In the order of the comments' texts, which is the same in every store."""
    drawn = drawn_by_lot(deps, told)
    read = {(one.response, one.question): one for one in told.codings if one.coder is Coder.MACHINE}
    meant = {one.text: one.sentiment for one in demo_comments()}
    themes = sorted(theme.id for theme in deps.codebook.themes)
    by = deps.pseudonyms.reviewer(_analyst(deps))
    found = comments_in(told.responses, told.voices)
    for reference, (kept_in, text) in sorted(found.items(), key=lambda one: one[1][1]):
        response, question = reference.split(" ", 1)
        place = ResponseId(response), QuestionId(question)
        if response in drawn and (machine := read.get(place)):
            coding = PersonCoding(
                by=by,
                day=deps.today() - timedelta(days=1),  # so that today's work is the visitor's own
                codebook=deps.codebook.version,
                read=_as_a_person(machine, meant.get(text), themes, rng),
                blind=True,
                machine=machine,
            )
            yield Review(
                id=review_id(*place),
                response=place[0],
                question=place[1],
                day=kept_in.day,
                text=fingerprint(text),
                sampled=Sampled.AUDIT,
                codings=(coding,),
            )


def _as_a_person(machine: Coding, meant: Sentiment | None, themes: list[str], rng: Random) -> Read:
    kept = [one for one in machine.themes if rng.random() > FOUND_TOO_MUCH]
    if rng.random() < OVERLOOKED:
        kept.append(rng.choice(themes))
    return Read(sentiment=meant or machine.sentiment, themes=tuple(dict.fromkeys(kept)))


def _analyst(deps: Deps) -> PersonId:
    return PersonId(deps.board.persons(Role.ANALYST)[0])
