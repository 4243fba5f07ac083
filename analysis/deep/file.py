"""The file of a transformer: a zip of its graph (ONNX), its words and a header.

Nothing in it can be run: the graph is numbers and the names of known operations, with no other
file behind it, and the rest is JSON.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from surveys.errors import InvalidDefinition, Problem

HEADER, GRAPH, WORDS = "heard.json", "graph.onnx", "words.json"
LARGEST = 200_000_000  # bytes; its parts lie in it as they are, so together they have no more
BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)  # the same model is the same file
DAMAGED = (  # what unzipping and decoding of any bytes at all may raise
    OSError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
NO_MODEL = "damaged, or no model of Heard's"


class Kind(NamedTuple):
    """What a transformer reads for: the *name* in its header, its usual *file*, who makes it.

    *form* is of what is drawn: a file of another form is refused.
    """

    name: str
    file: str
    command: str
    form: int


class DeepModel(NamedTuple):
    """*graph* is a model in ONNX, *words* what cuts a text into its pieces (a tokeniser, JSON).

    *heads* are what it scores, in their order; *drawn* is what was set by judging.
    """

    kind: Kind
    graph: bytes
    words: str
    heads: tuple[str, ...]
    drawn: Mapping[str, Any]
    version: str = "unwritten"


def written(model: DeepModel) -> bytes:
    """The model as a file; the same model is the same file."""
    parts = {GRAPH: model.graph, WORDS: model.words.encode()}
    header = {
        "heard": model.kind.form,
        "kind": model.kind.name,
        "heads": model.heads,
        "drawn": model.drawn,
        "digests": {name: _digest(part) for name, part in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in {HEADER: json.dumps(header).encode(), **parts}.items():
            entry = zipfile.ZipInfo(name, BEGINNING_OF_TIME)
            archive.writestr(entry, part)  # as it is: weights hardly get smaller
    return stream.getvalue()


def deep_from(content: bytes, kind: Kind, file: str = "") -> DeepModel:
    """The model that a file holds.

    Raises InvalidDefinition for one that is damaged, of another kind or made by another version of
    Heard.
    """
    if len(content) > LARGEST:
        raise refused(kind, "too large for a model of Heard's", file)
    try:
        parts = _parts(content)
        header = json.loads(parts[HEADER])
        if header["kind"] != kind.name:
            raise refused(kind, "one that reads for something else", file)
        if header["heard"] != kind.form:
            raise refused(kind, "made by another version of Heard", file)
        found = {name: _digest(parts[name]) for name in (GRAPH, WORDS)}
        if header["digests"] != found:
            raise refused(kind, "damaged", file)
        return DeepModel(
            kind=kind,
            graph=parts[GRAPH],
            words=parts[WORDS].decode(),
            heads=tuple(header["heads"]),
            drawn=header["drawn"],
            version=_digest(parts[HEADER])[:8],
        )
    except DAMAGED:
        raise refused(kind, NO_MODEL, file) from None


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(map(_is_packed, archive.infolist())):
            raise ValueError  # ours never are, and a few bytes may unpack to any number
        return {name: archive.read(name) for name in (HEADER, GRAPH, WORDS)}


def _is_packed(entry: zipfile.ZipInfo) -> bool:
    return entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size


def refused(kind: Kind, what: str, file: str = "") -> InvalidDefinition:
    reason = f"the model is {what}; make it anew with: {kind.command}"
    return InvalidDefinition(file or kind.file, [Problem(None, "", reason)])


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
