"""What the app manifest allows. What is not in it does not exist, as in Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.web.practice.refusals import Refused

EVENT_SCOPES = {
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.mpim": "mpim:history",
    "app_mention": "app_mentions:read",
}


@dataclass(frozen=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    name: str
    callback_id: str
    description: str
    type: str


class Manifest:
    """Read access to the manifest, with Slack's names for what is missing."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        features = manifest.get("features", {})
        settings = manifest.get("settings", {})
        home = features.get("app_home", {})
        self.name: str = manifest["display_information"]["name"]
        self.bot_name: str = features.get("bot_user", {}).get("display_name", self.name)
        self.scopes: tuple[str, ...] = tuple(
            manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())
        )
        self.has_home: bool = home.get("home_tab_enabled", False)
        self.has_messages: bool = home.get("messages_tab_enabled", False)
        self.people_may_write: bool = self.has_messages and not home.get(
            "messages_tab_read_only_enabled", False
        )
        self.is_interactive: bool = settings.get("interactivity", {}).get("is_enabled", False)
        self.events: frozenset[str] = frozenset(
            settings.get("event_subscriptions", {}).get("bot_events", ())
        )
        self.commands = tuple(
            Command(one["command"], one.get("description", ""), one.get("usage_hint", ""))
            for one in features.get("slash_commands", ())
        )
        self.shortcuts = tuple(
            Shortcut(one["name"], one["callback_id"], one.get("description", ""), one["type"])
            for one in features.get("shortcuts", ())
        )

    def command(self, name: str) -> Command | None:
        if "commands" not in self.scopes:
            return None
        return next((one for one in self.commands if one.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        if "commands" not in self.scopes:
            return None
        return next((one for one in self.shortcuts if one.callback_id == callback_id), None)

    def hears(self, event: str) -> bool:
        """Whether the app is told of *event*: subscribed, and with the scope the event needs."""
        scope = EVENT_SCOPES.get(event)
        return event in self.events and (scope is None or scope in self.scopes)

    def require(self, *any_of: str) -> None:
        """Raise Slack's missing_scope unless one of the scopes was granted."""
        if any_of and not set(any_of) & set(self.scopes):
            raise Refused("missing_scope", needed=",".join(any_of), provided=",".join(self.scopes))
