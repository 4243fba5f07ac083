"""users.*, usergroups.* and who the app itself is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.web.practice.methods.arguments import page, truth, words
from bot.web.practice.payloads import handle_of
from bot.web.practice.refusals import Refused
from bot.web.practice.team import Team
from bot.web.practice.values import APP_ID, BOT_ID, BOT_USER, TEAM_ID, Group, Json, Person


def auth_test(team: Team, _arguments: Json) -> Json:
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": handle_of(team.manifest.bot_name),
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def bots_info(team: Team, arguments: Json) -> Json:
    if arguments.get("bot") != BOT_ID:
        raise Refused("bot_not_found")
    bot = {"id": BOT_ID, "deleted": False, "name": team.manifest.bot_name, "app_id": APP_ID}
    return {"bot": bot | {"user_id": BOT_USER}}


def info(team: Team, arguments: Json) -> Json:
    person = team.people.get(words(arguments["user"]))
    if person is None:
        raise Refused("user_not_found")
    return {"user": _user(team, person)}


def list_(team: Team, arguments: Json) -> Json:
    return page("members", [_user(team, person) for person in team.people.values()], arguments)


def lookup_by_email(team: Team, arguments: Json) -> Json:
    for person in team.people.values():
        if person.email and person.email == arguments["email"]:
            return {"user": _user(team, person)}
    raise Refused("users_not_found")


def usergroups(team: Team, arguments: Json) -> Json:
    with_users = truth(arguments.get("include_users"))
    return {"usergroups": [_group(one, with_users=with_users) for one in team.groups.values()]}


def usergroup_members(team: Team, arguments: Json) -> Json:
    group = team.groups.get(words(arguments["usergroup"]))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.members)}


def _user(team: Team, person: Person) -> Json:
    offset = datetime.now(ZoneInfo(person.tz)).utcoffset()
    profile = {
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "title": person.title,
        "team": TEAM_ID,
    }
    if person.email and "users:read.email" in team.manifest.scopes:
        profile["email"] = person.email
    return {
        "id": person.id,
        "team_id": TEAM_ID,
        "name": handle_of(person.name),
        "real_name": person.name,
        "deleted": person.is_deleted,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }


def _group(group: Group, *, with_users: bool) -> Json:
    answer: Json = {
        "id": group.id,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "date_delete": 0,
        "user_count": len(group.members),
    }
    return answer | {"users": list(group.members)} if with_users else answer
