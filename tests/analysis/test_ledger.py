"""What may leave beside everything that has left before."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.disclosure.ledger import Marks, Rows, may_leave, people_in, quarters_of
from analysis.disclosure.row_sets import packed, unpacked
from surveys.periods import Period

QUARTERS = [quarters_of(Period(year=2026, quarter=quarter)) for quarter in (1, 2, 3, 4)]
YEAR = quarters_of(Period(year=2026))
K = 5


def people(first: int, number: int) -> Rows:
    return frozenset(range(first, first + number))


THREE_QUARTERS = [people(20 * place + 1, 20) | QUARTERS[place] for place in range(3)]


@pytest.mark.parametrize(
    ("more", "may"), [(0, True), (1, False), (4, False), (5, True), (40, True)]
)
def test_a_figure_is_told_again_once_enough_more_people_stand_behind_it(
    more: int,
    may: bool,  # noqa: FBT001 - a parameter of the table above
) -> None:
    told = people(1, 20)

    assert may_leave(people(1, 20 + more), [told], K) is may


@pytest.mark.parametrize("gone", [1, 4])
def test_a_figure_is_not_told_again_when_a_few_have_gone(gone: int) -> None:
    assert not may_leave(people(1, 20 - gone), [people(1, 20)], K)


def test_some_who_came_do_not_hide_that_as_many_went() -> None:
    assert not may_leave(people(3, 20), [people(1, 20)], K)
    assert may_leave(people(4, 20), [people(1, 20)], K)


@pytest.mark.parametrize("in_the_fourth", [0, 1, 4])
def test_a_year_is_held_back_beside_its_quarters_when_one_has_few_or_nobody(
    in_the_fourth: int,
) -> None:
    """No two of these releases are alike, and yet the year less three quarters is the fourth."""
    year = people(1, 60 + in_the_fourth) | YEAR

    assert not may_leave(year, THREE_QUARTERS, K)
    assert may_leave(year, THREE_QUARTERS[:2], K)


def test_a_year_may_be_told_beside_its_quarters_when_all_may() -> None:
    fourth = people(61, 5) | QUARTERS[3]

    assert may_leave(people(1, 65) | YEAR, THREE_QUARTERS, K)
    assert may_leave(people(1, 65) | YEAR, [*THREE_QUARTERS, fourth], K)


def test_the_last_quarter_is_held_back_beside_a_year_that_left_before() -> None:
    year = people(1, 63) | YEAR

    assert not may_leave(THREE_QUARTERS[2], [year, *THREE_QUARTERS[:2]], K)


def test_who_was_counted_in_two_quarters_is_not_told_by_the_year() -> None:
    quarters = [people(1, 20) | QUARTERS[0], people(18, 20) | QUARTERS[1]]
    half = people(1, 37) | QUARTERS[0] | QUARTERS[1]

    assert not may_leave(half, quarters, K)


def test_others_figures_do_not_stand_in_the_way() -> None:
    assert may_leave(people(1, 20), [people(100, 20), people(200, 1)], K)


def test_what_was_told_already_is_blamed_on_nobody() -> None:
    """Two earlier releases that give three people away don't stop a third that adds nothing."""
    assert may_leave(people(1, 60), [people(1, 20), people(1, 23)], K)


@some.composite
def releases(draw: some.DrawFn) -> tuple[int, list[Rows]]:
    smallest = draw(some.sampled_from([2, 3, 5]))
    sets = some.frozensets(some.integers(1, 10), min_size=smallest)
    return smallest, draw(some.lists(sets, min_size=2, max_size=5))


@given(releases())
@settings(max_examples=150)
def test_nobody_can_reckon_what_few_answered_from_any_releases(
    given_: tuple[int, list[Rows]],
) -> None:
    """Against every group of few people: is it, with any weights, a combination of releases?"""
    smallest, wanted = given_
    left: list[Rows] = []
    for rows in wanted:
        if may_leave(rows, left, smallest):
            left.append(rows)

    assert _given_away(left, smallest) == []


@given(releases())
@settings(max_examples=100)
def test_nothing_is_held_back_without_need(given_: tuple[int, list[Rows]]) -> None:
    smallest, wanted = given_
    left: list[Rows] = []
    for rows in wanted:
        if may_leave(rows, left, smallest):
            left.append(rows)
        else:
            assert _given_away([*left, rows], smallest)


def _given_away(left: Sequence[Rows], smallest: int) -> list[Rows]:
    """Groups below *smallest* on which some combination stands: those whose absence costs rank."""
    everyone = sorted(frozenset[int]().union(*left)) if left else []
    matrix = np.array([[row in one for row in everyone] for one in left], dtype=float)
    if not left:
        return []
    full = np.linalg.matrix_rank(matrix)
    found = []
    for few in _few(len(everyone), smallest - 1):
        without = np.delete(matrix, few, axis=1)
        if without.shape[1] == 0 or np.linalg.matrix_rank(without) < full:
            found.append(frozenset(everyone[place] for place in few))
    return found


def _few(number: int, size: int) -> list[list[int]]:
    """Groups as large as may be: what a smaller one gives away, they give away too."""
    from itertools import combinations  # noqa: PLC0415

    return [list(one) for one in combinations(range(number), min(size, number))]


@given(some.lists(some.frozensets(some.integers(1, 2**64 - 1), max_size=40), max_size=6))
def test_sets_of_rows_are_read_back_as_they_were_written(sets: list[Rows]) -> None:
    rows, masks = packed(sets)

    assert unpacked(rows, masks) == sets


def test_rows_of_the_ledger_point_at_nobody_without_the_secret() -> None:
    ours, others = Marks(b"a" * 32), Marks(b"b" * 32)

    assert ours(["r1", "r2"]) == ours(["r2", "r1"])
    assert not ours(["r1"]) & others(["r1"])
    assert people_in(ours(["r1", "r2"])) == 2
