"""What a Slack workspace consists of: people, channels, messages, views, files."""

import html
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]

TEAM_ID = "TPRACTICE01"
APP_ID = "APRACTICE01"
BOT_ID = "BPRACTICE01"
BOT_USER = "UPRACTICEBOT"


@dataclass(frozen=True)
class Person:
    """Somebody with an account. *role* is free text for whoever chooses whom to be."""

    id: str
    name: str
    title: str = ""
    role: str = ""
    email: str = ""
    tz: str = "Europe/London"
    is_admin: bool = False
    is_guest: bool = False
    is_deleted: bool = False
    is_bot: bool = False


@dataclass(frozen=True)
class Group:
    """A user group such as @designated-leads."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...] = ()


@dataclass
class StoredFile:
    id: str
    name: str
    title: str
    mimetype: str
    size: int
    alt_txt: str = ""
    uploaded: bool = False
    shared: bool = False


@dataclass
class Message:
    ts: str
    user: str
    text: str
    blocks: list[Json] | None = None
    files: list[StoredFile] = field(default_factory=list)
    ephemeral_to: str | None = None
    edited: bool = False
    thread_ts: str | None = None
    metadata: Json | None = None
    username: str | None = None

    @property
    def words(self) -> str:
        """Everything a person reads in it, a line for each text."""
        return "\n".join(words_of(self.blocks) or [self.text])

    def is_seen_by(self, person: str) -> bool:
        return self.ephemeral_to in (None, person)


@dataclass
class Channel:
    """A channel, or a direct conversation. The app may post in it only as a member."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    topic: str = ""
    is_private: bool = False
    is_archived: bool = False
    with_app: bool = True
    kind: Literal["channel", "im", "mpim"] = "channel"
    messages: list[Message] = field(default_factory=list)
    read_until: dict[str, str] = field(default_factory=dict)

    @property
    def has_app(self) -> bool:
        return BOT_USER in self.members

    @property
    def is_with_app(self) -> bool:
        """Whether this is somebody's direct conversation with the app."""
        return self.kind == "im" and self.has_app

    def message(self, ts: str) -> Message | None:
        return next((message for message in self.messages if message.ts == ts), None)

    def other_member(self, person: str) -> str | None:
        if self.kind != "im":
            return None
        return next((member for member in self.members if member != person), None)


@dataclass(frozen=True)
class Posted:
    """A message and the channel it stands in."""

    channel: Channel
    message: Message


@dataclass
class View:
    """A modal or a Home as one person has it open. *state* is what that person has entered."""

    id: str
    user: str
    body: Json
    hash: str
    state: dict[str, Json]
    previous: str | None = None
    root: str | None = None

    @property
    def title(self) -> str:
        return str(self.body["title"]["text"])

    @property
    def words(self) -> str:
        """Everything a person reads in it, a line for each text."""
        return "\n".join(words_of(self.body))

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])


def words_of(value: object) -> list[str]:
    """All words people read in blocks or in a view, in order."""
    if isinstance(value, list):
        return [words for one in value for words in words_of(one)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    return own + [words for key, one in value.items() if key != "state" for words in words_of(one)]


def escape(text: str) -> str:
    """Slack escapes these three in what people type, and nothing else."""
    return html.escape(text, quote=False)
