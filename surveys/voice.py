"""A voice: what a child, parent or carer said, logged by a worker, with the worker's view apart.

The child's own words are kept word for word but for redaction. For an hour the worker may correct
them, and what stood there before is kept; then they are locked, and only marks may be set in them.
A voice carries the day and no finer time. Whoever does not agree to be used is counted, no more.
"""

import operator
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from surveys.answering import Answer
from surveys.coding import Coder, Coding
from surveys.errors import TooLateToWithdraw, WordsLocked
from surveys.framework import Perspective
from surveys.marks import only_marks
from surveys.periods import Period
from surveys.values import AreaId, Kept, Line, QuestionId, Respondent, Value

CORRECTION_WINDOW = timedelta(minutes=60)
WITHDRAWAL_WINDOW = timedelta(days=28)
REPLY_WITHIN = 20  # working days
UNREAD = "unread"  # own words that no machine has read
DRAFTS_KEPT = timedelta(days=7)
OWN_WORDS = QuestionId("own_words")  # what a coding of a voice is about

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]


class Whose(StrEnum):
    CHILD = "child"
    YOUNG_PERSON = "young_person"
    PARENT = "parent"
    CARER = "carer"
    OTHER_FAMILY = "other_family"

    @property
    def perspective(self) -> Perspective:
        is_child = self in (Whose.CHILD, Whose.YOUNG_PERSON)
        return Perspective.CHILD if is_child else Perspective.PARENT_CARER


class AgeBand(StrEnum):
    """Of the child or young person whom it is about."""

    UNDER_4 = "Under 4"
    FROM_4 = "4 to 7"
    FROM_8 = "8 to 11"
    FROM_12 = "12 to 15"
    FROM_16 = "16 to 17"
    CARE_LEAVER = "18 to 25 care leaver"


class Way(StrEnum):
    """How a voice was gathered."""

    TALKING = "talking"
    DRAWING = "drawing"
    SYMBOLS = "symbols"
    SIGNING = "signing"
    INTERPRETER = "interpreter"
    TOOL = "tool"
    MESSAGE = "message"
    OBSERVATION = "observation"


class Agreed(StrEnum):
    """Whether they agreed to share it, knowing who would see it and what must be passed on."""

    OWN_WAY = "own_way"
    WITH_HELP = "with_help"
    NOT_ASKED = "not_asked"
    NO = "no"


class Reuse(StrEnum):
    """What may be done with the words; from NONE on, every scope includes those before it."""

    NONE = "none"  # counted, never quoted, and the words are not even kept
    INTERNAL = "internal"
    BOARD = "board"
    PUBLIC = "public"


class Present(StrEnum):
    ALONE = "alone"
    PARENT = "parent"
    CARER = "carer"
    SIBLING = "sibling"
    SOCIAL_WORKER = "social_worker"
    PROFESSIONAL = "professional"
    CHILDREN = "children"


class ChosenBy(StrEnum):
    """Who chose what to talk about."""

    THEM = "them"
    TOGETHER = "together"
    WORKER = "worker"
    OTHER = "other"


class Setting(StrEnum):
    HOME = "home"
    SCHOOL = "school"
    PLACEMENT = "placement"
    GROUP = "group"
    COMMUNITY = "community"
    ONLINE = "online"
    OTHER = "other"


class ParentsAgreement(StrEnum):
    NOT_NEEDED = "not_needed"
    GIVEN = "given"
    REFUSED = "refused"
    RISK = "risk"  # asking would put the child at risk


class OnePerson(Value):
    """*reference* is the keyed pseudonym of what only the worker calls this person by."""

    kind: Literal["one"] = "one"
    whose: Whose
    age_bands: Annotated[tuple[AgeBand, ...], Field(min_length=1)]
    reference: Respondent | None = None

    @model_validator(mode="after")
    def _has_one_age(self) -> Self:
        if self.whose.perspective is Perspective.CHILD and len(self.age_bands) > 1:
            raise ValueError("a child has one age")
        return self


class GroupSession(Value):
    """One session, whoever many were there: it is counted as a session and never as children."""

    kind: Literal["group"] = "group"
    whose: Whose
    people: Annotated[int, Field(ge=2, le=60)]
    age_bands: Annotated[tuple[AgeBand, ...], Field(min_length=1)]


Speaker = Annotated[OnePerson | GroupSession, Field(discriminator="kind")]


class Number(Value):
    """Nought (not safe at all) to ten (completely safe)."""

    kind: Literal["number"] = "number"
    number: Annotated[int, Field(ge=0, le=10)]
    reason: Words | None = None


class Face(Value):
    kind: Literal["face"] = "face"
    face: Literal["no", "kind_of", "yes"]
    reason: Words | None = None


Rating = Annotated[Number | Face, Field(discriminator="kind")]


class NextStep(Value):
    """*owner* is a role, never a name."""

    what: Words | None = None
    owner: Line | None = None
    by: date | None = None


