"""Agencies' numbers come in whole or not at all, out of a table or a workbook."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from tests.cli.conftest import Terminal

IMPORT = ("import", "indicators")
HEADING = "measure,content_area,period,numerator,denominator,source,owner\n"
ROW = "QL102,neglect,2026-Q1,61,88,management_records,Health\n"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (tuple(HEADING.strip().split(",")), *rows):
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_number_is_checked_then_kept_once_and_a_correction_keeps_the_earlier(
    heard: Terminal,
) -> None:
    heard.file("i.csv", HEADING + ROW)
    heard.file("corrected.csv", HEADING + ROW.replace("61", "63"))

    dry = heard(*IMPORT, "i.csv", "--dry-run")
    kept = heard(*IMPORT, "i.csv", "--yes")
    again = heard(*IMPORT, "i.csv", "--yes")
    corrected = heard(*IMPORT, "corrected.csv", "--yes")

    assert "1 new" in dry.out
    assert dry.out.endswith("Nothing has been imported.\n")
    assert "1 numbers imported." in kept.out
    assert "0 new, 0 corrected (the earlier ones stay), 1 as they were." in again.out
    assert "0 new, 1 corrected (the earlier ones stay)" in corrected.out
    told = heard("digest", "neglect", "2026-Q1")
    assert "63 of 88" in told.out
    assert "source: management records" in told.out


def test_a_bad_row_is_named_and_no_row_is_taken(heard: Terminal) -> None:
    heard.file("i.csv", HEADING + ROW + ROW.replace("61", "99").replace("Health", "Police"))

    said = heard(*IMPORT, "i.csv", "--yes")

    assert said.code == 2
    assert "i.csv:3: " in said.err
    assert "larger than the denominator" in said.err
    heard.file("fine.csv", HEADING + ROW)
    assert "1 new" in heard(*IMPORT, "fine.csv", "--dry-run").out


def test_a_file_in_another_encoding_says_which_it_may_be(heard: Terminal) -> None:
    text = (HEADING + ROW).replace("Health", "Señal")
    (heard.folder / "i.csv").write_bytes(text.encode("cp1252"))

    said = heard(*IMPORT, "i.csv", "--yes")

    assert said.code == 2
    assert "it may be cp1252" in said.err


def test_the_template_can_be_filled_in_and_imported(heard: Terminal) -> None:
    made = heard(*IMPORT, "--template", "empty.xlsx")
    book = openpyxl.load_workbook(heard.folder / "empty.xlsx")
    sheet = book.worksheets[0]
    heading = [cell.value for cell in sheet[1]]
    for line in range(sheet.max_row, 1, -1):
        if sheet.cell(line, 1).value != "QL102":
            sheet.delete_rows(line)
    filled = dict(zip(HEADING.strip().split(","), ROW.strip().split(","), strict=True))
    for place, name in enumerate(heading, start=1):
        if isinstance(name, str) and name in filled:
            number = name in ("numerator", "denominator")
            sheet.cell(2, place).value = int(filled[name]) if number else filled[name]
    book.save(heard.folder / "filled.xlsx")

    assert "fill in the rows" in made.out
    assert "1 numbers imported." in heard(*IMPORT, "filled.xlsx", "--yes").out
    assert heard(*IMPORT, "--template", "empty.xlsx").code == 2


def test_the_template_needs_no_board_file_and_shows_a_row_and_what_is_allowed(
    heard: Terminal,
) -> None:
    (heard.folder / "board.yaml").unlink()

    made = heard(*IMPORT, "--template", "t.csv")
    book = heard(*IMPORT, "--template", "t.xlsx")

    assert (made.code, book.code) == (0, 0)
    assert "source: national_indicators, local_indicators, agency_data" in made.out
    table = (heard.folder / "t.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "Example" in table[1]
    sheet = openpyxl.load_workbook(heard.folder / "t.xlsx").worksheets[0]
    assert len(sheet.data_validations.dataValidation) >= 2


def test_the_row_that_shows_how_is_never_taken_for_a_number(heard: Terminal) -> None:
    heard(*IMPORT, "--template", "t.csv")
    written = (heard.folder / "t.csv").read_text(encoding="utf-8-sig").splitlines()
    heard.file("t2.csv", "\n".join(written[:2]))

    said = heard(*IMPORT, "t2.csv", "--yes")

    assert said.code == 2
    assert "t2.csv:2: note: is the template's example; delete this row" in said.err


def test_the_rows_of_the_template_that_nobody_filled_in_are_one_line(heard: Terminal) -> None:
    heard(*IMPORT, "--template", "t.csv")

    said = heard(*IMPORT, "t.csv", "--yes")

    rows = (heard.folder / "t.csv").read_text(encoding="utf-8-sig").count("\n") - 1
    assert said.code == 2
    example, empty = said.err.splitlines()
    assert "is the template's example" in example
    assert empty == (
        f"t.csv:3: numerator: this row and {rows - 2} below have no number; "
        "fill them in or delete them"
    )


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("QL102", "neglect", "2026-Q1", "=60+1", 88, "agency_data", "Health"), "is a formula"),
        (("QL102", "neglect", "2026-Q1", 61.5, 88, "agency_data", "Health"), "a whole number"),
        (("QL102", "neglect", "2026-Q1", None, 88, "agency_data", "Health"), "is empty"),
        (("QL102", "neglect", "2026-Q1", 6, 8, "agency_data", "Health", "x"), "beyond the heading"),
    ],
)
def test_a_workbook_is_refused_with_the_line_and_the_reason(
    heard: Terminal, rows: tuple[object, ...], told: str
) -> None:
    (heard.folder / "i.xlsx").write_bytes(workbook(rows))

    said = heard(*IMPORT, "i.xlsx", "--yes")

    assert said.code == 2
    assert "i.xlsx:2: " in said.err
    assert told in said.err


def test_what_only_looks_like_a_workbook_or_unpacks_too_large_is_refused(heard: Terminal) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 60_000_000)
    (heard.folder / "bomb.xlsx").write_bytes(packed.getvalue())
    (heard.folder / "torn.xlsx").write_bytes(workbook()[:900])
    (heard.folder / "zip.xlsx").write_bytes(_zip_of("hello"))

    assert "unpacks to more than" in heard(*IMPORT, "bomb.xlsx").err
    assert "no workbook" in heard(*IMPORT, "torn.xlsx").err
    assert "no workbook" in heard(*IMPORT, "zip.xlsx").err


def _zip_of(text: str) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as made:
        made.writestr("a.txt", text)
    return packed.getvalue()
