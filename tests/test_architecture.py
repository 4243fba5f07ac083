"""What the architecture promises: who imports whom, and that the tables are one."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.commands import COMMANDS
from bot.listeners import COMMANDS as LISTENED
from bot.listeners import EVENTS, SHORTCUTS
from bot.manifest import manifest

ROOT = Path(__file__).parent.parent
PACKAGES = ("analysis", "bot", "storage", "surveys")
SCHEMA = json.loads((ROOT / "tests/data/slack_manifest.schema.json").read_text())


def test_imports_keep_to_the_contracts() -> None:
    found = subprocess.run(  # noqa: S603 - our own tool
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("url", [None, "https://board.example/slack/events"])
def test_the_manifest_is_valid(url: str | None) -> None:
    problems = Draft7Validator(SCHEMA).iter_errors(manifest(request_url=url))

    assert [problem.message for problem in problems] == []


def test_every_command_is_listened_to_and_in_the_manifest() -> None:
    described = [one["command"] for one in manifest()["features"]["slash_commands"]]

    assert set(LISTENED) == set(described) == {command.name for command in COMMANDS}


def test_every_event_and_shortcut_is_listened_to_and_in_the_manifest() -> None:
    made = manifest()
    events = {name.split(".")[0] for name in made["settings"]["event_subscriptions"]["bot_events"]}
    shortcuts = {one["callback_id"] for one in made["features"]["shortcuts"]}

    assert events == set(EVENTS)
    assert shortcuts == set(SHORTCUTS)


def test_no_code_of_a_measure_stands_in_a_program() -> None:
    """A measure is data, and a board adds its own; only the demo's invented year knows some."""
    code = re.compile(r"(QN|QL|OC)[0-9]*")
    named = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for package in ("analysis", "bot")
        for file in (ROOT / package).rglob("*.py")
        if ROOT / "bot/demo" not in file.parents
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and code.fullmatch(node.value)
    ]

    assert named == []


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if _reads_environment(file)
    ]

    assert set(readers) <= {"bot/settings.py", "bot/cli/checks.py", "bot/cli/demos.py"}


def test_nothing_is_caught_wholesale_but_in_the_one_place() -> None:
    places = [
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ExceptHandler) and _is_wholesale(node.type)
        if not _raises_again(node)
    ]

    # Listeners answer a person; a group of writes hands each failure on to whoever waits for it.
    allowed = {"bot/workers/errands.py", "bot/listeners/__init__.py", "storage/groups.py"}
    # Whatever goes wrong with the net, a person reads the text.
    net = {"bot/safeguarding/concerns.py", "analysis/signals/__init__.py"}
    assert set(places) <= allowed | net


def test_help_is_quick_because_it_loads_nothing_heavy() -> None:
    heavy = ("aiohttp", "matplotlib", "slack_bolt", "slack_sdk", "textblob", "tinydb", "pydantic")
    code = "import sys; from bot.cli import parser; parser().format_help(); print(*sys.modules)"
    loaded = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()

    assert [name for name in heavy if name in loaded] == []


def _reads_environment(file: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
        for node in ast.walk(ast.parse(file.read_text()))
    )


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _is_wholesale(caught: Any) -> bool:
    return caught is None or (
        isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
    )
