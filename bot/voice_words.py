"""Every sentence that Heard says to whoever logs a voice, in plain words."""

from collections.abc import Sequence
from datetime import date

from bot.board import Board
from bot.wording import day
from surveys.voice import (
    GroupSession,
    Part,
    Reuse,
    Voice,
    Whose,
    is_due_a_reply,
    is_late,
    may_withdraw_until,
)
from surveys.voice import still_open as still_open_parts

WHOSE = {
    Whose.CHILD: "a child",
    Whose.YOUNG_PERSON: "a young person",
    Whose.PARENT: "a parent",
    Whose.CARER: "a carer",
    Whose.OTHER_FAMILY: "somebody in the family",
}
USES = {
    Reuse.NONE: "counted only; no words are kept",
    Reuse.INTERNAL: "for our own work only, never quoted",
    Reuse.BOARD: "may be quoted to the Board, without a name",
    Reuse.PUBLIC: "may be quoted in public, without a name",
}
_OPEN = {
    Part.SPACE: "who was there, and who chose what to talk about",
    Part.VOICE: "what they said or showed",
    Part.AUDIENCE: "who will act on it",
    Part.INFLUENCE: "what happens because of it, and by when",
}


def call(board: Board) -> str:
    return (
        f"{board.mash_contact}; out of hours {board.out_of_hours}; in an emergency "
        f"{board.emergency}"
    )


def worry_first(board: Board) -> tuple[str, ...]:
    return (
        f"*A worry about somebody's safety is reported now, not here.* Call {call(board)}.",
        "Please write no names, birth dates or case numbers. What looks like one is taken out "
        "before anything is kept, and you see what was taken out.",
    )


def report_first(board: Board) -> tuple[str, ...]:
    return (
        "*Please report this first.* This form is not the way to report a worry, and nothing has "
        "been kept.",
        f"Call {call(board)}. Once it is reported, you can go on.",
    )


def kept(voice: Voice, before: str) -> tuple[str, ...]:
    """That it is kept, how it may be used, and until when what can still be done."""
    found = ["*Thank you. The voice is kept.*"]
    if before:
        found.append(before)
    if voice.reuse is Reuse.NONE:
        found.append("As they wished, it is counted, and no words are kept.")
        return tuple(found)
    found.append(
        f"It is {USES[voice.reuse]}. Their words can be corrected for an hour, and then they are "
        f"locked. If they change their mind, you can withdraw it until "
        f"{day(may_withdraw_until(voice))}."
    )
    if voice.feedback is None:
        found.append(f"Please tell them what came of it by {day(voice.replied_by)}.")
    return tuple(found)


def still_open(parts: Sequence[Part]) -> str:
    lines = "\n".join(f"• {_OPEN[part]}" for part in parts)
    return f"*Still to be added, when you have a moment:*\n{lines}"


def last_time(earlier: tuple[date, int], now: int) -> str:
    """For the worker who gave the reference, and for nobody else."""
    when, number = earlier
    return f"Last time, on {day(when)}, the number was {number}. Now it is {now}."


def call_if_at_risk(board: Board) -> str:
    return f"Is someone at risk? Call {call(board)}. Logging a voice does not report a worry."


def to_do(unfinished: int, due: int, late: int, next_due: date | None) -> str:
    """One line for the Home tab: what waits for this worker. Empty when nothing does."""
    parts = []
    if unfinished:
        parts.append(f"{_voices(unfinished)} to finish")
    if late:
        parts.append(f"{late} {'reply is' if late == 1 else 'replies are'} late")
    if due and next_due:
        replies = "reply" if due == 1 else "replies"
        parts.append(f"{due} {replies} to give, the first by {day(next_due)}")
    return " · ".join(parts)


def _voices(number: int) -> str:
    return "1 voice" if number == 1 else f"{number} voices"


def in_short(voice: Voice, today: date) -> str:
    """Which voice it is, and what waits; none of its words."""
    who = WHOSE[voice.speaker.whose]
    if isinstance(voice.speaker, GroupSession):
        who = f"a group of {voice.speaker.people}"
    ages = ", ".join(voice.age_bands)
    waits = []
    if is_late(voice, today):
        waits.append(f"*the reply was due by {day(voice.replied_by)}*")
    elif is_due_a_reply(voice):
        waits.append(f"reply by {day(voice.replied_by)}")
    if still_open_parts(voice):
        waits.append("to finish")
    return f"*{day(voice.day)}* · {who}, {ages}\n{' · '.join(waits) or 'complete'}"
