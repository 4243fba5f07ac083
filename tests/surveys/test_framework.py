import pytest
from pydantic import ValidationError

from surveys.authoring import library_framework, read_framework
from surveys.errors import InvalidDefinition, Unknown
from surveys.framework import Framework, Kind, Tier
from tests.builders import a_content_area, a_framework

GOOD = """
areas:
  - id: neglect
    label: Neglect
    tier: practice
    aliases: [home conditions]
    good:
      - {id: NEG-Q1, kind: quality, text: Named early., target: 75}
      - {id: NEG-O1, kind: outcome, text: Things got better.}
    dataset: [plans for neglect]
"""


def problems(text: str) -> dict[str, str]:
    with pytest.raises(InvalidDefinition) as refused:
        read_framework(text, "framework.yaml")
    return {problem.path: f"{problem.line}: {problem.reason}" for problem in refused.value.problems}


def test_a_framework_is_read_from_its_file() -> None:
    area = read_framework(GOOD, "framework.yaml").areas[0]

    assert (area.id, area.tier, area.code, area.dataset) == (
        "neglect",
        Tier.PRACTICE,
        "NEG",
        ("plans for neglect",),
    )
    assert [statement.target for statement in area.good] == [75, None]
    outcome = area.statement(Kind.OUTCOME)
    assert outcome
    assert outcome.text == "Things got better."


def test_the_library_has_nineteen_areas_and_thirty_nine_statements() -> None:
    assert len(library_framework().areas) == 19
    assert len(library_framework().statements) == 39
    assert {area.tier for area in library_framework().areas} == set(Tier)


def test_every_area_of_the_library_says_what_good_quality_looks_like() -> None:
    assert all(area.statement(Kind.QUALITY) for area in library_framework().areas)


def test_the_letter_of_a_statement_is_its_kind() -> None:
    for statement in library_framework().statements.values():
        letter = statement.id.split("-")[1][0]
        assert {"Q": Kind.QUALITY, "O": Kind.OUTCOME}[letter] is statement.kind


def test_figure_codes_are_one_for_each_area() -> None:
    codes = [area.code for area in library_framework().areas]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("neglect", "neglect"),
        ("NEG", "neglect"),
        ("  Home   Conditions ", "neglect"),
        ("domestic-abuse", "domestic_abuse"),
        ("domestic abuse", "domestic_abuse"),
        ("Voice of the child and family", "voice"),
        ("cse", "exploitation"),
        ("S11", "safe_organisations"),
    ],
)
def test_an_area_is_found_by_id_label_code_and_alias(name: str, area: str) -> None:
    assert library_framework().area(name).id == area


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("neglekt", "Neglect"), ("working togeter", "Working together"), ("xyzzy", None)],
)
def test_an_unknown_area_brings_the_nearest(name: str, nearest: str | None) -> None:
    with pytest.raises(Unknown) as unknown:
        library_framework().area(name)

    assert unknown.value.nearest[:1] == ((nearest,) if nearest else ())
    assert len(unknown.value.nearest) <= 3


def test_every_area_is_found_by_the_title_that_is_offered() -> None:
    framework = library_framework()
    assert framework.area("working together").id == "multi_agency"
    for area in framework.areas:
        with pytest.raises(Unknown) as unknown:
            framework.area(f"{area.label[:-1]}?")
        found = {framework.area(title).id for title in unknown.value.nearest}
        assert area.id in found


@pytest.mark.parametrize("name", ["", " ", "\N{BOM}", "a" * 10_000])
def test_a_name_of_nothing_or_of_far_too_much_is_unknown(name: str) -> None:
    with pytest.raises(Unknown):
        library_framework().area(name)


def test_a_statement_leads_to_its_area() -> None:
    framework = library_framework()

    assert all(
        framework.area_of(statement.id) is area
        for area in framework.areas
        for statement in area.good
    )
    with pytest.raises(Unknown):
        a_framework().area_of(next(iter(framework.areas[-1].good)).id)


def test_two_areas_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="named twice"):
        Framework(areas=(a_content_area(), a_content_area()))


def test_every_mistake_of_a_framework_file_is_told_with_its_line() -> None:
    found = problems("""areas:
  - id: Bad Id
    label:
    tier: middle
    alias: [x]
    good:
      - {id: NEG-Q1, kind: quality, text: One., target: 101}
      - {id: NEG-Q1, kind: result, text: Two.}
      - {id: negq1, kind: outcome}
  - id: empty
    label: Empty
    tier: wider
    good: []
  - just a line
""")

    assert found["areas[1].id"].startswith("2: should be small letters")
    assert found["areas[1].label"] == "3: is empty"
    assert found["areas[1].tier"].startswith("4: unknown value 'middle'; ")
    assert found["areas[1].alias"].startswith("5: unknown key 'alias'; did you mean 'aliases'?")
    assert found["areas[1].good[1].target"] == "7: should be at most 100"
    assert found["areas[1].good[2].id"] == "8: 'NEG-Q1' is there already, on line 7"
    assert found["areas[1].good[2].kind"].startswith("8: unknown value 'result'")
    assert (
        found["areas[1].good[3].id"]
        == "9: should be a code like NEG-Q1 (quality) or NEG-O1 (outcome)"
    )
    assert found["areas[1].good[3].text"] == "9: is missing"
    assert found["areas[2].good"] == "13: needs 1 or more"
    assert found["areas[3]"].startswith("14: should have keys")
    assert len(found) == 11


def test_a_label_fits_an_option_in_slack() -> None:
    found = problems(GOOD.replace("label: Neglect", f"label: {'x' * 76}"))

    assert found == {"areas[1].label": "4: is too long: at most 75 characters"}


@pytest.mark.parametrize("text", ["areas: []", "areas:", "other: 1", "areas: none"])
def test_a_framework_without_areas_is_refused(text: str) -> None:
    assert "areas" in problems(text)
