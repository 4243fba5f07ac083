"""heard learn sentiment|themes: builds anew the models that read comments, and their cards."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console

from analysis.reading import sentiment as by_sentiment
from analysis.reading import themes as by_themes
from analysis.reading.codebook import Codebook, library_codebook, read_codebook
from analysis.reading.judging import Figure
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
from bot.cli import learns_deep
from bot.cli.cards import (
    HELD_OUT,
    NOT_QUOTED,
    TOO_FEW,
    figures_and_mistakes,
    figures_and_wrong,
    progress,
    shown,
)
from bot.cli.deep_learning import DEEP
from bot.cli.opening import opened, operator, settings_for, telling
from bot.cli.taught import NOT_TAKEN, saying_why_not
from bot.definitions import Missing
from bot.reading.teaching import teach
from bot.wording import teaching as teaching_words
from bot.wording.refusals import problems
from surveys.errors import InvalidDefinition

CORRECTIONS = "corrections"
ALONE = (
    "--from corrections stands alone: it learns from the store beside what comes with Heard, and "
    "keeps what is learned in the folder that HEARD_MODELS names. (For a file of that name: "
    "./corrections.)"
)
Learn = Callable[[Sequence[CodedComment], Tell], Outcome]


@telling
async def sentiment(given: argparse.Namespace) -> int:
    """Judge on held-out comments, learn from all, write the model and its card."""
    if given.engine == DEEP:
        return _deep(given)
    if CORRECTIONS in given.files:
        return await _from_corrections(given, by_sentiment.KIND)
    _write(given, _learned(_comments(given, None), learned_sentiment), by_sentiment.KIND)
    return 0


@telling
async def themes(given: argparse.Namespace) -> int:
    """As for sentiment, for the themes of the board's codebook."""
    if given.engine == DEEP:
        return _deep(given)
    if CORRECTIONS in given.files:
        return await _from_corrections(given, by_themes.KIND)
    codebook = _codebook(given)
    comments = _comments(given, codebook)
    outcome = _learned(comments, lambda some, tell: learned_themes(some, codebook, tell))
    _write(given, outcome, by_themes.KIND)
    return 0


def _deep(given: argparse.Namespace) -> int:
    if CORRECTIONS in given.files:
        raise Missing((learns_deep.ALONE,))
    codebook = _codebook(given)
    return learns_deep.learn(given, _comments(given, codebook), codebook)


async def _from_corrections(given: argparse.Namespace, kind: str) -> int:
    """What people coded in the store, beside what comes with Heard, for this board alone."""
    if given.out or len(given.files) > 1:
        raise Missing((ALONE,))
    async with opened(given) as deps:
        with saying_why_not(deps, lambda one: teaching_words.nothing_coded(one.for_judging)):
            taught = await teach(deps, kind, by=operator())
        for line in teaching_words.told(kind, taught):
            print(line)
    return NOT_TAKEN if taught.compared.is_worse else 0


def _comments(given: argparse.Namespace, codebook: Codebook | None) -> Sequence[CodedComment]:
    """Refuses a folder that is not there, and a file with mistakes, before anything is learned."""
    if (given.out or given.engine != DEEP) and not _folder(given).is_dir():
        raise Missing((f"{_folder(given)}: no such folder.",))
    if not given.files:
        return library_comments()
    known = [theme.id for theme in codebook.themes] if codebook else None
    try:
        return read_coded([_source(Path(file)) for file in given.files], known)
    except InvalidDefinition as error:
        raise Missing(tuple(problems(error))) from None


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
    with progress(tasks(comments)) as tell:
        try:
            return learn(comments, tell)
        except NothingToLearn:
            raise Missing((TOO_FEW,)) from None


def _write(given: argparse.Namespace, outcome: Outcome, kind: str) -> None:
    console, folder = Console(), _folder(given)
    figures, wrong = figures_and_mistakes(kind, outcome)
    shown(f"The reading of {kind}", figures)
    quoted = [NOT_QUOTED] if given.files else wrong
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
    outcome: Outcome, kind: str, figures: Sequence[Figure], wrong: Sequence[str], day: date
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
            *figures_and_wrong(figures, wrong),
            "",
        ]
    )
