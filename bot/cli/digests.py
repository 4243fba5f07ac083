"""heard digest, heard evidence, heard recompute: figures on the terminal, or as JSON."""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from analysis.digest.short import in_short
from analysis.disclosure.suppression import Audience
from bot.cli.opening import opened, operator, read_by_net, telling
from bot.commands import ALL, AUDIENCES, figure_asked
from bot.definitions import Missing
from bot.deps import Deps
from bot.papers.charts import board_on_a_page, dot_and_range
from bot.reading.worker import read_new
from bot.telling import tracing
from bot.telling.digesting import audience_for, latest_period
from bot.telling.picturing import Wanted
from bot.telling.releasing import digest_for, make_dashboard, release
from bot.telling.tracing import evidence_behind
from bot.terminal import print_dashboard, print_digest, print_evidence, print_recomputed
from surveys.periods import Period


@telling
async def digest(given: argparse.Namespace) -> int:
    """New comments are read first, so that the digest stands on all of them."""
    _refuse_what_does_not_fit(given)
    if given.area.casefold() == ALL:
        return await _dashboard(given)
    async with opened(given) as deps:
        area = deps.framework.area(given.area)
        period = Period.parse(given.period) if given.period else latest_period(deps)
        await read_new(deps)
        wanted = Wanted(area, period, _audience(given, deps, period))
        if given.release:
            await read_by_net(deps, "release", {"reason": given.reason or ""})
            await release(deps, wanted, by=operator(), name=given.by, reason=given.reason)
        made = await digest_for(deps, wanted, by=operator())
        made = in_short(made) if given.short else made
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
        audience = _audience(given, deps, period)
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
    async with opened(given, begin=False) as deps:
        wanted, area, period = figure_asked(given.figure, deps.framework)
        await read_new(deps)
        found = await evidence_behind(deps, area, period, wanted, by=operator())
        if given.json:
            print(found.model_dump_json(indent=2))
        else:
            print_evidence(found, Console())
    return 0


@telling
async def recompute(given: argparse.Namespace) -> int:
    """0 when the figure comes out again to the byte, else 1."""
    async with opened(given, begin=False) as deps:
        wanted, area, period = figure_asked(given.figure, deps.framework)
        found = await tracing.recompute(deps, area, period, wanted)
        if given.json:
            print(found.figure.model_dump_json())
            for line in found.told:
                print(line, file=sys.stderr)
        else:
            print_recomputed(found, Console())
    return 0 if found.is_same else 1


def _refuse_what_does_not_fit(given: argparse.Namespace) -> None:
    if given.release and not (given.by or "").strip():
        raise Missing(("--release needs --by NAME: who releases it.",))
    if given.release and given.area.casefold() == ALL:
        raise Missing(("--release is of one content area.",))
    if given.release and given.audience == "analyst":
        raise Missing(("--release is for the board or for the public: --for board.",))
    if given.short and given.area.casefold() == ALL:
        raise Missing(("--short is of one content area.",))
    if not given.release and (given.by or given.reason):
        raise Missing(("--by and --reason go with --release.",))


def _audience(given: argparse.Namespace, deps: Deps, period: Period) -> Audience:
    if given.audience:
        return AUDIENCES[given.audience]
    return Audience.BOARD if given.release else audience_for(deps, period)


def _save(file: str, content: bytes) -> None:
    try:
        Path(file).write_bytes(content)
    except OSError as error:
        raise Missing((f"{file}: can't be written ({error.strerror}).",)) from None
