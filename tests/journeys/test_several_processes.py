"""Two whole bots on one PostgreSQL: each answer and message once, also while one restarts."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr

from analysis.reading.codebook import library_codebook
from bot.asking.waves import Plan, open_wave
from bot.board import Board
from bot.definitions import Definitions
from bot.keeping.inbox import Arrival
from bot.manifest import manifest
from bot.run import EVENTS_PATH, open_deps
from bot.settings import Settings
from bot.web.practice import Person as SlackPerson
from bot.web.practice import Workspace
from storage.sealing import new_key
from surveys.authoring import library_framework, read_survey
from surveys.values import PersonId, WaveId
from surveys.wave import Audience, Person
from tests.journeys.harness import PATIENCE
from tests.journeys.test_bad_input import HEADING
from tests.servers import Server

ROOT = Path(__file__).parents[2]
PEOPLE = tuple(PersonId(f"UNURSE{number}") for number in range(8))
BOARD = (
    "name: A board\nmash_contact: the front door\nout_of_hours: the night team\n"
    "roles: {designated_lead: [ULEAD]}\n"
)
SOCKET, HTTP = "connected in Socket Mode", "listening on 127.0.0.1:"
# A process that stops is gone after 3 seconds on a machine of its own, and tests share theirs.
# That nobody waits for an answer longer than Slack does, the workspace sees to at each press.
GOODBYE = 6.0

Result = TypeVar("Result")


@dataclass
class Process:
    """`heard run`, from the moment at which it is ready."""

    process: asyncio.subprocess.Process
    port: str
    reading: "asyncio.Task[bytes]"

    async def ended(self) -> tuple[int | None, str]:
        """Its exit code, and what it said."""
        async with asyncio.timeout(PATIENCE):
            said = await self.reading
            return await self.process.wait(), said.decode()


@asynccontextmanager
async def processes(board: "OneBoard", count: int) -> AsyncIterator[tuple[Process, ...]]:
    """So many, started at the same time."""
    async with AsyncExitStack() as running:
        starting = (running.enter_async_context(board.process()) for _ in range(count))
        yield tuple(await asyncio.gather(*starting))


@dataclass
class OneBoard:
    """A board with its workspace, its people and its store."""

    settings: Settings
    known: Definitions
    workspace: Workspace
    variables: Mapping[str, str]

    @asynccontextmanager
    async def process(self) -> AsyncIterator[Process]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=self.settings.data,
            env=os.environ | self.variables,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        said, line, port = "", " ", ""
        is_http = "SLACK_SIGNING_SECRET" in self.variables
        try:
            async with asyncio.timeout(PATIENCE):
                while (HTTP if is_http else SOCKET) not in line:
                    line = (await process.stderr.readline()).decode()
                    said += line
                    assert line, said
                    if HTTP in line:
                        port = line.partition(HTTP)[2].partition(":")[0]
            yield Process(process, port, asyncio.create_task(process.stderr.read()))
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def ask(self, people: tuple[PersonId, ...] = PEOPLE) -> WaveId:
        async with open_deps(self.settings, self.known) as deps:
            survey = read_survey(
                HEADING + "  - {id: why, kind: comment, text: Why}\n",
                "own.yaml",
                self.known.framework,
            )
            today = deps.today()
            plan = Plan(
                survey, Audience(people=people), today, today.fromordinal(today.toordinal() + 9)
            )
            wave, _ = await open_wave(deps, plan, "test")
            return wave.id

    async def answer(self, person: PersonId) -> int:
        """Press Send until Slack says that it went. Returns how often that was."""
        actor = self.workspace.as_person(person)
        for times in range(1, 10):
            if await actor.submit({"why": f"{person} has to ring twice."}):
                return times
        raise AssertionError("it never went")


@pytest.fixture
async def board(
    tmp_path: Path, server: Server, request: pytest.FixtureRequest
) -> AsyncIterator[OneBoard]:
    """In Socket Mode, or with signed requests."""
    people = tuple(Person(id=one, agency="Health", role_group="Nurse") for one in PEOPLE)
    (tmp_path / "board.yaml").write_text(BOARD)
    new_key(tmp_path / "store.key")
    workspace = Workspace(
        manifest(), [SlackPerson(one, one.title()) for one in PEOPLE], retry_seconds=(0, 0)
    )
    async with workspace.running():
        by_socket = {"SLACK_APP_TOKEN": workspace.app_token}
        by_request = {"SLACK_SIGNING_SECRET": workspace.signing_secret}
        url = server.url(server.emptied("journeys"))
        yield OneBoard(
            Settings(
                _env_file=None,
                data=tmp_path,
                store=url,
                slack_bot_token=SecretStr(workspace.bot_token),
                slack_api_url=workspace.api_url,
            ),
            Definitions(
                Board(name="A board", mash_contact="the front door", out_of_hours="the night team"),
                library_framework(),
                {},
                library_codebook(),
                people,
            ),
            workspace,
            {
                "PYTHONPATH": str(ROOT),
                "HEARD_DATA": str(tmp_path),
                "HEARD_STORE": url,
                "HEARD_PORT": "0",
                "SLACK_BOT_TOKEN": workspace.bot_token,
                "SLACK_API_URL": workspace.api_url,
                **(by_socket if request.param == "socket" else by_request),
            },
        )


class Balancer:
    """Takes turns; whoever refuses a connection is passed over."""

    def __init__(self) -> None:
        self.ports: list[str] = []
        self._turn = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post(EVENTS_PATH, self._pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession() as self._session:
            try:
                yield f"http://127.0.0.1:{runner.addresses[0][1]}{EVENTS_PATH}"
            finally:
                await runner.cleanup()

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        for _ in self.ports:
            self._turn += 1
            port = self.ports[self._turn % len(self.ports)]
            try:
                async with self._session.post(
                    f"http://127.0.0.1:{port}{EVENTS_PATH}", data=body, headers=request.headers
                ) as answer:
                    return web.Response(
                        status=answer.status,
                        body=await answer.read(),
                        content_type=answer.content_type,
                    )
            except aiohttp.ClientConnectorError:
                continue
        return web.Response(status=502)


@asynccontextmanager
async def balanced(board: OneBoard, *processes: Process) -> AsyncIterator[Balancer]:
    """Slack's requests reach these processes; in Socket Mode they do by themselves."""
    balancer = Balancer()
    if "SLACK_APP_TOKEN" in board.variables:
        yield balancer
        return
    balancer.ports = [one.port for one in processes]
    async with balancer.running() as board.workspace.request_url:
        yield balancer


