"""A person sees what is kept about them, alone, and has it deleted."""

import pytest

from bot.own_data import own_answers
from surveys.errors import NotInvited
from surveys.hold import Hold
from surveys.survey import Survey
from surveys.values import WaveId
from tests.journeys.harness import ANNA, BEN, QUINN, Heard
from tests.journeys.test_answering import WORDS, answer_all, open_survey

KEY_IS_GONE = "can't be found any more"


async def typed(heard: Heard, words: str, person: str = ANNA) -> str:
    """What the window that a command opens says."""
    actor = heard.person(person)
    while actor.views:
        await actor.close()
    await actor.command(words)
    await heard.workspace.until(lambda: actor.views)
    return str(actor.view.words)


async def answered(heard: Heard, pulse: Survey) -> WaveId:
    wave = await heard.ask(pulse)
    for person in (ANNA, BEN):
        await open_survey(heard, person)
        await answer_all(heard, person)
    return wave.id


async def test_who_asks_sees_their_own_answers_and_nobody_elses(
    heard: Heard, pulse: Survey
) -> None:
    wave = await answered(heard, pulse)
    said = await typed(heard, "/heard my-data")
    anna = heard.person(ANNA)
    await anna.press("Show my answers")
    await heard.workspace.until(lambda: anna.view.title == "Your answers")
    answers = str(anna.view.words)
    quinns = await typed(heard, "/heard my-data", QUINN)
    with pytest.raises(NotInvited):
        await own_answers(heard.deps, QUINN, wave)

    assert "Health, Health visitor, North" in said
    assert "answered" in said
    assert WORDS not in said
    assert WORDS in answers
    assert "not in the board's list" in quinns
    assert "Show my answers" not in quinns
    posted = heard.workspace.calls_of("chat.postMessage")
    assert WORDS not in str([call.arguments for call in posted])
    audit = [(entry.who, entry.did) for entry in await heard.deps.store.audit()]
    assert (ANNA, "saw what is kept about them") in audit
    assert (ANNA, "saw their own answers") in audit


async def test_who_asks_to_be_forgotten_is_and_the_others_stay(heard: Heard, pulse: Survey) -> None:
    wave = await answered(heard, pulse)
    said = await typed(heard, "/heard forget-me")
    outcome = await heard.person(ANNA).submit()
    store = heard.deps.store

    assert "your answers in 1 survey" in said
    assert outcome.ok
    assert "Deleted" in heard.person(ANNA).view.words
    assert len(await store.responses(wave)) == 1
    assert await store.invitations_of(ANNA) == []
    assert len(await store.invitations_of(BEN)) == 1
    assert "no survey that you were asked" in await typed(heard, "/heard my-data")
    [entry] = [one for one in await store.audit() if one.did.startswith("deleted")]
    assert (entry.who, entry.what) == (ANNA, "own data")


async def test_once_the_key_is_destroyed_it_says_in_a_sentence_why_not(
    heard: Heard, pulse: Survey
) -> None:
    wave = await answered(heard, pulse)
    heard.deps.pseudonyms.destroy(await heard.deps.store.wave(wave))
    data = await typed(heard, "/heard my-data")
    sure = await typed(heard, "/heard forget-me")
    outcome = await heard.person(ANNA).submit()

    assert KEY_IS_GONE in data
    assert "Show my answers" not in str(heard.person(ANNA).views)
    assert KEY_IS_GONE in sure
    assert "destroyed a week after" in sure
    assert outcome.ok
    assert len(await heard.deps.store.responses(wave)) == 2
    assert await heard.deps.store.invitations_of(ANNA) == []


async def test_under_a_hold_nothing_is_deleted_and_the_person_is_told(
    heard: Heard, pulse: Survey
) -> None:
    wave = await answered(heard, pulse)
    today = heard.deps.today()
    hold = Hold(id="hold", wave=wave, reason="A review asks.", by="the DPO", since=today)
    await heard.deps.store.keep(hold)
    await typed(heard, "/heard forget-me")
    await heard.person(ANNA).submit()

    assert "a legal hold keeps it" in heard.person(ANNA).view.words
    assert "A review asks." not in heard.person(ANNA).view.words
    assert len(await heard.deps.store.responses(wave)) == 2
    assert len(await heard.deps.store.invitations_of(ANNA)) == 1
