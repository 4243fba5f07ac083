"""Learns the deep engine's transformer from coded comments. Extra `deep-learning`.

Each file is read by a transformer, and by light models, that have learned from the other files
only; what is judged is the opinion of both together, which is also what reads.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis.deep.encoder import Encoder, tokenizer_of
from analysis.deep.file import DeepModel, written
from analysis.deep.network import carried, graph_of
from analysis.deep.tuning import PASSES
from analysis.reading.codebook import Codebook
from analysis.reading.deep.beside import KIND, heads_of, scored
from analysis.reading.deep.judging import Rows, sentiment_together, themes_together
from analysis.reading.deep.tuning import Example, example, tuned
from analysis.reading.labelled import ALWAYS, CodedComment, folds
from analysis.reading.learning import (
    NothingToLearn,
    Outcome,
    Tell,
    learned_sentiment,
    learned_themes,
    tasks,
)
from analysis.reading.sentences import Slice, sentences


class DeepOutcome(NamedTuple):
    """The transformer's file; and what was coded often enough to be learned.

    *content* of these is the light model's file that it was judged with.
    """

    content: bytes
    sentiment: Outcome | None
    themes: Outcome | None


def deep_tasks(comments: Sequence[CodedComment]) -> int:
    """How often *tell* is called while a transformer is learned from them, at most."""
    networks = len(set(folds(_coded(comments))) - {ALWAYS}) + 1
    return 2 * tasks(comments) + networks * PASSES


def learned_deep(
    comments: Sequence[CodedComment], codebook: Codebook, tell: Tell = lambda: None
) -> DeepOutcome:
    """The transformer, its figures and what it was judged with. Takes about an hour on one core.

    Raises NothingToLearn, ImportError.
    """
    folder, used = carried(), _coded(comments)
    by_sentiment = _or_nothing(lambda: learned_sentiment(used, tell))
    by_themes = _or_nothing(lambda: learned_themes(used, codebook, tell))
    if by_sentiment is None and by_themes is None:
        raise NothingToLearn
    names = by_themes.names if by_themes else ()
    teacher = _Teacher(used, names, folder, tell)
    read = teacher.held_out()
    drawn: dict[str, Any] = {}
    if by_sentiment:
        by_sentiment, found = sentiment_together(by_sentiment, read)
        drawn |= found
    if by_themes:
        coded = Counter(theme for one in used for theme in one.themes or ())
        by_themes, found = themes_together(by_themes, read, coded)
        drawn |= found
    return DeepOutcome(written(teacher.learned(None, drawn)), by_sentiment, by_themes)


def _coded(comments: Sequence[CodedComment]) -> list[CodedComment]:
    return [one for one in comments if one.sentiment is not None or one.themes is not None]


def _or_nothing(learn: Callable[[], Outcome]) -> Outcome | None:
    try:
        return learn()
    except NothingToLearn:
        return None


class _Teacher:
    def __init__(
        self, comments: Sequence[CodedComment], themes: Sequence[str], folder: Path, tell: Tell
    ) -> None:
        self._comments, self._themes, self._folder, self._tell = comments, themes, folder, tell
        self._groups = folds(comments)
        self._words = (folder / "tokenizer.json").read_text(encoding="utf-8")
        tokenizer = tokenizer_of(self._words)
        self._examples: list[Example] = [example(one, themes, tokenizer) for one in comments]

    def held_out(self) -> dict[CodedComment, Rows]:
        """Each comment by a transformer that has not learned from its file."""
        read: dict[CodedComment, Rows] = {}
        for fold in sorted(set(self._groups) - {ALWAYS}):
            encoder = Encoder(self.learned(fold, {}))
            for comment, group in zip(self._comments, self._groups, strict=True):
                if group == fold and (rows := _rows(encoder, comment)):
                    read[comment] = rows
        return read

    def learned(self, without: str | None, drawn: Mapping[str, Any]) -> DeepModel:
        chosen = [
            one for one, group in zip(self._examples, self._groups, strict=True) if group != without
        ]
        network = tuned(chosen, len(self._themes), self._folder, self._tell)
        return DeepModel(KIND, graph_of(network), self._words, heads_of(self._themes), drawn)


def _rows(encoder: Encoder, comment: CodedComment) -> Rows | None:
    """By our own sentences, not by the coder's; None where one of them was not reached."""
    slices = sentences(comment.text) or (Slice(text=comment.text, start=0, end=len(comment.text)),)
    found = scored(encoder, comment.text, slices, comment.question)
    rows = [row for row in found if row is not None]
    return rows if len(rows) == len(found) else None
