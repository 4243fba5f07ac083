"""What every store promises of what it forgets, whatever its engine."""

from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from storage.interface import Entry, NotSwept, Store
from storage.postgres import open_postgres
from storage.sealing import Keys
from surveys.concern import (
    Concern,
    in_filling,
)
from surveys.errors import OnHold
from surveys.evidence import Evidence
from surveys.hold import Lot
from surveys.periods import Period
from surveys.values import Respondent, ResponseId
from surveys.voice import Voice
from tests.builders import (
    AMINA,
    BEN,
    CARYS,
    NEGLECT,
    SPRING,
    SUMMER,
    a_coding,
    a_draft,
    a_response,
    a_survey,
    a_wave,
    an_entry,
    an_invitation,
)
from tests.holding import a_concern, a_hold, a_voice, settled
from tests.servers import Server

Q2 = Period(year=2026, quarter=2)
Q3 = Period(year=2026, quarter=3)
LOT = Lot(wave=SPRING, quarter=Q2, content_area=NEGLECT)
PLANTED = "The heron stood in the bathtub. " + "It looked at nobody for long. " * 20


def told(number: int) -> Entry:
    return an_entry(did=f"deleted {number}")


async def keep(store: Store, *comments: str | None, **changes: Any) -> list[ResponseId]:
    responses = [a_response(comment, **changes) for comment in comments]
    for response in responses:
        await store.accept(response, participant=None, outbox=[])
        if len(response.answers) > 2:
            await store.add_codings([a_coding(response)])
    return [response.id for response in responses]


async def evidence(store: Store, period: Period = Q2) -> Evidence:
    return await store.evidence(period)


@pytest.fixture
async def asked(store: Store) -> Store:
    """A store in which two were asked in spring and one in summer."""
    await store.open_wave(a_wave(), a_survey(), [an_invitation(AMINA), an_invitation(BEN)], [])
    summer = [an_invitation(CARYS, wave=SUMMER), an_invitation(AMINA, wave=SUMMER)]
    await store.open_wave(a_wave(id=SUMMER), a_survey(), summer, [])
    return store


async def test_responses_are_counted_by_wave_quarter_and_content_area(asked: Store) -> None:
    await keep(asked, "One.", None, "Three.")
    await keep(asked, None, content_area=None)
    await keep(asked, "Late.", wave=SUMMER, day=date(2026, 7, 1))

    assert sorted(await asked.lots(), key=str) == sorted(
        [
            LOT.model_copy(update={"responses": 3, "with_words": 2}),
            Lot(wave=SPRING, quarter=Q2, responses=1),
            Lot(wave=SUMMER, quarter=Q3, content_area=NEGLECT, responses=1, with_words=1),
        ],
        key=str,
    )


async def test_comments_are_forgotten_in_batches_and_closed_answers_stay(asked: Store) -> None:
    names = await keep(asked, "One.", "Two.", "Three.", None)
    await keep(asked, "Another lot.", content_area=None)
    numbers = [await asked.forget_comments(LOT, 2, told) for _ in range(3)]
    found = await evidence(asked)

    assert numbers == [2, 1, 0]
    bare = [one for one in found.responses if one.id in names]
    assert [len(one.answers) for one in bare] == [2, 2, 2, 2]
    assert len(found.codings) == 1
    assert [entry.did for entry in await asked.audit()] == ["deleted 2", "deleted 1"]
    assert [lot.with_words for lot in await asked.lots() if lot.content_area] == [0]
    assert len(await asked.uncoded("words-2", 10)) == 1


async def test_responses_are_forgotten_in_batches_with_what_was_read_in_them(asked: Store) -> None:
    await keep(asked, "One.", "Two.", None)
    others = await keep(asked, "Later.", day=date(2026, 7, 1))
    numbers = [await asked.forget_responses(LOT, 2, told) for _ in range(3)]

    assert numbers == [2, 1, 0]
    assert not (await evidence(asked)).responses
    assert not (await evidence(asked)).codings
    assert [one.id for one in (await evidence(asked, Q3)).responses] == others
    assert [entry.did for entry in await asked.audit()] == ["deleted 2", "deleted 1"]


@pytest.mark.parametrize("scope", [{}, {"wave": SPRING}], ids=str)
async def test_nothing_under_a_hold_can_be_forgotten(asked: Store, scope: dict[str, Any]) -> None:
    [name] = await keep(asked, "One.")
    await asked.keep(a_hold(**scope), a_voice(), settled(a_concern()))
    forgetting: list[Callable[[], Any]] = [
        lambda: asked.forget_comments(LOT, 10, told),
        lambda: asked.forget_responses(LOT, 10, told),
        lambda: asked.forget_who_was_asked(SPRING, told),
        lambda: asked.forget_person(AMINA, [name], [], an_entry()),
    ]
    if not scope:
        forgetting.append(lambda: asked.let_go(Voice, ["a-voice"]))
        forgetting.append(lambda: asked.let_go(Concern, ["a-concern"]))
    for forget in forgetting:
        with pytest.raises(OnHold):
            await forget()

    assert len((await evidence(asked)).responses) == len((await evidence(asked)).codings) == 1
    assert len(await asked.invitations(SPRING)) == 2
    assert await asked.all_kept(Voice) == [a_voice()]
    assert await asked.audit() == []


