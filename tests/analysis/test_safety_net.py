"""The safety net is told as a process: in time or not, and never how many where they are few."""

from datetime import date

import pytest

from analysis.digest.provenance import evidence_in
from analysis.disclosure.ledger import Marks
from analysis.disclosure.suppression import RULES, Audience
from analysis.figures.figure import Disclosure, Figure
from analysis.figures.holding import Held, held
from analysis.figures.knowing import Left
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


JULY, AUGUST = date(2026, 7, 20), date(2026, 8, 20)


def leaving(
    given: list[Acknowledgement], audience: Audience, *earlier: Left, today: date = JULY
) -> Held:
    now = found(evidence(acknowledgements=tuple(given)), audience=audience)
    return held(now, earlier, Marks(b"s" * 32), readers=audience, today=today)


def in_time(holding: Held) -> Figure:
    return the(holding.picture, "QN8")


@pytest.mark.parametrize("audience", [Audience.ANALYST, Audience.BOARD])
@pytest.mark.parametrize(
    ("in_time_now", "late", "base"), [(0, 5, 20), (4, 5, 20), (0, 10, 20), (4, 6, 30)]
)
def test_the_qa_team_sees_it_anew_no_sooner_than_a_board(
    audience: Audience, in_time_now: int, late: int, base: int
) -> None:
    """Of ten that came and are all late a board would be told a band, so they wait for others."""
    first = acknowledged(14, 6)
    before = leaving(first, audience)
    like = first[:1] * in_time_now + first[-1:] * late
    came = [one.model_copy(update={"concern": f"came {n}"}) for n, one in enumerate(like)]

    now = leaving([*first, *came], audience, *before.left.values(), today=AUGUST)

    assert (in_time(before).base, in_time(before).value) == (20, 70)
    assert in_time(now).base == base
    assert (in_time(now) == in_time(before)) is (base == 20)


def test_how_it_was_made_names_the_rule_that_it_was_told_by() -> None:
    now = found(evidence(acknowledgements=tuple(acknowledged(14, 6))), audience=Audience.ANALYST)

    smallest = RULES[Audience.BOARD].smallest_base
    filters = evidence_in(now, the(now, "QN8").id).filters
    assert any(f"percentages from a base of {smallest}," in one for one in filters)
