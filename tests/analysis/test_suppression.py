"""Disclosure control, and readers who try to get round it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from analysis.disclosure.suppression import (
    PROTECTED,
    RULES,
    Audience,
    Band,
    Count,
    Difference,
    Percentage,
    Protected,
    ReleasedRow,
    ReleasedShare,
    ReleasedTable,
    Table,
    TooFew,
    as_told,
    effective_count,
    release_count,
    release_difference,
    release_groups,
    release_row,
    release_share,
    release_table,
)
from analysis.evidence.votes import Counted
from analysis.figures.comparing import Compared, Judged, judge
from analysis.figures.status import Clarity, Status, status
from analysis.statistics import Share

SMALLEST = RULES[Audience.BOARD].smallest_count


def a_share(favourable: int, base: int) -> Share:
    return Share(favourable=favourable, base=base)


def a_table(*counts: tuple[int, ...]) -> Table:
    return Table(
        rows=tuple(f"agency {row}" for row in range(len(counts))),
        columns=tuple(f"answer {column}" for column in range(len(counts[0]))),
        counts=counts,
    )


def marks(table: ReleasedTable) -> list[str]:
    """The table as a reader sees it, a line for each row, totals last."""
    body = [*zip(table.counts, table.row_totals, strict=True), (table.column_totals, table.total)]
    return [" ".join(map(str, (*cells, total))) for cells, total in body]


def row_marks(row: ReleasedRow) -> str:
    return " ".join(map(str, (*row.counts.values(), row.total)))


@st.composite
def tables(draw: st.DrawFn, sides: tuple[int, int], largest: int) -> Table:
    down, across = draw(st.integers(1, sides[0])), draw(st.integers(1, sides[1]))
    row = st.tuples(*[st.integers(0, largest)] * across)
    return a_table(*draw(st.lists(row, min_size=down, max_size=down)))


# One published number is known or not; a published table is its equations.

Known = Mapping[tuple[int, int], int | None]


def known(table: ReleasedTable) -> Known:
    """What a reader has: every number by position, totals in the last row and column."""
    grid = [(*row, total) for row, total in zip(table.counts, table.row_totals, strict=True)]
    grid.append((*table.column_totals, table.total))
    return {
        (row, column): cell.number if isinstance(cell, Count) else None
        for row, cells in enumerate(grid)
        for column, cell in enumerate(cells)
    }


def true_numbers(table: Table) -> dict[tuple[int, int], int]:
    grid = [[*row, sum(row)] for row in table.counts]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    return {(r, c): number for r, row in enumerate(grid) for c, number in enumerate(row)}


def lines(published: Known) -> Iterator[list[tuple[tuple[int, int], int]]]:
    """The equations: in each, positions with their sign add up to zero."""
    down, across = max(published)
    for row in range(down + 1):
        yield [((row, column), 1 if column < across else -1) for column in range(across + 1)]
    for column in range(across + 1):
        yield [((row, column), 1 if row < down else -1) for row in range(down + 1)]


def solved_by_algebra(published: Known) -> set[tuple[int, int]]:
    """The protected positions that adding and subtracting alone gives away (Gauss, Jordan)."""
    unknown = [position for position, number in published.items() if number is None]
    equations = [
        [Fraction(dict(line).get(position, 0)) for position in unknown] for line in lines(published)
    ]
    rank = 0
    for pivot in range(len(unknown)):
        found = next((r for r in range(rank, len(equations)) if equations[r][pivot]), None)
        if found is None:
            continue
        equations[rank], equations[found] = equations[found], equations[rank]
        scale = equations[rank][pivot]
        equations[rank] = [value / scale for value in equations[rank]]
        for other, equation in enumerate(equations):
            if other != rank and equation[pivot]:
                factor = equation[pivot]
                equations[other] = [
                    value - factor * by for value, by in zip(equation, equations[rank], strict=True)
                ]
        rank += 1
    alone = [[place for place, value in enumerate(one) if value] for one in equations]
    return {unknown[places[0]] for places in alone if len(places) == 1}


def narrowed(published: Known) -> dict[tuple[int, int], tuple[int, float]]:
    """The bounds that follow line by line from 'no count is negative', until nothing narrows."""
    bounds = {
        position: (0, float("inf")) if number is None else (number, float(number))
        for position, number in published.items()
    }
    while True:
        before = dict(bounds)
        for line in lines(published):
            *parts, (total, _) = line
            low = sum(bounds[part][0] for part, _ in parts)
            high = sum(bounds[part][1] for part, _ in parts)
            bounds[total] = (max(bounds[total][0], low), min(bounds[total][1], high))
            for part, _ in parts:
                others_low = low - bounds[part][0]
                others = [bounds[other][1] for other, _ in parts if other != part]
                least = bounds[total][0] - sum(others)
                bounds[part] = (
                    max(bounds[part][0], int(least) if least > 0 else 0),
                    min(bounds[part][1], bounds[total][1] - others_low),
                )
                low = sum(bounds[one][0] for one, _ in parts)
        if bounds == before:
            return bounds


def possible_values(published: Known, limit: int) -> dict[tuple[int, int], set[int]]:
    """Every value each protected inner cell takes in any table that fits what is published.

    Complete enumeration of inner cells up to *limit*: only for small tables.
    """
    down, across = max(published)
    inner = list(product(range(down), range(across)))
    values: dict[tuple[int, int], set[int]] = {cell: set() for cell in inner}
    for numbers in _fitting(published, inner, {}, limit):
        for cell in inner:
            values[cell].add(numbers[cell])
    return {cell: found for cell, found in values.items() if published[cell] is None}


def _fitting(
    published: Known, inner: list[tuple[int, int]], chosen: dict[tuple[int, int], int], limit: int
) -> Iterator[dict[tuple[int, int], int]]:
    if len(chosen) == len(inner):
        if published[max(published)] in (None, sum(chosen.values())):
            yield dict(chosen)
        return
    cell = inner[len(chosen)]
    fixed = published[cell]
    for number in range(limit + 1) if fixed is None else (fixed,):
        chosen[cell] = number
        if _still_fits(published, chosen, cell):
            yield from _fitting(published, inner, chosen, limit)
        del chosen[cell]


def _still_fits(
    published: Known, chosen: dict[tuple[int, int], int], cell: tuple[int, int]
) -> bool:
    down, across = max(published)
    row_total, column_total = published[cell[0], across], published[down, cell[1]]
    row_sum = sum(number for (row, _), number in chosen.items() if row == cell[0])
    column_sum = sum(number for (_, column), number in chosen.items() if column == cell[1])
    row_is_whole, column_is_whole = cell[1] == across - 1, cell[0] == down - 1
    return _fits(row_sum, row_total, is_whole=row_is_whole) and _fits(
        column_sum, column_total, is_whole=column_is_whole
    )


def _fits(part: int, total: int | None, *, is_whole: bool) -> bool:
    if total is None:
        return True
    return part == total if is_whole else part <= total


@pytest.mark.parametrize(
    ("audience", "largest_hidden"),
    [(Audience.ANALYST, 4), (Audience.BOARD, 4), (Audience.PUBLIC, 9)],
)
def test_zero_and_small_counts_look_the_same(audience: Audience, largest_hidden: int) -> None:
    seen = {
        release_count(number, audience).model_dump_json() for number in range(largest_hidden + 1)
    }

    assert seen == {'{"kind":"protected"}'}
    assert isinstance(release_count(largest_hidden + 1, audience), Count)


def test_what_is_protected_carries_no_number() -> None:
    assert not any(character.isdigit() for character in f"{PROTECTED!r}{PROTECTED}")
    with pytest.raises(ValidationError):
        Protected.model_validate({"kind": "protected", "number": 3})


def test_the_public_sees_counts_to_the_nearest_five() -> None:
    shown = [str(release_count(number, Audience.PUBLIC)) for number in (10, 12, 13, 22, 23, 101)]

    assert shown == ["10", "10", "15", "20", "25", "100"]


def test_a_share_is_told_as_its_audience_may_see_it() -> None:
    assert release_share(a_share(24, 30), Audience.BOARD) == Percentage(
        percent=80, lower=63, upper=90, favourable=Count(number=24), base=30
    )
    assert release_share(a_share(24, 31), Audience.PUBLIC) == Percentage(
        percent=77, lower=59, upper=88, favourable=PROTECTED, base=30
    )
    exact = release_share(a_share(24, 31), Audience.ANALYST)
    assert isinstance(exact, Percentage)
    assert exact.percent == pytest.approx(77.419, abs=0.001)


@pytest.mark.parametrize(
    ("audience", "base", "expected"),
    [
        (Audience.BOARD, 4, PROTECTED),
        (Audience.BOARD, 5, TooFew(base=5, needed=5)),
        (Audience.BOARD, 9, TooFew(base=9, needed=1)),
        (Audience.PUBLIC, 9, PROTECTED),
        (Audience.BOARD, 0, PROTECTED),
    ],
)
def test_a_percentage_needs_its_smallest_base(
    audience: Audience, base: int, expected: ReleasedShare
) -> None:
    assert release_share(a_share(base // 2, base), audience) == expected


@pytest.mark.parametrize("audience", list(Audience))
def test_the_smallest_base_is_enough_for_a_percentage(audience: Audience) -> None:
    base = RULES[audience].smallest_base

    assert isinstance(release_share(a_share(base // 2, base), audience), Percentage)
    assert not isinstance(release_share(a_share(base // 2, base - 1), audience), Percentage)


@pytest.mark.parametrize(
    ("favourable", "base", "text"),
    [
        (0, 12, "<10%"),
        (1, 12, "<10%"),
        (11, 12, ">90%"),
        (12, 12, ">90%"),
        (0, 10, "10% or less"),
        (1, 10, "10% or less"),
        (9, 10, "90% or more"),
        (19, 19, ">90%"),
    ],
)
def test_a_small_group_that_answered_alike_is_told_as_a_band(
    favourable: int, base: int, text: str
) -> None:
    told = release_share(a_share(favourable, base), Audience.BOARD)

    assert isinstance(told, Band)
    assert str(told) == text


def test_a_small_group_of_analysts_evidence_gets_a_band_that_is_true() -> None:
    assert str(release_share(a_share(0, 6), Audience.ANALYST)) == "17% or less"
    assert str(release_share(a_share(5, 5), Audience.ANALYST)) == "80% or more"


@given(st.integers(2, 19), st.sampled_from(Audience))
def test_all_of_a_small_group_looks_like_all_but_one(base: int, audience: Audience) -> None:
    assert release_share(a_share(base, base), audience) == release_share(
        a_share(base - 1, base), audience
    )
    assert as_told(a_share(0, base)) == as_told(a_share(1, base))


def test_in_a_larger_group_all_may_be_told() -> None:
    told = release_share(a_share(20, 20), Audience.BOARD)

    assert isinstance(told, Percentage)
    assert told.percent == 100


@pytest.mark.parametrize(("favourable", "base"), [(3, 30), (27, 30), (4, 30), (26, 30)])
def test_no_small_count_is_printed_beside_a_percentage(favourable: int, base: int) -> None:
    told = release_share(a_share(favourable, base), Audience.BOARD)

    assert isinstance(told, Percentage)
    assert told.favourable == PROTECTED


def test_half_a_percent_is_rounded_away_from_zero() -> None:
    told = release_share(a_share(100, 160), Audience.BOARD)

    assert isinstance(told, Percentage)
    assert told.percent == 63


def test_a_difference_is_told_only_between_shares_that_are_told() -> None:
    assert release_difference(a_share(53, 60), a_share(15, 24), Audience.BOARD) == Difference(
        points=26, lower=6, upper=46
    )
    assert release_difference(a_share(53, 60), a_share(5, 9), Audience.BOARD) == PROTECTED
    assert release_difference(a_share(12, 12), a_share(15, 24), Audience.BOARD) == PROTECTED


SHARES = st.integers(10, 400).flatmap(
    lambda base: st.builds(a_share, st.integers(0, base), st.just(base))
)


def as_read(share: Share) -> Share | Band | None:
    """What a reader makes of what the public is told: the percentage of the base."""
    told = release_share(share, Audience.PUBLIC)
    if not isinstance(told, Percentage):
        return told if isinstance(told, Band) else None
    return a_share(round(told.percent * told.base / 100), told.base)


@given(first=SHARES, second=SHARES, target=st.integers(1, 100))
def test_the_public_can_redo_what_is_derived_from_a_share_and_so_learns_nothing_more(
    first: Share, second: Share, target: int
) -> None:
    mine, other = as_read(first), as_read(second)

    if isinstance(mine, Share):
        assert status(first, target, audience=Audience.PUBLIC) is status(mine, target)
    if isinstance(mine, Share) and isinstance(other, Share):
        public = compared(first, second, Audience.PUBLIC)
        # a small group of whom (nearly) all are alike once rounded has no difference for the board
        if mine == as_told(mine) and other == as_told(other):
            assert public == compared(mine, other, Audience.BOARD)


@given(base=st.integers(10, 19), target=st.integers(1, 100))
def test_the_status_of_a_band_is_one_for_all_that_the_public_is_told_alike(
    base: int, target: int
) -> None:
    bands = [a_share(base - few, base) for few in (0, 1)]
    alike = [
        a_share(other - few, other)
        for other in range(10, 20)
        for few in (0, 1)
        if as_read(a_share(other - few, other)) == as_read(bands[0])
    ]

    assert len({status(one, target, audience=Audience.PUBLIC) for one in (*bands, *alike)}) == 1


def compared(first: Share, second: Share, audience: Audience) -> Judged:
    now, before = (Counted(share=one, opted_out=0, agencies={}) for one in (first, second))
    no_signs: dict[str, float] = {}
    return judge({"": Compared(now, before, 5)}, no_signs, audience).differences[""]


@pytest.mark.parametrize(("share", "target"), [((18, 22), 60), ((8, 21), 60)])
def test_no_status_is_clearer_to_the_public_than_the_range_it_is_told(
    share: tuple[int, int], target: int
) -> None:
    told = release_share(a_share(*share), Audience.PUBLIC)

    assert isinstance(told, Percentage)
    assert told.lower < target <= told.upper
    assert status(a_share(*share), target, audience=Audience.PUBLIC) not in (
        Status.MET,
        Status.NOT_MET,
    )


def test_a_gap_for_the_public_is_of_the_percentages_that_it_is_told() -> None:
    first, second = (
        release_share(one, Audience.PUBLIC) for one in (a_share(11, 13), a_share(11, 31))
    )
    gap = release_difference(a_share(11, 13), a_share(11, 31), Audience.PUBLIC)

    assert isinstance(first, Percentage)
    assert isinstance(second, Percentage)
    assert isinstance(gap, Difference)
    assert abs(gap.points - (first.percent - second.percent)) <= 1


def test_a_fall_is_not_clear_to_the_public_where_its_range_holds_none() -> None:
    found = compared(a_share(2, 12), a_share(7, 12), Audience.PUBLIC)

    assert found.difference.upper >= 0
    assert found.clarity is Clarity.NOT_CLEAR


def test_a_released_share_comes_back_from_json_as_it_went() -> None:
    adapter: TypeAdapter[ReleasedShare] = TypeAdapter(ReleasedShare)

    for share in (a_share(24, 30), a_share(12, 12), a_share(5, 8), a_share(1, 3)):
        told = release_share(share, Audience.BOARD)
        assert adapter.validate_json(adapter.dump_json(told)) == told


def test_a_cell_that_one_agency_dominates_counts_as_that_agency() -> None:
    assert effective_count({"police": 9, "health": 2}) == 9
    assert effective_count({"police": 8, "health": 2}) == 10
    assert effective_count({}) == 0


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    row = release_row({"police": 12, "schools": 3, "health": 30, "early help": 9}, Audience.BOARD)

    assert row_marks(row) == "12 c 30 c 54"


def test_small_groups_hide_each_other_only_if_together_they_are_not_small() -> None:
    assert row_marks(release_row({"a": 4, "b": 3, "c": 30}, Audience.BOARD)) == "c c 30 37"
    assert (
        row_marks(release_row({"a": 0, "b": 3, "c": 30, "d": 9}, Audience.BOARD)) == "c c 30 c 42"
    )


def test_of_two_equally_small_groups_the_first_is_taken() -> None:
    assert row_marks(release_row({"a": 9, "b": 9, "c": 1}, Audience.BOARD)) == "c 9 c 19"


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert row_marks(release_row({"a": 5, "b": 6}, Audience.BOARD)) == "5 6 11"


def test_a_small_total_is_hidden_too() -> None:
    assert row_marks(release_row({"a": 4}, Audience.BOARD)) == "c c"
    assert row_marks(release_row({"a": 2, "b": 2}, Audience.BOARD)) == "c c c"
    assert row_marks(release_row({}, Audience.BOARD)) == "c"


def test_a_group_beside_an_empty_one_is_not_told_from_the_total() -> None:
    assert row_marks(release_row({"a": 12, "b": 0}, Audience.BOARD)) == "c c 12"


def test_a_dominated_cell_is_hidden_though_it_is_large() -> None:
    row = release_row({"a": 11, "b": 30, "c": 25}, Audience.BOARD, also={"a"})

    assert row_marks(row) == "c 30 c 66"


def test_protecting_a_cell_that_is_not_there_is_refused_and_not_ignored() -> None:
    with pytest.raises(ValueError, match="outside its table"):
        release_row({"police": 11, "health": 30}, Audience.BOARD, also={"Police"})
    with pytest.raises(ValueError, match="outside its table"):
        release_table(a_table((11, 30), (20, 20)), Audience.BOARD, also=[(0, 2)])


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        release_row({"a": -1}, Audience.BOARD)
    with pytest.raises(ValidationError):
        a_table((1, -1))


def test_a_ragged_table_is_refused() -> None:
    with pytest.raises(ValidationError):
        Table(rows=("a", "b"), columns=("x", "y"), counts=((1, 2), (3,)))


def test_one_small_cell_of_a_table_takes_three_others_with_it() -> None:
    table = a_table((20, 3, 40), (15, 22, 31), (50, 60, 70))

    assert marks(release_table(table, Audience.BOARD)) == [
        "c c 40 63",
        "c c 31 68",
        "50 60 70 180",
        "85 85 141 311",
    ]


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert marks(release_table(a_table((5, 6), (7, 8)), Audience.BOARD)) == [
        "5 6 11",
        "7 8 15",
        "12 14 26",
    ]


def test_the_same_table_is_always_protected_in_the_same_way() -> None:
    table = a_table((9, 9, 2), (9, 9, 9), (9, 1, 9))

    assert release_table(table, Audience.BOARD) == release_table(table, Audience.BOARD)


@given(tables((5, 5), 40), st.sampled_from(Audience))
def test_no_protected_cell_is_found_by_adding_and_subtracting(
    table: Table, audience: Audience
) -> None:
    published = known(release_table(table, audience))

    assert solved_by_algebra(published) == set()


@given(tables((5, 5), 14), st.sampled_from([Audience.ANALYST, Audience.BOARD]))
def test_no_protected_cell_is_cornered_line_by_line(table: Table, audience: Audience) -> None:
    published = known(release_table(table, audience))

    for position, (low, high) in narrowed(published).items():
        if published[position] is None:
            assert low < high
            if true_numbers(table)[position] < SMALLEST:
                assert high >= SMALLEST
                assert high - low >= SMALLEST


@given(tables((2, 3), 7))
@settings(max_examples=60)
def test_no_protected_cell_is_found_by_trying_every_table_that_fits(table: Table) -> None:
    published = known(release_table(table, Audience.BOARD))
    truth = true_numbers(table)
    if any(published[position] is None and position[1] == len(table.columns) for position in truth):
        return  # with a row's total hidden there is no end to the tables that fit

    for position, values in possible_values(published, limit=21).items():
        assert len(values) > 1
        if truth[position] < SMALLEST:
            assert max(values) >= SMALLEST
            assert max(values) - min(values) >= SMALLEST


@given(tables((4, 4), 30))
def test_nothing_small_is_ever_shown(table: Table) -> None:
    published, truth = known(release_table(table, Audience.BOARD)), true_numbers(table)

    assert all(number is None or number == truth[place] for place, number in published.items())
    assert all(number is None or number >= SMALLEST for number in published.values())


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_what_is_hidden_of_a_row_is_never_one_group_nor_a_small_number(counts: list[int]) -> None:
    groups = {f"agency {place}": count for place, count in enumerate(counts)}
    row = release_row(groups, Audience.BOARD)
    hidden = [groups[name] for name, told in row.counts.items() if told == PROTECTED]

    if hidden and isinstance(row.total, Count):
        assert len(hidden) > 1
        assert sum(hidden) >= SMALLEST


def test_a_group_too_small_for_a_percentage_takes_another_with_it() -> None:
    groups = {"police": a_share(10, 14), "schools": a_share(4, 7), "health": a_share(30, 40)}
    told = release_groups(groups, Audience.BOARD)

    assert [name for name, one in told.items() if one == PROTECTED] == ["police", "schools"]
    assert isinstance(told["health"], Percentage)


def test_groups_hidden_together_did_not_all_answer_alike() -> None:
    groups = {"a": a_share(6, 6), "b": a_share(8, 8), "c": a_share(10, 22), "d": a_share(9, 30)}
    told = release_groups(groups, Audience.BOARD)

    assert [name for name, one in told.items() if one == PROTECTED] == ["a", "b", "c"]


def test_groups_that_are_large_enough_are_all_told() -> None:
    groups = {"police": a_share(7, 10), "health": a_share(30, 40)}

    assert PROTECTED not in release_groups(groups, Audience.BOARD).values()


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=1, max_size=7))
def test_groups_hidden_beside_the_share_of_all_are_a_group_that_could_be_told(
    answers: list[tuple[int, int]],
) -> None:
    groups = {
        f"agency {place}": a_share(favourable, favourable + other)
        for place, (favourable, other) in enumerate(answers)
    }
    told = release_groups(groups, Audience.BOARD)
    hidden = [groups[name] for name, one in told.items() if one == PROTECTED]
    together = a_share(sum(one.favourable for one in hidden), sum(one.base for one in hidden))

    assert not any(isinstance(one, TooFew) for one in told.values())
    if 0 < len(hidden) < len(groups):
        assert len(hidden) > 1
        assert together.base >= RULES[Audience.BOARD].smallest_base
        assert as_told(together) == together or together.base >= 20


def test_a_census_that_is_smaller_than_its_rounded_base_is_told_all_the_same() -> None:
    told = release_share(a_share(15, 18), Audience.PUBLIC, population=19)

    assert isinstance(told, Percentage)
    assert told.base == 20
