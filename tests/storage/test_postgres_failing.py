"""What the PostgreSQL store does when servers, networks, disks and processes fail it.

As many as is quick; by hand more: HEARD_TEST_SERVER_KILLS (of the server), HEARD_TEST_KILLS (of a
process that writes), HEARD_TEST_CUT (seconds without a network), HEARD_TEST_SUBMISSIONS (of each
process, every one delivered twice).
"""
# ruff: noqa: S311 - chance decides what fails

import asyncio
import multiprocessing
import os
import random
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import pytest

from storage import open_store
from storage.connection import QUICK
from storage.gathering import PATIENCE
from storage.interface import NotAStore, Store, StoreFull, StoreUnreachable
from storage.sealing import Keys
from tests.builders import DURING, SPRING, a_coding, a_response, an_entry
from tests.servers import Server, a_server
from tests.storage.crowd import (
    Crowd,
    is_whole_after_kills,
    killed_at_any_moment,
    write_until_killed,
)
from tests.storage.fleet import open_spring, opened, thanks, work
from tests.storage.network import Network, TransactionPooler
from tests.storage.small_disk import a_small_disk

SUBMISSIONS = int(os.environ.get("HEARD_TEST_SUBMISSIONS", "100"))
SERVER_KILLS = int(os.environ.get("HEARD_TEST_SERVER_KILLS", "2"))
KILLS = int(os.environ.get("HEARD_TEST_KILLS", "8"))
SLACK_WAITS = 3.0  # seconds
CUT = float(os.environ.get("HEARD_TEST_CUT", "3"))


async def whole(store: Store) -> None:
    """Every response has its invitation answered and its message queued or sent; nothing else."""
    responses = await store.responses(SPRING)
    answered = {one.person for one in await store.invitations(SPRING) if one.answered}

    assert len(responses) == len({one.id for one in responses}) == len(answered)
    assert await store.broken_link() is None


# The server is killed


async def test_a_server_that_is_killed_loses_and_doubles_nothing_that_was_acknowledged(
    keys: Keys,
) -> None:
    with a_server(flushing=True) as server:
        async with opened(server.url(), keys) as store:
            await open_spring(store, 20_000)
            crowd = Crowd(store)
            async with crowd.pressing():
                for _ in range(SERVER_KILLS):
                    await crowd.until_served(random.randrange(10, 150))
                    await asyncio.to_thread(server.kill)
                    await asyncio.to_thread(server.start)
                await crowd.until_served(20)

            await crowd.is_whole()


# A process of ours is killed


def a_process_that_writes(url: str, keys: Keys, begun: str) -> tuple[BaseProcess, Connection]:
    return started(write_until_killed, url, dict(keys.by_number), begun)


async def test_no_kill_at_any_moment_loses_or_doubles_an_acknowledged_response(
    server: Server, keys: Keys
) -> None:
    url = server.url()
    acknowledged: list[str] = []
    for kill in range(KILLS):
        process, reading = a_process_that_writes(url, keys, f"k{kill}")
        acknowledged += await asyncio.to_thread(killed_at_any_moment, process, reading)
    async with opened(url, keys) as store:
        await is_whole_after_kills(store, acknowledged, KILLS)
    assert acknowledged


# The network is cut


def test_a_person_is_told_before_slack_stops_waiting() -> None:
    assert max(QUICK, PATIENCE) < SLACK_WAITS


async def test_a_cut_network_loses_nothing_says_so_in_time_and_recovers_by_itself(
    server: Server, keys: Keys
) -> None:
    network = Network(server.socket)
    async with network.running(), opened(network.url(server.new_database()), keys) as store:
        await open_spring(store, 20_000)
        crowd = Crowd(store)
        async with crowd.pressing() as come:
            await crowd.until_served(50)
            network.cut()
            come(4)  # the others may all be in the middle of what nobody waits for
            begun = crowd.seconds
            with pytest.raises(StoreUnreachable):
                async with asyncio.timeout(60):
                    await store.wave(SPRING)
            assert crowd.seconds - begun < SLACK_WAITS
            await asyncio.sleep(CUT)  # the cut lasts, which is what this is about
            network.mend()
            await crowd.until_served(50)

        assert crowd.told_to_try_again
        assert 0 < crowd.longest < SLACK_WAITS
        await crowd.is_whole()


async def test_a_store_closes_although_the_network_is_cut(server: Server, keys: Keys) -> None:
    async with Network(server.socket).running() as network:
        store = await open_store(network.url(server.new_database()), keys)
        network.cut()

        async with asyncio.timeout(10):
            await store.close()


async def test_a_pooler_may_send_each_transaction_over_another_connection(
    server: Server, keys: Keys
) -> None:
    pooler = TransactionPooler(server.socket)
    async with pooler.running():
        url = f"{pooler.url(server.new_database())}&pooler=transaction"
        async with opened(url, keys) as store:
            await open_spring(store, 400)
            crowd = Crowd(store)
            async with crowd.pressing(8):
                await crowd.until_served(100)
            await crowd.is_whole()
            responses = await store.responses(SPRING)
            await store.add_codings([a_coding(response) for response in responses])
            await store.forget_drafts(SPRING)

            assert len(await store.responses(SPRING)) == len(responses) >= 100
            assert await store.uncoded("words-1", 1) == []
            assert await store.lead("schedule", "first", DURING, DURING)
            await store.record(an_entry())
            await whole(store)
            assert pooler.switches > 10


