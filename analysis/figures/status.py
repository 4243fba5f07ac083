"""How the actual picture stands against the good one, in words that claim no more than is known.

A status starts a conversation: it comes with a word, a letter and an icon, never as a colour
alone. All judgements are of the likely range, not of the point. Targets and important differences
are in percent and percentage points, as boards agree them; intervals are in shares.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from analysis.disclosure.suppression import RULES, Audience, as_told
from analysis.statistics import Interval, Share, benjamini_hochberg, newcombe, newcombe_p, wilson
from analysis.wording import say
from surveys.framework import MINIMUM_IMPORTANT_DIFFERENCE, Kind, Perspective
from surveys.measures import Direction
from surveys.values import Value

SMALLEST_JUDGED_BASE = 10  # below, an interval is too wide to hold against a target
CLEAR_GAP = 10  # percentage points between two perspectives

STAFF = frozenset({Perspective.PRACTITIONER, Perspective.AGENCY_SELF})


class Status(StrEnum):
    MET = "met"
    NOT_MET = "not met"
    LEANING_ABOVE = "not yet clear, leaning above"
    LEANING_BELOW = "not yet clear, leaning below"
    TOO_FEW = "too few to say"
    PROTECTED = "protected"


class Sign(Value):
    """How a status appears: *words* on paper, *letter* and *icon* in little room, *colour* last."""

    words: str
    letter: str
    icon: str
    colour: str


SIGNS: Mapping[Status, Sign] = {
    Status.MET: Sign(words="Meets our good statement", letter="G", icon="✔", colour="green"),
    Status.NOT_MET: Sign(words="Below our good statement", letter="R", icon="✖", colour="red"),
    Status.LEANING_ABOVE: Sign(
        words="Not yet clear - leaning above", letter="A+", icon="◆", colour="amber"
    ),
    Status.LEANING_BELOW: Sign(
        words="Not yet clear - leaning below", letter="A-", icon="◆", colour="amber"
    ),
    Status.TOO_FEW: Sign(words="Too few voices to say", letter="F", icon="○", colour="grey"),
    Status.PROTECTED: Sign(words="Protected", letter="c", icon="□", colour="grey"),
}


class Cap(StrEnum):
    """Why a status is less good than its figures."""

    PERCEPTION_GAP = "clear gap between perspectives"
    PRACTITIONERS_ONLY = "practitioners' evidence only"
    NOT_AGREED = "proposed, not yet agreed"


def sign_of(status: Status | None, cap: Cap | None = None, *, at_most: bool = False) -> Sign | None:
    """How a status appears; against a target that nobody has agreed, it says that first.

    *at_most*: what is above its target is worse, so above and below would mislead.
    Its range may be clear of such a target: "not yet clear" alone would puzzle whoever reads both.
    """
    if status is None:
        return None
    name = status.name.casefold()
    if cap is Cap.NOT_AGREED:
        name = "proposed_above" if status is Status.LEANING_ABOVE else "proposed_below"
    most = "at_most_" if at_most and status in _SIDES else ""
    return SIGNS[status].model_copy(update={"words": say(f"status.{most}{name}")})


_SIDES = (Status.NOT_MET, Status.LEANING_ABOVE, Status.LEANING_BELOW)


class Verdict(Value):
    """A status, and the reason if it was held back."""

    status: Status
    cap: Cap | None = None


class Clarity(StrEnum):
    """Whether a difference is told. *possible*: it is clear alone, not in the family it is from."""

    CLEAR = "clear"
    POSSIBLE = "possible"
    NOT_CLEAR = "no clear"


class Comparison(Value):
    """One share beside another of the same question: now and before, or practitioner and child."""

    first: Share
    second: Share
    important_difference: Annotated[int, Field(ge=1)] = MINIMUM_IMPORTANT_DIFFERENCE


class Judgement(Value):
    """A difference (first - second, as a share), how likely chance makes it, and what is told."""

    difference: Interval
    p: Annotated[float, Field(ge=0, le=1)]
    clarity: Clarity


def status(
    share: Share,
    target: int,
    *,
    audience: Audience = Audience.BOARD,
    direction: Direction = Direction.UP,
    population: int | None = None,
) -> Status:
    """Where *share* stands against *target* (percent).

    Met when the whole likely range is at or above the target, not met when it is below, else not
    yet clear, leaning to the side of the estimate (on the target: above). When down is good the
    same is asked of the complement, so that 'above' always is the good side. What is judged is the
    share as it is told, see `suppression.as_told`.
    """
    if share.base < RULES[audience].smallest_count:
        return Status.PROTECTED
    if share.base < SMALLEST_JUDGED_BASE:
        return Status.TOO_FEW
    told = as_told(share, audience)
    if population is not None:
        population = max(population, told.base)
    if direction is Direction.DOWN:
        told, target = Share(favourable=told.unfavourable, base=told.base), 100 - target
    return _against(wilson(told, population=population), target)


def verdict(
    status: Status,
    kind: Kind,
    perspectives: Collection[Perspective],
    *,
    has_clear_gap: bool = False,
    only_proposed: bool = False,
) -> Verdict:
    """The status, held back to 'not yet clear' where the evidence cannot carry 'met'.

    Nothing is met or not met by words or a target that nobody has agreed. An outcome is never met
    on the word of practitioners alone (an agency's grade of itself adds nothing to theirs), and
    nothing is met while perspectives on it clearly differ.
    """
    held = until_agreed(status, only_proposed=only_proposed)
    if held.cap or status is not Status.MET:
        return held
    if kind is Kind.OUTCOME and STAFF.issuperset(perspectives):
        return Verdict(status=Status.LEANING_ABOVE, cap=Cap.PRACTITIONERS_ONLY)
    if has_clear_gap:
        return Verdict(status=Status.LEANING_ABOVE, cap=Cap.PERCEPTION_GAP)
    return Verdict(status=status)


def until_agreed(status: Status, *, only_proposed: bool) -> Verdict:
    """The status; where its target is only proposed, a leaning for met and for not met."""
    if only_proposed and status in _UNTIL_AGREED:
        return Verdict(status=_UNTIL_AGREED[status], cap=Cap.NOT_AGREED)
    return Verdict(status=status)


def overall(child_outcomes: Sequence[Verdict]) -> Verdict | None:
    """The status of a content area, from the verdicts on its outcomes as children see them.

    Not an average: the worst that is met or not met decides. If none is, the worst of the rest.
    Met gives way to an outcome that leans below, and is held back while one of them was held back;
    one that too few answered takes nothing from it. None where none was asked about: that is no
    matter of how many answered.
    """
    if not child_outcomes:
        return None
    worst = min(child_outcomes, key=lambda one: (_WORST_FIRST.index(one.status), bool(one.cap)))
    held_back = next((one.cap for one in child_outcomes if one.cap), None)
    if held_back and worst.status in (Status.MET, Status.LEANING_ABOVE):
        return Verdict(status=Status.LEANING_ABOVE, cap=held_back)
    return worst


def clarity(difference: Interval, *, at_least: int, survives: bool = True) -> Clarity:
    """Clear when the likely range excludes zero and the difference is *at_least* so many points.

    *survives* says whether it outlives Benjamini-Hochberg among all comparisons told together.
    """
    if not difference.excludes_zero or _percent(abs(difference.estimate)) < at_least:
        return Clarity.NOT_CLEAR
    return Clarity.CLEAR if survives else Clarity.POSSIBLE


def changes(family: Sequence[Comparison]) -> tuple[Judgement, ...]:
    """All changes told in one digest, judged together, in their order.

    Shares need a base that the audience may see. Each is clear if its own range excludes zero, it
    is important, and it survives Benjamini-Hochberg at 10%; 'possible' if only the last fails.
    """
    told = [(as_told(one.first), as_told(one.second)) for one in family]
    chances = [newcombe_p(first, second) for first, second in told]
    return tuple(
        _judgement(newcombe(*pair), p, comparison.important_difference, survives=survives)
        for pair, p, comparison, survives in zip(
            told, chances, family, benjamini_hochberg(chances), strict=True
        )
    )


def gap(practitioner: Share, other: Share) -> Judgement:
    """The perception gap: how much more favourable practitioners are than another perspective."""
    first, second = as_told(practitioner), as_told(other)
    return _judgement(newcombe(first, second), newcombe_p(first, second), CLEAR_GAP)


_UNTIL_AGREED: Mapping[Status, Status] = {
    Status.MET: Status.LEANING_ABOVE,
    Status.LEANING_ABOVE: Status.LEANING_ABOVE,
    Status.LEANING_BELOW: Status.LEANING_BELOW,
    Status.NOT_MET: Status.LEANING_BELOW,
}
_WORST_FIRST = (
    Status.NOT_MET,
    Status.LEANING_BELOW,
    Status.MET,
    Status.LEANING_ABOVE,
    Status.TOO_FEW,
    Status.PROTECTED,
)


def _against(interval: Interval, target: int) -> Status:
    if _percent(interval.lower) >= target:
        return Status.MET
    if _percent(interval.upper) < target:
        return Status.NOT_MET
    return Status.LEANING_ABOVE if _percent(interval.estimate) >= target else Status.LEANING_BELOW


def _percent(share: float) -> float:
    """In percent, without the last digits that only binary fractions have: 0.1 is ten points."""
    return round(100 * share, 9)


def _judgement(
    difference: Interval, p: float, at_least: int, *, survives: bool = True
) -> Judgement:
    told = clarity(difference, at_least=at_least, survives=survives)
    return Judgement(difference=difference, p=p, clarity=told)
