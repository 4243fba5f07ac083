"""Two analysts at work in a browser: they code apart, settle, and change the codebook."""

import pytest
from playwright.async_api import Page, expect

from bot.board import Board, Role
from surveys.coding import Sentiment
from surveys.review import Review
from tests.browser import a_browser, a_tab, problems_of
from tests.journeys.harness import QUINN, Heard
from tests.journeys.test_in_the_browser import NARROW, choose, tab
from tests.journeys.test_reviews import PLAIN, RITA, counted, said


@pytest.fixture
def board(board: Board) -> Board:
    """Every comment goes to two people."""
    changes = {"roles": {**board.roles, Role.ANALYST: (QUINN, RITA)}, "double_coded_percent": 100}
    return board.model_copy(update={**changes, "audited_a_wave": 0})


async def type_in(page: Page, command: str) -> None:
    composer = page.get_by_role("combobox", name="Message to Heard")
    await composer.fill(command)
    await composer.press("Enter")


async def code_it(page: Page, leaning: str) -> None:
    """With the keyboard, on the radio button of this name."""
    form = page.get_by_role("dialog")
    await form.get_by_role("radio", name=leaning).press("Space")
    await page.keyboard.press("Control+Enter")


async def test_two_code_apart_and_settle_on_a_phone_with_the_keyboard(heard: Heard) -> None:
    await said(heard, PLAIN)
    async with a_browser() as browser:
        for person, leaning in ((QUINN, "Negative"), (RITA, "Neutral")):
            async with a_tab(browser, tab(heard, person), viewport=NARROW) as page:
                form = page.get_by_role("dialog")
                await type_in(page, "/review")
                await expect(form).to_contain_text("How does it lean?", timeout=20_000)
                await expect(form).not_to_contain_text("from “")
                await code_it(page, leaning)
                await expect(form).to_contain_text("Nothing waits for you")
                if person == RITA:
                    await form.get_by_role("button", name="Settle 1").click()
                    await expect(form).to_contain_text("One read:")
                    assert await problems_of(page) == []
                    await code_it(page, "Negative")
                    await expect(form).to_contain_text("Nothing is left to settle")
        async with a_tab(browser, tab(heard, QUINN), viewport=NARROW) as page:
            form = page.get_by_role("dialog")
            await expect(form).to_contain_text("Nothing waits for you")
            await page.keyboard.press("Escape")
            await expect(form).to_have_count(0)
            await type_in(page, "/review")
            await form.get_by_role("button", name="Settle 1").click(timeout=20_000)
            await expect(form).to_contain_text("A colleague would settle on:")
            await code_it(page, "Negative")
            await expect(form).to_contain_text("Nothing is left to settle")

    [review] = await heard.deps.store.all_kept(Review)
    assert len(review.codings) == 2
    assert [one.sentiment for one in await counted(heard)] == [Sentiment.NEGATIVE]


async def test_a_change_of_the_codebook_is_proposed_weighed_and_signed(heard: Heard) -> None:
    await said(heard, PLAIN)
    async with a_browser() as browser:
        async with a_tab(browser, tab(heard, QUINN)) as page:
            form = page.get_by_role("dialog")
            await type_in(page, "/codebook")
            await form.get_by_role("button", name="Propose a theme").click()
            await form.get_by_label("Name").fill("Getting there")
            await form.get_by_label("What it is about").fill("Parking and buses.")
            await form.get_by_label("Words that point to it").fill("parking\nbus*")
            await form.get_by_label("Sentences that speak of it").fill("No bus goes there.")
            await form.get_by_label("Why?").fill("Many speak of it.")
            await choose(page, "Who signs it?", "Ucolleague0")
            assert await problems_of(page) == []
            await form.get_by_role("button", name="Propose", exact=True).click()
            await expect(form).to_contain_text("Nothing changes until then.")
        async with a_tab(browser, tab(heard, RITA), viewport=NARROW) as page:
            form = page.get_by_role("dialog")
            await page.get_by_role("button", name="Open", exact=True).click()
            await expect(form).to_contain_text("fewer than 5 would change", timeout=20_000)
            await expect(form).to_contain_text("No bus goes there.")
            assert await problems_of(page) == []
            await form.get_by_role("button", name="Sign it").click()
            await page.get_by_role("button", name="Yes").click()
            await expect(form.first).to_contain_text("It counts now.")

    assert heard.deps.codebook.theme("getting_there") is not None
