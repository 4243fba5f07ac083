"""How far two people who code the same comments apart agree, and so what may be a headline (QL10).

The codebook is one for all, so every comment that two have coded counts, whatever it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.statistics import Agreement, agreement
from analysis.statistics.agreement import GOOD_ENOUGH, Pair, ac1, is_known
from surveys.review import CodedApart
from surveys.values import Slug


@dataclass(frozen=True)
class Coders:
    """*apart* is what two read in the same comments; *coded*, how many any person has coded."""

    apart: tuple[CodedApart, ...] = ()
    coded: int = 0

    @property
    def are_enough(self) -> bool:
        """Whether so many say how far they agree."""
        return bool(self.apart) and is_known(len(self.apart), self.coded)

    def bars(self, theme: Slug) -> bool:
        """Whether they are known to agree too little on *theme* for it to be a headline."""
        return self.are_enough and _are_apart(self.on(theme))

    @cached_property
    def bars_sentiment(self) -> bool:
        return self.are_enough and _are_apart(self.on_sentiment)

    def on(self, theme: Slug) -> Sequence[Pair]:
        """Whether either of them found it."""
        return [(theme in one, theme in other) for one, other in self._themes]

    @property
    def on_sentiment(self) -> Sequence[Pair]:
        return [one.sentiments for one in self.apart]

    def agreement(self, pairs: Sequence[Pair]) -> Agreement | None:
        """With its interval, which takes a while; None where nothing was coded by two."""
        return agreement(pairs, self.coded)

    @cached_property
    def _themes(self) -> tuple[tuple[frozenset[Slug], frozenset[Slug]], ...]:
        pairs = (both.themes for both in self.apart)
        return tuple((frozenset(one), frozenset(other)) for one, other in pairs)


def _are_apart(pairs: Sequence[Pair]) -> bool:
    return ac1(pairs) < GOOD_ENOUGH
