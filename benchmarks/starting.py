"""How quickly `heard --help` answers, and how much memory an idle bot takes.

python -m benchmarks.starting
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

from bot.manifest import manifest
from bot.web.practice import Person, Workspace

HELP = (sys.executable, "-c", "from bot.cli import main; main(['--help'])")
BARE = (sys.executable, "-c", "import argparse")
RUNS = 7
BOARD = files("bot.demo") / "board.yaml"  # one that Heard starts with


def measure() -> list[tuple[str, str]]:
    asked, bare = _median(HELP), _median(BARE)
    return [
        ("heard --help", f"{asked:.2f} s (Python itself with argparse {bare:.2f} s)"),
        ("bot, connected and idle", f"{asyncio.run(_idle_megabytes()):.0f} MB"),
    ]


def _median(command: tuple[str, ...]) -> float:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves
        took.append(time.perf_counter() - began)
    return sorted(took)[RUNS // 2]


async def _idle_megabytes() -> float:
    """Of a bot in a process of its own, connected to a practice workspace by a socket."""
    workspace = Workspace(manifest(), [Person("U0QUINN", "Quinn Quay")])
    with tempfile.TemporaryDirectory() as folder:
        async with workspace.running():
            process = await _bot(workspace, Path(folder))
            try:
                await workspace.until_connected(30)
                return _resident(process.pid)
            finally:
                process.terminate()
                await process.wait()


async def _bot(workspace: Workspace, folder: Path) -> asyncio.subprocess.Process:
    environment = {
        "PATH": os.environ["PATH"],
        "HEARD_DATA": str(folder),
        "HEARD_BOARD": str(BOARD),
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
    }
    await (await _heard(["keys", "new"], environment)).wait()
    return await _heard(["run"], environment)


async def _heard(arguments: list[str], environment: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        f"from bot.cli import main; main({arguments!r})",
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    for row in measure():
        print(": ".join(row))
