"""What may disclose harm reaches the designated lead, is acted on, and is seen by nobody else."""

from collections.abc import Mapping
from typing import Any

import pytest

from surveys.concern import Acknowledged, Concern, Reported, Settled
from surveys.survey import Survey
from surveys.wave import Person
from tests.journeys.harness import ANNA, BEN, COLLEAGUES, DAWN, DEV, QUINN, WILMA, Heard

DISCLOSES = "A child on my list says that her stepfather hits her most nights."
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
    assert "Referred to The front door" in str(dawn.view.body)
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
