"""What the page is told and may do. What it looks like is tested in a browser."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.web.practice import Workspace
from tests.practice.small_app import (
    ANNA,
    BEN,
    NO,
    TEAM,
    YES,
    a_button,
    a_client,
    a_modal,
    a_section,
    a_workspace,
    an_app,
    an_input,
    by_socket,
)


class Tab:
    """A browser's tab, as far as the server can tell."""

    def __init__(self, slack: Workspace, session: aiohttp.ClientSession, person: str) -> None:
        self._slack = slack
        self._session = session
        self._person = person

    async def act(self, **act: Any) -> dict[str, Any]:
        url, headers = f"{self._slack.url}/practice/act", {"Origin": self._slack.url}
        act = {"as": self._person, **act}
        async with self._session.post(url, json=act, headers=headers) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    @asynccontextmanager
    async def live(self) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        url = f"{self._slack.url}/practice/live?as={self._person}"
        async with self._session.ws_connect(url, headers={"Origin": self._slack.url}) as socket:
            yield socket

    async def see(self) -> dict[str, Any]:
        async with self.live() as socket:
            return dict(await socket.receive_json(timeout=2))


@asynccontextmanager
async def a_tab(slack: Workspace, person: str = ANNA) -> AsyncIterator[Tab]:
    async with aiohttp.ClientSession() as session:
        yield Tab(slack, session, person)


def channel_of(snapshot: dict[str, Any], channel_id: str) -> dict[str, Any]:
    return next(one for one in snapshot["channels"] if one["id"] == channel_id)


async def test_the_first_snapshot_has_all_a_person_sees() -> None:
    async with a_workspace().running() as slack, a_tab(slack) as tab:
        await a_client(slack).chat_postMessage(channel=ANNA, text="Hello")
        snapshot = await tab.see()

    assert set(snapshot) == {
        *("type", "team", "app", "me", "people", "channels", "home", "views", "commands"),
        *("shortcuts", "unkindness", "connected", "notice"),
    }
    assert snapshot["me"]["role"] == "Practitioner"
    assert snapshot["commands"] == [
        {"command": "/ask", "description": "Ask", "usage_hint": "[what]"}
    ]
    assert snapshot["connected"] is False
    direct = next(one for one in snapshot["channels"] if one["kind"] == "im")
    assert (direct["name"], direct["unread"]) == ("small-app", 1)
    assert direct["messages"][0]["text"] == "Hello"


async def test_a_change_is_shown_at_once_and_only_to_those_it_concerns() -> None:
    async with (
        a_workspace().running() as slack,
        a_tab(slack, ANNA) as tab,
        a_tab(slack, BEN) as other,
        tab.live() as anna,
        other.live() as ben,
    ):
        await anna.receive_json(timeout=2)
        await ben.receive_json(timeout=2)
        await a_client(slack).chat_postMessage(channel=ANNA, text="For Anna")
        seen = await anna.receive_json(timeout=2)
        with pytest.raises(asyncio.TimeoutError):
            await ben.receive_json(timeout=0.3)

    assert "For Anna" in json.dumps(seen)


async def test_reading_a_channel_marks_it_read() -> None:
    async with a_workspace().running() as slack, a_tab(slack) as tab:
        await a_client(slack).chat_postMessage(channel=TEAM.id, text="News")
        before = channel_of(await tab.see(), TEAM.id)["unread"]
        await tab.act(act="read", channel=TEAM.id)
        after = channel_of(await tab.see(), TEAM.id)["unread"]

    assert (before, after) == (1, 0)


async def test_a_form_is_opened_filled_in_and_sent_from_the_page() -> None:
    async with a_workspace().running() as slack, a_tab(slack) as tab:
        app = an_app(slack)
        taken: list[dict[str, Any]] = []

        @app.action("go")
        async def open_form(args: AsyncArgs) -> None:
            radio = {"type": "radio_buttons", "options": [YES, NO]}
            view = a_modal(an_input("agree", **radio), private_metadata="hidden")
            await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
            await args.ack()

        @app.view("survey")
        async def take(args: AsyncArgs) -> None:
            taken.append(args.body["view"]["state"]["values"])
            await args.ack()

        async with by_socket(slack, app):
            blocks = [{"type": "actions", "block_id": "b", "elements": [a_button()]}]
            posted = await a_client(slack).chat_postMessage(channel=ANNA, text="x", blocks=blocks)
            place = {"message": {"channel": posted["channel"], "ts": posted["ts"]}}
            press = {"act": "press", "from": place, "block_id": "b", "action_id": "go"}
            pressed = await tab.act(**press)
            view = (await tab.see())["views"][-1]
            empty = await tab.act(act="submit", view=view["id"], state={})
            forged = {"selected_option": {"value": "other", "text": YES["text"]}}
            invented = await tab.act(
                act="submit", view=view["id"], state={"agree": {"answer": forged}}
            )
            chosen = {"selected_option": {"value": "no"}}
            sent = await tab.act(act="submit", view=view["id"], state={"agree": {"answer": chosen}})
            gone = await tab.act(act="submit", view=view["id"], state={})

    assert pressed == sent == {"ok": True}
    assert set(empty["errors"]) == set(invented["errors"]) == {"agree"}
    assert "private_metadata" not in view
    assert taken == [{"agree": {"answer": {"type": "radio_buttons", "selected_option": NO}}}]
    assert gone["ok"] is False


