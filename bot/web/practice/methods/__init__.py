"""The Web API's methods: which there are, which scope each needs, what it must be given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.web.practice.methods import chat, conversations, files, people, views
from bot.web.practice.refusals import Refused
from bot.web.practice.team import Team
from bot.web.practice.values import Json


@dataclass(frozen=True)
class Method:
    """One of *scopes* is enough; none means that no scope is needed."""

    answer: Callable[[Team, Json], Json]
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


def _echo(_team: Team, arguments: Json) -> Json:
    if arguments.get("error"):
        raise Refused(str(arguments["error"]))
    return {"args": arguments}


METHODS: Mapping[str, Method] = {
    "api.test": Method(_echo),
    "auth.test": Method(people.auth_test),
    "bots.info": Method(people.bots_info, ("users:read",)),
    "chat.postMessage": Method(chat.post_message, ("chat:write",), ("channel",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",), ("channel", "user")),
    "chat.update": Method(chat.update, ("chat:write",), ("channel", "ts")),
    "chat.delete": Method(chat.delete, ("chat:write",), ("channel", "ts")),
    "chat.getPermalink": Method(chat.get_permalink, (), ("channel", "message_ts")),
    "conversations.open": Method(conversations.open_, conversations.OPENING_SCOPES),
    "conversations.info": Method(
        conversations.info, tuple(conversations.KINDS.values()), ("channel",)
    ),
    "conversations.list": Method(conversations.list_, tuple(conversations.KINDS.values())),
    "conversations.members": Method(
        conversations.members, tuple(conversations.KINDS.values()), ("channel",)
    ),
    "files.getUploadURLExternal": Method(
        files.get_upload_url, ("files:write",), ("filename", "length")
    ),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",), ("files",)),
    "files.info": Method(files.info, ("files:read",), ("file",)),
    "users.info": Method(people.info, ("users:read",), ("user",)),
    "users.list": Method(people.list_, ("users:read",)),
    "users.lookupByEmail": Method(people.lookup_by_email, ("users:read.email",), ("email",)),
    "usergroups.list": Method(people.usergroups, ("usergroups:read",)),
    "usergroups.users.list": Method(people.usergroup_members, ("usergroups:read",), ("usergroup",)),
    "views.open": Method(views.open_, (), ("trigger_id", "view")),
    "views.push": Method(views.push, (), ("trigger_id", "view")),
    "views.update": Method(views.update, (), ("view",)),
    "views.publish": Method(views.publish, (), ("user_id", "view")),
}


def answer_to(team: Team, name: str, arguments: Json) -> Json:
    """Slack's answer to a call of method *name*; raises Refused with Slack's reason."""
    method = METHODS.get(name)
    if method is None:
        raise Refused("unknown_method")
    team.manifest.require(*method.scopes)
    missing = [key for key in method.required if arguments.get(key) in (None, "")]
    if missing:
        messages = [f"[ERROR] missing required field: {key}" for key in missing]
        raise Refused("invalid_arguments", messages)
    return {"ok": True, **method.answer(team, arguments)}
