"""The release ledger's rule: what may leave beside everything that has left before.

Two releases of one figure that differ by a few people give away how these few answered. So does a
year beside its quarters, when one of them was protected, though no two of the releases are alike.
So the rule looks at every sum and difference of releases. It is linear algebra on sets of rows:
each release tells the sum over its rows, and a reader can reckon whatever is a combination of
sums. No combination may stand on some, but fewer than the smallest number of people.

Rows are numbers that point at nobody (see `Marks`). A quarter itself is a row below nought, which
counts nobody: it stands for whoever may or may not have answered in it. So a year is held back
beside three of its quarters whether the fourth has nobody or a few, and the two look alike.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import combinations
from math import comb

from surveys.periods import Period

Rows = frozenset[int]
Vector = list[int]

PRIME = 2**61 - 1  # no determinant of noughts and ones that small ledgers have is a multiple of it
MARK_BYTES = 8
MOST_TRIED = 5_000  # combinations; where there are more, the answer is no


class Marks:
    """Rows as keyed hashes: always the same for one store, and nobody's without its secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._known: dict[str, int] = {}

    def __call__(self, tokens: Iterable[str]) -> Rows:
        return frozenset(self._known.get(one) or self._mark(one) for one in tokens)

    def _mark(self, token: str) -> int:
        told = token.encode("utf-8", "surrogatepass")
        mark = int.from_bytes(blake2b(told, key=self._secret, digest_size=MARK_BYTES).digest())
        self._known[token] = mark or 1
        return self._known[token]


def quarters_of(period: Period) -> Rows:
    """The quarters of a period as rows that count nobody."""
    return frozenset(-(4 * one.year + (one.quarter or 0)) for one in period.quarters)


def people_in(rows: Rows) -> int:
    return sum(row > 0 for row in rows)


def may_leave(
    rows: Rows, earlier: Iterable[Rows], smallest: int, *, few: int | None = None
) -> bool:
    """Whether the sum over *rows* may be told to those who know the sums over the *earlier* sets.

    Not if some combination of them, in which *rows* has a part, stands on fewer than *smallest*
    people: neither on a few nor on the nobody of a quarter. At least so many people are in *rows*.
    A quarter that is not told has *few* at most: one less than the smallest, or of shares, one less
    than the smallest count, because quarters that are too few for a share are told by their bases.
    """
    few = smallest - 1 if few is None else few
    known = dict.fromkeys(earlier)
    if rows in known:
        return True
    near = _near(rows, known)
    weights = _weights([*near, rows], few)
    small = [one for one in weights if weights[one] < smallest]
    large = [one for one in weights if weights[one] >= smallest]
    before = _vanishing(len(near), large, small)
    after = _vanishing(len(near) + 1, large, small)
    if len(after) == len(before):
        return True
    return not _has_few(before, after, [weights[one] for one in small], smallest)


def _near(rows: Rows, earlier: Iterable[Rows]) -> list[Rows]:
    """The earlier sets that share people with *rows*, or with one that does, and so on."""
    left = list(earlier)
    near: list[Rows] = []
    reached = rows
    while touching := [one for one in left if not one.isdisjoint(reached)]:
        near += touching
        left = [one for one in left if one not in touching]
        reached = reached.union(*touching)
    return near


def _weights(family: Sequence[Rows], few: int) -> dict[int, int]:
    """How many people are in the same sets of the family, by which sets these are.

    Quarters that are told together and never apart are told apart all the same, if each may have
    few and all of them nearly the most that they may: such a group counts as nobody.
    """
    people: Counter[int] = Counter()
    quarters: Counter[int] = Counter()
    for row in frozenset[int]().union(*family):
        (people if row > 0 else quarters)[_pattern(row, family)] += 1
    return {
        one: 0
        if (number := people[one]) > (quarters[one] - 1) * few > 0 and number <= quarters[one] * few
        else number
        for one in sorted({*people, *quarters})
    }


def _pattern(row: int, family: Sequence[Rows]) -> int:
    return sum(1 << place for place, one in enumerate(family) if row in one)


def _vanishing(sets: int, large: Sequence[int], small: Sequence[int]) -> list[Vector]:
    """A basis of the combinations of so many sets that vanish on all *large* patterns.

    Told by their values on the *small* ones.
    """
    matrix = [[pattern >> place & 1 for pattern in (*large, *small)] for place in range(sets)]
    reduced = _reduced(matrix)
    return [row[len(large) :] for row in reduced if not any(row[: len(large)])]


def _has_few(
    before: Sequence[Vector], after: Sequence[Vector], weights: Sequence[int], smallest: int
) -> bool:
    """Whether a vector that is new *after* stands on few people.

    Each is a sum of those that vanish wherever they can, so only these are looked at: all but one
    dimension is spent on places where they vanish.
    """
    places, spent = range(len(weights)), len(after) - 1
    if comb(len(weights), spent) > MOST_TRIED:
        return True
    for chosen in combinations(places, spent):
        vector = _vanishing_at(after, chosen)
        if vector is None or sum(w for w, value in zip(weights, vector, strict=True) if value) >= (
            smallest
        ):
            continue
        if len(_reduced([*before, vector])) > len(before):
            return True
    return False


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
