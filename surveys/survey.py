"""A survey: the questions, without dates. Versioned, and frozen once a wave of it has opened."""

import re
from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from surveys.framework import Method, Perspective, StatementCode
from surveys.measures import MeasureCode
from surveys.values import (
    IN_ORDER,
    SLUG,
    Line,
    OptionKey,
    Paragraph,
    QuestionId,
    Slug,
    SurveyId,
    Value,
)

LONGEST_COMMENT = 3000  # characters; what one field in Slack can hold
MOST_QUESTIONS = 200
END: Literal["end"] = "end"
REPORT_FIRST: Literal["report_first"] = "report_first"
DISCARD: Literal["discard"] = "discard"


class Mode(StrEnum):
    """What is promised about who can be known. Fixed when a wave opens."""

    CONFIDENTIAL = "confidential"
    LINKED = "linked"
    NAMED = "named"


class Promise(StrEnum):
    """Which wording of the promise is read before the first question."""

    STAFF = "staff"
    PARENT = "parent"
    CHILD = "child"


class Segment(StrEnum):
    """A single choice whose answer says whom the response is about, beside the people file."""

    AGENCY = "agency"
    AGE_BAND = "age_band"


class Option(Value):
    key: OptionKey
    label: Annotated[str, StringConstraints(min_length=1, max_length=75)]


class Goto(Value):
    """After one of these answers, go on at *to*.

    'end' finishes the survey; 'report_first' stops and shows whom to call; 'discard' keeps nothing.
    """

    when: Annotated[tuple[OptionKey, ...], Field(min_length=1)]
    to: QuestionId


class Asked(Value):
    """What every question has."""

    id: Annotated[QuestionId, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    hint: Line | None = None
    required: bool = False
    show_if: dict[QuestionId, tuple[OptionKey, ...]] = Field(default_factory=dict)
    theme: str | None = None
    good: tuple[StatementCode, ...] = ()
    measures: tuple[MeasureCode, ...] = ()


class Closed(Asked):
    """A question answered by choosing. *opt_outs* leave the base but are counted themselves."""

    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=100)]
    opt_outs: tuple[Option, ...] = ()
    favourable: Annotated[frozenset[OptionKey], IN_ORDER] = frozenset()
    goto: Goto | None = None

    @model_validator(mode="after")
    def _keys_are_known_once(self) -> Self:
        keys = [option.key for option in self.choices]
        if len(keys) != len(set(keys)):
            raise ValueError("two options read the same")
        _known("favourable", self.favourable, [option.key for option in self.options])
        if self.goto:
            _known("goto", self.goto.when, keys)
        return self

    @property
    def choices(self) -> tuple[Option, ...]:
        """Everything that can be chosen, opt-outs last."""
        return self.options + self.opt_outs

    @cached_property
    def labels(self) -> dict[OptionKey, str]:
        return {option.key: option.label for option in self.choices}

    @cached_property
    def opt_out_keys(self) -> frozenset[OptionKey]:
        return frozenset(option.key for option in self.opt_outs)


class AgreeQuestion(Closed):
    kind: Literal["agree"] = "agree"


class FrequencyQuestion(Closed):
    kind: Literal["frequency"] = "frequency"


class ChangeQuestion(Closed):
    kind: Literal["change"] = "change"


class FacesQuestion(Closed):
    kind: Literal["faces"] = "faces"


class YesNoQuestion(Closed):
    kind: Literal["yes_no"] = "yes_no"


class SingleQuestion(Closed):
    kind: Literal["single"] = "single"
    segment: Segment | None = None


class ContentAreaQuestion(Closed):
    """Its options are the board's content areas, filled in when the survey is read."""

    kind: Literal["content_area"] = "content_area"


class ManyQuestion(Closed):
    kind: Literal["many"] = "many"


class ScaleQuestion(Closed):
    """Nought to ten. Its options are the numbers; *low* and *high* say what the ends mean."""

    kind: Literal["scale"] = "scale"
    low: Line
    high: Line


class NumberQuestion(Asked):
    kind: Literal["number"] = "number"
    smallest: int = 0
    largest: int = 1_000_000

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.smallest > self.largest:
            raise ValueError("smallest is larger than largest")
        return self


