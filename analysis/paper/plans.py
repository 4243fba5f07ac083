"""The actions in the plans of Board papers, each with the day on which it was first written."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from analysis.paper.texts import PaperText, Part, plan_rows
from surveys.action import Action
from surveys.periods import Period
from surveys.values import AreaId

LONGEST = 300  # characters of what is done


def actions_in(texts: Iterable[PaperText], period: Period) -> tuple[Action, ...]:
    """Of the latest plan of each content area, up to the paper of *period*.

    An action began on the day on which it was first written in a plan, in whatever paper, in the
    same words.
    """
    plans: dict[AreaId, list[PaperText]] = {}
    for text in texts:
        if text.part is Part.PLAN and text.content_area and _is_by(text.period, period):
            plans.setdefault(text.content_area, []).append(text)
    return tuple(action for area in sorted(plans) for action in _actions(area, plans[area]))


def _is_by(one: Period, period: Period) -> bool:
    return one.last_day <= period.last_day


def _actions(area: AreaId, plans: Sequence[PaperText]) -> Iterator[Action]:
    began: dict[str, date] = {}
    for written in sorted((one for plan in plans for one in plan.versions), key=lambda one: one.at):
        for what, *_ in plan_rows(written.text):
            began.setdefault(_plain(what), written.at.date())
    latest = max(plans, key=lambda one: one.period.last_day)
    for what, _, _, moves in plan_rows(latest.latest.text):
        if what:
            yield Action(
                content_area=area, what=what[:LONGEST], since=began[_plain(what)], moves=moves
            )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
