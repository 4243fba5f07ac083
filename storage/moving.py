"""From one store into another, item by item, and nothing is called done before it was compared.

The target is empty at the beginning, or holds what an interrupted move of the same source left.
"""

import hashlib
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from storage.interface import Item, NotAStore, StorageError, Store, StoreBusy
from surveys.values import Kept

TASK = "move"
TURN = timedelta(seconds=20)  # without a step, after which another may go on
Fingerprint = dict[tuple[str, str], bytes]  # of each item, by table and id
Progress = Callable[[int], None]  # is told how many items each step has brought


class Move(Kept):
    """Stands in a store while it is being filled, so that nobody works with the half of it."""

    kind: ClassVar[str] = "move"

    id: str = "move"
    source: str


class NotTheSame(StorageError):
    """After a move the target does not hold what the source gave. *items* are table/id."""

    def __init__(self, items: Sequence[str]) -> None:
        super().__init__(len(items))
        self.items = tuple(items)


async def move(
    source: AsyncIterable[Sequence[Item]],
    target: Store,
    *,
    named: str,
    place: str,
    who: str,
    clock: Callable[[], datetime],
    progress: Progress = lambda _: None,
) -> int:
    """Fill *target*, which is at *place*, with what *source* gives, and compare. Returns how many.

    *named* is the source's name: a move that was interrupted goes on only from the same one.
    Raises NotAStore when the target holds something else, StoreBusy when somebody else moves into
    it, NotTheSame when comparing finds a difference.
    """
    await _take_turn(target, place, who, clock())
    try:
        await _begin(target, named, place)
    except NotAStore:
        await target.lead(TASK, who, clock(), clock())  # it is refused: nobody has to wait for it
        raise
    given: Fingerprint = {}
    async for items in source:
        await _take_turn(target, place, who, clock())
        await target.take_over(items)
        given |= fingerprint(items)
        progress(len(items))
    await _compare(given, target, lambda: _take_turn(target, place, who, clock()))
    await target.let_go(Move, ["move"])
    await target.lead(TASK, who, clock(), clock())
    return len(given)


async def is_half_filled(store: Store) -> bool:
    return await store.kept(Move, "move") is not None


def fingerprint(items: Iterable[Item]) -> Fingerprint:
    return {
        (item.table, item.id): hashlib.sha256(item.line().encode()).digest()[:16] for item in items
    }


async def _take_turn(target: Store, place: str, who: str, now: datetime) -> None:
    if not await target.lead(TASK, who, now, now + TURN):
        raise StoreBusy(place, "another move into it, or one broken off in the last half minute")


async def _begin(target: Store, named: str, place: str) -> None:
    begun = await target.kept(Move, "move")
    if begun is not None and begun.source != named:
        raise NotAStore(place, f"it is half filled from {begun.source}; go on with that first")
    if begun is None:
        async for items in _without_the_move(target):
            if items:
                raise NotAStore(place, "it is not empty: name an empty place")
        await target.keep(Move(source=named))


async def _compare(given: Fingerprint, target: Store, turn: Callable[[], Awaitable[None]]) -> None:
    """Row by row. The target may have nothing else, and nothing other."""
    missing = dict(given)
    strange: list[str] = []
    async for items in _without_the_move(target):
        await turn()
        for key, found in fingerprint(items).items():
            if missing.pop(key, None) != found:
                strange.append("/".join(key))
    if missing or strange:
        raise NotTheSame([*strange, *("/".join(key) for key in missing)])


async def _without_the_move(store: Store) -> AsyncIterator[Sequence[Item]]:
    async for items in store.everything():
        yield [item for item in items if item.facts.get("kind") != Move.kind]
