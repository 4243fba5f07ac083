"""What is said of Board papers: who makes one, what people write in it, and until when."""

from collections.abc import Sequence
from datetime import date, datetime

from analysis.paper.missing import not_said_yet
from analysis.paper.texts import Unsaid
from analysis.phrases import day, listed
from bot.ids import is_slack_id

MOST_NAMED = 6


def being_made(period: str, by: str, since: datetime, *, is_own: bool = False) -> str:
    """*since* is in the board's zone; *is_own*: it is told to whoever asked for it."""
    asked, gets = ("you", "get") if is_own else (_named(by), "gets")
    return (
        f"The paper of {period} is being made already: {asked} asked for it on {day(since)} at "
        f"{since:%H:%M}, and {gets} it. Ask again when it is there, or in a minute if it was "
        "stopped."
    )


def taken_over(period: str, by: str, since: datetime) -> str:
    """*since* is in the board's zone."""
    return (
        f"Making the Board paper of {period} was held up for more than a minute, and another took "
        f"over: {_named(by)} asked for it on {day(since)} at {since:%H:%M}, and gets it. Nothing "
        "was sent to you; ask again when that one is there."
    )


def _named(by: str) -> str:
    return f"<@{by}>" if is_slack_id(by) else by


# What may name somebody


def is_it_a_name(pieces: str) -> str:
    return (
        f"*Is this the name of a person?* {pieces}. If so, or if it tells where somebody lives, "
        "please write the role instead, such as “head of early help”."
    )


def names_nobody() -> str:
    return "No: it is an agency, a tool or the like. Keep it as it is."


# What the rules made


def made_by_rule(made_on: date) -> str:
    return (
        f"The rules made this from the figures of the paper of {day(made_on)}. What you keep takes "
        "its place; their version stays at the end of the paper."
    )


def not_made_by_rule_yet(period: str) -> str:
    return (
        "The rules read the figures of a paper, and none has been made of this quarter: "
        f"`/paper {period}` makes it. You can write all the same."
    )


def left_to_the_rules() -> str:
    return "You changed nothing, so the paper goes on saying what the rules make of the figures."


def no_day(actions: Sequence[int]) -> str:
    which = listed([str(number) for number in actions])
    these = f"Action {which} does" if len(actions) == 1 else f"Actions {which} do"
    return (
        f"{these} not say by when in a day or month, such as `15 January 2027` or `January 2027`. "
        "Please write one, or leave it empty for now."
    )


def long_over(actions: Sequence[int]) -> str:
    which = listed([str(number) for number in actions])
    these = f"action {which} was" if len(actions) == 1 else f"actions {which} were"
    return (
        f"*Is that day meant?* By that day {these} due, and it is over. If it is to be done yet, "
        "please write a day to come."
    )


def day_is_meant() -> str:
    return "Yes, that day is meant. Keep it as it is."


def kept_without(actions: Sequence[Unsaid]) -> str:
    return f"Not said yet: {not_said_yet(actions)}. You can write it in later."


# Until when


def texts_due(period: str, when: date) -> str:
    return f"The texts of the Board paper of {period} are due by {day(when)}."


def texts_were_due(when: date) -> str:
    return f"The texts were due by {day(when)}. You can still write, and thank you for it."


def paper_may_have_gone(when: date) -> str:
    return (
        f"It was due by {day(when)}, so the paper may have gone to the Board already. Please tell "
        "the QA team that you have written; they can make it again."
    )


def deadline_set(period: str, when: date, asked: int) -> str:
    """*asked* counts those who get a message."""
    people = "One person is" if asked == 1 else f"{asked} people are"
    return (
        f"{texts_due(period, when)} {people} asked in a direct message, in working hours, and "
        "reminded once, three working days before, of what is left to write."
    )


def deadline_stands(period: str, when: date) -> str:
    return f"{texts_due(period, when)} That was set already, so nobody is asked again."


def nobody_is_asked(period: str, when: date) -> str:
    return (
        f"{texts_due(period, when)} Nobody is asked: everything has been written, or nobody has "
        "the role of a QA officer."
    )


def asking(label: str, when: date, what: Sequence[str]) -> str:
    return (
        f"The Board paper of {label} needs what only people can say. You are asked for this by "
        f"{day(when)}:\n{_some(what)}"
    )


def reminding(label: str, when: date, what: Sequence[str]) -> str:
    return (
        f"A reminder: the texts of the Board paper of {label} are due by {day(when)}. Of what you "
        f"are asked for, this is not all written yet:\n{_some(what)}"
    )


def _some(what: Sequence[str]) -> str:
    """The first of them, a line each: many names have commas of their own."""
    more = len(what) - MOST_NAMED
    return bulleted([*what[:MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])


def bulleted(lines: Sequence[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def not_written_yet(lines: Sequence[str]) -> str:
    if not lines:
        return "Everything has been written. You can still change it."
    return f"*Not written yet*\n{bulleted(lines)}"
