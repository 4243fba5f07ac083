"""The app manifest, made from the same tables that the listeners are registered from."""

from typing import Any

from bot.commands import COMMANDS, Command

SCOPES = (
    "channels:read",  # who is in a channel that the Board paper is asked into
    "chat:write",  # messages and their pictures
    "commands",  # slash commands and shortcuts
    "files:write",  # the chart of a digest
    "groups:read",  # the same of a private channel
    "im:history",  # to answer somebody who writes to Heard
    "im:write",  # to open the conversation that a digest goes to
    "usergroups:read",  # roles and audiences from user groups
    "users:read",  # names of user groups' members
)
EVENTS = ("app_home_opened", "message.im")
OPEN_SURVEYS = "open_surveys"
LOG_VOICE = "log_voice"


def manifest(*, request_url: str | None = None) -> dict[str, Any]:
    """For Socket Mode; with *request_url* (https), for HTTP behind a web server."""
    return {
        "display_information": {
            "name": "Heard",
            "description": "Short surveys about safeguarding, and digests of what was heard.",
            "background_color": "#1d4d4f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Heard", "always_online": True},
            "shortcuts": [
                {
                    "name": "Surveys open for me",
                    "type": "global",
                    "callback_id": OPEN_SURVEYS,
                    "description": "Shows the surveys that you can answer now",
                },
                {
                    "name": "Log a voice",
                    "type": "global",
                    "callback_id": LOG_VOICE,
                    "description": "Logs what a child, parent or carer said",
                },
            ],
            "slash_commands": [_command(command, request_url) for command in COMMANDS],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {
                "bot_events": list(EVENTS),
                **({"request_url": request_url} if request_url else {}),
            },
            "interactivity": {
                "is_enabled": True,
                **({"request_url": request_url} if request_url else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def _command(command: Command, request_url: str | None) -> dict[str, Any]:
    described = {
        "command": command.name,
        "description": command.does,
        "should_escape": False,
    }
    if command.usage:
        described["usage_hint"] = command.usage
    return described | ({"url": request_url} if request_url else {})
