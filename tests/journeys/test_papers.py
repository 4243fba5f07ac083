"""The QA officer makes the Board paper in Slack, cancels it, fills in what only people can say."""

import asyncio

import pytest

from analysis.disclosure.suppression import Audience
from analysis.paper.texts import PaperText, Part
from bot.telling.paper_making import Step, make_paper, text_of
from bot.telling.picturing import Wanted
from bot.telling.releasing import Released, release
from bot.web.practice.values import BOT_USER
from surveys.release import Release, Way
from surveys.values import AreaId
from tests.journeys.harness import ANNA, PATIENCE, QUINN, Heard
from tests.journeys.test_digests import OCTOBER, SUMMER, children_heard
from tests.journeys.test_releases import more_heard

FORMS = {"board-paper-2026-Q3.docx", "board-paper-2026-Q3.pdf", "board-paper-2026-Q3.xlsx"}
PLAN = "Show the tool in supervision | head of early help | January | NEG-OC4"


async def test_a_paper_comes_in_three_forms_and_one_message_says_how_far_it_is(
    heard: Heard,
) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)

    await quinn.command("/paper 2026-Q3 here", channel="qa-team")

    await heard.workspace.until(
        lambda: any("Word to edit" in one.text for one in quinn.messages("qa-team")), PATIENCE
    )
    told, sent = quinn.messages("qa-team")
    assert "`/paper 2026-Q3 write` fills it in" in told.text
    assert {file.name for file in sent.files} == FORMS
    starts = {heard.workspace.file_content(file.id)[:4] for file in sent.files}
    assert starts == {b"PK\x03\x04", b"%PDF"}
    assert {entry.did for entry in await heard.deps.store.audit()} >= {
        "made the Board paper",
        "sent the Board paper",
    }


async def test_a_paper_asked_for_twice_at_once_is_made_once_and_can_be_cancelled(
    heard: Heard,
) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await quinn.command("/paper 2026-Q3")
    await heard.workspace.until(lambda: heard.deps.papers.is_making(SUMMER))
    first = quinn.direct_messages[-1].text

    await quinn.command("/paper 2026-Q3")
    await quinn.press("Cancel")

    await heard.workspace.until(
        lambda: any("was cancelled. Nothing was sent" in one.text for one in quinn.direct_messages)
    )
    assert f"of {len(heard.deps.framework.areas) + 5} steps done" in first
    already = "is being made already: you asked for it on 15 October"
    assert any(already in one.text for one in quinn.direct_messages)
    assert not any(one.files for one in quinn.direct_messages)


@pytest.mark.parametrize("ending", [asyncio.CancelledError, OSError])
async def test_what_a_paper_that_was_cancelled_or_failed_would_have_told_has_told_nobody(
    heard: Heard, ending: type[BaseException]
) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER

    async def tell(step: Step) -> None:
        if step.doing == "pictures":
            raise ending

    with pytest.raises(ending):
        await make_paper(heard.deps, SUMMER, tell, by=QUINN)

    assert await heard.deps.store.all_kept(Release) == []
    assert "made the Board paper" not in {one.did for one in await heard.deps.store.audit()}


async def test_a_paper_stands_beside_what_was_released_while_it_was_made(heard: Heard) -> None:
    wave = await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    wanted = Wanted(heard.deps.framework.area("neglect"), SUMMER, Audience.BOARD)
    meanwhile: list[Released] = []

    async def tell(step: Step) -> None:
        if step.doing == "pictures" and not meanwhile:
            await more_heard(heard, wave, 30, 3)
            meanwhile.append(await release(heard.deps, wanted, by=QUINN, name="Quinn"))

    made = await make_paper(heard.deps, SUMMER, tell, by=QUINN)

    lines = sorted(await heard.deps.store.all_kept(Release), key=lambda one: one.number)
    assert [one.number for one in lines] == [*range(1, len(lines) + 1)]
    assert [one.way for one in lines] == [Way.RELEASED, *[Way.PAPER] * (len(lines) - 1)]
    told = {one.id: one for one in made.paper.figures}
    assert {one.id: one for one in meanwhile[0].digest.figures}.items() <= told.items()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/paper 2027-Q3", "only begins on 1 July 2027"),
        ("/paper 2026-Q4", "runs until 31 December 2026"),
        ("/paper 2026", "That is no quarter"),
        ("/paper 2026 write", "That is no quarter"),
        ("/paper soon", "That is no quarter. Write it like `2026-Q3`."),
    ],
)
async def test_what_cannot_be_a_paper_is_said_in_a_sentence(
    heard: Heard, typed: str, told: str
) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)

    await quinn.command(typed)

    await heard.workspace.until(
        lambda: quinn.direct_messages and told in quinn.direct_messages[-1].text
    )


