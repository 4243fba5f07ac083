"""Commands on the machine while the bot has the store open."""

import asyncio
import stat
import sys
from contextlib import chdir

from bot.cli import parser
from bot.cli.opening import settings_for
from bot.definitions import definitions
from bot.run import open_deps
from bot.workers.errands import SOCKET, taking_errands
from tests.cli.conftest import UNTIL, Terminal, environment


async def typed(heard: Terminal, *words: str) -> tuple[int | None, str, str]:
    """A command in a process of its own, while this one goes on."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=heard.folder,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def test_a_command_is_done_by_the_bot_that_has_the_store(heard: Terminal) -> None:
    with chdir(heard.folder):
        settings = settings_for(parser().parse_args(["check"]))
        async with open_deps(settings, definitions(settings)) as deps:
            async with taking_errands(deps, settings.data):
                place = heard.folder / settings.data / SOCKET
                mode = stat.S_IMODE(place.stat().st_mode)
                opened = await typed(
                    heard, "wave", "open", "short", "--to", "Health", "--until", UNTIL
                )
                listed = await typed(heard, "wave", "list")
                unknown = await typed(heard, "wave", "close", "unknown")
                exported = await typed(heard, "export", "responses", "2026-Q3", "--out", "out.csv")
            alone = await typed(heard, "wave", "list")
            audit = await deps.store.audit()

    assert mode == 0o600
    assert opened[0] == 0
    assert "short-" in listed[1]
    assert unknown[0] == 2
    assert unknown[2].count("\n") == 1
    assert exported[0] == 0
    assert (heard.folder / "out.csv").exists()
    assert alone[0] == 2
    assert "is in use by process" in alone[2]
    assert audit[0].who.endswith("on the command line")
    assert not place.exists()


async def test_the_running_bot_is_who_learns_from_corrections(heard: Terminal) -> None:
    with chdir(heard.folder):
        settings = settings_for(parser().parse_args(["check"]))
        async with (
            open_deps(settings, definitions(settings)) as deps,
            taking_errands(deps, settings.data),
        ):
            nothing = await typed(heard, "learn", "sentiment", "--from", "corrections")
            checked = await typed(heard, "check")

    assert nothing[0] == 2
    assert "In Slack: /review" in nothing[2]
    assert "read by the model that comes with Heard" in checked[1]
