from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.authoring import library_framework
from surveys.csv_files import Row, read_table
from surveys.errors import InvalidDefinition
from surveys.indicators import COLUMNS, Indicator, Known, indicators, latest, news
from surveys.measure_files import library_measures

HEADING = ",".join(COLUMNS)
GOOD = "QL102,neglect,2026-Q3,61,88,management_records,Health"
KNOWN = Known(library_framework(), library_measures(), ("Health", "Police"), date(2026, 11, 24))


def brought(*lines: str, known: Known = KNOWN) -> tuple[Indicator, ...]:
    return indicators(read_table("\n".join((HEADING, *lines)), "i.csv"), "i.csv", known)


def wrong(*lines: str) -> list[str]:
    with pytest.raises(InvalidDefinition) as refused:
        brought(*lines)
    return [f"{one.line} {one.path}: {one.reason}" for one in refused.value.problems]


def test_a_row_is_so_many_of_so_many_with_its_source_and_owner() -> None:
    (one,) = brought(GOOD)

    assert (one.numerator, one.denominator, one.owner, one.source) == (
        61,
        88,
        "Health",
        "management_records",
    )
    assert str(one.period) == "2026-Q3"


def test_numbers_may_be_written_as_spreadsheets_write_them() -> None:
    (one,) = brought('QN101,neglect,2026-Q3,143.0,"43,210",agency_data,Police')

    assert (one.numerator, one.denominator) == (143, 43210)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("QL99,neglect,2026-Q3,6,8,agency_data,Health", "measure: unknown indicator 'QL99'"),
        ("OC1,neglect,2026-Q3,6,8,agency_data,Health", "measure: unknown indicator 'OC1'"),
        ("QL102,neglct,2026-Q3,6,8,agency_data,Health", "did you mean 'neglect'"),
        ("QL102,neglect,autumn,6,8,agency_data,Health", "period: should be a quarter or a year"),
        ("QL102,neglect,2026-Q4,6,8,agency_data,Health", "period: is not over yet"),
        ("QL102,neglect,2030,6,8,agency_data,Health", "period: is not over yet"),
        ("QL102,neglect,2026-Q3,9,8,agency_data,Health", "larger than the denominator"),
        ("QL102,neglect,2026-Q3,-1,8,agency_data,Health", "numerator: should be at least 0"),
        ("QL102,neglect,2026-Q3,0,0,agency_data,Health", "denominator: should be at least 1"),
        ("QL102,neglect,2026-Q3,6.5,8,agency_data,Health", "numerator: should be a whole number"),
        ("QL102,neglect,2026-Q3,many,8,agency_data,Health", "numerator: should be a whole number"),
        ("QL102,neglect,2026-Q3,,8,agency_data,Health", "numerator: is empty"),
        (f"QL102,neglect,2026-Q3,6,{'9' * 5000},agency_data,Health", "denominator: "),
        ("QL102,neglect,2026-Q3,6,8,hearsay,Health", "source: unknown source 'hearsay'"),
        ("QL102,neglect,2026-Q3,6,8,agency_data,Hospital", "owner: unknown owner 'Hospital'"),
        (
            "=cmd|' /C calc'!A0,neglect,2026-Q3,6,8,agency_data,Health",
            "measure: begins like a form",
        ),
        ("QL102,neglect,2026-Q3,6,8,agency_data,@SUM(A1)", "owner: begins like a formula"),
        ("QL102,neglect,2026-Q3,=1+1,8,agency_data,Health", "numerator: begins like a formula"),
        ("QL102,neglect,2026-Q3,6,8,agency_data,He\u202ealth", "owner: has signs that cannot be"),
    ],
)
def test_each_mistake_is_told_with_its_line(cells: str, told: str) -> None:
    problems = wrong(GOOD, cells)

    assert all(one.startswith("3 ") for one in problems)
    assert any(told in one for one in problems)


def test_what_would_run_in_a_spreadsheet_is_not_repeated() -> None:
    assert not any(
        "calc" in one for one in wrong("=cmd|calc,neglect,2026-Q3,6,8,agency_data,Health")
    )


def test_the_same_number_twice_is_refused() -> None:
    assert wrong(GOOD, GOOD.replace("61", "62")) == ["3 : the same number is on line 2 already"]


def test_a_column_that_is_missing_or_unknown_is_named() -> None:
    with pytest.raises(InvalidDefinition) as refused:
        indicators(read_table("measure,colour\nQL102,red", "i.csv"), "i.csv", KNOWN)

    places = {one.path for one in refused.value.problems}
    assert places == {*COLUMNS[1:], "colour"}


def test_without_a_people_file_any_owner_is_taken() -> None:
    anybody = Known(KNOWN.framework, KNOWN.measures, (), KNOWN.today)

    assert brought(GOOD.replace("Health", "Hospital trust"), known=anybody)


def test_a_file_without_a_row_and_one_with_too_many_are_refused() -> None:
    assert wrong() == ["1 : there is no row under the heading"]

    cells = dict(zip(COLUMNS, GOOD.split(","), strict=True))
    with pytest.raises(InvalidDefinition) as refused:
        indicators([Row(2, cells)] * 20_001, "i.csv", KNOWN)
    assert "more than 20,000 rows" in refused.value.problems[0].reason


def test_a_correction_stands_beside_the_earlier_number_and_the_same_again_is_nothing() -> None:
    first = brought(GOOD)
    second = brought(GOOD.replace("61", "63"))
    new, none = news(first, [])
    _, corrections = news(second, new)
    _, back = news(first, [*new, *corrections])

    assert (len(new), none) == (1, [])
    assert [one.version for one in (*corrections, *back)] == [2, 3]
    assert len({one.id for one in (*new, *corrections, *back)}) == 3
    assert [one.numerator for one in latest([*back, *new, *corrections])] == [61]
    assert news(first, new) == ([], [])


def test_a_corrected_number_was_there_since_its_first_version() -> None:
    january, march = date(2027, 1, 10), date(2027, 3, 10)
    new, _ = news(brought(GOOD, known=replace(KNOWN, today=january)), [])
    again = brought(GOOD.replace("61", "63"), known=replace(KNOWN, today=march))
    _, corrections = news(again, new)

    [one] = latest([*corrections, *new])
    assert (one.numerator, one.imported_on) == (63, january)
    assert corrections[0].imported_on == march
    assert latest([one]) == (one,)


@given(st.text(max_size=40), st.sampled_from(COLUMNS))
def test_whatever_stands_in_a_cell_a_row_is_kept_or_refused_in_words(
    text: str, column: str
) -> None:
    cells = dict(zip(COLUMNS, GOOD.split(","), strict=True)) | {column: text}

    with suppress(InvalidDefinition):
        (one,) = indicators([Row(2, cells)], "i.csv", KNOWN)
        assert one.numerator <= one.denominator
