"""What PostgreSQL holds of a store, how it came to be, and what nobody can read or change in it."""
# ruff: noqa: ASYNC240 - files are the subject

import asyncio
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from storage import migrate_store, open_store
from storage.interface import StorageError, Store
from storage.migrating import migrations
from storage.sealing import Keys, Unreadable
from storage.statements import TAKE_TURN_TO_ASK
from surveys.errors import ChangedMeanwhile
from surveys.periods import Period
from tests.builders import (
    AMINA,
    BEN,
    SPRING,
    SUMMER,
    Note,
    a_coding,
    a_draft,
    a_message,
    a_note,
    a_response,
    a_survey,
    a_wave,
    an_entry,
    an_invitation,
)
from tests.servers import Server
from tests.storage.fleet import open_spring, opened, person

PLANTED = "The heron stood in the bathtub."
ROOT = Path(__file__).parent.parent.parent

RELEASED = {
    1: "99c53bc89b2eba1c",
    2: "44e249c625dde09f",
    3: "e4fb9042063ca23e",
    4: "4e82306e1db8b599",
}


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
    running = [migrating(url) for _ in range(4)]
    told = await asyncio.gather(*(asyncio.to_thread(one.communicate) for one in running))
    said = [line for out, _ in told for line in out.splitlines()]

    assert [one.returncode for one in running] == [0] * 4
    assert [f"{step} is applied." for step in migrations()] == sorted(
        line for line in said if line.endswith("is applied.")
    )


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


# Sealed and apart


async def filled(store: Store) -> None:
    """With everything that somebody can say or be called, some of it gone again."""
    invitations = [an_invitation(AMINA), an_invitation(BEN)]
    await store.open_wave(a_wave(), a_survey(), invitations, [])
    response = a_response(PLANTED)
    draft = a_draft(answers=response.answers)
    await store.keep_draft(draft)
    message = a_message(AMINA, text=PLANTED)
    note = a_note(text=PLANTED, about=(AMINA,))
    await store.accept(response, participant=AMINA, outbox=[message], beside=[note])
    await store.add_codings([a_coding(response)])
    await store.record(an_entry(who=AMINA))
    await store.give_up(message.id, "channel_not_found")
    await store.tell_what_came_of_it(SPRING, PLANTED)
    await store.change(note, note.model_copy(update={"text": f"Again: {PLANTED}"}))
    await store.let_go(Note, [note.id])
    await store.forget_draft(SPRING, draft.respondent)


@pytest.fixture
def talkative(server: Server) -> str:
    """A database whose server writes down every statement, and every value of one that fails."""
    database = server.new_database()
    server.ask(f"ALTER DATABASE {database} SET log_statement = 'all'")
    server.ask(f"ALTER DATABASE {database} SET log_parameter_max_length_on_error = -1")
    return database


async def test_nothing_anybody_said_or_is_called_is_in_any_file_of_the_server(
    talkative: str, server: Server, keys: Keys, tmp_path: Path
) -> None:
    async with opened(server.url(talkative), keys) as store:
        await filled(store)
        assert len(await store.responses(SPRING)) == 1
        server.ask(
            "ALTER TABLE heard.responses ADD CHECK (day < '2000-01-01') NOT VALID", talkative
        )
        with pytest.raises(StorageError):
            await store.accept(a_response(PLANTED), participant=BEN, outbox=[])
    server.ask("CHECKPOINT")
    server.copied(talkative, tmp_path / "copy.sql")
    files = [file for file in server.folder.rglob("*") if file.is_file()]
    log = (server.folder / "log").read_text()

    assert "violates check constraint" in log
    assert "INSERT INTO heard.responses" in log
    assert any("pg_wal" in file.parts for file in files)
    assert len(files) > 100
    for file in [*files, tmp_path / "copy.sql"]:
        try:
            content = file.read_bytes()
        except FileNotFoundError:  # the server makes some of its files anew
            continue
        for told in (PLANTED, PLANTED.encode().hex(), AMINA, BEN, "respondent-", "bathtub"):
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


async def test_a_wave_of_a_new_version_waits_for_one_of_an_older_that_is_just_opened(
    server: Server, keys: Keys
) -> None:
    url = server.url(server.new_database())
    reworded, summer = a_survey(version=2), a_wave(id=SUMMER, survey_version=2)
    async with opened(url, keys) as store:
        await open_spring(store)
        other = await asyncpg.connect(url)
        async with other.transaction():
            await other.fetch(TAKE_TURN_TO_ASK, a_survey().id)
            await other.execute(
                "INSERT INTO heard.waves SELECT 'autumn', survey, version, opens_at, ended_at, "
                "closed, mixed, sealed FROM heard.waves"
            )
            opening = asyncio.create_task(store.open_wave(summer, reworded, [], [], seen=[SPRING]))
            waits = "SELECT FROM pg_locks WHERE NOT granted"
            async with asyncio.timeout(20):
                while not opening.done() and not await other.fetch(waits):
                    pass
        await other.close()

        with pytest.raises(ChangedMeanwhile):
            await opening


async def test_a_damaged_row_is_named_wherever_it_is_and_taken_out_the_rest_is_whole(
    server: Server, keys: Keys
) -> None:
    database = server.new_database()
    async with opened(server.url(database), keys) as store:
        await open_spring(store)
        for number in range(2):
            await store.accept(a_response(), participant=person(number), outbox=[])
        await store.record(an_entry())
        whole = await store.unreadable()
        flipped = "sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)"
        one = "name = (SELECT name FROM heard.responses ORDER BY name LIMIT 1)"
        server.ask(f"UPDATE heard.responses SET {flipped} WHERE {one}", database)  # noqa: S608
        server.ask("UPDATE heard.heads SET sealed = set_byte(sealed, 2, 9)", database)
        named = "SELECT encode(name, 'hex') FROM heard.responses ORDER BY name LIMIT 1"
        first = server.ask(named, database).strip()
        damaged = await store.unreadable()
        for statement in DELETIONS:
            server.ask(statement.format(first), database)
        after = await store.unreadable()
        left = await store.responses(SPRING)

    assert whole == []
    assert sorted(damaged) == ["heads/audit", f"responses/{first}"]
    assert after == ["heads/audit"]
    assert len(left) == 1


def _deletions() -> list[str]:
    """As docs/operating.md says."""
    lines = (ROOT / "docs" / "operating.md").read_text().splitlines()
    return [line.replace("NAME", "{}") for line in lines if line.startswith("DELETE FROM heard.")]


DELETIONS = _deletions()


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


async def test_an_audit_chain_that_was_emptied_is_not_called_whole(
    server: Server, keys: Keys
) -> None:
    database = server.new_database()
    async with opened(server.url(database), keys) as store:
        assert await store.broken_link() is None
        await store.record(an_entry())
        server.ask("DELETE FROM heard.audit; DELETE FROM heard.heads", database)
        assert await store.broken_link() == 0
        await store.record(an_entry())

        assert await store.broken_link() == 0
    async with opened(server.url(database), keys) as store:
        assert await store.broken_link() == 0


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
