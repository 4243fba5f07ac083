"""Keeps the workspace in a folder, so that it is still there after a restart."""

import asyncio
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.web.practice.team import Team
from bot.web.practice.values import Channel, Message, StoredFile, View

PAUSE_SECONDS = 0.2
VERSION = 2  # raise it whenever what is kept changes its form


class Unreadable(ValueError):
    """The file is no workspace that this version can go on with."""


class Keeper:
    """Writes after a change, several changes at once, and never half a file."""

    def __init__(self, team: Team, folder: Path) -> None:
        self._team = team
        self._file = folder / "workspace.json"
        self._written = ""

    def load(self) -> None:
        """Go on where the workspace was; what cannot be read is put aside, and it begins anew."""
        if not self._file.exists():
            return
        try:
            _restore(self._team, _read(self._file))
        except Unreadable:
            self._file.replace(self._file.with_suffix(".unreadable"))

    async def keep(self) -> None:
        """Runs as long as the workspace does."""
        while True:
            changed = self._team.bell.next_ring()
            self.save()
            await changed.wait()
            await asyncio.sleep(PAUSE_SECONDS)

    def save(self) -> None:
        text = json.dumps(_state(self._team), ensure_ascii=False)
        if text == self._written:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)
        self._written = text
        self._team.bell.ring()


def _read(file: Path) -> dict[str, Any]:
    """Raises Unreadable for a file that is broken, or kept by a Heard that kept it differently."""
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as broken:
        raise Unreadable(file) from broken
    if not isinstance(state, dict) or state.get("version") != VERSION:
        raise Unreadable(file)
    return state


def _state(team: Team) -> dict[str, Any]:
    return {
        "version": VERSION,
        "channels": [asdict(channel) for channel in team.channels.values()],
        "homes": [asdict(home) for home in team.homes.values()],
        "files": [asdict(file) for file in team.files.values()],
    }


def _restore(team: Team, state: dict[str, Any]) -> None:
    """What was said and shown comes back; who is a member is as the workspace is now set up."""
    team.files = {file["id"]: StoredFile(**file) for file in state["files"]}
    for kept in state["channels"]:
        messages = [_message(team, message) for message in kept.pop("messages")]
        configured = team.channels.get(kept["id"])
        channel = configured or Channel(**kept)
        channel.messages = messages
        channel.read_until = kept["read_until"]
        team.channels[channel.id] = channel
        for message in messages:
            team.stamp_after(message.ts)
    team.homes = {home["user"]: View(**home) for home in state["homes"]}


def _message(team: Team, kept: dict[str, Any]) -> Message:
    return Message(**kept | {"files": [team.files[file["id"]] for file in kept["files"]]})
