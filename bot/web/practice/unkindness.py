"""What can be made to go wrong on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.web.practice.refusals import RateLimited

# Without these the app could not even be there to be treated unkindly.
SPARED = ("api.test", "apps.connections.open", "auth.test")


@dataclass
class Unkindness:
    """The switches. All off is a kind day.

    *slow_seconds* delays each delivery and each answer; *duplicate* delivers everything twice;
    *retry_events* sends each event again as a retry, as if the first answer had been late;
    *rate_limited* refuses every other call of a method with 429;
    *refused_calls* refuses that many calls to come, with *retry_after*.
    """

    slow_seconds: float = 0
    duplicate: bool = False
    rate_limited: bool = False
    retry_events: bool = False
    refused_calls: int = 0
    refused_method: str | None = None
    retry_after: int = 1

    def __post_init__(self) -> None:
        self._turns: dict[str, int] = {}

    def check(self, method: str) -> None:
        """Raise RateLimited if this call is to be refused."""
        if method in SPARED:
            return
        if self.refused_calls > 0 and self.refused_method in (None, method):
            self.refused_calls -= 1
            raise RateLimited(self.retry_after)
        if self.rate_limited:
            turn = self._turns.get(method, 0)
            self._turns[method] = turn + 1
            if turn % 2 == 0:
                raise RateLimited(self.retry_after)

    def change(self, switches: Mapping[str, Any]) -> None:
        """Set what is named; a value of the wrong kind is left out."""
        slow = switches.get("slow_seconds")
        if isinstance(slow, (int, float)) and not isinstance(slow, bool):
            self.slow_seconds = min(max(float(slow), 0), 30)
        for name in ("duplicate", "rate_limited", "retry_events"):
            if isinstance(switches.get(name), bool):
                setattr(self, name, switches[name])

    def as_json(self) -> dict[str, object]:
        return {
            "slow_seconds": self.slow_seconds,
            "duplicate": self.duplicate,
            "rate_limited": self.rate_limited,
            "retry_events": self.retry_events,
            "disconnect": None,
        }
