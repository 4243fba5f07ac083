"""A practitioner's listeners: what is open, the form page by page, the sending."""

from collections.abc import Mapping, Sequence
from functools import partial

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from analysis.redaction.redacting import redact
from bot import wording
from bot.asking.answering import (
    Filling,
    filling,
    first_open_page,
    forget_draft,
    form,
    keep_draft,
    page_of_first_mistake,
    pass_net,
    send,
    sent_before,
    without_personal_data,
    words_so_far,
)
from bot.asking.homes import came_of_it, open_for
from bot.deps import Deps
from bot.ids import derived
from bot.listeners.left_over import also_tell, end_early, give_back, is_left_over
from bot.payloads import Submission
from bot.safeguarding.concerns import (
    agency_of,
    changed,
    keep_at_once,
    raised,
    raised_in,
    standing,
    told_of,
)
from bot.views import asking
from bot.views.answer_form import Removed, closing_view, thanks_view
from bot.views.home import WITHIN, open_surveys
from bot.views.pieces import modal
from bot.wording import concerns as concern_words
from bot.wording.refusals import sorry
from storage.interface import StorageError
from surveys.answering import Said, ending, is_last, pages, reasons_on
from surveys.concern import Door, Reported, with_answer
from surveys.errors import HeardError, InvalidAnswers, Reason
from surveys.survey import END, Question, Survey
from surveys.values import PersonId, WaveId
from surveys.wave import Wave


