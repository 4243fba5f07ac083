"""What the transformer learns from labelled texts: whether they disclose, and what they are about.

A disclosure that is missed costs more than a text that is flagged for nothing, as for the light
net. What a text is about (the kind of harm, or what makes an alarming text harmless) is learned
with it, for the transformer then attends to more than alarming words; it is not read afterwards.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from analysis.deep import tuning
from analysis.deep.encoder import Cut, cut
from analysis.deep.network import Network
from analysis.deep.tuning import NOT_CODED, scores
from analysis.signals.deep.beside import ABOUT, HEADS
from analysis.signals.labelled import LabelledText, Urgency

COST_BY_URGENCY = {
    Urgency.NONE: 1.0,
    Urgency.REVIEW: 1.5,
    Urgency.SAME_DAY: 1.5,
    Urgency.IMMEDIATE: 2.5,
}
WEIGHT_OF_ABOUT = 0.5


class Example(NamedTuple):
    """A text in pieces, of a long one the first window; *about* is a place in ABOUT."""

    cut: Cut
    is_disclosure: bool
    cost: float
    about: int


def example(text: LabelledText, tokenizer: Tokenizer) -> Example:
    about = text.category if text.label else text.hard_negative_type
    return Example(
        cut(tokenizer, text.text, []),
        text.label == 1,
        COST_BY_URGENCY[text.urgency],
        ABOUT.index(about) if about in ABOUT else NOT_CODED,
    )


def tuned(
    examples: Sequence[Example], folder: Path, tell: Callable[[], None] = lambda: None
) -> Network:
    """See deep.tuning.tuned."""
    return tuning.tuned(examples, len(HEADS), folder, _loss, tell)


def _loss(network: Network, some: Sequence[Example]) -> Tensor:
    found = scores(network, some)[:, 0]
    concern, about = found[:, 0], found[:, 1:]
    wrong = functional.binary_cross_entropy_with_logits(
        concern,
        torch.tensor([float(one.is_disclosure) for one in some]),
        weight=torch.tensor([one.cost for one in some]),
    )
    kinds = torch.tensor([one.about for one in some])
    if (kinds == NOT_CODED).all():
        return wrong
    return wrong + WEIGHT_OF_ABOUT * functional.cross_entropy(about, kinds)
