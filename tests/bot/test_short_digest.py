"""The message that `/digest` sends: one screen of a phone, and buttons to the rest."""

import re
from typing import Any

from analysis.digest.lines import Line, SinceLastTime
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Flag
from analysis.figures.status import Status
from bot.views.digest import whole_digest
from bot.views.short_digest import digest_message
from tests.checkers import as_json, problems_of_message
from tests.digests import (
    FEELS_SAFE,
    a_digest,
    a_figure,
    a_hostile_digest,
    a_protected_row,
    a_row,
    an_overall,
    questions,
)
from tests.phone import SCREEN, height

LONG = "who tell us what a day at home is like for them, and what has to change, " * 5


def message(quotes: str = "", **changes: Any) -> list[dict[str, Any]]:
    _, blocks = digest_message(a_digest(**changes), quotes=quotes, may_release=True)
    return [block.to_dict() for block in blocks]


def told(quotes: str = "", **changes: Any) -> str:
    parts = [
        part["text"]
        for block in message(quotes, **changes)
        if block["type"] != "actions"
        for part in block.get("elements", [block.get("text")])
    ]
    return "\n".join(parts)


def labels(quotes: str = "", **changes: Any) -> list[str]:
    blocks = [block for block in message(quotes, **changes) if block["type"] == "actions"]
    several = [one for block in blocks for one in block["elements"]]
    return [one["text"]["text"] for one in several if one["type"] == "button"]


def test_its_parts_come_in_the_order_of_what_matters() -> None:
    headings = re.findall(r"^\*([^*]+?):?\*", told(), re.MULTILINE)

    assert headings == [
        "What children say",
        "How much did we do?",
        "How well did we do it?",
        "Did we make a difference?",
        "Gaps between views",
        "Who we did not hear",
        "Since last time",
        "For challenge",
    ]
    assert told().startswith("Neglect\nApril to June 2026, as at 6 July 2026")


def test_it_fits_a_screen_however_much_there_is_to_tell() -> None:
    line = Line(rest=f"Of children {LONG}")
    made: dict[str, Any] = {
        "children": (a_row(),) * 4,
        "voices": (a_row(),) * 3,
        "measured": (a_row(),) * 30,
        "themes": (a_row(),) * 10,
        "gaps": (line,) * 9,
        "not_heard": (line,) * 9,
        "challenges": (line,) * 4,
        "data_quality": (line,) * 9,
    }

    assert height(message()) <= SCREEN
    assert height(message(**made)) <= 2 * SCREEN  # each line is as long as it may be


def test_slack_takes_it_whatever_people_wrote() -> None:
    _, blocks = digest_message(a_hostile_digest(), quotes="9 approved quotes", may_release=True)

    assert problems_of_message(as_json(blocks)) == []
    assert "<!channel>" not in str(as_json(blocks)[1:])


def test_all_of_it_is_one_press_away_and_that_button_comes_first() -> None:
    assert labels()[0] == "Whole digest"
    assert labels(audience=Audience.PUBLIC)[0] == "Whole digest"


def test_how_many_more_there_are_is_said_where_only_the_first_is_shown() -> None:
    many = told(
        gaps=tuple(Line(rest=f"Gap {one}.") for one in range(3)),
        not_heard=tuple(Line(rest=f"Group {one}.") for one in range(5)),
        since_last_time=SinceLastTime(
            since="March",
            clear=tuple(Line(rest=f"Change {one}.") for one in range(2)),
            others=Line(rest="None else."),
        ),
    )

    assert "*Gaps between views:* Gap 0. And 2 more in the whole digest." in many
    assert "*Who we did not hear:* Group 0. And 4 more in the whole digest." in many
    assert "*Since last time:* Change 0. And 1 more in the whole digest." in many
    assert "more in the" not in told(gaps=(Line(rest="Gap."),))


def test_where_views_do_not_clearly_differ_nothing_is_said_of_gaps() -> None:
    assert "Gaps" not in told(gaps=(), no_gaps="No clear gap.")


def test_low_response_stands_beside_the_status() -> None:
    low = a_figure("NEG-QN3-26Q2-aa11", flags=(Flag.LOW_RESPONSE,), value=8, base=120)

    top, _, _ = told(figures=(low,)).partition("*What children say*")
    assert top.endswith("\n*Low response:* All agencies (8% of 120).\n")


def test_a_row_stands_with_its_base_and_its_range_and_its_id_in_the_whole_digest() -> None:
    rows = questions(a_row())

    assert "`◆ A+` Feels safe, Children: 80% · 24 of 30 · likely 63–90% · target 70%" in told(
        children=(), questions=rows
    )
    assert FEELS_SAFE not in told(questions=rows)
    assert f"`{FEELS_SAFE}`" in str(whole_digest(a_digest(questions=rows)).to_dict())


def test_nobody_and_a_few_look_the_same() -> None:
    row = a_protected_row()
    text = told(children=(row,), questions=questions(row))

    assert "`□ c` *Getting better*: protected, because too few answered." in text
    assert not re.search(r"Getting better[^`\n]*\d", text)


def test_why_a_status_is_what_it_is_is_said_unless_the_rows_beneath_say_it() -> None:
    assert "deciding" not in told(overall=an_overall(Status.NOT_MET, reason="deciding"))
    assert "deciding" in told(overall=an_overall(Status.LEANING_BELOW, reason="deciding"))


def test_who_released_it_stands_at_its_top() -> None:
    line = Line(lead="Released on 4 May 2026", rest=" by Quinn. It stays as it is.")

    top, _, _ = told(standing=(line,)).partition("*What children say*")
    assert "*Released on 4 May 2026* by Quinn. It stays as it is." in top


def test_quotes_are_counted_and_read_behind_a_button() -> None:
    assert "1 approved quote from children" in told("1 approved quote from children")
    assert "Read the quotes" in labels("1 approved quote from children")
    assert "Read the quotes" not in labels()
