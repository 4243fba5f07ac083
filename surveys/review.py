"""A review: what people read in one comment, beside the machine, and for ever.

Nothing that was coded is written over: a later coding counts and the earlier stay. Who coded is a
keyed pseudonym, when is a day. A review is about the words as they were; once they change (another
mark is set in them, their worker corrects them) it counts no more.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar

from surveys.coding import CodedSentence, Coding, Sampled, Sentiment
from surveys.ids import derived
from surveys.periods import Period
from surveys.values import Kept, QuestionId, ResponseId, Slug, Value
from surveys.voice import in_quarter

TO_SETTLE = "to settle"
CODERS_OF_A_DOUBLE = 2

Stale = Mapping[Slug, tuple[str, ...]]  # of a theme that was split: the codebooks before that


class Read(Value):
    """Sentiment and themes of a comment, and of its sentences where somebody looked at each."""

    sentiment: Sentiment
    themes: tuple[Slug, ...] = ()
    sentences: tuple[CodedSentence, ...] = ()

    def differs_from(self, other: "Read") -> bool:
        return self.sentiment != other.sentiment or set(self.themes) != set(other.themes)


class PersonCoding(Value):
    """*machine* is what the machine had read then; *blind*: the person had not seen it.

    *drawn*: it was given to them as one of the random sample. *settled*: two agreed on it.
    """

    by: str
    day: date
    codebook: str  # its version
    read: Read
    blind: bool = False
    machine: Coding | None = None
    drawn: bool = False
    settled: bool = False

    @property
    def agrees(self) -> bool | None:
        """Whether the machine had read the same; None when it had not read."""
        return None if self.machine is None else not self.read.differs_from(as_read(self.machine))


class Why(StrEnum):
    """Why a comment is left out of analysis."""

    NOT_AN_ANSWER = "not_an_answer"  # a test, a greeting, "n/a"
    NOT_OWN_WORDS = "not_own_words"  # pasted from elsewhere
    TELLS_WHO = "tells_who"  # even redacted, it tells who wrote it or whom it is about
    TWICE = "twice"  # the same was sent before
    NOT_READABLE = "not_readable"  # another language, or nothing that can be understood


class LeftOut(Value):
    by: str
    day: date
    why: Why


class Skipped(Value):
    """*seen*: with the machine's reading in sight."""

    by: str
    day: date
    seen: bool = False


