"""heard import indicators: numbers of agencies out of a table, checked whole before any is kept."""

import argparse
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from bot.cli.imports import agrees, content_of
from bot.cli.opening import opened, operator, settings_for, telling
from bot.definitions import Asked, Missing, agencies_in, agencies_of, asked_of_people
from bot.deps import Deps
from bot.spreadsheets import is_workbook, read_workbook, template
from storage.interface import Entry
from surveys.csv_files import Row, read_table
from surveys.indicators import (
    COLUMNS,
    EXAMPLE,
    SOURCES,
    Indicator,
    Known,
    in_period,
    news,
)
from surveys.indicators import indicators as indicators_of
from surveys.measures import Formula, Measure

MOST_BYTES = 20_000_000
HEADING = ("measure", "name", *COLUMNS[1:], "note")
NOTES = (
    "Delete the example, and the rows you have no number for. Whole numbers only; no formulas.",
    "name, note: for you to read; they are not imported.",
    "period: a quarter or a year that is over, such as 2026-Q3 or 2026",
    "numerator, denominator: so many of so many; the first is never the larger",
    "owner: the agency whose number it is, as in the people file",
)


@telling
async def indicators(given: argparse.Namespace) -> int:
    """A dry run first, always; then all rows are kept, or none. The same number changes nothing."""
    if given.template:
        settings = settings_for(given)
        asked = asked_of_people(settings)
        owners = agencies_in(settings, asked.framework)
        _write_template(Path(given.template), asked, owners)
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
    owners = agencies_of(deps.people, deps.population)
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


def _write_template(path: Path, known: Asked, owners: Sequence[str]) -> None:
    """One row for each indicator, with the numbers to fill in. Never over a file that is there."""
    allowed = _allowed(known, owners)
    measures = known.measures.by(Formula.INDICATOR)
    rows = [_example(measures[0], known, owners), *map(_blank, measures)]
    notes = [*NOTES, *(f"{name}: {', '.join(values)}" for name, values in allowed.items())]
    is_workbook = path.suffix.casefold() == ".xlsx"
    made = template(HEADING, rows, notes, allowed) if is_workbook else _table(rows)
    try:
        with path.open("xb") as file:
            file.write(made)
    except FileExistsError:
        raise Missing((f"{path}: there is a file already; name another.",)) from None
    except OSError as error:
        raise Missing((f"{path}: can't be written ({error.strerror}).",)) from None
    print(f"Wrote {path}: fill in the rows that you have, and delete the others.")
    if not is_workbook:
        print("\n".join(notes))


def _allowed(known: Asked, owners: Sequence[str]) -> dict[str, list[str]]:
    """What may stand in a column, as far as it is a list."""
    areas = [area.id for area in known.framework.areas]
    return {
        "content_area": [str(area) for area in areas],
        "source": [str(source) for source in SOURCES],
        **({"owner": list(owners)} if owners else {}),
    }


def _example(measure: Measure, known: Asked, owners: Sequence[str]) -> list[str]:
    """A row as it should look; the importer refuses it, so that it is never taken for a number."""
    cells = {
        "measure": measure.code,
        "name": measure.name,
        "content_area": known.framework.areas[0].id,
        "period": "2026-Q3",
        "numerator": "61",
        "denominator": "88",
        "source": SOURCES[0],
        "owner": owners[0] if owners else "Children's social care",
        "note": f"{EXAMPLE}: delete this row",
    }
    return [cells[column] for column in HEADING]


def _blank(measure: Measure) -> list[str]:
    said = {"measure": measure.code, "name": measure.name, "note": measure.counted}
    return [said.get(column, "") for column in HEADING]


def _table(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADING, *rows])
    return out.getvalue().encode("utf-8-sig")
