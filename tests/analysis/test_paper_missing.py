"""What is missing in a paper says who was asked and by when."""

from datetime import date, timedelta

import pytest

from analysis.paper.missing import TextsDue, is_soon
from analysis.paper.texts import LONGEST_TEXT, Part, as_text
from surveys.values import AreaId
from surveys.working_time import ORDINARY, WorkingHours
from tests.analysis.crowds import NOTHING, told
from tests.analysis.test_paper import SPRING, below, of, written
from tests.builders import NEGLECT
from tests.digests import a_digest

FRIDAY = date(2026, 10, 30)
OTHER = {"area": "early_help", "area_label": "Early help"}


def test_what_is_missing_says_who_was_asked_and_by_when() -> None:
    owners = {NEGLECT: "head of early help"}
    texts = (written(Part.PROGRAMME, "Two audits."),)

    one = of(a_digest(), owners=owners, due=FRIDAY, texts=texts)
    two = of(a_digest(), a_digest(**OTHER), owners=owners, due=FRIDAY)
    others = of(a_digest(**OTHER), owners=owners, due=FRIDAY)

    by = "Due by 30 October 2026, asked:"
    assert one.missing[0].text == (
        f"The story behind the baseline: Neglect. {by} head of early help."
    )
    assert {line.rest for line in two.missing[1:]} == {
        f" all 2 content areas. {by} head of early help (Neglect) and the QA team (the others)."
    }
    assert two.missing[0].rest == f" not filled in. {by} the QA team."
    assert others.missing[1].rest == f" Early help. {by} the QA team."


def test_without_a_day_what_is_missing_is_listed_as_it_is() -> None:
    assert of(a_digest(**below(20))).missing[1].text == "The story behind the baseline: Neglect."


def test_an_action_that_does_not_say_by_whom_or_by_when_is_listed_in_the_paper() -> None:
    half = "Show the tool | QA officer | May | NEG-OC4\nAsk Housing | Chair\nRing every family"
    texts = (written(Part.PLAN, half, NEGLECT),)

    one = of(a_digest(), texts=texts)
    ended = of(a_digest(), texts=texts, ended=[NEGLECT])

    assert one.missing[-1].text == (
        "Action plan of Neglect: action 2 (by when), action 3 (by whom and by when)."
    )
    assert not any("action" in line.text for line in ended.missing)


def test_a_reminder_comes_three_working_days_before_and_never_after() -> None:
    due = TextsDue(id=str(SPRING), period=SPRING, day=FRIDAY)
    closed = WorkingHours(closed=frozenset({date(2026, 10, 29)}))
    days = [date(2026, 10, day) for day in range(24, 32)]

    assert [one.day for one in days if due.is_to_be_reminded(one, ORDINARY)] == [27, 28, 29, 30]
    assert due.is_to_be_reminded(date(2026, 10, 26), closed)
    assert not due.model_copy(update={"is_reminded": True}).is_to_be_reminded(FRIDAY, ORDINARY)


@pytest.mark.parametrize(
    ("due", "first"),
    [
        (date(2026, 12, 4), date(2026, 12, 1)),
        (date(2026, 12, 5), date(2026, 12, 1)),  # a Saturday
        (date(2026, 12, 6), date(2026, 12, 1)),
        (date(2026, 12, 7), date(2026, 12, 2)),
        (date(2026, 12, 28), date(2026, 12, 21)),  # a bank holiday
        (date(2026, 12, 29), date(2026, 12, 22)),
    ],
)
def test_three_working_days_are_left_also_before_a_day_on_which_nobody_works(
    due: date, first: date
) -> None:
    assert is_soon(due, first, ORDINARY)
    assert not is_soon(due, first - timedelta(days=1), ORDINARY)


def test_what_the_rules_made_is_cut_between_lines_where_it_is_too_long_for_a_form() -> None:
    lines = ["a" * 1000] * 4

    assert as_text(lines) == "\n".join(lines[:2])
    assert len(as_text(["a" * (LONGEST_TEXT - 2), "b"])) == LONGEST_TEXT


def test_of_how_many_areas_texts_are_missing_is_the_same_everywhere_with_the_reason() -> None:
    silent = told(NOTHING).model_copy(update={"area": AreaId("fgm"), "area_label": "FGM"})
    ended = silent.model_copy(update={"area": AreaId("gone"), "area_label": "Gone"})

    made = of(a_digest(), silent, ended, due=FRIDAY, ended=[AreaId("gone")])
    planned = of(a_digest(), silent, texts=(written(Part.PLAN, "Do it | head", NEGLECT),))

    assert "all 2 content areas" in made.missing[-1].text
    assert made.decisions.by_rule[2].text == (
        "Ask for an action plan for each of the 2 content areas: none has one yet. "
        "1 of them had too few voices to say anything. The appendix says which."
    )
    assert "for 1 of 2 content areas, which have none yet" in planned.decisions.by_rule[2].text
    assert [one.label for one in made.unheard] == ["FGM"]


def test_a_plan_is_asked_for_where_there_is_none_and_never_for_an_area_that_has_ended() -> None:
    silent = told(NOTHING).model_copy(update={"area": AreaId("fgm"), "area_label": "FGM"})
    gone = a_digest(area=AreaId("gone"), area_label="Gone")
    plans = [written(Part.PLAN, "Do it | head", area) for area in (NEGLECT, AreaId("fgm"))]

    ended = of(a_digest(), gone, texts=(plans[0],), ended=[AreaId("gone")])
    heard = of(a_digest(), silent, texts=(plans[1],))

    assert ended.decisions.by_rule[2].text == "Agree the action plans."
    assert heard.decisions.by_rule[2].text == (
        "Ask for an action plan for 1 of 2 content areas, which have none yet. "
        "The appendix says which."
    )
