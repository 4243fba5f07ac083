"""What /health and /metrics tell whoever watches: names and counts, no person, no wave."""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientConnectorError, ClientSession
from aiohttp.test_utils import make_mocked_request
from pydantic import SecretStr

from bot.keeping.inbox import Arrival
from bot.run import open_deps, run
from bot.web.health import health
from bot.web.metrics import metrics
from bot.workers.vitals import Connection
from surveys.survey import Survey
from tests.journeys.harness import ANNA, Heard, eventually
from tests.journeys.test_answering import answer_all, open_survey

LINE = re.compile(r"^[a-z_]+(\{task=\"[a-z ]+\"\})? -?[0-9.e+-]+$")


async def told(heard: Heard) -> tuple[int, dict[str, Any]]:
    answer: Any = await health(heard.deps)(make_mocked_request("GET", "/health"))
    return answer.status, json.loads(answer.text)


async def measured(heard: Heard) -> dict[str, float]:
    """Every line is read, so that one that is none fails."""
    answer: Any = await metrics(heard.deps)(make_mocked_request("GET", "/metrics"))
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(LINE.match(line) for line in lines), answer.text
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    explained = set(re.findall(r"^# TYPE ([a-z_]+) (?:gauge|counter)$", answer.text, re.MULTILINE))
    assert explained == {line.split(" ")[0].split("{")[0] for line in lines}
    assert answer.text.endswith("\n")
    return {line.split(" ")[0]: float(line.split(" ")[1]) for line in lines}


async def test_all_is_well_while_the_store_answers_slack_is_connected_and_the_workers_live(
    heard: Heard,
) -> None:
    assert await told(heard) == (
        200,
        {"well": True, "wrong": [], "messages_waiting": 0, "dead_letters": 0},
    )

    heard.deps.vitals.connection = Connection.NONE
    assert await told(heard) == (
        503,
        {"well": False, "wrong": ["Slack is not connected"]}
        | {"messages_waiting": 0, "dead_letters": 0},
    )


async def test_what_is_wrong_is_said_by_name(heard: Heard) -> None:
    vitals, store = heard.deps.vitals, heard.deps.store

    async def fails() -> None:
        return

    worker = asyncio.create_task(fails(), name="delivery")
    await worker
    vitals.workers, vitals.stopping = [worker], True
    await store.close()

    status, found = await told(heard)

    assert status == 503
    assert found["wrong"] == [
        "the worker 'delivery' has ended",
        "stopping",
        "the store does not answer",
    ]
    assert (await measured(heard))["heard_store_up"] == 0


async def test_metrics_tell_of_the_whole_and_of_people_only_in_tens(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse, ANNA)
    await open_survey(heard)
    await answer_all(heard)
    await heard.workspace.until(lambda: len(heard.person(ANNA).direct_messages) == 2)
    failed = Arrival(id="form", body="{}", holder="dead", at=heard.clock(), failed="unexpected")
    await heard.deps.store.keep(failed)

    # Slack has a message a moment before the store knows that it was taken.
    found = await eventually(
        lambda: measured(heard), lambda found: found["heard_outbox_waiting"] == 0
    )

    assert found["heard_responses"] == found["heard_drafts"] == found["heard_uncoded"] == 0
    assert found["heard_arrivals_failed"] == found["heard_store_up"] == 1
    assert found["heard_connected"] == found['heard_leads{task="caretaking"}'] == 1
    assert found["heard_outbox_dead"] == 0
    assert found["process_resident_memory_bytes"] > 10_000_000
    assert found["heard_store_bytes"] > 10_000
    assert found["heard_last_delivery_timestamp_seconds"] == heard.clock().timestamp()
    assert not any(wave.id in name or ANNA in name for name in found)


async def test_over_http_it_says_that_it_stops_and_goes_on_for_a_while(
    heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    changes = {"slack_app_token": None, "slack_signing_secret": SecretStr("s"), "grace": 0.3}
    settings = heard.settings.model_copy(update=changes)
    await heard.stop()
    caplog.set_level(logging.INFO, "heard")
    stop = asyncio.Event()
    async with open_deps(settings, heard.known, heard.clock) as deps, ClientSession() as session:
        running = asyncio.create_task(run(settings, deps, stop))
        said = await eventually(_text_of(caplog), lambda text: "listening on" in text)
        place = said.partition("listening on ")[2].partition(": ")[0]
        before = await asked(session, place)
        stop.set()
        await asyncio.sleep(0)  # until it has noticed
        during = await asked(session, place)
        await running
        with pytest.raises(ClientConnectorError):
            await asked(session, place)

    assert (before["well"], before["wrong"]) == (True, [])
    assert (during["well"], during["wrong"]) == (False, ["stopping"])


def _text_of(caplog: pytest.LogCaptureFixture) -> Callable[[], Awaitable[str]]:
    async def ask() -> str:
        return caplog.text

    return ask


async def asked(session: ClientSession, place: str) -> dict[str, Any]:
    async with session.get(f"http://{place}/health") as answer:
        found: dict[str, Any] = await answer.json()
        assert answer.status == (200 if found["well"] else 503)
        return found


async def test_a_port_that_is_taken_stops_nobody_in_socket_mode(heard: Heard) -> None:
    other = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with other:
        port = other.sockets[0].getsockname()[1]
        heard.settings = heard.settings.model_copy(update={"port": port})
        await heard.again()

        assert (await heard.person(ANNA).command("/heard")).ok
