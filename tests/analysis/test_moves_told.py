"""How the same people moved: the word about it says no more than the numbers beside it."""

from collections import defaultdict
from itertools import product

import pytest

from analysis.disclosure.suppression import RULES, Audience, Percentage, release_row
from analysis.evidence.votes import Counted
from analysis.figures.comparing import SIGNIFICANT
from analysis.figures.told import moves_as_told, numbers_of, released
from analysis.statistics import Share, sign_test

Moves = tuple[int, int, int]  # improved, unchanged, worse


def counted(moves: Moves) -> Counted:
    return Counted(Share(favourable=moves[0], base=sum(moves)), opted_out=0, agencies={})


def word(moves: Moves, audience: Audience) -> bool:
    return sign_test(*moves_as_told(counted(moves), moves[2], audience)) < SIGNIFICANT


def read(moves: Moves, audience: Audience) -> tuple[object, ...] | None:
    """What a reader is told of the numbers; None where no share is told, and so no word."""
    share = released(counted(moves), audience)
    if not isinstance(share, Percentage):
        return None
    names = ("improved", "unchanged", "worse")
    row = numbers_of(release_row(dict(zip(names, moves, strict=True)), audience))
    return share, *row.items()


def test_for_the_public_numbers_that_are_told_alike_are_told_in_the_same_word() -> None:
    words = defaultdict(set)
    for improved, unchanged, worse in product(range(18, 34), range(10, 15), range(10, 20)):
        moves = improved, unchanged, worse
        words[read(moves, Audience.PUBLIC)].add(word(moves, Audience.PUBLIC))

    assert {len(one) for one in words.values()} == {1}


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("improved", [12, 20, 31])
@pytest.mark.parametrize("hidden", ["worse", "unchanged"])
def test_the_word_does_not_tell_how_few_are_hidden(
    audience: Audience, improved: int, hidden: str
) -> None:
    few = RULES[audience].smallest_count
    rest = few + 12
    words = set()
    for small in range(few):
        others = (rest - small, small) if hidden == "worse" else (small, rest - small)
        moves = (improved, *others)
        assert read(moves, audience) is not None
        words.add(word(moves, audience))

    assert len(words) == 1


@pytest.mark.parametrize(
    ("moves", "is_clear"), [((15, 15, 0), True), ((14, 10, 2), True), ((9, 14, 4), False)]
)
def test_a_change_that_is_sure_however_few_got_worse_is_clear(
    moves: Moves, *, is_clear: bool
) -> None:
    assert word(moves, Audience.BOARD) is is_clear


def test_that_many_got_worse_and_few_better_is_not_kept_back() -> None:
    assert word((2, 8, 20), Audience.BOARD)
    assert word((3, 15, 31), Audience.PUBLIC)


def test_for_the_board_the_word_is_of_the_exact_numbers_where_they_are_told() -> None:
    assert moves_as_told(counted((14, 6, 5)), 5, Audience.BOARD) == (14, 5)
    assert moves_as_told(counted((23, 14, 12)), 12, Audience.PUBLIC) == (25, 10)
