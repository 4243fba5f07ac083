"""What learning reaches, each comment read by a model that has not learned from its file.

Peers read the same comments in the same run; what learns among them learns from the same parts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.reading.codebook import Codebook, Theme, library_codebook
from analysis.reading.comparing import f1
from analysis.reading.judging import (
    answers,
    figures_of_sentiment,
    figures_of_themes,
    macro_f1,
    most_certain,
)
from analysis.reading.labelled import CodedComment, Source, library_comments, read_coded
from analysis.reading.learning import Outcome, learned_sentiment, learned_themes
from analysis.reading.sentiment import LEANINGS
from analysis.statistics import Share, wilson
from benchmarks import peers

Row = tuple[str, ...]
HEAD: Row = ("", "accuracy", "macro-F1", "certain four fifths", "comments/s")
THEMES_OF_NHS = 37  # the most frequent, as published figures have it


def ours() -> Iterator[tuple[str, Row, list[Row]]]:
    """Title, heading and rows of each table on the comments in the project."""
    comments = library_comments()
    outcome = learned_sentiment(comments)
    yield "Our comments, whole, without mixed", HEAD, list(_sentiment(outcome))
    yield _figures("Our comments: sentiment by part", figures_of_sentiment(outcome))
    by_theme = learned_themes(comments, library_codebook())
    yield "Our comments, themes", ("", "micro-F1", "macro-F1"), list(_themes(by_theme))
    yield _figures("Our comments: themes by part", figures_of_themes(by_theme))


def of_table(path: Path) -> Iterator[tuple[str, Row, list[Row]]]:
    """The same on a table (CSV) of coded comments, such as a trust's feedback."""
    comments = read_coded([Source(path.name, path.read_bytes())])
    if any(comment.sentiment for comment in comments):
        yield f"{path.stem}, three classes", HEAD, list(_sentiment(learned_sentiment(comments)))
    if any(comment.themes for comment in comments):
        codebook = _codebook(comments)
        outcome = learned_themes(comments, codebook)
        title = f"{path.stem}, {len(outcome.names)} themes"
        yield title, ("", "micro-F1", "macro-F1"), list(_themes(outcome))


def _sentiment(outcome: Outcome) -> Iterator[Row]:
    three = answers(outcome.held, LEANINGS)
    texts = [one.held.comment.text for one in three]
    truth = [one.truth.value for one in three]
    folds = [one.held.fold for one in three]
    others = (
        peers.majority(truth),
        peers.textblob(texts),
        peers.vader(texts),
        peers.tfidf(texts, truth, folds),
    )
    for said in others:
        right = sum(a == b for a, b in zip(said.read, truth, strict=True))
        rate = "" if said.rate == float("inf") else f"{said.rate:,.0f}"
        yield said.name, _share(right, len(truth)), f"{_macro(truth, said.read):.3f}", "", rate
    right = sum(one.read is one.truth for one in three)
    certain = most_certain(three)
    kept = sum(one.read is one.truth for one in certain)
    yield (
        "Heard, light",
        _share(right, len(three)),
        f"{macro_f1(three, LEANINGS):.3f}",
        _share(kept, len(certain)),
        "",
    )


def _macro(truth: Sequence[str], read: Sequence[str]) -> float:
    pairs = list(zip(truth, read, strict=True))
    labels = [leaning.value for leaning in LEANINGS]
    return sum(
        f1(
            (
                sum(a == b == label for a, b in pairs),
                sum(b == label != a for a, b in pairs),
                sum(a == label != b for a, b in pairs),
            )
        )
        for label in labels
    ) / len(labels)


def _themes(outcome: Outcome) -> Iterator[Row]:
    held = outcome.held
    texts, folds = [one.comment.text for one in held], [one.fold for one in held]
    truth = [[name in (one.comment.themes or ()) for name in outcome.names] for one in held]
    plain = peers.tfidf_themes(texts, truth, folds)
    yield ("TF-IDF", *_f1s(truth, plain))
    yield ("Heard, light", *_f1s(truth, [[score >= 0 for score in one.scores] for one in held]))


def _f1s(truth: Sequence[Sequence[bool]], read: Sequence[Sequence[bool]]) -> tuple[str, str]:
    columns = list(zip(zip(*truth, strict=True), zip(*read, strict=True), strict=True))
    counts = [
        (
            sum(a and b for a, b in zip(coded, found, strict=True)),
            sum(b and not a for a, b in zip(coded, found, strict=True)),
            sum(a and not b for a, b in zip(coded, found, strict=True)),
        )
        for coded, found in columns
    ]
    together = (sum(c[0] for c in counts), sum(c[1] for c in counts), sum(c[2] for c in counts))
    return f"{f1(together):.3f}", f"{sum(map(f1, counts)) / len(counts):.3f}"


def _figures(title: str, figures: Iterator[object]) -> tuple[str, Row, list[Row]]:
    rows = [(str(getattr(one, "name", "")), str(one)) for one in figures]
    return title, ("", "held out"), [tuple(row) for row in rows]


def _share(hits: int, base: int) -> str:
    interval = wilson(Share(favourable=hits, base=base))
    return f"{interval.estimate:.3f} ({interval.lower:.2f} to {interval.upper:.2f})"


def _codebook(comments: Sequence[CodedComment]) -> Codebook:
    """The most frequent themes of a table, which has names and no words for them."""
    counted = Counter(theme for comment in comments for theme in comment.themes or ())
    return Codebook(
        themes=tuple(
            Theme(id=name, label=name, description=name, words=(name.replace("_", " "),))
            for name, _ in counted.most_common(THEMES_OF_NHS)
        )
    )
