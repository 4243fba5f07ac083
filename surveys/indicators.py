"""Indicators: numbers that agencies hand in, row by row, with their source and owner.

The rows of a file become indicators, or one error with every mistake and its line.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID, uuid5

from pydantic import Field, ValidationError, model_validator

from surveys.csv_files import MOST_PROBLEMS, Row
from surveys.errors import InvalidDefinition, Problem, Unknown
from surveys.framework import Framework, Method
from surveys.measures import Formula, MeasureCode, Measures
from surveys.periods import Period
from surveys.values import AreaId, Kept, Line
from surveys.yaml_files import not_among, reason_of

COLUMNS = ("measure", "content_area", "period", "numerator", "denominator", "source", "owner")
FOR_PEOPLE = ("name", "note")  # columns that are there to be read, and are not kept
EXAMPLE = "Example"  # how the note of the template's own row begins
SOURCES = (
    Method.NATIONAL_INDICATORS,
    Method.LOCAL_INDICATORS,
    Method.AGENCY_DATA,
    Method.MANAGEMENT_RECORDS,
)  # 4.3.1 to 4.3.4 of the framework
MOST_ROWS = 20_000
LARGEST = 100_000_000
RUNS_IN_A_SPREADSHEET = ("=", "+", "@", "-", "\t", "\r")
SPACE = UUID("5d0f6b1a-6b5e-4b8f-8a57-1f0c2c1d9e34")

Number = Annotated[int, Field(ge=0, le=LARGEST)]


def in_period(period: Period) -> str:
    """The label of the indicators of one period."""
    return f"quarter:{period}"


class Indicator(Kept):
    """One measure of one content area and period from one owner: so many of so many.

    A correction is a later *version* beside the earlier, which stays.
    """

    kind: ClassVar[str] = "indicator"

    measure: MeasureCode
    content_area: AreaId
    period: Period
    source: Method
    owner: Line
    numerator: Number
    denominator: Annotated[int, Field(ge=1, le=LARGEST)]
    imported_on: date
    version: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _is_part_of_its_base(self) -> Self:
        if self.numerator > self.denominator:
            raise ValueError("the numerator is larger than the denominator")
        return self

    @property
    def labels(self) -> tuple[str, ...]:
        return (in_period(self.period),)

    @property
    def about(self) -> tuple[str, str, str, str]:
        """What it is a number of: all versions of one number have the same."""
        return (self.measure, self.content_area, str(self.period), self.owner.casefold())

    def is_of(self, measure: MeasureCode, area: AreaId) -> bool:
        return (self.measure, self.content_area) == (measure, area)

    def adds_up_with(self, other: "Indicator") -> bool:
        """Whether both are of one year and one owner: its quarters, or a quarter and the year."""
        ours, theirs = (one.about[:2] + one.about[3:] for one in (self, other))
        return ours == theirs and self.period.year == other.period.year

    def falls_in(self, period: Period) -> bool:
        """A number of a whole year belongs to the quarter in which the year ends."""
        return period.covers(self.period.last_day)

    def says_the_same_as(self, other: "Indicator") -> bool:
        mine = (self.numerator, self.denominator, self.source)
        return mine == (other.numerator, other.denominator, other.source)

    def as_version(self, number: int) -> Self:
        """Two processes that bring one version bring it under one id, and the first is kept."""
        name = "\x1f".join((*self.about, str(number)))
        return self.model_copy(update={"id": str(uuid5(SPACE, name)), "version": number})


def latest(indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Of each number the latest version, in one order whatever order they came in.

    It has the day of the first: what was corrected was there to be read since then.
    """
    found: dict[tuple[str, str, str, str], Indicator] = {}
    for one in sorted(indicators, key=lambda one: (one.about, one.version)):
        first = found.get(one.about, one)
        found[one.about] = one.model_copy(update={"imported_on": first.imported_on})
    return tuple(found.values())


def news(
    brought: Iterable[Indicator], kept: Iterable[Indicator]
) -> tuple[list[Indicator], list[Indicator]]:
    """Those that are new, and those that correct what is kept. What is kept already is neither."""
    before = {one.about: one for one in latest(kept)}
    new = [one for one in brought if one.about not in before]
    corrections = [
        one.as_version(earlier.version + 1)
        for one in brought
        if (earlier := before.get(one.about)) and not one.says_the_same_as(earlier)
    ]
    return new, corrections


@dataclass(frozen=True)
class Known:
    """What a row may name. Without *owners* (no people file), any owner is taken."""

    framework: Framework
    measures: Measures
    owners: Collection[str]
    today: date


