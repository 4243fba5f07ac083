"""What is released of one content area is judged beside all others: they share questions."""

import asyncio
import weakref
from datetime import UTC, date, datetime

import pytest

from analysis.digest.digest import Digest
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure
from bot.telling.digesting import make_digest
from bot.telling.evidence import evidence
from bot.telling.exporting import may_be_exported
from bot.telling.ledger import ledger_of
from bot.telling.picturing import Wanted
from bot.telling.releasing import release
from surveys.answering import Chosen, response_from
from surveys.authoring import library
from surveys.periods import Period
from surveys.release import Release
from surveys.survey import ChangeQuestion
from surveys.values import AreaId, QuestionId, Respondent, ResponseId, SurveyId
from surveys.wave import Wave
from tests.journeys.harness import QUINN, WILMA, Heard
from tests.journeys.test_digests import OCTOBER, SUMMER

SURVEY = library()[SurveyId("child-8-to-11")]
BETTER = QuestionId("better_or_worse")
[ASKED] = (one for one in SURVEY.questions if isinstance(one, ChangeQuestion) and one.id == BETTER)
BETTER_NOW = next(one.key for one in ASKED.options if one.key in ASKED.favourable)
WORSE = next(one.key for one in ASKED.options if one.key not in ASKED.favourable)
YEAR = Period(year=2026)


async def asked(heard: Heard, area: str) -> Wave:
    return await heard.ask(SURVEY, WILMA, content_area=AreaId(area))


async def say(
    heard: Heard, wave: Wave, better: int, number: int, day: date = date(2026, 8, 1)
) -> None:
    """So many of these children find that things are better."""
    answers = [BETTER_NOW] * better + [WORSE] * (number - better)
    responses = [
        response_from(
            wave,
            SURVEY,
            {BETTER: Chosen(option=answer)},
            response_id=ResponseId(f"{wave.id}-{day}-{index}"),
            respondent=Respondent(f"{wave.id}-{day}-{index}"),
            agency=None,
            day=day,
        )
        for index, answer in enumerate(answers)
    ]
    await heard.deps.store.accept_all(wave, SURVEY, responses)


async def released(heard: Heard, area: str, period: Period = SUMMER) -> Digest:
    wanted = Wanted(heard.deps.framework.area(area), period, Audience.BOARD)
    return (await release(heard.deps, wanted, by=QUINN, name="Quinn")).digest


def better(made: Digest) -> Figure:
    [figure] = [one for one in made.figures if one.measure == "OC4" and one.perspective == "child"]
    return figure


async def test_what_the_ledger_knows_is_let_go_as_soon_as_a_digest_is_made(heard: Heard) -> None:
    await say(heard, await asked(heard, "neglect"), 18, 30)
    heard.clock.now = OCTOBER
    told = better(await released(heard, "neglect"))
    ledger = await ledger_of(heard.deps, SUMMER)
    before = ledger.known(Audience.BOARD).latest(told)
    gone = weakref.ref(ledger)
    del ledger

    assert before is not None
    assert before.figure == told
    assert gone() is None, "on a large board each would take 10 MB until Python looks for cycles"


