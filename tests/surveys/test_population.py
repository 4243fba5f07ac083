import pytest

from surveys.errors import InvalidDefinition
from surveys.population import read_population
from tests.builders import a_framework

HEADING = "content_area,age_band,agency,expected\n"


def test_a_population_file_says_how_many_children_there_are_to_hear() -> None:
    [one] = read_population(f"{HEADING}neglect,8 to 11,Health,40\n", "p.csv", a_framework())

    assert (one.content_area, one.age_band, one.agency, one.expected) == (
        "neglect",
        "8 to 11",
        "Health",
        40,
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("content_area,age_band,expected\nneglect,8 to 11,4\n", "agency"),
        (f"{HEADING}neglec,8 to 11,Health,4\n", "content area"),
        (f"{HEADING}neglect,8-11,Health,4\n", "Under 4"),
        (f"{HEADING}neglect,8 to 11,Health,-4\n", "0"),
        (f"{HEADING}neglect,8 to 11,Health,many\n", "number"),
        (f"{HEADING}neglect,8 to 11,Health,4\nneglect,8 to 11,health,5\n", "line 2"),
        (f"{HEADING.replace('expected', 'expected,name')}neglect,8 to 11,Health,4,x\n", "name"),
    ],
)
def test_every_mistake_in_it_is_told_with_its_line(content: str, told: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read_population(content, "p.csv", a_framework())

    assert any(told in f"{one.path} {one.reason}" for one in refused.value.problems)
    assert all(one.line for one in refused.value.problems)
