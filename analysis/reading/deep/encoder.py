"""Scores a comment and its sentences with a transformer: the only module that knows how it is run.

onnxruntime and tokenizers are the extra `deep`, and are loaded only where there is such a model.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.reading.deep.file import FILE, DeepModel, refused
from analysis.reading.plain import plain
from analysis.reading.sentences import Slice

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

LONGEST = 256  # pieces of words; what lies behind them is read by the light engine alone
NO_LOG = 4  # what went wrong is told by the error
# A graph may say that its weights lie in a file of the machine: there is none.
WEIGHTS_IN, NOWHERE = "session.model_external_initializers_file_folder_path", os.devnull
Places = Sequence[Sequence[int]]


class Cut(NamedTuple):
    """A comment in pieces of words, by number, and where each of some parts of it stands.

    A part that lies behind the LONGEST has no places.
    """

    numbers: Sequence[int]
    places: Places


def tokenizer_of(words: str) -> "Tokenizer":
    """What cuts texts, from its JSON. Raises ImportError where the extra is not installed."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - see above

    tokenizer = Tokenizer.from_str(words)
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def cut(
    tokenizer: "Tokenizer", text: str, parts: Sequence[tuple[int, int]], question: str = ""
) -> Cut:
    """*text* with its question before it; the places of the whole text first, then of its parts."""
    said = plain(text)
    found = tokenizer.encode(question, said) if question else tokenizer.encode(said)
    ours = 1 if question else 0
    places = [
        (at, start, end)
        for at, (owner, (start, end)) in enumerate(
            zip(found.sequence_ids, found.offsets, strict=True)
        )
        if owner == ours
    ]
    return Cut(
        found.ids,
        [
            [at for at, start, end in places if start < last and end > first]
            for first, last in [(0, len(text)), *parts]
        ],
    )


def means(places: Places, width: int) -> NDArray[np.float32]:
    """For each part what each piece of a word adds to its mean."""
    found = np.zeros((len(places), width), dtype=np.float32)
    for row, some in zip(found, places, strict=True):
        row[list(some)] = 1 / max(1, len(some))
    return found


class Encoder:
    """Pure: the same comment always has the same scores.

    Raises InvalidDefinition for a graph that can't be run, ImportError without the extra.
    """

    def __init__(self, model: DeepModel, file: str = FILE) -> None:
        self._tokenizer = tokenizer_of(model.words)
        self._session = _session(model.graph, file)

    def scores(
        self, text: str, slices: Sequence[Slice], question: str = ""
    ) -> list[list[float] | None]:
        """A score for each head: of the whole first, then of each slice; None: not reached."""
        parts = [(one.start, one.end) for one in slices]
        numbers, places = cut(self._tokenizer, text, parts, question)
        if not places[0]:
            return [None] * len(places)
        given = {
            "numbers": np.array([numbers], dtype=np.int64),
            "means": means(places, len(numbers))[None],
        }
        [found] = self._session.run(["scores"], given)
        rows: list[list[float]] = found[0].tolist()
        return [row if some else None for row, some in zip(rows, places, strict=True)]


def _session(graph: bytes, file: str) -> "InferenceSession":
    import onnxruntime  # noqa: PLC0415 - see above
    from onnxruntime.capi import onnxruntime_pybind11_state as raised  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same sums in one order
    options.log_severity_level = NO_LOG
    options.add_session_config_entry(WEIGHTS_IN, NOWHERE)
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except (
        raised.Fail,
        raised.InvalidArgument,
        raised.InvalidGraph,
        raised.InvalidProtobuf,
        raised.NoSuchFile,
        raised.NotImplemented,
        raised.RuntimeException,
    ):
        raise refused(file, "damaged, or no model of Heard's") from None
