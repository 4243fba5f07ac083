"""The QA officer opens a wave in Slack, closes it, and tells what came of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.asking.waves import Plan, open_wave
from bot.web.practice import Group
from bot.wording.refusals import sorry
from storage.interface import Store
from surveys.errors import AskedAlready
from surveys.survey import Survey
from surveys.values import PersonId
from surveys.wave import Audience
from tests.journeys.harness import ANNA, BEN, COLLEAGUES, QUINN, WILMA, Heard

RUTH = PersonId("URUTH")
SUNDAY = "2026-09-20"


async def opening(heard: Heard, person: str = QUINN) -> Any:
    actor = heard.person(person)
    await actor.command("/wave open")
    await heard.workspace.until(lambda: actor.views)
    return actor


async def open_pulse(heard: Heard, **values: object) -> Any:
    actor = await opening(heard)
    outcome = await actor.submit({"survey": "practitioner-pulse", "until": SUNDAY, **values})
    return actor, outcome


async def invited(heard: Heard, *people: str) -> None:
    await heard.workspace.until(
        lambda: all(heard.person(person).direct_messages for person in people)
    )


async def test_a_wave_opened_in_slack_asks_those_who_were_chosen(heard: Heard) -> None:
    quinn, outcome = await open_pulse(heard, to=["Health"])

    assert outcome.ok
    assert "6 people are asked" in quinn.view.words
    await invited(heard, ANNA)
    assert heard.person(BEN).direct_messages == []


async def test_nothing_chosen_asks_everyone_in_the_people_file(heard: Heard) -> None:
    quinn, _ = await open_pulse(heard)

    assert "8 people are asked" in quinn.view.words
    await invited(heard, ANNA, BEN, WILMA)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"until": "2026-08-31"}, {"until"}),
        ({"from": "2026-08-31"}, {"from"}),
        ({"from": "2026-09-21"}, {"until"}),
        ({"until": "2106-09-20"}, {"until"}),
        ({"to": ["Health", "Police officer"]}, {"to"}),
        ({"survey": "training-day"}, {"parameter:course_topic"}),
        ({"survey": "practitioner-deep-dive"}, {"content_area"}),
        (
            {"survey": "training-day", "until": "2026-08-31", "to": ["Health", "South"]},
            {"parameter:course_topic", "until", "to"},
        ),
    ],
)
async def test_every_mistake_of_a_plan_stands_next_to_its_field(
    heard: Heard, values: Mapping[str, object], fields: set[str]
) -> None:
    _, outcome = await open_pulse(heard, **values)

    assert set(outcome.errors) == fields
    assert await heard.deps.store.waves() == []


async def test_what_a_training_survey_leaves_open_is_filled_in(heard: Heard) -> None:
    values = {"survey": "training-day", "parameter:course_topic": "Neglect & <harm>"}
    _, outcome = await open_pulse(heard, **values)

    assert outcome.ok
    [wave] = await heard.deps.store.waves()
    assert wave.parameters == {"course_topic": "Neglect & <harm>"}


async def test_members_of_a_user_group_are_asked_if_the_people_file_names_them(
    heard: Heard,
) -> None:
    group = Group("SLEADS", "leads", "Leads", (ANNA, *(one.id for one in COLLEAGUES), RUTH))
    heard.workspace.team.groups[group.id] = group

    quinn, _ = await open_pulse(heard, groups=["Leads"])

    assert "6 people are asked" in quinn.view.words
    assert "1 member of the user group is not asked" in quinn.view.words
    await invited(heard, ANNA)


async def test_slack_is_asked_once_who_is_in_a_user_group(heard: Heard) -> None:
    members = (ANNA, *(one.id for one in COLLEAGUES))
    heard.workspace.team.groups["SLEADS"] = Group("SLEADS", "leads", "Leads", members)
    quinn = await opening(heard)
    await quinn.fill({"survey": "practitioner-pulse"})
    await heard.workspace.until(lambda: "8 people get a message" in quinn.view.words)
    await quinn.fill({"groups": ["Leads"]})
    await heard.workspace.until(lambda: "6 people get a message" in quinn.view.words)
    asked = len(heard.workspace.calls_of("usergroups.users.list"))

    await quinn.submit({"until": SUNDAY})

    assert "6 people are asked" in quinn.view.words
    assert len(heard.workspace.calls_of("usergroups.users.list")) == asked + 1


async def test_a_user_group_nobody_of_whom_is_known_asks_nobody(heard: Heard) -> None:
    heard.workspace.team.groups["SNONE"] = Group("SNONE", "none", "Nobody here", (RUTH,))

    _, outcome = await open_pulse(heard, groups=["Nobody here"])

    assert set(outcome.errors) == {"to"}


async def test_a_planned_wave_asks_nobody_before_its_first_day(heard: Heard) -> None:
    await open_pulse(heard, **{"from": "2026-09-03"})
    await heard.again()
    assert await heard.deps.store.outgoing(heard.clock(), 10) == []
    assert heard.person(ANNA).direct_messages == []

    heard.clock.forward(days=2)
    heard.deps.to_send.set()

    await invited(heard, ANNA, BEN, WILMA)


async def test_a_form_sent_twice_opens_one_wave(heard: Heard) -> None:
    await heard.workspace.be_unkind({"duplicate": True})

    await open_pulse(heard)

    await invited(heard, ANNA, BEN, WILMA)
    assert len(await heard.deps.store.waves()) == 1
    assert len(heard.person(ANNA).direct_messages) == 1


async def test_two_people_may_open_a_wave_at_once(heard: Heard) -> None:
    roles = dict.fromkeys(heard.known.board.roles, (QUINN, WILMA))
    board = heard.known.board.model_copy(update={"roles": roles})
    heard.known = replace(heard.known, board=board)
    await heard.again()
    quinn, wilma = await opening(heard), await opening(heard, WILMA)

    for actor, asked in ((quinn, "Health"), (wilma, "Nurse")):
        await actor.submit({"survey": "practitioner-pulse", "until": SUNDAY, "to": [asked]})
    await wilma.submit({"again": ["again"]})  # nurses are of Health, so they are asked twice

    waves = await heard.deps.store.waves()
    assert len({wave.id for wave in waves}) == 2
    await invited(heard, ANNA)


class SomebodyIsQuicker:
    """A store in which another wave opens just before the one that is to be opened."""

    def __init__(self, store: Store, other: Callable[[], Awaitable[object]]) -> None:
        self._store = store
        self._others = [other]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def open_wave(self, *given: Any, **more: Any) -> Any:
        if self._others:
            await self._others.pop()()
        return await self._store.open_wave(*given, **more)


@pytest.mark.parametrize("form", ["of Wilma", ""])
async def test_of_two_who_open_the_same_wave_at_the_same_instant_the_second_is_told_of_the_first(
    heard: Heard, pulse: Survey, form: str
) -> None:
    today = heard.clock().date()
    plan = Plan(pulse, Audience(), today, today + timedelta(days=20))
    store = SomebodyIsQuicker(
        heard.deps.store, lambda: open_wave(heard.deps, plan, QUINN, form and "of Quinn")
    )
    deps = replace(heard.deps, store=cast(Store, store))
    with pytest.raises(AskedAlready) as refused:
        await open_wave(deps, plan, WILMA, form, again=False)

    assert "There is a wave of “Practitioner pulse” already" in sorry(refused.value, deps.board)
    assert len(await heard.deps.store.waves()) == 1
    assert [entry.who for entry in await heard.deps.store.audit()] == [QUINN]


async def test_a_wave_is_listed_closed_and_told_about(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse)
    quinn = heard.person(QUINN)
    await quinn.command("/wave")
    await heard.workspace.until(
        lambda: quinn.direct_messages and wave.id in quinn.direct_messages[-1].words
    )
    assert "too few to show" in quinn.direct_messages[-1].words

    await quinn.press("Close now")

    await heard.workspace.until(lambda: "Close now" not in str(quinn.direct_messages[-1].blocks))
    assert not (await heard.deps.store.wave(wave.id)).is_open(heard.clock())
    await quinn.press("What came of it")
    await heard.workspace.until(lambda: quinn.views)
    await quinn.submit({"told": "You said <!channel>, we did."})
    assert (await heard.deps.store.wave(wave.id)).what_came_of_it == "You said <!channel>, we did."


async def test_a_planned_wave_can_be_closed_before_it_begins(heard: Heard) -> None:
    quinn, _ = await open_pulse(heard, **{"from": "2026-09-03"})
    await quinn.close()
    await quinn.command("/wave")
    await heard.workspace.until(lambda: quinn.direct_messages)

    await quinn.press("Close now")

    await heard.workspace.until(lambda: "Close now" not in str(quinn.direct_messages[-1].blocks))
    heard.clock.forward(days=3)
    heard.deps.to_send.set()
    await heard.again()
    [wave] = await heard.deps.store.waves()
    assert not wave.is_open(heard.clock())


async def test_nobody_is_asked_the_same_twice_at_once_unless_a_box_is_ticked(
    heard: Heard,
) -> None:
    quinn, _ = await open_pulse(heard, to=["Health"])
    await quinn.close()
    await opening(heard)

    await quinn.submit({"survey": "practitioner-pulse", "until": SUNDAY, "to": ["Nurse"]})
    asked = str(quinn.view.body)
    refused = await quinn.submit({})
    assert len(await heard.deps.store.waves()) == 1
    await quinn.submit({"again": ["again"]})

    assert "a wave of “Practitioner pulse” already, until 20 September 2026" in asked
    assert set(refused.errors) == {"again"}
    assert "5 people are asked" in quinn.view.words
    assert len(await heard.deps.store.waves()) == 2


async def test_who_opens_beside_a_planned_wave_is_told_of_its_day_next_to_the_survey(
    heard: Heard,
) -> None:
    days = {"from": "2026-09-10", "until": SUNDAY}
    chosen = {"survey": "practitioner-pulse", "to": ["Health"], **days}
    await (await opening(heard)).submit(chosen)
    await heard.person(QUINN).close()
    quinn = await opening(heard)

    await quinn.submit(chosen)

    fields = [block["block_id"] for block in quinn.view.blocks]
    assert fields.index("again") == fields.index("survey") + 1
    told = "of “Practitioner pulse” is planned for 10 September 2026, until 20 September 2026."
    assert told in str(quinn.view.body)
    assert "already, until" not in str(quinn.view.body)


@pytest.mark.parametrize(
    "values",
    [
        {"until": "2026-10-20", "from": "2026-09-21"},
        {"survey": "training-day", "parameter:course_topic": "Neglect"},
    ],
)
async def test_another_time_and_another_survey_are_opened_without_a_question(
    heard: Heard, values: Mapping[str, object]
) -> None:
    quinn, _ = await open_pulse(heard)
    await quinn.close()

    _, outcome = await open_pulse(heard, **values)

    assert outcome.ok
    assert len(await heard.deps.store.waves()) == 2


async def test_the_form_says_that_people_are_asked_already_as_soon_as_they_are_chosen(
    heard: Heard,
) -> None:
    quinn, _ = await open_pulse(heard, to=["Health"])
    await quinn.close()
    await opening(heard)

    await quinn.fill({"survey": "practitioner-pulse"})
    await heard.workspace.until(lambda: "asked the same already" in str(quinn.view.body))
    await quinn.fill({"survey": "training-day"})

    await heard.workspace.until(lambda: "asked the same already" not in str(quinn.view.body))
    assert "8 people get a message" in quinn.view.words


@pytest.mark.parametrize("typed", ["/wave", "/wave open"])
async def test_only_an_analyst_sees_and_opens_waves(heard: Heard, typed: str) -> None:
    anna = heard.person(ANNA)

    await anna.command(typed)

    await heard.workspace.until(lambda: anna.direct_messages)
    assert "QA officer" in anna.direct_messages[-1].text
    assert anna.views == []
    assert [entry.what for entry in await heard.deps.store.audit()] == ["open and close waves"]


async def test_without_a_people_file_nobody_can_be_asked_and_that_is_said(heard: Heard) -> None:
    heard.known = replace(heard.known, people=())
    await heard.again()
    quinn = heard.person(QUINN)

    await quinn.command("/wave open")

    await heard.workspace.until(lambda: quinn.direct_messages)
    assert "nobody to ask yet" in quinn.direct_messages[-1].text


async def test_the_list_says_who_has_answered_only_of_groups_that_are_large(
    heard: Heard, pulse: Survey
) -> None:
    await heard.ask(pulse)
    heard.clock.forward(days=30)
    quinn = heard.person(QUINN)

    await quinn.command("/wave")

    await heard.workspace.until(lambda: quinn.direct_messages)
    assert "1 September 2026 to 21 September 2026" in quinn.direct_messages[-1].words


async def test_before_it_is_opened_the_form_says_what_so_many_can_show(heard: Heard) -> None:
    quinn = await opening(heard)
    assert "answers in each to tell a change" in quinn.view.words

    await quinn.fill({"survey": "practitioner-pulse"})
    await heard.workspace.until(lambda: "With about 4 answers (if half of 8" in quinn.view.words)
    await quinn.fill({"to": ["Health"]})
    await heard.workspace.until(
        lambda: "With about 3 answers (if half of 6 answer)" in quinn.view.words
    )
    outcome = await quinn.submit({"until": SUNDAY})

    assert outcome.ok
    assert "6 people are asked" in quinn.view.words