def indicators(rows: Sequence[Row], file: str, known: Known) -> tuple[Indicator, ...]:
    """The indicators of these rows. Raises InvalidDefinition with every mistake and its line."""
    problems = list(_wrong_columns(rows[0])) if rows else []
    problems = problems or list(_wrong_number_of(rows))
    if problems:
        raise InvalidDefinition(file, problems)
    problems += _not_filled_in([row for row in rows if _has_no_number(row)])
    found: dict[str, tuple[int, Indicator]] = {}
    for row in rows:
        if _has_no_number(row):
            continue
        one, wrong = _indicator(row, known)
        problems += wrong
        if one is None:
            continue
        line, _ = found.setdefault(one.id, (row.line, one))
        if line != row.line:
            problems.append(Problem(row.line, "", f"the same number is on line {line} already"))
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        problems.sort(key=lambda one: one.line or 0)
        raise InvalidDefinition(file, problems[:MOST_PROBLEMS])
    return tuple(one for _, one in found.values())


def _wrong_columns(row: Row) -> Iterator[Problem]:
    headings = [_plain(heading) for heading in row.cells]
    for name in COLUMNS:
        if name not in headings:
            yield Problem(1, name, f"this column is missing; needed: {', '.join(COLUMNS)}")
    for name in headings:
        if name not in (*COLUMNS, *FOR_PEOPLE):
            yield Problem(1, name[:60], not_among("column", name, COLUMNS))


def _wrong_number_of(rows: Sequence[Row]) -> Iterator[Problem]:
    if not rows:
        yield Problem(1, "", "there is no row under the heading")
    if len(rows) > MOST_ROWS:
        yield Problem(None, "", f"has more than {MOST_ROWS:,} rows; split it")


def _has_no_number(row: Row) -> bool:
    cells = {_plain(heading): cell for heading, cell in row.cells.items()}
    return not (cells["numerator"] or cells["denominator"])


def _not_filled_in(rows: Sequence[Row]) -> Iterator[Problem]:
    """One line for all of them: most of a template is left empty."""
    if rows:
        why = "this row has no number; fill it in or delete it"
        if more := len(rows) - 1:
            why = f"this row and {more:,} below have no number; fill them in or delete them"
        yield Problem(rows[0].line, "numerator", why)


def _indicator(row: Row, known: Known) -> tuple[Indicator | None, list[Problem]]:
    cells = {_plain(heading): cell for heading, cell in row.cells.items()}
    problems = list(_not_to_take(row, cells)) or list(_unknown(row, cells, known))
    if problems:
        return None, problems
    numbers: dict[str, Any] = {name: _whole(cells[name]) for name in ("numerator", "denominator")}
    try:
        made = Indicator(
            id="",
            measure=cells["measure"],
            content_area=AreaId(cells["content_area"]),
            period=Period.parse(cells["period"]),
            source=Method(cells["source"]),
            owner=cells["owner"],
            **numbers,
            imported_on=known.today,
        ).as_version(1)
    except ValidationError as wrong:
        return None, [
            Problem(row.line, _place(one["loc"]), reason_of(one)) for one in wrong.errors()
        ]
    return made, []


def _not_to_take(row: Row, cells: dict[str, str]) -> Iterator[Problem]:
    """Nothing repeats a cell that would run in a spreadsheet that the report is pasted to."""
    if cells.get("note", "").startswith(EXAMPLE):
        yield Problem(row.line, "note", "is the template's example; delete this row")
    for name in COLUMNS:
        is_number = (
            name in ("numerator", "denominator") and _whole(cells[name]).lstrip("-").isdigit()
        )
        if not cells[name]:
            yield Problem(row.line, name, "is empty")
        elif cells[name].startswith(RUNS_IN_A_SPREADSHEET) and not is_number:
            yield Problem(row.line, name, "begins like a formula; write the value itself")
        elif not cells[name].isprintable():
            yield Problem(row.line, name, "has signs that cannot be seen; write it again")


def _unknown(row: Row, cells: dict[str, str], known: Known) -> Iterator[Problem]:
    areas = [area.id for area in known.framework.areas]
    codes = [one.code for one in known.measures.by(Formula.INDICATOR)]
    yield from _among(row, "measure", "indicator", cells["measure"], codes)
    yield from _among(row, "content_area", "content area", cells["content_area"], areas)
    yield from _among(row, "source", "source", cells["source"], SOURCES)
    if known.owners:
        yield from _among(row, "owner", "owner", cells["owner"], sorted(known.owners))
    try:
        period = Period.parse(cells["period"])
    except Unknown:
        yield Problem(row.line, "period", "should be a quarter or a year, such as 2026-Q3 or 2026")
        return
    if period.last_day > known.today:
        yield Problem(row.line, "period", "is not over yet")


def _among(
    row: Row, column: str, what: str, written: str, allowed: Collection[str]
) -> Iterator[Problem]:
    if written not in allowed:
        yield Problem(row.line, column, not_among(what, written, allowed))


def _whole(cell: str) -> str:
    """As spreadsheets write whole numbers: 1,234 and 12.0."""
    return cell.replace(",", "").removesuffix(".0").strip()


def _place(loc: Sequence[int | str]) -> str:
    return str(loc[0]) if loc else "numerator"


def _plain(heading: str) -> str:
    return heading.casefold().strip().replace(" ", "_")
