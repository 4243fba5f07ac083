"""What was promised to a respondent: searched for where it would be broken."""

import json
import logging

import pytest

from bot import wording
from storage.interface import Message
from surveys.survey import Mode, Survey
from surveys.wave import Invitation
from tests.journeys.harness import ANNA, BEN, QUINN, WILMA, Heard
from tests.journeys.test_answering import FIRST_PAGE, answer_all, comments_in, open_survey

PLANTED = "The heron stood in the bathtub"


def every_value(of: object) -> set[str]:
    """Every text in a document, and what is inside it."""
    if isinstance(of, dict):
        return set().union(*(every_value(one) for one in of.values()))
    if isinstance(of, list | tuple | set):
        return set().union(*(every_value(one) for one in of))
    return {str(of)}


async def test_a_comment_is_in_no_log_no_message_and_no_file(
    heard: Heard, pulse: Survey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    wave = await heard.ask(pulse)
    await open_survey(heard)
    await answer_all(heard, words=PLANTED)
    await open_survey(heard, BEN)
    ben = heard.person(BEN)
    await ben.submit(FIRST_PAGE)
    await ben.fill(dict.fromkeys(comments_in(ben), PLANTED))
    heard.clock.forward(days=30)
    await ben.submit()
    assert PLANTED in ben.view.words, "the words are given back to who wrote them"
    heard.clock.forward(days=-30)
    quinn = heard.person(QUINN)
    await quinn.command("/digest neglect 2026-Q3")
    await heard.workspace.until(lambda: quinn.direct_messages and quinn.direct_messages[-1].files)
    await heard.stop()

    assert PLANTED not in caplog.text
    said = [*heard.workspace.calls_of("chat.postMessage"), *heard.workspace.calls_of("chat.update")]
    said += heard.workspace.calls_of("response_url")
    assert PLANTED not in str([call.arguments for call in said])
    files = [file for file in heard.settings.data.rglob("*") if file.is_file()]
    assert {"heard.db", "pseudonyms.key"} <= {file.name for file in files}
    for file in files:
        assert PLANTED.encode() not in file.read_bytes(), file.name
    await heard.start()
    [response] = await heard.deps.store.responses(wave.id)
    assert PLANTED in response.model_dump_json()


async def test_what_goes_wrong_unexpectedly_is_logged_without_its_words(
    heard: Heard, pulse: Survey, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(type(heard.deps.store)):  # type: ignore[misc] # whatever the engine is
        async def accept(self, *_args: object, **_named: object) -> None:
            raise RuntimeError(PLANTED)

    caplog.set_level(logging.INFO)
    await heard.ask(pulse)
    await open_survey(heard)
    heard.deps.store.__class__ = Broken

    anna = heard.person(ANNA)
    outcome = await anna.submit(FIRST_PAGE)
    for _ in range(5):
        if not outcome.ok:
            break
        outcome = await anna.submit(dict.fromkeys(comments_in(anna), PLANTED))

    assert not outcome.ok
    assert PLANTED in str(anna.view.state)
    assert "RuntimeError" in caplog.text
    assert PLANTED not in caplog.text


async def test_participation_and_answers_share_nothing(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse)
    await open_survey(heard)
    await answer_all(heard)
    tables = heard.deps.store._rows.tables  # type: ignore[attr-defined] # the documents themselves
    shared = {pulse.id, "1", "True", "False", "None", "neglect"}

    answered = [{"key": key, **one} for key, one in tables["responses"].items()]
    asked = [{"key": key, **one} for key, one in tables["invitations"].items()]

    assert len(answered) == 1
    assert len(asked) == 8
    common = every_value(answered) & every_value(asked)
    assert common - shared == {str(answered[0]["wave"])}
    assert ANNA not in json.dumps(answered, default=str)
    outbox = json.dumps(dict(tables["outbox"]), default=str)
    assert str(answered[0]["key"]) not in outbox


async def test_an_answer_carries_the_day_and_no_time(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse)
    await open_survey(heard)
    await answer_all(heard)

    [response] = await heard.deps.store.responses(wave.id)
    written = response.model_dump_json()
    assert '"2026-09-01"' in written
    assert "T09" not in written
    assert "09:0" not in written
    assert str(int(heard.clock().timestamp())) not in written
    assert not {"at", "time", "when"} & set(Invitation.model_fields)


async def test_answers_are_read_back_in_another_order(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse)
    for person in (ANNA, BEN, WILMA):
        await open_survey(heard, person)
        await answer_all(heard, person)

    orders = {
        tuple(response.id for response in await heard.deps.store.responses(wave.id))
        for _ in range(60)
    }

    assert len(orders) > 1


async def test_a_wave_keeps_its_mode_whatever_its_survey_says_later(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse)
    changed = wave.model_copy(update={"mode": Mode.NAMED})

    await heard.deps.store.open_wave(changed, pulse, [], list[Message]())
    await heard.again()

    assert (await heard.deps.store.wave(wave.id)).mode is Mode.CONFIDENTIAL


async def test_the_mode_in_the_invitation_is_the_mode_of_the_wave(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse, ANNA)

    [message] = heard.person(ANNA).direct_messages
    assert wording.mode_in_short(wave.mode) in message.words


async def test_a_respondent_has_another_pseudonym_in_each_wave(heard: Heard, pulse: Survey) -> None:
    first, second = await heard.ask(pulse), await heard.ask(pulse)
    known = {heard.deps.pseudonyms.respondent(wave, ANNA) for wave in (first, second)}
    again = heard.deps.pseudonyms.respondent(first, ANNA)
    heard.deps.pseudonyms.destroy(first)

    assert len(known) == 2
    assert again in known
    assert heard.deps.pseudonyms.respondent(first, ANNA) not in known


async def test_the_key_of_pseudonyms_is_only_the_owners_to_read(
    heard: Heard, pulse: Survey
) -> None:
    await heard.ask(pulse)
    await open_survey(heard)

    assert heard.settings.pseudonym_key_file.stat().st_mode & 0o777 == 0o600
    assert ANNA not in heard.settings.pseudonym_key_file.read_text()
