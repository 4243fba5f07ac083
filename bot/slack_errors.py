"""Slack's own reason in an error of its client, whatever came back instead of an answer."""

from datetime import timedelta
from http import HTTPStatus

from slack_sdk.errors import SlackApiError

UNREADABLE = "unreadable_answer"
NO_GROUP = "no_such_subteam"


def reason_of(error: SlackApiError) -> str:
    """Slack's name of the error. A gateway may have answered in its place, with anything."""
    try:
        return str(error.response["error"])
    except (KeyError, TypeError, AttributeError):
        return UNREADABLE


def asked_to_wait(error: SlackApiError) -> timedelta | None:
    """How long Slack asks to wait before the next call; None when that is not what it says."""
    if getattr(error.response, "status_code", None) != HTTPStatus.TOO_MANY_REQUESTS:
        return None
    try:
        return timedelta(seconds=max(1, int(error.response.headers["Retry-After"])))
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        return timedelta(seconds=1)
