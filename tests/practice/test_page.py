from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.web.practice import Person, Workspace
from tests.browser import a_browser, a_tab, problems_of
from tests.practice.small_app import (
    ANNA,
    BEN,
    MANIFEST,
    NO,
    PEOPLE,
    TEAM,
    YES,
    a_button,
    a_client,
    a_modal,
    a_section,
    a_workspace,
    an_app,
    an_input,
    by_socket,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOSTILE = (
    "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 1'> <b>loud</b> "
    "javascript:alert(1) \u202edetrever\u202c שלום &amp;lt; <i>"
)
MANY = [{"text": {"type": "plain_text", "text": f"Theme {n}"}, "value": f"t{n}"} for n in range(9)]
AGREE = {"type": "radio_buttons", "options": [YES, NO]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as found:
        yield found


def address(slack: Workspace, person: str, where: str = "messages") -> str:
    return f"{slack.url}/?as={person}&in={where}"


Listener = Callable[[AsyncArgs], Awaitable[None]]


def a_form_app(slack: Workspace, view: dict[str, Any], **listeners: Listener) -> AsyncApp:
    """Opens *view* on /ask and on a button; *take* gets what is submitted, others an action."""
    app = an_app(slack)

    async def open_form(args: AsyncArgs) -> None:
        await args.ack()
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)

    app.command("/ask")(open_form)
    app.action("go")(open_form)
    if "take" in listeners:
        app.view("survey")(listeners.pop("take"))
    for action_id, listener in listeners.items():
        app.action(action_id)(listener)
    return app


class Taken(list[dict[str, Any]]):
    """What was submitted, by block."""

    async def __call__(self, args: AsyncArgs) -> None:
        values = args.body["view"]["state"]["values"]
        self.append({block: state["answer"] for block, state in values.items()})
        await args.ack()


async def ask(tab: Page) -> None:
    await tab.get_by_role("combobox", name="Message to").fill("/ask")
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("dialog")).to_be_visible()


async def send(tab: Page) -> None:
    await tab.get_by_role("dialog").get_by_role("button", name="Send").click()


async def tab_to(tab: Page, words: str, key: str = "Tab") -> None:
    """Move the focus with the keyboard until it is on the control with these words."""
    for _ in range(25):
        await tab.keyboard.press(key)
        if words in await tab.evaluate("document.activeElement.textContent"):
            return
    pytest.fail(f"no way to {words!r} with {key}")


async def test_a_form_can_be_found_and_answered_with_the_keyboard_alone(browser: Browser) -> None:
    slack, taken = a_workspace(), Taken()
    view = a_modal(an_input("agree", **AGREE), an_input("why", multiline=True))
    async with slack.running(), by_socket(slack, a_form_app(slack, view, take=taken)):
        blocks = [{"type": "actions", "elements": [a_button(words="Answer now")]}]
        await a_client(slack).chat_postMessage(channel=BEN, text="Please answer", blocks=blocks)
        async with a_tab(browser, address(slack, BEN)) as tab:
            await tab.get_by_role("combobox", name="Message to").focus()
            await tab_to(tab, "Answer now", key="Shift+Tab")
            await tab.keyboard.press("Enter")
            await expect(tab.get_by_role("radio", name="Yes")).to_be_focused()
            await tab.keyboard.press("ArrowDown")
            await tab.keyboard.press("Tab")
            await tab.keyboard.type("Nobody told me\nwhat happened")
            await tab_to(tab, "Send")
            await tab.keyboard.press("Enter")
            await expect(tab.get_by_role("dialog")).to_have_count(0)

            await expect(tab.get_by_role("button", name="Answer now")).to_be_focused()

    assert taken[0]["agree"]["selected_option"]["value"] == "no"
    assert taken[0]["why"]["value"] == "Nobody told me\nwhat happened"


async def test_commands_are_suggested_and_completed(browser: Browser) -> None:
    slack = a_workspace()
    async with slack.running(), a_tab(browser, address(slack, BEN)) as tab:
        box = tab.get_by_role("combobox", name="Message to")
        await box.press_sequentially("/a")
        await expect(tab.get_by_role("option", name="/ask [what]")).to_be_visible()
        await box.press("Enter")
        await expect(box).to_have_value("/ask ")

        await box.fill("/nothing")
        await box.press("Enter")
        await expect(tab.get_by_role("alert")).to_contain_text("/nothing is not a valid command")
        await expect(box).to_have_value("/nothing")


