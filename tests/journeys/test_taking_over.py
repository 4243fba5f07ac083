"""Of two whole bots on one PostgreSQL one is killed, while it leads and while people send."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
import pytest

from bot.keeping.inbox import Arrival
from bot.run import now, open_deps, run
from bot.web.metrics import LEADING
from surveys.concern import Urgency
from surveys.values import PersonId, WaveId
from tests.holding import a_concern
from tests.journeys.harness import PATIENCE
from tests.journeys.test_several_processes import (
    BOARD,
    PEOPLE,
    OneBoard,
    Process,
    all_of,
    balanced,
    board,
    messages,
)

__all__ = ["board"]

DEPUTY = PersonId("UNURSE7")  # is asked nothing
ASKED = PEOPLE[:-1]
LIMIT = 30.0  # seconds after which another has taken over
MINUTES_LATER = timedelta(minutes=3)  # when nothing is the killed process's any more


async def leads(process: Process) -> set[str]:
    """What this process does for all, as whoever watches it is told."""
    url = f"http://127.0.0.1:{process.port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        lines = (await answer.text()).splitlines()
    return {task for task in LEADING if f'heard_leads{{task="{task}"}} 1' in lines}


async def until(ask: Callable[[], Awaitable[bool]], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not await ask():  # noqa: ASYNC110 - another process rings no bell
            await asyncio.sleep(0.05)


async def leads_everything(process: Process) -> bool:
    return await leads(process) == set(LEADING)


async def seconds_until_it_leads(process: Process) -> float:
    """Watched from now on, because how long people take to answer meanwhile is no promise."""
    loop = asyncio.get_running_loop()
    since = loop.time()
    await until(lambda: leads_everything(process), PATIENCE)
    return loop.time() - since


async def raise_a_concern(board: OneBoard) -> None:
    """One whose clock ran out an hour ago: whoever watches tells the deputy."""
    told_at = now() - timedelta(hours=1)
    concern = a_concern(urgency=Urgency.IMMEDIATE, told_at=told_at, day=told_at.date())
    async with open_deps(board.settings, board.known) as deps:
        await deps.store.keep(concern)


async def run_minutes_later(board: OneBoard, is_done: Callable[[], bool]) -> None:
    """A bot that finds what the killed process had claimed, once nobody else has it."""
    stop = asyncio.Event()
    opening = open_deps(board.settings, board.known, lambda: now() + MINUTES_LATER)
    async with opening as deps, asyncio.TaskGroup() as group:
        group.create_task(run(board.settings, deps, stop))

        async def is_settled() -> bool:
            return is_done() and not await deps.store.all_kept(Arrival)

        await until(is_settled, PATIENCE)
        stop.set()


async def respondents(board: OneBoard, wave: WaveId) -> list[str]:
    async with open_deps(board.settings, board.known) as deps:
        return [one.respondent for one in await deps.store.responses(wave)]


@pytest.mark.parametrize("board", ["socket"], indirect=True)
async def test_when_the_process_that_leads_is_killed_nothing_is_lost_and_another_leads(
    board: OneBoard,
) -> None:
    (board.settings.data / "board.yaml").write_text(BOARD.replace("}", f", deputy: [{DEPUTY}]}}"))
    wave = await board.ask(ASKED)
    people = [board.workspace.as_person(one) for one in ASKED]
    deputy = board.workspace.as_person(DEPUTY)
    async with board.process() as first:
        await until(lambda: leads_everything(first), PATIENCE)
        async with board.process() as second, balanced(board, first, second) as balancer:
            await board.workspace.until(lambda: messages(people) == [1] * len(people), PATIENCE)
            await all_of(lambda one: one.press("Open the survey"), people)
            await board.workspace.until(lambda: all(one.views for one in people), PATIENCE)
            alone = await leads(first), await leads(second)
            await board.workspace.be_unkind({"duplicate": True, "slow_seconds": 0.1})
            answering = asyncio.gather(*(board.answer(one) for one in ASKED))
            await asyncio.sleep(0.12)  # until the answers are on their way
            first.process.kill()
            taking_over = asyncio.create_task(seconds_until_it_leads(second))
            balancer.ports = [second.port]
            await answering
            at_once = await respondents(board, wave)
            await raise_a_concern(board)
            taken_over_after = await taking_over
            await board.workspace.until(lambda: deputy.direct_messages, LIMIT)
            second.process.terminate()
            code, said = await second.ended()
    await run_minutes_later(board, lambda: all(count >= 2 for count in messages(people)))

    assert alone == (set(LEADING), set())
    assert len(at_once) == len(set(at_once)) == len(ASKED)
    assert sorted(await respondents(board, wave)) == sorted(at_once)
    assert taken_over_after < LIMIT
    assert sum(messages(people)) - 2 * len(people) <= 1  # the one that was just being sent
    assert (code, "Traceback" in said) == (0, False)
