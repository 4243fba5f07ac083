"""A form that was left over by a crash: nobody has it open any more, so a message tells its writer.

Never with what was written, and once, however often the form is tried again.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import wording
from bot.deps import Deps
from bot.ids import derived
from bot.keeping.inbox import Arrival
from bot.keeping.journal import taken_of
from bot.payloads import Submission, form_sent
from bot.views.answer_form import given_back_view
from bot.views.invitation import message
from bot.views.pieces import escaped
from bot.wording.refusals import sorry
from storage.interface import Message
from surveys.errors import HeardError, HeldBack

HELD_BACK = "held back"
log = logging.getLogger("heard")


def is_left_over(args: AsyncArgs) -> bool:
    taken = taken_of(args.context)
    return taken is not None and taken.is_replayed


def also_tell(args: AsyncArgs, said: Sequence[str]) -> None:
    """What is *said* of its words goes with whatever its writer is told, if it is left over."""
    if taken := taken_of(args.context):
        taken.said = tuple(said)


async def give_back(
    args: AsyncArgs,
    deps: Deps,
    error: HeardError,
    written: Mapping[str, str],
    said: Sequence[str] = (),
) -> None:
    """Why a form was not kept, what is *said* of its words, and what was *written* in it.

    If it is left over, its writer gets this in a message, without what was written.
    """
    if is_left_over(args):
        await args.ack()
        await tell_refused(args, deps, error, said)
        return
    view = given_back_view(sorry(error, deps.board), written, said)
    await args.ack(response_action="update", view=view)


async def end_early(
    args: AsyncArgs,
    deps: Deps,
    view: View,
    paragraphs: Sequence[str],
    forget: Callable[[], Awaitable[None]],
) -> None:
    """A form that stops here, and of which nothing is kept: why, and what to do instead.

    If it is left over, its writer gets the *paragraphs* of the *view* in a message, before its
    draft is forgotten: without that, it would not stop here when it is tried once more.
    """
    if not is_left_over(args):
        await forget()
        await args.ack(response_action="update", view=view)
        return
    await args.ack()
    why, *more = paragraphs
    await _tell(args, deps, wording.refused_later(_title(args), why), *more)
    await forget()


async def tell_refused(
    args: AsyncArgs, deps: Deps, error: HeardError, said: Sequence[str] = ()
) -> None:
    """It was not kept, and why; and what is *said* of its words. Nothing of what is no form."""
    if form_sent(args.body):
        why = sorry(error, deps.board)
        await _tell(args, deps, wording.refused_later(_title(args), why), *said)


async def tell_answer(args: AsyncArgs, deps: Deps) -> None:
    """What is wrong with it, or that it asks for more. Of one that is kept, what its words ask."""
    form, answer = form_sent(args.body), _answer(args)
    if wrong := answer.get("errors"):
        why = " ".join([*wrong.values(), wording.fill_in_again()])
        await _tell(args, deps, wording.refused_later(_title(args), why))
    elif form and (answer.get("view") or {}).get("callback_id") == form:
        await _tell(args, deps, wording.unfinished_later(_title(args)))
    elif answer and _said(args):
        await _tell(args, deps)


async def give_up(args: AsyncArgs, deps: Deps, held: HeldBack, arrival: Arrival) -> None:
    """Its words may disclose harm: they stay for a week, where an administrator can try again."""
    await args.ack()
    told = _message(args, deps, HELD_BACK, arrival, wording.held_back_later(), *held.told)
    if await deps.store.change(arrival, arrival.given_up(HELD_BACK), outbox=[told]):
        log.warning("a form that was left over is held back (see heard outbox)")
        deps.to_send.set()


async def _tell(args: AsyncArgs, deps: Deps, *paragraphs: str) -> None:
    taken = taken_of(args.context)
    assert taken is not None, "what is left over was written down"
    all_of_it = dict.fromkeys((*paragraphs, *taken.said))
    told = _message(args, deps, "refused", taken.arrival, *all_of_it)
    if await deps.store.change(taken.arrival, taken.arrival, outbox=[told]):
        deps.to_send.set()


def _message(args: AsyncArgs, deps: Deps, what: str, arrival: Arrival, *paragraphs: str) -> Message:
    text, blocks = message(paragraphs)
    return Message(
        id=derived(what, arrival.id),
        to=Submission.of(args.body).user,
        text=text,
        blocks=list(blocks),
        not_before=deps.clock(),
    )


def _said(args: AsyncArgs) -> tuple[str, ...]:
    taken = taken_of(args.context)
    return taken.said if taken else ()


def _answer(args: AsyncArgs) -> Mapping[str, Any]:
    """What Slack would have been answered, if it would have been anything."""
    response = args.ack.response
    if response is None or not response.body:
        return {}
    found: Mapping[str, Any] = json.loads(response.body)
    return found


def _title(args: AsyncArgs) -> str:
    return escaped(args.body["view"]["title"]["text"])