async def test_a_pooler_that_was_not_announced_is_named(server: Server, keys: Keys) -> None:
    async with TransactionPooler(server.socket).running() as pooler:
        with pytest.raises(NotAStore, match=r"add \?pooler=transaction"):
            await read_often(pooler.url(server.new_database()), keys)


async def read_often(url: str, keys: Keys) -> None:
    async with opened(url, keys) as store:
        for _ in range(50):
            await store.surveys()


# Several processes


def a_process(url: str, keys: Keys, numbers: Sequence[int]) -> tuple[BaseProcess, Connection]:
    return started(work, url, dict(keys.by_number), numbers)


def started(run: Callable[..., None], *given: object) -> tuple[BaseProcess, Connection]:
    """A process of its own, and the end of a pipe where it says what it has done."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["tests.storage.crowd", "tests.storage.fleet", "storage.postgres"]
    )
    reading, writing = context.Pipe(duplex=False)
    process = context.Process(target=run, args=(*given, writing))
    process.start()
    writing.close()
    return process, reading


def lines(reading: Connection) -> list[str]:
    """All that a process says until it ends."""
    with os.fdopen(os.dup(reading.fileno()), "rb") as told:
        reading.close()
        return [line for line in told.read().decode().split("\n") if line]


def shares(processes: int) -> list[list[int]]:
    """Every submission twice, to two processes that follow each other, in an order of their own."""
    numbers = range(processes * SUBMISSIONS)
    found = []
    for place in range(processes):
        takes = {place, (place + 1) % processes}
        mine = [number for number in numbers if number % processes in takes]
        found.append(random.sample(mine, len(mine)))
    return found


@pytest.mark.parametrize("processes", [2, 4])
async def test_processes_together_keep_each_submission_once_and_send_each_message_once(
    server: Server, keys: Keys, processes: int
) -> None:
    url = server.url()
    async with opened(url, keys) as store:
        await open_spring(store, processes * SUBMISSIONS)
        running = [a_process(url, keys, share) for share in shares(processes)]
        told = await asyncio.gather(*(asyncio.to_thread(lines, out) for _, out in running))
        said = Counter(line for one in told for line in one)
        numbers = range(processes * SUBMISSIONS)

        assert said["done"] == processes
        assert [n for n in numbers if said[f"kept {n}"] != 1] == []
        assert [n for n in numbers if said[f"again {n}"] != 1] == []
        assert [n for n in numbers if said[f"sent {thanks(n)}"] != 1] == []
        assert len(await store.responses(SPRING)) == processes * SUBMISSIONS
        await whole(store)


async def test_what_a_killed_process_had_claimed_is_sent_by_another(
    server: Server, keys: Keys
) -> None:
    url = server.url()
    async with opened(url, keys) as store:
        await open_spring(store, 2 * SUBMISSIONS)
        (victim, its_words), (survivor, words) = [
            a_process(url, keys, share) for share in shares(2)
        ]
        assert await asyncio.to_thread(its_words.poll, 20)
        await asyncio.sleep(random.uniform(0.05, 0.2))  # it is killed at any moment
        victim.kill()
        said = [*await asyncio.to_thread(lines, its_words), *await asyncio.to_thread(lines, words)]
        survivor.join()
        _, rest = a_process(url, keys, range(2 * SUBMISSIONS))
        said += await asyncio.to_thread(lines, rest)
        sent = Counter(line for line in said if line.startswith("sent "))

        assert sent.keys() == {f"sent {thanks(n)}" for n in range(2 * SUBMISSIONS)}
        assert sum(sent.values()) - len(sent) <= 1  # the one that was on its way
        assert len(await store.responses(SPRING)) == 2 * SUBMISSIONS
        await whole(store)


# The disk is full


async def test_a_disk_that_fills_up_refuses_and_loses_nothing_and_then_works_again(
    keys: Keys,
) -> None:
    with (
        a_server(flushing=False) as server,
        a_small_disk(server.folder.parent / "disk", 24_000) as disk,
    ):
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(9_000_000))
        server.own(disk)
        server.ask(f"CREATE TABLESPACE small LOCATION '{disk}'")
        database = server.new_database("TABLESPACE small")
        async with opened(server.url(database), keys) as store:
            await open_spring(store)
            kept = await accepted_until_full(store)
            assert {response.id for response in await store.responses(SPRING)} == kept
            ballast.unlink()
            later = a_response()
            await store.accept(later, participant=None, outbox=[])
            assert {one.id for one in await store.responses(SPRING)} == {*kept, later.id}
        server.stop()


async def accepted_until_full(store: Store) -> set[str]:
    kept: set[str] = set()
    for _ in range(200):
        given = [a_response(secrets.token_hex(1500)) for _ in range(50)]
        told = await asyncio.gather(
            *(store.accept(one, participant=None, outbox=[]) for one in given),
            return_exceptions=True,
        )
        kept |= {one.id for one, said in zip(given, told, strict=True) if said == "kept"}
        if problems := [one for one in told if isinstance(one, BaseException)]:
            assert {type(one) for one in problems} == {StoreFull}
            return kept
    pytest.fail("the disk never filled up")
