"""How well the engine reads comments it has not learned from: every figure of a model's card."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple, TypeVar

from analysis.reading.comparing import Counts, f1
from analysis.reading.learning import Held, Outcome
from analysis.reading.sentiment import LEANINGS, WHOLES
from analysis.signals.judging import Rate
from surveys.coding import Sentiment

DRAWS, SEED = 200, 4
SMALLEST_GROUP = 30
SHARE_KEPT = 0.8  # once a person has taken the least certain fifth
MISTAKES = 10


class Judged(NamedTuple):
    """A score with the range that 95 of 100 draws of the comments lie in (bootstrap)."""

    name: str
    score: float
    lower: float
    upper: float
    base: int

    def __str__(self) -> str:
        return f"{self.score:.3f} ({self.lower:.2f} to {self.upper:.2f})"


Figure = Rate | Judged
Item = TypeVar("Item")


class Answer(NamedTuple):
    """What a coder said of a comment, and what was read in it."""

    held: Held
    truth: Sentiment
    read: Sentiment
    probability: float


def answers(held: Sequence[Held], among: Sequence[Sentiment] = WHOLES) -> list[Answer]:
    """The readings of the comments that a coder gave one of *among*, chosen among these."""
    return [
        _answer(one, one.comment.sentiment, among)
        for one in held
        if one.comment.sentiment in among and one.comment.sentiment is not None
    ]


def _answer(one: Held, truth: Sentiment, among: Sequence[Sentiment]) -> Answer:
    shares = {leaning: one.scores[WHOLES.index(leaning)] for leaning in among}
    read = max(shares, key=lambda leaning: shares[leaning])
    return Answer(one, truth, read, shares[read] / sum(shares.values()))


def figures_of_sentiment(outcome: Outcome) -> Iterator[Figure]:
    """Of three classes where a coder found no mixed comment, and of mixed among all four."""
    three, four = answers(outcome.held, LEANINGS), answers(outcome.held)
    yield _right("right, of negative, neutral and positive", three)
    yield drawn("the same, macro-F1", three, lambda some: macro_f1(some, LEANINGS))
    yield _right("right, of all four with mixed", four)
    yield drawn("mixed found, F1", four, lambda some: f1(_counts(some, Sentiment.MIXED)))
    yield _right("right, without the least certain fifth", most_certain(three))
    for about in (_speaker, _file):
        for name in sorted({about(one.held) for one in three} - {""}):
            members = [one for one in three if about(one.held) == name]
            if len(members) >= SMALLEST_GROUP:
                yield _right(f"right, {name}", members)
    for leaning in LEANINGS:
        read = [one for one in three if one.read is leaning]
        yield _right(f"right, of those read as {leaning.value}", read)


def most_certain(some: Sequence[Answer]) -> list[Answer]:
    ordered = sorted(some, key=lambda one: -one.probability)
    return ordered[: int(SHARE_KEPT * len(ordered))]


def macro_f1(some: Sequence[Answer], among: Sequence[Sentiment]) -> float:
    return sum(f1(_counts(some, leaning)) for leaning in among) / len(among)


def mistakes_of_sentiment(outcome: Outcome) -> list[Answer]:
    """The most certain of the wrong readings: what teaches most about the engine."""
    wrong = [one for one in answers(outcome.held) if one.read is not one.truth]
    return sorted(wrong, key=lambda one: -one.probability)[:MISTAKES]


def figures_of_themes(outcome: Outcome) -> Iterator[Figure]:
    """Of several themes to a comment, each with the line that was drawn on the other files."""
    held, themes = outcome.held, range(len(outcome.names))
    yield drawn("all themes together, micro-F1", held, lambda some: f1(_together(some, outcome)))
    yield drawn("mean of the themes, macro-F1", held, lambda some: _mean_f1(some, outcome))
    found, false, missed = _together(held, outcome)
    yield Rate("found, of what coders coded", found, found + missed)
    yield Rate("right, of what was found", found, found + false)
    unassigned = sum(max(one.scores) < 0 for one in held)
    yield Rate("comments without a theme (not assigned)", unassigned, len(held))
    for about in (_speaker, _file):
        for name in sorted({about(one) for one in held} - {""}):
            members = [one for one in held if about(one) == name]
            if len(members) >= SMALLEST_GROUP:
                yield drawn(f"micro-F1, {name}", members, lambda some: f1(_together(some, outcome)))
    for theme in themes:
        found, false, missed = _of_theme(held, outcome, theme)
        yield Rate(f"{outcome.names[theme]}, found", found, found + missed)
        yield Rate(f"{outcome.names[theme]}, right of what was found", found, found + false)


def mistakes_of_themes(outcome: Outcome) -> list[tuple[Held, str, bool]]:
    """What was read or missed by most: comment, theme, whether it was found for nothing."""
    wrong = [
        (abs(score), one, name, score >= 0)
        for one in outcome.held
        for name, score in zip(outcome.names, one.scores, strict=True)
        if (score >= 0) != (name in (one.comment.themes or ())) and one.comment.tells_of(name)
    ]
    wrong.sort(key=lambda found: -found[0])
    false = [(one, name, is_false) for _, one, name, is_false in wrong if is_false]
    missed = [(one, name, is_false) for _, one, name, is_false in wrong if not is_false]
    half = MISTAKES // 2
    return [*false[:half], *missed[:half]]


def drawn(name: str, some: Sequence[Item], score: Callable[[Sequence[Item]], float]) -> Judged:
    """The score of all, and its range over DRAWS samples with replacement; always the same."""
    random = Random(SEED)  # noqa: S311 - repeatable on purpose
    samples = sorted(score(random.choices(some, k=len(some))) for _ in range(DRAWS))
    edge = DRAWS // 40
    return Judged(name, score(some), samples[edge], samples[-1 - edge], len(some))


def _right(name: str, some: Sequence[Answer]) -> Rate:
    return Rate(name, sum(one.read is one.truth for one in some), len(some))


def _counts(some: Sequence[Answer], leaning: Sentiment) -> Counts:
    found = sum(one.read is leaning and one.truth is leaning for one in some)
    return (
        found,
        sum(one.read is leaning for one in some) - found,
        sum(one.truth is leaning for one in some) - found,
    )


def _of_theme(some: Sequence[Held], outcome: Outcome, theme: int) -> Counts:
    name = outcome.names[theme]
    pairs = [
        (one.scores[theme] >= 0, name in (one.comment.themes or ()))
        for one in some
        if one.comment.tells_of(name)
    ]
    return (
        sum(read and coded for read, coded in pairs),
        sum(read and not coded for read, coded in pairs),
        sum(coded and not read for read, coded in pairs),
    )


def _by_theme(some: Sequence[Held], outcome: Outcome) -> list[Counts]:
    return [_of_theme(some, outcome, theme) for theme in range(len(outcome.names))]


def _together(some: Sequence[Held], outcome: Outcome) -> Counts:
    found, false, missed = (sum(column) for column in zip(*_by_theme(some, outcome), strict=True))
    return found, false, missed


def _mean_f1(some: Sequence[Held], outcome: Outcome) -> float:
    return sum(map(f1, _by_theme(some, outcome))) / len(outcome.names)


def _speaker(one: Held) -> str:
    return one.comment.speaker


def _file(one: Held) -> str:
    return one.comment.set
