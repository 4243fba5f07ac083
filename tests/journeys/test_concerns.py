"""What may disclose harm reaches the designated lead, is acted on, and is seen by nobody else."""

import asyncio
import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from analysis.signals import Signals, read_or_flag
from bot.board import Role
from bot.safeguarding.concerns import keep_at_once, raised, read_each
from bot.telling.evidence import evidence
from bot.web.practice import Group
from bot.wording.concerns import clock_ran_out
from surveys.concern import (
    Acknowledged,
    Concern,
    Door,
    Level,
    NoAction,
    Outcome,
    Reported,
    Route,
    SealedWriter,
    Settled,
    Urgency,
    acknowledge,
    decide,
    settle,
)
from surveys.periods import Period
from surveys.survey import Survey
from surveys.unflagged import TO_READ, Unflagged
from surveys.wave import Person
from tests.journeys.harness import (
    ANNA,
    BEN,
    COLLEAGUES,
    DAWN,
    DEV,
    MAYA,
    QUINN,
    WILMA,
    Heard,
    eventually,
)
from tests.mail import a_mail_server
from tests.nets import a_foreseeable_net

DISCLOSES = "A child on my list says that her stepfather hits her most nights."
ALLEGES = "A colleague of ours slapped a boy in the corridor and nobody said a word."
AT_ONCE = "She told me that she is going to kill herself tonight."
CHRISTMAS_EVE = datetime(2026, 12, 24, 16, 0, tzinfo=UTC)
ABOUT = {"agency": "Health", "area_of_work": "Neglect"}


@pytest.fixture
def people() -> tuple[Person, ...]:
    """The lead belongs to the local authority, the deputy to Health."""
    return (
        Person(id=ANNA, agency="Health", role_group="Health visitor"),
        Person(id=BEN, agency="Police", role_group="Police officer"),
        Person(id=WILMA, agency="Voluntary sector", role_group="Participation worker"),
        Person(id=DAWN, agency="Local authority", role_group="Designated lead"),
        Person(id=DEV, agency="Health", role_group="Deputy lead"),
        *COLLEAGUES,
    )


async def write(heard: Heard, words: str, person: str = ANNA, comment: str = "") -> Any:
    """Fill in the pulse until nothing but Send is left, with *words* in its comments."""
    actor = heard.person(person)
    await actor.press("Open the survey")
    await heard.workspace.until(lambda: actor.views)
    for _ in range(10):
        if actor.view.title in {"Before you send", "Thank you"}:
            return actor
        outcome = await actor.submit(_filled_in(actor.view.blocks, words, comment))
        assert outcome.ok, outcome
    raise AssertionError("the survey never ends")


def _filled_in(blocks: list[Any], words: str, comment: str) -> Mapping[str, object]:
    values: dict[str, object] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        name = block["block_id"]
        if name in ABOUT:
            values[name] = ABOUT[name]
        elif block["element"]["type"] != "plain_text_input":
            values[name] = block["element"]["options"][0]["value"]
        elif comment in {"", name}:
            values[name] = words
    return values


async def concerns(heard: Heard) -> list[Concern]:
    return list(await heard.deps.store.all_kept(Concern))


async def the_one(heard: Heard) -> Concern:
    [concern] = await concerns(heard)
    return concern


async def opened(heard: Heard, person: str) -> Any:
    """The lead presses the button of the message."""
    actor = heard.person(person)
    await heard.workspace.until(lambda: actor.direct_messages)
    await actor.press("Open")
    await heard.workspace.until(lambda: actor.views)
    return actor


async def pressed(heard: Heard, actor: Any, label: str, until: str) -> None:
    await actor.press(label)
    await heard.workspace.until(lambda: until in str(actor.view.body))


