"""What a digest claims by a 'good' statement that is agreed, and by one that is only proposed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.digest.digest import Digest, digest
from analysis.evidence.linking import Topic
from analysis.figures.figure import Flag
from analysis.figures.series import Point, Series, series
from analysis.figures.status import Cap, Status, Verdict, overall
from analysis.statistics import Assurance
from surveys.evidence import Evidence
from surveys.framework import Agreement, Consultation, GoodStatement, Kind, Perspective
from surveys.measure_files import library_measures
from surveys.values import StatementId
from tests.analysis.crowds import (
    AFTER,
    BETTER,
    CHILDREN,
    NOTHING,
    SPRING,
    crowd,
    evidence,
    the,
    told,
)
from tests.builders import a_content_area, a_framework
from tests.digests import evidence_of

CHILD = Perspective.CHILD
AGREED = Agreement(day=date(2026, 5, 12), minute="QA sub-group 12 May 2026, item 4")


def good(target: int | None = 75, **changes: object) -> GoodStatement:
    usual = {
        "id": StatementId("NEG-O1"),
        "kind": Kind.OUTCOME,
        "text": "Life at home got better.",
        "target": target,
    }
    return GoodStatement.model_validate({**usual, **changes})


def saying_better(number: int, of: int = 60) -> Evidence:
    return evidence(*crowd(CHILDREN, BETTER, number, of))


def after(before: GoodStatement, now: GoodStatement) -> Digest:
    area = a_content_area(good=(now,))
    framework = a_framework(areas=(area,))
    return digest(
        framework, area, SPRING, saying_better(40), NOTHING, as_at=AFTER, good_before=(before,)
    )


@pytest.mark.parametrize(
    ("number", "agreed", "proposed"),
    [
        (58, Status.MET, Status.LEANING_ABOVE),
        (48, Status.LEANING_ABOVE, Status.LEANING_ABOVE),
        (42, Status.LEANING_BELOW, Status.LEANING_BELOW),
        (10, Status.NOT_MET, Status.LEANING_BELOW),
    ],
)
def test_by_what_is_only_proposed_nothing_is_met_and_nothing_not_met(
    number: int, agreed: Status, proposed: Status
) -> None:
    sure = told(saying_better(number), good=(good(agreed=AGREED),))
    draft = told(saying_better(number), good=(good(only_proposed=True),))

    assert (sure.overall.status, draft.overall.status) == (agreed, proposed)
    figure = the(draft, "OC4", CHILD)
    assert (figure.status, figure.cap) == (proposed, Cap.NOT_AGREED)
    assert Flag.NOT_AGREED in figure.flags
    assert "proposed, not yet agreed" in draft.overall.reason


def with_target(made: Evidence, target: int, agreed: Agreement | None = None) -> Evidence:
    """As a board's file of measures has it."""
    own = library_measures()["OC4"].model_copy(update={"target": target, "agreed": agreed})
    return replace(made, measures=library_measures().with_([own]))


@pytest.mark.parametrize("dated", [None, AGREED])
def test_the_agreed_target_of_a_statement_goes_before_that_of_a_file(
    dated: Agreement | None,
) -> None:
    now = saying_better(10)

    made = told(with_target(now, 1, dated), good=(good(agreed=AGREED),))

    assert the(made, "OC4", CHILD) == the(told(now, good=(good(agreed=AGREED),)), "OC4", CHILD)
    assert made.overall.status is Status.NOT_MET


def test_where_none_is_agreed_a_target_of_a_file_counts_from_the_day_it_was_agreed() -> None:
    now = saying_better(58)
    late = Agreement(day=SPRING.last_day + timedelta(days=1), minute="Board, item 1")

    undated = the(told(with_target(now, 80), good=(good(None),)), "OC4", CHILD)
    too_late = the(told(with_target(now, 80, late), good=(good(None),)), "OC4", CHILD)
    in_time = the(told(with_target(now, 80, AGREED), good=(good(None),)), "OC4", CHILD)

    assert (undated.target, undated.status) == (80, Status.LEANING_ABOVE)
    assert undated.cap is too_late.cap is Cap.NOT_AGREED
    assert (in_time.status, in_time.cap) == (Status.MET, None)


def test_an_agreed_target_meets_nothing_while_the_statement_is_only_proposed() -> None:
    now = with_target(saying_better(58), 80, AGREED)

    figure = the(told(now, good=(good(only_proposed=True),)), "OC4", CHILD)

    assert (figure.target, figure.status, figure.cap) == (80, Status.LEANING_ABOVE, Cap.NOT_AGREED)


