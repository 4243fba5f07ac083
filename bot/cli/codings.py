"""heard coding: how far the reading is, what people correct, and their codings as a file."""

import argparse
import json
import os
from pathlib import Path

from rich.console import Console
from rich.table import Table

from analysis.reading.corrections import Corrections, OfTheme, corrections
from analysis.statistics import Interval
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
    """What people keep, change and drop, on all they coded and on the random sample alone."""
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
    for title, found in (("All that people coded", of_all), ("The random sample", sampled)):
        if found.compared:
            _print(title, found, labels, console, is_sample=found is sampled)
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
    title: str, found: Corrections, labels: dict[str, str], console: Console, *, is_sample: bool
) -> None:
    table = Table(title=f"{title}: {found.agreed} of {found.compared} as the machine read them")
    for name in ("Theme", "kept", "dropped", "added", "precision", "recall"):
        table.add_column(name, justify="left" if name == "Theme" else "right")
    for one in found.themes:
        if one.kept + one.dropped + one.added:
            rates = _ranged(one, found) if is_sample else (_rate(one.precision), _rate(one.recall))
            counts = (str(one.kept), str(one.dropped), str(one.added))
            table.add_row(labels.get(one.theme, one.theme), *counts, *rates)
    console.print(table)
    for machine, person in sorted(found.leanings):
        if machine is not person:
            number = found.leanings[machine, person]
            print(f"{_name(machine)} became {_name(person).lower()}: {number}")


def _name(sentiment: Sentiment) -> str:
    return review_words.SENTIMENTS[sentiment]


def _rate(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.2f}"


def _ranged(one: OfTheme, found: Corrections) -> tuple[str, str]:
    """Of a sample, with the likely range, and only where enough were read again."""
    if not found.is_enough:
        return "", ""
    return _with(one.precision, one.likely_precision), _with(one.recall, one.likely_recall)


def _with(rate: float | None, likely: Interval | None) -> str:
    return f"{_rate(rate)} ({likely.lower:.2f}-{likely.upper:.2f})" if likely else ""


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
