"""Disclosure control: what of a count, a share or a table may leave, and for whom.

Nobody may work out from what is released how a few people answered. What is protected carries no
number at all, so that it cannot leak through a chart, a JSON file or a log line; zero and small
look the same. The rules, with their reasons:

- A *count* of people below the audience's smallest count is protected, and so is every *cell* of a
  table, together with as many others as it takes that no reader can solve for it (`release_table`).
- A *share* stands on its base: below the smallest base its percentage is withheld, below the
  smallest count everything is. Its favourable answers are not a cell: in a group that is large
  enough, knowing that 3 of 30 disagreed points at nobody, unless all answered alike. So below a
  base of 20 the shares of nobody, one, all but one and all are told as one band at each end; 0 of
  12 would otherwise be told from 1 of 12. The count beside a percentage is left out when it, or
  its complement, is small, so that no small count is ever printed: x of n says as much about n-x.
  (For the board, who reckons can still find it from the percentage and the base, and that is
  accepted for the reason above; for the public the base is rounded, and the percentage is of it.)
- Shares of several groups beside the share of all are differences of one another: a group that is
  too small takes others with it (`release_groups`).
- Everything derived from a share (status, gap, change, their ranges and chances) is reckoned from
  `as_told`, so that a word does not give away what a band or a rounded base hides.
- A cell that one contributor dominates is that contributor's cell (`effective_count`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from math import ceil, copysign, floor
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from analysis.statistics import Share, newcombe, wilson
from surveys.values import Value

ALIKE_BASE = 20  # smaller groups that (nearly) all answered alike are told as a band
BAND = 10  # percent: "<10%" and ">90%"
DOMINANCE = 80  # percent: a larger part of a cell than this speaks for the whole cell


class Audience(StrEnum):
    """Who will see a figure. The public includes other boards and the annual report."""

    ANALYST = "analyst"
    BOARD = "board"
    PUBLIC = "public"


class Rule(Value):
    """What an audience may see. Counts are rounded to the nearest *step*."""

    smallest_count: int
    smallest_base: int
    step: int = 1
    is_whole_percent: bool = True


# five, because four answers of a small team would point at people; ten where strangers read along
RULES: Mapping[Audience, Rule] = {
    Audience.ANALYST: Rule(smallest_count=5, smallest_base=5, is_whole_percent=False),
    Audience.BOARD: Rule(smallest_count=5, smallest_base=10),
    Audience.PUBLIC: Rule(smallest_count=10, smallest_base=10, step=5),
}


class Protected(Value):
    """Something is here, or nothing is: a reader cannot tell."""

    kind: Literal["protected"] = "protected"

    def __str__(self) -> str:
        return "c"


PROTECTED = Protected()


class Count(Value):
    """A number of people that may be shown, rounded as the audience requires."""

    kind: Literal["count"] = "count"
    number: Annotated[int, Field(gt=0)]

    def __str__(self) -> str:
        return str(self.number)


ReleasedCount = Annotated[Count | Protected, Field(discriminator="kind")]


class TooFew(Value):
    """Enough voices to count, too few for a percentage. *base* may be shown, and *needed* more."""

    kind: Literal["too few"] = "too few"
    base: Annotated[int, Field(gt=0)]
    needed: Annotated[int, Field(gt=0)]


class Band(Value):
    """(Nearly) all of a small group answered alike. *limit* is in percent, at the named *end*."""

    kind: Literal["band"] = "band"
    end: Literal["low", "high"]
    limit: Annotated[int, Field(ge=0, le=100)]
    is_included: bool
    base: Annotated[int, Field(gt=0)]

    def __str__(self) -> str:
        if self.is_included:
            return f"{self.limit}% or {'less' if self.end == 'low' else 'more'}"
        return f"{'<' if self.end == 'low' else '>'}{self.limit}%"


class Percentage(Value):
    """A share that may be shown, with its likely range: percent, rounded for the audience."""

    kind: Literal["percentage"] = "percentage"
    percent: float
    lower: float
    upper: float
    favourable: ReleasedCount
    base: Annotated[int, Field(gt=0)]


class Difference(Value):
    """A difference of two shares that may be shown: percentage points, rounded for the audience."""

    kind: Literal["difference"] = "difference"
    points: float
    lower: float
    upper: float


ReleasedShare = Annotated[Percentage | Band | TooFew | Protected, Field(discriminator="kind")]
ReleasedDifference = Annotated[Difference | Protected, Field(discriminator="kind")]


def release_count(number: int, audience: Audience) -> Count | Protected:
    """The count as *audience* may see it, if it stands alone and adds up with nothing shown."""
    rule = RULES[audience]
    if number < rule.smallest_count:
        return PROTECTED
    return Count(number=_rounded(number, rule))


def release_share(
    share: Share, audience: Audience, *, population: int | None = None
) -> Percentage | Band | TooFew | Protected:
    """The share, its range and its base as *audience* may see them. *population* as in `wilson`."""
    rule = RULES[audience]
    if share.base < rule.smallest_count:
        return PROTECTED
    base = _rounded(share.base, rule)
    if share.base < rule.smallest_base:
        return TooFew(base=base, needed=rule.smallest_base - share.base)
    if _is_nearly_alike(share):
        return _band(share, rule)
    shown = as_told(share, audience)
    census = None if population is None else max(population, shown.base)
    interval = wilson(shown, population=census)
    return Percentage(
        percent=_percent(shown.estimate, rule),
        lower=_percent(interval.lower, rule),
        upper=_percent(interval.upper, rule),
        favourable=_favourable(share, audience),
        base=base,
    )


def release_difference(first: Share, second: Share, audience: Audience) -> Difference | Protected:
    """The difference first - second with its range, where both are shown as percentages.

    Otherwise protected: the difference and the share that is shown would give the other away.
    """
    rule = RULES[audience]
    if not (_is_told_exactly(first, rule) and _is_told_exactly(second, rule)):
        return PROTECTED
    interval = newcombe(as_told(first, audience), as_told(second, audience))
    return Difference(
        points=_percent(interval.estimate, rule),
        lower=_percent(interval.lower, rule),
        upper=_percent(interval.upper, rule),
    )


def release_groups(
    groups: Mapping[str, Share], audience: Audience
) -> dict[str, Percentage | Band | TooFew | Protected]:
    """The shares of groups (each person in one) that stand beside the share of all of them.

    Groups below the smallest base are protected, and so many more that those protected have
    together at least the smallest base, are never one alone, and did not all answer alike.
    """
    arcs = [_Arc(0, 1, share.base) for share in groups.values()]
    arcs.append(_Arc(1, 0, sum(share.base for share in groups.values()), is_total=True))
    hidden = _hidden(arcs, RULES[audience].smallest_base, ())
    names = list(groups)
    protected = {name for position, name in enumerate(names) if position in hidden}
    shown = sorted(set(names) - protected, key=lambda name: (groups[name].base, names.index(name)))
    while protected and shown and _is_nearly_alike(_together(groups, protected)):
        protected.add(shown.pop(0))
    return {
        name: PROTECTED if name in protected else release_share(share, audience)
        for name, share in groups.items()
    }


def as_told(share: Share, audience: Audience = Audience.BOARD) -> Share:
    """The share that all words and numbers about it are derived from.

    A band counts as its inner edge: 12 of 12 and 11 of 12 are both told as ">90%", so both are
    judged as 11 of 12. For whoever is told rounded bases it is of the rounded base, so that a
    reader can redo what is derived from it: a range of the true base would undo the rounding by
    its width, and so would a status or a gap of the true share by the side on which it falls.
    """
    rule = RULES[audience]
    if _is_nearly_alike(share):
        edge = 1 if share.favourable <= 1 else share.base - 1
        share = Share(favourable=edge, base=share.base)
    if rule.step == 1:
        return share
    base = _rounded(share.base, rule)
    percent = _percent(share.estimate, rule)
    return Share(favourable=round(percent * base / 100), base=base)


def effective_count(contributions: Mapping[str, int]) -> int:
    """The number of people by which a cell is judged, from how many each contributor gave.

    More than 80% from one agency or team makes the cell that agency's: its own number counts.
    """
    total = sum(contributions.values())
    largest = max(contributions.values(), default=0)
    return largest if 100 * largest > DOMINANCE * total else total


class Table(Value):
    """Counts of people by two divisions, each person in one cell: one row of *counts* per row name.

    One division is a table of one row (see `release_row`). Totals are the sums of the cells.
    """

    rows: Annotated[tuple[str, ...], Field(min_length=1)]
    columns: Annotated[tuple[str, ...], Field(min_length=1)]
    counts: tuple[tuple[Annotated[int, Field(ge=0)], ...], ...]

    @model_validator(mode="after")
    def _has_a_count_for_each_pair(self) -> Self:
        if [len(row) for row in self.counts] != [len(self.columns)] * len(self.rows):
            raise ValueError("a table has one count for each row and column")
        if len(set(self.rows)) < len(self.rows) or len(set(self.columns)) < len(self.columns):
            raise ValueError("a row or column is named once")
        return self


class ReleasedTable(Value):
    """A table as an audience may see it. Rounded counts need not add up to the rounded totals."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[ReleasedCount, ...], ...]
    row_totals: tuple[ReleasedCount, ...]
    column_totals: tuple[ReleasedCount, ...]
    total: ReleasedCount


