"""heard export responses: what an analyst may take out, and nothing finer."""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TextIO

from analysis.disclosure.suppression import (
    PROTECTED,
    RULES,
    Audience,
    release_count,
)
from analysis.figures.exported import ALL, by_agency
from bot import wording
from bot.cli.opening import opened, operator, telling
from bot.definitions import Missing
from bot.telling.evidence import evidence as gathered
from bot.telling.exporting import Exported, may_be_exported
from storage.interface import Entry
from surveys.answering import ChosenMany, Response, Said
from surveys.authoring import find_survey
from surveys.periods import Period
from surveys.survey import Closed, ManyQuestion, Question
from surveys.values import QuestionId

SMALLEST = RULES[Audience.ANALYST].smallest_count


class Line(NamedTuple):
    """*people* is 'c' where it is protected; a comment has none, and no agency."""

    survey: str
    version: str
    period: str
    perspective: str
    question: str
    agency: str
    answer: str
    people: str


@telling
async def responses(given: argparse.Namespace) -> int:
    """Answers, counted by question and agency; comments, redacted, one a line and by question only.

    What fewer than five share is protected, with what would let it be worked out; also from an
    earlier export.
    """
    # beside its quarters, a year would give away what they protect
    period = Period.parse_quarter(given.period)
    async with opened(given) as deps:
        only = find_survey(given.survey, deps.surveys).id if given.survey else None
        found = await gathered(deps, period)
        if only is not None:
            found = replace(found, surveys=tuple(one for one in found.surveys if one.id == only))
        may = await may_be_exported(deps, found, period, by=operator())
        for survey in may.left_out:
            print(wording.not_exported_again(survey.id), file=sys.stderr)
        for name, _, question in sorted(may.withheld):
            print(wording.not_exported_yet(name, question), file=sys.stderr)
        lines = list(_lines(may, period))
        did = f"exported {len(lines)} lines"
        await deps.store.record(Entry(at=deps.clock(), who=operator(), did=did, what=str(period)))
        with _out(given.out) as stream:
            writer = csv.writer(stream)
            writer.writerow(Line._fields)
            writer.writerows([_harmless(cell) for cell in line] for line in lines)
    return 0


def _lines(may: Exported, period: Period) -> Iterator[Line]:
    for survey in sorted(may.evidence.surveys, key=lambda survey: (survey.id, survey.version)):
        answered = [
            response
            for response in may.evidence.responses
            if (response.survey, response.survey_version) == (survey.id, survey.version)
        ]
        for question in survey.questions:
            about = (survey.id, str(survey.version), str(period), survey.perspective.value)
            is_withheld = (survey.id, survey.version, question.id) in may.withheld
            for agency, answer, people in _told(question, answered, is_withheld=is_withheld):
                yield Line(*about, question.id, agency, answer, people)


def _told(
    question: Question, answered: Sequence[Response], *, is_withheld: bool
) -> Iterator[tuple[str, str, str]]:
    match question:
        case Closed() if is_withheld:
            return ((ALL, label, str(PROTECTED)) for label in question.labels.values())
        case ManyQuestion():
            return _each_choice(question, answered)
        case Closed():
            return by_agency(question, answered)
        case _:
            return _comments(question.id, answered)


def _each_choice(
    question: ManyQuestion, answered: Sequence[Response]
) -> Iterator[tuple[str, str, str]]:
    """Choices overlap, so each is a count of its own."""
    counts = Counter(
        option
        for response in answered
        if isinstance(answer := response.answers.get(question.id), ChosenMany)
        for option in answer.options
    )
    for option, label in question.labels.items():
        yield ALL, label, str(release_count(counts[option], Audience.ANALYST))


def _comments(question: QuestionId, answered: Sequence[Response]) -> Iterator[tuple[str, str, str]]:
    """In the order of the alphabet, which tells nothing."""
    words = [
        answer.text
        for response in answered
        if isinstance(answer := response.answers.get(question), Said)
    ]
    if len(words) >= SMALLEST:
        for text in sorted(words):
            yield "", text, ""


def _harmless(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


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
