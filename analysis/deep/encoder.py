"""Scores a text and parts of it with a transformer: the only module that knows how it is run.

onnxruntime and tokenizers are the extra `deep`, and are loaded only where there is such a model.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.deep.file import NO_MODEL, DeepModel, refused

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

LONGEST = 256  # pieces of words that are read at once
A_COMMENT = "She was kind and listened."  # to see at once whether it reads at all
NO_LOG = 4  # what went wrong is told by the error
# A graph may say that its weights lie in a file of the machine: there is none.
WEIGHTS_IN, NOWHERE = "session.model_external_initializers_file_folder_path", os.devnull
CANNOT_BE_RUN = "damaged, no model of Heard's, or made for newer packages than are installed here"
Places = Sequence[Sequence[int]]
Parts = Sequence[tuple[int, int]]  # of a text: where each begins and ends


class Cut(NamedTuple):
    """A text in pieces of words, by number, and where each of some parts of it stands.

    A part that lies behind the LONGEST has no places.
    """

    numbers: Sequence[int]
    places: Places


def tokenizer_of(words: str, overlap: int = 0) -> "Tokenizer":
    """What cuts texts, from its JSON. Raises ImportError where the extra is not installed.

    *overlap* is how many pieces two windows of a text beyond the LONGEST have in common.
    """
    from tokenizers import Tokenizer  # noqa: PLC0415 - see above

    tokenizer = Tokenizer.from_str(words)
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, stride=overlap)
    return tokenizer


def cut(tokenizer: "Tokenizer", text: str, parts: Parts, question: str = "") -> Cut:
    """*text* with its question before it; the places of the whole text first, then of its parts."""
    found = tokenizer.encode(question, text) if question else tokenizer.encode(text)
    return _cut(found, [(0, len(text)), *parts], ours=1 if question else 0)


def windows(tokenizer: "Tokenizer", text: str) -> list[Cut]:
    """All of *text*, however long, each window with its own places."""
    found = tokenizer.encode(text)
    return [_cut(one, [(0, len(text))], ours=0) for one in (found, *found.overflowing)]


def _cut(found: "Encoding", parts: Parts, ours: int) -> Cut:
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
            for first, last in parts
        ],
    )


def means(places: Places, width: int) -> NDArray[np.float32]:
    """For each part what each piece of a word adds to its mean."""
    found = np.zeros((len(places), width), dtype=np.float32)
    for row, some in zip(found, places, strict=True):
        row[list(some)] = 1 / max(1, len(some))
    return found


class Encoder:
    """Pure: the same text always has the same scores.

    Raises InvalidDefinition for a model that can't be run here, or that does not score each of its
    heads; ImportError without the extra.
    """

    def __init__(self, model: DeepModel, file: str = "", *, overlap: int = 0) -> None:
        try:
            self._tokenizer = tokenizer_of(model.words, overlap)
            self._session = _session(model.graph)
            has_all = self._has_all(len(model.heads))
        except Exception as error:
            if _is_of_the_model(error):
                raise refused(model.kind, CANNOT_BE_RUN, file) from None
            raise
        if not has_all:
            raise refused(model.kind, NO_MODEL, file)

    def scores(self, text: str, parts: Parts, question: str = "") -> list[list[float] | None]:
        """A score for each head: of the whole first, then of each part; None: not reached."""
        numbers, places = cut(self._tokenizer, text, parts, question)
        if not places[0]:
            return [None] * len(places)
        rows: list[list[float]] = self._run(numbers, places)[0].tolist()
        return [row if some else None for row, some in zip(rows, places, strict=True)]

    def windows(self, text: str, most: int) -> list[list[float]]:
        """A score for each head, of each window of the text; none where no word is in it.

        Raises ValueError, before any is read, where there are more than *most*.
        """
        found = windows(self._tokenizer, text)
        if len(found) > most:
            raise ValueError(len(found))
        return [self._run(numbers, places)[0, 0].tolist() for numbers, places in found if places[0]]

    def _run(self, numbers: Sequence[int], places: Places) -> NDArray[np.float32]:
        given = {
            "numbers": np.array([numbers], dtype=np.int64),
            "means": means(places, len(numbers))[None],
        }
        [found] = self._session.run(["scores"], given)
        return np.asarray(found)

    def _has_all(self, heads: int) -> bool:
        """Whether a text has a score of each head, and so the longest of the last word."""
        numbers, places = cut(self._tokenizer, A_COMMENT, [(0, 3)], A_COMMENT)
        last = max(self._tokenizer.get_vocab().values())
        tried = [
            self._run(numbers, places),
            self._run([last] * LONGEST, [range(LONGEST), [LONGEST - 1]]),
        ]
        return all(one.shape == (1, 2, heads) and np.isfinite(one).all() for one in tried)


def _is_of_the_model(error: Exception) -> bool:
    """What runs it raises nothing narrower: tokenizers a bare Exception, onnxruntime many kinds."""
    return (
        type(error) is Exception
        or type(error).__module__.startswith("onnxruntime.")
        or isinstance(error, LookupError | TypeError | ValueError | RuntimeError)
    )


def _session(graph: bytes) -> "InferenceSession":
    import onnxruntime  # noqa: PLC0415 - see above

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same sums in one order
    options.log_severity_level = NO_LOG
    options.add_session_config_entry(WEIGHTS_IN, NOWHERE)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
