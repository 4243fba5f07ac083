"""Reads a comment: what must be taken out, its sentences, how they lean and what they speak of.

The one way in for survey comments, imports and `heard read`. Everything after the redaction is read
from the redacted text, so that nothing further on ever sees what was taken out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypedDict

from analysis.reading.codebook import Codebook, library_codebook
from analysis.reading.engine import Engine, Look, Sentence, Stance
from analysis.reading.light import shipped_engine
from analysis.reading.stance import stance
from analysis.redaction.redacting import Span, redact
from analysis.signals import Signals, read_or_flag
from surveys.coding import Sentiment
from surveys.values import Slug, Value

__all__ = ["Reading", "Row", "Sentence", "engine", "read"]

MOST_KNOWN = 1000  # statements
_known: dict[tuple[str, str], tuple[Slug, ...]] = {}  # their themes, by statement and engine


class SpanRow(TypedDict):
    start: int
    end: int
    kind: str


class SentenceRow(TypedDict):
    text: str
    sentiment: str
    themes: list[str]
    probability: float
    because: list[str]
    why: dict[str, list[str]]


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
    probability: float
    themes: list[str]
    look: list[str]
    stance: str | None
    concern: ConcernRow | None


class Reading(Value):
    """What the machine reads in one comment. *spans* count in the comment as it was written.

    *themes* are those of the sentences, the most frequent first; none means not assigned.
    *probability* is of this sentiment; *look* is why a person should read the comment too.
    *stance* is what it says about the 'good' statement that its question is linked to, if any.
    *concern* is what the net reads. None: nobody has looked yet, as in readings kept from before
    there was a net. Neither None nor an unflagged text means "no concern".
    """

    redacted: str
    spans: tuple[Span, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    sentiment: Sentiment = Sentiment.NEUTRAL
    probability: float = 1.0
    themes: tuple[Slug, ...] = ()
    look: tuple[Look, ...] = ()
    stance: Stance | None = None
    concern: Signals | None = None
    engine: str

    @property
    def is_held(self) -> bool:
        """Whether it would count in no figure, whatever its sentiment, until a lead releases it."""
        return self.concern is not None and self.concern.flagged

    @property
    def guesses_nothing(self) -> bool:
        """Whether the machine could not read it: a person has to."""
        return Look.OTHER_LANGUAGE in self.look

    def row(self) -> Row:
        """The reading as `heard read` prints it, ready for JSON."""
        return {
            "redacted": self.redacted,
            "spans": [SpanRow(start=s.start, end=s.end, kind=s.kind) for s in self.spans],
            "sentences": [
                SentenceRow(
                    text=s.text,
                    sentiment=s.sentiment.value,
                    themes=list(s.themes),
                    probability=s.probability,
                    because=list(s.because),
                    why={found.theme: list(found.why) for found in s.found},
                )
                for s in self.sentences
            ],
            "sentiment": self.sentiment.value,
            "probability": self.probability,
            "themes": list(self.themes),
            "look": [look.value for look in self.look],
            "stance": None if self.stance is None else self.stance.value,
            "concern": None if self.concern is None else _concern_row(self.concern),
        }


def read(
    text: str,
    codebook: Codebook | None = None,
    *,
    question: str = "",
    statement: str = "",
    by: Engine | None = None,
    net: Callable[[str], Signals] = read_or_flag,
) -> Reading:
    """The machine's reading of any text; an empty one has no sentences and is neutral.

    Never raises for what a person wrote. *question* is what was asked, as it was worded, and
    *statement* the 'good' statement that it is linked to. Without a *codebook* the library's themes
    are read, and the light engine and the light *net* read unless others are given.
    """
    used, reads = codebook or library_codebook(), by or shipped_engine()
    redacted = redact(text)
    understood = reads.understand(redacted.text, question=question, codebook=used)
    return Reading(
        redacted=redacted.text,
        spans=redacted.spans,
        sentences=understood.sentences,
        sentiment=understood.sentiment,
        probability=understood.probability,
        themes=_most_frequent_first(understood.sentences),
        look=understood.look,
        stance=_stance(understood.sentences, statement, used, reads),
        concern=net(redacted.text),
        engine=reads.version(used),
    )


def _stance(
    found: Sequence[Sentence], statement: str, codebook: Codebook, reads: Engine
) -> Stance | None:
    if not statement:
        return None
    return stance(found, statement, _themes_of(statement, codebook, reads))


def _themes_of(statement: str, codebook: Codebook, reads: Engine) -> tuple[Slug, ...]:
    """Read once, because hundreds of comments are about the same statement."""
    about = statement, reads.version(codebook)
    themes = _known.get(about)
    if themes is None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        understood = reads.understand(statement, question="", codebook=codebook)
        themes = _known[about] = _most_frequent_first(understood.sentences)
    return themes


def _concern_row(concern: Signals) -> ConcernRow:
    return ConcernRow(
        flagged=concern.flagged,
        score=concern.score,
        categories=list(concern.categories),
        urgency=concern.urgency,
        words=[lead.text for lead in concern.words],
    )


def engine(codebook: Codebook, by: Engine | None = None) -> str:
    """What reads, to the version: codings by different engines are not comparable."""
    return (by or shipped_engine()).version(codebook)


def _most_frequent_first(read_sentences: Iterable[Sentence]) -> tuple[Slug, ...]:
    counted = Counter(theme for sentence in read_sentences for theme in sentence.themes)
    return tuple(theme for theme, _ in counted.most_common())
