"""How things reach the app, and what happens on an unkind day."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.web.practice import Workspace
from tests.practice.small_app import (
    ANNA,
    BEN,
    TEAM,
    a_button,
    a_client,
    a_manifest,
    a_workspace,
    an_app,
    by_request,
    by_socket,
)


class Listener:
    """An app that remembers what reached it."""

    def __init__(self, slack: Workspace) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.retries: list[tuple[str, str]] = []
        self.answer: dict[str, Any] = {}
        self.app = an_app(slack)
        self._slack = slack
        self.app.event("message")(self._hear)
        self.app.event("app_home_opened")(self._hear)
        self.app.command("/ask")(self._hear)
        self.app.action("go")(self._hear)
        self.app.shortcut("code")(self._hear)

    async def _hear(self, args: AsyncArgs) -> None:
        headers = args.request.headers
        number = headers.get("x-slack-retry-num", ["0"])[0]
        self.retries.append((number, headers.get("x-slack-retry-reason", [""])[0]))
        self.bodies.append(args.body)
        await args.ack(**self.answer)
        self._slack.team.bell.ring()


@pytest.mark.parametrize("way", [by_socket, by_request])
async def test_what_a_person_types_reaches_the_app_escaped(way: Any) -> None:
    async with a_workspace().running() as slack:
        listener, anna = Listener(slack), slack.as_person(ANNA)
        async with way(slack, listener.app):
            await anna.say("<b> & co")
            await slack.until(lambda: listener.bodies)
            await anna.command("/ask a < b")

    assert listener.bodies[0]["event"]["text"] == "&lt;b&gt; &amp; co"
    assert listener.bodies[0]["event"]["channel_type"] == "im"
    assert listener.bodies[1]["text"] == "a &lt; b"


async def test_a_request_is_signed() -> None:
    verified: list[bool] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.text()
        verifier = SignatureVerifier(slack.signing_secret)
        verified.append(verifier.is_valid_request(body, dict(request.headers)))
        return web.Response()

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with a_workspace().running() as slack:
        slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        assert await slack.as_person(ANNA).command("/ask x")
        await slack.as_person(ANNA).open_home()
        await slack.until(lambda: len(verified) == 2)
    await runner.cleanup()

    assert verified == [True, True]


async def test_a_command_nobody_answers_fails_by_name() -> None:
    async with a_workspace(ack_seconds=0.1).running() as slack:
        anna = slack.as_person(ANNA)
        alone = await anna.command("/ask x")

        app = an_app(slack)
        app.command("/ask")(_never_acknowledge)
        async with by_socket(slack, app):
            late = await anna.command("/ask x")
        unknown = await anna.command("/nothing")

    assert alone.trouble == '/ask failed with the error "dispatch_failed"'
    assert late.trouble == '/ask failed with the error "operation_timeout"'
    assert unknown.trouble == "/nothing is not a valid command."


async def _never_acknowledge(args: AsyncArgs) -> None:
    """Forget to answer."""


async def test_a_press_nobody_answers_is_told_to_the_person() -> None:
    async with a_workspace(ack_seconds=0.1).running() as slack:
        anna = slack.as_person(ANNA)
        await post_button(slack)
        outcome = await anna.press("Go")

    assert not outcome
    assert anna.notice == outcome.trouble


async def post_button(slack: Workspace, channel: str = ANNA) -> None:
    blocks = [{"type": "actions", "block_id": "b", "elements": [a_button(value="v")]}]
    await a_client(slack).chat_postMessage(channel=channel, text="Press", blocks=blocks)


async def test_a_press_in_a_message_says_where_and_what() -> None:
    async with a_workspace().running() as slack:
        listener, ben = Listener(slack), slack.as_person(BEN)
        async with by_socket(slack, listener.app):
            await post_button(slack, TEAM.id)
            await ben.press("go")

    body = listener.bodies[-1]
    assert body["user"]["id"] == BEN
    assert body["channel"]["id"] == TEAM.id
    assert body["container"]["message_ts"] == body["message"]["ts"]
    assert body["actions"][0]["value"] == "v"


async def test_a_shortcut_on_a_message_carries_the_message() -> None:
    async with a_workspace().running() as slack:
        listener, anna = Listener(slack), slack.as_person(ANNA)
        async with by_socket(slack, listener.app):
            await anna.say("Read this", "front-door")
            assert await anna.shortcut("code", anna.messages("front-door")[-1])
            assert not await anna.shortcut("code")
            assert not await anna.shortcut("unheard")

    assert listener.bodies[-1]["message"]["text"] == "Read this"


async def test_what_the_manifest_does_not_name_does_not_happen() -> None:
    async with a_workspace(manifest=a_manifest(event="message.im")).running() as slack:
        listener, anna = Listener(slack), slack.as_person(ANNA)
        async with by_socket(slack, listener.app):
            await anna.say("Unheard")
            await anna.say("Unheard too", "front-door")
            await anna.open_home()
            await slack.until(lambda: listener.bodies)

    kinds = [delivery.payload["event"]["type"] for delivery in slack.deliveries]
    assert kinds == ["app_home_opened"]


async def test_an_event_without_its_scope_is_not_heard() -> None:
    async with a_workspace(manifest=a_manifest(scope="im:history")).running() as slack:
        await slack.as_person(ANNA).say("Unheard")

        assert slack.deliveries == []


@pytest.mark.parametrize("way", [by_socket, by_request])
async def test_everything_can_come_twice(way: Any) -> None:
    async with a_workspace().running() as slack:
        listener, anna = Listener(slack), slack.as_person(ANNA)
        async with way(slack, listener.app):
            await slack.be_unkind({"duplicate": True})
            await anna.say("Twice")
            await slack.until(lambda: len(listener.bodies) == 2)
            await anna.command("/ask x")
            await slack.until(lambda: len(listener.bodies) == 4)

    first, second = listener.bodies[:2]
    assert first["event_id"] == second["event_id"]


@pytest.mark.parametrize("way", [by_socket, by_request])
async def test_an_event_can_come_again_as_a_retry(way: Any) -> None:
    async with a_workspace().running() as slack:
        listener = Listener(slack)
        async with way(slack, listener.app):
            await slack.be_unkind({"retry_events": True})
            await slack.as_person(ANNA).say("Again")
            await slack.until(lambda: len(listener.bodies) == 2)

    assert listener.retries == [("0", ""), ("1", "http_timeout")]


async def test_an_event_nobody_took_is_sent_again_until_somebody_does() -> None:
    async with a_workspace(ack_seconds=0.1, retry_seconds=[0.1] * 50).running() as slack:
        await slack.as_person(ANNA).say("Anybody there?")
        await slack.until(lambda: len([one for one in slack.deliveries if one.failure]) == 2)
        slack.ack_seconds = 3
        listener = Listener(slack)
        async with by_socket(slack, listener.app):
            await slack.until(lambda: slack.deliveries[-1].is_answered)

    assert [one.attempt for one in slack.deliveries][:3] == [0, 1, 2]
    assert slack.deliveries[-1].is_answered


async def test_a_slow_line_uses_up_the_apps_time_but_the_payload_still_arrives() -> None:
    async with a_workspace(ack_seconds=0.05).running() as slack:
        listener, anna = Listener(slack), slack.as_person(ANNA)
        async with by_socket(slack, listener.app):
            await slack.be_unkind({"slow_seconds": 0.6})
            outcome = await anna.command("/ask x")
            assert listener.bodies == []
            await slack.until(lambda: listener.bodies)

    assert outcome.trouble == '/ask failed with the error "operation_timeout"'


async def test_a_call_refused_for_its_rate_succeeds_later() -> None:
    async with a_workspace().running() as slack:
        client = a_client(slack)
        slack.refuse_next(1, "chat.postMessage")
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=ANNA, text="x")
        slack.refuse_next(1, retry_after=0)
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler())
        await client.chat_postMessage(channel=ANNA, text="x")

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    assert [one.status for one in slack.calls_of("chat.postMessage")] == [429, 429, 200]


async def test_on_a_rate_limited_day_every_other_call_is_refused() -> None:
    async with a_workspace().running() as slack:
        await slack.be_unkind({"rate_limited": True})
        client = a_client(slack)
        await client.auth_test()
        for _ in range(4):
            await asyncio.gather(
                client.chat_postMessage(channel=ANNA, text="x"), return_exceptions=True
            )

    assert [one.status for one in slack.calls_of("chat.postMessage")] == [429, 200, 429, 200]


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "lost"])
async def test_the_app_comes_back_after_a_disconnect(reason: str) -> None:
    async with a_workspace().running() as slack:
        listener, anna = Listener(slack), slack.as_person(ANNA)
        async with by_socket(slack, listener.app, ping_interval=0.3):
            await slack.be_unkind({"disconnect": reason})
            await slack.until(lambda: slack.sockets.connections_ever == 2)
            await slack.until_connected()
            assert await anna.command("/ask x")

    assert len(listener.bodies) == 1


async def test_several_connections_share_the_payloads() -> None:
    async with a_workspace().running() as slack:
        one, two, anna = Listener(slack), Listener(slack), slack.as_person(ANNA)
        async with by_socket(slack, one.app), by_socket(slack, two.app):
            for _ in range(4):
                await anna.command("/ask x")

    assert (len(one.bodies), len(two.bodies)) == (2, 2)


async def test_a_socket_needs_a_fresh_ticket_and_at_most_ten_are_open() -> None:
    async with a_workspace().running() as slack, aiohttp.ClientSession() as session:
        client = a_client(slack, slack.app_token)
        url = str((await client.apps_connections_open(app_token=slack.app_token))["url"])
        sockets = [await session.ws_connect(url)]
        hello = await sockets[0].receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        for _ in range(10):
            answer = await client.apps_connections_open(app_token=slack.app_token)
            sockets.append(await session.ws_connect(str(answer["url"])))
        last = await sockets[-1].receive_json()

    assert hello["type"] == "hello"
    assert last == {"type": "disconnect", "reason": "too_many_websockets"}


async def test_nonsense_on_a_socket_is_ignored() -> None:
    async with a_workspace().running() as slack, aiohttp.ClientSession() as session:
        client = a_client(slack, slack.app_token)
        answer = await client.apps_connections_open(app_token=slack.app_token)
        socket = await session.ws_connect(str(answer["url"]))
        await socket.receive_json()
        for nonsense in ("{", "[]", '{"envelope_id": 5}', '{"envelope_id": "none"}'):
            await socket.send_str(nonsense)
        pressed = asyncio.create_task(slack.as_person(ANNA).command("/ask x"))
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Yes"}})

        assert await pressed
        assert slack.as_person(ANNA).direct_messages[-1].text == "Yes"


async def test_a_response_url_takes_five_answers() -> None:
    async with a_workspace().running() as slack:
        listener, anna = Listener(slack), slack.as_person(ANNA)
        async with by_socket(slack, listener.app):
            await anna.command("/ask x", "front-door")
            webhook = AsyncWebhookClient(listener.bodies[0]["response_url"])
            statuses = [(await webhook.send(text=str(one))).status_code for one in range(6)]

    assert statuses == [200] * 5 + [404]
    assert [one.text for one in anna.messages("front-door")] == list("01234")
    assert slack.as_person(BEN).messages("front-door") == []


@pytest.mark.parametrize(("minutes", "status"), [(30, 200), (31, 404)])
async def test_a_response_url_is_good_for_thirty_minutes(minutes: int, status: int) -> None:
    now = [datetime(2026, 3, 2, 9, tzinfo=UTC)]
    async with a_workspace(clock=lambda: now[0]).running() as slack:
        listener = Listener(slack)
        async with by_socket(slack, listener.app):
            await slack.as_person(ANNA).command("/ask x")
            now[0] += timedelta(minutes=minutes)
            webhook = AsyncWebhookClient(listener.bodies[0]["response_url"])
            answer = await webhook.send(text="x", response_type="in_channel")

    assert answer.status_code == status


async def test_a_response_url_replaces_and_deletes_the_message_it_came_from() -> None:
    async with a_workspace().running() as slack:
        listener, anna = Listener(slack), slack.as_person(ANNA)
        async with by_socket(slack, listener.app):
            await post_button(slack)
            await anna.press("Go")
            webhook = AsyncWebhookClient(listener.bodies[-1]["response_url"])
            await webhook.send(text="Done", replace_original=True)
            replaced = [(one.text, one.blocks) for one in anna.direct_messages]
            wrong = await webhook.send(blocks=[{"type": "nothing"}])
            await webhook.send(delete_original=True)

    assert replaced == [("Done", None)]
    assert wrong.status_code == 400
    assert anna.direct_messages == []


async def test_an_answer_to_a_command_can_be_for_everybody() -> None:
    async with a_workspace().running() as slack:
        listener, anna = Listener(slack), slack.as_person(ANNA)
        async with by_socket(slack, listener.app):
            listener.answer = {"text": "For all", "response_type": "in_channel"}
            assert await anna.command("/ask x", "front-door")
            listener.answer = {"text": "x", "blocks": [{"type": "nothing"}]}
            refused = await anna.command("/ask x", "front-door")

    assert [one.text for one in slack.as_person(BEN).messages("front-door")] == ["For all"]
    assert refused.trouble == '/ask failed with the error "invalid_blocks"'


async def test_waiting_in_vain_says_what_everybody_sees() -> None:
    async with a_workspace().running() as slack:
        await a_client(slack).chat_postMessage(channel=ANNA, text="Only this")
        with pytest.raises(TimeoutError, match=r"(?s)Anna Ash.*Only this.*chat.postMessage: ok"):
            await slack.until(lambda: slack.as_person(ANNA).view, seconds=0.1)
