"""What people correct in Slack is learned from, and similar comments are read by it."""

import os
import stat
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from analysis.reading.codebook import Theme
from analysis.reading.codebook_changes import Proposed
from analysis.reading.lessons import Lessons, is_frozen
from bot.board import Board, Learning, Role
from bot.demo.reviews import review_sample
from bot.deps import Deps
from bot.reading.codebook_proposals import propose, sign
from bot.reading.review_queue import begin
from bot.reading.reviewing import code
from bot.reading.teaching import LearnedByNight, NothingCoded, lessons_of, teach, teach_by_night
from bot.reading.worker import read_new
from bot.safeguarding.concerns import keep_at_once, raised
from bot.wording.teaching import nothing_coded, told
from bot.workers.apart import FailedApart, apart
from surveys.coding import Coder, Sentiment
from surveys.concern import Door, in_filling
from surveys.review import LeftOut, Read, Review, Why, leave_out, review_id
from surveys.values import PersonId, Respondent, ResponseId
from tests.builders import GETS_IN_THE_WAY, a_response
from tests.coded import plain_comments
from tests.journeys.harness import QUINN, Heard
from tests.journeys.test_reviews import counted, did, fields, pressed, reviewing, reviews, said, who

SHIPPED = plain_comments(("workload", "dinghy"), ("supervision", "summit"), many=6)
TEXTS = [f"The marzipan {word}" for word in ("came", "went", "changed", "stopped", "slipped")]
SIMILAR = "Marzipan."
NIGHT = datetime(2026, 9, 15, 1, 30, tzinfo=UTC)  # 2:30 where the board is
RITA = PersonId("UCOLLEAGUE0")


@pytest.fixture
def board(board: Board) -> Board:
    changes = {
        "roles": {**board.roles, Role.ANALYST: (QUINN, RITA)},
        "double_coded_percent": 0,
        "audited_a_wave": 0,
    }
    return board.model_copy(update=changes)


async def corrected_in_slack(heard: Heard) -> None:
    """All that waits, in /review: it is about workload, and bad."""
    quinn = await reviewing(heard)
    while "Nothing waits for you" not in str(quinn.view.body):
        await pressed(heard, quinn, "Change", "The comment as a whole")
        [leaning], [themes] = fields(quinn, "sentiment"), fields(quinn, "themes")
        await quinn.submit({leaning: "negative", themes: ["workload"]})


async def themes_of(heard: Heard, response: str) -> tuple[str, ...]:
    await read_new(heard.deps)
    [found] = [one for one in await counted(heard, Coder.MACHINE) if one.response == response]
    return found.themes


async def another(heard: Heard, text: str) -> None:
    """A comment that nobody reviews."""
    response = a_response(text, wave="autumn", day=datetime(2026, 9, 4, tzinfo=UTC).date())
    named = {"id": ResponseId("similar"), "respondent": Respondent("somebody")}
    response = response.model_copy(update=named)
    await heard.deps.store.accept(response, participant=None, outbox=[])


async def coded(heard: Heard, *themes: str) -> None:
    """All that waits for Quinn."""
    quinn = who(heard, QUINN)
    shown = await begin(heard.deps, quinn)
    while shown.comment:
        found = Read(sentiment=Sentiment.NEGATIVE, themes=themes)
        shown = await code(heard.deps, quinn, shown.desk, found)


def with_board(heard: Heard, **changes: Any) -> Deps:
    return replace(heard.deps, board=heard.deps.board.model_copy(update=changes))


async def test_a_correction_in_slack_changes_how_a_similar_comment_is_read(heard: Heard) -> None:
    await said(heard, *TEXTS)
    await corrected_in_slack(heard)
    await another(heard, SIMILAR)
    assert "workload" not in await themes_of(heard, "similar")
    before = heard.deps.models.engine.version(heard.deps.codebook)
    reviewed = {one.id: one for one in await reviews(heard)}

    taught = await teach(heard.deps, "themes", by="test", shipped=SHIPPED)

    assert not taught.compared.is_worse
    assert "workload" in await themes_of(heard, "similar")
    after = heard.deps.models.engine.version(heard.deps.codebook)
    assert {one.version for one in await counted(heard, Coder.MACHINE)} == {after} != {before}
    assert {one.id: one for one in await reviews(heard)} == reviewed  # both codings stay
    assert "took a model that was learned" in await did(heard)
    folder = heard.settings.models_folder
    assert {one.name for one in folder.iterdir()} == {"themes.jsonl.gz", "themes.md"}
    assert stat.S_IMODE((folder / "themes.jsonl.gz").stat().st_mode) == 0o600
    assert "marzipan" not in (folder / "themes.md").read_text()

    await heard.again()
    assert heard.deps.models.refresh().version(heard.deps.codebook) == after


async def test_what_would_read_worse_is_not_taken_and_that_is_said(heard: Heard) -> None:
    of_workload = [one.text for one in SHIPPED if one.themes == ("workload",)]
    await said(heard, *of_workload * 3)
    await coded(heard, "supervision")
    before = heard.deps.models.engine.version(heard.deps.codebook)

    taught = await teach(heard.deps, "themes", by="test", shipped=SHIPPED)

    assert taught.compared.is_worse
    assert "did not take a model that was learned" in await did(heard)
    assert any("was not taken" in line for line in told("themes", taught))
    folder = heard.settings.models_folder
    assert [one.name for one in folder.iterdir()] == ["themes.not-taken.md"]
    assert "**Not taken**" in (folder / "themes.not-taken.md").read_text()
    assert heard.deps.models.refresh().version(heard.deps.codebook) == before


