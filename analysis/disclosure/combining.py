"""What sums and differences of known sets give away: linear algebra modulo a large prime.

Sets are the bits of a pattern, and a pattern stands for whoever is in just these sets. A
combination gives each set a weight; it vanishes on a pattern whose sets' weights add up to nought.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import comb

Vector = list[int]
Sparse = dict[int, int]  # weights by set

PRIME = 2**61 - 1  # no determinant of noughts and ones that small ledgers have is a multiple of it
MOST_TRIED = 2_000  # combinations; where there are more, the answer is yes
NEW = 0  # the place of the set that is asked about


def gives_few_away(
    large: Collection[int], small: Mapping[int, frozenset[int]], smallest: int
) -> bool:
    """Whether some combination in which the new set has a part stands on fewer than *smallest*.

    *large* are the patterns of so many people at least, *small* has who is in each of the others.
    Somebody may be in several. What can be reckoned without the new set is not blamed on it.
    """
    kernel = _vanishing(large, small)
    if not any(NEW in one for one in kernel):
        return False
    people = _columns(kernel, small)
    rows = [[column[place] for column in people] for place in range(len(kernel))]
    before = _reduced([row for row, one in zip(rows, kernel, strict=True) if NEW not in one])
    after = _reduced(rows)
    return len(after) > len(before) and _has_few(before, after, [*people.values()], smallest)


def _vanishing(large: Collection[int], small: Iterable[int]) -> list[Sparse]:
    """A basis of the combinations that vanish on all *large* patterns; at most one has the new set.

    Each pattern is an equation between the weights of its sets, which are few.
    """
    solved: dict[int, Sparse] = {}  # the weight of a set, by the weights of those that are free
    for pattern in large:
        equation = _put_in(solved, dict.fromkeys(sets_in(pattern), 1))
        if not equation:
            continue
        pivot = max(equation)  # the new set is the last to be solved: free wherever it can be
        inverse = pow(equation.pop(pivot), -1, PRIME)
        found = {one: -value * inverse % PRIME for one, value in equation.items()}
        for one, weight in solved.items():
            if pivot in weight:
                solved[one] = _put_in({pivot: found}, weight)
        solved[pivot] = found
    everywhere = 0
    for pattern in (*large, *small):
        everywhere |= pattern
    return [
        {free: 1} | {one: weight[free] for one, weight in solved.items() if free in weight}
        for free in sets_in(everywhere)
        if free not in solved
    ]


def _put_in(solved: Mapping[int, Sparse], equation: Sparse) -> Sparse:
    found: Counter[int] = Counter()
    for one, value in equation.items():
        for other, weight in solved.get(one, {one: 1}).items():
            found[other] = (found[other] + value * weight) % PRIME
    return {one: value for one, value in found.items() if value}


def sets_in(pattern: int) -> Iterator[int]:
    while pattern:
        lowest = pattern & -pattern
        yield lowest.bit_length() - 1
        pattern ^= lowest


def _columns(
    kernel: Sequence[Sparse], small: Mapping[int, frozenset[int]]
) -> dict[tuple[int, ...], frozenset[int]]:
    """Who is where each combination is the same, and some of them are anything."""
    found: dict[tuple[int, ...], frozenset[int]] = {}
    for pattern, people in small.items():
        sets = [*sets_in(pattern)]
        values = tuple(sum(one.get(each, 0) for each in sets) % PRIME for one in kernel)
        if any(values):
            found[values] = found.get(values, frozenset()) | people
    return found


def _has_few(
    before: Sequence[Vector],
    after: Sequence[Vector],
    people: Sequence[frozenset[int]],
    smallest: int,
) -> bool:
    """Whether a vector that is new *after* stands on few people.

    Each is a sum of those that vanish wherever they can, so only these are looked at: all but one
    dimension is spent on places where they vanish.
    """
    places, spent = range(len(people)), len(after) - 1
    if comb(len(people), spent) > MOST_TRIED:
        return True
    for chosen in combinations(places, spent):
        vector = _vanishing_at(after, chosen)
        if vector is None or len(_there(vector, people)) >= smallest:
            continue
        if len(_reduced([*before, vector])) > len(before):
            return True
    return False


def _there(vector: Vector, people: Sequence[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(
        *(several for several, value in zip(people, vector, strict=True) if value)
    )


def _vanishing_at(basis: Sequence[Vector], chosen: Sequence[int]) -> Vector | None:
    """The one combination of the basis that vanishes at the chosen places; None if many do."""
    rest = [place for place in range(len(basis[0])) if place not in chosen]
    ordered = [[row[place] for place in (*chosen, *rest)] for row in basis]
    *spent, last = _reduced(ordered)
    if any(last[: len(chosen)]) or not all(any(row[: len(chosen)]) for row in spent):
        return None
    vector = [0] * len(basis[0])
    for place, value in zip((*chosen, *rest), last, strict=True):
        vector[place] = value
    return vector


def _reduced(matrix: Sequence[Vector]) -> list[Vector]:
    """Its rows in echelon form, without those that are nought. Numbers count modulo PRIME."""
    rows, done = [list(row) for row in matrix], 0
    for column in range(len(rows[0]) if rows else 0):
        found = next((place for place in range(done, len(rows)) if rows[place][column]), None)
        if found is None:
            continue
        rows[done], rows[found] = rows[found], rows[done]
        lead = rows[done]
        inverse = pow(lead[column], -1, PRIME)
        for place in range(done + 1, len(rows)):
            if factor := rows[place][column] * inverse % PRIME:
                rows[place] = [
                    (one - factor * other) % PRIME
                    for one, other in zip(rows[place], lead, strict=True)
                ]
        done += 1
    return rows[:done]
