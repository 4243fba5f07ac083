"""How somebody is named who did something."""

from analysis.wording import say
from bot.ids import is_slack_id
from bot.views.pieces import escaped
from surveys.erasing import is_erased


def hand(by: str) -> str:
    """As Slack names them; as they are called elsewhere; nobody by name who was forgotten."""
    if is_erased(by):
        return say("people.forgotten")
    return f"<@{by}>" if is_slack_id(by) else escaped(by)
