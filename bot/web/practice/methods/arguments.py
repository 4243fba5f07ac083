"""Reading the arguments of a Web API call: everything may come as a string, as in a form."""

import json
from collections.abc import Sequence

from bot.web.practice.refusals import Refused
from bot.web.practice.values import Json

JSON_ARGUMENTS = ("attachments", "blocks", "files", "metadata", "view")
MOST_IN_A_PAGE = 1000


def decoded(arguments: Json) -> Json:
    """The arguments with what was sent as JSON inside a form read."""
    return {key: _decoded(key, value) for key, value in arguments.items() if value is not None}


def truth(value: object) -> bool:
    return value in (True, 1, "1", "true", "True")


def words(value: object) -> str:
    return value if isinstance(value, str) else ""


def names(value: object) -> list[str]:
    """A list, or a comma-separated string."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return [one.strip() for one in words(value).split(",") if one.strip()]


def page(key: str, found: Sequence[object], arguments: Json) -> Json:
    """One page of a list and the cursor of the next."""
    try:
        limit = int(arguments.get("limit", 100) or 100)
        start = int(words(arguments.get("cursor")) or 0)
    except (TypeError, ValueError):
        raise Refused("invalid_cursor") from None
    if not 0 < limit <= MOST_IN_A_PAGE:
        raise Refused("invalid_limit")
    end = start + limit
    cursor = str(end) if end < len(found) else ""
    return {key: list(found[start:end]), "response_metadata": {"next_cursor": cursor}}


def _decoded(key: str, value: object) -> object:
    if key not in JSON_ARGUMENTS or not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        error = "invalid_blocks_format" if key == "blocks" else "invalid_arguments"
        raise Refused(error, [f"[ERROR] invalid JSON [json-pointer:/{key}]"]) from None
