"""Fifty people press Send at once: Heard, keeping durably, beside the same Bolt app that only acks.

    python -m benchmarks.submission

The servers run in a process of their own, so that the load does not slow down what it measures.
"""

import asyncio
import hashlib
import hmac
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from analysis.reading.codebook import library_codebook
from bot.app import build_app, client_for, identity
from bot.board import Board
from bot.definitions import Definitions
from bot.keeping.journal import erase, write_down
from bot.payloads import FormState
from bot.reading.worker import read_all, read_new
from bot.run import open_deps
from bot.settings import Settings
from bot.views.answer_form import CALLBACK
from storage.interface import Store
from storage.sealing import new_key
from surveys.answering import Answer, Chosen, Said, response_from
from surveys.authoring import library_framework, read_survey
from surveys.survey import Survey
from surveys.values import OptionKey, PersonId, QuestionId, Respondent, ResponseId, WaveId
from surveys.wave import Invitation, Wave

PEOPLE = 2000
AT_ONCE = 50
ROUNDS = 5
STORED = 5000
SECRET = "benchmark"  # noqa: S105 - of a server that lives for seconds
WORDS = "Nobody rings back after a referral, so I ring again, and we lose a week each time."
SURVEY = """
id: short-pulse
title: Short pulse
perspective: practitioner
method: practitioner_experiences
promise: staff
questions:
  - {id: thresholds, kind: agree, text: "I know when to refer.", good: [CP-Q1]}
  - {id: sharing, kind: agree, text: "Others share in time.", good: [MA-Q1]}
  - {id: words, kind: comment, text: "What gets in the way?"}
"""


@dataclass(frozen=True)
class Measured:
    per_second: float
    median_ms: float
    p99_ms: float


