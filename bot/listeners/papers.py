"""The QA team's listeners for the Board paper: make it, send it, cancel it."""

from contextlib import suppress

from aiohttp import ClientError
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot import wording
from bot.commands import HERE, WRITE, deadline_asked, paper_asked
from bot.deps import Deps
from bot.listeners import paper_texts
from bot.reading.worker import read_new
from bot.slack_errors import reason_of
from bot.telling.digesting import latest_period
from bot.telling.paper_claims import cancel as cancel_making
from bot.telling.paper_claims import make_alone, refuse_while_made
from bot.telling.paper_making import (
    MadePaper,
    Step,
    Tell,
    make_paper,
    refuse_what_is_not_over,
    steps_of,
)
from bot.views import paper as views
from bot.wording.refusals import sorry
from storage.interface import Entry
from surveys.errors import AlreadyMaking, TakenOver
from surveys.periods import Period
from surveys.values import PersonId

MAKE = "make the Board paper"
HAVE = "have the Board paper"
MOST_UPDATES = 8  # of the one message; Slack takes about one a second
NOT_THERE = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")


async def ask(args: AsyncArgs, deps: Deps) -> None:
    """'/paper 2026-Q3', to the one who asks; 'here', into this channel; else what people write.

    Into a channel only while everybody in it holds a role that may have the paper.
    """
    await args.ack()
    person = PersonId(args.body["user_id"])
    text, latest = args.body.get("text", ""), latest_period(deps)
    if deadline := deadline_asked(text, latest, deps.today()):
        await deps.roles.require(person, MAKE, args.client)
        await paper_texts.ask_for_texts(args, deps, person, *deadline)
        return
    period, does = paper_asked(text, latest)
    if does == WRITE:
        await paper_texts.open_form(args, deps, person, period)
        return
    await _make_and_send(args, deps, person, period, is_here=does == HERE)


async def ask_from_digest(args: AsyncArgs, deps: Deps) -> None:
    """The button under a digest: the paper of its quarter, to whoever presses it."""
    await args.ack()
    person = PersonId(args.body["user"]["id"])
    period = Period.parse(args.body["actions"][0]["value"])
    await _make_and_send(args, deps, person, period, is_here=False)


async def _make_and_send(
    args: AsyncArgs, deps: Deps, person: PersonId, period: Period, *, is_here: bool
) -> None:
    await deps.roles.require(person, MAKE, args.client)
    refuse_what_is_not_over(deps, period)
    try:
        await refuse_while_made(deps, period)
    except AlreadyMaking as error:
        raise error.told_to(person) from None
    channel = await _channel(args, person, is_here=is_here)
    if not await _may_all_have_it(args, deps, channel):
        told = wording.not_for_all_here(str(period))
        await args.respond(text=told, response_type="ephemeral")
        return
    try:
        message = await _Message.post(args, channel, period, steps_of(deps))
    except SlackApiError as error:
        if reason_of(error) not in NOT_THERE:
            raise
        await args.respond(text=wording.cannot_post_here(), response_type="ephemeral")
        return
    made = await _made(deps, period, message, person)
    if made is not None:
        await _send(args, deps, made, message, person)


async def cancel(args: AsyncArgs, deps: Deps) -> None:
    """The button under the message that says how far the paper is, whichever process makes it."""
    await args.ack()
    await deps.roles.require(PersonId(args.body["user"]["id"]), MAKE, args.client)
    period = Period.parse(args.body["actions"][0]["value"])
    if not await cancel_making(deps, period):
        told = wording.no_paper_at_work(str(period))
        await args.respond(text=told, response_type="ephemeral", replace_original=False)


class _Message:
    """The one message that says how far the paper is."""

    def __init__(self, args: AsyncArgs, channel: str, sent_at: str, period: Period) -> None:
        self._client = args.client
        self.channel = channel
        self._sent_at = sent_at
        self._period = period
        self._told = 0

    @classmethod
    async def post(cls, args: AsyncArgs, channel: str, period: Period, steps: int) -> "_Message":
        sentence = wording.making_paper(str(period), "new comments", 0, steps)
        posted = await args.client.chat_postMessage(
            channel=channel, text=sentence, blocks=views.making(sentence, period)
        )
        return cls(args, posted["channel"], posted["ts"], period)

    async def tell(self, step: Step) -> None:
        """Not each step, and never at the cost of the paper: Slack may be too busy to hear."""
        eighth = MOST_UPDATES * step.done // step.all
        if eighth == self._told:
            return
        self._told = eighth
        sentence = wording.making_paper(str(self._period), step.doing, step.done, step.all)
        with suppress(SlackApiError, ClientError):
            await self._client.chat_update(
                channel=self.channel,
                ts=self._sent_at,
                text=sentence,
                blocks=views.making(sentence, self._period),
            )

    async def end(self, sentence: str) -> None:
        await self._client.chat_update(
            channel=self.channel, ts=self._sent_at, text=sentence, blocks=views.ended(sentence)
        )


async def _channel(args: AsyncArgs, person: PersonId, *, is_here: bool) -> str:
    if is_here:
        return str(args.body["channel_id"])
    opened = await args.client.conversations_open(users=person)
    return str(opened["channel"]["id"])


async def _may_all_have_it(args: AsyncArgs, deps: Deps, channel: str) -> bool:
    """A direct conversation is with whoever asked: Heard can post in no other."""
    if channel.startswith("D"):
        return True
    app = str(args.context.bot_user_id)
    return await deps.roles.all_may(channel, HAVE, args.client, app=app)


async def _made(
    deps: Deps, period: Period, message: _Message, person: PersonId
) -> MadePaper | None:
    """The paper; None when somebody cancelled it. The message says how it ended otherwise."""
    work = _make(deps, period, message.tell, person)
    try:
        made = await make_alone(deps, period, work, by=person)
    except AlreadyMaking as error:  # somebody was a moment quicker
        await message.end(sorry(error.told_to(person), deps.board))
        return None
    except TakenOver as error:
        await message.end(sorry(error, deps.board))
        return None
    except Exception:
        await message.end(wording.paper_not_made(str(period)))
        raise
    if made is None:
        await message.end(wording.paper_cancelled(str(period)))
    return made


async def _make(deps: Deps, period: Period, tell: Tell, person: PersonId) -> MadePaper:
    await read_new(deps)
    return await make_paper(deps, period, tell, by=person)


async def _send(
    args: AsyncArgs, deps: Deps, made: MadePaper, message: _Message, person: PersonId
) -> None:
    period = made.paper.period
    if not await _may_all_have_it(args, deps, message.channel):  # somebody came meanwhile
        await message.end(wording.not_for_all_here(period))
        return
    await args.client.files_upload_v2(
        channel=message.channel,
        file_uploads=[
            {"content": file.content, "filename": file.name, "title": file.name}
            for file in made.files
        ],
    )
    where = f"{period} to {message.channel}"
    entry = Entry(at=deps.clock(), who=person, did="sent the Board paper", what=where)
    await deps.store.record(entry)
    await message.end(wording.paper_made(period, len(made.paper.missing)))
