"""The population file: how many children there are to hear, by content area, age and agency."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, ValidationError

from surveys.csv_files import MOST_PROBLEMS, Row, read_table
from surveys.errors import InvalidDefinition, Problem
from surveys.framework import Framework
from surveys.values import AreaId, Line, Value
from surveys.voice import AgeBand
from surveys.yaml_files import not_among, reason_of

COLUMNS = ("content_area", "age_band", "agency", "expected")


class Expected(Value):
    """So many children of this age are known to this agency in this content area."""

    content_area: AreaId
    age_band: AgeBand
    agency: Line
    expected: Annotated[int, Field(ge=0, le=1_000_000)]


def read_population(content: str | bytes, file: str, framework: Framework) -> tuple[Expected, ...]:
    """The lines of a CSV file: content_area, age_band, agency, expected.

    Raises InvalidDefinition with every mistake and its line.
    """
    rows = read_table(content, file)
    problems = list(_wrong_columns(rows[0])) if rows else []
    if problems:
        raise InvalidDefinition(file, problems)
    found: dict[tuple[str, str, str], tuple[int, Expected]] = {}
    for row in rows:
        try:
            one = _expected(row)
        except ValidationError as wrong:
            problems += _mistakes(row, wrong)
            continue
        problems += _unknown_area(row, one, framework)
        key = one.content_area, one.age_band, one.agency.casefold()
        line, _ = found.setdefault(key, (row.line, one))
        if line != row.line:
            problems.append(Problem(row.line, "", f"the same children are on line {line} already"))
    if problems:
        raise InvalidDefinition(file, problems[:MOST_PROBLEMS])
    return tuple(one for _, one in found.values())


def _expected(row: Row) -> Expected:
    cells = {heading.casefold().replace(" ", "_"): cell for heading, cell in row.cells.items()}
    return Expected.model_validate({name: cells[name] for name in COLUMNS})


def _wrong_columns(row: Row) -> Iterator[Problem]:
    headings = [heading.casefold().replace(" ", "_") for heading in row.cells]
    for name in COLUMNS:
        if name not in headings:
            yield Problem(1, name, f"this column is missing; needed: {', '.join(COLUMNS)}")
    for name in headings:
        if name not in COLUMNS:
            yield Problem(1, name, not_among("column", name, COLUMNS))


def _unknown_area(row: Row, one: Expected, framework: Framework) -> Iterator[Problem]:
    known = [area.id for area in framework.areas]
    if one.content_area not in known:
        reason = not_among("content area", one.content_area, known)
        yield Problem(row.line, "content_area", reason)


def _mistakes(row: Row, wrong: ValidationError) -> Iterator[Problem]:
    for error in wrong.errors():
        yield Problem(row.line, str(error["loc"][0]), reason_of(error))
