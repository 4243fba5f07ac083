"""Estimates: known answers first, then what must hold whatever the numbers are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from analysis.statistics import (
    Interval,
    Share,
    benjamini_hochberg,
    hodges_lehmann,
    mcnemar,
    net_sentiment,
    newcombe,
    newcombe_p,
    sign_test,
    wilson,
    xmr,
)
from analysis.statistics.pairs import EXACT_PAIRS


def a_share(favourable: int, base: int) -> Share:
    return Share(favourable=favourable, base=base)


@st.composite
def shares(draw: st.DrawFn, largest: int = 2000) -> Share:
    base = draw(st.integers(1, largest))
    return a_share(draw(st.integers(0, base)), base)


changes = st.lists(st.integers(-10, 10), min_size=6, max_size=80)


def bounds(interval: Interval, digits: int = 4) -> tuple[float, float]:
    return round(interval.lower, digits), round(interval.upper, digits)


@pytest.mark.parametrize(
    ("favourable", "base", "expected"),
    [
        (8, 10, (0.4902, 0.9433)),
        (24, 30, (0.6269, 0.9049)),
        (41, 50, (0.6920, 0.9023)),
        (366, 457, (0.7618, 0.8349)),
        (0, 7, (0.0, 0.3543)),
        (7, 7, (0.6457, 1.0)),
        (45, 60, (0.6277, 0.8422)),
    ],
)
def test_wilson_gives_the_known_ranges(
    favourable: int, base: int, expected: tuple[float, float]
) -> None:
    assert bounds(wilson(a_share(favourable, base))) == expected


@pytest.mark.parametrize(
    ("favourable", "base", "expected"),
    [(18, 30, (42, 75)), (36, 60, (47, 71)), (248, 413, (55, 65)), (0, 12, (0, 24))],
)
def test_wilson_gives_the_ranges_that_boards_have_seen(
    favourable: int, base: int, expected: tuple[int, int]
) -> None:
    lower, upper = bounds(wilson(a_share(favourable, base)))

    assert (round(100 * lower), round(100 * upper)) == expected


def test_seeing_most_of_a_known_population_makes_the_range_shorter() -> None:
    assert bounds(wilson(a_share(45, 60), population=80)) == (0.6912, 0.8008)


def test_seeing_everybody_leaves_nothing_uncertain() -> None:
    assert bounds(wilson(a_share(45, 60), population=60)) == (0.75, 0.75)


@pytest.mark.parametrize("population", [59, 0, -1])
def test_a_population_smaller_than_its_base_is_refused(population: int) -> None:
    with pytest.raises(ValueError, match="at least its base"):
        wilson(a_share(45, 60), population=population)


def test_more_favourable_answers_than_answers_are_refused() -> None:
    with pytest.raises(ValidationError):
        a_share(5, 4)


def test_a_base_of_zero_has_no_estimate() -> None:
    with pytest.raises(ValueError, match="base of zero"):
        wilson(a_share(0, 0))


@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.5, 95.0])
def test_an_impossible_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        wilson(a_share(1, 2), confidence=confidence)


@given(shares())
def test_a_range_holds_its_estimate_and_stays_within_0_and_1(share: Share) -> None:
    interval = wilson(share)

    assert 0 <= interval.lower <= interval.estimate <= interval.upper <= 1


@given(shares())
def test_the_unfavourable_share_has_the_mirrored_range(share: Share) -> None:
    interval, mirrored = wilson(share), wilson(a_share(share.unfavourable, share.base))

    assert interval.lower == pytest.approx(1 - mirrored.upper, abs=1e-12)


@given(shares(300), st.integers(2, 10))
def test_more_answers_make_the_range_shorter(share: Share, times: int) -> None:
    few, many = wilson(share), wilson(a_share(share.favourable * times, share.base * times))

    assert many.upper - many.lower < few.upper - few.lower


@given(shares(300), st.integers(0, 1000))
def test_a_known_population_never_makes_the_range_longer(share: Share, unseen: int) -> None:
    plain, corrected = wilson(share), wilson(share, population=share.base + unseen)

    assert plain.lower - 1e-12 <= corrected.lower <= corrected.upper <= plain.upper + 1e-12


@given(shares())
def test_more_confidence_needs_a_longer_range(share: Share) -> None:
    usual, strict = wilson(share), wilson(share, confidence=0.99)

    assert strict.lower <= usual.lower <= usual.upper <= strict.upper


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (a_share(41, 50), a_share(30, 48), (0.1950, 0.0176, 0.3586)),
        (a_share(56, 80), a_share(45, 80), (0.1375, -0.0118, 0.2785)),
        (a_share(53, 60), a_share(15, 24), (0.2583, 0.0640, 0.4648)),
    ],
)
def test_newcombe_gives_the_known_differences(
    first: Share, second: Share, expected: tuple[float, float, float]
) -> None:
    difference = newcombe(first, second)

    assert (round(difference.estimate, 4), *bounds(difference)) == expected


@given(shares(), shares())
def test_a_difference_holds_its_estimate_and_stays_within_its_scale(
    first: Share, second: Share
) -> None:
    difference = newcombe(first, second)

    assert -1 <= difference.lower <= difference.estimate <= difference.upper <= 1


@given(shares(), shares())
def test_a_difference_the_other_way_round_is_the_same_with_its_sign_turned(
    first: Share, second: Share
) -> None:
    one, other = newcombe(first, second), newcombe(second, first)

    assert (one.estimate, one.lower, one.upper) == pytest.approx(
        (-other.estimate, -other.upper, -other.lower), abs=1e-12
    )


@given(shares(), shares())
def test_p_and_range_of_a_difference_never_disagree(first: Share, second: Share) -> None:
    p = newcombe_p(first, second)

    assert 0 <= p <= 1
    if abs(p - 0.05) > 1e-9:
        assert newcombe(first, second).excludes_zero == (p < 0.05)


@given(shares(), shares())
def test_p_of_a_difference_does_not_depend_on_which_comes_first(
    first: Share, second: Share
) -> None:
    assert newcombe_p(first, second) == newcombe_p(second, first)


def test_net_sentiment_gives_the_known_range() -> None:
    net = net_sentiment(positive=30, negative=12, base=60)

    assert net.estimate == pytest.approx(0.30)
    assert bounds(net, 3) == (0.102, 0.498)


@pytest.mark.parametrize(
    ("positive", "negative", "estimate"), [(9, 0, 1.0), (0, 9, -1.0), (0, 0, 0.0)]
)
def test_net_sentiment_stays_uncertain_where_all_are_alike(
    positive: int, negative: int, estimate: float
) -> None:
    net = net_sentiment(positive=positive, negative=negative, base=9)

    assert net.estimate == estimate
    assert net.upper - net.lower > 0.2


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_net_sentiment_turned_round_is_the_same_with_its_sign_turned(
    positive: int, negative: int, neither: int
) -> None:
    base = positive + negative + neither
    if base == 0:
        return

    net = net_sentiment(positive=positive, negative=negative, base=base)
    turned = net_sentiment(positive=negative, negative=positive, base=base)

    assert -1 <= net.lower <= net.estimate <= net.upper <= 1
    assert (net.lower, net.upper) == pytest.approx((-turned.upper, -turned.lower), abs=1e-12)


@pytest.mark.parametrize(("positive", "negative", "base"), [(3, 3, 5), (-1, 2, 5), (0, 0, 0)])
def test_net_sentiment_of_impossible_numbers_is_refused(
    positive: int, negative: int, base: int
) -> None:
    with pytest.raises(ValueError, match="base above zero"):
        net_sentiment(positive=positive, negative=negative, base=base)


def test_paired_tests_give_the_known_chances() -> None:
    assert round(mcnemar(12, 4), 4) == 0.0768
    assert round(sign_test(14, 5), 4) == 0.0636


@pytest.mark.parametrize(
    ("up", "down", "p"), [(0, 0, 1.0), (1, 0, 1.0), (5, 5, 1.0), (6, 0, 0.03125)]
)
def test_the_sign_test_is_exact_at_its_edges(up: int, down: int, p: float) -> None:
    assert sign_test(up, down) == p


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_sign_test_is_a_chance_and_does_not_prefer_a_side(up: int, down: int) -> None:
    assert 0 <= sign_test(up, down) == sign_test(down, up) <= 1


def test_negative_counts_of_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        mcnemar(-1, 3)


def test_the_typical_change_is_the_one_in_the_textbook() -> None:
    """Hollander and Wolfe's depression scale: nine patients before and after."""
    before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    change = hodges_lehmann([later - earlier for earlier, later in zip(before, after, strict=True)])

    assert change is not None
    assert (round(change.estimate, 3), *bounds(change, 3)) == (-0.46, -0.786, -0.01)


