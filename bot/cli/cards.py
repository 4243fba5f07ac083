"""A model's card and the table in the terminal: how well it reads, and what it gets wrong."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from analysis.reading import sentiment as by_sentiment
from analysis.reading.judging import (
    Figure,
    figures_of_sentiment,
    figures_of_themes,
    mistakes_of_sentiment,
    mistakes_of_themes,
)
from analysis.reading.learning import Outcome
from analysis.signals.labelled import LabelledText

HELD_OUT = (
    "Each figure is on comments that were held out: a file was read by a model that had learned "
    "from the other files only. In brackets the 95% interval: Wilson for shares, bootstrap over "
    "comments for F1. One coder coded each comment, so part of the error is two people's honest "
    "difference. What the machine says is a first reading; a person's coding outranks it."
)
# Words of real people are quoted nowhere, so a card quotes only what comes with Heard.
NOT_QUOTED = "Not quoted: these are comments of your own."
TOO_FEW = "Too few coded comments to learn from: each label must stand in several of them."


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar while a model is learned; what is given is called at every step."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console()) as bar:
        task = bar.add_task("Learning", total=total)
        yield lambda: bar.advance(task)


def figures_and_mistakes(kind: str, outcome: Outcome) -> tuple[list[Figure], list[str]]:
    if kind == by_sentiment.KIND:
        return list(figures_of_sentiment(outcome)), [
            f"- {one.truth.value}, read as {one.read.value}: {one.held.comment.text}"
            for one in mistakes_of_sentiment(outcome)
        ]
    return list(figures_of_themes(outcome)), [
        f"- {name} {'found for nothing' if is_false else 'missed'}: {one.comment.text}"
        for one, name, is_false in mistakes_of_themes(outcome)
    ]


def misses(texts: Sequence[LabelledText]) -> list[str]:
    """Disclosures that the net does not flag, a line each."""
    return [
        f"- {text.category}, {text.urgency.name.lower()}, {text.speaker}: {text.text}"
        for text in texts
    ]


def shown(title: str, figures: Sequence[Figure]) -> None:
    table = Table("held out", "figure", "of", title=title, title_justify="left")
    for figure in figures:
        table.add_row(figure.name, str(figure), str(figure.base))
    Console().print(table)


def section(kind: str, figures: Sequence[Figure], wrong: Sequence[str]) -> list[str]:
    """Lines of a card that tells of several kinds."""
    return ["", f"## The reading of {kind}", "", *figures_and_wrong(figures, wrong, "###")]


def figures_and_wrong(
    figures: Sequence[Figure], wrong: Sequence[str], heading: str = "##"
) -> list[str]:
    return [
        "| held out | figure | of |",
        "|---|---|---|",
        *(f"| {figure.name} | {figure} | {figure.base} |" for figure in figures),
        "",
        f"{heading} What it gets wrong",
        "",
        *wrong,
    ]