async def test_a_comment_that_discloses_is_acted_on_from_told_to_outcome(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse, ANNA)
    anna = await write(heard, DISCLOSES)
    assert anna.view.title == "Before you send"
    assert "the front door on 01632 960100" in str(anna.view.body)
    await anna.submit({"is_it_reported": "Not yet"})

    assert anna.view.title == "Thank you"
    assert "A designated person will read what you wrote" in str(anna.view.body)
    assert "Please do it now:* the front door" in str(anna.view.body)
    assert len(await heard.deps.store.responses(wave.id)) == 1

    dawn = await opened(heard, DAWN)
    [message] = dawn.direct_messages
    assert "One item needs you" in message.text
    assert "hits" not in str(message)
    assert DISCLOSES in str(dawn.view.body)
    assert "not reported yet" in str(dawn.view.body)
    assert ANNA not in str(dawn.view.body)

    await pressed(heard, dawn, "Acknowledge", "acknowledged by")
    await pressed(heard, dawn, "Record the outcome", "What was done?")
    await dawn.submit(
        {"done": "It was referred", "what": "The front door", "rightly": "Yes"},
    )
    assert "It was referred on 1 September 2026." in str(dawn.view.body)
    assert "The front door" in str(dawn.view.body)
    assert "still to decide: release its words, or keep them out" in str(dawn.view.body)
    await pressed(heard, dawn, "Keep its words out", "settled by")

    concern = await the_one(heard)
    assert isinstance(concern.state, Settled)
    assert concern.reported is Reported.NOT_YET
    assert concern.withholds
    did = [entry.did for entry in await heard.deps.store.audit() if entry.what == concern.id]
    assert did == [
        "opened a concern",
        "acknowledged a concern",
        "recorded the outcome of a concern",
        "kept the words of a concern out",
    ]


async def test_nobody_else_opens_a_concern(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse, ANNA)
    await write(heard, DISCLOSES)

    quinn = heard.person(QUINN)
    await quinn.command("/concerns")

    await heard.workspace.until(lambda: quinn.direct_messages)
    assert quinn.views == []
    assert "designated safeguarding lead" in quinn.direct_messages[-1].text


async def test_of_two_leads_at_once_one_is_told_that_the_other_was_first(
    heard: Heard, pulse: Survey
) -> None:
    await heard.ask(pulse, ANNA)
    await write(heard, DISCLOSES)
    dawn, dev = await opened(heard, DAWN), await opened(heard, DEV)

    await pressed(heard, dev, "Acknowledge", "acknowledged by")
    await pressed(heard, dawn, "Acknowledge", "You need not")

    concern = await the_one(heard)
    assert isinstance(concern.state, Acknowledged)
    assert concern.state.by == DEV


# By which door it comes


async def test_a_disclosure_in_anything_else_is_raised_though_nothing_is_ever_sent(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse, ANNA)
    last = pulse.questions[-1].id
    await write(heard, DISCLOSES, comment=last)  # and then Anna never presses Send

    concern = await the_one(heard)
    assert [passage.field for passage in concern.passages] == [last]
    assert concern.reported is None
    assert await heard.deps.store.responses(wave.id) == []


async def test_a_direct_message_passes_the_net_and_is_answered_with_fixed_words(
    heard: Heard,
) -> None:
    anna, ben = heard.person(ANNA), heard.person(BEN)
    await anna.say(DISCLOSES)
    await ben.say("How do I change my password?")
    await heard.workspace.until(
        lambda: len(anna.direct_messages) == 2 and len(ben.direct_messages) == 2
    )

    assert "A designated person will read" in anna.direct_messages[-1].text
    assert "reads what is written here within some working days" in ben.direct_messages[-1].text
    assert "01632 960100" in anna.direct_messages[-1].text
    concern = await the_one(heard)
    assert (concern.door, concern.passages[0].text) == (Door.MESSAGE, DISCLOSES)
    [to_read] = await heard.deps.store.all_kept(Unflagged, TO_READ)
    assert to_read.text == "How do I change my password?"


async def test_what_the_net_cannot_read_is_raised(heard: Heard) -> None:
    def broken(text: str) -> Signals:
        raise ValueError(text)

    heard.deps = replace(heard.deps, net=broken)
    found = await raised(
        heard.deps,
        door=Door.VOICE,
        texts={"own_words": "We went to the park."},
        writer=WILMA,
        agency=None,
        area=None,
        refers_to="a voice",
    )

    assert found.concern is not None
    assert found.concern.categories == ("unread",)
    assert found.concern.urgency is Urgency.SAME_DAY
    assert found.told


