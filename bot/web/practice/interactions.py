"""What a person can do in Slack, and what Slack then asks of the app."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.web.practice import payloads
from bot.web.practice.block_elements import options_of
from bot.web.practice.courier import Courier, Delivery
from bot.web.practice.forms import Field, accepted, fields, initial_state, shortfalls
from bot.web.practice.modals import Modals, Trouble
from bot.web.practice.refusals import Refused
from bot.web.practice.responses import answer_command
from bot.web.practice.team import Team
from bot.web.practice.values import BOT_USER, Channel, Json, Message, Posted, View, escape

TRY_AGAIN = "We had some trouble connecting. Try again?"
NO_ANSWER = ":warning: This app is not responding. Try again, or contact its developer."
NOT_TAKEN = "Sending messages to this app has been turned off."
GONE = "That is no longer there."


@dataclass(frozen=True)
class Outcome:
    """What the person sees of it: it worked, or errors beside fields, or a sentence of Slack's."""

    ok: bool = True
    trouble: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.ok

    def as_json(self) -> Json:
        answer: Json = {"ok": self.ok}
        if self.trouble is not None:
            answer["trouble"] = self.trouble
        if self.errors:
            answer["errors"] = dict(self.errors)
        return answer


DONE = Outcome()


@dataclass(frozen=True)
class Press:
    """Which element was used, what was chosen in it, and what else was entered around it."""

    block_id: str
    action_id: str
    entry: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


