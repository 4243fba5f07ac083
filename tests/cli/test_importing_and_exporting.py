"""A past survey comes in whole or not at all; answers go out only where nobody is alone."""

import csv
import io
import json

import pytest

from analysis.deep.file import written
from tests.cli.conftest import Terminal
from tests.transformers import net_transformer

ROWS = "sure,why,day,agency\n" + "".join(
    f"Agree,The form is too long {number},2026-02-{number + 1:02},Health\n" for number in range(6)
)
SPRING = "2026-Q1"
IMPORT = ("import", "responses")
TO_SHORT = ("--survey", "short", "--yes")


def exported(heard: Terminal, *more: str) -> list[dict[str, str]]:
    said = heard("export", "responses", SPRING, *more)
    assert said.code == 0, said.err
    return list(csv.DictReader(io.StringIO(said.out)))


def test_a_dry_run_comes_first_and_keeps_nothing(heard: Terminal) -> None:
    heard.file("past.csv", ROWS)

    dry = heard(*IMPORT, "past.csv", "--survey", "short", "--dry-run")
    unasked = heard(*IMPORT, "past.csv", "--survey", "short")

    assert "6 responses to A short one with 6 comments can be imported" in dry.out
    assert dry.out.endswith("Nothing has been imported.\n")
    assert "add --yes to import" in unasked.out
    assert exported(heard) == []


def test_a_file_is_imported_once_however_often_it_is_given(heard: Terminal) -> None:
    heard.file("past.csv", ROWS)

    first = heard(*IMPORT, "past.csv", *TO_SHORT)
    once = exported(heard)
    second = heard(*IMPORT, "past.csv", *TO_SHORT)

    assert "6 responses imported" in first.out
    assert "0 responses imported" in second.out
    assert "6 were there already" in second.out
    assert exported(heard) == once


def test_a_transformer_that_lies_there_reads_what_comes_in_beside_the_net(heard: Terminal) -> None:
    heard.file("past.csv", ROWS.replace("long 3", "long: a zzyzx"))
    heard.file("one.jsonl", json.dumps({"text": "The form is too long: a zzyzx"}))
    alone = heard(*IMPORT, "past.csv", "--survey", "short", "--dry-run")
    heard.file("heard-data/models/net.zip", written(net_transformer({"zzyzx": 4000.0})))

    both = heard(*IMPORT, "past.csv", "--survey", "short", "--dry-run")

    assert "may disclose harm" not in alone.out
    assert "1 response may disclose harm" in both.out
    assert json.loads(heard("read", "one.jsonl").out)["concern"]["flagged"]


def test_json_lines_come_in_as_csv_does(heard: Terminal) -> None:
    rows = [{"sure": "agree", "why": f"Time {one}", "day": "2026-02-01"} for one in range(5)]
    heard.file("past.jsonl", "\n".join(json.dumps(row) for row in rows))

    said = heard(*IMPORT, "past.jsonl", *TO_SHORT)

    assert "5 responses imported" in said.out


def test_every_bad_row_is_named_with_its_reason_and_none_is_taken(heard: Terminal) -> None:
    secret = "The heron stood in the bathtub"
    bad = (
        f"Perhaps,{secret},2026-02-01,Health\nAgree,{secret},soon,Health\n,{secret},2026-02-01,X\n"
    )
    heard.file("past.csv", ROWS + bad)

    said = heard(*IMPORT, "past.csv", *TO_SHORT)

    assert said.code == 2
    assert "row 7, sure: is none of the options; allowed: " in said.err
    assert "row 8, day: should be a day such as 2026-03-31" in said.err
    assert "row 9, sure: must be answered" in said.err
    assert "3 rows can't be taken, so none was taken." in said.err
    assert secret not in said.out + said.err
    assert exported(heard) == []


def test_columns_of_another_name_are_said_to_stand_for_questions(heard: Terminal) -> None:
    heard.file("past.csv", ROWS.replace("sure,why", "Q1,Q 2 = free text"))

    wrong = heard(*IMPORT, "past.csv", *TO_SHORT)
    columns = ("--column", "Q1=sure", "--column", "Q 2 = free text=why")
    right = heard(*IMPORT, "past.csv", *TO_SHORT, *columns)

    assert "heading, Q1: stands for no question" in wrong.err
    assert "--column HEADING=QUESTION" in wrong.err
    assert "6 responses imported" in right.out
    assert (
        "write it as COLUMN=QUESTION" in heard(*IMPORT, "past.csv", *TO_SHORT, "--column", "Q1").err
    )


def test_a_column_can_be_left_out(heard: Terminal) -> None:
    heard.file("past.csv", ROWS)

    said = heard(*IMPORT, "past.csv", *TO_SHORT, "--ignore", "why")

    assert "with 0 comments" in said.out


