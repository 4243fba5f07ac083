"""E-mail is the second way: sent by a real server, and a failure is told without content."""

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.workers.post import NotPosted, post_of, wrong_with
from tests.mail import a_mail_server


def settings(url: str | None, sender: str | None = "heard@mereshire.example") -> Settings:
    secret = SecretStr(url) if url else None
    return Settings(_env_file=None, smtp_url=secret, smtp_from=sender)


async def test_a_letter_reaches_a_real_mail_server() -> None:
    async with a_mail_server() as mailbox:
        post = post_of(settings(mailbox.url))
        assert post is not None
        await post("duty@mereshire.example", "One item", "Please open Heard.")

    [letter] = mailbox.letters
    assert letter.mail_from == "heard@mereshire.example"
    assert letter.rcpt_tos == ["duty@mereshire.example"]


@pytest.mark.parametrize(
    "url",
    [
        "smtp://127.0.0.1:9",  # nobody listens
        "smtp://127.0.0.1:port",
        "mail.example",
        "ftp://127.0.0.1",
        "smtps://127.0.0.1:9",
    ],
)
async def test_what_cannot_be_sent_is_told_and_stops_nothing(url: str) -> None:
    post = post_of(settings(url))
    assert post is not None

    with pytest.raises(NotPosted):
        await post("duty@mereshire.example", "One item", "Please open Heard.")


async def test_a_password_is_not_sent_over_a_connection_that_cannot_be_encrypted() -> None:
    async with a_mail_server() as mailbox:
        post = post_of(settings(mailbox.url.replace("//", "//me:secret@")))
        assert post is not None
        with pytest.raises(NotPosted):
            await post("duty@mereshire.example", "One item", "Please open Heard.")

    assert mailbox.letters == []


@pytest.mark.parametrize(
    ("url", "sender", "number"),
    [
        (None, None, 0),
        ("smtp://mail.example", "heard@mereshire.example", 0),
        ("smtp://mail.example", None, 1),
        (None, "heard@mereshire.example", 1),
        ("mail.example:25", "heard@mereshire.example", 1),
    ],
)
def test_what_is_wrong_with_the_second_way_is_said_before_it_is_needed(
    url: str | None, sender: str | None, number: int
) -> None:
    assert len(wrong_with(settings(url, sender))) == number
