"""Whatever is written in Heard, in whichever field, passes the net. No field can forget it."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

import pytest
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from analysis.paper.texts import Part
from analysis.signals import read_or_flag
from bot.listeners import SUBMISSIONS
from bot.listeners.words import OWN_DOOR, read_command, read_first
from bot.safeguarding.plan_texts import tells_of_nobody
from bot.views.held_back import AS_IT_IS
from bot.views.paper import TEXT, WRITING, Place
from bot.views.release import CALLBACK as RELEASING
from surveys.concern import Concern, Door, NoAction, Outcome, acknowledge, decide, settle
from surveys.errors import HeldBack
from surveys.survey import CommentQuestion, Survey
from surveys.values import PersonId
from surveys.wave import Person
from tests.builders import NEGLECT
from tests.journeys.harness import ANNA, DAWN, DEV, QUINN, WILMA, Heard
from tests.journeys.test_concerns import ALLEGES, DISCLOSES, concerns, opened, pressed, write
from tests.journeys.test_voices import ABOUT, WORDS, begin

HARM = "He hits me and nobody knows."


@dataclass
class Sent:
    """A form as it was sent, with one field that no form has yet."""

    form: str
    words: str
    by: str = QUINN
    fields: dict[str, str] = field(default_factory=lambda: {"a_new_field": "What is new"})
    others: dict[str, str] = field(default_factory=dict)  # what is not *words*, by field

    @property
    def body(self) -> dict[str, Any]:
        view = {
            "id": "V1",
            "callback_id": self.form,
            "blocks": [
                {"type": "input", "block_id": name, "label": {"text": label}}
                for name, label in self.fields.items()
            ],
            "state": {"values": {name: self._filled(name) for name in self.fields}},
        }
        return {"type": "view_submission", "user": {"id": self.by}, "view": view}

    def _filled(self, name: str) -> Any:
        words = self.others.get(name, self.words)
        return {"answer": {"type": "plain_text_input", "value": words}}


async def test_a_field_that_is_new_in_any_form_passes_the_net_by_itself(heard: Heard) -> None:
    forms = sorted(SUBMISSIONS.keys() - OWN_DOOR)

    for form in forms:
        with pytest.raises(HeldBack):
            await read_first(cast(AsyncArgs, Sent(form, HARM)), heard.deps)

    found = await concerns(heard)
    assert len(found) == len(forms)
    assert {one.passages[0].caption for one in found} == {"What is new"}
    assert {one.door for one in found} == {Door.BOARD_TEXT}
    assert all(DAWN in one.told_to and QUINN not in one.told_to for one in found)


async def held_back(heard: Heard, sent: Sent) -> str:
    """What its writer is told."""
    with pytest.raises(HeldBack) as held:
        await read_first(cast(AsyncArgs, sent), heard.deps)
    return "\n".join(held.value.told)


ROW = "Ask Housing for its return | Chair of the Board | 15 January 2027 | Return is in"


@dataclass
class Plan(Sent):
    """The form of an action plan, about neglect."""

    @property
    def body(self) -> dict[str, Any]:
        sent = super().body
        place = Place(period="2026-Q3", part=Part.PLAN, area=NEGLECT)
        sent["view"]["private_metadata"] = place.model_dump_json()
        return sent


async def reads_plan(heard: Heard, words: str) -> None:
    """As the shipped net reads it, where the board has an agency called Housing."""
    housing = Person(id=PersonId("UHOUSING"), agency="Housing", role_group="Housing officer")
    people = (*heard.deps.people, housing)
    deps = replace(heard.deps, net=read_or_flag, people=people)
    deps.net("")  # loaded before it must answer within a second
    await read_first(cast(AsyncArgs, Plan(WRITING, words, fields={TEXT: "Text"})), deps)


async def test_what_a_board_is_to_do_by_whom_and_by_when_alarms_nobody(heard: Heard) -> None:
    await reads_plan(heard, f"{ROW}\nShow the tool in supervision | QA officer | May | NEG-OC4")

    assert await concerns(heard) == []


@pytest.mark.parametrize("cell", range(4))
async def test_harm_in_any_cell_of_an_action_plan_is_read_as_it_was_written(
    heard: Heard, cell: int
) -> None:
    cells = ROW.split(" | ")
    cells[cell] = DISCLOSES

    for text in (" | ".join(cells), f"{ROW}\n{' | '.join(cells)}", DISCLOSES):
        with pytest.raises(HeldBack):
            await reads_plan(heard, text)

    [concern] = await concerns(heard)
    assert [(one.caption, one.text) for one in concern.passages] == [("Action plan", DISCLOSES)]


@pytest.mark.parametrize("cell", range(4))
async def test_harm_is_read_in_a_row_of_a_long_plan_whatever_stands_beside_it(
    heard: Heard, cell: int
) -> None:
    row = ["Show the neglect tool in every supervision", "head of early help", "soon", "NEG-OC4"]
    usual = [" | ".join(row)] * 8
    row[cell] = DISCLOSES

    with pytest.raises(HeldBack):
        await reads_plan(heard, "\n".join([*usual, " | ".join(row), *usual]))

    [concern] = await concerns(heard)
    [passage] = concern.passages
    assert DISCLOSES in passage.text


async def test_harm_is_read_in_a_line_of_a_long_plan_without_cells(heard: Heard) -> None:
    usual = ["Show the neglect tool in every supervision"] * 8

    with pytest.raises(HeldBack):
        await reads_plan(heard, "\n".join([*usual, DISCLOSES, *usual]))

    [concern] = await concerns(heard)
    assert DISCLOSES in [one.text for one in concern.passages]


async def test_harm_is_read_behind_a_day_and_many_spaces(heard: Heard) -> None:
    with pytest.raises(HeldBack):
        await reads_plan(heard, ROW.replace("15 January", f"15 January{' ' * 40}{DISCLOSES}", 1))


async def test_what_is_told_in_lines_of_a_plan_is_read_as_one(heard: Heard) -> None:
    with pytest.raises(HeldBack):
        await reads_plan(heard, f"{ROW}\nHe hits me\nand nobody knows.")

    [concern] = await concerns(heard)
    assert concern.passages[0].text == "He hits me\nand nobody knows."


@pytest.mark.parametrize(
    "said",
    [
        "Police hit at meeting",
        "Ask her",
        "Get the Police",
        "It is not reported",
        "He is in",
        "2 in",
    ],
)
def test_a_cell_that_says_more_than_who_and_what_is_read(said: str) -> None:
    assert not tells_of_nobody(said, ("Police", "Housing"), date(2026, 9, 1))


async def test_the_same_words_of_one_writer_are_one_concern_however_often_they_are_sent(
    heard: Heard,
) -> None:
    await held_back(heard, Sent(RELEASING, HARM))

    assert "01632 960100" in await held_back(heard, Sent(RELEASING, HARM))
    assert len(await concerns(heard)) == 1


async def test_what_was_settled_for_one_writer_silences_nobody_else(heard: Heard) -> None:
    await held_back(heard, Sent(RELEASING, HARM))
    await settled(heard)
    await read_first(cast(AsyncArgs, Sent(RELEASING, HARM)), heard.deps)

    assert "01632 960100" in await held_back(heard, Sent(RELEASING, HARM, by=WILMA))
    assert len(await concerns(heard)) == 2


async def settled(heard: Heard) -> None:
    """Whatever has been raised is decided, and its words are released."""
    now, done = heard.clock(), NoAction(why="It was read.")
    outcome = Outcome(done=done, rightly=False, by=PersonId(DAWN), at=now)
    for before in await concerns(heard):
        decided = decide(acknowledge(before, PersonId(DAWN), now), outcome)
        after = settle(decided, released=True, by=PersonId(DAWN), now=now)
        assert await heard.deps.store.change(before, after)


async def test_a_form_that_is_edited_beside_flagged_words_raises_them_once(heard: Heard) -> None:
    fields = {"story": "The story", "plan": "The plan"}
    for plan in ("Ask the schools.", "Ask all schools."):
        await held_back(heard, Sent(RELEASING, HARM, fields=fields, others={"plan": plan}))

    [concern] = await concerns(heard)
    assert [one.field for one in concern.passages] == ["story"]


async def test_what_is_held_back_does_not_hold_back_what_is_written_there_next(
    heard: Heard,
) -> None:
    await held_back(heard, Sent(RELEASING, HARM))

    await read_first(cast(AsyncArgs, Sent(RELEASING, "The figures were checked.")), heard.deps)


async def test_whoever_is_asked_what_came_of_it_tells_nobody_of_harm(
    heard: Heard, pulse: Survey, caplog: pytest.LogCaptureFixture
) -> None:
    wave = await heard.ask(pulse, ANNA)
    quinn = heard.person(QUINN)
    await quinn.command("/wave")
    await heard.workspace.until(lambda: quinn.direct_messages)
    await quinn.press("What came of it")
    await heard.workspace.until(lambda: quinn.views)
    await quinn.submit({"told": DISCLOSES})

    assert "A designated person will read" in str(quinn.view.body)
    assert DISCLOSES in str(quinn.view.state)
    assert not (await heard.deps.store.wave(wave.id)).what_came_of_it
    refused = await quinn.submit({"told": "Ring Zuzanna on 07700 900123."})
    assert "1 name and 1 phone number" in str(refused.errors)
    await quinn.submit({"told": DISCLOSES})
    await quinn.submit({AS_IT_IS: [AS_IT_IS]})
    assert (await heard.deps.store.wave(wave.id)).what_came_of_it == DISCLOSES
    assert len(await concerns(heard)) == 1
    dawn = await opened(heard, DAWN)
    assert "a text written for the board" in str(dawn.view.body)
    assert DISCLOSES not in f"{caplog.text}{dawn.direct_messages}"


async def test_every_field_of_a_voice_passes_the_net(heard: Heard) -> None:
    wilma = await begin(heard)
    await wilma.submit(ABOUT)
    asked = await _filled_in(wilma)
    await wilma.submit({"own_words": WORDS, "reference": ""})
    if wilma.view.title != "Kept":
        await wilma.submit({"is_it_reported": "Yes, it is reported"})
    await wilma.press("Finish it now")
    await heard.workspace.until(lambda: wilma.view.title == "Finish a voice")
    for _ in range(4):
        if wilma.view.title == "Finish a voice":
            asked |= await _filled_in(wilma)

    found = {passage.field for one in await concerns(heard) for passage in one.passages}
    assert asked > {"own_words", "reference", "did_or_drew", "workers_reading", "next_step"}
    assert asked <= found


async def _filled_in(actor: Any) -> set[str]:
    """Send the page on top with harm in each of its fields for words. Returns which they are."""
    texts = [one for one in actor.view.blocks if _is_for_words(one)]
    values = {one["block_id"]: f"{one['block_id']}: {HARM}" for one in texts}
    await actor.submit(values)
    return set(values)


def _is_for_words(block: Any) -> bool:
    is_input = bool(block["type"] == "input")
    return is_input and bool(block["element"]["type"] == "plain_text_input")


async def test_every_comment_of_a_survey_passes_the_net(heard: Heard, pulse: Survey) -> None:
    await heard.ask(pulse, ANNA)
    await write(heard, DISCLOSES)

    found = {passage.field for one in await concerns(heard) for passage in one.passages}
    comments = {one.id for one in pulse.questions if isinstance(one, CommentQuestion)}
    assert found == comments


async def test_a_lead_who_writes_of_something_else_raises_it_for_the_others(
    heard: Heard, pulse: Survey
) -> None:
    await heard.ask(pulse, ANNA)
    await write(heard, DISCLOSES, comment=pulse.questions[-1].id)
    dawn = await opened(heard, DAWN)
    await pressed(heard, dawn, "Acknowledge", "acknowledged by")

    for what in ("He hits her, the front door knows.", ALLEGES):
        await pressed(heard, dawn, "Record the outcome", "What was done?")
        await dawn.submit({"done": "Advice was given", "what": what, "rightly": "Yes"})

    first, second = sorted(await concerns(heard), key=lambda one: one.door is Door.BOARD_TEXT)
    assert len(first.outcomes) == 2
    assert isinstance(second, Concern)
    assert second.passages[0].text == ALLEGES
    assert DAWN not in second.told_to
    assert DEV in second.told_to


@dataclass
class Typed:
    """A command as it was typed, and what is told under it."""

    text: str
    told: str = ""

    @property
    def body(self) -> dict[str, Any]:
        return {"command": "/digest", "text": self.text, "user_id": QUINN, "trigger_id": "T1"}

    async def ack(self) -> None:
        """Slack need not be told."""

    async def respond(self, *, text: str, **_: Any) -> None:
        self.told += text


async def test_the_name_of_a_content_area_is_no_disclosure(heard: Heard) -> None:
    as_shipped = replace(heard.deps, net=read_or_flag)

    for area in heard.deps.framework.areas:
        typed = Typed(f"{area.label} 2026-Q3 for public")
        await read_command(cast(AsyncArgs, typed), as_shipped)

    assert await concerns(heard) == []


@pytest.mark.parametrize(
    "said", ["neglect hits me", "all hits me", "neglect 2026 hits me for board"]
)
async def test_the_name_of_a_content_area_hides_nothing_beside_it(heard: Heard, said: str) -> None:
    acting = Typed(said)

    await read_command(cast(AsyncArgs, acting), heard.deps)

    assert [one.passages[0].text for one in await concerns(heard)] == [said]
    assert "A designated person will read" in acting.told


async def test_what_is_typed_after_a_command_passes_the_net(heard: Heard) -> None:
    wilma = heard.person(WILMA)

    await wilma.command(f"/heard {HARM}")

    await heard.workspace.until(lambda: len(wilma.direct_messages) > 1)
    [concern] = await concerns(heard)
    assert concern.door is Door.MESSAGE
    assert "A designated person will read" in str([one.text for one in wilma.direct_messages])


async def test_the_same_cry_for_help_after_a_command_is_heard_from_each_and_each_time(
    heard: Heard,
) -> None:
    await _cries_for_help(heard, ANNA)
    await settled(heard)
    await _cries_for_help(heard, WILMA)
    await _cries_for_help(heard, WILMA)

    found = await concerns(heard)
    assert len(found) == 3
    assert sum(one.is_open for one in found) == 2


async def test_a_cry_for_help_that_slack_delivers_twice_is_one_concern(heard: Heard) -> None:
    await heard.workspace.be_unkind({"duplicate": True})

    await _cries_for_help(heard, WILMA)

    await heard.workspace.until(lambda: len(heard.person(WILMA).direct_messages) == 4)
    assert len(await concerns(heard)) == 1


async def _cries_for_help(heard: Heard, who: str) -> None:
    actor = heard.person(who)
    before = len(actor.direct_messages)
    await actor.command(f"/heard {HARM}")
    await heard.workspace.until(lambda: len(actor.direct_messages) > before + 1)
    told = [one.text for one in actor.direct_messages[before:]]
    assert "A designated person will read" in str(told)
