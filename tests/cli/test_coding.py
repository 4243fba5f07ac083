"""heard coding, heard codebook: how far the reading is, what people correct, themes as a file."""

import asyncio
import json
import signal
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, chdir
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.cli import parser
from bot.cli.opening import settings_for
from bot.definitions import definitions
from bot.deps import Deps
from bot.reading.review_desk import Reviewer
from bot.reading.review_queue import begin
from bot.reading.reviewing import code
from bot.reading.worker import AT_ONCE, read_new
from bot.run import open_deps
from surveys.coding import Sentiment
from surveys.review import Read
from surveys.values import PersonId
from tests.builders import a_coding, a_response, a_survey, a_wave
from tests.cli.conftest import Terminal

TEXTS = ("The caseload is too high.", "Nobody rings back.", "Parking.", "Ring me. Please ring me.")
IN_SEPTEMBER = datetime(2026, 9, 3, 9, tzinfo=UTC)
ROWS = "sure,why,day,agency\n" + "".join(f"Agree,{text},2026-08-03,Health\n" for text in TEXTS)
PARKING = "- {id: parking, label: Parking, description: Cars., words: [parking]}\n"
SIGNED = ("--reason", "Ours.", "--signed-by", "the chair")


def imported(heard: Terminal) -> None:
    heard.file("old.csv", ROWS)
    assert heard("import", "responses", "old.csv", "--survey", "short", "--yes").code == 0


async def coded(heard: Terminal, leaning: Sentiment, theme: str) -> None:
    """Everything that waits in September, by Quinn."""
    async with at_work(heard) as opened:
        board = opened.board.model_copy(update={"audited_a_wave": 2})
        deps, who = replace(opened, board=board), Reviewer(PersonId("UQUINN"), "quinn")
        shown = await begin(deps, who)
        while shown.comment:
            found = Read(sentiment=leaning, themes=(theme,))
            shown = await code(deps, who, shown.desk, found)


def test_status_report_and_export_tell_what_people_coded(heard: Terminal) -> None:
    imported(heard)
    before = json.loads(heard("coding", "status", "--json").out)
    assert (before["comments"], before["by_people"]) == (4, 0)
    assert sum(before["machines"].values()) == 4
    assert "Nobody has coded a comment yet" in heard("coding", "report").out

    asyncio.run(coded(heard, Sentiment.NEGATIVE, "workload"))
    status, report = heard("coding", "status").out, heard("coding", "report").out
    assert "Coded by people: 4 (2 of the random sample" in status
    assert "All that people coded" in report
    assert "of 4 as the machine read them" in report
    assert "of 2 as the machine read them" in report
    assert "Parking" not in status + report

    heard("coding", "export", "rows.jsonl")
    file = heard.folder / "rows.jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(row["text"] for row in rows) == sorted(TEXTS)
    assert {tuple(row["themes"]) for row in rows} == {("workload",)}
    assert sum(row["sampled"] for row in rows) == 2


def test_the_report_is_one_table_and_says_in_plain_words_what_its_shares_are_of(
    heard: Terminal,
) -> None:
    imported(heard)
    asyncio.run(coded(heard, Sentiment.NEGATIVE, "workload"))

    report = heard("coding", "report").out

    assert report.count("Theme") == 1
    assert "of what it found, how much was right" in report
    assert "The table is of all that people coded" in report
    assert "precision" not in report


def test_a_codebook_goes_out_and_comes_in_with_what_it_would_move_said_first(
    heard: Terminal,
) -> None:
    imported(heard)
    heard("codebook", "export", "themes.yaml")
    file: Path = heard.folder / "themes.yaml"
    again = heard("codebook", "import", "themes.yaml", *SIGNED)
    assert "counts already" in again.out

    file.write_text(file.read_text() + PARKING)
    asked = heard("codebook", "import", "themes.yaml", *SIGNED)
    assert asked.code == 1
    assert "would change their themes" in asked.out
    assert "Parking" not in heard("codebook", "export").out

    done = heard("codebook", "import", "themes.yaml", *SIGNED, "--yes")
    assert "Codebook 1" in done.out
    assert "label: Parking" in heard("codebook", "export").out
    status = heard("coding", "status").out
    assert "being read anew: 4" in status


def test_a_codebook_with_mistakes_is_refused_with_their_lines(heard: Terminal) -> None:
    heard.file(
        "bad.yaml", "themes:\n  - id: a\n    label: A\n    description: B.\n    words: ['x*']\n"
    )

    refused = heard("codebook", "import", "bad.yaml", *SIGNED, "--yes")

    assert refused.code == 2
    assert "bad.yaml" in refused.err
    assert "5" in refused.err
    assert "Codebook 0" in heard("coding", "status").out


READS_AND_DIES = """
import asyncio, os, signal
from dataclasses import replace
from bot.cli import parser
from bot.cli.opening import settings_for
from bot.definitions import definitions
from bot.deps import Deps
from bot.reading.worker import read_new
from bot.run import open_deps

class DiesOnceSomeAreKept:
    def __init__(self, store): self.store = store
    def __getattr__(self, name): return getattr(self.store, name)
    async def add_codings(self, codings):
        await self.store.add_codings(codings)
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    settings = settings_for(parser().parse_args(["check"]))
    async with open_deps(settings, definitions(settings)) as deps:
        await read_new(replace(deps, store=DiesOnceSomeAreKept(deps.store)))

asyncio.run(main())
"""


def test_what_is_read_anew_goes_on_after_a_kill_and_says_how_far_it_is(heard: Terminal) -> None:
    assert heard("coding", "status").code == 0
    asyncio.run(kept_as_read_by_an_earlier_version(heard, AT_ONCE + 5))

    killed = heard.python("-c", READS_AND_DIES)
    assert killed.returncode == -signal.SIGKILL
    status = heard("coding", "status").out
    assert f"{AT_ONCE} (97%)" in status
    assert "being read anew: 5." in status

    assert asyncio.run(read_the_rest(heard)) == 5
    assert f"{AT_ONCE + 5} (100%)" in heard("coding", "status").out


async def kept_as_read_by_an_earlier_version(heard: Terminal, many: int) -> None:
    wave = a_wave()
    responses = [a_response("Late.") for _ in range(many)]
    async with at_work(heard) as deps:
        await deps.store.accept_all(wave, a_survey(), responses)
        await deps.store.add_codings([a_coding(one, version="earlier") for one in responses])


async def read_the_rest(heard: Terminal) -> int:
    async with at_work(heard) as deps:
        return await read_new(deps)


@asynccontextmanager
async def at_work(heard: Terminal) -> AsyncIterator[Deps]:
    """With the store of the folder, as a command has it."""
    with chdir(heard.folder):
        settings = settings_for(parser().parse_args(["check"]))
        async with open_deps(settings, definitions(settings), lambda: IN_SEPTEMBER) as deps:
            yield deps
