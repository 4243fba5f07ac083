"""Which content areas a paper tells first, and which have a report card before the appendix."""

from datetime import date
from typing import Any

import pytest

from analysis.digest.digest import Digest
from analysis.digest.lines import Line, SinceLastTime
from analysis.digest.quotes import Shown
from analysis.disclosure.suppression import Band
from analysis.figures.figure import Change, Disclosure
from analysis.figures.status import Clarity, Status
from analysis.paper.order import MOST_IN_FRONT
from analysis.paper.paper import Paper, paper
from surveys.framework import Perspective
from surveys.measure_files import library_measures
from surveys.measures import Direction
from surveys.periods import Period
from surveys.quote import Chosen
from surveys.values import AreaId
from tests.digests import ASKED, FEELS_SAFE, SURE, a_digest, a_figure, a_row, an_overall, questions

SPRING = Period(year=2026, quarter=2)
NOTHING_TOLD: dict[str, Any] = {
    "value": None,
    "base": None,
    "disclosure": Disclosure.PROTECTED,
    "protected": True,
}
WORST_FIRST = (Status.NOT_MET, Status.LEANING_BELOW, Status.LEANING_ABOVE, Status.MET)


def of(*digests: Digest, serious: str = "") -> Paper:
    voice = Shown(text="Nobody came.", perspective=Perspective.CHILD, chosen=Chosen.RARE)
    quotes = {AreaId(serious): [voice]} if serious else {}
    return paper("Mereshire Board", SPRING, digests, quotes=quotes, made_on=date(2026, 7, 20))


def an_area(name: str, status: Status, value: int = 60, **changes: Any) -> Digest:
    """Without a gap, of which *value* percent of the children say that they feel safe."""
    usual: dict[str, Any] = {
        "title": name,
        "area": AreaId(name.lower()),
        "area_label": name,
        "overall": an_overall(status),
        "children": (a_row(status=status),),
        "questions": questions(a_row(status=status)),
        "figures": (a_figure(value=value, status=status),),
        "gaps": (),
    }
    return a_digest(**usual | changes)


def worse() -> dict[str, Any]:
    change = Change(points=-20, low=-30, high=-10, clarity=Clarity.CLEAR, since="2026-Q1")
    line = Line(lead="A clear fall", rest=" in children.", figures=(FEELS_SAFE,))
    return {
        "figures": (a_figure(change=change),),
        "since_last_time": SinceLastTime(since="winter", clear=(line,), others=Line(rest="None.")),
    }


def below_in_part() -> dict[str, Any]:
    return {"questions": questions(a_row(), a_row(status=Status.NOT_MET))}


def names(made: Paper) -> list[str]:
    return [one.digest.title for one in made.cards]


def test_the_worst_content_area_comes_first_on_the_dashboard_and_in_the_cards() -> None:
    made = of(*(an_area(one.name.title(), one) for one in reversed(WORST_FIRST)))

    assert names(made) == [one.name.title() for one in WORST_FIRST]
    assert [one.label for one in made.dashboard] == names(made)


def test_of_two_that_stand_alike_the_one_further_from_its_target_comes_first() -> None:
    near, far = an_area("Near", Status.NOT_MET, 60), an_area("Far", Status.NOT_MET, 20)

    assert names(of(near, far)) == ["Far", "Near"]


def more_than_90_percent(status: Status, **changes: Any) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(("value", "numerator", "low", "high"))
    band = Band(end="high", limit=90, is_included=False, base=19)
    usual: dict[str, Any] = {
        "disclosure": Disclosure.BAND,
        "band": band,
        "base": 19,
        "status": status,
    }
    return {"figures": (a_figure(**nothing | usual | changes),)}


def test_a_band_counts_as_the_end_of_it_that_is_told() -> None:
    nearly_all = an_area("Nearly all", Status.MET, **more_than_90_percent(Status.MET))
    made = of(nearly_all, an_area("Most", Status.MET, 78))

    assert names(made) == ["Most", "Nearly all"]
    assert [line.lead for line in made.improvements.by_rule] == ["Nearly all.", "Most."]


def test_a_band_far_above_a_target_of_at_most_comes_before_a_share_nearer_to_it() -> None:
    at_most: dict[str, Any] = {"target": 10, "at_most": True, "status": Status.NOT_MET}
    oc1 = library_measures()["OC1"].model_copy(update={"direction": Direction.DOWN})
    near = an_area(
        "Near", Status.NOT_MET, figures=(a_figure(value=30, **at_most),), measures=(oc1,)
    )
    band = more_than_90_percent(**at_most)
    far = an_area("Far", Status.NOT_MET, measures=(oc1,), **band)

    assert names(of(near, far)) == ["Far", "Near"]


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        (Status.PROTECTED, NOTHING_TOLD),
        (Status.TOO_FEW, {"value": None, "disclosure": Disclosure.TOO_FEW, "base": 7}),
        (None, {"target": None}),
    ],
)
def test_what_has_no_share_told_or_no_target_is_in_the_boards_own_order(
    status: Status | None, changes: dict[str, Any]
) -> None:
    told: dict[str, Any] = {"numerator": None, "low": None, "high": None, "status": status}
    unknown = an_overall().model_copy(update={"status": status, "words": "Not known"})
    rows = (a_row(status=status),)
    parts: dict[str, Any] = {"overall": unknown, "children": rows, "questions": questions(*rows)}

    def an_unknown(name: str, number: int) -> Digest:
        figure = a_figure(**told | {"target": number, "value": number} | changes)
        return an_area(name, Status.MET, figures=(figure, a_figure(ASKED)), **parts)

    digests = (an_unknown("First", 90), an_unknown("Second", 60))

    assert names(of(*digests)) == ["First", "Second"]
    assert names(of(*digests[::-1])) == ["Second", "First"]


