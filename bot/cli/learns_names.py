"""heard learn redaction: finds names as reviewers corrected them, for this board alone."""

import argparse

from bot.cli.opening import opened, operator, telling
from bot.definitions import Missing
from bot.reading.teaching import NothingCoded
from bot.reading.teaching_names import teach_names
from bot.wording import teaching as teaching_words
from bot.workers.apart import FailedApart

NOT_TAKEN = 1


@telling
async def redaction(given: argparse.Namespace) -> int:
    """Learn from the corrections in the store, beside what comes with Heard."""
    async with opened(given) as deps:
        try:
            taught = await teach_names(deps, by=operator())
        except NothingCoded:
            raise Missing((teaching_words.NO_MARKS,)) from None
        except (FailedApart, TimeoutError) as error:
            why = teaching_words.NOT_LEARNED.format(why=str(error) or "it took too long")
            raise Missing((why,)) from None
        except OSError as error:
            raise Missing(
                (f"{deps.models.folder}: can't be written ({error.strerror}).",)
            ) from None
    for line in teaching_words.told_of_names(taught):
        print(line)
    return NOT_TAKEN if taught.is_worse else 0
