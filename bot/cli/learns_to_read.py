"""heard learn sentiment|themes: builds anew the models that read comments, and their cards."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from analysis.reading import sentiment as by_sentiment
from analysis.reading import themes as by_themes
from analysis.reading.codebook import Codebook, library_codebook, read_codebook
from analysis.reading.judging import (
    Figure,
    figures_of_sentiment,
    figures_of_themes,
    mistakes_of_sentiment,
    mistakes_of_themes,
)
from analysis.reading.labelled import (
    FOLDER,
    CodedComment,
    Source,
    library_comments,
    read_coded,
)
from analysis.reading.learning import (
    NothingToLearn,
    Outcome,
    Tell,
    learned_sentiment,
    learned_themes,
    tasks,
)
from analysis.reading.model import model_from
from bot import teaching_words, wording
from bot.apart import FailedApart
from bot.cli.opening import opened, operator, settings_for, telling
from bot.definitions import Missing
from bot.teaching import NothingCoded, teach
from surveys.errors import InvalidDefinition

CORRECTIONS = "corrections"
ALONE = (
    "--from corrections stands alone: it learns from the store beside what comes with Heard, and "
    "keeps what is learned in the folder that HEARD_MODELS names. (For a file of that name: "
    "./corrections.)"
)
NOT_TAKEN = 1
Learn = Callable[[Sequence[CodedComment], Tell], Outcome]
HELD_OUT = (
    "Each figure is on comments that were held out: a file was read by a model that had learned "
    "from the other files only. In brackets the 95% interval: Wilson for shares, bootstrap over "
    "comments for F1. One coder coded each comment, so part of the error is two people's honest "
    "difference. What the machine says is a first reading; a person's coding outranks it."
)


@telling
async def sentiment(given: argparse.Namespace) -> int:
    """Judge on held-out comments, learn from all, write the model and its card."""
    if CORRECTIONS in given.files:
        return await _from_corrections(given, by_sentiment.KIND)
    comments = _comments(given, None)
    outcome = _learned(comments, learned_sentiment)
    wrong = [
        f"- {one.truth.value}, read as {one.read.value}: {one.held.comment.text}"
        for one in mistakes_of_sentiment(outcome)
    ]
    _write(given, outcome, by_sentiment.KIND, list(figures_of_sentiment(outcome)), wrong)
    return 0


@telling
async def themes(given: argparse.Namespace) -> int:
    """As for sentiment, for the themes of the board's codebook."""
    if CORRECTIONS in given.files:
        return await _from_corrections(given, by_themes.KIND)
    codebook = _codebook(given)
    comments = _comments(given, codebook)
    outcome = _learned(comments, lambda some, tell: learned_themes(some, codebook, tell))
    wrong = [
        f"- {name} {'found for nothing' if is_false else 'missed'}: {one.comment.text}"
        for one, name, is_false in mistakes_of_themes(outcome)
    ]
    _write(given, outcome, by_themes.KIND, list(figures_of_themes(outcome)), wrong)
    return 0


async def _from_corrections(given: argparse.Namespace, kind: str) -> int:
    """What people coded in the store, beside what comes with Heard, for this board alone."""
    if given.out or len(given.files) > 1:
        raise Missing((ALONE,))
    async with opened(given) as deps:
        try:
            taught = await teach(deps, kind, by=operator())
        except NothingCoded:
            raise Missing((teaching_words.NOTHING_CODED,)) from None
        except (FailedApart, TimeoutError) as error:
            why = teaching_words.NOT_LEARNED.format(why=str(error) or "it took too long")
            raise Missing((why,)) from None
        except OSError as error:
            raise Missing(
                (f"{deps.models.folder}: can't be written ({error.strerror}).",)
            ) from None
        for line in teaching_words.told(kind, taught):
            print(line)
    return NOT_TAKEN if taught.compared.is_worse else 0


def _comments(given: argparse.Namespace, codebook: Codebook | None) -> Sequence[CodedComment]:
    """Refuses a folder that is not there, and a file with mistakes, before anything is learned."""
    if not _folder(given).is_dir():
        raise Missing((f"{_folder(given)}: no such folder.",))
    if not given.files:
        return library_comments()
    known = [theme.id for theme in codebook.themes] if codebook else None
    try:
        return read_coded([_source(Path(file)) for file in given.files], known)
    except InvalidDefinition as error:
        raise Missing(tuple(wording.problems(error))) from None


def _source(file: Path) -> Source:
    try:
        return Source(str(file), file.read_bytes())
    except OSError as error:
        raise Missing((f"{file}: can't be read ({error.strerror}).",)) from None


def _codebook(given: argparse.Namespace) -> Codebook:
    file = settings_for(given).codebook
    return read_codebook(file.read_bytes(), str(file)) if file else library_codebook()


def _folder(given: argparse.Namespace) -> Path:
    return Path(given.out) if given.out else Path(str(FOLDER))


def _learned(comments: Sequence[CodedComment], learn: Learn) -> Outcome:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console()) as progress:
        task = progress.add_task("Learning", total=tasks(comments))
        try:
            return learn(comments, lambda: progress.advance(task))
        except NothingToLearn:
            raise Missing(
                ("Too few coded comments to learn from: each label must stand in several of them.",)
            ) from None


def _write(
    given: argparse.Namespace,
    outcome: Outcome,
    kind: str,
    figures: Sequence[Figure],
    wrong: Sequence[str],
) -> None:
    console, folder = Console(), _folder(given)
    table = Table("held out", "figure", "of", title=f"The reading of {kind}", title_justify="left")
    for figure in figures:
        table.add_row(figure.name, str(figure), str(figure.base))
    console.print(table)
    # Words of real people are quoted nowhere, so a card quotes only what comes with Heard.
    quoted = wrong if not given.files else ["Not quoted: these are comments of your own."]
    about = card(outcome, kind, figures, quoted, date.today())  # noqa: DTZ011 - a day for people
    file = folder / f"{kind}.jsonl.gz"
    try:
        file.write_bytes(outcome.content)
        (folder / f"{kind}.md").write_text(about, encoding="utf-8")
    except OSError as error:
        raise Missing((f"{folder}: can't be written ({error.strerror}).",)) from None
    size = len(outcome.content) / 1e6
    console.print(f"Written: {file} ({size:.1f} MB) and {kind}.md beside it.")


def card(
    outcome: Outcome, kind: str, figures: Iterable[Figure], wrong: Sequence[str], day: date
) -> str:
    """What the model is, what it learned from, how well it reads, and what it gets wrong."""
    sets = sorted({one.fold for one in outcome.held})
    version = model_from(outcome.content, kind).version
    return "\n".join(
        [
            f"# The model that reads {kind}",
            "",
            f"A linear model of words, their parts and their neighbours (light engine, version "
            f"{version}), made by `heard learn {kind}` on {day:%-d %B %Y} from "
            f"{len(outcome.held):,} coded comments in {len(sets)} parts ({', '.join(sets)}).",
            "",
            HELD_OUT,
            "",
            "| held out | figure | of |",
            "|---|---|---|",
            *(f"| {figure.name} | {figure} | {figure.base} |" for figure in figures),
            "",
            "## What it gets wrong",
            "",
            *wrong,
            "",
        ]
    )
