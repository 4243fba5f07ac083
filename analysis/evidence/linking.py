"""What a survey's questions say about one content area: which answers are votes, and on what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from surveys.framework import ContentArea, Perspective
from surveys.measures import Formula, Measure, Measures
from surveys.survey import (
    AgreeQuestion,
    Closed,
    CommentQuestion,
    ContentAreaQuestion,
    ManyQuestion,
    ScaleQuestion,
    Segment,
    SingleQuestion,
    Survey,
)
from surveys.values import AreaId, OptionKey, QuestionId, StatementId

IN_ONE = 16  # characters of a hash
Wording = str  # stands for a question as it was asked: its words, options and what is favourable


class Topic(NamedTuple):
    """What a vote is on. Without a statement: the area as a whole."""

    measure: str
    statement: StatementId | None
    perspective: Perspective


class Linked(NamedTuple):
    """A question whose answers are votes, with all it votes on.

    *paired_on* is what a change of its scale speaks of.
    """

    question: QuestionId
    wording: Wording
    text: str
    is_agreement: bool
    counts: tuple[str, ...]  # of a choice, which answers are favourable: its text alone hides it
    favourable: frozenset[OptionKey]
    opt_outs: frozenset[OptionKey]
    topics: tuple[Topic, ...]
    paired_on: tuple[Topic, ...]


@dataclass(frozen=True)
class Reader:
    """One version of a survey, as far as it speaks of the content area."""

    survey: Survey
    linked: tuple[Linked, ...]
    comments: Mapping[QuestionId, bool]  # whose own they are; True: linked to the area
    areas: tuple[AreaId, ...]  # that can be chosen, where they ask for one
    age_bands: tuple[str, ...]

    @property
    def asks_for_area(self) -> bool:
        return bool(self.areas)

    @cached_property
    def asked(self) -> Mapping[Topic, Sequence[Linked]]:
        """Those whose answers are together one vote on a topic."""
        behind: defaultdict[Topic, list[Linked]] = defaultdict(list)
        for linked in self.linked:
            for topic in linked.topics:
                behind[topic].append(linked)
        return behind

    @cached_property
    def questions(self) -> Mapping[Topic, frozenset[Wording]]:
        """The same as their wordings."""
        return {
            topic: frozenset(one.wording for one in several)
            for topic, several in self.asked.items()
        }

    @cached_property
    def feeding(self) -> frozenset[QuestionId]:
        """Those whose answers say something of this area, whatever a response is about."""
        return frozenset((*self.linked_comments, *(one.question for one in self.linked)))

    @cached_property
    def linked_comments(self) -> Sequence[QuestionId]:
        return [question for question, is_linked in self.comments.items() if is_linked]


def areas_asked(survey: Survey) -> tuple[AreaId, ...]:
    """The content areas that one can choose from, where a survey asks what an answer is about."""
    return tuple(
        AreaId(option.key)
        for one in survey.questions
        if isinstance(one, ContentAreaQuestion)
        for option in one.options
        if option.key not in one.opt_out_keys
    )


def as_one(questions: Iterable[str]) -> str:
    """Stands for all of them: alike where the votes are on the same questions."""
    told = "\x1f".join(sorted(questions)).encode("utf-8", "surrogatepass")
    return sha256(told).hexdigest()[:IN_ONE]


def reader_of(survey: Survey, area: ContentArea, measures: Measures) -> Reader:
    own = {statement.id for statement in area.good}
    return Reader(
        survey=survey,
        linked=tuple(_linked_questions(survey, own, measures)),
        comments={
            question.id: bool(own & set(question.good))
            for question in survey.comments
            if _is_their_own(survey, question)
        },
        areas=areas_asked(survey),
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


def _linked_questions(
    survey: Survey, own: Collection[StatementId], measures: Measures
) -> Iterator[Linked]:
    every = [one for one in measures.by(Formula.SHARE) if one.every_question]
    for question in survey.questions:
        if not isinstance(question, Closed):
            continue
        fed = measures.fed_by(survey.id, question.id, question.measures)
        shares = [*every, *(one for one in fed if one.formula is Formula.SHARE)]
        is_counted = bool(question.favourable)
        topics = tuple(_topics(question, survey.perspective, own, shares)) if is_counted else ()
        pairing = [one for one in fed if one.formula is Formula.PAIRED_CHANGE]
        paired_on = tuple(_paired_on(question, survey.perspective, own, pairing))
        if topics or paired_on:
            yield Linked(
                question=question.id,
                wording=wording_of(survey, question),
                text=question.text,
                is_agreement=isinstance(question, AgreeQuestion),
                counts=_counts(question),
                favourable=question.favourable,
                opt_outs=question.opt_out_keys,
                topics=topics,
                paired_on=paired_on,
            )


def _topics(
    question: Closed,
    perspective: Perspective,
    own: Collection[StatementId],
    shares: Sequence[Measure],
) -> Iterator[Topic]:
    theirs = [one for one in shares if one.is_of(perspective)]
    for statement in question.good:
        if statement in own:
            for measure in theirs:
                yield Topic(measure.code, statement, perspective)
    if not question.good:
        for measure in theirs:
            if not measure.every_question:
                yield Topic(measure.code, None, perspective)


def _paired_on(
    question: Closed,
    perspective: Perspective,
    own: Collection[StatementId],
    pairing: Sequence[Measure],
) -> Iterator[Topic]:
    if not isinstance(question, ScaleQuestion):
        return
    for measure in pairing:
        if not measure.is_of(perspective):
            continue
        for statement in question.good:
            if statement in own:
                yield Topic(measure.code, statement, perspective)
        if not question.good:
            yield Topic(measure.code, None, perspective)


def _counts(question: Closed) -> tuple[str, ...]:
    if not isinstance(question, SingleQuestion | ManyQuestion):
        return ()
    return tuple(one.label for one in question.options if one.key in question.favourable)


def wording_of(survey: Survey, question: Closed) -> Wording:
    """Changes when the question does, so that only the same question is ever compared."""
    asked = (
        question.text,
        *(f"{option.key}\x1f{option.label}" for option in question.choices),
        *sorted(question.favourable),
    )
    digest = sha256("\x1e".join(asked).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{survey.id}.{question.id}.{digest[:16]}"
