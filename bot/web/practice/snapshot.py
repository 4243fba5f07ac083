"""What one person sees, as JSON for the page."""

from bot.web.practice.courier import Courier
from bot.web.practice.team import Team
from bot.web.practice.values import (
    APP_ID,
    BOT_USER,
    TEAM_ID,
    Channel,
    Json,
    Message,
    Person,
    StoredFile,
    View,
)


def introduction(team: Team) -> Json:
    """For somebody who has not said whom to act as, or as somebody who is not here."""
    return {
        "type": "snapshot",
        "team": {"id": TEAM_ID, "name": team.name, "domain": team.domain},
        "app": {"id": APP_ID, "name": team.manifest.name, "bot_user": BOT_USER},
        "me": None,
        "people": [_person(one) for one in team.people.values() if not one.is_deleted],
    }


def snapshot(team: Team, courier: Courier, person: str) -> Json:
    team.direct(person)
    home = team.homes.get(person)
    return {
        **introduction(team),
        "me": _person(team.people[person]),
        "channels": [
            _channel(team, channel, person)
            for channel in team.channels.values()
            if person in channel.members
        ],
        "home": None if home is None else _view(home),
        "views": [_view(view) for view in team.stack(person)],
        "commands": [vars(command) for command in team.manifest.commands],
        "shortcuts": [vars(shortcut) for shortcut in team.manifest.shortcuts],
        "unkindness": courier.unkindness.as_json(),
        "connected": courier.is_connected,
        "notice": team.notices.get(person),
    }


def messages_seen(channel: Channel, person: str) -> list[Message]:
    return [message for message in channel.messages if message.is_seen_by(person)]


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "title": person.title,
        "role": person.role,
        "is_bot": person.is_bot,
    }


def _channel(team: Team, channel: Channel, person: str) -> Json:
    other = channel.other_member(person)
    seen = messages_seen(channel, person)
    read = channel.read_until.get(person, "")
    return {
        "id": channel.id,
        "name": team.people[other].name if other in team.people else channel.name,
        "kind": "im" if channel.kind == "im" else "channel",
        "with": other,
        "unread": sum(message.ts > read and message.user != person for message in seen),
        "topic": channel.topic,
        "messages": [_message(team, message) for message in seen],
    }


def _message(team: Team, message: Message) -> Json:
    author = team.people.get(message.user)
    answer: Json = {
        "ts": message.ts,
        "user": message.user,
        "username": author.name if author else message.user,
        "text": message.text,
        "ephemeral": message.ephemeral_to is not None,
        "edited": message.edited,
        "files": [_file(file) for file in message.files],
    }
    if message.blocks is not None:
        answer["blocks"] = with_addresses(message.blocks)
    return answer


def _file(file: StoredFile) -> Json:
    return {
        "id": file.id,
        "title": file.title,
        "mimetype": file.mimetype,
        "url": f"/files/{file.id}",
        "alt_txt": file.alt_txt,
    }


def _view(view: View) -> Json:
    shown = {
        "id": view.id,
        "hash": view.hash,
        "type": view.body["type"],
        "blocks": with_addresses(view.blocks),
        "state": {"values": view.state},
    }
    return shown | {key: view.body.get(key) for key in ("title", "submit", "close")}


def with_addresses(value: object) -> object:
    """The same blocks, in which every slack_file also says where the page finds it."""
    if isinstance(value, list):
        return [with_addresses(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: with_addresses(one) for key, one in value.items()}
    reference = found.get("slack_file")
    if isinstance(reference, dict) and "id" in reference:
        found["slack_file"] = {**reference, "url": f"/files/{reference['id']}"}
    return found