async def list_open(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    person = PersonId(args.body["user_id"])
    blocks = open_surveys(await open_for(deps, person), await came_of_it(deps, person))
    await args.respond(text="What is open for you", blocks=blocks, response_type="ephemeral")


async def show_in_modal(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    person = PersonId(args.body["user"]["id"])
    blocks = open_surveys(await open_for(deps, person), await came_of_it(deps, person))
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=modal("Surveys", blocks))


async def open_form(args: AsyncArgs, deps: Deps) -> None:
    """Open the form where the person left it, from an invitation, Home, /survey or a modal."""
    await args.ack()
    wave, _, begun = args.body["actions"][0]["value"].partition(WITHIN)
    person = PersonId(args.body["user"]["id"])
    try:
        current = await filling(deps, person, WaveId(wave), begun)
        view = form(current, first_open_page(current))
    except (HeardError, StorageError) as error:
        view = closing_view("Survey", [sorry(error, deps.board)])
    await _show(args, view)


async def go_back(args: AsyncArgs, deps: Deps) -> None:
    """Keep what stands on this page, finished or not, and show the page before."""
    await args.ack()
    submission = Submission.of(args.body)
    state = submission.form
    current = await filling(deps, submission.user, state.wave, state.fill)
    split = pages(current.survey, current.answers)
    if not (state.checking or state.asking):
        current, _ = await _with_page(deps, current, submission, current.survey.questions)
        await keep_draft(deps, current)
    back = min(state.page, len(split)) - 1
    await args.client.views_update(
        view_id=submission.view,
        hash=args.body["view"]["hash"],
        view=form(current, max(back, 0)),
    )


async def stop_for_now(args: AsyncArgs, deps: Deps) -> None:
    """Home says how far it is kept. Of the page that was closed Slack says nothing to rely on."""
    await args.ack()
    deps.homes_to_refresh.put_nowait(PersonId(args.body["user"]["id"]))


async def submit_page(args: AsyncArgs, deps: Deps) -> None:
    """Take one page; after the last, keep the response. Saved first, acknowledged after."""
    submission = Submission.of(args.body)
    try:
        state = submission.form
        current = await filling(deps, submission.user, state.wave, state.fill)
        await _take(args, deps, current, submission)
        if is_left_over(args):
            also_tell(args, await told_of(deps, current.refers_to))
    except HeardError as error:
        await _not_taken(args, deps, submission, error)


async def _take(args: AsyncArgs, deps: Deps, current: Filling, submission: Submission) -> None:
    state = submission.form
    if state.asking:
        await _keep_answer(deps, current, submission)
    if state.checking or state.asking:
        await _send(args, deps, current, submission)
        return
    split = pages(current.survey, current.answers)
    if state.page >= len(split) or split[state.page][0].id != state.first:
        await _go_on(args, deps, current, submission)
        return
    page = split[state.page]
    current, removed = await _with_page(deps, current, submission, page)
    if wrong := _mistakes(current, submission, page):
        await args.ack(response_action="errors", errors=wrong)
        return
    way_out = ending(current.survey, current.answers)
    if way_out != END:
        told = await told_of(deps, current.refers_to, current.found)
        paragraphs = told or wording.way_out(way_out, deps.board)
        view, forget = closing_view("Survey", paragraphs), partial(forget_draft, deps, current)
        await end_early(args, deps, view, paragraphs, forget)
        return
    if is_last(page, current.survey) and not removed:
        await _send(args, deps, current, submission)
        return
    await keep_draft(deps, current)
    following = form(current, state.page + 1, removed)
    await args.ack(response_action="update", view=following)


async def _go_on(args: AsyncArgs, deps: Deps, current: Filling, submission: Submission) -> None:
    """Another window has moved on: keep what was filled in here too, and go on from there."""
    current, removed = await _with_page(deps, current, submission, current.survey.questions)
    await keep_draft(deps, current)
    view = form(current, first_open_page(current), removed)
    await args.ack(response_action="update", view=view)


async def _send(args: AsyncArgs, deps: Deps, current: Filling, submission: Submission) -> None:
    """Before it is sent, whoever wrote of a risk is asked once whether it is reported already."""
    if await _is_to_be_asked(deps, current):
        await keep_draft(deps, current)
        behind_all = len(pages(current.survey, current.answers))
        state = current.at(behind_all).model_copy(update={"asking": True})
        view = asking.asking_view(state, concern_words.told(deps.board, deps.clock()))
        await args.ack(response_action="update", view=view)
        return
    try:
        found = await send(deps, current, submission.view)
    except InvalidAnswers as error:
        await keep_draft(deps, current)
        view = form(current, page_of_first_mistake(current, error))
        await args.ack(response_action="update", view=view)
        return
    deps.homes_to_refresh.put_nowait(current.person)
    told = await told_of(deps, current.refers_to, found)
    await _thank(args, deps, current.wave, current.survey, told)


async def _is_to_be_asked(deps: Deps, current: Filling) -> bool:
    if not any(isinstance(answer, Said) for answer in current.answers.values()):
        return False
    concerns = await standing(deps, current.found, current.refers_to)
    return any(one.reported is None for one in concerns)


async def _keep_answer(deps: Deps, current: Filling, submission: Submission) -> None:
    """What they said of it stands with the concern, which goes its way whatever it was."""
    chosen = Reported(submission.chosen(asking.REPORTED) or Reported.NOT_YET)
    for concern in await raised_in(deps, current.refers_to):
        await changed(deps, concern.id, lambda one: with_answer(one, chosen))


async def _not_taken(
    args: AsyncArgs, deps: Deps, submission: Submission, error: HeardError
) -> None:
    """The same form sent again is thanked again; else say why, and give the words back."""
    if sent := await sent_before(deps, submission.user, submission.form, submission.view):
        wave, survey, refers_to = sent
        await _thank(args, deps, wave, survey, await told_of(deps, refers_to))
        return
    words = await words_so_far(deps, submission)
    await give_back(args, deps, error, words, await _raise_anyway(deps, submission, words))


async def _raise_anyway(
    deps: Deps, submission: Submission, words: Mapping[str, str]
) -> tuple[str, ...]:
    """Words that can't be sent any more may still say that someone is at risk."""
    found = await raised(
        deps,
        door=Door.COMMENT,
        texts={caption: redact(text).text for caption, text in words.items()},
        writer=submission.user,
        agency=agency_of(deps, submission.user),
        area=None,
        refers_to=derived("given back", submission.view),
        captions={caption: caption for caption in words},
        read_later=False,
    )
    await keep_at_once(deps, found)
    return found.told


async def _thank(
    args: AsyncArgs, deps: Deps, wave: Wave, survey: Survey, told: Sequence[str]
) -> None:
    also_tell(args, told)
    thanks = wording.thanks(survey, wave, deps.board)
    if told:
        thanks = (thanks[0], *told, *thanks[1:-1])  # with the numbers to call, once
    await args.ack(response_action="update", view=dict(thanks_view(thanks)))


async def _with_page(
    deps: Deps, current: Filling, submission: Submission, page: Sequence[Question]
) -> tuple[Filling, tuple[Removed, ...]]:
    """What is filled in so far, with what this form shows of *page* in place of what it said.

    What may disclose harm is raised now: whoever wrote it may never press Send.
    """
    shown = {question.id for question in page if question.id in submission.values}
    others = {name: answer for name, answer in current.answers.items() if name not in shown}
    clean, removed = without_personal_data(submission.answers(page))
    found = await pass_net(deps, current, clean)
    await keep_at_once(deps, found)
    return current.having({**others, **clean}, found), removed


def _mistakes(current: Filling, submission: Submission, page: Sequence[Question]) -> dict[str, str]:
    wrong = reasons_on(page, current.survey, current.answers)
    wrong |= dict.fromkeys(submission.unreadable(page), Reason("not_a_number"))
    return {name: wording.reason(why) for name, why in wrong.items()}


async def _show(args: AsyncArgs, view: View) -> None:
    """In a modal of its own; from within a modal, on top of it."""
    if args.body.get("view", {}).get("type") == "modal":
        await args.client.views_push(trigger_id=args.body["trigger_id"], view=view)
    else:
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
