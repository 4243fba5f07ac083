"""heard migrate: brings a PostgreSQL store to this version."""

import argparse

from bot.cli.opening import settings_for, telling
from storage import migrate_store


@telling
async def migrate(given: argparse.Namespace) -> int:
    """Each step in a transaction of its own. Several may call at once: each step happens once."""
    steps = await migrate_store(settings_for(given).store_url, dry_run=given.dry_run)
    for step in steps:
        print(f"{step} would be applied." if given.dry_run else f"{step} is applied.")
    if not steps:
        print("The store is as this version needs it; there is nothing to do.")
    return 0
