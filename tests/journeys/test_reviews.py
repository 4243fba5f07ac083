"""People check what the machine read, and what they say counts."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from analysis.reading.sentiment import whole
from bot.board import Board, Role
from bot.demo.reviews import review_sample
from bot.reading.comments import comment_of, ref
from bot.reading.marking import correct
from bot.reading.review_desk import Desk, Reviewer
from bot.reading.review_queue import begin, begin_settling
from bot.reading.reviewing import agree, code, undo
from bot.reading.worker import read_new
from bot.safeguarding.concerns import keep_at_once, raised
from bot.telling.evidence import evidence
from bot.workers.caretaking import forget_what_is_over
from surveys.answering import Response
from surveys.coding import Coder, Coding, Sampled, Sentiment
from surveys.concern import Concern, Door, in_filling
from surveys.marks import MarkCorrection, Wrong
from surveys.periods import Period
from surveys.review import Read, Review, Why
from surveys.values import PersonId, Respondent, ResponseId
from surveys.voice import OWN_WORDS, Voice, withdraw
from tests.builders import (
    GETS_IN_THE_WAY,
    a_response,
    a_survey,
    a_voice,
    a_wave,
    an_entry,
    saying,
    some_answers,
)
from tests.journeys.harness import DAWN, QUINN, WILMA, Heard

RITA = PersonId("UCOLLEAGUE0")  # reviews too
AUTUMN = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
Q3 = Period(year=2026, quarter=3)
KIND = "She was kind and explained everything, but nobody rang me back for six weeks after that."
PLAIN = "The caseload is too high."
IRONY = "Oh great, another new social worker. Fourth this year. Brilliant."


@pytest.fixture
def board(board: Board) -> Board:
    """Nothing blind, unless a test says so."""
    roles = {**board.roles, Role.ANALYST: (QUINN, RITA)}
    changes = {"roles": roles, "double_coded_percent": 0, "audited_a_wave": 0}
    return board.model_copy(update=changes)


async def said(heard: Heard, *texts: str, over: bool = False) -> list[Response]:
    """Comments in a wave of September, read by the machine."""
    wave = a_wave(
        id="autumn",
        opens_at=datetime(2026, 9, 1, 8, tzinfo=UTC),
        closes_at=datetime(2026, 9, 7 if over else 28, 18, tzinfo=UTC),
    )
    heard.clock.now = AUTUMN
    survey = a_survey()
    await heard.deps.store.open_wave(wave, survey, [], [])
    found = []
    for number, text in enumerate(texts):
        response = a_response(text, wave=wave.id, day=datetime(2026, 9, 3, tzinfo=UTC).date())
        named = {"id": ResponseId(f"r{number}"), "respondent": Respondent(f"p{number}")}
        found.append(response.model_copy(update=named))
        await heard.deps.store.accept(found[-1], participant=None, outbox=[])
    await read_new(heard.deps)
    return found


async def reviewing(heard: Heard, person: str = QUINN) -> Any:
    actor = heard.person(person)
    await actor.command("/review")
    await heard.workspace.until(lambda: actor.views and "moment" not in str(actor.view.body))
    return actor


async def pressed(heard: Heard, actor: Any, label: str, until: str) -> None:
    await actor.press(label)
    await heard.workspace.until(lambda: until in str(actor.view.body))


async def reviews(heard: Heard) -> list[Review]:
    return list(await heard.deps.store.all_kept(Review))


async def the_review(heard: Heard) -> Review:
    [found] = await reviews(heard)
    return found


async def counted(heard: Heard, coder: Coder = Coder.PERSON) -> list[Coding]:
    told = await evidence(heard.deps, Q3)
    return [one for one in told.codings if one.coder is coder]


async def did(heard: Heard) -> list[str]:
    return [entry.did for entry in await heard.deps.store.audit()]


def fields(actor: Any, name: str) -> list[str]:
    return [one["block_id"] for one in actor.view.blocks if one["block_id"].startswith(f"{name}-")]


def who(heard: Heard, person: PersonId) -> Reviewer:
    return Reviewer(person, heard.deps.pseudonyms.reviewer(person))


async def test_one_press_agrees_and_shows_the_next_and_undo_brings_it_back(heard: Heard) -> None:
    await said(heard, KIND, PLAIN)
    quinn = await reviewing(heard)
    first = "kind" if "kind" in str(quinn.view.body) else "caseload"
    assert "0 of 30 today" in str(quinn.view.body)
    assert "2 wait" in str(quinn.view.body)
    assert "What gets in the way?" in str(quinn.view.body)

    await quinn.submit()
    assert first not in str(quinn.view.body)
    assert "1 of 30 today" in str(quinn.view.body)
    [review] = await reviews(heard)
    assert [one.agrees for one in review.codings] == [True]
    assert [one.coder for one in await counted(heard)] == [Coder.PERSON]

    await pressed(heard, quinn, "Undo the last", first)
    assert "0 of 30 today" in str(quinn.view.body)
    assert (await the_review(heard)).codings == ()
    assert await counted(heard) == []
    await quinn.submit()
    await quinn.submit()
    assert "Nothing waits for you" in str(quinn.view.body)
    assert (await did(heard)).count("coded a comment") == 3
    assert (await did(heard)).count("opened a comment for review") >= 3


async def test_the_same_comment_from_many_is_asked_once_before_what_is_new(heard: Heard) -> None:
    await said(heard, *["No parking."] * 5, PLAIN)
    deps, quinn = heard.deps, who(heard, QUINN)
    shown = [await begin(deps, quinn)]
    for _ in range(2):
        shown.append(await agree(deps, quinn, shown[-1].desk))

    texts = [one.comment.text for one in shown if one.comment]
    assert texts == ["No parking.", PLAIN, "No parking."]
    assert (await begin(deps, quinn)).desk.left == 4


async def test_what_is_not_in_english_is_said_to_be_and_coded_by_a_person(heard: Heard) -> None:
    await said(heard, "Nikt do nas nie dzwoni i czekamy od wielu tygodni.")
    quinn = await reviewing(heard)
    assert "does not look like English" in str(quinn.view.body)
    assert "Agree" not in str(quinn.view.body)
    assert (await counted(heard, Coder.MACHINE))[0].guesses_nothing

    await coded_blind(quinn, "negative", "timeliness")

    [coding] = await counted(heard)
    assert (coding.sentiment, coding.themes) == (Sentiment.NEGATIVE, ("timeliness",))
    assert "Nothing waits for you" in str(quinn.view.body)


async def test_a_changed_reading_counts_and_the_machines_stays_beside_it(heard: Heard) -> None:
    await said(heard, KIND)
    quinn = await reviewing(heard)
    await pressed(heard, quinn, "Change", "The comment as a whole")
    leanings, themes = fields(quinn, "sentiment"), fields(quinn, "themes")
    assert len(leanings) == len(themes) == 2

    await quinn.submit({leanings[1]: "neutral", themes[0]: ["relationship"], themes[1]: []})

    [coding] = await counted(heard)
    review = await the_review(heard)
    assert coding.themes == ("relationship",)
    assert [one.sentiment for one in coding.sentences][1] is Sentiment.NEUTRAL
    assert review.codings[0].machine is not None
    assert review.codings[0].agrees is False
    assert len(await counted(heard, Coder.MACHINE)) == 1


async def test_a_change_with_nothing_changed_keeps_the_whole_as_the_machine_read_it(
    heard: Heard,
) -> None:
    await said(heard, IRONY)
    [machine] = await counted(heard, Coder.MACHINE)
    assert machine.sentiment is not whole(one.sentiment for one in machine.sentences)
    quinn = await reviewing(heard)
    await pressed(heard, quinn, "Change", "The comment as a whole")
    await quinn.submit()

    assert [one.sentiment for one in await counted(heard)] == [machine.sentiment]
    await pressed(heard, quinn, "Undo the last", "new social worker")
    await pressed(heard, quinn, "Change", "The comment as a whole")
    leanings = fields(quinn, "sentiment")
    await quinn.submit(dict.fromkeys(leanings, "positive"))
    assert [one.sentiment for one in await counted(heard)] == [Sentiment.POSITIVE]


async def test_a_sentence_with_two_views_is_split(heard: Heard) -> None:
    await said(heard, "She listened and it took months.")
    quinn = await reviewing(heard)
    await pressed(heard, quinn, "Split a sentence", "Where does another view begin?")
    [place] = fields(quinn, "cuts")
    await quinn.submit({place: ["13"]})
    leanings = fields(quinn, "sentiment")
    assert len(leanings) == 2

    await quinn.submit({leanings[0]: "positive", leanings[1]: "negative"})

    [coding] = await counted(heard)
    assert [(one.start, one.end) for one in coding.sentences] == [(0, 12), (13, 32)]
    assert coding.sentiment is Sentiment.MIXED


async def test_a_missed_name_is_marked_for_good_and_read_anew(heard: Heard) -> None:
    await said(heard, "Ask zorblatt quimby about the caseload.")
    quinn = await reviewing(heard)
    await pressed(heard, quinn, "Wrong redaction", "Words that must not be here")
    [missed] = fields(quinn, "missed")
    outcome = await quinn.submit({missed: "nowhere at all"})
    assert "stand nowhere" in str(outcome)
    await quinn.submit({missed: "Zorblatt Quimby"})
    await quinn.submit()

    assert "Ask [name] about the caseload." in str(quinn.view.body)
    response = await heard.deps.store.response(ResponseId("r0"))
    assert response
    assert response.answers[GETS_IN_THE_WAY] == saying("Ask [name] about the caseload.")
    [fact] = await heard.deps.store.all_kept(MarkCorrection)
    assert (fact.wrong, fact.mark, fact.shape) == (Wrong.MISSED, "[name]", "Aaaaaaaa Aaaaaa")
    assert "uimby" not in fact.model_dump_json()
    assert fact.around[fact.place :].startswith("[name]")
    await quinn.submit()
    assert len(await counted(heard)) == 1


async def test_what_is_taken_out_for_good_is_shown_and_asked_once_before(heard: Heard) -> None:
    told = "Ask zorblatt quimby or [school] about the name."
    [response] = await said(heard, told)
    quinn = await reviewing(heard)
    await pressed(heard, quinn, "Wrong redaction", "Words that must not be here")
    [missed], [needless] = fields(quinn, "missed"), fields(quinn, "needless")
    await quinn.submit({missed: "zorblatt quimby", needless: ["0"]})

    shown = str(quinn.view.body)
    assert "can't be undone" in shown
    assert "Ask [name] or [school] about the name." in shown
    assert await heard.deps.store.response(response.id) == response
    await pressed(heard, quinn, "Back", "Words that must not be here")
    assert "'initial_value': 'zorblatt quimby'" in str(quinn.view.body)

    await quinn.submit()
    desk = Desk.model_validate_json(quinn.view.body["private_metadata"])
    comment = await comment_of(heard.deps, desk.reference)
    assert comment
    assert desk.marks
    noted = desk.marks.model_copy(update={"words": "", "once": "earlier"})
    assert await correct(heard.deps, who(heard, QUINN), comment, noted)
    await quinn.submit()
    assert not await correct(heard.deps, who(heard, QUINN), comment, desk.marks)

    facts = await heard.deps.store.all_kept(MarkCorrection)
    assert sorted(one.wrong for one in facts) == [Wrong.MISSED, Wrong.NEEDLESS, Wrong.NEEDLESS]
    assert all(one.around[one.place :].startswith(one.mark) for one in facts)
    assert not any("uimby" in one.model_dump_json() for one in facts)
    assert (await did(heard)).count("set a missed mark") == 1


async def test_a_childs_own_words_get_marks_and_nothing_else(heard: Heard) -> None:
    heard.clock.now = AUTUMN
    voice = a_voice(
        day=AUTUMN.date(), own_words=("zorblatt never asks me.",), replied_by=AUTUMN.date()
    )
    await heard.deps.store.keep(voice)
    await read_new(heard.deps)
    quinn = await reviewing(heard)
    assert "in their own words" in str(quinn.view.body)
    await pressed(heard, quinn, "Wrong redaction", "Words that must not be here")
    [missed] = fields(quinn, "missed")
    await quinn.submit({missed: "zorblatt"})
    await quinn.submit()

    kept = await heard.deps.store.kept(Voice, voice.id)
    assert kept
    assert kept.own_words == ("[name] never asks me.",)


async def test_what_is_not_for_analysis_leaves_the_figures_and_can_come_back(heard: Heard) -> None:
    await said(heard, "test test", PLAIN)
    quinn = await reviewing(heard)
    if "test test" not in str(quinn.view.body):
        await pressed(heard, quinn, "Skip", "test test")
    await pressed(heard, quinn, "Not for analysis", "Why is it not for analysis?")
    [why] = fields(quinn, "why")
    await quinn.submit({why: Why.NOT_AN_ANSWER.value})

    told = await evidence(heard.deps, Q3)
    assert [GETS_IN_THE_WAY in one.answers for one in told.responses].count(True) == 1
    assert len([one for one in told.codings if one.coder is Coder.MACHINE]) == 1
    await pressed(heard, quinn, "Undo the last", "test test")
    told = await evidence(heard.deps, Q3)
    assert all(GETS_IN_THE_WAY in one.answers for one in told.responses)


async def test_in_the_made_up_board_what_was_drawn_by_lot_has_been_coded_blind_once(
    heard: Heard,
) -> None:
    await said(heard, *(f"{KIND} {number}" for number in range(5)), over=True)
    heard.clock.now = AUTUMN.replace(month=10)
    drawing = replace(heard.deps, board=heard.deps.board.model_copy(update={"audited_a_wave": 3}))

    assert await review_sample(drawing, seed=1)
    assert not await review_sample(drawing, seed=1)

    found = await reviews(heard)
    assert [one.sampled for one in found] == [Sampled.AUDIT] * 3
    assert all(one.codings[0].blind and one.codings[0].machine for one in found)
    assert all(one.codings[0].day < drawing.today() for one in found)
    assert len(await counted(heard)) == 3


async def test_pressing_agree_twice_is_agreeing_once(heard: Heard) -> None:
    await said(heard, PLAIN, KIND)
    deps, quinn = heard.deps, who(heard, QUINN)
    desk = (await begin(deps, quinn)).desk

    first, second = await asyncio.gather(agree(deps, quinn, desk), agree(deps, quinn, desk))
    third = await agree(deps, quinn, desk)

    assert first.desk.now == second.desk.now == third.desk.now != desk.now
    assert len((await the_review(heard)).codings) == 1


async def test_of_two_at_one_comment_the_first_counts_and_the_second_is_told(heard: Heard) -> None:
    await said(heard, PLAIN)
    deps, quinn, rita = heard.deps, who(heard, QUINN), who(heard, RITA)
    at_quinns, at_ritas = (await begin(deps, quinn)).desk, (await begin(deps, rita)).desk

    both = await asyncio.gather(agree(deps, quinn, at_quinns), agree(deps, rita, at_ritas))

    assert sorted("quicker" in one.note for one in both) == [False, True]
    assert len((await the_review(heard)).codings) == 1


async def test_a_comment_that_goes_under_a_concern_meanwhile_is_not_shown_or_coded(
    heard: Heard,
) -> None:
    [response] = await said(heard, "Her stepfather hits her, and nobody comes.")
    deps, quinn = heard.deps, who(heard, QUINN)
    desk = (await begin(deps, quinn)).desk
    found = await raised(
        deps,
        door=Door.COMMENT,
        texts={str(GETS_IN_THE_WAY): "Her stepfather hits her, and nobody comes."},
        writer=None,
        agency=None,
        area=None,
        refers_to=in_filling(response.wave, response.respondent),
    )
    await keep_at_once(deps, found)

    shown = await agree(deps, quinn, desk)

    assert shown.comment is None
    assert await reviews(heard) == []
    assert (await begin(deps, quinn)).comment is None


async def test_a_voice_that_is_withdrawn_meanwhile_is_not_coded(heard: Heard) -> None:
    heard.clock.now = AUTUMN
    voice = a_voice(day=AUTUMN.date(), replied_by=AUTUMN.date())
    await heard.deps.store.keep(voice)
    await read_new(heard.deps)
    deps, quinn = heard.deps, who(heard, QUINN)
    desk = (await begin(deps, quinn)).desk
    assert await comment_of(deps, ref(ResponseId(voice.id), OWN_WORDS))
    voice_now = await deps.store.kept(Voice, voice.id)
    assert voice_now
    assert await deps.store.change(voice_now, withdraw(voice_now, AUTUMN.date()))

    assert (await agree(deps, quinn, desk)).comment is None
    assert await reviews(heard) == []


async def test_what_people_read_in_words_goes_with_the_words(heard: Heard) -> None:
    heard.clock.now = AUTUMN
    voice = a_voice(day=AUTUMN.date(), replied_by=AUTUMN.date())
    await heard.deps.store.keep(voice)
    await said(heard, PLAIN)
    deps, quinn = heard.deps, who(heard, QUINN)
    for _ in range(2):
        await agree(deps, quinn, (await begin(deps, quinn)).desk)
    voice_now = await deps.store.kept(Voice, voice.id)
    assert voice_now
    await forget_what_is_over(deps)
    assert len(await reviews(heard)) == 2

    await deps.store.change(voice_now, withdraw(voice_now, AUTUMN.date()))
    await forget_what_is_over(deps)
    assert [one.response for one in await reviews(heard)] == ["r0"]
    [lot] = await deps.store.lots()
    await deps.store.forget_comments(lot, 10, lambda _: an_entry())
    await forget_what_is_over(deps)
    assert await reviews(heard) == []


async def test_who_coded_is_a_pseudonym_and_when_is_a_day(heard: Heard) -> None:
    await said(heard, PLAIN)
    await agree(heard.deps, who(heard, QUINN), (await begin(heard.deps, who(heard, QUINN))).desk)

    kept = (await the_review(heard)).model_dump_json()
    assert QUINN not in kept
    assert "T09:" not in kept
    assert "caseload" not in kept


async def test_a_comment_whose_words_change_under_a_reviewer_is_shown_again(heard: Heard) -> None:
    [response] = await said(heard, PLAIN)
    deps, quinn = heard.deps, who(heard, QUINN)
    desk = (await begin(deps, quinn)).desk
    after = response.model_copy(update={"answers": some_answers("The [name] is too high.")})
    assert await deps.store.mark_comments(response, after, an_entry())

    shown = await agree(deps, quinn, desk)

    assert "look again" in shown.note
    assert shown.comment
    assert shown.comment.text == "The [name] is too high."
    assert await reviews(heard) == []


async def test_a_reviewer_who_reads_of_a_risk_tells_the_lead_at_once(heard: Heard) -> None:
    await said(heard, "He is locked in most nights.", PLAIN)
    quinn = await reviewing(heard)
    if "locked" not in str(quinn.view.body):
        await pressed(heard, quinn, "Skip", "locked")
    await quinn.press("Someone may be at risk")
    await heard.workspace.until(lambda: "has been told" in str(quinn.view.body))
    dawn = heard.person(DAWN)
    await heard.workspace.until(lambda: dawn.direct_messages)

    [concern] = await heard.deps.store.all_kept(Concern)
    assert concern.passages[0].text == "He is locked in most nights."
    assert "locked" not in str(quinn.view.body)
    assert "locked" not in str([one.blocks for one in dawn.direct_messages])


async def test_who_is_no_analyst_sees_no_comment(heard: Heard) -> None:
    await said(heard, PLAIN)
    dawn = heard.person(DAWN)
    await dawn.command("/review")
    await heard.workspace.until(
        lambda: "with the role" in str([message.text for message in dawn.direct_messages])
    )

    assert not dawn.views
    assert (await did(heard))[-1] == "was refused"


async def coded_blind(actor: Any, leaning: str, *themes: str) -> None:
    [how] = fields(actor, "sentiment")
    boxes, more = fields(actor, "themes")
    first = [one for one in themes if one in str(_block(actor, boxes))]
    rest = [one for one in themes if one not in first]
    await actor.submit({how: leaning, boxes: first, more: rest})


def _block(actor: Any, name: str) -> Any:
    return next(one for one in actor.view.blocks if one["block_id"] == name)


class TestTwice:
    """Every comment goes to two people."""

    @pytest.fixture
    def board(self, board: Board) -> Board:
        return board.model_copy(update={"double_coded_percent": 100})

    async def test_two_code_apart_and_settle_what_they_read_differently(self, heard: Heard) -> None:
        await said(heard, PLAIN)
        quinn = await reviewing(heard)
        assert "Workload" not in str([one for one in quinn.view.blocks if one["type"] == "context"])
        assert "Negative" not in str(quinn.view.blocks[:4])
        await coded_blind(quinn, "negative", "workload")
        assert "Nothing waits for you" in str(quinn.view.body)

        rita = await reviewing(heard, RITA)
        assert "initial_option" not in str(rita.view.blocks)
        await coded_blind(rita, "neutral", "workload", "access")
        [before] = await counted(heard)
        assert not before.settled

        await quinn.close()
        await quinn.command("/review")
        await heard.workspace.until(lambda: quinn.views and "Settle 1" in str(quinn.view.body))
        await pressed(heard, quinn, "Settle 1", "The other:")
        assert "1 to settle" in str(quinn.view.body)
        assert QUINN not in str(quinn.view.body)
        assert RITA not in str(quinn.view.body)
        await coded_blind(quinn, "negative", "workload")
        assert "Nothing is left to settle" in str(quinn.view.body)
        assert "counts once a colleague" in str(quinn.view.body)
        assert not (await counted(heard))[0].settled  # nobody settles alone

        await pressed(heard, rita, "Settle 1", "A colleague would settle on:")
        assert QUINN not in str(rita.view.body)
        await rita.submit()
        assert "Nothing is left to settle" in str(rita.view.body)

        [after] = await counted(heard)
        review = await the_review(heard)
        assert after.settled
        assert after.sentiment is Sentiment.NEGATIVE
        assert len(review.codings) == 2
        assert len(review.coders) == 2
        await pressed(heard, quinn, "How well do we agree?", "0 of 1 alike")

    async def test_nothing_of_the_machine_is_told_after_a_blind_coding_and_undo_is_blind(
        self, heard: Heard
    ) -> None:
        await said(heard, PLAIN)
        deps, quinn = heard.deps, who(heard, QUINN)
        desk = (await begin(deps, quinn)).desk
        found = (Sentiment.NEGATIVE, Sentiment.POSITIVE)
        notes = []
        for leaning in found:
            after = await code(deps, quinn, desk, Read(sentiment=leaning, themes=("workload",)))
            notes.append(after.note)
            back = await undo(deps, quinn, after.desk)
            assert back.comment
            assert back.blind

        assert notes[0] == notes[1]
        assert "is not shown" in notes[0]

    async def test_who_agrees_leaves_nothing_to_settle(self, heard: Heard) -> None:
        await said(heard, PLAIN)
        for person in (QUINN, RITA):
            await coded_blind(await reviewing(heard, person), "negative", "workload")

        assert (await the_review(heard)).disagreement is None
        assert (await begin(heard.deps, who(heard, RITA))).to_settle == 0

    async def test_one_person_is_never_both(self, heard: Heard) -> None:
        await said(heard, PLAIN)
        deps, quinn = heard.deps, who(heard, QUINN)
        desk = (await begin(deps, quinn)).desk
        found = Read(sentiment=Sentiment.NEGATIVE)
        await code(deps, quinn, desk, found)
        await code(deps, quinn, desk, found)

        assert (await begin(deps, quinn)).comment is None
        assert (await the_review(heard)).apart is None

    async def test_a_third_person_who_presses_settle_twice_has_settled_once(
        self, heard: Heard
    ) -> None:
        await said(heard, PLAIN)
        deps, third = heard.deps, who(heard, WILMA)
        for person, leaning in ((QUINN, Sentiment.NEGATIVE), (RITA, Sentiment.NEUTRAL)):
            desk = (await begin(deps, who(heard, person))).desk
            await code(deps, who(heard, person), desk, Read(sentiment=leaning))
        desk = (await begin_settling(deps, third)).desk
        await code(deps, third, desk, Read(sentiment=Sentiment.NEUTRAL))
        twice = await code(deps, third, desk, Read(sentiment=Sentiment.NEUTRAL))

        assert (await the_review(heard)).proposed
        assert twice.note == ""

    async def test_what_two_agreed_on_can_be_taken_back(self, heard: Heard) -> None:
        await said(heard, PLAIN)
        deps = heard.deps
        for person, leaning in ((QUINN, Sentiment.NEGATIVE), (RITA, Sentiment.NEUTRAL)):
            desk = (await begin(deps, who(heard, person))).desk
            await code(deps, who(heard, person), desk, Read(sentiment=leaning))
        quinn = who(heard, QUINN)
        shown = await begin_settling(deps, quinn)
        after = await code(deps, quinn, shown.desk, Read(sentiment=Sentiment.NEUTRAL))
        twice = await code(deps, quinn, shown.desk, Read(sentiment=Sentiment.NEUTRAL))
        assert twice.note == ""
        assert (await the_review(heard)).proposed
        await undo(deps, quinn, after.desk)
        assert (await the_review(heard)).proposed is None
        await code(deps, quinn, shown.desk, Read(sentiment=Sentiment.NEUTRAL))

        rita = who(heard, RITA)
        shown = await begin_settling(deps, rita)
        after = await code(deps, rita, shown.desk, Read(sentiment=Sentiment.NEUTRAL))
        assert (await the_review(heard)).settled
        await undo(deps, rita, after.desk)
        assert (await the_review(heard)).settled is None


class TestSampled:
    """A random sample of each wave that is over is coded blind."""

    @pytest.fixture
    def board(self, board: Board) -> Board:
        return board.model_copy(update={"audited_a_wave": 2})

    async def test_the_sample_is_coded_blind_and_carries_its_mark_into_the_evidence(
        self, heard: Heard
    ) -> None:
        await said(heard, *(f"{PLAIN} {number}" for number in range(5)), over=True)
        deps, quinn = heard.deps, who(heard, QUINN)
        shown = await begin(deps, quinn)
        blind = 0
        while shown.comment:
            assert shown.blind is shown.desk.is_drawn
            blind += shown.blind
            found = Read(sentiment=Sentiment.NEGATIVE) if shown.blind else None
            shown = await code(deps, quinn, shown.desk, found)

        coded = await counted(heard)
        assert len(coded) == 5
        assert blind == sum(one.sampled is Sampled.AUDIT for one in coded) == 2

    async def test_one_that_was_coded_with_the_machines_reading_in_sight_is_coded_again_blind(
        self, heard: Heard
    ) -> None:
        await said(heard, PLAIN)
        deps, quinn, rita = heard.deps, who(heard, QUINN), who(heard, RITA)
        await agree(deps, quinn, (await begin(deps, quinn)).desk)
        assert (await begin(deps, rita)).comment is None

        heard.clock.now = datetime(2026, 10, 5, 9, tzinfo=UTC)  # the wave is over
        assert (await begin(deps, quinn)).comment is None  # who has seen how the machine read it
        shown = await begin(deps, rita)
        assert shown.blind
        await code(deps, rita, shown.desk, Read(sentiment=Sentiment.NEUTRAL))

        review = await the_review(heard)
        assert review.sampled is Sampled.AUDIT
        assert [one.blind for one in review.codings] == [False, True]
        assert (await counted(heard))[0].sentiment is Sentiment.NEUTRAL

    async def test_a_blind_one_can_not_be_agreed_with_unseen(self, heard: Heard) -> None:
        await said(heard, PLAIN, over=True)
        deps, quinn = heard.deps, who(heard, QUINN)
        shown = await begin(deps, quinn)
        await agree(deps, quinn, shown.desk)

        assert await reviews(heard) == []

    async def test_one_that_is_taken_back_is_blind_once_more(self, heard: Heard) -> None:
        await said(heard, PLAIN, over=True)
        deps, quinn = heard.deps, who(heard, QUINN)
        desk = (await begin(deps, quinn)).desk
        after = await code(deps, quinn, desk, Read(sentiment=Sentiment.NEUTRAL))
        await undo(deps, quinn, after.desk)

        assert (await begin(deps, quinn)).blind
        assert (await the_review(heard)).sampled is None
