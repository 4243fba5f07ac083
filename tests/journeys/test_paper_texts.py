"""What people write in a Board paper: what the rules made first, who is asked, and until when."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from analysis.paper.missing import TextsDue
from analysis.paper.texts import Part
from bot.app import client_for
from bot.telling.paper_making import Step, make_paper, text_of
from bot.web.practice import Actor
from bot.workers.caretaking import remind
from surveys.authoring import library_framework
from surveys.framework import Framework
from surveys.values import AreaId
from tests.journeys.harness import ANNA, QUINN, WILMA, Heard
from tests.journeys.test_digests import OCTOBER, SUMMER, children_heard

SET = "/paper 2026-Q3 texts by 2026-10-30"  # a Friday
MONDAY, TUESDAY = "2026-10-26 10:00", "2026-10-27 10:00"
NEGLECT = AreaId("neglect")
PLAN = "Show the tool in supervision | head of early help | January 2027 | NEG-OC4"


@pytest.fixture
def framework() -> Framework:
    """Anna, the one health visitor, owns what is measured about neglect."""
    known = library_framework()
    areas = [
        one.model_copy(update={"owner": "health visitor"}) if one.id == NEGLECT else one
        for one in known.areas
    ]
    return Framework(areas=tuple(areas))


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))


async def reminded(heard: Heard, moment: str) -> None:
    heard.clock.now = at(moment)
    await remind(heard.deps, client_for(heard.settings))


async def form_of(heard: Heard, who: Actor, part: str, area: str | None = None) -> str:
    """The form to write in, chosen in the one before it."""
    await who.command("/paper 2026-Q3 write")
    await heard.workspace.until(lambda: who.views)
    await who.submit({"part": part, **({"content_area": area} if area else {})})
    await heard.workspace.until(lambda: "Every version is kept" in str(who.view.body))
    return str(who.view.body)


async def test_who_rewrites_the_risks_begins_with_what_the_rules_made_also_after_a_restart(
    heard: Heard,
) -> None:
    async def nobody_hears(step: Step) -> None: ...

    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    before = await form_of(heard, quinn, "risks")
    await quinn.close()
    made = await make_paper(heard.deps, SUMMER, nobody_hears, by=QUINN)
    await heard.again()

    form = await form_of(heard, quinn, "risks")
    await quinn.submit({"text": made.paper.risks.by_rule[0].text})

    assert "none has been made of this quarter" in before
    assert made.paper.risks.by_rule[0].text in form
    assert "from the figures of the paper of 15 October 2026" in form
    assert "You changed nothing" in str(quinn.view.body)
    assert await text_of(heard.deps, SUMMER, Part.RISKS, None) is None


async def says(heard: Heard, who: Actor, text: str) -> None:
    await heard.workspace.until(lambda: any(text in one.text for one in who.direct_messages))


async def test_owners_and_the_qa_team_are_asked_once_and_reminded_once_of_what_is_left(
    heard: Heard,
) -> None:
    heard.clock.now = OCTOBER
    quinn, anna = heard.person(QUINN), heard.person(ANNA)

    await quinn.command(SET)
    await says(heard, quinn, "2 people are asked in a direct message")
    await quinn.command(SET)
    await says(heard, quinn, "nobody is asked again")
    await form_of(heard, quinn, "programme")
    await quinn.submit({"text": "Two audits were done."})
    for moment in (MONDAY, TUESDAY, TUESDAY, "2026-10-28 03:00"):
        await reminded(heard, moment)
    await says(heard, quinn, "A reminder")
    await says(heard, anna, "A reminder")

    asked, reminder = anna.direct_messages
    assert asked.text.endswith("asked for this by 30 October 2026:\n• Neglect")
    assert reminder.text.endswith("not all written yet:\n• Neglect")
    texts = [one.text for one in quinn.direct_messages]
    [asked_team] = [one for one in texts if "You are asked for this" in one]
    [reminded_team] = [one for one in texts if "A reminder" in one]
    assert "Section 11" in asked_team
    assert "Section 11" not in reminded_team
    assert "Neglect" not in asked_team


async def test_an_owner_writes_about_the_own_area_and_nowhere_else(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    quinn, anna, wilma = heard.person(QUINN), heard.person(ANNA), heard.person(WILMA)
    await quinn.command(SET)
    await heard.workspace.until(lambda: anna.direct_messages)

    await anna.press("Write in the paper")
    await heard.workspace.until(lambda: anna.views)
    choosing = str(anna.view.body)
    await anna.submit({"part": "plan", "content_area": NEGLECT})
    refused = await anna.submit({"text": f"{PLAN}\nMore of it | head of early help | soon"})
    await anna.submit({"text": PLAN})
    await wilma.command("/paper 2026-Q3 write")
    await says(heard, wilma, "QA officer")

    assert "due by 30 October 2026" in choosing
    assert "The story behind the baseline: Neglect." in choosing
    assert "Section 11" not in choosing
    assert "Domestic abuse" not in choosing
    assert "Action 2 does not say by when in a day or month" in str(refused.errors)
    kept = await text_of(heard.deps, SUMMER, Part.PLAN, NEGLECT)
    assert kept
    assert kept.latest.text == PLAN


async def test_a_day_that_is_over_is_kept_once_it_was_said_that_it_is_meant(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await form_of(heard, quinn, "plan", NEGLECT)

    await quinn.submit({"text": "Ask Camden Conversations | QA officer | 2026-01-01 | OC1"})
    asked = str(quinn.view.body)
    await quinn.submit({"names_nobody": ["names_nobody"]})
    kept = await text_of(heard.deps, SUMMER, Part.PLAN, NEGLECT)
    await quinn.submit({"day_is_meant": ["day_is_meant"]})

    assert "By that day action 1 was due, and it is over" in asked
    assert kept is None
    assert await text_of(heard.deps, SUMMER, Part.PLAN, NEGLECT)


async def test_an_action_without_who_or_when_is_kept_and_listed_as_missing(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await form_of(heard, quinn, "plan", NEGLECT)

    await quinn.submit({"text": f"{PLAN}\nTrain all\nAudit files | QA officer | | OC1"})
    told = str(quinn.view.body)
    await quinn.close()
    await quinn.command("/paper 2026-Q3 write")
    await heard.workspace.until(lambda: quinn.views)

    lacking = "action 2 (by whom and by when), action 3 (by when)."
    assert f"Not said yet: {lacking}" in told
    assert f"Action plan of Neglect: {lacking}" in str(quinn.view.body)


async def test_after_the_day_texts_are_still_taken_and_it_is_said_that_the_paper_may_have_gone(
    heard: Heard,
) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await quinn.command(SET)
    await says(heard, quinn, "2 people are asked")
    heard.clock.now = at("2026-10-31 10:00")

    form = await form_of(heard, quinn, "story", NEGLECT)
    await quinn.submit({"text": "Two teams merged."})

    assert "were due by 30 October 2026. You can still write" in form
    assert "the paper may have gone to the Board already" in str(quinn.view.body)
    assert await text_of(heard.deps, SUMMER, Part.STORY, NEGLECT)


NO_LAST_DAYS = {
    "2026-Q3 texts by 2026-10-14": "due from today, 15 October 2026, until 16 October 2027",
    "2026-Q3 texts by 2062-10-30": "until 16 October 2027",
    "2026-Q3 texts by soon": "That is no day",
    "2026-Q3 texts": "That is no day",
    "2026 texts by 2026-10-30": "That is no quarter",
    "2026-Q4 texts by 2026-10-30": "runs until 31 December 2026",
}


async def test_what_cannot_be_a_last_day_is_said_in_a_sentence_and_asks_nobody(
    heard: Heard,
) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)

    for typed in NO_LAST_DAYS:
        await quinn.command(f"/paper {typed}")
    await heard.workspace.until(lambda: len(quinn.direct_messages) == len(NO_LAST_DAYS))

    texts = [one.text for one in quinn.direct_messages]
    assert [told for told in NO_LAST_DAYS.values() if not any(told in one for one in texts)] == []
    assert await heard.deps.store.all_kept(TextsDue) == []


async def test_whoever_writes_what_may_be_a_name_is_asked_and_agencies_are_no_names(
    heard: Heard,
) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)

    async def kept(part: Part, text: str, **also: object) -> bool:
        await form_of(heard, quinn, part, NEGLECT)
        await quinn.submit({"text": text})
        if also:
            await quinn.submit(also)
        form = str(quinn.view.body)
        await quinn.close()
        assert ("Is this the name of a person?" in form) != ("Earlier versions stay" in form)
        return "Earlier versions stay" in form

    assert not await kept(Part.STORY, "It slowed because Jane Doe was off sick.")
    assert await kept(Part.STORY, "It slowed.")
    assert await kept(Part.PARTNERS, "Mereshire Police, Early Help and Health.")
    assert await kept(Part.WORKS, "What Camden Conversations does.", names_nobody=["names_nobody"])
    story = await text_of(heard.deps, SUMMER, Part.STORY, NEGLECT)
    assert story
    assert [one.text for one in story.versions] == ["It slowed."]
