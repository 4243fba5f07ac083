"""What the transformer learns from coded comments: how they and their sentences lean, and themes.

One comment is read at once with its question; each of its sentences is the mean of its pieces, so
that it is learned in its context.
"""

from collections.abc import Callable, Collection, Sequence
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
from analysis.reading.deep.beside import LEANING
from analysis.reading.labelled import CodedComment, CodedPart
from analysis.reading.plain import plain
from analysis.reading.sentiment import LEANINGS, WHOLES
from surveys.coding import Sentiment

WEIGHT_OF_THEMES, WEIGHT_OF_A_THEME = 0.75, 2.0  # beside leaning; of a theme that is there


class Example(NamedTuple):
    """A comment in pieces, and of the whole and each coded sentence what a coder said.

    Of a theme that the comment tells nothing of (see CodedComment), None.
    """

    cut: Cut
    leanings: Sequence[int]
    wholes: Sequence[int]
    themes: Sequence[Sequence[bool | None] | None]


def example(comment: CodedComment, themes: Sequence[str], tokenizer: Tokenizer) -> Example:
    parts = comment.sentences
    said = [comment.themes, *(part.themes for part in parts)]
    return Example(
        cut(tokenizer, plain(comment.text), _places(comment.text, parts), comment.question),
        [NOT_CODED, *(_number(part.sentiment, LEANINGS) for part in parts)],
        [_number(comment.sentiment, WHOLES), *(NOT_CODED for _ in parts)],
        [None if some is None else _said(comment, some, themes) for some in said],
    )


def _said(
    comment: CodedComment, found: Collection[str], themes: Sequence[str]
) -> list[bool | None]:
    return [one in found if comment.tells_of(one) else None for one in themes]


def _places(text: str, parts: Sequence[CodedPart]) -> list[tuple[int, int]]:
    found, after = [], 0
    for part in parts:
        start = max(text.find(part.text, after), after)
        after = start + len(part.text)
        found.append((start, after))
    return found


def _number(given: Sentiment | None, among: Sequence[Sentiment]) -> int:
    return among.index(given) if given in among else NOT_CODED


def tuned(
    examples: Sequence[Example], themes: int, folder: Path, tell: Callable[[], None] = lambda: None
) -> Network:
    """See deep.tuning.tuned."""
    costs = _costs(examples)
    return tuning.tuned(
        examples, LEANING + themes, folder, lambda network, some: _loss(network, some, costs), tell
    )


def _costs(examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """What a mistake costs: more the rarer its answer is, by the root of how rare."""

    def of(said: Sequence[int], answers: int) -> Tensor:
        counts = torch.tensor([max(1, said.count(one)) for one in range(answers)])
        return (counts.sum() / (answers * counts)).sqrt()

    return (
        of([one for some in examples for one in some.leanings], len(LEANINGS)),
        of([one for some in examples for one in some.wholes], len(WHOLES)),
    )


class Truth(NamedTuple):
    """What was coded, of each comment each part; and of each theme whether that was told."""

    leanings: Tensor
    wholes: Tensor
    themes: Tensor
    is_told: Tensor
    is_coded: Tensor


def filled(some: Sequence[Example], themes: int) -> Truth:
    """All of them to the length of the longest."""
    parts = max(len(one.wholes) for one in some)
    truth = Truth(
        torch.full((len(some), parts), NOT_CODED),
        torch.full((len(some), parts), NOT_CODED),
        torch.zeros(len(some), parts, themes),
        torch.zeros(len(some), parts, themes),
        torch.zeros(len(some), parts),
    )
    for at, one in enumerate(some):
        rows = len(one.wholes)
        truth.leanings[at, :rows] = torch.tensor(one.leanings)
        truth.wholes[at, :rows] = torch.tensor(one.wholes)
        for row, coded in enumerate(one.themes):
            if coded is not None and themes:
                truth.themes[at, row] = torch.tensor([bool(one) for one in coded]).float()
                truth.is_told[at, row] = torch.tensor([one is not None for one in coded]).float()
                truth.is_coded[at, row] = 1
    return truth


def _loss(network: Network, some: Sequence[Example], costs: tuple[Tensor, Tensor]) -> Tensor:
    themes = network.heads.out_features - LEANING
    truth = filled(some, themes)
    found = scores(network, some)
    of_parts, of_whole, of_themes = found.split([len(LEANINGS), len(WHOLES), themes], -1)
    loss = found.new_zeros(())
    for given, coded, cost in (
        (of_parts, truth.leanings, costs[0]),
        (of_whole, truth.wholes, costs[1]),
    ):
        if (coded != NOT_CODED).any():
            loss = loss + functional.cross_entropy(given.flatten(0, 1), coded.flatten(), cost)
    if truth.is_coded.any():
        loss = loss + loss_of_themes(of_themes, truth)
    return loss


def loss_of_themes(given: Tensor, truth: Truth) -> Tensor:
    """The mean over what was coded, summed over the themes that were told of."""
    wrong = functional.binary_cross_entropy_with_logits(
        given, truth.themes, reduction="none", pos_weight=torch.tensor(WEIGHT_OF_A_THEME)
    )
    wrong = (wrong * truth.is_told).sum(-1)
    return WEIGHT_OF_THEMES * (wrong * truth.is_coded).sum() / truth.is_coded.sum()
