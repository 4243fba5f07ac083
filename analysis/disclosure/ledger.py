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

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

from analysis.disclosure.chains import tell_by_a_chain
from analysis.disclosure.combining import NEW, gives_few_away, sets_in
from analysis.disclosure.remainders import Part, Tally, Tier, tell_of_the_rest
from analysis.disclosure.suppression import ALIKE_BASE, Audience
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
        return frozenset([self._known.get(one) or self._mark(one) for one in tokens])

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
    names = _hashed(survey) << NAME_BITS | (_hashed(about) if about else 0)
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
        family.note(_summed(one))
    return family.may_add(_summed(rows), smallest, few=smallest - 1 if few is None else few)


class Summed(NamedTuple):
    """What a number is the sum of: people's rows by what of them is counted, and the places.

    Somebody who is in two sets under one name adds the same to both; under two names, who knows.
    """

    people: Mapping[str, Rows]
    places: Rows = frozenset()
    tally: Tally | None = None  # what its share tells of them


def _summed(rows: Rows) -> Summed:
    places = frozenset(row for row in rows if row < 0)
    return Summed({"": rows - places}, places)


class Family:
    """Sets of rows that have left and may add up, kept as parts: who is in the same of them."""

    def __init__(self) -> None:
        self._part_of: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._parts: list[tuple[str, set[int]]] = []
        self._members: list[int] = []  # by part, the sets as bits
        self._places: defaultdict[int, int] = defaultdict(int)  # by place, the sets as bits
        self._sets = 0
        self._shares = 0  # as bits, the sets of which a share was told
        self._tallies: list[Tally | None] = []

    @property
    def size(self) -> int:
        return sum(map(len, self._part_of.values()))

    def note(self, told: Summed, *, is_share: bool = True) -> None:
        """Take in one more set: from now on it is known."""
        bit = 1 << self._sets
        self._sets += 1
        self._shares |= bit if is_share else 0
        self._tallies.append(told.tally)
        for place in told.places:
            self._places[place] |= bit
        for name, rows in told.people.items():
            touched: defaultdict[int, set[int]] = defaultdict(set)
            part_of = self._part_of[name]
            for row in rows:
                touched[part_of.get(row, FRESH)].add(row)
            for part, several in touched.items():
                self._divide(part, name, several, bit)

    def _divide(self, part: int, name: str, rows: set[int], bit: int) -> None:
        members = 0 if part == FRESH else self._members[part]
        if part != FRESH and len(rows) == len(self._parts[part][1]):
            self._members[part] |= bit
            return
        if part != FRESH:
            self._parts[part][1].difference_update(rows)
        self._part_of[name].update(dict.fromkeys(rows, len(self._parts)))
        self._parts.append((name, rows))
        self._members.append(members | bit)

    def take_in(self, other: "Family") -> None:
        """All sets of the *other* as well."""
        for told, is_share in other.sets():
            self.note(told, is_share=is_share)

    def sets(self) -> Iterator[tuple[Summed, bool]]:
        """Each, and whether a share of it was told."""
        for one in range(self._sets):
            people: defaultdict[str, set[int]] = defaultdict(set)
            for (name, rows), members in zip(self._parts, self._members, strict=True):
                if members >> one & 1:
                    people[name] |= rows
            places = (row for row, members in self._places.items() if members >> one & 1)
            told = {name: frozenset(rows) for name, rows in people.items()}
            summed = Summed(told, frozenset(places), self._tallies[one])
            yield summed, bool(self._shares >> one & 1)

    def may_add(self, new: Summed, smallest: int, *, few: int, beside_shares: bool = False) -> bool:
        """See `may_leave`. *beside_shares*: only beside sets of which a share was told."""
        hits, fresh = self._hits(new)
        units = _units(new.places)
        if len(fresh) >= smallest and (units <= 1 or len(fresh) > units * few):
            return True  # whatever is reckoned with these stands on those who are new
        near = self._near(hits, self._shares if beside_shares else (1 << self._sets) - 1)
        people = self._by_pattern(hits, fresh, near)
        placed = self._places_by_pattern(new.places, near)
        if any(_tell_how_few_at_least(people, placed, one, few) for one in sets_in(near << 1)):
            return False
        for pattern, places in placed.items():
            number = sum(map(len, people[pattern]))
            if not number or _could_all_be_few(number, _units(places), few):
                people[pattern] = []
        if _is_known(people, near):
            return True
        numbers = {one: sum(map(len, several)) for one, several in people.items()}
        large = [one for one, number in numbers.items() if number >= smallest]
        small = {
            one: frozenset[int]().union(*people[one])
            for one, number in numbers.items()
            if number < smallest
        }
        return not gives_few_away(large, small, smallest)

    def may_tell(self, new: Summed, audience: Audience, *, is_cell: bool = False) -> bool:
        """Whether the share of the *new* set leaves of none told before more than it may tell.

        *is_cell*: the favourable are protected where they are few, as in a response rate.
        """
        if new.tally is None or not any(self._tallies):
            return True
        hits, fresh = self._hits(new)
        near = self._near(hits, self._shares)
        by_pattern = self._by_pattern(hits, fresh, near)
        patterns = [*by_pattern]
        told: dict[int, Part] = {}
        for one in sets_in(near):
            if (tally := self._tallies[one]) is not None:
                people = _bits(patterns, one + 1)
                if people in told:
                    tally = told[people].tally.where_also(tally)
                places = (place for place, sets in self._places.items() if sets >> one & 1)
                told[people] = Part(people, tally, frozenset(places))
        asked = Part(_bits(patterns, NEW), new.tally, new.places)
        if (same := told.get(asked.people)) and same.tally.where_also(new.tally) == same.tally:
            return True
        told.pop(asked.people, None)
        tier = Tier(audience, _units, is_cell)
        placed = self._places_by_pattern(new.places, near)
        small = {
            number: frozenset(placed.get(pattern, ()))
            for number, (pattern, several) in enumerate(by_pattern.items())
            if is_cell or sum(map(len, several)) < ALIKE_BASE
        }
        return not (
            tell_of_the_rest(asked, [*told.values()], tier)
            or tell_by_a_chain(asked, [*told.values()], small, tier)
        )

    def _hits(self, new: Summed) -> tuple[dict[int, set[int]], set[int]]:
        """Of each part those who are in the new set; and those who are in no set yet."""
        hits: defaultdict[int, set[int]] = defaultdict(set)
        for name, rows in new.people.items():
            part_of = self._part_of.get(name, {})
            for row in rows:
                hits[part_of.get(row, FRESH)].add(row)
        fresh = hits.pop(FRESH, set())
        return hits, fresh

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

    def _by_pattern(
        self, hits: Mapping[int, set[int]], fresh: set[int], near: int
    ) -> defaultdict[int, list[set[int]]]:
        """Everybody, by the near sets that they are in; the new set is bit NEW."""
        people: defaultdict[int, list[set[int]]] = defaultdict(list)
        if fresh:
            people[1 << NEW].append(fresh)
        for part, ((_, rows), members) in enumerate(zip(self._parts, self._members, strict=True)):
            hit, pattern = hits.get(part), (members & near) << 1
            if hit:
                people[pattern | 1 << NEW].append(hit)
            if pattern and len(rows) > len(hit or ()):
                people[pattern].append(rows - hit if hit else rows)
        return people

    def _places_by_pattern(self, new: Rows, near: int) -> Mapping[int, set[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for place in new | self._places.keys():
            pattern = (self._places.get(place, 0) & near) << 1 | (place in new) << NEW
            if pattern:
                found[pattern].add(place)
        return found


def _bits(patterns: Iterable[int], one: int) -> int:
    return sum(1 << place for place, pattern in enumerate(patterns) if pattern >> one & 1)


def _units(places: Iterable[int]) -> int:
    """How many of them could be told by themselves: content areas in a quarter, or the quarter.

    By which survey somebody answered is never told, nor what is about no area alone.
    """
    by_quarter: defaultdict[int, set[int]] = defaultdict(set)
    for place in places:
        names, quarter = divmod(-place, 1 << QUARTER_BITS)
        by_quarter[quarter].add(names & ((1 << NAME_BITS) - 1))
    return sum(len(areas - {0}) or 1 for areas in by_quarter.values())


def _could_all_be_few(people: int, places: int, few: int) -> bool:
    """Whether those of several places, told together and never apart, are told apart all the same.

    They are if each place may have few, and all of them nearly the most that they may.
    """
    return 0 < (places - 1) * few < people <= places * few


def _tell_how_few_at_least(
    people: Mapping[int, list[set[int]]], placed: Iterable[int], other: int, few: int
) -> bool:
    """Whether the new set and an *other*, subtracted, bound the few in a place of one of them."""
    for one, two in ((NEW, other), (other, NEW)):
        number = sum(sum(map(len, people[each])) for each in _only_in(people, one, two))
        beside = sum(sum(map(len, people[each])) for each in _only_in(people, two, one))
        if beside < number <= few and any(_only_in(placed, one, two)):
            return True
    return False


def _only_in(patterns: Iterable[int], one: int, two: int) -> Iterator[int]:
    return (each for each in patterns if each >> one & 1 > each >> two & 1)


def _is_known(people: Iterable[int], near: int) -> bool:
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
