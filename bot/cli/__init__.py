"""The command line. Parsing only, and quick: a command's module is loaded when it is called."""

import argparse
import asyncio
import importlib
import os
import sys
from collections.abc import Sequence

DESCRIPTION = (
    "Heard asks practitioners, children and families what safeguarding is really like, in Slack, "
    "and shows a safeguarding board how far that is from the good picture."
)
NOT_DONE = 1
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 not done, 2 bad input."""
    given = parser().parse_args(arguments)
    module, _, function = given.does.partition(":")
    does = getattr(importlib.import_module(f"bot.cli.{module}"), function)
    try:
        code = asyncio.run(does(given))
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # Whoever read has gone; what is still buffered must not fail again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = NOT_DONE
    sys.exit(code)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="heard", description=DESCRIPTION)
    top.add_argument(
        "--demo", action="store_true", help="work on the practice workspace's data, not the board's"
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _running(commands)
    _digests(commands)
    _papers(commands)
    _good(commands)
    _waves(commands)
    _data(commands)
    _outbox(commands)
    _keeping(commands)
    _letting_go(commands)
    _learning(commands)
    _coding(commands)
    return top


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives it no public name


def _command(
    commands: "Commands[argparse.ArgumentParser]", name: str, does: str, about: str
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=about, description=about)
    made.set_defaults(does=does)
    return made


def _running(commands: "Commands[argparse.ArgumentParser]") -> None:
    _command(commands, "run", "runs:run", "Run the bot on your Slack workspace.")
    demo = _command(
        commands, "demo", "demos:demo", "Start a practice workspace in the browser. Needs no Slack."
    )
    demo.add_argument("--port", type=int, default=3030, help="port of the page (default 3030)")
    check = _command(
        commands, "check", "checks:check", "Check settings, files, store and connection."
    )
    check.add_argument(
        "--recover", action="store_true", help="go on with what a damaged store still holds"
    )
    check.add_argument(
        "--all", action="store_true", help="list every place of a damaged store, not only ten"
    )
    manifest = _command(commands, "manifest", "checks:manifest", "Print the Slack app manifest.")
    manifest.add_argument("--url", help="public https address, for HTTP instead of Socket Mode")
    migrate = _command(
        commands, "migrate", "migrates:migrate", "Bring a PostgreSQL store to this version."
    )
    migrate.add_argument("--dry-run", action="store_true", help="only say what would be done")
    keys = commands.add_parser("keys", help="Make, change and check the key that seals the store.")
    for_keys = keys.add_subparsers(metavar="DO", required=True)
    _command(for_keys, "new", "keys:new", "Make a new key file, where there is none yet.")
    _command(
        for_keys, "rotate", "keys:rotate", "Seal everything with a new key. Stop the bot first."
    )
    _command(for_keys, "check", "keys:check", "Say which keys there are and which are in use.")


def _digests(commands: "Commands[argparse.ArgumentParser]") -> None:
    digest = _command(commands, "digest", "digests:digest", "Print the digest of a content area.")
    digest.add_argument(
        "area", metavar="AREA", help="content area: its id, name or an alias; or all"
    )
    digest.add_argument(
        "period", metavar="PERIOD", nargs="?", help="2026-Q3, or a year; else the last full quarter"
    )
    digest.add_argument(
        "--for",
        dest="audience",
        choices=("analyst", "board", "sub-group", "public"),
        help="for whom: decides what is protected (default: the board, once the quarter is over)",
    )
    digest.add_argument(
        "--short", action="store_true", help="only what matters most, as /digest sends it in Slack"
    )
    digest.add_argument("--json", action="store_true", help="as JSON")
    digest.add_argument("--chart", metavar="FILE.png", help="save the chart as a picture too")
    digest.add_argument(
        "--release",
        action="store_true",
        help="release it for the audience (default: the board): it then stays as it is",
    )
    digest.add_argument("--by", metavar="NAME", help="with --release: in whose name")
    digest.add_argument(
        "--reason", metavar="TEXT", default="", help="with --release: why another edition"
    )
    recompute = _command(
        commands,
        "recompute",
        "digests:recompute",
        "Make a released figure again, or say what has changed since.",
    )
    recompute.add_argument("figure", metavar="FIGURE-ID", help="as it stands in a digest")
    recompute.add_argument("--json", action="store_true", help="the released figure as JSON")
    evidence = _command(commands, "evidence", "digests:evidence", "Show how a figure was made.")
    evidence.add_argument("figure", metavar="FIGURE-ID", help="as it stands in a digest")
    evidence.add_argument("--json", action="store_true", help="as JSON")


def _papers(commands: "Commands[argparse.ArgumentParser]") -> None:
    paper = _command(
        commands, "paper", "papers:paper", "Make the quarterly Board paper: Word, PDF and workbook."
    )
    paper.add_argument("period", metavar="PERIOD", help="such as 2026-Q3; its quarter must be over")
    paper.add_argument("--out", metavar="DIR", default=".", help="where to put it (default: here)")


def _good(commands: "Commands[argparse.ArgumentParser]") -> None:
    good = _command(
        commands, "good", "goods:good", "Show what good looks like; take it out or in as a file."
    )
    good.add_argument(
        "area", metavar="AREA|export|import", nargs="?", help="else every content area"
    )
    good.add_argument("file", metavar="FILE", nargs="?", help="to write (export) or read (import)")
    good.add_argument("--dry-run", action="store_true", help="of an import: only say what it does")
    good.add_argument("--yes", action="store_true", help="of an import: do not ask first")


def _outbox(commands: "Commands[argparse.ArgumentParser]") -> None:
    outbox = _command(
        commands, "outbox", "outboxes:outbox", "List what could not be delivered or handled."
    )
    outbox.add_argument(
        "do", choices=("list", "retry", "drop"), nargs="?", default="list", help="default: list"
    )
    outbox.add_argument("ids", metavar="ID", nargs="*", help="as listed; retry also takes: all")


def _waves(commands: "Commands[argparse.ArgumentParser]") -> None:
    surveys = _command(
        commands, "surveys", "waves:surveys", "List the surveys, or check files of your own."
    )
    surveys.add_argument("files", metavar="FILE.yaml", nargs="*", help="files to check")
    wave = commands.add_parser("wave", help="Open, list and close waves.")
    for_wave = wave.add_subparsers(metavar="DO", required=True)
    _command(for_wave, "list", "waves:list_waves", "List the waves and their response.")
    opening = _command(for_wave, "open", "waves:open_one", "Ask people to answer a survey.")
    opening.add_argument("survey", metavar="SURVEY", help="see: heard surveys")
    opening.add_argument(
        "--to",
        metavar="GROUP",
        action="append",
        required=True,
        help="everyone, or an agency, role group or locality of the people file, or a Slack user "
        "group (S…); may be given again",
    )
    opening.add_argument("--from", dest="first", metavar="DATE", help="first day (default today)")
    opening.add_argument(
        "--until", metavar="DATE", required=True, help="last day, such as 2026-12-18"
    )
    opening.add_argument("--area", help="content area that the wave is about")
    opening.add_argument(
        "--again", action="store_true", help="also where a wave asks the same people already"
    )
    opening.add_argument(
        "--set", metavar="NAME=TEXT", action="append", default=[], help="fill in a parameter"
    )
    closing = _command(for_wave, "close", "waves:close_one", "Close a wave now.")
    closing.add_argument("wave", metavar="WAVE", help="see: heard wave list")
    telling = _command(for_wave, "tell", "waves:tell", "Tell those asked what came of it.")
    telling.add_argument("wave", metavar="WAVE", help="see: heard wave list")
    telling.add_argument("text", metavar="TEXT", help="you said, we did")


def _data(commands: "Commands[argparse.ArgumentParser]") -> None:
    bringing = commands.add_parser("import", help="Bring in a past survey's export, or numbers.")
    for_import = bringing.add_subparsers(metavar="WHAT", required=True)
    responses = _command(
        for_import, "responses", "imports:responses", "Bring in responses, all or none."
    )
    responses.add_argument("file", metavar="FILE", help=".csv with a heading, or .jsonl")
    responses.add_argument("--survey", metavar="ID", required=True, help="see: heard surveys")
    responses.add_argument(
        "--column",
        metavar="COLUMN=QUESTION",
        action="append",
        default=[],
        help="which question a column answers, where the names differ",
    )
    responses.add_argument(
        "--ignore", metavar="COLUMN", action="append", default=[], help="leave a column out"
    )
    responses.add_argument("--day", metavar="DATE", help="day of the rows that carry none")
    responses.add_argument("--area", help="content area that the rows are about")
    responses.add_argument("--encoding", default="utf-8-sig", help="of the file (default UTF-8)")
    responses.add_argument("--dry-run", action="store_true", help="only say what would happen")
    responses.add_argument("--yes", action="store_true", help="do not ask before importing")
    numbers = _command(
        for_import,
        "indicators",
        "indicators:indicators",
        "Bring in numbers, all or none.",
    )
    numbers.add_argument("file", metavar="FILE", nargs="?", help=".csv or .xlsx, as the template")
    numbers.add_argument("--template", metavar="FILE", help="write an empty one, .csv or .xlsx")
    numbers.add_argument("--encoding", default="utf-8-sig", help="of a .csv (default UTF-8)")
    numbers.add_argument("--dry-run", action="store_true", help="only say what would happen")
    numbers.add_argument("--yes", action="store_true", help="do not ask before importing")
    sending = commands.add_parser("export", help="Take responses out, as far as allowed.")
    for_export = sending.add_subparsers(metavar="WHAT", required=True)
    exported = _command(
        for_export, "responses", "exports:responses", "Responses for an analyst, as CSV."
    )
    exported.add_argument("period", metavar="PERIOD", help="such as 2026-Q3")
    exported.add_argument("--survey", metavar="ID", help="only of this survey")
    exported.add_argument("--out", metavar="FILE", help="else to the terminal")
    reading = _command(
        commands, "read", "reads:read_rows", "Read comments: JSON lines in, the same rows out."
    )
    reading.add_argument(
        "file", metavar="FILE", nargs="?", help="JSON lines with a text each (else standard input)"
    )


def _keeping(commands: "Commands[argparse.ArgumentParser]") -> None:
    backup = _command(
        commands, "backup", "keeping:backup", "Write all that is kept into one sealed file."
    )
    backup.add_argument("file", metavar="FILE", help="a new file; needs the same key to be read")
    backup.add_argument("--check", action="store_true", help="read a backup, and write nothing")
    restore = _command(commands, "restore", "keeping:restore", "Fill an empty store from a backup.")
    restore.add_argument("file", metavar="FILE", help="as `heard backup` wrote it")
    moving = _command(
        commands, "move", "keeping:move", "Copy a whole store into an empty one, and compare."
    )
    moving.add_argument("source", metavar="FROM", help="tinydb:PATH or postgresql://...")
    moving.add_argument("target", metavar="TO", help="tinydb:PATH or postgresql://..., empty")


def _letting_go(commands: "Commands[argparse.ArgumentParser]") -> None:
    retention = commands.add_parser("retention", help="Delete what is due to go, by the rules.")
    for_retention = retention.add_subparsers(metavar="DO", required=True)
    _command(for_retention, "plan", "retention:plan", "Say what is due, and delete nothing.")
    running = _command(for_retention, "run", "retention:run", "Delete what is due, for good.")
    running.add_argument("--yes", action="store_true", help="do not ask before deleting")
    _command(
        for_retention, "review", "retention:review", "List voices and concerns that go soon, by id."
    )
    keeping = _command(for_retention, "keep", "retention:keep", "Keep a voice or concern on.")
    keeping.add_argument("id", metavar="ID", help="see: heard retention review")
    keeping.add_argument("--reason", metavar="TEXT", required=True, help="why it is still needed")
    keeping.add_argument("--until", metavar="DATE", help="else for a year")
    hold = commands.add_parser("hold", help="Put, list and lift legal holds.")
    for_hold = hold.add_subparsers(metavar="DO", required=True)
    adding = _command(for_hold, "add", "retention:add_hold", "Keep from deletion until lifted.")
    adding.add_argument(
        "--reason", metavar="TEXT", required=True, help="which review or claim; no names"
    )
    scope = adding.add_mutually_exclusive_group()
    scope.add_argument("--area", help="only one content area; else everything")
    scope.add_argument("--wave", metavar="WAVE", help="only one wave")
    scope.add_argument("--quarter", metavar="PERIOD", help="only one quarter")
    scope.add_argument(
        "--person", metavar="SLACK_ID", help="only one person's answers, as far as they are found"
    )
    _command(for_hold, "list", "retention:list_holds", "List all holds, lifted ones too.")
    lifting = _command(for_hold, "lift", "retention:lift", "Lift a hold.")
    lifting.add_argument("hold", metavar="HOLD", help="see: heard hold list")
    person = commands.add_parser("person", help="Delete what is kept of somebody who has left.")
    for_person = person.add_subparsers(metavar="DO", required=True)
    erasing = _command(
        for_person, "erase", "retention:erase_person", "Delete what can be found as theirs."
    )
    erasing.add_argument("person", metavar="SLACK_ID", help="such as U012AB3CD")
    erasing.add_argument("--reason", metavar="TEXT", required=True, help="who asked, and how")
    erasing.add_argument("--yes", action="store_true", help="do not ask before deleting")


def _learning(commands: "Commands[argparse.ArgumentParser]") -> None:
    learn = commands.add_parser("learn", help="Build anew what Heard has learned.")
    for_learn = learn.add_subparsers(metavar="WHAT", required=True)
    signals = _command(
        for_learn, "signals", "learns:signals", "The net, from the labelled texts, with its card."
    )
    _engine(
        signals,
        "deep: a transformer beside the light net, needs the extra deep-learning and about an hour",
    )
    _out(signals)
    _command(
        for_learn,
        "redaction",
        "learns_names:redaction",
        "Find names as reviewers corrected them, for this board.",
    )
    for what in ("sentiment", "themes"):
        about = f"The model that reads {what}, from coded comments, with its card."
        reading = _command(for_learn, what, f"learns_to_read:{what}", about)
        reading.add_argument(
            "--from", dest="files", metavar="FILE", nargs="+", default=[],
            help="coded comments (JSON lines or CSV) instead of those that come with Heard; or "
            "corrections: beside these, what people coded in the store, for this board",
        )  # fmt: skip
        _engine(
            reading,
            "deep: a transformer beside the light one, needs the extra deep-learning and about an "
            "hour, and learns sentiment and themes at once",
        )
        _out(reading)


def _engine(command: argparse.ArgumentParser, about: str) -> None:
    command.add_argument(
        "--engine",
        choices=("light", "deep"),
        default="light",
        help=f"which engine learns; {about}",
    )


def _out(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", metavar="FOLDER", help="else where Heard reads it from")


def _coding(commands: "Commands[argparse.ArgumentParser]") -> None:
    coding = commands.add_parser("coding", help="See how far comments are read and corrected.")
    for_coding = coding.add_subparsers(metavar="DO", required=True)
    status = _command(
        for_coding, "status", "codings:status", "Say how many were read by what, and what waits."
    )
    status.add_argument("--json", action="store_true", help="as JSON")
    _command(for_coding, "report", "codings:report", "Say what people keep, change and drop.")
    exporting = _command(
        for_coding, "export", "codings:export", "Write what people coded, redacted, to learn from."
    )
    exporting.add_argument("file", metavar="FILE", help="JSON lines; only you can read it")
    codebook = commands.add_parser(
        "codebook", help="Take the board's themes out, or bring them in."
    )
    for_codebook = codebook.add_subparsers(metavar="DO", required=True)
    out = _command(for_codebook, "export", "codebooks:export", "Write the codebook that counts.")
    out.add_argument("file", metavar="FILE", nargs="?", help="else to the terminal")
    bringing = _command(
        for_codebook, "import", "codebooks:import_one", "Say what a file would move; make it count."
    )
    bringing.add_argument("file", metavar="FILE", help="as `heard codebook export` writes it")
    bringing.add_argument("--reason", metavar="TEXT", required=True, help="why it changes")
    bringing.add_argument(
        "--signed-by", metavar="NAME", required=True, help="who signed it, by role; no names needed"
    )
    bringing.add_argument("--yes", action="store_true", help="let it count from now on")
