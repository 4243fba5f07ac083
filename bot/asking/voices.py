"""Logging a voice, step by step: what a worker has so far, the keeping, and what may change later.

The worker is a keyed pseudonym throughout, so nothing that is kept names who logged what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.deps import Deps
from bot.ids import derived
from bot.safeguarding.concerns import Raised, agency_of, keep_at_once, raised, told_of
from bot.views.voice_form import VoiceState
from storage.interface import Entry
from surveys.answering import Answer, Answers, Chosen, Said, asked, pages
from surveys.concern import Door
from surveys.errors import ChangedMeanwhile, Unknown
from surveys.hold import Hold, refuse_held
from surveys.survey import Survey
from surveys.values import AreaId, PersonId, QuestionId, Respondent
from surveys.voice import (
    DRAFTS_KEPT,
    OWN_WORDS,
    REPLY_WITHIN,
    Feedback,
    Number,
    OpenForCorrection,
    Told,
    Voice,
    VoiceDraft,
    by_worker,
    corrected,
    marked,
    of_reference,
    open_for_correction,
    previous_rating,
    with_feedback,
    withdraw,
)
from surveys.voice_form import (
    AREA,
    NEXT_STEP,
    OBSERVATION,
    OWNER,
    READING,
    REASON,
    REFERENCE,
    Teller,
    answers_about_more,
    more_about,
    teller_of,
    teller_so_far,
    voice_forms,
    voice_from,
    with_more,
)
from surveys.working_time import add_working_days

ACT = "log a voice"
FEEDBACK = "feedback"


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


def nobodys(deps: Deps, person: PersonId, state: VoiceState) -> Logging:
    """The form of somebody who may not log voices, or not this one: for the net alone."""
    forms, worker = voice_forms(deps.framework), deps.pseudonyms.worker(person)
    form = forms.more if state.voice else forms.first
    return Logging(person=person, worker=worker, form=form, fill=state.fill, answers={})


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


async def teller(deps: Deps, voice_id: str) -> Teller | None:
    """Of the voice, or of what is filled in so far of one that is not kept yet, or never will be.

    None when nothing is left of it. For whoever has to act on what it says.
    """
    if voice := await deps.store.kept(Voice, voice_id):
        return teller_of(voice)
    if draft := await deps.store.kept(VoiceDraft, _draft_id(voice_id)):
        return teller_so_far(voice_forms(deps.framework).first, draft.answers)
    return None


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
        deps.homes_to_refresh.put_nowait(current.person)
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
    voice = voice_from(
        current.form,
        current.answers,
        voice_id=current.voice_id,
        worker=current.worker,
        agency=agency_of(deps, current.person),
        reference=current.reference,
        day=deps.today(),
        replied_by=add_working_days(deps.today(), REPLY_WITHIN),
    )
    window = open_for_correction(voice, deps.clock())
    found = await pass_net(deps, current, _final_texts(current), are_final=True)
    await deps.store.keep(voice, window, *found.kept, outbox=found.outbox)
    await forget_draft(deps, current)
    _wake(deps, found)
    return KeptVoice(voice, found.told, await _before(deps, voice))


async def kept_before(deps: Deps, person: PersonId, state: VoiceState) -> KeptVoice | None:
    """The voice, if this very form has been kept as one already: people press twice."""
    if state.voice:
        return None  # more about a voice changes nothing when it is sent again
    voice_id = _voice_id(deps.pseudonyms.worker(person), state.fill)
    voice = await deps.store.kept(Voice, voice_id)
    if voice is None:
        return None
    return KeptVoice(voice, await told_of(deps, voice.id), await _before(deps, voice))


async def _keep_more(deps: Deps, current: Logging, before: Voice) -> KeptVoice:
    after = with_more(current.form, before, current.answers)
    found = await pass_net(deps, current, _final_texts(current), are_final=True)
    kept = await _changed(deps, before, after, found)
    await forget_draft(deps, current)
    return kept


async def correct(
    deps: Deps,
    voice: Voice,
    person: PersonId,
    quotes: Sequence[str],
    *,
    marks_are_sure: bool = False,
) -> KeptVoice:
    """Within the hour as it should be; afterwards only with marks. Raises WordsLocked."""
    window = await deps.store.kept(OpenForCorrection, voice.id)
    now = deps.clock()
    is_open = window is not None and now < window.until
    if not is_open:
        return await _changed(deps, voice, marked(voice, quotes), Raised())  # nothing new is said
    after = corrected(voice, quotes, window, now, marks_are_sure=marks_are_sure)
    texts = {str(OWN_WORDS): "\n\n".join(quotes)}
    return await _changed(deps, voice, after, await _raised(deps, voice, person, texts))


async def is_open_for_correction(deps: Deps, voice: Voice) -> bool:
    window = await deps.store.kept(OpenForCorrection, voice.id)
    return window is not None and deps.clock() < window.until


async def give_feedback(
    deps: Deps, voice: Voice, person: PersonId, feedback: Feedback
) -> KeptVoice:
    words = feedback.what if isinstance(feedback, Told) else feedback.why
    found = await _raised(deps, voice, person, {FEEDBACK: words})
    return await _changed(deps, voice, with_feedback(voice, feedback), found)


async def raise_feedback(deps: Deps, voice: Voice, person: PersonId, words: str) -> tuple[str, ...]:
    """Of feedback that is not taken as it is: its writer may never send it again."""
    found = await _raised(deps, voice, person, {FEEDBACK: words}, read_later=False)
    await keep_at_once(deps, found)
    return found.told


async def forget_old_drafts(deps: Deps) -> None:
    """Voices begun and not sent for a week, and the hours for corrections that are over."""
    drafts = await deps.store.all_kept(VoiceDraft)
    old = [draft.id for draft in drafts if draft.day + DRAFTS_KEPT < deps.today()]
    windows = await deps.store.all_kept(OpenForCorrection)
    over = [window.id for window in windows if window.until <= deps.clock()]
    await deps.store.let_go(VoiceDraft, old)
    await deps.store.let_go(OpenForCorrection, over)


async def take_back(deps: Deps, person: PersonId, voice: Voice) -> Voice:
    """Withdraw it: nothing is left but that there was one. Raises TooLateToWithdraw, OnHold."""
    refuse_held([voice], await deps.store.all_kept(Hold), ())
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


async def _changed(deps: Deps, before: Voice, after: Voice, found: Raised) -> KeptVoice:
    """Keep *after* in the place of *before*, and what was raised first. Raises ChangedMeanwhile."""
    if found.kept:
        await deps.store.keep(*found.kept, outbox=found.outbox)
    if before != after and not await deps.store.change(before, after):
        await _changed_after_reading(deps, before, after)
    _wake(deps, found)
    return KeptVoice(after, found.told)


def _wake(deps: Deps, found: Raised) -> None:
    deps.to_read.set()
    if found.concern:
        deps.to_send.set()
        deps.to_watch.set()


async def _changed_after_reading(deps: Deps, before: Voice, after: Voice) -> None:
    """Again, if all that came between is that the machine has read the words."""
    now = await deps.store.kept(Voice, before.id)
    if now is None or now.model_copy(update={"codings": before.codings}) != before:
        raise ChangedMeanwhile
    codings = now.codings if after.own_words == before.own_words else ()
    if not await deps.store.change(now, after.model_copy(update={"codings": codings})):
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


async def pass_net(
    deps: Deps, current: Logging, texts: Mapping[str, str], *, are_final: bool = False
) -> Raised:
    """Whether these texts, by field, may disclose harm. Only final ones are read later."""
    area = current.answers.get(AREA)
    return await raised(
        deps,
        door=Door.VOICE,
        texts=texts,
        writer=current.person,
        agency=agency_of(deps, current.person),
        area=AreaId(area.option) if isinstance(area, Chosen) else None,
        refers_to=current.voice_id,
        captions={question.id: question.text for question in current.form.questions},
        read_later=are_final,
    )


async def _raised(
    deps: Deps,
    voice: Voice,
    person: PersonId,
    texts: Mapping[str, str],
    *,
    read_later: bool = True,
) -> Raised:
    return await raised(
        deps,
        door=Door.VOICE,
        texts=texts,
        writer=person,
        agency=voice.agency,
        area=next(iter(voice.content_areas), None),
        refers_to=voice.id,
        read_later=read_later,
    )


def texts_in(answers: Answers) -> dict[str, str]:
    """Everything that was written, by field: what the net reads."""
    return {name: said.text for name, said in answers.items() if isinstance(said, Said)}


def _final_texts(current: Logging) -> dict[str, str]:
    """Without what was written before an answer made it fall away: that is not kept."""
    shown = {question.id for question in asked(current.form, current.answers)}
    return texts_in({name: said for name, said in current.answers.items() if name in shown})


def texts_of(voice: Voice) -> dict[str, str]:
    """Every text that is kept in a voice, by the field of the form that it came in."""
    reason = voice.rating.reason if voice.rating else None
    feedback = voice.feedback.model_dump() if voice.feedback else {}
    found = {
        OWN_WORDS: voice.words,
        OBSERVATION: voice.observation,
        REASON: reason,
        READING: voice.reading,
        NEXT_STEP: voice.next_step.what,
        OWNER: voice.next_step.owner,
        FEEDBACK: feedback.get("what") or feedback.get("why"),
    }
    return {name: text for name, text in found.items() if text}
