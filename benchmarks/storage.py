"""What durable answers cost: Heard's store beside plain sqlite3 and stock TinyDB, in one run.

Every accept keeps a response, marks an invitation, queues a message and forgets a draft that is
not there: three rows on each side, in one transaction for all that wait, in a thread of its own,
flushed to the disk before it is acknowledged (log and synchronous=FULL). Each begins with the same
rows, is closed and opened again, and they take turns. Many at once come first, so that every log
has grown before one at a time is measured.

- Heard: Store.accept. Rows are sealed, named by keyed hashes and placed by them; what was erased is
  overwritten; who has answered already is refused; everything can be read from memory at once.
- plain sqlite3: the same values as JSON, unsealed, with the same promises, by means of SQL: ON
  CONFLICT DO NOTHING by id, UNIQUE (wave, respondent), DELETE of the draft.
- bare sqlite3: the same rows with no promise but the id's: what the disk and SQLite cost alone.
- stock TinyDB: only the response, in its JSON file, which a crash can leave unreadable.

Absolute figures differ by machine; compare the rows.

    python -m benchmarks.storage [--quick]
"""

import argparse
import asyncio
import hashlib
import json
import resource
import sqlite3
import statistics
import tempfile
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Protocol

from rich.console import Console
from rich.progress import track
from rich.table import Table
from tinydb import TinyDB

from bot.run import suit_the_interpreter
from storage.interface import Message, Store
from storage.sealing import Keys
from storage.tiny import open_tiny
from surveys.answering import Answer, Chosen, Response, Said
from surveys.coding import Coder, Coding, Sentiment
from surveys.framework import Method, Perspective
from surveys.periods import Period
from surveys.survey import CommentQuestion, Promise, Survey
from surveys.values import OptionKey, PersonId, QuestionId, Respondent, ResponseId, SurveyId, WaveId
from surveys.wave import Invitation, Wave

WAVE = WaveId("benchmark")
NOW = datetime(2026, 5, 7, 9, 30, tzinfo=UTC)
COMMENT = (
    "We hear from school late and from housing not at all. The tool helps me to name neglect, "
    "but the threshold reads differently in each team, and supervision is what gives way first. "
)
AT_ONCE = (256, 32, 1)
AGREEMENT = ("strongly_agree", "agree", "neither", "disagree")


HEADINGS = (
    "at once",
    "Heard",
    "p99 ms",
    "plain sqlite3",
    "ratio",
    "bare sqlite3",
    "ratio",
    "stock TinyDB",
    "×",
)


class Engine(Protocol):
    async def accept(self, number: int) -> None: ...
    async def close(self) -> None: ...


def a_hash(number: int) -> str:
    """Ids of responses are hashes, so that they come in no order."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:32]


def a_response(number: int) -> Response:
    """Twelve closed answers, and a comment of a few sentences in every second response."""
    answers: dict[QuestionId, Answer] = {
        QuestionId(f"question_{n}"): Chosen(option=OptionKey(AGREEMENT[(number + n) % 4]))
        for n in range(12)
    }
    if number % 2:
        answers[QuestionId("comment")] = Said(text=COMMENT + f"That was case {number % 97}.")
    return Response(
        id=ResponseId(a_hash(number)),
        survey=SurveyId("benchmark"),
        survey_version=1,
        wave=WAVE,
        respondent=Respondent(a_hash(-number)),
        perspective=Perspective.PRACTITIONER,
        day=date(2026, 5, 7),
        agency="Local authority",
        answers=answers,
    )


def a_person(number: int) -> PersonId:
    return PersonId(f"U{a_hash(number)[:10].upper()}")


def an_invitation(number: int) -> Invitation:
    return Invitation(
        wave=WAVE, person=a_person(number), agency="Local authority", role_group="Social worker"
    )


def a_message(number: int) -> Message:
    text = "Thank you. What you wrote is read with all the others on Friday."
    return Message(id=a_hash(number)[::-1], to=a_person(number), text=text, not_before=NOW)


def a_wave() -> tuple[Wave, Survey]:
    survey = Survey(
        id=SurveyId("benchmark"),
        title="Benchmark",
        perspective=Perspective.PRACTITIONER,
        method=Method.PRACTITIONER_EXPERIENCES,
        promise=Promise.STAFF,
        questions=(CommentQuestion(id=QuestionId("comment"), text="What gets in the way?"),),
    )
    wave = Wave(
        id=WAVE,
        survey=survey.id,
        survey_version=1,
        mode=survey.mode,
        opens_at=datetime(2026, 4, 1, tzinfo=UTC),
        closes_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    return wave, survey


class Heard:
    """Our own store, through its protocol."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    async def begun(cls, folder: Path, stored: int, coming: int) -> "Heard":
        keys = Keys.fresh()
        store = await open_tiny(folder / "heard.db", keys)
        wave, survey = a_wave()
        asked = [an_invitation(number) for number in range(stored, stored + coming)]
        await store.open_wave(wave, survey, asked, [])
        await store.accept_all(wave, survey, [a_response(number) for number in range(stored)])
        await store.close()  # so that what was written to begin with is not measured
        store = await open_tiny(folder / "heard.db", keys)
        return cls(store)

    async def accept(self, number: int) -> None:
        await self.store.accept(
            a_response(number), participant=a_person(number), outbox=[a_message(number)]
        )

    async def close(self) -> None:
        await self.store.close()


