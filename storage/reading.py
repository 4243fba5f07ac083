"""Responses as text that is quick to read again, since a digest reads very many of them.

A closed answer is written as its option alone. What this version wrote was valid when it was
sealed, so it is put together as it stands; whatever looks otherwise (an earlier version's, half a
surrogate pair) is validated.
"""

import json
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from pydantic_core import PydanticSerializationError, from_json, to_json

from surveys.answering import Answer, Chosen, ChosenMany, Counted, Response, Said
from surveys.framework import Perspective
from surveys.values import OptionKey, Value

AnyValue = TypeVar("AnyValue", bound=Value)
Fields: TypeAlias = dict[str, Any]  # JSON of one value

MOST_SHARED = 10_000  # options and days, which are met again and again
PERSPECTIVES = {one.value: one for one in Perspective}
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
        response = _put_together(from_json(text))
    except UNUSUAL:
        response = None  # validated below, outside, so that no error quotes what was met here
    return _validated(json.loads(text)) if response is None else response


def _put_together(fields: Fields) -> Response:
    answers = fields["answers"]
    for question, answer in answers.items():
        answers[question] = SHARED[answer] if answer.__class__ is str else _answer(answer)
    fields["perspective"] = PERSPECTIVES[fields["perspective"]]
    fields["day"] = _day(fields["day"])
    return _made(Response, fields)


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


def _made(model: type[AnyValue], fields: Fields) -> AnyValue:
    """As `model_construct`, which takes longer because it looks for each field."""
    given = GIVEN[model]
    if fields.keys() != given:
        raise KeyError(model.__name__)
    value = model.__new__(model)
    put(value, "__dict__", fields)
    put(value, "__pydantic_fields_set__", given)
    put(value, "__pydantic_extra__", None)
    put(value, "__pydantic_private__", None)
    return value


UNSURE = {"marks_are_sure": False}  # is not written
put = object.__setattr__  # a frozen value is put together once, here
GIVEN: dict[type[Value], set[str]] = {
    model: set(model.model_fields) for model in (Response, ChosenMany, Counted, Said)
}


def _validated(fields: Fields) -> Response:
    answers = {
        question: {"kind": "chosen", "option": answer} if isinstance(answer, str) else answer
        for question, answer in fields["answers"].items()
    }
    return Response.model_validate({**fields, "answers": answers})
