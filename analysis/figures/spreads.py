"""How the answers to one question spread from the unfavourable end to the favourable one.

Three parts, so that few cells are small. A question is told only if every part may be: two of three
beside their base would give the third away, and nobody and a few have to look the same.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from analysis.disclosure.suppression import Audience, Count, Percentage, release_row
from analysis.evidence.facts import Facts
from analysis.evidence.linking import Linked, Topic, Wording
from analysis.evidence.votes import Counted, mark
from analysis.figures.figure import FigureId
from analysis.figures.told import released
from analysis.phrases import listed
from analysis.statistics import Share
from analysis.wording import say
from surveys.answering import Answer, Chosen, Response
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.survey import (
    AgreeQuestion,
    ChangeQuestion,
    Closed,
    FacesQuestion,
    FrequencyQuestion,
    ScaleQuestion,
)
from surveys.values import OptionKey, Respondent, Value

SCALES = (AgreeQuestion, FrequencyQuestion, ChangeQuestion, FacesQuestion, ScaleQuestion)


class Part(StrEnum):
    POOR = "unfavourable"
    BETWEEN = "in between"
    GOOD = "favourable"


class Spread(Value):
    """*parts* in percent of *base*, which leaves out who could not say; *figure* is the share."""

    figure: FigureId
    perspective: Perspective
    question: str
    base: int
    parts: dict[Part, int]


Parts = Mapping[OptionKey, Part]


class _Answer(NamedTuple):
    favourable: bool
    part: Part | None  # None: the question is no scale
    agency: str | None


Given = dict[Respondent, _Answer]  # the latest of each person


@dataclass
class _Asked:
    """One question, the topics it is on, and whoever has answered it, by topic."""

    linked: Linked
    topics: Sequence[Topic]
    scale: Parts
    given: dict[Topic, Given] = field(default_factory=dict)
    _read: dict[tuple[OptionKey, str | None], _Answer | None] = field(default_factory=dict)

    def read(self, response: Response) -> _Answer | None:
        """Nothing of who could not say, nor of who was not asked. The same answer is read once."""
        answer = response.answers.get(self.linked.question)
        if not isinstance(answer, Chosen):
            return None if answer is None else self._answer(answer, response.agency)
        key = answer.option, response.agency
        if key not in self._read:
            self._read[key] = self._answer(answer, response.agency)
        return self._read[key]

    def _answer(self, answer: Answer, agency: str | None) -> _Answer | None:
        is_favourable = mark(self.linked, answer)
        if is_favourable is None:
            return None
        part = self.scale.get(answer.option) if isinstance(answer, Chosen) else None
        return _Answer(is_favourable, part, agency)


def spreads(
    facts: Facts, period: Period, ids: Mapping[Topic, FigureId], audience: Audience
) -> tuple[Spread, ...]:
    """Of each scale behind the figures in *ids* that can be told, in their order.

    All questions of a figure or none: beside the figure, one that is told would give the others
    away, and they may be of a few people.
    """
    scales = _scales(facts)
    found = _answers(facts, period, ids.keys(), scales)
    return tuple(
        Spread(
            figure=figure,
            perspective=topic.perspective,
            question=linked.text,
            base=base,
            parts=parts,
        )
        for topic, figure in ids.items()
        if all(_may_be_told(given, audience) for given in found[topic].values())
        for linked, given in found[topic].items()
        for base, parts in _told(given, scales.get(linked.wording, {}), audience)
    )


def spread_told(spread: Spread) -> str:
    """As one reads it out."""
    parts = listed([f"{share}% {part_told(part)}" for part, share in spread.parts.items()])
    who = say(f"eyes.{spread.perspective.value}")
    return say("spread.told", question=spread.question, who=who, base=spread.base, parts=parts)


def part_told(part: Part) -> str:
    return say(f"spread.{part.name.casefold()}")


def parts_of(question: Closed) -> Parts:
    """Favourable as the survey says; of the others, those in the favourable half lie between."""
    keys = [option.key for option in question.options]
    if question.favourable and keys[0] in question.favourable:
        keys.reverse()
    middle = (len(keys) - 1) / 2
    return {
        key: Part.GOOD
        if key in question.favourable
        else Part.BETWEEN
        if place >= middle
        else Part.POOR
        for place, key in enumerate(keys)
    }


def _answers(
    facts: Facts, period: Period, ids: Collection[Topic], scales: Mapping[Wording, Parts]
) -> defaultdict[Topic, dict[Linked, Given]]:
    found: defaultdict[Topic, dict[Linked, Given]] = defaultdict(dict)
    asking = {
        version: [
            _Asked(linked, about, scales.get(linked.wording, {}))
            for linked in reader.linked
            if (about := [topic for topic in linked.topics if topic in ids])
        ]
        for version, reader in facts.readers.items()
    }
    for response in facts.said_in(period):
        several = asking.get((response.survey, response.survey_version), ())
        if not several or not facts.may_feed(response.content_area):
            continue
        is_about_it = response.content_area == facts.area.id
        for one in several:
            given = one.read(response)
            if given is None:
                continue
            for topic in one.topics:
                if topic.statement is not None or is_about_it:
                    if topic not in one.given:
                        one.given[topic] = found[topic].setdefault(one.linked, {})
                    one.given[topic][response.respondent] = given
    return found


def _scales(facts: Facts) -> dict[Wording, Parts]:
    return {
        linked.wording: parts_of(question)
        for reader in facts.readers.values()
        for linked in reader.linked
        for question in reader.survey.questions
        if question.id == linked.question and isinstance(question, SCALES)
    }


def _may_be_told(given: Given, audience: Audience) -> bool:
    agencies = Counter(one.agency for one in given.values() if one.agency is not None)
    favourable = sum(one.favourable for one in given.values())
    counted = Counted(Share(favourable=favourable, base=len(given)), 0, agencies)
    return isinstance(released(counted, audience), Percentage)


def _told(given: Given, scale: Parts, audience: Audience) -> Iterator[tuple[int, dict[Part, int]]]:
    """The base and the parts of a scale in percent; nothing unless all of it may be told."""
    counted = Counter(one.part for one in given.values())
    asked = [part for part in Part if part in scale.values()]
    if not asked:
        return
    row = release_row({part: counted[part] for part in asked}, audience)
    numbers = {Part(name): one.number for name, one in row.counts.items() if isinstance(one, Count)}
    if len(numbers) == len(asked) and isinstance(row.total, Count):
        total = sum(numbers.values())
        yield row.total.number, {part: round(100 * one / total) for part, one in numbers.items()}
