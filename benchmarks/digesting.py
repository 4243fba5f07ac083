"""A digest of one area from 10,000 responses with 5,000 comments that have been read before.

    python -m benchmarks.digesting

And what each further thousand responses costs: flat, when it is the same at every size. Then a
whole board: 50,000 responses on nineteen areas, 20,000 comments; one digest, all, the paper.
"""

import asyncio
import random
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import date, timedelta
from functools import partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from analysis.disclosure.suppression import Audience
from analysis.reading.codebook import library_codebook
from bot.board import Board
from bot.definitions import Definitions
from bot.demo.files import demo_comments
from bot.deps import Deps
from bot.reading.worker import read_new
from bot.run import open_deps
from bot.settings import Settings
from bot.telling.digesting import make_digest
from bot.telling.paper_making import Step, make_paper
from bot.telling.releasing import make_dashboard
from storage.sealing import new_key
from surveys.answering import Answer, Chosen, Response, Said, response_from
from surveys.authoring import library, library_framework
from surveys.periods import Period
from surveys.survey import Closed, Survey
from surveys.values import AreaId, QuestionId, Respondent, ResponseId, SurveyId, WaveId
from surveys.wave import Wave

BOARD = 50_000
SIZES = (2_500, 5_000, 10_000, 20_000)
PERIOD = Period(year=2026, quarter=3)
SURVEYS = ("practitioner-deep-dive", "child-12-to-17", "child-8-to-11", "parent-service")
AGENCIES = ("Health", "Police", "Children's social care", "School or college", "Housing")
RUNS = 5


def measure() -> list[tuple[str, str]]:
    one_area = [row for size in SIZES for row in asyncio.run(_measured(size))]
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_fill_a_board(folder))
        # in a process of its own, whose memory is not that of making all those responses
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            return [*one_area, *fresh.submit(measure_board, folder).result()]


def measure_board(folder: str) -> list[tuple[str, str]]:
    """What a whole board in *folder* costs, and the most memory that this process took."""
    rows = asyncio.run(_measured_of_a_board(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [*rows, (f"of a board of {BOARD:,}, memory at most", f"{peak} MB")]


async def _fill_a_board(folder: str) -> None:
    async with _open(folder) as deps:
        await _fill(deps, BOARD, [area.id for area in deps.framework.areas], comments=0.4)
        await read_new(deps)


async def _measured_of_a_board(folder: str) -> list[tuple[str, str]]:
    async with _open(folder) as deps:
        return [
            (f"of a board of {BOARD:,}, {what}", await _told(call)) for what, call in _calls(deps)
        ]


def _calls(deps: Deps) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
    async def quiet(_: Step) -> None:
        """Whoever waits is told nothing."""

    practice, shared = deps.framework.area("neglect"), deps.framework.area("voice")
    one = partial(make_digest, deps, period=PERIOD, audience=Audience.BOARD, by="benchmark")
    return [
        ("digest of one area", partial(one, area=practice)),
        ("digest of an area that stands on all", partial(one, area=shared)),
        ("/digest all", partial(make_dashboard, deps, PERIOD, Audience.BOARD, by="benchmark")),
        ("paper in three forms", partial(make_paper, deps, PERIOD, quiet, by="benchmark")),
    ]


async def _told(call: Callable[[], Awaitable[object]]) -> str:
    """The second time, and the first, which also reads what is kept; processor time beside it."""
    took = []
    for _ in range(2):
        began, worked = time.perf_counter(), time.process_time()
        await call()
        took.append((time.perf_counter() - began, time.process_time() - worked))
    (first, _), (warm, worked) = took
    return f"{warm:.2f} s ({worked:.2f} s of processor time), the first {first:.2f} s"


@asynccontextmanager
async def _open(folder: str) -> AsyncIterator[Deps]:
    settings = Settings(_env_file=None, data=Path(folder))
    if not settings.store_key_file.exists():
        new_key(settings.store_key_file)
    board = Board(name="B", mash_contact="the front door", out_of_hours="the night team")
    known = Definitions(board, library_framework(), library(), library_codebook(), ())
    async with open_deps(settings, known) as deps:
        yield deps


async def _measured(size: int) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        async with _open(folder) as deps:
            await _fill(deps, size, [AreaId("neglect")], comments=0.5)
            await read_new(deps)
        async with _open(folder) as deps:
            took = [await _seconds(deps) for _ in range(RUNS)]
    warm = sorted(took[1:])[len(took[1:]) // 2]
    label = f"digest from {size:,} responses, {size // 2:,} comments"
    each = 1_000_000 * warm / size
    return [(label, f"{warm:.2f} s ({each:.0f} ms per 1,000), the first {took[0]:.2f} s")]


async def _seconds(deps: Deps) -> float:
    area = deps.framework.area("neglect")
    began = time.perf_counter()
    made = await make_digest(deps, area, PERIOD, Audience.BOARD, by="benchmark")
    assert made.figures
    return time.perf_counter() - began


async def _fill(deps: Deps, size: int, areas: Sequence[AreaId], *, comments: float) -> None:
    """Half in the period and half in the one before; so large a share of them has a comment."""
    rng = random.Random(size)  # noqa: S311 - the same benchmark each time
    count = size // len(SURVEYS) // len(areas) // 2
    for name, area, period in product(SURVEYS, areas, (PERIOD, PERIOD.previous)):
        survey = deps.surveys[SurveyId(name)]
        wave = _wave(deps, survey, period, area)
        made = [_response(survey, wave, number, rng, comments) for number in range(count)]
        await deps.store.accept_all(wave, survey, made)


def _wave(deps: Deps, survey: Survey, period: Period, area: AreaId) -> Wave:
    return Wave(
        id=WaveId(f"{survey.id}-{period}-{area.replace('_', '-')}".lower()),
        survey=survey.id,
        survey_version=survey.version,
        mode=survey.mode,
        opens_at=deps.board.midnight(period.first_day),
        closes_at=deps.board.midnight(period.last_day),
        content_area=area,
        parameters=dict.fromkeys(survey.parameters, area),
    )


def _response(
    survey: Survey, wave: Wave, number: int, rng: random.Random, comments: float
) -> Response:
    answers: dict[QuestionId, Answer] = {
        question.id: Chosen(option=rng.choice(question.choices).key)
        for question in survey.questions
        if isinstance(question, Closed) and question.kind not in ("many", "content_area")
    }
    if rng.random() < comments:
        comment = survey.comments[-1].id
        answers[comment] = Said(text=rng.choice(demo_comments()).text)
    return response_from(
        wave,
        survey,
        answers,
        response_id=ResponseId(f"{wave.id}-{number}"),
        respondent=Respondent(f"{wave.id}-{number}"),
        agency=rng.choice(AGENCIES),
        day=_day(Period.quarter_of(wave.last_day), rng),
    )


def _day(period: Period, rng: random.Random) -> date:
    days = (period.last_day - period.first_day).days
    return period.first_day + timedelta(days=rng.randrange(days))


if __name__ == "__main__":
    for row in measure():
        print(": ".join(row))
