"""What is kept over a restart, and which tokens are not let in."""

from pathlib import Path

import pytest

from bot.web.practice import RealToken, refuse_real_tokens
from tests.practice.small_app import ANNA, BEN, TEAM, a_client, a_section, a_workspace


async def test_messages_homes_and_files_are_there_after_a_restart(tmp_path: Path) -> None:
    home = {"type": "home", "blocks": [a_section("Welcome")]}
    async with a_workspace(folder=tmp_path).running() as slack:
        client = a_client(slack)
        await slack.as_person(ANNA).say("Before", "front-door")
        direct = (await client.chat_postMessage(channel=BEN, text="To you"))["channel"]
        view = (await client.views_publish(user_id=ANNA, view=home))["view"]
        file = await client.files_upload_v2(content="x", filename="a.txt", channel=TEAM.id)

    async with a_workspace(folder=tmp_path).running() as again:
        await again.as_person(ANNA).say("After", "front-door")
        texts = [one.text for one in again.as_person(ANNA).messages("front-door")]
        stamps = [one.ts for one in again.as_person(ANNA).messages("front-door")]
        assert again.file_content(file["file"]["id"]) == b"x"
        assert again.as_person(ANNA).messages("front-door")[1].files[0].name == "a.txt"
        opened = (await a_client(again).conversations_open(users=BEN))["channel"]

    assert texts == ["Before", "", "After"]
    assert stamps == sorted(stamps)
    assert again.as_person(ANNA).home.id == view["id"]
    assert again.as_person(BEN).direct_messages[-1].text == "To you"
    assert opened["id"] == direct


async def test_what_happens_is_on_disk_while_the_workspace_still_runs(tmp_path: Path) -> None:
    async with a_workspace(folder=tmp_path).running() as slack:
        await slack.as_person(ANNA).say("Soon kept", "front-door")
        kept = tmp_path / "workspace.json"
        await slack.until(lambda: kept.exists() and "Soon kept" in kept.read_text())


@pytest.mark.parametrize("content", ['{"version": 99}', '{"version": 2, "chan', "[]"])
async def test_what_cannot_be_gone_on_with_is_put_aside_and_not_lost(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / "workspace.json").write_text(content)

    async with a_workspace(folder=tmp_path).running() as slack:
        assert slack.as_person(ANNA).messages("front-door") == []

    assert (tmp_path / "workspace.unreadable").read_text() == content


async def test_two_workspaces_share_nothing() -> None:
    async with a_workspace().running() as one, a_workspace().running() as two:
        await one.as_person(ANNA).say("Here", "front-door")

        assert two.as_person(ANNA).messages("front-door") == []
        assert one.bot_token != two.bot_token


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-1-2-3"),
        ("SLACK_APP_TOKEN", "xapp-1-A-2"),
        ("SLACK_USER_TOKEN", "anything"),
        ("HEARD_TOKEN", "xoxb-1-2-3"),
        ("SOMETHING", "xoxe.xoxp-1"),
    ],
)
def test_a_real_token_is_refused_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(RealToken) as refused:
        refuse_real_tokens({"HOME": "/", name: value})

    assert refused.value.setting == name
    assert value not in str(refused.value)


def test_practice_tokens_and_other_settings_pass() -> None:
    refuse_real_tokens(
        {
            "SLACK_BOT_TOKEN": "xoxb-practice-1",
            "SLACK_APP_TOKEN": "xapp-practice-1",
            "SLACK_EMPTY_TOKEN": "",
            "SLACK_CHANNEL": "general",
            "PATH": "/bin",
        }
    )


async def test_a_real_token_never_gets_an_answer() -> None:
    async with a_workspace().running() as slack:
        client = a_client(slack, "xoxb-1-2-3")
        with pytest.raises(Exception, match="invalid_auth"):
            await client.auth_test()
