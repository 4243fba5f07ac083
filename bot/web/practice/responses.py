"""What the app says through a response_url, or in its answer to a command."""

from bot.web.practice.blocks import problems_of_message
from bot.web.practice.forms import named
from bot.web.practice.refusals import Refused
from bot.web.practice.team import Team
from bot.web.practice.tickets import ResponseTicket
from bot.web.practice.values import BOT_USER, Channel, Json, Message


def answer_command(team: Team, person: str, channel: Channel, answer: Json) -> None:
    """Show what the acknowledgement of a command carries, to the person alone unless it says so."""
    if answer.get("text") or answer.get("blocks"):
        _post(team, person, channel, answer)


def respond(team: Team, ticket: ResponseTicket, body: Json) -> None:
    """Post, replace or delete, as the body says."""
    channel = team.channels[ticket.channel]
    original = channel.message(ticket.message_ts) if ticket.message_ts else None
    if body.get("delete_original"):
        if original is not None:
            team.remove(channel, original)
        return
    if not body.get("text") and not body.get("blocks"):
        raise Refused("no_text")
    if body.get("replace_original") and original is not None:
        _replace(team, original, body)
    else:
        _post(team, ticket.user, channel, body)


def _replace(team: Team, original: Message, body: Json) -> None:
    original.text = str(body.get("text", ""))
    original.blocks = _blocks(body)
    original.edited = original.ephemeral_to is None
    team.bell.ring()


def _post(team: Team, person: str, channel: Channel, body: Json) -> None:
    private = body.get("response_type", "ephemeral") != "in_channel"
    team.post(
        channel,
        Message(
            team.stamp(),
            BOT_USER,
            str(body.get("text", "")),
            _blocks(body),
            ephemeral_to=person if private else None,
        ),
    )


def _blocks(body: Json) -> list[Json] | None:
    blocks = body.get("blocks")
    if blocks is None:
        return None
    if problems := problems_of_message(blocks):
        raise Refused("invalid_blocks", [str(problem) for problem in problems])
    return named(blocks)
