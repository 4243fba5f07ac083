"""What a chain of totals and parts gives away of a few: an agency's quarter, and then another's.

What is left of one total may be taken from the next, and so on. Whatever a reader reckons so is a
weighted sum of told numbers, so it is found by elimination, modulo a large prime as in `combining`.
A weight may be a fraction: a + b and a + c less b + c is twice a. Looked for are the smallest parts
that told shares divide people into: a few who are in just these.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, isqrt

from analysis.disclosure.combining import PRIME, sets_in
from analysis.disclosure.remainders import Part, Tally, Tier, tells_too_much

MOST_TERM = isqrt(PRIME // 2)  # of a weight: below it no two fractions are alike modulo PRIME
OWN = -1  # in the place of a told share: the vector itself

Vector = dict[int, int]  # by the places of people
Weights = dict[int, int]  # by told share


def tell_by_a_chain(
    new: Part, told: Sequence[Part], small: Mapping[int, frozenset[int]], tier: Tier
) -> bool:
    """Whether the *new* share makes a *small* part known of which no number may be told.

    *small* has the places where these people were asked. A band is no number to reckon with.
    """
    numbers = [one for one in told if not one.tally.is_band]
    if new.tally.is_band or not numbers or not small:
        return False
    return any(
        tally is None or tells_too_much(Part(1 << place, tally, small[place]), tier)
        for place, tally in solved_with(new, numbers, small)
    )


def solved_with(
    new: Part, told: Sequence[Part], wanted: Collection[int]
) -> Iterator[tuple[int, Tally | None]]:
    """Each place in *wanted* whose number the *new* share makes known beside those *told*.

    Not what was known before. *told* and *new* are numbers, no bands. None: known, but not to us.
    """
    known = _echelon(told)
    rest, weights = _reduced(_vector(new.people), {len(told): 1}, known)
    if not rest:
        return
    pivot = max(rest)
    inverse = pow(rest[pivot], -1, PRIME)
    for place in wanted:
        left, others = _reduced({place: 1}, {OWN: 1}, known)
        factor = left.get(pivot, 0) * inverse % PRIME
        if not left or _less(left, rest, factor):
            continue
        # *place* less what it is reckoned from vanishes, so it is that sum with the signs turned
        found = _less(others, weights, factor)
        weights_of = {one: -value for one, value in found.items() if one != OWN}
        yield place, _tally(weights_of, [*told, new])


def _echelon(told: Sequence[Part]) -> dict[int, tuple[Vector, Weights]]:
    """By its pivot, each told share less those before it, and from which it is reckoned."""
    known: dict[int, tuple[Vector, Weights]] = {}
    for number, one in enumerate(told):
        rest, weights = _reduced(_vector(one.people), {number: 1}, known)
        if rest:
            known[max(rest)] = rest, weights
    return known


def _reduced(
    vector: Vector, weights: Weights, known: Mapping[int, tuple[Vector, Weights]]
) -> tuple[Vector, Weights]:
    """Without all that is *known* of it: the largest place first, so that none comes back."""
    left = [place for place in vector if place in known]
    while left:
        pivot = max(left)
        row, made_of = known[pivot]
        factor = vector[pivot] * pow(row[pivot], -1, PRIME) % PRIME
        vector, weights = _less(vector, row, factor), _less(weights, made_of, factor)
        left = [place for place in vector if place in known]
    return vector, weights


def _less(one: Mapping[int, int], other: Mapping[int, int], factor: int) -> dict[int, int]:
    found = dict(one)
    for place, value in other.items():
        rest = (found.get(place, 0) - factor * value) % PRIME
        if rest:
            found[place] = rest
        else:
            found.pop(place, None)
    return found


def _vector(people: int) -> Vector:
    return dict.fromkeys(sets_in(people), 1)


def _tally(weights: Weights, parts: Sequence[Part]) -> Tally | None:
    """The sum's, rounded outwards where it is no whole number; None where that is not known."""
    base = least = most = Fraction(0)
    for number, residue in weights.items():
        weight = _fraction(residue)
        if weight is None:
            return None
        tally = parts[number].tally
        ends = sorted((weight * tally.least, weight * tally.most))
        base, least, most = base + weight * tally.base, least + ends[0], most + ends[1]
    return Tally(floor(base), floor(least), ceil(most))


@lru_cache(maxsize=1024)
def _fraction(residue: int) -> Fraction | None:
    """The only one of small terms that is this modulo PRIME, if any (Wang 1981, half of Euclid)."""
    before, now, factor_before, factor = PRIME, residue % PRIME, 0, 1
    while now > MOST_TERM:
        times = before // now
        before, now = now, before - times * now
        factor_before, factor = factor, factor_before - times * factor
    return Fraction(now, factor) if abs(factor) <= MOST_TERM else None
