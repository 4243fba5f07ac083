"""A folder of a board's own, and Heard's command line in it."""

import os
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cli import main

UNTIL = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011 - a day, wherever we are
ROOT = Path(__file__).parents[2]
BOARD = """\
name: Mereshire Safeguarding Children Board
mash_contact: the front door on 01632 960100
out_of_hours: the night team on 01632 960199
roles: {analyst: [UQUINN], administrator: [UQUINN], designated_lead: [UDAWN]}
"""
PEOPLE = (
    "slack_id,agency,role_group,locality\nUANNA,Health,Health visitor,North\n"
    + "".join(f"U0NURSE{number},Health,Nurse,North\n" for number in range(4))
    + "".join(f"U0POLICE{number},Police,Police officer,South\n" for number in range(6))
)
SURVEY = """\
id: short
version: 1
title: A short one
perspective: practitioner
method: practitioner_experiences
promise: staff
questions:
  - {id: sure, kind: agree, text: I know when to call., required: true, good: [NEG-Q1]}
  - {id: why, kind: comment, text: What gets in the way}
"""


@dataclass
class Said:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass
class Terminal:
    """Types commands in a folder with a board, a people file, a survey and a key."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Said:
        code = 0
        with chdir(self.folder):
            try:
                main(words)
            except SystemExit as ended:
                code = int(ended.code or 0)
        out, err = self.capture.readouterr()
        return Said(code, out, err)

    def apart(
        self, *words: str, typed: bytes = b"", **variables: str
    ) -> subprocess.CompletedProcess[bytes]:
        """In a process of its own."""
        return self.python("-m", "bot", *words, typed=typed, **variables)

    def python(
        self, *words: str, typed: bytes = b"", **variables: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603 - our own
            [sys.executable, *words],
            cwd=self.folder,
            env=environment(**variables),
            input=typed,
            capture_output=True,
            check=False,
            timeout=60,
        )

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def settings(self, **variables: str) -> None:
        given = {"HEARD_PEOPLE": "people.csv", "HEARD_SURVEYS": "own"} | variables
        self.file(".env", "".join(f"{name}={value}\n" for name, value in given.items()))


def environment(**variables: str) -> dict[str, str]:
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HEARD_", "SLACK_"))
    }
    return plain | {"PYTHONPATH": str(ROOT)} | variables


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


@pytest.fixture
def heard(empty: Terminal) -> Terminal:
    empty.file("board.yaml", BOARD)
    empty.file("people.csv", PEOPLE)
    empty.file("own/short.yaml", SURVEY)
    empty.settings()
    assert empty("keys", "new").code == 0
    return empty
