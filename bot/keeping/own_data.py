"""What is kept about a person, for that person alone, and the deleting of it.

Answers are found only while the key of their wave exists; afterwards nobody can find them.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.asking.answering import survey_of
from bot.asking.voices import own_drafts, own_voices
from bot.deps import Deps
from bot.keeping.forgetting import forget_who_did
from bot.keeping.inbox import Arrival
from bot.keeping.retention import responses_by
from bot.payloads import sender_of
from bot.telling.figure_queries import forget_queries_of
from bot.views.own_data import Asked, OwnData
from storage.interface import Entry
from surveys.answering import Answer, Chosen, ChosenMany, Counted, Response, Said
from surveys.errors import NotInvited
from surveys.marks import MarkCorrection
from surveys.review import Review
from surveys.survey import Closed, ManyQuestion, Question, Survey
from surveys.unflagged import Unflagged
from surveys.values import PersonId, WaveId
from surveys.voice import VoiceDraft

FAR = timedelta(days=366)
MOST_WAITING = 100_000


async def own_data(deps: Deps, person: PersonId) -> OwnData:
    asked = []
    begun = len(await _voices_begun(deps, person))
    for invitation in await deps.store.invitations_of(person):
        wave = await deps.store.wave(invitation.wave)
        one = Asked(
            wave=wave,
            survey=await survey_of(deps, wave),
            answered=invitation.answered,
            can_be_found=deps.pseudonyms.knows(wave),
        )
        asked.append(one)
        if one.can_be_found:
            owner = deps.pseudonyms.respondent(wave, person)
            drafts = await deps.store.drafts([owner])
            begun += sum(draft.wave == wave.id for draft in drafts)
    return OwnData(
        listed=next((one for one in deps.people if one.id == person), None),
        asked=tuple(sorted(asked, key=lambda one: one.wave.opens_at, reverse=True)),
        begun=begun,
        voices=len(await own_voices(deps, person)) if deps.pseudonyms.knows_workers else 0,
    )


async def own_answers(
    deps: Deps, person: PersonId, wave_id: WaveId
) -> tuple[Survey, tuple[tuple[str, str], ...]]:
    """Question and answer, as they were asked and given. Raises Unknown, NotInvited.

    No pair where there is none, or none can be found any more.
    """
    if wave_id not in {one.wave for one in await deps.store.invitations_of(person)}:
        raise NotInvited
    wave = await deps.store.wave(wave_id)
    survey = await survey_of(deps, wave)
    await deps.store.record(
        Entry(at=deps.clock(), who=person, did="saw their own answers", what=wave.id)
    )
    if not deps.pseudonyms.knows(wave):
        return survey, ()
    found = await deps.store.responses_of(deps.pseudonyms.respondent(wave, person))
    mine = [one for one in found if one.wave == wave.id]
    return survey, tuple(pair for response in mine for pair in _as_given(survey, response))


async def forget(deps: Deps, person: PersonId, entry: Entry) -> None:
    """Delete the answers that can be found, the invitations, what was begun, what is on its way.

    With it what could not be handled of theirs. Raises OnHold; then nothing is deleted. Doing it
    again changes nothing but the audit chain.
    """
    store = deps.store
    waves = [await store.wave(one.wave) for one in await store.invitations_of(person)]
    owners = [
        deps.pseudonyms.respondent(wave, person) for wave in waves if deps.pseudonyms.knows(wave)
    ]
    responses = await responses_by(deps, person)
    await store.forget_person(person, responses, owners, entry)
    await store.let_go(VoiceDraft, [one.id for one in await _voices_begun(deps, person)])
    await forget_queries_of(deps, person)
    pointers = await store.all_kept(Unflagged)
    await store.let_go(Unflagged, [one.id for one in pointers if one.kept_in in responses])
    reviews, marks = await store.all_kept(Review), await store.all_kept(MarkCorrection)
    await store.let_go(Review, [one.id for one in reviews if one.response in responses])
    await store.let_go(MarkCorrection, [one.id for one in marks if one.response in responses])
    await forget_who_did(deps, person)
    arrivals = [one for one in await store.all_kept(Arrival) if one.failed]
    await store.let_go(Arrival, [one.id for one in arrivals if sender_of(one.payload) == person])
    # Only what asks them: a message about a concern is not theirs to take away.
    for message in await store.outgoing(deps.clock() + FAR, MOST_WAITING):
        if message.to == person and message.invitation:
            await store.sent(message.id)  # nothing of it is left but that it needn't be sent
    for letter, _ in await store.dead_letters():
        if letter.to == person and letter.invitation:
            await store.drop(letter.id)
    deps.homes_to_refresh.put_nowait(person)


async def _voices_begun(deps: Deps, person: PersonId) -> Sequence[VoiceDraft]:
    return await own_drafts(deps, person) if deps.pseudonyms.knows_workers else ()


def _as_given(survey: Survey, response: Response) -> list[tuple[str, str]]:
    return [
        (survey.by_id[name].text, _told(survey.by_id[name], answer))
        for name, answer in response.answers.items()
        if name in survey.by_id
    ]


def _told(question: Question, answer: Answer) -> str:
    labels = question.labels if isinstance(question, Closed | ManyQuestion) else {}
    match answer:
        case Chosen(option=option):
            return labels.get(option, option)
        case ChosenMany(options=options):
            return ", ".join(labels.get(option, option) for option in options)
        case Counted(number=number):
            return str(number)
        case Said(text=text):
            return text
