"""Seals what is kept: AES-GCM, bound to the place it is kept in, with the number of its key.

An envelope is one byte of format, two bytes of key number, twelve of nonce, and the sealed record.
The key file is text, one key a line, `NUMBER BASE64`; the highest number seals, all of them open:

    # Keys of Heard. Whoever has this file and the store can read every answer.
    1 9Yk2…=
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from struct import Struct
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.interface import StorageError, WrongKey

KEY_BYTES = 32
NONCE_BYTES = 12
NONCES = Struct(f"{NONCE_BYTES}s")
HIGHEST_NUMBER = 0xFFFF
FORMAT = b"\x01"
HEAD_BYTES = 1 + 2 + NONCE_BYTES
OTHERS = stat.S_IRWXG | stat.S_IRWXO

HEADING = "# Keys of Heard. Whoever has this file and the store can read every answer.\n"


class UnusableKeys(StorageError):
    """There are no keys here that could be used. *why* says what was found, never a key."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(place, why)
        self.place = place
        self.why = why


class Unreadable(StorageError):
    """An envelope was changed, cut, or moved from another place."""


@dataclass(frozen=True)
class Keys:
    """The key ring. The highest number seals; every key opens what it sealed."""

    by_number: Mapping[int, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        if not self.by_number:
            raise UnusableKeys("key ring", "it has no key")
        for number, key in self.by_number.items():
            if not 1 <= number <= HIGHEST_NUMBER:
                raise UnusableKeys("key ring", f"{number} is no key number")
            if len(key) != KEY_BYTES:
                raise UnusableKeys("key ring", f"key {number} is {len(key)} bytes long, not 32")

    @classmethod
    def fresh(cls) -> Self:
        return cls({1: secrets.token_bytes(KEY_BYTES)})

    @classmethod
    def parse(cls, text: str, place: str = "key ring") -> Self:
        """The keys written as in a key file. Raises UnusableKeys."""
        by_number: dict[int, bytes] = {}
        for place_in_file, line in enumerate(text.splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                number, written = line.split()
                by_number[int(number)] = base64.b64decode(written, validate=True)
            except (ValueError, binascii.Error):
                why = f"line {place_in_file} is not a number and a key in base64"
                raise UnusableKeys(place, why) from None
        try:
            return cls(by_number)
        except UnusableKeys as problem:
            raise UnusableKeys(place, problem.why) from None

    def __str__(self) -> str:
        return f"keys {', '.join(str(number) for number in sorted(self.by_number))}"

    @property
    def newest(self) -> int:
        return max(self.by_number)

    @cached_property
    def _ciphers(self) -> dict[int, AESGCM]:
        return {number: AESGCM(key) for number, key in self.by_number.items()}

    @cached_property
    def _sealing(self) -> tuple[bytes, AESGCM]:
        return FORMAT + self.newest.to_bytes(2), self._ciphers[self.newest]

    def seal(self, record: bytes, place: bytes) -> bytes:
        return self.seal_all([(record, place)])[0]

    def seal_all(self, records: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Each record for its place. Chance for all of them is asked for once, which is quicker."""
        head, cipher = self._sealing
        chance = os.urandom(NONCE_BYTES * len(records))
        return [
            head + nonce + cipher.encrypt(nonce, record, place)
            for (nonce,), (record, place) in zip(NONCES.iter_unpack(chance), records, strict=True)
        ]

    def open(self, envelope: bytes, place: bytes) -> bytes:
        """The record that was sealed for this place. Raises WrongKey, Unreadable."""
        if len(envelope) <= HEAD_BYTES or envelope[:1] != FORMAT:
            raise Unreadable
        cipher = self._ciphers.get(key_number(envelope))
        if cipher is None:
            raise WrongKey
        try:
            return cipher.decrypt(envelope[3:HEAD_BYTES], envelope[HEAD_BYTES:], place)
        except InvalidTag:
            raise Unreadable from None

    def fingerprint(self, number: int) -> bytes:
        """Tells whether a key is the same without telling the key."""
        return hmac.digest(self.by_number[number], b"fingerprint", hashlib.sha256)[:8]


def key_number(envelope: bytes) -> int:
    return int.from_bytes(envelope[1:3])


def load_keys(path: Path) -> Keys:
    """The keys in a file that only its owner can read. Raises UnusableKeys."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UnusableKeys(str(path), "it is not a file")
        if mode & OTHERS:
            raise UnusableKeys(str(path), f"others than its owner may use it: chmod 600 {path}")
        text = path.read_text("ascii")
    except FileNotFoundError:
        raise UnusableKeys(str(path), "it does not exist") from None
    except OSError as problem:
        raise UnusableKeys(str(path), f"it cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise UnusableKeys(str(path), "it is not a key file") from None
    return Keys.parse(text, str(path))


def new_key(path: Path) -> Keys:
    """A new key in a new file that only its owner can read. Never replaces a file."""
    keys = Keys.fresh()
    with _writing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, keys)
    return keys


def next_key(path: Path) -> Keys:
    """The keys of this file and a newer one, which from now on seals. Raises UnusableKeys.

    The file is replaced as a whole: it never holds half a key, whatever happens.
    """
    keys = load_keys(path)
    if keys.newest == HIGHEST_NUMBER:
        raise UnusableKeys(str(path), "it has the highest key number there is")
    more = Keys({**keys.by_number, keys.newest + 1: secrets.token_bytes(KEY_BYTES)})
    draft = path.with_name(f"{path.name}.new")
    with _writing(path):
        draft.unlink(missing_ok=True)
        _write(draft, more)
        draft.replace(path)
        _flush_folder(path)
    return more


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise UnusableKeys(str(path), "it is there already, and a key is never replaced") from None
    except OSError as problem:
        raise UnusableKeys(str(path), f"it cannot be written: {problem.strerror}") from None


def _write(path: Path, keys: Keys) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(HEADING)
        for number, key in sorted(keys.by_number.items()):
            file.write(f"{number} {base64.b64encode(key).decode('ascii')}\n")
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
