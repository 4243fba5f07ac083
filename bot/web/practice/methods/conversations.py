"""conversations.*: channels, and direct conversations."""

from bot.web.practice.methods.arguments import names, page, truth, words
from bot.web.practice.refusals import Refused
from bot.web.practice.team import Team
from bot.web.practice.values import BOT_USER, TEAM_ID, Channel, Json

MOST_PEOPLE = 8
OPENING_SCOPES = ("im:write", "mpim:write")


def open_(team: Team, arguments: Json) -> Json:
    if "channel" in arguments:
        channel = _readable(team, words(arguments["channel"]))
    else:
        channel = _with_people(team, names(arguments.get("users")))
    if truth(arguments.get("return_im")):
        return {"channel": channel_json(channel)}
    return {"channel": {"id": channel.id}}


def info(team: Team, arguments: Json) -> Json:
    channel = _readable(team, words(arguments["channel"]))
    team.manifest.require(_reading_scope(channel))
    answer = channel_json(channel)
    if truth(arguments.get("include_num_members")):
        answer["num_members"] = len(channel.members)
    return {"channel": answer}


def list_(team: Team, arguments: Json) -> Json:
    kinds = names(arguments.get("types")) or ["public_channel"]
    if unknown := set(kinds) - set(KINDS):
        raise Refused("invalid_types", [f"[ERROR] {kind}" for kind in sorted(unknown)])
    for kind in kinds:
        team.manifest.require(KINDS[kind])
    found = [
        channel_json(channel)
        for channel in team.channels.values()
        if _kind(channel) in kinds
        and (channel.has_app or not channel.is_private)
        and not (channel.is_archived and truth(arguments.get("exclude_archived")))
    ]
    return page("channels", found, arguments)


def members(team: Team, arguments: Json) -> Json:
    channel = _readable(team, words(arguments["channel"]))
    team.manifest.require(_reading_scope(channel))
    return page("members", channel.members, arguments)


def channel_json(channel: Channel) -> Json:
    kind = _kind(channel)
    answer: Json = {
        "id": channel.id,
        "is_channel": kind == "public_channel",
        "is_group": kind == "private_channel",
        "is_im": kind == "im",
        "is_mpim": kind == "mpim",
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": channel.has_app,
        "context_team_id": TEAM_ID,
    }
    if kind == "im":
        return answer | {"user": channel.other_member(BOT_USER)}
    topic = {"value": channel.topic, "creator": "", "last_set": 0}
    return answer | {"name": channel.name, "name_normalized": channel.name, "topic": topic}


KINDS = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def _kind(channel: Channel) -> str:
    if channel.kind != "channel":
        return channel.kind
    return "private_channel" if channel.is_private else "public_channel"


def _reading_scope(channel: Channel) -> str:
    return KINDS[_kind(channel)]


def _readable(team: Team, channel_id: str) -> Channel:
    channel = team.channels.get(channel_id)
    if channel is None or (channel.is_private and not channel.has_app):
        raise Refused("channel_not_found")
    return channel


def _with_people(team: Team, people: list[str]) -> Channel:
    if not people:
        raise Refused("users_list_not_supplied")
    if len(people) > MOST_PEOPLE:
        raise Refused("too_many_users")
    team.manifest.require("im:write" if len(people) == 1 else "mpim:write")
    if any(person not in team.people for person in people):
        raise Refused("user_not_found")
    if BOT_USER in people:
        raise Refused("cannot_dm_bot")
    if any(team.people[person].is_deleted for person in people):
        raise Refused("user_disabled")
    return team.conversation([*people, BOT_USER])