class GotItRight(StrEnum):
    """What they said when they were told: whether what we took from it is what they meant."""

    YES = "yes"
    IN_PART = "in_part"
    NO = "no"


class Told(Value):
    """They have been told what came of what they said. Not everybody is asked if it is right."""

    kind: Literal["told"] = "told"
    day: date
    what: Words
    how: Line
    got_it_right: Annotated[GotItRight | None, Field(exclude_if=operator.not_)] = None


class CannotBeTold(Value):
    kind: Literal["cannot_be_told"] = "cannot_be_told"
    day: date
    why: Words


Feedback = Annotated[Told | CannotBeTold, Field(discriminator="kind")]


class Part(StrEnum):
    """Lundy's four parts of being heard."""

    SPACE = "space"
    VOICE = "voice"
    AUDIENCE = "audience"
    INFLUENCE = "influence"


class Voice(Kept):
    """*own_words* are quotes, each word for word; *earlier_words* what a correction replaced.

    *worker* is a keyed pseudonym. *replied_by* is the last day on which an answer is in time.
    A withdrawn voice keeps only that there was one, so that a digest can say so.
    *marks_are_sure*: the redactor was sure of every mark in them; False where nobody knows.
    """

    kind: ClassVar[str] = "voice"

    worker: str
    agency: str | None = None
    day: date
    was_worry: bool = False  # a worry that had been reported before
    speaker: Speaker
    content_areas: tuple[AreaId, ...] = ()
    ways: Annotated[tuple[Way, ...], Field(min_length=1)]
    agreed: Agreed
    reuse: Reuse
    own_words: tuple[Words, ...] = ()
    marks_are_sure: Annotated[bool, Field(exclude_if=operator.not_)] = False
    earlier_words: tuple[tuple[Words, ...], ...] = ()
    observation: Words | None = None
    rating: Rating | None = None
    reading: Words | None = None
    present: tuple[Present, ...] = ()
    chosen_by: ChosenBy | None = None
    setting: Setting | None = None
    parents_agreement: ParentsAgreement | None = None
    next_step: NextStep = NextStep()
    replied_by: date
    feedback: Feedback | None = None
    withdrawn: date | None = None
    codings: tuple[Coding, ...] = ()

    @model_validator(mode="after")
    def _keeps_what_may_be_kept(self) -> Self:
        says_something = bool(self.own_words or self.observation or self.rating)
        counted_only = self.reuse is Reuse.NONE or self.withdrawn is not None
        if counted_only and (says_something or self.reading or self.earlier_words or self.codings):
            raise ValueError("what may only be counted keeps no words")
        if not counted_only and not says_something:
            raise ValueError("a voice has words, an observation or a rating")
        if self.agreed is Agreed.NO and self.reuse is not Reuse.NONE:
            raise ValueError("who does not agree is counted, no more")
        if self.agreed is Agreed.NOT_ASKED and self.reuse in (Reuse.BOARD, Reuse.PUBLIC):
            raise ValueError("nobody has agreed to be quoted")
        if self.rating and isinstance(self.speaker, GroupSession):
            raise ValueError("a group has no one rating")
        return self

    @property
    def labels(self) -> tuple[str, ...]:
        found = [by_worker(self.worker), in_quarter(Period.quarter_of(self.day))]
        if self.own_words and not self.is_read:
            found.append(UNREAD)
        if self.withdrawn:
            found.append(withdrawn_in(Period.quarter_of(self.withdrawn)))
        if isinstance(self.speaker, OnePerson) and self.speaker.reference:
            found.append(of_reference(self.speaker.reference))
        return tuple(dict.fromkeys(found))

    @property
    def perspective(self) -> Perspective:
        return self.speaker.whose.perspective

    @property
    def age_bands(self) -> tuple[AgeBand, ...]:
        return self.speaker.age_bands

    @property
    def reference(self) -> Respondent | None:
        return self.speaker.reference if isinstance(self.speaker, OnePerson) else None

    @property
    def is_read(self) -> bool:
        """Whether a machine has read the own words as they are now."""
        return any(coding.coder is Coder.MACHINE for coding in self.codings)

    @property
    def words(self) -> str:
        """The quotes as one text, for whoever reads them."""
        return "\n\n".join(self.own_words)


def by_worker(worker: str) -> str:
    return f"worker:{worker}"


def in_quarter(quarter: Period) -> str:
    return f"quarter:{quarter}"


def withdrawn_in(quarter: Period) -> str:
    return f"withdrawn:{quarter}"


def of_reference(reference: str) -> str:
    return f"reference:{reference}"


class OpenForCorrection(Kept):
    """Until when the own words of the voice of this id may be corrected; gone soon after.

    Apart from the voice, which carries no time finer than the day.
    """

    kind: ClassVar[str] = "voice_open_for_correction"

    until: AwareDatetime


