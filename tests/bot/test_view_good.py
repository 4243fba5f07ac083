"""What people see of what is good: Slack takes all of it, and nobody's words steer anything."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from slack_sdk.models.views import View

from bot.views import good as views
from bot.views import good_forms as forms
from surveys.authoring import library_framework
from surveys.framework import (
    Agreement,
    Consultation,
    ContentArea,
    GoodStatement,
    Kind,
    Perspective,
    Tier,
    Wording,
)
from surveys.good import begun
from surveys.statement import Agreed, LivingStatement
from surveys.values import AreaId, StatementId
from tests.checkers import as_json, problems_of_message, problems_of_view
from tests.digests import HOSTILE

TODAY = date(2026, 9, 1)
LONG = f"{HOSTILE} <!channel> {'x' * 300}"[:300]
HOSTILE_AREA = AreaId("hostile")


def a_statement(number: int = 1) -> GoodStatement:
    return GoodStatement(
        id=StatementId(f"HOS-Q{number}"), kind=Kind.QUALITY, text=LONG, for_children=LONG, target=75
    )


def an_area(statements: int = 1) -> ContentArea:
    return ContentArea(
        id=HOSTILE_AREA,
        label="<!here> & *bold*",
        tier=Tier.WIDER,
        rationale=HOSTILE,
        evidence=(LONG,),
        owner=LONG,
        active_until=date(2026, 8, 31),
        good=tuple(a_statement(number + 1) for number in range(statements)),
    )


def a_long_life(steps: int = 120) -> LivingStatement:
    """Consulted on and agreed again and again, in words that try to steer Slack."""
    living = begun(HOSTILE_AREA, a_statement())
    for number in range(steps // 3):
        day = date(2020, 1, 1) + timedelta(days=number)
        text = f"{number} {LONG}"[:300]
        talked = Consultation(
            day=day, with_whom=frozenset({Perspective.CHILD}), how=HOSTILE * 20, changed=HOSTILE
        )
        agreed = Agreed(
            by="UQUINN",
            noted=day,
            text=text.strip(),
            target=80,
            agreement=Agreement(day=day, minute=LONG),
        )
        living = (
            living.reworded(Wording(text=text, for_parents=LONG), by="<!channel>", today=day)
            .consulted(talked, by="UQUINN", today=day)
            .agree(agreed, today=day)
        )
    return living


def every_view() -> Iterator[View]:
    good, living, area = a_statement(), a_long_life(), an_area(30)
    framework = library_framework().model_copy(update={"areas": (area,)})
    lives = {one.id: living for one in area.good}
    figures = {one.id: [LONG] * 12 for one in area.good}
    yield views.area_view(area, framework, lives, TODAY, note=LONG, figures=figures)
    for may_change in (True, False):
        yield views.life_view(good, living, TODAY, may_change=may_change, note=LONG)
    for each in (living, begun(HOSTILE_AREA, good)):
        yield forms.wording_form(good, each)
        yield forms.consulting_form(good, each, TODAY)
        yield forms.agreeing_form(good, each, TODAY, only_target=False)
        yield forms.agreeing_form(good, each, TODAY, only_target=True)
        yield forms.taking_back_form(good, each)


@pytest.mark.parametrize("view", list(every_view()), ids=lambda view: view.title.text)
def test_slack_takes_every_view_and_no_words_steer_it(view: View) -> None:
    told = as_json(view)

    assert problems_of_view(told) == []
    marked = [
        block["text"]["text"]
        for block in told["blocks"]
        if block.get("text", {}).get("type") == "mrkdwn"
    ]
    assert not any("<!channel>" in text or "<!here>" in text for text in marked)


def test_slack_takes_the_list_of_all_areas() -> None:
    framework = library_framework()
    area = an_area()
    hostile = framework.model_copy(update={"areas": (*framework.areas, area)})

    told = as_json(views.overview(hostile, {}, TODAY))

    assert problems_of_message(told) == []
    assert "(not active)" in str(told)
    assert "<!here>" not in str([one for one in told if one["type"] == "section"][2])


def test_whoever_may_not_change_a_statement_has_no_button_to() -> None:
    good, living = a_statement(), a_long_life(3)

    [mine, others] = (
        views.life_view(good, living, TODAY, may_change=may_change) for may_change in (True, False)
    )

    assert "Set target" in str(as_json(mine))
    assert "actions" not in {block["type"] for block in as_json(others)["blocks"]}


def test_what_was_replaced_says_when_and_by_what_minute() -> None:
    told = str(as_json(views.life_view(a_statement(), a_long_life(6), TODAY, may_change=False)))

    assert "Replaced on 2 January 2020." in told
