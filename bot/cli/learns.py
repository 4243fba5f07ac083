"""heard learn: builds anew what Heard has learned, from the labelled texts that come with it."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from analysis.signals.judging import Judged, Scores, judged, lines, missed, rates
from analysis.signals.labelled import FOLDER, JUDGED, LabelledText, labelled_texts
from analysis.signals.learning import TASKS, Examples, Raw, held_out, learned
from analysis.signals.model import FILE, line_at
from bot.cli import learns_deep_net
from bot.cli.cards import misses, progress
from bot.cli.deep_learning import DEEP
from bot.cli.opening import telling
from bot.definitions import Missing

CARD = "net.md"
ABOUT = (
    "# The net that comes with Heard",
    "",
    "A linear model of words, their parts and their neighbours, made by `heard learn signals` from "
    "the texts in this folder, in which all persons are invented, beside a list of plain sayings "
    "that are always flagged. It flags free text that may "
    "disclose harm, so that a person reads it first. It is no judge: it orders, closes and delays "
    "nothing, and a text that it does not flag is read by a person too.",
    "",
    "Each figure is on texts that were held out: a set was read by a net that had learned from the "
    "other sets, the rest of the ordinary comments and the texts written to learn from. The line "
    "was drawn on the same readings, and some of the sayings were listed after the misses of an "
    "earlier net had been read: expect slightly less on new texts. In brackets the "
    "95% interval (Wilson). One coder labelled each text.",
    "",
)


@telling
async def signals(given: argparse.Namespace) -> int:
    """Judge on held-out texts, draw the line, learn from all, write the net and its card."""
    if given.engine == DEEP:
        return learns_deep_net.learn(given)
    console = Console()
    folder = Path(given.out) if given.out else Path(str(FOLDER))
    if not folder.is_dir():
        raise Missing((f"{folder}: no such folder.",))
    raw, read = _learned(labelled_texts())
    drawn = lines(read)
    _print(read, drawn, console)
    content = raw.net({name: line_at(score) for name, score in drawn.items()})
    try:
        (folder / FILE).write_bytes(content)
        (folder / CARD).write_text(card(read, drawn), encoding="utf-8")
    except OSError as error:
        raise Missing((f"{folder}: can't be written ({error.strerror}).",)) from None
    console.print(f"Written: {folder / FILE} ({len(content) / 1e6:.1f} MB) and {CARD} beside it.")
    return 0


def _learned(texts: Sequence[LabelledText]) -> tuple[Raw, list[Judged]]:
    with progress(TASKS * (len(JUDGED) + 1)) as tell:
        examples = Examples(texts)
        read = judged(held_out(texts, examples, tell))
        return learned(examples, tell), read


def _print(read: Sequence[Judged], drawn: Scores, console: Console) -> None:
    table = Table("held out", "share", "of", title="The net", title_justify="left")
    for rate in rates(read, drawn):
        table.add_row(rate.name, str(rate), f"{rate.hits} of {rate.base}")
    console.print(table)


def card(read: Sequence[Judged], drawn: Scores) -> str:
    """What the net is, how well it reads, and every disclosure that it missed."""
    figures = [f"| {r.name} | {r} | {r.hits} of {r.base} |" for r in rates(read, drawn)]
    table = ["| held out | share | of |", "|---|---|---|", *figures]
    return "\n".join(
        [*ABOUT, *table, "", "## What it missed", "", *misses(missed(read, drawn)), ""]
    )