class Review(Kept):
    """*day* is the comment's. *text* tells whether the words are still those that were read.

    *proposed* is on what one person would settle it: another has to record the same.
    """

    kind: ClassVar[str] = "review"

    response: ResponseId
    question: QuestionId
    day: date
    text: str
    sampled: Sampled | None = None
    double: bool = False
    codings: tuple[PersonCoding, ...] = ()
    proposed: PersonCoding | None = None
    settled: PersonCoding | None = None
    left_out: LeftOut | None = None
    skipped: tuple[Skipped, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        given = [*self.codings, *(one for one in (self.proposed, self.settled) if one)]
        found = [coded_on(one.day, one.by) for one in given]
        if self.left_out:
            found.append(coded_on(self.left_out.day, self.left_out.by))
        if self.disagreement:
            found.append(TO_SETTLE)
        return (in_quarter(Period.quarter_of(self.day)), *dict.fromkeys(found))

    @property
    def coders(self) -> frozenset[str]:
        return frozenset(one.by for one in self.codings)

    @property
    def counting(self) -> PersonCoding | None:
        """What was settled together; else what was coded last."""
        return self.settled or (self.codings[-1] if self.codings else None)

    @property
    def drawn(self) -> Sampled | None:
        """How it was drawn, where nobody had the machine's reading in sight of what counts."""
        counts = self.counting
        is_unseen = counts is not None and (counts.blind or counts.settled or bool(self.settled))
        return self.sampled if is_unseen else None

    @property
    def apart(self) -> tuple[PersonCoding, PersonCoding] | None:
        """What two people read, neither having seen what anybody else had."""
        first = {one.by: one for one in reversed(self.codings) if one.blind}
        blind = [one for one in self.codings if first.get(one.by) is one]
        return (blind[0], blind[1]) if self.double and len(blind) > 1 else None

    @property
    def disagreement(self) -> tuple[PersonCoding, PersonCoding] | None:
        """The two that are to be settled together, if they are."""
        both = self.apart
        was_settled = self.settled or any(one.settled for one in self.codings)
        if both is None or was_settled or self.left_out:
            return None
        return both if both[0].read.differs_from(both[1].read) else None


@lru_cache(50_000)
def review_id(response: ResponseId, question: QuestionId) -> str:
    return derived("review", response, question)


def coded_on(day: date, by: str) -> str:
    """The label of what this person did on that day."""
    return f"by:{by}:{day.isoformat()}"


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def as_read(coding: Coding) -> Read:
    return Read(sentiment=coding.sentiment, themes=coding.themes, sentences=coding.sentences)


# Whom a comment waits for


def waits_for(review: Review | None, by: str, stale: Stale) -> bool:
    """Whether this person may code it now: nobody has, or it wants a second, or to be read anew."""
    if review is None:
        return True
    if review.left_out:
        return False
    if is_stale(review, stale):
        return review.sampled is None or not has_seen(review, by)
    if review.settled or by in review.coders:
        return False
    wanted = CODERS_OF_A_DOUBLE if review.double else 1
    return len(review.coders) < wanted


def may_audit(review: Review | None, by: str) -> bool:
    """Whether this person may code it as one of the random sample."""
    if review is None:
        return True
    return not review.left_out and review.sampled is None and not has_seen(review, by)


def has_seen(review: Review, by: str) -> bool:
    """Whether they know how the machine read it, so that for them it is blind no more."""
    coded = any(one.by == by and not (one.blind or one.settled) for one in review.codings)
    return coded or any(one.by == by and one.seen for one in review.skipped)


def waits_to_settle(review: Review, by: str) -> bool:
    """Whether it is for this person to settle: not what they have proposed themselves."""
    mine = review.proposed is not None and review.proposed.by == by
    return review.disagreement is not None and not mine


def is_stale(review: Review, stale: Stale) -> bool:
    """Whether what counts has a theme that was split after it was coded."""
    counts = review.counting
    return counts is not None and any(
        counts.codebook in stale.get(theme, ()) for theme in counts.read.themes
    )


# What may change


def with_coding(review: Review, coding: PersonCoding) -> Review:
    """What was skipped before is not skipped any more."""
    skipped = tuple(one for one in review.skipped if one.by != coding.by)
    return review.model_copy(update={"codings": (*review.codings, coding), "skipped": skipped})


def coded_anew(review: Review, coding: PersonCoding) -> Review:
    """The same, after a theme was split: what had been settled is kept among what came before."""
    earlier = [review.settled.model_copy(update={"settled": True})] if review.settled else []
    changes = {"codings": (*review.codings, *earlier), "settled": None}
    return with_coding(review.model_copy(update=changes), coding)


def settle(review: Review, coding: PersonCoding) -> Review:
    """What both agree on, which outranks what either had read.

    It takes two: what one records is proposed, until another records the same by the same codebook.
    """
    other = review.proposed
    alike = other and other.codebook == coding.codebook and not other.read.differs_from(coding.read)
    if other is None or other.by == coding.by or not alike:
        return review.model_copy(update={"proposed": coding})
    return review.model_copy(update={"settled": coding.model_copy(update={"settled": True})})


def leave_out(review: Review, left_out: LeftOut) -> Review:
    return review.model_copy(update={"left_out": left_out})


def skip(review: Review, skipped: Skipped) -> Review:
    return review.model_copy(update={"skipped": (*review.skipped, skipped)})


def take_back(review: Review, by: str) -> Review:
    """Without what this person did last; nothing changes when that was not theirs."""
    if review.left_out:
        mine = review.left_out.by == by
        return review.model_copy(update={"left_out": None}) if mine else review
    if review.settled:
        mine = review.settled.by == by
        return review.model_copy(update={"settled": None}) if mine else review
    if review.proposed and review.proposed.by == by and review.disagreement:
        return review.model_copy(update={"proposed": None})
    kept = tuple(one for one in review.skipped if one.by != by)
    if kept != review.skipped:
        return review.model_copy(update={"skipped": kept})
    if review.codings and review.codings[-1].by == by:
        left = review.codings[:-1]
        sampled = review.sampled if any(one.blind for one in left) else None
        settled = left[-1] if left and left[-1].settled else None
        changes = {"codings": left[:-1] if settled else left, "settled": settled}
        return review.model_copy(update={**changes, "sampled": sampled})
    return review


def of_other_words(review: Review, text: str) -> Review:
    """For words that have changed since: what was read in the old says nothing of the new."""
    return Review(
        id=review.id,
        response=review.response,
        question=review.question,
        day=review.day,
        text=fingerprint(text),
        sampled=review.sampled,
        double=review.double,
    )


def of_marked_words(review: Review, text: str) -> Review:
    """For the same words with more marks in them: only where sentences stand is not known now."""

    def without_places(one: PersonCoding) -> PersonCoding:
        return one.model_copy(update={"read": one.read.model_copy(update={"sentences": ()})})

    changes = {
        "text": fingerprint(text),
        "codings": tuple(map(without_places, review.codings)),
        "proposed": without_places(review.proposed) if review.proposed else None,
        "settled": without_places(review.settled) if review.settled else None,
    }
    return review.model_copy(update=changes)
