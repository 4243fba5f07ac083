"""What people sent, from when it comes in until it is handled: written down first, erased after.

The reasons are in docs/decisions/inbox.md.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from pydantic import AwareDatetime

from bot.ids import new_id
from surveys.values import Kept


class Arrival(Kept):
    """One payload as Slack sent it. *holder* is the process that got it.

    Once it has *failed*, which says why, only the day is left of when it came.
    """

    kind: ClassVar[str] = "arrival"

    body: str
    holder: str
    at: AwareDatetime
    tries: int = 0
    failed: str = ""

    def tried(self) -> "Arrival":
        """Counted before it is tried: what ends the process must not be tried for ever."""
        return self.model_copy(update={"tries": self.tries + 1})

    def given_up(self, why: str) -> "Arrival":
        day = self.at.replace(hour=0, minute=0, second=0, microsecond=0)
        return self.model_copy(update={"failed": why, "at": day})

    def waiting_again(self) -> "Arrival":
        return self.model_copy(update={"failed": "", "tries": 0})

    @property
    def payload(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(eq=False)
class Taken:
    """An arrival that this process is handling. *why* says why that did not go well.

    *said* of its words, if they may disclose harm: its writer is told, whatever becomes of it.
    """

    arrival: Arrival
    is_written: bool = False
    is_replayed: bool = False
    has_begun: bool = False
    why: str = ""
    said: tuple[str, ...] = ()
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    on_disk: asyncio.Event = field(default_factory=asyncio.Event)  # or could not be brought there


class Inbox:
    """What this process has taken in. The store is somebody else's work: bot/keeping/journal.py."""

    def __init__(self) -> None:
        self.holder = new_id()
        self.to_write = asyncio.Event()
        self.to_erase = asyncio.Event()
        self.try_again = asyncio.Event()
        self._unwritten: list[Taken] = []
        self._erasable: list[str] = []
        self._at_work: set[Taken] = set()

    def take(self, name: str, body: Mapping[str, Any], now: datetime) -> Taken:
        """Have it written down, while it is being handled."""
        arrival = Arrival(id=name, body=json.dumps(body), holder=self.holder, at=now)
        taken = Taken(arrival)
        self._at_work.add(taken)
        self._unwritten.append(taken)
        self.to_write.set()
        return taken

    def take_again(self, arrival: Arrival) -> Taken:
        """One that is written down already."""
        taken = Taken(arrival, is_written=True, is_replayed=True)
        self._at_work.add(taken)
        return taken

    def end(self, taken: Taken, why: str = "") -> None:
        """It is handled; or it is not, and stays to be tried again."""
        self._at_work.discard(taken)
        taken.why = why
        taken.ended.set()
        if taken.is_written:
            self._erase_if_handled(taken)

    def is_at_work(self, arrival: Arrival) -> bool:
        return any(taken.arrival.id == arrival.id for taken in self._at_work)

    def unwritten(self) -> list[Taken]:
        """What must be written down now. What was handled meanwhile needs it no more."""
        found, self._unwritten = self._unwritten, []
        return [taken for taken in found if taken.why or not taken.ended.is_set()]

    def written(self, taken: Taken) -> None:
        taken.is_written = True
        taken.on_disk.set()
        if taken.ended.is_set():
            self._erase_if_handled(taken)

    def erasable(self) -> list[str]:
        found, self._erasable = self._erasable, []
        return found

    def erase_later(self, names: list[str]) -> None:
        self._erasable += names

    def _erase_if_handled(self, taken: Taken) -> None:
        if not taken.why:
            self._erasable.append(taken.arrival.id)
            self.to_erase.set()
