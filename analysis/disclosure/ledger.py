"""The release ledger's rule: what may leave beside everything that has left before.

Two releases of one figure that differ by a few people give away how these few answered. So does a
year beside its quarters, when one of them was protected, though no two of the releases are alike;
and an area that stands on all areas' answers, beside these. So the rule looks at every sum and
difference of releases. It is linear algebra on sets of rows: each release tells the sum over its
rows, and a reader can reckon whatever is a combination of sums. No combination may stand on some,
but fewer than the smallest number of people.

Rows are numbers that point at nobody (see `Marks`). Where and when people were asked is a row below
nought, which counts nobody: it stands for whoever may or may not have answered there. So a year is
held back beside three of its quarters whether the fourth has nobody or a few, and the two look
alike.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from analysis.disclosure.combining import NEW, gives_few_away
from surveys.periods import Period

Rows = frozenset[int]

MARK_BYTES = 8
QUARTER_BITS, NAME_BITS = 20, 32
FRESH = -1  # the part of those who are in no set yet


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
    return frozenset(-_number(one) for one in period.quarters)


def place_of(quarter: Period, about: str, survey: str) -> int:
    """A quarter, what people were asked about in it and by which survey, as such a row."""
    names = _hashed(survey) << NAME_BITS | _hashed(about)
    return -(names << QUARTER_BITS | _number(quarter))


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
    family = Family()
    for one in dict.fromkeys(earlier):
        family.note(one)
    return family.may_add(rows, smallest, few=smallest - 1 if few is None else few)


class Family:
    """Sets of rows that have left and may add up, kept as parts: who is in the same of them."""

    def __init__(self) -> None:
        self._part_of: dict[int, int] = {}
        self._sizes: list[int] = []
        self._members: list[int] = []  # by part, the sets as bits
        self._places: defaultdict[int, int] = defaultdict(int)  # by place, the sets as bits
        self._sets = 0
        self._shares = 0  # as bits, the sets of which a share was told

    @property
    def people(self) -> int:
        return len(self._part_of)

    def note(self, rows: Iterable[int], *, is_share: bool = True) -> None:
        """Take in one more set: from now on it is known."""
        bit = 1 << self._sets
        self._sets += 1
        self._shares |= bit if is_share else 0
        touched: defaultdict[int | None, list[int]] = defaultdict(list)
        for row in rows:
            if row < 0:
                self._places[row] |= bit
            else:
                touched[self._part_of.get(row)].append(row)
        for part, several in touched.items():
            if part is None:
                self._add_part(several, bit)
            elif len(several) == self._sizes[part]:
                self._members[part] |= bit
            else:
                self._sizes[part] -= len(several)
                self._add_part(several, self._members[part] | bit)

    def _add_part(self, rows: list[int], members: int) -> None:
        self._part_of.update(dict.fromkeys(rows, len(self._sizes)))
        self._sizes.append(len(rows))
        self._members.append(members)

    def take_in(self, other: "Family") -> None:
        """All sets of the *other* as well."""
        for rows, is_share in other.sets():
            self.note(rows, is_share=is_share)

    def sets(self) -> Iterator[tuple[list[int], bool]]:
        """Each, and whether a share of it was told."""
        parts: defaultdict[int, list[int]] = defaultdict(list)
        for row, part in self._part_of.items():
            parts[part].append(row)
        for one in range(self._sets):
            rows = [row for row, members in self._places.items() if members >> one & 1]
            for part, members in enumerate(self._members):
                rows += parts[part] if members >> one & 1 else ()
            yield rows, bool(self._shares >> one & 1)

    def may_add(self, rows: Rows, smallest: int, *, few: int, beside_shares: bool = False) -> bool:
        """See `may_leave`. *beside_shares*: only beside sets of which a share was told."""
        hits = Counter(self._part_of.get(row, FRESH) for row in rows if row > 0)
        fresh = hits.pop(FRESH, 0)
        if fresh >= smallest and (_units(rows) <= 1 or fresh > _units(rows) * few):
            return True  # whatever is reckoned with these stands on those who are new
        near = self._near(hits, self._shares if beside_shares else (1 << self._sets) - 1)
        people = self._people(hits, fresh, near)
        places = self._placed(rows, near)
        for pattern, several in places.items():
            if not people[pattern] or _could_all_be_few(people[pattern], _units(several), few):
                people[pattern] = 0
        if _is_known(people, near):
            return True
        return not gives_few_away(people, smallest)

    def _near(self, hits: Iterable[int], among: int) -> int:
        """The sets that share people with the new one, or with one that does, and so on."""
        near = 0
        for part in hits:
            near |= self._members[part] & among
        left = {members & among for members in self._members}
        while touching := [one for one in left if one & near]:
            for one in touching:
                near |= one
            left.difference_update(touching)
        return near

    def _people(self, hits: Mapping[int, int], fresh: int, near: int) -> Counter[int]:
        """How many, by the near sets that they are in; the new set is bit NEW."""
        people = Counter({1 << NEW: fresh} if fresh else {})
        for part, members in enumerate(self._members):
            hit = hits.get(part, 0)
            if pattern := (members & near) << 1:
                people[pattern] += self._sizes[part] - hit
            if hit:
                people[pattern | 1 << NEW] += hit
        return +people

    def _placed(self, rows: Rows, near: int) -> Mapping[int, set[int]]:
        """The places, by the sets that stand for them."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for place in {row for row in rows if row < 0} | self._places.keys():
            pattern = (self._places.get(place, 0) & near) << 1 | (place in rows) << NEW
            if pattern:
                found[pattern].add(place)
        return found


def _units(rows: Iterable[int]) -> int:
    """How many places are told apart: which survey somebody answered is not."""
    return len({-row & ((1 << NAME_BITS + QUARTER_BITS) - 1) for row in rows if row < 0})


def _could_all_be_few(people: int, places: int, few: int) -> bool:
    """Whether those of several places, told together and never apart, are told apart all the same.

    They are if each place may have few, and all of them nearly the most that they may.
    """
    return 0 < (places - 1) * few < people <= places * few


def _is_known(people: Mapping[int, int], near: int) -> bool:
    """Whether the new set is just what one of the others is."""
    same = near << 1
    for pattern in people:
        same &= pattern if pattern & 1 << NEW else ~pattern
    return bool(same)


def _number(quarter: Period) -> int:
    return 4 * quarter.year + (quarter.quarter or 0)


def _hashed(name: str) -> int:
    told = name.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(told, digest_size=NAME_BITS // 8).digest())
