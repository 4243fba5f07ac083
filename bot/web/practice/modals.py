"""The modals a person has open, at most three high, and the app's answers to a submission."""

from typing import Any

from bot.web.practice import payloads
from bot.web.practice.blocks import is_too_large, problems_of_view
from bot.web.practice.courier import Courier
from bot.web.practice.team import Team
from bot.web.practice.values import Json, View

HIGHEST_STACK = 3


class Trouble(Exception):
    """The app answered something Slack cannot use. The person may try again."""


class Modals:
    def __init__(self, team: Team, courier: Courier) -> None:
        self._team = team
        self._courier = courier

    def top(self, person: str) -> View | None:
        stack = self._team.stack(person)
        return stack[-1] if stack else None

    def take_answer(self, view: View, answer: Json) -> dict[str, str]:
        """Do what the app asks for with the submitted *view*; return errors to show, if any.

        Raises Trouble for an answer Slack would not take. A modal that was closed meanwhile stays
        closed.
        """
        if view not in self._team.stack(view.user):
            return {}
        match answer.get("response_action"):
            case None:
                self._remove(view)
            case "clear":
                self._clear(view.user, submitted=view)
            case "errors":
                return _errors(view, answer.get("errors"))
            case "update":
                self._team.refresh(view, _content(answer))
            case "push":
                self._push(view, _content(answer))
            case _:
                raise Trouble
        return {}

    def close(self, view: View) -> None:
        """The person closes a modal: the one below shows again, unless it is set to clear."""
        if view.body.get("clear_on_close"):
            self._clear(view.user)
        else:
            self._remove(view)
            self._tell_closed(view, is_cleared=False)

    def _push(self, view: View, content: Json) -> None:
        if len(self._team.stack(view.user)) >= HIGHEST_STACK:
            raise Trouble
        self._team.push(self._team.new_view(view.user, content))

    def _clear(self, person: str, submitted: View | None = None) -> None:
        closed, self._team.stacks[person] = self._team.stack(person), []
        for view in reversed(closed):
            if view is not submitted:
                self._tell_closed(view, is_cleared=True)
        self._team.bell.ring()

    def _remove(self, view: View) -> None:
        stack = self._team.stack(view.user)
        if view in stack:
            stack.remove(view)
        self._team.bell.ring()

    def _tell_closed(self, view: View, *, is_cleared: bool) -> None:
        if view.body.get("notify_on_close"):
            payload = payloads.closing(self._team, view, is_cleared=is_cleared)
            self._courier.send_later("interactive", payload)


def _errors(view: View, errors: Any) -> dict[str, str]:  # noqa: ANN401 - the app's JSON
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise Trouble
    if not all(isinstance(words, str) and words for words in errors.values()):
        raise Trouble
    return dict(errors)


def _content(answer: Json) -> Json:
    content = answer.get("view")
    if not isinstance(content, dict) or is_too_large(content) or problems_of_view(content, "modal"):
        raise Trouble
    return content
