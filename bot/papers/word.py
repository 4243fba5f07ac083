"""The Board paper as a Word document that a chair can edit; the only file that knows python-docx.

Real styles and headings, a table of contents, captions, alternative texts, heading rows, page
numbers and a language, so that it can be edited, navigated and read aloud.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from bot.papers.blocks import (
    Contents,
    Document,
    Heading,
    List,
    Paragraph,
    Picture,
    Table,
    Told,
)

FONT = "Arial"
TEAL, QUIET, RULE = RGBColor(0x1D, 0x4D, 0x4F), RGBColor(0x4D, 0x56, 0x5E), "CFD5DA"
PAGE = Cm(17)  # between the margins
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a file in a zip
LANGUAGE = "en-GB"
CELL, KEPT, GAP = "Cell", "CellKept", "Gap"
BESIDE = 60  # twentieths of a point between the words of a cell and its sides
MOST_KEPT_TOGETHER = 7  # rows; a longer table would leave half a page empty
LOOKS = {"plain": "Normal", "lead": "Lead", "note": "Note", "gap": "To fill in"}
HEADINGS: Mapping[int, tuple[int, int, int]] = {1: (14, 14, 4), 2: (12, 12, 3), 3: (10, 10, 3)}


def word(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """The same document, pictures and day always give the same bytes."""
    written = docx.Document()
    _set_up(written, document)
    _write_title(written, document)
    count = Counter[type]()
    for block in document.blocks:
        match block:
            case Heading():
                _write_heading(written, block, count[Heading])
                count[Heading] += block.level == 1
            case Paragraph():
                line = _line(written, LOOKS[block.look])
                line.paragraph_format.keep_with_next = block.stays or None
                _write_told(line, block.told)
            case List():
                _write_list(written, block)
            case Table():
                count[Table] += 1
                _write_table(written, block, count[Table])
            case Picture():
                count[Picture] += 1
                _write_picture(written, block, pictures[block.name], count[Picture])
            case Contents():
                _write_contents(written, block, document)
    return _packed(written)


# What is true of the whole document


def _set_up(written: WordDocument, document: Document) -> None:
    made_on = datetime.fromisoformat(document.made_on)
    about = written.core_properties
    about.title, about.author, about.subject = document.title, document.author, document.subject
    about.language, about.comments, about.keywords = LANGUAGE, "", ""
    about.last_modified_by, about.revision = document.author, 1
    about.created = about.modified = made_on
    _set_page(written)
    _set_styles(written)
    _set_footer(written, document)


def _set_page(written: WordDocument) -> None:
    (page,) = written.sections
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin, page.bottom_margin = Cm(1.6), Cm(1.6)


def _set_styles(written: WordDocument) -> None:
    normal = _style(written, "Normal")
    _set_font(normal, 10)
    normal.paragraph_format.space_after = Pt(4)
    _set_language(normal)
    for level, (size, before, after) in HEADINGS.items():
        style = _style(written, f"Heading {level}")
        _set_font(style, size, TEAL, bold=True)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = True
    _set_font(_style(written, "Title"), 20, TEAL, bold=True)
    _style(written, "Title").paragraph_format.space_after = Pt(8)
    _set_font(_style(written, "Caption"), 8.5, QUIET, bold=False)
    _style(written, "Caption").paragraph_format.space_before = Pt(6)
    _style(written, "Caption").paragraph_format.space_after = Pt(4)
    _set_font(_style(written, "TOC Heading"), 14, TEAL, bold=True)
    _style(written, "TOC Heading").paragraph_format.space_before = Pt(10)
    for name, points in {
        "Lead": 11,
        "Note": 8,
        "To fill in": 10,
        CELL: 8,
        KEPT: 8,
        GAP: 4,
    }.items():
        added = written.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(added, ParagraphStyle)
        added.base_style = normal
        added.font.size = Pt(points)
    _style(written, "Note").font.color.rgb = QUIET
    _style(written, "To fill in").font.italic = True
    for name in (CELL, KEPT):
        cell = _style(written, name).paragraph_format
        cell.space_before = cell.space_after = Pt(1)
        cell.keep_with_next = name == KEPT
    _style(written, GAP).paragraph_format.space_after = Pt(0)
    entry = written.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    assert isinstance(entry, ParagraphStyle)
    entry.base_style = normal
    entry.font.size = Pt(9)
    entry.paragraph_format.space_after = Pt(0)
    entry.paragraph_format.tab_stops.add_tab_stop(PAGE, WD_TAB_ALIGNMENT.RIGHT)
    identifier = written.styles.add_style("Figure id", WD_STYLE_TYPE.CHARACTER)
    identifier.font.size, identifier.font.color.rgb = Pt(7), QUIET


def _style(written: WordDocument, name: str) -> ParagraphStyle:
    style = written.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _set_font(
    style: ParagraphStyle, size: float, colour: RGBColor | None = None, *, bold: bool | None = None
) -> None:
    """For all scripts: Word's own headings name a font of the theme, which would win."""
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    if colour is not None:
        style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_language(style: ParagraphStyle) -> None:
    """Of this style, and of whatever has none: Word's template says US English."""
    language = _element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE)
    style.element.get_or_add_rPr().append(language)
    for default in style.element.getparent().iter(qn("w:lang")):
        default.set(qn("w:val"), LANGUAGE)


