"""Fine-tunes the transformer on examples of any kind: how it is stepped, and with what.

Seeded: on one machine the same examples give the same network. What a mistake costs is for whoever
has the examples to say.
"""

from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from random import Random
from typing import Protocol, TypeVar

import torch
from torch import Tensor, nn

from analysis.deep.encoder import Cut, means
from analysis.deep.network import Network

PASSES, AT_ONCE, SEED = 4, 32, 4
STEP, STEP_OF_HEADS = 2e-4, 2e-3
WARMING = 0.1  # of all steps
LARGEST_STEP = 1.0  # of all weights together
FADING = 0.01  # of the weights
NOT_CODED = -100  # what torch passes over
SORTED_AT_ONCE = 30  # batches, so that alike lengths come together
FILLED_TO = 8  # pieces


class HasCut(Protocol):
    @property
    def cut(self) -> Cut: ...


Example = TypeVar("Example", bound=HasCut)


def tuned(
    examples: Sequence[Example],
    heads: int,
    folder: Path,
    loss: Callable[[Network, Sequence[Example]], Tensor],
    tell: Callable[[], None] = lambda: None,
) -> Network:
    """The network that was learned; *tell* is called after each of PASSES."""
    torch.manual_seed(SEED)
    random = Random(SEED)  # noqa: S311 - repeatable on purpose
    network = Network(folder, heads).train()
    steps = PASSES * ceil(len(examples) / AT_ONCE)
    optimiser = _optimiser(network)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: _pace(at, steps))
    for _ in range(PASSES):
        for batch in _batches(examples, random):
            found = loss(network, batch)
            optimiser.zero_grad()
            found.backward()
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


def scores(network: Network, some: Sequence[HasCut]) -> Tensor:
    """Of each example (filled to the same length) each part's score for each head."""
    length = ceil(max(len(one.cut.numbers) for one in some) / FILLED_TO) * FILLED_TO
    parts = max(len(one.cut.places) for one in some)
    numbers = torch.zeros(len(some), length, dtype=torch.long)
    weights = torch.zeros(len(some), parts, length)
    is_there = torch.zeros(len(some), length)
    for at, one in enumerate(some):
        pieces = len(one.cut.numbers)
        numbers[at, :pieces] = torch.tensor(one.cut.numbers)
        is_there[at, :pieces] = 1
        weights[at, : len(one.cut.places), :pieces] = torch.from_numpy(
            means(one.cut.places, pieces)
        )
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_is_quick_in_halves()):
        found: Tensor = network(numbers, weights, is_there)
    return found.float()


def _is_quick_in_halves() -> bool:
    """Whether the processor multiplies numbers of half the length (bfloat16) by itself."""
    return bool(torch.cpu.get_capabilities().get("amx_bf16"))
