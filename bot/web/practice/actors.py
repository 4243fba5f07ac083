"""A person at the keyboard, for tests and for the demonstration."""

from collections.abc import Mapping
from typing import Any

from bot.web.practice.block_elements import options_of
from bot.web.practice.forms import Field, fields, state_from
from bot.web.practice.interactions import Interactions, Outcome, Press
from bot.web.practice.snapshot import messages_seen
from bot.web.practice.team import Team
from bot.web.practice.values import Channel, Json, Message, Posted, View, words_of


class NotShown(LookupError):
    """The person looked for something that is not on the screen; says what is."""


class Actor:
    """Does and sees what one person can. The things done return what Slack tells the person."""

    def __init__(self, team: Team, interactions: Interactions, person: str) -> None:
        self.id = person
        self._team = team
        self._interactions = interactions

    @property
    def view(self) -> View:
        """The modal on top. Raises NotShown when none is open."""
        if not self.views:
            raise NotShown("no modal is open", describe(self._team, self.id))
        return self.views[-1]

    @property
    def views(self) -> list[View]:
        return list(self._team.stack(self.id))

    @property
    def home(self) -> View:
        """The app's Home for this person. Raises NotShown before the app has published one."""
        if self.id not in self._team.homes:
            raise NotShown("no Home is published", describe(self._team, self.id))
        return self._team.homes[self.id]

    @property
    def direct_messages(self) -> list[Message]:
        """The conversation with the app, oldest first."""
        return self.messages(self._team.direct(self.id).id)

    @property
    def notice(self) -> str | None:
        """What Slack itself tells the person, such as that the app does not answer."""
        return self._team.notices.get(self.id)

    def messages(self, channel: str) -> list[Message]:
        """What this person sees in a channel, by id or name, oldest first."""
        return messages_seen(self._channel(channel), self.id)

    async def say(self, text: str, channel: str | None = None) -> Outcome:
        """Write to the app, or in *channel*."""
        return await self._interactions.say(self.id, self._channel(channel), text)

    async def command(self, typed: str, channel: str | None = None) -> Outcome:
        """Type a slash command, such as ``/digest neglect``."""
        return await self._interactions.command(self.id, self._channel(channel), typed)

    async def read(self, channel: str | None = None) -> Outcome:
        return await self._interactions.read(self.id, self._channel(channel))

    async def open_home(self) -> Outcome:
        return await self._interactions.open_home(self.id)

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Outcome:
        posted = None if message is None else self._posted(message)
        return await self._interactions.shortcut(self.id, callback_id, posted)

    async def press(
        self,
        what: str,
        *,
        block_id: str | None = None,
        choose: object = None,
        on: Message | View | None = None,
    ) -> Outcome:
        """Press a button, by its action_id or the words on it; or *choose* in another element.

        Words that stand in a menu of further actions are chosen there.
        Without *on* it is looked for in the modal on top; when none is open, in the messages,
        newest first, and then in the Home.
        """
        place, found = self._find(what, block_id, on)
        press = Press(found.block_id, found.action_id, _entry(found.element, choose, what))
        if isinstance(place, View):
            return await self._interactions.press_in_view(place, press)
        return await self._interactions.press_in_message(self.id, self._posted(place), press)

    async def fill(self, values: Mapping[str, object]) -> None:
        """Enter plain values in the modal on top: text, or the value or label of an option.

        The keys are block_ids; an action_id or the label of an input will do as well. An element
        that tells the app at once does so here too.
        """
        for name, plain in values.items():
            found = self._input(name)
            entry = state_from(found.element, plain)
            press = Press(found.block_id, found.action_id, entry)
            await self._interactions.press_in_view(self.view, press)

    async def submit(self, values: Mapping[str, object] | None = None) -> Outcome:
        """Fill in *values* if any, and submit the modal on top."""
        await self.fill(values or {})
        return await self._interactions.submit(self.view, {})

    async def close(self) -> Outcome:
        return await self._interactions.close(self.view)

    def _channel(self, reference: str | None) -> Channel:
        if reference is None:
            return self._team.direct(self.id)
        channel = self._team.find_channel(reference)
        if channel is None or self.id not in channel.members:
            raise NotShown(reference, "this person is in no such channel")
        return channel

    def _posted(self, message: Message) -> Posted:
        for channel in self._team.channels.values():
            if message in channel.messages and self.id in channel.members:
                return Posted(channel, message)
        raise NotShown("the message is gone")

    def _find(
        self, what: str, block_id: str | None, on: Message | View | None
    ) -> tuple[Message | View, Field]:
        for place in [on] if on is not None else self._places():
            for one in fields(place.blocks or []):
                if block_id in (None, one.block_id) and what in _names(one):
                    return place, one
        raise NotShown(what, "is not on the screen", describe(self._team, self.id))

    def _places(self) -> list[Message | View]:
        if self.views:
            return [self.view]
        mine = [one for one in self._team.channels.values() if self.id in one.members]
        messages = [message for channel in mine for message in messages_seen(channel, self.id)]
        newest_first = sorted(messages, key=lambda message: message.ts, reverse=True)
        home = self._team.homes.get(self.id)
        return [*newest_first, *([home] if home else [])]

    def _input(self, name: str) -> Field:
        remembering = [one for one in fields(self.view.blocks) if one.remembers]
        by_block = [one for one in remembering if one.block_id == name]
        by_other = [one for one in remembering if name in (one.action_id, _label(one))]
        if found := by_block or by_other:
            return found[0]
        offered = [one.block_id for one in remembering]
        raise NotShown(name, "is not in the modal", offered)


def describe(team: Team, person: str) -> str:
    """What is on a person's screen, for the message of a failed test."""
    lines = [f"{team.people[person].name} ({person}) sees:"]
    if person in team.notices:
        lines.append(f"  notice: {team.notices[person]}")
    lines += [f"  modal: {words_of(view.body)}" for view in team.stack(person)]
    if person in team.homes:
        lines.append(f"  Home: {words_of(team.homes[person].body)}")
    for channel in team.channels.values():
        if person in channel.members:
            lines += [
                f"  {channel.name or 'direct'}: {message.text} {words_of(message.blocks)}"
                for message in messages_seen(channel, person)[-5:]
            ]
    return "\n".join(lines)


def _names(found: Field) -> tuple[str, ...]:
    words: Any = found.element.get("text")
    label = words["text"] if isinstance(words, dict) else None
    is_menu = found.element["type"] == "overflow"
    offered = [one["text"]["text"] for one in options_of(found.element)] if is_menu else []
    return (found.action_id, *([label] if label else offered))


def _label(found: Field) -> object:
    return found.block.get("label", {}).get("text")


def _entry(element: Json, choose: object, what: str) -> Json:
    if element["type"] == "button":
        return {}
    if element["type"] != "overflow":
        return state_from(element, choose)
    for option in options_of(element):
        if (choose or what) in (option["value"], option["text"]["text"]):
            return {"selected_option": option}
    raise NotShown(choose, "is not offered")
