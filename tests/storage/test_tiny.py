"""What the TinyDB store does when processes, disks and files fail it.

The number of kills is 30, or HEARD_TEST_KILLS, and a fifth more with very many at once;
`--log-cli-level=INFO` tells what they found.
"""
# ruff: noqa: ASYNC240, S311 - files are the subject, and chance decides what fails

import asyncio
import logging
import multiprocessing
import os
import random
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import where

from storage import open_store
from storage.codec import Document
from storage.file import TABLES
from storage.formats import PRESENT
from storage.interface import (
    NotAStore,
    StorageError,
    Store,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreFull,
    WrongKey,
)
from storage.rows import Index, RowDatabase, Rows, RowTable
from storage.sealing import Keys
from storage.tiny import TinyStore, open_tiny
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
from tests.storage.crowd import (
    AT_ONCE,
    VERY_MANY,
    is_whole_after_kills,
    killed_at_any_moment,
    write_until_killed,
)
from tests.storage.small_disk import FullDisk, a_small_disk

KILLS = int(os.environ.get("HEARD_TEST_KILLS", "30"))
PLANTED = "The heron stood in the bathtub."

log = logging.getLogger(__name__)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "heard.db"


@asynccontextmanager
async def opened(path: Path, keys: Keys, *, recover: bool = False) -> AsyncIterator[TinyStore]:
    store = await open_tiny(path, keys, recover=recover)
    assert isinstance(store, TinyStore)
    try:
        yield store
    finally:
        await store.close()


async def filled(path: Path, keys: Keys, count: int = 400) -> None:
    """A closed store with this many responses, each with a coding and an audit entry."""
    async with opened(path, keys) as store:
        await store.open_wave(a_wave(), a_survey(), [an_invitation(AMINA)], [a_message(AMINA)])
        responses = [a_response(f"Comment {number}.") for number in range(count)]
        await store.accept_all(a_wave(), a_survey(), responses)
        await store.add_codings([a_coding(response) for response in responses])
        for number in range(20):
            await store.record(an_entry(what=f"digest {number}"))


async def everything(path: Path, keys: Keys, *, recover: bool = False) -> dict[str, object]:
    async with opened(path, keys, recover=recover) as store:
        found = await store.evidence(Period(year=2026))
        return {response.id: response for response in found.responses} | {
            f"coding of {coding.response}": coding for coding in found.codings
        }


def files_of(path: Path) -> Iterator[bytes]:
    for file in sorted(path.parent.iterdir()):
        yield file.read_bytes()


async def test_what_was_read_before_it_was_on_disk_is_written_like_any_other(
    path: Path, keys: Keys
) -> None:
    response = a_response("Nobody rang back.")
    other = response.model_copy(update={"agency": "Police"})
    async with opened(path, keys) as store:
        await store.open_wave(a_wave(), a_survey(), [], [])
        _, is_marked = await asyncio.gather(  # one group: the second finds what the first kept
            store.accept(response, participant=None, outbox=[]),
            store.mark_comments(other, response, an_entry()),
        )
        read = await store.response(response.id)

    assert not is_marked
    assert read == response
    assert await everything(path, keys) == {response.id: response}


# Killed


