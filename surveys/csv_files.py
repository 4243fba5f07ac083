"""Tables that come from spreadsheets: a heading, then rows, each with the line it starts on."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

from surveys.errors import InvalidDefinition, Problem
from surveys.text_files import MOST_BYTES, text_of

SEPARATORS = (",", ";", "\t")
MOST_PROBLEMS = 100  # nobody reads more, and a file of the wrong kind has a problem on every line


@dataclass(frozen=True)
class Row:
    line: int
    cells: dict[str, str]


def read_table(
    content: str | bytes, file: str, *, encoding: str = "utf-8-sig", most_bytes: int = MOST_BYTES
) -> tuple[Row, ...]:
    """The rows under the heading, trimmed. Rows with nothing in them fall away.

    Commas, semicolons and tabs separate, whichever the heading holds most of.
    Raises InvalidDefinition.
    """
    text = text_of(content, file, encoding=encoding, most_bytes=most_bytes)
    lines = _lines(text, file)
    if not lines:
        raise InvalidDefinition(file, [Problem(1, "", "the file is empty")])
    line, heading = lines[0]
    problems = heading_problems(line, heading)
    rows: list[Row] = []
    for line, cells in lines[1:]:
        if any(cells[len(heading) :]):
            reason = f"has {len(cells)} cells, but the heading has {len(heading)}; is a quote open?"
            problems.append(Problem(line, "", reason))
        padded = cells + [""] * (len(heading) - len(cells))
        rows.append(Row(line, dict(zip(heading, padded, strict=False))))
    if problems:
        raise InvalidDefinition(file, problems[:MOST_PROBLEMS])
    return tuple(rows)


def _lines(text: str, file: str) -> list[tuple[int, list[str]]]:
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                found.append((start, trimmed))
            start = reader.line_num + 1
    except csv.Error as wrong:
        reason = f"this line cannot be read as a table: {wrong}"
        raise InvalidDefinition(file, [Problem(start, "", reason)]) from None
    return found


def heading_problems(line: int, heading: list[str]) -> list[Problem]:
    times = Counter(heading)
    problems = [
        Problem(line, name, "two columns have this heading")
        for name, count in times.items()
        if count > 1 and name
    ]
    if times[""]:
        problems.append(Problem(line, "", "a column has no heading"))
    return problems
