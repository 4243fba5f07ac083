"""Modals: triggers, the stack, hashes, and what happens when a form is sent."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot.web.practice import Workspace
from tests.practice.small_app import (
    ANNA,
    NO,
    YES,
    a_client,
    a_modal,
    a_section,
    a_workspace,
    an_app,
    an_input,
    by_request,
    by_socket,
)

TRY_AGAIN = "We had some trouble connecting. Try again?"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Desk:
    """An app that keeps the triggers it is handed, and answers submissions as it was told."""

    def __init__(self, slack: Workspace, answer: Mapping[str, Any] | None = None) -> None:
        self.client = a_client(slack)
        self.triggers: list[str] = []
        self.views: list[dict[str, Any]] = []
        self.closed: list[dict[str, Any]] = []
        self.app = an_app(slack)
        self._answer = dict(answer or {})
        self.app.shortcut("log")(self._keep_trigger)
        self.app.action("answer")(self._keep_trigger)
        self.app.view("survey")(self._take)
        self.app.view_closed("survey")(self._see_closed)

    async def open(self, view: dict[str, Any]) -> Any:
        return (await self.client.views_open(trigger_id=self.triggers[-1], view=view))["view"]

    async def push(self, view: dict[str, Any]) -> Any:
        return (await self.client.views_push(trigger_id=self.triggers[-1], view=view))["view"]

    async def _keep_trigger(self, args: AsyncArgs) -> None:
        self.triggers.append(args.body["trigger_id"])
        await args.ack()

    async def _take(self, args: AsyncArgs) -> None:
        self.views.append(args.body["view"])
        self.triggers.append(args.body["trigger_id"])
        await args.ack(**self._answer)

    async def _see_closed(self, args: AsyncArgs) -> None:
        self.closed.append(args.body)
        await args.ack()


async def refusal_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_a_trigger_opens_one_modal() -> None:
    async with a_workspace().running() as slack:
        desk = Desk(slack)
        async with by_socket(slack, desk.app):
            await slack.as_person(ANNA).shortcut("log")
            view = await desk.open(a_modal())
            again = await refusal_of(desk.open(a_modal()))

    assert view["id"].startswith("V")
    assert view["state"] == {
        "values": {
            "first": {
                "answer": {
                    "type": "plain_text_input",
                    "value": None,
                }
            }
        }
    }
    assert again == "exchanged_trigger_id"


@pytest.mark.parametrize(("seconds", "works"), [(3, True), (3.1, False)])
async def test_a_trigger_lives_three_seconds(seconds: float, works: bool) -> None:  # noqa: FBT001
    clock = Clock()
    async with a_workspace(clock=clock).running() as slack:
        desk = Desk(slack)
        async with by_socket(slack, desk.app):
            await slack.as_person(ANNA).shortcut("log")
            clock.now += timedelta(seconds=seconds)
            if works:
                await desk.open(a_modal())
            else:
                assert await refusal_of(desk.open(a_modal())) == "expired_trigger_id"


async def test_a_made_up_trigger_opens_nothing() -> None:
    async with a_workspace().running() as slack:
        call = a_client(slack).views_open(trigger_id="1.2.3", view=a_modal())

        assert await refusal_of(call) == "invalid_trigger_id"


async def test_modals_stack_three_high() -> None:
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack), slack.as_person(ANNA)
        async with by_socket(slack, desk.app):
            form = a_modal(an_input("first", dispatch_action=True))
            await anna.shortcut("log")
            await desk.open(form)
            for _ in range(2):
                await anna.fill({"first": "x"})
                await desk.push(form)
            await anna.fill({"first": "x"})
            refused = await refusal_of(desk.push(form))

    assert refused == "push_limit_reached"
    first, second, third = anna.views
    assert (second.previous, third.previous) == (first.id, second.id)
    assert third.root == first.id


async def test_nothing_is_pushed_where_nothing_is_open() -> None:
    async with a_workspace().running() as slack:
        desk = Desk(slack)
        async with by_socket(slack, desk.app):
            await slack.as_person(ANNA).shortcut("log")

            assert await refusal_of(desk.push(a_modal())) == "not_found"


async def test_an_old_hash_does_not_overwrite_a_newer_view() -> None:
    async with a_workspace().running() as slack:
        desk = Desk(slack)
        async with by_socket(slack, desk.app):
            await slack.as_person(ANNA).shortcut("log")
            old = await desk.open(a_modal())
            name = {"view_id": old["id"], "hash": old["hash"]}
            await desk.client.views_update(view=a_modal(title="New"), **name)
            refused = await refusal_of(desk.client.views_update(view=a_modal(), **name))

    assert refused == "hash_conflict"
    assert slack.as_person(ANNA).view.title == "New"


async def test_what_was_typed_stays_when_the_app_changes_the_form() -> None:
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack), slack.as_person(ANNA)
        async with by_socket(slack, desk.app):
            await anna.shortcut("log")
            view = await desk.open(a_modal(an_input("first"), an_input("gone")))
            await anna.fill({"first": "Typed", "gone": "Typed"})
            new = a_modal(an_input("first", initial_value="Other"), an_input("more"))
            await desk.client.views_update(view_id=view["id"], view=new)

    assert anna.view.state["first"]["answer"]["value"] == "Typed"
    assert set(anna.view.state) == {"first", "more"}


async def test_a_view_too_large_or_named_twice_is_refused() -> None:
    async with a_workspace().running() as slack:
        desk = Desk(slack)
        async with by_socket(slack, desk.app):
            await slack.as_person(ANNA).shortcut("log")
            large = a_modal(*[a_section("x" * 3000) for _ in range(90)])
            assert await refusal_of(desk.open(large)) == "view_too_large"
            await desk.open(a_modal(external_id="one"))
            await slack.as_person(ANNA).shortcut("log")
            twice = await refusal_of(desk.open(a_modal(external_id="one")))
            await desk.client.views_update(external_id="one", view=a_modal(title="Found"))

    assert twice == "duplicate_external_id"
    assert slack.as_person(ANNA).view.title == "Found"


async def test_a_closed_view_cannot_be_changed() -> None:
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack), slack.as_person(ANNA)
        async with by_socket(slack, desk.app):
            await anna.shortcut("log")
            view = await desk.open(a_modal(notify_on_close=True))
            await anna.close()
            call = desk.client.views_update(view_id=view["id"], view=a_modal())
            assert await refusal_of(call) == "not_found"
            await slack.until(lambda: desk.closed)

    assert desk.closed[0]["view"]["id"] == view["id"]
    assert desk.closed[0]["is_cleared"] is False


async def with_answer(answer: Mapping[str, Any], *blocks: dict[str, Any]) -> Any:
    """Send a form to an app that gives *answer*: what the person is told, and sees."""
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack, answer), slack.as_person(ANNA)
        async with by_socket(slack, desk.app):
            await anna.shortcut("log")
            await desk.open(a_modal(an_input("first"), *blocks))
            outcome = await anna.submit({"first": "Typed"})
    return outcome, anna


async def test_an_empty_answer_closes_the_form() -> None:
    outcome, anna = await with_answer({})

    assert outcome
    assert anna.views == []


async def test_errors_stand_beside_their_questions_and_the_form_stays() -> None:
    errors = {"first": "Please say more."}
    outcome, anna = await with_answer({"response_action": "errors", "errors": errors})

    assert outcome.errors == errors
    assert anna.view.state["first"]["answer"]["value"] == "Typed"


@pytest.mark.parametrize("errors", [{"nowhere": "x"}, {"words": "x"}, {"first": ""}])
async def test_errors_for_what_is_no_question_are_trouble(errors: dict[str, str]) -> None:
    answer = {"response_action": "errors", "errors": errors}
    outcome, anna = await with_answer(answer, a_section(block_id="words"))

    assert outcome.trouble == TRY_AGAIN
    assert anna.view.state["first"]["answer"]["value"] == "Typed"


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "push", "view": a_modal(title="Much too long for a title")},
        {"response_action": "shrug"},
    ],
)
async def test_an_answer_slack_cannot_show_is_trouble(answer: Mapping[str, Any]) -> None:
    outcome, anna = await with_answer(answer)

    assert outcome.trouble == anna.notice == TRY_AGAIN
    assert anna.view.state["first"]["answer"]["value"] == "Typed"


@pytest.mark.parametrize(
    ("action", "titles"),
    [
        ("update", ["Next"]),
        ("push", ["Survey", "Next"]),
        ("clear", []),
    ],
)
async def test_an_answer_changes_the_stack(action: str, titles: list[str]) -> None:
    answer = {"response_action": action}
    if titles:
        answer["view"] = a_modal(title="Next")  # type: ignore[assignment]
    outcome, anna = await with_answer(answer)

    assert outcome
    assert [view.title for view in anna.views] == titles


async def test_what_is_required_is_asked_for_before_the_app_hears_of_it() -> None:
    form = a_modal(
        an_input("words", min_length=3, max_length=5),
        an_input("number", type="number_input", is_decimal_allowed=False, max_value="10"),
        an_input("choice", type="radio_buttons", options=[YES, NO]),
        an_input("free", optional=True),
    )
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack), slack.as_person(ANNA)
        async with by_socket(slack, desk.app):
            await anna.shortcut("log")
            await desk.open(form)
            empty = await anna.submit()
            wrong = await anna.submit({"words": "ab", "number": "11", "choice": "No"})
            decimal = await anna.submit({"words": "abcdef", "number": "1.5"})
            assert desk.views == []
            right = await anna.submit({"words": "abc", "number": 10, "Question choice": "yes"})

    assert set(empty.errors) == {"words", "number", "choice"}
    assert set(wrong.errors) == {"words", "number"}
    assert set(decimal.errors) == {"words", "number"}
    assert right
    values = desk.views[0]["state"]["values"]
    assert values["number"]["answer"]["value"] == "10"
    assert values["choice"]["answer"]["selected_option"] == YES
    assert values["free"]["answer"] == {"type": "plain_text_input", "value": None}


@pytest.mark.parametrize("way", [by_socket, by_request])
async def test_a_form_the_app_does_not_take_in_time_stays_open_with_its_words(way: Any) -> None:
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack), slack.as_person(ANNA)

        @desk.app.view("stuck")
        async def never_acknowledge(args: AsyncArgs) -> None:
            """Forget to answer."""

        async with way(slack, desk.app):
            await anna.shortcut("log")
            await desk.open(a_modal(callback_id="stuck"))
            slack.ack_seconds = 0.1
            outcome = await anna.submit({"first": "Not to be lost"})

    assert outcome.trouble == anna.notice == TRY_AGAIN
    assert anna.view.state["first"]["answer"]["value"] == "Not to be lost"


async def test_a_form_can_be_sent_again_after_trouble() -> None:
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack), slack.as_person(ANNA)
        async with by_socket(slack, desk.app):
            await anna.shortcut("log")
            view = await desk.open(a_modal())
        assert not await anna.submit({"first": "Mine"})
        async with by_socket(slack, desk.app):
            assert await anna.submit()

    assert desk.views[0]["id"] == view["id"]
    assert desk.views[0]["state"]["values"]["first"]["answer"]["value"] == "Mine"
    assert anna.notice is None


async def test_a_form_closed_while_the_app_still_thinks_stays_closed() -> None:
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack), slack.as_person(ANNA)
        asked, may_answer = asyncio.Event(), asyncio.Event()

        @desk.app.view("slow")
        async def think(args: AsyncArgs) -> None:
            asked.set()
            await may_answer.wait()
            await args.ack(response_action="push", view=a_modal(title="Too late"))

        async with by_socket(slack, desk.app):
            await anna.shortcut("log")
            await desk.open(a_modal(callback_id="slow"))
            sending = asyncio.create_task(anna.submit({"first": "x"}))
            await asked.wait()
            await anna.close()
            may_answer.set()
            await sending

    assert anna.views == []


async def test_a_crash_in_the_app_keeps_the_form() -> None:
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack), slack.as_person(ANNA)

        @desk.app.view("broken")
        async def fail() -> None:
            raise RuntimeError

        async with by_request(slack, desk.app):
            await anna.shortcut("log")
            await desk.open(a_modal(callback_id="broken"))
            outcome = await anna.submit({"first": "Typed"})

    assert outcome.trouble == TRY_AGAIN
    assert anna.views


async def test_a_home_is_shown_once_published_and_guards_its_hash() -> None:
    async with a_workspace().running() as slack:
        client, home = a_client(slack), {"type": "home", "blocks": [a_section("One")]}
        first = (await client.views_publish(user_id=ANNA, view=home))["view"]
        old = {"hash": first["hash"]}
        home = {"type": "home", "blocks": [a_section("Two")]}
        second = (await client.views_publish(user_id=ANNA, view=home, **old))["view"]
        refused = await refusal_of(client.views_publish(user_id=ANNA, view=home, **old))

    assert second["id"] == first["id"]
    assert refused == "hash_conflict"
    assert slack.as_person(ANNA).home.words == "Two"


async def test_state_holds_only_what_was_offered() -> None:
    async with a_workspace().running() as slack:
        desk, anna = Desk(slack), slack.as_person(ANNA)
        async with by_socket(slack, desk.app):
            await anna.shortcut("log")
            await desk.open(a_modal(an_input("c", type="radio_buttons", options=[YES, NO])))
            with pytest.raises(LookupError):
                await anna.fill({"c": "Perhaps"})
            assert not await anna.submit()
