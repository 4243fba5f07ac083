"""What the PostgreSQL store does when servers, networks, disks and processes fail it.

Submissions a process: 100, or HEARD_TEST_SUBMISSIONS. Kills of the server: 3, or
HEARD_TEST_SERVER_KILLS. The network is cut for 3 seconds, or HEARD_TEST_CUT.
"""
# ruff: noqa: ASYNC240, S311 - files are the subject, and chance decides what fails

import asyncio
import hashlib
import multiprocessing
import os
import random
import secrets
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage import migrate_store, open_store
from storage.interface import (
    NotAStore,
    StorageError,
    Store,
    StoreFull,
    StoreUnreachable,
    WrongKey,
)
from storage.migrating import migrations
from storage.sealing import Keys, Unreadable
from surveys.answering import Response
from surveys.periods import Period
from tests.builders import (
    AMINA,
    DURING,
    SPRING,
    a_coding,
    a_draft,
    a_message,
    a_response,
    a_survey,
    a_wave,
    an_entry,
    an_invitation,
)
from tests.servers import Server, a_server
from tests.storage.fleet import person, thanks, work
from tests.storage.network import Network, TransactionPooler
from tests.storage.small_disk import a_small_disk

SUBMISSIONS = int(os.environ.get("HEARD_TEST_SUBMISSIONS", "100"))
SERVER_KILLS = int(os.environ.get("HEARD_TEST_SERVER_KILLS", "3"))
CUT = float(os.environ.get("HEARD_TEST_CUT", "3"))
PLANTED = "The heron stood in the bathtub."
ROOT = Path(__file__).parent.parent.parent

RELEASED = {1: "99c53bc89b2eba1c", 2: "44e249c625dde09f", 3: "e4fb9042063ca23e"}


@asynccontextmanager
async def opened(url: str, keys: Keys) -> AsyncIterator[Store]:
    store = await open_store(url, keys)
    try:
        yield store
    finally:
        await store.close()


async def open_spring(store: Store, people: int = 0) -> None:
    invitations = [an_invitation(person(number)) for number in range(people)]
    await store.open_wave(a_wave(), a_survey(), invitations, [])


async def whole(store: Store) -> None:
    """Every response has its invitation answered and its message queued or sent; nothing else."""
    responses = await store.responses(SPRING)
    answered = {one.person for one in await store.invitations(SPRING) if one.answered}

    assert len(responses) == len({one.id for one in responses}) == len(answered)
    assert await store.broken_link() is None