async def test_where_heard_is_not_in_a_channel_it_says_how_to_invite_it(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    heard.workspace.team.find_channel("qa-team").members.remove(BOT_USER)  # type: ignore[union-attr]
    quinn = heard.person(QUINN)

    await quinn.command("/paper 2026-Q3 here", channel="qa-team")

    await heard.workspace.until(
        lambda: any("/invite @Heard" in one.text for one in quinn.messages("qa-team"))
    )


async def test_a_paper_goes_into_no_channel_with_somebody_who_may_not_have_it(
    heard: Heard,
) -> None:
    heard.clock.now = OCTOBER
    heard.workspace.team.find_channel("qa-team").members.append(ANNA)  # type: ignore[union-attr]
    quinn = heard.person(QUINN)

    await quinn.command("/paper 2026-Q3 here", channel="qa-team")

    await heard.workspace.until(
        lambda: any("`/paper 2026-Q3` brings it" in one.text for one in quinn.messages("qa-team"))
    )
    assert heard.person(ANNA).messages("qa-team") == []
    assert not heard.deps.papers.is_making(SUMMER)


async def test_a_paper_goes_into_no_channel_of_which_nobody_says_who_is_in_it(
    heard: Heard,
) -> None:
    heard.clock.now = OCTOBER
    channel = heard.workspace.team.find_channel("qa-team")
    assert channel
    channel.members.remove(BOT_USER)
    channel.is_private = True
    quinn = heard.person(QUINN)

    await quinn.command("/paper 2026-Q3 here", channel="qa-team")

    await heard.workspace.until(
        lambda: any("can't see who is in it" in one.text for one in quinn.messages("qa-team"))
    )
    assert not heard.deps.papers.is_making(SUMMER)


async def test_who_comes_while_a_paper_is_made_keeps_it_out_of_the_channel(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await quinn.command("/paper 2026-Q3 here", channel="qa-team")
    await heard.workspace.until(lambda: heard.deps.papers.is_making(SUMMER))

    heard.workspace.team.find_channel("qa-team").members.append(ANNA)  # type: ignore[union-attr]

    await heard.workspace.until(
        lambda: any("Not everybody" in one.text for one in quinn.messages("qa-team")), PATIENCE
    )
    assert not any(one.files for one in quinn.messages("qa-team"))


async def test_only_the_qa_team_makes_papers(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    anna = heard.person(ANNA)

    await anna.command("/paper 2026-Q3")

    await heard.workspace.until(lambda: anna.direct_messages)
    assert "QA officer" in anna.direct_messages[-1].text


async def test_what_people_write_is_kept_in_every_version_and_names_nobody(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)

    for text in (PLAN, f"{PLAN}\nOne more"):
        await quinn.command("/paper 2026-Q3 write")
        await heard.workspace.until(lambda: quinn.views)
        await quinn.submit({"part": "plan", "content_area": "neglect"})
        await heard.workspace.until(lambda: "Every version is kept" in str(quinn.view.body))
        refused = await quinn.submit({"text": "Ring her on 07700 900123."})
        assert "names somebody" in str(refused.errors)
        await quinn.submit({"text": text})
        await quinn.close()

    kept = await text_of(heard.deps, SUMMER, Part.PLAN, AreaId("neglect"))
    assert isinstance(kept, PaperText)
    assert [one.text for one in kept.versions] == [PLAN, f"{PLAN}\nOne more"]
