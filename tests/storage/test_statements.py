"""'Good' statements in every kind of store."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from storage.interface import Entry, Store
from surveys.authoring import library_framework
from surveys.framework import Agreement, Consultation, Perspective, Wording
from surveys.good import begun
from surveys.statement import Agreed, LivingStatement
from surveys.values import AreaId, StatementId
from tests.storage.conftest import Opening

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def an_entry() -> Entry:
    return Entry(at=NOW, who="UQUINN", did="worded a 'good' statement", what="NEG-O1")


def a_life() -> LivingStatement:
    """With a step of every kind, and letters of other scripts."""
    draft = begun(AreaId("neglect"), library_framework().statements[StatementId("NEG-O1")])
    wording = Wording(text="Dom jest ciepły 🏠 & <bezpieczny>.", for_children="مريح")
    talked = Consultation(
        day=date(2026, 5, 1),
        with_whom=frozenset(Perspective(one) for one in ("practitioner", "child", "parent_carer")),
        how="Two\ngroups.",
        changed="“Ciepły”.",
    )
    agreed = Agreed(
        by="UQUINN",
        noted=TODAY,
        text=wording.text,
        target=80,
        agreement=Agreement(day=date(2026, 5, 12), minute="Item 4"),
    )
    return (
        draft.reworded(wording, by="UQUINN", today=TODAY)
        .consulted(talked, by="UQUINN", today=TODAY)
        .agree(agreed, today=TODAY)
        .taken_back("The wrong meeting.", by="UQUINN", today=TODAY)
        .agree(agreed, today=TODAY)
    )


async def test_a_statement_is_read_back_as_it_was_kept(store: Store, opening: Opening) -> None:
    living = a_life()
    await store.keep(living, entry=an_entry())
    await store.close()

    again = await opening()
    try:
        assert await again.kept(LivingStatement, living.id) == living
        assert await again.all_kept(LivingStatement, "area:neglect") == [living]
    finally:
        await again.close()


@pytest.mark.parametrize("is_first", [True, False])
async def test_of_two_editors_at_once_one_is_told_so_and_no_wording_is_lost(
    store: Store,
    is_first: bool,  # noqa: FBT001 - a parameter
) -> None:
    living = a_life()
    if not is_first:
        await store.keep(living)
    mine, yours = (
        living.reworded(Wording(text=text), by="UQUINN", today=TODAY) for text in ("Mine", "Yours")
    )

    async def put(after: LivingStatement) -> bool:
        if is_first:
            return await store.keep(after, entry=an_entry()) == "kept"
        return await store.change(living, after, entry=an_entry())

    told = await asyncio.gather(put(mine), put(yours))

    assert sorted(told) == [False, True]
    assert await store.kept(LivingStatement, living.id) == (mine if told[0] else yours)
    assert len(await store.audit()) == 1
