"""Reads a comment: what must be taken out, its sentences, how they lean and what they speak of.

The one way in for survey comments, imports and `heard read`. Everything after the redaction is read
from the redacted text, so that nothing further on ever sees what was taken out.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TypedDict

from analysis.reading import sentiment as sentiments
from analysis.reading.codebook import Codebook, library_codebook
from analysis.reading.sentences import Slice, sentences
from analysis.reading.themes import FoundTheme, themes_of
from analysis.redaction.redacting import Span, redact
from analysis.signals import Signals, read_or_flag
from analysis.words import words
from surveys.coding import Sentiment
from surveys.values import Slug, Value

ENGINE = "rules 1"


class Sentence(Value):
    """One sentence: a slice of the redacted text, how it leans and why, its themes and why."""

    text: str
    start: int
    end: int
    sentiment: Sentiment
    polarity: float
    because: tuple[str, ...] = ()
    found: tuple[FoundTheme, ...] = ()

    @property
    def themes(self) -> tuple[Slug, ...]:
        return tuple(found.theme for found in self.found)


class SpanRow(TypedDict):
    start: int
    end: int
    kind: str


class SentenceRow(TypedDict):
    text: str
    sentiment: str
    themes: list[str]


class ConcernRow(TypedDict):
    flagged: bool
    score: float
    categories: list[str]
    urgency: str | None
    words: list[str]


class Row(TypedDict):
    """What `heard read` adds to a row."""

    redacted: str
    spans: list[SpanRow]
    sentences: list[SentenceRow]
    sentiment: str
    themes: list[str]
    concern: ConcernRow | None


class Reading(Value):
    """What the machine reads in one comment. *spans* count in the comment as it was written.

    *themes* are those of the sentences, the most frequent first; none means not assigned.
    *concern* is what the net reads. None: nobody has looked yet, as in readings kept from before
    there was a net. Neither None nor an unflagged text means "no concern".
    """

    redacted: str
    spans: tuple[Span, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    sentiment: Sentiment = Sentiment.NEUTRAL
    themes: tuple[Slug, ...] = ()
    concern: Signals | None = None
    engine: str

    def row(self) -> Row:
        """The reading as `heard read` prints it, ready for JSON."""
        return {
            "redacted": self.redacted,
            "spans": [SpanRow(start=s.start, end=s.end, kind=s.kind) for s in self.spans],
            "sentences": [
                SentenceRow(text=s.text, sentiment=s.sentiment.value, themes=list(s.themes))
                for s in self.sentences
            ],
            "sentiment": self.sentiment.value,
            "themes": list(self.themes),
            "concern": None if self.concern is None else _concern_row(self.concern),
        }


def read(text: str, codebook: Codebook | None = None) -> Reading:
    """The machine's reading of any text; an empty one has no sentences and is neutral.

    Never raises for what a person wrote. Without a *codebook* the library's themes are read.
    """
    used = codebook or library_codebook()
    redacted = redact(text)
    read_sentences = tuple(_sentence(piece, used) for piece in sentences(redacted.text))
    return Reading(
        redacted=redacted.text,
        spans=redacted.spans,
        sentences=read_sentences,
        sentiment=sentiments.whole(sentence.sentiment for sentence in read_sentences),
        themes=_most_frequent_first(read_sentences),
        concern=read_or_flag(redacted.text),
        engine=engine(used),
    )


def _concern_row(concern: Signals) -> ConcernRow:
    return ConcernRow(
        flagged=concern.flagged,
        score=concern.score,
        categories=list(concern.categories),
        urgency=concern.urgency,
        words=[lead.text for lead in concern.words],
    )


def engine(codebook: Codebook) -> str:
    """What read, to the version: codings by different engines are not comparable."""
    return f"{ENGINE}, codebook {codebook.version}, {sentiments.engine()}"


def _sentence(piece: Slice, codebook: Codebook) -> Sentence:
    said = words(piece.text)
    view = sentiments.view_of(piece.text, said)
    return Sentence(
        text=piece.text,
        start=piece.start,
        end=piece.end,
        sentiment=view.sentiment,
        polarity=view.polarity,
        because=view.why,
        found=themes_of(piece.text, said, codebook),
    )


def _most_frequent_first(read_sentences: Iterable[Sentence]) -> tuple[Slug, ...]:
    counted = Counter(theme for sentence in read_sentences for theme in sentence.themes)
    return tuple(theme for theme, _ in counted.most_common())