@pytest.mark.parametrize(("few", "may_be_told"), [(0, False), (3, False), (12, True)])
async def test_an_area_that_stands_on_all_does_not_give_away_one_that_is_protected(
    heard: Heard, few: int, *, may_be_told: bool
) -> None:
    neglect, abuse = [await asked(heard, area) for area in ("neglect", "domestic_abuse")]
    await say(heard, neglect, 18, 30)
    await say(heard, abuse, few // 2, few)
    heard.clock.now = OCTOBER

    first, second, whole = [
        await released(heard, area) for area in ("neglect", "domestic_abuse", "voice")
    ]

    assert better(first).base == 30
    assert better(second).protected is not may_be_told
    assert better(whole).base == (30 + few if may_be_told else None)


async def test_areas_that_stand_on_the_same_answers_do_not_tell_who_came_in_between(
    heard: Heard,
) -> None:
    wave = await heard.ask(SURVEY, WILMA)
    await say(heard, wave, 18, 30)
    heard.clock.now = OCTOBER
    first = await released(heard, "neglect")
    same = await released(heard, "child_protection")
    await say(heard, wave, 0, 1, day=date(2026, 9, 1))

    later = await released(heard, "domestic_abuse")

    assert better(first).base == better(same).base == 30
    assert better(later).protected


async def test_two_areas_released_at_once_are_judged_one_after_the_other(heard: Heard) -> None:
    neglect, abuse = [await asked(heard, area) for area in ("neglect", "domestic_abuse")]
    await say(heard, neglect, 18, 30)
    await say(heard, abuse, 1, 3)
    heard.clock.now = OCTOBER

    made = await asyncio.gather(released(heard, "neglect"), released(heard, "voice"))

    assert sorted([better(one).base for one in made], key=str) in ([30, None], [33, None])
    numbers = [one.number for one in await heard.deps.store.all_kept(Release)]
    assert sorted(numbers) == [1, 2]


def drawn(made: Digest) -> dict[str, int | None]:
    [one] = [one for one in made.series if one.measure == "OC4" and one.perspective == "child"]
    return {point.period: point.base for point in one.points}


async def test_quarters_that_are_drawn_are_told_so_their_year_does_not_give_the_last_away(
    heard: Heard,
) -> None:
    wave = await asked(heard, "neglect")
    for number, month in ((20, 1), (21, 5), (3, 8), (22, 11)):
        await say(heard, wave, number // 2, number, day=date(2026, month, 20))
    heard.clock.now = datetime(2027, 1, 15, 9, tzinfo=UTC)

    last = await released(heard, "neglect", YEAR.quarters[-1])
    year = await released(heard, "neglect", YEAR)

    assert drawn(last) == {"2026-Q1": 20, "2026-Q2": 21, "2026-Q3": None, "2026-Q4": 22}
    assert better(year).protected


async def test_a_quarter_that_would_give_a_few_away_is_not_drawn(heard: Heard) -> None:
    """The year was told, and less three of its quarters it is the three children of spring."""
    wave = await asked(heard, "neglect")
    for number, month in ((20, 1), (3, 5), (21, 8), (22, 11)):
        await say(heard, wave, number // 2, number, day=date(2026, month, 20))
    heard.clock.now = datetime(2027, 1, 15, 9, tzinfo=UTC)

    year = await released(heard, "neglect", YEAR)
    last = await released(heard, "neglect", YEAR.quarters[-1])
    again = await released(heard, "neglect", YEAR.quarters[0])

    assert better(year).base == 66
    told = drawn(last)
    assert sum(one is not None for one in told.values()) == 2
    assert better(again).base == told["2026-Q1"]


async def test_an_export_and_a_digest_do_not_differ_by_a_few(heard: Heard) -> None:
    """Both are for analysts: whichever comes second is judged beside the first."""
    wave, deps = await asked(heard, "neglect"), heard.deps
    area = deps.framework.area("neglect")
    await say(heard, wave, 18, 30)
    await make_digest(deps, area, SUMMER, Audience.ANALYST, by="test")
    await say(heard, wave, 0, 3, day=date(2026, 8, 2))

    few = await may_be_exported(deps, await evidence(deps, SUMMER), SUMMER, by="test")
    await say(heard, wave, 5, 10, day=date(2026, 8, 3))
    many = await may_be_exported(deps, await evidence(deps, SUMMER), SUMMER, by="test")
    await say(heard, wave, 0, 4, day=date(2026, 8, 4))
    digest = await make_digest(deps, area, SUMMER, Audience.ANALYST, by="test")

    question = (SURVEY.id, SURVEY.version, BETTER)
    assert question in few.withheld
    assert question not in many.withheld
    assert len(many.evidence.responses) == 43
    assert better(digest).base == 30