def test_beside_the_status_of_a_proposal_it_says_that_it_is_one() -> None:
    draft = told(saying_better(10), good=(good(only_proposed=True),))
    [row] = [row for row in draft.children if row.name == "Getting better"]

    assert row.target == "draft target 75%, proposed, not yet agreed"
    assert "against the proposed target of 75%" in row.line.text
    assert "our target" not in draft.model_dump_json()
    assert draft.good[0].standing == "proposed, not yet agreed; draft target 75%"
    assert any("proposed here, not yet agreed: “" in line.text for line in draft.challenges)


def test_no_picture_draws_a_target_that_nobody_agreed() -> None:
    draft = told(saying_better(10), good=(good(only_proposed=True),))
    sure = told(saying_better(10), good=(good(agreed=AGREED),))

    assert {row.target for row in sure.chart.rows} == {75}
    assert {row.target for row in draft.chart.rows} == {None}
    words = {row.sign.words for row in draft.chart.rows if row.sign}
    assert "Target only proposed - leaning below" in words


def test_no_promise_is_made_of_a_target_that_nobody_agreed() -> None:
    topic = Topic("OC4", StatementId("NEG-O1"), CHILD)
    quarters = [
        {topic: Point(period=f"{year}-Q{quarter}", value=90, base=60, asked="the same")}
        for year in (2023, 2024, 2025)
        for quarter in (1, 2, 3, 4)
    ]

    def over_time(statement: GoodStatement) -> Series:
        made = told(saying_better(58), good=(statement,))
        [one] = series([the(made, "OC4", CHILD)], quarters[-1], quarters[:-1], library_measures())
        return one

    agreed, draft = over_time(good(agreed=AGREED)), over_time(good(only_proposed=True))
    assert (agreed.target, agreed.reading.assurance) == (75, Assurance.PASSES)
    assert (draft.target, draft.reading.assurance) == (None, None)


def test_a_proposal_beside_what_is_agreed_and_met_holds_met_back() -> None:
    met = Verdict(status=Status.MET)
    draft = Verdict(status=Status.LEANING_BELOW, cap=Cap.NOT_AGREED)

    above = Verdict(status=Status.LEANING_ABOVE, cap=Cap.NOT_AGREED)
    agreed = Verdict(status=Status.LEANING_BELOW)

    assert overall([met, above]) == above
    assert overall([met, draft]) == draft, "the worst leaning decides: a worry is not hidden"
    assert overall([draft, met, agreed]) == agreed
    assert overall([draft]) == draft


def test_small_groups_are_as_protected_by_a_proposal_as_by_what_is_agreed() -> None:
    draft = told(saying_better(3, 4), good=(good(only_proposed=True),))

    figure = the(draft, "OC4", CHILD)
    assert figure.protected
    assert (figure.status, figure.cap) == (Status.PROTECTED, None)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (good(70, agreed=AGREED), good(75, agreed=AGREED), "the target is 75%, not 70 as before"),
        (
            good(75, only_proposed=True),
            good(80, agreed=AGREED),
            "the target is 80%, not 75 as drafted",
        ),
        (good(None, only_proposed=True), good(80, agreed=AGREED), "there was none before"),
        (
            good(75, only_proposed=True),
            good(75, agreed=AGREED),
            "no longer a proposal, with a target of 75%",
        ),
        (
            good(agreed=AGREED),
            good(agreed=AGREED, important_difference=8),
            "a change counts from 8 points, not 5 as before",
        ),
        (
            good(agreed=AGREED),
            good(agreed=AGREED, text="Home is kind."),
            "the words are now “Home is kind”",
        ),
    ],
)
def test_what_was_agreed_since_the_period_before_is_said_with_its_minute(
    before: GoodStatement, now: GoodStatement, said: str
) -> None:
    [line] = after(before, now).since_last_time.agreed

    assert said in line.text
    assert "12 May 2026 (QA sub-group 12 May 2026, item 4)" in line.text


def test_where_nothing_was_agreed_since_nothing_is_said() -> None:
    assert after(good(agreed=AGREED), good(agreed=AGREED)).since_last_time.agreed == ()
    assert after(good(only_proposed=True), good(only_proposed=True)).since_last_time.agreed == ()


def test_a_digest_says_with_whom_a_statement_was_made() -> None:
    asked = Consultation(
        day=date(2026, 3, 3),
        with_whom=frozenset({Perspective.PRACTITIONER, CHILD}),
        how="A group.",
        changed="Nothing.",
    )
    made = told(saying_better(40), good=(good(agreed=AGREED, consulted=(asked,)),))

    assert made.good[0].made_with == (CHILD, Perspective.PRACTITIONER)
    assert made.good[0].standing == "target 75%, agreed 12 May 2026"


def test_the_figure_and_its_evidence_say_the_same_of_a_proposal() -> None:
    area = a_content_area(good=(good(only_proposed=True),))
    made = told(saying_better(40), good=area.good)

    figure = the(made, "OC4", CHILD)
    assert evidence_of(figure.id, area, SPRING, saying_better(40), NOTHING).figure == figure
