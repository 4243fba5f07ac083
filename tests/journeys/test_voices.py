"""A participation worker logs what a child said, in the child's own words."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import expect

from bot.asking.voices import own_drafts, take_back
from bot.board import Role
from bot.telling.evidence import evidence as gathered
from bot.workers.caretaking import forget_what_is_over
from surveys.concern import Concern, NoAction, Outcome, acknowledge, decide, settle
from surveys.periods import Period
from surveys.unflagged import Unflagged
from surveys.voice import GotItRight, Told, Voice
from tests.browser import a_browser, a_tab, problems_of
from tests.journeys.harness import ANNA, DAWN, QUINN, WILMA, Heard

NARROW = {"width": 390, "height": 844}
WORDS = "They never ask me, they ask my mum."
ABOUT = {
    "whose": "Child",
    "age_bands": ["8 to 11"],
    "content_area": "Neglect",
    "gathered_by": ["Talking", "Drawing or play"],
    "agreed": "Yes, in their own words or way",
    "reuse": "As a quote to the Board",
}


async def begin(heard: Heard, worry: str = "No worry") -> Any:
    """Type /voice and answer the first question."""
    wilma = heard.person(WILMA)
    await wilma.command("/voice")
    await heard.workspace.until(lambda: wilma.views)
    await wilma.submit({"worry": worry})
    return wilma


async def log(heard: Heard, said: dict[str, object], **about: object) -> Any:
    wilma = await begin(heard)
    outcome = await wilma.submit({**ABOUT, **about})
    assert outcome.ok, outcome
    outcome = await wilma.submit(said)
    assert outcome.ok, outcome
    return wilma


async def voices(heard: Heard) -> list[Voice]:
    return list(await heard.deps.store.all_kept(Voice))


async def test_a_voice_is_kept_in_the_childs_own_words(heard: Heard) -> None:
    wilma = await log(heard, {"own_words": WORDS})

    assert wilma.view.title == "Kept"
    [voice] = await voices(heard)
    assert voice.own_words == (WORDS,)
    assert voice.worker != WILMA


async def test_home_shows_a_worker_what_is_to_finish_and_nobody_else(heard: Heard) -> None:
    wilma = await log(heard, {"own_words": WORDS})
    await wilma.close()
    await wilma.open_home()
    await heard.workspace.until(lambda: "1 voice to finish" in str(wilma.home.body))
    anna = heard.person(ANNA)
    await anna.open_home()
    await heard.workspace.until(lambda: "Open for you" in str(anna.home.body))

    assert WORDS not in str(wilma.home.body)
    assert "Voices" not in str(anna.home.body)


async def test_whoever_has_not_reported_a_worry_is_shown_the_route_and_nothing_is_kept(
    heard: Heard,
) -> None:
    wilma = await begin(heard, "Yes, not yet reported")

    assert "01632 960100" in str(wilma.view.body)
    assert await voices(heard) == []
    await wilma.press("It is reported now: go on")
    await heard.workspace.until(lambda: "Whose voice" in str(wilma.view.body))
    await wilma.submit(ABOUT)
    await wilma.submit({"own_words": WORDS})
    [voice] = await voices(heard)
    assert voice.was_worry


async def test_what_was_begun_and_put_off_stands_on_home_once(heard: Heard) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)
    await wilma.close()

    await heard.workspace.until(lambda: str(wilma.home.body).count("Begun, not kept") == 1)
    assert "Nothing is waiting" not in str(wilma.home.body)


async def test_a_draft_survives_a_restart_without_what_was_taken_out(heard: Heard) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)
    await wilma.submit({"own_words": "Ring my nan on 01632 960111."})
    assert "[phone]" in str(wilma.view.body)
    await wilma.close()
    await heard.again()

    await wilma.open_home()
    await heard.workspace.until(lambda: "Begun, not kept" in str(wilma.home.body))
    await wilma.press("Go on", on=wilma.home)
    await heard.workspace.until(lambda: wilma.views)
    await wilma.submit()
    [voice] = await voices(heard)
    assert voice.own_words == ("Ring my nan on [phone].",)


async def test_who_wants_no_use_made_of_it_is_counted_and_no_words_are_asked_for(
    heard: Heard,
) -> None:
    wilma = await begin(heard)
    await wilma.submit({**ABOUT, "reuse": "None: only count that they were heard"})
    assert "own_words" not in str(wilma.view.body)
    await wilma.press("Back")
    await heard.workspace.until(lambda: "Whose voice" in str(wilma.view.body))
    await wilma.submit(ABOUT)
    await wilma.fill({"own_words": WORDS})
    await wilma.press("Back")
    await heard.workspace.until(lambda: "Whose voice" in str(wilma.view.body))
    await wilma.submit({"reuse": "None: only count that they were heard"})
    await wilma.submit()

    [voice] = await voices(heard)
    assert (voice.reuse, voice.own_words) == ("none", ())
    assert await heard.deps.store.all_kept(Unflagged) == []


async def test_a_voice_without_words_is_refused(heard: Heard) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)

    outcome = await wilma.submit()

    assert "at least one of these" in str(outcome.errors)
    assert await voices(heard) == []


async def test_a_reference_that_could_point_at_a_child_is_refused(heard: Heard) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)

    outcome = await wilma.submit({"own_words": WORDS, "reference": "Jayden"})

    assert "blue-kite-7" in outcome.errors["reference"]


async def test_the_same_child_again_shows_the_number_of_last_time(heard: Heard) -> None:
    wilma = await log(heard, {"own_words": WORDS, "rating": "4", "reference": "blue-kite-7"})
    assert "Last time" not in str(wilma.view.body)
    await wilma.close()
    heard.clock.forward(days=20)

    wilma = await log(
        heard, {"own_words": WORDS, "rating": "6", "reference": "Blue kite 7".lower()}
    )

    assert "the number was 4. Now it is 6" in str(wilma.view.body)
    kept = await voices(heard)
    assert len({voice.reference for voice in kept}) == 1
    assert "kite" not in str(kept)


async def test_whoever_loses_the_role_meanwhile_gets_the_words_back(heard: Heard) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)
    nobody = heard.known.board.model_copy(update={"roles": {Role.ANALYST: (ANNA,)}})
    heard.known = replace(heard.known, board=nobody)
    await heard.again()

    await wilma.submit({"own_words": WORDS})

    assert "Not sent" in wilma.view.title
    assert WORDS in str(wilma.view.body)
    assert await voices(heard) == []


async def test_own_words_are_corrected_for_an_hour_and_then_only_marked(heard: Heard) -> None:
    wilma = await log(heard, {"own_words": "They never ask me, said the tall lady."})
    await wilma.press("Finish it now")
    await wilma.close()
    await correct(heard, "Correct the words", "They never asked me, said the tall lady.")
    heard.clock.forward(minutes=61)
    await correct(heard, "Mark personal data", "They never listen.")
    assert "locked" not in wilma.view.title
    assert "The hour for corrections is over" in str(wilma.view.body)
    await wilma.close()
    await wilma.close()
    await correct(heard, "Mark personal data", "They never asked me, said [name].")

    [voice] = await voices(heard)
    assert voice.own_words == ("They never asked me, said [name].",)
    assert voice.earlier_words == (("They never ask me, said the tall lady.",),)


async def test_a_worker_marks_that_they_were_told(heard: Heard) -> None:
    await log(heard, {"own_words": WORDS})
    wilma = await see(heard)
    await wilma.press("They have been told")
    await heard.workspace.until(lambda: wilma.view.title == "They have been told")
    await wilma.submit({"how": "Face to face", "what": "We changed the day."})

    [voice] = await voices(heard)
    assert isinstance(voice.feedback, Told)
    assert "reply by" not in str(wilma.view.body)


async def test_what_they_say_of_it_is_kept_with_what_they_were_told(heard: Heard) -> None:
    await log(heard, {"own_words": WORDS})
    wilma = await see(heard)
    await wilma.press("They have been told")
    await heard.workspace.until(lambda: wilma.view.title == "They have been told")
    said = "They said that we got it right in part"
    await wilma.submit({"how": "Face to face", "what": "We changed the day.", "right": said})

    [voice] = await voices(heard)
    assert isinstance(voice.feedback, Told)
    assert voice.feedback.got_it_right is GotItRight.IN_PART
    assert f"face to face. {said}" in str(wilma.view.body)


async def test_a_withdrawn_voice_leaves_no_words(heard: Heard) -> None:
    await log(heard, {"own_words": WORDS})
    wilma = await see(heard)
    await wilma.press("Withdraw")
    await heard.workspace.until(lambda: wilma.view.title == "Withdrawn")

    [voice] = await voices(heard)
    assert voice.withdrawn == heard.deps.today()
    assert WORDS not in voice.model_dump_json()


async def see(heard: Heard) -> Any:
    """Open the one voice out of the list, from nothing else on the screen."""
    wilma = heard.person(WILMA)
    while wilma.views:
        await wilma.close()
    await wilma.command("/voice mine")
    await heard.workspace.until(lambda: wilma.views and wilma.view.title == "My voices")
    await wilma.press("Open")
    await heard.workspace.until(lambda: wilma.view.title == "A voice")
    return wilma


async def correct(heard: Heard, button: str, words: str) -> None:
    wilma = await see(heard)
    await wilma.press(button)
    await heard.workspace.until(lambda: wilma.view.title == button)
    await wilma.submit({"own_words": words})


DISCLOSES = "My stepdad hits me with his belt when mum is at work."


async def concerns(heard: Heard) -> list[Concern]:
    return list(await heard.deps.store.all_kept(Concern))


async def test_words_that_disclose_harm_are_raised_before_anything_can_lose_them(
    heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)
    await wilma.submit({"own_words": DISCLOSES})

    [concern] = await concerns(heard)
    assert concern.door == "voice"
    assert "Is it already reported?" in str(wilma.view.body)
    assert await voices(heard) == []
    await wilma.submit({"is_it_reported": "Not yet"})
    [voice] = await voices(heard)
    assert "designated" in str(wilma.view.body)
    assert [one.id for one in await concerns(heard)] == [concern.id]
    evidence = await gathered(heard.deps, Period(year=2026, quarter=3))
    assert concern.refers_to == voice.id
    assert [one.own_words for one in evidence.voices] == [()]
    sent = [
        str(call.arguments)
        for method in ("chat.postMessage", "views.publish")
        for call in heard.workspace.calls_of(method)
    ]
    assert not any(DISCLOSES in text for text in (*sent, caplog.text))


async def test_a_lead_sees_whether_a_voice_is_reported_how_old_the_child_is_and_how_safe_they_feel(
    heard: Heard,
) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)
    await wilma.submit({"own_words": DISCLOSES, "rating": "2"})
    dawn = heard.person(DAWN)
    await heard.workspace.until(lambda: dawn.direct_messages)
    await dawn.press("Open")
    await heard.workspace.until(lambda: dawn.views)
    before = str(dawn.view.body)
    await wilma.submit({"is_it_reported": "Not yet"})
    await dawn.press("Acknowledge")
    await heard.workspace.until(lambda: "acknowledged by" in str(dawn.view.body))
    after = str(dawn.view.body)

    assert "The writer has not said whether it is reported already." in before
    assert "The writer says that it is *not reported yet*." in after
    for shown in (before, after):
        assert "*Whose voice:* a child" in shown
        assert "*Age of the child or young person:* 8 to 11" in shown
        assert "*How safe they feel:* 2 of 10" in shown


async def test_a_quote_is_promised_only_once_the_lead_lets_the_words_be_used(heard: Heard) -> None:
    wilma = await log(heard, {"own_words": DISCLOSES})
    await wilma.submit({"is_it_reported": "Not yet"})
    promise, held = "It may be quoted to the Board", "Until the designated lead has read"

    assert promise not in str(wilma.view.body)
    assert held in str(wilma.view.body)
    shown = str((await see(heard)).view.body)
    assert held in shown
    assert promise not in shown
    [concern] = await concerns(heard)
    taken = acknowledge(concern, DAWN, heard.clock.now)
    outcome = Outcome(done=NoAction(why="Known"), rightly=True, by=DAWN, at=heard.clock.now)
    released = settle(decide(taken, outcome), released=True, by=DAWN, now=heard.clock.now)
    assert await heard.deps.store.change(concern, released)
    assert promise in str((await see(heard)).view.body)


async def test_not_even_the_reference_is_out_of_reach_of_the_net(heard: Heard) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)
    await wilma.submit({"own_words": WORDS, "reference": "my dad hits me with a belt"})

    assert [one.passages[0].field for one in await concerns(heard)] == ["reference"]


async def test_what_is_added_later_passes_the_net_too(heard: Heard) -> None:
    wilma = await log(heard, {"own_words": WORDS})
    await wilma.press("Finish it now")
    await heard.workspace.until(lambda: wilma.view.title == "Finish a voice")
    await wilma.submit({"next_step": "Visit again", "next_step_owner": "Social worker"})
    await wilma.submit({"workers_reading": DISCLOSES})
    await wilma.submit({"is_it_reported": "Yes, it is reported"})

    assert len(await concerns(heard)) == 1
    [voice] = await voices(heard)
    assert voice.reading == DISCLOSES
    assert voice.next_step.owner == "Social worker"


async def test_a_group_session_is_one_voice_with_several_quotes(heard: Heard) -> None:
    wilma = await begin(heard)
    several = {"whose": "Group of children or young people", "age_bands": ["8 to 11", "12 to 15"]}
    await wilma.submit({**ABOUT, **several})
    outcome = await wilma.submit({"people": "1", "own_words": WORDS})
    assert "smallest" in outcome.errors["people"]
    await wilma.submit({"people": "6", "own_words": f"{WORDS}\n\nNobody comes when you ring."})
    await wilma.submit()

    [voice] = await voices(heard)
    assert len(voice.own_words) == 2
    assert voice.speaker.kind == "group"


async def test_a_withdrawn_voice_is_in_no_figure_and_the_digest_says_so(heard: Heard) -> None:
    await log(heard, {"own_words": WORDS})
    [voice] = await voices(heard)
    await take_back(heard.deps, WILMA, voice)
    heard.clock.now = datetime(2026, 10, 7, 9, tzinfo=UTC)

    quinn = heard.person(QUINN)
    await quinn.command("/digest neglect 2026-Q3")
    await heard.workspace.until(lambda: "Whole digest" in told(quinn))
    assert "withdrawn voices are in no" in told(quinn).casefold()
    await quinn.press("Whole digest")
    await heard.workspace.until(lambda: quinn.views)

    withdrawn = "A voice that was withdrawn, as is anybody's right, is in no figure"
    assert withdrawn in str(quinn.view.blocks)


async def test_a_text_longer_than_a_field_is_refused_with_a_sentence(heard: Heard) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)

    outcome = await wilma.submit({"own_words": "word " * 2400})

    assert "3000" in str(outcome)
    assert await voices(heard) == []


async def test_what_is_delivered_twice_is_one_voice(heard: Heard) -> None:
    heard.workspace.unkindness.duplicate = True
    wilma = await log(heard, {"own_words": WORDS})

    assert wilma.view.title == "Kept"
    assert len(await voices(heard)) == 1
    assert await own_drafts(heard.deps, WILMA) == []


async def test_the_shortcut_opens_the_form_for_a_worker_and_for_nobody_else(heard: Heard) -> None:
    wilma, anna = heard.person(WILMA), heard.person(ANNA)
    await wilma.shortcut("log_voice")
    await heard.workspace.until(lambda: wilma.views)
    await anna.command("/voice")

    await heard.workspace.until(lambda: anna.direct_messages)
    assert "participation worker" in anna.direct_messages[-1].text
    assert anna.views == []


async def test_a_voice_is_logged_on_a_phone(heard: Heard) -> None:
    address = f"{heard.workspace.url}/?as={WILMA}&in=home"
    async with a_browser() as browser, a_tab(browser, address, viewport=NARROW) as page:
        await page.get_by_role("button", name="Log a voice").click()
        form = page.get_by_role("dialog")
        await expect(form).to_contain_text("01632 960100")
        await form.get_by_role("radio", name="No worry").check()
        await form.get_by_role("button", name="Next").click()
        for radio in ("Yes, in their own words or way", "As a quote to the Board"):
            await form.get_by_role("radio", name=radio, exact=True).check()
        await form.get_by_role("checkbox", name="8 to 11").check()
        for question, option in (("Whose voice is it?", "Child"), ("What is it about?", "Neglect")):
            await form.get_by_role("combobox", name=question).select_option(label=option)
        await form.get_by_label("How did you hear it?").click()
        await form.get_by_role("checkbox", name="Talking").check()
        await page.keyboard.press("Escape")
        assert await problems_of(page) == []
        await form.get_by_role("button", name="Next").click()
        words = form.get_by_role("textbox", name="Their own words")
        await words.fill(f"{WORDS} Ring my nan on 01632 960111.")
        await form.get_by_role("button", name="Keep").click()
        await expect(form).to_contain_text("we took out 1 phone number")
        await form.get_by_role("button", name="Keep").click()
        await expect(form).to_contain_text("The voice is kept")
        assert await problems_of(page) == []
        await form.get_by_role("button", name="Close").first.click()
        await expect(page.get_by_text("1 voice to finish")).to_be_visible()

    [voice] = await voices(heard)
    assert voice.own_words == (f"{WORDS} Ring my nan on [phone].",)


async def test_what_was_logged_is_kept_until_it_is_found_again_but_drafts_are_not(
    heard: Heard,
) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)
    heard.clock.forward(days=8)

    await forget_what_is_over(heard.deps)

    assert await own_drafts(heard.deps, WILMA) == []


def told(actor: Any) -> str:
    return str([message.blocks for message in actor.direct_messages])