class Crowd:
    """People who press Send again when they are told that it did not work."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers = iter(range(100_000))
        self.acknowledged: set[str] = set()
        self.told_to_try_again = 0
        self.longest = 0.0
        self._served = asyncio.Event()

    @asynccontextmanager
    async def pressing(self, people: int = 16) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._press()) for _ in range(people)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for told in await asyncio.gather(*tasks, return_exceptions=True):
                assert isinstance(told, asyncio.CancelledError), told

    async def _press(self) -> None:
        for number in self._numbers:
            response = a_response(f"Said by {number}.")
            while response.id not in self.acknowledged:
                await self._send(response, number)

    async def _send(self, response: Response, number: int) -> None:
        begun = time.monotonic()
        message = a_message(person(number), id=thanks(number))
        try:
            await self._store.accept(response, participant=person(number), outbox=[message])
            self.acknowledged.add(response.id)
            self._served.set()
        except StoreUnreachable:
            self.told_to_try_again += 1
            await asyncio.sleep(0.05)
        finally:
            self.longest = max(self.longest, time.monotonic() - begun)

    async def until_served(self, many: int) -> None:
        wanted = len(self.acknowledged) + many
        async with asyncio.timeout(30):
            while len(self.acknowledged) < wanted:
                self._served.clear()
                await self._served.wait()


# The server is killed


async def test_a_server_that_is_killed_loses_nothing_that_was_acknowledged(keys: Keys) -> None:
    with a_server(flushing=True) as server:
        async with opened(server.url(), keys) as store:
            await open_spring(store, 20_000)
            crowd = Crowd(store)
            async with crowd.pressing():
                for _ in range(SERVER_KILLS):
                    await crowd.until_served(random.randrange(20, 200))
                    await asyncio.to_thread(server.kill)
                    await asyncio.to_thread(server.start)
                await crowd.until_served(20)

            kept = {response.id for response in await store.responses(SPRING)}
            assert crowd.acknowledged <= kept
            await whole(store)


# The network is cut


async def test_a_cut_network_loses_nothing_says_so_in_time_and_recovers_by_itself(
    server: Server, keys: Keys
) -> None:
    network = Network(server.socket)
    async with network.running(), opened(network.url(server.new_database()), keys) as store:
        await open_spring(store, 20_000)
        crowd = Crowd(store)
        async with crowd.pressing():
            await crowd.until_served(50)
            network.cut()
            begun = time.monotonic()
            with pytest.raises(StoreUnreachable):
                await store.wave(SPRING)
            assert time.monotonic() - begun < 3
            await asyncio.sleep(CUT)  # the cut lasts, which is what this is about
            network.mend()
            await crowd.until_served(50)

        kept = {response.id for response in await store.responses(SPRING)}
        assert crowd.told_to_try_again
        assert crowd.longest < 3  # what Slack waits for
        assert crowd.acknowledged <= kept
        await whole(store)


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
            responses = await store.responses(SPRING)
            await store.add_codings([a_coding(response) for response in responses])
            await store.forget_drafts(SPRING)

            assert len(await store.responses(SPRING)) == len(responses) >= 100
            assert await store.uncoded("words-1", 1) == []
            assert await store.lead("schedule", "first", DURING, DURING)
            await store.record(an_entry())
            await whole(store)
            assert pooler.switches > 10


# Several processes


def a_process(url: str, keys: Keys, numbers: Sequence[int]) -> tuple[BaseProcess, Connection]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.fleet", "storage.postgres"])
    reading, writing = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(url, dict(keys.by_number), numbers, writing))
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


def migrating(url: str, *words: str) -> "subprocess.Popen[str]":
    program = "from bot.cli import main; main()"
    return subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", program, "migrate", *words],
        cwd=ROOT,
        env={**os.environ, "HEARD_STORE": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def test_four_that_migrate_at_once_apply_each_step_once(server: Server) -> None:
    url = server.url()
    said = [
        one
        for process in [migrating(url) for _ in range(4)]
        for one in (await asyncio.to_thread(process.communicate))[0].splitlines()
    ]

    assert [f"{step} is applied." for step in migrations()] == sorted(
        line for line in said if line.endswith("is applied.")
    )
    assert len([line for line in said if "nothing to do" in line]) == 3


async def test_eight_that_begin_a_store_at_once_begin_one(server: Server, keys: Keys) -> None:
    url = server.url()
    stores = await asyncio.gather(*(open_store(url, keys) for _ in range(8)))
    await open_spring(stores[0])
    await stores[1].accept(a_response(), participant=None, outbox=[])

    assert len(await stores[7].responses(SPRING)) == 1
    await asyncio.gather(*(store.close() for store in stores))


async def test_of_two_keys_that_begin_a_store_at_once_one_is_the_stores(server: Server) -> None:
    url = server.url()
    told = await asyncio.gather(
        *(open_store(url, Keys.fresh()) for _ in range(4)), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in told) == ["PostgresStore", *["WrongKey"] * 3]
    for one in told:
        if not isinstance(one, BaseException):
            await one.close()


async def test_a_dry_run_says_what_would_be_done_and_does_nothing(server: Server) -> None:
    database = server.new_database()
    process = migrating(server.url(database), "--dry-run")
    said, _ = await asyncio.to_thread(process.communicate)

    assert said.splitlines() == [f"{step} would be applied." for step in migrations()]
    assert server.ask("SELECT to_regnamespace('heard')", database) == ""


async def test_a_tinydb_store_has_nothing_to_migrate(tmp_path: Path) -> None:
    assert await migrate_store(f"tinydb:{tmp_path / 'heard.db'}", dry_run=False) == ()
    assert list(tmp_path.iterdir()) == []


async def test_without_its_driver_the_extra_is_named() -> None:
    program = (
        "import asyncio, sys; sys.modules['asyncpg'] = None\n"
        "from storage import migrate_store\n"
        "asyncio.run(migrate_store('postgresql://heard@host/heard', dry_run=True))"
    )
    ran = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "pip install 'heard[postgres]'" in ran.stderr


def test_a_released_migration_is_never_edited() -> None:
    found = {
        one.number: hashlib.sha256(one.file.read_bytes()).hexdigest()[:16] for one in migrations()
    }

    assert found == RELEASED
    assert list(found) == list(range(1, len(found) + 1))


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


# What cannot be opened


@pytest.fixture
def guarded(server: Server) -> Iterator[str]:
    """A database whose user needs a password and may do nothing in it."""
    database = server.new_database()
    server.ask("CREATE ROLE guarded LOGIN PASSWORD 'open sesame'")
    yield f"postgresql://guarded:PASSWORD@/{database}?host={server.folder}"
    server.ask("DROP ROLE guarded")


async def why_not(url: str, keys: Keys) -> str:
    """Why the store cannot be opened, which never shows a password."""
    with pytest.raises(StorageError) as refused:
        await open_store(url, keys)
    assert "sesame" not in repr(refused.value)
    assert isinstance(refused.value, NotAStore | StoreUnreachable)
    return refused.value.why


async def test_a_wrong_password_is_said_and_not_shown(guarded: str, keys: Keys) -> None:
    url = guarded.replace("PASSWORD", "wrong%20sesame")

    assert await why_not(url, keys) == "the user's name or password is wrong"


async def test_a_missing_right_is_named(guarded: str, keys: Keys) -> None:
    url = guarded.replace("PASSWORD", "open%20sesame")

    assert "lacks a right: permission denied for database" in await why_not(url, keys)


async def test_a_user_who_may_write_but_make_nothing_uses_a_schema_made_for_it(
    guarded: str, server: Server, keys: Keys
) -> None:
    database = urlsplit(guarded).path.strip("/")
    server.ask("CREATE SCHEMA heard AUTHORIZATION guarded", database)
    async with opened(guarded.replace("PASSWORD", "open%20sesame"), keys) as store:
        await open_spring(store)

        assert await store.wave(SPRING) == a_wave()
    server.ask("DROP SCHEMA heard CASCADE", database)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://heard@no-such-host.invalid/heard", "no host of this name"),
        ("postgresql://heard@127.0.0.1:1/heard", "no connection"),
        ("postgresql://heard:sesame@host:port/heard", "written as"),
        ("postgresql://heard:sesame@host", "written as"),
        ("postgresql://heard:sesame@host/heard?pooler=some", "pooler is either"),
        ("postgresql://heard:sesame@host/heard?sslmode=perhaps", "written as"),
    ],
)
async def test_an_address_that_leads_nowhere_is_explained(url: str, why: str, keys: Keys) -> None:
    assert why in await why_not(url, keys)


async def test_a_database_that_is_not_there_is_named(server: Server, keys: Keys) -> None:
    assert "no database of this name" in await why_not(server.url("nowhere"), keys)


async def test_a_setting_the_server_does_not_know_is_explained(server: Server, keys: Keys) -> None:
    assert "does not know" in await why_not(f"{server.url('postgres')}&sslmod=require", keys)


async def test_another_encoding_is_refused(server: Server, keys: Keys) -> None:
    database = server.new_database("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")

    assert "its encoding is LATIN1" in await why_not(server.url(database), keys)


async def test_an_old_server_is_refused(server: Server, keys: Keys) -> None:
    now = b"server_version\0" + server.ask("SHOW server_version").encode()
    then = b"server_version\0" + b"13" + now[len(b"server_version\0") + 2 :]
    network = Network(server.socket, lambda data: data.replace(now, then))
    async with network.running():
        why = await why_not(network.url(server.new_database()), keys)

    assert why == "it is PostgreSQL 13; Heard needs 14 or newer"


async def test_a_newer_schema_is_left_as_it_is(server: Server, keys: Keys) -> None:
    database = server.new_database()
    await migrate_store(server.url(database), dry_run=False)
    server.ask("INSERT INTO heard.migrations VALUES (9999, 'from the future')", database)

    assert "a newer version of Heard wrote it (schema 9999" in await why_not(
        server.url(database), keys
    )
    with pytest.raises(NotAStore, match="newer version"):
        await migrate_store(server.url(database), dry_run=False)


async def test_a_store_with_steps_to_come_is_not_changed_by_opening_it(
    server: Server, keys: Keys
) -> None:
    database = server.new_database()
    await migrate_store(server.url(database), dry_run=False)
    server.ask("DELETE FROM heard.migrations", database)

    assert "run `heard migrate` first; it will apply 0001" in await why_not(
        server.url(database), keys
    )


async def test_another_key_is_refused_and_changes_nothing(server: Server, keys: Keys) -> None:
    database = server.new_database()
    async with opened(server.url(database), keys) as store:
        await open_spring(store)
    about = server.ask("SELECT * FROM heard.about ORDER BY name", database)
    for other in (Keys.fresh(), Keys({2: secrets.token_bytes(32)})):
        with pytest.raises(WrongKey):
            await open_store(server.url(database), other)

    assert server.ask("SELECT * FROM heard.about ORDER BY name", database) == about


async def test_a_new_key_seals_while_the_old_one_still_opens(server: Server, keys: Keys) -> None:
    url = server.url()
    async with opened(url, keys) as store:
        await open_spring(store)
        await store.accept(a_response(), participant=None, outbox=[])
    async with opened(url, Keys({**keys.by_number, 2: secrets.token_bytes(32)})) as store:
        await store.accept(a_response(), participant=None, outbox=[])
        assert len(await store.responses(SPRING)) == 2
    with pytest.raises(WrongKey):
        await open_store(url, keys)


# Sealed and apart


async def filled(store: Store) -> None:
    await store.open_wave(a_wave(), a_survey(), [an_invitation(AMINA)], [])
    response = a_response(PLANTED)
    await store.keep_draft(a_draft(answers=response.answers))
    await store.accept(response, participant=AMINA, outbox=[a_message(AMINA, text=PLANTED)])
    await store.add_codings([a_coding(response)])
    await store.record(an_entry(who=AMINA))


async def test_nothing_anybody_said_or_is_called_is_in_any_file_of_the_server(
    server: Server, keys: Keys, tmp_path: Path
) -> None:
    database = server.new_database()
    async with opened(server.url(database), keys) as store:
        await filled(store)
        assert len(await store.responses(SPRING)) == 1
    server.ask("CHECKPOINT")
    server.copied(database, tmp_path / "copy.sql")
    files = [file for file in server.folder.rglob("*") if file.is_file()]

    assert len(files) > 100
    for file in [*files, tmp_path / "copy.sql"]:
        content = file.read_bytes()
        for told in (PLANTED, PLANTED.encode().hex(), AMINA, "respondent-", "bathtub"):
            assert told.encode() not in content, file


async def test_once_a_wave_is_over_no_row_tells_when_it_was_written(
    server: Server, keys: Keys
) -> None:
    database = server.new_database()
    counted = (
        "SELECT count(DISTINCT xmin::text) FROM heard.invitations",
        "SELECT count(DISTINCT xmin::text) FROM heard.responses",
    )
    async with opened(server.url(database), keys) as store:
        await open_spring(store, 30)
        for number in range(30):
            await store.accept(a_response(), participant=person(number), outbox=[])
        assert [server.ask(count, database) for count in counted] == ["30", "30"]
        await store.forget_drafts(SPRING)

        assert [server.ask(count, database) for count in counted] == ["1", "1"]


async def test_a_row_that_was_exchanged_for_another_is_not_believed(
    server: Server, keys: Keys
) -> None:
    database = server.new_database()
    async with opened(server.url(database), keys) as store:
        await open_spring(store)
        for _ in range(2):
            await store.accept(a_response(), participant=None, outbox=[])
        server.ask(
            "UPDATE heard.responses AS one SET sealed = other.sealed "
            "FROM heard.responses AS other WHERE one.name < other.name",
            database,
        )
        with pytest.raises(Unreadable, match=r"responses/[0-9a-f]{32} was changed"):
            await store.responses(SPRING)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE heard.audit SET sealed = (SELECT sealed FROM heard.audit WHERE place = 3) "
        "WHERE place = 7",
        "DELETE FROM heard.audit WHERE place = 7",
        "DELETE FROM heard.audit WHERE place >= 7",
    ],
    ids=["exchanged", "taken out", "cut off"],
)
async def test_the_audit_chain_says_where_it_was_broken(
    server: Server, keys: Keys, change: str
) -> None:
    database = server.new_database()
    async with opened(server.url(database), keys) as store:
        for number in range(20):
            await store.record(an_entry(what=f"digest {number}"))
        server.ask(change, database)

        assert await store.broken_link() == 7


async def test_the_chain_holds_when_several_stores_write_at_once(
    server: Server, keys: Keys
) -> None:
    url = server.url()
    async with opened(url, keys) as one, opened(url, keys) as other:
        await asyncio.gather(
            *(store.record(an_entry()) for _ in range(50) for store in (one, other))
        )

        assert len(await one.audit()) == 100
        assert await other.broken_link() is None


async def test_an_error_of_the_database_quotes_no_value(server: Server, keys: Keys) -> None:
    database = server.new_database()
    async with opened(server.url(database), keys) as store:
        await open_spring(store)
        server.ask("ALTER TABLE heard.responses ADD CHECK (area <> 'neglect')", database)
        with pytest.raises(StorageError) as refused:
            await store.accept(a_response(PLANTED), participant=None, outbox=[])

        assert refused.value.args == (f"postgresql://{server.folder}/{database}", "error 23514")
        assert refused.value.__cause__ is None
        assert (await store.evidence(Period(year=2026))).responses == ()
