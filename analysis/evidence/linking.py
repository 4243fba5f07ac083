"""What a survey's questions say about one content area: which answers are votes, and on what."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from surveys.framework import ContentArea, Perspective
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
from surveys.values import OptionKey, QuestionId, StatementId

FAVOURABLE_SHARE = "QL1"

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


@dataclass(frozen=True)
class Reader:
    """One version of a survey, as far as it speaks of the content area."""

    survey: Survey
    linked: tuple[Linked, ...]
    comments: Mapping[QuestionId, bool]  # whose own they are; True: linked to the area
    asks_for_area: bool
    age_bands: tuple[str, ...]


def reader_of(survey: Survey, area: ContentArea) -> Reader:
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
