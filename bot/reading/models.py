"""Which models read comments: this board's own, learned from its corrections, or the shipped ones.

They lie in a folder, so every process that reads finds what any other has learned. A file that is
damaged or of another version is refused, and the shipped model reads in its place. A transformer
that lies there too (deep.zip) reads beside them.
"""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from analysis.reading.deep.beside import Beside
from analysis.reading.deep.file import FILE as DEEP
from analysis.reading.deep.file import LARGEST as LARGEST_DEEP
from analysis.reading.deep.file import deep_from
from analysis.reading.light import KINDS, Light, engine_of
from analysis.reading.model import Model, model_from
from analysis.redaction.names.corrections import weights_from
from analysis.redaction.names.lists import use_weights
from surveys.errors import InvalidDefinition

NAMES = "names.tsv"  # the weights by which names are found
OWN_ONLY, OWNER_ONLY = 0o700, 0o600  # of folder and files: words of several people are in them
NEEDS_DEEP = (
    "{file}: reading with it needs packages that are not installed here; please install them: "
    "pip install 'heard[deep]'. Until then the light engine reads alone."
)
UNTIL_THEN = "Until then the light engine reads alone."
Stamps = Mapping[str, tuple[int, int, int]]
log = logging.getLogger("heard")


class Models:
    """Without a *folder*, or with nothing in it, the shipped models read."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._lock = Lock()
        self._stamps: Stamps = {}
        self._engine: Light | None = None
        self._lines: tuple[str, ...] = ()
        self._refused: tuple[str, ...] = ()
        self._used: frozenset[str] = frozenset()

    @property
    def engine(self) -> Light:
        """What reads now. The first to ask waits for it to be loaded."""
        with self._lock:
            if self._engine is None:
                self._engine = self._loaded()
            return self._engine

    def refresh(self) -> Light:
        """What reads now, having looked whether a file is new, changed or gone."""
        with self._lock:
            if self._engine is None or self._stamped() != self._stamps:
                self._engine = self._loaded()
            return self._engine

    def lines(self) -> tuple[str, ...]:
        """For whoever keeps the machine: which model reads what, a sentence each."""
        self.refresh()
        return self._lines

    def refused(self) -> tuple[str, ...]:
        """What is wrong with a file that lies there, a sentence each."""
        self.refresh()
        return self._refused

    def in_use(self) -> dict[str, bytes]:
        """The files of this board that read now, by kind."""
        self.refresh()
        return {kind: self.file(kind).read_bytes() for kind in sorted(self._used)}

    def file(self, kind: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{kind}.jsonl.gz"

    def put(self, name: str, content: bytes) -> Path:
        """Write a file of the folder, whole or not at all. Raises OSError."""
        folder = self.make()
        begun = folder / f".{name}.{os.getpid()}"
        try:
            handle = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(handle)
            begun.replace(folder / name)
        finally:
            begun.unlink(missing_ok=True)
        return folder / name

    def make(self) -> Path:
        """The folder, made if it is not there yet. Raises OSError."""
        assert self.folder is not None
        self.folder.mkdir(mode=OWN_ONLY, parents=True, exist_ok=True)
        return self.folder

    def _loaded(self) -> Light:
        self._stamps = self._stamped()
        refused: list[str] = []
        found = self._light(refused)
        beside = self._deep(refused) if DEEP in self._stamps else None
        self._used = frozenset(found)
        self._refused = tuple(refused)
        engine = engine_of(found, beside)
        self._lines = tuple(_line(kind, found.get(kind)) for kind in KINDS)
        if beside:
            self._lines += (f"Beside them reads a transformer, version {beside.version}.",)
        self._say()
        return engine

    def _light(self, refused: list[str]) -> dict[str, Model]:
        found: dict[str, Model] = {}
        for kind in KINDS:
            if kind not in self._stamps:
                continue
            try:
                found[kind] = model_from(self.file(kind).read_bytes(), kind, str(self.file(kind)))
            except InvalidDefinition as wrong:
                refused.append(
                    f"{wrong.file}: {wrong.problems[0].reason} --from corrections. Until then the "
                    "shipped model reads."
                )
            except OSError as error:
                refused.append(
                    f"{self.file(kind)}: can't be read ({error.strerror}); the shipped model reads."
                )
        return found

    def _deep(self, refused: list[str]) -> Beside | None:
        file = self._path(DEEP)
        try:
            with file.open("rb") as stream:
                model = deep_from(stream.read(LARGEST_DEEP + 1), str(file))
            from analysis.reading.deep.encoder import Encoder  # noqa: PLC0415 - an extra

            return Beside(model, Encoder(model, str(file)), str(file))
        except InvalidDefinition as wrong:
            refused.append(f"{wrong.file}: {wrong.problems[0].reason}. {UNTIL_THEN}")
        except ImportError:
            refused.append(NEEDS_DEEP.format(file=file))
        except OSError as error:
            refused.append(f"{file}: can't be read ({error.strerror}). {UNTIL_THEN}")
        return None

    def _say(self) -> None:
        for line in self._lines if self._used or len(self._lines) > len(KINDS) else ():
            log.info("%s", line)
        for line in self._refused:
            log.warning("%s", line)

    def _stamped(self) -> Stamps:
        """Of each file that lies there what tells whether it is another."""
        found = {}
        for name in (*KINDS, DEEP) if self.folder else ():
            try:
                seen = self._path(name).stat()
            except OSError:
                continue
            found[name] = (seen.st_ino, seen.st_mtime_ns, seen.st_size)
        return found

    def _path(self, name: str) -> Path:
        """The file of a kind, or of this name."""
        assert self.folder is not None
        return self.folder / name if name == DEEP else self.file(name)


def _line(kind: str, own: Model | None) -> str:
    what = {"sentiment": "How comments lean", "themes": "What comments speak of"}[kind]
    if own is None:
        return f"{what} is read by the model that comes with Heard."
    return f"{what} is read by this board's own model, version {own.version}."


def use_own_names(models: Models) -> None:
    """What this board has learned, if it has. A damaged file is left alone: what ships reads."""
    if models.folder is None:
        use_weights(None)
        return
    try:
        use_weights(weights_from((models.folder / NAMES).read_text(encoding="utf-8")))
    except FileNotFoundError:
        use_weights(None)
    except (OSError, ValueError) as error:
        log.warning(
            "%s can't be used (%s): names are found as shipped", NAMES, type(error).__name__
        )
        use_weights(None)
