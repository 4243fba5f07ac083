"""heard learn signals --engine deep: the transformer that reads beside the light net."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from analysis.deep.file import deep_from
from analysis.signals.deep.beside import KIND
from analysis.signals.judging import lines, missed, rates
from analysis.signals.labelled import labelled_texts
from analysis.signals.model import shipped_net
from bot.cli.cards import misses, progress
from bot.cli.deep_learning import learning_in, writing
from bot.cli.opening import settings_for
from bot.reading.models import Models

if TYPE_CHECKING:
    from analysis.signals.deep.learning import DeepNet

CARD = "net-deep.md"
ABOUT = """\
# The transformer beside the net

all-MiniLM-L6-v2, fine-tuned by `heard learn signals --engine deep` from the labelled texts that
come with Heard, in which all persons are invented (version {version}). It reads beside the light
net {net} and beside no other: one score of both says whether a text is flagged. What is said
plainly is always flagged.

Each figure is on texts that were held out: a set was read by a transformer and a light net that had
learned from the other sets, the rest of the ordinary comments and the texts written to learn from.
The line was drawn on the same readings, and how long was learned and how the two are put together
was chosen on one of the sets: expect slightly less on new texts. In brackets the 95% interval
(Wilson). One coder labelled each text.
"""


def learn(given: argparse.Namespace) -> int:
    """Judge on held-out texts, draw the line, learn from all, write the file and its card."""
    folder = Path(given.out) if given.out else settings_for(given).models_folder
    learning = learning_in("analysis.signals.deep.learning")
    models = Models(folder)
    with writing(folder):  # before an hour is spent
        models.make()
    net = shipped_net().version
    with progress(learning.TASKS) as tell:
        found = learning.learned_deep(labelled_texts(), net, tell)
    _print(found)
    with writing(folder):
        models.put(KIND.file, found.content)
        models.put(CARD, card(found, net).encode())
    size = len(found.content) / 1e6
    Console().print(f"Written: {folder / KIND.file} ({size:.1f} MB) and {CARD} beside it.")
    return 0


def _print(found: "DeepNet") -> None:
    table = Table("held out", "light net", "both", title="The net", title_justify="left")
    for name, light, _, both, _ in _rows(found):
        table.add_row(name, light, both)
    Console().print(table)


def _rows(found: "DeepNet") -> Iterator[tuple[str, str, str, str, str]]:
    """Of the light net alone, its line drawn likewise, and of both together."""
    alone = rates(found.light, lines(found.light))
    both = rates(found.together.read, found.together.lines)
    for light, one in zip(alone, both, strict=True):
        yield (
            one.name,
            str(light),
            f"{light.hits} of {light.base}",
            str(one),
            f"{one.hits} of {one.base}",
        )


def card(found: "DeepNet", net: str) -> str:
    """What it is, how well both together read, beside the light net alone, and what they miss."""
    figures = [f"| {' | '.join(row)} |" for row in _rows(found)]
    return "\n".join(
        [
            ABOUT.format(version=deep_from(found.content, KIND).version, net=net),
            "| held out | the light net alone | of | both together | of |",
            "|---|---|---|---|---|",
            *figures,
            "",
            "## What both together missed",
            "",
            *misses(missed(found.together.read, found.together.lines)),
            "",
        ]
    )