class ReleasedRow(Value):
    """Counts by one division as an audience may see them, in the order given, and their total."""

    counts: dict[str, ReleasedCount]
    total: ReleasedCount


def release_table(
    table: Table, audience: Audience, *, also: Collection[tuple[int, int]] = ()
) -> ReleasedTable:
    """The table and its totals, with every cell protected that is small or helps to solve for one.

    *also* are (row, column) positions that are protected whatever their number, such as cells
    that one agency dominates. The promise, to a reader who adds and subtracts all that is shown
    (and knows that no count is negative): a small cell could be nobody's, and it could be as large
    as the smallest count; no protected cell has just one possible value.
    """
    across, down = len(table.columns), len(table.rows)
    if any(row not in range(down) or column not in range(across) for row, column in also):
        raise ValueError("a cell to protect lies outside its table")
    chosen = [row * across + column for row, column in also]
    released = _released([*_cells(table), *_totals(table)], audience, chosen)
    margins = released[across * down :]
    return ReleasedTable(
        rows=table.rows,
        columns=table.columns,
        counts=tuple(tuple(released[row * across : (row + 1) * across]) for row in range(down)),
        row_totals=tuple(margins[:down]),
        column_totals=tuple(margins[down:-1]),
        total=margins[-1],
    )


def release_row(
    counts: Mapping[str, int], audience: Audience, *, also: Collection[str] = ()
) -> ReleasedRow:
    """As `release_table`, for counts by one division whose total is shown.

    Only for divisions in which each person is counted once. Counts that overlap (themes of
    comments, many choices) do not add up to anything, and are released one by one.
    """
    if any(number < 0 for number in counts.values()):
        raise ValueError("a count is not negative")
    if not counts.keys() >= set(also):
        raise ValueError("a cell to protect lies outside its table")
    arcs = [_Arc(0, 1, number) for number in counts.values()]
    arcs.append(_Arc(1, 0, sum(counts.values()), is_total=True))
    chosen = [position for position, name in enumerate(counts) if name in also]
    *cells, total = _released(arcs, audience, chosen)
    return ReleasedRow(counts=dict(zip(counts, cells, strict=True)), total=total)


