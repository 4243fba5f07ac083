"""Slack would take what it is shown of a paper, as far as four checkers can tell."""

import pytest

from analysis.paper.texts import OF_AN_AREA, Part
from bot import wording
from bot.views import paper as views
from surveys.authoring import library_framework
from surveys.periods import Period
from tests.builders import NEGLECT
from tests.checkers import as_json, problems_of_message, problems_of_view
from tests.digests import HOSTILE

SPRING = Period(year=2026, quarter=2)


@pytest.mark.parametrize("part", Part)
def test_slack_takes_the_form_of_every_part(part: Part) -> None:
    area = NEGLECT if part in OF_AN_AREA else None
    place = views.Place(period=str(SPRING), part=part, area=area, seen=1)

    for view in (
        views.writing_form(place, HOSTILE if area else "", HOSTILE * 90),
        views.writing_form(place, "", ""),
        views.writing_form(place, "", HOSTILE, [HOSTILE], perhaps=[HOSTILE] * 9),
        views.writing_form(place, "", HOSTILE, over=range(1, 400), ticked=[views.DAY_MEANT]),
    ):
        assert problems_of_view(as_json(view)) == []


def test_slack_takes_the_choice_of_parts_and_the_message_that_says_how_far_it_is() -> None:
    sentence = wording.making_paper("2026-Q2", HOSTILE, 1, 23)

    areas = library_framework().areas

    for view in (
        views.choosing_form(areas, SPRING),
        views.choosing_form(areas[:1], SPRING, [HOSTILE * 90, HOSTILE], of_paper=False),
    ):
        assert problems_of_view(as_json(view)) == []
    assert problems_of_message(as_json(views.making(sentence, SPRING))) == []
    assert problems_of_message(as_json(views.asks_to_write(HOSTILE * 90, SPRING))) == []
    assert problems_of_message(as_json(views.ended(sentence))) == []