@pytest.mark.parametrize("board", ["socket", "http"], indirect=True)
async def test_a_rolling_restart_loses_no_answer_and_doubles_none(board: OneBoard) -> None:
    wave = await board.ask()
    people = [board.workspace.as_person(one) for one in PEOPLE]
    async with processes(board, 2) as (first, second), balanced(board, first, second) as balancer:
        await board.workspace.until(lambda: messages(people) == [1] * len(people), PATIENCE)
        await all_of(lambda one: one.press("Open the survey"), people)
        await board.workspace.until(lambda: all(one.views for one in people), PATIENCE)
        await board.workspace.be_unkind({"duplicate": True, "slow_seconds": 0.1})
        answering = asyncio.gather(*(board.answer(one) for one in PEOPLE))
        await asyncio.sleep(0.12)  # until the answers are on their way
        first.process.terminate()
        asked_at = time.monotonic()
        code, said = await first.ended()
        goodbye = time.monotonic() - asked_at
        await answering
        async with processes(board, 1) as (third,):
            balancer.ports = [second.port, third.port]
            await board.workspace.until(lambda: messages(people) == [2] * len(people), PATIENCE)
            second.process.terminate()
            third.process.terminate()
            ends = [(code, said), await second.ended(), await third.ended()]
    async with open_deps(board.settings, board.known) as deps:
        responses = await deps.store.responses(wave)
        left = await deps.store.all_kept(Arrival)

    assert goodbye < GOODBYE
    assert [code for code, _ in ends] == [0, 0, 0]
    assert not any("Traceback" in said for _, said in ends)
    assert len(responses) == len({one.respondent for one in responses}) == len(PEOPLE)
    assert left == []
    assert messages(people) == [2] * len(people)


def messages(people: list[Any]) -> list[int]:
    return [len(one.direct_messages) for one in people]


async def all_of(does: Callable[[Any], Awaitable[Result]], people: list[Any]) -> list[Result]:
    return await asyncio.gather(*(does(one) for one in people))
