"""What a wave can show, said before it is opened: for whoever plans it, and never in their way."""

from analysis.disclosure.suppression import Audience, Percentage
from analysis.evidence.responding import rates
from bot import wording
from bot.deps import Deps
from bot.telling.good import framework_of
from surveys.framework import MINIMUM_IMPORTANT_DIFFERENCE, Framework
from surveys.survey import Mode, Survey


async def outlook(deps: Deps, survey: Survey | None, asked: int) -> str:
    """In one sentence. Where it is not known who answers for themselves: what any wave needs.

    How many answer is taken from the last wave of the survey that is over, as far as its response
    may be told, or else to be half.
    """
    if survey is None or survey.with_worker or survey.mode is Mode.NAMED or not asked:
        return wording.answers_a_wave_needs()
    least = _least_difference(await framework_of(deps, deps.today()), survey)
    return wording.can_show(asked, await _last_rate(deps, survey), least)


def _least_difference(framework: Framework, survey: Survey) -> int:
    """In points: the largest that a 'good' statement asked about counts a change from."""
    asked = {code for question in survey.questions for code in question.good}
    good = (one for code, one in framework.statements.items() if code in asked)
    return max((one.important_difference for one in good), default=MINIMUM_IMPORTANT_DIFFERENCE)


async def _last_rate(deps: Deps, survey: Survey) -> float | None:
    """In percent, as the list of waves tells it."""
    over = [
        one
        for one in await deps.store.waves()
        if one.survey == survey.id and one.ended_at <= deps.clock() and not one.imported
    ]
    if not over:
        return None
    last = max(over, key=lambda one: (one.ended_at, one.id)).id
    match rates(await deps.store.invitations(last), [last], Audience.BOARD).everybody.released:
        case Percentage(percent=percent):
            return percent
        case _:
            return None
