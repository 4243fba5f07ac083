"""What goes into columns of a database: ids as keyed hashes, values sealed for their place."""

import hashlib
import json
import secrets
import zlib
from dataclasses import dataclass, field

from storage import statements as sql
from storage.audit import AUDIT, Head
from storage.connection import Database, Rows
from storage.interface import WrongKey
from storage.naming import ALONE, opened_naming, sealed_naming
from storage.sealing import Keys, Unreadable

NAME_BYTES = 16
LONGEST = 200  # characters in a column that an index has to hold
NAMING = "naming"
WORTH_PRESSING = 1_000  # bytes; a response with a comment of a few sentences opens quicker as it is


@dataclass(frozen=True)
class Vault:
    """*naming* is the key of names, kept in the database, sealed."""

    keys: Keys
    naming: bytes = field(repr=False)

    def name(self, kind: str, text: str) -> bytes:
        """What stands for an id. The same id of another kind has another name."""
        told = f"{kind}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(told, key=self.naming, digest_size=NAME_BYTES).digest()

    def seal(self, place: str, text: str) -> bytes:
        """The text, pressed if it is long, so that it opens in this place only."""
        record = text.encode()
        pressed = zlib.compress(record, 1) if len(record) >= WORTH_PRESSING else record
        return self.keys.seal(pressed, place.encode())

    def open(self, place: str, sealed: bytes) -> str:
        """Raises Unreadable with the name of the place, WrongKey."""
        try:
            record = self.keys.open(sealed, place.encode())
        except Unreadable:
            raise Unreadable(f"{place} was changed") from None
        return (record if record.startswith(b"{") else zlib.decompress(record)).decode()

    def sealed_head(self, head: Head) -> bytes:
        text = json.dumps({"length": head.length, "hash": head.hash})
        return self.seal(place_of("heads", AUDIT), text)

    def opened_head(self, sealed: bytes) -> Head:
        kept = json.loads(self.open(place_of("heads", AUDIT), sealed))
        return Head(kept["length"], kept["hash"])


def place_of(table: str, *names: object) -> str:
    """What a sealed value is bound to: moved to another table or row, it no longer opens."""
    return "/".join([table, *(n.hex() if isinstance(n, bytes) else str(n) for n in names)])


def plain(text: str) -> str:
    """The text as a column can hold it. What the database would refuse is written as an escape."""
    told = text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
    return told[:LONGEST]


async def open_vault(database: Database, keys: Keys) -> Vault:
    """The vault of this database, made if there is none. Raises WrongKey; then nothing changed."""
    about = _values(await database.fetch(sql.ABOUT))
    if NAMING not in about:
        await _note(database, {NAMING: keys.seal(secrets.token_bytes(32), ALONE)}, keys)
        about = _values(await database.fetch(sql.ABOUT))  # what another process was quicker with
    needed = {name: told for name, told in about.items() if name.startswith("key ")}
    if not needed.items() <= _fingerprints(keys).items():
        raise WrongKey
    if f"key {keys.newest}" not in needed:
        await _note(database, {}, keys)
    naming, has_a_chain = opened_naming(keys, about[NAMING])
    vault = Vault(keys, naming)
    if not has_a_chain:
        sealed = sealed_naming(keys, naming), AUDIT, vault.sealed_head(Head())
        await database.fetch(sql.HAS_A_CHAIN, NAMING, *sealed)
    return vault


async def forget_older_keys(database: Database, vault: Vault) -> None:
    """From now on the store can be opened without them."""
    keys = vault.keys
    sealed = sealed_naming(keys, vault.naming)
    await database.fetch(sql.FORGET_OLDER_KEYS, NAMING, sealed, f"key {keys.newest}")


async def _note(database: Database, values: dict[str, bytes], keys: Keys) -> None:
    """From now on the store cannot be opened without the newest of these keys."""
    newest = f"key {keys.newest}"
    noted = {newest: _fingerprints(keys)[newest], **values}
    await database.fetch(sql.NOTE, list(noted), list(noted.values()))


def _fingerprints(keys: Keys) -> dict[str, bytes]:
    return {f"key {number}": keys.fingerprint(number) for number in keys.by_number}


def _values(rows: Rows) -> dict[str, bytes]:
    return {row["name"]: row["value"] for row in rows}
