"""heard read: JSON lines in, the same rows out."""

import json
import subprocess
import sys

from tests.cli.conftest import Terminal, environment

PLAIN = {"id": 7, "text": "Nobody rings back. Ring me on 01632 960123."}


def rows_of(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_the_same_rows_come_out_with_what_was_read(empty: Terminal) -> None:
    empty.file("in.jsonl", json.dumps(PLAIN) + "\n")

    [row] = rows_of(empty("read", "in.jsonl").out)

    assert row["id"] == 7
    assert row["text"] == PLAIN["text"]
    assert "960123" not in str(row["redacted"])
    assert {"redacted", "spans", "sentences", "sentiment", "themes", "concern"} <= set(row)
    assert isinstance(row["concern"], dict)
    assert set(row["concern"]) == {"flagged", "score", "categories", "urgency", "words"}


def test_what_a_concern_would_hold_is_said_to_be_held(empty: Terminal) -> None:
    said = ["My social worker hit me last night", "Nobody rings back."]
    empty.file("in.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in said))

    rows = rows_of(empty("read", "in.jsonl").out)

    assert [row["held"] for row in rows] == [True, False]


def test_what_was_asked_and_the_good_statement_are_heard_with_a_row(empty: Terminal) -> None:
    asked = [
        {"text": "Nothing", "question": "What could be better?"},
        {"text": "Nothing", "question": "What went well?"},
        {"text": "Nobody rang back.", "statement": "Families are rung back the same day."},
        {"text": "The dinner was nice.", "statement": "Families are rung back the same day."},
        {"text": "Nothing", "question": 3, "statement": None},
    ]
    empty.file("in.jsonl", "\n".join(map(json.dumps, asked)))

    rows = rows_of(empty("read", "in.jsonl").out)

    assert [row["sentiment"] for row in rows[:2]] == ["positive", "negative"]
    assert [row["stance"] for row in rows] == [None, None, "contradicts", "neither", None]


def test_bad_lines_are_named_and_skipped(empty: Terminal) -> None:
    lines = [json.dumps(PLAIN), "", "{", "[]", '{"text": 3}', "[" * 100_000, json.dumps(PLAIN)]
    empty.file("in.jsonl", "\n".join(lines))

    said = empty("read", "in.jsonl")

    assert said.code == 1
    assert len(said.lines) == 2
    assert [line.split(":")[0] for line in said.err.splitlines()] == [
        f"line {number}" for number in (3, 4, 5, 6)
    ]


def test_any_text_can_be_read(empty: Terminal) -> None:
    texts = ["", " ", "word " * 2400, "\ud800 alone", "a\0b", "😀 \u202eesrever", "<!channel>"]
    empty.file("in.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in texts))

    ended = empty.apart("read", "in.jsonl")

    assert ended.stderr == b""
    assert [row["text"] for row in rows_of(ended.stdout.decode())] == texts


def test_a_byte_order_mark_and_a_poor_terminal_do_no_harm(empty: Terminal) -> None:
    row = '\ufeff{"text": "café"}\n'.encode()

    ended = empty.apart("read", typed=row, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")

    assert ended.stderr == b""
    assert json.loads(ended.stdout)["text"] == "café"


def test_who_stops_reading_is_not_shouted_at(empty: Terminal) -> None:
    empty.file("in.jsonl", f"{json.dumps(PLAIN)}\n" * 3000)
    command = [sys.executable, "-m", "bot", "read", "in.jsonl"]
    with subprocess.Popen(  # noqa: S603 - our own
        command,
        cwd=empty.folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        assert reading.stdout.readline()
        reading.stdout.close()
        told = reading.stderr.read()

    assert told == b""
    assert reading.returncode == 1


def test_a_file_that_is_not_there_is_named(empty: Terminal) -> None:
    said = empty("read", "nowhere.jsonl")

    assert (said.code, said.err) == (
        2,
        "nowhere.jsonl: can't be read (No such file or directory).\n",
    )
