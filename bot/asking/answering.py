"""Answering, step by step: who fills in what, what they have so far, and the sending."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from slack_sdk.models.views import View

from analysis.redaction.redacting import Redacted, redact
from bot import wording
from bot.deps import Deps
from bot.ids import derived
from bot.payloads import FormState, Submission
from bot.safeguarding.concerns import Raised, raised, wake_for
from bot.views.answer_form import Removed, check_view, page_view
from bot.views.invitation import message
from storage.interface import Draft, Message
from surveys.answering import Answer, Answers, Said, is_last, pages, pages_answered, respond
from surveys.concern import Door, in_filling
from surveys.errors import AlreadyAnswered, InvalidAnswers, NotInvited, WaveClosed, WaveNotOpen
from surveys.marks import MARK
from surveys.parameters import carried
from surveys.survey import Survey
from surveys.values import PersonId, QuestionId, Respondent, ResponseId, WaveId
from surveys.wave import Invitation, Wave


@dataclass(frozen=True)
class Filling:
    """One person filling in one survey of one wave. *fill* tells apart whom a worker asks."""

    person: PersonId
    invitation: Invitation
    wave: Wave
    survey: Survey
    fill: str
    respondent: Respondent
    answers: Mapping[QuestionId, Answer]
    texts: Mapping[str, str]
    found: Raised | None = None  # in the page that was just sent

    def at(self, page: int, first: str = "", *, checking: bool = False) -> FormState:
        return FormState(
            wave=self.wave.id, page=page, first=first, fill=self.fill, checking=checking
        )

    def having(self, answers: Answers, found: Raised) -> "Filling":
        return replace(self, answers=answers, found=found)

    @cached_property
    def refers_to(self) -> str:
        """What concerns about it refer to, sent or not."""
        return in_filling(self.wave.id, self.respondent)


async def filling(deps: Deps, person: PersonId, wave_id: WaveId, fill: str = "") -> Filling:
    """Where this person stands in this wave.

    Raises Unknown, NotInvited, WaveNotOpen, WaveClosed, AlreadyAnswered.
    """
    wave = await deps.store.wave(wave_id)
    survey = await survey_of(deps, wave)
    now = deps.clock()
    if now < wave.opens_at:
        raise WaveNotOpen(wave.opens_at)
    if not wave.is_open(now):
        raise WaveClosed(wave.last_day)
    if survey.with_worker and not fill:
        fill = deps.new_id()
    # The draft before the invitation: who finds no draft because the response was just kept then
    # finds an invitation that says so.
    respondent = _respondent(deps, wave, survey, person, fill)
    draft = await deps.store.draft(wave.id, respondent)
    invitation = await _invitation(deps, person, wave)
    if invitation.answered and not survey.with_worker:
        raise AlreadyAnswered
    return Filling(
        person=person,
        invitation=invitation,
        wave=wave,
        survey=survey,
        fill=fill,
        respondent=respondent,
        answers=draft.answers if draft else {},
        texts=await _texts(deps, wave, survey, person),
    )


async def sent_before(
    deps: Deps, person: PersonId, state: FormState, view: str
) -> tuple[Wave, Survey, str] | None:
    """The wave, the survey and what concerns refer to, if this very form is kept already."""
    wave = await deps.store.wave(state.wave)
    if not deps.pseudonyms.knows(wave):
        return None
    survey = await survey_of(deps, wave)
    respondent = _respondent(deps, wave, survey, person, state.fill)
    kept = await deps.store.response(_response_id(deps, wave, respondent, state.fill, view))
    return (wave, survey, in_filling(wave.id, respondent)) if kept else None


async def words_so_far(deps: Deps, submission: Submission) -> dict[str, str]:
    """By question text, all that this person has written in this form, on any page."""
    state = submission.form
    wave = await deps.store.wave(state.wave)
    survey = await survey_of(deps, wave)
    draft = None
    if deps.pseudonyms.knows(wave):
        respondent = _respondent(deps, wave, survey, submission.user, state.fill)
        draft = await deps.store.draft(wave.id, respondent)
    words = dict(draft.answers) if draft else {}
    words |= submission.answers(survey.questions)
    return {
        survey.by_id[name].text: answer.text
        for name, answer in words.items()
        if isinstance(answer, Said) and name in survey.by_id
    }


async def survey_of(deps: Deps, wave: Wave) -> Survey:
    """The survey as it was frozen when the wave opened."""
    kept = await deps.store.surveys()
    return next(
        survey
        for survey in kept
        if (survey.id, survey.version) == (wave.survey, wave.survey_version)
    )


async def keep_draft(deps: Deps, current: Filling) -> None:
    await deps.store.keep_draft(
        Draft(
            wave=current.wave.id,
            respondent=current.respondent,
            owner=deps.pseudonyms.respondent(current.wave, current.person),
            fill=current.fill,
            answers=dict(current.answers),
        )
    )


async def forget_draft(deps: Deps, current: Filling) -> None:
    await deps.store.forget_draft(current.wave.id, current.respondent)


async def pass_net(
    deps: Deps, current: Filling, answers: Answers, *, sent_as: ResponseId | None = None
) -> Raised:
    """Whether these answers' comments may disclose harm. Only what is sent is read later too."""
    return await raised(
        deps,
        door=Door.COMMENT,
        texts={name: said.text for name, said in answers.items() if isinstance(said, Said)},
        writer=current.person,
        agency=current.invitation.agency,
        area=current.wave.content_area,
        refers_to=current.refers_to,
        captions={question.id: question.text for question in current.survey.questions},
        kept_in=sent_as,
        read_later=sent_as is not None,
        earlier=current.found,
    )


