"""The message that one item needs somebody. It never says more than that."""

from datetime import datetime
from typing import Any

from bot.board import Board
from bot.views.pieces import button, buttons, escaped, section, small
from bot.wording import concerns as words
from surveys.working_time import is_working_time

OPEN = "open_concern"
QUEUE = "list_concerns"


def one_item(
    concern: str, due: datetime, now: datetime, board: Board
) -> tuple[str, list[dict[str, Any]]]:
    text = words.one_item(words.moment(due, now, board), is_late=now >= due)
    blocks = [section(text), buttons(button("Open", OPEN, concern, style="primary"))]
    if not is_working_time(now, board.zone, board.working_hours):
        blocks.append(small(escaped(words.lead_out_of_hours(board, now))))
    return text, [block.to_dict() for block in blocks]


def several_items(number: int) -> tuple[str, list[dict[str, Any]]]:
    text = words.several_items(number)
    blocks = [section(text), buttons(button("All concerns", QUEUE, style="primary"))]
    return text, [block.to_dict() for block in blocks]


def second_needed(concern: str) -> tuple[str, list[dict[str, Any]]]:
    text = words.second_needed()
    blocks = [section(text), buttons(button("Open", OPEN, concern))]
    return text, [block.to_dict() for block in blocks]


def clock_ran_out() -> tuple[str, list[dict[str, Any]]]:
    text = words.clock_ran_out()
    return text, [section(text).to_dict()]
