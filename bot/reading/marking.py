"""Marks that redaction missed or set for nothing, corrected by whoever reviews the words.

Only marks are ever set, and what stood there is kept nowhere. What a mark replaced can't come back:
that one is needless is noted for whoever teaches redaction.
"""

from bot.deps import Deps
from bot.reading.comments import Comment
from bot.reading.review_desk import Marks, Reviewer
from storage.interface import Entry
from surveys.answering import Response, Said
from surveys.ids import derived
from surveys.marks import AROUND, MARK, MarkCorrection, Wrong, shape_of, with_mark
from surveys.review import Review, of_marked_words
from surveys.voice import Voice, marked


async def correct(deps: Deps, who: Reviewer, comment: Comment, marks: Marks) -> bool:
    """Take out and note what they were asked about; twice is once.

    False when the comment is not as they saw it any more: then nothing is taken out.
    """
    if comment.fingerprint != marks.text:
        return False
    if marks.words and not await _set_mark(deps, who, comment, marks.words, marks.mark):
        return False
    await _note_needless(deps, who, comment, marks)
    return True


def as_marked(comment: Comment, marks: Marks) -> str:
    """Its text as it will be."""
    return with_mark(comment.text, marks.words, marks.mark) if marks.words else comment.text


async def _set_mark(deps: Deps, who: Reviewer, comment: Comment, words: str, mark: str) -> bool:
    """Put this mark wherever these words stand. False when it has changed meanwhile.

    What machines read is read anew; what people coded stays.
    """
    text = with_mark(comment.text, words, mark)
    await _take_out_of_earlier(deps, comment, words, mark)
    entry = Entry(at=deps.clock(), who=who.person, did="set a missed mark", what=comment.id)
    if not await _set(deps, comment, words, mark, entry):
        return False
    review = await deps.store.kept(Review, comment.id)
    if review and review.text == comment.fingerprint:
        await deps.store.change(review, of_marked_words(review, text))
    fact = _fact(deps, who, comment, text, mark=mark, place=_first_new(comment.text, text))
    missed = {"wrong": Wrong.MISSED, "shape": shape_of(words)}
    await deps.store.keep(fact.model_copy(update=missed))
    deps.to_read.set()
    return True


async def _note_needless(deps: Deps, who: Reviewer, comment: Comment, marks: Marks) -> None:
    """With the text around as it is now, so that nothing that was taken out stands in it."""
    now = as_marked(comment, marks)
    facts = []
    for number, one in enumerate(MARK.finditer(comment.text)):
        place = _place_now(comment.text, one.start(), marks.words, marks.mark)
        if number in marks.needless and now.startswith(one[0], place):
            fact = _fact(deps, who, comment, now, mark=one[0], place=place)
            facts.append(fact.model_copy(update={"id": derived(marks.once, str(number))}))
    if facts:
        entry = Entry(at=deps.clock(), who=who.person, did="noted a needless mark", what=comment.id)
        await deps.store.keep(*facts, entry=entry)


async def _take_out_of_earlier(deps: Deps, comment: Comment, words: str, mark: str) -> None:
    """Also of what was noted beside other marks of this comment."""
    text = with_mark(comment.text, words, mark)
    for one in await deps.store.all_kept(MarkCorrection):
        start = comment.text.find(one.around)
        if (one.response, one.question) == (comment.response, comment.question) and start >= 0:
            place = _place_now(comment.text, start + one.place, words, mark)
            await deps.store.change(one, one.model_copy(update=_beside(text, place)))


def _place_now(text: str, place: int, words: str, mark: str) -> int:
    """Where that *place* is once these words are taken out before it."""
    return len(with_mark(text[:place], words, mark)) if words else place


def _beside(text: str, place: int) -> dict[str, str | int]:
    start = max(0, place - AROUND)
    return {"around": text[start : place + AROUND], "place": place - start}


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
    return MarkCorrection(
        id=deps.new_id(),
        response=comment.response,
        question=comment.question,
        day=deps.today(),
        by=who.pseudonym,
        wrong=Wrong.NEEDLESS,
        mark=mark,
        **_beside(text, place),
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
