"""heard read: what the machine reads in comments, so that anyone can judge it on their own."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from analysis.reading.codebook import Codebook, library_codebook, read_codebook
from analysis.reading.reader import read
from bot.cli.opening import settings_for, telling
from bot.definitions import Missing
from bot.reading.models import Models


@telling
async def read_rows(given: argparse.Namespace) -> int:
    """The rows that came in, with what was read. A row that is none is named, and skipped."""
    codebook, models = _codebook(given), Models(settings_for(given).models_folder)
    skipped = 0
    with _lines(given.file) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            row = _row(line)
            if row is None:
                skipped += 1
                print(f'line {number}: not a JSON object with a "text"; skipped', file=sys.stderr)
                continue
            reading = read(
                row["text"],
                codebook,
                question=_words(row, "question"),
                statement=_words(row, "statement"),
                by=models.engine,
                net=models.net,
            )
            print(_written({**row, **reading.row(), "held": reading.is_held}))
    return 1 if skipped else 0


def _words(row: dict[str, Any], name: str) -> str:
    """A row may say what was asked, and the 'good' statement that it is about."""
    given = row.get(name)
    return given if isinstance(given, str) else ""


def _written(row: dict[str, Any]) -> str:
    """As people read it; where the terminal or UTF-8 has no sign for something, in escapes."""
    written = json.dumps(row, ensure_ascii=False)
    try:
        written.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(row)
    return written


def _row(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and isinstance(row.get("text"), str) else None


def _codebook(given: argparse.Namespace) -> Codebook:
    file = settings_for(given).codebook
    return read_codebook(file.read_bytes(), str(file)) if file else library_codebook()


@contextmanager
def _lines(file: str | None) -> Iterator[TextIO]:
    if file is None or file == "-":
        with open(
            sys.stdin.fileno(), encoding="utf-8-sig", errors="replace", closefd=False
        ) as stream:
            yield stream
        return
    with _opened(file) as stream:
        yield stream


def _opened(file: str) -> TextIO:
    try:
        return Path(file).open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise Missing((f"{file}: can't be read ({error.strerror}).",)) from None
