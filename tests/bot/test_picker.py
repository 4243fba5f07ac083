from datetime import date
from typing import Any

import pytest

from bot.payloads import Submission
from bot.views.picker import AREA, PERIOD, picker_view, recent_quarters
from surveys.authoring import library_framework
from surveys.framework import Framework, Tier
from surveys.periods import Period
from tests.builders import NEGLECT, a_content_area, a_framework
from tests.checkers import as_json

JULY = date(2026, 7, 6)


def field(name: str, **changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "framework": a_framework(),
        "periods": recent_quarters(JULY),
        "today": JULY,
    }
    view = as_json(picker_view(**usual | changes))
    element: dict[str, Any] = next(
        block["element"] for block in view["blocks"] if block.get("block_id") == name
    )
    return element


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 6, 30), "2026-Q1"),
        (date(2026, 7, 1), "2026-Q2"),
        (date(2026, 1, 1), "2025-Q4"),
        (date(2026, 12, 31), "2026-Q3"),
    ],
)
def test_the_newest_quarter_that_is_over_is_chosen_already(today: date, expected: str) -> None:
    period = field(PERIOD, periods=recent_quarters(today), today=today)

    assert period["initial_option"]["value"] == expected


def test_six_quarters_are_offered_and_the_running_one_says_that_it_is_not_over() -> None:
    labels = [option["text"]["text"] for option in field(PERIOD)["options"]]

    assert len(labels) == 6
    assert labels[0] == "July to September 2026 (2026-Q3), not over yet"
    assert labels[1] == "April to June 2026 (2026-Q2)"
    assert labels[-1] == "April to June 2025 (2025-Q2)"


def test_a_year_can_be_offered_too() -> None:
    labels = [
        option["text"]["text"]
        for option in field(PERIOD, periods=(Period(year=2025), Period(year=2026)))["options"]
    ]

    assert labels == ["2025", "2026, not over yet"]


def test_content_areas_stand_under_their_tier_and_none_is_missing() -> None:
    framework = library_framework()

    groups = field(AREA, framework=framework)["option_groups"]

    assert [group["label"]["text"] for group in groups] == [
        "Children and families",
        "How agencies work",
        "The wider picture",
    ]
    offered = [option["value"] for group in groups for option in group["options"]]
    assert sorted(offered) == sorted(area.id for area in framework.areas)


def test_a_tier_without_areas_is_left_out() -> None:
    framework = Framework(areas=(a_content_area(tier=Tier.WIDER),))

    groups = field(AREA, framework=framework)["option_groups"]

    assert [group["label"]["text"] for group in groups] == ["The wider picture"]


def test_an_area_that_was_named_already_is_chosen() -> None:
    assert field(AREA, area=NEGLECT)["initial_option"]["value"] == NEGLECT
    assert "initial_option" not in field(AREA)


def test_what_was_picked_is_read_back_as_it_was_offered() -> None:
    area = field(AREA)["option_groups"][0]["options"][0]
    period = field(PERIOD)["options"][2]
    body = {
        "user": {"id": "U0AMINA01"},
        "view": {
            "id": "V1",
            "state": {
                "values": {
                    AREA: {"choice": {"selected_option": area}},
                    PERIOD: {"choice": {"selected_option": period}},
                }
            },
        },
    }

    submission = Submission.of(body)

    assert submission.chosen(AREA) == NEGLECT
    assert Period.parse(submission.chosen(PERIOD) or "") == Period(year=2026, quarter=1)
