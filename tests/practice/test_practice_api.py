"""The Web API answers as Slack's does, and refuses with Slack's words."""

import json
from typing import Any

import aiohttp
import pytest

from bot.web.practice import BOT_USER, Channel, Workspace
from tests.practice.small_app import (
    ANNA,
    BEN,
    LEADS,
    TEAM,
    WITHOUT_APP,
    a_client,
    a_manifest,
    a_section,
    a_workspace,
)


async def answer_to(slack: Workspace, method: str, token: str = "", **arguments: Any) -> Any:
    headers = {"Authorization": f"Bearer {token or slack.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.api_url + method, json=arguments, headers=headers) as response,
    ):
        assert response.status == 200
        return await response.json()


async def error_of(slack: Workspace, method: str, token: str = "", **arguments: Any) -> str:
    answer = await answer_to(slack, method, token, **arguments)
    assert not answer["ok"]
    return str(answer["error"])


async def test_the_app_learns_who_it_is() -> None:
    async with a_workspace().running() as slack:
        answer = await a_client(slack).auth_test()

    assert answer["user_id"] == BOT_USER
    assert answer["bot_id"]
    assert answer["team_id"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("xoxb-other", "invalid_auth"), ("app", "not_allowed_token_type"), ("none", "not_authed")],
)
async def test_a_call_needs_the_bots_token(token: str, error: str) -> None:
    async with a_workspace().running() as slack, aiohttp.ClientSession() as session:
        token = {"app": slack.app_token, "none": ""}.get(token, token)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with session.post(slack.api_url + "auth.test", headers=headers) as response:
            answer = await response.json()

    assert answer == {"ok": False, "error": error}


async def test_only_the_app_token_opens_a_connection() -> None:
    async with a_workspace().running() as slack:
        opened = await answer_to(slack, "apps.connections.open", slack.app_token)
        refused = await error_of(slack, "apps.connections.open")

    assert opened["url"].startswith("ws://127.0.0.1:")
    assert refused == "not_allowed_token_type"


async def test_a_method_slack_does_not_have_is_unknown() -> None:
    async with a_workspace().running() as slack:
        assert await error_of(slack, "chat.shout") == "unknown_method"


