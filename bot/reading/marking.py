"""Marks that redaction missed or set for nothing, corrected by whoever reviews the words.

Only marks are ever set, and what stood there is kept nowhere. What a mark replaced can't come back:
that one is needless is noted for whoever teaches redaction.
"""

from collections.abc import Sequence

from bot.deps import Deps
from bot.reading.comments import Comment
from bot.reading.review_desk import Reviewer
from storage.interface import Entry
from surveys.answering import Response, Said
from surveys.errors import ChangedMeanwhile
from surveys.marks import AROUND, MARK, MarkCorrection, Wrong, shape_of, with_mark
from surveys.review import Review, of_marked_words
from surveys.voice import Voice, marked


async def set_mark(deps: Deps, who: Reviewer, comment: Comment, words: str, mark: str) -> bool:
    """Put this mark wherever these words stand. False when they stand nowhere.

    What machines read is read anew; what people coded stays. Raises ChangedMeanwhile.
    """
    text = with_mark(comment.text, words, mark)
    if text == comment.text or not words.strip():
        return False
    entry = Entry(at=deps.clock(), who=who.person, did="set a missed mark", what=comment.id)
    if not await _set(deps, comment, words, mark, entry):
        raise ChangedMeanwhile
    review = await deps.store.kept(Review, comment.id)
    if review and review.text == comment.fingerprint:
        await deps.store.change(review, of_marked_words(review, text))
    fact = _fact(deps, who, comment, text, mark=mark, place=_first_new(comment.text, text))
    missed = {"wrong": Wrong.MISSED, "shape": shape_of(words)}
    await deps.store.keep(fact.model_copy(update=missed))
    deps.to_read.set()
    return True


async def note_needless(
    deps: Deps, who: Reviewer, comment: Comment, numbers: Sequence[int]
) -> None:
    """The marks of these numbers, from 0, stand for nothing personal."""
    found = list(MARK.finditer(comment.text))
    facts = [
        _fact(deps, who, comment, comment.text, mark=one[0], place=one.start())
        for number, one in enumerate(found)
        if number in numbers
    ]
    if facts:
        entry = Entry(at=deps.clock(), who=who.person, did="noted a needless mark", what=comment.id)
        await deps.store.keep(*facts, entry=entry)


def _first_new(before: str, after: str) -> int:
    """Where the first mark was set: up to there nothing has changed."""
    return next(
        (
            place
            for place, (one, other) in enumerate(zip(before, after, strict=False))
            if one != other
        ),
        min(len(before), len(after)),
    )


def _fact(
    deps: Deps, who: Reviewer, comment: Comment, text: str, *, mark: str, place: int
) -> MarkCorrection:
    start = max(0, place - AROUND)
    return MarkCorrection(
        id=deps.new_id(),
        response=comment.response,
        question=comment.question,
        day=deps.today(),
        by=who.pseudonym,
        wrong=Wrong.NEEDLESS,
        mark=mark,
        around=text[start : place + AROUND],
        place=place - start,
    )


async def _set(deps: Deps, comment: Comment, words: str, mark: str, entry: Entry) -> bool:
    match comment.kept_in:
        case Response() as before:
            said = Said(text=with_mark(comment.text, words, mark))
            answers = {**before.answers, comment.question: said}
            after = before.model_copy(update={"answers": answers})
            return await deps.store.mark_comments(before, after, entry)
        case Voice() as voice:
            quotes = [with_mark(quote, words, mark) for quote in voice.own_words]
            earlier = tuple(
                tuple(with_mark(quote, words, mark) for quote in quotes_then)
                for quotes_then in voice.earlier_words
            )
            anew = marked(voice, quotes).model_copy(update={"earlier_words": earlier})
            return await deps.store.change(voice, anew, entry=entry)
