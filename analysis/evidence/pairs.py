"""How the same people moved on a scale from nought to ten, between waves of a linked series."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from statistics import fmean

from analysis.evidence.facts import Facts
from analysis.evidence.linking import Linked, Topic
from analysis.evidence.votes import Counted
from analysis.statistics import Share
from surveys.answering import Answer, Chosen
from surveys.measures import MeasureCode
from surveys.periods import Period
from surveys.values import QuestionId, Respondent, ResponseId, SurveyId

MOVED = 2  # scale points; less is how the same mind marks twice

Scale = tuple[str, QuestionId]  # a series, and the question that its surveys ask alike


@dataclass
class Pairs:
    """The change of each person (last less first), on one statement and perspective.

    *is_down*: on this scale less is better. *people* has of each the names of all responses that
    it stands on, as one.
    """

    changes: dict[Respondent, float] = field(default_factory=dict)
    rows: set[ResponseId] = field(default_factory=set)
    people: dict[Respondent, str] = field(default_factory=dict)
    agencies: dict[Respondent, str | None] = field(default_factory=dict)
    scales: frozenset[str] = frozenset()
    surveys: frozenset[SurveyId] = frozenset()
    is_down: bool = False

    @property
    def improved(self) -> int:
        return self._lower if self.is_down else self._higher

    @property
    def worse(self) -> int:
        return self._higher if self.is_down else self._lower

    @property
    def unchanged(self) -> int:
        return len(self.changes) - self.improved - self.worse

    @property
    def counted(self) -> Counted:
        """As votes: whoever improved is favourable."""
        agencies = Counter(one for one in self.agencies.values() if one is not None)
        share = Share(favourable=self.improved, base=len(self.changes))
        return Counted(share=share, opted_out=0, agencies=agencies)

    @property
    def _higher(self) -> int:
        return sum(change >= MOVED for change in self.changes.values())

    @property
    def _lower(self) -> int:
        return sum(change <= -MOVED for change in self.changes.values())


@dataclass(frozen=True)
class _Score:
    response: ResponseId
    agency: str | None
    number: int


def pairs_in(
    facts: Facts, period: Period, falling: Collection[MeasureCode] = ()
) -> dict[Topic, Pairs]:
    """Whoever scored in *period* and before, from their first to their last score; never unpaired.

    *falling* are the measures of which less is better. Several questions on one statement are one
    vote: the mean of their changes.
    """
    found = {
        subject: Pairs(
            scales=frozenset(map(".".join, scales)),
            surveys=frozenset(surveys),
            is_down=subject.measure in falling,
        )
        for subject, (scales, surveys) in _asked(facts, period).items()
    }
    if not found:
        return {}
    for subject, people in _scores(facts, period).items():
        for respondent, scales in people.items():
            paired = [scores for scores in scales.values() if scores[0] != scores[-1]]
            if paired and subject in found:
                _note(found[subject], respondent, paired)
    return found


def _note(pairs: Pairs, respondent: Respondent, paired: list[list[_Score]]) -> None:
    pairs.changes[respondent] = fmean(scores[-1].number - scores[0].number for scores in paired)
    pairs.agencies[respondent] = paired[0][-1].agency
    rows = {score.response for scores in paired for score in (scores[0], scores[-1])}
    pairs.rows |= rows
    pairs.people[respondent] = " ".join(sorted(rows))


def _asked(facts: Facts, period: Period) -> Mapping[Topic, tuple[set[Scale], set[SurveyId]]]:
    subjects: defaultdict[Topic, tuple[set[Scale], set[SurveyId]]]
    subjects = defaultdict(lambda: (set(), set()))
    for wave in facts.waves_of(period):
        if wave.series is None or not facts.asks_about_it(wave):
            continue
        reader = facts.reader(wave)
        for linked in reader.linked:
            for topic in linked.paired_on:
                scales, surveys = subjects[topic]
                scales.add((wave.series, linked.question))
                surveys.add(wave.survey)
    return subjects


def _scores(
    facts: Facts, period: Period
) -> Mapping[Topic, Mapping[Respondent, Mapping[Scale, list[_Score]]]]:
    """Up to the end of *period*, in the order of time; only scales with a score in the period."""
    scores: defaultdict[Topic, defaultdict[Respondent, defaultdict[Scale, list[_Score]]]]
    scores = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    last_day = period.last_day
    for response in facts.responses:
        wave = facts.waves.get(response.wave)
        if wave is None or wave.series is None or response.day > last_day:
            continue
        for linked, answer in facts.feeds(response):
            if (number := _number(linked, answer)) is None:
                continue
            score = _Score(response.id, response.agency, number)
            for topic in linked.paired_on:
                if topic.statement is None and response.content_area != facts.area.id:
                    continue
                people = scores[topic._replace(perspective=response.perspective)]
                people[response.respondent][wave.series, linked.question].append(score)
    return _still_scoring(scores, facts, period)


def _still_scoring(
    scores: Mapping[Topic, Mapping[Respondent, Mapping[Scale, list[_Score]]]],
    facts: Facts,
    period: Period,
) -> dict[Topic, dict[Respondent, dict[Scale, list[_Score]]]]:
    recent = {one.id for one in facts.said_in(period)}
    return {
        subject: {
            respondent: {
                scale: given for scale, given in scales.items() if given[-1].response in recent
            }
            for respondent, scales in people.items()
        }
        for subject, people in scores.items()
    }


def _number(linked: Linked, answer: Answer) -> int | None:
    """The score; None for an opt-out and for what is no score."""
    if isinstance(answer, Chosen) and answer.option not in linked.opt_outs:
        return int(answer.option) if answer.option.isdecimal() else None
    return None
