"""What people send is written down first, and handled even if whoever got it is killed."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot import wording
from bot.app import build_app, client_for, identity
from bot.board import Role
from bot.keeping.inbox import Arrival
from bot.keeping.journal import MOST_TRIES, settle, write_down
from bot.payloads import worth_keeping
from bot.run import open_deps
from bot.web.practice import Group
from bot.web.practice.actors import Actor
from storage.interface import Store, StoreUnreachable
from surveys.answering import Said
from surveys.survey import Survey
from surveys.wave import Wave
from tests.journeys.harness import ANNA, COLLEAGUES, QUINN, Heard, eventually
from tests.journeys.test_answering import open_survey
from tests.journeys.test_bad_input import own_survey
from tests.journeys.test_concerns import DISCLOSES, concerns
from tests.journeys.test_every_word import settled
from tests.journeys.test_waves import SUNDAY, opening
from tests.nets import a_foreseeable_net
from tests.servers import Server

WORDS = "I had to ring three times."
SECRET = "not a secret"


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """TinyDB's, unless a test says PostgreSQL."""
    if getattr(request, "param", "") != "postgresql":
        return ""
    server: Server = request.getfixturevalue("server")
    return server.url(server.emptied("journeys"))


async def with_an_open_form(heard: Heard) -> Wave:
    survey = own_survey(heard, "  - {id: why, kind: comment, text: Why}\n")
    wave = await heard.ask(survey, ANNA)
    await open_survey(heard)
    return wave


async def sent_to_nobody(heard: Heard) -> dict[str, Any]:
    """The payload of a form that is sent while no bot runs. It is closed for want of an answer."""
    await heard.stop()
    outcome = await heard.person(ANNA).submit({"why": WORDS})
    assert not outcome.ok
    return dict(heard.workspace.deliveries[-1].payload)


async def leave(heard: Heard, payload: dict[str, Any], **changes: Any) -> Arrival:
    """As a killed process would have left it."""
    usual = {"id": "left", "holder": "dead", "at": heard.clock(), "body": json.dumps(payload)}
    arrival = Arrival(**usual | changes)
    async with open_deps(heard.settings, heard.known, heard.clock) as deps:
        await deps.store.keep(arrival)
    return arrival


async def arrivals(heard: Heard) -> list[Arrival]:
    return list(await heard.deps.store.all_kept(Arrival))


async def test_what_a_killed_process_had_not_handled_is_handled_after_the_start(
    heard: Heard,
) -> None:
    wave = await with_an_open_form(heard)
    await leave(heard, await sent_to_nobody(heard))
    await heard.start()

    await heard.workspace.until(lambda: len(heard.person(ANNA).direct_messages) == 2)
    [response] = await heard.deps.store.responses(wave.id)
    assert list(response.answers.values()) == [Said(text=WORDS)]
    assert "Thank you" in str(heard.person(ANNA).direct_messages[-1].blocks)
    await eventually(lambda: arrivals(heard), lambda left: left == [])


async def test_what_is_handled_leaves_nothing_behind(heard: Heard) -> None:
    wave = await with_an_open_form(heard)
    await heard.workspace.be_unkind({"duplicate": True})
    await heard.person(ANNA).submit({"why": WORDS})
    await heard.person(ANNA).say("Is anybody there?")
    await heard.workspace.until(lambda: len(heard.person(ANNA).direct_messages) >= 4)
    await heard.stop()

    async with open_deps(heard.settings, heard.known, heard.clock) as heard.deps:
        assert await arrivals(heard) == []
        assert len(await heard.deps.store.responses(wave.id)) == 1


async def test_what_could_not_be_kept_when_it_was_sent_is_kept_later(heard: Heard) -> None:
    wave = await with_an_open_form(heard)
    payload = await sent_to_nobody(heard)
    async with open_deps(heard.settings, heard.known, heard.clock) as deps:
        away = replace(deps, store=TakesNoAnswers(deps.store), net=a_foreseeable_net)
        client = client_for(heard.settings)
        app = build_app(heard.settings, away, client, await identity(client))
        told = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
        await settle(away)
    await heard.start()

    assert json.loads(told.body)["errors"] == {"why": wording.not_saved()}
    await eventually(lambda: heard.deps.store.responses(wave.id), lambda found: len(found) == 1)
    await heard.workspace.until(lambda: len(heard.person(ANNA).direct_messages) == 2)


