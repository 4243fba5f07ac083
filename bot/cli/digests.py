"""heard digest, heard evidence: figures on the terminal, or as JSON for a script."""

import argparse
from pathlib import Path

from rich.console import Console

from analysis.disclosure.suppression import Audience
from bot.cli.opening import opened, operator, telling
from bot.commands import ALL, figure_asked
from bot.definitions import Missing
from bot.digesting import audience_for, evidence_behind, latest_period, make_dashboard, make_digest
from bot.papers.charts import board_on_a_page, dot_and_range
from bot.reading import read_new
from bot.terminal import print_dashboard, print_digest, print_evidence
from surveys.periods import Period


@telling
async def digest(given: argparse.Namespace) -> int:
    """New comments are read first, so that the digest stands on all of them."""
    if given.area.casefold() == ALL:
        return await _dashboard(given)
    async with opened(given) as deps:
        area = deps.framework.area(given.area)
        period = Period.parse(given.period) if given.period else latest_period(deps)
        await read_new(deps)
        audience = Audience(given.audience) if given.audience else audience_for(deps, period)
        made = await make_digest(deps, area, period, audience, by=operator())
    if given.json:
        print(made.model_dump_json(indent=2))
    else:
        print_digest(made, Console())
    if given.chart:
        _save(given.chart, dot_and_range(made.chart))
    return 0


async def _dashboard(given: argparse.Namespace) -> int:
    async with opened(given) as deps:
        period = Period.parse(given.period) if given.period else latest_period(deps)
        await read_new(deps)
        audience = Audience(given.audience) if given.audience else audience_for(deps, period)
        made = await make_dashboard(deps, period, audience, by=operator())
    if given.json:
        print(made.model_dump_json(indent=2))
    else:
        print_dashboard(made, Console())
    if given.chart:
        _save(given.chart, board_on_a_page(made))
    return 0


@telling
async def evidence(given: argparse.Namespace) -> int:
    async with opened(given) as deps:
        wanted, area, period = figure_asked(given.figure, deps.framework)
        await read_new(deps)
        found = await evidence_behind(deps, area, period, wanted, by=operator())
    if given.json:
        print(found.model_dump_json(indent=2))
    else:
        print_evidence(found, Console())
    return 0


def _save(file: str, content: bytes) -> None:
    try:
        Path(file).write_bytes(content)
    except OSError as error:
        raise Missing((f"{file}: can't be written ({error.strerror}).",)) from None
