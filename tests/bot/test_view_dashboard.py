import re

from analysis.digest.dashboard import dashboard
from analysis.digest.digest import Digest
from analysis.figures.status import Status
from bot.views.dashboard import dashboard_message
from bot.views.query import asked_view, query_form, query_message
from surveys.framework import Tier
from surveys.values import AreaId
from tests.checkers import problems_of_message, problems_of_view
from tests.digests import HOSTILE, a_digest, an_overall


def nineteen() -> list[Digest]:
    return [
        a_digest(
            area=AreaId(f"area_{number}"),
            area_label=f"Content area number {number} - with an explanation",
            tier=list(Tier)[number // 8],
            overall=an_overall(list(Status)[number % 6]),
        )
        for number in range(19)
    ]


def test_nineteen_areas_take_two_short_lines_each() -> None:
    _, blocks = dashboard_message(dashboard(nineteen()))
    texts = [block.to_dict()["text"]["text"] for block in blocks if block.type == "section"]
    lines = [line for text in texts for line in text.split("\n")]

    assert len(lines) == 2 * 19 + 3
    assert max(len(re.sub(r"[*`]", "", line)) for line in lines) < 80


def test_its_legend_says_what_a_dash_and_a_c_stand_for() -> None:
    _, blocks = dashboard_message(dashboard(nineteen()))

    legend = str(blocks[-1].to_dict())
    assert "□ c protected" in legend
    assert "– no clear change" in legend


def test_slack_takes_it_whatever_areas_are_called() -> None:
    made = dashboard([a_digest(area_label=HOSTILE), *nineteen()])
    text, blocks = dashboard_message(made)

    assert problems_of_message([block.to_dict() for block in blocks]) == []
    assert "<!channel>" not in text
    texts = [block.to_dict()["text"]["text"] for block in blocks if block.type == "section"]
    assert "<!channel>" not in str(texts)


def test_the_form_of_a_question_holds_no_number_of_a_figure() -> None:
    view = query_form(a_digest()).to_dict()

    assert problems_of_view(view) == []
    assert "80" not in str(view)
    assert "24 of 30" not in str(view)


def test_the_words_of_who_asks_are_in_no_message() -> None:
    text, (block,) = query_message("Somebody asks.", "query-1")

    assert text == "Somebody asks."
    assert block.to_dict()["accessory"]["value"] == "query-1"


def test_where_the_words_are_the_leads_there_is_nothing_to_open() -> None:
    _, (block,) = query_message("Somebody asks.", "")

    assert "accessory" not in block.to_dict()


def test_the_words_of_who_asks_are_escaped_where_they_open() -> None:
    view = str(asked_view("Somebody asks.", "<!channel> why so low?").to_dict())

    assert "why so low?" in view
    assert "<!channel>" not in view
