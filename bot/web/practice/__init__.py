"""A Slack to practise in, on this machine alone: it plays Slack to the app, and shows it to people.

Nothing of ours is imported here but this package: it stands on Slack's side.
"""

from bot.web.practice.actors import Actor, NotShown
from bot.web.practice.blocks import problems_of_message, problems_of_view
from bot.web.practice.courier import Delivery
from bot.web.practice.interactions import Outcome
from bot.web.practice.refusals import RealToken, refuse_real_tokens
from bot.web.practice.values import (
    BOT_USER,
    Channel,
    Group,
    Message,
    Person,
    StoredFile,
    View,
    words_of,
)
from bot.web.practice.web_api import Call
from bot.web.practice.workspace import Workspace

__all__ = [
    "BOT_USER",
    "Actor",
    "Call",
    "Channel",
    "Delivery",
    "Group",
    "Message",
    "NotShown",
    "Outcome",
    "Person",
    "RealToken",
    "StoredFile",
    "View",
    "Workspace",
    "problems_of_message",
    "problems_of_view",
    "refuse_real_tokens",
    "words_of",
]
