"""heard run: the bot on a real workspace."""

import argparse
import asyncio
import logging

from bot.cli.checks import missing_for_slack, nobody_to_tell
from bot.cli.opening import settings_for, telling
from bot.definitions import Missing, definitions
from bot.run import open_deps, stop_on_signals
from bot.run import run as run_until
from bot.workers.post import wrong_with


@telling
async def run(given: argparse.Namespace) -> int:
    """Until Ctrl-C or SIGTERM."""
    quiet_logs()
    settings = settings_for(given)
    if missing := missing_for_slack(settings):
        raise Missing(missing)
    known = definitions(settings)
    if missing := (*nobody_to_tell(known.board), *wrong_with(settings)):
        raise Missing(missing)
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with open_deps(settings, known) as deps:
        await run_until(settings, deps, stop)
    return 0


def quiet_logs() -> None:
    """Never below INFO: at DEBUG, Slack's libraries log what people write."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("heard").setLevel(logging.INFO)
    for noisy in ("slack_sdk", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("heard.slack").setLevel(
        logging.ERROR
    )  # Bolt: routine, and what we mean to do
