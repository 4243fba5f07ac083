"""What is in a store, piece by piece, in a form that every engine gives and takes."""

import json

from pydantic import JsonValue

from storage.codec import key_of, text_of
from storage.interface import Draft, Entry, Item, Message
from surveys.answering import Response
from surveys.coding import Coding
from surveys.survey import Survey
from surveys.values import Value
from surveys.wave import Invitation, Wave

# In the order in which a store can take them: an answer needs its wave, a coding its answer.
TABLES = (
    "surveys",
    "waves",
    "invitations",
    "responses",
    "codings",
    "drafts",
    "outbox",
    "audit",
    "kept",
)


def item_of(value: Value, **facts: JsonValue) -> Item:
    """The item that a value is; its facts are the state and reason of a message."""
    text = text_of(value)
    match value:
        case Survey():
            return Item("surveys", key_of(value.id, value.version), text)
        case Wave():
            return Item("waves", value.id, text)
        case Invitation():
            return Item("invitations", key_of(value.wave, value.person), text)
        case Response():
            return Item("responses", value.id, text)
        case Coding():
            return Item("codings", key_of(value.response, value.question, value.coder), text)
        case Draft():
            return Item("drafts", key_of(value.wave, value.respondent), text)
        case Message():
            return Item("outbox", value.id, text, facts)
        case _:
            raise TypeError(type(value).__name__)


def sent_item(message: str) -> Item:
    return Item("outbox", message, "", {"state": "sent"})


def entry_item(place: int, entry: str) -> Item:
    return Item("audit", str(place), entry)


def kept_item(kind: str, text: str, labels: list[str]) -> Item:
    """What has an id of its own, whatever it is: it goes as it is kept."""
    facts: dict[str, JsonValue] = {"kind": kind, "labels": list(labels)}
    return Item("kept", key_of(kind, json.loads(text)["id"]), text, facts)


def entry_of(item: Item) -> Entry:
    return item.value(Entry)
