"""Logging a voice, step by step: what a worker has so far, the keeping, and what may change later.

The worker is a keyed pseudonym throughout, so nothing that is kept names who logged what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.deps import Deps
from bot.ids import derived
from bot.views.voice_form import VoiceState
from storage.interface import Entry
from surveys.answering import Answer, Answers, pages
from surveys.errors import ChangedMeanwhile, Unknown
from surveys.survey import Survey
from surveys.values import PersonId, QuestionId, Respondent
from surveys.voice import (
    REPLY_WITHIN,
    Feedback,
    Number,
    OpenForCorrection,
    Voice,
    VoiceDraft,
    by_worker,
    corrected,
    of_reference,
    open_for_correction,
    previous_rating,
    with_feedback,
    withdraw,
)
from surveys.voice_form import (
    REFERENCE,
    answers_about_more,
    more_about,
    voice_forms,
    voice_from,
    with_more,
)

ACT = "log a voice"
SATURDAY = 5


@dataclass(frozen=True)
class Logging:
    """One worker filling in one of the two parts. *voice* is the voice that more is told of."""

    person: PersonId
    worker: str
    form: Survey
    fill: str
    answers: Mapping[QuestionId, Answer]
    reference: Respondent | None = None
    voice: Voice | None = None

    def at(self, page: int, first: str = "", *, checking: bool = False) -> VoiceState:
        voice = self.voice.id if self.voice else ""
        return VoiceState(fill=self.fill, voice=voice, page=page, first=first, checking=checking)

    def having(self, answers: Answers) -> "Logging":
        return replace(self, answers=dict(answers))

    @property
    def voice_id(self) -> str:
        return self.voice.id if self.voice else _voice_id(self.worker, self.fill)


@dataclass(frozen=True)
class KeptVoice:
    """*before* is what the same child's number was last time, for this worker alone."""

    voice: Voice
    told: tuple[str, ...] = ()
    before: tuple[date, int] | None = None


async def logging(deps: Deps, person: PersonId, state: VoiceState) -> Logging:
    """Where this worker stands. Raises Unknown when the voice is not one of theirs."""
    forms, worker = voice_forms(deps.framework), deps.pseudonyms.worker(person)
    voice = await own_voice(deps, person, state.voice) if state.voice else None
    current = Logging(
        person=person,
        worker=worker,
        form=more_about(forms.more, voice) if voice else forms.first,
        fill=state.fill,
        answers=answers_about_more(forms.more, voice) if voice else {},
        voice=voice,
    )
    draft = await deps.store.kept(VoiceDraft, _draft_id(current.voice_id))
    if draft is None:
        return current
    return replace(current, answers=draft.answers, reference=draft.reference)


async def own_voice(deps: Deps, person: PersonId, voice_id: str) -> Voice:
    """Raises Unknown, also for somebody else's: nobody learns that there is one."""
    voice = await deps.store.kept(Voice, voice_id)
    if voice is None or voice.worker != deps.pseudonyms.worker(person) or voice.withdrawn:
        raise Unknown("voice", "")
    return voice


async def own_voices(deps: Deps, person: PersonId) -> list[Voice]:
    """Those of this worker that are not withdrawn, the newest first."""
    label = by_worker(deps.pseudonyms.worker(person))
    voices = [voice for voice in await deps.store.all_kept(Voice, label) if not voice.withdrawn]
    return sorted(voices, key=lambda voice: (voice.day, voice.id), reverse=True)


async def own_drafts(deps: Deps, person: PersonId) -> list[VoiceDraft]:
    """Voices begun and not sent, the newest first."""
    label = by_worker(deps.pseudonyms.worker(person))
    drafts = [one for one in await deps.store.all_kept(VoiceDraft, label) if one.voice is None]
    return sorted(drafts, key=lambda draft: (draft.day, draft.id), reverse=True)


def draft_id(deps: Deps, person: PersonId, state: VoiceState) -> str:
    return _draft_id(state.voice or _voice_id(deps.pseudonyms.worker(person), state.fill))


def _voice_id(worker: str, fill: str) -> str:
    """The same form sent twice is the same voice."""
    return derived("voice", worker, fill)


def _draft_id(voice: str) -> str:
    return derived("voice draft", voice)


async def keep_draft(deps: Deps, current: Logging) -> None:
    draft = VoiceDraft(
        id=_draft_id(current.voice_id),
        worker=current.worker,
        fill=current.fill,
        voice=current.voice.id if current.voice else None,
        day=deps.today(),
        answers={name: said for name, said in current.answers.items() if name != REFERENCE},
        reference=current.reference,
    )
    if await deps.store.keep(draft) == "kept":
        return
    before = await deps.store.kept(VoiceDraft, draft.id)
    if before is not None and before != draft:
        await deps.store.change(before, draft)


