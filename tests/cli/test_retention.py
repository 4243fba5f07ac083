"""Retention, legal holds and erasure from the command line."""

import asyncio
import json
import signal
import subprocess
import sys
from collections import Counter
from contextlib import chdir
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.cli import parser
from bot.cli.opening import settings_for
from bot.definitions import definitions
from bot.run import open_deps
from bot.workers.caretaking import look_after
from storage import open_store
from storage.interface import Entry
from storage.sealing import load_keys
from surveys.periods import Period
from surveys.values import PersonId
from tests.builders import a_response
from tests.cli.conftest import UNTIL, Terminal, environment
from tests.holding import a_voice
from tests.servers import Server

TODAY = date.today()  # noqa: DTZ011 - a day, wherever we are
LONG_AGO = TODAY - timedelta(days=3 * 366)  # answers are due to go
A_WHILE_AGO = TODAY - timedelta(days=610)  # only comments are
OLD, LESS_OLD = Period.quarter_of(LONG_AGO), Period.quarter_of(A_WHILE_AGO)
CLOSED = (OLD, OLD.next, LESS_OLD, LESS_OLD.next)
PLANTED = "The heron stood in the bathtub."
INTERRUPTED = """
import asyncio, os, signal
from bot.cli import parser
from bot.cli.opening import settings_for
from bot.definitions import definitions
from bot.keeping.retention import let_go, what_is_due
from bot.run import open_deps

async def run():
    settings = settings_for(parser().parse_args(["retention", "run"]))
    async with open_deps(settings, definitions(settings)) as deps:
        def kill(number):
            if number:
                os.kill(os.getpid(), signal.SIGKILL)
        await let_go(deps, await what_is_due(deps), "test", kill)

asyncio.run(run())
"""


@pytest.fixture
def old(heard: Terminal) -> Terminal:
    """A store with twelve answers of long ago, and twelve of which only the comments are due."""
    for name, day in (("old", LONG_AGO), ("less", A_WHILE_AGO)):
        rows = "".join(f"Agree,{PLANTED} {number},{day}\n" for number in range(12))
        heard.file(f"{name}.csv", f"sure,why,day\n{rows}")
        brought = heard("import", "responses", f"{name}.csv", "--survey", "short", "--yes")
        assert brought.code == 0, brought.err
    return heard


def digest(heard: Terminal, period: Period) -> dict[str, Any]:
    said = heard("digest", "neglect", str(period), "--for", "analyst", "--json")
    assert said.code == 0, said.err
    made: dict[str, Any] = json.loads(said.out)
    return made


def audit_of(heard: Terminal) -> list[str]:
    async def read() -> list[Entry]:
        settings = settings_for(parser().parse_args(["check"]))
        async with open_deps(settings, definitions(settings)) as deps:
            assert await deps.store.broken_link() is None
            return list(await deps.store.audit())

    with chdir(heard.folder):
        return [f"{entry.did}: {entry.what}" for entry in asyncio.run(read())]


def test_a_plan_says_what_would_go_and_deletes_nothing(old: Terminal) -> None:
    planned = old("retention", "plan")
    unasked = old("retention", "run")

    assert planned.code == unasked.code == 0
    assert f"Answers of {OLD}: 12 responses go, after 24 months." in planned.lines
    assert f"Comments of {LESS_OLD}: those of 12 responses go" in planned.out
    assert f"Figures are kept first: {OLD}, {OLD.next}, " in planned.out
    assert unasked.out.endswith("Nothing has been deleted.\n")
    assert old("retention", "plan").out == planned.out


