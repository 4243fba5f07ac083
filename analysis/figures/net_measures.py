"""How well the net works and how soon concerns are acted on, as far as that can be measured.

The net's recall is estimated from the weekly samples of what it did not flag; how soon somebody
acts is QN8, a process count of which neither up nor down is good.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from analysis.disclosure.suppression import (
    Audience,
    ReleasedCount,
    ReleasedShare,
    release_count,
    release_share,
)
from analysis.statistics import Share, wilson
from surveys.concern import FOUND_BY_READING, Concern, was_in_time
from surveys.periods import Period
from surveys.unflagged import Unflagged, in_week, weekly_sample
from surveys.values import Value
from surveys.working_time import WorkingHours

FEWEST_FOUND = 5  # below, and below this many sampled, an estimate would be a guess
FEWEST_SAMPLED = 20


class Recall(Value):
    """Of all texts that a lead wanted to read that day, the part that the net flagged.

    *found* were flagged rightly. Of *unflagged* texts *sampled* were read, and *missed* of them
    should have been flagged: so there are about missed / sampled of all unflagged.
    """

    found: int
    unflagged: int
    sampled: int
    missed: int
    estimate: float
    lower: float
    upper: float


class ProcessCount(Value):
    """QN8, as the board may see it."""

    raised: Annotated[ReleasedCount, Field()]
    in_time: ReleasedShare
    rightly: ReleasedShare


def recall_of(
    concerns: Sequence[Concern], unflagged: Sequence[Unflagged], today: date, size: int
) -> Recall | None:
    """Estimated from the samples of the weeks that are over; None while that would be a guess.

    recall = found / (found + unflagged · missed / sampled), and its bounds from the Wilson bounds
    of missed / sampled, corrected for how many of all were read. Found are those of the same weeks
    whose outcome says that a lead wanted to read them.
    """
    weeks = _weeks(unflagged, today)
    drawn = [one for week in weeks.values() for one in weekly_sample(week, size) if one.reading]
    sampled_weeks = {in_week(one.day) for one in drawn}
    found = sum(in_week(one.day) in sampled_weeks and _rightly(one) for one in concerns)
    if found < FEWEST_FOUND or len(drawn) < FEWEST_SAMPLED:
        return None
    passed = sum(len(weeks[week]) for week in sampled_weeks)
    missed = sum(one.reading.missed for one in drawn if one.reading)
    share = wilson(Share(favourable=missed, base=len(drawn)), population=passed)
    return Recall(
        found=found,
        unflagged=passed,
        sampled=len(drawn),
        missed=missed,
        estimate=found / (found + passed * share.estimate),
        lower=found / (found + passed * share.upper),
        upper=found / (found + passed * share.lower),
    )


def process_count(
    concerns: Sequence[Concern], period: Period, zone: ZoneInfo, hours: WorkingHours
) -> ProcessCount:
    """QN8: raised, the share acknowledged in time, the share that a lead wanted to read."""
    within = [one for one in concerns if period.first_day <= one.day <= period.last_day]
    decided = [one for one in within if one.outcomes]
    in_time = sum(was_in_time(one, zone, hours) for one in within)
    rightly = sum(one.outcomes[-1].rightly for one in decided)
    return ProcessCount(
        raised=release_count(len(within), Audience.BOARD),
        in_time=_released(in_time, len(within)),
        rightly=_released(rightly, len(decided)),
    )


def _released(favourable: int, base: int) -> ReleasedShare:
    return release_share(Share(favourable=favourable, base=base), Audience.BOARD)


def _rightly(concern: Concern) -> bool:
    by_the_net = FOUND_BY_READING not in concern.categories
    return by_the_net and bool(concern.outcomes) and concern.outcomes[-1].rightly


def _weeks(unflagged: Sequence[Unflagged], today: date) -> dict[str, list[Unflagged]]:
    """By week, without the running one, whose sample is not drawn yet."""
    weeks: dict[str, list[Unflagged]] = {}
    for one in unflagged:
        if in_week(one.day) != in_week(today):
            weeks.setdefault(in_week(one.day), []).append(one)
    return weeks
