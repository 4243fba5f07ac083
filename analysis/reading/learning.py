"""Learns the light engine's models from coded comments. The same comments give the same models.

What is set after learning (how steep a probability is, what decides about the whole, where a
theme's line is drawn) is set on comments that a model has not learned from: each file in turn.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log, sqrt
from typing import Any, NamedTuple

import numpy as np

from analysis.descent import Numbers, Vector, balanced, descended, vector
from analysis.features import SQUARE_OF_NOTHING, Value, features, is_pair
from analysis.reading import sentiment as by_sentiment
from analysis.reading import themes as by_themes
from analysis.reading.codebook import Codebook
from analysis.reading.comparing import Pair, kept, key, tally
from analysis.reading.labelled import ALWAYS, CORRECTED, CodedComment, distinct, folds
from analysis.reading.lines import Truth, lined, lines_of
from analysis.reading.model import Learned, model_of, probabilities, written
from analysis.reading.sentences import sentences
from analysis.reading.sentiment import HEADS, LEANINGS, WHOLES, Piece, SentimentReader, piece
from analysis.reading.themes import ThemeReader
from surveys.coding import Sentiment

SEEN_AT_LEAST = 2  # texts that a feature must stand in
PAIR_SEEN_AT_LEAST = 3  # most pairs of words stand in two: without them a model is half as large
COST, COST_OF_A_THEME, COST_OF_WHOLE = 1.0, 2.0, 0.1
BALANCE_OF_WHOLE = 0.5  # halfway between most right of all and all answers found alike
PASSES_OF_WHOLE = 30
DIGITS = 4
STEEPNESS = 2.25  # of a sentence's scores: least surprised by held-out sentences
STEEPNESSES = tuple(step / 4 for step in range(2, 33))
FEWEST_OF_A_THEME = 3
FEWEST_FOLDS = 2  # one to learn from, one to judge on
UNCERTAIN = 0.2  # of comments: so many a person can look at
Tell = Callable[[], None]


class NothingToLearn(Exception):
    """Too few coded comments, or none with what is to be learned."""


class Held(NamedTuple):
    """A comment with what was read in it by models that had not learned from its file."""

    comment: CodedComment
    fold: str
    scores: tuple[float, ...]  # by WHOLES, or by the themes of the model


class Outcome(NamedTuple):
    """A model file, and every comment read by another one that had not seen it."""

    content: bytes
    held: tuple[Held, ...]
    names: tuple[str, ...]


class _Texts:
    """Texts with their features, found and numbered once for all folds.

    *persons* says of each text who said it (see CodedComment). A feature that only one person's
    words have, however often, is never learned: a model would carry that person's way of speaking.
    """

    def __init__(
        self, seen: Iterable[tuple[Piece, Mapping[str, float]]], persons: Sequence[str]
    ) -> None:
        self._numbers: dict[str, int] = {}
        self._found = [self._of(one, given) for one, given in seen]
        self._names = list(self._numbers)
        self._is_of_one = self._of_one_person(persons)
        pairs = np.array([is_pair(name) for name in self._names], dtype=np.bool_)
        self._at_least = np.where(pairs, PAIR_SEEN_AT_LEAST, SEEN_AT_LEAST)

    def _of_one_person(self, persons: Sequence[str]) -> Truth:
        """Of each feature whether one person alone has it; what is invented is nobody's."""
        first: dict[int, str] = {}
        shared = np.zeros(len(self._names), dtype=np.bool_)
        for ((numbers, _), _), person in zip(self._found, persons, strict=True):
            if not person:
                shared[numbers] = True
                continue
            for number in map(int, numbers):
                if first.setdefault(number, person) != person:
                    shared[number] = True
        return ~shared

    def _of(self, one: Piece, given: Mapping[str, float]) -> tuple[Vector, Numbers]:
        """Its features, and what each adds to the squared length of the text."""
        found = {name: Value(value, value**2) for name, value in given.items() if value}
        found |= features(one.spoken.words)
        numbers = [self._numbers.setdefault(name, len(self._numbers)) for name in found]
        values, squares = zip(*found.values(), strict=True) if found else ((), ())
        return vector(numbers, values), np.array(squares, dtype=np.float64)

    def learned(
        self, chosen: Sequence[int], questions: Sequence["_Question"]
    ) -> tuple[list[str], list[float], list[list[float]], list[float]]:
        """Names, rarity, weights (with how rare a feature is in them) and biases of all questions.

        The questions are asked of the *chosen* texts, by place in them.
        """
        counted = np.bincount(
            np.concatenate([self._found[at][0].numbers for at in chosen]),
            minlength=len(self._names),
        )
        known = (counted >= self._at_least) & ~self._is_of_one
        rarity = np.where(known, np.round(1 + np.log((1 + len(chosen)) / (1 + counted)), 3), 0.0)
        rows = [self._row(at, rarity) for at in chosen]
        found = [
            descended([rows[at] for at in asked], answers, costs, len(self._names))
            for asked, answers, costs in questions
        ]
        weights = np.hstack([one for one, _ in found]) * rarity[:, None]
        bias = [round(float(one), DIGITS) for _, biases in found for one in biases]
        names = [name for name, is_known in zip(self._names, known, strict=True) if is_known]
        return names, rarity[known].tolist(), weights[known].tolist(), bias

    def _row(self, at: int, rarity: Numbers) -> Vector:
        (numbers, values), squares = self._found[at]
        rare = rarity[numbers]
        length = sqrt(SQUARE_OF_NOTHING + float(squares @ rare**2))
        return Vector(numbers[rare > 0], (values * rare / length)[rare > 0])


