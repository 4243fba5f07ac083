"""heard digest, heard evidence: figures on the terminal, or as JSON for a script."""

import argparse
from pathlib import Path

from rich.console import Console

from analysis.suppression import Audience
from bot.cli.opening import OPERATOR, opened, telling
from bot.digesting import latest_period, make_digest
from bot.papers.charts import dot_and_range
from bot.reading import read_new
from bot.terminal import print_digest
from surveys.periods import Period


@telling
async def digest(given: argparse.Namespace) -> int:
    """New comments are read first, so that the digest stands on all of them."""
    async with opened(given) as deps:
        area = deps.framework.area(given.area)
        period = Period.parse(given.period) if given.period else latest_period(deps)
        await read_new(deps)
        made = await make_digest(deps, area, period, Audience(given.audience), by=OPERATOR)
    if given.json:
        print(made.model_dump_json(indent=2))
    else:
        print_digest(made, Console())
    if given.chart:
        Path(given.chart).write_bytes(dot_and_range(made.chart))
    return 0