def measure() -> list[tuple[str, str]]:
    """Rows of the table: what, and how much."""
    rounds = [
        (asyncio.run(_measured("acks")), asyncio.run(_measured("heard"))) for _ in range(ROUNDS)
    ]
    ratios = sorted(heard.per_second / acks.per_second for acks, heard in rounds)
    acks, heard = min(rounds, key=lambda pair: abs(_ratio(*pair) - ratios[ROUNDS // 2]))
    return [
        ("Bolt that only acks, 50 at once", _told(acks)),
        (f"Heard, durable, {STORED:,} stored", _told(heard)),
        (
            f"ratio, median of {ROUNDS} rounds (aim 0.5)",
            f"{ratios[ROUNDS // 2]:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
        ),
    ]


def _ratio(acks: Measured, heard: Measured) -> float:
    return heard.per_second / acks.per_second


def _told(measured: Measured) -> str:
    return (
        f"{measured.per_second:,.0f}/s, median {measured.median_ms:.0f} ms, "
        f"p99 {measured.p99_ms:.0f} ms"
    )


async def _measured(which: str) -> Measured:
    async with _server(which) as url, aiohttp.ClientSession() as session:
        await asyncio.gather(*(_press_send(session, url, person) for person in range(AT_ONCE)))
        waiting = iter(range(AT_ONCE, PEOPLE))
        took: list[float] = []

        async def one_after_another() -> None:
            took.extend([await _press_send(session, url, person) for person in waiting])

        began = time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
        seconds = time.perf_counter() - began
    took.sort()
    return Measured(
        per_second=len(took) / seconds,
        median_ms=1000 * took[len(took) // 2],
        p99_ms=1000 * took[int(len(took) * 0.99)],
    )


@asynccontextmanager
async def _server(which: str) -> AsyncIterator[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.submission", which, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    port = int(await process.stdout.readline())
    try:
        yield f"http://127.0.0.1:{port}/slack/events"
    finally:
        process.terminate()
        await process.wait()


async def _press_send(session: aiohttp.ClientSession, url: str, person: int) -> float:
    body = urlencode({"payload": json.dumps(_payload(person))})
    stamp = str(int(time.time()))
    mark = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={mark}",
    }
    began = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as answer:
        assert answer.status == 200, answer.status
        await answer.read()
    return time.perf_counter() - began


def _payload(person: int) -> dict[str, object]:
    chosen = {"answer": {"type": "radio_buttons", "selected_option": {"value": "agree"}}}
    return {
        "type": "view_submission",
        "team": {"id": "T1", "domain": "t"},
        "user": {"id": _id(person), "team_id": "T1"},
        "api_app_id": "A1",
        "token": "t",
        "trigger_id": "t",
        "view": {
            "id": f"V{person}",
            "type": "modal",
            "callback_id": CALLBACK,
            "private_metadata": FormState(
                wave=WaveId("bench"), first="thresholds"
            ).model_dump_json(),
            "state": {
                "values": {
                    "thresholds": chosen,
                    "sharing": chosen,
                    "words": {"answer": {"type": "plain_text_input", "value": WORDS}},
                }
            },
        },
    }


def _id(person: int) -> PersonId:
    return PersonId(f"U{person:06}")


# The servers


async def _serve(which: str) -> None:
    runner, port = await _running(_slack())
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None,
            data=Path(folder),
            slack_bot_token=SecretStr("xoxb-benchmark"),
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=f"http://127.0.0.1:{port}/api/",
        )
        new_key(settings.store_key_file)
        async with open_deps(settings, _known()) as deps:
            app = _acks(settings)
            working: list[asyncio.Task[None]] = []
            if which == "heard":
                await _fill(deps.store)
                await read_new(deps)
                client = client_for(settings)
                app = build_app(settings, deps, client, await identity(client))
                work = (read_all(deps), write_down(deps), erase(deps))
                working = [asyncio.create_task(one) for one in work]
            serving, served = await _running(app.web_app(path="/slack/events"))
            print(served, flush=True)
            await asyncio.Event().wait()
            assert not any(one.done() for one in working)
            await serving.cleanup()
    await runner.cleanup()


def _acks(settings: Settings) -> AsyncApp:
    app = AsyncApp(client=client_for(settings), signing_secret=SECRET)

    @app.view(CALLBACK)
    async def only_ack(args: AsyncArgs) -> None:
        await args.ack()

    return app


def _slack() -> web.Application:
    """As much of Slack as an app asks for before it listens."""

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response(
            {
                "ok": True,
                "user_id": "UBOT",
                "bot_id": "B1",
                "team_id": "T1",
                "team": "t",
                "user": "b",
            }
        )

    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    return app


async def _running(app: web.Application) -> tuple[web.AppRunner, int]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, runner.addresses[0][1]


def _known() -> Definitions:
    board = Board(name="Benchmark", mash_contact="the front door", out_of_hours="the night team")
    return Definitions(board, library_framework(), {}, library_codebook(), ())


async def _fill(store: Store) -> None:
    """A wave that asks everybody, and responses of an earlier one."""
    survey = read_survey(SURVEY, "short-pulse.yaml", library_framework())
    wave, earlier = _wave("bench", survey), _wave("earlier", survey)
    invitations = [
        Invitation(wave=wave.id, person=_id(person), agency="Health", role_group="Nurse")
        for person in range(PEOPLE)
    ]
    await store.open_wave(wave, survey, invitations, [])
    answers: dict[QuestionId, Answer] = {
        QuestionId("thresholds"): Chosen(option=OptionKey("agree")),
        QuestionId("words"): Said(text=WORDS),
    }
    await store.accept_all(
        earlier,
        survey,
        [
            response_from(
                earlier,
                survey,
                answers,
                response_id=ResponseId(f"r{number}"),
                respondent=Respondent(f"p{number}"),
                agency="Health",
                day=earlier.opens_at.date(),
            )
            for number in range(STORED)
        ],
    )


def _wave(name: str, survey: Survey) -> Wave:
    now = datetime.now(UTC)
    return Wave(
        id=WaveId(name),
        survey=survey.id,
        survey_version=survey.version,
        mode=survey.mode,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(_serve(sys.argv[1]))
    else:
        for row in measure():
            print(": ".join(row))
