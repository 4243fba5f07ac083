"""A measure over time: a signal is found by four rules, and noise is left alone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.statistics import Assurance, Process, Signal, Variation, process, xmr

STEADY = [62, 58, 64, 60, 66, 61, 59, 63, 65, 57, 60, 62]
shares = st.lists(st.integers(0, 100), min_size=6, max_size=40)


def last(read: Process) -> tuple[Signal, ...]:
    return read.signals[-1]


def test_a_point_beyond_a_limit_is_a_signal_and_one_within_is_not() -> None:
    within, beyond = process([*STEADY, 70]), process([*STEADY, 95])

    assert within.variation is Variation.COMMON
    assert Signal.BEYOND in last(beyond)
    assert beyond.variation is Variation.IMPROVEMENT


@pytest.mark.parametrize(("in_a_row", "expected"), [(6, False), (7, True)])
def test_seven_in_a_row_above_the_mean_are_a_shift_and_six_are_not(
    in_a_row: int, *, expected: bool
) -> None:
    values = [60, 52, 58, 50, 60, 52, 58, 50, *([62, 66] * 4)[:in_a_row]]

    assert (Signal.SHIFT in last(process(values))) is expected


@pytest.mark.parametrize(("falling", "expected"), [(6, False), (7, True)])
def test_seven_that_each_fall_are_a_trend_and_six_are_not(falling: int, *, expected: bool) -> None:
    values = [50, 60, 48, 62, 47, 61, 50, *range(70, 70 - falling, -1)]
    read = process(values)

    assert (Signal.TREND in last(read)) is expected


@pytest.mark.parametrize(
    ("end", "expected"), [((71, 61, 71), True), ((71, 61, 52), False), ((61, 61, 71), False)]
)
def test_two_of_three_close_to_the_same_limit_are_a_signal(
    end: tuple[int, ...], *, expected: bool
) -> None:
    read = process([*STEADY, *STEADY, *end])

    assert (Signal.NEAR in last(read)) is expected


def test_a_rise_is_worse_where_down_is_good() -> None:
    assert process([*STEADY, 95], up_is_good=False).variation is Variation.WORSENING


def test_where_neither_way_is_better_a_signal_is_a_change_and_no_target_is_met_or_missed() -> None:
    for last in (95, 5):
        changed = process([*STEADY, last], target=60, up_is_good=None)
        assert (changed.variation, changed.assurance) == (Variation.CHANGE, None)
    assert process(STEADY, target=60, up_is_good=None).assurance is None


@pytest.mark.parametrize(
    ("target", "up_is_good", "expected"),
    [
        (40, True, Assurance.PASSES),
        (60, True, Assurance.HIT_AND_MISS),
        (90, True, Assurance.FAILS),
        (40, False, Assurance.FAILS),
        (90, False, Assurance.PASSES),
        (None, True, None),
    ],
)
def test_a_target_is_sure_only_outside_the_limits(
    target: int | None, *, up_is_good: bool, expected: Assurance | None
) -> None:
    assert process(STEADY, target=target, up_is_good=up_is_good).assurance is expected


def test_a_process_that_is_moving_promises_nothing_of_its_target() -> None:
    assert process([*STEADY, 95], target=40).assurance is None


def test_trial_limits_say_nothing_of_a_target_and_five_points_say_nothing_at_all() -> None:
    trial, run = process(STEADY[:11], target=40), process([10, 20, 30, 40, 90], target=40)

    assert trial.limits is not None
    assert trial.limits.is_trial
    assert trial.assurance is None
    assert trial.variation is Variation.COMMON
    assert (run.limits, run.variation, run.assurance) == (None, None, None)
    assert run.signals == ((),) * 5


def test_values_that_never_move_have_no_signal() -> None:
    assert process([50] * 20).signals == ((),) * 20


@given(shares)
def test_limits_hold_the_mean_and_lie_as_far_from_it_on_both_sides(values: list[int]) -> None:
    limits = xmr(values)

    assert limits is not None
    assert limits.lower <= limits.mean <= limits.upper
    assert limits.upper - limits.mean == pytest.approx(limits.mean - limits.lower)
    assert min(values) <= limits.mean <= max(values)


@given(shares, st.booleans())
def test_a_measure_turned_upside_down_reads_the_same(values: list[int], up_is_good: bool) -> None:  # noqa: FBT001 - drawn
    read = process(values, target=60, up_is_good=up_is_good)
    turned = process([100 - value for value in values], target=40, up_is_good=not up_is_good)
    assume(not _is_on_an_edge(values))

    assert turned.variation is read.variation
    assert turned.assurance is read.assurance
    assert turned.signals == read.signals


@given(shares, st.integers(1, 5), st.integers(-50, 50))
def test_a_reading_does_not_depend_on_the_unit(values: list[int], times: int, more: int) -> None:
    assume(not _is_on_an_edge(values))

    assert process([times * value + more for value in values]).signals == process(values).signals


def _is_on_an_edge(values: list[int]) -> bool:
    """Whether a value is on a line to the last digits, where rounding decides."""
    limits = xmr(values)
    assert limits is not None
    reach = limits.upper - limits.mean
    edges = [limits.mean + reach * part for part in (-1, -2 / 3, 0, 2 / 3, 1)]
    return any(abs(value - edge) < 1e-6 for value in [*values, 60] for edge in edges)
