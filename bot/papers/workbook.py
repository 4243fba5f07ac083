"""The sheets of a paper as an Excel workbook; the only file that knows XlsxWriter."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from analysis.paper.paper import Paper
from bot.papers.blocks import clean
from bot.papers.sheets import Cell, Sheet, sheets

# Nothing that anybody wrote becomes a formula, a number or a link.
AS_DATA = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
LONGEST_CELL = 32_000  # characters; Excel holds some 700 more


def workbook(paper: Paper) -> bytes:
    """The same paper always gives the same bytes."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, AS_DATA)
    book.set_properties(
        {
            "title": f"{paper.title}, {paper.period_label}",
            "author": clean(paper.board),
            "subject": "Figures for analysts",
            "created": datetime.combine(paper.made_on, time()),
        }
    )
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets(paper):
        _write(book.add_worksheet(sheet.name), sheet, bold, wrapped)
    book.close()
    return written.getvalue()


def _write(page: Worksheet, sheet: Sheet, bold: Format, wrapped: Format) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    _write_row(page, 0, sheet.head, bold)
    for down, row in enumerate(sheet.rows, start=1):
        _write_row(page, down, row, wrapped)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.head) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_row(page: Worksheet, down: int, row: Sequence[Cell], look: Format) -> None:
    for across, cell in enumerate(row):
        match cell:
            case None | "":
                continue
            case str():
                page.write_string(down, across, clean(cell)[:LONGEST_CELL], look)
            case _:
                page.write_number(down, across, cell, look)
