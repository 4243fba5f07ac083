"""Words of a voice become a quote only by two people, and stop being one by themselves."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from playwright.async_api import expect

from bot.board import Board, Role
from bot.reading.quoting import approved
from bot.safeguarding.concerns import raised
from bot.views import quotes as views
from surveys.concern import Door
from surveys.periods import Period
from surveys.quote import Quote, Scope
from surveys.values import AreaId
from surveys.voice import OWN_WORDS, Reuse, Voice, withdraw
from tests.browser import a_browser, a_tab, problems_of
from tests.builders import a_voice
from tests.journeys.harness import BEN, QUINN, WILMA, Heard
from tests.journeys.test_digests import OCTOBER
from tests.journeys.test_in_the_browser import NARROW, tab
from tests.journeys.test_voices import log

SUMMER = Period(year=2026, quarter=3)
SAID = "They never listen to me, they only ever ask my mum."


@pytest.fixture
def board(board: Board) -> Board:
    """Two analysts, and a participation worker who is the third."""
    roles = {**board.roles, Role.ANALYST: (QUINN, BEN, WILMA)}
    return board.model_copy(update={"roles": roles})


async def voices_of(heard: Heard, number: int, **changes: Any) -> None:
    """So many children were heard about neglect by Wilma; one of them said this."""
    worker = heard.deps.pseudonyms.worker(WILMA)
    for place in range(number):
        words = SAID if place == 0 else f"My worker rang me back {place} times and asked me first."
        about = {"own_words": (words,), **(changes if place == 0 else {})}
        voice = a_voice(
            id=f"voice-{place}",
            worker=worker,
            day=date(2026, 9, 1),
            content_areas=(AreaId("neglect"),),
            replied_by=date(2026, 9, 29),
            **about,
        )
        await heard.deps.store.keep(voice)
    heard.clock.now = OCTOBER


async def open_quotes(heard: Heard, person: str) -> str:
    actor = heard.person(person)
    while actor.views:  # an earlier one would be taken for the new one
        await actor.close()
    await actor.command("/quotes neglect 2026-Q3")
    await heard.workspace.until(lambda: actor.views and "wait for a second" in shown(heard, person))
    return shown(heard, person)


def shown(heard: Heard, person: str) -> str:
    return str(heard.person(person).view.body)


def is_told(heard: Heard, person: str, what: str) -> bool:
    return what in shown(heard, person)


def id_of(heard: Heard, person: str) -> str:
    """The quote of SAID, as its buttons call it."""
    blocks = heard.person(person).view.body["blocks"]
    place = next(at for at, one in enumerate(blocks) if SAID in str(one))
    return str(blocks[place + 3]["block_id"]).removeprefix("decide ")


async def press(heard: Heard, person: str, button: str, quote: str) -> None:
    await heard.person(person).press(button, block_id=f"decide {quote}")


async def seen_by_board(heard: Heard) -> list[str]:
    area = heard.deps.framework.area("neglect")
    return [one.text for one in await approved(heard.deps, area, SUMMER, Scope.BOARD)]


async def approve_by_two(heard: Heard) -> None:
    for person in (QUINN, BEN):
        await open_quotes(heard, person)
        await press(heard, person, views.BOARD, id_of(heard, person))
        told = "Two people" if person == BEN else "second person has to"
        await heard.workspace.until(partial(is_told, heard, person, told))


async def test_a_quote_takes_two_different_people_and_never_its_logger(heard: Heard) -> None:
    await voices_of(heard, 12)
    await open_quotes(heard, WILMA)
    assert "You logged it" in shown(heard, WILMA)
    assert views.BOARD not in shown(heard, WILMA)

    await open_quotes(heard, QUINN)
    quote = id_of(heard, QUINN)
    for _ in range(2):
        await press(heard, QUINN, views.BOARD, quote)
        await heard.workspace.until(lambda: "second person has to" in shown(heard, QUINN))
    assert await seen_by_board(heard) == []

    await open_quotes(heard, BEN)
    await press(heard, BEN, views.BOARD, quote)
    await heard.workspace.until(lambda: "Two people have approved" in shown(heard, BEN))
    assert await seen_by_board(heard) == [SAID]
    entries = [one for one in await heard.deps.store.audit() if "approved a quote" in one.did]
    assert [one.who for one in entries] == [QUINN, BEN]
    assert SAID not in str(await heard.deps.store.audit())
    assert await heard.deps.store.broken_link() is None


async def test_the_digest_says_how_many_and_a_modal_shows_them(heard: Heard) -> None:
    await voices_of(heard, 12)
    await approve_by_two(heard)
    quinn = heard.person(QUINN)
    await quinn.close()

    await quinn.command("/digest neglect 2026-Q3")
    await heard.workspace.until(lambda: "1 approved quote" in said_to(heard))

    assert SAID not in said_to(heard)
    await quinn.press("Read the quotes")
    await heard.workspace.until(lambda: "Two people approved each" in shown(heard, QUINN))
    assert SAID in shown(heard, QUINN)


async def test_a_quote_goes_when_its_voice_is_withdrawn(heard: Heard) -> None:
    await voices_of(heard, 12)
    await approve_by_two(heard)
    assert await seen_by_board(heard) == [SAID]

    voice = await heard.deps.store.kept(Voice, "voice-0")
    assert voice is not None
    await heard.deps.store.change(voice, withdraw(voice, voice.day))

    assert await seen_by_board(heard) == []
    assert SAID not in await open_quotes(heard, BEN)


async def test_a_quote_goes_when_its_words_come_under_a_concern(heard: Heard) -> None:
    await voices_of(heard, 12)
    await approve_by_two(heard)

    harm = await raised(
        heard.deps,
        door=Door.VOICE,
        texts={str(OWN_WORDS): f"{SAID} My uncle hits me."},
        writer=None,
        agency=None,
        area=AreaId("neglect"),
        refers_to="voice-0",
    )
    assert harm.concern
    await heard.deps.store.keep(harm.concern)

    assert await seen_by_board(heard) == []


@pytest.mark.parametrize(
    ("written", "sure"),
    [
        ("They never listen to me, said Mrs Smith on 07700 900123.", True),
        ("They never listen to me, said [name].", False),  # by whom was it set?
    ],
)
async def test_a_voice_remembers_whether_the_redactor_was_sure(
    heard: Heard, *, written: str, sure: bool
) -> None:
    wilma = await log(heard, {"own_words": written})
    if sure:
        await wilma.submit({})  # what was taken out has been shown

    [voice] = await heard.deps.store.all_kept(Voice)
    assert "[name]" in voice.words
    assert voice.marks_are_sure == sure


async def test_whoever_approved_can_take_it_back(heard: Heard) -> None:
    await voices_of(heard, 12)
    await approve_by_two(heard)

    await press(heard, BEN, views.TAKE_BACK, id_of(heard, BEN))

    await heard.workspace.until(lambda: "Taken back" in shown(heard, BEN))
    assert await seen_by_board(heard) == []
    [quote] = await heard.deps.store.all_kept(Quote)
    assert [step.kind for step in quote.steps] == ["approved", "approved", "taken_back"]


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        (9, {}),  # too few stand behind it
        (12, {"reuse": Reuse.INTERNAL}),
        (12, {"own_words": (f"{SAID} Said [name].",)}),  # nobody knows whether the mark is right
    ],
)
async def test_what_may_not_be_quoted_is_not_proposed(
    heard: Heard, number: int, changes: dict[str, Any]
) -> None:
    await voices_of(heard, number, **changes)

    assert SAID not in await open_quotes(heard, QUINN)


async def test_an_analyst_decides_on_a_phone(heard: Heard) -> None:
    await voices_of(heard, 12)
    async with a_browser() as browser, a_tab(browser, tab(heard, QUINN), viewport=NARROW) as page:
        composer = page.get_by_role("combobox", name="Message to Heard")
        await composer.fill("/quotes neglect 2026-Q3")
        await composer.press("Enter")
        form = page.get_by_role("dialog")
        await expect(form).to_contain_text(SAID)
        assert await problems_of(page) == []
        await form.get_by_role("button", name="For the Board").first.click()

        await expect(form).to_contain_text("A second person has to approve it")
        assert await problems_of(page) == []

    [quote] = await heard.deps.store.all_kept(Quote)
    assert quote.waits_for_another


def said_to(heard: Heard) -> str:
    return str([(one.text, one.blocks) for one in heard.person(QUINN).direct_messages])
