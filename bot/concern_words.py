"""Every sentence about a concern: the fixed message to the writer, and what a lead reads."""

from datetime import datetime

from bot.board import Board
from surveys.concern import Reported, Route
from surveys.working_time import is_working_time


def told(board: Board, now: datetime, routes: tuple[Route, ...] = ()) -> tuple[str, ...]:
    """What whoever wrote it reads. Always the same sentences: nothing is made from their words."""
    found = [
        "*A designated person will read what you wrote,* because it may mean that someone is at "
        "risk.",
        f"If anyone is in danger now, call {board.emergency}. To report a worry, call "
        f"{board.mash_contact}; out of hours {board.out_of_hours}.",
        "This does not replace your own duty to report.",
    ]
    if Route.FGM in routes:
        found.append(
            "Regulated professionals who are told of FGM by a girl under 18, or see it, have a "
            "duty of their own to tell the police: call 101."
        )
    if not is_working_time(now, board.zone, board.working_hours):
        found.append(out_of_hours(board))
    return tuple(found)


def out_of_hours(board: Board) -> str:
    return (
        "*It is out of hours now.* Heard is not watched at night, at weekends or on bank holidays. "
        f"What can't wait goes to {board.out_of_hours}."
    )


def one_item(due: str) -> str:
    """All that a message ever says."""
    return f"One item needs you. Please open it by {due}."


def moment(at: datetime, now: datetime, board: Board) -> str:
    """'09:15 today', or with its day."""
    local, today = at.astimezone(board.zone), now.astimezone(board.zone).date()
    day = "today" if local.date() == today else f"on {local:%A} {local.day} {local:%B}"
    return f"{local:%H:%M} {day}"


REPORTED = {
    Reported.YES: "Yes, it is reported",
    Reported.NOT_YET: "Not yet",
    Reported.NOT_MEANT: "I did not mean that",
}
