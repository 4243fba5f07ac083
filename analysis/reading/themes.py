"""Which themes of a codebook a sentence speaks of, and by which words.

A theme that was learned from coded comments is read by the learned model, to which the codebook's
words are one sign among many. A theme of a board's own is read by its words, its description and
its examples, until coded comments have been learned from (`heard learn themes`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp, sqrt
from typing import NamedTuple

from analysis.leads import leads
from analysis.reading.codebook import Codebook, Theme
from analysis.reading.labelled import FOLDER
from analysis.reading.model import Model, model_from
from analysis.reading.opinion import Opinion
from analysis.reading.sentiment import Piece, piece
from analysis.word_lists import GRAMMAR
from analysis.words import words
from surveys.values import Slug, Value

KIND, FILE = "themes", "themes.jsonl.gz"
REASONS = 3
STEEPNESS = 4.0  # of a score about its line, so that it spreads over 0 to 1
YES = 0.5
WEIGHT_OF_QUESTION = 1.5
OF_ALL = 0.4  # what the whole comment says in the score of one of its sentences
STEM = 6  # letters: "explained" and "explains" are alike
UNKNOWN_IS = 8.0  # how rare a word is that was never learned from
ALIKE = 0.12  # from here on a sentence is like a theme that nothing was learned of
WORTH_SHOWING = 0.05  # of the likeness


class FoundTheme(Value):
    """One theme of a sentence and the words, as typed, that point to it (*why*).

    *score* is 0 to 1 and at least 0.5; it orders themes and is no probability.
    """

    theme: Slug
    why: tuple[str, ...]
    score: float = 1.0


class ThemeReader:
    """Reads with one learned model, for one codebook."""

    def __init__(self, model: Model, codebook: Codebook) -> None:
        self._model, self._codebook = model, codebook
        self._heads = {theme.id: _heads(theme, model) for theme in codebook.themes}
        lines: Mapping[str, float] = model.drawn["lines"]
        self._lines = [lines[head] for head in model.heads]
        self._own = [_Likeness(t, model) for t in codebook.themes if not self._heads[t.id]]
        self.version = f"themes {model.version}"

    def found(
        self,
        whole: Piece,
        pieces: Sequence[Piece],
        question: str = "",
        opinion: Opinion | None = None,
    ) -> list[tuple[FoundTheme, ...]]:
        """The themes of each sentence, in the codebook's order; none: not assigned.

        *opinion* is heard beside.
        """
        scored = self.scored(whole, pieces, question)
        best = [max(column) for column in zip(*(one.together for one in scored), strict=True)]
        if opinion:
            scored = [self._with(one, at, opinion) for at, one in enumerate(scored)]
            best = self._joined(best, {name: had.best for name, had in opinion.themes.items()})
        top = [max(column) for column in zip(*(one.together for one in scored), strict=True)]
        order = [theme.id for theme in self._codebook.themes]
        return [
            tuple(
                sorted(
                    (*self._learned(one, top, best), *self._by_likeness(one.piece)),
                    key=lambda found: order.index(found.theme),
                )
            )
            for one in scored
        ]

    def scored(self, whole: Piece, pieces: Sequence[Piece], question: str = "") -> list["_Scored"]:
        """Each sentence with its own score for each head, and that together with all around it.

        They count from the head's line, so that 0 is just enough.
        """
        of_all = self._scores(whole, question)
        found = []
        for one in pieces:
            alone = of_all if len(pieces) == 1 else self._scores(one, question)
            together = [a + OF_ALL * (b - a) for a, b in zip(alone, of_all, strict=True)]
            found.append(_Scored(one, alone, together))
        return found

    def _scores(self, one: Piece, question: str) -> list[float]:
        scores = self._model.scores(one.spoken, signs(one, self._codebook, question))
        return [score - line for score, line in zip(scores, self._lines, strict=True)]

    def _with(self, one: "_Scored", at: int, opinion: Opinion) -> "_Scored":
        had = opinion.themes.items()
        return _Scored(
            one.piece,
            self._joined(one.alone, {name: scores.alone[at] for name, scores in had}),
            self._joined(one.together, {name: scores.together[at] for name, scores in had}),
        )

    def _joined(self, ours: Sequence[float], other: Mapping[str, float]) -> list[float]:
        return [
            one + other.get(name, 0.0) for name, one in zip(self._model.heads, ours, strict=True)
        ]

    def _learned(
        self, one: "_Scored", top: Sequence[float], best: Sequence[float]
    ) -> list[FoundTheme]:
        found = []
        for theme, heads in self._heads.items():
            scores = {head: score for head in heads if (score := self._score(one, top, best, head))}
            if scores:
                head = max(scores, key=lambda head: scores[head])
                why = self._why(one.piece, theme, head)
                found.append(FoundTheme(theme=theme, why=why, score=round(scores[head], 3)))
        return found

    def _score(
        self, one: "_Scored", top: Sequence[float], best: Sequence[float], head: int
    ) -> float | None:
        """What others say around it gives a theme only to the sentence that speaks of it most."""
        speaks_most = one.together[head] == top[head]
        score = _share_of_yes(best[head] if speaks_most else one.together[head])
        return score if score >= YES and (speaks_most or one.alone[head] >= 0) else None

    def _why(self, one: Piece, theme: Slug, head: int) -> tuple[str, ...]:
        named = _typed(one, self._codebook).get(theme, ())
        spans = leads(one.said, self._model.shares(one.spoken.words, head), REASONS)
        weighed = (one.text[start:end] for start, end in spans)
        return tuple(dict.fromkeys([*named, *weighed]))[: max(REASONS, len(named))]

    def _by_likeness(self, one: Piece) -> list[FoundTheme]:
        if not self._own:
            return []
        typed = _typed(one, self._codebook)
        found = []
        for likeness in self._own:
            named = typed.get(likeness.theme, ())
            score = 1.0 if named else _share_of_yes(likeness.of(one) - ALIKE)
            if score >= YES:
                why = named or likeness.why(one)
                found.append(FoundTheme(theme=likeness.theme, why=why, score=round(score, 3)))
        return found


class _Scored(NamedTuple):
    piece: Piece
    alone: Sequence[float]
    together: Sequence[float]


class _Likeness:
    """How alike sentences are to a theme's name, description and examples: cosine of rare words."""

    def __init__(self, theme: Theme, model: Model) -> None:
        self.theme, self._model = theme.id, model
        said = (theme.label, theme.description, *theme.examples)
        together: Counter[str] = Counter()
        for text in said:
            together.update(self._vector(word.text for word in words(text)))
        self._about = _of_length_one(together)

    def of(self, one: Piece) -> float:
        vector = self._vector(one.spoken.words)
        return sum(self._about.get(stem, 0.0) * weight for stem, weight in vector.items())

    def why(self, one: Piece) -> tuple[str, ...]:
        vector = self._vector(one.spoken.words)
        shares = {stem: self._about.get(stem, 0.0) * weight for stem, weight in vector.items()}
        typed = {
            one.text[word.start : word.end]: shares.get(word.text[:STEM], 0.0) for word in one.said
        }
        spoke = sorted(typed, key=lambda word: -typed[word])[:REASONS]
        return tuple(word for word in spoke if typed[word] >= WORTH_SHOWING)

    def _vector(self, said: Iterable[str]) -> dict[str, float]:
        found: dict[str, float] = {}
        for word in said:
            if word not in GRAMMAR:
                rarity = self._model.rarity(word)
                found[word[:STEM]] = UNKNOWN_IS if rarity is None else rarity
        return _of_length_one(found)


