"""A person sees what is kept about them, alone, and has it deleted."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from analysis.paper.texts import PaperText, Part, Written, paper_text
from bot.asking.voices import take_back
from bot.keeping.forgetting import STAND_WITHOUT
from bot.keeping.inbox import Arrival
from bot.keeping.own_data import own_answers
from bot.telling.figure_queries import FigureQuery
from bot.telling.paper_claims import PaperAtWork
from surveys.coding import Sentiment
from surveys.concern import Concern, SealedWriter
from surveys.erasing import WHO, is_erased
from surveys.errors import NotInvited, OnHold
from surveys.hold import Hold
from surveys.periods import Period
from surveys.review import PersonCoding, Read, Review
from surveys.survey import Survey
from surveys.values import Kept, PersonId, QuestionId, ResponseId, Slug, WaveId
from surveys.voice import Voice
from tests.builders import a_message, a_response
from tests.holding import a_hold, a_voice
from tests.journeys.harness import ANNA, BEN, QUINN, TUESDAY, WILMA, Heard
from tests.journeys.test_answering import WORDS, answer_all, open_survey

NOT_YET = TUESDAY + timedelta(days=300)
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


def failed_arrival(person: PersonId) -> Arrival:
    """A form that could not be handled, with what was written in it."""
    body = json.dumps({"type": "view_submission", "user": {"id": person}})
    return Arrival(id=person, body=body, holder="gone", at=TUESDAY, failed="unexpected error")


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
    store = heard.deps.store
    for person in (ANNA, BEN):
        await store.keep(failed_arrival(person))
        messages = (
            a_message(person, id=person, not_before=NOT_YET, invitation=wave),
            a_message(person, id=f"2{person}", not_before=NOT_YET),
        )
        await store.accept(a_response(wave=wave), participant=None, outbox=messages)
        for message in messages:
            await store.give_up(message.id, "account_inactive")
    said = await typed(heard, "/heard forget-me")
    outcome = await heard.person(ANNA).submit()

    assert "your answers in 1 survey" in said
    assert outcome.ok
    assert "Deleted" in heard.person(ANNA).view.words
    assert len(await store.responses(wave)) == 3
    arrivals = await store.all_kept(Arrival)
    assert [one.id for one in arrivals if one.failed] == [BEN]
    letters = {letter.id for letter, _ in await store.dead_letters()}
    assert letters == {BEN, f"2{BEN}", f"2{ANNA}"}, "what does not ask them may be about a concern"
    assert await store.invitations_of(ANNA) == []
    assert len(await store.invitations_of(BEN)) == 1
    assert "no survey that you were asked" in await typed(heard, "/heard my-data")
    [entry] = [one for one in await store.audit() if one.did.startswith("deleted")]
    assert (entry.who, entry.what) == (ANNA, "own data")


async def test_a_papers_texts_stay_without_who_wrote_them(heard: Heard, pulse: Survey) -> None:
    await answered(heard, pulse)
    period, store = Period(year=2026, quarter=3), heard.deps.store
    texts = [Written(text=f"Risk {who}", by=who, at=heard.clock()) for who in (ANNA, BEN)]
    written = paper_text(period, Part.RISKS, None, texts[0]).rewritten(texts[1])
    await store.keep(written)
    await typed(heard, "/heard forget-me")
    await heard.person(ANNA).submit()

    [kept] = await store.all_kept(PaperText)
    assert [one.text for one in kept.versions] == [one.text for one in texts]
    first, second = (one.by for one in kept.versions)
    assert is_erased(first)
    assert second == BEN


async def test_what_somebody_coded_stays_without_who_they_were(heard: Heard, pulse: Survey) -> None:
    """Two people read one comment; both readings count, and one of them wants to be forgotten."""
    await answered(heard, pulse)
    store = heard.deps.store
    read = Read(sentiment=Sentiment.NEGATIVE, themes=(Slug("time"),))
    codings = [
        PersonCoding(by=who, day=TUESDAY.date(), codebook="1", read=read) for who in (ANNA, BEN)
    ]
    review = Review(
        id="review-1",
        response=ResponseId("another"),
        question=QuestionId("why"),
        day=TUESDAY.date(),
        text="text",
        codings=tuple(codings),
    )
    await store.keep(review)
    await typed(heard, "/heard forget-me")
    await heard.person(ANNA).submit()

    [kept] = await store.all_kept(Review)
    assert [one.read for one in kept.codings] == [read, read]
    assert len(kept.coders) == 2
    assert BEN in kept.coders
    assert ANNA not in kept.model_dump_json()


def test_every_record_that_says_who_did_it_is_cleared_or_said_to_stay() -> None:
    """A new kind of record has to be put in one of these, and the second with its reason."""
    cleared, deleted = {*STAND_WITHOUT, PaperText}, {FigureQuery}
    passing = {PaperAtWork}  # for the minutes in which a paper is made
    stay = {Concern, SealedWriter, Hold}  # docs/privacy.md says why
    by_when = {Voice}  # who logged one is a pseudonym
    every = {one: str(one.model_json_schema()) for one in _kinds(Kept)}
    telling = {
        kind for kind, schema in every.items() if any(f"'{name}': {{" in schema for name in WHO)
    }

    assert telling == cleared | deleted | passing | stay | by_when


def _kinds(kept: type[Kept]) -> Iterator[type[Kept]]:
    for one in kept.__subclasses__():
        if not one.__module__.startswith("tests"):
            yield one
            yield from _kinds(one)


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

    await heard.deps.store.keep(a_hold(id="on everything"))
    with pytest.raises(OnHold):
        await take_back(heard.deps, WILMA, a_voice())

    assert "a legal hold keeps it" in heard.person(ANNA).view.words
    assert "A review asks." not in heard.person(ANNA).view.words
    assert len(await heard.deps.store.responses(wave)) == 2
    assert len(await heard.deps.store.invitations_of(ANNA)) == 1
