"""heard learn sentiment|themes --engine deep: the transformer that reads beside the light engine.

One transformer learns how comments lean and their themes at once, so either command learns both.
"""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console

from analysis.deep.file import deep_from
from analysis.reading import sentiment as by_sentiment
from analysis.reading import themes as by_themes
from analysis.reading.codebook import Codebook
from analysis.reading.deep.beside import KIND
from analysis.reading.judging import Figure
from analysis.reading.labelled import CodedComment
from analysis.reading.learning import NothingToLearn, Outcome
from bot.cli.cards import (
    HELD_OUT,
    NOT_QUOTED,
    TOO_FEW,
    figures_and_mistakes,
    progress,
    section,
    shown,
)
from bot.cli.deep_learning import learning_in, writing
from bot.cli.opening import settings_for
from bot.definitions import Missing
from bot.reading.models import Models

if TYPE_CHECKING:
    from analysis.reading.deep.learning import DeepOutcome

CARD = "deep.md"
ALONE = (
    "The deep engine learns from files. Write what people corrected to one, with heard coding "
    "export FILE, and name it after --from, beside the files that come with Heard."
)


class Part(NamedTuple):
    kind: str
    outcome: Outcome
    figures: Sequence[Figure]
    wrong: Sequence[str]


def learn(given: argparse.Namespace, comments: Sequence[CodedComment], codebook: Codebook) -> int:
    """Learn, judge, and write the transformer where Heard reads it, with its card."""
    folder = Path(given.out) if given.out else settings_for(given).models_folder
    learning = learning_in("analysis.reading.deep.learning")
    with writing(folder):  # before an hour is spent
        Models(folder).make()
    try:
        with progress(learning.deep_tasks(comments)) as tell:
            outcome = learning.learned_deep(comments, codebook, tell)
    except NothingToLearn:
        raise Missing((TOO_FEW,)) from None
    parts = _parts(outcome)
    for part in parts:
        shown(f"The deep reading of {part.kind}", part.figures)
    with writing(folder):
        _write(folder, outcome, parts, is_own=bool(given.files))
    size = len(outcome.content) / 1e6
    Console().print(f"Written: {folder / KIND.file} ({size:.1f} MB) and {CARD} beside it.")
    return 0


def _write(folder: Path, outcome: "DeepOutcome", parts: Sequence[Part], *, is_own: bool) -> None:
    models = Models(folder)
    if is_own:  # it was judged beside light models that have learned from the same
        for part in parts:
            models.put(models.file(part.kind).name, part.outcome.content)
    models.put(KIND.file, outcome.content)
    models.put(CARD, card(outcome, parts, quotes=not is_own).encode())


def _parts(outcome: "DeepOutcome") -> list[Part]:
    found = ((by_sentiment.KIND, outcome.sentiment), (by_themes.KIND, outcome.themes))
    return [
        Part(kind, one, *figures_and_mistakes(kind, one)) for kind, one in found if one is not None
    ]


def card(outcome: "DeepOutcome", parts: Sequence[Part], *, quotes: bool) -> str:
    """What it is, what it learned from, how well both engines together read, and where they err."""
    comments = max(len(part.outcome.held) for part in parts)
    day = date.today()  # noqa: DTZ011 - a day for people
    lines = [
        "# The transformer of the deep engine",
        "",
        f"all-MiniLM-L6-v2, fine-tuned by `heard learn --engine deep` on {day:%-d %B %Y} "
        f"(version {deep_from(outcome.content, KIND).version}), and judged on {comments:,} coded "
        "comments. It reads beside the light engine: each figure is of what both agree on.",
        "",
        HELD_OUT,
    ]
    for part in parts:
        lines += section(part.kind, part.figures, part.wrong if quotes else [NOT_QUOTED])
    return "\n".join([*lines, ""])
