"""The Board paper as a PDF that screen readers can read: tagged, to the standard PDF/UA-1.

Typst writes it; every word is handed over as data, so that nothing anybody wrote is markup.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import matplotlib as mpl
import typst

from bot.papers.blocks import Document


def pdf(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """The same document, pictures and day always give the same bytes."""
    template = files("bot.papers").joinpath("paper.typ").read_bytes()
    made_on = datetime.fromisoformat(document.made_on).replace(tzinfo=UTC)
    compiler = typst.Compiler(  # type: ignore[type-var] # its types leave out files in memory
        {
            "main.typ": template,
            "paper.json": document.model_dump_json().encode(),
            **{f"{name}.json": _as_text(png) for name, png in pictures.items()},
        },
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_fonts())]
        ),
    )
    written = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made_on)
    assert isinstance(written, bytes)
    return written


def _as_text(png: bytes) -> bytes:
    """As numbers, because Typst takes texts only, and makes bytes of them again.

    A text for each picture: of all in one, Typst would keep every number until the end.
    """
    return json.dumps([*png], separators=(",", ":")).encode()


def _fonts() -> Path:
    """Those that come with matplotlib, so that every machine sets the same pages."""
    return Path(mpl.get_data_path(), "fonts", "ttf")
