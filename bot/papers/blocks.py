"""What a paper is made of on the page: headings, text, lists, tables and pictures, without a form.

Every text in them is clean: one line, and no character that a document can't hold.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from surveys.values import Value


def clean(text: str) -> str:
    """Without line breaks, controls and halves of characters, all of which break a document."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def clean_after(text: str) -> str:
    """The same, for what follows other words: it keeps a space that it begins with."""
    return f"{' ' * text[:1].isspace()}{clean(text)}"


Clean = Annotated[str, AfterValidator(clean)]
CleanAfter = Annotated[str, AfterValidator(clean_after)]


class Told(Value):
    """A sentence or two: *lead*, which stands out, directly followed by *rest*.

    *figures* stand small behind them.
    """

    lead: Clean = ""
    rest: CleanAfter = ""
    figures: tuple[str, ...] = ()


class Heading(Value):
    kind: Literal["heading"] = "heading"
    level: Literal[1, 2, 3]
    text: Clean
    new_page: bool = False


class Paragraph(Value):
    """*look*: a lead is what a section comes to; a gap is what nobody has filled in yet.

    It *stays* on one page with what comes next.
    """

    kind: Literal["paragraph"] = "paragraph"
    told: Told
    look: Literal["plain", "lead", "note", "gap"] = "plain"
    stays: bool = False


class List(Value):
    kind: Literal["list"] = "list"
    items: Annotated[tuple[Told, ...], Field(min_length=1)]
    numbered: bool = False


class Table(Value):
    """*widths* are shares of the page's; the first column heads its row."""

    kind: Literal["table"] = "table"
    caption: Clean
    head: tuple[Clean, ...]
    rows: tuple[tuple[Clean, ...], ...]
    widths: tuple[int, ...]


class Picture(Value):
    """*name* is that of its PNG among the pictures; *alt* says what the picture says.

    *width* is a share of the page's, in percent.
    """

    kind: Literal["picture"] = "picture"
    name: str
    caption: Clean
    alt: Clean
    width: Annotated[int, Field(ge=10, le=100)] = 100


class Contents(Value):
    """The table of contents, under a heading of its own."""

    kind: Literal["contents"] = "contents"
    title: Clean


Block = Annotated[
    Heading | Paragraph | List | Table | Picture | Contents, Field(discriminator="kind")
]


class Document(Value):
    """A paper laid out. *facts* are what stands beside the title: board, period, day, for whom."""

    title: Clean
    author: Clean
    subject: Clean
    made_on: str
    facts: tuple[tuple[Clean, Clean], ...]
    blocks: tuple[Block, ...]
