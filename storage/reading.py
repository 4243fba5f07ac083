"""Responses and codings as text that is quick to read again: a digest reads very many of them.

A closed answer is written as its option alone. What this version wrote was valid when it was
sealed, so it is put together as it stands; whatever looks otherwise (an earlier version's, half a
surrogate pair) is validated.

All of them may be in memory at once, so each takes as little of it as it can: what is the same in
many is there once.
"""

import json
from datetime import date
from functools import lru_cache
from sys import intern
from typing import Any, TypeAlias, TypeVar

from pydantic_core import PydanticSerializationError, from_json, to_json

from surveys.answering import Answer, Chosen, ChosenMany, Counted, Response, Said
from surveys.coding import CodedSentence, Coder, Coding, Look, Sampled, Sentiment, Stance
from surveys.framework import Perspective
from surveys.values import OptionKey, Value

AnyValue = TypeVar("AnyValue", bound=Value)
Fields: TypeAlias = dict[str, Any]  # JSON of one value

MOST_SHARED = 10_000  # options and days, which are met again and again
PERSPECTIVES = {one.value: one for one in Perspective}
CODERS = {one.value: one for one in Coder}
SENTIMENTS = {one.value: one for one in Sentiment}
SAMPLED = {None: None} | {one.value: one for one in Sampled}
STANCES = {None: None} | {one.value: one for one in Stance}
LOOKS = {one.value: one for one in Look}
UNUSUAL = (AttributeError, KeyError, TypeError, ValueError)


def text_of_response(response: Response) -> str:
    answers = {
        question: answer.option if answer.__class__ is Chosen else answer
        for question, answer in response.answers.items()
    }
    # An enumeration is looked at for longer than everything else that is not an answer.
    told = {"perspective": response.perspective.value, "answers": answers}
    try:
        return to_json({**response.__dict__, **told}).decode()
    except PydanticSerializationError:
        # Half a surrogate pair is no UTF-8 but is still JSON: written the long way.
        return json.dumps(response.model_dump(mode="json"))


def response_of(text: str) -> Response:
    """The response that was written so, by this or any earlier version."""
    try:
        response = _response(from_json(text))
    except UNUSUAL:
        response = None  # validated below, outside, so that no error quotes what was met here
    return _validated(json.loads(text)) if response is None else response


def coding_of(text: str) -> Coding:
    """The same of a coding."""
    try:
        coding = _coding(from_json(text))
    except UNUSUAL:
        coding = None
    return Coding.model_validate(json.loads(text)) if coding is None else coding


def _response(fields: Fields) -> Response:
    answers = fields["answers"]
    for question, answer in answers.items():
        answers[question] = SHARED[answer] if answer.__class__ is str else _answer(answer)
    fields["perspective"] = PERSPECTIVES[fields["perspective"]]
    fields["day"] = _day(fields["day"])
    return _made(Response, fields)


def _coding(fields: Fields) -> Coding:
    fields["coder"] = CODERS[fields["coder"]]
    fields["version"] = intern(fields["version"])  # too long for the parser to share it
    fields["day"] = _day(fields["day"])
    fields["sentiment"] = SENTIMENTS[fields["sentiment"]]
    fields["themes"] = _several(tuple(fields["themes"]))
    fields["sentences"] = tuple(map(_sentence, fields["sentences"]))
    fields["sampled"] = SAMPLED[fields["sampled"]]
    fields["look"] = tuple(LOOKS[one] for one in fields["look"])
    stance = fields["stance"] = STANCES[fields.get("stance")]
    coding = _made(Coding, fields)
    if stance is None:
        put(coding, "__pydantic_fields_set__", WITHOUT_STANCE)
    return coding


def _sentence(fields: Fields) -> CodedSentence:
    fields["sentiment"] = SENTIMENTS[fields["sentiment"]]
    fields["themes"] = _several(tuple(fields["themes"]))
    return _made(CodedSentence, fields)


def _answer(fields: Fields) -> Answer:
    match fields["kind"]:
        case "said":
            return _made(Said, {**UNSURE, **fields})
        case "chosen":
            return SHARED[fields["option"]]
        case "chosen_many":
            return _made(ChosenMany, {**fields, "options": tuple(fields["options"])})
        case "counted":
            return _made(Counted, fields)
        case other:
            raise KeyError(other)


class Shared(dict[str, Chosen]):
    """One value for all who chose the same: it is frozen, and thousands choose the same."""

    def __missing__(self, option: str) -> Chosen:
        if len(self) >= MOST_SHARED:
            self.clear()
        chosen = self[option] = Chosen(option=OptionKey(option))
        return chosen


SHARED = Shared()
_day = lru_cache(MOST_SHARED)(date.fromisoformat)


@lru_cache(MOST_SHARED)
def _several(themes: tuple[str, ...]) -> tuple[str, ...]:
    """One for all codings that found the same themes."""
    return themes


def _made(model: type[AnyValue], fields: Fields) -> AnyValue:
    """As `model_construct`, which takes longer because it looks for each field.

    The fields are set one by one: so Python keeps their names once for all values of the model,
    and each takes half the memory.
    """
    given = GIVEN[model]
    if fields.keys() != given:
        raise KeyError(model.__name__)
    value = model.__new__(model)
    for name, found in fields.items():
        put(value, name, found)
    put(value, "__pydantic_fields_set__", given)
    put(value, "__pydantic_extra__", None)
    put(value, "__pydantic_private__", None)
    return value


UNSURE = {"marks_are_sure": False}  # is not written
put = object.__setattr__  # a frozen value is put together once, here
GIVEN: dict[type[Value], set[str]] = {
    model: set(model.model_fields)
    for model in (Response, ChosenMany, Counted, Said, Coding, CodedSentence)
}
WITHOUT_STANCE = GIVEN[Coding] - {"stance"}  # is not written


def _validated(fields: Fields) -> Response:
    answers = {
        question: {"kind": "chosen", "option": answer} if isinstance(answer, str) else answer
        for question, answer in fields["answers"].items()
    }
    return Response.model_validate({**fields, "answers": answers})
