"""The key of names, sealed: without it a store cannot be read, so nobody can take it away unseen.

It is sealed for another place once its store has the head of an audit chain. Whoever empties the
chain therefore cannot make the store look like one in which nothing was ever done.
"""

from storage.sealing import Keys, Unreadable

ALONE = b"naming"
CHAINED = b"naming of a store that has a chain"


def sealed_naming(keys: Keys, naming: bytes) -> bytes:
    return keys.seal(naming, CHAINED)


def opened_naming(keys: Keys, sealed: bytes) -> tuple[bytes, bool]:
    """The key, and whether its store has a chain's head. Raises Unreadable, WrongKey."""
    try:
        return keys.open(sealed, CHAINED), True
    except Unreadable:
        return keys.open(sealed, ALONE), False
