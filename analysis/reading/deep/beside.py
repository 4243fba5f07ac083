"""What the transformer's scores of a comment mean: an opinion beside the light engine's."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from analysis.reading.deep.file import DeepModel
from analysis.reading.model import probabilities
from analysis.reading.opinion import Opinion, ThemeScores
from analysis.reading.sentences import Slice
from analysis.reading.sentiment import LEANINGS, WHOLES
from analysis.reading.themes import OF_ALL, STEEPNESS

OF_A_THEME = "theme "
LEANING = len(LEANINGS) + len(WHOLES)  # so many heads come first
Rows = Sequence[Sequence[float] | None]


class Scorer(Protocol):
    """See encoder.Encoder."""

    def scores(self, text: str, slices: Sequence[Slice], question: str = "") -> Rows: ...


class Beside:
    """Has an opinion of any comment, but of what lies behind the longest that it can see."""

    def __init__(self, model: DeepModel, scorer: Scorer) -> None:
        self.version = model.version  # and no more of it: the graph is large, and in the scorer
        self._drawn, self._themes = model.drawn, themes_of(model.heads)
        self._scorer = scorer

    @property
    def uncertain(self) -> float | None:
        """As for SentimentReader, of both together; None where leaning was not learned."""
        found = self._drawn.get("uncertain")
        return None if found is None else float(found)

    def opinion(self, text: str, slices: Sequence[Slice], question: str = "") -> Opinion | None:
        """None where a sentence lies behind the longest that it can see."""
        whole, *parts = self._scorer.scores(text, slices, question)
        seen = [row for row in parts if row is not None]
        if whole is None or len(seen) < len(parts):
            return None
        drawn = self._drawn
        has_leaning = "steepness" in drawn
        return Opinion(
            whole=leaning(whole)[1] if has_leaning else (),
            parts=[leaning(row)[0] for row in seen] if has_leaning else (),
            steepness=drawn.get("steepness", 1.0),
            themes={
                name: _scores(whole, seen, LEANING + at, drawn["lines"][name])
                for at, name in enumerate(self._themes)
            },
        )


class Leaning(NamedTuple):
    of_part: list[float]
    of_whole: list[float]


def leaning(row: Sequence[float]) -> Leaning:
    return Leaning(
        probabilities(row[: len(LEANINGS)], 1.0),
        probabilities(row[len(LEANINGS) : LEANING], 1.0),
    )


def heads_of(themes: Sequence[str]) -> tuple[str, ...]:
    return (
        *(one.value for one in LEANINGS),
        *(f"whole {one.value}" for one in WHOLES),
        *(f"{OF_A_THEME}{one}" for one in themes),
    )


def themes_of(heads: Sequence[str]) -> list[str]:
    return [one.removeprefix(OF_A_THEME) for one in heads[LEANING:]]


def above(whole: Sequence[float], parts: Sequence[Sequence[float]], head: int) -> list[float]:
    """For each part the score of a theme with all around it, as the light engine counts."""
    return [(row[head] + OF_ALL * (whole[head] - row[head])) / STEEPNESS for row in parts]


def _scores(
    whole: Sequence[float], parts: Sequence[Sequence[float]], head: int, line: float
) -> ThemeScores:
    together = [score - line for score in above(whole, parts, head)]
    return ThemeScores([row[head] / STEEPNESS - line for row in parts], together, max(together))
