"""Nobody has a form open any more that a crash left over: if it is refused, its writer is told."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from analysis.paper.texts import Part
from bot.app import build_app, client_for, identity
from bot.keeping.journal import settle
from bot.payloads import is_direct_message, worth_keeping
from bot.run import open_deps
from bot.telling.paper_making import text_of
from bot.web.practice.actors import Actor
from bot.wording.concerns import told as fixed_message
from storage.interface import Store, StoreUnreachable
from surveys.concern import Concern
from surveys.survey import Survey
from tests.journeys.harness import ANNA, QUINN, WILMA, Heard, eventually
from tests.journeys.test_answering import open_survey
from tests.journeys.test_bad_input import own_survey
from tests.journeys.test_concerns import DISCLOSES, concerns
from tests.journeys.test_digest_buttons import digest_there, figure_there
from tests.journeys.test_digests import OCTOBER, SUMMER
from tests.journeys.test_inbox import WORDS, arrivals, leave, with_an_open_form
from tests.journeys.test_paper_texts import form_of
from tests.journeys.test_voices import ABOUT, begin, log, see
from tests.journeys.test_waves import SUNDAY, opening

NO_DAY = "Ring every family back | head of early help | soon | NEG-OC4"
NAMES = "Ring Mrs Kaya Okonkwo-Bright on 07700 900123."


async def crashed(heard: Heard, who: Actor, values: dict[str, object]) -> list[str]:
    """What whoever sent it is told, once a bot that was killed with it has started again."""
    await heard.stop()
    before = len(who.direct_messages)
    await who.submit(values)
    await leave(heard, worth_keeping(heard.workspace.deliveries[-1].payload))
    await heard.start()
    await eventually(lambda: arrivals(heard), lambda left: left == [])
    await heard.workspace.until(lambda: len(who.direct_messages) > before)
    return [f"{one.text} {one.blocks}" for one in who.direct_messages[before:]]


async def plan_without_a_day(heard: Heard) -> tuple[dict[str, object], str, str]:
    heard.clock.now = OCTOBER
    await form_of(heard, heard.person(QUINN), "plan", "neglect")
    return {"text": NO_DAY}, "Write in the paper", "does not say by when"


async def name_in_what_came_of_it(heard: Heard) -> tuple[dict[str, object], str, str]:
    quinn = heard.person(QUINN)
    await quinn.command("/wave")
    await heard.workspace.until(lambda: quinn.direct_messages)
    await quinn.press("What came of it")
    await heard.workspace.until(lambda: quinn.views)
    return {"told": NAMES}, "What came of it", "Please write the role instead"


@pytest.mark.parametrize("sent", [plan_without_a_day, name_in_what_came_of_it])
async def test_whoever_wrote_a_form_that_was_left_over_is_told_why_it_is_not_kept(
    heard: Heard,
    pulse: Survey,
    sent: Callable[[Heard], Awaitable[tuple[dict[str, object], str, str]]],
) -> None:
    wave = await heard.ask(pulse, ANNA)
    values, title, why = await sent(heard)
    [told] = await crashed(heard, heard.person(QUINN), values)

    assert f"Your form “{title}” was sent while Heard was away, and is not kept." in told
    assert why in told
    assert "please fill it in again" in told
    assert not any(
        str(word) in told for value in values.values() for word in str(value).split(" | ")
    )
    assert not (await heard.deps.store.wave(wave.id)).what_came_of_it
    assert (
        await text_of(heard.deps, SUMMER, Part.PLAN, heard.deps.framework.area("neglect").id)
        is None
    )


async def test_a_wave_that_was_left_over_does_not_open_beside_another_and_that_is_told(
    heard: Heard, pulse: Survey
) -> None:
    quinn = await opening(heard)
    await quinn.fill({"survey": "practitioner-pulse", "until": SUNDAY})
    await heard.ask(pulse)
    [told] = await crashed(heard, quinn, {})

    assert "There is a wave of “Practitioner pulse” already" in told
    assert len(await heard.deps.store.waves()) == 1


async def test_answers_that_were_left_over_until_the_wave_had_closed_are_told_to_be_too_late(
    heard: Heard,
) -> None:
    wave = await with_an_open_form(heard)
    heard.clock.forward(days=30)
    [told] = await crashed(heard, heard.person(ANNA), {"why": WORDS})

    assert "is not kept. This survey was open until" in told
    assert WORDS not in told
    assert not await heard.deps.store.responses(wave.id)


async def test_of_words_that_came_too_late_and_may_disclose_harm_it_is_told_who_reads_them(
    heard: Heard,
) -> None:
    await with_an_open_form(heard)
    heard.clock.forward(days=30)
    [told] = await crashed(heard, heard.person(ANNA), {"why": DISCLOSES})

    assert "is not kept. This survey was open until" in told
    assert all(paragraph in told for paragraph in fixed_message(heard.deps.board, heard.clock()))
    assert DISCLOSES not in told
    assert len(await concerns(heard)) == 1


@pytest.mark.parametrize(
    ("to", "why"), [("report_first", "01632 960100"), ("discard", "as they asked")]
)
async def test_whoever_sent_a_form_that_ends_early_is_told_where_to_turn_though_it_was_left_over(
    heard: Heard, to: str, why: str
) -> None:
    goto = f"goto: {{when: Yes, to: {to}}}"
    survey = own_survey(
        heard, f"  - {{id: worry, kind: yes_no, text: Worry, required: true, {goto}}}\n"
    )
    await heard.ask(survey, ANNA)
    await open_survey(heard)
    [told] = await crashed(heard, heard.person(ANNA), {"worry": "Yes"})

    assert why in told


async def test_a_worry_that_is_not_reported_yet_is_sent_to_the_front_door_though_left_over(
    heard: Heard,
) -> None:
    wilma = heard.person(WILMA)
    await wilma.command("/voice")
    await heard.workspace.until(lambda: wilma.views)
    [told] = await crashed(heard, wilma, {"worry": "Yes, not yet reported"})

    assert "01632 960100" in told
    assert "once it is reported" in told
    assert "asks you something more" not in told


async def test_who_has_to_be_asked_before_a_form_that_was_left_over_is_done_is_told_to_open_it(
    heard: Heard,
) -> None:
    survey = own_survey(heard, "  - {id: why, kind: comment, text: Why}\n")
    await heard.ask(survey, ANNA)
    await open_survey(heard)
    [told] = await crashed(heard, heard.person(ANNA), {"why": DISCLOSES})

    assert "asks you something more before it is done. Please open it again" in told
    assert DISCLOSES not in told
    assert len(await concerns(heard)) == 1


async def page_with_a_mistake(heard: Heard) -> tuple[Actor, dict[str, object]]:
    asks = "  - {id: why, kind: comment, text: Why}\n"
    asks += "".join(
        f"  - {{id: {one}, kind: yes_no, text: Sure}}\n" for one in ("sure", "not_sure")
    )
    asks += "at_least_one:\n  - [sure, not_sure]\n"
    await heard.ask(own_survey(heard, asks), ANNA)
    await open_survey(heard)
    return heard.person(ANNA), {"why": DISCLOSES}


async def page_that_others_follow(heard: Heard) -> tuple[Actor, dict[str, object]]:
    asks = "  - {id: why, kind: comment, text: Why}\n"
    asks += "  - {id: more, kind: yes_no, text: More}\n"
    asks += "  - {id: what, kind: comment, text: What, show_if: {more: Yes}}\n"
    await heard.ask(own_survey(heard, asks), ANNA)
    await open_survey(heard)
    return heard.person(ANNA), {"why": DISCLOSES, "more": "Yes"}


async def voice_with_a_mistake(heard: Heard) -> tuple[Actor, dict[str, object]]:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)
    return wilma, {"own_words": DISCLOSES, "reference": "Kaya Okonkwo-Bright"}


async def what_they_were_told(heard: Heard) -> tuple[Actor, dict[str, object]]:
    await log(heard, {"own_words": "They never ask me."})
    wilma = await see(heard)
    await wilma.press("They have been told")
    await heard.workspace.until(lambda: wilma.view.title == "They have been told")
    return wilma, {"how": "Face to face", "what": DISCLOSES}


async def what_they_will_be_told(heard: Heard) -> tuple[Actor, dict[str, object]]:
    wilma, said = await what_they_were_told(heard)
    return wilma, {**said, "when": "2030-01-01"}


async def question_that_names_somebody(heard: Heard) -> tuple[Actor, dict[str, object]]:
    await digest_there(heard)
    figure = await figure_there(heard)
    quinn = heard.person(QUINN)
    await quinn.press("Query a figure")
    await heard.workspace.until(lambda: quinn.views)
    return quinn, {"figure": figure, "question": f"{DISCLOSES} {NAMES}"}


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (question_that_names_somebody, "is not kept"),
        (page_with_a_mistake, "is not kept"),
        (page_that_others_follow, "asks you something more"),
        (voice_with_a_mistake, "is not kept"),
        (what_they_were_told, ""),
        (what_they_will_be_told, "is not kept"),
    ],
)
async def test_whatever_becomes_of_a_form_left_over_whose_words_disclose_it_is_told_who_reads_them(
    heard: Heard, sent: Callable[[Heard], Awaitable[tuple[Actor, dict[str, object]]]], why: str
) -> None:
    [told] = await crashed(heard, *await sent(heard))

    assert why in told
    assert all(paragraph in told for paragraph in fixed_message(heard.deps.board, heard.clock()))
    assert DISCLOSES not in told
    assert len(await concerns(heard)) == 1


async def test_a_page_that_ends_a_form_ends_it_also_when_it_is_tried_again(heard: Heard) -> None:
    asks, goto = "  - {id: more, kind: yes_no, text: More}\n", "goto: {when: Yes, to: discard}"
    asks += f"  - {{id: worry, kind: yes_no, text: Worry, show_if: {{more: Yes}}, {goto}}}\n"
    await heard.ask(own_survey(heard, asks), ANNA)
    await open_survey(heard)
    anna = heard.person(ANNA)
    await anna.submit({"more": "Yes"})
    await heard.stop()
    await anna.submit({"worry": "Yes"})
    payload = worth_keeping(heard.workspace.deliveries[-1].payload)
    async with open_deps(heard.settings, heard.known, heard.clock) as deps:
        dies = replace(deps, store=LooksForNoConcerns(deps.store))
        client = client_for(heard.settings)
        app = build_app(heard.settings, dies, client, await identity(client))
        await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
        await settle(dies)
    before = len(anna.direct_messages)
    await heard.start()
    await heard.workspace.until(lambda: len(anna.direct_messages) > before)
    await eventually(lambda: arrivals(heard), lambda left: left == [])

    assert "as they asked" in str(anna.direct_messages[-1].blocks)


class LooksForNoConcerns:
    """A store that goes away when it is asked what concerns there are."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def all_kept(self, kind: type[Any], label: str | None = None) -> Any:
        if kind is Concern:
            raise StoreUnreachable("here", "for a test")
        return await self._store.all_kept(kind, label)