async def test_the_home_is_pressed_and_says_what_was_chosen() -> None:
    async with a_workspace().running() as slack, a_tab(slack) as tab:
        app = an_app(slack)
        chosen: list[Any] = []

        @app.action("more")
        async def choose(args: AsyncArgs) -> None:
            chosen.append(args.body["actions"][0]["selected_option"]["value"])
            await args.ack()

        async with by_socket(slack, app):
            menu = {"type": "overflow", "action_id": "more", "options": [YES, NO]}
            home = {"type": "home", "blocks": [a_section(block_id="b", accessory=menu)]}
            await a_client(slack).views_publish(user_id=ANNA, view=home)
            press = {"act": "press", "from": "home", "block_id": "b", "action_id": "more"}
            right = await tab.act(**press, selected={"selected_option": {"value": "no"}})
            wrong = await tab.act(**press, selected={"selected_option": "no"})

    assert chosen == ["no"]
    assert (right["ok"], wrong["ok"]) == (True, False)


async def test_trouble_is_told_in_the_answer_and_shown_as_a_notice() -> None:
    async with a_workspace().running() as slack, a_tab(slack) as tab:
        answer = await tab.act(act="command", channel=TEAM.id, text="/ask x")
        snapshot = await tab.see()

    assert answer["trouble"] == snapshot["notice"] == '/ask failed with the error "dispatch_failed"'


async def test_the_switches_can_be_set_from_the_page() -> None:
    async with a_workspace().running() as slack, a_tab(slack) as tab:
        unkindness = {"slow_seconds": 99, "duplicate": True, "retry_events": "yes", "unknown": 1}
        await tab.act(act="be_unkind", unkindness=unkindness)
        snapshot = await tab.see()
        slack.unkindness.slow_seconds = 0

    assert snapshot["unkindness"]["slow_seconds"] == 30
    assert snapshot["unkindness"]["duplicate"] is True
    assert snapshot["unkindness"]["retry_events"] is False


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ('{"as": "UANNA"}', 400),
        ('{"as": "UANNA", "act": "fly"}', 400),
        ('{"as": "UANNA", "act": "say", "channel": "CTEAM"}', 400),
        ('{"as": "UANNA", "act": "press", "from": 5, "block_id": "b", "action_id": "a"}', 400),
        ('{"as": "UNONE", "act": "open_home"}', 404),
        ('{"as": "UPRACTICEBOT", "act": "open_home"}', 404),
    ],
)
async def test_what_is_no_act_is_refused(body: str, status: int) -> None:
    async with a_workspace().running() as slack, aiohttp.ClientSession() as session:
        headers = {"Content-Type": "application/json"}
        url = f"{slack.url}/practice/act"
        async with session.post(url, data=body, headers=headers) as response:
            assert response.status == status


@pytest.mark.parametrize(
    "act",
    [
        {"act": "say", "channel": "CNONE", "text": "x"},
        {"act": "say", "channel": "CSECRET", "text": "x"},
        {"act": "close", "view": "VNONE"},
        {"act": "press", "from": "home", "block_id": "b", "action_id": "a"},
        {"act": "shortcut", "callback_id": "code", "message": {"channel": "CTEAM", "ts": "1"}},
        {"act": "shortcut", "callback_id": "none"},
    ],
)
async def test_what_is_not_there_cannot_be_used(act: dict[str, Any]) -> None:
    async with a_workspace().running() as slack, a_tab(slack) as tab:
        answer = await tab.act(**act)

    assert answer["ok"] is False
    assert answer["trouble"]


async def test_one_person_cannot_use_the_form_of_another() -> None:
    async with a_workspace().running() as slack, a_tab(slack, BEN) as tab:
        view = slack.team.new_view(ANNA, a_modal())
        slack.team.push(view)
        answer = await tab.act(act="close", view=view.id)

    assert answer["ok"] is False
    assert slack.as_person(ANNA).views == [view]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.test"},
        {"Host": "evil.test:80"},
        {"Host": "127.0.0.1.evil.test"},
        {"Host": "["},
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/practice/act", "/practice/live?as=UANNA", "/api/api.test"])
async def test_another_site_gets_nothing(headers: dict[str, str], path: str) -> None:
    async with a_workspace().running() as slack, aiohttp.ClientSession() as session:
        method = "POST" if path == "/practice/act" else "GET"
        async with session.request(method, slack.url + path, headers=headers, json={}) as response:
            assert response.status in (400, 403)


async def test_a_form_of_another_site_cannot_act() -> None:
    async with a_workspace().running() as slack, aiohttp.ClientSession() as session:
        body = '{"as": "UANNA", "act": "open_home"}'
        headers = {"Content-Type": "text/plain"}
        url = f"{slack.url}/practice/act"
        async with session.post(url, data=body, headers=headers) as response:
            assert response.status == 415


async def test_the_page_may_load_nothing_from_elsewhere() -> None:
    async with (
        a_workspace().running() as slack,
        aiohttp.ClientSession() as session,
        session.get(slack.url + "/") as response,
    ):
        policy = response.headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


async def test_nobodys_words_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with a_workspace(ack_seconds=0.1).running() as slack, a_tab(slack) as tab:
        await tab.act(act="say", channel=TEAM.id, text="unrepeatable words")
        await tab.act(act="command", channel=TEAM.id, text="/ask unrepeatable words")

    assert "unrepeatable" not in caplog.text
