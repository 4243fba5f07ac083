"""Files go up in three steps and can be seen where they were shared."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.web.practice import Workspace
from tests.practice.small_app import ANNA, TEAM, WITHOUT_APP, a_client, a_workspace

CHART = b"\x89PNG not really"


async def an_upload(slack: Workspace, **more: Any) -> Any:
    return await a_client(slack).files_upload_v2(
        file=CHART, filename="chart.png", title="Chart", alt_txt="A chart", **more
    )


async def test_a_file_is_uploaded_and_shared_in_a_channel() -> None:
    async with a_workspace().running() as slack:
        answer = await an_upload(slack, channel=TEAM.id, initial_comment="Look")
        message = slack.as_person(ANNA).messages("front-door")[-1]
        known = await a_client(slack).files_info(file=answer["file"]["id"])
        async with (
            aiohttp.ClientSession() as session,
            session.get(slack.url + "/files/" + answer["file"]["id"]) as response,
        ):
            content, sandbox = await response.read(), response.headers["Content-Security-Policy"]

        assert slack.file_content(answer["file"]["id"]) == content == CHART

    assert message.text == "Look"
    assert [(file.id, file.alt_txt) for file in message.files] == [
        (answer["file"]["id"], "A chart")
    ]
    assert known["file"]["channels"] == [TEAM.id]
    assert known["file"]["alt_txt"] == "A chart"
    assert "sandbox" in sandbox


async def test_an_uploaded_file_can_stand_in_an_image_block() -> None:
    block: dict[str, Any] = {"type": "image", "alt_text": "A chart"}
    async with a_workspace().running() as slack:
        file = (await an_upload(slack))["file"]
        client = a_client(slack)
        blocks = [{**block, "slack_file": {"id": file["id"]}}]
        await client.chat_postMessage(channel=ANNA, text="Chart", blocks=blocks)
        unknown = [{**block, "slack_file": {"id": "FNONE"}}]
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=ANNA, text="Chart", blocks=unknown)
        with pytest.raises(SlackApiError) as no_home:
            await client.views_publish(user_id=ANNA, view={"type": "home", "blocks": unknown})

    assert refused.value.response["error"] == "invalid_blocks"
    assert no_home.value.response["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("channel", "error"),
    [(WITHOUT_APP.id, "not_in_channel"), (ANNA, "channel_not_found"), ("CN", "channel_not_found")],
)
async def test_a_file_is_shared_only_by_the_id_of_a_channel_the_app_is_in(
    channel: str, error: str
) -> None:
    async with a_workspace().running() as slack:
        with pytest.raises(SlackApiError) as refused:
            await an_upload(slack, channel=channel)

    assert refused.value.response["error"] == error


async def test_an_upload_is_taken_once_and_as_long_as_announced() -> None:
    async with a_workspace().running() as slack, aiohttp.ClientSession() as session:
        client = a_client(slack)
        place = await client.files_getUploadURLExternal(filename="a.txt", length=3)
        statuses = []
        for content in (b"four", b"abc", b"abc"):
            async with session.post(str(place["upload_url"]), data=content) as response:
                statuses.append(response.status)

    assert statuses == [400, 200, 404]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"length": 0}, "invalid_arguments"),
        ({"length": "many"}, "invalid_arguments"),
        ({"length": 1, "alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ],
)
async def test_an_upload_slack_would_not_take_is_refused(
    arguments: dict[str, Any], error: str
) -> None:
    async with a_workspace().running() as slack:
        with pytest.raises(SlackApiError) as refused:
            await a_client(slack).files_getUploadURLExternal(filename="a.txt", **arguments)

    assert refused.value.response["error"] == error


async def test_a_file_not_uploaded_yet_cannot_be_shared() -> None:
    async with a_workspace().running() as slack:
        client = a_client(slack)
        place = await client.files_getUploadURLExternal(filename="a.txt", length=3)
        with pytest.raises(SlackApiError) as refused:
            await client.files_completeUploadExternal(
                files=[{"id": str(place["file_id"])}], channel_id=TEAM.id
            )

    assert refused.value.response["error"] == "file_not_found"


async def test_a_files_name_never_becomes_a_path(tmp_path: Path) -> None:
    async with a_workspace(folder=tmp_path / "kept").running() as slack:
        await a_client(slack).files_upload_v2(content="x", filename="../../outside.txt")

    assert names_in(tmp_path) == ["kept"]


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]
