"""What PostgreSQL costs: Heard's store beside asyncpg doing the same statements row by row.

Every accept keeps a response, marks an invitation and queues a message, durable before it is
acknowledged. Plain asyncpg does the same in one transaction for each, unsealed, with 32 connections
where 32 come at once. Absolute figures differ by machine; compare the rows.

    python -m benchmarks.postgres [--responses 100000] [--quick]
"""

import argparse
import asyncio
import gc
import statistics
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import asyncpg
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.storage import (
    WAVE,
    Engine,
    a_message,
    a_person,
    a_response,
    a_wave,
    an_invitation,
    rate,
)
from bot.running import FEW_COLLECTIONS
from storage import open_store
from storage.interface import Store
from storage.sealing import Keys
from surveys.answering import Response
from surveys.coding import Coder, Coding, Sentiment
from surveys.periods import Period
from surveys.values import AreaId, QuestionId
from tests.servers import Server, a_server

AREAS = 19
FIRST_DAY = date(2023, 1, 1)
DAYS = 4 * 365
PORTION = 20_000

TABLES = """
CREATE TABLE responses (id text PRIMARY KEY, wave text, respondent text, day date, area text,
    perspective text, value text, UNIQUE (respondent, wave));
CREATE INDEX ON responses (wave);
CREATE INDEX ON responses (day, area);
CREATE TABLE readings (response text PRIMARY KEY, questions text[]);
CREATE TABLE invitations (wave text, person text, answered boolean, value text,
    PRIMARY KEY (wave, person));
CREATE TABLE drafts (wave text, respondent text, value text, PRIMARY KEY (wave, respondent));
CREATE TABLE outbox (id text PRIMARY KEY, not_before timestamptz, value text);
"""


class Heard:
    """Our own store, through its protocol."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    async def begun(cls, server: Server, coming: int) -> "Heard":
        store = await open_store(server.url(), Keys.fresh())
        await store.open_wave(*a_wave(), [an_invitation(n) for n in range(coming)], [])
        return cls(store)

    async def accept(self, number: int) -> None:
        await self.store.accept(
            a_response(number), participant=a_person(number), outbox=[a_message(number)]
        )

    async def close(self) -> None:
        await self.store.close()


class RowByRow:
    """The same statements with asyncpg, a transaction for each, unsealed and unchecked."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    @classmethod
    async def begun(cls, server: Server, coming: int) -> "RowByRow":
        pool = await asyncpg.create_pool(server.url(), min_size=32, max_size=32)
        await pool.execute(TABLES)
        invitations = [
            (WAVE, a_person(n), False, an_invitation(n).model_dump_json()) for n in range(coming)
        ]
        await pool.executemany("INSERT INTO invitations VALUES ($1, $2, $3, $4)", invitations)
        return cls(pool)

    async def accept(self, number: int) -> None:
        response, message = a_response(number), a_message(number)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "INSERT INTO responses VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                *(response.id, response.wave, response.respondent, response.day),
                *(response.content_area, response.perspective, response.model_dump_json()),
            )
            if number % 2:
                await connection.execute(
                    "INSERT INTO readings VALUES ($1, $2)", response.id, ["comment"]
                )
            await connection.execute(
                "DELETE FROM drafts WHERE wave = $1 AND respondent = $2",
                *(response.wave, response.respondent),
            )
            await connection.execute(
                "UPDATE invitations SET answered = true WHERE wave = $1 AND person = $2",
                *(WAVE, a_person(number)),
            )
            await connection.execute(
                "INSERT INTO outbox VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                *(message.id, message.not_before, message.model_dump_json()),
            )

    async def close(self) -> None:
        await self._pool.close()


Begin = Callable[[], Awaitable[Engine]]


async def rates(begin: Begin, counts: dict[int, int]) -> dict[int, tuple[float, float]]:
    engine = await begin()
    first, found = 0, {}
    for at_once, count in counts.items():
        found[at_once] = await rate(engine, first, count, at_once)
        first += count
    await engine.close()
    return found