async def test_of_a_message_that_was_left_over_nothing_is_told_as_of_a_form(heard: Heard) -> None:
    anna = heard.person(ANNA)
    await anna.say("Is anybody there?")
    await heard.workspace.until(lambda: "I can't answer" in anna.direct_messages[-1].text)
    [sent] = [one.payload for one in heard.workspace.deliveries if is_direct_message(one.payload)]
    await heard.stop()
    await leave(heard, dict(sent))
    await heard.start()
    await eventually(lambda: arrivals(heard), lambda left: left == [])

    assert not any("sent while Heard was away" in one.text for one in anna.direct_messages)


async def test_a_refusal_is_told_once_however_often_the_form_is_tried(heard: Heard) -> None:
    await with_an_open_form(heard)
    heard.clock.forward(days=30)
    anna = heard.person(ANNA)
    await crashed(heard, anna, {"why": WORDS})
    told = len(anna.direct_messages)
    await heard.stop()
    sent = [one.payload for one in heard.workspace.deliveries if "view" in one.payload]
    await leave(heard, worth_keeping(sent[-1]))
    await heard.start()
    await eventually(lambda: arrivals(heard), lambda left: left == [])

    assert not await heard.deps.store.outgoing(heard.clock(), 10)
    assert len(anna.direct_messages) == told