class VoiceDraft(Kept):
    """What a worker has filled in so far: of a new voice, or of more about *voice*.

    The id tells which it is. Words are redacted before they are kept here too.
    """

    kind: ClassVar[str] = "voice_draft"

    worker: str
    fill: str
    voice: str | None = None
    day: date
    answers: dict[QuestionId, Answer]
    reference: Respondent | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return (by_worker(self.worker),)


# What is still open, and until when


def still_open(voice: Voice) -> tuple[Part, ...]:
    """Which of the four parts of being heard nobody has written down yet.

    Space: who was there and who chose the topic. Voice: what was said or shown. Audience: who will
    act on it. Influence: what happens and by when. Of whom is only counted, nothing is open.
    """
    if voice.reuse is Reuse.NONE or voice.withdrawn:
        return ()
    has = {
        Part.SPACE: bool(voice.present and voice.chosen_by),
        Part.VOICE: bool(voice.own_words or voice.observation or voice.rating),
        Part.AUDIENCE: bool(voice.next_step.owner),
        Part.INFLUENCE: bool(voice.next_step.what and voice.next_step.by),
    }
    return tuple(part for part, done in has.items() if not done)


def is_due_a_reply(voice: Voice) -> bool:
    """Whether they are still to be told what came of it."""
    return voice.feedback is None and voice.withdrawn is None and voice.reuse is not Reuse.NONE


def is_late(voice: Voice, today: date) -> bool:
    return is_due_a_reply(voice) and voice.replied_by < today


def may_withdraw_until(voice: Voice) -> date:
    return voice.day + WITHDRAWAL_WINDOW


# What may change


def open_for_correction(voice: Voice, now: datetime) -> OpenForCorrection:
    return OpenForCorrection(id=voice.id, until=now + CORRECTION_WINDOW)


def corrected(
    voice: Voice,
    quotes: Sequence[str],
    window: OpenForCorrection | None,
    now: datetime,
    *,
    marks_are_sure: bool = False,
) -> Voice:
    """With these words in place of those before, which stay kept. Raises WordsLocked."""
    if window is None or window.id != voice.id or now >= window.until:
        raise WordsLocked
    if tuple(quotes) == voice.own_words:
        return voice
    return _again(
        voice,
        own_words=tuple(quotes),
        marks_are_sure=marks_are_sure,
        earlier_words=(*voice.earlier_words, voice.own_words),
        codings=(),
    )


def marked(voice: Voice, quotes: Sequence[str]) -> Voice:
    """After the lock: the same words with more of them marked. What stood there is not kept.

    Raises WordsLocked if anything else has changed.
    """
    if len(quotes) != len(voice.own_words):
        raise WordsLocked
    for before, after in zip(voice.own_words, quotes, strict=True):
        if not only_marks(before, after):
            raise WordsLocked
    return _again(voice, own_words=tuple(quotes), codings=())


def withdraw(voice: Voice, today: date) -> Voice:
    """Nothing is left but that there was a voice. Raises TooLateToWithdraw."""
    if today > may_withdraw_until(voice):
        raise TooLateToWithdraw(may_withdraw_until(voice))
    return Voice(
        id=voice.id,
        worker=voice.worker,
        day=voice.day,
        speaker=voice.speaker.model_copy(update={"reference": None})
        if isinstance(voice.speaker, OnePerson)
        else voice.speaker,
        content_areas=voice.content_areas,
        ways=voice.ways,
        agreed=voice.agreed,
        reuse=Reuse.NONE,
        replied_by=voice.replied_by,
        withdrawn=today,
    )


def with_feedback(voice: Voice, feedback: Feedback) -> Voice:
    return _again(voice, feedback=feedback)


def with_codings(voice: Voice, codings: Sequence[Coding]) -> Voice:
    """As the store keeps codings: a coder's newer version replaces the older of the same coder."""
    coders = {coding.coder for coding in codings}
    others = [coding for coding in voice.codings if coding.coder not in coders]
    return _again(voice, codings=(*others, *codings))


def previous_rating(voices: Sequence[Voice], before: Voice) -> tuple[date, int] | None:
    """The last number given under the same reference before this voice, and its day."""
    given = [
        (one.day, one.rating.number)
        for one in voices
        if one.id != before.id
        and one.reference
        and one.reference == before.reference
        and isinstance(one.rating, Number)
        and one.day <= before.day
    ]
    return max(given, default=None, key=lambda pair: pair[0])


def quotes_in(text: str) -> tuple[str, ...]:
    """The quotes of one field: an empty line begins another."""
    pieces = [
        piece.strip() for piece in "\n".join(map(str.rstrip, text.splitlines())).split("\n\n")
    ]
    return tuple(piece for piece in pieces if piece)


def _again(voice: Voice, **changes: object) -> Voice:
    """Checked again: a change may not make what could not have been made."""
    return Voice.model_validate(voice.model_copy(update=changes).model_dump())