async def accepting(server: Server, *, quick: bool) -> Table:
    counts = {1: 200, 32: 1500, 256: 3000} if quick else {1: 1000, 32: 6000, 256: 12000}
    coming = sum(counts.values())

    async def heard() -> Engine:
        return await Heard.begun(server, coming)

    async def plain() -> Engine:
        return await RowByRow.begun(server, coming)

    runs = [
        (await rates(heard, counts), await rates(plain, counts))
        for _ in track(range(1 if quick else 3), "accepting")
    ]
    table = Table(title="Durable accepts a second")
    for heading in ("at once", "Heard", "p99 ms", "row by row", "p99 ms", "ratio"):
        table.add_column(heading, justify="right")
    for at_once in counts:
        ours, ours_p99, theirs, theirs_p99 = (
            statistics.median(run[engine][at_once][what] for run in runs)
            for engine in (0, 1)
            for what in (0, 1)
        )
        table.add_row(
            *(f"{at_once}", f"{ours:,.0f}", f"{ours_p99:.0f}"),
            *(f"{theirs:,.0f}", f"{theirs_p99:.0f}", f"{ours / theirs:.2f}"),
        )
    return table


def spread(number: int) -> Response:
    """One response of many: over four years and all content areas."""
    return a_response(number).model_copy(
        update={
            "day": FIRST_DAY + timedelta(days=number * 7919 % DAYS),
            "content_area": AreaId(f"area-{number % AREAS}"),
        }
    )


def a_coding(response: Response) -> Coding:
    return Coding(
        response=response.id,
        question=QuestionId("comment"),
        coder=Coder.MACHINE,
        version="benchmark-1",
        day=response.day,
        sentiment=Sentiment.NEGATIVE,
        themes=("workload",),
    )


async def fill(store: Store, many: int) -> None:
    wave, survey = a_wave()
    for start in track(range(0, many, PORTION), f"filling {many:,}"):
        some = [spread(n) for n in range(start, min(many, start + PORTION))]
        await store.accept_all(wave, survey, some)
        await store.add_codings([a_coding(one) for one in some if len(one.answers) > 12])


async def reading(server: Server, many: int) -> Table:
    """Medians of five, each in a process that has read nothing yet."""
    url, keys = server.url(), Keys.fresh()
    store = await open_store(url, keys)
    await fill(store, many)
    await store.close()
    server.ask("ANALYZE", url.split("/")[3].partition("?")[0])
    quarter = Period(year=2025, quarter=3)
    table = Table(title=f"Reading from {many:,} responses")
    for heading in ("asked for", "responses", "ms"):
        table.add_column(heading, justify="right")
    table.add_row("opening the store", "", f"{await _opening(url, keys):,.0f}")
    for told, area in (("one area, one quarter", AreaId("area-7")), ("whole board", None)):
        times: list[float] = []
        found = 0
        for _ in range(5 if area else 3):
            store = await open_store(url, keys)
            begun = perf_counter()
            found = len((await store.evidence(quarter, area)).responses)
            times.append(1000 * (perf_counter() - begun))
            await store.close()
        table.add_row(told, f"{found:,}", f"{statistics.median(times):,.0f}")
    return table


async def _opening(url: str, keys: Keys) -> float:
    times: Sequence[float] = [await _opened(url, keys) for _ in range(5)]
    return statistics.median(times)


async def _opened(url: str, keys: Keys) -> float:
    begun = perf_counter()
    store = await open_store(url, keys)
    taken = 1000 * (perf_counter() - begun)
    await store.close()
    return taken


async def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--responses", type=int, default=100_000, help="how many to read from")
    parser.add_argument("--quick", action="store_true", help="fewer, in half a minute")
    given = parser.parse_args()
    gc.set_threshold(*FEW_COLLECTIONS)  # as in `heard run`
    console = Console()
    console.print(
        f"{datetime.now(UTC):%Y-%m-%d}, PostgreSQL on this machine, flushing every commit"
    )
    with a_server(flushing=True) as server:
        console.print(await accepting(server, quick=given.quick))
        console.print(await reading(server, 20_000 if given.quick else given.responses))


if __name__ == "__main__":
    asyncio.run(main())
