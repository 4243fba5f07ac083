"""What others read in the same comments: TextBlob, VADER, and a plain TF-IDF model.

Only here to be measured against; Heard needs none of them but TextBlob. VADER and scikit-learn come
with the group peers (`make bench` installs it); without it ModuleNotFoundError says so.
"""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from textblob import TextBlob  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

NEUTRAL_BAND = 0.05  # VADER's own; for TextBlob the same


class Said(NamedTuple):
    """What a peer read, and how many comments a second it took on one core."""

    name: str
    read: list[str]
    rate: float


def majority(truth: Sequence[str]) -> Said:
    usual = max(sorted(set(truth)), key=truth.count)
    return Said("majority", [usual] * len(truth), float("inf"))


def textblob(texts: Sequence[str]) -> Said:
    began = time.process_time()
    read = [_of_polarity(TextBlob(text).sentiment.polarity) for text in texts]
    return Said("TextBlob", read, len(texts) / (time.process_time() - began))


def vader(texts: Sequence[str]) -> Said:
    from vaderSentiment.vaderSentiment import (  # noqa: PLC0415 - not installed with Heard
        SentimentIntensityAnalyzer,
    )

    analyzer = SentimentIntensityAnalyzer()
    began = time.process_time()
    read = [_of_polarity(analyzer.polarity_scores(text)["compound"]) for text in texts]
    return Said("VADER", read, len(texts) / (time.process_time() - began))


def _of_polarity(polarity: float) -> str:
    if abs(polarity) <= NEUTRAL_BAND:
        return "neutral"
    return "positive" if polarity > 0 else "negative"


def tfidf(texts: Sequence[str], truth: Sequence[str], folds: Sequence[str]) -> Said:
    """Words and pairs with logistic regression, each fold read by what the others taught."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - see vader

    read = [""] * len(texts)
    took = 0.0
    for learn, judge in _splits(folds):
        words = _words()
        model = LogisticRegression(C=10, class_weight="balanced", max_iter=300)
        model.fit(words.fit_transform([texts[at] for at in learn]), [truth[at] for at in learn])
        began = time.process_time()
        found = model.predict(words.transform([texts[at] for at in judge]))
        took += time.process_time() - began
        for at, one in zip(judge, found, strict=True):
            read[at] = str(one)
    return Said("TF-IDF", read, len(texts) / took)


def tfidf_themes(
    texts: Sequence[str], truth: Sequence[Sequence[bool]], folds: Sequence[str]
) -> list[list[bool]]:
    """Words and pairs with a linear support vector machine for each theme."""
    from sklearn.multiclass import OneVsRestClassifier  # noqa: PLC0415 - see vader
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    answers = np.array(truth)
    read = np.zeros_like(answers)
    for learn, judge in _splits(folds):
        words = _words()
        model = OneVsRestClassifier(LinearSVC())
        kept = answers[learn].any(axis=0)
        model.fit(words.fit_transform([texts[at] for at in learn]), answers[learn][:, kept])
        found = model.predict(words.transform([texts[at] for at in judge]))
        for head, column in zip(np.flatnonzero(kept), found.T, strict=True):
            read[judge, head] = column.astype(bool)
    return [[bool(one) for one in row] for row in read]


def _words() -> "TfidfVectorizer":
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - see vader

    return TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)


def _splits(folds: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    return [
        (
            [at for at, one in enumerate(folds) if one != fold],
            [at for at, one in enumerate(folds) if one == fold],
        )
        for fold in sorted(set(folds))
    ]