async def test_every_error_stands_beside_its_field_and_the_first_has_the_focus(
    browser: Browser,
) -> None:
    slack = a_workspace()
    view = a_modal(
        an_input("agree", **AGREE),
        an_input("many", optional=True, type="number_input", is_decimal_allowed=False),
        an_input("why", max_length=10),
    )
    async with (
        slack.running(),
        by_socket(slack, a_form_app(slack, view)),
        a_tab(browser, address(slack, BEN)) as tab,
    ):
        await ask(tab)
        why = tab.get_by_role("textbox", name="Question why")
        await why.fill("A long answer")
        await tab.get_by_role("textbox", name="Question many").fill("several")
        await send(tab)

        await expect(tab.locator(".error:visible")).to_have_count(3)
        await expect(tab.get_by_role("radio", name="Yes")).to_be_focused()
        await expect(tab.get_by_role("radio", name="Yes")).to_have_accessible_description(
            "Please complete this required field."
        )
        await expect(why).to_have_attribute("aria-invalid", "true")
        await expect(why).to_have_value("A long answer")
        assert not await problems_of(tab)
        await why.fill("Short")
        await expect(tab.locator(".error:visible")).to_have_count(2)


async def test_trouble_is_told_and_the_words_stay(browser: Browser) -> None:
    slack, taken = a_workspace(ack_seconds=0.3), Taken()
    is_broken = True

    async def take(args: AsyncArgs) -> None:
        if not is_broken:
            await taken(args)

    view = a_modal(an_input("why"))
    async with (
        slack.running(),
        by_socket(slack, a_form_app(slack, view, take=take)),
        a_tab(browser, address(slack, BEN)) as tab,
    ):
        await ask(tab)
        await tab.get_by_role("textbox", name="Question why").fill("Do not lose this")
        await send(tab)

        await expect(tab.get_by_role("dialog").get_by_role("alert")).to_contain_text("Try again?")
        await expect(tab.locator("#notice")).to_be_empty()
        assert not await problems_of(tab)

        is_broken = False
        await send(tab)
        await expect(tab.get_by_role("dialog")).to_have_count(0)
    assert taken[0]["why"]["value"] == "Do not lose this"


async def test_what_people_write_is_shown_as_they_wrote_it(browser: Browser) -> None:
    mallory = Person("UMALLORY", "<img src=x onerror='window.harmed = 1'>", title="<b>title</b>")
    team = TEAM.__class__("CTEAM", "front-door", [ANNA, mallory.id], topic="<u>topic</u>")
    slack = Workspace(MANIFEST, [*PEOPLE, mallory], channels=[team])
    async with slack.running():
        await slack.as_person(mallory.id).say(HOSTILE + " <!channel>", "front-door")
        await a_client(slack).chat_postMessage(
            channel="CTEAM",
            text="raw",
            blocks=[
                a_section("<script>window.harmed = 1</script> <javascript:alert(1)|go> *<b>*"),
                {"type": "header", "text": {"type": "plain_text", "text": "<b>head</b>"}},
                a_section("<!channel> <@UBEN> <https://board.test/?a=1&amp;b=2|*the* site>"),
            ],
        )
        async with a_tab(browser, address(slack, ANNA, "CTEAM")) as tab:
            written = tab.locator(".message").first
            await expect(written).to_contain_text(HOSTILE + " <!channel>")
            await expect(written).to_contain_text(mallory.name)
            shown = tab.locator(".message").last
            await expect(shown).to_contain_text("<script>window.harmed = 1</script>")
            await expect(shown.get_by_text("@Ben Birch")).to_be_visible()
            await expect(shown.get_by_role("link")).to_have_count(1)
            site = shown.get_by_role("link", name="the site")
            await expect(site).to_have_attribute("href", "https://board.test/?a=1&b=2")

            assert await tab.evaluate("window.harmed") is None
            assert await tab.locator("main script, main b, main i, main u").count() == 0


async def test_two_tabs_are_two_people(browser: Browser) -> None:
    slack = a_workspace()
    async with (
        slack.running(),
        a_tab(browser, address(slack, ANNA, "CTEAM")) as annas,
        a_tab(browser, address(slack, BEN)) as bens,
    ):
        await expect(annas.get_by_role("button", name="Acting as Anna Ash")).to_be_visible()
        await annas.get_by_role("combobox", name="Message to #front-door").fill("Is Ben there?")
        await annas.keyboard.press("Enter")

        place = bens.get_by_role("link", name="front-door")
        await expect(place).to_contain_text("1 unread")
        await expect(bens.locator("#announcer")).to_contain_text(
            "New message from Anna Ash in front-door: Is Ben there?"
        )
        await place.click()
        await expect(bens.get_by_role("article", name="Anna Ash")).to_contain_text("Is Ben there?")
        await expect(place).not_to_contain_text("unread")
        await expect(bens.get_by_role("button", name="Acting as Ben Birch")).to_be_visible()


