"""heard export responses: what an analyst may take out, and nothing finer."""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from analysis.suppression import RULES, Audience
from bot.cli.opening import OPERATOR, opened, telling
from bot.definitions import Missing
from storage.interface import Entry
from surveys.answering import Answer, Chosen, ChosenMany, Counted, Response, Said
from surveys.authoring import find_survey
from surveys.evidence import Evidence
from surveys.periods import Period
from surveys.survey import Closed, Survey

SMALLEST_GROUP = RULES[Audience.ANALYST].smallest_count
SMALL = "(small group)"
HEADING = (
    "survey",
    "version",
    "period",
    "perspective",
    "agency",
    "content_area",
    "question",
    "answer",
)


@telling
async def responses(given: argparse.Namespace) -> int:
    """One line an answer, sorted, so that nothing joins two answers of one person.

    A survey that fewer than five answered in the period is left out.
    """
    period = Period.parse(given.period)
    async with opened(given) as deps:
        only = find_survey(given.survey, deps.surveys).id if given.survey else None
        evidence = await deps.store.evidence(period)
        rows = sorted(_rows(evidence, period, only))
        with _out(given.out) as stream:
            writer = csv.writer(stream)
            writer.writerow(HEADING)
            writer.writerows(rows)
        await deps.store.record(
            Entry(
                at=deps.clock(), who=OPERATOR, did=f"exported {len(rows)} answers", what=str(period)
            )
        )
    return 0


def _rows(evidence: Evidence, period: Period, only: str | None) -> Iterator[tuple[str, ...]]:
    for survey in evidence.surveys:
        if only and survey.id != only:
            continue
        answered = [
            response
            for response in evidence.responses
            if (response.survey, response.survey_version) == (survey.id, survey.version)
        ]
        if len(answered) < SMALLEST_GROUP:
            continue
        for response, (agency, area) in zip(answered, _groups(answered), strict=True):
            about = (survey.id, str(survey.version), str(period), survey.perspective.value)
            for name, answer in response.answers.items():
                yield (*about, _harmless(agency), area, name, _told(survey, name, answer))


def _groups(responses: Sequence[Response]) -> list[tuple[str, str]]:
    """Agency and content area of each response; where fewer than five share both, neither.

    What is not told is never one small group alone: the next smallest joins it until five are
    hidden together, or all are.
    """
    groups = [(response.agency or "", response.content_area or "") for response in responses]
    sizes = Counter(groups)
    hidden = {group for group, size in sizes.items() if size < SMALLEST_GROUP}
    shown = sorted((size, group) for group, size in sizes.items() if group not in hidden)
    while hidden and sum(sizes[group] for group in hidden) < SMALLEST_GROUP and shown:
        hidden.add(shown.pop(0)[1])
    return [(SMALL, SMALL) if group in hidden else group for group in groups]


def _told(survey: Survey, name: str, answer: Answer) -> str:
    question = next(question for question in survey.questions if question.id == name)
    match answer:
        case Chosen(option=option) if isinstance(question, Closed):
            return _harmless(question.labels[option])
        case ChosenMany(options=options) if isinstance(question, Closed):
            return _harmless("; ".join(question.labels[option] for option in options))
        case Counted(number=number):
            return str(number)
        case Said(text=text):
            return _harmless(text)
        case _:
            return ""


def _harmless(text: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@contextmanager
def _out(file: str | None) -> Iterator[TextIO]:
    if file is None:
        yield sys.stdout
        return
    try:
        with Path(file).open("w", encoding="utf-8", newline="") as stream:
            yield stream
    except OSError as error:
        raise Missing((f"{file}: can't be written ({error.strerror}).",)) from None