async def forget_draft(deps: Deps, current: Logging) -> None:
    await deps.store.let_go(VoiceDraft, [_draft_id(current.voice_id)])


async def keep_voice(deps: Deps, current: Logging) -> KeptVoice:
    """Keep the voice, or what is told of it later, durably. Sending it again changes nothing.

    Raises InvalidAnswers, Unknown, StorageError.
    """
    if current.voice:
        return await _keep_more(deps, current, current.voice)
    if again := await deps.store.kept(Voice, current.voice_id):
        return KeptVoice(again, before=await _before(deps, again))
    voice = voice_from(
        current.form,
        current.answers,
        voice_id=current.voice_id,
        worker=current.worker,
        agency=_agency(deps, current.person),
        reference=current.reference,
        day=deps.today(),
        replied_by=_replied_by(deps.today()),
    )
    window = open_for_correction(voice, deps.clock())
    await deps.store.keep(voice, window)
    await forget_draft(deps, current)
    deps.to_read.set()
    return KeptVoice(voice, before=await _before(deps, voice))


async def _keep_more(deps: Deps, current: Logging, before: Voice) -> KeptVoice:
    after = with_more(current.form, before, current.answers)
    await _change(deps, before, after)
    await forget_draft(deps, current)
    return KeptVoice(after)


async def correct(deps: Deps, voice: Voice, quotes: Sequence[str]) -> Voice:
    """Raises WordsLocked, StorageError."""
    window = await deps.store.kept(OpenForCorrection, voice.id)
    after = corrected(voice, quotes, window, deps.clock())
    if after != voice:
        await _change(deps, voice, after)
        deps.to_read.set()
    return after


async def is_open_for_correction(deps: Deps, voice: Voice) -> bool:
    window = await deps.store.kept(OpenForCorrection, voice.id)
    return window is not None and deps.clock() < window.until


async def give_feedback(deps: Deps, voice: Voice, feedback: Feedback) -> Voice:
    after = with_feedback(voice, feedback)
    await _change(deps, voice, after)
    return after


async def take_back(deps: Deps, person: PersonId, voice: Voice) -> Voice:
    """Withdraw it: nothing is left but that there was one. Raises TooLateToWithdraw."""
    after = withdraw(voice, deps.today())
    # the pseudonym, because an entry has a fine time and a voice must not
    who = deps.pseudonyms.worker(person)
    entry = Entry(at=deps.clock(), who=who, did="withdrew a voice", what="voice")
    if not await deps.store.change(voice, after, entry=entry):
        raise ChangedMeanwhile
    await deps.store.let_go(OpenForCorrection, [voice.id])
    return after


def first_open_page(current: Logging) -> int:
    split = pages(current.form, current.answers)
    for number, page in enumerate(split):
        if not any(question.id in current.answers for question in page):
            return number
    return len(split)


async def _change(deps: Deps, before: Voice, after: Voice) -> None:
    if before != after and not await deps.store.change(before, after):
        raise ChangedMeanwhile


async def _before(deps: Deps, voice: Voice) -> tuple[date, int] | None:
    if not voice.reference or not isinstance(voice.rating, Number):
        return None
    others = await deps.store.all_kept(Voice, of_reference(voice.reference))
    return previous_rating(others, voice)


def is_last_page(current: Logging, number: int) -> bool:
    """Whether nothing can follow this page, whatever is answered on it."""
    split = pages(current.form, current.answers)
    here = {question.id for question in split[number]}
    steers = any(here & question.show_if.keys() for question in current.form.questions)
    return number == len(split) - 1 and not steers


def _replied_by(today: date) -> date:
    day, left = today, REPLY_WITHIN
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def _agency(deps: Deps, person: PersonId) -> str | None:
    return next((one.agency for one in deps.people if one.id == person), None)


def texts_of(voice: Voice) -> dict[str, str]:
    """Everything that was written, by what it is called in the form: what the net reads."""
    reason = voice.rating.reason if voice.rating else None
    feedback = voice.feedback.model_dump().get("what") if voice.feedback else None
    found = {
        "own_words": voice.words,
        "did_or_drew": voice.observation,
        "rating_reason": reason,
        "workers_reading": voice.reading,
        "next_step": voice.next_step.what,
        "next_step_owner": voice.next_step.owner,
        "feedback": feedback,
    }
    return {name: text for name, text in found.items() if text}
