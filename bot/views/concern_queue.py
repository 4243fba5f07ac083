"""The queue of concerns: oldest clock first, what is overdue, never a word of what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.board import Board
from bot.views.concern_told import OPEN, QUEUE
from bot.views.pieces import button, buttons, divider, header, modal, section
from bot.wording import concerns as words
from surveys.concern import Concern, is_overdue

BEFORE, AFTER = "concerns_before", "concerns_after"
MOST_ON_HOME = 5
ON_A_PAGE = 20


@dataclass(frozen=True)
class Queue:
    """*concerns* in the order in which they need somebody."""

    concerns: Sequence[Concern]
    now: datetime
    board: Board

    @property
    def open(self) -> list[Concern]:
        return [one for one in self.concerns if one.is_open]

    @property
    def overdue(self) -> int:
        board = self.board
        return sum(
            is_overdue(one, self.now, board.zone, board.working_hours) for one in self.concerns
        )


def on_home(queue: Queue) -> list[Block]:
    """Slack keeps a Home tab, so nothing stands here but clocks."""
    blocks: list[Block] = [
        section(f"*Concerns*\n{_counted(queue)}", button=button("All concerns", QUEUE))
    ]
    blocks += [_line(one, queue) for one in queue.open[:MOST_ON_HOME]]
    return [*blocks, divider()]


def queue_view(queue: Queue, beside: Sequence[Block] = (), page: int = 0) -> View:
    start = page * ON_A_PAGE
    shown = queue.concerns[start : start + ON_A_PAGE]
    blocks: list[Block] = [header(_counted(queue)), *(_line(one, queue) for one in shown)]
    turns = []
    if page:
        turns.append(button("Before", BEFORE, str(page - 1)))
    if len(queue.concerns) > start + ON_A_PAGE:
        turns.append(button("After", AFTER, str(page + 1)))
    if turns:
        blocks.append(buttons(*turns, block="turn"))
    return modal("Concerns", [*blocks, divider(), *beside] if beside else blocks)


def _counted(queue: Queue) -> str:
    number = len(queue.open)
    if not number:
        return "No concern is open."
    opened = f"{number} concern is open" if number == 1 else f"{number} concerns are open"
    return f"{opened}, {queue.overdue} overdue." if queue.overdue else f"{opened}."


def _line(concern: Concern, queue: Queue) -> Block:
    told = words.moment(concern.told_at, queue.now, queue.board)
    text = f"*{words.URGENCIES[concern.urgency]}* · {words.state(concern, queue.now, queue.board)}"
    if not concern.is_open:
        return section(text, button=button("Open", OPEN, concern.id))
    return section(f"{text}\nTold at {told}", button=button("Open", OPEN, concern.id))
