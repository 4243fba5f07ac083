"""What is said of Board papers and of what people write in them."""

from collections.abc import Sequence
from datetime import datetime

from analysis.phrases import day, listed
from bot.wording.good import is_slack_id


def being_made(period: str, by: str, since: datetime) -> str:
    """*since* is in the board's zone."""
    who = f"<@{by}>" if is_slack_id(by) else by
    return (
        f"The paper of {period} is being made already: {who} asked for it on {day(since)} at "
        f"{since:%H:%M}, and gets it. Ask again when that one is there, or cancelled."
    )


def no_day(actions: Sequence[int]) -> str:
    which = listed([str(number) for number in actions])
    these = f"Action {which} does" if len(actions) == 1 else f"Actions {which} do"
    return (
        f"{these} not say by when in a day or month, such as `15 January 2027` or `January 2027`. "
        "Please write one, or leave it empty for now."
    )
