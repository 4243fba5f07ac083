"""A past survey's export becomes responses: all of its rows, or a list of what is wrong with them.

Nothing here repeats what a cell holds, because it may be somebody's words.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any
from uuid import UUID, uuid5

from surveys.answering import Answer, Response, ending, response_from
from surveys.cells import WrongCell, answer_in, day_in
from surveys.csv_files import MOST_PROBLEMS, read_table
from surveys.errors import (
    BadRow,
    InvalidAnswers,
    InvalidDefinition,
    InvalidRows,
    Problem,
    Reason,
    Unknown,
)
from surveys.framework import Framework
from surveys.labels import same
from surveys.survey import CommentQuestion, Survey
from surveys.text_files import text_of
from surveys.values import QuestionId, Respondent, ResponseId
from surveys.wave import Wave

MOST_BYTES_IMPORTED = 100_000_000
LONGEST_IMPORTED = 10_000  # characters of a comment: paper and other forms have no field to fill
LONGEST_NAME = 300  # characters of an agency
ABOUT_THE_ROW = ("day", "agency", "age_band", "content_area", "respondent")
HEADING = 0  # the row number of a mistake in the heading
SPACE_OF_IMPORTS = UUID("8f2d1c5e-0b0a-4c7e-9a51-6f3b2f6c1d27")

Row = dict[str, str]


@dataclass(frozen=True)
class _Import:
    survey: Survey
    wave: Wave
    framework: Framework
    columns: Mapping[str, str]  # heading -> question or something about the row
    default_day: date
    pseudonym: Callable[[str], Respondent]
    clean: Callable[[str], str]
    file_digest: str


def read_rows(content: str | bytes, file: str, *, encoding: str = "utf-8-sig") -> list[Row]:
    """The rows of a CSV file with a heading, or of JSON lines. Rows with nothing in them fall away.

    Raises InvalidDefinition with the lines that cannot be read.
    """
    text = text_of(content, file, encoding=encoding, most_bytes=MOST_BYTES_IMPORTED)
    if file.endswith((".jsonl", ".ndjson")) or text.lstrip().startswith("{"):
        return _json_rows(text, file)
    return [row.cells for row in read_table(text, file, most_bytes=MOST_BYTES_IMPORTED)]


def responses(
    survey: Survey,
    wave: Wave,
    rows: Sequence[Row],
    *,
    framework: Framework,
    columns: Mapping[str, str],
    ignore: Collection[str],
    default_day: date,
    pseudonym: Callable[[str], Respondent],
    clean: Callable[[str], str],
    file_digest: str,
) -> tuple[Response, ...]:
    """The responses of these rows. The same file always gives the same response ids.

    *columns* says what a heading stands for: a question id, or one of day, agency,
    age_band, content_area, respondent. A heading that already is one needs no entry, and where a
    question has such a name it is the question. *pseudonym* makes a respondent of a reference;
    without such a column each row is a respondent. *clean* takes personal data out of a comment.
    A comment may be longer than the survey would take in Slack. A row that answers nothing is left
    out, and so is one that the survey's own rules discard.
    Raises InvalidRows with every bad row; row 0 is the heading.
    """
    mapped, bad = _mapped(survey, rows, columns, ignore)
    task = _Import(
        _roomy(survey), wave, framework, mapped, default_day, pseudonym, clean, file_digest
    )
    kept: dict[Respondent, tuple[int, Response]] = {}
    for number, row in enumerate(rows, start=1):
        response, wrong = _response(task, number, row)
        bad += wrong
        if response is None:
            continue
        first, _ = kept.setdefault(response.respondent, (number, response))
        if first != number:
            bad.append(BadRow(number, None, f"this respondent is in row {first} already"))
    if bad:
        raise InvalidRows(list(dict.fromkeys(bad)))
    return tuple(response for _, response in kept.values())


def _roomy(survey: Survey) -> Survey:
    """The survey with room for what was written elsewhere: a past comment is kept whole."""
    questions = tuple(
        question.model_copy(update={"max_characters": LONGEST_IMPORTED})
        if isinstance(question, CommentQuestion)
        else question
        for question in survey.questions
    )
    return survey.model_copy(update={"questions": questions})


def _json_rows(text: str, file: str) -> list[Row]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            row = _json_row(json.loads(written))
        except (ValueError, RecursionError):
            problems.append(Problem(line, "", "should be one JSON object with texts and numbers"))
            continue
        if any(row.values()):
            rows.append(row)
    if problems or not rows:
        empty = [Problem(1, "", "the file is empty")]
        raise InvalidDefinition(file, problems[:MOST_PROBLEMS] or empty)
    return rows


def _json_row(value: object) -> Row:
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004  # one complaint, whatever is wrong with the line
    return {str(key).strip(): _json_cell(cell) for key, cell in value.items()}


def _json_cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value.replace("\0", "").strip()
        case bool():
            return "Yes" if value else "No"
        case int() | float():
            return str(value)
        case list():
            return "; ".join(_json_cell(item) for item in value if not isinstance(item, list))
        case _:
            raise ValueError


def _mapped(
    survey: Survey, rows: Sequence[Row], columns: Mapping[str, str], ignore: Collection[str]
) -> tuple[dict[str, str], list[BadRow]]:
    """What each heading stands for, and every heading that stands for nothing."""
    targets = {same(name): name for name in (*ABOUT_THE_ROW, *survey.by_id)}
    targets |= {same(question.text): question.id for question in survey.questions}
    headings = dict.fromkeys(heading for row in rows for heading in row)
    bad = [
        BadRow(HEADING, name, "is named as a column, but the file has no such heading")
        for name in columns
        if name not in headings
    ]
    mapped: dict[str, str] = {}
    for heading in headings:
        if heading in ignore:
            continue
        target = targets.get(same(columns.get(heading, heading)))
        if target is None:
            bad.append(BadRow(HEADING, heading, _stands_for_nothing(survey, columns, heading)))
        elif target in mapped.values():
            bad.append(BadRow(HEADING, heading, f"another column stands for {target} already"))
        else:
            mapped[heading] = target
    return mapped, bad


def _stands_for_nothing(survey: Survey, columns: Mapping[str, str], heading: str) -> str:
    wanted = columns.get(heading, heading)
    close = get_close_matches(wanted.casefold(), [*survey.by_id, *ABOUT_THE_ROW], n=1, cutoff=0.4)
    nearest = f"; the nearest is {close[0]}" if close else ""
    return f"stands for no question{nearest}; say what it stands for, or that it is left out"


def _response(task: _Import, number: int, row: Row) -> tuple[Response | None, list[BadRow]]:
    answers, about, bad = _read(task, number, row)
    if bad:
        return None, bad
    try:
        return _kept(task, number, answers, about), []
    except WrongCell as wrong:
        return None, [BadRow(number, None, wrong.reason)]
    except InvalidAnswers as invalid:
        return None, list(_against(task, number, invalid.reasons))


def _read(
    task: _Import, number: int, row: Row
) -> tuple[dict[QuestionId, Answer], dict[str, Any], list[BadRow]]:
    """The answers of a row, what else it says about itself, and every cell that is wrong."""
    answers: dict[QuestionId, Answer] = {}
    about: dict[str, Any] = {}
    bad: list[BadRow] = []
    for heading, target in task.columns.items():
        cell = row.get(heading, "").strip()
        question = task.survey.by_id.get(QuestionId(target))
        try:
            if question is None and cell:
                about[target] = _about(task, target, cell)
            elif question and (answer := answer_in(cell, question, task.clean)):
                answers[question.id] = answer
        except WrongCell as wrong:
            bad.append(BadRow(number, heading, wrong.reason))
    return answers, about, bad


def _about(task: _Import, target: str, cell: str) -> date | str:
    if target == "day":
        return day_in(cell)
    if target == "content_area":
        try:
            return task.framework.area(cell).id
        except Unknown:
            raise WrongCell("is no content area of the board") from None
    if target != "respondent" and len(cell) > LONGEST_NAME:
        raise WrongCell(f"is too long: at most {LONGEST_NAME} characters")
    return cell


def _kept(
    task: _Import, number: int, answers: Mapping[QuestionId, Answer], about: Mapping[str, Any]
) -> Response | None:
    if not answers:
        return None
    match ending(task.survey, answers):
        case "discard":
            return None
        case "report_first":
            reason = "tells of a worry that is not yet reported: report it now, then change the row"
            raise WrongCell(reason)
        case "end":
            pass
    own_reference = f"{task.file_digest}:{number}"
    response = response_from(
        task.wave,
        task.survey,
        answers,
        response_id=ResponseId(str(uuid5(SPACE_OF_IMPORTS, own_reference))),
        respondent=task.pseudonym(about.get("respondent", own_reference)),
        agency=about.get("agency"),
        day=about.get("day", task.default_day),
    )
    further = {name: about[name] for name in ("age_band", "content_area") if name in about}
    return response.model_copy(update=further)


def _against(task: _Import, number: int, reasons: Mapping[QuestionId, Reason]) -> Iterator[BadRow]:
    headings = {target: heading for heading, target in task.columns.items()}
    for question, reason in reasons.items():
        if question in headings:
            yield BadRow(number, headings[question], _sentence(reason))
        else:
            yield BadRow(HEADING, question, f"has no column, but {_sentence(reason)}")


def _sentence(reason: Reason) -> str:
    match reason.key:
        case "required":
            return "must be answered"
        case "one_of_these":
            return "this or its companion must be answered"
        case "too_long":
            return f"is too long: at most {reason.limit} characters"
        case "too_small":
            return f"should be at least {reason.limit}"
        case "too_large":
            return f"should be at most {reason.limit}"
        case _:
            return "cannot be taken"
