"""Backups, copies and keys, from the command line."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from shutil import copy

import pytest
from rich.console import Console

from bot.cli.keeping import counting
from bot.run import now
from storage import open_store
from storage.moving import TASK, TURN
from storage.sealing import load_keys
from tests.cli.conftest import ROOT, UNTIL, Terminal, environment
from tests.servers import Server

OPERATING = (ROOT / "docs" / "operating.md").read_text()


@pytest.fixture
def asked(heard: Terminal) -> Terminal:
    """A store with a wave in it."""
    assert heard("wave", "open", "short", "--to", "Health", "--until", UNTIL).code == 0
    return heard


def store_of(heard: Terminal) -> Path:
    return heard.folder / "heard-data" / "heard.db"


def test_a_backup_is_restored_into_an_empty_store(asked: Terminal) -> None:
    waves = asked("wave", "list").out
    made = asked("backup", "heard.backup")
    checked = asked("backup", "--check", "heard.backup")
    store_of(asked).rename(asked.folder / "lost.db")
    restored = asked("restore", "heard.backup")

    assert (made.code, checked.code, restored.code) == (0, 0, 0)
    assert "heard.backup is whole" in checked.out
    assert asked("wave", "list").out == waves
    assert "audit chain whole" in asked("check").out


@pytest.mark.parametrize("total", [9, 10, 11])
def test_copying_shows_a_bar_that_is_full_at_the_end_and_only_on_a_terminal(total: int) -> None:
    screen, file = StringIO(), StringIO()
    for console in (Console(file=screen, force_terminal=True, width=90), Console(file=file)):
        with counting("Copying", total, console) as progress:
            progress(5)
            progress(5)

    assert "Copying: 10 items" in screen.getvalue()
    assert "━━" in screen.getvalue()
    assert re.findall(r"(\d+)%", screen.getvalue())[-1] == "100"
    assert not file.getvalue().strip()


def test_an_audit_chain_that_was_emptied_is_told_of_in_every_copy(asked: Terminal) -> None:
    with sqlite3.connect(store_of(asked)) as connection:
        connection.execute("DELETE FROM audit")
        connection.execute("DELETE FROM heads")
    connection.close()
    made = asked("backup", "heard.backup")
    store_of(asked).rename(asked.folder / "broken.db")
    restored = asked("restore", "heard.backup")
    copied = asked("move", "tinydb:broken.db", "tinydb:copied.db")

    for told in (made, restored, copied):
        assert told.code == 0
        assert "The audit chain is broken at entry 0, and so is its copy." in told.err
    assert "The audit chain is broken at entry 0." in asked("check").out


def test_nothing_is_restored_over_a_store_that_holds_something(asked: Terminal) -> None:
    asked("backup", "heard.backup")
    refused = asked("restore", "heard.backup")

    assert refused.code == 2
    assert refused.err.count("\n") == 1
    assert "not empty" in refused.err


def test_a_backup_cut_in_half_is_refused_before_anything_is_begun(asked: Terminal) -> None:
    asked("backup", "heard.backup")
    file = asked.folder / "heard.backup"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    store_of(asked).unlink()
    refused = asked("restore", "heard.backup")

    assert refused.code == 2
    assert "was cut" in refused.err
    assert not store_of(asked).exists()


@pytest.mark.parametrize("name", ["missing.backup", "heard-data", "board.yaml"])
def test_what_is_no_backup_is_refused_in_a_sentence(asked: Terminal, name: str) -> None:
    refused = asked("restore", name)

    assert refused.code == 2
    assert refused.err.count("\n") == 1


def test_a_store_moves_to_postgresql_and_back(asked: Terminal, server: Server) -> None:
    waves = asked("wave", "list").out
    url = server.url(server.emptied("moved"))
    there = asked("move", "tinydb:heard-data/heard.db", url)
    back = asked("move", url, "tinydb:back.db")
    asked.settings(HEARD_STORE="tinydb:back.db")

    assert (there.code, back.code) == (0, 0), there.err + back.err
    assert asked("wave", "list").out == waves
    assert "audit chain whole" in asked("check").out


@pytest.mark.parametrize("words", ["keys rotate", "move {url} tinydb:there.db"])
def test_a_shared_store_on_which_heard_runs_gets_no_new_key_and_is_not_moved(
    asked: Terminal, server: Server, words: str
) -> None:
    url = server.url(server.emptied("moved"))
    asked.settings(HEARD_STORE=url)
    key_file = asked.folder / "heard-data" / "store.key"
    key = key_file.read_bytes()

    async def led(until: timedelta) -> None:
        store = await open_store(url, load_keys(key_file))
        await store.lead("inbox", "a running bot", now(), now() + until)
        await store.close()

    asyncio.run(led(timedelta(minutes=1)))
    refused = asked(*words.format(url=url).split())
    assert refused.code == 2
    assert "Heard is running on this store: stop every `heard run`" in refused.err
    assert key_file.read_bytes() == key
    assert "Key 2" not in asked("keys", "check").out

    asyncio.run(led(timedelta(0)))
    assert asked(*words.format(url=url).split()).code == 0


def test_of_two_moves_at_once_one_is_told_to_wait(asked: Terminal, server: Server) -> None:
    async def somebody_moves() -> None:
        store = await open_store(url, load_keys(asked.folder / "heard-data" / "store.key"))
        await store.lead(TASK, "somebody", now(), now() + TURN)
        await store.close()

    url = server.url(server.new_database())
    asyncio.run(somebody_moves())
    refused = asked("move", "tinydb:heard-data/heard.db", url)

    assert refused.code == 2
    assert "another move into it, or one broken off in the last half minute" in refused.err
    assert "Wait until that has ended, then try again." in refused.err


def test_a_new_key_seals_everything_and_the_old_one_is_no_longer_needed(asked: Terminal) -> None:
    waves = asked("wave", "list").out
    before = asked("keys", "check")
    rotated = asked("keys", "rotate")
    after = asked("keys", "check")
    key_file = asked.folder / "heard-data" / "store.key"
    lines = [line for line in key_file.read_text().splitlines() if not line.startswith("1 ")]
    key_file.write_text("\n".join(lines) + "\n")

    assert rotated.code == 0
    assert "Key 1: " in before.out
    assert "Key 1: in use by no record." in after.out
    assert "Key 2: " in after.out
    assert asked("wave", "list").out == waves
    assert key_file.stat().st_mode & 0o077 == 0


def test_the_key_may_stand_in_the_environment(asked: Terminal) -> None:
    waves = asked("wave", "list").out
    key_file = asked.folder / "heard-data" / "store.key"
    key = key_file.read_text().splitlines()[-1]
    key_file.unlink()
    asked.settings(HEARD_KEY=key)
    told = asked("wave", "list")
    refused = asked("keys", "rotate")
    asked.settings(HEARD_KEY="1 short")
    wrong = asked("wave", "list")

    assert told.out == waves
    assert refused.code == 2
    assert "a newer one" in refused.err
    assert wrong.code == 2
    assert "HEARD_KEY" in wrong.err
    assert "short" not in wrong.err


def test_a_backup_of_one_process_is_restored_by_another(asked: Terminal) -> None:
    """The order in which a process keeps a set is its own."""
    made = asked.apart("backup", "heard.backup", PYTHONHASHSEED="1")
    store_of(asked).unlink()
    restored = asked.apart("restore", "heard.backup", PYTHONHASHSEED="2")

    assert made.returncode == 0
    assert restored.returncode == 0, restored.stderr.decode()


def test_the_drill_works_as_it_is_written_in_a_fresh_folder(
    asked: Terminal, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = asked("backup", "heard.backup")
    fresh = tmp_path_factory.mktemp("drill")
    for file in ("heard.backup", "board.yaml", "heard-data/store.key"):
        copy(asked.folder / file, fresh)
    [drill] = re.findall(r"\*\*The drill\*\*.*?```\n(.*?)```", OPERATING, re.DOTALL)

    went = subprocess.run(  # noqa: S603 - our own documentation
        ["/bin/sh", "-c", f'heard() {{ "{sys.executable}" -m bot "$@"; }}\n{drill}'],
        cwd=fresh,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (made.code, went.returncode) == (0, 0), went.stderr
    whole, restored, store = went.stdout.splitlines()[:3]
    assert re.findall(r"\d+ items", whole) == re.findall(r"\d+ items", restored)
    assert store == "Store: 1 waves, audit chain whole."
    assert "Neglect" in went.stdout


def test_a_store_that_is_not_there_is_not_moved(heard: Terminal) -> None:
    refused = heard("move", "tinydb:mistyped.db", "tinydb:new.db")

    assert refused.code == 2
    assert "there is no store here" in refused.err
    assert not (heard.folder / "mistyped.db").exists()


@pytest.mark.parametrize(
    "place", ["tinydb:no/such/folder/heard.db", "tinydb:postgresql://u:SECRET@db/heard"]
)
def test_a_mistyped_store_is_refused_and_begins_nothing(heard: Terminal, place: str) -> None:
    heard.settings(HEARD_STORE=place)
    refused = heard("wave", "list")

    assert refused.code == 2
    assert "SECRET" not in refused.err
    assert not list(heard.folder.glob("no*"))
    assert not list(heard.folder.glob("postgresql*"))


def test_another_key_is_named_as_the_reason_why_a_backup_does_not_open(asked: Terminal) -> None:
    asked("backup", "heard.backup")
    (asked.folder / "heard-data" / "store.key").unlink()
    missing = asked("check")
    asked("keys", "new")
    refused = asked("restore", "heard.backup")

    assert "the key of the store is missing" in missing.out
    assert refused.code == 2
    assert "This key does not open" in refused.err
