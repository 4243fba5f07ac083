"""Who said what about one content area in one period: one vote a person, and never pooled views.

- A person votes once on each 'good' statement: favourably when more than half of their answers to
  its questions are favourable. A tie is not. Their latest response counts if they gave several.
- Opt-outs leave the base. Who only opted out is counted apart.
- A response about one area feeds that area and the organisational and wider ones; a response about
  no area feeds whatever its questions link to.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from analysis.statistics import Share
from analysis.suppression import effective_count
from surveys.answering import Answer, Chosen, ChosenMany, Response
from surveys.evidence import Evidence
from surveys.framework import ContentArea, Perspective, Tier
from surveys.periods import Period
from surveys.survey import (
    AgreeQuestion,
    Closed,
    CommentQuestion,
    ContentAreaQuestion,
    MeasureCode,
    ScaleQuestion,
    Segment,
    SingleQuestion,
    Survey,
)
from surveys.values import (
    AreaId,
    OptionKey,
    QuestionId,
    Respondent,
    ResponseId,
    StatementId,
    SurveyId,
)
from surveys.wave import Wave

FAVOURABLE_SHARE = "QL1"

Version = tuple[SurveyId, int]
Wording = str  # stands for a question as it was asked: its words, options and what is favourable


class Topic(NamedTuple):
    """What a vote is on. Without a statement: the area as a whole."""

    measure: str
    statement: StatementId | None
    perspective: Perspective


class Linked(NamedTuple):
    """A question whose answers are votes, with all it votes on.

    *paired_on* are the statements that a change of its scale speaks of; None is the whole area.
    """

    question: QuestionId
    wording: Wording
    text: str
    is_agreement: bool
    favourable: frozenset[OptionKey]
    opt_outs: frozenset[OptionKey]
    topics: tuple[Topic, ...]
    paired_on: tuple[StatementId | None, ...]


class Ballot(NamedTuple):
    """One person's answers on one topic: each True if favourable, None if they opted out."""

    response: ResponseId
    agency: str | None
    marks: tuple[tuple[Wording, bool | None], ...]


@dataclass(frozen=True)
class Reader:
    """One version of a survey, as far as it speaks of the content area."""

    survey: Survey
    linked: tuple[Linked, ...]
    comments: Mapping[QuestionId, bool]  # whose own they are; True: linked to the area
    asks_for_area: bool
    age_bands: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """The votes on one topic. *agencies* says how many of the base each agency gave."""

    share: Share
    opted_out: int
    agencies: Mapping[str, int]

    @property
    def effective_base(self) -> int:
        """The base, or that of the agency that speaks for the whole. See suppression."""
        known = sum(self.agencies.values())
        return effective_count(self.agencies) if known == self.share.base else self.share.base

    @property
    def opt_outs(self) -> Share:
        return Share(favourable=self.opted_out, base=self.share.base + self.opted_out)


NOBODY = Counted(share=Share(favourable=0, base=0), opted_out=0, agencies={})


