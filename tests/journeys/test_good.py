"""The QA officer proposes, consults, records what was agreed; the digests say it from then on."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from analysis.disclosure.suppression import Audience
from analysis.figures.status import Status
from bot.board import Board, Role
from bot.telling.digesting import make_digest
from bot.telling.good import life_of
from bot.web.practice import Actor
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.statement import State
from tests.journeys.harness import ANNA, DAWN, PATIENCE, QUINN, Heard
from tests.journeys.test_digests import OCTOBER, SUMMER, children_heard

STATEMENT = "NEG-O1"
WORDS = "Children say home is warm, safe and kind."
CHILDRENS = "Home is warm. I feel safe there. People are kind to me."
CONSULTATION = {
    "who": ["child", "parent_carer"],
    "day": "2026-09-08",
    "how": "Two groups of young people and a parents' group.",
    "changed": "“Kind” came in, because young people spoke of it first.",
}
AGREEMENT = {
    "day": "2026-09-22",
    "minute": "Mereshire Board 22 September 2026, item 4",
    "target": "60",
    "difference": "8",
}


ONLY_A_LEAD = {Role.DESIGNATED_LEAD: (DAWN,)}


async def open_life(heard: Heard, person: Actor, statement: str = STATEMENT) -> None:
    await person.command("/good neglect")
    await heard.workspace.until(lambda: person.views and "See its history" in str(person.view.body))
    if person.view.body and "put together" in str(person.view.body):
        await heard.workspace.until(lambda: "picture of" in str(person.view.body), PATIENCE)
    await person.press("See its history", block_id=statement)
    await heard.workspace.until(lambda: person.view.title == statement)


async def fill(heard: Heard, person: Actor, press: str, form: Mapping[str, object]) -> None:
    before = str(person.view.body)  # what was kept last may still stand there
    await person.press(press)
    await heard.workspace.until(lambda: person.view.title != STATEMENT)
    answer = await person.submit(form)
    assert not answer.errors, answer.errors
    await heard.workspace.until(
        lambda: "Kept:" in str(person.view.body) and str(person.view.body) != before
    )


async def go_through(heard: Heard, person: Actor) -> None:
    await open_life(heard, person)
    await fill(heard, person, "Edit wording", {"text": WORDS, "for_children": CHILDRENS})
    await fill(heard, person, "Record consultation", CONSULTATION)
    await fill(heard, person, "Record agreement", AGREEMENT)


async def test_what_was_proposed_consulted_on_and_agreed_is_in_the_next_digest(
    heard: Heard,
) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    quinn, area = heard.person(QUINN), heard.deps.framework.area("neglect")
    before = await make_digest(heard.deps, area, SUMMER, Audience.BOARD, by="test")

    await go_through(heard, quinn)

    living = await life_of(heard.deps, STATEMENT)
    assert living.state is State.AGREED
    assert living.now.with_whom == {Perspective.CHILD, Perspective.PARENT_CARER}
    after = await make_digest(heard.deps, area, SUMMER, Audience.BOARD, by="test")
    draft, good = (next(one for one in it.good if one.id == STATEMENT) for it in (before, after))
    assert draft.only_proposed
    assert (good.text, good.target, good.only_proposed) == (WORDS, 60, False)
    assert {one.target for one in after.figures if one.statement == STATEMENT} == {60}
    assert before.overall.status is Status.LEANING_ABOVE
    assert after.overall.status is Status.MET
    [line] = [one for one in after.since_last_time.agreed if STATEMENT in one.text]
    assert "the target is 60%, not 75 as drafted" in line.text
    assert "Recorded on 15 October 2026, after the quarter was over" in line.text
    spring = Period(year=2026, quarter=2)
    earlier = await make_digest(heard.deps, area, spring, Audience.BOARD, by="test")
    assert next(one for one in earlier.good if one.id == STATEMENT) == draft
    assert [entry.did for entry in await heard.deps.store.audit() if "'good'" in entry.did] == [
        "worded a 'good' statement",
        "recorded a consultation on a 'good' statement",
        "recorded what was agreed of a 'good' statement",
    ]


async def test_the_statement_stands_beside_the_actual_picture(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)

    await quinn.command("/good neglect")

    await heard.workspace.until(
        lambda: quinn.views and "The actual picture of" in str(quinn.view.body)
    )
    assert "24 of 30" in str(quinn.view.body)
    assert "Owner: nobody named yet" in str(quinn.view.body)


@pytest.mark.parametrize(
    ("changed", "block", "told"),
    [
        ({"target": "101"}, "target", "from 1 to 100"),
        ({"target": "0"}, "target", "from 1 to 100"),
        ({"difference": "51"}, "difference", "from 1 to 50"),
        ({"day": "2026-10-16"}, "day", "still to come"),
        ({"day": "2026-09-01"}, "day", "from 8 September 2026 on"),
        ({"minute": "Ring 07700 900123"}, "minute", "names somebody"),
    ],
)
async def test_wrong_input_is_answered_in_the_form(
    heard: Heard, changed: dict[str, str], block: str, told: str
) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await open_life(heard, quinn)
    await fill(heard, quinn, "Record consultation", CONSULTATION)
    await quinn.press("Record agreement")
    await heard.workspace.until(lambda: quinn.view.title == "Agreement")

    answer = await quinn.submit({**AGREEMENT, **changed})

    assert told in answer.errors[block]
    assert (await life_of(heard.deps, STATEMENT)).agreements == ()


async def test_nothing_is_agreed_before_children_or_parents_were_asked(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await open_life(heard, quinn)
    await fill(heard, quinn, "Record consultation", {**CONSULTATION, "who": ["practitioner"]})
    await quinn.press("Record agreement")
    await heard.workspace.until(lambda: quinn.view.title == "Agreement")

    answer = await quinn.submit(AGREEMENT)

    assert "Only practitioners have been asked" in answer.errors["minute"]


async def test_who_was_slower_is_told_so_and_nothing_is_written_over(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await open_life(heard, quinn)
    await quinn.press("Edit wording")
    await heard.workspace.until(lambda: quinn.view.title == "Wording")
    await heard.deps.store.keep(
        (await life_of(heard.deps, STATEMENT)).reworded(
            (await life_of(heard.deps, STATEMENT)).wording.model_copy(update={"text": "Mine."}),
            by="UOTHER",
            today=date(2026, 10, 15),
        )
    )

    answer = await quinn.submit({"text": WORDS})

    assert "changed in another window" in answer.errors["text"]
    assert (await life_of(heard.deps, STATEMENT)).wording.text == "Mine."


async def test_sending_the_same_form_twice_is_one_step(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await open_life(heard, quinn)
    await quinn.press("Edit wording")
    await heard.workspace.until(lambda: quinn.view.title == "Wording")

    await asyncio.gather(
        quinn.submit({"text": WORDS}), quinn.submit({"text": WORDS}), return_exceptions=True
    )

    assert len((await life_of(heard.deps, STATEMENT)).steps) == 1


async def test_what_was_taken_back_no_longer_holds(heard: Heard) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await go_through(heard, quinn)

    await fill(heard, quinn, "Take back the last", {"why": "It was another item of the agenda."})

    assert (await life_of(heard.deps, STATEMENT)).state is State.CONSULTED
    assert "This was taken back" in str(quinn.view.body)


async def test_everybody_sees_what_good_is_and_only_the_qa_team_figures_and_buttons(
    heard: Heard,
) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    anna = heard.person(ANNA)

    await open_life(heard, anna)

    assert "Edit wording" not in str(anna.view.body)
    await anna.close()
    assert "24 of 30" not in str(anna.view.body)
    assert "The QA team sees the actual picture here" in str(anna.view.body)


async def test_who_has_lost_the_role_meanwhile_is_refused_and_nothing_is_kept(
    heard: Heard, board: Board
) -> None:
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)
    await open_life(heard, quinn)
    await quinn.press("Edit wording")
    await heard.workspace.until(lambda: quinn.view.title == "Wording")
    await heard.stop()
    heard.known = replace(heard.known, board=board.model_copy(update={"roles": ONLY_A_LEAD}))
    await heard.start()

    await quinn.submit({"text": WORDS})

    refused = [entry for entry in await heard.deps.store.audit() if entry.did == "was refused"]
    assert [(entry.who, entry.what) for entry in refused] == [(QUINN, "change 'good' statements")]

    assert (await life_of(heard.deps, STATEMENT)).steps == ()


async def test_without_words_every_area_is_listed_with_a_way_to_it(heard: Heard) -> None:
    quinn = heard.person(QUINN)
    await quinn.command("/good")

    await heard.workspace.until(
        lambda: any("3 proposed" in str(one.blocks) for one in quinn.direct_messages)
    )
    await quinn.press("good_area", choose="neglect")

    await heard.workspace.until(lambda: quinn.views and "NEG-O1" in str(quinn.view.body))


async def test_an_area_that_is_not_there_is_said_in_a_sentence(heard: Heard) -> None:
    quinn = heard.person(QUINN)

    await quinn.command("/good neglekt")

    await heard.workspace.until(lambda: quinn.direct_messages)
    assert "Did you mean `neglect`?" in quinn.direct_messages[-1].text