class Interactions:
    def __init__(self, team: Team, courier: Courier) -> None:
        self._team = team
        self._courier = courier
        self._modals = Modals(team, courier)
        self.base_url = ""

    async def say(self, person: str, channel: Channel, text: str) -> Outcome:
        if not text.strip():
            return self._refused(person, "A message needs some text.")
        if channel.is_with_app and not self._team.manifest.people_may_write:
            return self._refused(person, NOT_TAKEN)
        self._team.tell(person, None)
        self._team.post(channel, Message(self._team.stamp(), person, escape(text)))
        return DONE

    async def command(self, person: str, channel: Channel, typed: str) -> Outcome:
        name, _, text = typed.strip().partition(" ")
        command = self._team.manifest.command(name)
        if command is None:
            return self._refused(person, f"{name} is not a valid command.")
        self._team.tell(person, None)
        key = self._team.tickets.new_response(person, channel.id)
        payload = payloads.command_payload(
            self._team,
            person,
            channel,
            name,
            text=text.strip(),
            response_url=self._response_url(key),
        )
        delivery = await self._courier.deliver("slash_commands", payload)
        if delivery.answer is None:
            return self._refused(person, f'{name} failed with the error "{delivery.failure}"')
        try:
            answer_command(self._team, person, channel, delivery.answer)
        except Refused as refusal:
            return self._refused(person, f'{name} failed with the error "{refusal.error}"')
        return DONE

    async def open_home(self, person: str) -> Outcome:
        if not self._team.manifest.has_home:
            return self._refused(person, "This app has no Home.")
        self._announce_opening(person, "home")
        return DONE

    async def read(self, person: str, channel: Channel) -> Outcome:
        if channel.messages:
            channel.read_until[person] = channel.messages[-1].ts
        if channel.is_with_app:
            self._announce_opening(person, "messages")
        self._team.bell.ring()
        return DONE

    async def shortcut(self, person: str, callback_id: str, posted: Posted | None) -> Outcome:
        shortcut = self._team.manifest.shortcut(callback_id)
        if shortcut is None or (shortcut.type == "message") != (posted is not None):
            return self._refused(person, "There is no such shortcut.")
        if posted is None:
            payload = payloads.shortcut_payload(self._team, person, callback_id)
        else:
            key = self._team.tickets.new_response(person, posted.channel.id)
            payload = payloads.message_shortcut_payload(
                self._team, person, callback_id, posted, self._response_url(key)
            )
        return self._answered(person, await self._interact(payload))

    async def press_in_view(self, view: View, press: Press) -> Outcome:
        found = _find(view.blocks, press)
        entry = None if found is None else _entry(found, press.entry)
        if found is None or entry is None:
            return self._refused(view.user, GONE)
        view.state = accepted(view.blocks, view.state, press.state)
        view.state = accepted(view.blocks, view.state, _own_state(found, entry))
        self._team.bell.ring()
        if not found.is_told_at_once:
            return DONE
        payload = payloads.press_in_view(self._team, view, found, entry)
        return self._answered(view.user, await self._interact(payload))

    async def press_in_message(self, person: str, posted: Posted, press: Press) -> Outcome:
        blocks = posted.message.blocks or []
        found = _find(blocks, press)
        entry = None if found is None else _entry(found, press.entry)
        if found is None or entry is None:
            return self._refused(person, GONE)
        state = accepted(blocks, initial_state(blocks), press.state)
        state = accepted(blocks, state, _own_state(found, entry))
        if not found.is_told_at_once:
            return DONE
        key = self._team.tickets.new_response(person, posted.channel.id, posted.message.ts)
        payload = payloads.press_in_message(
            self._team,
            person,
            posted,
            found,
            entry,
            state=state,
            response_url=self._response_url(key),
        )
        return self._answered(person, await self._interact(payload))

    async def submit(self, view: View, state: Mapping[str, Any]) -> Outcome:
        """Ask the app; until it has said yes, the form stays with everything in it."""
        view.state = accepted(view.blocks, view.state, state)
        self._team.tell(view.user, None)
        if view is not self._modals.top(view.user) or "submit" not in view.body:
            return self._refused(view.user, GONE)
        if wrong := shortfalls(view.blocks, view.state):
            return Outcome(ok=False, errors=wrong)
        trigger_id = self._team.tickets.new_trigger(view.user, view.id)
        payload = payloads.submission(self._team, view, trigger_id)
        delivery = await self._courier.deliver("interactive", payload)
        if delivery.answer is None:
            return self._refused(view.user, TRY_AGAIN)
        try:
            errors = self._modals.take_answer(view, delivery.answer)
        except Trouble:
            return self._refused(view.user, TRY_AGAIN)
        return Outcome(ok=not errors, errors=errors)

    async def close(self, view: View) -> Outcome:
        self._team.tell(view.user, None)
        self._modals.close(view)
        return DONE

    async def _interact(self, payload: Json) -> Delivery:
        if not self._team.manifest.is_interactive:
            return Delivery("interactive", payload, failure="interactivity is off")
        return await self._courier.deliver("interactive", payload)

    def announce_message(self, channel: Channel, message: Message) -> None:
        """Tell the app of a message it may hear of; its own ones are no exception at Slack."""
        if not channel.has_app:
            return
        event = payloads.message_event(channel, message)
        kind = {"im": "im", "mpim": "mpim", "group": "groups"}.get(event["channel_type"])
        if self._team.manifest.hears(f"message.{kind or 'channels'}"):
            self._courier.announce(payloads.event_payload(self._team, event))
        is_mention = f"<@{BOT_USER}>" in message.text and channel.kind != "im"
        if is_mention and self._team.manifest.hears("app_mention"):
            mention = {**event, "type": "app_mention"}
            self._courier.announce(payloads.event_payload(self._team, mention))

    def _announce_opening(self, person: str, tab: str) -> None:
        if self._team.manifest.hears("app_home_opened"):
            event = payloads.home_opened_event(self._team, person, tab)
            self._courier.announce(payloads.event_payload(self._team, event))

    def _answered(self, person: str, delivery: Delivery) -> Outcome:
        if delivery.is_answered:
            self._team.tell(person, None)
            return DONE
        return self._refused(person, NO_ANSWER)

    def _refused(self, person: str, words: str) -> Outcome:
        self._team.tell(person, words)
        return Outcome(ok=False, trouble=words)

    def _response_url(self, key: str) -> str:
        return f"{self.base_url}/response/{key}"


def _find(blocks: list[Json], press: Press) -> Field | None:
    for one in fields(blocks):
        if (one.block_id, one.action_id) == (press.block_id, press.action_id):
            return one
    return None


def _own_state(found: Field, entry: Json) -> Json:
    return {found.block_id: {found.action_id: entry}} if found.remembers else {}


def _entry(found: Field, given: Mapping[str, Any]) -> Json | None:
    """The part of an action that depends on what was chosen; None if it cannot be chosen."""
    if found.element["type"] == "button":
        return {}
    if found.element["type"] == "overflow":
        wanted = given.get("selected_option")
        value = wanted.get("value") if isinstance(wanted, dict) else None
        chosen = (option for option in options_of(found.element) if option["value"] == value)
        return next(({"selected_option": option} for option in chosen), None)
    blocks = [{**found.block, "optional": True}]
    taken = accepted(blocks, {}, {found.block_id: {found.action_id: dict(given)}})
    return taken.get(found.block_id, {}).get(found.action_id)
