"""The README and the code say the same."""

import argparse
import re
from pathlib import Path

import pytest

from analysis.figures.figure import Disclosure
from analysis.figures.status import Clarity, Status
from bot.cli import parser
from bot.commands import COMMANDS
from bot.settings import Settings
from surveys.framework import Perspective

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
DEPLOYING = (ROOT / "docs" / "deploying.md").read_text()
CODES = (ROOT / "docs" / "methods.md").read_text().partition("## The codes in JSON")[2]
MAKEFILE = (ROOT / "Makefile").read_text()


def test_every_slash_command_is_described_with_its_usage() -> None:
    described = re.findall(r"^\| `(/[a-z]+)( [^`]+)?` \|", README, re.MULTILINE)

    assert [(name, usage.strip()) for name, usage in described] == [
        (command.name, command.usage) for command in COMMANDS if command.name != "/heard"
    ] + [("/heard", "")]


def test_every_command_of_the_command_line_is_described_and_the_reverse() -> None:
    described = set(re.findall(r"^\| `heard ([a-z]+)", README, re.MULTILINE))

    assert described == set(_commands(parser()))


def test_every_setting_is_described_and_the_reverse() -> None:
    described = set(re.findall(r"`((?:HEARD|SLACK)_[A-Z_]+)`", DEPLOYING))

    assert described == {_variable(name) for name in Settings.model_fields}


def test_every_code_of_a_digest_as_json_is_explained_and_the_reverse() -> None:
    explained = re.findall(r"^\|[^|]*\| `([^`]+)` \|", CODES, re.MULTILINE)

    assert explained == [
        code.value for kind in (Status, Disclosure, Clarity, Perspective) for code in kind
    ]


def test_every_make_target_of_the_readme_is_there_and_explained() -> None:
    explained = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"^make ([a-z-]+)$|`make ([a-z-]+)`", README, re.MULTILINE))

    assert {name for pair in named for name in pair if name} <= explained


@pytest.mark.parametrize("file", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])
def test_every_link_to_a_file_leads_somewhere(file: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", file.read_text())
    local = [link for link in links if not link.startswith(("http:", "https:"))]

    assert [link for link in local if not (file.parent / link).exists()] == []


def _commands(top: argparse.ArgumentParser) -> list[str]:
    return [
        name
        for action in top._actions
        if isinstance(action, argparse._SubParsersAction)
        for name in action.choices
    ]


def _variable(name: str) -> str:
    field = Settings.model_fields[name]
    return str(field.validation_alias or f"HEARD_{name.upper()}")
