import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.digest.digest import Digest
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure
from analysis.figures.status import Clarity, Status
from bot.demo.filling import fill
from bot.digesting import latest_period, make_digest
from storage.sealing import Keys
from storage.tiny import open_tiny
from surveys.framework import Perspective
from surveys.values import AreaId
from tests.demo_store import Clock, deps_with

AREAS = ("neglect", "domestic_abuse", "early_help", "sexual_abuse", "looked_after")
TODAYS = (datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2028, 2, 29, 10, tzinfo=UTC))

Digests = Mapping[str, Digest]


@pytest.fixture(scope="module", params=TODAYS, ids=lambda today: f"{today:%Y-%m-%d}")
def digests(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Digests:
    """Of the last full quarter, as a board sees them, out of a store that was filled today."""
    return asyncio.run(_digests(request.param, tmp_path_factory.mktemp("demo")))


async def _digests(today: datetime, folder: Path) -> Digests:
    clock = Clock()
    clock.now = today
    store = await open_tiny(folder / "heard.db", Keys.fresh())
    deps = deps_with(store, clock, folder)
    try:
        await fill(deps)
        return {
            area: await make_digest(
                deps,
                deps.framework.area(AreaId(area)),
                latest_period(deps),
                Audience.BOARD,
                by="a reader",
            )
            for area in AREAS
        }
    finally:
        await store.close()


def figure(digest: Digest, measure: str, who: Perspective, statement: str | None = None) -> Figure:
    (found,) = (
        one
        for one in digest.figures
        if (one.measure, one.perspective) == (measure, who) and statement in (None, one.statement)
    )
    return found


def test_the_digest_of_domestic_abuse_tells_a_clear_rise_of_what_children_say(
    digests: Digests,
) -> None:
    digest = digests["domestic_abuse"]
    better = figure(digest, "OC4", Perspective.CHILD)

    assert better.change is not None
    assert better.change.clarity is Clarity.CLEAR
    assert better.change.points > 20
    assert len(digest.since_last_time.clear) == 1
    assert "clear rise" in digest.since_last_time.clear[0].text
    assert digest.since_last_time.you_said


def test_the_digest_of_neglect_tells_the_gap_between_practitioners_and_children(
    digests: Digests,
) -> None:
    digest = digests["neglect"]
    wide = [line for line in digest.gaps if "more positive than children" in line.text]
    asked = [line for line in digest.challenges if "if children were right" in line.text]

    assert len(wide) == len(asked) == 1
    assert digest.overall.status is Status.NOT_MET
    gaps = [digest.figure(one) for one in wide[0].figures]
    assert any(gap and gap.measure == "QL4" and (gap.value or 0) >= 25 for gap in gaps)


def test_every_digest_names_the_agency_that_hardly_answers(digests: Digests) -> None:
    for digest in digests.values():
        low = [line.text for line in digest.not_heard if line.text.startswith("Low response")]

        assert len(low) == 1
        assert "School or college (23%" in low[0]


def test_no_digest_tells_how_the_team_of_four_answered(digests: Digests) -> None:
    for digest in digests.values():
        rates = [one for one in digest.figures if one.agency == "Probation or youth justice"]

        assert all(one.protected and one.value is None and one.base is None for one in rates)
        assert any("Probation or youth justice" in line.text for line in digest.not_heard)


def test_the_digest_of_sexual_abuse_protects_the_three_children(digests: Digests) -> None:
    digest = digests["sexual_abuse"]
    children = [one for one in digest.figures if one.perspective is Perspective.CHILD]

    assert children
    assert all(one.protected for one in children)
    assert digest.overall.status is Status.PROTECTED


def test_the_digest_of_early_help_calls_noise_noise(digests: Digests) -> None:
    digest = digests["early_help"]
    better = figure(digest, "OC4", Perspective.PARENT_CARER)

    assert better.change is not None
    assert 4 <= better.change.points <= 12
    assert better.change.clarity is Clarity.NOT_CLEAR
    assert digest.since_last_time.clear == ()
    assert "No clear change" in digest.since_last_time.others.text


def test_one_good_statement_is_met(digests: Digests) -> None:
    safe = figure(digests["looked_after"], "OC1", Perspective.CHILD)

    assert safe.status is Status.MET
    assert digests["looked_after"].overall.status is Status.MET


def test_no_digest_reads_a_trend_into_four_quarters(digests: Digests) -> None:
    """Not into the one that rose, whose change is clear without it, nor into the noise."""
    for area in ("domestic_abuse", "early_help"):
        series = digests[area].series

        assert series
        assert all(len(one.points) == 4 and one.reading.variation is None for one in series)
        assert [line.lead for line in digests[area].over_time] == [""]
        assert "No trend is read into 4 quarters" in digests[area].over_time[0].text