@pytest.mark.parametrize(
    ("content", "more", "told"),
    [
        (ROWS.replace("form", "formé").encode("cp1252"), (), "it may be cp1252"),
        (ROWS.encode("utf-16"), (), "it looks like utf-16"),
        (ROWS.encode(), ("--encoding", "klingon"), "there is no encoding called 'klingon'"),
        (b"", (), "past.csv:1"),
        (b"\x00\x01", (), "holds a NUL"),
        (ROWS.encode(), ("--day", "yesterday"), "yesterday is no day"),
        (ROWS.encode(), ("--area", "zzzz"), "There is no content area of that name"),
        (ROWS.encode(), ("--survey", "shot"), "Did you mean `short`?"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    heard: Terminal, content: bytes, more: tuple[str, ...], told: str
) -> None:
    heard.file("past.csv", content)

    said = heard(*IMPORT, "past.csv", *TO_SHORT, *more)

    assert said.code == 2
    assert told in said.err


def test_a_file_of_another_encoding_comes_in_when_it_is_named(heard: Terminal) -> None:
    heard.file("past.csv", ROWS.replace("form", "formé").encode("cp1252"))

    said = heard(*IMPORT, "past.csv", *TO_SHORT, "--encoding", "cp1252")

    assert "6 responses imported" in said.out


def test_a_cell_with_a_whole_book_is_refused_with_its_row(heard: Terminal) -> None:
    heard.file("past.csv", f"sure,why\nAgree,{'word ' * 20_000}\n")

    said = heard(*IMPORT, "past.csv", *TO_SHORT)

    assert "row 1, why: is too long" in said.err
    assert len(said.err) < 500


def test_personal_data_is_taken_out_of_what_comes_in(heard: Terminal) -> None:
    heard.file("past.csv", ROWS.replace("too long 3", "too long: 01632 960123"))
    heard(*IMPORT, "past.csv", *TO_SHORT)

    assert "960123" not in str(exported(heard))


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_an_export_is_a_formula(heard: Terminal, start: str) -> None:
    formula = f"{start}cmd|calc"
    heard.file("past.csv", ROWS.replace("The form", formula).replace("Health", formula))
    heard(*IMPORT, "past.csv", *TO_SHORT)

    rows = exported(heard)

    assert rows
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_an_export_names_no_respondent_and_no_day(heard: Terminal) -> None:
    heard.file("past.csv", ROWS)
    heard(*IMPORT, "past.csv", *TO_SHORT)

    rows = exported(heard)

    about = ["survey", "version", "period", "perspective", "question", "agency"]
    assert list(rows[0]) == [*about, "answer", "people"]
    assert "2026-02" not in str(rows)


@pytest.mark.parametrize("police", [1, 3, 4, 5, 9])
def test_what_fewer_than_five_share_is_protected_and_never_alone(
    heard: Terminal, police: int
) -> None:
    groups = {"Agree,Health": 12, "Disagree,Health": 12, "Disagree,Police": 12}
    lines = [line for line, size in groups.items() for _ in range(size)]
    lines += ["Agree,Police"] * police
    heard.file("past.csv", "sure,agency\n" + "\n".join(lines) + "\n")
    heard(*IMPORT, "past.csv", *TO_SHORT, "--day", "2026-02-01")

    told = {(row["agency"], row["answer"]): row["people"] for row in exported(heard)}

    assert told["Police", "Agree"] == "c" or police >= 5
    assert all(people == "c" or int(people) >= 5 for people in told.values())
    agreeing = [people for (_, answer), people in told.items() if answer == "Agree"]
    assert agreeing.count("c") != 1


def test_a_comment_stands_beside_no_agency(heard: Terminal) -> None:
    heard.file("past.csv", ROWS)
    heard(*IMPORT, "past.csv", *TO_SHORT)

    comments = [row for row in exported(heard) if row["question"] == "why"]

    assert comments
    assert {row["agency"] for row in comments} == {""}


def test_an_export_goes_to_a_file_and_says_when_it_cannot(heard: Terminal) -> None:
    assert heard("export", "responses", SPRING, "--out", "out.csv").code == 0
    assert (heard.folder / "out.csv").read_text().startswith("survey,version")
    assert "can't be written" in heard("export", "responses", SPRING, "--out", "no/out.csv").err
    assert "That is no quarter" in heard("export", "responses", "soon").err
    assert "Did you mean" in heard("export", "responses", SPRING, "--survey", "shrt").err


def test_an_import_says_what_may_disclose_harm_and_keeps_it_out_of_what_is_exported(
    heard: Terminal,
) -> None:
    disclosing = ROWS.replace("The form is too long 3", "My stepfather hits me")
    heard.file("past.csv", disclosing)

    dry = heard(*IMPORT, "past.csv", "--survey", "short", "--dry-run")
    heard(*IMPORT, "past.csv", *TO_SHORT)
    heard(*IMPORT, "past.csv", *TO_SHORT)

    assert "may disclose harm: the designated lead is told" in dry.out
    assert "stepfather" not in str(exported(heard))
