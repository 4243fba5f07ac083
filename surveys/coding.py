"""A coding: sentiment and themes on one comment, by machine or by a person."""

import operator
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from surveys.values import QuestionId, ResponseId, Slug, Value


class Sentiment(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    MIXED = "mixed"  # of a whole comment only


class Coder(StrEnum):
    MACHINE = "machine"
    PERSON = "person"


class Look(StrEnum):
    """Why a person should look at a machine's reading. It stands until somebody has."""

    OTHER_LANGUAGE = "other_language"  # nothing is guessed
    THREAD = "thread"  # others speak in it too, as in a pasted e-mail
    NOT_ASSIGNED = "not_assigned"
    UNCERTAIN = "uncertain"
    LONG = "long"
    MANY_THEMES = "many_themes"


class Stance(StrEnum):
    """What a comment says about the 'good' statement that its question is linked to."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    NEITHER = "neither"


class Sampled(StrEnum):
    """Why a person was given a comment to code without having seen the machine's reading."""

    AUDIT = "audit"  # drawn by lot, so that a whole picture can be corrected by it


class ThemeNames(Value):
    """What the themes of a codebook are called, in its order. *version* is the codebook's."""

    version: str = ""
    labels: dict[Slug, str] = Field(default_factory=dict)


class CodedSentence(Value):
    """One sentence: where it stands in the comment (characters, end exclusive) and what it says."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    sentiment: Sentiment
    themes: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _has_length_and_one_view(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a sentence ends after it starts")
        if self.sentiment is Sentiment.MIXED:
            raise ValueError("only a whole comment can be mixed")
        return self


class Coding(Value):
    """What one coder read in one comment. *version*: the engine's; a person's: the codebook's.

    *settled*: two people read it apart, differed, and agreed on this. *look*: why a person should
    look at what a machine read. *stance*: None where no one 'good' statement was asked about.
    """

    response: ResponseId
    question: QuestionId
    coder: Coder
    version: str
    day: date
    sentiment: Sentiment
    themes: tuple[Slug, ...] = ()
    sentences: tuple[CodedSentence, ...] = ()
    sampled: Sampled | None = None
    settled: bool = False
    look: tuple[Look, ...] = ()
    # Not written if there is none, so that codings from before it are the same text as ever.
    stance: Annotated[Stance | None, Field(exclude_if=operator.not_)] = None

    @property
    def guesses_nothing(self) -> bool:
        """Whether the machine could not read it: then it says neutral, and no figure counts it."""
        return Look.OTHER_LANGUAGE in self.look
