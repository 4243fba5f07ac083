import pytest

from surveys.errors import InvalidDefinition, Problem
from surveys.people import read_people
from tests.builders import AMINA, BEN, a_person

TWO = """slack_id,agency,role_group,locality
U0AMINA01,Local authority,Social worker,
U0BEN0002,Local authority,Social worker,Harbour
"""


def problems(content: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(InvalidDefinition) as refused:
        read_people(content, "people.csv")
    assert refused.value.file == "people.csv"
    return refused.value.problems


def told(content: str | bytes) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.path) for problem in problems(content)]


def test_people_are_read_in_order() -> None:
    assert read_people(TWO, "people.csv") == (a_person(AMINA), a_person(BEN, locality="Harbour"))


@pytest.mark.parametrize(
    "heading",
    [
        "slack_id,agency,role_group,locality",
        "Slack ID,Agency,Role group,Locality",
        " SLACK-ID , agency,ROLE_GROUP,  Locality ",
        '"slack_id","agency","role_group","locality"',
    ],
)
def test_headings_may_be_written_as_people_write_them(heading: str) -> None:
    text = "\n".join([heading, *TWO.splitlines()[1:]])

    assert len(read_people(text, "people.csv")) == 2


@pytest.mark.parametrize(
    "content",
    [
        TWO.encode(),
        b"\xef\xbb\xbf" + TWO.encode(),
        TWO.replace("\n", "\r\n").encode(),
        TWO.replace(",", ";").encode(),
        TWO.replace(",", "\t").encode(),
        TWO.replace("\n", "\n\n") + ",,,\n\n",
        "\n" + TWO,
        TWO.replace("U0AMINA01", " u0amina01 "),
        TWO.rstrip("\n"),
    ],
)
def test_what_spreadsheets_write_is_read_all_the_same(content: str | bytes) -> None:
    people = read_people(content, "people.csv")

    assert [person.id for person in people] == [AMINA, BEN]


def test_locality_may_be_left_out() -> None:
    people = read_people("slack_id,agency,role_group\nU0AMINA01,Police,Officer\n", "people.csv")

    assert people[0].locality is None


def test_a_name_with_letters_of_any_script_is_kept() -> None:
    people = read_people("slack_id,agency,role_group\nU01234,Iechyd Môn,مدرسة\n", "people.csv")

    assert (people[0].agency, people[0].role_group) == ("Iechyd Môn", "مدرسة")


def test_every_mistake_is_told_with_its_line() -> None:
    found = problems("""slack_id,agency,role_group
U0AMINA01,Police,Officer
Jane Doe,Police,Officer
U0AMINA01,Health,Nurse

U0BEN0002,,Nurse
U0CARYS03,Health
""")

    assert [(problem.line, problem.path, problem.reason) for problem in found] == [
        (3, "slack_id", "should be a Slack member id, such as U012AB3CD"),
        (4, "slack_id", "U0AMINA01 is on line 2 already"),
        (6, "agency", "is empty"),
        (7, "role_group", "is empty"),
    ]


def test_a_line_break_within_quotes_does_not_shift_the_lines() -> None:
    text = 'slack_id,agency,role_group\nU0AMINA01,"Health\nTrust",Nurse\nno-id,Health,Nurse\n'

    assert told(text) == [(4, "slack_id")]


def test_missing_columns_are_all_named() -> None:
    assert told("slack_id,team\nU0AMINA01,x\n") == [(1, "agency"), (1, "role_group"), (1, "team")]


def test_a_column_that_is_not_needed_is_refused() -> None:
    found = problems("slack_id,agency,role_group,name\nU0AMINA01,Police,Officer,x\n")

    assert found[0].reason.startswith("unknown column 'name'")


def test_a_misspelt_column_brings_the_right_one() -> None:
    found = problems("slack_id,agency,role_group,localty\nU0AMINA01,Police,Officer,x\n")

    assert "did you mean 'locality'?" in found[0].reason


@pytest.mark.parametrize(
    "heading", ["agency,agency,slack_id,role_group", "Agency,agency,slack_id,role_group"]
)
def test_two_columns_of_one_name_are_refused(heading: str) -> None:
    assert told(f"{heading}\na,b,U0AMINA01,c\n")


def test_a_row_with_more_cells_than_the_heading_is_refused() -> None:
    assert told("slack_id,agency,role_group\nU0AMINA01,Health, care,Nurse\n") == [(2, "")]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1),
        (" \n\n", 1),
        ("slack_id,agency,role_group\n", None),
        ('slack_id,agency,role_group\nU0AMINA01,"Health,Nurse\n', 2),
        ("slack_id,agency,role_group\nU0AMINA01,He\0alth,Nurse\n", 2),
        (TWO.encode("utf-16"), 1),
        (TWO.replace("Harbour", "Môn").encode("cp1252"), 3),
        ("slack_id,agency,role_group\nU1" + "x" * 1_000_000, None),
        ("slack_id,agency,role_group\nU1" + "x" * 200_000, 2),
    ],
)
def test_a_file_of_another_sort_is_refused_with_its_line(
    content: str | bytes, line: int | None
) -> None:
    assert problems(content)[0].line == line


def test_a_wrong_encoding_is_named_with_the_byte() -> None:
    found = problems(TWO.replace("Harbour", "Môn").encode("cp1252"))

    assert found[0].reason.startswith("byte 42 of this line is not UTF-8; save it as UTF-8")


def test_another_encoding_may_be_named() -> None:
    content = TWO.replace("Harbour", "Môn").encode("cp1252")

    assert read_people(content, "people.csv", encoding="cp1252")[1].locality == "Môn"


def test_an_encoding_that_does_not_exist_is_told() -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read_people(TWO.encode(), "people.csv", encoding="latin-99")

    assert "no encoding called 'latin-99'" in refused.value.problems[0].reason


def test_ten_thousand_people_are_read() -> None:
    lines = [f"U{number:09},Health,Nurse" for number in range(10_000)]

    assert len(read_people("\n".join(["slack_id,agency,role_group", *lines]), "p.csv")) == 10_000
