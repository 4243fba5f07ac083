"""What a change of the codebook would move, of the comments that count now."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analysis.reading.codebook import Codebook
from analysis.reading.codebook_changes import BoardCodebook, Split
from analysis.reading.model import Model
from analysis.reading.themes import themes
from surveys.coding import Coder, Coding
from surveys.reviewed import now
from surveys.values import Slug, Value


class Effect(Value):
    """What a change would do to *comments* that count now: how many of them would move.

    *unassigned* of them would be left without a theme. *by_people*: coded by a person.
    """

    comments: int
    moved: int
    unassigned: int
    by_people: int


class Moved(NamedTuple):
    """A comment by the coding of it that counts, with its themes in two codebooks."""

    coding: Coding
    then: set[Slug]
    now: set[Slug]


def moves(
    told: Iterable[tuple[str, Coding]],
    before: BoardCodebook,
    after: BoardCodebook,
    model: Model | None = None,
) -> list[Moved]:
    """Of each comment, with the coding of it that counts, what it speaks of before and after.

    What a machine read is read anew, by the shipped *model* of themes unless another is given; what
    a person coded is carried on.
    """
    return [
        Moved(coding, *_then_and_now(text, coding, before, after, model)) for text, coding in told
    ]


def effect(comments: Sequence[Moved]) -> Effect:
    moved = [one for one in comments if one.then != one.now]
    return Effect(
        comments=len(comments),
        moved=len(moved),
        unassigned=sum(not one.now for one in moved),
        by_people=sum(one.coding.coder is Coder.PERSON for one in moved),
    )


def _then_and_now(
    text: str, coding: Coding, before: BoardCodebook, after: BoardCodebook, model: Model | None
) -> tuple[set[Slug], set[Slug]]:
    if coding.coder is Coder.PERSON:
        was = now(coding.themes, before.became)
        if isinstance(after.change, Split) and after.change.theme in was:
            return set(was), {*was, after.change.new.id}  # whichever it is, somebody has to say
        return set(was), set(now(was, after.became))
    return _read(text, before.codebook, model), _read(text, after.codebook, model)


def _read(text: str, codebook: Codebook, model: Model | None) -> set[Slug]:
    return {found.theme for found in themes(text, codebook, model)}
