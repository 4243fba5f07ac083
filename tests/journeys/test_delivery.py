"""Messages reach everyone once, whatever Slack does meanwhile."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.app import client_for
from bot.asking.waves import Plan, close_wave, open_wave
from bot.run import open_deps
from bot.workers.delivery import CLAIM, FINAL, deliver, deliver_all
from storage.interface import Message, Store
from surveys.survey import Survey
from surveys.values import WaveId
from surveys.wave import Audience, Delivery, Invitation, Person, Wave
from tests.journeys.harness import ANNA, BEN, QUINN, WILMA, Heard, eventually

EVERYONE = (ANNA, BEN, WILMA)
LEFT = Person(id="ULEFT", agency="Health", role_group="Health visitor")


async def planned(heard: Heard, survey: Survey, in_days: int = 0) -> Wave:
    """A wave that nobody waits for."""
    first = heard.deps.today()
    first = first.fromordinal(first.toordinal() + in_days)
    plan = Plan(survey, Audience(), first, first.fromordinal(first.toordinal() + 9))
    wave, _ = await open_wave(heard.deps, plan, "test")
    return wave


def invitations_got(heard: Heard) -> list[int]:
    return [len(heard.person(person).direct_messages) for person in EVERYONE]


async def decided(heard: Heard, wave: WaveId) -> dict[str, Delivery]:
    """How each invitation ended, once all have ended."""

    async def ended() -> list[Invitation]:
        return [
            one
            for one in await heard.deps.store.invitations(wave)
            if one.delivery is not Delivery.WAITING
        ]

    all_of_them = len(await heard.deps.store.invitations(wave))
    found = await eventually(ended, lambda found: len(found) == all_of_them)
    return {one.person: one.delivery for one in found}


async def test_when_slack_asks_to_wait_everyone_is_invited_once(
    heard: Heard, pulse: Survey
) -> None:
    heard.workspace.refuse_next(2, "chat.postMessage", retry_after=0)

    wave = await heard.ask(pulse)

    assert set((await decided(heard, wave.id)).values()) == {Delivery.DELIVERED}
    assert invitations_got(heard) == [1, 1, 1]


async def test_a_message_that_slack_refuses_again_and_again_waits_and_is_sent_later(
    heard: Heard, pulse: Survey
) -> None:
    heard.workspace.refuse_next(3, "chat.postMessage", retry_after=0)
    wave = await planned(heard, pulse)
    await heard.workspace.until(lambda: sum(invitations_got(heard)) == 2)
    heard.clock.forward(minutes=1)
    heard.deps.to_send.set()

    assert set((await decided(heard, wave.id)).values()) == {Delivery.DELIVERED}
    assert invitations_got(heard) == [1, 1, 1]


async def test_who_has_left_bounces_and_does_not_count_as_silent(
    heard: Heard, pulse: Survey
) -> None:
    heard.known = replace(heard.known, people=(*heard.known.people, LEFT))
    await heard.again()
    wave = await planned(heard, pulse)

    ended = await decided(heard, wave.id)

    assert ended[LEFT.id] is Delivery.BOUNCED
    assert [ended[person] for person in EVERYONE] == [Delivery.DELIVERED] * 3
    [(message, reason)] = await heard.deps.store.dead_letters()
    assert (message.to, reason) == (LEFT.id, "channel_not_found")


async def test_after_slack_was_gone_everyone_is_invited_once(heard: Heard, pulse: Survey) -> None:
    nowhere = heard.settings.model_copy(update={"slack_api_url": "http://127.0.0.1:9/api/"})
    await heard.stop()
    async with open_deps(heard.settings, heard.known, heard.clock) as heard.deps:
        wave = await planned(heard, pulse)
        for message in await heard.deps.store.outgoing(heard.clock(), 10):
            await deliver(heard.deps, message, client_for(nowhere))
        assert await heard.deps.store.outgoing(heard.clock(), 10) == []
    heard.clock.forward(minutes=10)

    await heard.start()

    assert set((await decided(heard, wave.id)).values()) == {Delivery.DELIVERED}
    assert invitations_got(heard) == [1, 1, 1]


async def test_a_restart_in_the_middle_invites_nobody_twice_and_leaves_nobody_out(
    heard: Heard, pulse: Survey
) -> None:
    wave = await planned(heard, pulse)
    await heard.workspace.until(lambda: sum(invitations_got(heard)) >= 1)

    await heard.again()

    assert set((await decided(heard, wave.id)).values()) == {Delivery.DELIVERED}
    assert invitations_got(heard) == [1, 1, 1]


async def test_a_message_on_its_way_at_the_end_is_not_sent_again(
    heard: Heard, pulse: Survey
) -> None:
    await heard.workspace.be_unkind({"slow_seconds": 0.3})
    wave = await planned(heard, pulse)
    await heard.workspace.until(lambda: sum(invitations_got(heard)) == 1)
    await heard.stop()
    await heard.workspace.be_unkind({"slow_seconds": 0})

    await heard.start()

    assert set((await decided(heard, wave.id)).values()) == {Delivery.DELIVERED}
    assert invitations_got(heard) == [1, 1, 1]


async def test_killed_in_the_middle_of_a_message_one_person_gets_it_twice_and_nobody_else(
    heard: Heard, pulse: Survey
) -> None:
    await heard.stop()
    async with open_deps(heard.settings, heard.known, heard.clock) as heard.deps:
        wave = await planned(heard, pulse)
        until = heard.clock() + CLAIM
        [first, *others] = await heard.deps.store.claim_outgoing(heard.clock(), until, 20)
        killed = replace(heard.deps, store=NotesNothing(heard.deps.store))
        await deliver(killed, first, client_for(heard.settings))
    await heard.start()

    assert set((await decided(heard, wave.id)).values()) == {Delivery.DELIVERED}
    assert len(heard.person(first.to).direct_messages) == 2
    assert [len(heard.person(one.to).direct_messages) for one in others] == [1] * len(others)


class NotesNothing:
    """What a killed process leaves: Slack has the message, and the store was never told."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def sent(self, message: str) -> None:
        """Too late."""

    async def decide_delivery(self, *decided: object) -> None:
        """Too late."""


