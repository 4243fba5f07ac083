from textwrap import dedent

import pytest

from surveys.authoring import library, library_framework, read_survey
from surveys.errors import InvalidDefinition
from surveys.framework import Perspective
from surveys.measure_files import library_measures, read_measures
from surveys.measures import Direction, Formula, Measures, NamedAfter, Unit

OWN = """
measures:
  - code: QL20
    name: Knows who to ring
    asks: how_well
    formula: share
    counted: people who know whom to ring / people who answered
    perspectives: [parent_carer]
    questions: [parent-service.safe_now]
    target: 80
    owner: Early help board
    due: 15
    says: know whom to ring
"""


def read_own(text: str) -> Measures:
    return read_measures(dedent(text), "own.yaml", surveys=library())


def wrong(text: str) -> dict[str, str]:
    """Each mistake by its place, with its line before it."""
    with pytest.raises(InvalidDefinition) as refused:
        read_own(text)
    return {one.path: f"{one.line}: {one.reason}" for one in refused.value.problems}


def with_(line: str) -> str:
    """The board's own measure with another line in place of the one with the same key."""
    key = line.split(":", maxsplit=1)[0].strip()
    kept = [one for one in OWN.splitlines() if one.strip(" -").split(":")[0] != key]
    if key == "code":
        return "\n".join([*kept[:2], f"  - {line}", *kept[2:]])
    return "\n".join([*kept, f"    {line}"])


def test_a_board_adds_a_measure_of_its_own() -> None:
    own = read_own(OWN)["QL20"]

    assert own.unit is Unit.PERCENT
    assert own.target == 80
    assert own.owner == "Early help board"
    assert own.due == 15
    assert own.direction is Direction.UP
    assert own.said_by(Perspective.PARENT_CARER) == "know whom to ring"


def test_measures_are_in_the_order_of_their_codes_wherever_they_were_written() -> None:
    codes = read_own(OWN).codes

    assert codes.index("QL9") < codes.index("QL20") < codes.index("OC1")


def test_a_board_sets_target_owner_and_due_of_a_measure_that_heard_brings() -> None:
    changed = read_own("measures:\n  - {code: OC1, target: 82, owner: QA lead, due: 10}")

    assert (changed["OC1"].target, changed["OC1"].owner, changed["OC1"].due) == (82, "QA lead", 10)
    assert changed["OC1"].name == library_measures()["OC1"].name
    assert changed["OC4"] == library_measures()["OC4"]


def test_what_a_measure_of_heards_counts_stays_as_it_is() -> None:
    assert wrong("measures:\n  - {code: OC1, formula: net}")["measures[1].formula"] == (
        "2: can't be changed of a measure that Heard brings; target, agreed, owner, due can"
    )


def test_an_unknown_formula_is_refused_with_all_that_are_known() -> None:
    reason = wrong(with_("formula: shares"))["measures[1].formula"]

    assert "unknown formula 'shares'; did you mean 'share'?" in reason
    assert all(formula in reason for formula in Formula)


@pytest.mark.parametrize(
    ("line", "place", "reason"),
    [
        ("code: XX1", "code", "should be a code like QN10"),
        ("asks: how_much", "", "a code of 'how_much' begins with QN"),
        ("asks: why", "asks", "unknown value 'why'"),
        ("unit: people", "", "the formula 'share' gives the unit 'percent'"),
        ("target: 101", "target", "should be at most 100"),
        ("target: 0", "target", "should be at least 1"),
        ("target: most", "target", "should be a whole number"),
        ("agreed: {day: 2026-05-12}", "agreed.minute", "is missing"),
        ("due: -1", "due", "should be at least 0"),
        ("direction: sideways", "direction", "unknown value 'sideways'"),
        ("perspectives: [childs]", "perspectives[1]", "unknown value 'childs'; did you mean"),
        ("questions: [parent-service.save_now]", "questions[1]", "did you mean 'parent-service.s"),
        ("questions: [nowhere.at_all]", "questions[1]", "unknown question 'nowhere.at_all'"),
        ("compares: [QL1]", "", "'compares' belongs to the formulas 'gap'"),
        ("name:", "name", "is empty"),
        ("colour: red", "colour", "unknown key 'colour'"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_is_allowed(
    line: str, place: str, reason: str
) -> None:
    path = "measures[1]" + (f".{place}" if place else "")

    assert reason in wrong(with_(line))[path]


def test_a_code_is_written_once() -> None:
    twice = OWN + OWN.replace("\nmeasures:\n", "")

    assert wrong(twice)["measures[2].code"] == "14: 'QL20' is there already, on line 3"


def test_a_gap_compares_measures_that_there_are() -> None:
    gap = """
    measures:
      - {code: QL30, name: N, asks: how_well, formula: gap, counted: C, compares: [QL1, QL99]}
    """

    assert "unknown measure 'QL99'" in wrong(gap)["measures[1].compares[2]"]


@pytest.mark.parametrize("direction", ["down", "neither"])
def test_a_gap_says_who_is_more_positive_and_so_compares_only_what_gets_better_upwards(
    direction: str,
) -> None:
    gap = f"""
    measures:
      - {{code: QL31, name: N, asks: how_well, formula: share, counted: C, direction: {direction}}}
      - {{code: QL30, name: N, asks: how_well, formula: gap, counted: C, compares: [QL1, QL31]}}
    """

    assert "up is not the better way" in wrong(gap)["measures[2].compares[2]"]


def test_a_question_may_feed_a_measure_of_the_boards_own() -> None:
    text = """
    id: own
    title: Own
    perspective: practitioner
    method: practitioner_experiences
    mode: confidential
    promise: staff
    questions:
      - {id: q, kind: agree, text: Q, measures: [QL20]}
    """
    own = read_own(OWN)

    assert read_survey(dedent(text), "own.yaml", library_framework(), own).questions[0].measures
    with pytest.raises(InvalidDefinition):
        read_survey(dedent(text), "own.yaml", library_framework())


def test_heards_own_measures_are_called_after_what_was_asked_only_where_that_says_more() -> None:
    named = {one.code: one.named_after for one in library_measures().all()}

    assert {code for code, what in named.items() if what is not NamedAfter.MEASURE} == {
        "QL1",
        "QL9",
    }
