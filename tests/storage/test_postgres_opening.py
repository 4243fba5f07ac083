"""What opening a PostgreSQL store refuses, in one sentence and before anything changes."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage import migrate_store, open_store
from storage.connection import unfit
from storage.interface import NotAStore, StorageError, StoreUnreachable, WrongKey
from storage.sealing import Keys
from tests.builders import SPRING, a_response, a_wave
from tests.servers import Server
from tests.storage.fleet import open_spring, opened
from tests.storage.network import Network


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
        ("postgresql:heard:sesame@host/heard", "written as"),
        ("postgresql//heard:sesame@host/heard", "written as"),
        ("postgresq://heard:sesame@host/heard", "written as"),
        ("postgresql://heard:sesame@[::1/heard", "written as"),
        ("postgresql://heard:sesame@host:99999/heard", "written as"),
        ("postgresql://heard:ses#ame@host/heard", "written as"),
        ("postgresql://heard:ses/ame@host/heard", "written as"),
        ("postgresql://heard:sesame@/heard?host=/no/such/folder", "no connection"),
        ("postgresql://heard:sesame@host..org/heard", "written as"),
        ("postgresql://heard:sesame@host/heard%00", "written as"),
    ],
)
async def test_an_address_that_leads_nowhere_is_explained(url: str, why: str, keys: Keys) -> None:
    assert why in await why_not(url, keys)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ("sslmode=perhaps", "sslmode is written as disable, allow, prefer, require, verify-ca or"),
        ("sslmode=verify-full&sslrootcert=/no/such.pem", "the file that sslrootcert names can't"),
        ("sslmode=verify-full&sslrootcert=FOLDER", "the file that sslrootcert names can't"),
        ("sslmode=verify-full&sslrootcert=NOTES", "sslrootcert names holds nothing of its kind"),
        ("sslmode=require&sslcrl=NOTES", "sslcrl names holds nothing of its kind"),
        ("sslmode=require&sslcert=NOTES&sslkey=/no/such.pem", "the file that sslkey names can't"),
        ("sslmode=require&sslcert=NOTES&sslkey=NOTES", "are no certificate with its key"),
        ("sslmode=require&ssl_min_protocol_version=TLSv9", "settings"),
    ],
)
async def test_what_is_wrong_with_a_safe_connection_is_named(
    settings: str, why: str, keys: Keys, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    notes.write_text("no certificate")
    url = f"postgresql://heard:sesame@127.0.0.1:1/heard?{settings}"

    assert why in await why_not(
        url.replace("NOTES", str(notes)).replace("FOLDER", str(tmp_path)), keys
    )


async def test_a_database_that_is_not_there_is_named(server: Server, keys: Keys) -> None:
    assert "no database of this name" in await why_not(server.url("nowhere"), keys)


async def test_a_setting_the_server_does_not_know_is_explained(server: Server, keys: Keys) -> None:
    assert "does not know" in await why_not(f"{server.url('postgres')}&sslmod=require", keys)


async def test_another_encoding_is_refused(server: Server, keys: Keys) -> None:
    database = server.new_database("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")

    assert "its encoding is LATIN1" in await why_not(server.url(database), keys)
    assert contents(server, database) == ""


@pytest.mark.parametrize(
    ("major", "encoding", "why"),
    [
        (13, "UTF8", "it is PostgreSQL 13; Heard needs 14 or newer"),
        (14, "UTF8", None),
        (19, "utf-8", None),
        (14, "SQL_ASCII", "its encoding is SQL_ASCII; make the database anew with ENCODING 'UTF8'"),
    ],
)
def test_the_version_and_the_encoding_decide(major: int, encoding: str, why: str | None) -> None:
    assert unfit(major, encoding) == why


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


# Another program's


def contents(server: Server, database: str) -> str:
    """Every table in it and how many columns it has, whoever made it."""
    return server.ask(
        "SELECT relnamespace::regnamespace, relname, relnatts FROM pg_class "
        "WHERE relnamespace::regnamespace::text IN ('heard', 'public') ORDER BY 1, 2",
        database,
    )


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ("CREATE TABLE bookings (id int)", "tables of another program; give Heard a database"),
        ("CREATE VIEW bookings AS SELECT 1 AS id", "tables of another program"),
        ("CREATE SCHEMA heard; CREATE TABLE heard.verdicts (id int)", "Heard did not make"),
        (
            "CREATE SCHEMA heard; CREATE TABLE heard.migrations (version text)",
            "not as Heard has made them",
        ),
    ],
)
async def test_another_programs_database_is_left_as_it_is(
    server: Server, keys: Keys, made: str, why: str
) -> None:
    database = server.new_database()
    server.ask(made, database)
    before = contents(server, database)

    assert why in await why_not(server.url(database), keys)
    for dry_run in (True, False):
        with pytest.raises(NotAStore, match=why):
            await migrate_store(server.url(database), dry_run=dry_run)
    assert contents(server, database) == before


async def test_beside_another_program_an_empty_schema_is_used_when_it_was_made_for_heard(
    server: Server, keys: Keys
) -> None:
    database = server.new_database()
    server.ask("CREATE TABLE bookings (id int); CREATE SCHEMA heard", database)
    async with opened(server.url(database), keys) as store:
        await open_spring(store)

        assert await store.wave(SPRING) == a_wave()


async def test_a_user_who_may_only_read_is_refused_before_anything_changes(
    guarded: str, server: Server, keys: Keys
) -> None:
    database = urlsplit(guarded).path.strip("/")
    await migrate_store(server.url(database), dry_run=False)
    server.ask("GRANT USAGE ON SCHEMA heard TO guarded", database)
    url = guarded.replace("PASSWORD", "open%20sesame")

    assert "permission denied for table migrations" in await why_not(url, keys)
    server.ask("GRANT SELECT ON ALL TABLES IN SCHEMA heard TO guarded", database)
    assert await why_not(url, keys) == "the user lacks a right: to read and write about"
    assert server.ask("SELECT count(*) FROM heard.about", database) == "0"
    server.ask("DROP OWNED BY guarded", database)
