"""Which models read comments: this board's own, learned from its corrections, or the shipped ones.

They lie in a folder, so every process that reads finds what any other has learned. A file that is
damaged or of another version is refused, and the shipped model reads in its place. A transformer
that lies there too reads beside them (deep.zip), and another beside the net (net.zip).
"""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from analysis.reading.deep.beside import KIND as OF_COMMENTS
from analysis.reading.deep.beside import Beside
from analysis.reading.light import KINDS, Light, engine_of
from analysis.reading.model import Model, model_from
from analysis.redaction.names.corrections import version, weights_from
from analysis.redaction.names.lists import use_weights
from analysis.signals import Signals
from analysis.signals.deep.beside import KIND as OF_THE_NET
from bot.reading.transformers import BESIDE_THE_NET, Nets, Stamp, for_comments, stamp
from surveys.errors import InvalidDefinition

NAMES = "names.tsv"  # the weights by which names are found
OWN_ONLY, OWNER_ONLY = 0o700, 0o600  # of folder and files: words of several people are in them
DEEP = OF_COMMENTS.file
SHIPPED_NAMES = "Names are found by the model that comes with Heard."
OWN_NAMES = "Names are found by this board's own model, version {version}."
AS_SHIPPED = "Until then names are found as Heard ships."
Stamps = Mapping[str, Stamp]
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
        self._names = _OwnNames(None if folder is None else folder / NAMES)
        self._nets = Nets(None if folder is None else folder / OF_THE_NET.file)

    @property
    def engine(self) -> Light:
        """What reads now. The first to ask waits for it to be loaded."""
        with self._lock:
            if self._engine is None:
                self._engine = self._loaded()
            return self._engine

    def refresh(self) -> Light:
        """What reads now, having looked whether a file is new, changed or gone."""
        self._nets.refreshed()
        with self._lock:
            if self._engine is None or self._stamped() != self._stamps:
                self._engine = self._loaded()
            return self._engine

    def net(self, text: str) -> Signals:
        """What the net says of *text*; what could not be read is flagged."""
        return self._nets.read(text)

    def lines(self) -> tuple[str, ...]:
        """For whoever keeps the machine: which model reads what, a sentence each."""
        self.refresh()
        own = self.names().own
        names = OWN_NAMES.format(version=version(own)) if own else SHIPPED_NAMES
        beside = self._nets.refreshed().reads
        net = (BESIDE_THE_NET.format(version=beside.version),) if beside else ()
        return (*self._lines[: len(KINDS)], names, *self._lines[len(KINDS) :], *net)

    def refused(self) -> tuple[str, ...]:
        """What is wrong with a file that lies there, a sentence each."""
        self.refresh()
        of_net = self._nets.refreshed().refused
        return (*self._refused, *self.names().refused, *((of_net,) if of_net else ()))

    def names(self) -> "ReadNames":
        """By what names are found now, having looked whether the file is new, changed or gone."""
        return self._names.refreshed()

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
        found = for_comments(self._path(DEEP))
        refused += [found.refused] if found.refused else []
        return found.reads

    def _say(self) -> None:
        for line in self._lines if self._used or len(self._lines) > len(KINDS) else ():
            log.info("%s", line)
        for line in self._refused:
            log.warning("%s", line)

    def _stamped(self) -> Stamps:
        """Of each file that lies there what tells whether it is another."""
        found = {}
        for name in (*KINDS, DEEP) if self.folder else ():
            if seen := stamp(self._path(name)):
                found[name] = seen
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


class ReadNames(NamedTuple):
    """*own*: the board's weights; None: what ships. *refused*: what is wrong with a file there."""

    own: Mapping[str, float] | None = None
    refused: tuple[str, ...] = ()


class _OwnNames:
    """The weights in *file*, read anew only when it is another."""

    def __init__(self, file: Path | None) -> None:
        self._file, self._lock = file, Lock()
        self._stamp: Stamp | None = None
        self._read = ReadNames()

    def refreshed(self) -> ReadNames:
        with self._lock:
            if self._file and (seen := stamp(self._file)) != self._stamp:
                self._read = _names_in(self._file) if seen else ReadNames()
                self._stamp = seen
                self._say()
            return self._read

    def _say(self) -> None:
        if self._read.own:
            log.info("%s", OWN_NAMES.format(version=version(self._read.own)))
        for line in self._read.refused:
            log.warning("%s", line)


def _names_in(file: Path) -> ReadNames:
    try:
        return ReadNames(weights_from(file.read_bytes().decode(errors="replace")))
    except OSError as error:
        wrong = f"{file}: can't be read ({error.strerror}). {AS_SHIPPED}"
    except ValueError as error:
        wrong = f"{file}: {error}; make them anew with: heard learn redaction. {AS_SHIPPED}"
    return ReadNames(refused=(wrong,))


def use_own_names(models: Models) -> None:
    """What this board has learned, if it has. With a damaged file names are found as shipped."""
    use_weights(models.names().own)
