"""A transformer's file made in a moment: no more than numbers for each word, and their mean.

What it is given says how each word speaks; every other word says nothing.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from analysis.deep.file import DeepModel, Kind
from analysis.reading.deep.beside import KIND, heads_of
from analysis.signals.deep.beside import HEADS
from analysis.signals.deep.beside import KIND as NET
from analysis.signals.model import CONCERN, shipped_net

UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
Said = Mapping[str, Mapping[str, float]]  # of each word what it adds to which head


def transformer(
    said: Said, themes: Sequence[str] = (), drawn: Mapping[str, object] | None = None
) -> DeepModel:
    given = {
        "steepness": 0.5,
        "uncertain": 0.4,
        "lines": dict.fromkeys(themes, 0.0),
        "weights": dict.fromkeys(themes, 1.0),
        **(drawn or {}),
    }
    return _made(KIND, said, heads_of(themes), given)


def net_transformer(
    said: Mapping[str, float], drawn: Mapping[str, object] | None = None
) -> DeepModel:
    """For the net: of each word how much it adds to the concern."""
    given = {"weight": 3.0, "line": 3.0, "net": shipped_net().version, **(drawn or {})}
    return _made(NET, {word: {CONCERN: number} for word, number in said.items()}, HEADS, given)


def _made(kind: Kind, said: Said, heads: tuple[str, ...], drawn: Mapping[str, object]) -> DeepModel:
    words = [UNKNOWN, BEGIN, END, *said]
    numbers = [[said.get(word, {}).get(head, 0.0) for head in heads] for word in words]
    return DeepModel(kind, _graph(numbers), _tokenizer(words), heads, drawn)


def _tokenizer(words: Sequence[str]) -> str:
    known = {word: number for number, word in enumerate(words)}
    made = Tokenizer(models.WordLevel(known, unk_token=UNKNOWN))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.BertProcessing((END, 2), (BEGIN, 1))
    return made.to_str()


def _graph(numbers: Sequence[Sequence[float]]) -> bytes:
    weights = numpy_helper.from_array(np.array(numbers, dtype=np.float32), "weights")
    nodes = [
        helper.make_node("Gather", ["weights", "numbers"], ["each"]),
        helper.make_node("MatMul", ["means", "each"], ["scores"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info("numbers", TensorProto.INT64, [1, "pieces"]),
            helper.make_tensor_value_info("means", TensorProto.FLOAT, [1, "parts", "pieces"]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, "parts", "heads"])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    content: bytes = model.SerializeToString()
    return content
