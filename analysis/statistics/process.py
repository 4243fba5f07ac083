"""A measure over time: which of its moves are signals, and which are the noise it always has.

XmR charts (individual values and moving ranges), as NHS England's *Making Data Count* reads them.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from pydantic import FiniteFloat

from surveys.values import Value

XMR_FACTOR = 2.66  # 3 / d2 for moving ranges of two, d2 = 1.128
SMALLEST = 6  # fewer points are a run of values, without limits
SETTLED = 12  # fewer points give trial limits
RUN = 7  # points in a row on one side of the mean, or rising, or falling
NEAR = 2 / 3  # of the way to a limit: two of three points beyond it are a signal


class Limits(Value):
    """An XmR chart's centre and natural process limits, in the unit of its values."""

    mean: FiniteFloat
    mean_moving_range: FiniteFloat
    lower: FiniteFloat
    upper: FiniteFloat
    is_trial: bool


class Signal(StrEnum):
    """The four rules by which a point is more than noise."""

    BEYOND = "beyond the limits"
    SHIFT = "seven in a row on one side of the mean"
    TREND = "seven in a row rising, or falling"
    NEAR = "two of three close to a limit"


class Variation(StrEnum):
    """What the latest point says of the process."""

    IMPROVEMENT = "special cause, improvement"
    WORSENING = "special cause, worsening"
    CHANGE = "special cause, of which neither way is better"
    COMMON = "common cause"


class Assurance(StrEnum):
    """Whether the process as it is can be relied on to reach its target."""

    PASSES = "consistently meets the target"
    FAILS = "consistently falls short of the target"
    HIT_AND_MISS = "meets the target some times and not others"


class Process(Value):
    """*signals* are those at each point, in its order; *variation* and *assurance* of the latest.

    *rises* says which way the latest signal points; None without one.

    Without *limits* there are too few points, and nothing is judged. Trial limits judge a point
    and a run by their signals; of the target they say nothing.
    """

    limits: Limits | None
    signals: tuple[tuple[Signal, ...], ...]
    variation: Variation | None = None
    rises: bool | None = None
    assurance: Assurance | None = None


def xmr(values: Sequence[float]) -> Limits | None:
    """Centre and limits of values in the order of time; None for fewer than six.

    mean ± 2.66 times the mean of the absolute differences of neighbours; trial limits below twelve
    points. Points must not overlap (no rolling periods). Source: Wheeler, Understanding Variation.
    """
    if len(values) < SMALLEST:
        return None
    mean = fmean(values)
    moving = fmean(abs(later - earlier) for earlier, later in pairwise(values))
    return Limits(
        mean=mean,
        mean_moving_range=moving,
        lower=mean - XMR_FACTOR * moving,
        upper=mean + XMR_FACTOR * moving,
        is_trial=len(values) < SETTLED,
    )


def process(
    values: Sequence[float], *, target: float | None = None, up_is_good: bool | None = True
) -> Process:
    """What *values* in the order of time say: signals by four rules, and of the target.

    *up_is_good* is None where neither way is: then a signal is a change, and no more is judged.

    A point is a signal beyond a limit; as the last of seven or more on one side of the mean, or of
    seven or more that each rise or each fall; or if it and one of the two before it lie more than
    two thirds of the way to the same limit. Assurance needs twelve points and no signal at the
    latest, because a process that is moving promises nothing: the target lies outside the limits,
    on the good side or the bad, or else it is hit and missed. Source: NHS England,
    Making Data Count, whose rules these are; Wheeler for the limits.
    """
    limits = xmr(values)
    if limits is None:
        return Process(limits=None, signals=((),) * len(values))
    found = [tuple(_signals(values[: place + 1], limits)) for place in range(len(values))]
    is_steady = not found[-1]
    return Process(
        limits=limits,
        signals=tuple(tuple(signal for signal, _ in one) for one in found),
        variation=_variation(found[-1], up_is_good=up_is_good),
        rises=found[-1][0][1] if found[-1] else None,
        assurance=_assurance(limits, target, up_is_good=up_is_good) if is_steady else None,
    )


def _signals(values: Sequence[float], limits: Limits) -> Iterator[tuple[Signal, bool]]:
    """Those at the last of *values*, each with whether it points up."""
    last = values[-1]
    if not limits.lower <= last <= limits.upper:
        yield Signal.BEYOND, last > limits.mean
    run = [_side(value - limits.mean) for value in values[-RUN:]]
    if _is_a_run(run, RUN):
        yield Signal.SHIFT, run[-1] > 0
    steps = [_side(later - earlier) for earlier, later in pairwise(values[-RUN:])]
    if _is_a_run(steps, RUN - 1):
        yield Signal.TREND, steps[-1] > 0
    three = [_near(value, limits) for value in values[-3:]]
    if len(three) == 3 and three[-1] and three.count(three[-1]) > 1:  # noqa: PLR2004 - of three
        yield Signal.NEAR, three[-1] > 0


def _is_a_run(sides: Sequence[int], length: int) -> bool:
    return len(sides) == length and abs(sum(sides)) == length


def _side(difference: float) -> int:
    return (difference > 0) - (difference < 0)


def _near(value: float, limits: Limits) -> int:
    """On which side *value* is close to its limit or beyond it; 0 where it is not."""
    away = value - limits.mean
    is_near = abs(away) > NEAR * (limits.upper - limits.mean)
    return _side(away) if is_near else 0


def _variation(found: Sequence[tuple[Signal, bool]], *, up_is_good: bool | None) -> Variation:
    """By the first rule that speaks; the rules stand in the order of their weight."""
    if not found:
        return Variation.COMMON
    if up_is_good is None:
        return Variation.CHANGE
    _, points_up = found[0]
    return Variation.IMPROVEMENT if points_up is up_is_good else Variation.WORSENING


def _assurance(
    limits: Limits, target: float | None, *, up_is_good: bool | None
) -> Assurance | None:
    if target is None or up_is_good is None or limits.is_trial:
        return None
    if limits.lower <= target <= limits.upper:
        return Assurance.HIT_AND_MISS
    is_below = target < limits.lower
    return Assurance.PASSES if is_below is up_is_good else Assurance.FAILS