async def test_somebody_new_is_asked_whom_to_act_as(browser: Browser) -> None:
    slack = a_workspace()
    async with slack.running(), a_tab(browser, slack.url) as tab:
        chooser = tab.get_by_role("dialog", name="Who would you like to be?")
        await expect(chooser.get_by_role("link")).to_have_count(2)
        await tab.keyboard.press("Escape")
        await chooser.get_by_role("link", name="Ben Birch").press("Enter")

        await expect(tab.get_by_role("button", name="Acting as Ben Birch")).to_be_visible()
        assert "as=UBEN" in tab.url


async def test_a_narrow_screen_shows_the_list_or_the_conversation(browser: Browser) -> None:
    slack = a_workspace()
    async with (
        slack.running(),
        a_tab(browser, f"{slack.url}/?as={ANNA}", viewport={"width": 360, "height": 640}) as tab,
    ):
        await slack.as_person(BEN).say("word" * 100, "front-door")
        place = tab.get_by_role("link", name="front-door")
        await expect(place).to_contain_text("1 unread")
        await place.click()
        await expect(place).to_be_hidden()
        await expect(tab.get_by_role("article", name="Ben Birch")).to_be_visible()
        assert await tab.evaluate("document.documentElement.scrollWidth") == 360
        assert not await problems_of(tab)

        await tab.get_by_role("button", name="All channels").click()
        await expect(place).to_be_focused()


async def test_what_was_typed_stays_when_the_app_changes_the_form(browser: Browser) -> None:
    slack = a_workspace()
    agree = an_input("agree", dispatch_action=True, **AGREE)

    async def ask_more(args: AsyncArgs) -> None:
        await args.ack()
        view = a_modal(a_section("One more"), agree, an_input("more"), an_input("why"))
        await args.client.views_update(view_id=args.body["view"]["id"], view=view)

    async with (
        slack.running(),
        by_socket(slack, a_form_app(slack, a_modal(agree, an_input("why")), answer=ask_more)),
        a_tab(browser, address(slack, BEN)) as tab,
    ):
        await ask(tab)
        await tab.get_by_role("textbox", name="Question why").fill("Because")
        await tab.get_by_role("radio", name="Yes").press("Space")

        await expect(tab.get_by_role("textbox", name="Question more")).to_be_visible()
        await expect(tab.get_by_role("textbox", name="Question why")).to_have_value("Because")
        await expect(tab.get_by_role("radio", name="Yes")).to_be_checked()
        await expect(tab.get_by_role("radio", name="Yes")).to_be_focused()


async def test_another_page_of_a_form_is_read_from_its_start(browser: Browser) -> None:
    slack = a_workspace()
    pages = [a_modal(*[an_input(f"{page}{n}", optional=True) for n in range(12)]) for page in "ab"]

    async def turn(args: AsyncArgs) -> None:
        await args.ack(response_action="update", view=pages[1])

    async with (
        slack.running(),
        by_socket(slack, a_form_app(slack, pages[0], take=turn)),
        a_tab(browser, address(slack, BEN)) as tab,
    ):
        await ask(tab)
        await tab.get_by_role("textbox", name="Question a11").fill("The last one")
        await send(tab)

        await expect(tab.get_by_role("heading", name="Survey")).to_be_focused()
        await expect(tab.get_by_role("textbox", name="Question b0")).to_be_in_viewport()
        await expect(tab.get_by_role("textbox", name="Question b11")).to_be_empty()


async def test_a_form_above_a_form_leads_back_to_it(browser: Browser) -> None:
    slack = a_workspace()
    button = a_button("deeper", "Look closer", confirm=a_confirm())
    view = a_modal(an_input("why"), a_section("More", accessory=button))

    async def go_deeper(args: AsyncArgs) -> None:
        await args.ack()
        above = a_modal(a_section("Closer"), title="Above")
        await args.client.views_push(trigger_id=args.body["trigger_id"], view=above)

    async with (
        slack.running(),
        by_socket(slack, a_form_app(slack, view, deeper=go_deeper)),
        a_tab(browser, address(slack, BEN)) as tab,
    ):
        await ask(tab)
        await tab.get_by_role("textbox", name="Question why").fill("Because")
        await tab.get_by_role("button", name="Look closer").click()
        await tab.get_by_role("button", name="Rather not").click()
        await expect(tab.get_by_role("dialog", name="Survey")).to_be_visible()
        await tab.get_by_role("button", name="Look closer").click()
        await tab.get_by_role("button", name="Go on").click()
        await expect(tab.get_by_role("dialog", name="Above")).to_be_visible()
        await expect(tab.get_by_role("dialog")).to_have_count(1)
        await tab.keyboard.press("Escape")

        await expect(tab.get_by_role("dialog", name="Survey")).to_be_visible()
        await expect(tab.get_by_role("textbox", name="Question why")).to_have_value("Because")


