"""Each bad input gets a clear sentence, and nothing has changed."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import wording
from storage.interface import Draft, Store, StoreFull
from storage.tiny import TinyStore
from surveys.answering import Said
from surveys.authoring import read_survey
from surveys.survey import Survey
from surveys.values import QuestionId, Respondent
from surveys.wave import Wave
from tests.journeys.harness import ANNA, BEN, QUINN, Heard
from tests.journeys.test_answering import FIRST_PAGE, answer_all, comments_in, open_survey

HEADING = """\
id: own
version: 1
title: Our own
perspective: practitioner
method: practitioner_experiences
promise: staff
questions:
"""


def own_survey(heard: Heard, questions: str) -> Survey:
    return read_survey(HEADING + questions, "own.yaml", heard.known.framework)


async def told(heard: Heard, person: str) -> str:
    """The last thing that Heard told this person."""
    actor = heard.person(person)
    await heard.workspace.until(lambda: actor.views or actor.direct_messages)
    return actor.view.words if actor.views else actor.direct_messages[-1].words


async def pressed_again(heard: Heard, person: str) -> str:
    """What comes of the button in the invitation."""
    actor = heard.person(person)
    await actor.press("Open the survey", on=actor.direct_messages[0])
    await heard.workspace.until(lambda: actor.views)
    return actor.view.words


async def test_a_closed_wave_says_when_it_closed(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse, ANNA)
    heard.clock.forward(days=60)

    assert "open until 21 September 2026" in await pressed_again(heard, ANNA)


async def test_a_wave_that_is_not_open_yet_says_when_it_opens(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse, ANNA)
    heard.clock.forward(days=-2)

    assert "opens on 1 September 2026" in await pressed_again(heard, ANNA)


async def test_who_was_not_asked_cannot_open_a_form_that_somebody_forwarded(
    heard: Heard, pulse: Survey
) -> None:
    await heard.ask(pulse, ANNA)
    [invitation] = heard.person(ANNA).direct_messages
    ben = heard.person(BEN)
    direct = heard.workspace.team.direct(BEN)
    heard.workspace.team.post(direct, replace(invitation))

    await ben.press("Open the survey")

    await heard.workspace.until(lambda: ben.views)
    assert "not among those asked" in ben.view.words


async def test_who_has_answered_already_is_told_so(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse, ANNA)
    await open_survey(heard)
    await answer_all(heard)
    await heard.person(ANNA).close()

    assert "answered this survey already" in await pressed_again(heard, ANNA)
    assert len(await heard.deps.store.responses(wave.id)) == 1


async def test_a_trigger_that_came_too_late_asks_to_press_again(
    heard: Heard, pulse: Survey
) -> None:
    await heard.ask(pulse, ANNA)
    anna = heard.person(ANNA)
    tickets = heard.workspace.team.tickets
    kind_clock, tickets._clock = tickets._clock, lambda: kind_clock() - timedelta(seconds=9)
    made: Any = tickets.new_trigger

    def late(user: str, view: str | None = None) -> str:
        trigger: str = made(user, view)
        tickets._clock = kind_clock
        return trigger

    tickets.new_trigger = late  # type: ignore[method-assign] # a slow day

    await anna.press("Open the survey")

    await heard.workspace.until(lambda: "press the button once more" in str(anna.direct_messages))
    assert anna.views == []


@pytest.mark.parametrize(
    "words",
    [
        "x" * 3000,
        "😀👩‍👧" * 200,
        "\u202eesrever \u05e9\u05dc\u05d5\u05dd مرحبا",
        "<!channel> <!here> <https://example.org|here> `code` *bold*\n> quoted",
        "a\u0000b \ud7ff\ufffd\u200b",
        "'; DROP TABLE responses; --",
    ],
)
async def test_any_words_can_be_said_and_are_kept_as_they_are(heard: Heard, words: str) -> None:
    survey = own_survey(heard, '  - {id: why, kind: comment, text: "Why?", max_characters: 3000}\n')
    wave = await heard.ask(survey, ANNA)
    await open_survey(heard)

    await answer_all(heard, words=words)

    [response] = await heard.deps.store.responses(wave.id)
    assert list(response.answers.values()) == [Said(text=words)]


async def test_a_comment_longer_than_the_survey_allows_stays_in_the_form(heard: Heard) -> None:
    survey = own_survey(heard, '  - {id: why, kind: comment, text: "Why?", max_characters: 100}\n')
    wave = await heard.ask(survey, ANNA)
    await open_survey(heard)

    outcome = await heard.person(ANNA).submit({"why": "x" * 101})

    assert not outcome.ok
    assert await heard.deps.store.responses(wave.id) == []


async def test_a_survey_of_two_hundred_questions_is_answered_in_slack(heard: Heard) -> None:
    questions = "".join(
        f"  - {{id: q{number}, kind: agree, text: Number {number} is true.}}\n"
        for number in range(200)
    )
    survey = own_survey(heard, questions)
    wave = await heard.ask(survey, ANNA)
    await open_survey(heard)
    anna = heard.person(ANNA)
    pages = 0

    while anna.view.title != "Thank you":
        inputs = [block for block in anna.view.blocks if block["type"] == "input"]
        outcome = await anna.submit({block["block_id"]: "Agree" for block in inputs})
        assert outcome.ok, outcome
        pages += 1

    [response] = await heard.deps.store.responses(wave.id)
    assert len(response.answers) == 200
    assert pages < 100


async def test_a_form_sent_when_the_disk_is_full_stays_open_with_the_words(heard: Heard) -> None:
    question = '  - {id: why, kind: comment, text: "Why?", max_characters: 3000}\n'
    wave = await heard.ask(own_survey(heard, question), ANNA)
    await open_survey(heard)
    anna = heard.person(ANNA)
    disk = FullDisk(heard.deps.store)
    await disk.fill(wave)
    words = "".join(chr(0x4E00 + secrets.randbelow(20_000)) for _ in range(2500))  # fills a page

    outcome = await anna.submit({"why": words})

    assert outcome.errors == {"why": wording.not_saved()}
    assert words in str(anna.view.state)
    assert await heard.deps.store.responses(wave.id) == []
    await disk.make_room()
    await anna.submit()
    [response] = await heard.deps.store.responses(wave.id)
    assert list(response.answers.values()) == [Said(text=words)]


async def test_a_wave_that_was_closed_while_a_form_was_open_gives_the_words_back(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse, ANNA)
    await open_survey(heard)
    anna = heard.person(ANNA)
    await anna.submit(FIRST_PAGE)
    await anna.fill(dict.fromkeys(comments_in(anna), "My own words."))
    quinn = heard.person(QUINN)
    await quinn.command("/wave")
    await heard.workspace.until(lambda: quinn.direct_messages)
    await quinn.press("Close now")
    await heard.workspace.until(lambda: "Close now" not in str(quinn.direct_messages[-1].blocks))

    await anna.submit()

    assert "open until 1 September 2026" in anna.view.words
    assert await heard.deps.store.responses(wave.id) == []


@pytest.mark.parametrize("typed", ["/heard", "/heard what?", "/survey nothing of the sort"])
async def test_whatever_is_typed_gets_an_answer(heard: Heard, typed: str) -> None:
    await heard.person(ANNA).command(typed)

    assert await told(heard, ANNA)


async def test_a_message_is_not_read_and_says_whom_to_call(heard: Heard) -> None:
    anna = heard.person(ANNA)

    await anna.say("A child is not safe")

    await heard.workspace.until(lambda: "01632 960100" in str(anna.direct_messages[-1].text))
    assert "A child is not safe" not in str(
        [call.arguments for call in heard.workspace.calls_of("chat.postMessage")]
    )


class FullDisk:
    """A disk that has no room for more than the store has now."""

    def __init__(self, store: Store) -> None:
        assert isinstance(store, TinyStore)
        self._store = store
        self._connection = store._groups._file._connection
        self._groups = store._groups

    async def fill(self, wave: Wave) -> None:
        """With other people's drafts, until nothing of a thousand characters fits."""
        await self._limit(1)
        for number in range(1000):
            words = {QuestionId("words"): Said(text=secrets.token_hex(200))}
            other = Respondent(f"other-{number}")
            draft = Draft(wave=wave.id, respondent=other, owner=other, answers=words)
            try:
                await self._store.keep_draft(draft)
            except StoreFull:
                return
        pytest.fail("the disk never filled up")

    async def make_room(self) -> None:
        await self._limit(2**30)

    async def _limit(self, pages: int) -> None:
        statement = f"PRAGMA max_page_count={pages}"
        await self._groups.in_file(lambda: self._connection.execute(statement).fetchall())
