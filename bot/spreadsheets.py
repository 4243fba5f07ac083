"""Workbooks that people fill in: the rows of the first sheet as text, and an empty one to fill.

The only module that knows openpyxl. A formula in a cell is refused: what it gives is not in the
file but in whichever program shows it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import TYPE_FORMULA, Cell, MergedCell
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from surveys.csv_files import MOST_PROBLEMS, Row, heading_problems
from surveys.errors import InvalidDefinition, Problem

MOST_BYTES_UNPACKED = 50_000_000
MOST_COLUMNS = 50
MOST_ROWS = 25_000
WIDEST_COLUMN = 60
ALLOWED = "What is allowed"
ZIP = b"PK\x03\x04"


def is_workbook(content: bytes) -> bool:
    return content.startswith(ZIP)


def read_workbook(content: bytes, file: str) -> tuple[Row, ...]:
    """The rows under the heading of the first sheet, trimmed. Rows with nothing in them fall away.

    Raises InvalidDefinition with every formula, and for what is no workbook or unpacks too large.
    """
    _refuse_what_is_large(content, file)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        lines = list(_lines(book.worksheets[0])) if book.worksheets else []
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError):
        raise _refused(file, "is no workbook that can be read; save it as .xlsx again") from None
    if not lines:
        raise _refused(file, "the first sheet is empty")
    return tuple(_rows(lines, file))


def template(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    allowed: Mapping[str, Sequence[str]],
) -> bytes:
    """A workbook with this heading and these rows, and a second sheet that says what is allowed.

    The cells of the columns in *allowed* offer their values as a list to choose from.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Indicators"
    sheet.append(list(columns))
    for row in rows:
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, name in enumerate(columns):
        longest = max(len(name), *(len(row[place]) for row in rows)) if rows else len(name)
        width = min(longest + 3, WIDEST_COLUMN)
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    sheet.freeze_panes = "A2"
    told = book.create_sheet(ALLOWED)
    for note in notes:
        told.append([note])
    told.column_dimensions["A"].width = 110
    for place, (name, values) in enumerate(allowed.items(), start=2):
        _offer(sheet, columns.index(name) + 1, told, place, [name, *values])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _offer(
    sheet: Worksheet, column: int, listing: Worksheet, place: int, values: Sequence[str]
) -> None:
    """Cells of *column* choose among *values*, which stand in a column of the *listing* sheet."""
    for line, value in enumerate(values, start=1):
        listing.cell(line, place).value = value
    listing.cell(1, place).font = Font(bold=True)
    letter = get_column_letter(place)
    listing.column_dimensions[letter].width = max(len(value) for value in values) + 3
    choice = DataValidation("list", f"='{ALLOWED}'!${letter}$2:${letter}${len(values)}")
    choice.add(f"{get_column_letter(column)}2:{get_column_letter(column)}{MOST_ROWS}")
    sheet.add_data_validation(choice)


def _refuse_what_is_large(content: bytes, file: str) -> None:
    try:
        with ZipFile(BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except BadZipFile:
        raise _refused(file, "is no workbook that can be read; save it as .xlsx again") from None
    if size > MOST_BYTES_UNPACKED:
        raise _refused(
            file, f"unpacks to more than {MOST_BYTES_UNPACKED:,} bytes; nothing was read"
        )


def _lines(sheet: Worksheet) -> Iterator[tuple[int, list[str], list[int]]]:
    """Line, texts, and the places of formulas."""
    for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS), start=1):
        texts = [_text(cell.value) for cell in cells]
        if any(texts):
            yield line, texts, [place for place, cell in enumerate(cells) if _is_formula(cell)]


def _rows(lines: list[tuple[int, list[str], list[int]]], file: str) -> Iterator[Row]:
    first, named, _ = lines[0]
    width = max(place for place, name in enumerate(named) if name) + 1
    heading = named[:width]
    problems = heading_problems(first, heading)
    for line, texts, formulas in lines:
        problems += [
            Problem(line, [*heading, ""][min(place, width)], "is a formula; paste its value")
            for place in formulas
        ]
        if any(texts[width:]):
            problems.append(Problem(line, "", "has a cell beyond the heading"))
    if problems:
        raise InvalidDefinition(file, problems[:MOST_PROBLEMS])
    for line, texts, _ in lines[1:]:
        yield Row(line, dict(zip(heading, texts[:width], strict=True)))


def _is_formula(cell: Cell | ReadOnlyCell | EmptyCell | MergedCell) -> bool:
    return str(cell.data_type) == TYPE_FORMULA


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def _refused(file: str, reason: str) -> InvalidDefinition:
    return InvalidDefinition(file, [Problem(None, "", reason)])
