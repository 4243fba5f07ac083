"""An agency's quarter found from its year, and then another agency's from the quarter's total."""

from collections.abc import Sequence
from itertools import combinations, product
from random import Random

import numpy as np
import pytest

from analysis.disclosure.chains import solved_with, tell_by_a_chain
from analysis.disclosure.ledger import Summed, place_of
from analysis.disclosure.remainders import Part, Tally, Tier
from analysis.disclosure.suppression import Audience, Band, Percentage, release_share
from analysis.figures.knowing import Known
from analysis.statistics import Share
from surveys.periods import Period

BOARD = Audience.BOARD
QUARTERS = [Period(year=2026, quarter=one) for one in (1, 2, 3, 4)]
Cell = tuple[int, int]  # an agency, and a quarter
Cells = dict[Cell, tuple[int, int]]  # how many said yes, of how many


def cells_of(random: Random, agencies: int) -> Cells:
    """Each large enough to be told as a number or as a band."""
    found: Cells = {}
    for cell in product(range(agencies), range(4)):
        base, likely = random.randint(10, 30), random.choice([0.05, 0.5, 0.7, 0.95])
        found[cell] = sum(random.random() < likely for _ in range(base)), base
    return found


def figures_of(cells: Cells) -> list[list[Cell]]:
    """Each cell, each agency's year, each quarter of all, and the year of all."""
    agencies = {agency for agency, _ in cells}
    return [
        *([cell] for cell in cells),
        *([cell for cell in cells if cell[0] == one] for one in agencies),
        *([cell for cell in cells if cell[1] == one] for one in range(4)),
        [*cells],
    ]


def number(yes: int, base: int) -> Tally | None:
    """As it is told by itself."""
    match release_share(Share(favourable=yes, base=base), BOARD):
        case Percentage():
            return Tally(base, yes, yes)
        case Band(end=end):
            edge = 0 if end == "low" else base - 1
            return Tally(base, edge, edge + 1, is_band=True)
        case _:
            return None


def told_of(cells: Cells, order: Sequence[list[Cell]]) -> list[list[Cell]]:
    """The figures whose numbers are told when they are asked for in this order."""
    rows, first = {}, 1
    for cell, (_, base) in cells.items():
        rows[cell] = frozenset(range(first, first + base))
        first += base
    known, told = Known(BOARD), []
    for figure in order:
        tally = number(*(sum(cells[cell][one] for cell in figure) for one in (0, 1)))
        places = frozenset(place_of(QUARTERS[quarter], "neglect", "one") for _, quarter in figure)
        people = frozenset[int]().union(*(rows[cell] for cell in figure))
        summed = Summed({"": people}, places, tally)
        if tally and known.may_leave(summed, is_share=True):
            known.know(summed, is_share=True)
            told += [] if tally.is_band else [figure]
    return told


def solved_from(cells: Cells, told: Sequence[list[Cell]]) -> list[Cell]:
    """By the rank of all that is told, which finds every sum of whatever weights."""
    matrix = np.array([[cell in figure for cell in cells] for figure in told], dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    return [
        cell
        for cell, row in zip(cells, np.eye(len(cells)), strict=True)
        if np.linalg.matrix_rank(np.vstack([matrix, row])) == rank
    ]


def is_a_band(yes: int, base: int) -> bool:
    return isinstance(release_share(Share(favourable=yes, base=base), BOARD), Band)


@pytest.mark.parametrize("agencies", [2, 3])
def test_no_cell_that_is_told_as_a_band_is_solved_from_all_totals(agencies: int) -> None:
    """Whatever is asked for first."""
    random, solvable = Random(5), 0  # noqa: S311 - always the same tables
    for _ in range(25):
        cells = cells_of(random, agencies)
        order = figures_of(cells)
        random.shuffle(order)
        solved = solved_from(cells, told_of(cells, order))
        solvable += len(solved)
        assert not [cell for cell in solved if is_a_band(*cells[cell])]

    assert solvable > 100, "numbers are told, and so most cells are known"


def test_no_survey_that_is_told_as_a_band_is_solved_from_areas_that_share_it() -> None:
    """Three surveys, each linked to two of three areas: half of two areas less the third."""
    random, told_of_all = Random(3), 0  # noqa: S311 - always the same tables
    for _ in range(60):
        cells = {cell: one for cell, one in cells_of(random, 3).items() if cell[1] == 0}
        areas = [[*two] for two in combinations(cells, 2)]
        random.shuffle(areas)
        told = told_of(cells, areas)
        told_of_all += len(told) == len(areas)
        assert not [cell for cell in solved_from(cells, told) if is_a_band(*cells[cell])]

    assert told_of_all > 10, "where no survey is a band, all three areas are told"


def test_what_a_chain_solves_is_the_number_that_people_would_reckon() -> None:
    """Three quarters and the year of one agency, the last quarter of both, ask for the other's."""
    first, second, third, fourth, others = (1 << place for place in range(5))
    year = Part(first | second | third | fourth, Tally(60, 30, 30))
    quarters = [Part(one, Tally(15, 8, 8)) for one in (first, second, third)]
    both = Part(fourth | others, Tally(27, 17, 17))

    found = dict(solved_with(both, [year, *quarters], [3, 4]))

    assert found == {4: Tally(12, 11, 11)}  # the agency's own was known before


def test_no_survey_that_is_told_as_a_band_is_solved_from_any_areas_that_share_surveys() -> None:
    """Six surveys and eight areas, each linked to some of them at random."""
    random, solvable = Random(9), 0  # noqa: S311 - always the same tables
    for _ in range(40):
        cells = {cell: one for cell, one in cells_of(random, 6).items() if cell[1] == 0}
        areas = [[cell for cell in cells if random.random() < 0.5] for _ in range(8)]
        solved = solved_from(cells, told_of(cells, [one for one in areas if one]))
        solvable += len(solved)
        assert not [cell for cell in solved if is_a_band(*cells[cell])]

    assert solvable > 50, "numbers are told, and so many surveys are known"


def test_a_number_is_reckoned_with_whatever_weights_it_takes() -> None:
    """Each total lacks one of eleven: a tenth of their sum is everybody, less a total the one."""
    everybody = (1 << 11) - 1
    totals = [Part(everybody & ~(1 << one), Tally(151, 75, 75)) for one in range(11)]

    found = dict(solved_with(totals[0], totals[1:], [1]))

    assert found == {1: Tally(15, 7, 8)}  # 15.1 and 7.5: these do not add up, and so outwards


def test_a_part_whose_number_is_known_but_not_to_us_is_held_back() -> None:
    """Forty random totals of forty parts: everything is known, with weights of many digits."""
    random = Random(1)  # noqa: S311 - always the same totals
    totals = [Part(random.getrandbits(40), Tally(400, 200, 200)) for _ in range(40)]
    tier = Tier(BOARD, len)

    assert tell_by_a_chain(totals[-1], totals[:-1], {0: frozenset({1})}, tier)
    assert not tell_by_a_chain(totals[-2], totals[:-2], {0: frozenset({1})}, tier)
