"""One ordinary day: an app that greets, asks, and shows a Home."""

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.web.practice import Workspace
from tests.practice.small_app import (
    ANNA,
    BEN,
    NO,
    YES,
    a_button,
    a_modal,
    a_section,
    a_workspace,
    an_app,
    an_input,
    by_request,
    by_socket,
)


def a_survey_app(workspace: Workspace) -> AsyncApp:
    app = an_app(workspace)

    @app.command("/ask")
    async def invite(args: AsyncArgs) -> None:
        await args.ack("Sent.")
        blocks = [{"type": "actions", "block_id": "b", "elements": [a_button(words="Answer")]}]
        await args.client.chat_postMessage(channel=BEN, text="Please answer", blocks=blocks)

    @app.action("go")
    async def open_form(args: AsyncArgs) -> None:
        await args.ack()
        radio = {"type": "radio_buttons", "action_id": "answer", "options": [YES, NO]}
        view = a_modal(an_input("agree", **radio), an_input("why", optional=True))
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)

    @app.view("survey")
    async def take(args: AsyncArgs) -> None:
        values = args.body["view"]["state"]["values"]
        agree = values["agree"]["answer"]["selected_option"]["value"]
        why = values["why"]["answer"]["value"]
        await args.client.chat_postMessage(channel=BEN, text=f"{agree}: {why}")
        await args.ack()

    @app.event("app_home_opened")
    async def show_home(args: AsyncArgs) -> None:
        view = {"type": "home", "blocks": [a_section("Welcome")]}
        await args.client.views_publish(user_id=args.body["event"]["user"], view=view)

    @app.message("hello")
    async def answer(args: AsyncArgs) -> None:
        await args.say("Hello to you")

    return app


async def spend_a_day(workspace: Workspace) -> None:
    anna, ben = workspace.as_person(ANNA), workspace.as_person(BEN)

    assert await anna.command("/ask now")
    assert anna.direct_messages[-1].text == "Sent."
    await workspace.until(lambda: ben.direct_messages)
    assert await ben.press("Answer")
    await workspace.until(lambda: ben.view)
    assert await ben.submit({"agree": "Yes", "why": "Because <I> & she say so"})
    assert not ben.views
    assert ben.direct_messages[-1].text == "yes: Because <I> & she say so"
    await ben.open_home()
    await workspace.until(lambda: ben.home)
    await ben.say("hello")
    await workspace.until(lambda: ben.direct_messages[-1].text == "Hello to you")


async def test_a_day_works_over_a_socket() -> None:
    async with a_workspace().running() as slack, by_socket(slack, a_survey_app(slack)):
        await spend_a_day(slack)


async def test_a_day_works_over_signed_requests() -> None:
    async with a_workspace().running() as slack, by_request(slack, a_survey_app(slack)):
        await spend_a_day(slack)
