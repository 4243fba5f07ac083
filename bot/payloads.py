"""What Slack sends, as values. Nothing beyond this module looks into a payload's dictionaries."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.ids import derived
from surveys.answering import Answer, Chosen, ChosenMany, Counted, Said
from surveys.survey import CommentQuestion, ManyQuestion, NumberQuestion, Question
from surveys.values import OptionKey, PersonId, QuestionId, Value, WaveId

ANSWER = "answer"  # the action id of every element that holds an answer
MOST_DIGITS = 15
WRITTEN = (None, "", "file_share", "me_message", "thread_broadcast")  # kinds with own words


def form_sent(body: Mapping[str, Any]) -> str | None:
    """Which form this payload submits, if it submits one."""
    if body.get("type") != "view_submission":
        return None
    return str(body["view"]["callback_id"])


def title_of(body: Mapping[str, Any]) -> str | None:
    """What the form that was sent is called, if it is one."""
    return str(body["view"]["title"]["text"]) if form_sent(body) else None


def is_direct_message(body: Mapping[str, Any]) -> bool:
    """Whether a person has written to the bot."""
    return message_to_heard(body) is not None


class DirectMessage(Value):
    """What a person wrote to the bot; *ts* stays the same when it is edited."""

    user: PersonId
    channel: str
    ts: str
    text: str
    is_edited: bool = False


def message_to_heard(body: Mapping[str, Any]) -> DirectMessage | None:
    """The message, or what became of it when it was edited; None for anything else."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("type") != "message":
        return None
    if event.get("channel_type") != "im":
        return None
    is_edited = event.get("subtype") == "message_changed"
    said = event.get("message") or {} if is_edited else event
    if said.get("bot_id") or said.get("subtype") not in WRITTEN or not said.get("user"):
        return None
    return DirectMessage(
        user=said["user"],
        channel=event["channel"],
        ts=said["ts"],
        text=_unescaped(said.get("text") or ""),
        is_edited=is_edited,
    )


def _unescaped(text: str) -> str:
    """As it was typed: Slack escapes three characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def sender_of(body: Mapping[str, Any]) -> PersonId | None:
    """Who sent this form or message."""
    event, user = body.get("event") or {}, body.get("user") or {}
    found = event.get("user") or user.get("id")
    return None if found is None else PersonId(found)


def name_of(body: Mapping[str, Any]) -> str:
    """The same for what is delivered twice, and for a page that is sent again."""
    if "event" in body:
        event = body["event"]
        return derived("arrival", str(body.get("event_id") or f"{event['channel']} {event['ts']}"))
    sent = Submission.of(body)
    return derived("arrival", sent.team, sent.user, sent.view, sent.metadata)


def worth_keeping(body: Mapping[str, Any]) -> dict[str, Any]:
    """The payload without what no listener reads: how the form looked, and Slack's old token."""
    kept = {name: value for name, value in body.items() if name != "token"}
    if "view" in kept:
        kept["view"] = {**kept["view"], "blocks": []}
    return kept


class FormState(Value):
    """What an answer form carries along: which wave, which page, whose filling in."""

    wave: WaveId
    page: int = 0
    first: str = ""  # the first question on that page
    fill: str = ""
    checking: bool = False
    asking: bool = False  # whether what may mean a risk is reported already


class Submission(BaseModel):
    """A modal that was submitted, or in which a button was pressed."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    team: str
    user: PersonId
    view: str
    metadata: str
    values: dict[str, dict[str, dict[str, Any]]]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Submission":
        view = body["view"]
        team = body.get("team") or body.get("enterprise") or {}
        return cls(
            team=str(team.get("id", "")),
            user=PersonId(body["user"]["id"]),
            view=view["id"],
            metadata=view.get("private_metadata", ""),
            values=(view.get("state") or {}).get("values") or {},
        )

    @property
    def form(self) -> FormState:
        return FormState.model_validate_json(self.metadata)

    def chosen(self, block: str) -> str | None:
        """The value chosen in a select of *block*."""
        selected = self._element(block).get("selected_option") or {}
        return selected.get("value")

    def chosen_many(self, block: str) -> tuple[str, ...]:
        options = self._element(block).get("selected_options") or []
        return tuple(option["value"] for option in options)

    def person(self, block: str) -> PersonId | None:
        """The person chosen in *block*, among all or in a list of some."""
        chosen = self._element(block).get("selected_user") or self.chosen(block)
        return PersonId(chosen) if chosen else None

    def date(self, block: str) -> str | None:
        return self._element(block).get("selected_date")

    def text(self, block: str) -> str:
        return (self._element(block).get("value") or "").strip()

    @property
    def texts(self) -> dict[str, str]:
        """By block, whatever was written in a field for words."""
        return {
            block: element["value"]
            for block, elements in self.values.items()
            for element in elements.values()
            if element.get("type") == "plain_text_input" and element.get("value")
        }

    def unreadable(self, page: Sequence[Question]) -> frozenset[QuestionId]:
        """Questions of this page where something was filled in that is no answer."""
        filled = {
            question.id
            for question in page
            if isinstance(question, NumberQuestion) and self.text(question.id)
        }
        return frozenset(filled - self.answers(page).keys())

    def _element(self, block: str) -> dict[str, Any]:
        return next(iter(self.values.get(block, {}).values()), {})

    def answers(self, page: Sequence[Question]) -> dict[QuestionId, Answer]:
        """The answers given on this page. What was left empty, or is no answer, is left out."""
        given = {
            question.id: _answer(question, self._element(question.id))
            for question in page
            if question.id in self.values
        }
        return {name: answer for name, answer in given.items() if answer is not None}


def _answer(question: Question, element: Mapping[str, Any]) -> Answer | None:
    try:
        match question:
            case CommentQuestion():
                text = (element.get("value") or "").strip()
                return Said(text=text) if text else None
            case NumberQuestion():
                return _number(str(element.get("value") or ""))
            case ManyQuestion():
                options = element.get("selected_options") or []
                keys = tuple(OptionKey(option["value"]) for option in options)
                return ChosenMany(options=keys) if keys else None
            case _:
                selected = element.get("selected_option")
                return Chosen(option=OptionKey(selected["value"])) if selected else None
    except ValidationError:
        return None


def _number(text: str) -> Counted | None:
    plain = text.strip()
    if not plain.lstrip("-").isdecimal() or len(plain) > MOST_DIGITS:
        return None
    return Counted(number=int(plain))
