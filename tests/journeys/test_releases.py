"""A digest is released by a named person, and from then on it stays as it is."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from rich.console import Console

from analysis.digest.digest import Digest
from analysis.digest.provenance import row_set_of
from analysis.disclosure.ledger import Rows
from analysis.disclosure.suppression import Audience
from bot.board import Board, Role
from bot.cli.demos import print_first_digest
from bot.deps import Deps
from bot.telling.digesting import make_digest
from bot.telling.ledger import marks_of, releases_of
from bot.telling.picturing import Wanted
from bot.telling.releasing import (
    digest_for,
    digests_of_all,
    latest,
    make_dashboard,
    release,
)
from bot.telling.tracing import evidence_behind, recompute
from bot.wording.refusals import sorry
from surveys.answering import Chosen, Said, response_from
from surveys.authoring import library
from surveys.errors import AlreadyReleased, NamesSomebody, NotReleased, OnlyInPaper
from surveys.framework import ContentArea
from surveys.measures import Formula
from surveys.periods import Period
from surveys.release import Release, ReleasedFigures, Way, editions, release_id
from surveys.values import OptionKey, QuestionId, Respondent, ResponseId, SurveyId
from surveys.wave import Wave
from tests.journeys.harness import ANNA, MAYA, PATIENCE, QUINN, Heard
from tests.journeys.test_digests import OCTOBER, SUMMER, children_heard
from tests.journeys.test_good import STATEMENT, go_through

YEAR = Period(year=2026)


@pytest.fixture
def board(board: Board) -> Board:
    """With a member of the sub-group, who reads what was released."""
    return board.model_copy(update={"roles": {**board.roles, Role.SUB_GROUP: (MAYA,)}})


async def more_heard(
    heard: Heard, wave: Wave, first: int, number: int, day: date = date(2026, 8, 1)
) -> None:
    """So many more children in the same wave, none of whom feels safe."""
    survey = library()[SurveyId("child-8-to-11")]
    responses = [
        response_from(
            wave,
            survey,
            {
                QuestionId("safe_where_you_live"): Chosen(option=OptionKey("never")),
                QuestionId("one_change"): Said(text=f"A quieter room, the {index}th."),
            },
            response_id=ResponseId(f"r{index}"),
            respondent=Respondent(f"p{index}"),
            agency=None,
            day=day,
        )
        for index in range(first, first + number)
    ]
    await heard.deps.store.accept_all(wave, survey, responses)


def neglect(heard: Heard, period: Period = SUMMER, audience: Audience = Audience.BOARD) -> Wanted:
    return Wanted(heard.deps.framework.area("neglect"), period, audience)


def safe(made: Digest) -> tuple[int | None, int | None]:
    [figure] = [one for one in made.figures if one.measure == "OC1" and one.perspective == "child"]
    return figure.numerator, figure.base


async def released_by_quinn(heard: Heard) -> None:
    """Ask, press, be asked once more, say yes; the digest comes as it left."""
    quinn = heard.person(QUINN)
    await quinn.command("/digest neglect 2026-Q3 for board")
    await heard.workspace.until(lambda: quinn.direct_messages and quinn.direct_messages[-1].files)
    digest = next(one for one in quinn.direct_messages if "What children say" in str(one.blocks))
    await quinn.press("Release", on=digest)
    await heard.workspace.until(lambda: quinn.views)
    assert "For the board and its sub-groups" in str(quinn.view.blocks)
    assert "stays as it is" in str(quinn.view.blocks)
    await quinn.submit()
    await heard.workspace.until(
        lambda: any("Released on" in str(one.blocks) for one in quinn.direct_messages)
    )


async def test_a_released_digest_says_who_released_it_and_stays_as_it_is(heard: Heard) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    await released_by_quinn(heard)
    wanted, quinn = neglect(heard), heard.person(QUINN)

    await more_heard(heard, wave, 30, 4)
    few = await digest_for(heard.deps, wanted, by=QUINN)
    await more_heard(heard, wave, 34, 16)
    many = await digest_for(heard.deps, wanted, by=QUINN)

    assert safe(few) == safe(many) == (24, 30)
    assert "Released on 15 October 2026 by Quinn Quay" in few.standing[0].text
    assert "Nothing that may be told has changed" in few.standing[1].text
    assert "Changed since release: " in many.standing[1].text
    assert "Feels safe (children on NEG-" in many.standing[1].text
    assert "50" not in many.standing[1].text
    await quinn.command("/digest neglect 2026-Q3")
    await heard.workspace.until(
        lambda: any("Changed since release" in str(one.blocks) for one in quinn.direct_messages)
    )


async def test_another_edition_has_a_reason_and_the_earlier_is_kept(heard: Heard) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    wanted = neglect(heard)
    await release(heard.deps, wanted, by=QUINN, name="Quinn")
    await more_heard(heard, wave, 30, 20)

    with pytest.raises(AlreadyReleased):
        await release(heard.deps, wanted, by=QUINN, name="Quinn")
    with pytest.raises(NamesSomebody):
        await release(heard.deps, wanted, by=QUINN, name="Quinn", reason="Call 07700 900123")
    again = await release(heard.deps, wanted, by=QUINN, name="Quinn", reason="A late school")

    first, second = editions(await releases_of(heard.deps, wanted.area.id), SUMMER, "board")
    behind = await heard.deps.store.kept(ReleasedFigures, first.id)
    assert (first.edition, second.edition, second.reason) == (1, 2, "A late school")
    assert behind is not None
    assert safe(Digest.model_validate_json(behind.digest)) == (24, 30)
    assert safe(again.digest) == (24, 50)
    standing = (await digest_for(heard.deps, wanted, by=QUINN)).standing[0].text
    assert "edition 2: A late school. It stays as it is." in standing


async def test_the_practice_workspace_starts_with_the_digest_as_it_was_released(
    heard: Heard,
) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    before, after = StringIO(), StringIO()

    await print_first_digest(heard.deps, Console(file=before, width=200))
    await release(heard.deps, neglect(heard), by=QUINN, name="Quinn")
    await print_first_digest(heard.deps, Console(file=after, width=200))

    assert "by Quinn. It stays as it is." not in before.getvalue()
    assert "by Quinn. It stays as it is." in after.getvalue()


async def test_released_twice_at_once_is_released_once(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    wanted = neglect(heard)

    await asyncio.gather(
        *(release(heard.deps, wanted, by=QUINN, name="Quinn", seen=0) for _ in range(4))
    )

    found = await releases_of(heard.deps, wanted.area.id)
    assert [one.edition for one in found if one.way is Way.RELEASED] == [1]
    with pytest.raises(AlreadyReleased):
        await release(heard.deps, wanted, by=ANNA, name="Anna", seen=0)
    entries = [one.did for one in await heard.deps.store.audit()]
    assert entries.count("released a digest") == 1


async def test_a_quarter_and_its_year_released_at_once_do_not_give_the_rest_away(
    heard: Heard,
) -> None:
    """Whichever is second finds the other in the ledger: the year less the quarter is three."""
    wave = await children_heard(heard, 30, 24)
    await more_heard(heard, wave, 30, 3, day=date(2026, 4, 2))
    heard.clock.now = OCTOBER

    quarter, year = await asyncio.gather(
        release(heard.deps, neglect(heard), by=QUINN, name="Quinn"),
        release(heard.deps, neglect(heard, YEAR), by=QUINN, name="Quinn"),
    )

    told = [safe(quarter.digest)[1], safe(year.digest)[1]]
    assert sorted(told, key=str) in ([30, None], [33, None])


async def test_a_running_quarter_moves_for_nobody_by_a_few(heard: Heard) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.forward(days=1)
    area = heard.deps.framework.area("neglect")
    bases = []

    for first in range(30, 42, 2):
        made = await make_digest(heard.deps, area, SUMMER, Audience.ANALYST, by="test")
        bases.append(safe(made)[1])
        await more_heard(heard, wave, first, 2)

    assert bases == [30, 30, 30, 36, 36, 36]


async def test_a_running_quarter_can_be_released_to_the_board(heard: Heard) -> None:
    wave = await children_heard(heard, 30, 24)
    area = heard.deps.framework.area("neglect")
    await make_digest(heard.deps, area, SUMMER, Audience.ANALYST, by="test")
    await more_heard(heard, wave, 30, 2)

    made = await release(heard.deps, neglect(heard), by=QUINN, name="Quinn")

    assert safe(made.digest) == (24, 32)
    assert "still running" in made.digest.freshness.text


async def test_the_sub_group_reads_what_was_released_and_nothing_else(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    maya = heard.person(MAYA)

    await maya.command("/digest neglect 2026-Q3")
    await heard.workspace.until(
        lambda: any("nothing has been released yet" in one.text for one in maya.direct_messages)
    )
    await maya.command("/digest neglect 2026-Q3 for analyst")
    await heard.workspace.until(lambda: "QA officer" in maya.direct_messages[-1].text)
    await release(heard.deps, neglect(heard), by=QUINN, name="Quinn")
    await maya.command("/digest neglect 2026-Q3")

    await heard.workspace.until(
        lambda: any("24 of 30" in str(one.blocks) for one in maya.direct_messages)
    )
    digest = next(one for one in maya.direct_messages if "24 of 30" in str(one.blocks))
    assert "Released on" in str(digest.blocks)
    assert "How was this made?" not in str(digest.blocks)
    await maya.press("Query a figure", on=digest)
    await heard.workspace.until(lambda: maya.views)
    assert maya.view.title == "Query a figure"
    await maya.close()
    await maya.press("Whole digest", on=digest)
    await heard.workspace.until(lambda: maya.views)
    assert maya.view.title == "Whole digest"
    assert "Released on" in str(maya.view.blocks)


async def test_evidence_of_a_released_figure_says_where_it_was_used(heard: Heard) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    wanted = neglect(heard)
    made = await release(heard.deps, wanted, by=QUINN, name="Quinn")
    figure = next(one.id for one in made.digest.figures if one.measure == "OC1")
    await more_heard(heard, wave, 30, 20)

    found = await evidence_behind(heard.deps, wanted.area, SUMMER, figure, by=QUINN)

    assert found.base_told == "24 of 30"
    assert found.used == ("the digest of 2026-Q3, edition 1, released on 15 October 2026 by Quinn",)
    assert any(one.startswith("codebook ") for one in found.versions)


async def test_a_released_figure_comes_out_again_to_the_byte_whatever_has_come_since(
    heard: Heard,
) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    wanted = neglect(heard)
    made = await release(heard.deps, wanted, by=QUINN, name="Quinn")
    figures = [one for one in made.digest.figures if not one.protected]
    await more_heard(heard, wave, 30, 3)
    few = [await recompute(heard.deps, wanted.area, SUMMER, one.id) for one in figures]
    await more_heard(heard, wave, 33, 20)
    many = [await recompute(heard.deps, wanted.area, SUMMER, one.id) for one in figures]

    assert figures
    assert all(one.is_same for one in (*few, *many))
    assert {one.figure.model_dump_json() for one in many} == {
        one.model_dump_json() for one in figures
    }
    since = next(one.told for one in few if one.figure.measure == "OC1")
    later = next(one.told for one in many if one.figure.measure == "OC1")
    assert since == (
        "Since it was released, the answers of fewer than 10 people have come or gone, or of "
        "nobody.",
    )
    assert later == (
        "Its answers have changed since it was released. Another edition would tell how.",
    )


async def test_a_figure_whose_target_was_agreed_anew_says_why_it_comes_out_otherwise(
    heard: Heard,
) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    wanted = neglect(heard)
    made = await release(heard.deps, wanted, by=QUINN, name="Quinn")
    figure = next(one for one in made.digest.figures if one.statement == STATEMENT)

    await go_through(heard, heard.person(QUINN))
    found = await recompute(heard.deps, wanted.area, SUMMER, figure.id)

    assert not found.is_same
    assert found.told[0] == "The 'good' statement or its target has been agreed anew."


async def test_what_nobody_released_cannot_be_made_again(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    area = heard.deps.framework.area("neglect")
    made = await make_digest(heard.deps, area, SUMMER, Audience.BOARD, by="test")

    with pytest.raises(NotReleased):
        await recompute(heard.deps, area, SUMMER, made.figures[0].id)


async def test_a_paper_counts_as_a_release_to_the_board(heard: Heard) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await quinn.command("/paper 2026-Q3")
    await heard.workspace.until(
        lambda: any("Word to edit" in one.text for one in quinn.direct_messages), PATIENCE
    )
    await more_heard(heard, wave, 30, 4)

    made = await release(heard.deps, neglect(heard), by=QUINN, name="Quinn")

    figure = next(one.id for one in made.digest.figures if one.measure == "OC1")
    found = await evidence_behind(heard.deps, neglect(heard).area, SUMMER, figure, by=QUINN)
    assert safe(made.digest) == (24, 30)
    assert [use.split(",")[0] for use in found.used] == [
        "the Board paper of 2026-Q3",
        "the digest of 2026-Q3",
    ]


async def test_a_figure_that_stands_only_in_a_paper_can_be_made_again(heard: Heard) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    wanted = neglect(heard)
    [made] = [
        one
        for one in await digests_of_all(
            heard.deps,
            SUMMER,
            Audience.BOARD,
            readers=Audience.BOARD,
            way=Way.PAPER,
            by=QUINN,
        )
        if one.area == wanted.area.id
    ]
    figure = next(one for one in made.figures if one.measure == "OC1" and one.value)

    at_once = await recompute(heard.deps, wanted.area, SUMMER, figure.id)
    await more_heard(heard, wave, 30, 20)
    later = await recompute(heard.deps, wanted.area, SUMMER, figure.id)

    assert at_once.is_same
    assert later.is_same
    assert later.figure == figure
    assert later.told == (
        "Its answers have changed since it was released. Another edition would tell how.",
    )
    await go_through(heard, heard.person(QUINN))
    otherwise = await recompute(heard.deps, wanted.area, SUMMER, figure.id)
    assert not otherwise.is_same
    assert otherwise.told[0] == "The 'good' statement or its target has been agreed anew."


async def rows_of_all(heard: Heard) -> Rows:
    """The marks of all thirty children, who all answered."""
    return (await marks_of(heard.deps))(f"r{number}" for number in range(30))


async def analysts(deps: Deps, area: ContentArea) -> Digest:
    return await make_digest(deps, area, SUMMER, Audience.ANALYST, by=QUINN)


async def in_the_paper(deps: Deps) -> Digest:
    """Of neglect, as the Board paper of the summer tells it."""
    every = await digests_of_all(
        deps, SUMMER, Audience.BOARD, readers=Audience.BOARD, way=Way.PAPER, by=QUINN
    )
    return next(one for one in every if one.area == "neglect")


async def test_evidence_of_a_figure_in_a_paper_stays_when_the_file_of_measures_changes(
    heard: Heard,
) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    area, made = neglect(heard).area, await in_the_paper(heard.deps)
    figure = next(one for one in made.figures if one.measure == "OC1" and one.value)
    [sources] = made.by(Formula.SOURCES)
    before = await evidence_behind(heard.deps, area, SUMMER, figure.id, by=QUINN)

    renamed = [
        one.model_copy(update={"name": "Called anew", "counted": "other words"})
        for one in heard.deps.measures.measures
    ]
    deps = replace(heard.deps, measures=heard.deps.measures.with_(renamed))
    after = await evidence_behind(deps, area, SUMMER, figure.id, by=QUINN)
    again = await recompute(deps, area, SUMMER, figure.id)

    assert after == before
    assert before.definition == "Feels safe (OC1)"
    assert before.formula
    assert before.row_set == row_set_of(await rows_of_all(heard))
    assert before.versions
    assert before.filters
    look = next(one for one in (await analysts(deps, area)).figures if one.measure == "OC1")
    seen = await evidence_behind(deps, area, SUMMER, look.id, by=QUINN)
    assert seen.definition == "Called anew (OC1)"
    assert again.is_same
    assert (await recompute(deps, area, SUMMER, sources.id)).is_same


async def test_a_paper_made_twice_is_one_line_until_something_is_defined_anew(
    heard: Heard,
) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    lines = []
    for _ in range(2):
        await in_the_paper(heard.deps)
        lines.append(len(await releases_of(heard.deps, neglect(heard).area.id)))

    renamed = [
        one.model_copy(update={"name": "Called anew"}) for one in heard.deps.measures.measures
    ]
    anew = replace(heard.deps, measures=heard.deps.measures.with_(renamed))
    await in_the_paper(anew)
    lines.append(len(await releases_of(anew, neglect(heard).area.id)))

    assert lines == [1, 1, 2]


async def test_of_a_figure_in_a_paper_of_before_that_counts_no_people_it_says_what_to_do(
    heard: Heard,
) -> None:
    """From before it was kept how each figure of a paper was made."""
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    area, made = neglect(heard).area, await in_the_paper(heard.deps)
    [sources] = made.by(Formula.SOURCES)
    for one in await heard.deps.store.all_kept(ReleasedFigures):
        await heard.deps.store.change(one, one.model_copy(update={"evidence": ""}))

    with pytest.raises(OnlyInPaper) as refused:
        await recompute(heard.deps, area, SUMMER, sources.id)

    told = sorry(refused.value, heard.deps.board)
    assert "only in the Board paper of 2026-Q3, made on 15 October 2026" in told
    assert "release the digest" in told


async def test_the_ledger_keeps_nobodys_id(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    await release(heard.deps, neglect(heard), by=QUINN, name="Quinn")

    kept = [
        one.model_dump_json()
        for kind in (Release, ReleasedFigures)
        for one in await heard.deps.store.all_kept(kind)
    ]

    assert kept
    assert not any(f'"r{number}"' in text for text in kept for number in range(30))


async def test_a_look_that_changes_nothing_is_in_the_ledger_once(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    area = heard.deps.framework.area("neglect")
    for _ in range(3):
        await make_digest(heard.deps, area, SUMMER, Audience.BOARD, by="test")
        heard.clock.now += timedelta(days=1)

    assert len(await releases_of(heard.deps, area.id)) == 1
    assert await latest(heard.deps, replace(neglect(heard))) is None


async def test_figures_that_are_in_the_ledger_without_names_stand_beside_a_few_more(
    heard: Heard,
) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    area, store = heard.deps.framework.area("neglect"), heard.deps.store
    told = await make_digest(heard.deps, area, SUMMER, Audience.BOARD, by="test")
    [first] = await releases_of(heard.deps, area.id)
    behind = await store.kept(ReleasedFigures, first.id)
    assert behind is not None
    nameless = tuple(one.model_copy(update={"named": ()}) for one in behind.figures)
    second = {"id": release_id(2)}
    await store.keep(
        first.model_copy(update=second | {"number": 2}),
        behind.model_copy(update=second | {"figures": nameless}),
    )
    await more_heard(heard, wave, 30, 4)

    again = await make_digest(heard.deps, area, SUMMER, Audience.BOARD, by="test")

    assert safe(again) == safe(told) == (24, 30)


async def test_the_dashboard_stands_as_its_digests_do(heard: Heard) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    first = await make_dashboard(heard.deps, SUMMER, Audience.BOARD, by="test")

    await more_heard(heard, wave, 30, 4)
    few = await make_dashboard(heard.deps, SUMMER, Audience.BOARD, by="test")
    await more_heard(heard, wave, 34, 16)
    many = await make_dashboard(heard.deps, SUMMER, Audience.BOARD, by="test")

    assert few == first
    assert many != first
    with pytest.raises(NotReleased):
        await make_dashboard(heard.deps, SUMMER, Audience.BOARD, by="test", released_only=True)
