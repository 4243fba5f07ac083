import json
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

import pytest

from surveys.answering import Chosen, ChosenMany, Counted, Response, Said
from surveys.authoring import library_framework, read_survey
from surveys.errors import BadRow, InvalidDefinition, InvalidRows
from surveys.importing import read_rows, responses
from surveys.survey import Survey
from surveys.values import Respondent
from tests.builders import a_wave

PAST = read_survey(
    """
id: past
title: Last year's survey
perspective: practitioner
method: practitioner_experiences
promise: staff
questions:
  - id: thresholds
    kind: agree
    text: I know when to refer a worry.
  - id: safe
    kind: scale
    text: How safe?
    low: Not
    high: Very
  - id: present
    kind: many
    text: Who was present?
    options: [Parent, Carer; or friend, Social worker]
  - id: visits
    kind: number
    text: How many visits?
    largest: 50
  - id: comment
    kind: comment
    text: What gets in the way?
    max_characters: 40
""",
    "past.yaml",
    library_framework(),
)
TODAY = date(2026, 5, 7)


def imported(
    rows: list[dict[str, str]],
    *,
    survey: Survey = PAST,
    columns: Mapping[str, str] | None = None,
    ignore: Collection[str] = (),
    clean: Callable[[str], str] = str,
    digest: str = "d1",
) -> tuple[Response, ...]:
    return responses(
        survey,
        a_wave(),
        rows,
        framework=library_framework(),
        columns=columns or {},
        ignore=ignore,
        default_day=TODAY,
        pseudonym=lambda reference: Respondent(f"<{reference}>"),
        clean=clean,
        file_digest=digest,
    )


def bad(rows: list[dict[str, str]], **how: Any) -> list[tuple[int, str | None, str]]:
    with pytest.raises(InvalidRows) as refused:
        imported(rows, **how)
    assert all(isinstance(row, BadRow) for row in refused.value.rows)
    return [(row.row, row.column, row.reason) for row in refused.value.rows]


def a_row(**cells: str) -> dict[str, str]:
    return {"thresholds": "Agree"} | cells


def test_a_row_of_an_export_becomes_a_response() -> None:
    row = {
        "thresholds": "Strongly agree",
        "safe": "7",
        "present": "Parent; Social worker",
        "visits": "4",
        "comment": "Too few hands.",
        "day": "2025-03-31",
        "agency": "Health",
        "age_band": "4 to 7",
        "content_area": "home conditions",
    }

    (response,) = imported([row])

    assert response.answers == {
        "thresholds": Chosen.model_validate({"option": "strongly_agree"}),
        "safe": Chosen.model_validate({"option": "7"}),
        "present": ChosenMany.model_validate({"options": ("parent", "social_worker")}),
        "visits": Counted(number=4),
        "comment": Said(text="Too few hands."),
    }
    assert (response.day, response.agency) == (date(2025, 3, 31), "Health")
    assert (response.age_band, response.content_area) == ("4 to 7", "neglect")
    assert Response.model_validate_json(response.model_dump_json()) == response


@pytest.mark.parametrize("cell", ["agree", "AGREE", "  Agree "])
def test_an_option_may_be_written_as_label_or_key_in_any_case(cell: str) -> None:
    assert imported([a_row(thresholds=cell)])[0].answers == imported([a_row()])[0].answers


@pytest.mark.parametrize(
    ("cell", "options"),
    [
        ("Parent", ("parent",)),
        ("Carer; or friend", ("carer_or_friend",)),
        ("parent;social_worker;", ("parent", "social_worker")),
        ("Parent; Parent", ("parent",)),
    ],
)
def test_several_choices_are_separated_by_semicolons(cell: str, options: tuple[str, ...]) -> None:
    (response,) = imported([{"present": cell}])

    assert response.answers == {"present": ChosenMany.model_validate({"options": options})}


@pytest.mark.parametrize(("cell", "number"), [("4", 4), ("4.0", 4), ("+4", 4), ("0", 0)])
def test_a_number_is_read_as_a_spreadsheet_writes_it(cell: str, number: int) -> None:
    assert imported([{"visits": cell}])[0].answers == {"visits": Counted(number=number)}


def test_a_scale_that_a_spreadsheet_made_a_fraction_is_read() -> None:
    assert imported([{"safe": "10.0"}])[0].answers == {
        "safe": Chosen.model_validate({"option": "10"})
    }


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-03-31", date(2025, 3, 31)),
        ("31/03/2025", date(2025, 3, 31)),
        ("1/3/2025", date(2025, 3, 1)),
        ("2025-03-31T17:45:00Z", date(2025, 3, 31)),
        ("31/03/2025 17:45", date(2025, 3, 31)),
        ("", TODAY),
    ],
)
def test_a_day_is_read_and_a_finer_time_is_dropped(cell: str, day: date) -> None:
    (response,) = imported([a_row(day=cell)])

    assert response.day == day
    assert "17:45" not in response.model_dump_json()


