from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime

import pytest

from analysis.digest.lines import Line, SinceLastTime
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Change
from analysis.figures.status import Clarity, Status
from analysis.paper.paper import Paper, paper
from analysis.paper.texts import PaperText, Part, Written, paper_text, plan_rows
from surveys.evidence import Evidence
from surveys.periods import Period
from surveys.values import AreaId, PersonId
from tests.analysis.crowds import BETTER, CHILDREN, NOTHING, PRACTITIONERS, crowd, evidence, told
from tests.builders import NEGLECT
from tests.digests import FEELS_SAFE, SURE, a_digest, a_figure, a_row, an_overall

SPRING = Period(year=2026, quarter=2)
MADE_ON = date(2026, 7, 20)


def of(
    *digests: object,
    texts: tuple[PaperText, ...] = (),
    owners: Mapping[AreaId, str] | None = None,
    due: date | None = None,
    ended: Collection[AreaId] = (),
) -> Paper:
    return paper(
        "Mereshire Board",
        SPRING,
        digests or (a_digest(),),  # type: ignore[arg-type]
        texts,
        made_on=MADE_ON,
        owners=owners,
        due=due,
        ended=ended,
    )


def written(part: Part, text: str, area: AreaId | None = None) -> PaperText:
    version = Written(text=text, by=PersonId("UQUINN"), at=datetime(2026, 7, 1, tzinfo=UTC))
    return paper_text(SPRING, part, area, version)


def below(value: int) -> dict[str, object]:
    figure = a_figure(value=value, status=Status.NOT_MET)
    return {
        "overall": an_overall(Status.NOT_MET),
        "children": (a_row(status=Status.NOT_MET, line=Line(rest=f"{value}%.")),),
        "figures": (figure, *a_digest().figures[1:]),
    }


def changed(points: float) -> dict[str, object]:
    change = Change(
        points=points, low=points - 5, high=points + 5, clarity=Clarity.CLEAR, since="2026-Q1"
    )
    line = Line(lead="A clear change", rest=" in children.", figures=(FEELS_SAFE,))
    return {
        "figures": (a_figure(change=change), *a_digest().figures[1:]),
        "since_last_time": SinceLastTime(
            since="January to March 2026", clear=(line,), others=Line(rest="None.")
        ),
    }


def test_what_is_below_its_good_statement_is_a_risk_and_the_furthest_comes_first() -> None:
    near = a_digest(area_label="Near", **below(60))
    far = a_digest(area_label="Far", **below(20))

    made = of(near, far)

    assert [line.lead for line in made.risks.by_rule] == ["Far.", "Near."]
    assert all(line.figures == (FEELS_SAFE,) for line in made.risks.by_rule)


def test_what_the_board_says_without_a_final_stop_keeps_its_last_letter() -> None:
    parts = changed(20)
    line = Line(lead="Lepiej", rest=" u dzieci", figures=(FEELS_SAFE,))
    since = SinceLastTime(since="winter", clear=(line,), others=Line(rest="None."))

    risen = of(a_digest(**parts | {"since_last_time": since}))

    assert "Lepiej u dzieci, since" in risen.improvements.by_rule[0].text


def test_a_clear_fall_is_a_risk_and_a_clear_rise_an_improvement() -> None:
    fallen, risen = of(a_digest(**changed(-20))), of(a_digest(**changed(20)))

    assert "A clear change in children, since" in fallen.risks.by_rule[0].text
    assert "No improvement follows" in fallen.improvements.by_rule[0].text
    assert "A clear change in children, since" in risen.improvements.by_rule[0].text
    assert "No risk follows" in risen.risks.by_rule[0].text


def test_what_is_met_without_a_change_is_said_to_be_met_and_is_no_improvement_if_it_fell() -> None:
    line = Line(rest="9 in 10 children say so. No clear change since January to March 2026.")
    met = {
        "overall": an_overall(Status.MET),
        "children": (a_row(status=Status.MET, line=line),),
    }
    steady, fallen = a_digest(**met), a_digest(**{**changed(-20), **met})

    (told,) = of(steady).improvements.by_rule

    assert told.rest.startswith(" Meets our good statement. 9 in 10 children")
    assert "No improvement follows" in of(fallen).improvements.by_rule[0].text


def test_what_is_not_yet_clear_is_neither_risk_nor_improvement() -> None:
    made = of(a_digest(overall=an_overall(Status.LEANING_BELOW)))

    assert "No risk follows" in made.risks.by_rule[0].text
    assert "no proof that there is none" in made.risks.by_rule[0].text
    assert "No improvement follows" in made.improvements.by_rule[0].text


def test_a_rewritten_statement_keeps_what_the_rules_made_beside_it() -> None:
    made = of(a_digest(**below(20)), texts=(written(Part.RISKS, "Neglect drifts."),))

    assert made.risks.is_rewritten
    assert made.risks.field.text == "Neglect drifts."
    assert made.risks.by_rule[0].lead == "Neglect."


def test_every_version_of_a_text_stays_and_the_same_again_is_none() -> None:
    first = written(Part.STORY, "First.", NEGLECT)
    later = Written(text="Second.", by=PersonId("UANNA"), at=datetime(2026, 7, 2, tzinfo=UTC))

    second = first.rewritten(later)

    assert [one.text for one in second.versions] == ["First.", "Second."]
    assert second.rewritten(later) is second


def test_a_text_stands_where_its_id_says() -> None:
    with pytest.raises(ValueError, match="belong to the paper"):
        written(Part.STORY, "Of no content area.")


def test_what_nobody_has_filled_in_is_listed() -> None:
    plan = written(Part.PLAN, "Do it | head of service", NEGLECT)

    empty, planned = of(), of(texts=(plan,))

    assert "Action plan: Neglect." in [line.text for line in empty.missing]
    assert "Action plan: Neglect." not in [line.text for line in planned.missing]
    assert planned.cards[0].plan.text == "Do it | head of service"


def test_a_plan_is_read_line_by_line_with_or_without_all_its_cells() -> None:
    assert plan_rows("Do it | head | May | OC1 | more\n\n  \nOnly this") == (
        ("Do it", "head", "May", "OC1 | more"),
        ("Only this", "", "", ""),
    )


@pytest.mark.parametrize("now", [NOTHING, evidence(), evidence(*crowd(CHILDREN, BETTER, 1, 1))])
def test_without_enough_evidence_a_paper_says_so_and_asks_for_it(now: Evidence) -> None:
    made = of(told(now))

    assert made.cards == ()
    assert made.without == ("Neglect",)
    assert "Too few children answered" in made.children[0].text
    assert "too few people answered" in made.decisions.by_rule[0].text


def test_children_come_first_and_a_gap_has_both_its_views() -> None:
    now = evidence(*crowd(CHILDREN, BETTER, 10, 40), *crowd(PRACTITIONERS, BETTER, 38, 40))

    (card,) = of(told(now)).cards

    (gap,) = card.gaps
    assert (gap.practitioners.value, gap.others.value) == (95, 25)
    assert "children 25% (40 answered)" in gap.text


def test_a_paper_is_only_of_the_digests_of_its_period_and_audience() -> None:
    with pytest.raises(AssertionError):
        of(a_digest(period="2026-Q1"))
    with pytest.raises(AssertionError):
        of(a_digest(audience=Audience.ANALYST, figures=(a_figure(SURE),)))