async def test_what_is_held_one_by_one_or_under_a_concern_is_passed_over(asked: Store) -> None:
    await keep(asked, "One.")
    await keep(asked, "Held.", id=ResponseId("held"))
    await keep(asked, "Open.", id=ResponseId("open"), respondent=Respondent("writer"))
    about = in_filling(SPRING, Respondent("writer"))
    await asked.keep(a_hold(responses=("held",)), a_concern(refers_to=about))
    counted = await asked.lots()
    comments = await asked.forget_comments(LOT, 10, told)
    answers = await asked.forget_responses(LOT, 10, told)
    for name in ("held", "open"):
        with pytest.raises(OnHold):
            await asked.forget_person(AMINA, [ResponseId(name)], [], an_entry())
    left = {one.id: len(one.answers) for one in (await evidence(asked)).responses}

    assert [lot.responses for lot in counted] == [2], "only a legal hold is known beforehand"
    assert (comments, answers) == (1, 1)
    assert left == {"held": 3, "open": 3}


async def test_a_concern_that_is_open_is_never_let_go(asked: Store) -> None:
    await asked.keep(a_concern())
    with pytest.raises(OnHold):
        await asked.let_go(Concern, ["a-concern"])
    await asked.change(a_concern(), settled(a_concern()))

    assert await asked.let_go(Concern, ["a-concern"]) == 1


async def test_who_was_asked_in_a_wave_is_forgotten(asked: Store) -> None:
    gone = await asked.forget_who_was_asked(SPRING, told)

    assert gone == 2
    assert await asked.invitations(SPRING) == []
    assert len(await asked.invitations(SUMMER)) == 2
    assert await asked.forget_who_was_asked(SPRING, told) == 0
    assert [entry.did for entry in await asked.audit()] == ["deleted 2"]


async def test_a_person_is_forgotten_with_what_is_theirs_and_nothing_else(asked: Store) -> None:
    theirs, others = await keep(asked, "Mine.", "Not mine.")
    mine = Respondent("mine")
    await asked.keep_draft(a_draft(respondent=mine, owner=mine))
    await asked.keep_draft(a_draft())
    await asked.forget_person(AMINA, [theirs], [mine], an_entry())

    assert await asked.invitations_of(AMINA) == []
    assert len(await asked.invitations(SPRING)) == len(await asked.invitations(SUMMER)) == 1
    assert [one.id for one in (await evidence(asked)).responses] == [others]
    assert await asked.drafts([mine, a_draft().owner]) == [a_draft()]
    assert await asked.audit() == [an_entry()]


async def test_what_was_forgotten_is_in_no_file(
    asked: Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    [gone, *_] = await keep(asked, PLANTED, "Stays.", "Stays too.")
    await asked.keep(a_voice(own_words=(PLANTED,)))
    before = set(await _sealed(asked, request))
    await asked.forget_comments(LOT, 1, told)
    await asked.let_go(Voice, ["a-voice"])
    await asked.forget_responses(LOT, 1, told)
    await asked.sweep()
    erased = before - set(await _sealed(asked, request))

    assert len(erased) >= 3, "a response, its coding and a voice"
    for file in _files(request, tmp_path):
        content = file.read_bytes()
        assert not any(one in content for one in erased), file.name
        assert PLANTED.encode() not in content
    assert await asked.response(gone) is None or PLANTED not in str(await asked.response(gone))


async def test_nobody_waits_behind_a_sweep_that_waits(server: Server, keys: Keys) -> None:
    url = server.url(server.emptied("contract"))
    store = await open_postgres(url, keys, zone=UTC)
    await store.open_wave(a_wave(), a_survey(), [], [])
    reader = await asyncpg.connect(url)
    async with reader.transaction():
        await reader.fetch("SELECT FROM heard.codings")
        with pytest.raises(NotSwept):
            await store.sweep(patience=0)  # type: ignore[call-arg] # of this engine only
        await keep(store, "One.")
    await store.sweep()
    await reader.close()
    await store.close()


def _is_postgresql(request: pytest.FixtureRequest) -> bool:
    return bool(request.node.callspec.params["opening"] == "postgresql")


async def _sealed(store: Any, request: pytest.FixtureRequest) -> list[bytes]:
    """Every sealed value of responses, codings and what has an id, as the file has it."""
    tables = ("responses", "codings", "kept")
    if _is_postgresql(request):
        server: Server = request.getfixturevalue("server")
        asking = " UNION ALL ".join(f"SELECT encode(sealed, 'hex') FROM heard.{t}" for t in tables)  # noqa: S608
        return [bytes.fromhex(line) for line in server.ask(asking, "contract").split()]
    asking = " UNION ALL ".join(f"SELECT sealed FROM {table}" for table in tables)  # noqa: S608
    connection = store._file._connection
    found = await store._groups.in_file(lambda: connection.execute(asking).fetchall())
    return [sealed for (sealed,) in found]


def _files(request: pytest.FixtureRequest, folder: Path) -> list[Path]:
    if not _is_postgresql(request):
        return [file for file in folder.iterdir() if file.is_file()]
    server: Server = request.getfixturevalue("server")
    server.ask("CHECKPOINT")
    place = server.ask("SELECT pg_relation_filepath('heard.responses')", "contract")
    return [file for file in (server.folder / "data" / place).parent.iterdir() if file.is_file()]
