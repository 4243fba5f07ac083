"""A digest of one area from 10,000 responses with 5,000 comments that have been read before.

    python -m benchmarks.digesting

And what each further thousand responses costs: flat, when it is the same at every size.
"""

import asyncio
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from analysis.disclosure.suppression import Audience
from analysis.reading.codebook import library_codebook
from bot.board import Board
from bot.definitions import Definitions
from bot.demo.files import demo_comments
from bot.deps import Deps
from bot.digesting import make_digest
from bot.reading import read_new
from bot.running import open_deps
from bot.settings import Settings
from storage.sealing import new_key
from surveys.answering import Answer, Chosen, Response, Said, response_from
from surveys.authoring import library, library_framework
from surveys.periods import Period
from surveys.survey import Closed, Survey
from surveys.values import AreaId, QuestionId, Respondent, ResponseId, SurveyId, WaveId
from surveys.wave import Wave

SIZES = (2_500, 5_000, 10_000, 20_000)
PERIOD = Period(year=2026, quarter=3)
SURVEYS = ("practitioner-deep-dive", "child-12-to-17", "child-8-to-11", "parent-service")
AGENCIES = ("Health", "Police", "Children's social care", "School or college", "Housing")
RUNS = 5


def measure() -> list[tuple[str, str]]:
    return [row for size in SIZES for row in asyncio.run(_measured(size))]


async def _measured(size: int) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, data=Path(folder))
        new_key(settings.store_key_file)
        board = Board(name="B", mash_contact="the front door", out_of_hours="the night team")
        known = Definitions(board, library_framework(), library(), library_codebook(), ())
        async with open_deps(settings, known) as deps:
            await _fill(deps, size)
            await read_new(deps)
        async with open_deps(settings, known) as deps:
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


async def _fill(deps: Deps, size: int) -> None:
    """Half in the period and half in the one before; each second one has a comment."""
    rng = random.Random(size)  # noqa: S311 - the same benchmark each time
    for name in SURVEYS:
        survey = deps.surveys[SurveyId(name)]
        for period in (PERIOD, PERIOD.previous):
            wave = _wave(deps, survey, period)
            count = size // len(SURVEYS) // 2
            made = [_response(survey, wave, period, number, rng) for number in range(count)]
            await deps.store.accept_all(wave, survey, made)


def _wave(deps: Deps, survey: Survey, period: Period) -> Wave:
    return Wave(
        id=WaveId(f"{survey.id}-{period}".lower()),
        survey=survey.id,
        survey_version=survey.version,
        mode=survey.mode,
        opens_at=deps.board.midnight(period.first_day),
        closes_at=deps.board.midnight(period.last_day),
        content_area=AreaId("neglect"),
        parameters=dict.fromkeys(survey.parameters, "neglect"),
    )


def _response(
    survey: Survey, wave: Wave, period: Period, number: int, rng: random.Random
) -> Response:
    answers: dict[QuestionId, Answer] = {
        question.id: Chosen(option=rng.choice(question.choices).key)
        for question in survey.questions
        if isinstance(question, Closed) and question.kind not in ("many", "content_area")
    }
    if number % 2:
        comment = survey.comments[-1].id
        answers[comment] = Said(text=rng.choice(demo_comments()).text)
    return response_from(
        wave,
        survey,
        answers,
        response_id=ResponseId(f"{wave.id}-{number}"),
        respondent=Respondent(f"{wave.id}-{number}"),
        agency=rng.choice(AGENCIES),
        day=_day(period, rng),
    )


def _day(period: Period, rng: random.Random) -> date:
    days = (period.last_day - period.first_day).days
    return period.first_day + timedelta(days=rng.randrange(days))


if __name__ == "__main__":
    for row in measure():
        print(": ".join(row))
