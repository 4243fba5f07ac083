"""What the transformer's scores of a comment mean: an opinion beside the light engine's."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple, Protocol

from analysis.deep.file import NO_MODEL, DeepModel, Kind, refused
from analysis.reading.model import probabilities
from analysis.reading.opinion import Opinion, ThemeScores
from analysis.reading.plain import plain
from analysis.reading.sentences import Slice
from analysis.reading.sentiment import LEANINGS, WHOLES
from analysis.reading.themes import OF_ALL, STEEPNESS

KIND = Kind("deep", "deep.zip", "heard learn sentiment --engine deep", form=2)
OF_A_THEME = "theme "
LEANING = len(LEANINGS) + len(WHOLES)  # so many heads come first
COMMENTS_FOR_HALF_A_SAY = 100  # of a theme that it learned from so many; seldom ones mislead it
Rows = Sequence[Sequence[float] | None]


class Scorer(Protocol):
    """See deep.encoder.Encoder."""

    def scores(self, text: str, parts: Sequence[tuple[int, int]], question: str = "") -> Rows: ...


def scored(scorer: Scorer, text: str, slices: Sequence[Slice], question: str = "") -> Rows:
    """The whole first, then each slice; what is no language is not read."""
    return scorer.scores(plain(text), [(one.start, one.end) for one in slices], question)


class Beside:
    """Has an opinion of any comment, but of what lies behind the longest that it can see.

    *uncertain* is as for SentimentReader, of both together; None where leaning was not learned.
    Raises InvalidDefinition for a model without all that an opinion is made with.
    """

    def __init__(self, model: DeepModel, scorer: Scorer, file: str = "") -> None:
        self.version = model.version  # and no more of it: the graph is large, and in the scorer
        self._scorer = scorer
        try:
            themes = themes_of(model.heads)
            self._steepness = _number(model.drawn, "steepness")
            self.uncertain = _number(model.drawn, "uncertain")
            self._lines = {name: _of_theme(model.drawn, "lines", name) for name in themes}
            self._weights = {name: _of_theme(model.drawn, "weights", name) for name in themes}
        except (AttributeError, LookupError, TypeError, ValueError, OverflowError):
            raise refused(model.kind, NO_MODEL, file) from None
        if model.heads != heads_of(self._lines):  # nor a theme twice
            raise refused(model.kind, NO_MODEL, file)

    def opinion(self, text: str, slices: Sequence[Slice], question: str = "") -> Opinion | None:
        """None where a sentence lies behind the longest that it can see."""
        whole, *parts = scored(self._scorer, text, slices, question)
        seen = [row for row in parts if row is not None]
        if whole is None or len(seen) < len(parts):
            return None
        has_leaning = self._steepness is not None
        return Opinion(
            whole=leaning(whole)[1] if has_leaning else (),
            parts=[leaning(row)[0] for row in seen] if has_leaning else (),
            steepness=1.0 if self._steepness is None else self._steepness,
            themes={
                name: _scores(whole, seen, LEANING + at, self._weights[name], line)
                for at, (name, line) in enumerate(self._lines.items())
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


def heads_of(themes: Iterable[str]) -> tuple[str, ...]:
    return (
        *(one.value for one in LEANINGS),
        *(f"whole {one.value}" for one in WHOLES),
        *(f"{OF_A_THEME}{one}" for one in themes),
    )


def themes_of(heads: Sequence[str]) -> list[str]:
    return [one.removeprefix(OF_A_THEME) for one in heads[LEANING:]]


def weight_of(coded: int) -> float:
    """What its score of a theme counts for that was *coded* so often: more, the more often.

    The light engine, which learns each theme by itself, reads those better that are seldom.
    """
    return coded / (coded + COMMENTS_FOR_HALF_A_SAY)


def above(
    whole: Sequence[float], parts: Sequence[Sequence[float]], head: int, weight: float
) -> list[float]:
    """For each part the score of a theme with all around it, as the light engine counts."""
    return [weight * (row[head] + OF_ALL * (whole[head] - row[head])) / STEEPNESS for row in parts]


def _number(drawn: Mapping[str, Any], name: str) -> float | None:
    found = drawn.get(name)
    return None if found is None else _finite(found)


def _of_theme(drawn: Mapping[str, Any], what: str, theme: str) -> float:
    return _finite(drawn[what][theme])


def _finite(given: Any) -> float:  # noqa: ANN401 - whatever JSON holds
    if not isfinite(number := float(given)):
        raise ValueError
    return number


def _scores(
    whole: Sequence[float],
    parts: Sequence[Sequence[float]],
    head: int,
    weight: float,
    line: float,
) -> ThemeScores:
    together = [score - line for score in above(whole, parts, head, weight)]
    alone = [weight * row[head] / STEEPNESS - line for row in parts]
    return ThemeScores(alone, together, max(together))