def _rounded(number: int, rule: Rule) -> int:
    return rule.step * round(number / rule.step)


def _percent(share: float, rule: Rule) -> float:
    percent = round(100 * share, 9)  # without the last digits that only binary fractions have
    if not rule.is_whole_percent:
        return percent
    return copysign(floor(abs(percent) + 0.5), percent) + 0.0  # halves away from zero, as people do


def _favourable(share: Share, audience: Audience) -> Count | Protected:
    """Not where counts are rounded: two rounded counts would not add up to the percentage."""
    rule = RULES[audience]
    if share.unfavourable < rule.smallest_count or rule.step > 1:
        return PROTECTED
    return release_count(share.favourable, audience)


def _is_nearly_alike(share: Share) -> bool:
    few = min(share.favourable, share.unfavourable)
    return 1 < share.base < ALIKE_BASE and few <= 1


def _together(groups: Mapping[str, Share], names: Collection[str]) -> Share:
    return Share(
        favourable=sum(groups[name].favourable for name in names),
        base=sum(groups[name].base for name in names),
    )


def _is_told_exactly(share: Share, rule: Rule) -> bool:
    return share.base >= rule.smallest_base and not _is_nearly_alike(share)


def _band(share: Share, rule: Rule) -> Band:
    """The band that holds both edge cases: one in ten people is 10%, and so included.

    Where bases are rounded it is always included: else the sign would tell ten from eleven.
    """
    one = 100 / share.base
    limit = max(BAND, ceil(one))
    is_low = share.favourable <= 1
    return Band(
        end="low" if is_low else "high",
        limit=limit if is_low else 100 - limit,
        is_included=one >= BAND or rule.step > 1,
        base=_rounded(share.base, rule),
    )


@dataclass(frozen=True)
class _Arc:
    """One number of a table, as a flow between two of its sums.

    In a row's sum the cells flow out and the total flows in; in a column's sum the other way
    round. So a table with its totals is a circulation: at every node what flows in flows out, and
    whatever else a protected number could be is a detour for the flow around it.
    """

    tail: int
    head: int
    number: int
    is_total: bool = False


def _cells(table: Table) -> Iterator[_Arc]:
    for row, numbers in enumerate(table.counts):
        for column, number in enumerate(numbers):
            yield _Arc(row, len(table.rows) + column, number)


def _totals(table: Table) -> Iterator[_Arc]:
    """The totals of the rows, of the columns, and of all: in this order, after the cells."""
    down, across = len(table.rows), len(table.columns)
    all_columns, all_rows = down + across, down + across + 1
    for row, numbers in enumerate(table.counts):
        yield _Arc(all_rows, row, sum(numbers), is_total=True)
    for column, numbers in enumerate(zip(*table.counts, strict=True)):
        yield _Arc(down + column, all_columns, sum(numbers), is_total=True)
    yield _Arc(all_columns, all_rows, sum(map(sum, table.counts)), is_total=True)