async def test_the_net_that_ships_hears_what_a_child_says_plainly(heard: Heard) -> None:
    heard.deps = replace(heard.deps, net=read_or_flag)
    await asyncio.to_thread(read_or_flag, "")  # as the start of the bot does

    [read] = await read_each(heard.deps, ["My stepdad hits me and I am scared to go home."])

    assert read.flagged
    assert read.categories != ("unread",)


async def test_a_net_that_takes_longer_than_a_second_counts_as_a_flag(heard: Heard) -> None:
    released = threading.Event()

    def stuck(_text: str) -> Signals:
        released.wait(30)
        raise AssertionError

    heard.deps = replace(heard.deps, net=stuck)
    [read] = await read_each(heard.deps, ["We went to the park."])
    released.set()

    assert read.categories == ("unread",)


async def test_the_texts_of_a_large_file_are_no_flags_because_they_wait_for_each_other(
    heard: Heard,
) -> None:
    def thorough(text: str) -> Signals:
        threading.Event().wait(0.04)  # as long as a transformer reads on a busy machine
        return a_foreseeable_net(text)

    heard.deps = replace(heard.deps, net=thorough)
    read = await read_each(heard.deps, ["We went to the park."] * 120)

    assert not any(one.flagged for one in read)


@pytest.mark.parametrize(("words", "concerns_kept"), [("We wait.", 0), (DISCLOSES, 1)])
async def test_words_that_were_read_with_their_page_are_not_read_again_when_it_is_sent(
    heard: Heard, words: str, concerns_kept: int
) -> None:
    read: list[str] = []

    def counting(text: str) -> Signals:
        read.append(text)
        return a_foreseeable_net(text)

    heard.deps = replace(heard.deps, net=counting)
    passed = partial(
        raised,
        heard.deps,
        door=Door.COMMENT,
        texts={"words": words},
        writer=ANNA,
        agency=None,
        area=None,
        refers_to="a filling",
    )
    with_page = await passed(read_later=False)
    await keep_at_once(heard.deps, with_page)
    sent = await passed(earlier=with_page)
    await keep_at_once(heard.deps, sent)

    assert read == [words]
    assert len(await concerns(heard)) == concerns_kept
    assert len(await heard.deps.store.all_kept(Unflagged)) == 1 - concerns_kept
    assert sent.told == with_page.told


async def test_what_is_sent_too_late_is_raised_all_the_same(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse, ANNA)
    anna = heard.person(ANNA)
    await anna.press("Open the survey")
    await heard.workspace.until(lambda: anna.views)
    await anna.submit(_filled_in(anna.view.blocks, "", ""))
    heard.clock.now = wave.closes_at
    await anna.submit(_filled_in(anna.view.blocks, DISCLOSES, ""))

    assert anna.view.title == "Not sent"
    assert "A designated person will read what you wrote" in str(anna.view.body)
    assert DISCLOSES in str(anna.view.body)
    assert (await the_one(heard)).passages[0].text == DISCLOSES


async def test_back_from_the_question_leads_to_the_last_page_with_the_words_in_it(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse, ANNA)
    anna = await write(heard, DISCLOSES)
    await anna.press("Back")
    await heard.workspace.until(lambda: anna.view.title != "Before you send")
    assert DISCLOSES in str(anna.view.body)
    await anna.submit()
    await anna.submit({"is_it_reported": "I did not mean that"})

    assert anna.view.title == "Thank you"
    assert (await the_one(heard)).reported is Reported.NOT_MEANT
    assert len(await heard.deps.store.responses(wave.id)) == 1


# Who may see it


async def test_an_allegation_is_invisible_to_the_agency_concerned(
    heard: Heard, pulse: Survey
) -> None:
    await heard.ask(pulse, ANNA)
    await write(heard, ALLEGES)  # Anna and the deputy both belong to Health
    dawn, dev = await opened(heard, DAWN), heard.person(DEV)
    concern = await the_one(heard)
    assert Route.LADO in concern.routes

    await dev.command("/concerns")
    await heard.workspace.until(lambda: dev.views)

    assert dev.direct_messages == []
    assert "No concern is open" in str(dev.view.body)
    assert "LADO" in str(dawn.view.body)
    await dev.open_home()
    await heard.workspace.until(lambda: "No concern is open" in str(dev.home.body))


