"""Where something went wrong, without what it was about."""

import traceback


def places_of(error: Exception) -> str:
    """The innermost functions and lines; never the message, which may hold somebody's words."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
