"""heard coding: how far the reading is, what people correct, and their codings as a file."""

import argparse
import json
import os
from pathlib import Path

from rich.console import Console
from rich.table import Table

from analysis.reading.corrections import Corrections, corrections
from analysis.statistics import Interval
from analysis.statistics.prevalence import FEWEST_AUDITED
from bot.cli.opening import opened, operator, telling
from bot.definitions import Missing
from bot.deps import Deps
from bot.reading.coding_status import Status, labelled_rows
from bot.reading.coding_status import status as counted
from bot.reading.review_report import agreement_lines
from bot.wording import reviews as review_words
from storage.interface import Entry
from surveys.coding import Sentiment
from surveys.review import Review

COLUMNS = ("Theme", "kept", "dropped", "added", "right", "found")
COLUMNS_TOLD = (
    "Kept: the machine and people say it; dropped: only the machine does; added: only people do.\n"
    "Right: of what it found, how much was right. "
    "Found: of what there was, how much it found."
)
OF_SAMPLE = "The table is of the random sample, in brackets the likely range (95%)."
OF_ALL = (
    "The table is of all that people coded, mostly what the machine was unsure of: how good it is "
    f"on the rest is said from {FEWEST_AUDITED} of the random sample on."
)


@telling
async def status(given: argparse.Namespace) -> int:
    """How many comments were read by which version, by people, and what waits."""
    async with opened(given) as deps:
        found = await counted(deps)
        board, models = deps.codebooks.now, (*deps.models.lines(), *deps.models.refused())
    if given.json:
        print(json.dumps(vars(found) | {"codebook": board.number}, indent=2))
        return 0
    print(f"Codebook {board.number} (version {board.codebook.version}).")
    for line in (*models, *_lines(found)):
        print(line)
    return 0


@telling
async def report(given: argparse.Namespace) -> int:
    """What people keep, change and drop, of the random sample where it is large enough."""
    console = Console()
    async with opened(given, begin=False) as deps:
        reviews = sorted(await deps.store.all_kept(Review), key=lambda one: one.id)
        board = deps.codebooks.now
        labels = {theme.id: theme.label for theme in board.codebook.themes}
        of_all = corrections(reviews, tuple(labels), board.became)
        sampled = corrections(reviews, tuple(labels), board.became, board.asked, sampled_only=True)
        agreeing = await agreement_lines(deps)
    if not of_all.compared:
        print("Nobody has coded a comment yet. In Slack: /review")
        return 0
    _print(of_all, sampled, labels, console)
    if agreeing:
        console.print("\n[bold]Two people who coded apart[/bold]")
        for line in agreeing:
            print(line.replace("*", "").replace("_", ""))
    return 0


@telling
async def export(given: argparse.Namespace) -> int:
    """Comments that people coded, redacted, one JSON line each: to learn from."""
    async with opened(given, begin=False) as deps:
        rows = [json.dumps(row, ensure_ascii=False) async for row in labelled_rows(deps)]
        _write(Path(given.file), "".join(f"{row}\n" for row in sorted(rows)))
        await _record(deps, f"exported {len(rows)} coded comments")
    print(f"{len(rows)} coded comments written to {given.file}, which only you can read.")
    return 0


def _lines(found: Status) -> list[str]:
    earlier = sum(found.machines.values()) - found.current
    return [
        f"{found.comments} comments. Read by {found.engine}: {found.current}{_percent(found)}.",
        *([f"Read by an earlier version, being read anew: {earlier}."] if earlier else []),
        *([f"Not read yet: {found.unread}."] if found.unread else []),
        *([_unreadable(found.unreadable)] if found.unreadable else []),
        f"Coded by people: {found.by_people} ({found.sampled} of the random sample, "
        f"{found.settled} settled by two).",
        f"Without a theme: {found.unassigned}. Left out by people: {found.left_out}. "
        f"To be settled by two: {found.to_settle}.",
    ]


def _percent(found: Status) -> str:
    return f" ({100 * found.current // found.comments}%)" if found.comments else ""


def _unreadable(number: int) -> str:
    return (
        f"Not English, so nothing was guessed and no figure counts it until a person has: {number}."
    )


def _print(
    of_all: Corrections, sampled: Corrections, labels: dict[str, str], console: Console
) -> None:
    """One table, of the random sample once it is large enough to judge by."""
    by_lot = sampled.is_enough
    found = sampled if by_lot else of_all
    print(f"All that people coded: {_agreed(of_all)}. The random sample: {_agreed(sampled)}.")
    print(OF_SAMPLE if by_lot else OF_ALL)
    table = Table()
    for name in COLUMNS:
        table.add_column(name, justify="left" if name == "Theme" else "right")
    for one in found.themes:
        if one.kept + one.dropped + one.added:
            counts = (str(one.kept), str(one.dropped), str(one.added))
            right = _share(one.precision, one.likely_precision if by_lot else None)
            complete = _share(one.recall, one.likely_recall if by_lot else None)
            table.add_row(labels.get(one.theme, one.theme), *counts, right, complete)
    console.print(table)
    print(COLUMNS_TOLD)
    for machine, person in sorted(of_all.leanings):
        if machine is not person:
            number = of_all.leanings[machine, person]
            print(f"{_name(machine)} became {_name(person).lower()}: {number}")


def _agreed(found: Corrections) -> str:
    return f"{found.agreed} of {found.compared} as the machine read them"


def _name(sentiment: Sentiment) -> str:
    return review_words.SENTIMENTS[sentiment]


def _share(rate: float | None, likely: Interval | None) -> str:
    told = "-" if rate is None else f"{rate:.0%}"
    return f"{told} ({likely.lower:.0%} to {likely.upper:.0%})" if likely else told


def _write(file: Path, content: str) -> None:
    """Raises Missing. Nobody else on the machine may read it."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as stream:
            os.fchmod(stream.fileno(), 0o600)
            stream.write(content)
    except OSError as error:
        raise Missing((f"{file}: can't be written ({error.strerror}).",)) from None


async def _record(deps: Deps, did: str) -> None:
    await deps.store.record(Entry(at=deps.clock(), who=operator(), did=did, what="coded comments"))