def a_confirm() -> dict[str, Any]:
    words = {"title": "Sure?", "text": "It is *deep*.", "confirm": "Go on", "deny": "Rather not"}
    return {key: {"type": "plain_text", "text": text} for key, text in words.items()}


async def test_a_lost_line_is_said_and_mends_itself(browser: Browser) -> None:
    first, second = a_workspace(), a_workspace()
    async with first.running() as slack:
        port = int(slack.url.rpartition(":")[2])
        tab_open = a_tab(browser, address(slack, BEN, "CTEAM"))
        tab = await tab_open.__aenter__()
        await expect(tab.get_by_role("heading", name="front-door")).to_be_visible()
    await expect(tab.get_by_role("status")).to_contain_text("Reconnecting")
    await tab.get_by_role("combobox", name="Message to").fill("Still here")
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("alert")).to_contain_text("cannot be reached")

    async with second.running(port=port):
        await expect(tab.get_by_role("status")).to_be_empty()
        await expect(tab.get_by_role("combobox", name="Message to")).to_have_value("Still here")
        await tab.keyboard.press("Enter")
        await expect(tab.get_by_role("article", name="Ben Birch")).to_contain_text("Still here")
        await tab_open.__aexit__(None, None, None)


async def test_a_trainer_can_make_the_day_unkind(browser: Browser) -> None:
    slack = a_workspace()
    async with slack.running(), a_tab(browser, address(slack, BEN)) as tab:
        await tab.get_by_text("Unkind").click()
        await tab.get_by_label("Deliver everything twice").check()
        await tab.get_by_label("Slow the line down").select_option(value="4")
        await slack.until(lambda: slack.unkindness.duplicate and slack.unkindness.slow_seconds == 4)
        await expect(tab.get_by_label("Deliver everything twice")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_has_a_name_and_can_be_read_in(scheme: str, browser: Browser) -> None:
    slack = a_workspace()
    view = a_modal(
        an_input("agree", **AGREE),
        an_input("themes", type="multi_static_select", options=MANY),
        an_input("theme", type="static_select", options=MANY),
        an_input("who", type="users_select", optional=True),
        an_input("when", type="datepicker"),
        an_input("boxes", type="checkboxes", options=[YES, NO]),
        an_input("why", multiline=True, max_length=20),
    )
    menu = {"type": "overflow", "action_id": "more", "options": [YES, NO]}
    select = {"type": "static_select", "action_id": "pick", "options": MANY}
    buttons = [a_button("go", "Open", style="primary"), a_button("x", style="danger"), select, menu]
    blocks = [{"type": "actions", "elements": buttons}, a_section("`code` <@UANNA>, <#CTEAM>")]
    home = {"type": "home", "blocks": blocks}
    async with slack.running(), by_socket(slack, a_form_app(slack, view)):
        client = a_client(slack)
        await client.views_publish(user_id=BEN, view=home)
        await client.chat_postMessage(channel="CTEAM", text="digest", blocks=blocks)
        await client.chat_postEphemeral(channel="CTEAM", user=BEN, text="Only *you*, `code`")
        here = address(slack, BEN, "CTEAM")
        async with a_tab(browser, here, color_scheme=scheme) as tab:
            await expect(tab.get_by_text("Only visible to you")).to_be_visible()
            await tab.get_by_text("Unkind").click()
            assert not await problems_of(tab)

            await ask(tab)
            await tab.get_by_label("Question themes").click()
            await tab.get_by_role("checkbox", name="Theme 3").check()
            assert not await problems_of(tab)

            await tab.keyboard.press("Escape")
            await tab.keyboard.press("Escape")
            await expect(tab.get_by_role("dialog")).to_have_count(0)
            await tab.goto(address(slack, BEN, "home"))
            await tab.get_by_role("button", name="More options").click()
            await expect(tab.get_by_role("menuitem", name="Yes")).to_be_focused()
            assert not await problems_of(tab)
            await tab.keyboard.press("Escape")
            await tab.get_by_role("button", name="Acting as").click()
            await expect(tab.get_by_role("dialog")).to_be_visible()
            assert not await problems_of(tab)
