"""How far two people who code the same comments apart agree, and so what may be a headline (QL10).

The codebook is one for all, so every comment that two have coded counts, whatever it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.statistics import Agreement, agreement
from analysis.statistics.agreement import GOOD_ENOUGH, YES_OR_NO, Pair, ac1, is_known
from surveys.coding import Sentiment
from surveys.reviewed import CodedApart
from surveys.values import Slug

LEANINGS = len(Sentiment)  # that a comment may have


@dataclass(frozen=True)
class Coders:
    """*apart* is what two read in the same comments; *coded*, how many any person has coded.

    What is asked of a *theme* is asked of the sentiment where it is None.
    """

    apart: tuple[CodedApart, ...] = ()
    coded: int = 0

    def are_enough(self, theme: Slug | None) -> bool:
        """Whether so many say how far they agree on it."""
        pairs = len(self.on(theme))
        return bool(pairs) and is_known(pairs, self.coded)

    def bars(self, theme: Slug | None) -> bool:
        """Whether they are known to agree too little on it for it to be a headline."""
        return self.are_enough(theme) and self.ac1(theme) < GOOD_ENOUGH

    @cached_property
    def bars_sentiment(self) -> bool:
        return self.bars(None)

    def on(self, theme: Slug | None) -> Sequence[Pair]:
        """Whether either of them found it; or how either says that the comment leans.

        Where one of them could not have named the theme, because there was none yet, is left out.
        """
        if theme is None:
            return [one.sentiments for one in self.apart]
        return [
            (theme in one, theme in other)
            for both, (one, other) in zip(self.apart, self._themes, strict=True)
            if both.asked is None or theme in both.asked
        ]

    def ac1(self, theme: Slug | None) -> float:
        return ac1(self.on(theme), _possible(theme))

    def agreement(self, theme: Slug | None) -> Agreement | None:
        """With its interval, which takes a while; None where nothing was coded by two."""
        return agreement(self.on(theme), self.coded, _possible(theme))

    @cached_property
    def _themes(self) -> tuple[tuple[frozenset[Slug], frozenset[Slug]], ...]:
        pairs = (both.themes for both in self.apart)
        return tuple((frozenset(one), frozenset(other)) for one, other in pairs)


def _possible(theme: Slug | None) -> int:
    return LEANINGS if theme is None else YES_OR_NO
