"""What an administrator meets first: check, manifest, keys, surveys."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.manifest import manifest
from bot.web.practice import Person, Workspace
from bot.wording.refusals import places
from storage import open_store
from storage.sealing import load_keys
from tests.cli.conftest import BOARD, PEOPLE, SURVEY, UNTIL, Terminal, environment
from tests.servers import Server

PLACE = re.compile(r"[a-z]+/[0-9a-f]{16}(-[0-9a-f]{16})?")


def test_check_names_everything_that_is_missing_at_once(empty: Terminal) -> None:
    said = empty("check")

    assert said.code == 1
    for missing in ("board.yaml", "heard keys new", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        assert sum(missing in line for line in said.lines) == 1, said.out
    assert said.lines[-1] == "4 to mend."


def test_check_says_which_token_is_in_the_wrong_place(heard: Terminal) -> None:
    heard.settings(SLACK_BOT_TOKEN="xapp-1", SLACK_APP_TOKEN="xoxb-1")

    said = heard("check")

    assert "SLACK_BOT_TOKEN is no bot token: it begins with xoxb-." in said.out
    assert "SLACK_APP_TOKEN is no app-level token: it begins with xapp-." in said.out


def test_check_names_every_mistake_in_every_file(heard: Terminal) -> None:
    heard.file("people.csv", "slack_id,agency,role_group\nUANNA,Health,X\nUANNA,Police,Y\n")
    heard.file("own/short.yaml", SURVEY.replace("agree", "agre"))
    heard.file("board.yaml", "name: [")

    said = heard("check")

    assert "people.csv:3: slack_id: UANNA is on line 2 already" in said.out
    assert "short.yaml:8" in said.out
    assert "board.yaml:" in said.out


def test_check_says_which_sentences_are_still_in_english(heard: Terminal) -> None:
    heard.file("own.yaml", "standing.met: Nasz cel {target}% jest osiągnięty.\n")
    heard.settings(HEARD_WORDING="own.yaml")

    [line] = [one for one in heard("check").lines if one.startswith("Words:")]

    assert line.startswith("Words: 1 of ")
    assert "Still in English: months, " in line
    assert "standing.met" not in line


def test_a_setting_that_is_wrong_is_called_by_its_variable(heard: Terminal) -> None:
    heard.settings(HEARD_PORT="http")

    said = heard("check")

    assert said.code == 2
    assert said.err.startswith("HEARD_PORT: ")


def test_check_says_that_slack_cannot_be_reached(heard: Terminal) -> None:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    heard.settings(**tokens, SLACK_API_URL="http://127.0.0.1:9/api/")

    said = heard("check")

    assert "Slack can't be reached" in said.out
    assert "xoxb-1" not in said.out + said.err


@pytest.mark.parametrize(
    ("token", "told"),
    [("", "\nOtherwise everything is in place."), ("x", "Slack refused: invalid_auth")],
)
async def test_check_tries_the_connection(empty: Terminal, token: str, told: str) -> None:
    workspace = Workspace(manifest(), [Person("UQUINN", "Quinn Quay")])
    async with workspace.running():
        said = await checked_with(empty, workspace, token)

    assert told in said


async def checked_with(empty: Terminal, workspace: Workspace, wrong: str) -> str:
    """In another thread, because the workspace answers in this one."""
    empty.file("board.yaml", BOARD)
    empty.file("people.csv", PEOPLE)
    empty.file("own/short.yaml", SURVEY)
    empty.settings(
        SLACK_BOT_TOKEN=workspace.bot_token + wrong,
        SLACK_APP_TOKEN=workspace.app_token,
        SLACK_API_URL=workspace.api_url,
    )
    await asyncio.to_thread(empty, "keys", "new")
    return (await asyncio.to_thread(empty, "check")).out


def test_the_manifest_is_json_for_sockets_or_for_an_address(empty: Terminal) -> None:
    sockets = json.loads(empty("manifest").out)
    http = json.loads(empty("manifest", "--url", "https://heard.example.org").out)

    assert sockets["settings"]["socket_mode_enabled"] is True
    url = "https://heard.example.org/slack/events"
    assert http["settings"]["interactivity"]["request_url"] == url
    assert empty("manifest", "--url", "http://heard.example.org").code == 2


def test_a_key_is_for_its_owner_and_never_replaced(empty: Terminal) -> None:
    first = empty("keys", "new")
    key = empty.folder / "heard-data/store.key"
    content = key.read_bytes()
    second = empty("keys", "new")

    assert (first.code, second.code) == (0, 2)
    assert key.stat().st_mode & 0o777 == 0o600
    assert "it is there already" in second.err
    assert key.read_bytes() == content


def test_check_says_when_others_may_read_the_key_in_the_file_of_settings(heard: Terminal) -> None:
    key = (heard.folder / "heard-data/store.key").read_text().splitlines()[-1]
    heard.settings(HEARD_KEY=key)
    file = heard.folder / ".env"
    file.chmod(0o644)
    open_to_all = heard("check").out
    file.chmod(0o600)

    assert ".env holds HEARD_KEY, and others than its owner may use it: chmod 600" in open_to_all
    assert "HEARD_KEY" not in heard("check").out
    assert key not in open_to_all


def test_a_new_key_beside_a_store_is_said_not_to_open_it(heard: Terminal) -> None:
    heard("wave", "list")  # begins a store
    (heard.folder / "heard-data/store.key").rename(heard.folder / "a copy")
    made, refused = heard("keys", "new"), heard("wave", "list")

    assert made.code == 0
    assert "It does not open heard-data/heard.db, which was there before" in made.out
    assert "give the right key file" in refused.err


def test_surveys_are_listed_and_own_files_are_checked(heard: Terminal) -> None:
    assert "short: A short one, 2 questions" in heard("surveys").lines
    assert heard("surveys", "own/short.yaml").out.endswith("all well.\n")
    wrong = SURVEY.replace("kind: comment", "kind: remark").replace(
        "perspective: p", "perspective: q"
    )
    heard.file("wrong.yaml", wrong)

    said = heard("surveys", "wrong.yaml")

    assert said.code == 2
    assert "wrong.yaml:4: perspective" in said.err
    assert "wrong.yaml:9: " in said.err
    assert "can't be read" in heard("surveys", "nowhere.yaml").err


@pytest.mark.parametrize(
    "content", ["a: b: c", "\t- x", "a: [1,", "? {", "&a [*a]", "\x00", "\xff"]
)
def test_a_broken_file_gets_its_line_and_no_traceback(heard: Terminal, content: str) -> None:
    heard.file("broken.yaml", content.encode("latin-1"))

    said = heard("surveys", "broken.yaml")

    assert said.code == 2
    assert "broken.yaml:1: " in said.err


@pytest.mark.parametrize(("content", "mode"), [("garbage", 0o600), ("{}", 0o644)])
def test_check_says_what_is_wrong_with_the_keys_of_pseudonyms(
    heard: Terminal, content: str, mode: int
) -> None:
    heard("wave", "list")  # begins a store
    keys = heard.folder / "heard-data/pseudonyms.key"
    keys.write_text(content)
    keys.chmod(mode)
    said = heard("check")

    assert said.code == 1
    assert "pseudonyms.key" in said.out


def test_a_store_that_is_cut_in_half_says_so_and_is_never_begun_anew(heard: Terminal) -> None:
    assert (
        heard("wave", "open", "practitioner-pulse", "--to", "everyone", "--until", UNTIL).code == 0
    )
    store = heard.folder / "heard-data/heard.db"
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])

    said = heard("check")
    listed = heard("wave", "list")

    assert said.code == 1
    assert "heard.db" in said.out
    assert listed.code == 2
    assert listed.out == ""


def test_check_lists_what_a_damaged_store_has_lost_and_recovering_says_it_again(
    heard: Terminal,
) -> None:
    opening = ("wave", "open", "practitioner-pulse", "--to", "everyone", "--until", UNTIL)
    assert heard(*opening).code == 0
    store = heard.folder / "heard-data/heard.db"
    store.write_bytes(store.read_bytes()[: store.stat().st_size * 3 // 4])

    checked, used = heard("check"), heard("wave", "list")
    recovered, again = heard("check", "--recover"), heard("check", "--recover")

    lost = [line for line in checked.lines if PLACE.fullmatch(line)]
    assert lost
    assert f"{places(lost)} can't be read" in checked.out
    assert "`heard check` lists them" in used.err
    assert [line for line in recovered.lines if PLACE.fullmatch(line)] == lost
    assert "heard.db.damaged-" in recovered.out
    assert [line for line in again.lines if PLACE.fullmatch(line)] == []
    assert recorded(heard)[-1:] == [
        ("went on with a damaged store", f"{places(lost)} could not be read")
    ]


def recorded(heard: Terminal) -> list[tuple[str, str]]:
    """What was done to what, by the audit chain."""

    async def ask() -> list[tuple[str, str]]:
        keys = load_keys(heard.folder / "heard-data/store.key")
        store = await open_store(f"tinydb:{heard.folder}/heard-data/heard.db", keys)
        try:
            return [(entry.did, entry.what) for entry in await store.audit()]
        finally:
            await store.close()

    return asyncio.run(ask())


def test_check_lists_what_postgresql_can_no_longer_read_and_recovers_nothing(
    heard: Terminal, server: Server
) -> None:
    database = server.new_database()
    heard.settings(HEARD_STORE=server.url(database))
    opening = ("wave", "open", "practitioner-pulse", "--to", "everyone", "--until", UNTIL)
    assert heard(*opening).code == 0
    flipped = "set_byte(sealed, 40, get_byte(sealed, 40) # 1)"
    server.ask(f"UPDATE heard.waves SET sealed = {flipped}", database)  # noqa: S608 - ours
    wave = server.ask("SELECT min(wave) FROM heard.waves", database).strip()

    checked, recovering = heard("check"), heard("check", "--recover")

    assert checked.code == 1
    assert f"waves/{wave}" in checked.lines
    assert "1 place of the store can't be read" in checked.out
    assert recovering.code == 2
    assert "--recover is for a store in one file" in recovering.err


def test_check_shows_ten_of_many_damaged_places_and_all_of_them_where_asked(
    heard: Terminal, server: Server
) -> None:
    database = server.new_database()
    heard.settings(HEARD_STORE=server.url(database))
    opening = ("wave", "open", "practitioner-pulse", "--to", "everyone", "--until", UNTIL)
    assert heard(*opening).code == 0
    flipped = "set_byte(sealed, 40, get_byte(sealed, 40) # 1)"
    server.ask(f"UPDATE heard.invitations SET sealed = {flipped}", database)  # noqa: S608 - ours

    some, every = heard("check").lines, heard("check", "--all").lines

    assert some[0] == every[0]
    assert every[0].startswith("11 places of the store can't be read (table/row")
    assert some[11] == "and 1 more: `heard check --all` lists every one."
    assert all(line.startswith("invitations/") for line in (*some[1:11], *every[1:12]))
    assert any(
        "Restore the last backup into an empty place (`heard restore`" in line for line in some
    )


def test_check_asks_whether_a_place_without_a_store_is_the_right_one(heard: Terminal) -> None:
    heard.settings(HEARD_STORE="tinydb:mistyped/heard.db")

    assert any(
        line.startswith("Store: none yet at ") and "mistyped/heard.db. Is that the right" in line
        for line in heard("check").lines
    )


def test_looking_begins_no_store(heard: Terminal, server: Server) -> None:
    database = server.new_database()
    looking = [("check",), ("outbox",), ("keys", "check"), ("backup", "a.backup")]
    said = [(words, heard(*words)) for words in looking]
    heard.settings(HEARD_STORE=server.url(database))
    said += [(words, heard(*words)) for words in looking]

    assert not (heard.folder / "heard-data/heard.db").exists()
    assert not (heard.folder / "a.backup").exists()
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'heard'"
    assert server.ask(tables, database).strip() == "0"
    for words, told in said:
        assert ("none yet" if words == ("check",) else "no store here") in told.out + told.err


def test_what_has_a_use_only_where_something_is_kept_begins_no_store(heard: Terminal) -> None:
    commands = (
        "keys rotate",
        "recompute F-1",
        "evidence F-1",
        "coding report",
        "coding export coded.jsonl",
        "retention plan",
        "retention run",
        "retention review",
        "hold list",
        "hold lift one",
        "person erase UANNA --reason asked",
    )
    for command in commands:
        assert "no store here" in heard(*command.split()).err, command

    assert not (heard.folder / "heard-data/heard.db").exists()


def test_run_says_all_that_it_lacks_and_ends(heard: Terminal) -> None:
    said = heard("run")

    assert said.code == 2
    assert "SLACK_BOT_TOKEN is not set" in said.err
    assert "SLACK_APP_TOKEN" in said.err


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom bot.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'slack_bolt', 'textblob', 'matplotlib', 'tinydb', 'pydantic', 'rich'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)))"
    )
    run = [sys.executable, "-c", program]
    ended = subprocess.run(  # noqa: S603 - our own
        run, cwd=tmp_path, env=environment(), capture_output=True, check=False
    )

    assert ended.stderr.decode() == "\n" * bool(ended.stderr)
    assert b"heard" in ended.stdout


def test_a_command_that_only_looks_loads_no_bot(tmp_path: Path) -> None:
    program = (
        "import sys\nimport bot.cli.checks, bot.cli.codings, bot.cli.outboxes, bot.cli.waves\n"
        "print(*{'slack_bolt', 'bot.listeners', 'bot.papers'} & set(sys.modules))"
    )
    loaded = subprocess.check_output(  # noqa: S603 - our own
        [sys.executable, "-c", program], cwd=tmp_path, env=environment()
    )

    assert loaded == b"\n"


def test_an_unknown_command_lists_those_there_are(empty: Terminal) -> None:
    said = empty("digset")

    assert said.code == 2
    assert "digest" in said.err


def test_heard_does_not_start_when_nobody_would_be_told_of_a_risk(heard: Terminal) -> None:
    heard.file("board.yaml", BOARD.replace(", designated_lead: [UDAWN]", ""))
    heard.settings(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")

    started, checked = heard("run"), heard("check")

    assert started.code == 2
    assert "so nobody would be told that someone may be at risk" in started.err
    assert "so nobody would be told that someone may be at risk" in checked.out


def test_check_says_that_there_is_no_second_way_and_how_to_make_one(heard: Terminal) -> None:
    without = heard("check").out
    heard.file("board.yaml", f"{BOARD}fallback_email: duty@mereshire.example\n")
    given = {"HEARD_SMTP_URL": "smtps://mail.example", "HEARD_SMTP_FROM": "heard@board.example"}
    heard.settings(**given)
    with_one = heard("check").out

    assert "Concerns have no second way" in without
    assert all(name in without for name in ("fallback_email", *given))
    assert "second way: e-mail to fallback_email" in with_one
    assert "no second way" not in with_one
    assert "HEARD_SMTP" not in with_one


def test_check_says_by_which_ways_a_concern_is_told(heard: Terminal) -> None:
    heard.file("board.yaml", f"{BOARD}fallback_email: duty@mereshire.example\n")
    heard.settings(HEARD_SMTP_FROM="heard@mereshire.example")

    checked = heard("check").out

    assert "1 designated lead, no deputy" in checked
    assert "HEARD_SMTP_URL and HEARD_SMTP_FROM belong together" in checked
    assert "has a fallback_email but HEARD_SMTP_URL is not set" in checked
