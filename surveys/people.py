"""The people file: who may be asked, and what is known of them without knowing them."""

from collections.abc import Iterator

from pydantic import ValidationError

from surveys.csv_files import MOST_PROBLEMS, Row, read_table
from surveys.errors import InvalidDefinition, Problem
from surveys.wave import Person
from surveys.yaml_files import not_among, reason_of

COLUMNS = ("slack_id", "agency", "role_group", "locality")
NEEDED = ("slack_id", "agency", "role_group")


def read_people(
    content: str | bytes, file: str, *, encoding: str = "utf-8-sig"
) -> tuple[Person, ...]:
    """The people of a CSV file: slack_id, agency, role_group and, if wanted, locality.

    Raises InvalidDefinition with every mistake and its line. Other columns are refused: what is not
    needed of a person is not read.
    """
    rows = read_table(content, file, encoding=encoding)
    if not rows:
        raise InvalidDefinition(file, [Problem(None, "", "holds a heading and nobody under it")])
    problems = list(_wrong_columns(rows[0]))
    if problems:
        raise InvalidDefinition(file, problems)
    people: dict[str, tuple[int, Person]] = {}
    for row in rows:
        try:
            person = _person(row)
        except ValidationError as wrong:
            problems += _mistakes(row, wrong)
            continue
        line, _ = people.setdefault(person.id, (row.line, person))
        if line != row.line:
            problems.append(Problem(row.line, "slack_id", f"{person.id} is on line {line} already"))
    if problems:
        raise InvalidDefinition(file, problems[:MOST_PROBLEMS])
    return tuple(person for _, person in people.values())


def _person(row: Row) -> Person:
    cells = {_plain(heading): cell for heading, cell in row.cells.items()}
    return Person.model_validate(
        {
            "id": cells["slack_id"].upper(),
            "agency": cells["agency"],
            "role_group": cells["role_group"],
            "locality": cells.get("locality") or None,
        }
    )


def _wrong_columns(row: Row) -> Iterator[Problem]:
    headings = [_plain(heading) for heading in row.cells]
    for name in NEEDED:
        if name not in headings:
            reason = f"this column is missing; needed: {', '.join(NEEDED)}"
            yield Problem(1, name, reason)
    for heading, name in zip(row.cells, headings, strict=True):
        if name not in COLUMNS:
            yield Problem(1, heading, not_among("column", name, COLUMNS))
        elif headings.count(name) > 1:
            yield Problem(1, heading, f"two columns say {name}")


def _mistakes(row: Row, wrong: ValidationError) -> Iterator[Problem]:
    for error in wrong.errors():
        field = str(error["loc"][0])
        yield Problem(row.line, "slack_id" if field == "id" else field, reason_of(error))


def _plain(heading: str) -> str:
    return "_".join(heading.casefold().replace("-", " ").replace("_", " ").split())
