"""The workspace's memory: who is there, what was said, what is open on whose screen."""

from collections.abc import Callable, Iterable
from secrets import token_hex

from bot.web.practice.forms import initial_state, named
from bot.web.practice.manifest import Manifest
from bot.web.practice.tickets import Clock, Tickets
from bot.web.practice.values import (
    BOT_USER,
    Channel,
    Group,
    Json,
    Message,
    Person,
    StoredFile,
    View,
)
from bot.web.practice.waiting import Bell

Announce = Callable[[Channel, Message], None]


class Team:
    """All state in one place, changed only between two awaits; every change rings the bell."""

    def __init__(
        self,
        manifest: Manifest,
        people: Iterable[Person],
        channels: Iterable[Channel],
        groups: Iterable[Group],
        clock: Clock,
    ) -> None:
        self.name = "Practice workspace"
        self.domain = "practice"
        self.manifest = manifest
        self.clock = clock
        self.bell = Bell()
        self.tickets = Tickets(clock)
        bot = Person(BOT_USER, manifest.bot_name, title="App", is_bot=True)
        self.people = {person.id: person for person in (*people, bot)}
        self.channels = {channel.id: _joined(channel) for channel in channels}
        self.groups = {group.id: group for group in groups}
        self.homes: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.files: dict[str, StoredFile] = {}
        self.notices: dict[str, str] = {}
        self.announce: Announce = lambda _channel, _message: None
        self._last_stamp = 0

    def new_id(self, prefix: str) -> str:
        """Random, so that nothing after a restart is taken for something from before it."""
        return f"{prefix}{token_hex(5).upper()}"

    def stamp(self) -> str:
        """A Slack timestamp, later than every one before."""
        now = int(self.clock().timestamp() * 1_000_000)
        self._last_stamp = max(now, self._last_stamp + 1)
        return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

    def stamp_after(self, ts: str) -> None:
        """No stamp to come is before *ts*, which was read from the disk."""
        whole, _, part = ts.partition(".")
        self._last_stamp = max(self._last_stamp, int(whole) * 1_000_000 + int(part or 0))

    def find_channel(self, reference: str) -> Channel | None:
        """By id or name, with or without the hash."""
        if reference in self.channels:
            return self.channels[reference]
        name = reference.removeprefix("#")
        found = (one for one in self.channels.values() if one.kind == "channel")
        return next((channel for channel in found if channel.name == name), None)

    def direct(self, person: str) -> Channel:
        """The person's direct conversation with the app; made when it is first needed."""
        return self.conversation([person, BOT_USER])

    def conversation(self, members: list[str]) -> Channel:
        kind = "im" if len(members) <= 2 else "mpim"  # noqa: PLR2004 - two are a pair
        for channel in self.channels.values():
            if channel.kind == kind and set(channel.members) == set(members):
                return channel
        name = "" if kind == "im" else f"mpdm-{token_hex(3)}"
        prefix = "D" if kind == "im" else "G"
        channel = Channel(self.new_id(prefix), name, members, is_private=True)
        channel.kind = "im" if kind == "im" else "mpim"
        self.channels[channel.id] = channel
        self.bell.ring()
        return channel

    def post(self, channel: Channel, message: Message) -> Message:
        channel.messages.append(message)
        if message.user in channel.members:
            channel.read_until[message.user] = message.ts
        self.bell.ring()
        if message.ephemeral_to is None:
            self.announce(channel, message)
        return message

    def remove(self, channel: Channel, message: Message) -> None:
        channel.messages.remove(message)
        self.bell.ring()

    def new_view(self, user: str, content: Json, *, replacing: View | None = None) -> View:
        """A view with names for its blocks; one that replaces another keeps id and entries."""
        blocks = named(content["blocks"])
        before = replacing.state if replacing else None
        view_id = replacing.id if replacing else self.new_id("V")
        body = {**content, "blocks": blocks}
        fresh_hash = f"{self.stamp()}.{token_hex(4)}"
        return View(view_id, user, body, fresh_hash, initial_state(blocks, before))

    def stack(self, user: str) -> list[View]:
        return self.stacks.setdefault(user, [])

    def open_view(self, view_id: object) -> View | None:
        """A modal anybody has open, or anybody's Home."""
        everywhere = (*self.homes.values(), *(view for one in self.stacks.values() for view in one))
        return next((view for view in everywhere if view.id == view_id), None)

    def view_of_external_id(self, external_id: object) -> View | None:
        """External ids are unique within a workspace."""
        everywhere = (*self.homes.values(), *(view for one in self.stacks.values() for view in one))
        named_views = (view for view in everywhere if external_id and "external_id" in view.body)
        return next((one for one in named_views if one.body["external_id"] == external_id), None)

    def push(self, view: View) -> None:
        stack = self.stack(view.user)
        view.previous = stack[-1].id if stack else None
        view.root = stack[0].id if stack else view.id
        stack.append(view)
        self.bell.ring()

    def refresh(self, view: View, content: Json) -> View:
        """Show *content* in place of what *view* shows now."""
        fresh = self.new_view(view.user, content, replacing=view)
        view.body, view.hash, view.state = fresh.body, fresh.hash, fresh.state
        self.bell.ring()
        return view

    def tell(self, person: str, notice: str | None) -> None:
        """What Slack itself tells a person, such as that the app did not answer."""
        if notice is None:
            self.notices.pop(person, None)
        else:
            self.notices[person] = notice
        self.bell.ring()


def _joined(channel: Channel) -> Channel:
    """A copy, so that two workspaces never share one; the app is a member where it should be."""
    members = [member for member in channel.members if member != BOT_USER]
    if channel.with_app:
        members.append(BOT_USER)
    return Channel(
        channel.id,
        channel.name,
        members,
        channel.topic,
        channel.is_private,
        channel.is_archived,
        channel.with_app,
        channel.kind,
        list(channel.messages),
        dict(channel.read_until),
    )
