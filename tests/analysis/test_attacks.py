"""An attacker who has every table, total and earlier release solves for no protected cell.

A solver is given all that is told, as equations and bounds, and all that is not as unknowns. For
each protected cell it finds the least and the most that the cell could be.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import linprog

from analysis.disclosure.ledger import Family, Rows, Summed, may_leave, place_of, quarters_of
from analysis.disclosure.suppression import (
    RULES,
    Audience,
    Band,
    Count,
    Percentage,
    Protected,
    Table,
    release_row,
    release_share,
    release_table,
)
from analysis.statistics import Share
from bot.papers.charts import dot_and_range
from surveys.periods import Period
from tests.analysis.crowds import CHILDREN, PRACTITIONERS, SAFE, SURE, crowd, evidence, told

Told = Count | Protected
Known = tuple[Sequence[int], int, int]  # which unknowns, and the least and most of their sum


def ranges(unknowns: int, known: Sequence[Known]) -> Callable[[int], tuple[int, int]]:
    """What each unknown could be, given the bounds of some sums of them; none is negative."""
    matrix = np.zeros((2 * len(known), unknowns))
    bounds = np.zeros(2 * len(known))
    for place, (which, least, most) in enumerate(known):
        matrix[2 * place, list(which)] = 1
        matrix[2 * place + 1, list(which)] = -1
        bounds[2 * place], bounds[2 * place + 1] = most, -least

    def reckon(cell: int) -> tuple[int, int]:
        goal = np.zeros(unknowns)
        goal[cell] = 1
        least, most = (
            linprog(sign * goal, A_ub=matrix, b_ub=bounds, bounds=(0, None)) for sign in (1, -1)
        )
        top = 10**6 if most.status == 3 else round(-most.fun)
        return round(least.fun), top

    return reckon


def shown(told: Told, which: Sequence[int], audience: Audience) -> list[Known]:
    """What a number that is told says of the true sum: for the public it is rounded."""
    if isinstance(told, Protected):
        return []
    half = RULES[audience].step // 2
    return [(which, told.number - half, told.number + half)]


tables = some.integers(1, 3).flatmap(
    lambda down: some.integers(2, 3).flatmap(
        lambda across: some.lists(
            some.lists(some.integers(0, 16), min_size=across, max_size=across),
            min_size=down,
            max_size=down,
        )
    )
)


@given(tables, some.sampled_from(Audience))
@settings(max_examples=40)
def test_no_protected_cell_of_a_table_is_found_by_a_solver(
    counts: list[list[int]], audience: Audience
) -> None:
    down, across = len(counts), len(counts[0])
    table = Table(
        rows=tuple(map(str, range(down))),
        columns=tuple(map(str, range(across))),
        counts=tuple(map(tuple, counts)),
    )
    told = release_table(table, audience)
    cell = [[row * across + column for column in range(across)] for row in range(down)]
    known = [
        *(
            one
            for row in range(down)
            for column in range(across)
            for one in shown(told.counts[row][column], [cell[row][column]], audience)
        ),
        *(one for row in range(down) for one in shown(told.row_totals[row], cell[row], audience)),
        *(
            one
            for column in range(across)
            for one in shown(told.column_totals[column], [row[column] for row in cell], audience)
        ),
        *shown(told.total, range(down * across), audience),
    ]
    reckon, smallest = ranges(down * across, known), RULES[audience].smallest_count

    for row in range(down):
        for column in range(across):
            if isinstance(told.counts[row][column], Protected):
                least, most = reckon(cell[row][column])
                assert least <= counts[row][column] <= most
                assert most > least
                if counts[row][column] < smallest:
                    assert least == 0
                    assert most >= smallest


@given(some.lists(some.integers(0, 16), min_size=1, max_size=6), some.sampled_from(Audience))
@settings(max_examples=40)
def test_no_protected_cell_of_a_row_is_found_by_a_solver(
    counts: list[int], audience: Audience
) -> None:
    told = release_row({str(place): number for place, number in enumerate(counts)}, audience)
    known = [
        *(
            one
            for place, cell in enumerate(told.counts.values())
            for one in shown(cell, [place], audience)
        ),
        *shown(told.total, range(len(counts)), audience),
    ]
    reckon, smallest = ranges(len(counts), known), RULES[audience].smallest_count

    for place, cell in enumerate(told.counts.values()):
        if isinstance(cell, Protected) and counts[place] < smallest:
            least, most = reckon(place)
            assert least == 0
            assert most >= smallest


YEAR = Period(year=2026)
SMALLEST = 5


@given(
    some.lists(some.integers(0, 12), min_size=4, max_size=4),
    some.permutations([*YEAR.quarters, YEAR]),
)
@settings(max_examples=150)
def test_no_quarter_that_is_protected_is_found_beside_its_year_by_a_solver(
    answered: list[int], order: list[Period]
) -> None:
    """Who knows the rules knows, too, that what few answered is protected: fewer than five."""
    sets = _rows(answered)
    left: dict[Period, Rows] = {}
    for period in order:
        rows = frozenset[int]().union(*(sets[one] for one in period.quarters))
        is_small = sum(row > 0 for row in rows) < SMALLEST
        if not is_small and may_leave(rows, left.values(), SMALLEST):
            left[period] = rows
    small = [place for place, number in enumerate(answered) if number < SMALLEST]
    known: list[Known] = [([place], 0, SMALLEST - 1) for place in small]
    for period in left:
        which = [YEAR.quarters.index(one) for one in period.quarters]
        total = sum(answered[place] for place in which)
        known.append((which, total, total))
    reckon = ranges(4, known)

    for place in small:
        assert reckon(place)[0] == 0
        assert reckon(place)[1] == SMALLEST - 1


def _rows(answered: Sequence[int]) -> Mapping[Period, Rows]:
    starts = np.cumsum([1, *answered])
    return {
        quarter: frozenset(range(int(start), int(start) + number)) | quarters_of(quarter)
        for quarter, start, number in zip(YEAR.quarters, starts, answered, strict=False)
    }


AREAS = ("neglect", "exploitation")
HALF = YEAR.quarters[:2]
CELLS = [(area, quarter) for area in AREAS for quarter in HALF]
# each area alone and one that stands on both, in each quarter and in both together
FIGURES = [
    [CELLS.index((area, quarter)) for area in areas for quarter in quarters]
    for areas in (*((one,) for one in AREAS), AREAS)
    for quarters in (*((one,) for one in HALF), HALF)
]


@given(
    some.lists(some.integers(0, 12), min_size=len(CELLS), max_size=len(CELLS)),
    some.permutations(FIGURES),
)
@settings(max_examples=60)
def test_no_area_that_is_protected_is_found_beside_one_that_stands_on_all_by_a_solver(
    answered: list[int], order: list[list[int]]
) -> None:
    starts = np.cumsum([1, *answered])
    people = [
        frozenset(range(int(start), int(start) + number))
        for start, number in zip(starts, answered, strict=False)
    ]
    family = Family()
    known: list[Known] = []
    for figure in order:
        told = Summed(
            {"the question": frozenset[int]().union(*(people[cell] for cell in figure))},
            frozenset(place_of(CELLS[cell][1], CELLS[cell][0], "a-survey") for cell in figure),
        )
        total = sum(answered[cell] for cell in figure)
        if total >= SMALLEST and family.may_add(told, SMALLEST, few=SMALLEST - 1):
            family.note(told)
            known.append((figure, total, total))
    reckon = ranges(len(CELLS), known)

    for cell, number in enumerate(answered):
        if number < SMALLEST:
            least, most = reckon(cell)
            assert least < most
            assert most >= SMALLEST - 1
            for first, total, _ in known:
                for second, less, _ in known:
                    assert {*first} - {*second} != {cell} or total <= less


@given(some.integers(10, 400), some.integers(10, 400), some.data())
@settings(max_examples=300)
def test_for_the_public_a_range_tells_no_more_of_a_base_than_its_rounding(
    base: int, other: int, data: some.DataObject
) -> None:
    first = Share(favourable=data.draw(some.integers(0, base)), base=base)
    nearest = round(first.favourable * other / base)
    second = Share(favourable=min(other, nearest), base=other)
    told = [release_share(one, Audience.PUBLIC) for one in (first, second)]

    if all(isinstance(one, Percentage) for one in told):
        one, two = told
        assert isinstance(one, Percentage)
        assert isinstance(two, Percentage)
        assert one.lower <= one.percent <= one.upper
        if (one.percent, one.base) == (two.percent, two.base):
            assert (one.lower, one.upper) == (two.lower, two.upper)


@pytest.mark.parametrize("base", [10, 11, 12])
def test_for_the_public_a_band_does_not_tell_bases_apart(base: int) -> None:
    told = {
        release_share(Share(favourable=favourable, base=base), Audience.PUBLIC)
        for favourable in (base - 1, base)
    }

    assert [(str(one), one.base) for one in told if isinstance(one, Band)] == [("90% or more", 10)]


@pytest.mark.parametrize("audience", Audience)
def test_nobody_and_a_few_are_the_same_digest_and_the_same_picture_to_the_byte(
    audience: Audience,
) -> None:
    """Two stores that differ only in how many children answered, and what."""
    others = crowd(PRACTITIONERS, SURE, 30, 40)
    outputs = set()
    for few in (0, 1, RULES[audience].smallest_count - 1):
        made = told(evidence(*others, *crowd(CHILDREN, SAFE, few // 2, few)), audience=audience)
        outputs.add((made.model_dump_json(), dot_and_range(made.chart)))

    assert len(outputs) == 1
