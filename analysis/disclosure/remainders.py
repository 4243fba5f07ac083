"""What a total tells of the rest, once its other parts are told: no more than the rest may tell.

Three quarters and their year give the fourth away: not only how many people answered in it, which
the ledger's algebra judges, but also how many of them said yes. So whatever is left of a told share
when told shares are taken from it, is judged as if it were to be told by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from analysis.disclosure.suppression import ALIKE_BASE, RULES, Audience, Band, release_share
from analysis.statistics import Share

MOST_STEPS = 5_000  # of one search; where there are more, the answer is yes


class Tally(NamedTuple):
    """From *least* to *most* of *base* were counted in a share, as far as its readers know."""

    base: int
    least: int
    most: int
    is_band: bool = False

    def less(self, part: "Tally") -> "Tally":
        return Tally(self.base - part.base, self.least - part.most, self.most - part.least)

    def where_also(self, other: "Tally") -> "Tally":
        """Both are told of the same people; a band beside a number tells nothing more."""
        least, most = max(self.least, other.least), min(self.most, other.most)
        if least > most:  # people answered differently since; the later is what is known
            return other
        return Tally(self.base, least, most, self.is_band and other.is_band)


class Part(NamedTuple):
    """Some people as bits, how they answered, and the *places* where they were asked."""

    people: int
    tally: Tally
    places: frozenset[int] = frozenset()

    def has(self, other: "Part") -> bool:
        return not other.people & ~self.people

    def less(self, part: "Part") -> "Part":
        return Part(
            self.people ^ part.people, self.tally.less(part.tally), self.places - part.places
        )


class Tier(NamedTuple):
    """By whose rule a remainder is judged. *is_cell*: how many are favourable is protected too."""

    audience: Audience
    units: Callable[[frozenset[int]], int]  # how many places could be told by themselves
    is_cell: bool = False


def tell_of_the_rest(new: Part, told: Sequence[Part], tier: Tier) -> bool:
    """Whether the *new* share and those *told* give away of some rest what it may not tell.

    What could be reckoned without the new one is not blamed on it, so it is part of every sum.
    """
    numbers = [one for one in told if not one.tally.is_band]
    bands = [one for one in told if one.tally.is_band]
    if new.tally.is_band:
        bands.append(new)
    steps = [MOST_STEPS]
    for total, start in _starts(new, told):
        parts = [one for one in numbers if one.people != total.people]
        for rest in _rests(start, 0, parts, set(), steps):
            is_of_new = not new.tally.is_band or total is new or rest.has(new)
            if is_of_new and _tells_too_much(rest, bands, tier, is_whole=rest is total):
                return True
    return steps[0] <= 0


def _starts(new: Part, told: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """The new share as a total; and each larger one, without the new where its number is told."""
    if any(new.has(one) for one in told):
        yield new, new
    for one in told:
        if one.has(new):
            yield one, one if new.tally.is_band else one.less(new)


def _rests(
    rest: Part, left: int, parts: Sequence[Part], seen: set[tuple[int, int]], steps: list[int]
) -> Iterator[Part]:
    """What is left of the *rest* when as much as may be is taken from it; *left* are to stay."""
    steps[0] -= 1
    if steps[0] <= 0 or (rest.people, left) in seen:
        return
    seen.add((rest.people, left))
    fitting = [one for one in parts if rest.has(one) and not one.people & left]
    if not fitting:
        yield rest
        return
    smallest = min(fitting, key=lambda one: one.tally.base)
    first = smallest.people & -smallest.people
    holding = [one for one in fitting if one.people & first]
    for one in sorted(holding, key=lambda one: -one.tally.base):
        yield from _rests(rest.less(one), left, fitting, seen, steps)
    if all(any(_cross(one, other) for other in fitting) for one in holding):
        yield from _rests(rest, left | first, fitting, seen, steps)


def _cross(one: Part, other: Part) -> bool:
    """Whether taking the *other* would leave some of *one* that nothing else may take."""
    return bool(one.people & other.people) and bool(one.people & ~other.people)


def _tells_too_much(rest: Part, bands: Sequence[Part], tier: Tier, *, is_whole: bool) -> bool:
    tally = _that_adds_up(rest, tier)
    if tally is None:
        return False
    is_alike = tally.least == 0 or tally.most == tally.base
    if is_whole and is_alike:
        return False  # as a figure tells by itself
    rest = rest._replace(tally=tally)
    if not is_whole and _may_not_be_told(rest, tier):
        return True
    inside = [one for one in bands if rest.has(one)]
    if tier.is_cell and _could_all_be_few(rest, inside, tier):
        return True
    return any(_narrows(one, inside, rest.tally) for one in inside)


def tells_too_much(part: Part, tier: Tier) -> bool:
    """Whether of a part that can be reckoned no number may be told."""
    tally = _that_adds_up(part, tier)
    return tally is not None and _may_not_be_told(part._replace(tally=tally), tier)


def _that_adds_up(rest: Part, tier: Tier) -> Tally | None:
    """None where it does not: then somebody was counted twice.

    Those who came or went since count like those of a place: by themselves they may be alike. Not
    to the QA team, which looks while a quarter runs, and would see it stand still.
    """
    base = rest.tally.base
    least, most = max(0, rest.tally.least), min(base, rest.tally.most)
    is_since = not rest.places and tier.audience is Audience.ANALYST
    return None if is_since or base <= 0 or least > most else Tally(base, least, most)


def _may_not_be_told(rest: Part, tier: Tier) -> bool:
    """Judged as a figure of them alone; and if all are alike, so are those of each place."""
    base, least, most, _ = rest.tally
    if tier.is_cell and least < RULES[tier.audience].smallest_count:
        return True
    if base >= ALIKE_BASE:
        return tier.units(rest.places) > 1 and (least == 0 or most == base)
    shares = [Share(favourable=one, base=base) for one in range(least, most + 1)]
    return any(isinstance(release_share(one, tier.audience), Band) for one in shares)


def _could_all_be_few(rest: Part, bands: Sequence[Part], tier: Tier) -> bool:
    """Whether what is told of none of its places could be nearly the most that is protected."""
    for band in bands:
        if rest.has(band):
            rest = rest.less(band)
    units, few = tier.units(rest.places), RULES[tier.audience].smallest_count - 1
    is_near = (units - 1) * few < rest.tally.most and rest.tally.least <= units * few
    return is_near and units > (0 if bands else 1)


def _narrows(band: Part, inside: Sequence[Part], total: Tally) -> bool:
    """Whether a band is known closer than it was told, from the *total* and the others in it."""
    taken, lowest, highest, others = band.people, 0, 0, total.base - band.tally.base
    for one in inside:
        if one.people & taken:
            continue
        taken |= one.people
        lowest, highest = lowest + one.tally.least, highest + one.tally.most
        others -= one.tally.base
    return (
        total.least - highest - max(0, others) > band.tally.least
        or total.most - lowest < band.tally.most
    )