async def test_only_what_people_coded_and_nothing_withheld_is_learned_from(heard: Heard) -> None:
    texts = [f"The caseload is marzipan {number}." for number in range(12)]
    responses = await said(heard, *texts)
    assert await lessons_of(heard.deps) == Lessons((), ())
    await coded(heard, "workload")
    lessons = await lessons_of(heard.deps)
    names = {review_id(one.id, GETS_IN_THE_WAY): one for one in responses}
    expected = {texts[responses.index(one)] for name, one in names.items() if not is_frozen(name)}
    assert {one.text for one in lessons.learned} == expected
    assert lessons.frozen == ()  # nobody coded blind
    assert lessons.learned[0].question == "What gets in the way?"
    assert {one.person for one in lessons.learned} <= {f"p{number}" for number in range(12)}

    under, left = [one for name, one in names.items() if not is_frozen(name)][:2]
    said_of = {str(GETS_IN_THE_WAY): "Her stepfather hits her, and nobody comes."}
    found = await raised(
        heard.deps,
        door=Door.COMMENT,
        texts=said_of,
        writer=None,
        agency=None,
        area=None,
        refers_to=in_filling(under.wave, under.respondent),
    )
    await keep_at_once(heard.deps, found)
    review = await heard.deps.store.kept(Review, review_id(left.id, GETS_IN_THE_WAY))
    assert review
    out = LeftOut(by="q", day=heard.deps.today(), why=Why.NOT_AN_ANSWER)
    await heard.deps.store.change(review, leave_out(review, out))

    gone = {texts[responses.index(one)] for one in (under, left)}
    assert {one.text for one in (await lessons_of(heard.deps)).learned} == expected - gone


async def test_the_frozen_part_is_what_was_coded_blind_of_a_quarter(heard: Heard) -> None:
    await said(heard, *(f"The caseload is marzipan {number}." for number in range(12)))
    blind = with_board(heard, double_coded_percent=100)
    for person in (QUINN, RITA):
        shown = await begin(blind, who(heard, person))
        while shown.comment:
            found = Read(sentiment=Sentiment.NEGATIVE, themes=("workload",))
            shown = await code(blind, who(heard, person), shown.desk, found)

    lessons = await lessons_of(heard.deps)

    assert len(lessons.frozen) + len(lessons.learned) == 12
    assert lessons.frozen


async def test_what_was_coded_before_a_theme_was_there_says_nothing_of_it(heard: Heard) -> None:
    await said(heard, *(f"The caseload is marzipan {number}." for number in range(12)))
    quinn = who(heard, QUINN)
    shown = await begin(heard.deps, quinn)
    for _ in range(6):
        found = Read(sentiment=Sentiment.NEGATIVE, themes=("workload",))
        shown = await code(heard.deps, quinn, shown.desk, found)
    new = Theme(id="tides", label="Tides", description="Of the sea.", words=("tide*",))
    proposal = await propose(
        heard.deps, "new", Proposed(theme=new), why="Heard often.", by=QUINN, signs=RITA
    )
    await sign(heard.deps, RITA, proposal.id)
    await coded(heard, "tides")
    await heard.again()

    lessons = await lessons_of(heard.deps)

    assert {one.themes for one in lessons.learned} == {("workload",), ("tides",)}
    for one in lessons.learned:
        assert one.tells_of("workload")
        assert one.tells_of("tides") is (one.themes == ("tides",))


async def test_learning_by_night_is_done_once_and_only_where_the_board_says_so(
    heard: Heard,
) -> None:
    await said(heard, *TEXTS)
    await coded(heard, "workload")
    nightly = with_board(heard, learning=Learning.NIGHTLY)
    await teach_by_night(nightly, SHIPPED)  # by day
    heard.clock.now = NIGHT
    await teach_by_night(heard.deps, SHIPPED)  # by hand
    assert await heard.deps.store.all_kept(LearnedByNight) == []

    await teach_by_night(nightly, SHIPPED)
    await teach_by_night(nightly, SHIPPED)

    assert len(await heard.deps.store.all_kept(LearnedByNight)) == 2  # each model
    assert len([one for one in await did(heard) if "was learned" in one]) == 2


async def test_without_a_correction_nothing_is_learned(heard: Heard) -> None:
    await said(heard, *TEXTS)

    with pytest.raises(NothingCoded):
        await teach(heard.deps, "themes", by="test", shipped=SHIPPED)


async def test_where_all_that_people_coded_is_kept_for_judging_that_is_said(heard: Heard) -> None:
    await said(heard, *TEXTS, over=True)
    heard.clock.now = NIGHT.replace(month=10)
    await review_sample(with_board(heard, audited_a_wave=len(TEXTS)), seed=1)

    with pytest.raises(NothingCoded) as nothing:
        await teach(heard.deps, "themes", by="test", shipped=SHIPPED)

    assert nothing.value.for_judging > 0
    told = nothing_coded(nothing.value.for_judging)
    assert f"all {nothing.value.for_judging} comments are kept for judging" in told


async def test_work_apart_that_fails_is_told_by_its_name_and_ends_its_process() -> None:
    with pytest.raises(FailedApart, match="ValueError"):
        await apart(int, "marzipan", 60)
    with pytest.raises(FailedApart):
        await apart(os._exit, 3, 60)
    with pytest.raises(TimeoutError):
        await apart(time.sleep, 60, 1)
