"""Values to documents and back. A document is the value as JSON, and the facts it is found by."""

import json
import sys
import zlib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_json

from storage.audit import Head
from storage.interface import Draft, Message
from storage.reading import coding_of, response_of, text_of_response
from surveys.answering import Response, Said
from surveys.coding import Coding
from surveys.periods import Period
from surveys.survey import Survey
from surveys.values import Kept, Value
from surveys.wave import Invitation

Document = dict[str, Any]
AnyValue = TypeVar("AnyValue", bound=Value)

WORTH_PRESSING = 2_000  # bytes: a shorter record fits in a page as it is, and is written sooner
MOST_READ_VALUES = 100_000  # kept as values once read; beyond, they are read again when asked for


def key_of(*parts: object) -> str:
    """One id of several parts, which no other parts can give."""
    return "".join([f"{len(text)}:{text}" for text in map(str, parts)])


def document_of(value: Value, **facts: Any) -> Document:  # noqa: ANN401 - facts are JSON
    return {**facts, "value": text_of(value)}


def survey_document(survey: Survey) -> Document:
    return document_of(survey, survey=survey.id)


def invitation_document(invitation: Invitation) -> Document:
    """All of it as facts, because it changes often and in one fact at a time."""
    return invitation.model_dump(mode="json")


def invitation_of(document: Document) -> Invitation:
    return Invitation.model_validate(document)


def response_document(response: Response) -> Document:
    comments = [name for name, answer in response.answers.items() if answer.__class__ is Said]
    return {
        "wave": response.wave,
        "respondent": response.respondent,
        "quarter": _quarter(response.day),
        "area": response.content_area,
        "comments": tuple(comments),
        "value": text_of_response(response),
    }


@lru_cache(1000)
def _quarter(day: date) -> str:
    return str(Period.quarter_of(day))


def coding_document(coding: Coding) -> Document:
    return document_of(coding, response=coding.response, version=coding.version)


def draft_document(draft: Draft) -> Document:
    return document_of(draft, wave=draft.wave, owner=draft.owner)


def message_document(message: Message) -> Document:
    return document_of(message, state="waiting", not_before=message.not_before.timestamp())


def kept_document(kept: Kept) -> Document:
    return document_of(kept, kind=kept.kind, labels=kept.labels)


def text_of(value: Value) -> str:
    try:
        return value.model_dump_json()
    except PydanticSerializationError:
        # Half a surrogate pair, which some phones send, is no UTF-8 but is still JSON.
        return json.dumps(value.model_dump(mode="json"))


class Reader:
    """Reads values, each only once, however often it is asked for."""

    def __init__(self) -> None:
        self._read = lru_cache(MOST_READ_VALUES)(_read)

    def value(self, model: type[AnyValue], document: Document) -> AnyValue:
        found = document["value"]
        value = self._read(model, found) if isinstance(found, str) else found
        assert isinstance(value, model)
        return value


class RowReader(Reader):
    """Reads rows that stay in memory: of what there is most, the value takes its text's place."""

    def value(self, model: type[AnyValue], document: Document) -> AnyValue:
        found = document["value"]
        if found.__class__ is model:
            return found
        if model not in (Response, Coding):
            return super().value(model, document)
        value = document["value"] = _read(model, found)
        assert isinstance(value, model)
        return value


def _read(model: type[Value], text: str) -> Value:
    if model is Response:
        return response_of(text)
    if model is Coding:
        return coding_of(text)
    try:
        return model.model_validate_json(text)
    except ValidationError:
        return model.model_validate(json.loads(text))


def head_document(head: Head) -> Document:
    return {"length": head.length, "hash": head.hash}


def packed(name: str, document: Mapping[str, Any]) -> bytes:
    """A document and its id as bytes: a line of facts, then the value as it is.

    Long ones are pressed, so that fewer pages are written.
    """
    facts = dict(document)
    value = facts.pop("value", "")
    text = value if isinstance(value, str) else _written(value)
    try:
        told = to_json((name, facts))
    except PydanticSerializationError:  # half a surrogate pair, in a name
        told = json.dumps((name, facts)).encode()
    record = b"%b\n%b" % (told, text.encode())
    return zlib.compress(record, 1) if len(record) >= WORTH_PRESSING else record


def _written(value: Value) -> str:
    return text_of_response(value) if isinstance(value, Response) else text_of(value)


def unpacked(record: bytes) -> tuple[str, Document]:
    pressed = not record.startswith(b"[")
    head, _, value = (zlib.decompress(record) if pressed else record).decode().partition("\n")
    name, facts = json.loads(head)
    document = shared(facts)
    return name, {**document, "value": value} if value else document


def shared(facts: Mapping[str, Any]) -> Document:
    """Facts as they were read from JSON, taking as little memory as they can."""
    return {sys.intern(fact): _shared(fact, found) for fact, found in facts.items()}


def _shared(fact: str, found: Any) -> Any:  # noqa: ANN401 - JSON
    """Thousands of documents name the same wave; one string in memory is enough.

    Of texts alone, a document is nothing that Python's collector has to look at again and again.
    """
    if isinstance(found, list):
        return tuple(_shared(fact, one) for one in found)
    return sys.intern(found) if fact in _REPEATED and isinstance(found, str) else found


_REPEATED = frozenset({"comments", "wave", "quarter", "area", "version", "survey", "state", "kind"})
