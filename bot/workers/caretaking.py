"""What falls due by itself: a wave's drafts and keys, what is kept no longer, learning by night."""

import logging
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.asking.voices import forget_old_drafts
from bot.deps import Deps
from bot.keeping.retention import let_go_reviews_of_what_is_gone
from bot.keeping.retention_by_schedule import let_go_by_schedule
from bot.reading.quoting import let_go_of_dead_quotes
from bot.reading.teaching import teach_by_night
from bot.telling.figure_queries import forget_old_queries
from bot.telling.paper_claims import forget_dead_claims
from bot.telling.paper_deadlines import remind_writers
from bot.workers.leading import lead
from storage.interface import StorageError
from surveys.retention import closed_series
from surveys.survey import Mode

LOOK_AGAIN = 3600.0  # seconds
WORDS_KEPT = timedelta(days=1)  # after the end, so that whoever is writing gets the words back
KEYS_KEPT = timedelta(days=7)  # after the end, so that a form sent late is known again
TASK = "caretaking"
log = logging.getLogger("heard")


async def take_care(deps: Deps, client: AsyncWebClient) -> None:
    """Every hour, in one process of all that have the store. Runs until cancelled."""

    async def look() -> None:
        await look_after(deps)
        await remind(deps, client)

    await lead(deps, TASK, look, every=LOOK_AGAIN)


async def look_after(deps: Deps) -> None:
    """Everything that has fallen due, once. Doing it again changes nothing."""
    try:
        await forget_what_is_over(deps)
        await let_go_by_schedule(deps)
    except StorageError as error:
        log.warning("what is over could not be forgotten yet: %s", type(error).__name__)
    try:
        await teach_by_night(deps)
    except StorageError as error:
        log.warning("nothing could be learned yet: %s", type(error).__name__)


async def remind(deps: Deps, client: AsyncWebClient) -> None:
    """Whoever has something to write. Doing it again changes nothing."""
    try:
        await remind_writers(deps, client)
    except StorageError as error:
        log.warning("nobody could be reminded yet: %s", type(error).__name__)


async def forget_what_is_over(deps: Deps) -> None:
    """Drafts a day after a wave's end; a confidential wave's key a week after it.

    The key of a linked series stays until the series is closed: a survey three months later belongs
    to the same people. What people read in words goes with the words, whoever withdrew them.
    """
    now = deps.clock()
    waves = await deps.store.waves()
    for wave in closed_series(waves, deps.board.retention, deps.today()):
        deps.pseudonyms.destroy(wave)
    for wave in waves:
        if wave.ended_at + WORDS_KEPT <= now:
            await deps.store.forget_drafts(wave.id)
        if wave.mode is Mode.CONFIDENTIAL and wave.ended_at + KEYS_KEPT <= now:
            deps.pseudonyms.destroy(wave)
    await forget_old_drafts(deps)
    await forget_old_queries(deps)
    await forget_dead_claims(deps)
    await let_go_reviews_of_what_is_gone(deps)
    await let_go_of_dead_quotes(deps)
