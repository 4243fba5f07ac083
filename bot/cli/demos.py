"""heard demo: a practice workspace in the browser, with a synthetic year, on this machine alone."""

import argparse
import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from pydantic import SecretStr
from rich.console import Console

from analysis.disclosure.suppression import Audience as ForWhom
from bot.asking.waves import Plan, open_wave
from bot.cli.opening import operator, telling
from bot.cli.runs import quiet_logs
from bot.definitions import Missing, definitions
from bot.demo import demo_settings
from bot.demo.files import demo_cast
from bot.demo.filling import fill
from bot.demo.reviews import review_sample
from bot.demo.year import SEED
from bot.deps import Deps
from bot.manifest import manifest
from bot.reading.worker import read_new
from bot.run import done_before, open_deps, run, stop_on_signals
from bot.settings import Settings
from bot.telling.digesting import latest_period
from bot.telling.picturing import Wanted
from bot.telling.releasing import digest_for
from bot.terminal import print_digest
from bot.web.practice import RealToken, Workspace, refuse_real_tokens
from storage.sealing import new_key
from surveys.authoring import find_survey
from surveys.wave import Audience

FIRST_AREA = "neglect"
FIRST_SURVEY = "practitioner-pulse"
ANY_PORT = 0


@telling
async def demo(given: argparse.Namespace) -> int:
    """Until Ctrl-C. The next start goes on with the same data."""
    _refuse_real_tokens()
    quiet_logs()
    console = Console()
    settings = demo_settings()
    if not settings.store_key_file.exists():
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        new_key(settings.store_key_file)
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with open_deps(settings, definitions(settings), pace=0.02) as deps:
        if await done_before(stop, _prepare(deps, console)):
            async with _workspace(settings, given.port) as workspace:
                _print_where(workspace, settings, console)
                await run(_connected_to(workspace, settings), deps, stop)
    console.print("Stopped. `make demo` goes on with the same data.")
    return 0


async def _prepare(deps: Deps, console: Console) -> None:
    with console.status("Filling the store with a synthetic year ..."):
        await fill(deps)
        await _keep_something_open(deps)
    with console.status("Reading the comments (on this machine) ..."):
        await read_new(deps)
        await review_sample(deps, SEED)
    await print_first_digest(deps, console)


async def _keep_something_open(deps: Deps) -> None:
    """Weeks later the synthetic year's last pulse is over: then there is a new one to answer."""
    now = deps.clock()
    if any(wave.is_open(now) for wave in await deps.store.waves()):
        return
    today = deps.today()
    pulse = Plan(
        survey=find_survey(FIRST_SURVEY, deps.surveys),
        audience=Audience(people=demo_cast().ids),
        first_day=today,
        last_day=today + timedelta(days=20),
    )
    await open_wave(deps, pulse, operator())


async def print_first_digest(deps: Deps, console: Console) -> None:
    """As `heard digest` tells it: as it was released, once it is."""
    wanted = Wanted(deps.framework.area(FIRST_AREA), latest_period(deps), ForWhom.BOARD)
    print_digest(await digest_for(deps, wanted, by=operator()), console)


@asynccontextmanager
async def _workspace(settings: Settings, port: int) -> AsyncIterator[Workspace]:
    """On the port asked for, or on any free one if that is taken."""
    cast = demo_cast()
    workspace = Workspace(
        manifest(),
        cast.practice_people(),
        channels=cast.practice_channels(),
        groups=cast.practice_groups(),
        folder=settings.data / "workspace",
    )
    async with workspace.running(port if await _is_free(port) else ANY_PORT):
        yield workspace


async def _is_free(port: int) -> bool:
    try:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
    except OSError:
        return False
    server.close()
    await server.wait_closed()
    return True


def _connected_to(workspace: Workspace, settings: Settings) -> Settings:
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(workspace.bot_token),
            "slack_app_token": SecretStr(workspace.app_token),
            "slack_api_url": workspace.api_url,
            "port": ANY_PORT,  # so that it is in nobody's way
        }
    )


def _print_where(workspace: Workspace, settings: Settings, console: Console) -> None:
    console.print()
    console.rule("Practice workspace", align="left")
    console.print(f"Open {workspace.url} in a browser. It is not Slack, and nobody in it is real.")
    console.print("Choose whom to act as: answer a survey as a practitioner, then type")
    console.print("/digest as the QA officer. Ctrl-C ends it.")
    console.print(f"Its data is in {settings.data}/; delete the folder to begin anew.")


def _refuse_real_tokens() -> None:
    try:
        refuse_real_tokens(os.environ)
    except RealToken as real:
        sentence = f"{real.setting} is set: the practice workspace never works with real tokens."
        raise Missing((f"{sentence} Please unset it first.",)) from None
