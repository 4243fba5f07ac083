"""The transformers in the folder of models: each is made from its file, or refused with a sentence.

Beside the light engine one reads comments (deep.zip), and beside the light net another reads every
word (net.zip).
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from analysis.deep.file import LARGEST, DeepModel, Kind, deep_from
from analysis.reading.deep import beside as of_comments
from analysis.signals import Signals, read_or_flag
from analysis.signals.deep import beside as of_net
from analysis.signals.model import shipped_net
from surveys.errors import InvalidDefinition

NEEDS_DEEP = (
    "{file}: reading with it needs packages that are not installed here; please install them: "
    "pip install 'heard[deep]'."
)
BESIDE_THE_NET = "Beside the net reads a transformer, version {version}."
Stamp = tuple[int, int, int, int]
Made = TypeVar("Made")
log = logging.getLogger("heard")


class Found(NamedTuple, Generic[Made]):
    """What reads, if anything; and what is wrong with a file that lies there, a sentence."""

    reads: Made | None = None
    refused: str | None = None


def for_comments(file: Path) -> Found[of_comments.Beside]:
    def made(model: DeepModel) -> of_comments.Beside:
        from analysis.deep.encoder import Encoder  # noqa: PLC0415 - an extra

        return of_comments.Beside(model, Encoder(model, str(file)), str(file))

    return _in(file, of_comments.KIND, made, "Until then the light engine reads alone.")


def for_the_net(file: Path) -> Found[of_net.Beside]:
    def made(model: DeepModel) -> of_net.Beside:
        from analysis.deep.encoder import Encoder  # noqa: PLC0415 - an extra

        encoder = Encoder(model, str(file), overlap=of_net.OVERLAP)
        return of_net.Beside(model, encoder, shipped_net().version, str(file))

    return _in(file, of_net.KIND, made, "Until then the light net reads alone.")


def _in(file: Path, kind: Kind, made: Callable[[DeepModel], Made], until_then: str) -> Found[Made]:
    try:
        with file.open("rb") as stream:
            model = deep_from(stream.read(LARGEST + 1), kind, str(file))
        return Found(made(model))
    except InvalidDefinition as wrong:
        why = f"{wrong.file}: {wrong.problems[0].reason}."
    except ImportError:
        why = NEEDS_DEEP.format(file=file)
    except OSError as error:
        why = f"{file}: can't be read ({error.strerror})."
    return Found(refused=f"{why} {until_then}")


class Nets:
    """The net that comes with Heard, and beside it the transformer in *file* where there is one."""

    def __init__(self, file: Path | None) -> None:
        self._file, self._lock = file, Lock()
        self._stamp: Stamp | None = None
        self._found: Found[of_net.Beside] | None = None

    def read(self, text: str) -> Signals:
        """What the net says of it. The first to ask waits for it to be loaded, and nobody later."""
        found = self._found or self.refreshed()
        return read_or_flag(text, beside=found.reads)

    def refreshed(self) -> Found[of_net.Beside]:
        """What reads now, having looked whether the file is new, changed or gone."""
        with self._lock:
            seen = stamp(self._file) if self._file else None
            if self._found is None or seen != self._stamp:
                self._found = for_the_net(self._file) if self._file and seen else Found()
                self._stamp = seen
                self._say(self._found)
            return self._found

    def _say(self, found: Found[of_net.Beside]) -> None:
        if found.reads:
            log.info("%s", BESIDE_THE_NET.format(version=found.reads.version))
        if found.refused:
            log.warning("%s", found.refused)


def stamp(file: Path) -> Stamp | None:
    """What tells whether a file is another; None where there is none."""
    try:
        seen = file.stat()
    except OSError:
        return None
    return seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size