def _released(
    arcs: Sequence[_Arc], audience: Audience, chosen: Collection[int]
) -> list[Count | Protected]:
    hidden = _hidden(arcs, RULES[audience].smallest_count, chosen)
    return [
        PROTECTED if position in hidden else release_count(arc.number, audience)
        for position, arc in enumerate(arcs)
    ]


def _hidden(arcs: Sequence[_Arc], smallest: int, chosen: Collection[int]) -> set[int]:
    """The positions of the numbers to protect: the small, the chosen, and what hides these.

    Hiding more never makes a hidden number easier to solve for, so one pass is the fixed point.
    """
    first = [
        position for position, arc in enumerate(arcs) if arc.number < smallest or position in chosen
    ]
    hidden = set(first)
    for position in first:
        number = arcs[position].number
        if number < smallest:
            hidden = _Detours(arcs, hidden, position).hide_below(number)
        less = _Detours(arcs, hidden, position).room_below(min(smallest, number))
        hidden = _Detours(arcs, hidden, position).hide_for(smallest - less)
    return hidden


Cost = tuple[int, int, int]  # what must be hidden in addition: totals, people, numbers
Step = tuple[int, bool]  # a position, and whether the detour passes it forward


class _Detours:
    """How the flow through one hidden number can change while every shown number stays."""

    def __init__(self, arcs: Sequence[_Arc], hidden: Collection[int], target: int) -> None:
        self._arcs = arcs
        self._hidden = set(hidden)
        self._target = target
        self._flow = [arc.number for arc in arcs]
        self._touching: defaultdict[int, list[int]] = defaultdict(list)
        for position, arc in enumerate(arcs):
            if position != target:
                self._touching[arc.tail].append(position)
                self._touching[arc.head].append(position)

    def room_below(self, wanted: int) -> int:
        """By how much the target could be smaller, up to *wanted*, with nothing more hidden."""
        source, sink = self._arcs[self._target].tail, self._arcs[self._target].head
        sent = 0
        while sent < wanted and (steps := self._cheapest(source, sink, may_hide=False)):
            sent += self._send(steps, wanted - sent)
        return sent

    def hide_below(self, wanted: int) -> set[int]:
        """What must be hidden so that the target could be smaller by *wanted*: so, nobody.

        As far as it goes: a number that stands alone is nobody only where nobody is.
        """
        return self._hide(self._arcs[self._target].tail, self._arcs[self._target].head, wanted)

    def hide_for(self, wanted: int) -> set[int]:
        """What must be hidden so that the target could be larger by *wanted*."""
        return self._hide(self._arcs[self._target].head, self._arcs[self._target].tail, wanted)

    def _hide(self, source: int, sink: int, wanted: int) -> set[int]:
        """The cheapest detours: totals last, then the fewest people, then the fewest numbers."""
        sent = 0
        while sent < wanted and (steps := self._cheapest(source, sink, may_hide=True)):
            self._hidden |= {position for position, _ in steps}
            sent += self._send(steps, wanted - sent)
        return self._hidden

    def _send(self, steps: Sequence[Step], wanted: int) -> int:
        """Send as much as fits along the detour, and say how much that was."""
        backward = [self._flow[position] for position, is_forward in steps if not is_forward]
        amount = min([wanted, *backward])
        for position, is_forward in steps:
            self._flow[position] += amount if is_forward else -amount
        return amount

    def _cheapest(self, source: int, sink: int, *, may_hide: bool) -> list[Step]:
        """The detour that hides least; no steps if there is none.

        Dijkstra; equal costs are decided by the order of the table, so the answer is always one.
        """
        queue: list[tuple[Cost, int, list[Step]]] = [((0, 0, 0), source, [])]
        seen: set[int] = set()
        while queue:
            cost, node, steps = heappop(queue)
            if node == sink:
                return steps
            if node in seen:
                continue
            seen.add(node)
            for position, is_forward, neighbour in self._steps_from(node):
                if neighbour in seen or not (may_hide or position in self._hidden):
                    continue
                further = _sum(cost, self._cost(position))
                heappush(queue, (further, neighbour, [*steps, (position, is_forward)]))
        return []

    def _steps_from(self, node: int) -> Iterator[tuple[int, bool, int]]:
        for position in self._touching[node]:
            arc = self._arcs[position]
            if arc.tail == node:
                yield position, True, arc.head
            elif arc.head == node and self._flow[position] > 0:
                yield position, False, arc.tail

    def _cost(self, position: int) -> Cost:
        if position in self._hidden:
            return 0, 0, 0
        arc = self._arcs[position]
        return int(arc.is_total), arc.number, 1


def _sum(one: Cost, other: Cost) -> Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
