"""What every engine does: it reads one redacted comment, and says with which version.

An engine never sees who wrote, nor what was taken out. Two engines share everything before
(redaction, the net), after (codings, figures) and around (coded comments, judging) this protocol.
"""

from typing import Protocol

from analysis.reading.codebook import Codebook
from analysis.reading.themes import FoundTheme
from surveys.coding import Look, Sentiment, Stance
from surveys.values import Slug, Value

__all__ = ["Engine", "Look", "Sentence", "Stance", "Understood"]


class Sentence(Value):
    """One sentence: a slice of the redacted text, how it leans and why, its themes and why.

    *probability* is the engine's, of this sentiment.
    """

    text: str
    start: int
    end: int
    sentiment: Sentiment
    probability: float = 1.0
    polarity: float = 0.0
    because: tuple[str, ...] = ()
    found: tuple[FoundTheme, ...] = ()

    @property
    def themes(self) -> tuple[Slug, ...]:
        return tuple(found.theme for found in self.found)


class Understood(Value):
    """What an engine reads in a comment. *look*: why a person should read it too."""

    sentences: tuple[Sentence, ...] = ()
    sentiment: Sentiment = Sentiment.NEUTRAL
    probability: float = 1.0
    look: tuple[Look, ...] = ()


class Engine(Protocol):
    """Reads redacted comments. Pure: the same text is always read the same."""

    def version(self, codebook: Codebook) -> str:
        """What reads, to the version: codings by different ones are not comparable."""
        ...

    def understand(self, text: str, *, question: str, codebook: Codebook) -> Understood:
        """The reading of any text at all. *question* is what was asked, as it was worded."""
        ...
