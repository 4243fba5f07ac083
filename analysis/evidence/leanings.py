"""How people's comments on one content area lean, one vote a person."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from analysis.disclosure.suppression import effective_count
from analysis.evidence.facts import Facts
from analysis.reading.coding import coding_that_counts
from surveys.answering import Response
from surveys.coding import Coder, Coding, Sentiment
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.values import QuestionId, Respondent, ResponseId

PEOPLE = (Perspective.CHILD, Perspective.PARENT_CARER, Perspective.PRACTITIONER)

Comment = tuple[ResponseId, QuestionId]


@dataclass(frozen=True)
class Reading:
    """How all comments that one person gave in one response lean together, and who read them."""

    response: Response
    sentiment: Sentiment
    coders: frozenset[Coder]


@dataclass(frozen=True)
class Leaning:
    """What the people of one perspective wrote. *machines* are the versions that read for it."""

    readings: tuple[Reading, ...]
    machines: tuple[str, ...]
    unread: int

    @property
    def base(self) -> int:
        return len(self.readings)

    def people(self, sentiment: Sentiment) -> int:
        return sum(reading.sentiment is sentiment for reading in self.readings)

    @property
    def effective_base(self) -> int:
        agencies = Counter(one.response.agency for one in self.readings if one.response.agency)
        return effective_count(agencies) if agencies.total() == self.base else self.base

    @property
    def coders(self) -> frozenset[Coder]:
        return frozenset(coder for reading in self.readings for coder in reading.coders)

    @property
    def rows(self) -> tuple[ResponseId, ...]:
        return tuple(sorted(reading.response.id for reading in self.readings))


def leanings(facts: Facts, period: Period, codings: Iterable[Coding]) -> dict[Perspective, Leaning]:
    """For each perspective of people who were asked for comments in *period*, how they lean."""
    asked = {
        facts.reader(wave).survey.perspective
        for wave in facts.waves_of(period)
        if facts.asks_for_comments(wave)
    }
    read, machines, unread = _read(facts, period, codings)
    return {
        perspective: Leaning(
            readings=tuple(read[perspective].values()),
            machines=tuple(sorted(machines[perspective])),
            unread=unread[perspective],
        )
        for perspective in PEOPLE
        if perspective in asked
    }


def together(sentiments: Iterable[Sentiment]) -> Sentiment:
    """Of several comments by one person: mixed if they speak both well and ill."""
    found = set(sentiments) - {Sentiment.NEUTRAL}
    if not found:
        return Sentiment.NEUTRAL
    return found.pop() if len(found) == 1 else Sentiment.MIXED


def counting(codings: Iterable[Coding], among: Collection[ResponseId]) -> dict[Comment, Coding]:
    """Of each comment *among* these responses the coding that counts, in whatever order they came.

    What a machine could not read has none until a person has read it.
    """
    several: defaultdict[Comment, list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.response not in among or coding.guesses_nothing:
            continue
        several[coding.response, coding.question].append(coding)
    found: dict[Comment, Coding] = {}
    for comment, given in several.items():
        # of one day and kind the greatest version counts, whatever order they came in
        given.sort(key=lambda coding: (coding.version, coding.sentiment))
        if (counts := coding_that_counts(given)) is not None:
            found[comment] = counts
    return found


def _read(
    facts: Facts, period: Period, codings: Iterable[Coding]
) -> tuple[
    defaultdict[Perspective, dict[Respondent, Reading]],
    defaultdict[Perspective, set[str]],
    Counter[Perspective],
]:
    read: defaultdict[Perspective, dict[Respondent, Reading]] = defaultdict(dict)
    machines: defaultdict[Perspective, set[str]] = defaultdict(set)
    unread: Counter[Perspective] = Counter()
    commented = facts.commented_in(period)
    counts = counting(codings, {response.id for response, _ in commented})
    for response, comments in commented:
        several = [found for one in comments if (found := counts.get((response.id, one)))]
        unread[response.perspective] += len(comments) - len(several)
        machines[response.perspective] |= {
            one.version for one in several if one.coder is Coder.MACHINE
        }
        if several:
            read[response.perspective][response.respondent] = Reading(
                response=response,
                sentiment=together(one.sentiment for one in several),
                coders=frozenset(one.coder for one in several),
            )
    return read, machines, unread
