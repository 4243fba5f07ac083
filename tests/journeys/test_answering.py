"""A practitioner answers, from the invitation to the thank-you."""

from typing import Any

import pytest

from bot.wording import days
from surveys.answering import Chosen, Said
from surveys.authoring import library
from surveys.survey import Survey
from surveys.values import AreaId, SurveyId
from tests.journeys.harness import ANNA, BEN, QUINN, WILMA, Heard
from tests.servers import Server

FIRST_PAGE = {"agency": "Health", "area_of_work": "Neglect"}
WORDS = "Nobody rings back."


@pytest.fixture(params=["tinydb", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """Each of these journeys is made on both engines."""
    if request.param == "tinydb":
        return ""
    server: Server = request.getfixturevalue("server")
    return server.url(server.emptied("journeys"))


async def open_survey(heard: Heard, person: str = ANNA) -> None:
    await heard.person(person).press("Open the survey")
    await heard.workspace.until(lambda: heard.person(person).views)


async def answer_all(heard: Heard, person: str = ANNA, words: str = WORDS) -> Any:
    """Fill in every page that comes, until the form says thank you."""
    actor = heard.person(person)
    outcome = None
    for _ in range(10):
        if actor.view.title == "Thank you":
            return outcome
        values: dict[str, object] = {}
        for block in actor.view.blocks:
            if block["type"] != "input":
                continue
            name = block["block_id"]
            if block["element"]["type"] == "plain_text_input":
                values[name] = words
            elif name == "area_of_work":
                values[name] = "Neglect"
            else:
                values[name] = block["element"]["options"][0]["value"]
        outcome = await actor.submit(values)
        assert outcome.ok, outcome
    raise AssertionError("the survey never ends")


async def test_an_invitation_says_the_promise_and_whom_to_call(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse, ANNA)

    [message] = heard.person(ANNA).direct_messages
    words = str(message.blocks)
    assert "Confidential, not secret" in words
    assert "01632 960100" in words
    assert "999" in words
    assert "anonymous" not in words.lower()
    assert heard.person(BEN).direct_messages == []


async def test_a_practitioner_answers_and_is_thanked(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse)
    await open_survey(heard)
    await answer_all(heard)

    [response] = await heard.deps.store.responses(wave.id)
    assert response.content_area == AreaId("neglect")
    assert response.agency is not None
    assert Said(text=WORDS) in response.answers.values()
    anna = heard.person(ANNA)
    await heard.workspace.until(lambda: len(anna.direct_messages) == 2)
    assert "Thank you" in str(anna.direct_messages[-1].blocks)


async def test_every_mistake_is_shown_at_once_next_to_its_field(
    heard: Heard, pulse: Survey
) -> None:
    await heard.ask(pulse)
    await open_survey(heard)

    outcome = await heard.person(ANNA).submit({})

    assert not outcome.ok
    assert set(outcome.errors) == {"agency", "area_of_work"}


async def test_a_survey_of_nothing_ends_after_the_page_that_says_so(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse)
    await open_survey(heard)
    anna = heard.person(ANNA)

    await anna.submit({"agency": "Health", "area_of_work": "None of these"})
    await anna.submit()

    [response] = await heard.deps.store.responses(wave.id)
    assert list(response.answers) == ["agency", "area_of_work"]


async def test_pressing_send_twice_is_one_response(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse)
    await heard.workspace.be_unkind({"duplicate": True})
    await open_survey(heard)
    await answer_all(heard)

    assert len(await heard.deps.store.responses(wave.id)) == 1
    anna = heard.person(ANNA)
    await heard.workspace.until(lambda: len(anna.direct_messages) == 2)


async def test_a_draft_survives_a_restart(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse)
    await open_survey(heard)
    anna = heard.person(ANNA)
    await anna.submit(FIRST_PAGE)
    await anna.close()
    await heard.again()

    await anna.command("/survey")
    await heard.workspace.until(lambda: "Go on" in str(anna.direct_messages[-1].blocks))
    await anna.press("Go on")
    await heard.workspace.until(lambda: anna.views)
    assert "thresholds" in [block.get("block_id") for block in anna.view.blocks]
    await answer_all(heard)

    [response] = await heard.deps.store.responses(wave.id)
    assert isinstance(response.answers[pulse.questions[0].id], Chosen)


async def test_going_back_keeps_what_was_filled_in(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse)
    await open_survey(heard)
    anna = heard.person(ANNA)
    await anna.submit(FIRST_PAGE)
    await anna.fill({"thresholds": "Agree"})

    await anna.press("Back")
    await heard.workspace.until(lambda: "agency" in block_ids(anna))
    await anna.submit()

    assert "'initial_option'" in str(
        next(block for block in anna.view.blocks if block.get("block_id") == "thresholds")
    )


async def test_personal_data_is_taken_out_and_shown_before_sending(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse)
    await open_survey(heard)
    anna = heard.person(ANNA)
    await anna.submit(FIRST_PAGE)
    while "Ready" not in str(anna.view.blocks) and "last question" not in str(anna.view.blocks):
        comment = [
            block["block_id"]
            for block in anna.view.blocks
            if block["type"] == "input" and block["element"]["type"] == "plain_text_input"
        ]
        await anna.submit(dict.fromkeys(comment, "Ring me on 01632 960123, nobody does."))

    assert "we took out 1 phone number" in str(anna.view.blocks)
    assert await heard.deps.store.responses(wave.id) == []
    await anna.submit()
    [response] = await heard.deps.store.responses(wave.id)
    assert "960123" not in response.model_dump_json()


async def test_a_form_sent_after_the_wave_closed_gives_the_words_back(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse)
    await open_survey(heard)
    anna = heard.person(ANNA)
    await anna.submit(FIRST_PAGE)
    await anna.fill(dict.fromkeys(comments_in(anna), "Still mine"))
    heard.clock.forward(days=30)

    await anna.submit()

    assert "open until 21 September 2026" in str(anna.view.blocks)
    assert await heard.deps.store.responses(wave.id) == []


async def test_someone_who_was_not_asked_is_told_so(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse, ANNA)
    ben = heard.person(BEN)

    await ben.command("/survey")

    await heard.workspace.until(lambda: ben.direct_messages)
    assert "Nothing is open for you" in str(ben.direct_messages[-1].blocks)


async def test_who_has_answered_is_not_asked_again(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse)
    await open_survey(heard)
    await answer_all(heard)
    anna = heard.person(ANNA)
    await anna.close()

    await anna.press("Open the survey", on=anna.direct_messages[0])

    await heard.workspace.until(lambda: anna.views)
    assert "answered this survey already" in str(anna.view.blocks)


async def test_a_worker_fills_in_a_childs_survey_as_often_as_needed(heard: Heard) -> None:
    survey = library()[SurveyId("child-8-to-11")]
    wave = await heard.ask(survey, WILMA, content_area=AreaId("neglect"))
    for _ in range(2):
        await open_survey(heard, WILMA)
        await answer_all(heard, WILMA)
        await heard.person(WILMA).close()

    responses = await heard.deps.store.responses(wave.id)
    assert len({response.respondent for response in responses}) == 2
    assert {response.content_area for response in responses} == {"neglect"}


async def test_home_lists_what_is_open_and_what_came_of_it(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse)
    anna = heard.person(ANNA)
    await anna.open_home()
    await heard.workspace.until(lambda: "Practitioner pulse" in str(anna.home.blocks))

    await open_survey(heard)
    await answer_all(heard)
    await heard.workspace.until(lambda: "Nothing is open for you" in str(anna.home.blocks))
    quinn = heard.person(QUINN)
    await quinn.command("/wave")
    await heard.workspace.until(lambda: "What came of it" in str(quinn.direct_messages))
    await quinn.press("What came of it")
    await heard.workspace.until(lambda: quinn.views)
    await quinn.submit({"told": "You said: nobody rings back. We did: a rota."})

    await heard.workspace.until(lambda: "a rota" in str(anna.home.blocks))
    asked = f"Asked {days(wave.opens_at.date(), wave.last_day)}\\nYou said: nobody"
    assert asked in str(anna.home.blocks)
    assert (await heard.deps.store.wave(wave.id)).what_came_of_it


async def test_every_page_says_what_not_now_keeps_and_home_says_how_far_it_is_kept(
    heard: Heard, pulse: Survey
) -> None:
    await heard.ask(pulse)
    anna = heard.person(ANNA)
    await anna.open_home()
    await open_survey(heard)
    assert "Next keeps what you fill in on this page; Not now does not." in str(anna.view.blocks)

    await anna.submit(FIRST_PAGE)
    assert "Not now keeps the pages before this one; Send keeps this one too." in str(
        anna.view.blocks
    )
    await anna.close()

    told = "You have started: page 1 is kept, of about 2."
    await heard.workspace.until(lambda: told in str(anna.home.blocks))


async def test_a_message_to_heard_is_answered_with_the_numbers_and_not_kept(heard: Heard) -> None:
    anna = heard.person(ANNA)

    await anna.say("She told me something on Friday")

    await heard.workspace.until(lambda: len(anna.direct_messages) == 2)
    assert "01632 960100" in anna.direct_messages[-1].text


def block_ids(actor: Any) -> list[str]:
    return [block.get("block_id", "") for block in actor.view.blocks]


def comments_in(actor: Any) -> list[str]:
    return [
        block["block_id"]
        for block in actor.view.blocks
        if block["type"] == "input" and block["element"]["type"] == "plain_text_input"
    ]