async def test_what_cannot_be_handled_is_given_up_kept_for_a_week_and_then_let_go(
    heard: Heard,
) -> None:
    await with_an_open_form(heard)
    payload = await sent_to_nobody(heard)
    payload["view"]["private_metadata"] = "no JSON"
    await leave(heard, payload, tries=MOST_TRIES - 1)
    await heard.start()
    [failed] = await eventually(lambda: arrivals(heard), lambda left: bool(left[0].failed))
    heard.clock.forward(days=8)
    heard.deps.inbox.try_again.set()

    assert failed.failed == "unexpected error"
    assert failed.tries == MOST_TRIES
    assert (failed.at.hour, failed.at.minute) == (0, 0)
    await eventually(lambda: arrivals(heard), lambda left: left == [])


async def test_of_what_is_given_up_its_sender_and_the_qa_team_are_told_without_what_it_said(
    heard: Heard,
) -> None:
    await with_an_open_form(heard)
    anna, quinn = heard.person(ANNA), heard.person(QUINN)
    payload = await sent_to_nobody(heard)
    payload["view"]["private_metadata"] = "no JSON"
    await leave(heard, worth_keeping(payload), tries=MOST_TRIES - 1)
    await heard.start()
    await heard.workspace.until(lambda: len(anna.direct_messages) == 2 and quinn.direct_messages)

    to_sender, to_team = anna.direct_messages[-1].text, quinn.direct_messages[-1].text
    assert "Your form “Our own” could not be taken" in to_sender
    assert "Please fill it in again" in to_sender
    assert "01632 960100" in to_sender
    assert "could not be taken" in to_team
    assert "heard outbox" in to_team
    assert "Our own" not in to_team
    assert WORDS not in to_sender + to_team


async def test_a_form_that_is_no_more_is_given_up_at_once_after_some_tries(heard: Heard) -> None:
    await with_an_open_form(heard)
    payload = await sent_to_nobody(heard)
    payload["view"]["callback_id"] = "of_an_older_version"
    await leave(heard, payload, tries=MOST_TRIES - 1)
    await heard.start()

    [failed] = await eventually(lambda: arrivals(heard), lambda left: bool(left[0].failed))
    assert failed.failed == "nothing here takes it any more"


async def test_a_form_left_over_that_slack_hinders_is_tried_again(heard: Heard) -> None:
    members = (ANNA, *(one.id for one in COLLEAGUES))
    heard.workspace.team.groups["SLEADS"] = Group("SLEADS", "leads", "Leads", members)
    quinn = await opening(heard)
    await quinn.fill({"survey": "practitioner-pulse", "groups": ["Leads"], "until": SUNDAY})
    await heard.stop()
    await quinn.submit({})
    left = await leave(heard, worth_keeping(heard.workspace.deliveries[-1].payload))
    heard.workspace.refuse_next(10_000, "usergroups.users.list", retry_after=0)
    await heard.start()
    await eventually(_hindered(heard, left), bool)
    await heard.stop()
    heard.workspace.refuse_next(0, "usergroups.users.list")
    await heard.start()

    await eventually(heard.deps.store.waves, lambda waves: len(waves) == 1)
    await eventually(lambda: arrivals(heard), lambda left: left == [])


@pytest.mark.parametrize("asked_for", ["whom to ask", "who may"])
async def test_a_form_that_slack_holds_up_stays_open_and_is_tried_again_by_itself(
    heard: Heard, asked_for: str
) -> None:
    members = (ANNA, QUINN, *(one.id for one in COLLEAGUES))
    heard.workspace.team.groups["SLEADS"] = Group("SLEADS", "leads", "Leads", members)
    groups = ["Leads"] if asked_for == "whom to ask" else []
    if asked_for == "who may":
        await of_a_group_alone(heard)
    quinn = await opening(heard)
    await quinn.fill({"survey": "practitioner-pulse", "groups": groups, "until": SUNDAY})
    heard.clock.forward(minutes=6)  # who is in a group is remembered for five
    heard.workspace.refuse_next(10_000, "usergroups.users.list", retry_after=0)
    outcome = await quinn.submit({})
    heard.workspace.refuse_next(0, "usergroups.users.list")
    heard.clock.forward(minutes=1)
    heard.deps.inbox.try_again.set()

    assert outcome.errors
    assert set(outcome.errors.values()) == {wording.held_up()}
    await eventually(heard.deps.store.waves, lambda waves: len(waves) == 1)
    await eventually(lambda: arrivals(heard), lambda left: left == [])


async def of_a_group_alone(heard: Heard) -> None:
    """The QA team are the members of a Slack user group, of which Slack is asked."""
    await heard.stop()
    roles = {**heard.known.board.roles, Role.ANALYST: ("SLEADS",)}
    board = heard.known.board.model_copy(update={"roles": roles})
    heard.known = replace(heard.known, board=board)
    await heard.start()


