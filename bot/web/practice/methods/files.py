"""files.*: an upload in three steps, and what is known of a file."""

import mimetypes

from bot.web.practice.methods.arguments import names, words
from bot.web.practice.methods.chat import checked_blocks, writable
from bot.web.practice.payloads import file_json
from bot.web.practice.refusals import Refused
from bot.web.practice.team import Team
from bot.web.practice.values import BOT_USER, Channel, Json, Message, StoredFile

MOST_ALT_TEXT = 1000
MOST_CHANNELS = 100


def get_upload_url(team: Team, arguments: Json) -> Json:
    """The address comes without host; the server that has one puts it before."""
    try:
        length = int(arguments["length"])
    except (TypeError, ValueError):
        length = 0
    if length <= 0:
        words_ = "[ERROR] must be greater than 1 [json-pointer:/length]"
        raise Refused("invalid_arguments", [words_])
    if len(words(arguments.get("alt_txt"))) > MOST_ALT_TEXT:
        raise Refused("alt_txt_too_large")
    name = words(arguments["filename"])
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = StoredFile(
        team.new_id("F"), name, name, mimetype, length, words(arguments.get("alt_txt"))
    )
    team.files[file.id] = file
    return {"upload_url": f"/files/upload/{file.id}", "file_id": file.id}


def complete_upload(team: Team, arguments: Json) -> Json:
    listed = arguments["files"]
    if not isinstance(listed, list) or not listed:
        raise Refused("invalid_arguments", ["[ERROR] must provide an array [json-pointer:/files]"])
    files = [_completed(team, one) for one in listed]
    channels = [_channel(team, one) for one in _channels(arguments)]
    blocks = checked_blocks(team, arguments.get("blocks"))
    for channel in channels:
        message = Message(
            team.stamp(),
            BOT_USER,
            words(arguments.get("initial_comment")),
            blocks,
            files,
            thread_ts=words(arguments.get("thread_ts")) or None,
        )
        team.post(channel, message)
    for file in files:
        file.shared = file.shared or bool(channels)
    return {"files": [file_json(file) for file in files]}


def info(team: Team, arguments: Json) -> Json:
    file = team.files.get(words(arguments["file"]))
    if file is None or not file.uploaded:
        raise Refused("file_not_found")
    shared = [
        channel.id
        for channel in team.channels.values()
        if any(file in message.files for message in channel.messages)
    ]
    return {"file": {**file_json(file), "channels": shared}, "comments": []}


def _channels(arguments: Json) -> list[str]:
    wanted = [*names(arguments.get("channel_id")), *names(arguments.get("channels"))]
    if len(wanted) > MOST_CHANNELS:
        raise Refused("channels_limit_exceeded")
    return wanted


def _channel(team: Team, channel_id: str) -> Channel:
    """Only by id: neither a name nor a person will do here."""
    if channel_id not in team.channels:
        raise Refused("channel_not_found")
    return writable(team, channel_id)


def _completed(team: Team, listed: object) -> StoredFile:
    file_id = words(listed.get("id")) if isinstance(listed, dict) else ""
    file = team.files.get(file_id)
    if file is None or not file.uploaded:
        raise Refused("file_not_found")
    if isinstance(listed, dict) and listed.get("title"):
        file.title = words(listed["title"])
    return file
