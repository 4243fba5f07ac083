"""What PostgreSQL costs: Heard's store beside asyncpg doing the same statements row by row.

Every accept keeps a response, marks an invitation and queues a message, durable before it is
acknowledged. Plain asyncpg does the same in one transaction for each, unsealed, with 32 connections
where 32 come at once. Absolute figures differ by machine; compare the rows.

    python -m benchmarks.postgres [--responses 100000] [--quick]
"""

import argparse
import asyncio
import statistics
from collections.abc import Sequence
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
from bot.run import suit_the_interpreter
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


Rates = list[tuple[float, float]]  # a second, and 99 of 100 within so many milliseconds


async def in_turns(ours: Engine, theirs: Engine, *, at_once: int, first: int, some: int) -> Rates:
    """One portion each, so that what else the machine does meets both alike."""
    turns = [(ours, 0), (theirs, 1)] if (first // some) % 2 else [(theirs, 1), (ours, 0)]
    found = [(0.0, 0.0)] * 2
    for engine, place in turns:
        found[place] = await rate(engine, first, some, at_once)
    return found


async def accepting(server: Server, *, quick: bool) -> Table:
    turns = 3 if quick else 9
    portions = {1: 60, 32: 500, 256: 1000} if quick else {1: 150, 32: 1200, 256: 2400}
    coming = (turns + 1) * sum(portions.values())
    ours, theirs = await Heard.begun(server, coming), await RowByRow.begun(server, coming)
    table = Table(title="Durable accepts a second, in turns")
    for heading in ("at once", "Heard", "p99 ms", "row by row", "p99 ms", "ratio", "from", "to"):
        table.add_column(heading, justify="right")
    first = 0
    for at_once, some in portions.items():
        rounds = []
        for _ in track(range(turns + 1), f"accepting, {at_once} at once"):
            rounds.append(await in_turns(ours, theirs, at_once=at_once, first=first, some=some))
            first += some
        table.add_row(f"{at_once}", *_compared(rounds[1:]))  # the first warms both
    await ours.close()
    await theirs.close()
    return table


def _compared(rounds: Sequence[Rates]) -> list[str]:
    told = [
        f"{statistics.median(one[engine][what] for one in rounds):,.0f}"
        for engine in (0, 1)
        for what in (0, 1)
    ]
    ratios = sorted(ours / theirs for (ours, _), (theirs, _) in rounds)
    return [*told, *(f"{one:.2f}" for one in (statistics.median(ratios), ratios[0], ratios[-1]))]


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
    suit_the_interpreter()  # as in `heard run`
    console = Console()
    console.print(
        f"{datetime.now(UTC):%Y-%m-%d}, PostgreSQL on this machine, flushing every commit"
    )
    with a_server(flushing=True) as server:
        console.print(await accepting(server, quick=given.quick))
        console.print(await reading(server, 20_000 if given.quick else given.responses))


if __name__ == "__main__":
    asyncio.run(main())
