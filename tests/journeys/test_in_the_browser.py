"""The main job, as people do it: in a browser, on the practice workspace."""

from playwright.async_api import Page, expect

from surveys.review import Review
from surveys.survey import Survey
from tests.browser import a_browser, a_tab, problems_of
from tests.journeys.harness import ANNA, DAWN, QUINN, Heard
from tests.journeys.test_concerns import write
from tests.journeys.test_digests import OCTOBER, children_heard
from tests.journeys.test_reviews import KIND, PLAIN, said

DRAWING = 30_000  # milliseconds: the first picture of a process loads the library that draws
NARROW = {"width": 390, "height": 844}


async def test_a_practitioner_answers_on_a_phone(heard: Heard, pulse: Survey) -> None:
    wave = await heard.ask(pulse)
    async with a_browser() as browser, a_tab(browser, tab(heard, ANNA), viewport=NARROW) as page:
        await page.get_by_role("button", name="Open the survey").click()
        form = page.get_by_role("dialog")
        await expect(form).to_contain_text("Confidential, not secret")
        await form.get_by_role("button", name="Next").click()
        await expect(form).to_contain_text("Please")
        assert await problems_of(page) == []

        await form.get_by_role("radio", name="Health").check()
        await choose(page, "Which area of work", "Neglect")
        await form.get_by_role("button", name="Next").click()
        await expect(form.get_by_role("textbox")).to_be_visible()
        for group in await form.get_by_role("radiogroup").all():
            await group.get_by_role("radio").first.check()
        await form.get_by_role("textbox").fill("Nobody rings back.")
        await form.get_by_role("button", name="Send").click()
        await expect(form).to_contain_text("Thank you")

    assert len(await heard.deps.store.responses(wave.id)) == 1


async def test_a_qa_officer_goes_from_a_digest_to_its_evidence_its_charts_and_the_paper(
    heard: Heard,
) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    async with a_browser() as browser, a_tab(browser, tab(heard, QUINN)) as page:
        page.set_default_timeout(DRAWING)
        composer = page.get_by_role("combobox", name="Message to Heard")
        await composer.fill("/dig")
        await expect(page.get_by_role("option", name="/digest")).to_be_visible()
        await composer.fill("/digest neglect 2026-Q3")
        await composer.press("Enter")
        await expect(page.get_by_text("24 of 30").first).to_be_visible(timeout=DRAWING)
        picture = page.get_by_role("img", name="24 of 30")
        await expect(picture.first).to_be_visible(timeout=DRAWING)

        form = page.get_by_role("dialog")
        await page.get_by_role("button", name="Whole digest").click()
        await expect(form).to_contain_text("Likely ranges are 95%", timeout=DRAWING)
        assert await problems_of(page) == []
        await page.keyboard.press("Escape")

        await page.get_by_role("button", name="How was this made?").click()
        figures = form.get_by_role("combobox")
        await expect(figures).to_be_visible(timeout=DRAWING)
        offered = await figures.locator("option").all_text_contents()
        safe = [one for one in offered if one.startswith("Feels safe, children")]
        await figures.select_option(label=safe[0])
        await expect(form).to_contain_text("Wilson score interval", timeout=DRAWING)
        await expect(form).to_contain_text("24 of 30")
        assert await problems_of(page) == []
        await page.keyboard.press("Escape")

        more = page.get_by_role("button", name="More options")
        await more.click()
        await page.get_by_role("menuitem", name="Charts").click()
        spread = page.get_by_role("img", name="favourable")
        await expect(spread.first).to_be_visible(timeout=DRAWING)
        await more.click()
        await page.get_by_role("menuitem", name="Board paper").click()
        paper = page.get_by_role("link", name="board-paper-2026-Q3.docx")
        await expect(paper.first).to_be_visible(timeout=DRAWING)
        assert await problems_of(page) == []


