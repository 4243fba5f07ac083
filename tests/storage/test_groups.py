"""A group of changes on its way to the disk, and the one that is made ready to follow it.

What the first has changed is seen by the operations of the second, and by nobody else; if the disk
refuses the first, nothing that was made of it stays.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterable
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from storage.file import DELETE, MOST_AT_ONCE, Sealed
from storage.groups import WORTH_PREPARING
from storage.interface import StorageError, StoreClosed, StoreFull
from storage.rows import Changes, Index, Rows
from storage.sealing import Keys
from storage.tiny import TinyStore, open_tiny
from surveys.answering import Response
from surveys.errors import AlreadyAnswered
from tests.builders import (
    AMINA,
    BEN,
    CLOSING,
    DURING,
    SPRING,
    SUMMER,
    Note,
    a_message,
    a_response,
    a_survey,
    a_wave,
    an_entry,
    an_invitation,
)
from tests.storage.small_disk import FullDisk

LONGEST = 20  # seconds, that a broken test waits


class Surprise(Exception):
    """What nobody thought of."""


class HeldDisk:
    """A disk that keeps each group waiting until it is told what to do with it."""

    def __init__(self, store: TinyStore) -> None:
        file = store._groups._file
        self._commit = file.commit
        self._loop = asyncio.get_running_loop()
        self._reached: asyncio.Queue[None] = asyncio.Queue()
        self._answers: SimpleQueue[Exception | None] = SimpleQueue()
        file.commit = self._hold  # type: ignore[method-assign]  # a planted fault

    async def is_reached(self) -> None:
        """By one more group, whose follower is then ready if there is to be one."""
        async with asyncio.timeout(LONGEST):
            await self._reached.get()

    def take(self, groups: int = 1) -> None:
        for _ in range(groups):
            self._answers.put(None)

    def refuse(self, problem: Exception) -> None:
        self._answers.put(problem)

    def _hold(self, sealed: Sealed) -> None:
        self._loop.call_soon_threadsafe(self._reached.put_nowait, None)
        if problem := self._answers.get(timeout=LONGEST):
            raise problem
        self._commit(sealed)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "heard.db"


@pytest_asyncio.fixture
async def store(path: Path, keys: Keys) -> AsyncIterator[TinyStore]:
    opened = await with_a_wave(path, keys)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def disk(store: TinyStore) -> HeldDisk:
    return HeldDisk(store)


async def reopened(path: Path, keys: Keys) -> TinyStore:
    store = await open_tiny(path, keys)
    assert isinstance(store, TinyStore)
    return store


async def with_a_wave(path: Path, keys: Keys) -> TinyStore:
    store = await reopened(path, keys)
    await store.open_wave(a_wave(), a_survey(), [], [])
    return store


async def kept_in(path: Path, keys: Keys) -> set[str]:
    store = await reopened(path, keys)
    responses = await store.responses(SPRING)
    await store.close()
    return {response.id for response in responses}


def some_responses(number: int = WORTH_PREPARING) -> list[Response]:
    return [a_response(f"Said by {one}.") for one in range(number)]


def ids(responses: Iterable[Response]) -> set[str]:
    return {response.id for response in responses}


def accepting(store: TinyStore, responses: Iterable[Response]) -> list[Coroutine[Any, Any, str]]:
    return [store.accept(one, participant=None, outbox=[]) for one in responses]


def begun(*calls: Iterable[Coroutine[Any, Any, Any]]) -> list[asyncio.Task[Any]]:
    """All of them, at the same moment: as many groups as there are halves of them."""
    return [asyncio.create_task(call) for group in calls for call in group]


async def told(tasks: Iterable[Awaitable[object]]) -> list[object]:
    async with asyncio.timeout(LONGEST):
        return await asyncio.gather(*tasks, return_exceptions=True)


async def test_nothing_is_shown_or_told_before_it_is_on_disk(
    store: TinyStore, disk: HeldDisk
) -> None:
    first, second = some_responses(), some_responses()
    tasks = begun(accepting(store, first), accepting(store, second))
    await disk.is_reached()
    assert await store.responses(SPRING) == []
    assert not any(task.done() for task in tasks)

    disk.take()
    await disk.is_reached()
    assert await told(tasks[:WORTH_PREPARING]) == ["kept"] * WORTH_PREPARING
    assert ids(await store.responses(SPRING)) == ids(first)
    assert not any(task.done() for task in tasks[WORTH_PREPARING:])

    disk.take()
    assert await told(tasks[WORTH_PREPARING:]) == ["kept"] * WORTH_PREPARING
    assert ids(await store.responses(SPRING)) == ids([*first, *second])


async def test_a_large_group_is_made_ready_while_another_is_on_its_way_and_a_small_one_can_grow(
    store: TinyStore, disk: HeldDisk
) -> None:
    ran: list[int] = []
    tasks = [store._groups.run(partial(noted, store, ran, one)) for one in range(130)]
    await disk.is_reached()
    assert ran == list(range(130))

    tasks += [store._groups.run(partial(noted, store, ran, 130))]
    disk.take()
    await disk.is_reached()
    assert ran == list(range(130))
    disk.take(2)
    await told(tasks)
    assert ran == list(range(131))


def noted(store: TinyStore, ran: list[int], number: int) -> None:
    """An operation that changes something, and says when it ran."""
    ran.append(number)
    store._append(an_entry(what=str(number)))


async def test_who_has_answered_cannot_answer_again_while_that_is_on_its_way_to_the_disk(
    store: TinyStore, disk: HeldDisk
) -> None:
    first = some_responses()
    again = [a_response(respondent=one.respondent) for one in first]
    tasks = begun(accepting(store, first), accepting(store, again))
    await disk.is_reached()
    assert not any(task.done() for task in tasks)  # a refusal too stands on what is on disk

    disk.take()
    outcomes = await told(tasks)
    assert outcomes[:WORTH_PREPARING] == ["kept"] * WORTH_PREPARING
    assert {type(one) for one in outcomes[WORTH_PREPARING:]} == {AlreadyAnswered}
    assert ids(await store.responses(SPRING)) == ids(first)


async def test_a_refusal_that_stood_on_what_does_not_fit_on_the_disk_is_taken_back(
    path: Path, keys: Keys, store: TinyStore
) -> None:
    await FullDisk(store).fill()
    disk = HeldDisk(store)
    too_long = [a_response(secrets.token_hex(5000)) for _ in range(WORTH_PREPARING - 1)]
    first = [a_response(), *too_long]
    second = [a_response(respondent=one.respondent) for one in first]
    tasks = begun(accepting(store, first), accepting(store, second))
    await disk.is_reached()
    disk.take(4 * WORTH_PREPARING)
    outcomes = await told(tasks)
    pairs = list(zip(outcomes[:WORTH_PREPARING], outcomes[WORTH_PREPARING:], strict=True))

    assert any(one == "kept" for one, _ in pairs)
    assert any(isinstance(one, StoreFull) and other == "kept" for one, other in pairs)
    assert all(isinstance(other, AlreadyAnswered) == (one == "kept") for one, other in pairs)
    told_kept = {
        one.id for one, how in zip([*first, *second], outcomes, strict=True) if how == "kept"
    }
    assert ids(await store.responses(SPRING)) == told_kept
    await store.close()
    assert await kept_in(path, keys) == told_kept


async def test_what_is_tried_again_is_tried_in_the_order_in_which_it_came(
    store: TinyStore, disk: HeldDisk
) -> None:
    ran: list[int] = []
    number = 2 * WORTH_PREPARING
    tasks = [store._groups.run(partial(noted, store, ran, one)) for one in range(number)]
    await disk.is_reached()
    tasks += [store._groups.run(partial(noted, store, ran, number))]
    disk.refuse(StoreFull("heard.db"))
    disk.take(WORTH_PREPARING)  # each of the first alone
    disk.take(2)
    await told(tasks)

    assert ran == [*range(number), *range(number + 1)]
    assert [entry.what for entry in await store.audit()] == [str(one) for one in range(number + 1)]
    assert await store.broken_link() is None


async def test_only_who_does_not_fit_is_told_so(store: TinyStore, disk: HeldDisk) -> None:
    first, second = some_responses(), some_responses()
    tasks = begun(accepting(store, first), accepting(store, second))
    await disk.is_reached()
    disk.refuse(StoreFull("heard.db"))
    disk.take(3)
    disk.refuse(StoreFull("heard.db"))
    disk.take(2 * WORTH_PREPARING)
    outcomes = await told(tasks)

    assert [type(one) for one in outcomes].index(StoreFull) == 3
    assert outcomes.count("kept") == 2 * WORTH_PREPARING - 1
    assert ids(await store.responses(SPRING)) == ids([*first, *second]) - {first[3].id}


async def test_who_is_cancelled_finds_all_of_it_or_nothing(
    path: Path, keys: Keys, store: TinyStore, disk: HeldDisk
) -> None:
    responses = some_responses(2 * WORTH_PREPARING)
    thanks = {one.id: a_message(id=f"thanks-{one.id}") for one in responses}
    tasks = begun(store.accept(one, participant=None, outbox=[thanks[one.id]]) for one in responses)
    await disk.is_reached()
    gone = [tasks[0], tasks[-1]]  # of the group on its way, and of the one that is ready
    for task in gone:
        task.cancel()
    disk.take(2)
    await told(tasks)
    await store.close()

    again = await reopened(path, keys)
    found = ids(await again.responses(SPRING))
    messages = {message.id for message in await again.outgoing(DURING, 1000)}
    await again.close()
    assert found == ids(responses)
    assert messages == {f"thanks-{one}" for one in found}


async def test_who_is_cancelled_before_it_is_tried_again_has_changed_nothing(
    store: TinyStore, disk: HeldDisk
) -> None:
    first, second = some_responses(), some_responses()
    tasks = begun(accepting(store, first), accepting(store, second))
    await disk.is_reached()
    for task in (tasks[0], tasks[-1]):
        task.cancel()
    disk.refuse(StoreFull("heard.db"))
    disk.take(2 * WORTH_PREPARING)
    await told(tasks)

    assert ids(await store.responses(SPRING)) == ids([*first[1:], *second[:-1]])


async def test_closing_writes_what_is_on_its_way_what_is_ready_and_what_waits(
    path: Path, keys: Keys, store: TinyStore, disk: HeldDisk
) -> None:
    responses = some_responses(2 * WORTH_PREPARING + 3)
    tasks = begun(accepting(store, responses[:-3]))
    await disk.is_reached()
    tasks += begun(accepting(store, responses[-3:]))
    closing = asyncio.create_task(store.close())
    disk.take(3)

    assert await told(tasks) == ["kept"] * len(responses)
    await told([closing])
    assert await kept_in(path, keys) == ids(responses)


async def test_closing_tries_one_by_one_what_does_not_fit_together(
    path: Path, keys: Keys, store: TinyStore, disk: HeldDisk
) -> None:
    responses = some_responses(2 * WORTH_PREPARING)
    tasks = begun(accepting(store, responses))
    await disk.is_reached()
    closing = asyncio.create_task(store.close())
    disk.take()
    disk.refuse(StoreFull("heard.db"))
    disk.take(WORTH_PREPARING)

    assert await told(tasks) == ["kept"] * len(responses)
    await told([closing])
    assert await kept_in(path, keys) == ids(responses)


async def test_when_the_event_loop_ends_what_is_on_its_way_is_kept_and_what_follows_is_not(
    path: Path, keys: Keys
) -> None:
    store = await with_a_wave(path, keys)
    disk = HeldDisk(store)
    first, second = some_responses(), some_responses()
    tasks = begun(accepting(store, first), accepting(store, second))
    await disk.is_reached()
    store._groups._writer.cancel()  # as asyncio.run does
    disk.take()
    outcomes = await told(tasks)

    assert outcomes[:WORTH_PREPARING] == ["kept"] * WORTH_PREPARING
    assert {type(one) for one in outcomes[WORTH_PREPARING:]} == {StoreClosed}
    assert store._groups._flying is None
    assert await kept_in(path, keys) == ids(first)


async def test_all_who_wait_are_told_when_the_writer_dies_of_the_unforeseen(
    path: Path, keys: Keys
) -> None:
    store = await with_a_wave(path, keys)
    disk = HeldDisk(store)
    tasks = begun(accepting(store, some_responses(2 * WORTH_PREPARING)))
    await disk.is_reached()
    tasks += begun(accepting(store, some_responses(3)))
    disk.refuse(Surprise())

    assert {type(one) for one in await told(tasks)} == {StoreClosed}
    with pytest.raises(Surprise):
        await store.close()
    assert await kept_in(path, keys) == set()


async def test_what_is_on_its_way_is_told_the_truth_when_what_follows_dies_of_the_unforeseen(
    path: Path, keys: Keys
) -> None:
    store = await with_a_wave(path, keys)
    disk = HeldDisk(store)

    async def unwritable() -> None:
        nonsense = {"length": object()}
        await store._groups.run(lambda: store._tables["heads"].put("nonsense", nonsense))

    first, second = some_responses(), some_responses()
    tasks = begun(accepting(store, first), accepting(store, second), [unwritable()])
    await disk.is_reached()
    disk.take()
    outcomes = await told(tasks)

    assert outcomes[:WORTH_PREPARING] == ["kept"] * WORTH_PREPARING
    assert {type(one) for one in outcomes[WORTH_PREPARING:]} == {StoreClosed}
    with pytest.raises(TypeError):
        await store.close()
    assert await kept_in(path, keys) == ids(first)


async def test_work_in_the_file_is_done_between_two_groups(
    store: TinyStore, disk: HeldDisk
) -> None:
    before = sum((await store.sealed_by()).values())
    tasks = begun(accepting(store, some_responses(2 * WORTH_PREPARING)))
    await disk.is_reached()
    counting = asyncio.create_task(store.sealed_by())
    await asyncio.sleep(0)  # until it has asked
    disk.take(2)
    await told(tasks)

    assert await counting == {1: before + WORTH_PREPARING}
    assert await store.sealed_by() == {1: before + 2 * WORTH_PREPARING}


async def test_rows_sealed_anew_between_two_groups_are_as_the_second_leaves_them(
    path: Path, keys: Keys, store: TinyStore
) -> None:
    await store.close()
    both = Keys({**keys.by_number, 2: bytes(range(32))})
    store = await reopened(path, both)
    disk = HeldDisk(store)
    responses = some_responses(2 * WORTH_PREPARING)
    tasks = begun(accepting(store, responses), [store.close_wave(SPRING, CLOSING)])
    await disk.is_reached()
    sealing = asyncio.create_task(store.reseal(1000))
    await asyncio.sleep(0)  # until it has asked
    disk.take(2)
    await told([*tasks, sealing])
    while await store.reseal(1000):
        pass
    await store.close()

    again = await reopened(path, Keys({2: bytes(range(32))}))
    assert (await again.wave(SPRING)).closed_at == CLOSING
    assert ids(await again.responses(SPRING)) == ids(responses)
    await again.close()


async def test_a_group_changes_and_erases_what_the_one_before_it_has_just_made(
    path: Path, keys: Keys, store: TinyStore
) -> None:
    old, made, erased = Note(id="old"), Note(id="made"), Note(id="erased")
    await store.keep(old)
    disk = HeldDisk(store)
    changed = made.model_copy(update={"text": "changed"})
    others = some_responses(2 * WORTH_PREPARING - 6)
    half = len(others) // 2
    tasks = begun(
        [store.keep(made), store.keep(erased), store.let_go(Note, ["old"])],
        accepting(store, others),
        [store.change(made, changed), store.let_go(Note, ["erased"]), store.keep(old)],
    )
    assert half + 3 == WORTH_PREPARING
    await disk.is_reached()
    disk.take(2)
    assert [one for one in await told(tasks) if one not in ("kept", True, 1)] == []
    await store.close()

    again = await reopened(path, keys)
    assert {note.id: note for note in await again.all_kept(Note)} == {"old": old, "made": changed}
    await again.close()


async def test_the_audit_chain_goes_on_from_what_is_on_its_way(
    path: Path, keys: Keys, store: TinyStore, disk: HeldDisk
) -> None:
    whats = [f"digest {number}" for number in range(2 * WORTH_PREPARING)]
    tasks = begun(store.record(an_entry(what=what)) for what in whats)
    await disk.is_reached()
    disk.take(2)
    await told(tasks)
    await store.close()

    again = await reopened(path, keys)
    assert [entry.what for entry in await again.audit()] == whats
    assert await again.broken_link() is None
    await again.close()


async def test_who_was_invited_in_the_same_moment_is_forgotten(store: TinyStore) -> None:
    summer = a_wave(id=SUMMER)
    invited = [an_invitation(one, wave=SUMMER) for one in (AMINA, BEN)]
    await asyncio.gather(  # one group
        store.open_wave(summer, a_survey(), invited, []),
        store.forget_person(AMINA, [], [], an_entry()),
    )

    assert [one.person for one in await store.invitations(SUMMER)] == [BEN]


# In the file


@pytest.mark.parametrize("many", [1, 2, MOST_AT_ONCE])
async def test_rows_are_looked_up_by_their_names_however_many_go_at_once(
    store: TinyStore, many: int
) -> None:
    statement = DELETE.format("responses", ", ".join("?" * many))
    connection = store._groups._file._connection
    plan = await store._groups.in_file(
        lambda: connection.execute(f"EXPLAIN QUERY PLAN {statement}", range(many)).fetchall()
    )

    assert [step for *_, step in plan] == ["SEARCH responses USING INTEGER PRIMARY KEY (rowid=?)"]


async def test_a_row_that_the_file_has_lost_is_noticed(store: TinyStore) -> None:
    note = Note(id="note")
    await store.keep(note)
    connection = store._groups._file._connection
    await store._groups.in_file(lambda: connection.execute("DELETE FROM kept").fetchall())
    with pytest.raises(StorageError, match="lost a row"):
        await store.change(note, note.model_copy(update={"text": "changed"}))

    assert await store.kept(Note, "note") == note


# In memory

_Put = tuple[str, str | None]  # a document, and what its fact says; None erases it


def seen(rows: Rows, index: Index) -> list[object]:
    return [
        [set(rows.ids(index, fact)) for fact in "xyz"],
        [rows.found("codings", name) for name in "abcd"],
        dict(rows.table("codings")),
    ]


@given(st.lists(st.lists(st.tuples(st.sampled_from("abcd"), st.none() | st.sampled_from("xyz")))))
def test_operations_see_what_is_on_its_way_as_if_it_had_been_applied(
    groups: list[list[_Put]],
) -> None:
    at_once, later = Index("codings", "wave"), Index("codings", "wave")
    applied, ahead = Rows({"codings": {}}, [at_once]), Rows({"codings": {}}, [later])
    flying: Changes = {}
    for group in groups:
        shown = seen(ahead, later)
        applied.gather()
        ahead.gather()
        for name, fact in group:
            for rows in (applied, ahead):
                rows.put("codings", name, None if fact is None else {"wave": fact})
            assert seen(ahead, later) == seen(applied, at_once)
        applied.apply(applied.gathered())
        following = ahead.gathered()
        assert seen(ahead, later) == shown
        ahead.apply(flying)
        flying = following
    ahead.apply(flying)

    assert [*ahead.tables["codings"].items()] == [*applied.tables["codings"].items()]
    assert all([*later.of(fact)] == [*at_once.of(fact)] for fact in "xyz")  # in the same order
    assert not ahead._ahead  # nor is anything kept twice


def test_what_is_forgotten_before_it_was_applied_is_seen_by_nobody() -> None:
    index = Index("codings", "wave")
    rows = Rows({"codings": {}}, [index])
    before = seen(rows, index)
    for name in "ab":
        rows.gather()
        rows.put("codings", name, {"wave": "x"})
        rows.gathered()
    rows.forget_gathered()
    rows.gather()

    assert seen(rows, index) == before
