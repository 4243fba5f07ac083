"""chat.*: messages of the app."""

from bot.web.practice.blocks import MESSAGE_BLOCKS_TEXT, length_of_text, problems_of_message
from bot.web.practice.forms import named
from bot.web.practice.methods.arguments import words
from bot.web.practice.payloads import message_json
from bot.web.practice.refusals import Refused
from bot.web.practice.team import Team
from bot.web.practice.values import BOT_USER, Channel, Json, Message

MOST_TEXT = 40_000
MOST_MARKDOWN = 12_000


def post_message(team: Team, arguments: Json) -> Json:
    channel = writable(team, words(arguments["channel"]))
    message = team.post(channel, _message(team, arguments))
    return {"channel": channel.id, "ts": message.ts, "message": message_json(message)}


def post_ephemeral(team: Team, arguments: Json) -> Json:
    channel = writable(team, words(arguments["channel"]))
    person = words(arguments["user"])
    if person not in channel.members:
        raise Refused("user_not_in_channel")
    message = _message(team, arguments)
    message.ephemeral_to = person
    team.post(channel, message)
    return {"message_ts": message.ts}


def update(team: Team, arguments: Json) -> Json:
    channel, message = _own_message(team, arguments, "cant_update_message")
    blocks = checked_blocks(team, arguments.get("blocks"))
    if "text" not in arguments and "blocks" not in arguments and "markdown_text" not in arguments:
        raise Refused("no_text")
    if "text" in arguments or "markdown_text" in arguments:
        message.text = _text(arguments)
    if blocks is not None:
        message.blocks = blocks or None
    message.edited = True
    team.bell.ring()
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message_json(message),
    }


def delete(team: Team, arguments: Json) -> Json:
    channel, message = _own_message(team, arguments, "cant_delete_message")
    team.remove(channel, message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(team: Team, arguments: Json) -> Json:
    channel = team.find_channel(words(arguments["channel"]))
    if channel is None:
        raise Refused("channel_not_found")
    ts = words(arguments["message_ts"])
    if channel.message(ts) is None:
        raise Refused("message_not_found")
    link = f"https://{team.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def writable(team: Team, reference: str) -> Channel:
    """The channel the app may post in. A person's id stands for the direct conversation."""
    if reference in team.people:
        return _direct(team, reference)
    channel = team.find_channel(reference)
    if channel is None or (channel.is_private and not channel.has_app):
        raise Refused("channel_not_found")
    if channel.is_archived:
        raise Refused("is_archived")
    if not channel.has_app and "chat:write.public" not in team.manifest.scopes:
        raise Refused("not_in_channel")
    if channel.is_with_app and not team.manifest.has_messages:
        raise Refused("messages_tab_disabled")
    return channel


def checked_blocks(team: Team, blocks: object) -> list[Json] | None:
    """The blocks with their names, or Slack's refusal of them."""
    if blocks is None or blocks == "":
        return None
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    problems = [str(problem) for problem in problems_of_message(blocks)]
    problems.extend(missing_files(team, blocks, "/blocks"))
    if problems:
        raise Refused("invalid_blocks", problems)
    if length_of_text(blocks) > MESSAGE_BLOCKS_TEXT:
        raise Refused("msg_blocks_too_long")
    return named(blocks)


def missing_files(team: Team, value: object, pointer: str) -> list[str]:
    """Every slack_file that was not uploaded here, as Slack words it."""
    if isinstance(value, list):
        inner = [(str(index), one) for index, one in enumerate(value)]
    elif isinstance(value, dict):
        inner = list(value.items())
    else:
        return []
    found = []
    for key, one in inner:
        if key == "slack_file" and not _is_ready(team, one):
            found.append(f"[ERROR] invalid slack file [json-pointer:{pointer}/slack_file]")
        found.extend(missing_files(team, one, f"{pointer}/{key}"))
    return found


def _is_ready(team: Team, reference: object) -> bool:
    if not isinstance(reference, dict):
        return False
    file_id = words(reference.get("id")) or words(reference.get("url")).rpartition("/")[2]
    file = team.files.get(file_id)
    return file is not None and file.uploaded


def _direct(team: Team, person: str) -> Channel:
    if person == BOT_USER:
        raise Refused("channel_not_found")
    if not team.manifest.has_messages:
        raise Refused("messages_tab_disabled")
    return team.direct(person)


def _message(team: Team, arguments: Json) -> Message:
    blocks = checked_blocks(team, arguments.get("blocks"))
    text = _text(arguments)
    if not text and not blocks:
        raise Refused("no_text")
    return Message(
        team.stamp(),
        BOT_USER,
        text,
        blocks or None,
        thread_ts=words(arguments.get("thread_ts")) or None,
        metadata=_metadata(arguments.get("metadata")),
    )


def _text(arguments: Json) -> str:
    if "markdown_text" in arguments:
        if arguments.get("text") or arguments.get("blocks"):
            raise Refused("markdown_text_conflict")
        if len(words(arguments["markdown_text"])) > MOST_MARKDOWN:
            raise Refused("msg_too_long")
        return words(arguments["markdown_text"])
    text = words(arguments.get("text"))
    if len(text) > MOST_TEXT:
        raise Refused("msg_too_long")
    return text


def _metadata(metadata: object) -> Json | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= set(metadata):
        raise Refused("invalid_metadata_format")
    return metadata


def _own_message(team: Team, arguments: Json, refusal: str) -> tuple[Channel, Message]:
    channel = team.find_channel(words(arguments["channel"]))
    if channel is None:
        raise Refused("channel_not_found")
    message = channel.message(words(arguments["ts"]))
    if message is None or message.ephemeral_to is not None:
        raise Refused("message_not_found")
    if message.user != BOT_USER:
        raise Refused(refusal)
    return channel, message
