"""Every form and command passes the net before its listener sees it, so that none can forget it."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from analysis.paper.texts import NAMES, Part
from bot.commands import asks_for_area
from bot.deps import Deps
from bot.ids import derived
from bot.listeners.left_over import also_tell
from bot.payloads import Submission, form_sent
from bot.safeguarding.board_texts import pass_board_texts
from bot.safeguarding.plan_texts import texts_of_plan
from bot.telling.digesting import latest_period
from bot.views import answer_form, concern, my_voices, paper, query, voice_form
from bot.views.held_back import AS_IT_IS, held_back_view
from surveys.concern import Door
from surveys.errors import HeldBack

PLAN_CAPTION = NAMES[Part.PLAN]
# What is written in these is kept all the same: their listeners take it through the net themselves.
OWN_DOOR = frozenset(
    {
        answer_form.CALLBACK,
        voice_form.CALLBACK,
        my_voices.CORRECTING,
        my_voices.TELLING,
        query.CALLBACK,
        concern.DECIDING,
    }
)


async def read_first(args: AsyncArgs, deps: Deps) -> None:
    """What is written in a form that was sent. Raises HeldBack until its writer says that it stays.

    The designated lead reads it all the same.
    """
    form = form_sent(args.body)
    if form is None or form in OWN_DOOR:
        return
    sent = Submission.of(args.body)
    try:
        texts, captions = _to_read(deps, form, sent), labels_of(args.body)
        captions |= dict.fromkeys(texts.keys() - sent.texts.keys(), PLAN_CAPTION)
        await pass_board_texts(deps, form, texts, by=sent.user, captions=captions)
    except HeldBack as held:
        if not sent.chosen_many(AS_IT_IS):
            raise
        also_tell(args, held.told)


def _to_read(deps: Deps, form: str, sent: Submission) -> dict[str, str]:
    """All that is written, by field; of an action plan its cells."""
    texts = dict(sent.texts)
    if form == paper.WRITING and _part_of(sent) is Part.PLAN:
        return texts_of_plan(deps, texts.pop(paper.TEXT, "")) | texts
    return texts


def _part_of(sent: Submission) -> Part | None:
    """None for a form that says of no part: it is then read as a whole."""
    try:
        return paper.Place.model_validate_json(sent.metadata).part
    except ValidationError:
        return None


async def read_command(args: AsyncArgs, deps: Deps) -> None:
    """Somebody may write here what they would tell a person. The command is carried out as well.

    Each is a message of its own, as a direct message is: who asks for help again is heard again.
    """
    text = str(args.body.get("text") or "")
    if asks_for_area(text, deps.framework, latest_period(deps)):
        return
    place = derived("command", args.body["trigger_id"])
    try:
        await pass_board_texts(
            deps, place, {"message": text}, by=args.body["user_id"], door=Door.MESSAGE
        )
    except HeldBack as held:
        await args.ack()
        told = "\n\n".join(held.told)
        await args.respond(text=told, response_type="ephemeral", replace_original=False)


async def ask_again(args: AsyncArgs, held: HeldBack) -> None:
    """The same form, with what whoever wrote in it has to know."""
    view = held_back_view(args.body["view"], held.told)
    await args.ack(response_action="update", view=view)


def labels_of(body: Mapping[str, Any]) -> dict[str, str]:
    """What each field of a form is called. None of a form that was written down for later."""
    blocks = body["view"].get("blocks") or []
    return {one["block_id"]: one["label"]["text"] for one in blocks if one.get("type") == "input"}
