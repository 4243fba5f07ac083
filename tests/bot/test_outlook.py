"""What a wave can show is said before it opens; what stands in a plan is asked about later."""

from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from analysis.paper.texts import Part, Written, paper_text
from bot import wording
from bot.asking.outlook import outlook
from bot.deps import Deps
from bot.telling.evidence import evidence
from storage.sealing import Keys
from storage.tiny import open_tiny
from surveys.authoring import library
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.survey import Survey
from surveys.values import AreaId, PersonId, SurveyId, WaveId
from surveys.wave import Delivery, Wave
from tests.builders import a_wave, an_invitation
from tests.demo_store import NOW, Clock, deps_with

PULSE = library()[SurveyId("practitioner-pulse")]
RETURN = library()[SurveyId("section-11")]
CHILDS = library()[SurveyId("child-8-to-11")]
ANY_WAVE = wording.answers_a_wave_needs()


@pytest.fixture
async def deps(tmp_path: Path) -> AsyncIterator[Deps]:
    store = await open_tiny(tmp_path / "heard.db", Keys.fresh())
    yield deps_with(store, Clock(), tmp_path)
    await store.close()


async def ran(deps: Deps, days_ago: int, *, asked: int, answered: int) -> Wave:
    opens_at = NOW - timedelta(days=days_ago)
    wave = a_wave(
        id=WaveId(f"pulse-{days_ago}"),
        survey=PULSE.id,
        survey_version=PULSE.version,
        mode=PULSE.mode,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=10),
    )
    invitations = [
        an_invitation(
            PersonId(f"U{number}"),
            wave=wave.id,
            answered=number < answered,
            delivery=Delivery.DELIVERED,
        )
        for number in range(asked)
    ]
    await deps.store.open_wave(wave, PULSE, invitations, [])
    return wave


async def test_it_reckons_with_as_many_answers_as_the_last_wave_that_is_over_had(
    deps: Deps,
) -> None:
    await ran(deps, 200, asked=40, answered=40)
    await ran(deps, 30, asked=40, answered=20)
    await ran(deps, 5, asked=40, answered=0)  # still open

    assert await outlook(deps, PULSE, 120) == (
        "With about 60 answers (50% of 120 asked, as last time), this wave can show a change from "
        "60% to 83% or more against another as large; a smaller one may go unseen."
    )


@pytest.mark.parametrize(("asked", "answered"), [(8, 6), (12, 12), (0, 0)])
async def test_a_response_that_may_not_be_told_is_not_told_by_an_outlook(
    deps: Deps, asked: int, answered: int
) -> None:
    if asked:
        await ran(deps, 30, asked=asked, answered=answered)

    assert "about 60 answers (if half of 120 answer), this wave" in await outlook(deps, PULSE, 120)


@pytest.mark.parametrize(("agreed", "rise"), [(5, 66), (12, 73)])
async def test_it_never_promises_less_than_counts_as_a_change(
    deps: Deps, agreed: int, rise: int
) -> None:
    asked = {code for question in PULSE.questions for code in question.good}
    areas = tuple(_with_difference(area, asked, agreed) for area in deps.framework.areas)
    deps = replace(deps, framework=deps.framework.model_copy(update={"areas": areas}))

    assert f"a change from 60% to {rise}% or more" in await outlook(deps, PULSE, 10_000)


def _with_difference(area: ContentArea, asked: Collection[str], points: int) -> ContentArea:
    good = [
        one.model_copy(update={"important_difference": points}) if one.id in asked else one
        for one in area.good
    ]
    return area.model_copy(update={"good": tuple(good)})


async def test_few_who_are_asked_can_show_nothing_and_are_asked_all_the_same(deps: Deps) -> None:
    assert "can't show any rise from 60%: even a large one may be chance" in await outlook(
        deps, PULSE, 16
    )


@pytest.mark.parametrize("survey", [CHILDS, RETURN, None])
async def test_where_nobody_knows_how_many_will_answer_it_says_what_any_wave_needs(
    deps: Deps, survey: Survey | None
) -> None:
    assert await outlook(deps, survey, 120) == ANY_WAVE


def test_what_any_wave_needs_is_one_sum() -> None:
    assert ANY_WAVE == (
        "From one wave to the next it takes 82 answers in each to tell a change from 60% to 80% "
        "from chance."
    )


async def test_what_stands_in_the_plan_of_a_paper_is_in_the_evidence_of_its_quarter(
    deps: Deps,
) -> None:
    written = Written(text="Train all | QA | May | OC1", by=PersonId("U0AAAAAAA"), at=NOW)
    period = Period(year=2026, quarter=3)
    await deps.store.keep(paper_text(period, Part.PLAN, AreaId("neglect"), written))

    now, before = await evidence(deps, period), await evidence(deps, period.previous)

    assert [(one.what, one.since) for one in now.actions] == [("Train all", NOW.date())]
    assert before.actions == ()
