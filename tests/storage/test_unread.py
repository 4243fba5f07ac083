"""Responses that wait to be read are found without looking at those that do not."""

import random

from storage import codec
from storage.codec import Document, key_of
from storage.rows import Changes, Rows
from storage.unread import Unread
from surveys.coding import Coding
from surveys.values import ResponseId
from tests.builders import a_coding, a_response

MANY = 2000
VERSIONS = ("words-1", "words-2")


class CountedLooks(dict[str, Document]):
    """A table that counts how often somebody looked at one of its documents."""

    looks = 0

    def get(self, name: str, default: Document | None = None) -> Document | None:  # type: ignore[override]
        self.looks += 1
        return super().get(name, default)


def the_response(number: int, words: str = "Too little time.") -> Document:
    return codec.response_document(a_response(words, id=ResponseId(str(number))))


def coded(coding: Coding) -> Changes:
    name = key_of(coding.response, coding.question, coding.coder)
    return {"codings": {name: codec.coding_document(coding)}}


def read_by(version: str, number: int) -> Changes:
    return coded(a_coding(a_response(id=ResponseId(str(number))), version=version))


def test_one_more_response_or_coding_costs_the_same_however_many_there_are() -> None:
    responses = CountedLooks({str(number): the_response(number) for number in range(MANY)})
    rows = Rows({"responses": responses, "codings": {}}, [])
    unread = Unread(rows.tables)
    rows.watching.append(unread.saw)
    assert len(unread.by("words-1")) == MANY
    responses.looks = 0
    rows.apply({"responses": {"new": the_response(MANY)}})
    rows.apply(read_by("words-1", 7))

    assert len(unread.by("words-1")) == MANY
    assert responses.looks < 10


def test_what_waits_is_what_looking_at_everything_finds() -> None:
    chance = random.Random(7)  # noqa: S311 - so that it fails again
    rows = Rows({"responses": {}, "codings": {}}, [])
    kept_up = Unread(rows.tables)
    rows.watching.append(kept_up.saw)
    for turn in range(300):
        number = chance.randrange(20)
        changes: list[Changes] = [
            {"responses": {str(number): the_response(number)}},
            {"responses": {str(number): None}},
            read_by(chance.choice(VERSIONS), number),
            {"codings": {next(iter(read_by("words-1", number)["codings"])): None}},
        ]
        rows.apply(changes[0] if turn % 3 else chance.choice(changes))
        rows.apply(chance.choice(changes))
        for version in VERSIONS:
            assert set(kept_up.by(version)) == set(Unread(rows.tables).by(version))
