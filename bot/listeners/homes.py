"""The Home tab, the help, and the answer to a message written to Heard."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from analysis.redaction.redacting import redact
from bot import wording
from bot.asking.homes import publish_home
from bot.deps import Deps
from bot.ids import derived
from bot.listeners import own_data
from bot.payloads import message_to_heard
from bot.safeguarding.concerns import agency_of, keep_at_once, raised
from bot.views.help import help_blocks
from bot.views.invitation import message
from surveys.concern import Door
from surveys.values import PersonId


async def show(args: AsyncArgs, deps: Deps) -> None:
    if args.body["event"].get("tab", "home") == "home":
        await publish_home(deps, PersonId(args.body["event"]["user"]), args.client)


async def explain(args: AsyncArgs, deps: Deps) -> None:
    """'/heard' explains; '/heard my-data' and '/heard forget-me' are about one's own."""
    await args.ack()
    match args.body.get("text", "").strip().casefold():
        case own_data.MY_DATA:
            await own_data.show(args, deps)
            return
        case own_data.FORGET_ME:
            await own_data.ask_for_sure(args, deps)
            return
    await args.respond(
        text="What Heard does", blocks=help_blocks(deps.board), response_type="ephemeral"
    )


async def answer_message(args: AsyncArgs, deps: Deps) -> None:
    """Heard holds no conversation: it answers with fixed words. What may disclose harm is raised.

    Kept first, answered after. An edited message passes the net again.
    """
    said = message_to_heard(args.body)
    if said is None:
        return
    found = await raised(
        deps,
        door=Door.MESSAGE,
        texts={"message": redact(said.text).text},
        writer=said.user,
        agency=agency_of(deps, said.user),
        area=None,
        refers_to=derived("message", said.channel, said.ts),
        captions={"message": "Written to Heard in a direct message"},
    )
    await keep_at_once(deps, found)
    if said.is_edited and not found.concern:
        return
    paragraphs = found.told or (wording.message_not_answered(deps.board),)
    text, blocks = message(paragraphs)
    await args.client.chat_postMessage(channel=said.channel, text=text, blocks=blocks)
