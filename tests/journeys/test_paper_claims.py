"""One paper is made once at a time, also where several processes share a store."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.deps import Deps
from bot.telling.paper_claims import (
    CLAIMED_FOR,
    PaperAtWork,
    cancel,
    forget_dead_claims,
    make_alone,
)
from bot.telling.papers_at_work import PapersAtWork
from bot.wording.refusals import sorry
from surveys.errors import AlreadyMaking, TakenOver
from tests.journeys.harness import BEN, QUINN, Heard, eventually
from tests.journeys.test_digests import OCTOBER, SUMMER
from tests.servers import Server

OFTEN = 0.01  # seconds


@pytest.fixture(params=["tinydb", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """Each of these journeys is made on both engines."""
    if request.param == "tinydb":
        return ""
    server: Server = request.getfixturevalue("server")
    return server.url(server.emptied("journeys"))


def another(deps: Deps) -> Deps:
    """Another process on the same store."""
    return replace(deps, papers=PapersAtWork())


def is_renewed(claim: PaperAtWork | None) -> bool:
    return claim is not None and claim.until > OCTOBER + CLAIMED_FOR


async def at_once() -> str:
    return "a paper"


def claim_of(heard: Heard) -> Callable[[], Awaitable[PaperAtWork | None]]:
    return lambda: heard.deps.store.kept(PaperAtWork, str(SUMMER))


async def test_who_asks_while_another_process_makes_it_hears_who_asked_and_since_when(
    heard: Heard,
) -> None:
    heard.clock.now = OCTOBER
    ending = asyncio.Event()
    elsewhere = another(heard.deps)
    making = asyncio.create_task(make_alone(elsewhere, SUMMER, ending.wait(), by=BEN, every=OFTEN))
    await eventually(claim_of(heard), bool)
    quinn = heard.person(QUINN)

    heard.clock.forward(seconds=0.6 * CLAIMED_FOR.total_seconds())
    await eventually(claim_of(heard), is_renewed)
    heard.clock.forward(seconds=0.6 * CLAIMED_FOR.total_seconds())
    await quinn.command("/paper 2026-Q3")
    await heard.workspace.until(lambda: quinn.direct_messages)
    ending.set()
    await making

    [told] = quinn.direct_messages
    assert f"is being made already: <@{BEN}> asked for it on 15 October 2026 at 10:00" in told.text
    assert await make_alone(heard.deps, SUMMER, at_once(), by=QUINN) == "a paper"


async def test_a_press_in_one_process_cancels_what_another_makes(heard: Heard) -> None:
    elsewhere = another(heard.deps)
    work = asyncio.Event().wait()
    making = asyncio.create_task(make_alone(elsewhere, SUMMER, work, by=BEN, every=OFTEN))
    await eventually(claim_of(heard), bool)

    assert await cancel(heard.deps, SUMMER)

    assert await making is None
    assert not await cancel(heard.deps, SUMMER)


async def test_a_maker_that_was_killed_keeps_others_out_for_a_minute_and_no_longer(
    heard: Heard,
) -> None:
    now = heard.clock()
    killed = PaperAtWork(id=str(SUMMER), maker="killed", by=BEN, since=now, until=now + CLAIMED_FOR)
    await heard.deps.store.keep(killed)

    heard.clock.now = now + CLAIMED_FOR - timedelta(seconds=1)
    with pytest.raises(AlreadyMaking):
        await make_alone(heard.deps, SUMMER, at_once(), by=QUINN)
    heard.clock.now = now + CLAIMED_FOR
    several = await asyncio.gather(
        *(make_alone(another(heard.deps), SUMMER, at_once(), by=QUINN) for _ in range(5)),
        return_exceptions=True,
    )
    await forget_dead_claims(heard.deps)

    assert "a paper" in several
    assert {type(one) for one in several} <= {str, AlreadyMaking}
    assert await heard.deps.store.all_kept(PaperAtWork) == []


async def test_a_maker_that_was_held_up_for_too_long_gives_way_to_the_next_and_says_so(
    heard: Heard,
) -> None:
    slow = asyncio.Event().wait()
    making = asyncio.create_task(make_alone(another(heard.deps), SUMMER, slow, by=BEN, every=OFTEN))
    held_up = await eventually(claim_of(heard), bool)
    assert held_up
    next_one = held_up.model_copy(update={"maker": "the next", "by": QUINN})

    while not await heard.deps.store.change(held_up, next_one):
        held_up = await claim_of(heard)() or held_up

    with pytest.raises(TakenOver) as stopped:
        await making
    told = sorry(stopped.value, heard.deps.board)
    assert "was held up for more than a minute, and another took over" in told
    assert f"<@{QUINN}> asked for it" in told
    assert await claim_of(heard)() == next_one


async def test_a_maker_that_was_taken_for_dead_goes_on_if_nobody_else_has_begun(
    heard: Heard,
) -> None:
    ending = asyncio.Event()
    work = _paper_after(ending)
    making = asyncio.create_task(make_alone(another(heard.deps), SUMMER, work, by=BEN, every=OFTEN))
    claim = await eventually(claim_of(heard), bool)
    assert claim

    await heard.deps.store.let_go(PaperAtWork, [claim.id])
    again = await eventually(claim_of(heard), bool)
    ending.set()

    assert again is not None
    assert again.maker == claim.maker
    assert await making == "a paper"


async def _paper_after(ending: asyncio.Event) -> str:
    await ending.wait()
    return "a paper"
