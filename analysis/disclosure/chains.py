"""What a chain of totals and parts gives away of a few: an agency's quarter, and then another's.

What is left of one total may be taken from the next, and so on. Whatever a reader reckons so is a
weighted sum of told numbers, so it is found by elimination, modulo a large prime as in `combining`.
Looked for are the smallest parts that told shares divide people into: a few who are in just these.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from analysis.disclosure.combining import PRIME, sets_in
from analysis.disclosure.remainders import Part, Tally, Tier, tells_too_much

MOST_WEIGHT = 8  # of a number in a sum that people would reckon; none was ever larger
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
        tells_too_much(Part(1 << place, tally, small[place]), tier)
        for place, tally in solved_with(new, numbers, small)
    )


def solved_with(
    new: Part, told: Sequence[Part], wanted: Collection[int]
) -> Iterator[tuple[int, Tally]]:
    """Each place in *wanted* whose number the *new* share makes known beside those *told*.

    Not what was known before. *told* and *new* are numbers, no bands.
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
        tally = _tally({one: -value for one, value in found.items() if one != OWN}, [*told, new])
        if tally:
            yield place, tally


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
    """The sum's; None where the weights are none that anybody would use."""
    base = least = most = 0
    for number, value in weights.items():
        weight = (value + PRIME // 2) % PRIME - PRIME // 2
        if abs(weight) > MOST_WEIGHT:
            return None
        tally = parts[number].tally
        ends = sorted((weight * tally.least, weight * tally.most))
        base, least, most = base + weight * tally.base, least + ends[0], most + ends[1]
    return Tally(base, least, most)
