"""Sets of rows as text: each row once, in order, and each set as a mask over them."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress
from struct import pack, unpack

from analysis.disclosure.ledger import MARK_BYTES, Rows

DIGITS = bytes.maketrans(b"\0\1", b"01")


def packed(sets: Sequence[Rows]) -> tuple[str, tuple[str, ...]]:
    """The people's rows of all sets, and a mask for each set. Quarters are left out."""
    rows = sorted(row for row in frozenset[int]().union(*sets) if row > 0)
    return _text(pack(f">{len(rows)}Q", *rows)), tuple(_mask(rows, one) for one in sets)


def unpacked(rows: str, masks: Sequence[str]) -> list[Rows]:
    return [*one_by_one(rows, masks)]


def one_by_one(rows: str, masks: Iterable[str]) -> Iterator[Rows]:
    """For whoever needs no two sets at once: they take much more room than their masks."""
    numbers = _numbers(rows)
    for mask in masks:
        yield frozenset(compress(numbers, _bits(mask, len(numbers))))


@lru_cache(maxsize=1)
def _numbers(rows: str) -> tuple[int, ...]:
    told = b64decode(rows)
    return unpack(f">{len(told) // MARK_BYTES}Q", told)


def _mask(rows: Sequence[int], chosen: Rows) -> str:
    bits = bytes(map(chosen.__contains__, rows)).translate(DIGITS)
    return _text(int(bits or b"0", 2).to_bytes((len(rows) + 7) // 8))


def _bits(mask: str, length: int) -> bytes:
    """One byte a row, nought where it is not in the set."""
    bits = f"{int.from_bytes(b64decode(mask)):0{length}b}" if length else ""
    return bits.encode("ascii").replace(b"0", b"\0")


def _text(told: bytes) -> str:
    return b64encode(told).decode("ascii")