@pytest.mark.parametrize(
    ("scope", "method", "arguments"),
    [
        ("chat:write", "chat.postMessage", {"channel": TEAM.id, "text": "x"}),
        ("im:write", "conversations.open", {"users": ANNA}),
        ("users:read", "users.info", {"user": ANNA}),
        ("channels:read", "conversations.members", {"channel": TEAM.id}),
        ("usergroups:read", "usergroups.list", {}),
        ("files:write", "files.getUploadURLExternal", {"filename": "a.txt", "length": 1}),
        ("files:read", "files.info", {"file": "F1"}),
    ],
)
async def test_without_the_scope_a_method_says_which_is_missing(
    scope: str, method: str, arguments: dict[str, Any]
) -> None:
    async with a_workspace(manifest=a_manifest(scope=scope)).running() as slack:
        answer = await answer_to(slack, method, **arguments)

    assert answer["error"] == "missing_scope"
    assert scope in answer["needed"]
    assert scope not in answer["provided"].split(",")


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "CNONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": WITHOUT_APP.id, "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "CSECRET", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "COLD", "text": "x"}, "is_archived"),
        ("chat.postMessage", {"channel": TEAM.id}, "no_text"),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": TEAM.id, "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": TEAM.id, "blocks": "{"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": TEAM.id, "blocks": [{"type": "x"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": 5, "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": TEAM.id, "text": {}}, "no_text"),
        (
            "chat.postMessage",
            {"channel": TEAM.id, "blocks": [a_section("x" * 2990)] * 5},
            "msg_blocks_too_long",
        ),
        (
            "chat.postMessage",
            {"channel": TEAM.id, "text": "x", "metadata": {"event_type": "t"}},
            "invalid_metadata_format",
        ),
        (
            "chat.postMessage",
            {"channel": TEAM.id, "text": "x", "markdown_text": "y"},
            "markdown_text_conflict",
        ),
        (
            "chat.postEphemeral",
            {"channel": TEAM.id, "user": "UNONE", "text": "x"},
            "user_not_in_channel",
        ),
        ("chat.update", {"channel": TEAM.id, "ts": "1.1", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": TEAM.id, "ts": "1.1"}, "message_not_found"),
        ("conversations.open", {"users": "UNONE"}, "user_not_found"),
        ("conversations.open", {"users": BOT_USER}, "cannot_dm_bot"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": ",".join(["UANNA"] * 9)}, "too_many_users"),
        ("conversations.info", {"channel": "CNONE"}, "channel_not_found"),
        ("conversations.list", {"types": "rooms"}, "invalid_types"),
        ("conversations.members", {"channel": TEAM.id, "cursor": "?"}, "invalid_cursor"),
        ("users.info", {"user": "UNONE"}, "user_not_found"),
        ("users.list", {"limit": [1]}, "invalid_cursor"),
        ("usergroups.users.list", {"usergroup": "SNONE"}, "no_such_subteam"),
        ("files.info", {"file": "FNONE"}, "file_not_found"),
        ("files.completeUploadExternal", {"files": [{"id": "FNONE"}]}, "file_not_found"),
        ("files.completeUploadExternal", {"files": "no"}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.2.3"}, "invalid_arguments"),
        ("views.publish", {"user_id": [], "view": {}}, "invalid_arguments"),
        ("api.test", {"error": "as_asked"}, "as_asked"),
    ],
)
async def test_what_slack_would_refuse_is_refused_by_its_name(
    method: str, arguments: dict[str, Any], error: str
) -> None:
    secret = Channel("CSECRET", "secret", [ANNA], is_private=True, with_app=False)
    old = Channel("COLD", "old", [ANNA], is_archived=True)
    channels = [TEAM, WITHOUT_APP, secret, old]
    async with a_workspace(channels=channels).running() as slack:
        assert await error_of(slack, method, **arguments) == error


async def test_refused_blocks_come_with_a_pointer_to_each_mistake() -> None:
    blocks = [a_section("x" * 3001), {"type": "divider", "colour": "red"}]
    async with a_workspace().running() as slack:
        answer = await answer_to(slack, "chat.postMessage", channel=TEAM.id, blocks=blocks)

    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] invalid additional property: colour [json-pointer:/blocks/1]",
    ]
    assert answer["errors"][1] == "invalid additional property: colour [json-pointer:/blocks/1]"


async def test_json_that_is_none_is_refused_and_nothing_breaks() -> None:
    async with a_workspace().running() as slack, aiohttp.ClientSession() as session:
        headers = {
            "Authorization": f"Bearer {slack.bot_token}",
            "Content-Type": "application/json",
        }
        errors = []
        for body in ("{", "[]", "[" * 100_000):
            url = slack.api_url + "chat.postMessage"
            async with session.post(url, data=body, headers=headers) as response:
                errors.append((await response.json())["error"])

    assert errors == ["invalid_json", "json_not_object", "invalid_json"]


async def test_a_form_does_as_well_as_json() -> None:
    async with a_workspace().running() as slack, aiohttp.ClientSession() as session:
        form = {"token": slack.bot_token, "channel": "#front-door"}
        form |= {"blocks": json.dumps([a_section("In a form")])}
        async with session.post(slack.api_url + "chat.postMessage", data=form) as response:
            answer = await response.json()
        seen = slack.as_person(BEN).messages("front-door")[-1].words

    assert answer["channel"] == TEAM.id
    assert seen == "In a form"


async def test_a_message_is_posted_changed_and_deleted() -> None:
    async with a_workspace().running() as slack:
        client, anna = a_client(slack), slack.as_person(ANNA)
        posted = await client.chat_postMessage(channel=ANNA, text="First")
        place = {"channel": posted["channel"], "ts": posted["ts"]}
        await client.chat_update(**place, text="Second")
        changed = anna.direct_messages[-1]
        await client.chat_delete(**place)

    assert (changed.text, changed.edited) == ("Second", True)
    assert anna.direct_messages == []


async def test_changing_only_the_text_leaves_the_blocks() -> None:
    async with a_workspace().running() as slack:
        client = a_client(slack)
        posted = await client.chat_postMessage(channel=TEAM.id, text="a", blocks=[a_section("b")])
        kept = await client.chat_update(channel=TEAM.id, ts=posted["ts"] or "", text="c")
        gone = await client.chat_update(channel=TEAM.id, ts=posted["ts"] or "", text="c", blocks=[])

    assert kept["message"]["blocks"][0]["text"]["text"] == "b"
    assert "blocks" not in gone["message"]


async def test_what_a_person_wrote_the_app_cannot_change() -> None:
    async with a_workspace().running() as slack:
        anna = slack.as_person(ANNA)
        await anna.say("Mine", "front-door")
        place = {"channel": TEAM.id, "ts": anna.messages("front-door")[-1].ts}

        assert await error_of(slack, "chat.update", text="x", **place) == "cant_update_message"
        assert await error_of(slack, "chat.delete", **place) == "cant_delete_message"


async def test_an_ephemeral_message_is_seen_by_one_person() -> None:
    async with a_workspace().running() as slack:
        await a_client(slack).chat_postEphemeral(channel=TEAM.id, user=ANNA, text="You alone")

        assert [one.text for one in slack.as_person(ANNA).messages("front-door")] == ["You alone"]
        assert slack.as_person(BEN).messages("front-door") == []


async def test_without_the_messages_tab_the_app_cannot_write_to_a_person() -> None:
    manifest = a_manifest()
    manifest["features"]["app_home"]["messages_tab_enabled"] = False
    async with a_workspace(manifest=manifest).running() as slack:
        error = await error_of(slack, "chat.postMessage", channel=ANNA, text="x")
        said = await slack.as_person(ANNA).say("Hello?")

    assert error == "messages_tab_disabled"
    assert said.trouble == "Sending messages to this app has been turned off."


async def test_lists_come_in_pages() -> None:
    async with a_workspace().running() as slack:
        first = await answer_to(slack, "users.list", limit=2)
        cursor = first["response_metadata"]["next_cursor"]
        second = await answer_to(slack, "users.list", limit=2, cursor=cursor)

    assert [one["id"] for one in first["members"]] == [ANNA, BEN]
    assert [one["id"] for one in second["members"]] == [BOT_USER]
    assert second["response_metadata"]["next_cursor"] == ""


async def test_people_channels_and_groups_are_as_the_workspace_was_made() -> None:
    async with a_workspace().running() as slack:
        client = a_client(slack)
        anna = (await client.users_info(user=ANNA))["user"]
        members = (await client.conversations_members(channel=TEAM.id))["members"]
        groups = (await client.usergroups_list(include_users=True))["usergroups"]
        leads = (await client.usergroups_users_list(usergroup=LEADS.id))["users"]
        channels = (await client.conversations_list())["channels"]
        channel = (await client.conversations_info(channel=TEAM.id))["channel"]
        opened = (await client.conversations_open(users=[BEN]))["channel"]
        again = (await client.conversations_open(users=BEN))["channel"]

    assert anna["profile"]["title"] == "Social worker"
    assert "email" not in anna["profile"]
    assert members == [ANNA, BEN, BOT_USER]
    assert groups[0]["users"] == leads == [BEN]
    assert {one["name"]: one["is_member"] for one in channels} == {
        "front-door": True,
        "canteen": False,
    }
    assert channel["topic"]["value"] == "Front door"
    assert opened == again


async def test_one_message_a_second_and_channel_when_slacks_pace_is_kept() -> None:
    async with a_workspace(seconds_between_messages=60).running() as slack:
        await answer_to(slack, "chat.postMessage", channel=TEAM.id, text="1")
        await answer_to(slack, "chat.postMessage", channel=ANNA, text="1")
        headers = {"Authorization": f"Bearer {slack.bot_token}"}
        url, message = slack.api_url + "chat.postMessage", {"channel": TEAM.id, "text": "2"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, json=message, headers=headers) as response,
        ):
            status, wait = response.status, response.headers["Retry-After"]

    assert (status, wait) == (429, "60")


async def test_every_call_can_be_looked_at_afterwards() -> None:
    async with a_workspace().running() as slack:
        await answer_to(slack, "chat.postMessage", channel=TEAM.id, text="Seen")

        call = slack.calls_of("chat.postMessage")[0]

    assert call.arguments == {"channel": TEAM.id, "text": "Seen"}
    assert call.answer["ok"]