def test_six_pairs_are_the_fewest_that_give_a_range() -> None:
    assert hodges_lehmann([1, 2, 3, 4, 5]) is None
    assert hodges_lehmann([]) is None
    assert hodges_lehmann([1, 2, 3, 4, 5, 6]) == Interval(estimate=3.5, lower=1, upper=6)


def test_a_change_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        hodges_lehmann([1, 2, 3, 4, 5, float("nan")])


@given(changes)
def test_a_typical_change_lies_in_its_range_and_in_the_data(differences: list[int]) -> None:
    change = hodges_lehmann(differences)

    assert change is not None
    assert min(differences) <= change.lower <= change.estimate <= change.upper <= max(differences)


@given(changes, st.integers(-5, 5))
def test_a_typical_change_moves_with_the_data_and_turns_with_them(
    differences: list[int], shift: int
) -> None:
    change = hodges_lehmann(differences)
    moved = hodges_lehmann([difference + shift for difference in differences])
    turned = hodges_lehmann([-difference for difference in differences])

    assert change is not None
    assert moved == Interval(
        estimate=change.estimate + shift, lower=change.lower + shift, upper=change.upper + shift
    )
    assert turned == Interval(estimate=-change.estimate, lower=-change.upper, upper=-change.lower)


def test_counting_and_approximating_agree_where_they_meet() -> None:
    exact = hodges_lehmann(range(EXACT_PAIRS))
    approximate = hodges_lehmann(range(EXACT_PAIRS + 1))

    assert exact is not None
    assert approximate is not None
    assert approximate.upper - approximate.lower == pytest.approx(
        exact.upper - exact.lower, abs=0.6
    )


