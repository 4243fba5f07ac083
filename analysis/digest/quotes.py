"""From the evidence to what could be quoted, and from what was approved to what may be shown.

Both pass the same gate, each time anew: whoever withdraws, whatever comes under a concern or is
changed, and a group that has become too small, takes the quote away by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.digest.comments import comments_told
from analysis.disclosure.suppression import Audience
from analysis.reading.quoting import Proposal, Spoken, is_fit, proposals
from surveys.coding import Coder, Coding
from surveys.evidence import Evidence
from surveys.framework import ContentArea, Perspective
from surveys.marks import MARK
from surveys.periods import Period
from surveys.quote import Chosen, Passage, Quote, Scope, quote_id
from surveys.values import AreaId, Value
from surveys.voice import Reuse, Voice

SMALLEST_GROUP = 10  # people of one perspective whose comments stand behind the quote
CONSENT = {
    Reuse.BOARD: frozenset({Scope.BOARD}),
    Reuse.PUBLIC: frozenset({Scope.BOARD, Scope.PUBLIC}),
}


class Shown(Value):
    """A quote as it is shown: whose eyes, and nothing else of who said it."""

    text: str
    perspective: Perspective
    chosen: Chosen


@dataclass(frozen=True)
class Quotable:
    """What of one content area and period may be quoted, and to whom.

    *spoken* are all comments of groups that are large enough: what is typical is so among all.
    """

    area: AreaId
    period: str
    spoken: Sequence[Spoken]
    voices: dict[str, Voice]

    def proposals(self) -> list[Proposal]:
        return [one for perspective in Perspective for one in proposals(self.spoken, perspective)]

    def id_of(self, passage: Passage) -> str | None:
        """None where its words are gone or may not be quoted."""
        text = self.text_of(passage)
        return None if text is None else quote_id(self.area, self.period, passage, text)

    def text_of(self, passage: Passage) -> str | None:
        voice = self.voices.get(passage.voice)
        if voice is None or passage.end > len(voice.words):
            return None
        text = voice.words[passage.start : passage.end]
        return text if is_fit(text) else None

    def scopes_of(self, passage: Passage) -> frozenset[Scope]:
        """To whom whoever said it agreed that it be shown."""
        voice = self.voices.get(passage.voice)
        return CONSENT.get(voice.reuse, frozenset()) if voice else frozenset()

    def still(self, quote: Quote) -> bool:
        """Whether the words that were approved are there as they were, and may be quoted."""
        return self.id_of(quote.passage) == quote.id

    def shown(self, quotes: Iterable[Quote], scope: Scope) -> Iterator[Shown]:
        """Of *quotes*, what two people approved for *scope* and what still may be shown."""
        for quote in quotes:
            text = self.text_of(quote.passage)
            if (
                text is not None
                and self.still(quote)
                and quote.may_be_shown_to(scope)
                and scope in self.scopes_of(quote.passage)
            ):
                perspective = self.voices[quote.passage.voice].perspective
                yield Shown(text=text, perspective=perspective, chosen=quote.chosen)


def quotable(area: ContentArea, period: Period, evidence: Evidence) -> Quotable:
    """What may be quoted of *evidence*, from which withheld words have been left out already.

    Survey comments are none of it: nobody who wrote one was asked whether it may be quoted.
    """
    logged = {voice.id: voice for voice in evidence.voices}
    spoken = [
        Spoken(
            writer=response.respondent,
            perspective=response.perspective,
            text=text,
            coding=coding,
            voice=response.id if _may_be_quoted(logged.get(response.id), coding) else None,
        )
        for response, text, coding in comments_told(area, period, evidence, Audience.BOARD)
    ]
    large = _large_groups(spoken)
    spoken = sorted(
        (one for one in spoken if one.perspective in large),
        key=lambda one: (one.writer, one.text),
    )
    voices = {one.voice: logged[one.voice] for one in spoken if one.voice is not None}
    return Quotable(area.id, str(period), spoken, voices)


def _large_groups(spoken: Iterable[Spoken]) -> set[Perspective]:
    writers: defaultdict[Perspective, set[str]] = defaultdict(set)
    for one in spoken:
        writers[one.perspective].add(one.writer)
    return {group for group, people in writers.items() if len(people) >= SMALLEST_GROUP}


def _may_be_quoted(voice: Voice | None, coding: Coding | None) -> bool:
    """Consent, and no mark that the redactor was unsure of, unless a person has read it since."""
    if voice is None or voice.reuse not in CONSENT:
        return False
    is_checked = coding is not None and coding.coder is Coder.PERSON
    return voice.marks_are_sure or is_checked or not MARK.search(voice.words)