def test_where_children_were_not_asked_comes_before_what_is_good_and_after_what_leans_below() -> (
    None
):
    unknown = an_overall().model_copy(update={"status": None, "words": "Not asked"})
    digests = (
        an_area("Good", Status.LEANING_ABOVE),
        an_area("Unknown", Status.MET, overall=unknown, children=(), questions=questions()),
        an_area("Leaning", Status.LEANING_BELOW),
    )

    assert names(of(*digests)) == ["Leaning", "Unknown", "Good"]


@pytest.mark.parametrize(
    ("changes", "serious"), [(worse(), ""), (below_in_part(), ""), ({}, "met")]
)
def test_a_turn_for_the_worse_a_part_below_or_a_serious_voice_comes_before_what_leans_below(
    changes: dict[str, Any], serious: str
) -> None:
    leaning, met = an_area("Leaning", Status.LEANING_BELOW), an_area("Met", Status.MET, **changes)

    made = of(leaning, met, serious=serious)

    assert names(made) == ["Met", "Leaning"]
    assert made.where[-1].text.endswith(" Met.")


def test_the_first_lines_say_in_words_which_areas_are_below_and_that_none_is_if_none_is() -> None:
    some = of(*(an_area(one.name.title(), one) for one in WORST_FIRST))
    none = of(an_area("Neglect", Status.LEANING_ABOVE))

    assert [line.text for line in some.where][:2] == [
        "Below our good statement: Not_Met.",
        "Not yet clear - leaning below: Leaning_Below.",
    ]
    assert none.where[0].text == "Below our good statement: none for sure."


def test_two_content_areas_whose_names_begin_alike_are_named_in_full() -> None:
    labels = ("Abuse (in the family)", "Abuse (by children)", "Neglect (at home)")

    made = of(*(an_area(one, Status.NOT_MET, area=AreaId(one[:9])) for one in labels))

    assert made.where[0].rest == " Abuse (in the family), Abuse (by children) and Neglect."


def test_of_a_few_content_areas_each_has_its_card_in_front() -> None:
    made = of(*(an_area(f"A{number}", Status.MET) for number in range(MOST_IN_FRONT)))

    assert made.front == made.cards


@pytest.mark.parametrize(("grave", "shown"), [(0, 0), (2, 2), (MOST_IN_FRONT + 3, MOST_IN_FRONT)])
def test_of_many_only_the_grave_have_their_card_in_front_and_never_more_than_six(
    grave: int, shown: int
) -> None:
    bad = [an_area(f"Bad {number}", Status.LEANING_BELOW) for number in range(grave)]
    good = [an_area(f"Good {number}", Status.MET) for number in range(MOST_IN_FRONT)]

    made = of(*good, an_area("Last", Status.MET), *bad)

    assert [one.digest.title for one in made.front] == [one.title for one in bad[:shown]]


def test_what_children_say_first_is_of_the_worst_content_area() -> None:
    line = Line(rest="Hardly any child feels safe.")
    bad = an_area("Bad", Status.NOT_MET, children=(a_row(status=Status.NOT_MET, line=line),))

    made = of(an_area("Good", Status.MET), bad)

    assert made.children[0].text == "Bad. Hardly any child feels safe."


def test_what_decides_is_an_outcome_though_children_say_worse_of_how_well_it_was_done() -> None:
    outcome = a_row(status=Status.NOT_MET, line=Line(rest="Few feel safe."))
    quality = a_row(SURE, status=Status.NOT_MET, line=Line(rest="None was asked."))
    figures = (a_figure(value=60), a_figure(SURE, value=10))
    digest = an_area("Neglect", Status.NOT_MET, children=(quality, outcome), figures=figures)

    made = of(digest.model_copy(update={"questions": questions(outcome)}))

    assert made.children[0].text == "Neglect. Few feel safe."
    assert made.risks.by_rule[0].figures == (FEELS_SAFE,)


def test_what_decides_is_found_also_where_it_is_not_among_the_first_that_children_say() -> None:
    outcome = a_row(
        status=Status.NOT_MET, perspective=Perspective.CHILD, line=Line(rest="Few feel safe.")
    )
    quality = a_row(SURE, status=Status.NOT_MET, line=Line(rest="None was asked."))
    figures = (a_figure(value=60), a_figure(SURE, value=10))
    digest = an_area("Neglect", Status.NOT_MET, children=(quality,), figures=figures)

    made = of(digest.model_copy(update={"questions": questions(outcome)}))

    assert made.risks.by_rule[0].figures == (FEELS_SAFE,)
