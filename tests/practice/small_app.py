"""A workspace with a few people in it, and the means to put a small real app into it."""

import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.web.practice import Channel, Group, Person, Workspace

ANNA = "UANNA"
BEN = "UBEN"
TEAM = Channel("CTEAM", "front-door", [ANNA, BEN], topic="Front door")
WITHOUT_APP = Channel("CALONE", "canteen", [ANNA, BEN], with_app=False)
LEADS = Group("SLEADS", "leads", "Designated leads", (BEN,))
PEOPLE = (
    Person(ANNA, "Anna Ash", title="Social worker", role="Practitioner", email="anna@board.test"),
    Person(BEN, "Ben Birch", title="Safeguarding lead", role="Designated lead"),
)
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Small app"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "small-app"},
        "slash_commands": [{"command": "/ask", "description": "Ask", "usage_hint": "[what]"}],
        "shortcuts": [
            {"name": "Log", "callback_id": "log", "description": "Log it", "type": "global"},
            {"name": "Code", "callback_id": "code", "description": "Code it", "type": "message"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "channels:read",
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "im:history",
                "im:write",
                "usergroups:read",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
YES: dict[str, Any] = {"text": {"type": "plain_text", "text": "Yes"}, "value": "yes"}
NO: dict[str, Any] = {"text": {"type": "plain_text", "text": "No"}, "value": "no"}


def a_manifest(**without: str) -> dict[str, Any]:
    """The manifest, without one scope, event, command or shortcut: ``scope="chat:write"``."""
    manifest = copy.deepcopy(MANIFEST)
    if "scope" in without:
        manifest["oauth_config"]["scopes"]["bot"].remove(without["scope"])
    if "event" in without:
        manifest["settings"]["event_subscriptions"]["bot_events"].remove(without["event"])
    return manifest


def a_workspace(**settings: Any) -> Workspace:
    settings = {
        "channels": [TEAM, WITHOUT_APP],
        "groups": [LEADS],
        "retry_seconds": (0, 0),
        **settings,
    }
    return Workspace(settings.pop("manifest", MANIFEST), PEOPLE, **settings)


def a_client(workspace: Workspace, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=token or workspace.bot_token, base_url=workspace.api_url)


def an_app(workspace: Workspace) -> AsyncApp:
    return AsyncApp(client=a_client(workspace), signing_secret=workspace.signing_secret)


@asynccontextmanager
async def by_socket(
    workspace: Workspace, app: AsyncApp, ping_interval: float = 5
) -> AsyncIterator[AsyncSocketModeHandler]:
    """*ping_interval* is also how soon the SDK notices that a connection is lost."""
    handler = AsyncSocketModeHandler(app, workspace.app_token, ping_interval=ping_interval)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await workspace.until_connected()
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def by_request(workspace: Workspace, app: AsyncApp) -> AsyncIterator[None]:
    runner = web.AppRunner(app.server(port=0, path="/slack/events").web_app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    workspace.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield
    finally:
        await runner.cleanup()


def a_button(action_id: str = "go", words: str = "Go", **more: Any) -> dict[str, Any]:
    text = {"type": "plain_text", "text": words}
    return {"type": "button", "action_id": action_id, "text": text, **more}


def an_input(block_id: str, **element: Any) -> dict[str, Any]:
    block: dict[str, Any] = {
        key: element.pop(key) for key in ("optional", "dispatch_action") if key in element
    }
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": f"Question {block_id}"},
        "element": {"type": "plain_text_input", "action_id": "answer", **element},
        **block,
    }


def a_modal(*blocks: dict[str, Any], title: str = "Survey", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "survey",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": list(blocks) or [an_input("first")],
        **more,
    }


def a_section(words: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}, **more}