class PlainSqlite:
    """The same rows as JSON in sqlite3, with the same grouping, unsealed; bare, unchecked too."""

    def __init__(self, folder: Path, stored: int, coming: int, *, bare: bool) -> None:
        self._bare = bare
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._writer: asyncio.Task[None] | None = None
        self._thread.submit(self._begin, folder / "plain.db", stored, coming).result()
        self._thread.submit(self._open, folder / "plain.db").result()

    async def accept(self, number: int) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((number, future))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await future

    async def close(self) -> None:
        self._thread.submit(self._connection.close).result()
        self._thread.shutdown()

    def _open(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL").fetchall()
        self._connection.execute("PRAGMA synchronous=FULL").fetchall()

    def _begin(self, path: Path, stored: int, coming: int) -> None:
        self._open(path)
        for table in ("invitations", "outbox"):
            self._connection.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, value TEXT)")
        self._connection.execute(
            "CREATE TABLE responses (id TEXT PRIMARY KEY, wave TEXT, respondent TEXT, value TEXT"
            + (")" if self._bare else ", UNIQUE (wave, respondent))")
        )
        self._connection.execute(
            "CREATE TABLE drafts (wave TEXT, respondent TEXT, value TEXT,"
            " PRIMARY KEY (wave, respondent))"
        )
        self._connection.execute("BEGIN")
        self._keep(a_response(number) for number in range(stored))
        self._connection.executemany(
            "INSERT INTO invitations VALUES (?, ?)",
            (
                (a_person(n), an_invitation(n).model_dump_json())
                for n in range(stored, stored + coming)
            ),
        )
        self._connection.execute("COMMIT")
        self._connection.close()  # as with Heard: what was written to begin with is not measured

    async def _write(self) -> None:
        while self._waiting:
            group = list(self._waiting)
            self._waiting.clear()
            rows = [
                (a_response(number), an_invitation(number), a_message(number))
                for number, _ in group
            ]
            await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, rows)
            for _, future in group:
                future.set_result(None)

    def _keep(self, responses: Iterable[Response]) -> None:
        self._connection.executemany(
            "INSERT INTO responses VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            ((one.id, one.wave, one.respondent, one.model_dump_json()) for one in responses),
        )

    def _commit(self, rows: list[tuple[Response, Invitation, Message]]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._keep(response for response, _, _ in rows)
        if not self._bare:
            self._connection.executemany(
                "DELETE FROM drafts WHERE wave = ? AND respondent = ?",
                ((response.wave, response.respondent) for response, _, _ in rows),
            )
        self._connection.executemany(
            "UPDATE invitations SET value = ? WHERE id = ?",
            ((invitation.model_dump_json(), invitation.person) for _, invitation, _ in rows),
        )
        self._connection.executemany(
            "INSERT INTO outbox VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
            ((message.id, message.model_dump_json()) for _, _, message in rows),
        )
        self._connection.execute("COMMIT")


class StockTiny:
    """TinyDB as it comes, on its JSON file. It flushes, but a crash can leave it unreadable."""

    def __init__(self, folder: Path, stored: int) -> None:
        self._database = TinyDB(folder / "stock.json")
        self._database.insert_multiple(
            json.loads(a_response(number).model_dump_json()) for number in range(stored)
        )

    async def accept(self, number: int) -> None:
        await asyncio.to_thread(
            self._database.insert, json.loads(a_response(number).model_dump_json())
        )

    async def close(self) -> None:
        self._database.close()


async def rate(engine: Engine, first: int, count: int, at_once: int) -> tuple[float, float]:
    """Accepts a second, and the 99th percentile of one accept in milliseconds."""
    numbers = iter(range(first, first + count))
    taken: list[float] = []

    async def people() -> None:
        for number in numbers:
            begun = perf_counter()
            await engine.accept(number)
            taken.append(perf_counter() - begun)

    begun = perf_counter()
    await asyncio.gather(*(people() for _ in range(at_once)))
    return count / (perf_counter() - begun), 1000 * statistics.quantiles(taken, n=100)[98]


@contextmanager
def a_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="heard-bench-", dir=".") as folder:
        yield Path(folder)


