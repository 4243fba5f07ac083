"""What stays of a record once somebody who had a hand in it is forgotten: all but who they were."""

from typing import TypeVar

from surveys.release import Release
from surveys.values import Kept, PersonId

AnyKept = TypeVar("AnyKept", bound=Kept)

ERASED = "erased"  # as whoever is forgotten is called in what stays
WHO = frozenset({"by", "signs", "signed_by"})  # fields that say who did it


def erased(token: str) -> PersonId:
    """One name for one person, so that what two people decided is still two people's."""
    return PersonId(f"{ERASED}-{token}")


def is_erased(by: str) -> bool:
    return by == ERASED or by.startswith(f"{ERASED}-")  # the one: in papers of before


def without(kept: AnyKept, person: PersonId, name: PersonId) -> AnyKept:
    """The same, with *name* wherever it says that *person* did it.

    Who released a digest by their name stays: it stands on the digest, as its board has read it.
    """
    if isinstance(kept, Release) and kept.edition:
        return kept
    before = kept.model_dump(mode="json")
    after = _replaced(before, person, name)
    if isinstance(kept, Release) and kept.by == person and isinstance(after, dict):
        after["name"] = name
    return kept if after == before else type(kept).model_validate(after)


def _replaced(value: object, person: str, name: str) -> object:
    match value:
        case dict():
            return {
                key: name if key in WHO and inner == person else _replaced(inner, person, name)
                for key, inner in value.items()
            }
        case list():
            return [_replaced(inner, person, name) for inner in value]
        case _:
            return value
