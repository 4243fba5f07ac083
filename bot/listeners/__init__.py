"""Everything that Slack can tell us, in one list; and the one place where failures are met."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot import wording
from bot.commands import (
    CODEBOOK,
    CONCERNS,
    DIGEST,
    EVIDENCE,
    GOOD,
    HEARD,
    PAPER,
    QUOTES,
    REVIEW,
    SURVEY,
    VOICE,
    WAVE,
)
from bot.deps import Deps
from bot.keeping.journal import taken_of
from bot.listeners import (
    codebooks,
    concerns,
    digest_buttons,
    digests,
    good,
    homes,
    left_over,
    own_data,
    own_voices,
    paper_texts,
    papers,
    quotes,
    releases,
    reviews,
    surveys,
    voices,
    waves,
    words,
)
from bot.payloads import Submission, form_sent
from bot.slack_errors import reason_of
from bot.views import (
    answer_form,
    codebook,
    codebook_changes,
    concern,
    concern_queue,
    concern_told,
    dashboard,
    digest,
    evidence,
    good_forms,
    home,
    invitation,
    my_voices,
    paper,
    picker,
    query,
    release,
    review,
    review_forms,
    unflagged,
    voice_form,
)
from bot.views import good as good_views
from bot.views import own_data as own_views
from bot.views import quotes as quote_views
from bot.views import waves as wave_views
from bot.views.pieces import chosen_in_menu
from bot.whereabouts import places_of
from bot.wording.refusals import sorry, unexpected
from storage.interface import StorageError
from surveys.errors import HeardError, HeldBack

Listener = Callable[[AsyncArgs, Deps], Awaitable[None]]
AnyListener = Callable[[AsyncArgs], Awaitable[None]]
log = logging.getLogger("heard")
UNFINISHED = "unexpected error"
TOO_LATE = "expired_trigger_id"
DELIVERED_TWICE = ("exchanged_trigger_id", "hash_conflict")  # of one press; the first has been met


async def choose_in_menu(args: AsyncArgs, deps: Deps) -> None:
    """What the button does that the chosen option stands for."""
    pressed = args.body["actions"][0]
    action, value = chosen_in_menu(pressed["selected_option"]["value"])
    pressed |= {"action_id": action, "value": value}
    await ACTIONS[action](args, deps)


COMMANDS: Mapping[str, Listener] = MappingProxyType(
    {
        SURVEY.name: surveys.list_open,
        VOICE.name: own_voices.open_or_list,
        DIGEST.name: digests.ask,
        EVIDENCE.name: digests.show_evidence,
        PAPER.name: papers.ask,
        GOOD.name: good.ask,
        WAVE.name: waves.list_waves,
        REVIEW.name: reviews.start,
        CODEBOOK.name: codebooks.list_themes,
        QUOTES.name: quotes.ask,
        CONCERNS.name: concerns.list_all,
        HEARD.name: homes.explain,
    }
)
ACTIONS: Mapping[str, Listener] = MappingProxyType(
    {
        invitation.OPEN: surveys.open_form,
        home.RESUME: surveys.open_form,
        answer_form.BACK: surveys.go_back,
        my_voices.LOG: voices.open_form,
        my_voices.RESUME: voices.resume,
        my_voices.MINE: own_voices.list_mine,
        my_voices.MINE_BACK: own_voices.list_mine,
        my_voices.SEE: own_voices.see,
        my_voices.CORRECT: own_voices.ask_what_is_right,
        my_voices.TELL: own_voices.ask_what_was_said,
        my_voices.WITHDRAW: own_voices.withdraw_voice,
        voice_form.BACK: voices.go_back,
        voice_form.REPORTED_NOW: voices.go_on_reported,
        voice_form.MORE: voices.finish,
        dashboard.OPEN: digests.open_one,
        digest.WHOLE: digest_buttons.show_whole,
        digest.CHARTS: digest_buttons.send_charts,
        digest.PAPER: papers.ask_from_digest,
        digest.MORE: choose_in_menu,
        query.ASK: digest_buttons.ask_question,
        query.READ: digest_buttons.read_question,
        evidence.CHOOSE: digests.choose_evidence,
        evidence.SHOW: digests.show_chosen,
        evidence.COMMENTS: digests.read_comments,
        evidence.TURN: digests.turn_comments,
        release.ASK: releases.ask_for_sure,
        paper.CANCEL: papers.cancel,
        paper.WRITE: paper_texts.open_from_message,
        good_views.AREA: good.choose_area,
        good_views.LIFE: good.show_life,
        good_views.EDIT: good.ask_for_words,
        good_views.CONSULT: good.ask_about_consultation,
        good_views.AGREE: good.ask_what_was_agreed,
        good_views.TARGET: good.ask_for_target,
        good_views.TAKE_BACK: good.ask_why_taken_back,
        own_views.SHOW: own_data.show_answers,
        own_views.ASK: own_data.ask_for_sure_on_top,
        wave_views.OPEN: waves.ask_what_to_open,
        wave_views.CHOOSE: waves.tell_outlook,
        wave_views.CLOSE: waves.close,
        wave_views.TELL: waves.ask_what_came_of_it,
        concern_told.OPEN: concerns.open_one,
        concern_told.QUEUE: concerns.list_all,
        concern_queue.BEFORE: concerns.list_all,
        concern_queue.AFTER: concerns.list_all,
        unflagged.LIST: concerns.list_unflagged,
        unflagged.SAMPLE: concerns.list_sample,
        unflagged.READ: concerns.mark_read,
        unflagged.RAISE: concerns.raise_unflagged,
        concern.ACKNOWLEDGE: concerns.take_on,
        concern.OUTCOME: concerns.ask_outcome,
        concern.RELEASE: concerns.release,
        concern.KEEP_OUT: concerns.keep_out,
        concern.WHO: concerns.ask_who,
        review.BEGIN: reviews.start,
        review.SETTLE: reviews.start_settling,
        review.AGREEMENT: reviews.show_agreement,
        review.CHANGE: reviews.ask_change,
        review.SPLIT: reviews.ask_split,
        review.SKIP: reviews.skip,
        review.UNDO: reviews.undo,
        review.MARKS: reviews.ask_marks,
        review.LEAVE: reviews.ask_leave,
        review.RISK: reviews.raise_concern,
        review.BACK: reviews.back,
        quote_views.TURN: quotes.turn,
        quote_views.TURN_ON: quotes.turn,
        quote_views.BOARD: quotes.approve_for_board,
        quote_views.PUBLIC: quotes.approve_for_public,
        quote_views.NOT_USED: quotes.do_not_use,
        quote_views.TAKE_BACK: quotes.take_it_back,
        quote_views.READ: quotes.read_quotes,
        codebook.LIST: codebooks.list_themes,
        codebook.CHOOSE: codebooks.choose,
        codebook.UNFITTING: codebooks.list_unfitting,
        codebook.NAME_GROUP: codebooks.name_group,
        codebook.ADD_GROUP: codebooks.add_group,
        codebook.DROP_GROUP: codebooks.drop_group,
        codebook.PROPOSE: codebooks.ask,
        codebook.RENAME: codebooks.ask,
        codebook.MERGE: codebooks.ask,
        codebook.SPLIT: codebooks.ask,
        codebook.WIDEN: codebooks.ask,
        codebook.RETIRE: codebooks.ask,
        codebook_changes.SEE: codebooks.see,
        codebook.SIGN: codebooks.sign_it,
        codebook.DECLINE: codebooks.decline_it,
    }
)
SUBMISSIONS: Mapping[str, Listener] = MappingProxyType(
    {
        answer_form.CALLBACK: surveys.submit_page,
        voice_form.CALLBACK: voices.submit_page,
        my_voices.CORRECTING: own_voices.correct_words,
        my_voices.TELLING: own_voices.mark_told,
        own_views.FORGETTING: own_data.forget_me,
        picker.CALLBACK: digests.pick,
        picker.FOR_QUOTES.callback: quotes.pick,
        query.CALLBACK: digest_buttons.send_question,
        release.CALLBACK: releases.release_one,
        paper.CHOOSING: paper_texts.choose,
        paper.WRITING: paper_texts.write,
        good_forms.WORDING: good.keep_words,
        good_forms.CONSULTING: good.keep_consultation,
        good_forms.AGREEING: good.keep_agreement,
        good_forms.TAKING_BACK: good.keep_taking_back,
        wave_views.OPENING: waves.open_one,
        wave_views.TELLING: waves.tell,
        concern.DECIDING: concerns.record_outcome,
        review.AGREE: reviews.agree,
        review_forms.CODE: reviews.code,
        review_forms.CHANGING: reviews.save_change,
        review_forms.SPLITTING: reviews.split,
        review_forms.SETTLING: reviews.code,
        review_forms.MARKING: reviews.correct_marks,
        review_forms.LEAVING: reviews.leave_out,
        codebook.PROPOSING: codebooks.take_proposal,
    }
)
# Their forms hold choices only; every other form is written down before it is handled.
WITHOUT_WORDS = frozenset(
    {
        picker.CALLBACK,
        picker.FOR_QUOTES.callback,
        paper.CHOOSING,
        own_views.FORGETTING,
        review.AGREE,
        review_forms.CODE,
        review_forms.CHANGING,
        review_forms.SPLITTING,
        review_forms.SETTLING,
        review_forms.LEAVING,
    }
)
SHORTCUTS: Mapping[str, Listener] = MappingProxyType(
    {"open_surveys": surveys.show_in_modal, "log_voice": voices.open_form}
)
EVENTS: Mapping[str, Listener] = MappingProxyType(
    {
        "app_home_opened": homes.show,
        "message": homes.answer_message,
    }
)


def register(app: AsyncApp, deps: Deps) -> None:
    """Submissions first: Bolt asks the listeners in turn, and these are what people wait for."""
    for name, listener in SUBMISSIONS.items():
        app.view(name)(guarded(listener, deps, words.read_first))
    for name, listener in COMMANDS.items():
        app.command(name)(guarded(listener, deps, words.read_command))
    for name, listener in ACTIONS.items():
        app.action(name)(guarded(listener, deps))
    for name, listener in SHORTCUTS.items():
        app.shortcut(name)(guarded(listener, deps))
    app.view_closed(answer_form.CALLBACK)(guarded(surveys.stop_for_now, deps))
    for name, listener in EVENTS.items():
        app.event(name)(guarded(listener, deps))


def guarded(listener: Listener, deps: Deps, before: Listener | None = None) -> AnyListener:
    """Meet what goes wrong: tell the person in a sentence, or give a reference and log where.

    *before* is a listener that has to let it through first.

    A form that was not acknowledged lets the unexpected escape: Slack then keeps it open, with the
    words in it. After an acknowledgement nothing may escape, or the acknowledgement is lost.
    What was not handled stays in the inbox.
    """

    async def listen(args: AsyncArgs) -> None:
        why, taken = UNFINISHED, taken_of(args.context)
        if taken:
            taken.has_begun = True
        with deps.vitals.handling():
            try:
                why = await _met([one for one in (before, listener) if one], args, deps)
            finally:
                if taken:
                    deps.inbox.end(taken, why)

    return listen


async def _met(listeners: Sequence[Listener], args: AsyncArgs, deps: Deps) -> str:
    """Why it is not handled; nothing when it is, also where the answer is no."""
    try:
        for listener in listeners:
            await listener(args, deps)
        if left_over.is_left_over(args):
            await left_over.tell_answer(args, deps)
    except HeldBack as held:
        return await _ask_or_tell(args, deps, held)
    except HeardError as error:
        await _refuse(args, deps, error)
    except StorageError as error:
        await _tell_not_taken(args, wording.not_saved(), sorry(error, deps.board))
        return type(error).__name__
    except SlackApiError as error:
        return await _hindered(args, deps, error)
    except Exception as error:
        reference = _noted(error, deps)
        if "view" in args.body and args.ack.response is None:
            raise
        await _tell(args, unexpected(reference))
        return type(error).__name__
    return ""


async def _ask_or_tell(args: AsyncArgs, deps: Deps, held: HeldBack) -> str:
    """A form is shown once more, unless nobody has it open: then its words stay in the inbox."""
    taken = taken_of(args.context)
    if taken is None or not taken.is_replayed:
        await words.ask_again(args, held)
        return ""
    await left_over.give_up(args, deps, held, taken.arrival)
    return left_over.HELD_BACK


async def _hindered(args: AsyncArgs, deps: Deps, error: SlackApiError) -> str:
    """By Slack. What is written down, and not taken yet, is tried again."""
    if taken_of(args.context) and args.ack.response is None:
        log.warning("Slack held up what was sent: %s", reason_of(error))
        await _tell_not_taken(args, wording.held_up(), wording.held_up())
        return type(error).__name__
    if reason_of(error) not in DELIVERED_TWICE:
        await _tell(args, _slack_refused(error, deps))
    return ""


async def _refuse(args: AsyncArgs, deps: Deps, error: HeardError) -> None:
    if left_over.is_left_over(args):
        await left_over.tell_refused(args, deps, error)
    else:
        await _tell(args, sorry(error, deps.board))


async def _tell_not_taken(args: AsyncArgs, in_form: str, elsewhere: str) -> None:
    """Under the last question of a form, which stays open with the words in it."""
    is_open = form_sent(args.body) is not None and args.ack.response is None
    if is_open and (shown := list(Submission.of(args.body).values)):
        await args.ack(response_action="errors", errors={shown[-1]: in_form})
    else:
        await _tell(args, elsewhere)


async def _tell(args: AsyncArgs, sentence: str) -> None:
    """Say it where the person is looking: in the form, under the command, or in a message.

    When it is tried again later nobody is looking.
    """
    if left_over.is_left_over(args):
        return
    try:
        if args.body.get("type") == "view_submission" and args.ack.response is None:
            view = answer_form.closing_view("Heard", [sentence])
            await args.ack(response_action="update", view=view)
        elif args.body.get("response_url"):
            await args.respond(text=sentence, response_type="ephemeral", replace_original=False)
        elif args.context.user_id:
            await args.client.chat_postMessage(channel=args.context.user_id, text=sentence)
    except SlackApiError as error:
        log.warning("could not tell what went wrong: %s", reason_of(error))


def _slack_refused(error: SlackApiError, deps: Deps) -> str:
    if reason_of(error) == TOO_LATE:
        return wording.press_again()
    return unexpected(_noted(error, deps))


def _noted(error: Exception, deps: Deps) -> str:
    """Log the kind of error and where it happened, never its message, which may hold words."""
    reference = deps.new_id()[:8]
    kind, places = type(error).__name__, places_of(error)
    log.error("unexpected %s, reference %s, at %s", kind, reference, places)
    return reference