async def test_stopped_in_the_middle_of_a_claim_it_hands_back_what_it_has_claimed(
    heard: Heard, pulse: Survey
) -> None:
    await heard.stop()
    async with open_deps(heard.settings, heard.known, heard.clock) as heard.deps:
        await planned(heard, pulse)
        slow = AnswersLate(heard.deps.store)
        worker = asyncio.create_task(
            deliver_all(replace(heard.deps, store=slow), client_for(heard.settings))
        )
        await slow.claimed.wait()
        worker.cancel()
        await asyncio.sleep(0)
        slow.answering.set()
        await asyncio.wait([worker])
        found = await heard.deps.store.claim_outgoing(heard.clock(), heard.clock() + CLAIM, 20)

    assert {one.to for one in found} == {one.id for one in heard.deps.people}


class AnswersLate:
    """A store whose answer to a claim is still on its way."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.claimed, self.answering = asyncio.Event(), asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def claim_outgoing(self, *given: Any) -> Sequence[Message]:
        claimed = await self._store.claim_outgoing(*given)
        self.claimed.set()
        await self.answering.wait()
        return claimed


async def test_nobody_is_invited_to_a_wave_that_was_closed_meanwhile(
    heard: Heard, pulse: Survey
) -> None:
    wave = await planned(heard, pulse, in_days=2)
    await close_wave(heard.deps, wave.id, QUINN)
    heard.clock.forward(days=3)
    heard.deps.to_send.set()

    assert set((await decided(heard, wave.id)).values()) == {Delivery.BOUNCED}
    assert invitations_got(heard) == [0, 0, 0]


@pytest.mark.parametrize("reason", ["account_inactive", "invalid_auth", "messages_tab_disabled"])
def test_what_an_administrator_can_mend_gives_no_message_up(reason: str) -> None:
    assert reason not in FINAL
