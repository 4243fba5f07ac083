"""views.*: modals and Homes."""

from bot.web.practice.blocks import is_too_large, problems_of_view
from bot.web.practice.methods.arguments import words
from bot.web.practice.methods.chat import missing_files
from bot.web.practice.modals import HIGHEST_STACK
from bot.web.practice.payloads import view_json
from bot.web.practice.refusals import Refused
from bot.web.practice.team import Team
from bot.web.practice.values import BOT_USER, Json, View


def open_(team: Team, arguments: Json) -> Json:
    content = _content(team, arguments, "modal")
    trigger = team.tickets.use_trigger(arguments["trigger_id"])
    _check_room(team, trigger.user)
    return _push(team, trigger.user, content)


def push(team: Team, arguments: Json) -> Json:
    content = _content(team, arguments, "modal")
    trigger = team.tickets.use_trigger(arguments["trigger_id"])
    if not team.stack(trigger.user) or trigger.view is None:
        raise Refused("not_found")
    _check_room(team, trigger.user)
    return _push(team, trigger.user, content)


def update(team: Team, arguments: Json) -> Json:
    view = _wanted(team, arguments)
    content = _content(team, arguments, view.body["type"], itself=view)
    _check_hash(view, arguments)
    return {"view": view_json(team.refresh(view, content))}


def publish(team: Team, arguments: Json) -> Json:
    if not team.manifest.has_home:
        raise Refused("not_enabled")
    person = words(arguments["user_id"])
    if person not in team.people or person == BOT_USER:
        raise Refused("invalid_arguments", ["[ERROR] user_id is invalid [json-pointer:/user_id]"])
    shown = team.homes.get(person)
    content = _content(team, arguments, "home", itself=shown)
    if shown is not None:
        _check_hash(shown, arguments)
        team.refresh(shown, content)
    else:
        if arguments.get("hash"):
            raise Refused("hash_conflict")
        shown = team.homes[person] = team.new_view(person, content)
    team.bell.ring()
    return {"view": view_json(shown)}


def _push(team: Team, person: str, content: Json) -> Json:
    view = team.new_view(person, content)
    team.push(view)
    return {"view": view_json(view)}


def _check_room(team: Team, person: str) -> None:
    if len(team.stack(person)) >= HIGHEST_STACK:
        raise Refused("push_limit_reached")


def _wanted(team: Team, arguments: Json) -> View:
    if "view_id" not in arguments and "external_id" not in arguments:
        raise Refused("invalid_arguments", ["[ERROR] missing required field: view_id"])
    if "view_id" in arguments:
        view = team.open_view(arguments["view_id"])
    else:
        view = team.view_of_external_id(arguments["external_id"])
    if view is None:
        raise Refused("not_found")
    return view


def _content(team: Team, arguments: Json, kind: str, itself: View | None = None) -> Json:
    content = arguments["view"]
    if is_too_large(content):
        raise Refused("view_too_large")
    problems = [str(problem) for problem in problems_of_view(content, kind)]
    if problems or (problems := missing_files(team, content, "/view")):
        raise Refused("invalid_arguments", problems)
    same = team.view_of_external_id(content.get("external_id"))
    if same is not None and same is not itself:
        raise Refused("duplicate_external_id")
    return dict(content)


def _check_hash(view: View, arguments: Json) -> None:
    if arguments.get("hash") and arguments["hash"] != view.hash:
        raise Refused("hash_conflict")
