"""A participation worker's listeners for their own voices: see, correct, mark as told, withdraw."""

from collections.abc import Sequence
from datetime import date

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from analysis.redaction.redacting import Redacted, redact
from bot import wording
from bot.asking.answering import marks_are_sure
from bot.asking.voices import (
    ACT,
    KeptVoice,
    correct,
    give_feedback,
    is_open_for_correction,
    own_voice,
    own_voices,
    raise_feedback,
    take_back,
)
from bot.deps import Deps
from bot.listeners.left_over import also_tell, give_back
from bot.listeners.voices import open_form, raised_anyway, who
from bot.payloads import Submission
from bot.telling.evidence import own_words_are_withheld
from bot.views import my_voices as views
from bot.views.answer_form import closing_view
from bot.views.voice_form import VoiceState
from bot.wording import voices as words
from surveys.errors import HeardError, Reason
from surveys.voice import OWN_WORDS, CannotBeTold, Feedback, GotItRight, Told, Voice, quotes_in


async def open_or_list(args: AsyncArgs, deps: Deps) -> None:
    """'/voice' logs one; '/voice mine' shows one's own."""
    if args.body.get("text", "").strip().casefold() == "mine":
        await list_mine(args, deps)
    else:
        await open_form(args, deps)


async def list_mine(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    person = who(args)
    await deps.roles.require(person, ACT, args.client)
    pressed = args.body["actions"][0] if "actions" in args.body else {}
    page = int(pressed.get("value") or 0)
    view = views.mine_view(await own_voices(deps, person), deps.today(), page)
    if args.body.get("view", {}).get("type") == "modal":
        await _show_instead(args, view)
    else:
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def see(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    voice = await _own(args, deps, args.body["actions"][0]["value"])
    view = await _voice_view(deps, voice)
    await args.client.views_push(trigger_id=args.body["trigger_id"], view=view)


async def ask_what_is_right(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    voice = await _own(args, deps, args.body["actions"][0]["value"])
    view = views.correcting_view(voice, is_open=await is_open_for_correction(deps, voice))
    await _show_instead(args, view)


async def correct_words(args: AsyncArgs, deps: Deps) -> None:
    submission = Submission.of(args.body)
    written = submission.text(OWN_WORDS)
    redacted = redact(written)
    quotes = quotes_in(redacted.text)
    if not quotes:
        await _say_it_is_needed(args, OWN_WORDS)
        return
    try:
        voice = await _own(args, deps, submission.metadata)
        sure = marks_are_sure(written, redacted)
        after = await correct(deps, voice, submission.user, quotes, marks_are_sure=sure)
    except HeardError as error:
        await _give_back(args, deps, submission, error, redacted.text)
        return
    await _show_again(args, deps, after, redacted)


async def ask_what_was_said(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    voice = await _own(args, deps, args.body["actions"][0]["value"])
    await _show_instead(args, views.telling_view(voice, deps.today()))


async def mark_told(args: AsyncArgs, deps: Deps) -> None:
    """What was said to them, how and when: the reply that they were due."""
    submission = Submission.of(args.body)
    redacted = redact(submission.text(views.WHAT))
    if not redacted.text:
        await _say_it_is_needed(args, views.WHAT)
        return
    when = date.fromisoformat(submission.date(views.WHEN) or deps.today().isoformat())
    try:
        voice = await _own(args, deps, submission.metadata)
        if not voice.day <= when <= deps.today():
            also_tell(args, await raise_feedback(deps, voice, submission.user, redacted.text))
            wrong = {views.WHEN: words.not_yet_said(deps.today(), voice.day)}
            await args.ack(response_action="errors", errors=wrong)
            return
        after = await give_feedback(
            deps, voice, submission.user, _feedback(submission, when, redacted.text)
        )
    except HeardError as error:
        await _give_back(args, deps, submission, error, redacted.text)
        return
    deps.homes_to_refresh.put_nowait(submission.user)
    await _show_again(args, deps, after, redacted)


def _feedback(submission: Submission, when: date, text: str) -> Feedback:
    how = words.HOW_TOLD[int(submission.chosen(views.HOW) or 0)]
    if how == words.HOW_TOLD[-1]:
        return CannotBeTold(day=when, why=text)
    said = submission.chosen(views.RIGHT)
    return Told(day=when, what=text, how=how, got_it_right=GotItRight(said) if said else None)


async def withdraw_voice(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    voice = await _own(args, deps, args.body["actions"][0]["value"])
    await take_back(deps, who(args), voice)
    deps.homes_to_refresh.put_nowait(who(args))
    await _show_instead(args, closing_view("Withdrawn", [words.withdrawn()]))


async def _say_it_is_needed(args: AsyncArgs, block: str) -> None:
    needed = {str(block): wording.reason(Reason("required"))}
    await args.ack(response_action="errors", errors=needed)


async def _give_back(
    args: AsyncArgs, deps: Deps, submission: Submission, error: HeardError, text: str
) -> None:
    """Why it was not kept, and the words; they may still say that someone is at risk."""
    state = VoiceState(fill=submission.metadata, voice=submission.metadata)
    caption = "What you wrote"
    said = await raised_anyway(deps, submission, state, {caption: text})
    await give_back(args, deps, error, {caption: text}, said)


async def _show_again(args: AsyncArgs, deps: Deps, after: KeptVoice, redacted: Redacted) -> None:
    also_tell(args, after.told)
    note = (words.something_was_taken_out(),) if redacted.spans else ()
    view = await _voice_view(deps, after.voice, (*after.told, *note))
    await args.ack(response_action="update", view=view)


async def _own(args: AsyncArgs, deps: Deps, voice: str) -> Voice:
    person = who(args)
    await deps.roles.require(person, ACT, args.client)
    return await own_voice(deps, person, voice)


async def _voice_view(deps: Deps, voice: Voice, note: Sequence[str] = ()) -> View:
    is_open = await is_open_for_correction(deps, voice)
    is_held = await own_words_are_withheld(deps, voice)
    return views.voice_view(voice, deps.today(), is_open=is_open, is_held=is_held, note=note)


async def _show_instead(args: AsyncArgs, view: View) -> None:
    await args.client.views_update(
        view_id=args.body["view"]["id"], hash=args.body["view"]["hash"], view=view
    )
