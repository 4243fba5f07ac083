"""The one place that knows both a Slack id and a respondent.

Each wave (or linked series) has a random key of its own, kept apart from the store. A respondent is
a keyed hash of the Slack id; once the key is destroyed nobody can link the two again.
"""

import errno
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.interface import NotAStore, StorageError, StoreFull
from storage.sealing import KEY_BYTES, OTHERS
from surveys.values import PersonId, Respondent, ResponseId
from surveys.wave import Wave

REVIEWS = "reviews"  # the scope of those who code comments; its key is never destroyed
CONCERNS = "concerns"  # the scope of marks by which whoever wrote a concern is known again
VOICES = "voices"  # the scope of all that is logged by workers; its key is never destroyed

FRESH_FOR = 1.0  # seconds in which a known key is used without looking whether it is there still


class Pseudonyms:
    """Keys in one file that only the owner may read.

    Several processes may use the file at once: what one has made or destroyed is so for all.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = _version(file)
        self._look_next = 0.0
        self._keys: dict[str, bytes] = _read(file)

    def respondent(self, wave: Wave, person: PersonId, fill: str = "") -> Respondent:
        """The pseudonym of this person in this wave, the same in all waves of a linked series.

        With *fill*, the pseudonym of the one whom a worker filled the survey in for.
        """
        return Respondent(self._digest(wave, "respondent", person, fill))

    def referred(self, wave: Wave, reference: str) -> Respondent:
        """The pseudonym of whoever a past survey's export calls *reference*."""
        return Respondent(self._digest(wave, "reference", reference.strip().casefold()))

    def response_id(self, wave: Wave, respondent: Respondent, view: str) -> ResponseId:
        """The same form sent twice is the same response; it cannot be traced back to the form."""
        return ResponseId(self._digest(wave, "response", respondent, view))

    def worker(self, person: PersonId) -> str:
        """The pseudonym under which this worker's voices are kept."""
        return self._digest_in(VOICES, "worker", person)

    def reviewer(self, person: PersonId) -> str:
        """The pseudonym under which what this person coded is kept."""
        return self._digest_in(REVIEWS, "reviewer", person)

    def referred_by(self, person: PersonId, reference: str) -> Respondent:
        """The pseudonym of whoever this worker calls *reference*; another's is another's."""
        plain = " ".join(reference.casefold().replace("-", " ").split())
        return Respondent(self._digest_in(VOICES, "reference", person, plain))

    def mark(self, person: PersonId, concern: str) -> str:
        """What this person alone has for this concern: it shows whether they wrote its words."""
        return self._digest_in(CONCERNS, "mark", concern, person)

    def destroy(self, wave: Wave) -> None:
        """Forget the key of a wave. Its answers stay; whose they are is gone for good."""
        if not self.knows(wave):
            return
        with self._alone():
            self._write({one: key for one, key in self._keys.items() if one != _scope(wave)})

    def knows(self, wave: Wave) -> bool:
        """Whether there is a key: not before anybody was asked, and not once it is destroyed."""
        self._look_again()
        return _scope(wave) in self._keys

    @property
    def knows_workers(self) -> bool:
        """Whether anybody has logged a voice: to ask for a worker before would make the key."""
        self._look_again()
        return VOICES in self._keys

    def _digest(self, wave: Wave, *parts: str) -> str:
        return self._digest_in(_scope(wave), *parts)

    def _digest_in(self, scope: str, *parts: str) -> str:
        message = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self._key(scope), message, hashlib.sha256).hexdigest()[:32]

    def _key(self, scope: str) -> bytes:
        self._look_again(at_once=scope not in self._keys)
        if scope not in self._keys:
            with self._alone():
                if scope not in self._keys:  # another process was quicker
                    self._write({**self._keys, scope: secrets.token_bytes(KEY_BYTES)})
        return self._keys[scope]

    def _look_again(self, *, at_once: bool = True) -> None:
        """Another process may have made a key, or destroyed one."""
        now = time.monotonic()
        if not at_once and now < self._look_next:
            return
        self._look_next = now + FRESH_FOR
        version = _version(self._file)
        if version != self._seen:
            self._keys = _read(self._file)
            self._seen = version

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process writes meanwhile, and what was written before is known."""
        with _locked(self._file.with_suffix(".lock")):
            self._look_again()
            yield

    def _write(self, keys: dict[str, bytes]) -> None:
        _write(self._file, keys)
        self._seen = _version(self._file)
        self._keys = keys


def _scope(wave: Wave) -> str:
    return f"series:{wave.series}" if wave.series else f"wave:{wave.id}"


def _version(file: Path) -> tuple[int, int, int] | None:
    """Changes whenever the file does, because it is never written over but always replaced."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """A lock of the system, which ends with the process. Raises StoreFull, NotAStore."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unwritable(file, error) from None
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read(file: Path) -> dict[str, bytes]:
    """Raises NotAStore for a file that is damaged or open to others.

    Another in its place would unlink what is linked; a short key could be guessed.
    """
    if not file.exists():
        return {}
    try:
        keys = {scope: _key(written) for scope, written in json.loads(file.read_text()).items()}
    except (ValueError, AttributeError, TypeError):
        raise NotAStore(str(file), "is damaged; put back the copy you keep of the keys") from None
    if file.stat().st_mode & OTHERS:
        raise NotAStore(str(file), f"others than its owner may use it: chmod 600 {file}")
    return keys


def _key(written: str) -> bytes:
    key = bytes.fromhex(written)
    if len(key) != KEY_BYTES:
        raise ValueError
    return key


def _write(file: Path, keys: dict[str, bytes]) -> None:
    """On disk when it returns. Raises StoreFull, NotAStore."""
    content = json.dumps({scope: key.hex() for scope, key in keys.items()})
    try:
        _write_durably(file, content)
    except OSError as error:
        raise _unwritable(file, error) from None


def _unwritable(file: Path, error: OSError) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreFull()
    return NotAStore(str(file), f"can't be written ({error.strerror})")


def _write_durably(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