def _set_footer(written: WordDocument, document: Document) -> None:
    (line,) = written.sections[0].footer.paragraphs
    line.style = _style(written, "Note")
    line.add_run(f"{document.title}  ·  Page ")
    _add_field(line, "PAGE", "1")
    line.add_run(" of ")
    _add_field(line, "NUMPAGES", "1")


def _packed(written: WordDocument) -> bytes:
    """As a zip whose files carry no time of day, so that nothing but the content decides."""
    loose, packed = BytesIO(), BytesIO()
    written.save(loose)
    with ZipFile(loose) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = ZipInfo(name, EARLIEST)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return packed.getvalue()


# Its pieces


def _line(written: WordDocument, style: str) -> WordParagraph:
    """A paragraph in a style by its id: to find it by name would take most of the time it takes."""
    line = written.add_paragraph()
    line._p.style = _id(style)
    return line


def _id(style: str) -> str:
    """As Word's template and python-docx make one of a name."""
    return style.replace(" ", "")


def _write_title(written: WordDocument, document: Document) -> None:
    _line(written, "Title").add_run(document.title)
    line = written.add_paragraph()
    for place, (name, fact) in enumerate(document.facts):
        line.add_run(f"{' · ' if place else ''}{name}: ").bold = True
        line.add_run(fact)


def _write_heading(written: WordDocument, heading: Heading, place: int) -> None:
    """*place*: how many headings of the first level came before; the contents link to those."""
    line = _line(written, f"Heading {heading.level}")
    line.add_run(heading.text)
    line.paragraph_format.page_break_before = heading.new_page or None
    if heading.level == 1:
        line._p.append(_element("w:bookmarkEnd", id=str(place)))
        begin = _element("w:bookmarkStart", id=str(place), name=_mark(place))
        line.runs[0]._r.addprevious(begin)


def _write_told(line: WordParagraph, told: Told) -> None:
    if told.lead:
        line.add_run(told.lead).bold = True
    if told.rest:
        line.add_run(told.rest)
    if told.figures:
        ids = line.add_run(f" {' '.join(told.figures)}")
        ids._r.style = _id("Figure id")


def _write_list(written: WordDocument, listing: List) -> None:
    numbering = _new_numbering(written) if listing.numbered else None
    for item in listing.items:
        line = _line(written, "List Number" if listing.numbered else "List Bullet")
        line.paragraph_format.space_after = Pt(2)
        if numbering is not None:
            line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbering
        _write_told(line, item)


def _new_numbering(written: WordDocument) -> int:
    """Each numbered list begins at one: python-docx alone would count on from the last."""
    numbers = written.part.numbering_part.numbering_definitions._numbering
    base = _style(written, "List Number").element.pPr.numPr.numId.val
    kind = numbers.num_having_numId(base).abstractNumId.val
    added = numbers.add_num(kind)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def _write_table(written: WordDocument, table: Table, number: int) -> None:
    _write_caption(written, "Table", number, table.caption).paragraph_format.keep_with_next = True
    made = written.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = False
    _set_rules(made)
    _set_widths(made, table)
    # Its own way to the cells of a row is a hundred times slower.
    for place, (row, cells) in enumerate(
        zip(made._tbl.tr_lst, (table.head, *table.rows), strict=True)
    ):
        properties = row.get_or_add_trPr()
        properties.append(_element("w:cantSplit", val="true"))
        if place == 0:
            properties.append(_element("w:tblHeader", val="true"))
        stays = len(table.rows) <= MOST_KEPT_TOGETHER and place < len(table.rows)
        for across, (cell, text) in enumerate(zip(row.tc_lst, cells, strict=True)):
            _write_cell(_Cell(cell, made), text, bold=place == 0 or across == 0, stays=stays)
    _describe(made, table)
    _line(written, GAP)


