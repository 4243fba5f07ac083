"""Copies of a store: from one engine into another, into a file, and back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
import pytest_asyncio

from storage import open_store
from storage.backup import check_backup, read_backup, write_backup
from storage.interface import Item, NotAStore, Store, StoreBusy, WrongKey
from storage.moving import Move, NotTheSame, fingerprint, is_half_filled, move
from storage.sealing import Keys
from surveys.coding import Coder
from surveys.evidence import Evidence
from surveys.periods import Period
from surveys.wave import Delivery
from tests.builders import (
    AMINA,
    BEN,
    CARYS,
    DURING,
    SPRING,
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
from tests.storage.conftest import Opening

Q2 = Period(year=2026, quarter=2)
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
PLANTED = "the planted sentence that must be nowhere"


class Passing(Note):
    """What is kept for moments only."""

    kind: ClassVar[str] = "arrival"


async def fill(store: Store, responses: int = 3) -> None:
    """Something of everything that a store keeps."""
    asked = [an_invitation(person) for person in (AMINA, BEN, CARYS)]
    messages = [a_message(AMINA, id=name) for name in ("waits", "sent", "dead", "later")]
    await store.open_wave(a_wave(), a_survey(), asked, messages)
    await store.accept_all(a_wave(), a_survey(), [a_response() for _ in range(responses - 3)])
    for number in range(3):
        response = a_response(PLANTED if number == 0 else "naïve \0 words")
        await store.accept(response, participant=[AMINA, None][number % 2], outbox=[])
        await store.add_codings([a_coding(response), a_coding(response, coder=Coder.PERSON)])
    await store.decide_delivery(SPRING, BEN, Delivery.BOUNCED)
    await store.keep_draft(a_draft())
    await store.sent("sent")
    await store.give_up("dead", "account_inactive")
    await store.try_later("later", DURING + timedelta(hours=1))
    await store.keep(
        a_note(text=PLANTED, about=("open",)), a_note(text="\ud800", about=("closed",))
    )
    for number in range(3):
        await store.record(an_entry(what=f"entry {number}"))


async def items(store: Store) -> list[Item]:
    return [item async for batch in store.everything() for item in batch]


def sorted_evidence(evidence: Evidence) -> tuple[object, ...]:
    return (
        sorted(evidence.responses, key=lambda one: one.id),
        sorted(evidence.codings, key=lambda one: (one.response, one.coder)),
        sorted(evidence.invitations, key=lambda one: one.person),
        evidence.waves,
        evidence.surveys,
    )


async def same(one: Store, other: Store) -> bool:
    return fingerprint(await items(one)) == fingerprint(await items(other))


async def moved(source: AsyncIterator[Sequence[Item]], target: Store, who: str = "me") -> int:
    return await move(source, target, named="old", place="new", who=who, clock=lambda: NOW)


def parts_of(file: Path) -> list[Path]:
    return list(file.parent.glob(f"{file.name}.*"))


def content_of(file: Path) -> bytes:
    return file.read_bytes()


def change(file: Path, content: bytes) -> None:
    file.write_bytes(content)


@pytest_asyncio.fixture
async def there(tmp_path: Path, keys: Keys) -> AsyncIterator[Store]:
    """Another store, which is in a file."""
    opened = await open_store(f"tinydb:{tmp_path / 'other.db'}", keys)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def backup(there: Store, keys: Keys, tmp_path: Path) -> Path:
    """A file with something of everything in it."""
    await fill(there)
    file = tmp_path / "heard.backup"
    await write_backup(there, keys, file)
    return file


async def test_a_moved_store_answers_like_the_one_it_came_from(store: Store, there: Store) -> None:
    await fill(store)
    await moved(store.everything(), there)

    assert await same(store, there)
    assert sorted_evidence(await there.evidence(Q2)) == sorted_evidence(await store.evidence(Q2))
    assert await there.dead_letters() == await store.dead_letters()
    assert await there.outgoing(DURING, 9) == await store.outgoing(DURING, 9)
    assert await there.audit() == await store.audit()
    assert await there.broken_link() is None
    assert len(await there.all_kept(Note, "open")) == 1


async def test_a_store_moves_there_and_back_between_engines(store: Store, there: Store) -> None:
    await fill(there)
    await moved(there.everything(), store)

    assert await same(there, store)
    again = a_message(AMINA, id="sent")  # what was sent once is not sent again
    await store.keep(a_note(), outbox=[again])
    assert again not in await store.outgoing(DURING, 9)
    assert await store.uncoded("words-1", 9) == []


async def test_a_move_that_was_interrupted_goes_on(store: Store, there: Store) -> None:
    await fill(store, responses=1200)

    async def cut() -> AsyncIterator[Sequence[Item]]:
        number = 0
        async for batch in store.everything():
            number += 1
            yield batch
            if number == 3:
                raise ConnectionError

    with pytest.raises(ConnectionError):
        await moved(cut(), there)
    assert await is_half_filled(there)
    await moved(store.everything(), there)

    assert await same(store, there)
    assert not await is_half_filled(there)


async def test_a_target_that_holds_anything_is_refused_and_left_as_it_is(
    store: Store, there: Store
) -> None:
    await fill(there)
    await store.record(an_entry())
    before = await items(store)
    with pytest.raises(NotAStore, match="not empty"):
        await moved(there.everything(), store)

    assert await items(store) == before
    assert await store.led_until(NOW) is None


async def test_a_target_half_filled_from_elsewhere_is_refused(store: Store) -> None:
    await store.keep(Move(source="elsewhere"))
    with pytest.raises(NotAStore, match="elsewhere"):
        await moved(store.everything(), store)


async def test_of_two_movers_at_once_one_is_told_so(store: Store, there: Store) -> None:
    await store.lead("move", "the first", NOW, NOW + timedelta(minutes=1))
    with pytest.raises(StoreBusy):
        await moved(there.everything(), store, who="the second")


async def test_what_the_target_has_beyond_the_source_is_found_by_comparing(
    store: Store, there: Store
) -> None:
    await fill(there)

    async def and_somebody_writes() -> AsyncIterator[Sequence[Item]]:
        async for batch in there.everything():
            yield batch
        await store.keep(a_note())

    with pytest.raises(NotTheSame):
        await moved(and_somebody_writes(), store)
    assert await is_half_filled(store)


# The audit chain, as it is


def without(*places: str) -> Callable[[Item], Item | None]:
    return lambda item: None if item.table == "audit" and item.id in places else item


def another_word(item: Item) -> Item:
    if (item.table, item.id) != ("audit", "1"):
        return item
    return replace(item, text=an_entry(what="another entry").model_dump_json())


async def tampered(
    source: AsyncIterator[Sequence[Item]], change: Callable[[Item], Item | None]
) -> AsyncIterator[Sequence[Item]]:
    async for batch in source:
        yield [after for item in batch if (after := change(item)) is not None]


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        pytest.param(without("1"), 1, id="taken out"),
        pytest.param(without("1", "2"), 1, id="cut off"),
        pytest.param(without("0", "1", "2"), 0, id="emptied"),
        pytest.param(another_word, 1, id="altered"),
    ],
)
async def test_a_broken_audit_chain_is_copied_and_stays_broken_where_it_was(
    store: Store,
    backup: Path,
    keys: Keys,
    change: Callable[[Item], Item | None],
    broken_at: int,
) -> None:
    await moved(tampered(read_backup(backup, keys), change), store)
    assert await store.broken_link() == broken_at

    again, place = backup.with_name("again.backup"), backup.with_name("restored.db")
    await write_backup(store, keys, again)
    restored = await open_store(f"tinydb:{place}", keys)
    await moved(read_backup(again, keys), restored)
    await restored.record(an_entry())

    assert await restored.broken_link() == broken_at
    await restored.close()


# Backups


async def test_a_backup_brings_everything_back(
    store: Store, there: Store, keys: Keys, tmp_path: Path
) -> None:
    await fill(store)
    file = tmp_path / "heard.backup"
    written = await write_backup(store, keys, file)
    await moved(read_backup(file, keys), there)

    assert written == len(await items(store)) == await check_backup(file, keys)
    assert await same(store, there)
    assert file.stat().st_mode & 0o077 == 0


async def test_a_backup_shows_the_store_at_one_moment_whatever_is_written_meanwhile(
    store: Store,
) -> None:
    await fill(store, responses=700)
    before = fingerprint(await items(store))
    copied: list[Item] = []
    async for batch in store.everything():
        copied += batch
        await store.accept(a_response("too late"), participant=None, outbox=[])
        await store.record(an_entry())

    assert fingerprint(copied) == before


@pytest.mark.parametrize("kept", [0, 10, 20, 100, -1])
async def test_a_backup_that_was_cut_is_refused(backup: Path, keys: Keys, kept: int) -> None:
    change(backup, content_of(backup)[:kept])

    with pytest.raises(NotAStore):
        await check_backup(backup, keys)


async def test_a_backup_that_was_changed_anywhere_is_refused(backup: Path, keys: Keys) -> None:
    whole = content_of(backup)

    for place in range(0, len(whole), len(whole) // 40):
        change(backup, whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises((NotAStore, WrongKey)):
            await check_backup(backup, keys)


async def test_a_backup_opens_with_its_own_key_only_and_tells_no_word(
    backup: Path,
) -> None:
    with pytest.raises(WrongKey):
        await check_backup(backup, Keys.fresh())
    assert PLANTED.encode() not in content_of(backup)


async def test_a_backup_is_never_written_over_another_file(
    tmp_path: Path, keys: Keys, there: Store
) -> None:
    file = tmp_path / "heard.backup"
    file.write_text("something else")
    with pytest.raises(NotAStore):
        await write_backup(there, keys, file)

    assert file.read_text() == "something else"
    assert not parts_of(file)


async def test_of_two_backups_into_one_file_at_once_one_is_there_whole_and_one_is_refused(
    tmp_path: Path, keys: Keys, there: Store
) -> None:
    await fill(there, responses=1200)
    file = tmp_path / "heard.backup"
    told = await asyncio.gather(
        *(write_backup(there, keys, file) for _ in range(2)), return_exceptions=True
    )

    [refused] = [one for one in told if not isinstance(one, int)]
    [written] = [one for one in told if isinstance(one, int)]
    assert isinstance(refused, NotAStore)
    assert await check_backup(file, keys) == written
    assert not parts_of(file)


# Keys


async def test_sealing_anew_leaves_the_old_key_without_use(
    store: Store, opening: Opening, keys: Keys
) -> None:
    await fill(store)
    before = fingerprint(await items(store))
    await store.close()
    both = Keys({**keys.by_number, 2: Keys.fresh().by_number[1]})
    rotated = await opening(both)
    counted = await rotated.sealed_by()
    while await rotated.reseal(10):
        pass
    after = await rotated.sealed_by()
    await rotated.close()

    with pytest.raises(WrongKey):
        await opening()
    alone = await opening(Keys({2: both.by_number[2]}))
    assert fingerprint(await items(alone)) == before
    assert set(counted) == {1}
    assert set(after) == {2}
    assert sum(after.values()) == sum(counted.values())
    await alone.close()


async def test_what_is_just_coming_in_is_in_no_backup(
    store: Store, keys: Keys, tmp_path: Path
) -> None:
    await store.keep(Passing(id="one", text=PLANTED), a_note())

    count = await write_backup(store, keys, tmp_path / "backup")

    kept = [item async for items in read_backup(tmp_path / "backup", keys) for item in items]
    assert len(kept) == count == 1
