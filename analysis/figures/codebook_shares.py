"""Whose share of people would move most with a change of the codebook, as far as it may be told.

Told as a theme in a digest is (`told_theme`), with the board's thresholds; but it is what was read,
not corrected for what the machine gets wrong, and so for the QA team alone.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from analysis.disclosure.suppression import RULES, Audience, effective_count
from analysis.reading.codebook import Codebook
from surveys.values import Slug, Value

MOST_TOLD = 3
RULE = RULES[Audience.BOARD]


class Spoken(NamedTuple):
    """Of one comment who wrote it (a pseudonym), and what it speaks of *then* and *now*."""

    person: str
    agency: str | None
    then: Collection[Slug]
    now: Collection[Slug]


class ShareMoved(Value):
    """In whole percent, *then* and *now*; None where it may not be told, nobody and few alike.

    Where the theme *was_there* not, or *is_there* not any more, there is nothing to tell.
    """

    label: str
    then: int | None
    now: int | None
    was_there: bool = True
    is_there: bool = True


class SharesMoved(Value):
    """Of so many *people* who wrote; None where they are too few to tell anything of."""

    people: int | None
    moved: tuple[ShareMoved, ...] = ()


def shares_moved(spoken: Iterable[Spoken], before: Codebook, after: Codebook) -> SharesMoved:
    """The three themes whose share moves most, of those that five people or more come to or leave.

    Each person counts once, however much they wrote.
    """
    people = _People(spoken)
    if people.judged(people.agencies) < RULE.smallest_base:
        return SharesMoved(people=None)
    labels = {theme.id: theme.label for theme in (*before.themes, *after.themes)}
    moving = [one for one in labels if people.judged(people.movers(one)) >= RULE.smallest_count]
    moving.sort(key=lambda theme: -people.distance(theme))
    told = (
        ShareMoved(
            label=labels[theme],
            then=people.percent(people.then[theme]),
            now=people.percent(people.now[theme]),
            was_there=before.theme(theme) is not None,
            is_there=after.theme(theme) is not None,
        )
        for theme in moving
    )
    shown = [one for one in told if one.then is not None or one.now is not None]
    return SharesMoved(people=len(people.agencies), moved=tuple(shown[:MOST_TOLD]))


class _People:
    """Everybody with their agency; and for each theme those who speak of it, then and now."""

    def __init__(self, spoken: Iterable[Spoken]) -> None:
        self.agencies: dict[str, str | None] = {}
        self.then: defaultdict[Slug, set[str]] = defaultdict(set)
        self.now: defaultdict[Slug, set[str]] = defaultdict(set)
        for one in spoken:
            self.agencies[one.person] = one.agency
            for themes, people in ((one.then, self.then), (one.now, self.now)):
                for theme in themes:
                    people[theme].add(one.person)

    def movers(self, theme: Slug) -> set[str]:
        return self.then[theme] ^ self.now[theme]

    def distance(self, theme: Slug) -> int:
        return abs(len(self.then[theme]) - len(self.now[theme]))

    def judged(self, some: Collection[str]) -> int:
        """How many they are; by the agency that speaks for nearly all of them, its own number."""
        agencies = Counter(agency for one in some if (agency := self.agencies[one]))
        return effective_count(agencies) if agencies.total() == len(some) else len(some)

    def percent(self, some: Collection[str]) -> int | None:
        """None where nobody, a few or nearly all are."""
        base = len(self.agencies)
        if min(self.judged(some), base - len(some)) < RULE.smallest_count:
            return None
        return int(100 * len(some) / base + 0.5)