def _write_cell(cell: _Cell, text: str, *, bold: bool, stays: bool) -> None:
    """*stays*: on one page with the row below."""
    (line,) = cell.paragraphs
    line._p.style = _id(KEPT if stays else CELL)
    line.add_run(text).bold = bold or None


def _set_widths(made: WordTable, table: Table) -> None:
    """Of the columns and of each cell, because Word reads the one and LibreOffice the other."""
    whole = sum(table.widths)
    widths = [Emu(PAGE * width // whole) for width in table.widths]
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for row in made._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def _set_rules(made: WordTable) -> None:
    """Fine lines between the rows only, and little room beside the words."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        kind = "single" if side in ("top", "bottom", "insideH") else "nil"
        borders.append(_element(f"w:{side}", val=kind, sz="4", space="0", color=RULE))
    layout = made._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=str(BESIDE), type="dxa"))
    layout.addnext(margins)


def _describe(made: WordTable, table: Table) -> None:
    """The alternative text of the table, for those who don't see it."""
    made._tbl.tblPr.append(_element("w:tblCaption", val=table.caption))
    columns = f"{len(table.rows)} rows. Columns: {', '.join(table.head)}."
    made._tbl.tblPr.append(_element("w:tblDescription", val=columns))


def _write_picture(written: WordDocument, picture: Picture, png: bytes, number: int) -> None:
    line = written.add_paragraph()
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_after = Pt(0)
    shape = line.add_run().add_picture(BytesIO(png), width=PAGE * picture.width // 100)
    for side in ("distT", "distB", "distL", "distR"):  # else LibreOffice moves it to the right
        shape._inline.set(side, "0")
    facts = shape._inline.docPr
    facts.set("descr", picture.alt)
    facts.set("name", picture.name)
    _write_caption(written, "Figure", number, picture.caption)


def _write_caption(written: WordDocument, kind: str, number: int, text: str) -> WordParagraph:
    """With a number that Word counts anew when something comes between."""
    line = _line(written, "Caption")
    line.add_run(f"{kind} ")
    _add_field(line, rf"SEQ {kind} \* ARABIC", str(number))
    line.add_run(f": {text}")
    return line


def _write_contents(written: WordDocument, contents: Contents, document: Document) -> None:
    """The headings as links, each with its page: a field that the program that opens it counts.

    LibreOffice counts at once, Word when it prints or is asked to. Word could be told to count
    first, but would then ask whoever opens the document; and the field for a whole table of
    contents is one in which LibreOffice shows only what was written before there were pages.
    """
    _line(written, "TOC Heading").add_run(contents.title)
    headings = [one for one in document.blocks if isinstance(one, Heading) and one.level == 1]
    for place, heading in enumerate(headings):
        line = _line(written, "toc 1")
        line.add_run(f"{heading.text}\t")
        _add_field(line, rf"PAGEREF {_mark(place)} \h", "")
        link = _element("w:hyperlink", anchor=_mark(place), history="1")
        for run in line.runs:
            link.append(run._r)
        line._p.append(link)


def _mark(place: int) -> str:
    return f"_Toc{place:08}"


def _add_field(line: WordParagraph, code: str, shown: str) -> None:
    _begin_field(line, code)
    line.add_run(shown)
    _end_field(line)


def _begin_field(line: WordParagraph, code: str) -> None:
    line.add_run()._r.append(_element("w:fldChar", fldCharType="begin"))
    text = _element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    line.add_run()._r.append(text)
    line.add_run()._r.append(_element("w:fldChar", fldCharType="separate"))


def _end_field(line: WordParagraph) -> None:
    line.add_run()._r.append(_element("w:fldChar", fldCharType="end"))


def _element(tag: str, /, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(tag)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made