async def test_nobody_handles_their_own_disclosure(heard: Heard) -> None:
    dawn = heard.person(DAWN)
    await dawn.say(ALLEGES)
    dev = await opened(heard, DEV)
    await dawn.command("/concerns")
    await heard.workspace.until(lambda: dawn.views)

    assert ALLEGES in str(dev.view.body)
    assert "No concern is open" in str(dawn.view.body)


async def test_who_wrote_it_is_opened_by_two_people_only(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse, ANNA)
    await write(heard, DISCLOSES)
    dawn, dev = await opened(heard, DAWN), await opened(heard, DEV)

    await pressed(heard, dawn, "Who wrote it?", "A second person has to ask")
    await dawn.press("Who wrote it?")
    await eventually(lambda: asked_who_wrote(heard), lambda found: len(found) == 2)
    assert ANNA not in str(dawn.view.body)
    heard.clock.forward(hours=25)
    await pressed(heard, dev, "Who wrote it?", "A second person has to ask")
    await pressed(heard, dawn, "Who wrote it?", "were written by")

    assert ANNA in str(dawn.view.body)
    assert await asked_who_wrote(heard) == [DAWN, DAWN, DEV, DAWN]


async def test_leads_of_a_user_group_are_told_and_where_none_may_see_it_the_duty_manager_is(
    heard: Heard,
) -> None:
    heard.workspace.team.groups["SLEADS"] = Group("SLEADS", "leads", "Leads", (DEV,))
    roles = {Role.DESIGNATED_LEAD: ("SLEADS",), Role.DUTY_MANAGER: (MAYA,)}
    await with_board(heard, roles=roles)
    await heard.person(BEN).say(DISCLOSES)
    await opened(heard, DEV)
    assert heard.person(MAYA).direct_messages == []

    await heard.person(ANNA).say(ALLEGES)  # of Health, as the only lead is
    maya = await opened(heard, MAYA)

    assert ALLEGES in str(maya.view.body)
    assert len(heard.person(DEV).direct_messages) == 1


async def test_a_concern_that_nobody_may_see_is_told_by_e_mail_at_once(heard: Heard) -> None:
    async with a_mail_server() as mailbox:
        await with_mail(heard, mailbox.url)
        await with_board(heard, roles={Role.DESIGNATED_LEAD: (DEV,)})
        await heard.person(ANNA).say(ALLEGES)
        await asyncio.wait_for(mailbox.come.wait(), 10)

    assert heard.person(DEV).direct_messages == []


# Clocks


async def test_nobody_acknowledges_and_the_deputy_the_duty_manager_and_the_second_way_are_told(
    heard: Heard,
) -> None:
    async with a_mail_server() as mailbox:
        await with_mail(heard, mailbox.url)
        await heard.person(ANNA).say(AT_ONCE)
        dev, maya = heard.person(DEV), heard.person(MAYA)
        await heard.workspace.until(lambda: len(dev.direct_messages) == 1)
        await nothing_waits(heard)

        await later(heard, minutes=15)
        await heard.workspace.until(lambda: len(dev.direct_messages) == 2)
        assert maya.direct_messages == []
        await later(heard, minutes=15)
        await heard.workspace.until(lambda: len(maya.direct_messages) == 1)
        assert mailbox.letters == []
        await later(heard, minutes=15)
        await asyncio.wait_for(mailbox.come.wait(), 10)

        [letter] = mailbox.letters
        assert letter.rcpt_tos == ["duty@mereshire.example"]
        assert "kill" not in str(letter.content)
        await heard.workspace.until(lambda: heard.person(DAWN).direct_messages)
        maya = await opened(heard, MAYA)
        assert "*overdue since" in str(maya.view.body)