async def rates(
    begin: Callable[[Path], Awaitable[Engine]], stored: int, counts: dict[int, int]
) -> list[tuple[float, float]]:
    with a_folder() as folder:
        engine = await begin(folder)
        found, first = [], stored
        for at_once, count in counts.items():
            found.append(await rate(engine, first, count, at_once))
            first += count
        await engine.close()
        return found


def counts_of(*, quick: bool) -> dict[int, int]:
    # One at a time, a log is folded into its file about every 2,000 accepts: less would meet that
    # pause by luck, and count it five times or not at all.
    return dict(zip(AT_ONCE, (3000, 1000, 150) if quick else (12000, 4000, 2500), strict=True))


async def compare(stored: int, *, quick: bool) -> Table:
    counts = counts_of(quick=quick)
    coming = sum(counts.values())

    async def heard(folder: Path) -> Engine:
        return await Heard.begun(folder, stored, coming)

    async def plain(folder: Path) -> Engine:
        return PlainSqlite(folder, stored, coming, bare=False)

    async def bare(folder: Path) -> Engine:
        return PlainSqlite(folder, stored, coming, bare=True)

    async def stock(folder: Path) -> Engine:
        return StockTiny(folder, stored)

    rounds = 1 if quick else 3
    ours, theirs, least = [], [], []
    for _ in track(range(rounds), "Heard, sqlite3"):  # in turns: a busy moment hits all
        ours.append(await rates(heard, stored, counts))
        theirs.append(await rates(plain, stored, counts))
        least.append(await rates(bare, stored, counts))
    slow = await rates(stock, stored, {1: 10})
    table = Table(title=f"Durable accepts a second, {stored:,} responses stored")
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    for place, at_once in sorted(enumerate(counts), key=lambda row: row[1]):
        ours_here, theirs_here, least_here = (
            statistics.median(run[place][0] for run in runs) for runs in (ours, theirs, least)
        )
        table.add_row(
            str(at_once),
            f"{ours_here:,.0f}",
            f"{statistics.median(run[place][1] for run in ours):.0f}",
            f"{theirs_here:,.0f}",
            f"{ours_here / theirs_here:.2f}",
            f"{least_here:,.0f}",
            f"{ours_here / least_here:.2f}",
            f"{slow[0][0]:,.1f}" if at_once == 1 else "",
            f"{ours_here / slow[0][0]:,.0f}" if at_once == 1 else "",
        )
    return table


async def flatness(sizes: tuple[int, ...], *, quick: bool) -> Table:
    counts = counts_of(quick=quick)
    table = Table(title="The same with more stored")
    for heading in ("stored", *(f"{at_once} at once" for at_once in sorted(counts))):
        table.add_column(heading, justify="right")
    for stored in track(sizes, "sizes"):

        async def heard(folder: Path, stored: int = stored) -> Engine:
            return await Heard.begun(folder, stored, sum(counts.values()))

        found = await rates(heard, stored, counts)
        table.add_row(f"{stored:,}", *(f"{speed:,.0f}" for speed, _ in reversed(found)))
    return table


async def reading(sizes: tuple[int, ...]) -> Table:
    table = Table(title="Opening, and the evidence of one quarter")
    headings = (
        "stored",
        "open s",
        "evidence s, first",
        "evidence s, again",
        "file MB",
        "memory MB",
    )
    for heading in headings:
        table.add_column(heading, justify="right")
    for stored in track(sizes, "reading"):
        with a_folder() as folder:
            table.add_row(f"{stored:,}", *await _reading(folder, stored))
    return table


async def _reading(folder: Path, stored: int) -> list[str]:
    keys = Keys.fresh()
    store = await open_tiny(folder / "heard.db", keys)
    responses = [a_response(number) for number in range(stored)]
    await store.accept_all(*a_wave(), responses)
    await store.add_codings([a_coding(response) for response in responses[1::2]])
    await store.close()
    begun = perf_counter()
    store = await open_tiny(folder / "heard.db", keys)
    times = [perf_counter() - begun]
    for _ in range(2):
        begun = perf_counter()
        await store.evidence(Period(year=2026, quarter=2))
        times.append(perf_counter() - begun)
    await store.close()
    size = (folder / "heard.db").stat().st_size / 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3  # of the whole run so far
    return [*(f"{seconds:.3f}" for seconds in times), f"{size:.1f}", f"{most:.0f}"]


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


async def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer, smaller, in half a minute")
    quick = parser.parse_args().quick
    suit_the_interpreter()  # as in `heard run`, for both
    console = Console()
    console.print(await compare(2_000 if quick else 10_000, quick=quick))
    sizes = (1_000, 5_000) if quick else (1_000, 10_000, 50_000)
    console.print(await flatness(sizes, quick=quick))
    console.print(await reading(sizes))


if __name__ == "__main__":
    asyncio.run(main())