class _Question(NamedTuple):
    """Of which of the chosen texts it is asked, their answers, and what a wrong one costs."""

    asked: Sequence[int]
    answers: Truth
    costs: Numbers


def tasks(comments: Sequence[CodedComment]) -> int:
    """How often *tell* is called while one model is learned from them."""
    return len(set(folds(comments)) - {ALWAYS}) + 2


# Sentiment


def learned_sentiment(comments: Sequence[CodedComment], tell: Tell = lambda: None) -> Outcome:
    """The model of sentiment. Raises NothingToLearn."""
    used = distinct([comment for comment in comments if comment.sentiment is not None])
    groups = folds(used)
    if len(set(groups)) < FEWEST_FOLDS or not set(LEANINGS) <= {one.sentiment for one in used}:
        raise NothingToLearn
    examples = _SentimentExamples(used, groups)
    signs = _held_signs(examples, used, groups, tell)
    judged = sorted(signs)
    held_by = _Judged([used[at] for at in judged], [groups[at] for at in judged])
    rows = [signs[at] for at in judged]
    scores = _held_whole(rows, held_by)
    tell()
    held, steepness = _held(held_by, scores)
    drawn = {
        "steepness": STEEPNESS,
        "steepness of whole": steepness,
        "whole": _whole(rows, [one.sentiment for one in held_by.comments]),
        "uncertain": sorted(max(one.scores) for one in held)[int(UNCERTAIN * len(held))],
        "held out": _tallied(held, _leaning),
    }
    content = written(examples.learned(None, drawn))
    tell()
    return Outcome(content, held, tuple(one.value for one in WHOLES))


def _tallied(held: Sequence[Held], pair: Callable[[Held], Pair]) -> dict[str, Any]:
    """How well other models read what they had not seen, to be compared with a later one's.

    What people corrected is left out: it is more each time, and not the same comments.
    """
    some = [(one, pair(one)) for one in held if one.comment.set != CORRECTED]
    keys = [key(one.comment.text, truth) for one, (truth, _) in some]
    return kept(tally(read for _, read in some), keys)


def _leaning(one: Held) -> Pair:
    read = WHOLES[max(range(len(WHOLES)), key=one.scores.__getitem__)]
    truth = [one.comment.sentiment.value] if one.comment.sentiment else []
    return Pair(frozenset(truth), frozenset([read.value]))


def _above(one: Held, names: Sequence[str]) -> Pair:
    read = (
        name
        for name, score in zip(names, one.scores, strict=True)
        if score >= 0 and one.comment.tells_of(name)
    )
    return Pair(frozenset(one.comment.themes or ()), frozenset(read))


class _Judged(NamedTuple):
    """Comments that are held out in turn, each with what it is held out with."""

    comments: Sequence[CodedComment]
    groups: Sequence[str]


def _held_signs(
    examples: "_SentimentExamples", used: Sequence[CodedComment], groups: Sequence[str], tell: Tell
) -> dict[int, list[float]]:
    """The signs of each whole, by a model that has not learned from its file."""
    signs = {}
    for fold in sorted(set(groups) - {ALWAYS}):
        reader = SentimentReader(model_of(examples.learned(fold, {"steepness": STEEPNESS})))
        for at, comment in enumerate(used):
            if groups[at] == fold:
                signs[at] = _signs(reader, comment)
        tell()
    return signs