class CommentQuestion(Asked):
    kind: Literal["comment"] = "comment"
    max_characters: Annotated[int, Field(ge=1, le=LONGEST_COMMENT)] = 1000
    own_words: bool = False  # a child's or family's own words, never changed but for redaction


Question = Annotated[
    AgreeQuestion
    | FrequencyQuestion
    | ChangeQuestion
    | FacesQuestion
    | YesNoQuestion
    | SingleQuestion
    | ContentAreaQuestion
    | ManyQuestion
    | ScaleQuestion
    | NumberQuestion
    | CommentQuestion,
    Field(discriminator="kind"),
]

CARRIED = re.compile(r"\{(?:(?P<survey>[a-z0-9-]+)\.)?(?P<name>[a-z][a-z0-9_]*)\}")


class Survey(Value):
    """The questions. A worker fills in a *with_worker* survey, once for each person heard."""

    id: Annotated[SurveyId, SLUG]
    version: Annotated[int, Field(ge=1)] = 1
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    aliases: tuple[Line, ...] = ()
    perspective: Perspective
    method: Method
    mode: Mode = Mode.CONFIDENTIAL
    series: Slug | None = None
    with_worker: bool = False
    promise: Promise
    minutes: Annotated[int, Field(ge=1, le=60)] = 3
    when: Line | None = None
    parameters: tuple[str, ...] = ()
    at_least_one: tuple[tuple[QuestionId, ...], ...] = ()
    thanks: Paragraph | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]

    @model_validator(mode="after")
    def _questions_fit_together(self) -> Self:
        problems = [*_doubles(self), *_wrong_turns(self), *_unknown_parameters(self)]
        if problems:
            raise ValueError("; ".join(problems))
        if (self.mode is Mode.LINKED) != (self.series is not None):
            raise ValueError("a linked survey names its series, and no other survey does")
        return self

    @cached_property
    def by_id(self) -> dict[QuestionId, Question]:
        return {question.id: question for question in self.questions}

    @property
    def comments(self) -> tuple[CommentQuestion, ...]:
        return tuple(
            question for question in self.questions if isinstance(question, CommentQuestion)
        )


def _known(what: str, used: Collection[str], keys: Collection[str]) -> None:
    unknown = sorted(set(used) - set(keys))
    if unknown:
        raise ValueError(f"{what} names {', '.join(unknown)}; allowed: {', '.join(keys)}")


def _doubles(survey: Survey) -> Iterator[str]:
    ids = [question.id for question in survey.questions]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"two questions are called {name}"


def _wrong_turns(survey: Survey) -> Iterator[str]:
    """show_if only looks back and goto only leads on, so that nobody goes in circles."""
    place = {question.id: index for index, question in enumerate(survey.questions)}
    for index, question in enumerate(survey.questions):
        for other, keys in question.show_if.items():
            yield from _wrong_condition(survey, question.id, other, keys, before=index, place=place)
        goto = question.goto if isinstance(question, Closed) else None
        if goto and goto.to not in (END, REPORT_FIRST, DISCARD) and place.get(goto.to, -1) <= index:
            yield f"{question.id} goes to {goto.to}, which is no later question"
    for group in survey.at_least_one:
        for name in group:
            if name not in place:
                yield f"at_least_one names {name}, which is no question of this survey"


def _wrong_condition(
    survey: Survey,
    question: QuestionId,
    other: QuestionId,
    keys: tuple[OptionKey, ...],
    *,
    before: int,
    place: dict[QuestionId, int],
) -> Iterator[str]:
    if place.get(other, before) >= before:
        yield f"{question} is shown by {other}, which is no earlier question"
        return
    source = survey.questions[place[other]]
    if not isinstance(source, Closed):
        yield f"{question} is shown by {other}, which has no options"
        return
    known = [option.key for option in source.choices]
    for key in keys:
        if key not in known:
            yield f"{question} is shown by {other} = {key}; allowed: {', '.join(known)}"


def _unknown_parameters(survey: Survey) -> Iterator[str]:
    """{name} is a parameter of the wave; {survey.question} carries the person's own answer."""
    for question in survey.questions:
        for found in CARRIED.finditer(question.text):
            if found["survey"] is None and found["name"] not in survey.parameters:
                yield f"{question.id} speaks of {{{found['name']}}}, which is no parameter"
            if found["survey"] is not None and survey.mode is not Mode.LINKED:
                yield f"{question.id} carries an earlier answer, which only a linked survey can do"