async def test_the_qa_team_is_told_of_a_missed_clock_once_a_day_and_nothing_of_the_concern(
    heard: Heard,
) -> None:
    roles = {Role.DESIGNATED_LEAD: (DAWN,), Role.ANALYST: (QUINN, DEV)}
    await with_board(heard, roles=roles)
    dawn, quinn = heard.person(DAWN), heard.person(QUINN)
    for words in (ALLEGES, f"{ALLEGES} It was the second time."):
        await heard.person(ANNA).say(words)  # of Health, as Dev is
    await heard.workspace.until(lambda: len(dawn.direct_messages) == 2)
    assert quinn.direct_messages == []

    await later(heard, hours=3)
    await heard.workspace.until(lambda: len(dawn.direct_messages) == 4 and quinn.direct_messages)
    await nothing_waits(heard)

    [told] = quinn.direct_messages
    assert told.text == clock_ran_out()
    assert "Open" not in str(told)
    assert heard.person(DEV).direct_messages == []


async def test_while_slack_is_down_the_clock_goes_on_and_an_e_mail_is_sent(heard: Heard) -> None:
    async with a_mail_server() as mailbox:
        await with_mail(heard, mailbox.url)
        heard.workspace.refuse_next(10_000, "chat.postMessage", retry_after=0)
        await heard.person(ANNA).say(AT_ONCE)
        await eventually(lambda: concerns(heard), lambda found: len(found) == 1)

        await later(heard, hours=1)
        await asyncio.wait_for(mailbox.come.wait(), 10)
        concern = await eventually(
            lambda: the_one(heard),
            lambda one: Level.FALLBACK in {step.level for step in one.escalations},
        )
        assert not concern.acknowledged
        heard.workspace.refuse_next(0, "chat.postMessage")
        heard.clock.forward(hours=1)
        heard.deps.to_send.set()
        await heard.workspace.until(lambda: heard.person(DAWN).direct_messages)

        assert len(mailbox.letters) == 1


async def test_over_christmas_a_clock_of_working_hours_stands_still(heard: Heard) -> None:
    heard.clock.now = CHRISTMAS_EVE
    await heard.person(ANNA).say(DISCLOSES)
    dev = heard.person(DEV)
    await heard.workspace.until(lambda: len(dev.direct_messages) == 1)
    assert "by 10:00 on Tuesday 29 December" in dev.direct_messages[-1].text

    await later(heard, days=4)
    assert (await the_one(heard)).escalations == ()
    heard.clock.now = datetime(2026, 12, 29, 10, 1, tzinfo=UTC)
    heard.deps.to_watch.set()

    await heard.workspace.until(lambda: len(dev.direct_messages) == 2)


async def test_at_night_nobody_is_led_to_think_that_heard_is_watched(heard: Heard) -> None:
    heard.clock.now = datetime(2026, 9, 1, 23, 0, tzinfo=UTC)
    anna = heard.person(ANNA)
    await anna.say(AT_ONCE)
    dawn = await opened(heard, DAWN)

    await heard.workspace.until(lambda: len(anna.direct_messages) == 2)
    for shown in (anna.direct_messages[-1].text, str(dawn.view.body)):
        assert "Heard is not watched at night" in shown
        assert "the night team on 01632 960199" in shown


# What was not flagged


async def test_what_was_not_flagged_is_read_by_a_person_who_may_still_raise_it(
    heard: Heard, pulse: Survey
) -> None:
    odd = "Only Tuesdays are hard, when the uncle collects."
    await heard.ask(pulse, ANNA, BEN)
    for person, words in ((ANNA, "Nobody rings back."), (BEN, odd)):
        await write(heard, words, person)
    dawn = heard.person(DAWN)
    await dawn.command("/concerns")
    await heard.workspace.until(lambda: dawn.views)

    await pressed(heard, dawn, "Read them", odd)
    assert "Nobody rings back." in str(dawn.view.body)
    odd_one = next(
        one["elements"][0]["value"]
        for one in dawn.view.blocks[1 + index_of(dawn.view.blocks, odd) :]
        if one["type"] == "actions"
    )
    await dawn.press("Raise as a concern", block_id=f"one {odd_one}")
    await heard.workspace.until(lambda: "found by a person" in str(dawn.view.body))
    await pressed(heard, dawn, "All concerns", "1 concern is open")
    await pressed(heard, dawn, "Read them", "Nobody rings back.")
    await pressed(heard, dawn, "All on this page are read", "Nothing is left to read")

    concern = await the_one(heard)
    assert isinstance(concern.state, Acknowledged)
    readings = [one.reading for one in await heard.deps.store.all_kept(Unflagged)]
    assert sorted(one.missed for one in readings if one) == [False, True]