def crowd(
    path: Path, keys: Keys, begun: str, at_once: int = AT_ONCE
) -> tuple[BaseProcess, Connection]:
    """A process that writes, and the end of a pipe where it says what was acknowledged."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.crowd"])
    reading, writing = context.Pipe(duplex=False)
    process = context.Process(
        target=write_until_killed, args=(path, dict(keys.by_number), begun, writing, at_once)
    )
    process.start()
    writing.close()
    return process, reading


@pytest.mark.parametrize(("at_once", "kills"), [(AT_ONCE, KILLS), (VERY_MANY, KILLS // 5)])
async def test_no_kill_at_any_moment_loses_or_doubles_an_acknowledged_response(
    path: Path, keys: Keys, at_once: int, kills: int
) -> None:
    acknowledged: list[str] = []
    for kill in range(kills):
        acknowledged += killed_at_any_moment(*crowd(path, keys, f"k{kill}", at_once))
    async with opened(path, keys) as store:
        await is_whole_after_kills(store, acknowledged, kills, at_once)
    assert len(acknowledged) > kills
    log.info("%d kills, %d acknowledged", kills, len(acknowledged))


# Owned


async def test_a_second_process_is_told_who_has_the_store(path: Path, keys: Keys) -> None:
    process, reading = crowd(path, keys, "first")
    assert reading.poll(20)
    with pytest.raises(StoreBusy) as busy:
        await open_tiny(path, keys)
    killed_at_any_moment(process, reading)

    assert f"process {process.pid} on " in busy.value.holder
    async with opened(path, keys) as store:
        assert await store.wave(SPRING) == a_wave()


async def test_a_second_opening_in_one_process_is_refused_and_the_first_goes_on(
    path: Path, keys: Keys
) -> None:
    async with opened(path, keys) as store:
        for _ in range(2):
            with pytest.raises(StoreBusy):
                await open_tiny(path, keys)
        await store.open_wave(a_wave(), a_survey(), [], [])
        told = await asyncio.to_thread(what_another_process_is_told, path)
        await store.accept(a_response(), participant=None, outbox=[])

        assert b"database is locked" in told


def what_another_process_is_told(path: Path) -> bytes:
    program = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0)"
        ".execute('SELECT count(*) FROM waves')"
    )
    reading = [sys.executable, "-c", program, str(path)]
    return subprocess.run(reading, check=False, capture_output=True).stderr  # noqa: S603 - our own


# Full


async def accepted_until_full(store: Store) -> set[str]:
    kept: set[str] = set()
    for _ in range(2000):
        response = a_response("word " * 200)
        try:
            await store.accept(response, participant=None, outbox=[])
        except StoreFull:
            return kept
        kept.add(response.id)
    pytest.fail("the disk never filled up")


async def test_a_full_disk_refuses_and_loses_nothing_and_then_works_again(
    path: Path, keys: Keys
) -> None:
    async with opened(path, keys) as store:
        await store.open_wave(a_wave(), a_survey(), [], [])
        disk = FullDisk(store)
        await disk.fill()
        kept = await accepted_until_full(store)
        assert {response.id for response in await store.responses(SPRING)} == kept
        await disk.make_room()
        later = a_response()
        await store.accept(later, participant=None, outbox=[])
    async with opened(path, keys) as store:
        assert {response.id for response in await store.responses(SPRING)} == {*kept, later.id}


async def test_on_a_full_disk_what_still_fits_is_kept(path: Path, keys: Keys) -> None:
    async with opened(path, keys) as store:
        await store.open_wave(a_wave(), a_survey(), [an_invitation(AMINA)], [a_message(AMINA)])
        await FullDisk(store).fill()
        large = [
            store.accept(a_response(secrets.token_hex(1500)), participant=None, outbox=[])
            for _ in range(20)
        ]
        [message] = await store.outgoing(DURING, 1)
        *told, sent = await asyncio.gather(*large, store.sent(message.id), return_exceptions=True)

        assert any(isinstance(one, StoreFull) for one in told)
        assert sent is None
        assert len(await store.responses(SPRING)) == told.count("kept")
        assert await store.outgoing(DURING, 1) == []


async def test_a_real_disk_that_fills_up_loses_nothing(tmp_path: Path, keys: Keys) -> None:
    with a_small_disk(tmp_path / "disk", 512) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(150_000))
        async with opened(disk / "heard.db", keys) as store:
            await store.open_wave(a_wave(), a_survey(), [], [])
            kept = await accepted_until_full(store)
            ballast.unlink()
            later = a_response()
            await store.accept(later, participant=None, outbox=[])
        async with opened(disk / "heard.db", keys) as store:
            assert {one.id for one in await store.responses(SPRING)} == {*kept, later.id}


# Damaged


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
async def test_a_store_cut_short_says_what_is_lost_and_goes_on_only_when_told_to(
    path: Path, keys: Keys, share: float
) -> None:
    await filled(path, keys)
    before = await everything(path, keys)
    whole = path.read_bytes()
    cut = whole[: int(len(whole) * share)]
    path.write_bytes(cut)
    with pytest.raises(StoreDamaged) as damaged:
        await open_tiny(path, keys)
    assert path.read_bytes() == cut
    assert Path(damaged.value.copy).read_bytes() == cut
    assert damaged.value.lost
    assert {one.partition("/")[0] for one in damaged.value.lost} <= set(TABLES)

    found = await everything(path, keys, recover=True)
    assert 0 < len(found) < len(before)
    assert found.items() <= before.items()
    assert await everything(path, keys) == found
    assert Path(damaged.value.copy).read_bytes() == cut


@pytest.mark.parametrize("seed", range(8))
async def test_a_store_cut_in_the_middle_of_a_page_is_read_to_an_end(
    path: Path, keys: Keys, seed: int
) -> None:
    await filled(path, keys, 120)
    before = await everything(path, keys)
    content = path.read_bytes()
    path.write_bytes(content[: random.Random(seed).randrange(40_000, len(content) - 1)])
    async with asyncio.timeout(20):
        found = await everything(path, keys, recover=True)

    assert found.items() <= before.items()


async def test_a_store_of_which_nothing_is_left_is_never_begun_again(
    path: Path, keys: Keys
) -> None:
    await filled(path, keys)
    stump = path.read_bytes()[:6000]
    path.write_bytes(stump)
    with pytest.raises(StoreDamaged):
        await open_tiny(path, keys, recover=True)

    assert path.read_bytes() == stump


@pytest.mark.parametrize("count", [1500, 2000])  # at some sizes, all ways lead through the end
async def test_half_a_store_gives_back_about_half_of_its_records(
    path: Path, keys: Keys, count: int
) -> None:
    await filled(path, keys, count)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    # of the responses and as many codings
    assert 0.6 * count < len(await everything(path, keys, recover=True)) < 1.4 * count


async def test_a_recovered_store_is_written_to_like_any_other(path: Path, keys: Keys) -> None:
    await filled(path, keys)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    found = await everything(path, keys, recover=True)
    async with opened(path, keys) as store:
        await store.accept_all(a_wave(), a_survey(), [a_response() for _ in range(10)])

    assert len(await everything(path, keys)) == len(found) + 10


async def test_a_changed_key_number_is_damage_and_not_a_wrong_key(path: Path, keys: Keys) -> None:
    await filled(path, keys)
    with sqlite3.connect(path) as connection:
        [(name, sealed)] = connection.execute("SELECT name, sealed FROM responses LIMIT 1")
        changed = sealed[:2] + b"\x09" + sealed[3:]
        connection.execute("UPDATE responses SET sealed = ? WHERE name = ?", (changed, name))
    connection.close()
    with pytest.raises(StoreDamaged) as damaged:
        await open_tiny(path, keys)

    assert damaged.value.lost == (f"responses/{name:016x}",)


@pytest.mark.parametrize("seed", range(12))
async def test_a_byte_changed_anywhere_is_noticed_or_without_consequence(
    path: Path, keys: Keys, seed: int
) -> None:
    await filled(path, keys)
    before = await everything(path, keys)
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    content[chance.randrange(200, len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    try:
        after = await everything(path, keys)
    except StoreDamaged:
        after = await everything(path, keys, recover=True)
        assert after.items() <= before.items()
        assert len(after) >= len(before) - 30  # what a page or two can hold
    else:
        assert after == before


async def test_a_row_that_was_exchanged_for_another_is_lost_and_named(
    path: Path, keys: Keys
) -> None:
    await filled(path, keys)
    with sqlite3.connect(path) as connection:
        [(one, _), (_, other)] = connection.execute(
            "SELECT name, sealed FROM responses LIMIT 2"
        ).fetchall()
        connection.execute("UPDATE responses SET sealed = ? WHERE name = ?", (other, one))
    connection.close()
    with pytest.raises(StoreDamaged) as damaged:
        await open_tiny(path, keys)

    assert damaged.value.lost == (f"responses/{one:016x}",)
    async with opened(path, keys, recover=True) as store:
        assert len((await store.evidence(Period(year=2026))).responses) == 399


async def test_the_audit_chain_says_where_it_was_broken(path: Path, keys: Keys) -> None:
    await filled(path, keys)
    async with opened(path, keys) as store:
        entry = store._rows.tables["audit"]["7"]
        altered = {**entry, "value": an_entry(what="another digest").model_dump_json()}
        await store._groups.run(lambda: store._tables["audit"].put("7", altered))
        assert await store.broken_link() == 7
        await store._groups.run(lambda: store._tables["audit"].put("7", entry))
        assert await store.broken_link() is None
        await store._groups.run(lambda: store._tables["audit"].erase(["19"]))
        assert await store.broken_link() == 19
    async with opened(path, keys) as store:
        assert await store.broken_link() == 19


async def test_an_audit_chain_that_was_emptied_without_the_key_is_not_called_whole(
    path: Path, keys: Keys
) -> None:
    await filled(path, keys)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM audit")
        connection.execute("DELETE FROM heads")
    connection.close()
    async with opened(path, keys) as store:
        assert await store.broken_link() == 0
        await store.record(an_entry())

        assert await store.broken_link() == 0


async def test_what_is_recovered_of_a_store_tells_that_its_audit_chain_is_gone(
    path: Path, keys: Keys
) -> None:
    await filled(path, keys)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM audit")
        connection.execute("DELETE FROM heads")
        connection.execute("UPDATE responses SET sealed = x'00' WHERE rowid % 2")
    connection.close()
    async with opened(path, keys, recover=True) as store:
        assert await store.broken_link() == 0


# Not a store


async def test_an_empty_place_becomes_a_store_only_its_owner_can_read(
    tmp_path: Path, keys: Keys
) -> None:
    path = tmp_path / "new folder" / "heard.db"
    async with opened(path, keys) as store:
        assert await store.waves() == []
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.iterdir()] == ["heard.db"]


@pytest.mark.parametrize(
    "content",
    [b"", b"id,answer\n1,agree\n" * 400, b'{"_default": {}}', b"SQLite format 3\0"],
    ids=["empty", "a table", "stock TinyDB", "a stump"],
)
async def test_another_programs_file_is_left_as_it_is(
    path: Path, keys: Keys, content: bytes
) -> None:
    path.write_bytes(content)
    with pytest.raises(NotAStore) as refused:
        await open_tiny(path, keys, recover=True)

    assert refused.value.why
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


async def test_another_programs_database_is_left_as_it_is(path: Path, keys: Keys) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE responses (name, sealed)")
    connection.commit()
    connection.close()
    content = path.read_bytes()
    with pytest.raises(NotAStore, match="database of another program"):
        await open_tiny(path, keys, recover=True)

    assert path.read_bytes() == content


async def test_a_newer_format_is_left_as_it_is(path: Path, keys: Keys) -> None:
    await filled(path, keys)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={PRESENT + 1}")
    connection.close()
    content = path.read_bytes()
    with pytest.raises(NotAStore, match="newer version"):
        await open_tiny(path, keys, recover=True)

    assert path.read_bytes() == content


async def test_a_folder_is_no_store(tmp_path: Path, keys: Keys) -> None:
    with pytest.raises(NotAStore, match="folder"):
        await open_tiny(tmp_path, keys)


@pytest.mark.parametrize("place", ["/proc/heard.db", "/dev/null/heard.db", "/dev/null"])
async def test_a_place_that_cannot_be_written_is_no_store(place: str, keys: Keys) -> None:
    with pytest.raises(NotAStore):
        await open_tiny(Path(place), keys)


async def test_a_log_without_its_store_is_not_thrown_away(path: Path, keys: Keys) -> None:
    log = path.with_name("heard.db-wal")
    log.write_bytes(b"what was acknowledged last")
    with pytest.raises(NotAStore, match="log"):
        await open_tiny(path, keys)

    assert log.read_bytes() == b"what was acknowledged last"


@pytest.mark.parametrize(
    "url", ["", "heard.db", "tinydb", "tinydb:", "oracle://heard:secret@host/heard", "mysql:x"]
)
async def test_a_store_of_an_unknown_kind_is_refused_without_its_password(
    url: str, keys: Keys
) -> None:
    with pytest.raises(NotAStore, match="tinydb:PATH") as refused:
        await open_store(url, keys)

    assert "secret" not in str(refused.value)


# When the unforeseen happens


class Surprise(Exception):
    """What nobody thought of."""


async def test_who_waits_is_told_when_the_writer_dies_of_the_unforeseen(
    path: Path, keys: Keys
) -> None:
    def surprise(_changes: object) -> None:
        raise Surprise

    store = await open_tiny(path, keys)
    assert isinstance(store, TinyStore)
    await store.open_wave(a_wave(), a_survey(), [], [])
    store._groups._file.commit = surprise  # type: ignore[assignment,method-assign]  # a planted fault
    told = await asyncio.gather(
        *(store.accept(a_response(), participant=None, outbox=[]) for _ in range(3)),
        return_exceptions=True,
    )

    assert [type(one) for one in told] == [StoreClosed] * 3
    with pytest.raises(StoreClosed):
        await store.record(an_entry())
    with pytest.raises(Surprise):
        await store.close()
    async with opened(path, keys) as again:
        assert await again.responses(SPRING) == []


async def test_a_closed_store_takes_nothing_more(path: Path, keys: Keys) -> None:
    async with opened(path, keys) as store:
        await store.open_wave(a_wave(), a_survey(), [], [])
    with pytest.raises(StoreClosed):
        await store.accept(a_response(), participant=None, outbox=[])


# Sealed and erased


async def test_another_key_is_refused_and_changes_nothing(path: Path, keys: Keys) -> None:
    await filled(path, keys)
    content = path.read_bytes()
    for other in (Keys.fresh(), Keys({2: secrets.token_bytes(32)})):
        for recover in (False, True):
            with pytest.raises(WrongKey):
                await open_tiny(path, other, recover=recover)

    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


async def test_a_new_key_seals_while_the_old_one_still_opens(path: Path, keys: Keys) -> None:
    await filled(path, keys)
    both = Keys({**keys.by_number, 2: secrets.token_bytes(32)})
    async with opened(path, both) as store:
        assert len(await store.responses(SPRING)) == 400
        await store.accept(a_response(), participant=None, outbox=[])
    with pytest.raises(WrongKey):
        await open_tiny(path, keys)


async def test_nothing_anybody_said_or_is_called_is_in_any_file(path: Path, keys: Keys) -> None:
    async with opened(path, keys) as store:
        await store.open_wave(a_wave(), a_survey(), [an_invitation(AMINA)], [])
        response = a_response(PLANTED)
        await store.keep_draft(a_draft(answers=response.answers))
        await store.accept(response, participant=AMINA, outbox=[a_message(AMINA, text=PLANTED)])
        await store.add_codings([a_coding(response)])
        await store.record(an_entry())
        told = [PLANTED, AMINA, response.id, response.respondent, SPRING, "Neglect", "workload"]
        while_open = list(files_of(path))
    for content in (*while_open, *files_of(path)):
        for words in told:
            assert words.encode() not in content
            assert words.encode("utf-16-le") not in content


def sealed_drafts(path: Path) -> list[bytes]:
    connection = sqlite3.connect(path)
    found = [sealed for (sealed,) in connection.execute("SELECT sealed FROM drafts")]
    connection.close()
    return found


async def test_what_was_erased_is_in_no_file_once_it_has_been_quiet(path: Path, keys: Keys) -> None:
    async with opened(path, keys) as store:
        await store.open_wave(a_wave(), a_survey(), [], [])
        await store.keep_draft(a_draft())
    [sealed] = sealed_drafts(path)
    async with opened(path, keys) as store:
        assert any(sealed in content for content in files_of(path))
        await store.forget_draft(SPRING, a_draft().respondent)
        log = path.with_name("heard.db-wal")
        assert log.stat().st_size > 0
        async with asyncio.timeout(10):
            while log.stat().st_size > 0:  # noqa: ASYNC110 - a file says nothing when it changes
                await asyncio.sleep(0.05)

        assert not any(sealed in content for content in files_of(path))


# TinyDB itself


@pytest.fixture
def rows() -> Rows:
    documents = {f"{number}": {"wave": SPRING, "count": number} for number in range(5)}
    return Rows({"responses": documents}, [Index("responses", "wave")])


def table_of(rows: Rows) -> RowTable:
    return RowDatabase(rows).rows_of("responses")


def test_tinydbs_own_queries_see_what_an_operation_has_changed(rows: Rows) -> None:
    table = table_of(rows)
    rows.gather()
    table.update({"count": 10}, where("count") == 3)
    table.remove(where("count") == 4)

    assert sorted(found["count"] for found in table.all()) == [0, 1, 2, 10]
    assert table.count(where("count") > 1) == 2
    assert rows.gathered() == {"responses": {"3": {"wave": SPRING, "count": 10}, "4": None}}
    assert sorted(found["count"] for found in table.all()) == [0, 1, 2, 3, 4]


def test_an_update_that_fails_halfway_has_changed_nothing(rows: Rows) -> None:
    def fail_at_three(document: dict[str, int]) -> None:
        document["count"] += 100
        if document["count"] == 103:
            raise ZeroDivisionError

    rows.gather()
    with pytest.raises(ZeroDivisionError):
        table_of(rows).update(fail_at_three)  # type: ignore[arg-type]  # it is a mutable mapping

    assert rows.gathered() == {}
    assert [found["count"] for found in table_of(rows)] == [0, 1, 2, 3, 4]


def test_what_is_undone_is_neither_found_nor_handed_over(rows: Rows) -> None:
    index = Index("responses", "wave")
    rows = Rows(rows.tables, [index])
    rows.gather()
    table_of(rows).put("5", {"wave": SPRING, "count": 5})
    before = rows.mark()
    table_of(rows).erase(["0"])
    table_of(rows).put("1", {"wave": "other", "count": 1})
    table_of(rows).put("5", {"wave": "other", "count": 6})

    assert rows.ids(index, SPRING) == ["2", "3", "4"]
    assert rows.ids(index, "other") == ["1", "5"]
    rows.undo(before)
    assert rows.ids(index, SPRING) == ["0", "1", "2", "3", "4", "5"]
    assert rows.ids(index, "other") == []
    rows.apply(rows.gathered())
    assert rows.ids(index, SPRING) == ["0", "1", "2", "3", "4", "5"]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.none() | st.sampled_from("xyz"))))
def test_what_is_found_by_a_fact_is_all_that_has_it_in_the_order_in_which_it_came(
    changes: list[tuple[str, str | None]],
) -> None:
    index, kept, expected = Index("codings", "wave"), dict[str, Document](), dict[str, str]()
    for name, fact in changes:
        after = None if fact is None else Document(wave=fact)
        index.follow({name: after}, kept)
        if expected.get(name) != fact:
            expected.pop(name, None)
        kept.pop(name, None)
        if after is not None and fact is not None:
            kept[name] = after
            expected.setdefault(name, fact)

    for fact in "xyz":
        assert list(index.of(fact)) == [name for name, one in expected.items() if one == fact]


def test_nothing_is_changed_outside_of_an_operation(rows: Rows) -> None:
    with pytest.raises(StorageError):
        table_of(rows).put("7", {"wave": SPRING, "count": 7})

    assert len(table_of(rows)) == 5