@dataclass
class Votes:
    """All votes of one period on one area."""

    asked: dict[Topic, dict[Wording, Linked]] = field(default_factory=dict)
    ballots: dict[Topic, dict[Respondent, Ballot]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    voices: dict[Perspective, list[Response]] = field(default_factory=lambda: defaultdict(list))
    unreadable: int = 0

    def count(self, topic: Topic, among: Collection[Wording] | None = None) -> Counted:
        """The votes on *topic*, from the answers to the questions *among*, or to all."""
        return _counted(self.ballots.get(topic, {}).values(), among)

    def rows(self, topic: Topic) -> tuple[ResponseId, ...]:
        """The responses that the base of *topic* stands on, in the order of their ids."""
        ballots = self.ballots.get(topic, {}).values()
        return tuple(
            sorted(ballot.response for ballot in ballots if _vote(ballot, None) is not None)
        )


class Facts:
    """The evidence in the order that every reading of it uses, whatever order it came in."""

    def __init__(self, area: ContentArea, *evidences: Evidence) -> None:
        self.area = area
        self.surveys = {
            (survey.id, survey.version): survey for one in evidences for survey in one.surveys
        }
        self.waves = {
            wave.id: wave
            for wave in sorted(
                (wave for one in evidences for wave in one.waves),
                key=lambda wave: (wave.opens_at, wave.id),
            )
        }
        self._places = {wave: place for place, wave in enumerate(self.waves)}
        known = {response.id: response for one in evidences for response in one.responses}
        self.responses = sorted(known.values(), key=self._order)
        self._running: dict[Period, tuple[Wave, ...]] = {}
        self.readers: dict[Version, Reader] = {
            version: _reader(survey, area) for version, survey in sorted(self.surveys.items())
        }

    def _order(self, response: Response) -> tuple[date, int, str]:
        return response.day, self._places.get(response.wave, -1), response.id

    def reader(self, wave: Wave) -> Reader:
        return self.readers[wave.survey, wave.survey_version]

    def said_in(self, period: Period) -> Sequence[Response]:
        """The responses of *period*, by day and the opening of their wave."""
        start = bisect_left(self.responses, period.first_day, key=_day)
        return self.responses[start : bisect_right(self.responses, period.last_day, key=_day)]

    def waves_of(self, period: Period) -> tuple[Wave, ...]:
        """Those that ran in *period* or have a response in it, by opening."""
        if period not in self._running:
            answered = {response.wave for response in self.said_in(period)}
            self._running[period] = tuple(
                wave for wave in self.waves.values() if wave.id in answered or _ran_in(wave, period)
            )
        return self._running[period]

    def asks_about_it(self, wave: Wave) -> bool:
        """Whether the questions of this wave could be about the area."""
        reader = self.readers.get((wave.survey, wave.survey_version))
        if reader is None:
            return False
        if wave.content_area == self.area.id or reader.asks_for_area:
            return True
        return bool(reader.linked) and self.may_feed(wave.content_area)

    def asks_directly(self, wave: Wave) -> bool:
        """Whether those who were asked in this wave answer for themselves."""
        return self.asks_about_it(wave) and not self.reader(wave).survey.with_worker

    def may_feed(self, about: AreaId | None) -> bool:
        """Whether what is said about *about* counts towards statements of the area."""
        return about is None or about == self.area.id or self.area.tier is not Tier.PRACTICE

    def feeds(self, response: Response) -> Iterator[tuple[Linked, Answer]]:
        """The answers of *response* that are votes on the area, with their questions."""
        reader = self.readers.get((response.survey, response.survey_version))
        if reader is None or not self.may_feed(response.content_area):
            return
        answers = response.answers
        for linked in reader.linked:
            if (answer := answers.get(linked.question)) is not None:
                yield linked, answer

    def comments_on_it(self, response: Response) -> Iterator[QuestionId]:
        """The questions whose comments in *response*, the person's own, speak of the area."""
        reader = self.readers.get((response.survey, response.survey_version))
        if reader is None:
            return
        is_about_it = response.content_area == self.area.id
        for question, is_linked in reader.comments.items():
            if question in response.answers and (
                is_about_it or (is_linked and self.may_feed(response.content_area))
            ):
                yield question

    def asks_for_comments(self, wave: Wave) -> bool:
        """Whether comments given in this wave could speak of the area."""
        reader = self.readers.get((wave.survey, wave.survey_version))
        if reader is None or not reader.comments:
            return False
        if reader.asks_for_area or wave.content_area == self.area.id:
            return True
        return any(reader.comments.values()) and self.may_feed(wave.content_area)


def votes_in(facts: Facts, period: Period) -> Votes:
    """What was asked and said about the area in *period*."""
    votes = Votes()
    for wave in facts.waves_of(period):
        _note_what_is_asked(votes, facts, wave)
    for response in facts.said_in(period):
        _note_what_is_said(votes, facts, response)
    return votes


def mark(linked: Linked, answer: Answer) -> bool | None:
    """Whether an answer is favourable; None for an opt-out."""
    match answer:
        case Chosen(option=option):
            return None if option in linked.opt_outs else option in linked.favourable
        case ChosenMany(options=options):
            chosen = set(options) - linked.opt_outs
            return bool(chosen & linked.favourable) if chosen else None
        case _:
            return None


def _note_what_is_asked(votes: Votes, facts: Facts, wave: Wave) -> None:
    """What is asked decides which figures exist, so that their existence tells nothing."""
    reader = facts.readers.get((wave.survey, wave.survey_version))
    if reader is None or not facts.asks_about_it(wave):
        return
    for linked in reader.linked:
        for topic in linked.topics:
            votes.asked.setdefault(topic, {})[linked.wording] = linked


def _note_what_is_said(votes: Votes, facts: Facts, response: Response) -> None:
    if (response.survey, response.survey_version) not in facts.readers:
        votes.unreadable += 1
        return
    is_about_it = response.content_area == facts.area.id
    marks: defaultdict[Topic, list[tuple[Wording, bool | None]]] = defaultdict(list)
    for linked, answer in facts.feeds(response):
        one = linked.wording, mark(linked, answer)
        for topic in linked.topics:
            if topic.statement is not None or is_about_it:
                marks[topic].append(one)
    for topic, given in marks.items():
        ballot = Ballot(response.id, response.agency, tuple(given))
        votes.ballots[topic][response.respondent] = ballot
    if is_about_it or marks or any(facts.comments_on_it(response)):
        votes.voices[response.perspective].append(response)


def _counted(ballots: Iterable[Ballot], among: Collection[Wording] | None) -> Counted:
    favourable = base = opted_out = 0
    agencies: Counter[str] = Counter()
    for ballot in ballots:
        if among is not None and not any(wording in among for wording, _ in ballot.marks):
            continue
        vote = _vote(ballot, among)
        if vote is None:
            opted_out += 1
            continue
        base += 1
        favourable += vote
        if ballot.agency is not None:
            agencies[ballot.agency] += 1
    return Counted(
        share=Share(favourable=favourable, base=base), opted_out=opted_out, agencies=agencies
    )


def _vote(ballot: Ballot, among: Collection[Wording] | None) -> bool | None:
    given = [
        is_favourable
        for wording, is_favourable in ballot.marks
        if is_favourable is not None and (among is None or wording in among)
    ]
    return 2 * sum(given) > len(given) if given else None


def _reader(survey: Survey, area: ContentArea) -> Reader:
    own = {statement.id for statement in area.good}
    return Reader(
        survey=survey,
        linked=tuple(_linked_questions(survey, own)),
        comments={
            question.id: bool(own & set(question.good))
            for question in survey.comments
            if _is_their_own(survey, question)
        },
        asks_for_area=any(isinstance(one, ContentAreaQuestion) for one in survey.questions),
        age_bands=tuple(
            option.label
            for one in survey.questions
            if isinstance(one, SingleQuestion) and one.segment is Segment.AGE_BAND
            for option in one.options
        ),
    )


def _is_their_own(survey: Survey, question: CommentQuestion) -> bool:
    """A worker who fills in a survey for a child also writes down what the worker thinks of it."""
    return question.own_words or not survey.with_worker


def _linked_questions(survey: Survey, own: Collection[StatementId]) -> Iterator[Linked]:
    for question in survey.questions:
        if not isinstance(question, Closed):
            continue
        topics = tuple(_topics(question, survey.perspective, own)) if question.favourable else ()
        paired_on = tuple(_paired_on(question, own))
        if topics or paired_on:
            yield Linked(
                question=question.id,
                wording=_wording(survey, question),
                text=question.text,
                is_agreement=isinstance(question, AgreeQuestion),
                favourable=question.favourable,
                opt_outs=question.opt_out_keys,
                topics=topics,
                paired_on=paired_on,
            )


def _topics(
    question: Closed, perspective: Perspective, own: Collection[StatementId]
) -> Iterator[Topic]:
    tags = [tag for tag in question.measures if tag is not MeasureCode.SCALE_CHANGE]
    for statement in question.good:
        if statement in own:
            for measure in (FAVOURABLE_SHARE, *tags):
                yield Topic(measure, statement, perspective)
    if not question.good:
        for measure in tags:
            yield Topic(measure, None, perspective)


def _paired_on(question: Closed, own: Collection[StatementId]) -> Iterator[StatementId | None]:
    if isinstance(question, ScaleQuestion) and MeasureCode.SCALE_CHANGE in question.measures:
        yield from (statement for statement in question.good if statement in own)
        if not question.good:
            yield None


def _wording(survey: Survey, question: Closed) -> Wording:
    """Changes when the question does, so that only the same question is ever compared."""
    asked = (
        question.text,
        *(f"{option.key}\x1f{option.label}" for option in question.choices),
        *sorted(question.favourable),
    )
    digest = sha256("\x1e".join(asked).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{survey.id}.{question.id}.{digest[:16]}"


def _day(response: Response) -> date:
    return response.day


def _ran_in(wave: Wave, period: Period) -> bool:
    return wave.opens_at.date() <= period.last_day and wave.ended_at.date() >= period.first_day
