"""A participation worker's listeners: log a voice, and finish it later."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from analysis.redaction.redacting import redact
from analysis.redaction.references import looks_like
from bot import wording
from bot.asking.answering import without_personal_data
from bot.asking.voices import (
    ACT,
    KeptVoice,
    Logging,
    draft_id,
    first_open_page,
    forget_draft,
    is_last_page,
    keep_draft,
    keep_voice,
    kept_before,
    logging,
    nobodys,
    pass_net,
    texts_in,
)
from bot.deps import Deps
from bot.listeners.left_over import also_tell, end_early, give_back, is_left_over
from bot.payloads import Submission
from bot.safeguarding.concerns import changed, keep_at_once, raised_in, told_of
from bot.telling.evidence import own_words_are_withheld
from bot.views import voice_form as views
from bot.views.answer_form import Removed
from bot.views.voice_form import VoiceState
from bot.wording import voices as words
from bot.wording.concerns import told as fixed_message
from surveys.answering import Chosen, Said, ending, pages, reasons_on
from surveys.concern import Reported, with_answer
from surveys.errors import HeardError, InvalidAnswers, Reason
from surveys.survey import REPORT_FIRST, Question
from surveys.values import PersonId
from surveys.voice import Number, VoiceDraft
from surveys.voice_form import REFERENCE, REPORTED, WORRY, voice_forms, wrong_with


async def open_form(args: AsyncArgs, deps: Deps) -> None:
    """A new voice: from /voice, Home, a list or the shortcut."""
    await args.ack()
    await _open(args, deps, VoiceState(fill=deps.new_id()))


async def resume(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    await _open(args, deps, VoiceState(fill=args.body["actions"][0]["value"]))


async def finish(args: AsyncArgs, deps: Deps) -> None:
    """More about a voice that is kept, in the modal that offered it."""
    await args.ack()
    voice = args.body["actions"][0]["value"]
    await _open(args, deps, VoiceState(fill=voice, voice=voice))


async def go_on_reported(args: AsyncArgs, deps: Deps) -> None:
    """It was not reported; now it is: go on behind the first question."""
    await args.ack()
    person = PersonId(args.body["user"]["id"])
    await deps.roles.require(person, ACT, args.client)
    current = await logging(deps, person, VoiceState(fill=args.body["actions"][0]["value"]))
    current = current.having({WORRY: Chosen(option=REPORTED)})
    await keep_draft(deps, current)
    await args.client.views_update(
        view_id=args.body["view"]["id"],
        hash=args.body["view"]["hash"],
        view=form(current, 1, deps),
    )


async def go_back(args: AsyncArgs, deps: Deps) -> None:
    """Keep what stands on this page, finished or not, and show the page before."""
    await args.ack()
    submission = Submission.of(args.body)
    await deps.roles.require(submission.user, ACT, args.client)
    state = VoiceState.model_validate_json(submission.metadata)
    current = await logging(deps, submission.user, state)
    split = pages(current.form, current.answers)
    if not (state.checking or state.asking):
        current, _ = await _with_page(deps, current, submission, current.form.questions)
        await keep_draft(deps, current)
    back = max(min(state.page, len(split)) - 1, 0)
    await args.client.views_update(
        view_id=submission.view, hash=args.body["view"]["hash"], view=form(current, back, deps)
    )


async def submit_page(args: AsyncArgs, deps: Deps) -> None:
    """Take one page; after the last, keep the voice. Saved first, acknowledged after."""
    submission = Submission.of(args.body)
    state = VoiceState.model_validate_json(submission.metadata)
    try:
        await deps.roles.require(submission.user, ACT, args.client)
        if kept := await kept_before(deps, submission.user, state):
            await _show_kept(args, deps, kept)
            return
        current = await logging(deps, submission.user, state)
        await _take(args, deps, current, submission, state)
        if is_left_over(args):
            also_tell(args, await told_of(deps, current.voice_id))
    except HeardError as error:
        written = await _words_so_far(deps, submission, state)
        said = await raised_anyway(deps, submission, state, written)
        await give_back(args, deps, error, written, said)


def form(current: Logging, number: int, deps: Deps, removed: Sequence[Removed] = ()) -> View:
    """The page with this number, or the check before keeping if there is none."""
    split = pages(current.form, current.answers)
    if number >= len(split):
        return views.check_view(current.at(number, checking=True), removed)
    return views.page_view(
        split[number],
        current.at(number, split[number][0].id),
        current.answers,
        board=deps.board,
        last=is_last_page(current, number),
        removed=removed,
    )


async def _open(args: AsyncArgs, deps: Deps, state: VoiceState) -> None:
    """In a modal of its own; from within a modal, in its place."""
    person = who(args)
    await deps.roles.require(person, ACT, args.client)
    current = await logging(deps, person, state)
    view = form(current, first_open_page(current), deps)
    if args.body.get("view", {}).get("type") == "modal":
        await args.client.views_update(view_id=args.body["view"]["id"], view=view)
    else:
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


def who(args: AsyncArgs) -> PersonId:
    """A command names the person otherwise than a button."""
    return PersonId(args.body["user_id"] if "user_id" in args.body else args.body["user"]["id"])


async def _take(
    args: AsyncArgs, deps: Deps, current: Logging, submission: Submission, state: VoiceState
) -> None:
    if state.asking:
        await _note_answer(deps, current, submission)
    if state.checking or state.asking:
        await _keep(args, deps, current)
        return
    split = pages(current.form, current.answers)
    if state.page >= len(split) or split[state.page][0].id != state.first:
        await _go_on(args, deps, current, submission)
        return
    page = split[state.page]
    current, removed = await _with_page(deps, current, submission, page)
    if wrong := _mistakes(current, submission, page):
        await args.ack(response_action="errors", errors=wrong)
        return
    if ending(current.form, current.answers) == REPORT_FIRST:
        said = await told_of(deps, current.voice_id)
        view = views.report_first_view(state, deps.board, said)
        paragraphs = (*wording.way_out(REPORT_FIRST, deps.board), *said)
        await end_early(args, deps, view, paragraphs, partial(forget_draft, deps, current))
        return
    if is_last_page(current, state.page) and not removed:
        await _keep(args, deps, current)
        return
    await keep_draft(deps, current)
    view = form(current, state.page + 1, deps, removed)
    await args.ack(response_action="update", view=view)


async def _go_on(args: AsyncArgs, deps: Deps, current: Logging, submission: Submission) -> None:
    """Another window has moved on: keep what was filled in here too, and go on from there."""
    current, removed = await _with_page(deps, current, submission, current.form.questions)
    await keep_draft(deps, current)
    view = form(current, first_open_page(current), deps, removed)
    await args.ack(response_action="update", view=view)


async def _keep(args: AsyncArgs, deps: Deps, current: Logging) -> None:
    """Before it is kept, whoever wrote of a risk is asked once whether it is reported already."""
    if any(one.reported is None for one in await raised_in(deps, current.voice_id)):
        await keep_draft(deps, current)
        asking = current.at(len(pages(current.form, current.answers))).model_copy(
            update={"asking": True}
        )
        view = views.asking_view(asking, fixed_message(deps.board, deps.clock()))
        await args.ack(response_action="update", view=view)
        return
    try:
        kept = await keep_voice(deps, current)
    except InvalidAnswers as error:
        await keep_draft(deps, current)
        split = pages(current.form, current.answers)
        wrong = [n for n, page in enumerate(split) if any(one.id in error.reasons for one in page)]
        view = form(current, min(wrong, default=0), deps)
        await args.ack(response_action="update", view=view)
        return
    deps.homes_to_refresh.put_nowait(current.person)
    await _show_kept(args, deps, kept, is_more=bool(current.voice))


async def _show_kept(
    args: AsyncArgs, deps: Deps, kept: KeptVoice, *, is_more: bool = False
) -> None:
    also_tell(args, kept.told)
    is_held = await own_words_are_withheld(deps, kept.voice)
    view = views.kept_view(
        kept.voice, kept.told, _last_time(kept), deps.board, is_more=is_more, is_held=is_held
    )
    await args.ack(response_action="update", view=view)


async def _note_answer(deps: Deps, current: Logging, submission: Submission) -> None:
    """What they said of it stands with the concern, which goes its way whatever it was."""
    chosen = Reported(submission.chosen(views.IS_REPORTED) or Reported.NOT_YET)
    for concern in await raised_in(deps, current.voice_id):
        await changed(deps, concern.id, lambda one: with_answer(one, chosen))


def _last_time(kept: KeptVoice) -> str:
    rating = kept.voice.rating
    if kept.before is None or not isinstance(rating, Number):
        return ""
    return words.last_time(kept.before, rating.number)


async def _with_page(
    deps: Deps, current: Logging, submission: Submission, page: Sequence[Question]
) -> tuple[Logging, tuple[Removed, ...]]:
    """What is filled in so far, with what this form shows of *page* in place of what it said.

    What may disclose harm is raised now: whoever wrote it may never press Keep. The reference
    becomes a pseudonym here, and goes no further as it was written.
    """
    shown = {question.id for question in page if question.id in submission.values}
    others = {name: answer for name, answer in current.answers.items() if name not in shown}
    clean, removed = without_personal_data(submission.answers(page))
    await keep_at_once(deps, await pass_net(deps, current, texts_in(clean)))
    reference = clean.pop(REFERENCE, None)
    current = current.having({**others, **clean})
    if isinstance(reference, Said) and looks_like(reference.text) is None:
        current = replace(
            current, reference=deps.pseudonyms.referred_by(current.person, reference.text)
        )
    return current, tuple(removed)


def _mistakes(current: Logging, submission: Submission, page: Sequence[Question]) -> dict[str, str]:
    wrong = reasons_on(page, current.form, current.answers)
    wrong |= dict.fromkeys(submission.unreadable(page), Reason("not_a_number"))
    if not current.voice:
        wrong |= {
            name: why
            for name, why in wrong_with(current.form, current.answers).items()
            if name in {question.id for question in page}
        }
    sentences: dict[str, str] = {name: wording.reason(why) for name, why in wrong.items()}
    if (reference := submission.text(REFERENCE)) and (looks := looks_like(reference)):
        sentences[REFERENCE] = words.reference_refused(looks)
    return sentences


async def raised_anyway(
    deps: Deps, submission: Submission, state: VoiceState, written: Mapping[str, str]
) -> tuple[str, ...]:
    """Words that can't be kept may still say that someone is at risk."""
    current = nobodys(deps, submission.user, state)
    texts = {caption: redact(text).text for caption, text in written.items()}
    found = await pass_net(deps, current, texts)
    await keep_at_once(deps, found)
    return found.told


async def _words_so_far(deps: Deps, submission: Submission, state: VoiceState) -> dict[str, str]:
    """By question text, all that this worker has written in this form, on any page."""
    forms = voice_forms(deps.framework)
    survey = forms.more if state.voice else forms.first
    draft = await deps.store.kept(VoiceDraft, draft_id(deps, submission.user, state))
    answers = {**(draft.answers if draft else {}), **submission.answers(survey.questions)}
    return {
        survey.by_id[name].text: answer.text
        for name, answer in answers.items()
        if isinstance(answer, Said) and name in survey.by_id
    }