def _heads(theme: Theme, model: Model) -> tuple[int, ...]:
    """Where the model reads the theme, and all that were merged into it."""
    return tuple(
        model.heads.index(one) for one in (theme.id, *theme.takes_in) if one in model.heads
    )


def signs(one: Piece, codebook: Codebook, question: str = "") -> dict[str, float]:
    """What is seen in a piece beside its words: which themes the codebook's words point to."""
    found = Counter(f"names {match.meaning}" for match in codebook.phrases.found(one.said))
    return {**found, **({f"asked {question}": WEIGHT_OF_QUESTION} if question else {})}


def themes(sentence: str, codebook: Codebook, model: Model | None = None) -> tuple[FoundTheme, ...]:
    """Every theme of *codebook* that one *sentence* speaks of, in the codebook's order.

    No theme is an empty tuple: not assigned, and for a person to see. The shipped *model* reads
    unless another is given.
    """
    one = piece(sentence)
    return ThemeReader(model or shipped_model(), codebook).found(one, [one])[0]


@cache
def shipped_model() -> Model:
    """The model that comes with Heard, loaded once."""
    return model_from((FOLDER / FILE).read_bytes(), KIND)


def _typed(one: Piece, codebook: Codebook) -> dict[Slug, tuple[str, ...]]:
    """For each theme the words of the codebook that stand in the piece, as they were typed."""
    found: dict[Slug, dict[str, None]] = {}
    for match in codebook.phrases.found(one.said):
        typed = one.text[match.words[0].start : match.words[-1].end]
        found.setdefault(match.meaning, {})[typed] = None
    return {theme: tuple(typed) for theme, typed in found.items()}


def _of_length_one(vector: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {stem: weight / length for stem, weight in vector.items()}


def _share_of_yes(above: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, STEEPNESS * above))))
