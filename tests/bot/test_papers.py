"""Each form of a paper, opened again and read."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from analysis.digest.digest import Digest
from analysis.digest.lines import Line
from analysis.disclosure.suppression import Audience
from analysis.figures.status import SIGNS, Cap, Status
from analysis.paper.paper import Paper, paper
from bot.papers.layout import laid_out
from bot.papers.pdf import pdf
from bot.papers.pictures import pictures_to_draw
from bot.papers.word import word
from bot.papers.workbook import workbook
from surveys.framework import Perspective
from surveys.measure_files import library_measures
from surveys.periods import Period
from tests.analysis.crowds import (
    BETTER,
    CHILDREN,
    NOTHING,
    PARENTS,
    PRACTITIONERS,
    SAFE,
    crowd,
    evidence,
    told,
)
from tests.analysis.writers import VECTOR, written
from tests.digests import a_digest, a_figure, a_row, questions

SPRING = Period(year=2026, quarter=2)
HEADINGS = [
    "Where things stand, the worst first",
    "What children say",
    "What the Board is asked to do",
    "Dashboard on a page",
    "The chair's statement",
    "Report cards",
    "What agencies contributed",
    "Section 11, audits, deep dive and scrutiny",
    "You said, we did",
    "Risks to data quality",
    "Questions for challenge",
    "Appendix A: every report card in full",
    "Appendix B: responses, questions and the quality of the data",
    "Appendix C: methods, definitions and where each figure comes from",
]
PLANTED = '=HYPERLINK("https://evil.test")\x07 #pagebreak() <w:br/> \ud800'


def of(*digests: Digest) -> Paper:
    return paper("Mereshire Board", SPRING, digests, made_on=date(2026, 7, 20))


def as_word(made: Paper) -> bytes:
    return word(laid_out(made), drawn(made))


def as_pdf(made: Paper) -> bytes:
    return pdf(laid_out(made), drawn(made))


def drawn(made: Paper) -> Mapping[str, bytes]:
    return {name: draw() for name, draw in pictures_to_draw(made).items()}


FORMS: tuple[Callable[[Paper], bytes], ...] = (as_word, as_pdf, workbook)


@cache
def full() -> Paper:
    """With a clear gap and a protected group: three parents."""
    now = evidence(
        *crowd(CHILDREN, BETTER, 10, 40),
        *crowd(CHILDREN, SAFE, 20, 40),
        *crowd(PRACTITIONERS, BETTER, 38, 40),
        *crowd(PARENTS, BETTER, 3, 3),
    )
    return of(told(now))


@cache
def full_word() -> bytes:
    return as_word(full())


@cache
def full_pdf() -> bytes:
    return as_pdf(full())


def test_the_word_document_has_the_sections_in_their_order_as_real_headings() -> None:
    read = docx.Document(BytesIO(full_word()))

    found = [one.text for one in read.paragraphs if one.style and one.style.name == "Heading 1"]

    assert found == HEADINGS
    assert read.core_properties.author == "Mereshire Board"
    assert read.core_properties.title.endswith("paper to the Board, April to June 2026")
    assert read.core_properties.language == "en-GB"


def test_the_word_document_can_be_navigated_and_read_aloud() -> None:
    read = docx.Document(BytesIO(full_word()))
    body = read.element.body

    fields = " ".join(code.text for code in body.iter(qn("w:instrText")))
    assert fields.count("PAGEREF _Toc") == len(HEADINGS)  # pages that the program counts itself
    assert "SEQ Table" in fields
    assert "SEQ Figure" in fields
    footer = read.sections[0].footer._element
    assert [code.text.strip() for code in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert all(shape._inline.docPr.get("descr") for shape in read.inline_shapes)
    assert len(read.inline_shapes) == 4  # shares twice and gaps of the card, both grids in one
    for table in read.tables:
        assert len(list(table._tbl.tr_lst[0].iter(qn("w:tblHeader")))) == 1
        assert len(list(table._tbl.iter(qn("w:tblHeader")))) == 1
    languages = {one.get(qn("w:val")) for one in read.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))}
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    assert len(links) == len(HEADINGS)
    assert links <= marks


def test_the_pdf_is_tagged_and_says_what_its_pictures_say() -> None:
    read = PdfReader(BytesIO(full_pdf()))
    catalogue: Any = read.trailer["/Root"]

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata is not None
    assert "April to June 2026" in str(read.metadata.title)
    assert read.metadata.author == "Mereshire Board"
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    kinds = kinds_of(catalogue["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure", "/Caption", "/L", "/TOC"} <= kinds.keys()
    assert all("/Alt" in one for one in kinds["/Figure"])


def test_the_workbook_has_a_sheet_for_each_table_and_marks_what_is_protected() -> None:
    read = openpyxl.load_workbook(BytesIO(workbook(full())))
    rows = list(read["Figures"].iter_rows(values_only=True))
    cells = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    protected = [one for one in cells if one["May be told"] == "protected"]

    assert read.sheetnames[:4] == ["About", "Dashboard", "Risks and improvements", "Figures"]
    assert len(cells) == len(full().figures)
    assert {(one["Value"], one["Base"], one["Likely from"]) for one in protected} == {
        ("c", "c", None)
    }
    assert {one["Figure"] for one in cells} == {figure.id for figure in full().figures}


def test_the_workbook_says_a_status_in_the_words_of_the_paper() -> None:
    figures = [
        a_figure(f"NEG-OC1-26Q2-{place:04x}", status=status, perspective=Perspective.PARENT_CARER)
        for place, status in enumerate(Status)
    ]
    draft = a_figure("NEG-OC1-26Q2-ffff", status=Status.LEANING_BELOW, cap=Cap.NOT_AGREED)

    made = of(a_digest(figures=(*figures, draft)))
    sheet = list(openpyxl.load_workbook(BytesIO(workbook(made)))["Figures"].values)

    status, whose = sheet[0].index("Status"), sheet[0].index("Perspective")
    told = [row[status] for row in sheet[1:]]
    assert told == [*(SIGNS[one].words for one in Status), "Target only proposed - leaning below"]
    assert {row[whose] for row in sheet[1:-1]} == {"parents and carers"}


@pytest.mark.parametrize("form", FORMS)
def test_nobody_and_a_few_look_the_same_to_the_byte(form: Callable[[Paper], bytes]) -> None:
    children = crowd(CHILDREN, BETTER, 10, 40)
    few = evidence(*children, *crowd(PARENTS, BETTER, 3, 4))

    assert form(of(told(few))) == form(of(told(evidence(*children))))


def test_the_same_paper_is_the_same_to_the_byte() -> None:
    assert as_word(full()) == full_word()
    assert as_pdf(full()) == full_pdf()
    with ZipFile(BytesIO(full_word())) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_people_wrote_is_markup_or_breaks_a_form(
    form: Callable[[Paper], bytes],
) -> None:
    line = Line(lead=PLANTED, rest=PLANTED * 20)
    row = a_row(name=PLANTED, who=PLANTED, value=PLANTED, change=PLANTED, line=line)
    planted = a_digest(
        title=PLANTED,
        area_label=PLANTED,
        children=(row,),
        questions=questions(row),
        gaps=(line,),
        not_heard=(line,),
        challenges=(line,),
    )

    made = form(of(planted))

    match made[:4]:
        case b"%PDF":
            text = " ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
            assert "#pagebreak()" in text
        case _ if form is as_word:
            assert "<w:br/>" in " ".join(
                one.text for one in docx.Document(BytesIO(made)).paragraphs
            )
        case _:
            cells = openpyxl.load_workbook(BytesIO(made))["Dashboard"]
            assert {cell.data_type for row in cells.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_of_nothing_at_all_can_be_made(form: Callable[[Paper], bytes]) -> None:
    assert form(of(told(NOTHING)))


def test_a_paper_is_for_the_board() -> None:
    assert full().audience is Audience.BOARD


def kinds_of(tree: DictionaryObject) -> dict[str, list[DictionaryObject]]:
    """The structure elements of a PDF by their kind."""
    found: dict[str, list[DictionaryObject]] = {}
    waiting: list[object] = [tree["/K"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, DictionaryObject):
            found.setdefault(str(one.get("/S")), []).append(one)
            waiting.append(one.get("/K"))
    return found


def test_what_people_speak_of_is_a_table_of_the_paper_and_rows_of_the_workbook() -> None:
    made = of(told(written(VECTOR)))

    tables = docx.Document(BytesIO(as_word(made))).tables
    rows = [tuple(cell.text for cell in row.cells) for table in tables for row in table.rows]
    assert ("Waiting for help", "Children", "38% (of 200)", "23–52%", "40 of them audited") in rows
    sheet = list(openpyxl.load_workbook(BytesIO(workbook(made)))["Figures"].values)
    theme = sheet[0].index("Theme")
    assert [row[theme] for row in sheet[1:] if row[theme]] == ["waiting"]


def test_the_workbook_says_of_each_theme_how_well_the_machine_finds_it() -> None:
    made = of(told(written(VECTOR)))

    read = openpyxl.load_workbook(BytesIO(workbook(made)))["Themes and machine"]
    (row,) = list(read.values)[1:]
    assert row[2:14] == ("waiting", "children", 200, 40, 80, 49, 94, 10, 62, 36, 82, 13)


def test_who_reports_on_a_measure_and_when_stands_in_the_annex_and_in_the_workbook() -> None:
    own = library_measures()["OC1"].model_copy(update={"owner": "QA lead", "due": 15})
    made = of(a_digest(measures=(own,)))

    told = " ".join(row for row in _cells(as_word(made)))
    assert "QA lead, due 15 working days after the end of the period" in told
    sheet = openpyxl.load_workbook(BytesIO(workbook(made)))["Definitions"]
    [row] = [row for row in sheet.iter_rows(values_only=True) if row[0] == "OC1"]
    assert row[4:] == ("QA lead", 15)


def _cells(file: bytes) -> list[str]:
    tables = docx.Document(BytesIO(file)).tables
    return [cell.text for table in tables for row in table.rows for cell in row.cells]