@pytest.mark.parametrize("cell", ["03/31/2025", "31.03.2025", "2025-02-30", "soon", "1999-01-01"])
def test_a_day_that_is_none_is_refused(cell: str) -> None:
    assert [(row, column) for row, column, _ in bad([a_row(day=cell)])] == [(1, "day")]


def test_headings_are_mapped_to_questions() -> None:
    rows = [{"Q1": "Agree", "When?": "2025-03-31", "staff no": "17"}]

    (response,) = imported(rows, columns={"Q1": "thresholds", "When?": "day"}, ignore=["staff no"])

    assert response.day == date(2025, 3, 31)
    assert "17" not in response.model_dump_json().replace(str(response.id), "")


def test_a_heading_that_is_the_question_itself_needs_no_mapping() -> None:
    (response,) = imported([{"I know when to refer a worry.": "Agree", "Day": "2025-03-31"}])

    assert set(response.answers) == {"thresholds"}


def test_a_heading_that_stands_for_nothing_brings_the_nearest() -> None:
    ((row, column, reason),) = bad([a_row(threshold="Agree")])

    assert (row, column) == (0, "threshold")
    assert "the nearest is thresholds" in reason


def test_two_headings_for_one_question_are_refused() -> None:
    found = bad([a_row(Q1="Agree")], columns={"Q1": "thresholds"})

    assert [(row, column) for row, column, _ in found] == [(0, "Q1")]


def test_a_mapping_for_a_heading_that_is_not_there_is_refused() -> None:
    assert bad([a_row()], columns={"Q9": "safe"})[0][:2] == (0, "Q9")


def test_every_bad_cell_is_told_and_nothing_is_taken() -> None:
    rows = [
        a_row(),
        a_row(thresholds="Mostly", visits="many"),
        a_row(visits="51"),
        a_row(comment="x" * 10_001),
        a_row(content_area="gardening"),
        {"thresholds": " ", "day": "soon"},
        a_row(present="Parent; Nobody"),
        a_row(agency="x" * 301),
    ]

    found = bad(rows)

    assert [(row, column) for row, column, _ in found] == [
        (2, "thresholds"),
        (2, "visits"),
        (3, "visits"),
        (4, "comment"),
        (5, "content_area"),
        (6, "day"),
        (7, "present"),
        (8, "agency"),
    ]


def test_what_a_cell_holds_is_never_repeated() -> None:
    words = "Jane Doe of Mill Lane"
    cells = ["thresholds", "safe", "present", "visits", "day", "content_area"]

    found = bad([a_row(**dict.fromkeys(cells, words))])

    assert len(found) == 6
    assert "Jane" not in repr(found)


def test_a_comment_that_was_written_elsewhere_is_kept_whole() -> None:
    said = "x" * 10_000

    assert imported([{"comment": said}])[0].answers == {"comment": Said(text=said)}


def test_comments_are_cleaned_before_their_length_counts() -> None:
    (response,) = imported(
        [{"comment": "Jane " * 3000 + "waits."}], clean=lambda text: text.replace("Jane ", "")
    )

    assert response.answers == {"comment": Said(text="waits.")}


def test_a_row_that_answers_nothing_is_left_out() -> None:
    rows = [a_row(), {"thresholds": "", "agency": "Health"}, {"comment": "Jane"}]

    assert len(imported(rows, clean=lambda text: text.replace("Jane", " "))) == 1


def test_a_reference_becomes_a_pseudonym() -> None:
    rows = [a_row(respondent="staff-17"), a_row(respondent="staff-18")]

    assert [response.respondent for response in imported(rows)] == ["<staff-17>", "<staff-18>"]


def test_without_a_reference_every_row_is_a_respondent() -> None:
    assert len({response.respondent for response in imported([a_row(), a_row(), a_row()])}) == 3


def test_one_respondent_answers_once() -> None:
    ((row, _, reason),) = bad([a_row(respondent="a"), a_row(), a_row(respondent="a")])

    assert row == 3
    assert reason == "this respondent is in row 1 already"


def test_the_same_file_always_gives_the_same_ids() -> None:
    rows = [a_row(), a_row()]
    first = [response.id for response in imported(rows)]

    assert first == [response.id for response in imported(rows)]
    assert len(set(first)) == 2
    assert not set(first) & {response.id for response in imported(rows, digest="d2")}


