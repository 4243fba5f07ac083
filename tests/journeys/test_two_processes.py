"""One process owns a store. A second one is told so, and spoils nothing."""

import asyncio
import os
import sys
from pathlib import Path

from surveys.survey import Survey
from tests.journeys.harness import ANNA, PATIENCE, Heard
from tests.journeys.test_answering import answer_all, open_survey

ROOT = Path(__file__).parents[2]
BOARD = (
    "name: A board\nmash_contact: the front door\nout_of_hours: the night team\n"
    "roles: {designated_lead: [ULEAD]}\n"
)


async def beside(heard: Heard, *words: str) -> tuple[int | None, str]:
    """What another process on the same store says, and its exit code."""
    board = heard.settings.data / "board.yaml"
    board.write_text(BOARD)
    variables = {
        "PYTHONPATH": str(ROOT),
        "HEARD_DATA": str(heard.settings.data),
        "HEARD_BOARD": str(board),
        "SLACK_BOT_TOKEN": heard.workspace.bot_token,
        "SLACK_APP_TOKEN": heard.workspace.app_token,
        "SLACK_API_URL": heard.workspace.api_url,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=heard.settings.data,
        env=os.environ | variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    return process.returncode, (out + err).decode()


async def test_a_second_bot_is_told_who_holds_the_store(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse, ANNA)

    code, told = await beside(heard, "run")

    assert code == 2
    assert "is in use by" in told
    assert str(os.getpid()) in told
    assert "Traceback" not in told
    await open_survey(heard)
    await answer_all(heard)
    assert len(await heard.deps.store.responses(wave.id)) == 1


async def test_a_command_beside_the_bot_is_done_by_the_bot(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse, ANNA)

    code, told = await beside(heard, "wave", "list")

    assert code == 0
    assert wave.id in told


async def test_once_the_first_has_ended_the_second_may(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse, ANNA)
    await heard.stop()

    code, told = await beside(heard, "wave", "list")

    assert code == 0
    assert wave.id in told
