"""heard import indicators: numbers of agencies out of a table, checked whole before any is kept."""

import argparse
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from bot.cli.imports import agrees, content_of
from bot.cli.opening import opened, operator, settings_for, telling
from bot.definitions import Definitions, Missing, definitions
from bot.deps import Deps
from bot.spreadsheets import is_workbook, read_workbook, template
from storage.interface import Entry
from surveys.csv_files import Row, read_table
from surveys.indicators import COLUMNS, SOURCES, Indicator, Known, in_period, news
from surveys.indicators import indicators as indicators_of
from surveys.measures import Formula, Measures

MOST_BYTES = 20_000_000
HEADING = ("measure", "name", *COLUMNS[1:])


@telling
async def indicators(given: argparse.Namespace) -> int:
    """A dry run first, always; then all rows are kept, or none. The same number changes nothing."""
    if given.template:
        _write_template(Path(given.template), definitions(settings_for(given)))
        return 0
    if not given.file:
        raise Missing(("Name a file to import, or --template FILE to get an empty one.",))
    content = content_of(given.file)
    async with opened(given) as deps:
        rows = _rows(content, given.file, given.encoding)
        brought = indicators_of(rows, given.file, _known(deps))
        new, corrections = news(brought, await _kept(deps, brought))
        _say_what_would_happen(brought, new, corrections)
        if given.dry_run or not (new or corrections) or not (given.yes or agrees()):
            print("Nothing has been imported.")
            return 0
        await _keep(deps, [*new, *corrections])
        print(f"{len(new) + len(corrections)} numbers imported.")
    return 0


async def _keep(deps: Deps, indicators: Sequence[Indicator]) -> None:
    done = f"imported {len(indicators)} indicators"
    entry = Entry(at=deps.clock(), who=operator(), did=done, what=_periods(indicators))
    await deps.store.keep(*indicators, entry=entry)


async def _kept(deps: Deps, brought: Sequence[Indicator]) -> list[Indicator]:
    labels = dict.fromkeys(in_period(one.period) for one in brought)
    return [one for label in labels for one in await deps.store.all_kept(Indicator, label)]


def _known(deps: Deps) -> Known:
    """The owners are the agencies of the people file, and of the population file."""
    owners = {one.agency for one in deps.people} | {one.agency for one in deps.population}
    return Known(deps.framework, deps.measures, owners, deps.today())


def _rows(content: bytes, file: str, encoding: str) -> tuple[Row, ...]:
    if is_workbook(content):
        return read_workbook(content, file)
    return read_table(content, file, encoding=encoding, most_bytes=MOST_BYTES)


def _say_what_would_happen(
    brought: Sequence[Indicator], new: Sequence[Indicator], corrections: Sequence[Indicator]
) -> None:
    same = len(brought) - len(new) - len(corrections)
    print(
        f"{len(brought)} numbers for {_periods(brought)}: {len(new)} new, {len(corrections)} "
        f"corrected (the earlier ones stay), {same} as they were."
    )


def _periods(indicators: Sequence[Indicator]) -> str:
    return ", ".join(sorted({str(one.period) for one in indicators}))


def _write_template(path: Path, known: Definitions) -> None:
    """One row for each indicator, with the numbers to fill in. Never over a file that is there."""
    rows = [_blank(one.code, one.name) for one in known.measures.by(Formula.INDICATOR)]
    made = _workbook(rows, known) if path.suffix.casefold() == ".xlsx" else _table(rows)
    try:
        with path.open("xb") as file:
            file.write(made)
    except FileExistsError:
        raise Missing((f"{path}: there is a file already; name another.",)) from None
    except OSError as error:
        raise Missing((f"{path}: can't be written ({error.strerror}).",)) from None
    print(f"Wrote {path}: fill in the rows that you have, and delete the others.")


def _blank(code: str, name: str) -> list[str]:
    cells = dict.fromkeys(HEADING, "") | {"measure": code, "name": name}
    return [cells[column] for column in HEADING]


def _table(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADING, *rows])
    return out.getvalue().encode("utf-8-sig")


def _workbook(rows: Sequence[Sequence[str]], known: Definitions) -> bytes:
    return template(HEADING, rows, list(_notes(known, known.measures)))


def _notes(known: Definitions, measures: Measures) -> list[str]:
    return [
        "Delete the rows that you have no number for. Whole numbers only; no formulas.",
        "name: for you to read; it is not imported.",
        f"content_area: {', '.join(area.id for area in known.framework.areas)}",
        "period: a quarter or a year that is over, such as 2026-Q3 or 2026",
        f"source: {', '.join(SOURCES)}",
        "owner: the agency whose number it is, as in the people file",
        *(f"{one.code}: {one.name}: {one.counted}" for one in measures.by(Formula.INDICATOR)),
    ]