@given(st.lists(st.integers(-5, 5), min_size=6, max_size=25))
def test_typical_changes_are_those_of_all_averages_written_out(differences: list[int]) -> None:
    averages = sorted(
        (one + differences[second]) / 2
        for first, one in enumerate(differences)
        for second in range(first, len(differences))
    )
    change = hodges_lehmann(differences)

    assert change is not None
    assert (
        change.estimate == (averages[(len(averages) - 1) // 2] + averages[len(averages) // 2]) / 2
    )
    assert change.lower in averages
    assert change.upper in averages


def test_of_many_comparisons_the_known_ones_survive() -> None:
    """Benjamini and Hochberg's own example: four of fifteen at 5%."""
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p_values += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]

    assert benjamini_hochberg(p_values, rate=0.05) == (True,) * 4 + (False,) * 11


def test_one_comparison_is_judged_alone_and_none_is_no_problem() -> None:
    assert benjamini_hochberg([0.1]) == (True,)
    assert benjamini_hochberg([0.11]) == (False,)
    assert benjamini_hochberg([]) == ()


def test_a_p_value_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.2, 1.2])


@given(st.lists(st.floats(0, 1), max_size=30))
def test_a_survivor_never_has_a_larger_p_than_one_that_fails(p_values: list[float]) -> None:
    survives = benjamini_hochberg(p_values)
    ordered = sorted(zip(p_values, survives, strict=True), key=lambda one: (one[0], not one[1]))

    assert all(earlier or not later for (_, earlier), (_, later) in pairwise(ordered))
    assert all(one for p, one in zip(p_values, survives, strict=True) if p == 0)


def test_xmr_gives_the_known_limits() -> None:
    limits = xmr([62, 58, 64, 60, 66, 61, 59, 63, 65, 57, 60, 62])

    assert limits is not None
    assert round(limits.mean, 3) == 61.417
    assert round(limits.mean_moving_range, 3) == 4.182
    assert (round(limits.lower, 3), round(limits.upper, 3)) == (50.293, 72.540)
    assert all(limits.lower < value < limits.upper for value in (70, 72))
    assert not limits.is_trial


def test_few_points_have_trial_limits_and_very_few_have_none() -> None:
    eleven, six = xmr(range(11)), xmr(range(6))

    assert eleven is not None
    assert six is not None
    assert eleven.is_trial
    assert six.is_trial
    assert xmr(range(5)) is None
