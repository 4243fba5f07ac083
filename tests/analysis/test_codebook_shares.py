"""Whose share of people a change of the codebook would move, and what of it may be told."""

import pytest

from analysis.figures.codebook_shares import ShareMoved, SharesMoved, Spoken, shares_moved
from analysis.reading.codebook import Codebook, Theme


def codebook(*names: str) -> Codebook:
    return Codebook(
        themes=tuple(
            Theme(id=one, label=one.title(), description="d", words=(one,)) for one in names
        )
    )


BEFORE, AFTER = codebook("time", "trust", "money"), codebook("time", "trust", "tides")


def people(*groups: tuple[int, str, str], agency: str | None = None) -> list[Spoken]:
    """So many people of each group with what they speak of then, and now."""
    rows = [(then, now) for many, then, now in groups for _ in range(many)]
    return [
        Spoken(f"p{at}", agency, frozenset(then.split()), frozenset(now.split()))
        for at, (then, now) in enumerate(rows)
    ]


def moved(*groups: tuple[int, str, str]) -> list[tuple[str, int | None, int | None]]:
    told = shares_moved(people(*groups), BEFORE, AFTER)
    return [(one.label, one.then, one.now) for one in told.moved]


def test_the_themes_that_move_most_are_told_then_and_now() -> None:
    told = shares_moved(
        people((20, "time", "trust"), (10, "money", "tides"), (8, "time", "time"), (62, "", "")),
        BEFORE,
        AFTER,
    )

    assert told == SharesMoved(
        people=100,
        moved=(
            ShareMoved(label="Time", then=28, now=8),
            ShareMoved(label="Trust", then=None, now=20),
            ShareMoved(label="Money", then=10, now=None, is_there=False),
        ),
    )


@pytest.mark.parametrize(("movers", "is_told"), [(0, False), (4, False), (5, True)])
def test_what_fewer_than_five_people_come_to_or_leave_is_not_told(
    movers: int, *, is_told: bool
) -> None:
    found = moved((movers, "time", ""), (30, "time", "time"), (30, "", ""))

    assert bool(found) is is_told


@pytest.mark.parametrize(("left", "told"), [(0, None), (4, None), (5, 13)])
def test_nobody_and_a_few_who_speak_of_a_theme_look_the_same(left: int, told: int | None) -> None:
    found = moved((left, "time", "time"), (10, "time", ""), (30 - left, "", ""))

    assert found[0][2] == told


def test_that_nearly_all_speak_of_it_is_not_told() -> None:
    assert moved((28, "", "time"), (8, "time", "time"), (4, "", "")) == [("Time", 20, None)]


@pytest.mark.parametrize(("many", "is_told"), [(9, False), (10, True)])
def test_of_fewer_than_ten_people_nothing_is_told(many: int, *, is_told: bool) -> None:
    told = shares_moved(people((many, "time", "trust")), BEFORE, AFTER)

    assert (told.people is not None) is is_told


def test_where_one_agency_speaks_for_nearly_all_its_own_number_is_judged() -> None:
    of_one = people((9, "time", "trust"), agency="school")
    others = [
        Spoken("a", "health", frozenset(), frozenset()),
        Spoken("b", "police", frozenset(), frozenset()),
    ]

    assert shares_moved([*of_one, *others], BEFORE, AFTER).people is None


def test_who_writes_much_counts_once() -> None:
    often = [Spoken("p", None, frozenset({"time"}), frozenset())] * 50

    assert shares_moved(often, BEFORE, AFTER).people is None
