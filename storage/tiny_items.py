"""What a TinyDB store gives and takes when it is copied."""

from collections.abc import Callable, Iterator, Mapping

from storage import codec
from storage.audit import Link
from storage.codec import Document, Reader, shared
from storage.interface import Draft, Item, Message
from storage.items import TABLES, entry_item, item_of, kept_item, sent_item
from surveys.answering import Response
from surveys.coding import Coding
from surveys.survey import Survey
from surveys.values import Value
from surveys.wave import Invitation, Wave

Tables = Mapping[str, Mapping[str, Document]]
MODELS: Mapping[str, type[Value]] = {
    "surveys": Survey,
    "waves": Wave,
    "responses": Response,
    "codings": Coding,
    "drafts": Draft,
}


def items_of(tables: Tables, reader: Reader) -> Iterator[Item]:
    """Every item. *tables* must not change meanwhile."""
    for table in TABLES:
        kept = tables[table]
        for name in sorted(kept, key=int) if table == "audit" else kept:
            yield _item(table, name, kept[name], reader)


def _item(table: str, name: str, document: Document, reader: Reader) -> Item:
    match table:
        case "invitations":
            return item_of(codec.invitation_of(document))
        case "outbox" if document["state"] == "sent":
            return sent_item(name)
        case "outbox":
            facts = {fact: document[fact] for fact in ("state", "reason") if fact in document}
            return item_of(reader.value(Message, document), **facts)
        case "audit":
            return entry_item(int(name), Link(document["value"], document["hash"]))
        case "kept":
            return kept_item(document["kind"], document["value"], document["labels"])
        case _:
            return item_of(reader.value(MODELS[table], document))


def document_of(item: Item) -> Document:
    """The document that keeps an item, with what it is found by."""
    return _DOCUMENTS[item.table](item)


def _message_document(item: Item) -> Document:
    match item.facts["state"]:
        case "waiting":
            return codec.message_document(item.value(Message))
        case "dead":
            return codec.document_of(item.value(Message), **item.facts)
        case _:
            return {"state": "sent"}


_DOCUMENTS: Mapping[str, Callable[[Item], Document]] = {
    "surveys": lambda item: codec.survey_document(item.value(Survey)),
    "waves": lambda item: codec.document_of(item.value(Wave)),
    "invitations": lambda item: codec.invitation_document(item.value(Invitation)),
    "responses": lambda item: codec.response_document(item.value(Response)),
    "codings": lambda item: codec.coding_document(item.value(Coding)),
    "drafts": lambda item: codec.draft_document(item.value(Draft)),
    "outbox": _message_document,
    "audit": lambda item: {**item.facts, "value": item.text},
    "heads": lambda item: dict(item.facts),
    "kept": lambda item: {**shared(item.facts), "value": item.text},
}
