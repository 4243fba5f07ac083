"""What Slack hands to the app for a short while: trigger ids and response urls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from bot.web.practice.refusals import Refused

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5

Clock = Callable[[], datetime]


@dataclass
class Trigger:
    user: str
    made_at: datetime
    view: str | None = None
    is_used: bool = False


@dataclass
class ResponseTicket:
    """Where an answer to a command or to a press in a message goes."""

    user: str
    channel: str
    made_at: datetime
    message_ts: str | None = None
    uses: int = 0


class Tickets:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponseTicket] = {}

    def new_trigger(self, user: str, view: str | None = None) -> str:
        trigger_id = f"{int(self._clock().timestamp())}.{token_hex(4)}.{token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, self._clock(), view)
        return trigger_id

    def use_trigger(self, trigger_id: object) -> Trigger:
        """Good once, and for three seconds."""
        trigger = self._triggers.get(str(trigger_id))
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.is_used:
            raise Refused("exchanged_trigger_id")
        if self._clock() - trigger.made_at > TRIGGER_LIFE:
            raise Refused("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def new_response(self, user: str, channel: str, message_ts: str | None = None) -> str:
        key = token_hex(16)
        self._responses[key] = ResponseTicket(user, channel, self._clock(), message_ts)
        return key

    def use_response(self, key: str) -> ResponseTicket:
        """Good five times within thirty minutes."""
        ticket = self._responses.get(key)
        if ticket is None or self._clock() - ticket.made_at > RESPONSE_LIFE:
            raise Refused("expired_url")
        if ticket.uses >= RESPONSE_USES:
            raise Refused("used_url")
        ticket.uses += 1
        return ticket
