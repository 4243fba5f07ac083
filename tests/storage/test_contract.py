"""What every store promises, whatever its engine."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.interface import Store, StoreClosed
from surveys.answering import Response
from surveys.coding import Coder, Sentiment
from surveys.errors import AlreadyAnswered, ChangedMeanwhile, Frozen, Unknown
from surveys.periods import Period
from surveys.values import AreaId, PersonId, QuestionId, Respondent, ResponseId, SurveyId, WaveId
from surveys.wave import Delivery
from tests.builders import (
    AMINA,
    BEN,
    CARYS,
    CLOSING,
    DURING,
    GETS_IN_THE_WAY,
    NEGLECT,
    OPENING,
    SPRING,
    SUMMER,
    Note,
    a_coding,
    a_draft,
    a_message,
    a_note,
    a_response,
    a_survey,
    a_wave,
    an_agree_question,
    an_entry,
    an_invitation,
    saying,
    some_answers,
)
from tests.storage.conftest import Opening

Q2 = Period(year=2026, quarter=2)
Q3 = Period(year=2026, quarter=3)
MINUTE = timedelta(minutes=1)
UNKNOWN = WaveId("unknown")


async def open_spring(store: Store, *people: PersonId) -> None:
    await store.open_wave(a_wave(), a_survey(), [an_invitation(person) for person in people], [])


async def accept(store: Store, *responses: Response) -> None:
    for response in responses:
        await store.accept(response, participant=None, outbox=[])


def ids(responses: object) -> list[str]:
    assert isinstance(responses, (list, tuple))
    return sorted(response.id for response in responses)


# Surveys and waves


async def test_a_wave_is_kept_with_its_survey_its_invitations_and_its_messages(
    store: Store,
) -> None:
    message = a_message(AMINA, invitation=SPRING)
    await store.open_wave(a_wave(), a_survey(), [an_invitation(AMINA)], [message])

    assert await store.waves() == [a_wave()]
    assert await store.wave(SPRING) == a_wave()
    assert await store.surveys() == [a_survey()]
    assert await store.invitations(SPRING) == [an_invitation(AMINA)]
    assert await store.outgoing(DURING, 10) == [message]


async def test_a_wave_and_who_opened_it_are_kept_together_or_not_at_all(store: Store) -> None:
    entry = an_entry(did="opened a wave", what=SPRING)
    await store.open_wave(a_wave(), a_survey(), [], [], entry=entry)
    await store.open_wave(a_wave(), a_survey(), [], [], entry=entry)
    with pytest.raises(ChangedMeanwhile):
        await store.open_wave(a_wave(id=SUMMER), a_survey(), [], [], seen=[], entry=entry)

    assert await store.audit() == [entry]


async def test_opening_a_wave_again_changes_nothing(store: Store) -> None:
    await open_spring(store, AMINA)
    later = a_wave(closes_at=CLOSING + timedelta(days=9))
    await store.open_wave(later, a_survey(), [an_invitation(BEN)], [a_message(BEN)])

    assert await store.waves() == [a_wave()]
    assert await store.invitations(SPRING) == [an_invitation(AMINA)]
    assert not await store.outgoing(DURING, 10)


async def test_a_survey_is_frozen_once_a_wave_of_it_has_opened(store: Store) -> None:
    await open_spring(store, AMINA)
    reworded = a_survey(an_agree_question(text="I am sure when neglect meets the threshold."))
    with pytest.raises(Frozen):
        await store.open_wave(a_wave(id=SUMMER), reworded, [an_invitation(wave=SUMMER)], [])

    assert await store.waves() == [a_wave()]
    assert not await store.invitations(SUMMER)


async def test_a_wave_opens_only_beside_those_of_its_survey_that_its_opener_has_seen(
    store: Store,
) -> None:
    other = a_survey(id=SurveyId("another"))
    await store.open_wave(a_wave(id=WaveId("other"), survey=other.id), other, [], [])
    await open_spring(store)
    summer = a_wave(id=SUMMER)
    with pytest.raises(ChangedMeanwhile):
        await store.open_wave(
            summer, a_survey(), [an_invitation(wave=SUMMER)], [a_message(AMINA)], seen=[]
        )

    assert SUMMER not in [one.id for one in await store.waves()]
    assert not await store.invitations(SUMMER)
    assert not await store.outgoing(DURING, 10)
    await store.open_wave(a_wave(), a_survey(), [], [], seen=[])  # again, which changes nothing
    await store.open_wave(summer, a_survey(), [], [], seen=[SPRING])
    assert SUMMER in [one.id for one in await store.waves()]


async def test_of_two_waves_that_are_opened_at_once_without_having_seen_each_other_one_opens(
    opening: Opening, request: pytest.FixtureRequest
) -> None:
    first = await opening()
    second = await opening() if "postgresql" in request.node.name else first
    await open_spring(first)
    opened = await asyncio.gather(
        *(
            store.open_wave(a_wave(id=name), a_survey(), [], [], seen=[SPRING])
            for store, name in ((first, SUMMER), (second, WaveId("autumn")))
        ),
        return_exceptions=True,
    )

    waves = await first.waves()
    for store in {first, second}:
        await store.close()
    assert len(waves) == 2
    assert [type(one) for one in opened if one != "kept"] == [ChangedMeanwhile]


async def test_of_two_versions_of_a_survey_never_asked_opened_at_once_one_opens(
    opening: Opening, request: pytest.FixtureRequest
) -> None:
    first = await opening()
    second = await opening() if "postgresql" in request.node.name else first
    opened = await asyncio.gather(
        first.open_wave(a_wave(), a_survey(), [], [], seen=[]),
        second.open_wave(a_wave(id=SUMMER, survey_version=2), a_survey(version=2), [], [], seen=[]),
        return_exceptions=True,
    )

    waves, surveys = await first.waves(), await first.surveys()
    for store in {first, second}:
        await store.close()
    assert (len(waves), len(surveys)) == (1, 1)
    assert [type(one) for one in opened if one != "kept"] == [ChangedMeanwhile]


async def test_a_new_version_of_a_survey_stands_beside_the_old_one(store: Store) -> None:
    await open_spring(store)
    reworded = a_survey(an_agree_question(text="I am sure."), version=2)
    await store.open_wave(a_wave(id=SUMMER, survey_version=2), reworded, [], [])

    assert [survey.version for survey in await store.surveys()] == [1, 2]


async def test_a_survey_read_back_is_the_same_as_the_one_that_was_frozen(
    store: Store, opening: Opening
) -> None:
    await open_spring(store)
    await store.close()
    again = await opening()
    await again.open_wave(a_wave(id=SUMMER), a_survey(), [], [])

    assert [wave.id for wave in await again.waves()] == [SPRING, SUMMER]
    await again.close()


async def test_waves_come_in_the_order_in_which_they_open(store: Store) -> None:
    for day in (20, 0, 10):
        opens = OPENING + timedelta(days=day)
        wave = a_wave(id=WaveId(f"wave-{day}"), opens_at=opens, closes_at=opens + MINUTE)
        await store.open_wave(wave, a_survey(), [], [])

    assert [wave.id for wave in await store.waves()] == ["wave-0", "wave-10", "wave-20"]


async def test_an_unknown_wave_is_called_unknown(store: Store) -> None:
    with pytest.raises(Unknown):
        await store.wave(UNKNOWN)
    with pytest.raises(Unknown):
        await store.close_wave(UNKNOWN, DURING)
    with pytest.raises(Unknown):
        await store.tell_what_came_of_it(UNKNOWN, "Supervision every fortnight.")
    with pytest.raises(Unknown):
        await store.accept(a_response(wave=UNKNOWN), participant=None, outbox=[])
    with pytest.raises(Unknown):
        await store.keep_draft(a_draft(wave=UNKNOWN))


async def test_closing_a_wave_ends_it_now_and_leaves_drafts_to_be_given_back(
    store: Store,
) -> None:
    await open_spring(store)
    await store.keep_draft(a_draft())
    closed = await store.close_wave(SPRING, DURING)

    assert closed.ended_at == DURING
    assert await store.wave(SPRING) == closed
    assert await store.draft(SPRING, a_draft().respondent) == a_draft()


async def test_all_drafts_of_a_wave_are_forgotten_together(store: Store) -> None:
    await open_spring(store)
    for name in ("one", "another"):
        await store.keep_draft(a_draft(respondent=Respondent(name), owner=Respondent(name)))
    await store.forget_drafts(SPRING)

    assert await store.drafts([Respondent("one"), Respondent("another")]) == []


async def test_closing_a_wave_again_changes_nothing(store: Store) -> None:
    await open_spring(store)
    await store.close_wave(SPRING, DURING)

    assert (await store.close_wave(SPRING, DURING + MINUTE)).ended_at == DURING


async def test_closing_a_wave_that_has_ended_does_not_make_it_longer(store: Store) -> None:
    await open_spring(store)

    assert (await store.close_wave(SPRING, CLOSING + timedelta(days=30))).ended_at == CLOSING


async def test_forgetting_the_drafts_of_a_wave_keeps_all_that_was_answered_and_read(
    store: Store,
) -> None:
    await open_spring(store, AMINA, BEN)
    responses = [a_response("No time."), a_response("No room."), a_response()]
    await accept(store, *responses[1:])
    await store.accept(responses[0], participant=AMINA, outbox=[])
    await store.add_codings([a_coding(responses[0])])
    await store.keep_draft(a_draft())
    for _ in range(2):
        await store.forget_drafts(SPRING)

    assert ids(await store.responses(SPRING)) == ids(responses)
    assert (await store.evidence(Q2)).codings == (a_coding(responses[0]),)
    assert await store.uncoded("words-1", 9) == [responses[1]]
    answered = {found.person: found.answered for found in await store.invitations(SPRING)}
    assert answered == {AMINA: True, BEN: False}


async def test_what_came_of_it_is_told_with_the_wave(store: Store) -> None:
    await open_spring(store)
    told = await store.tell_what_came_of_it(SPRING, "Supervision every fortnight.")

    assert told.what_came_of_it == "Supervision every fortnight."
    assert await store.wave(SPRING) == told


async def test_a_wave_is_changed_and_who_did_it_recorded_together_and_only_once(
    store: Store,
) -> None:
    await open_spring(store)
    closed, told = an_entry(did="closed a wave"), an_entry(did="told what came of")
    with pytest.raises(Unknown):
        await store.close_wave(UNKNOWN, DURING, entry=closed)
    for _ in range(2):
        await store.close_wave(SPRING, DURING, entry=closed)
        await store.tell_what_came_of_it(SPRING, "More time.", entry=told)

    assert await store.audit() == [closed, told]


# Invitations


async def test_invitations_are_found_by_wave_and_by_person(store: Store) -> None:
    await open_spring(store, AMINA, BEN)
    summer = an_invitation(BEN, wave=SUMMER)
    await store.open_wave(a_wave(id=SUMMER), a_survey(), [summer], [])

    assert {found.person for found in await store.invitations(SPRING)} == {AMINA, BEN}
    assert {found.wave for found in await store.invitations_of(BEN)} == {SPRING, SUMMER}
    assert not await store.invitations_of(CARYS)


async def test_a_delivery_is_decided_for_one_invitation(store: Store) -> None:
    await open_spring(store, AMINA, BEN)
    await store.decide_delivery(SPRING, BEN, Delivery.BOUNCED)
    await store.decide_delivery(SPRING, CARYS, Delivery.BOUNCED)

    [bens] = await store.invitations_of(BEN)
    [aminas] = await store.invitations_of(AMINA)
    assert (bens.delivery, aminas.delivery) == (Delivery.BOUNCED, Delivery.WAITING)
    assert not await store.invitations_of(CARYS)


# Drafts


async def test_the_latest_draft_is_kept(store: Store) -> None:
    await open_spring(store)
    await store.keep_draft(a_draft(answers=some_answers("half a")))
    await store.keep_draft(a_draft(answers=some_answers("half a thought")))

    found = await store.draft(SPRING, a_draft().respondent)
    assert found == a_draft(answers=some_answers("half a thought"))


async def test_drafts_of_one_worker_for_several_people_stand_apart(store: Store) -> None:
    await open_spring(store)
    worker = Respondent("worker")
    for child in ("first", "second"):
        await store.keep_draft(a_draft(respondent=Respondent(child), owner=worker, fill=child))
    await store.forget_draft(SPRING, Respondent("first"))

    assert [draft.fill for draft in await store.drafts([worker, worker])] == ["second"]
    assert await store.draft(SPRING, worker) is None


async def test_a_draft_is_forgotten_once_its_response_is_kept(store: Store) -> None:
    await open_spring(store)
    response = a_response()
    await store.keep_draft(a_draft(respondent=response.respondent))
    await accept(store, response)

    assert await store.draft(SPRING, response.respondent) is None


async def test_a_draft_that_comes_after_the_response_is_not_kept(store: Store) -> None:
    await open_spring(store)
    response = a_response()
    await accept(store, response)
    await store.keep_draft(a_draft(respondent=response.respondent))

    assert not await store.drafts([response.respondent])


async def test_a_draft_that_comes_after_the_wave_was_closed_is_not_kept(store: Store) -> None:
    await open_spring(store)
    await store.close_wave(SPRING, DURING)
    await store.keep_draft(a_draft())

    assert await store.draft(SPRING, a_draft().respondent) is None


# Responses


async def test_a_response_is_kept_as_it_was_given(store: Store, opening: Opening) -> None:
    await open_spring(store)
    response = a_response("What gets in the way is time.")
    await accept(store, response)

    assert await store.response(response.id) == response
    await store.close()
    again = await opening()
    assert await again.response(response.id) == response
    assert await again.responses(SPRING) == [response]
    await again.close()


async def test_an_unknown_response_is_none(store: Store) -> None:
    assert await store.response(ResponseId("nobody's")) is None


async def test_a_response_marks_the_invitation_and_queues_its_messages(store: Store) -> None:
    await open_spring(store, AMINA, BEN)
    thanks = a_message(AMINA)
    await store.accept(a_response(), participant=AMINA, outbox=[thanks])

    answered = {found.person: found.answered for found in await store.invitations(SPRING)}
    assert answered == {AMINA: True, BEN: False}
    assert await store.outgoing(DURING, 10) == [thanks]


async def test_a_response_from_someone_not_invited_is_kept_without_an_invitation(
    store: Store,
) -> None:
    await open_spring(store, AMINA)
    await store.accept(a_response(), participant=CARYS, outbox=[])

    assert not await store.invitations_of(CARYS)
    assert len(await store.responses(SPRING)) == 1


async def test_the_same_response_again_changes_nothing_and_sends_nothing(store: Store) -> None:
    await open_spring(store, AMINA, BEN)
    response = a_response("first")
    assert await store.accept(response, participant=AMINA, outbox=[]) == "kept"
    other_words = a_response("second", id=response.id)

    assert await store.accept(other_words, participant=BEN, outbox=[a_message()]) == "again"
    assert await store.responses(SPRING) == [response]
    assert not await store.outgoing(DURING, 10)
    [bens] = await store.invitations_of(BEN)
    assert not bens.answered


async def test_a_respondent_answers_once_in_a_wave(store: Store) -> None:
    await open_spring(store, AMINA)
    first = a_response()
    await accept(store, first)
    second = a_response(respondent=first.respondent)
    with pytest.raises(AlreadyAnswered):
        await store.accept(second, participant=AMINA, outbox=[a_message()])

    assert await store.responses(SPRING) == [first]
    assert not await store.outgoing(DURING, 10)
    [aminas] = await store.invitations_of(AMINA)
    assert not aminas.answered


async def test_a_respondent_of_a_linked_series_answers_in_each_of_its_waves(store: Store) -> None:
    await open_spring(store)
    await store.open_wave(a_wave(id=SUMMER), a_survey(), [], [])
    first = a_response()
    second = a_response(respondent=first.respondent, wave=SUMMER)
    await accept(store, first, second)

    assert ids(await store.responses_of(first.respondent)) == sorted([first.id, second.id])
    assert await store.responses_of(Respondent("someone else")) == []


@pytest.mark.parametrize("times", [2, 40])
async def test_pressing_submit_many_times_at_once_is_one_response(store: Store, times: int) -> None:
    await open_spring(store, AMINA)
    response, thanks = a_response(), a_message(AMINA)
    told = await asyncio.gather(
        *(store.accept(response, participant=AMINA, outbox=[thanks]) for _ in range(times))
    )

    assert Counter(told) == {"kept": 1, "again": times - 1}
    assert len(await store.responses(SPRING)) == 1
    assert len(await store.outgoing(DURING, 10)) == 1


async def test_many_forms_of_one_respondent_at_once_are_one_response(store: Store) -> None:
    await open_spring(store)
    respondent = Respondent("one person, two telephones")
    told = await asyncio.gather(
        *(
            store.accept(a_response(respondent=respondent), participant=None, outbox=[])
            for _ in range(20)
        ),
        return_exceptions=True,
    )

    assert told.count("kept") == 1
    assert sum(isinstance(one, AlreadyAnswered) for one in told) == 19
    assert len(await store.responses(SPRING)) == 1


async def test_the_failure_of_one_does_not_touch_the_others(store: Store) -> None:
    await open_spring(store)
    first = a_response()
    await accept(store, first)
    good = [a_response() for _ in range(10)]
    bad = [a_response(respondent=first.respondent) for _ in range(10)]
    mixed = [response for pair in zip(good, bad, strict=True) for response in pair]
    await asyncio.gather(
        *(store.accept(response, participant=None, outbox=[]) for response in mixed),
        return_exceptions=True,
    )

    assert ids(await store.responses(SPRING)) == ids([first, *good])


async def test_responses_are_read_in_an_order_that_tells_nothing(store: Store) -> None:
    await open_spring(store)
    given = [a_response() for _ in range(50)]
    await accept(store, *given)
    kept = [response.id for response in given]
    orders = [[response.id for response in await store.responses(SPRING)] for _ in range(3)]

    assert len({tuple(order) for order in [kept, *orders]}) == 4
    assert {tuple(sorted(order)) for order in orders} == {tuple(sorted(kept))}


async def test_nothing_that_is_kept_joins_a_person_to_a_response(store: Store) -> None:
    await open_spring(store, AMINA)
    response = a_response()
    await store.accept(response, participant=AMINA, outbox=[a_message(AMINA)])
    [invitation] = await store.invitations(SPRING)
    [message] = await store.outgoing(DURING, 1)
    of_the_person = invitation.model_dump_json() + message.model_dump_json()
    [kept] = await store.responses(SPRING)

    assert response.id not in of_the_person
    assert response.respondent not in of_the_person
    assert AMINA not in kept.model_dump_json()


def test_a_response_has_no_room_for_a_time_finer_than_a_day() -> None:
    times = [name for name, about in Response.model_fields.items() if "datetime" in str(about)]

    assert times == []


# Imports


async def test_an_import_is_kept_whole(store: Store) -> None:
    wave = a_wave(imported=True)
    responses = [a_response() for _ in range(30)]

    assert await store.accept_all(wave, a_survey(), responses) == 30
    assert ids(await store.responses(SPRING)) == ids(responses)
    assert await store.waves() == [wave]


async def test_an_import_again_adds_only_what_is_new(store: Store) -> None:
    responses = [a_response() for _ in range(3)]
    await store.accept_all(a_wave(), a_survey(), responses)

    assert await store.accept_all(a_wave(), a_survey(), [*responses, a_response()]) == 1
    assert len(await store.responses(SPRING)) == 4


async def test_an_import_with_one_bad_row_leaves_nothing(store: Store) -> None:
    twice = Respondent("twice")
    responses = [a_response(), a_response(respondent=twice), a_response(respondent=twice)]
    with pytest.raises(AlreadyAnswered):
        await store.accept_all(a_wave(), a_survey(), responses)

    assert await store.waves() == []
    assert await store.surveys() == []
    assert await store.responses(SPRING) == []


async def test_an_import_of_another_wording_is_refused(store: Store) -> None:
    await open_spring(store)
    with pytest.raises(Frozen):
        await store.accept_all(a_wave(id=SUMMER), a_survey(title="Another"), [a_response()])

    assert await store.waves() == [a_wave()]


# Codings


async def test_a_response_with_a_comment_waits_until_the_machine_has_read_it(
    store: Store,
) -> None:
    await open_spring(store)
    with_words, without = a_response("No time."), a_response()
    await accept(store, with_words, without)
    assert await store.uncoded("words-1", 10) == [with_words]
    await store.add_codings([a_coding(with_words)])

    assert await store.uncoded("words-1", 10) == []
    assert await store.uncoded("words-2", 10) == [with_words]


async def test_a_response_waits_until_every_comment_of_it_is_read(store: Store) -> None:
    await open_spring(store)
    other = QuestionId("what_helps")
    response = a_response(answers=some_answers("No time.") | {other: saying("My manager.")})
    await accept(store, response)
    await store.add_codings([a_coding(response)])
    assert await store.uncoded("words-1", 10) == [response]
    await store.add_codings([a_coding(response, question=other)])

    assert await store.uncoded("words-1", 10) == []


async def test_no_more_responses_are_handed_out_than_asked_for(store: Store) -> None:
    await open_spring(store)
    await accept(store, *(a_response("No time.") for _ in range(5)))

    assert len(await store.uncoded("words-1", 3)) == 3


async def test_a_newer_reading_of_the_machine_replaces_its_older_one(store: Store) -> None:
    await open_spring(store)
    response = a_response("No time.")
    await accept(store, response)
    newer = a_coding(response, version="words-2", sentiment=Sentiment.NEUTRAL)
    await store.add_codings([a_coding(response)])
    await store.add_codings([newer])

    assert (await store.evidence(Q2)).codings == (newer,)


async def test_a_persons_coding_stands_beside_the_machines(store: Store) -> None:
    await open_spring(store)
    response = a_response("No time.")
    await accept(store, response)
    machine = a_coding(response)
    person = a_coding(response, coder=Coder.PERSON, version="codebook-3", themes=())
    await store.add_codings([machine, person])
    newer = a_coding(response, version="words-2")
    await store.add_codings([newer])
    codings = (await store.evidence(Q2)).codings

    assert sorted(codings, key=lambda coding: coding.coder) == [newer, person]


async def test_a_persons_coding_does_not_spare_the_machine_the_reading(store: Store) -> None:
    await open_spring(store)
    response = a_response("No time.")
    await accept(store, response)
    await store.add_codings([a_coding(response, coder=Coder.PERSON, version="words-1")])

    assert await store.uncoded("words-1", 10) == [response]


async def test_a_coding_of_a_response_that_is_not_kept_is_let_go(store: Store) -> None:
    await open_spring(store)
    gone = a_response("No time.")
    await store.add_codings([a_coding(gone)])
    await accept(store, gone)

    assert (await store.evidence(Q2)).codings == ()


async def test_words_in_which_a_mark_was_set_are_read_anew_and_what_stood_there_is_gone(
    store: Store,
) -> None:
    await open_spring(store)
    before = a_response("Ask Kim Vale.")
    after = before.model_copy(update={"answers": some_answers("Ask [name].")})
    await accept(store, before)
    await store.add_codings([a_coding(before)])

    assert await store.mark_comments(before, after, an_entry(did="set a mark"))
    assert not await store.mark_comments(before, after, an_entry(did="set it twice"))
    assert await store.response(before.id) == after
    assert await store.uncoded("words-1", 10) == [after]
    assert (await store.evidence(Q2)).codings == ()
    assert [entry.did for entry in await store.audit()][-1] == "set a mark"


async def test_no_mark_is_set_in_what_is_gone(store: Store) -> None:
    await open_spring(store)
    gone = a_response("Ask Kim Vale.")

    assert not await store.mark_comments(gone, gone, an_entry())
    assert await store.audit() == []


async def test_no_two_workers_read_the_same_words(store: Store) -> None:
    await open_spring(store)
    await accept(store, *(a_response("No time.") for _ in range(10)))
    claims = await asyncio.gather(
        *(store.claim_uncoded("words-1", DURING, DURING + MINUTE, 4) for _ in range(4))
    )
    claimed = [response.id for claim in claims for response in claim]

    assert len(claimed) == len(set(claimed)) == 10
    assert await store.claim_uncoded("words-1", DURING, DURING + MINUTE, 4) == []
    assert len(await store.uncoded("words-1", 20)) == 10


async def test_what_a_worker_did_not_read_is_anothers_once_its_time_is_over(store: Store) -> None:
    await open_spring(store)
    read, unread = a_response("No time."), a_response("No room.")
    await accept(store, read, unread)
    await store.claim_uncoded("words-1", DURING, DURING + MINUTE, 10)
    await store.add_codings([a_coding(read)])

    just_before = DURING + MINUTE - timedelta(microseconds=1)
    assert await store.claim_uncoded("words-1", just_before, CLOSING, 10) == []
    assert await store.claim_uncoded("words-1", DURING + MINUTE, CLOSING, 10) == [unread]


async def test_what_was_read_is_free_for_a_newer_version_at_once(store: Store) -> None:
    await open_spring(store)
    response = a_response("No time.")
    await accept(store, response)
    await store.claim_uncoded("words-1", DURING, CLOSING, 1)
    await store.add_codings([a_coding(response)])

    assert await store.claim_uncoded("words-2", DURING, CLOSING, 1) == [response]


# Evidence


async def test_the_evidence_of_a_period_is_what_was_said_in_it(store: Store) -> None:
    await open_spring(store, AMINA)
    inside = [a_response("No time.", day=day) for day in (Q2.first_day, Q2.last_day)]
    outside = [
        a_response("No time.", day=day)
        for day in (Q2.first_day - timedelta(days=1), Q2.last_day + timedelta(days=1))
    ]
    await accept(store, *inside, *outside)
    await store.add_codings([a_coding(response) for response in (*inside, *outside)])
    found = await store.evidence(Q2)

    assert ids(found.responses) == ids(inside)
    assert {coding.response for coding in found.codings} == {one.id for one in inside}
    assert found.waves == (a_wave(),)
    assert found.surveys == (a_survey(),)
    assert found.invitations == (an_invitation(AMINA),)


async def test_the_evidence_of_a_year_is_that_of_its_quarters(store: Store) -> None:
    await open_spring(store)
    days = [date(2026, month, 15) for month in range(1, 13)] + [date(2025, 12, 31)]
    await accept(store, *(a_response(day=day) for day in days))

    assert len((await store.evidence(Period(year=2026))).responses) == 12


async def test_the_evidence_of_an_area_leaves_out_what_is_about_another(store: Store) -> None:
    await open_spring(store)
    about = a_response(content_area=NEGLECT)
    about_none = a_response(content_area=None)
    about_another = a_response("No time.", content_area=AreaId("exploitation"))
    await accept(store, about, about_none, about_another)
    await store.add_codings([a_coding(about_another)])
    found = await store.evidence(Q2, NEGLECT)

    assert ids(found.responses) == ids([about, about_none])
    assert found.codings == ()


async def test_a_wave_that_nobody_answered_is_evidence_too(store: Store) -> None:
    await open_spring(store, AMINA, BEN)
    found = await store.evidence(Q2)

    assert found.waves == (a_wave(),)
    assert len(found.invitations) == 2
    assert (await store.evidence(Q3)).waves == ()


async def test_a_wave_with_a_late_response_is_evidence_of_that_period(store: Store) -> None:
    await open_spring(store)
    await accept(store, a_response(day=Q3.first_day))

    assert (await store.evidence(Q3)).waves == (a_wave(),)


async def test_evidence_has_only_the_surveys_that_were_asked(store: Store) -> None:
    await open_spring(store)
    other = a_survey(id=SurveyId("another-survey"))
    later = {
        "opens_at": datetime(2026, 8, 1, tzinfo=UTC),
        "closes_at": datetime(2026, 8, 9, tzinfo=UTC),
    }
    await store.open_wave(a_wave(id=SUMMER, survey=other.id, **later), other, [], [])

    assert (await store.evidence(Q2)).surveys == (a_survey(),)
    assert (await store.evidence(Q3)).surveys == (other,)


@pytest.mark.parametrize(
    ("opens", "closes", "ran_in"),
    [
        ("2026-06-30T23:00:00+00:00", "2026-07-14T12:00:00+00:00", {"2026-Q3"}),
        ("2026-06-30T22:59:59+00:00", "2026-07-14T12:00:00+00:00", {"2026-Q2", "2026-Q3"}),
        ("2026-06-10T08:00:00+00:00", "2026-06-30T23:00:00+00:00", {"2026-Q2"}),
        ("2025-12-31T23:59:59+00:00", "2026-01-01T00:00:00+00:00", {"2025-Q4"}),
        ("2026-03-29T00:59:59+00:00", "2026-03-29T02:00:00+01:00", {"2026-Q1"}),
        ("2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00", {"2026-Q4"}),
    ],
    ids=[
        "opens at midnight in summer time",
        "opens a second before midnight in summer time",
        "closes at midnight in summer time",
        "closes at midnight in winter time",
        "the night the clocks go forward",
        "the night the clocks go back",
    ],
)
async def test_a_wave_ran_on_the_days_of_the_boards_own_clock(
    store: Store, opens: str, closes: str, ran_in: set[str]
) -> None:
    wave = a_wave(opens_at=datetime.fromisoformat(opens), closes_at=datetime.fromisoformat(closes))
    await store.open_wave(wave, a_survey(), [], [])
    periods = [Period(year=2025, quarter=4)] + [
        Period(year=2026, quarter=quarter) for quarter in (1, 2, 3, 4)
    ]
    found = {str(period) for period in periods if (await store.evidence(period)).waves}

    assert found == ran_in


# Outbox


async def test_messages_go_out_oldest_first_and_not_before_their_time(store: Store) -> None:
    late, early, soon = (
        a_message(not_before=DURING + wait) for wait in (MINUTE, -MINUTE, timedelta())
    )
    await store.open_wave(a_wave(), a_survey(), [], [late, early, soon])

    assert await store.outgoing(DURING, 10) == [early, soon]
    assert await store.outgoing(DURING, 1) == [early]
    assert await store.outgoing(DURING + MINUTE, 10) == [early, soon, late]


async def test_messages_of_both_half_past_ones_go_out_in_order(store: Store) -> None:
    london = ZoneInfo("Europe/London")
    first, second = (datetime(2026, 10, 25, 1, 30, fold=fold, tzinfo=london) for fold in (0, 1))
    messages = [a_message(not_before=at) for at in (second, first)]
    await store.open_wave(a_wave(), a_survey(), [], messages)
    between = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)

    assert [one.id for one in await store.outgoing(between, 9)] == [messages[1].id]
    assert [one.id for one in await store.outgoing(second, 9)] == [
        messages[1].id,
        messages[0].id,
    ]


async def test_a_message_stays_until_it_is_sent(store: Store) -> None:
    message = a_message()
    await store.open_wave(a_wave(), a_survey(), [], [message])
    assert await store.outgoing(DURING, 10) == await store.outgoing(DURING, 10) == [message]
    await store.sent(message.id)
    await store.sent(message.id)

    assert await store.outgoing(DURING, 10) == []


async def test_the_same_message_made_twice_is_sent_once(store: Store) -> None:
    await open_spring(store)
    message = a_message()
    await store.accept(a_response(), participant=None, outbox=[message, message])
    assert await store.outgoing(DURING, 10) == [message]
    await store.sent(message.id)
    await store.accept(a_response(), participant=None, outbox=[message])

    assert await store.outgoing(DURING, 10) == []


async def test_a_message_is_tried_later_and_counts_its_attempts(store: Store) -> None:
    message = a_message()
    await store.open_wave(a_wave(), a_survey(), [], [message])
    await store.try_later(message.id, DURING + MINUTE)

    assert await store.outgoing(DURING, 10) == []
    [again] = await store.outgoing(DURING + MINUTE, 10)
    assert (again.id, again.attempts) == (message.id, 1)


async def test_a_message_that_was_only_asked_to_wait_has_failed_no_more_often(store: Store) -> None:
    message = a_message()
    await store.open_wave(a_wave(), a_survey(), [], [message])
    await store.try_later(message.id, DURING + MINUTE, counts=False)

    assert await store.outgoing(DURING, 10) == []
    [again] = await store.outgoing(DURING + MINUTE, 10)
    assert (again.attempts, again.not_before) == (0, DURING + MINUTE)


async def test_a_message_given_up_is_a_dead_letter_with_its_reason(store: Store) -> None:
    message = a_message()
    await store.open_wave(a_wave(), a_survey(), [], [message])
    await store.give_up(message.id, "user_not_found")

    assert await store.outgoing(DURING, 10) == []
    assert await store.dead_letters() == [(message, "user_not_found")]


async def test_a_dead_letter_may_wait_again_as_if_it_were_new(store: Store) -> None:
    message = a_message()
    await store.open_wave(a_wave(), a_survey(), [], [message])
    await store.try_later(message.id, DURING)
    await store.give_up(message.id, "user_not_found")

    assert await store.revive(message.id, DURING + MINUTE)
    assert not await store.revive(message.id, DURING)
    assert await store.dead_letters() == []
    [again] = await store.claim_outgoing(DURING + MINUTE, DURING + 2 * MINUTE, 10)
    assert (again.id, again.text, again.attempts) == (message.id, message.text, 0)


async def test_a_dead_letter_that_was_dropped_is_never_sent(store: Store) -> None:
    message = a_message()
    await open_spring(store)
    await store.accept(a_response(), participant=None, outbox=[message])
    assert not await store.drop(message.id)
    await store.give_up(message.id, "user_not_found")

    assert await store.drop(message.id)
    await store.accept(a_response(), participant=None, outbox=[message])
    assert await store.outgoing(DURING, 10) == []
    assert await store.dead_letters() == []
    assert not await store.revive(message.id, DURING)


async def test_it_is_counted_how_much_there_is_of_what(store: Store) -> None:
    due, later, dead = (a_message(not_before=DURING + wait) for wait in (-MINUTE, MINUTE, MINUTE))
    await store.open_wave(a_wave(), a_survey(), [], [due, later, dead])
    await store.give_up(dead.id, "user_not_found")
    await store.keep_draft(a_draft())
    await accept(store, a_response("Nobody rings back."), a_response("They do."))
    before = await store.counted("1", DURING)
    [one, _] = await store.uncoded("1", 10)
    await store.add_codings([a_coding(one, version="1")])
    after = await store.counted("1", DURING)

    assert (before.responses, before.uncoded, after.uncoded) == (2, 2, 1)
    assert (before.drafts, before.due, before.dead) == (1, 1, 1)
    assert before.oldest_due == DURING - MINUTE
    assert before.size > 0


async def test_nothing_happens_to_a_message_that_is_not_there(store: Store) -> None:
    await store.sent("nobody's")
    await store.try_later("nobody's", DURING)
    await store.give_up("nobody's", "user_not_found")

    assert await store.outgoing(DURING, 10) == []
    assert await store.dead_letters() == []


async def test_no_two_workers_send_the_same_message(store: Store) -> None:
    messages = [a_message() for _ in range(10)]
    await store.open_wave(a_wave(), a_survey(), [], messages)
    claims = await asyncio.gather(
        *(store.claim_outgoing(DURING, DURING + MINUTE, 4) for _ in range(4))
    )
    claimed = [message.id for claim in claims for message in claim]

    assert sorted(claimed) == sorted(message.id for message in messages)
    assert await store.claim_outgoing(DURING, DURING + MINUTE, 4) == []
    assert len(await store.outgoing(DURING, 20)) == 10


async def test_messages_are_claimed_oldest_first_and_not_before_their_time(store: Store) -> None:
    late, early, soon = (
        a_message(not_before=DURING + wait) for wait in (MINUTE, -MINUTE, timedelta())
    )
    await store.open_wave(a_wave(), a_survey(), [], [late, early, soon])

    assert await store.claim_outgoing(DURING, CLOSING, 10) == [early, soon]


async def test_a_message_that_a_dead_worker_had_is_anothers_once_its_time_is_over(
    store: Store,
) -> None:
    message = a_message()
    await store.open_wave(a_wave(), a_survey(), [], [message])
    await store.claim_outgoing(DURING, DURING + MINUTE, 1)

    just_before = DURING + MINUTE - timedelta(microseconds=1)
    assert await store.claim_outgoing(just_before, CLOSING, 1) == []
    assert await store.claim_outgoing(DURING + MINUTE, CLOSING, 1) == [message]


async def test_a_message_handed_back_is_anothers_at_once(store: Store) -> None:
    sent, waiting = a_message(), a_message()
    await store.open_wave(a_wave(), a_survey(), [], [sent, waiting])
    await store.claim_outgoing(DURING, CLOSING, 2)
    await store.sent(sent.id)
    await store.hand_back([sent.id, waiting.id, "nobody's"])

    assert await store.claim_outgoing(DURING, CLOSING, 2) == [waiting]


async def test_a_message_to_be_tried_later_is_anybodys_then(store: Store) -> None:
    message = a_message()
    await store.open_wave(a_wave(), a_survey(), [], [message])
    await store.claim_outgoing(DURING, CLOSING, 1)
    await store.try_later(message.id, DURING + MINUTE)

    assert await store.claim_outgoing(DURING, CLOSING, 1) == []
    [again] = await store.claim_outgoing(DURING + MINUTE, CLOSING, 1)
    assert (again.id, again.attempts) == (message.id, 1)


# One at a time


async def test_a_task_has_one_leader(store: Store) -> None:
    led = await asyncio.gather(
        *(store.lead("schedule", f"process {n}", DURING, DURING + MINUTE) for n in range(8))
    )

    assert led.count(True) == 1
    assert await store.lead("another task", "process 9", DURING, DURING + MINUTE)


async def test_a_leader_goes_on_leading_while_it_asks_in_time(store: Store) -> None:
    for minutes in range(3):
        now = DURING + minutes * MINUTE
        assert await store.lead("schedule", "first", now, now + 2 * MINUTE)
        assert not await store.lead("schedule", "second", now, now + 2 * MINUTE)


async def test_another_leads_once_the_leaders_time_is_over(store: Store) -> None:
    assert await store.lead("schedule", "first", DURING, DURING + MINUTE)

    just_before = DURING + MINUTE - timedelta(microseconds=1)
    assert not await store.lead("schedule", "second", just_before, CLOSING)
    assert await store.lead("schedule", "second", DURING + MINUTE, CLOSING)
    assert not await store.lead("schedule", "first", DURING + MINUTE, CLOSING)


async def test_a_leader_that_stops_makes_room_at_once(store: Store) -> None:
    assert await store.lead("schedule", "first", DURING, CLOSING)
    assert await store.lead("schedule", "first", DURING, DURING)

    assert await store.lead("schedule", "second", DURING, CLOSING)


async def test_until_when_anybody_leads_is_known(store: Store) -> None:
    assert await store.led_until(DURING) is None
    await store.lead("schedule", "first", DURING, DURING + 2 * MINUTE)
    await store.lead("inbox", "second", DURING, DURING + MINUTE)

    assert await store.led_until(DURING) == DURING + 2 * MINUTE
    assert await store.led_until(DURING + 2 * MINUTE) is None


# The audit chain


async def test_entries_come_back_in_the_order_they_were_made(store: Store) -> None:
    entries = [an_entry(what=f"digest {number}") for number in range(12)]
    for entry in entries:
        await store.record(entry)

    assert await store.audit() == entries
    assert await store.broken_link() is None


async def test_entries_are_found_from_a_day_of_the_boards_clock_on(store: Store) -> None:
    before = an_entry(at=datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    after = an_entry(at=datetime(2026, 6, 30, 23, 0, tzinfo=UTC))
    await store.record(before)
    await store.record(after)

    assert await store.audit(date(2026, 7, 1)) == [after]


async def test_the_chain_holds_when_many_write_at_once(store: Store, opening: Opening) -> None:
    await asyncio.gather(*(store.record(an_entry()) for _ in range(100)))
    await store.close()
    again = await opening()

    assert len(await again.audit()) == 100
    assert await again.broken_link() is None
    await again.close()


# Values of every kind, sizes, and people who go away


@pytest.mark.parametrize(
    "words",
    [
        "naïve 👩‍👧 ❤️",
        "اسأل الطفل عمّا يريد",
        "\x00 and \x1b[31m",
        "<!channel> <@U0AMINA01>",
        "x" * 3000,
        "a\u2028b\r\n\tc",
    ],
    ids=["emoji", "right to left", "NUL", "Slack's signs", "three thousand", "lines"],
)
async def test_words_come_back_as_they_were(store: Store, opening: Opening, words: str) -> None:
    await open_spring(store)
    response = a_response(words)
    await accept(store, response)
    await store.close()
    again = await opening()
    [kept] = await again.responses(SPRING)

    assert kept.answers[GETS_IN_THE_WAY] == saying(words)
    await again.close()


async def test_half_a_surrogate_pair_does_not_get_in_the_way(
    store: Store, opening: Opening
) -> None:
    await open_spring(store)
    message = a_message(id="half \ud83d", text="half a smile \ud83d")
    draft = a_draft(fill="half \udc00")
    await store.keep_draft(draft)
    await store.accept(a_response(), participant=AMINA, outbox=[message])
    await store.record(an_entry(what="half \ud83d"))
    await store.close()
    again = await opening()

    assert await again.outgoing(DURING, 1) == [message]
    assert await again.draft(SPRING, draft.respondent) == draft
    assert await again.broken_link() is None
    await again.close()


async def test_ten_thousand_responses_are_read_whole_and_counted_right(store: Store) -> None:
    responses = [a_response() for _ in range(10_000)]
    await store.accept_all(a_wave(), a_survey(), responses)

    assert ids(await store.responses(SPRING)) == ids(responses)
    assert len((await store.evidence(Q2)).responses) == 10_000


async def test_who_goes_away_in_the_middle_leaves_all_or_nothing(
    store: Store, opening: Opening
) -> None:
    people = [PersonId(f"U{number:04}") for number in range(40)]
    await open_spring(store, *people)
    waiting = [
        asyncio.create_task(
            store.accept(a_response(), participant=person, outbox=[a_message(person)])
        )
        for person in people
    ]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    told = await asyncio.gather(*waiting, return_exceptions=True)
    await store.close()
    again = await opening()
    answered = {found.person for found in await again.invitations(SPRING) if found.answered}

    assert told[1::2] == ["kept"] * 20
    assert answered >= set(people[1::2])
    assert len(await again.responses(SPRING)) == len(answered)
    assert {one.to for one in await again.outgoing(DURING, 99)} == answered
    await again.close()


async def test_a_store_goes_on_after_everyone_went_away(store: Store) -> None:
    await open_spring(store)
    for _ in range(10):
        task = asyncio.create_task(store.accept(a_response(), participant=None, outbox=[]))
        await asyncio.sleep(0)
        task.cancel()
    await accept(store, last := a_response())

    assert last.id in ids(await store.responses(SPRING))


async def test_closing_twice_is_closing_once(store: Store) -> None:
    await store.close()
    await store.close()


async def test_a_closed_store_takes_nothing_more(store: Store) -> None:
    await open_spring(store)
    await store.close()

    with pytest.raises(StoreClosed):
        await accept(store, a_response())
    with pytest.raises(StoreClosed):
        await store.record(an_entry())
    with pytest.raises(StoreClosed):
        await store.open_wave(a_wave(id=SUMMER), a_survey(), [], [])


@pytest.mark.parametrize(
    "odd",
    ["\0", "half \ud83d", "x" * 10_000, "Ünïcödé 👩‍👧", "'; DROP TABLE heard.responses; --"],
    ids=["NUL", "half a pair", "long", "not English", "SQL"],
)
async def test_ids_of_any_kind_are_found_again_or_unknown(store: Store, odd: str) -> None:
    await open_spring(store, PersonId(odd))
    response = a_response(id=ResponseId(odd), respondent=Respondent(odd), content_area=AreaId(odd))
    await store.keep_draft(a_draft(respondent=Respondent(odd), owner=Respondent(odd), fill=odd))
    await store.accept(response, participant=PersonId(odd), outbox=[a_message(id=odd)])
    await store.give_up(odd, odd)

    assert await store.response(response.id) == response
    assert await store.responses_of(Respondent(odd)) == [response]
    assert await store.drafts([Respondent(odd)]) == []
    assert (await store.evidence(Q2, AreaId(odd))).responses == (response,)
    [invitation] = await store.invitations_of(PersonId(odd))
    assert invitation.answered
    assert [message.id for message, _ in await store.dead_letters()] == [odd]
    with pytest.raises(Unknown):
        await store.wave(WaveId(odd))
    with pytest.raises(Unknown):
        await accept(store, a_response(wave=WaveId(odd)))


async def test_what_was_asked_before_closing_is_done(store: Store, opening: Opening) -> None:
    await open_spring(store)
    asked = [
        asyncio.create_task(store.accept(a_response(), participant=None, outbox=[]))
        for _ in range(30)
    ]
    await asyncio.sleep(0)
    await store.close()

    assert await asyncio.gather(*asked) == ["kept"] * 30
    again = await opening()
    assert len(await again.responses(SPRING)) == 30
    await again.close()


# What has an id of its own and may change


async def test_what_is_kept_is_found_by_its_id_and_by_its_labels(store: Store) -> None:
    first, second = a_note(about=("ben", "open")), a_note(about=("amina", "open"))
    assert await store.keep(first, second) == "kept"

    assert await store.kept(Note, first.id) == first
    assert await store.kept(Note, "unknown") is None
    assert await store.all_kept(Note, "ben") == [first]
    assert {note.id for note in await store.all_kept(Note, "open")} == {first.id, second.id}
    assert len(await store.all_kept(Note)) == 2
    assert await store.all_kept(Note, "nobody") == []


async def test_keeping_again_changes_and_sends_and_records_nothing(store: Store) -> None:
    note = a_note()
    await store.keep(note, outbox=[a_message(id="first")], entry=an_entry())
    again = note.model_copy(update={"text": "Something else."})

    assert await store.keep(again, outbox=[a_message(id="second")], entry=an_entry()) == "again"
    assert await store.kept(Note, note.id) == note
    assert [message.id for message in await store.outgoing(DURING, 9)] == ["first"]
    assert len(await store.audit()) == 1


async def test_of_several_that_are_kept_together_none_is_kept_where_one_is_already(
    store: Store,
) -> None:
    note, other = a_note(), a_note(id="another note", about=("open",))
    await store.keep(note, all_or_none=True, entry=an_entry())

    for several in ([note, other], [other, note]):
        assert await store.keep(*several, all_or_none=True, entry=an_entry()) == "again"
    assert await store.all_kept(Note) == [note]
    assert len(await store.audit()) == 1
    assert await store.keep(note, other) == "kept"


async def test_of_two_who_change_the_same_thing_one_is_told_so(store: Store) -> None:
    note = a_note(about=("open",))
    await store.keep(note)
    mine, yours = (note.model_copy(update={"text": text}) for text in ("mine", "yours"))
    changed = await asyncio.gather(
        store.change(note, mine, entry=an_entry()), store.change(note, yours, entry=an_entry())
    )

    assert sorted(changed) == [False, True]
    assert await store.kept(Note, note.id) == (mine if changed[0] else yours)
    assert len(await store.audit()) == 1


async def test_what_has_changed_is_found_by_its_new_labels_only(store: Store) -> None:
    note = a_note(about=("open",))
    await store.keep(note)
    assert await store.change(note, note.model_copy(update={"about": ("closed",)}))

    assert await store.all_kept(Note, "open") == []
    assert len(await store.all_kept(Note, "closed")) == 1


async def test_what_is_gone_cannot_be_changed(store: Store) -> None:
    note = a_note()
    await store.keep(note)
    assert await store.let_go(Note, [note.id, "unknown"], entry=an_entry()) == 1

    assert not await store.change(note, note.model_copy(update={"text": "late"}))
    assert await store.kept(Note, note.id) is None
    assert await store.let_go(Note, [note.id], entry=an_entry()) == 0
    assert len(await store.audit()) == 1


async def test_what_stands_beside_a_response_is_kept_with_it_or_not_at_all(store: Store) -> None:
    await open_spring(store, AMINA)
    first, late = a_note(), a_note()
    response = a_response()
    second = a_response(respondent=response.respondent)
    await store.accept(response, participant=AMINA, outbox=[], beside=[first])
    with pytest.raises(AlreadyAnswered):
        await store.accept(second, participant=AMINA, outbox=[], beside=[late])
    again = await store.accept(response, participant=AMINA, outbox=[], beside=[late])

    assert again == "again"
    assert await store.all_kept(Note) == [first]


async def test_what_is_kept_is_there_after_the_store_is_opened_again(
    store: Store, opening: Opening
) -> None:
    note = a_note(text="\ud800 a\0b", about=("ünï\0code",))
    await store.keep(note)
    await store.close()
    again = await opening()

    assert await again.all_kept(Note, "ünï\0code") == [note]
    await again.close()
