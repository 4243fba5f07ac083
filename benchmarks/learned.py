"""What learning reaches, each comment read by a model that has not learned from its file.

Peers read the same comments in the same run; what learns among them learns from the same parts.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from analysis.reading.codebook import Codebook, Theme, library_codebook
from analysis.reading.comparing import f1
from analysis.reading.judging import (
    answers,
    figures_of_sentiment,
    figures_of_themes,
    macro_f1,
    mistakes_of_sentiment,
    mistakes_of_themes,
    most_certain,
)
from analysis.reading.labelled import CodedComment, Source, library_comments, read_coded
from analysis.reading.learning import Outcome, learned_sentiment, learned_themes
from analysis.reading.light import shipped_engine
from analysis.reading.sentences import sentences
from analysis.reading.sentiment import LEANINGS
from analysis.statistics import Share, wilson
from benchmarks import peers
from benchmarks.own_themes import own_themes

Row = tuple[str, ...]
Table = tuple[str, Row, list[Row]]
ABSENT = "not installed; make bench installs it"
HEAD: Row = ("", "accuracy", "macro-F1", "certain four fifths", "comments/s")
THEMES_OF_NHS = 37  # the most frequent, as published figures have it


def ours() -> Iterator[Table]:
    """Title, heading and rows of each table on the comments in the project."""
    comments = library_comments()
    yield boundaries([one for one in comments if one.set.startswith("coded_")])
    yield own_themes()
    yield from _of_sentiment("Our comments", learned_sentiment(comments))
    themes = learned_themes(comments, library_codebook())
    yield from _of_themes("Our comments", themes)


def of_table(path: Path) -> Iterator[Table]:
    """The same on a table (CSV) of coded comments, such as a trust's feedback."""
    comments = read_coded([Source(path.name, path.read_bytes())])
    if any(comment.sentiment for comment in comments):
        yield from _of_sentiment(path.stem, learned_sentiment(comments))
    if any(comment.themes for comment in comments):
        outcome = learned_themes(comments, _codebook(comments))
        yield from _of_themes(path.stem, outcome)


def _of_sentiment(what: str, outcome: Outcome) -> Iterator[Table]:
    yield f"{what}: sentiment of the whole, without mixed", HEAD, list(_sentiment(outcome))
    yield _figures(f"{what}: sentiment by part", figures_of_sentiment(outcome))
    wrong: list[Row] = [
        (f"{one.truth.value}, read as {one.read.value}", one.held.comment.text)
        for one in mistakes_of_sentiment(outcome)
    ]
    yield f"{what}: mistakes of sentiment that teach most", ("", "comment"), wrong


def _of_themes(what: str, outcome: Outcome) -> Iterator[Table]:
    title = f"{what}: {len(outcome.names)} themes"
    yield title, ("", "micro-F1", "macro-F1"), list(_themes(outcome))
    yield _figures(f"{what}: themes by part", figures_of_themes(outcome))
    wrong: list[Row] = [
        (f"{name} {'found for nothing' if is_false else 'missed'}", one.comment.text)
        for one, name, is_false in mistakes_of_themes(outcome)
    ]
    yield f"{what}: mistakes of themes that teach most", ("", "comment"), wrong


def boundaries(comments: Sequence[CodedComment]) -> Table:
    """Whether sentences begin where the coder began one, the first left out."""
    coded = [one for one in comments if one.sentences]
    pairs = [({s.start for s in sentences(one.text)[1:]}, _starts(one)) for one in coded]
    both = sum(len(found & truth) for found, truth in pairs)
    found, truth = (sum(map(len, column)) for column in zip(*pairs, strict=True))
    counts = (both, found - both, truth - both)
    row = ("Heard", f"{f1(counts):.3f}", _share(both, found), _share(both, truth))
    return f"Where sentences begin, {len(coded)} comments", ("", "F1", "right", "found"), [row]


def _starts(comment: CodedComment) -> set[int]:
    found, end = [], 0
    for part in comment.sentences:
        found.append(comment.text.index(part.text, end))
        end = found[-1] + len(part.text)
    return set(found[1:])


def _sentiment(outcome: Outcome) -> Iterator[Row]:
    three = answers(outcome.held, LEANINGS)
    texts = [one.held.comment.text for one in three]
    truth = [one.truth.value for one in three]
    folds = [one.held.fold for one in three]
    others: dict[str, Callable[[], peers.Said]] = {
        "majority": lambda: peers.majority(truth),
        "TextBlob": lambda: peers.textblob(texts),
        "VADER": lambda: peers.vader(texts),
        "TF-IDF": lambda: peers.tfidf(texts, truth, folds),
    }
    for name, read in others.items():
        try:
            said = read()
        except ModuleNotFoundError:
            yield name, ABSENT, "", "", ""
            continue
        right = sum(a == b for a, b in zip(said.read, truth, strict=True))
        rate = "" if said.rate == float("inf") else f"{said.rate:,.0f}"
        yield name, _share(right, len(truth)), f"{_macro(truth, said.read):.3f}", "", rate
    right = sum(one.read is one.truth for one in three)
    certain = most_certain(three)
    kept = sum(one.read is one.truth for one in certain)
    yield (
        "Heard, light",
        _share(right, len(three)),
        f"{macro_f1(three, LEANINGS):.3f}",
        _share(kept, len(certain)),
        f"{_rate(texts):,.0f}",
    )


def _rate(texts: Sequence[str]) -> float:
    """Comments a second on one core, sentences and themes included."""
    engine, codebook = shipped_engine(), library_codebook()
    began = time.process_time()
    for text in texts:
        engine.understand(text, question="", codebook=codebook)
    return len(texts) / (time.process_time() - began)


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
    try:
        yield ("TF-IDF", *_f1s(truth, peers.tfidf_themes(texts, truth, folds)))
    except ModuleNotFoundError:
        yield "TF-IDF", ABSENT, ""
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


def _figures(title: str, figures: Iterator[object]) -> Table:
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
