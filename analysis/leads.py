"""Which words of a text led to a reading, from how much each of them weighed."""

from collections.abc import Sequence

from analysis.word_lists import GRAMMAR
from analysis.words import Word

SHARE_OF_A_LEAD = 0.4  # of the strongest word's share


def leads(said: Sequence[Word], shares: Sequence[float], most: int) -> list[tuple[int, int]]:
    """Where the words stand that weighed most, strongest first; neighbours are joined.

    Words that carry grammar alone lead only where there are no others.
    """
    strongest = max(shares, default=0.0)
    runs: list[list[int]] = []
    for position, share in enumerate(shares):
        if strongest <= 0 or share < SHARE_OF_A_LEAD * strongest:
            continue
        if runs and position == runs[-1][-1] + 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    telling = [run for run in runs if any(said[at].text not in GRAMMAR for at in run)] or runs
    telling.sort(key=lambda run: -sum(shares[at] for at in run))
    return [(said[run[0]].start, said[run[-1]].end) for run in telling[:most]]