async def test_a_qa_officer_releases_a_digest(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    async with a_browser() as browser, a_tab(browser, tab(heard, QUINN)) as page:
        composer = page.get_by_role("combobox", name="Message to Heard")
        await composer.fill("/digest neglect 2026-Q3 for public")
        await composer.press("Enter")
        await page.get_by_role("button", name="Release", exact=True).click()
        asked = page.get_by_role("dialog")
        await expect(asked).to_contain_text("For everyone")
        assert await problems_of(page) == []

        await asked.get_by_role("button", name="Release").click()

        await expect(page.get_by_text("by Quinn Quay. It stays as it is.").first).to_be_visible()
        assert await problems_of(page) == []


def tab(heard: Heard, person: str) -> str:
    return f"{heard.workspace.url}/?as={person}&in=messages"


async def choose(page: Page, label: str, option: str) -> None:
    await page.get_by_role("combobox", name=label).select_option(label=option)


async def test_a_designated_lead_acts_on_what_a_practitioner_wrote(
    heard: Heard, pulse: Survey
) -> None:
    disclosing = "A child on my list says that her stepfather hits her."
    await heard.ask(pulse, ANNA)
    await write(heard, disclosing)
    async with a_browser() as browser, a_tab(browser, tab(heard, DAWN), viewport=NARROW) as page:
        await expect(page.get_by_text("One item needs you").first).to_be_visible()
        await expect(page.get_by_text(disclosing)).to_have_count(0)
        await page.get_by_role("button", name="Open", exact=True).click()
        form = page.get_by_role("dialog")
        await expect(form).to_contain_text(disclosing)
        assert await problems_of(page) == []

        await form.get_by_role("button", name="Acknowledge").click()
        await expect(form).to_contain_text("no outcome yet")
        await form.get_by_role("button", name="Record the outcome").click()
        await form.get_by_role("radio", name="It was referred").check()
        await form.get_by_role("radio", name="Yes").check()
        await form.get_by_role("textbox").first.fill("The front door")
        assert await problems_of(page) == []
        await form.get_by_role("button", name="Record", exact=True).click()
        await expect(form).to_contain_text("It was referred on 1 September 2026.")
        await expect(form).to_contain_text(": The front door")
        await form.get_by_role("button", name="All concerns").click()
        await expect(form).to_contain_text("1 concern is open.")
        assert await problems_of(page) == []


async def test_a_qa_officer_records_on_a_phone_with_whom_a_statement_was_made(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    heard.clock.now = OCTOBER
    async with a_browser() as browser, a_tab(browser, tab(heard, QUINN), viewport=NARROW) as page:
        composer = page.get_by_role("combobox", name="Message to Heard")
        await composer.fill("/good neglect")
        await composer.press("Enter")
        form = page.get_by_role("dialog")
        await expect(form).to_contain_text("The actual picture of", timeout=20_000)
        await expect(form).to_contain_text("24 of 30")
        assert await problems_of(page) == []

        await form.get_by_role("button", name="See its history").last.click()
        await form.get_by_role("button", name="Record consultation").click()
        await form.get_by_role("checkbox", name="Children").check()
        await form.get_by_label("How").fill("Two groups of young people.")
        await form.get_by_role("button", name="Keep").click()
        await expect(form).to_contain_text("required")
        assert await problems_of(page) == []
        await form.get_by_label("What changed because of them").fill("Nothing.")
        await form.get_by_role("button", name="Keep").click()
        await expect(form).to_contain_text("Kept: NEG-O1 is consulted.")
        await expect(form).to_contain_text("Not asked: parents and carers, and practitioners.")
        assert await problems_of(page) == []


async def test_a_reviewer_agrees_and_takes_it_back_on_a_phone(heard: Heard) -> None:
    await said(heard, KIND, PLAIN)
    async with a_browser() as browser, a_tab(browser, tab(heard, QUINN), viewport=NARROW) as page:
        composer = page.get_by_role("combobox", name="Message to Heard")
        await composer.fill("/review")
        await composer.press("Enter")
        form = page.get_by_role("dialog")
        await expect(form).to_contain_text("0 of 30 today")
        assert await problems_of(page) == []

        await agree_or_code(page)
        await expect(form).to_contain_text("1 of 30 today")
        await form.get_by_role("button", name="Undo the last").click()
        await expect(form).to_contain_text("0 of 30 today")
        await agree_or_code(page)
        await expect(form).to_contain_text("1 of 30 today")
        await agree_or_code(page)
        await expect(form).to_contain_text("Nothing waits for you")
        assert await problems_of(page) == []

    assert len(await heard.deps.store.all_kept(Review)) == 2


async def agree_or_code(page: Page) -> None:
    """One press where the machine's reading is in sight; blind, a choice before it."""
    form = page.get_by_role("dialog")
    if await form.get_by_role("radio", name="Negative").count():
        await form.get_by_role("radio", name="Negative").check()
        await form.get_by_role("button", name="Save and next").click()
    else:
        await form.get_by_role("button", name="Agree and next").click()