def _held(judged: _Judged, scores: Sequence[Sequence[float]]) -> tuple[tuple[Held, ...], float]:
    """The comments with their probabilities, and how steep these are."""
    truth = [WHOLES.index(one.sentiment) for one in judged.comments if one.sentiment is not None]
    steepness = steepest(scores, truth)
    held = tuple(
        Held(comment, fold, tuple(probabilities(row, steepness)))
        for comment, fold, row in zip(judged.comments, judged.groups, scores, strict=True)
    )
    return held, steepness


class _SentimentExamples:
    """Sentences, and after them whole comments."""

    def __init__(self, comments: Sequence[CodedComment], groups: Sequence[str]) -> None:
        parts = [
            (at, piece(part.text, place, len(one.parts)), part.sentiment)
            for at, one in enumerate(comments)
            for place, part in enumerate(one.parts)
        ]
        wholes = [(at, piece(one.text), one.sentiment) for at, one in enumerate(comments)]
        self._sentences = len(parts)
        self._groups = [groups[at] for at, _, _ in (*parts, *wholes)]
        self._truth = [sentiment for _, _, sentiment in (*parts, *wholes)]
        self._texts = _Texts(
            (
                (one, by_sentiment.heard(one, comments[at].question))
                for at, one, _ in (*parts, *wholes)
            ),
            [comments[at].person for at, _, _ in (*parts, *wholes)],
        )

    def learned(self, without: str | None, drawn: Mapping[str, Any]) -> Learned:
        chosen = [at for at, group in enumerate(self._groups) if group != without]
        parts = [place for place, at in enumerate(chosen) if at < self._sentences]
        wholes = [place for place, at in enumerate(chosen) if at >= self._sentences]
        questions = []
        for asked, answers in ((parts, LEANINGS), (wholes, WHOLES)):
            truth = np.array([[self._truth[chosen[at]] is a for a in answers] for at in asked])
            questions.append(_Question(asked, truth, balanced(truth, COST)))
        names, rarity, weights, bias = self._texts.learned(chosen, questions)
        return Learned(by_sentiment.KIND, HEADS, bias, names, rarity, weights, drawn)


def _pieces(text: str) -> list[Piece]:
    slices = sentences(text)
    return [piece(one.text, at, len(slices)) for at, one in enumerate(slices)]


def _signs(reader: SentimentReader, comment: CodedComment) -> list[float]:
    """As the engine sees the whole: by its own sentences, not by the coder's."""
    pieces = _pieces(comment.text) or [piece(comment.text)]
    shares = [reader.shares(one, comment.question) for one in pieces]
    return reader.signs_of_whole(piece(comment.text), shares, comment.question)


def _whole(
    signs: Sequence[Sequence[float]], truth: Sequence[Sentiment | None]
) -> list[tuple[float, list[float]]]:
    """For each of WHOLES its bias and the weight of each sign."""
    answers = np.array([[given is one for one in WHOLES] for given in truth])
    rows = [vector(range(len(row)), row) for row in signs]
    costs = balanced(answers, COST_OF_WHOLE, BALANCE_OF_WHOLE)
    weights, bias = descended(rows, answers, costs, len(signs[0]), PASSES_OF_WHOLE)
    return [
        (round(float(bias[head]), DIGITS), [round(float(one), DIGITS) for one in weights[:, head]])
        for head in range(len(WHOLES))
    ]


def _held_whole(signs: Sequence[Sequence[float]], judged: _Judged) -> list[list[float]]:
    """The scores of each whole by a decision that was learned from the other files."""
    scores: list[list[float]] = [[] for _ in signs]
    for fold in set(judged.groups):
        others = [at for at, group in enumerate(judged.groups) if group != fold]
        truth = [judged.comments[at].sentiment for at in others]
        decides = _whole([signs[at] for at in others], truth)
        for at, group in enumerate(judged.groups):
            if group == fold:
                scores[at] = [bias + float(np.dot(row, signs[at])) for bias, row in decides]
    return scores


def steepest(scores: Sequence[Sequence[float]], answers: Sequence[int]) -> float:
    """The steepness whose probabilities are the truest: least surprised by the answers."""

    def surprise(steepness: float) -> float:
        given = zip(scores, answers, strict=True)
        return -sum(log(max(1e-9, probabilities(row, steepness)[one])) for row, one in given)

    return min(STEEPNESSES, key=surprise)