def test_what_is_due_goes_and_the_figures_stay_also_when_a_run_was_killed(old: Terminal) -> None:
    before = [digest(old, period) for period in (OLD, LESS_OLD)]
    [figure] = [
        one["id"] for one in before[0]["figures"] if one["measure"] == "QL1" and one["base"] == 12
    ]
    killed = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", INTERRUPTED],
        cwd=old.folder,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    left = old("retention", "plan")
    ran = old("retention", "run", "--yes")
    exported = [old("export", "responses", str(period)).out for period in (OLD, LESS_OLD)]
    evidence = old("evidence", figure)
    again = old("retention", "run", "--yes")
    audit = audit_of(old)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "Comments of" not in left.out, "they went first"
    assert f"Answers of {OLD}: 12 responses go" in left.out
    assert ran.code == 0, ran.err
    assert [digest(old, period) for period in (OLD, LESS_OLD)] == before
    assert exported[0].count("\n") == 1, "the heading alone"
    assert "Agree" in exported[1]
    assert PLANTED not in "".join(exported)
    assert evidence.code == 2
    assert f"The answers of {OLD} have been deleted" in evidence.err
    assert "Nothing was due" in again.out
    assert Counter(line for line in audit if "deleted" in line or "kept" in line) == Counter(
        [
            f"deleted 12 responses by schedule: {OLD}",
            f"deleted 12 responses' comments by schedule: {LESS_OLD}",
            *(f"kept the figures of a closed quarter: {period}" for period in CLOSED),
        ]
    )


def test_nothing_goes_under_a_hold_until_it_is_lifted(old: Terminal) -> None:
    put = old("hold", "add", "--quarter", str(OLD), "--reason", "A case review asks.")
    held = old("retention", "run", "--yes")
    listed = old("hold", "list")
    name = listed.lines[0].split(":")[0]
    lifted = old("hold", "lift", name)
    twice = old("hold", "lift", name)
    free = old("retention", "plan")

    assert put.code == lifted.code == 0
    assert f"Held: 12 responses of {OLD} would go" in held.out
    assert "A case review asks." in listed.out
    assert twice.code == 2
    assert f"Answers of {OLD}: 12 responses go" in free.out
    assert f"put a legal hold on: {OLD}" in audit_of(old)
    assert f"lifted a legal hold: {OLD}" in audit_of(old)


@pytest.mark.parametrize(
    "typed",
    [
        ("hold", "add", "--reason", " "),
        ("hold", "add", "--reason", "why", "--quarter", "2026"),
        ("hold", "add", "--reason", "why", "--wave", "unknown"),
        ("hold", "add", "--reason", "why", "--area", "unknown"),
        ("hold", "add", "--reason", "why", "--person", "UANNA"),
        ("hold", "lift", "unknown"),
        ("retention", "keep", "unknown", "--reason", "why"),
        ("retention", "keep", "unknown", "--reason", "why", "--until", "yesterday"),
        ("person", "erase", "UANNA", "--reason", ""),
    ],
    ids=" ".join,
)
def test_bad_input_is_refused_in_a_sentence(heard: Terminal, typed: tuple[str, ...]) -> None:
    refused = heard(*typed)

    assert refused.code == 2
    assert refused.err.count("\n") == 1


def test_a_board_may_keep_longer_or_shorter_within_limits(old: Terminal) -> None:
    board = (old.folder / "board.yaml").read_text()
    old.file("board.yaml", f"{board}retention: {{answers: 60, comments: 36}}\n")
    longer = old("retention", "plan")
    old.file("board.yaml", f"{board}retention: {{answers: 600, comment: 1}}\n")
    refused = old("retention", "plan")

    assert longer.lines == ["Nothing is due."]
    assert refused.code == 2
    assert "answers" in refused.err
    assert "comment" in refused.err


def at_night(heard: Terminal, day: date, hour: int = 2) -> datetime | None:
    """What the bot does by itself in this night. Returns until when it then counts as at it."""

    async def look() -> datetime | None:
        settings = settings_for(parser().parse_args(["check"]))
        known = definitions(settings)
        moment = datetime.combine(day, time(hour), known.board.zone)
        async with open_deps(settings, known, lambda: moment) as deps:
            await look_after(deps)
            return await deps.store.led_until(moment)

    with chdir(heard.folder):
        return asyncio.run(look())


def keep_a_voice(heard: Terminal) -> None:
    async def keep() -> None:
        settings = settings_for(parser().parse_args(["check"]))
        async with open_deps(settings, definitions(settings)) as deps:
            await deps.store.keep(a_voice(day=LONG_AGO))

    with chdir(heard.folder):
        asyncio.run(keep())


def monthly(heard: Terminal) -> None:
    board = (heard.folder / "board.yaml").read_text()
    heard.file("board.yaml", f"{board}retention: {{run: monthly}}\n")


