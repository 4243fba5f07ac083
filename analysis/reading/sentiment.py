"""A machine's reading of how a sentence leans: toward the help described, not toward the topic.

The only module that knows TextBlob. Alone it reads this field badly: it has no score for
"listened", "unsafe" or "nobody rang back", and "wasn't good" is good news to it. So its polarity,
taken after contractions are written out, is one voice beside the words of the field in
library/field_words.tsv.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import NamedTuple, cast

from analysis.word_lists import GRAMMAR
from analysis.words import Word, words
from surveys.coding import Sentiment
from surveys.values import Value

ENGINE = "field-words 1, textblob"
LEANINGS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
START, POLARITY = "(start)", "(polarity)"
LONGEST_PHRASE = 3
REASONS = 4


class View(Value):
    """How one sentence leans, and the words, as typed, that weighed most (*why*)."""

    sentiment: Sentiment
    polarity: float
    why: tuple[str, ...] = ()


class Weights(NamedTuple):
    negative: float
    neutral: float
    positive: float


def view(sentence: str) -> View:
    """The machine's reading of *sentence*: negative, neutral or positive, never mixed.

    *polarity* is TextBlob's, from -1 to 1. A sentence without a word we know is neutral.
    """
    return view_of(sentence, words(sentence))


def view_of(sentence: str, said: Sequence[Word]) -> View:
    """As *view*, for a sentence whose *words* are at hand."""
    weights = field_words()
    known = dict(_known(said, weights))
    polarity, assessed = _textblob([word.text for word in said])
    if not known and not assessed:
        return View(sentiment=Sentiment.NEUTRAL, polarity=0.0)
    voices = [
        weights[START],
        _times(weights[POLARITY], polarity),
        *(weights[term] for term in known),
    ]
    totals = [sum(voice[leaning] for voice in voices) for leaning in range(len(LEANINGS))]
    winner = totals.index(max(totals))
    reasons = _reasons(sentence, known, winner) or assessed
    return View(sentiment=LEANINGS[winner], polarity=round(polarity, 3), why=reasons[:REASONS])


def whole(sentiments: Iterable[Sentiment]) -> Sentiment:
    """The sentiment of a comment from those of its sentences; with good and bad it is mixed."""
    found = set(sentiments)
    if Sentiment.MIXED in found or {Sentiment.POSITIVE, Sentiment.NEGATIVE} <= found:
        return Sentiment.MIXED
    return next(iter(found - {Sentiment.NEUTRAL}), Sentiment.NEUTRAL)


@cache
def engine() -> str:
    """Name and version of what reads the sentiment."""
    return f"{ENGINE} {version('textblob')}"


@cache
def field_words() -> dict[str, Weights]:
    listed = files("analysis").joinpath("library/field_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in listed.splitlines() if not line.startswith("#"))
    return {term: Weights(float(bad), float(plain), float(good)) for term, bad, plain, good in rows}


def _known(
    said: Sequence[Word], weights: dict[str, Weights]
) -> Iterable[tuple[str, tuple[int, int]]]:
    """Each phrase of *said* that has weights, and where it was typed."""
    for first in range(len(said)):
        term = ""
        for last in range(first, min(first + LONGEST_PHRASE, len(said))):
            term = f"{term} {said[last].text}".lstrip()
            if term in weights:
                yield term, (said[first].start, said[last].end)


def _times(weights: Weights, factor: float) -> Weights:
    return Weights(*(weight * factor for weight in weights))


def _reasons(sentence: str, known: dict[str, tuple[int, int]], winner: int) -> tuple[str, ...]:
    """The words that spoke for *winner*, strongest first, none inside another."""
    weights = field_words()
    spoke = sorted((-weights[term][winner], term) for term in known if weights[term][winner] > 0)
    told: list[tuple[int, int]] = []
    for _, term in spoke:
        start, end = known[term]
        is_told = any(start < right and left < end for left, right in told)
        if not is_told and not GRAMMAR.issuperset(term.split()):
            told.append((start, end))
    return tuple(sentence[start:end] for start, end in told)


def _textblob(said: list[str]) -> tuple[float, tuple[str, ...]]:
    """TextBlob's polarity of these words, and the words it assessed.

    Imported only here and only now: it brings NLTK along, most of a second. Given words instead
    of a text it leaves out its own tokeniser, which knows neither phone typing nor faces.
    """
    from textblob.en import (  # type: ignore[import-untyped]  # noqa: PLC0415 - see above
        sentiment as assess,
    )

    score = assess(said)
    assessed = cast("list[tuple[list[str], float, float, str | None]]", score.assessments)
    return float(score[0]), tuple(" ".join(chunk) for chunk, polarity, _, _ in assessed if polarity)