# Themes


def learned_themes(
    comments: Sequence[CodedComment], codebook: Codebook, tell: Tell = lambda: None
) -> Outcome:
    """The model of the codebook's themes that are coded often enough. Raises NothingToLearn.

    A theme is learned from the comments that tell of it: from none that was coded before it was.
    """
    used = distinct([comment for comment in comments if comment.themes is not None])
    names = tuple(t.id for t in codebook.themes if _is_coded_often(t.id, used))
    groups = folds(used)
    if len(set(groups)) < FEWEST_FOLDS or not names:
        raise NothingToLearn
    examples = _ThemeExamples(used, groups, codebook, names)
    scores: dict[int, list[float]] = {}
    for fold in sorted(set(groups) - {ALWAYS}):
        model = model_of(examples.learned(fold, {"lines": dict.fromkeys(names, 0.0)}))
        reader = ThemeReader(model, codebook)
        for at, comment in enumerate(used):
            if groups[at] == fold:
                scores[at] = _highest(reader, comment)
        tell()
    judged = _Judged([used[at] for at in sorted(scores)], [groups[at] for at in sorted(scores)])
    found, truth = np.array([scores[at] for at in sorted(scores)]), truth_of(judged.comments, names)
    told = told_of(judged.comments, names)
    above = lined(found, truth, judged.groups, told)
    held = tuple(
        Held(comment, fold, tuple(map(float, row)))
        for comment, fold, row in zip(*judged, above, strict=True)
    )
    tell()
    lines = dict(zip(names, lines_of(found, truth, told), strict=True))
    drawn = {"lines": lines, "held out": _tallied(held, lambda one: _above(one, names))}
    content = written(examples.learned(None, drawn))
    tell()
    return Outcome(content, held, names)


def _is_coded_often(theme: str, comments: Sequence[CodedComment]) -> bool:
    """Both that it is there and that it is not: from yes alone, no is never learned."""
    told = [theme in (one.themes or ()) for one in comments if one.tells_of(theme)]
    return min(told.count(True), told.count(False)) >= FEWEST_OF_A_THEME


class _ThemeExamples:
    def __init__(
        self,
        comments: Sequence[CodedComment],
        groups: Sequence[str],
        codebook: Codebook,
        names: tuple[str, ...],
    ) -> None:
        self._names = names
        rows = [
            (at, piece(text), themes)
            for at, one in enumerate(comments)
            for text, themes in _texts(one)
        ]
        self._groups = [groups[at] for at, _, _ in rows]
        self._truth = np.array([[name in themes for name in names] for _, _, themes in rows])
        self._told = told_of([comments[at] for at, _, _ in rows], names)
        self._texts = _Texts(
            ((one, by_themes.signs(one, codebook, comments[at].question)) for at, one, _ in rows),
            [comments[at].person for at, _, _ in rows],
        )

    def learned(self, without: str | None, drawn: Mapping[str, Any]) -> Learned:
        chosen = [at for at, group in enumerate(self._groups) if group != without]
        truth = self._truth[chosen]
        costs = np.where(truth, COST_OF_A_THEME, COST) * self._told[chosen]
        names, rarity, weights, bias = self._texts.learned(
            chosen, [_Question(range(len(chosen)), truth, costs)]
        )
        return Learned(by_themes.KIND, self._names, bias, names, rarity, weights, drawn)


def _texts(comment: CodedComment) -> list[tuple[str, tuple[str, ...]]]:
    """The comment, and its sentences where it has more than one."""
    parts = [(part.text, part.themes) for part in comment.sentences if part.themes is not None]
    return [(comment.text, comment.themes or ()), *(parts if len(parts) > 1 else [])]


def _highest(reader: ThemeReader, comment: CodedComment) -> list[float]:
    """For each theme the score of the sentence that speaks of it most."""
    whole = piece(comment.text)
    pieces = _pieces(comment.text) or [whole]
    scored = [one.together for one in reader.scored(whole, pieces, comment.question)]
    return [max(column) for column in zip(*scored, strict=True)]


def truth_of(comments: Sequence[CodedComment], names: Sequence[str]) -> Truth:
    return np.array([[name in (one.themes or ()) for name in names] for one in comments])


def told_of(comments: Sequence[CodedComment], names: Sequence[str]) -> Truth:
    """Of each comment, whether it says of a theme that it is there or is not."""
    return np.array([[one.tells_of(name) for name in names] for one in comments])