def runs_in(heard: Terminal) -> int:
    return sum("let go of what was due by schedule" in entry for entry in audit_of(heard))


def test_unless_the_board_says_so_nothing_goes_by_itself(old: Terminal) -> None:
    before = old("retention", "plan").lines
    at_night(old, TODAY)

    assert old("retention", "plan").lines == before
    assert "`heard retention run` deletes it" in old("check").out
    assert runs_in(old) == 0


def test_where_the_board_says_so_what_is_due_goes_at_night_once_a_month(old: Terminal) -> None:
    keep_a_voice(old)
    monthly(old)
    planned, told = old("retention", "plan"), old("check").out
    at_night(old, TODAY, hour=12)
    by_day = old("retention", "plan")
    at_night(old, TODAY)
    gone = old("retention", "plan")
    at_night(old, TODAY, hour=3)
    same_month = runs_in(old)
    at_night(old, TODAY + timedelta(days=31))

    assert "goes by itself, one night each month" in told
    assert by_day.lines == planned.lines
    left = [line for line in gone.lines if " go, " in line]
    assert left == [f"Voices of {OLD}: fewer than 5 go, which nobody keeps on."], "needs review"
    assert (same_month, runs_in(old)) == (1, 2)


def test_once_a_monthly_run_is_over_nobody_counts_as_running(heard: Terminal) -> None:
    monthly(heard)

    assert at_night(heard, TODAY) is None
    assert runs_in(heard) == 1


def test_by_schedule_too_nothing_goes_under_a_hold(old: Terminal) -> None:
    monthly(old)
    held = old("hold", "add", "--reason", "A review asks.")
    before = old("retention", "plan").lines
    at_night(old, TODAY)

    assert held.code == 0
    assert old("retention", "plan").lines == before
    assert any(line.startswith("Held: ") for line in before)


def test_the_database_has_its_files_written_anew_once_who_has_left_is_deleted(
    heard: Terminal, server: Server
) -> None:
    database = server.emptied("erased")
    heard.settings(HEARD_STORE=server.url(database))
    heard("wave", "open", "short", "--to", "Health", "--until", UNTIL)
    file = "SELECT pg_relation_filenode('heard.invitations')"
    before = server.ask(file, database)
    erased = heard("person", "erase", "UANNA", "--reason", "Letter of 3 May", "--yes")

    assert erased.code == 0
    assert server.ask(file, database) != before


def test_who_has_left_is_deleted_without_a_word_of_theirs_shown(heard: Terminal) -> None:
    opened = heard("wave", "open", "short", "--to", "Health", "--until", UNTIL)
    unasked = heard("person", "erase", "UANNA", "--reason", "Letter of 3 May")
    erased = heard("person", "erase", "UANNA", "--reason", "Letter of 3 May", "--yes")
    again = heard("person", "erase", "UANNA", "--reason", "Letter of 3 May", "--yes")

    assert opened.code == unasked.code == erased.code == again.code == 0
    assert unasked.out.endswith("Nothing has been deleted.\n")
    assert "was asked in 1 wave." in erased.out
    assert "was asked in no wave. Check that it is the id" in again.out
    assert "deleted what was kept of a person: UANNA: Letter of 3 May" in audit_of(heard)


def test_nothing_is_deleted_of_whose_answers_only_the_key_is_missing(heard: Terminal) -> None:
    heard("wave", "open", "short", "--to", "Health", "--until", UNTIL)

    async def answer() -> None:
        keys = load_keys(heard.folder / "heard-data/store.key")
        store = await open_store(f"tinydb:{heard.folder}/heard-data/heard.db", keys)
        [wave] = await store.waves()
        response = a_response(wave=wave.id, survey=wave.survey, survey_version=wave.survey_version)
        await store.accept(response, participant=PersonId("UANNA"), outbox=[])
        await store.close()

    asyncio.run(answer())
    (heard.folder / "heard-data/pseudonyms.key").unlink(missing_ok=True)
    checked = heard("check")
    refused = heard("person", "erase", "UANNA", "--reason", "Letter of 3 May", "--yes")

    assert "the keys of pseudonyms are missing while a wave is open" in checked.out
    assert refused.code == 2
    assert "Put your copy of pseudonyms.key back first" in refused.err
    assert "destroyed" not in refused.out
