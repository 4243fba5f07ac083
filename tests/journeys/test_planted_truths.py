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
from bot.telling.digesting import latest_period, make_digest
from bot.views.short_digest import digest_message
from storage.sealing import Keys
from storage.tiny import open_tiny
from surveys.framework import Perspective
from surveys.values import AreaId
from tests.checkers import as_json
from tests.demo_store import Clock, deps_with
from tests.phone import SCREEN, height

AREAS = ("neglect", "domestic_abuse", "early_help", "sexual_abuse", "looked_after")
ORGANISATIONAL = ("learning", "workforce")
TODAYS = (datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2028, 2, 29, 10, tzinfo=UTC))

Digests = Mapping[str, Digest]


@pytest.fixture(scope="module", params=TODAYS, ids=lambda today: f"{today:%Y-%m-%d}")
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Digests:
    """Of the last full quarter, as a board sees them, out of a store that was filled today."""
    return asyncio.run(_digests(request.param, tmp_path_factory.mktemp("demo")))


@pytest.fixture(scope="module")
def digests(made: Digests) -> Digests:
    return {area: made[area] for area in AREAS}


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
            for area in (*AREAS, *ORGANISATIONAL)
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


def test_the_digest_of_neglect_names_who_owes_a_return_and_counts_the_files_of_the_others(
    digests: Digests,
) -> None:
    digest = digests["neglect"]
    (files,) = (one for one in digest.figures if one.measure == "QL8")

    assert "Returns owed and not handed in: Housing." in [line.text for line in digest.not_heard]
    assert (files.value, files.numerator, files.base) == (71, 17, 24)
    assert files.low is not None
    assert files.low > 50


def test_agencies_own_numbers_stand_beside_what_people_say_with_their_source(
    digests: Digests,
) -> None:
    rows = [row.line.text for row in digests["neglect"].measured]

    assert any("33.1 per 10,000" in row and "national indicators" in row for row in rows)
    assert any("less than 10%" in row.casefold() for row in rows)


def test_what_is_sent_of_a_digest_fits_the_screen_of_a_phone(made: Digests) -> None:
    """Down to the buttons. Where two long 'good' statements are quoted, a little more."""
    heights = {area: height(as_json(digest_message(one)[1])) for area, one in made.items()}

    assert heights["neglect"] <= SCREEN
    assert max(heights.values()) <= 1.15 * SCREEN


def test_children_s_social_care_grades_its_supervision_above_what_its_staff_say(
    made: Digests,
) -> None:
    found = [one for one in made["workforce"].figures if one.measure == "QL5"]
    (own,) = (one for one in found if one.agency == "Children's social care")
    small = [one for one in found if one.agency == "Probation or youth justice"]

    assert own.clarity is Clarity.CLEAR
    assert (own.value or 0) > 10
    assert all(one.protected for one in small)


def test_what_was_learned_is_set_beside_what_was_known_before_the_course(made: Digests) -> None:
    (figure,) = (one for one in made["learning"].figures if one.measure == "OC5")

    assert figure.base is not None
    assert figure.base >= 10
    assert figure.scale is not None
