"""What counts as something that a person wrote to Heard."""

from typing import Any

import pytest

from bot.payloads import message_to_heard


def an_event(**changes: Any) -> dict[str, Any]:
    usual = {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "user": "UANNA",
        "ts": "1.0",
        "text": "He hits me &amp; her",
    }
    return {"event": usual | changes}


@pytest.mark.parametrize("subtype", [None, "file_share", "me_message", "thread_broadcast"])
def test_all_that_has_words_of_a_person_is_read_as_it_was_typed(subtype: str | None) -> None:
    found = message_to_heard(an_event(**({"subtype": subtype} if subtype else {})))

    assert found is not None
    assert (found.user, found.ts, found.text) == ("UANNA", "1.0", "He hits me & her")


def test_an_edited_message_is_read_again_under_its_old_name() -> None:
    edited = {"user": "UANNA", "ts": "1.0", "text": "He hits me"}
    found = message_to_heard(an_event(subtype="message_changed", ts="2.0", message=edited))

    assert found is not None
    assert (found.ts, found.text, found.is_edited) == ("1.0", "He hits me", True)


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"channel_type": "channel"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "message_changed", "message": {"user": "U1", "bot_id": "B1", "ts": "1.0"}},
        {"subtype": "message_changed", "message": {"ts": "1.0"}},
    ],
)
def test_what_no_person_wrote_to_heard_is_left_alone(changes: dict[str, Any]) -> None:
    assert message_to_heard(an_event(**changes)) is None