async def test_words_under_a_concern_are_in_no_evidence_until_they_are_released(
    heard: Heard, pulse: Survey
) -> None:
    wave = await heard.ask(pulse, ANNA)
    anna = await write(heard, DISCLOSES)
    await anna.submit({"is_it_reported": "Yes, it is reported"})
    period = Period.quarter_of(heard.deps.today())

    held = await evidence(heard.deps, period)
    [response] = held.responses
    [kept] = await heard.deps.store.responses(wave.id)
    assert DISCLOSES not in str(held)
    assert len(response.answers) == len(kept.answers) - 1

    now = heard.clock()
    outcome = Outcome(done=NoAction(why="Known."), rightly=True, by=DAWN, at=now)
    before = await the_one(heard)
    after = settle(decide(acknowledge(before, DAWN, now), outcome), released=True, by=DAWN, now=now)
    await heard.deps.store.change(before, after)
    assert (await evidence(heard.deps, period)).responses == (kept,)


def index_of(blocks: list[Any], words: str) -> int:
    return next(place for place, block in enumerate(blocks) if words in str(block))


# Nothing is lost, and nothing gets out


async def test_a_restart_loses_no_concern_and_no_telling(heard: Heard) -> None:
    heard.workspace.refuse_next(10_000, "chat.postMessage", retry_after=0)
    await heard.person(ANNA).say(DISCLOSES)
    await eventually(lambda: concerns(heard), lambda found: len(found) == 1)
    await heard.stop()
    heard.workspace.refuse_next(0, "chat.postMessage")
    heard.clock.forward(hours=1)
    await heard.start()

    dawn = await opened(heard, DAWN)
    assert DISCLOSES in str(dawn.view.body)
    assert len(await heard.deps.store.all_kept(SealedWriter)) == 1


async def test_a_planted_sentence_is_in_no_log_no_message_and_no_file(
    heard: Heard, pulse: Survey, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.INFO)
    planted = "The heron hits him in the bathtub."
    await heard.ask(pulse, ANNA)
    anna = await write(heard, planted)
    await anna.submit({"is_it_reported": "Yes, it is reported"})
    await heard.person(BEN).say(planted)
    await heard.workspace.until(lambda: len(heard.person(DAWN).direct_messages) == 2)
    await opened(heard, DAWN)
    await heard.person(DAWN).open_home()
    await heard.workspace.until(lambda: "2 concerns are open" in str(heard.person(DAWN).home.body))

    told = [str(call.arguments) for call in heard.workspace.calls_of("chat.postMessage")]
    homes = str(heard.person(DAWN).home.body)
    kept = files_in(tmp_path)
    assert not any("heron" in one for one in [*told, homes, caplog.text])
    assert not any(b"heron" in one for one in kept)


def files_in(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


async def asked_who_wrote(heard: Heard) -> list[str]:
    return [entry.who for entry in await heard.deps.store.audit() if "who wrote" in entry.did]


async def with_mail(heard: Heard, url: str) -> None:
    """The same bot, started anew with a second way."""
    heard.settings = heard.settings.model_copy(
        update={"smtp_url": SecretStr(url), "smtp_from": "heard@mereshire.example"}
    )
    await with_board(heard, fallback_email="duty@mereshire.example")


async def with_board(heard: Heard, **changes: Any) -> None:
    heard.known = replace(heard.known, board=heard.known.board.model_copy(update=changes))
    await heard.again()


async def nothing_waits(heard: Heard) -> None:
    await eventually(lambda: heard.deps.store.outgoing(heard.clock(), 10), lambda found: not found)


async def later(heard: Heard, **by: float) -> None:
    heard.clock.forward(**by)
    heard.deps.to_watch.set()
