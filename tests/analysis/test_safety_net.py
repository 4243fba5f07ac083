"""The safety net is told as a process: in time or not, and never how many where they are few."""

import pytest

from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Disclosure
from surveys.safety_net import Acknowledgement
from surveys.values import AreaId
from tests.analysis.crowds import IN_SPRING, IN_WINTER, evidence, found, the, told
from tests.builders import NEGLECT


def acknowledged(in_time: int, late: int = 0, **changes: object) -> list[Acknowledgement]:
    usual: dict[str, object] = {"content_area": NEGLECT, "day": IN_SPRING} | changes
    return [
        Acknowledgement.model_validate(
            {"concern": f"{usual}{place}", "in_time": place < in_time, **usual}
        )
        for place in range(in_time + late)
    ]


def test_it_says_in_how_many_of_ten_the_clock_was_kept() -> None:
    made = told(evidence(acknowledgements=tuple(acknowledged(14, 6))))

    figure = the(made, "QN8")
    assert (figure.value, figure.base) == (70, 20)
    [row] = [row for row in made.measured if figure.id in row.figures]
    assert row.line.text.startswith("Concerns acknowledged in time: 70% (14 of 20); likely ")


def test_concerns_of_another_area_or_quarter_are_not_counted() -> None:
    others = [
        *acknowledged(20, content_area=AreaId("missing")),
        *acknowledged(20, content_area=None),
        *acknowledged(20, day=IN_WINTER),
    ]

    assert the(found(evidence(acknowledgements=tuple(others))), "QN8").protected


@pytest.mark.parametrize("audience", list(Audience))
def test_no_concern_and_a_few_look_the_same_to_everybody(audience: Audience) -> None:
    none, few = (
        the(found(evidence(acknowledgements=tuple(acknowledged(number))), audience=audience), "QN8")
        for number in (0, 4)
    )

    assert none.model_dump() == few.model_dump()
    assert none.protected


def test_the_qa_team_sees_no_more_of_it_than_a_board() -> None:
    seven = evidence(acknowledgements=tuple(acknowledged(5, 2)))

    figure = the(found(seven, audience=Audience.ANALYST), "QN8")
    assert (figure.disclosure, figure.value) == (Disclosure.TOO_FEW, None)
