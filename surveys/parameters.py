"""Fills in what a question's text leaves open: parameters of the wave, and carried answers."""

from collections.abc import Mapping

from surveys.survey import CARRIED

NOTHING_CARRIED = "(nothing was written down)"


def fill(text: str, values: Mapping[str, str]) -> str:
    """*text* with '{name}' and '{survey.question}' replaced by what *values* say under that name.

    A carried answer that is missing becomes '(nothing was written down)'.
    """
    return CARRIED.sub(lambda found: values.get(found[0][1:-1], NOTHING_CARRIED), text)


def carried(text: str) -> tuple[tuple[str, str], ...]:
    """The (survey, question) pairs whose answers *text* carries."""
    return tuple(
        (found["survey"], found["name"]) for found in CARRIED.finditer(text) if found["survey"]
    )
