"""Formats of a TinyDB store's file, and the steps that bring an older one to the present one.

A file of an older format is brought forward when it is opened, in one transaction. A format, once
released, is never edited: whoever adds a table, or removes, renames or reinterprets what is stored,
adds a format and says here what becomes of older documents. A file of every format stands in
tests/data/stores and is read by every later version.
"""

from collections.abc import Callable
from dataclasses import dataclass

from storage.codec import Document

Change = Callable[[str, Document], Document]  # of a table: what one of its documents becomes


def unchanged(_table: str, document: Document) -> Document:
    return document


@dataclass(frozen=True)
class Format:
    """What is new in a format. The audit chain is what was hashed, and is never changed."""

    tables: tuple[str, ...] = ()
    change: Change = unchanged


FORMATS: tuple[Format, ...] = (
    Format(
        tables=(
            "surveys",
            "waves",
            "invitations",
            "responses",
            "codings",
            "drafts",
            "outbox",
            "audit",
            "heads",
        )
    ),
    Format(tables=("kept",)),
    Format(),  # closed answers as their options alone: read as ever, but by no earlier version
    Format(),  # the key of names is sealed as that of a store with a chain: see naming.py
)
PRESENT = len(FORMATS)


def tables_of(form: int, formats: tuple[Format, ...] = FORMATS) -> tuple[str, ...]:
    """The tables that a file of this format has."""
    return tuple(table for format_ in formats[:form] for table in format_.tables)


def upgraded(
    table: str, document: Document, form: int, formats: tuple[Format, ...] = FORMATS
) -> Document:
    """What a document of this format is in the present one."""
    for format_ in formats[form:]:
        document = format_.change(table, document)
    return document
