"""heard learn redaction: finds names as reviewers corrected them, for this board alone."""

import argparse

from bot.cli.opening import opened, operator, telling
from bot.cli.taught import NOT_TAKEN, saying_why_not
from bot.reading.teaching_names import teach_names
from bot.wording import teaching as teaching_words


@telling
async def redaction(given: argparse.Namespace) -> int:
    """Learn from the corrections in the store, beside what comes with Heard."""
    async with opened(given) as deps:
        with saying_why_not(deps, lambda _: teaching_words.NO_MARKS):
            taught = await teach_names(deps, by=operator())
    for line in teaching_words.told_of_names(taught):
        print(line)
    return NOT_TAKEN if taught.is_worse else 0