def test_a_row_that_the_survey_discards_is_left_out() -> None:
    assert len(imported([_log(), _log(agreed="No")], survey=LOG)) == 1


def test_an_unreported_worry_is_not_imported_but_told() -> None:
    ((row, _, reason),) = bad([_log(), _log(worry="Yes")], survey=LOG)

    assert row == 2
    assert "report it now" in reason


LOG = read_survey(
    """
id: log
title: Log
perspective: child
method: family_experiences
promise: staff
at_least_one: [[words, drawing]]
questions:
  - {id: worry, kind: yes_no, text: Worry, required: true, goto: {when: Yes, to: report_first}}
  - {id: agreed, kind: yes_no, text: Agreed, required: true, goto: {when: No, to: discard}}
  - {id: words, kind: comment, text: Words}
  - {id: drawing, kind: comment, text: Drawing}
""",
    "log.yaml",
    library_framework(),
)


def _log(**cells: str) -> dict[str, str]:
    return {"worry": "No", "agreed": "Yes", "words": "Warm."} | cells


def test_what_must_be_answered_is_asked_of_every_row() -> None:
    found = bad([_log(agreed=""), _log(words="")], survey=LOG)

    assert [cell[:2] for cell in found] == [(1, "agreed"), (2, "words"), (0, "drawing")]


def test_a_column_that_is_missing_altogether_is_told_once() -> None:
    rows = [{"worry": "No", "words": "Warm."} for _ in range(50)]

    assert bad(rows, survey=LOG) == [(0, "agreed", "has no column, but must be answered")]


def test_where_a_question_has_the_name_of_something_about_the_row_it_is_the_question() -> None:
    survey = read_survey(
        """
id: q
title: Q
perspective: practitioner
method: practitioner_experiences
promise: staff
questions:
  - {id: agency, kind: single, text: Agency, options: [Police, Health], segment: agency}
""",
        "q.yaml",
        library_framework(),
    )

    assert imported([{"agency": "health"}], survey=survey)[0].agency == "Health"
    assert bad([{"agency": "Navy"}], survey=survey)[0][:2] == (1, "agency")


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a.csv", b'\xef\xbb\xbfthresholds,comment\nAgree,"Too few, too late"\n\n,\n'),
        ("a.csv", "thresholds\tcomment\r\nAgree\tToo few, too late\r\n"),
        ("a.jsonl", '{"thresholds": "Agree", "comment": "Too few, too late"}\n\n'),
        ("export", '{"thresholds": " Agree", "comment": "Too few, too late"}'),
    ],
)
def test_rows_are_read_from_csv_and_from_json_lines(file: str, content: str | bytes) -> None:
    assert read_rows(content, file) == [{"thresholds": "Agree", "comment": "Too few, too late"}]


def test_json_values_become_the_text_of_a_cell() -> None:
    row = {"a": 4, "b": 4.0, "c": None, "d": True, "e": ["x", "y"], "f": "nul\0"}

    assert read_rows(json.dumps(row), "a.jsonl") == [
        {"a": "4", "b": "4.0", "c": "", "d": "Yes", "e": "x; y", "f": "nul"}
    ]


@pytest.mark.parametrize(
    ("file", "content", "lines"),
    [
        ("a.jsonl", '{"a": "1"}\nnot json\n[1]\n{"a": {"b": 1}}\n', [2, 3, 4]),
        ("a.jsonl", "", [1]),
        ("a.jsonl", '{"a": ' + "[" * 100_000, [1]),
        ("a.csv", "", [1]),
        ("a.csv", "a,b\n1,2,3\n", [2]),
        ("a.csv", "a,a\n1,2\n", [1]),
        ("a.csv", "a,\n1,2\n", [1]),
        ("a.csv", 'a,b\n1,"open\n', [2]),
        ("a.csv", "a\nné\n".encode("cp1252"), [2]),
        ("a.csv", "a\nb\n".encode("utf-16"), [1]),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    file: str, content: str | bytes, lines: list[int]
) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read_rows(content, file)

    assert [problem.line for problem in refused.value.problems] == lines
    assert "open" not in repr(refused.value.problems).replace("is a quote open?", "")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "latin-1"])
def test_another_encoding_may_be_named(encoding: str) -> None:
    assert read_rows("a\nné\n".encode(encoding), "a.csv", encoding=encoding) == [{"a": "né"}]


def test_a_comment_with_every_sort_of_sign_is_kept_as_it_is() -> None:
    said = "🙂 <!channel> <@U123> \u200fשלום"

    assert imported(read_rows(f"comment\n{said}\n", "a.csv"))[0].answers == {
        "comment": Said(text=said)
    }


def test_nothing_to_import_is_nothing() -> None:
    assert imported([]) == ()
