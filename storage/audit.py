"""The audit chain: each entry carries the hash of the one before, so that none can be changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

AUDIT = "audit"  # the chain's name, and its table's
START = "0" * 64
LOST = "lost"  # in the place of a hash: no entry fits what follows it


@dataclass(frozen=True)
class Link:
    """One entry as kept: its text, and the hash of that text and everything before it."""

    text: str
    hash: str


@dataclass(frozen=True)
class Head:
    """How long the chain is and how it ends, kept apart, so that no one can cut its end off."""

    length: int = 0
    hash: str = START


def lost_head(places: Iterable[int]) -> Head:
    """Where a chain goes on whose head is gone, and in whose places these entries are.

    It is never whole again, whatever is appended.
    """
    return Head(max(places, default=-1) + 1, LOST)


def link(head: Head, text: str) -> tuple[Link, Head]:
    linked = hashlib.sha256(f"{head.hash}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
    return Link(text, linked), Head(head.length + 1, linked)


def broken_link(links: Iterable[Link | None], end: Head) -> int | None:
    """The place of the first entry that is missing or does not fit, counted from 0."""
    head = Head()
    for place, found in enumerate(links):
        if found is None:
            return place
        fitting, head = link(head, found.text)
        if found != fitting:
            return place
    return None if head == end else head.length
