"""The Home tab, the help, and the answer to a message written to Heard."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import wording
from bot.deps import Deps
from bot.homes import publish_home
from bot.listeners import own_data
from bot.views.help import help_blocks
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
    """Heard reads no messages: it says so, with the numbers to call, and keeps nothing."""
    event = args.body["event"]
    if event.get("channel_type") != "im" or event.get("bot_id") or event.get("subtype"):
        return
    await args.client.chat_postMessage(
        channel=event["channel"], text=wording.message_not_read(deps.board)
    )
