"""Fine-tunes the transformer on coded comments: how they and their sentences lean, and themes.

One comment is read at once with its question; each of its sentences is the mean of its pieces, so
that it is learned in its context. Seeded: on one machine the same comments give the same model.
"""

from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from random import Random
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from analysis.reading.deep.encoder import Cut, cut, means
from analysis.reading.deep.network import Network
from analysis.reading.labelled import CodedComment, CodedPart
from analysis.reading.sentiment import LEANINGS, WHOLES
from surveys.coding import Sentiment

PASSES, AT_ONCE, SEED = 4, 32, 4
STEP, STEP_OF_HEADS = 2e-4, 2e-3
WARMING = 0.1  # of all steps
LARGEST_STEP = 1.0  # of all weights together
FADING = 0.01  # of the weights
WEIGHT_OF_THEMES, WEIGHT_OF_A_THEME = 0.75, 2.0  # beside leaning; of a theme that is there
NOT_CODED = -100  # what torch passes over
SORTED_AT_ONCE = 30  # batches, so that alike lengths come together
FILLED_TO = 8  # pieces


class Example(NamedTuple):
    """A comment in pieces, and of the whole and each coded sentence what a coder said."""

    cut: Cut
    leanings: Sequence[int]
    wholes: Sequence[int]
    themes: Sequence[Sequence[bool] | None]


def example(comment: CodedComment, themes: Sequence[str], tokenizer: Tokenizer) -> Example:
    parts = comment.sentences
    said = [comment.themes, *(part.themes for part in parts)]
    return Example(
        cut(tokenizer, comment.text, _places(comment.text, parts), comment.question),
        [NOT_CODED, *(_number(part.sentiment, LEANINGS) for part in parts)],
        [_number(comment.sentiment, WHOLES), *(NOT_CODED for _ in parts)],
        [None if some is None else [one in some for one in themes] for some in said],
    )


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
    """The network that was learned; *tell* is called after each of PASSES."""
    torch.manual_seed(SEED)
    random = Random(SEED)  # noqa: S311 - repeatable on purpose
    network = Network(folder, len(LEANINGS) + len(WHOLES) + themes).train()
    steps = PASSES * ceil(len(examples) / AT_ONCE)
    optimiser = _optimiser(network)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: _pace(at, steps))
    costs = _costs(examples)
    for _ in range(PASSES):
        for batch in _batches(examples, random):
            loss = _loss(network, batch, costs)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), LARGEST_STEP)
            optimiser.step()
            schedule.step()
        tell()
    return network.eval()


def _optimiser(network: Network) -> torch.optim.Optimizer:
    heads = list(network.heads.parameters())
    others = [one for one in network.parameters() if one.requires_grad]
    body = [one for one in others if all(one is not head for head in heads)]
    return torch.optim.AdamW(
        [
            {"params": [one for one in body if one.ndim > 1], "lr": STEP},
            {"params": [one for one in body if one.ndim == 1], "lr": STEP, "weight_decay": 0.0},
            {"params": heads, "lr": STEP_OF_HEADS},
        ],
        weight_decay=FADING,
    )


def _pace(at: int, steps: int) -> float:
    """How large a step is: growing at first, then shrinking to nothing."""
    return min((at + 1) / (WARMING * steps), max(0.0, 1 - at / steps) / (1 - WARMING))


def _batches(examples: Sequence[Example], random: Random) -> list[Sequence[Example]]:
    """In another order each time, those of like length together."""
    order = random.sample(examples, len(examples))
    found = [
        batch
        for some in _dealt(order, AT_ONCE * SORTED_AT_ONCE)
        for batch in _dealt(sorted(some, key=lambda one: len(one.cut.numbers)), AT_ONCE)
    ]
    random.shuffle(found)
    return found


def _dealt(some: Sequence[Example], many: int) -> list[Sequence[Example]]:
    return [some[at : at + many] for at in range(0, len(some), many)]


def _costs(examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """What a mistake costs: more the rarer its answer is, by the root of how rare."""

    def of(said: Sequence[int], answers: int) -> Tensor:
        counts = torch.tensor([max(1, said.count(one)) for one in range(answers)])
        return (counts.sum() / (answers * counts)).sqrt()

    return (
        of([one for some in examples for one in some.leanings], len(LEANINGS)),
        of([one for some in examples for one in some.wholes], len(WHOLES)),
    )


class _Batch(NamedTuple):
    numbers: Tensor
    means: Tensor
    is_there: Tensor
    leanings: Tensor
    wholes: Tensor
    themes: Tensor
    is_coded: Tensor


def _filled(some: Sequence[Example], themes: int) -> _Batch:
    length = ceil(max(len(one.cut.numbers) for one in some) / FILLED_TO) * FILLED_TO
    parts = max(len(one.wholes) for one in some)
    batch = _Batch(
        torch.zeros(len(some), length, dtype=torch.long),
        torch.zeros(len(some), parts, length),
        torch.zeros(len(some), length),
        torch.full((len(some), parts), NOT_CODED),
        torch.full((len(some), parts), NOT_CODED),
        torch.zeros(len(some), parts, themes),
        torch.zeros(len(some), parts),
    )
    for at, one in enumerate(some):
        pieces, rows = len(one.cut.numbers), len(one.wholes)
        batch.numbers[at, :pieces] = torch.tensor(one.cut.numbers)
        batch.is_there[at, :pieces] = 1
        batch.means[at, :rows, :pieces] = torch.from_numpy(means(one.cut.places, pieces))
        batch.leanings[at, :rows] = torch.tensor(one.leanings)
        batch.wholes[at, :rows] = torch.tensor(one.wholes)
        for row, coded in enumerate(one.themes):
            if coded is not None and themes:
                batch.themes[at, row] = torch.tensor(coded, dtype=torch.float)
                batch.is_coded[at, row] = 1
    return batch


def _loss(network: Network, some: Sequence[Example], costs: tuple[Tensor, Tensor]) -> Tensor:
    themes = network.heads.out_features - len(LEANINGS) - len(WHOLES)
    batch = _filled(some, themes)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_is_quick_in_halves()):
        scores = network(batch.numbers, batch.means, batch.is_there)
    of_parts, of_whole, of_themes = scores.float().split([len(LEANINGS), len(WHOLES), themes], -1)
    loss = scores.new_zeros((), dtype=torch.float)
    for given, truth, cost in (
        (of_parts, batch.leanings, costs[0]),
        (of_whole, batch.wholes, costs[1]),
    ):
        if (truth != NOT_CODED).any():
            loss = loss + functional.cross_entropy(given.flatten(0, 1), truth.flatten(), cost)
    if batch.is_coded.any():
        wrong = functional.binary_cross_entropy_with_logits(
            of_themes,
            batch.themes,
            reduction="none",
            pos_weight=torch.tensor(WEIGHT_OF_A_THEME),
        ).sum(-1)
        loss = loss + WEIGHT_OF_THEMES * (wrong * batch.is_coded).sum() / batch.is_coded.sum()
    return loss


def _is_quick_in_halves() -> bool:
    """Whether the processor multiplies numbers of half the length (bfloat16) by itself."""
    return bool(torch.cpu.get_capabilities().get("amx_bf16"))
