"""How far two readers agree, against published examples."""

from collections.abc import Hashable, Sequence
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics import ac1, agreement, alpha, kappa

Pairs: TypeAlias = Sequence[tuple[Hashable, Hashable]]
# 40 both yes, 5 only the first, 7 only the second, 48 neither
TABLE: Pairs = [(1, 1)] * 40 + [(1, 0)] * 5 + [(0, 1)] * 7 + [(0, 0)] * 48
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example A: 0.095
MEG: Pairs = list(zip((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)))  # noqa: B905
# the same paper, example B (nominal, five answers): 0.692
BEN: Pairs = list(zip("aabbdcccedda", "babbbccceddd"))  # noqa: B905 - both have twelve

pairs_of_labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)


def test_kappa_and_ac1_agree_with_a_table_computed_elsewhere() -> None:
    assert kappa(TABLE) == pytest.approx(0.759, abs=5e-4)
    assert ac1(TABLE) == pytest.approx(0.762, abs=5e-4)


def test_alpha_agrees_with_krippendorffs_own_examples() -> None:
    assert alpha(MEG) == pytest.approx(0.095, abs=5e-4)
    assert alpha(BEN) == pytest.approx(0.692, abs=5e-4)


def test_a_rare_theme_that_both_leave_out_is_agreement_and_not_chance() -> None:
    """Kappa's paradox: 97 of 100 alike, and kappa says -.01."""
    rare: Pairs = [(0, 0)] * 97 + [(1, 0), (0, 1), (0, 1)]

    assert kappa(rare) < 0
    assert ac1(rare) > 0.9


def test_chance_has_as_many_answers_as_are_possible_and_not_as_were_given() -> None:
    alike: Pairs = [(answer, answer) for answer in "abc"] * 7
    unlike: Pairs = [("a", "b"), ("b", "c"), ("c", "a")] * 3

    assert ac1([*alike, *unlike], possible=3) == pytest.approx(0.550, abs=5e-4)
    assert ac1([*alike, *unlike], possible=4) == pytest.approx(0.614, abs=5e-4)


@given(pairs_of_labels)
def test_agreement_never_passes_one_and_is_one_for_whoever_agrees(
    pairs: Pairs,
) -> None:
    alike: Pairs = [(one, one) for one, _ in pairs]

    for statistic in (ac1, kappa, alpha):
        assert statistic(pairs) <= 1
        assert statistic(alike) == 1


@given(pairs_of_labels)
def test_who_of_the_two_is_named_first_changes_nothing(pairs: Pairs) -> None:
    turned: Pairs = [(other, one) for one, other in pairs]

    for statistic in (ac1, kappa, alpha):
        assert statistic(turned) == pytest.approx(statistic(pairs))


def test_too_few_pairs_or_too_little_agreement_is_only_indicative() -> None:
    agreeing: Pairs = [(1, 1)] * 15 + [(0, 0)] * 14
    arguing: Pairs = [(1, 0)] * 15 + [(0, 0)] * 15

    few, enough = agreement(agreeing, coded=1000), agreement([*agreeing, (1, 1)], coded=1000)
    a_fifth, poor = agreement(agreeing[:10], coded=50), agreement(arguing, coded=30)

    found = [one.indicative for one in (few, enough, a_fifth, poor) if one]
    assert found == [True, False, False, True]
    assert poor
    assert poor.is_known
    assert poor.lower <= poor.ac1 <= poor.upper
    three = agreement(agreeing[:3], coded=3)
    assert three
    assert three.indicative
    assert agreement([], coded=10) is None