async def send(deps: Deps, current: Filling, view: str) -> Raised:
    """Keep the response, durably, with the message that thanks. Sending it again changes nothing.

    What may disclose harm in it, and was not raised while it was written, is raised with it.
    Raises InvalidAnswers, WaveClosed, AlreadyAnswered, StorageError.
    """
    respondent = current.respondent
    response = respond(
        current.wave,
        current.survey,
        current.answers,
        response_id=_response_id(deps, current.wave, respondent, current.fill, view),
        respondent=respondent,
        agency=current.invitation.agency,
        now=deps.clock(),
        today=deps.today(),
    )
    found = await pass_net(deps, current, response.answers, sent_as=response.id)
    thanks = [] if current.survey.with_worker else [_thanks(deps, current)]
    await deps.store.accept(
        response,
        participant=current.person,
        outbox=[*thanks, *found.outbox],
        beside=found.kept,
    )
    deps.to_send.set()
    deps.to_read.set()
    wake_for(deps, found)
    return found


def form(current: Filling, page: int, removed: tuple[Removed, ...] = ()) -> View:
    """The page with this number, or the last there is, or the check before sending."""
    split = pages(current.survey, current.answers)
    if page >= len(split):
        return check_view(current.survey, current.at(page, checking=True), removed)
    return page_view(
        current.survey,
        split[page],
        current.at(page, split[page][0].id),
        current.answers,
        promise=current.wave.promise,
        texts=current.texts,
        of_about=len(split),
        last=is_last(split[page], current.survey),
        removed=removed,
    )


def first_open_page(current: Filling) -> int:
    """Where to go on: the first page with a question that has no answer, else the check."""
    return pages_answered(current.survey, current.answers)


def page_of_first_mistake(current: Filling, error: InvalidAnswers) -> int:
    split = pages(current.survey, current.answers)
    for number, page in enumerate(split):
        if any(question.id in error.reasons for question in page):
            return number
    return 0


def without_personal_data(
    answers: Answers,
) -> tuple[dict[QuestionId, Answer], tuple[Removed, ...]]:
    """The answers with every comment redacted, and what was taken out of which."""
    clean: dict[QuestionId, Answer] = {}
    removed: list[Removed] = []
    for name, answer in answers.items():
        clean[name] = answer
        if isinstance(answer, Said):
            redacted = redact(answer.text)
            sure = marks_are_sure(answer.text, redacted)
            clean[name] = Said(text=redacted.text, marks_are_sure=sure)
            if redacted.spans:
                kinds = [span.kind for span in redacted.spans]
                removed.append(Removed(said=wording.removed(kinds), left=redacted.text))
    return clean, tuple(removed)


def marks_are_sure(before: str, redacted: Redacted) -> bool:
    """Of marks that stood there before, nobody knows any more."""
    return bool(redacted.spans) and redacted.is_sure and not MARK.search(before)


def _respondent(deps: Deps, wave: Wave, survey: Survey, person: PersonId, fill: str) -> Respondent:
    """A worker's fillings are of different people, so each is a respondent of its own."""
    return deps.pseudonyms.respondent(wave, person, fill if survey.with_worker else "")


def _response_id(
    deps: Deps, wave: Wave, respondent: Respondent, fill: str, view: str
) -> ResponseId:
    return deps.pseudonyms.response_id(wave, respondent, fill or view)


def _thanks(deps: Deps, current: Filling) -> Message:
    text, blocks = message(wording.thanks(current.survey, current.wave, deps.board))
    return Message(
        id=derived("thanks", current.wave.id, current.person),
        to=current.person,
        text=text,
        blocks=list(blocks),
        not_before=deps.board.midnight(deps.today()),  # not when they answered
    )


async def _invitation(deps: Deps, person: PersonId, wave: Wave) -> Invitation:
    for invitation in await deps.store.invitations_of(person):
        if invitation.wave == wave.id:
            return invitation
    raise NotInvited


async def _texts(deps: Deps, wave: Wave, survey: Survey, person: PersonId) -> dict[str, str]:
    """What fills the braces in question texts: the wave's parameters, and own earlier answers."""
    texts = dict(wave.parameters)
    wanted = [pair for question in survey.questions for pair in carried(question.text)]
    if not wanted:
        return texts
    earlier = await deps.store.responses_of(deps.pseudonyms.respondent(wave, person))
    for response in earlier:
        for name, answer in response.answers.items():
            if isinstance(answer, Said) and (response.survey, name) in wanted:
                texts[f"{response.survey}.{name}"] = answer.text
    return texts
