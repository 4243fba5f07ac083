"""Slack's JSON: how people, messages and views look in what the app receives."""

from typing import Any

from bot.web.practice.forms import Field
from bot.web.practice.team import Team
from bot.web.practice.values import (
    APP_ID,
    BOT_ID,
    BOT_USER,
    TEAM_ID,
    Channel,
    Json,
    Message,
    Posted,
    StoredFile,
    View,
    escape,
)

VERIFICATION = "practice-verification"
EMPTY_VIEW: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "title": None,
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


def event_payload(team: Team, event: Json) -> Json:
    return {
        "token": VERIFICATION,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": team.new_id("Ev"),
        "event_time": int(team.clock().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def message_event(channel: Channel, message: Message) -> Json:
    kind = {"im": "im", "mpim": "mpim"}.get(channel.kind, "channel")
    if channel.kind == "channel" and channel.is_private:
        kind = "group"
    return {
        **message_json(message),
        "channel": channel.id,
        "channel_type": kind,
        "event_ts": message.ts,
    }


def home_opened_event(team: Team, person: str, tab: str) -> Json:
    event: Json = {
        "type": "app_home_opened",
        "user": person,
        "channel": team.direct(person).id,
        "tab": tab,
        "event_ts": team.stamp(),
    }
    if tab == "home" and person in team.homes:
        event["view"] = view_json(team.homes[person])
    return event


def message_json(message: Message) -> Json:
    answer: Json = {
        "type": "message",
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "team": TEAM_ID,
    }
    if message.user == BOT_USER:
        answer |= {"bot_id": BOT_ID, "app_id": APP_ID}
    if message.blocks is not None:
        answer["blocks"] = message.blocks
    if message.files:
        answer["files"] = [file_json(file) for file in message.files]
    if message.edited:
        answer["edited"] = {"user": message.user, "ts": message.ts}
    if message.thread_ts:
        answer["thread_ts"] = message.thread_ts
    if message.metadata is not None:
        answer["metadata"] = message.metadata
    return answer


def file_json(file: StoredFile, base: str = "") -> Json:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "size": file.size,
        "alt_txt": file.alt_txt,
        "user": BOT_USER,
        "url_private": f"{base}/files/{file.id}",
        "permalink": f"{base}/files/{file.id}",
    }


def view_json(view: View, *, with_state: bool = True) -> Json:
    body = EMPTY_VIEW | view.body if view.body["type"] == "modal" else dict(view.body)
    return {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        **body,
        "id": view.id,
        "team_id": TEAM_ID,
        "state": {"values": view.state if with_state else {}},
        "hash": view.hash,
        "previous_view_id": view.previous,
        "root_view_id": view.root or view.id,
        "app_id": APP_ID,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }


def interaction(team: Team, kind: str, person: str) -> Json:
    """What every interactive payload begins with."""
    return {
        "type": kind,
        "team": {"id": TEAM_ID, "domain": team.domain},
        "user": user_brief(team, person),
        "api_app_id": APP_ID,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def user_brief(team: Team, person: str) -> Json:
    handle = handle_of(team.people[person].name)
    return {"id": person, "username": handle, "name": handle, "team_id": TEAM_ID}


def handle_of(name: str) -> str:
    return name.lower().replace(" ", ".")


def submission(team: Team, view: View, trigger_id: str) -> Json:
    return {
        **interaction(team, "view_submission", view.user),
        "trigger_id": trigger_id,
        "view": view_json(view),
        "response_urls": [],
    }


def closing(team: Team, view: View, *, is_cleared: bool) -> Json:
    return {
        **interaction(team, "view_closed", view.user),
        "view": view_json(view),
        "is_cleared": is_cleared,
    }


def press_in_view(team: Team, view: View, field: Field, entry: Json) -> Json:
    return {
        **interaction(team, "block_actions", view.user),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": team.tickets.new_trigger(view.user, view.id),
        "view": view_json(view),
        "actions": [_action(team, field, entry)],
    }


def press_in_message(
    team: Team,
    person: str,
    posted: Posted,
    field: Field,
    entry: Json,
    *,
    state: Json,
    response_url: str,
) -> Json:
    channel, message = posted.channel, posted.message
    return {
        **interaction(team, "block_actions", person),
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.ephemeral_to is not None,
        },
        "trigger_id": team.tickets.new_trigger(person),
        "channel": channel_brief(channel),
        "message": message_json(message),
        "state": {"values": state},
        "response_url": response_url,
        "actions": [_action(team, field, entry)],
    }


def channel_brief(channel: Channel) -> Json:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


def command_payload(
    team: Team, person: str, channel: Channel, command: str, *, text: str, response_url: str
) -> Json:
    return {
        "token": VERIFICATION,
        "team_id": TEAM_ID,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel_brief(channel)["name"],
        "user_id": person,
        "user_name": handle_of(team.people[person].name),
        "command": command,
        "text": escape(text),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": team.tickets.new_trigger(person),
    }


def shortcut_payload(team: Team, person: str, callback_id: str) -> Json:
    return {
        **interaction(team, "shortcut", person),
        "callback_id": callback_id,
        "action_ts": team.stamp(),
        "trigger_id": team.tickets.new_trigger(person),
    }


def message_shortcut_payload(
    team: Team, person: str, callback_id: str, posted: Posted, response_url: str
) -> Json:
    channel, message = posted.channel, posted.message
    return {
        **interaction(team, "message_action", person),
        "callback_id": callback_id,
        "action_ts": team.stamp(),
        "trigger_id": team.tickets.new_trigger(person),
        "channel": channel_brief(channel),
        "message_ts": message.ts,
        "message": message_json(message),
        "response_url": response_url,
    }


def _action(team: Team, field: Field, entry: Json) -> Json:
    element = field.element
    action: dict[str, Any] = {
        "type": element["type"],
        "action_id": field.action_id,
        "block_id": field.block_id,
        "action_ts": team.stamp(),
    }
    if element["type"] == "button":
        action["text"] = element["text"]
        action |= {key: element[key] for key in ("value", "style") if key in element}
    return action | {key: value for key, value in entry.items() if key != "type"}
