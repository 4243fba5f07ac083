"""What lies before somebody who decides on quotes: passages, their words, and their standing."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.errors import ChangedMeanwhile
from surveys.framework import ContentArea, Perspective
from surveys.periods import Period
from surveys.quote import Quote, Scope


@dataclass(frozen=True)
class Candidate:
    """A passage with its words, what was decided on it, and what may be decided.

    *own*: whoever looks at it logged it, and so can't approve it. *speakers* of *of_all* people
    who were heard speak of its theme, where it is proposed at the moment.
    """

    quote: Quote
    text: str
    perspective: Perspective
    scopes: frozenset[Scope]
    own: bool = False
    speakers: int = 0
    of_all: int = 0


@dataclass(frozen=True)
class Desk:
    """What there is to decide for one content area and period, what waits for a second first."""

    area: ContentArea
    period: Period
    candidates: Sequence[Candidate]

    def get(self, quote_id: str) -> Candidate:
        """Raises ChangedMeanwhile for what is not there any more: nobody learns why."""
        found = next((one for one in self.candidates if one.quote.id == quote_id), None)
        if found is None:
            raise ChangedMeanwhile
        return found
