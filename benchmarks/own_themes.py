"""What a theme of a board's own finds before anything is learned: by words, description, examples.

Each library theme plays one of a board's own: a few of its words, and ten coded sentences drawn by
lot as examples, which are then not judged. It is hard on them: a board's own theme is seldom as
wide as "communication".
"""

import random
from collections.abc import Iterator

from analysis.reading.codebook import Codebook, Theme, library_codebook
from analysis.reading.comparing import f1
from analysis.reading.labelled import CodedPart, library_comments
from analysis.reading.sentiment import piece
from analysis.reading.themes import ThemeReader, shipped_model

Row = tuple[str, ...]
WORDS = 6  # as many as a person thinks of
EXAMPLES = 10
LONGEST = 40  # words of an example
HEAD: Row = ("", "macro-F1", "found", "right of what was found")


def own_themes() -> tuple[str, Row, list[Row]]:
    """Title, heading and rows, over all coded sentences of the project."""
    parts = [
        part
        for comment in library_comments()
        if comment.set.startswith("coded_")
        for part in comment.parts
        if part.themes is not None
    ]
    examples = {theme.id: _drawn(theme.id, parts) for theme in library_codebook().themes}
    spared = {text for some in examples.values() for text in some}
    judged = [part for part in parts if part.text not in spared]
    rows = [
        _row("six words and a description", judged, {}),
        _row("the same and ten examples", judged, examples),
    ]
    return f"A theme of a board's own, {len(judged)} sentences", HEAD, rows


def _drawn(theme: str, parts: list[CodedPart]) -> tuple[str, ...]:
    of_it = [one.text for one in parts if theme in (one.themes or ())]
    short = [text for text in of_it if len(text.split()) < LONGEST]
    return tuple(random.Random(theme).sample(short, EXAMPLES))  # noqa: S311 - the same each time


def _row(name: str, judged: list[CodedPart], examples: dict[str, tuple[str, ...]]) -> Row:
    own = Codebook(themes=tuple(_as_own(examples)))
    reader = ThemeReader(shipped_model(), own)
    counts = {theme.id: [0, 0, 0] for theme in own.themes}
    for part in judged:
        one = piece(part.text)
        found = {theme.theme for theme in reader.found(one, [one])[0]}
        coded = {f"own_{theme}" for theme in part.themes or ()}
        for theme in found | coded:
            hit, false = theme in found & coded, theme not in coded
            counts[theme][0 if hit else 1 if false else 2] += 1
    hits, false, missed = (sum(column) for column in zip(*counts.values(), strict=True))
    macro = sum(f1((h, f, m)) for h, f, m in counts.values()) / len(counts)
    found_of, right_of = hits / (hits + missed), hits / (hits + false)
    return name, f"{macro:.3f}", f"{found_of:.2f}", f"{right_of:.2f}"


def _as_own(examples: dict[str, tuple[str, ...]]) -> Iterator[Theme]:
    """Under an id that the model has not learned."""
    for theme in library_codebook().themes:
        own = {"id": f"own_{theme.id}", "words": theme.words[:WORDS]}
        yield theme.model_copy(update={**own, "examples": examples.get(theme.id, ())})