def told_again(actor: Actor) -> list[Any]:
    return [one for one in actor.direct_messages if "fill in the form again" in one.text]


async def hand_over_again(heard: Heard) -> None:
    """As 'heard outbox retry' does."""
    [failed] = await eventually(lambda: arrivals(heard), lambda left: bool(left[0].failed))
    assert await heard.deps.store.change(failed, failed.waiting_again())
    heard.deps.inbox.try_again.set()


async def test_a_form_left_over_that_may_disclose_harm_is_not_lost_and_its_writer_is_told_once(
    heard: Heard, pulse: Survey
) -> None:
    wave, quinn = await heard.ask(pulse, ANNA), heard.person(QUINN)
    await quinn.command("/wave")
    await heard.workspace.until(lambda: quinn.direct_messages)
    await quinn.press("What came of it")
    await heard.workspace.until(lambda: quinn.views)
    await heard.stop()
    await quinn.submit({"told": DISCLOSES})
    left = await leave(heard, dict(heard.workspace.deliveries[-1].payload))
    await heard.start()
    await heard.workspace.until(lambda: told_again(quinn))
    await hand_over_again(heard)
    [failed] = await eventually(lambda: arrivals(heard), lambda left: bool(left[0].failed))

    assert (failed.failed, failed.body) == ("held back", left.body)
    assert not (await heard.deps.store.wave(wave.id)).what_came_of_it
    assert len(await concerns(heard)) == 1
    [told] = told_again(quinn)
    assert "01632 960100" in told.text
    assert DISCLOSES not in str(told)
    await settled(heard)
    await hand_over_again(heard)
    await eventually(lambda: arrivals(heard), lambda left: left == [])
    assert (await heard.deps.store.wave(wave.id)).what_came_of_it == DISCLOSES


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_what_another_process_may_be_handling_is_left_to_it_for_half_a_minute(
    heard: Heard,
) -> None:
    wave = await with_an_open_form(heard)
    arrival = await leave(heard, await sent_to_nobody(heard))
    await heard.start()
    heard.deps.inbox.try_again.set()
    await eventually(_looked(heard), bool)
    young = await arrivals(heard)
    heard.clock.forward(seconds=31)
    heard.deps.inbox.try_again.set()

    await eventually(lambda: heard.deps.store.responses(wave.id), lambda found: len(found) == 1)
    assert young == [arrival]
    await eventually(lambda: arrivals(heard), lambda left: left == [])


@pytest.mark.parametrize("is_signed", [False, True])
async def test_only_a_request_that_slack_signed_is_written_down(
    heard: Heard, *, is_signed: bool
) -> None:
    settings = heard.settings.model_copy(
        update={"slack_app_token": None, "slack_signing_secret": SecretStr(SECRET)}
    )
    client = client_for(settings)
    body = json.dumps(
        {
            "type": "event_callback",
            "event_id": "Ev1",
            "event": {"type": "message", "channel_type": "im", "user": ANNA, "channel": "D1"}
            | {"ts": "1.0", "text": WORDS},
        }
    )
    verifier = SignatureVerifier(SECRET if is_signed else "somebody else's")
    stamp = str(int(verifier.clock.now()))
    headers: dict[str, str | Sequence[str]] = {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": str(verifier.generate_signature(timestamp=stamp, body=body)),
    }
    await heard.stop()
    async with open_deps(settings, heard.known, heard.clock) as deps:
        app = build_app(settings, deps, client, await identity(client))
        writing = asyncio.create_task(write_down(deps))
        answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
        writing.cancel()

        assert answer.status == (200 if is_signed else 401)
        assert len(await deps.store.all_kept(Arrival)) == is_signed


class TakesNoAnswers:
    """A store that is away whenever an answer comes, and there for everything else."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def accept(self, *_given: object, **_more: object) -> Any:
        raise StoreUnreachable("here", "for a test")


def _hindered(heard: Heard, left: Arrival) -> Callable[[], Awaitable[bool]]:
    """Whether Slack has refused it, and nobody is at work on it any more."""

    async def ask() -> bool:
        calls = heard.workspace.calls_of("usergroups.users.list")
        is_refused = any("error" in call.answer for call in calls)
        return is_refused and not heard.deps.inbox.is_at_work(left)

    return ask


def _looked(heard: Heard) -> Callable[[], Awaitable[bool]]:
    """Whether it was noticed that there is something to look at."""

    async def ask() -> bool:
        return not heard.deps.inbox.try_again.is_set()

    return ask
