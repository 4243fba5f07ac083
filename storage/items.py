"""What is in a store, piece by piece, in a form that every engine gives and takes."""

import json
from collections.abc import Iterable, Iterator, Sequence

from pydantic import JsonValue

from storage.audit import AUDIT, Head, Link, link
from storage.codec import head_document, key_of, text_of
from storage.interface import Draft, Item, Message
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


def entry_item(place: int, linked: Link) -> Item:
    return Item("audit", str(place), linked.text, {"hash": linked.hash})


def link_of(item: Item) -> Link:
    return Link(item.text, str(item.facts["hash"]))


def head_items(head: Head) -> list[Item]:
    """The chain's head as it is, so that a chain that was broken stays so. None before an entry."""
    if head == Head():
        return []
    return [Item("heads", AUDIT, "", head_document(head))]


def head_of(item: Item) -> Head:
    length = item.facts["length"]
    assert isinstance(length, int)
    return Head(length, str(item.facts["hash"]))


def linked(batches: Iterable[Sequence[Item]]) -> Iterator[Sequence[Item]]:
    """Items of which the entries carry no hashes yet, as earlier versions gave them: now linked.

    An entry that is missing is missing afterwards too.
    """
    head = Head()
    for items in batches:
        whole = []
        for item in items:
            if item.table == AUDIT:
                found, head = link(Head(int(item.id), head.hash), item.text)
                whole.append(entry_item(int(item.id), found))
            else:
                whole.append(item)
        yield whole
    yield head_items(head)


def kept_item(kind: str, text: str, labels: list[str]) -> Item:
    """What has an id of its own, whatever it is: it goes as it is kept."""
    facts: dict[str, JsonValue] = {"kind": kind, "labels": list(labels)}
    return Item("kept", key_of(kind, json.loads(text)["id"]), text, facts)
