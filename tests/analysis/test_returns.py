"""What agencies hand in under their own name: returns, audits, grades beside what staff say."""

from typing import Any

import pytest

from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Disclosure, Flag
from analysis.figures.status import Clarity
from surveys.answering import Chosen, Counted, Response
from surveys.authoring import library
from surveys.evidence import Evidence
from surveys.framework import Method, Perspective
from surveys.indicators import Indicator
from surveys.survey import Closed, Mode
from surveys.values import AreaId, QuestionId, SurveyId
from surveys.wave import Delivery, Invitation
from tests.analysis.crowds import (
    AFTER,
    IN_SPRING,
    PRACTITIONERS,
    SPRING,
    SURE,
    crowd,
    evidence,
    figures,
    found,
    of,
    the,
    told,
    wave_of,
)
from tests.builders import (
    NEGLECT,
    a_survey,
    agreeing,
    an_agree_question,
    an_invitation,
    disagreeing,
)

AUDIT = library()[SurveyId("agency-audit")]
OWN, FILES = Perspective.AGENCY_SELF, Perspective.AUDIT
STANDARD, OTHER_STANDARD = QuestionId("standard"), QuestionId("other_standard")
GRADES = a_survey(
    an_agree_question(STANDARD, text="We do.", good=("NEG-Q1",)),
    an_agree_question(OTHER_STANDARD, text="We do this too.", good=("NEG-Q1",)),
    id="own-grades",
    perspective=OWN,
    mode=Mode.NAMED,
)


def audited(good: int, poor: int, *, scope: int = 200, chosen: str = "Random") -> Response:
    numbers = {"graded_good": good, "graded_inadequate": poor, "cases_in_scope": scope}
    how = next(one for one in AUDIT.questions if one.id == "how_chosen")
    assert isinstance(how, Closed)
    key = next(one.key for one in how.options if one.label == chosen)
    answers: dict[QuestionId, Any] = {
        QuestionId(name): Counted(number=number) for name, number in numbers.items()
    }
    answers[QuestionId("how_chosen")] = Chosen(option=key)
    return of(AUDIT, answers, content_area=NEGLECT, agency=None)


def audits(*returns: Response, **more: Any) -> Evidence:
    return evidence(*returns, surveys=(AUDIT,), **more)


def owed(agency: str, *, answered: bool) -> Invitation:
    return an_invitation(
        wave=wave_of(AUDIT).id, agency=agency, answered=answered, delivery=Delivery.DELIVERED
    )


def graded(agency: str, *, met: int, of_two: int = 2) -> Response:
    marks = [agreeing() if place < met else disagreeing() for place in range(of_two)]
    answers = dict(zip((STANDARD, OTHER_STANDARD), marks, strict=False))
    return of(GRADES, dict(answers), agency=agency)


def calibrated(*responses: Response, audience: Audience = Audience.BOARD) -> Any:
    return found(evidence(*responses, surveys=(PRACTITIONERS, GRADES)), audience=audience)


# Files


def test_files_of_all_returns_count_together_with_the_list_they_were_drawn_from() -> None:
    figure = the(
        found(audits(audited(25, 5, scope=40), audited(20, 10, scope=40))), "QL8", Perspective.AUDIT
    )

    assert (figure.value, figure.numerator, figure.base) == (75, 45, 60)
    assert (figure.low, figure.high) == (69, 80)  # .6912 to .8008: 45 of 60 out of 80
    assert figure.flags == ()


def test_where_files_were_chosen_for_a_reason_the_range_is_not_narrowed_and_it_says_so() -> None:
    chosen = audited(25, 5, scope=40, chosen="Chosen for a reason")
    figure = the(found(audits(chosen, audited(20, 10, scope=40))), "QL8", FILES)

    assert (figure.low, figure.high) == (63, 84)  # .6277 to .8422: 45 of 60, without a frame
    assert figure.flags == (Flag.NOT_AT_RANDOM,)


def test_a_list_shorter_than_the_files_drawn_from_it_narrows_nothing() -> None:
    figure = the(found(audits(audited(45, 15, scope=12))), "QL8", FILES)

    assert (figure.low, figure.high) == (63, 84)
    assert figure.flags == (Flag.NOT_AT_RANDOM,)


def test_no_file_and_a_few_look_the_same() -> None:
    none, few = (
        the(found(audits()), "QL8", FILES),
        the(found(audits(audited(3, 1))), "QL8", FILES),
    )

    assert none.model_dump() == few.model_dump()
    assert none.protected


def test_an_audit_of_another_area_is_not_counted_here() -> None:
    elsewhere = audited(25, 5).model_copy(update={"content_area": AreaId("missing")})

    assert the(found(audits(elsewhere)), "QL8", FILES).protected
    assert not figures(found(audits(about=AreaId("missing"))), "QL8", FILES)


# Returns


def test_agencies_that_handed_in_are_counted_and_those_that_owe_a_return_are_named() -> None:
    invitations = (owed("Health", answered=True), owed("Housing", answered=False))
    made = told(audits(audited(25, 5), invitations=invitations, as_at=AFTER))
    figure = the(made, "QN6")

    assert (figure.value, figure.numerator, figure.base) == (50, 1, 2)
    assert "Returns owed and not handed in: Housing." in [line.text for line in made.not_heard]
    assert any("No return came from: Housing." in line.text for line in made.challenges)


def test_a_return_is_not_late_before_its_last_day_is_over() -> None:
    invitations = (owed("Housing", answered=False),)

    assert not figures(found(audits(invitations=invitations, as_at=IN_SPRING)), "QN6")


def test_an_agencys_return_is_no_response_of_a_person() -> None:
    invitations = tuple(owed(f"Agency {number}", answered=True) for number in range(12))

    assert not figures(found(audits(invitations=invitations, as_at=AFTER)), "QN3")


# An agency's own grade


def test_an_agency_that_grades_itself_above_what_its_staff_say_is_a_clear_gap() -> None:
    staff = crowd(PRACTITIONERS, SURE, 8, 20)
    figure = the(calibrated(graded("Health", met=2), *staff), "QL5", OWN, agency="Health")

    assert (figure.value, figure.base, figure.clarity) == (60, 20, Clarity.CLEAR)
    assert (figure.low, figure.high) == (39, 78)  # 100 less the Wilson interval of 8 of 20


def test_half_of_its_standards_met_is_compared_as_half() -> None:
    staff = crowd(PRACTITIONERS, SURE, 10, 20)
    figure = the(calibrated(graded("Health", met=1), *staff), "QL5", OWN, agency="Health")

    assert (figure.value, figure.clarity) == (0, Clarity.NOT_CLEAR)


@pytest.mark.parametrize(("staff", "disclosure"), [(9, "protected"), (10, "shown")])
def test_fewer_than_ten_of_its_staff_are_never_set_beside_a_grade(
    staff: int, disclosure: str
) -> None:
    answers = crowd(PRACTITIONERS, SURE, 4, staff)
    figure = the(calibrated(graded("Health", met=2), *answers), "QL5", OWN, agency="Health")

    assert figure.disclosure == disclosure


def test_an_agency_is_protected_where_its_figure_would_give_a_small_one_away() -> None:
    health = crowd(PRACTITIONERS, SURE, 8, 20)
    police = crowd(PRACTITIONERS, SURE, 2, 4, agency="Police")
    made = calibrated(graded("Health", met=2), graded("Police", met=2), *health, *police)

    assert all(one.disclosure is Disclosure.PROTECTED for one in figures(made, "QL5"))


def test_an_agency_is_not_named_to_the_public() -> None:
    staff = crowd(PRACTITIONERS, SURE, 8, 20)
    made = calibrated(graded("Health", met=2), *staff, audience=Audience.PUBLIC)

    assert not figures(made, "QL5")


# Sources


def test_three_of_four_main_sources_make_a_finding_triangulated() -> None:
    staff = crowd(PRACTITIONERS, SURE, 8, 20)
    two = calibrated(graded("Health", met=2), *staff)
    three = found(
        evidence(
            graded("Health", met=2), *staff, audited(25, 5), surveys=(PRACTITIONERS, GRADES, AUDIT)
        )
    )

    assert (the(two, "QN10").value, the(two, "QN10").flags) == (2, (Flag.NOT_TRIANGULATED,))
    assert (the(three, "QN10").value, the(three, "QN10").flags) == (3, (Flag.TRIANGULATED,))


def test_of_the_main_sources_it_is_said_what_their_number_means() -> None:
    staff = crowd(PRACTITIONERS, SURE, 8, 20)
    surveys = (PRACTITIONERS, GRADES, AUDIT)
    few = evidence(graded("Health", met=2), *staff, surveys=surveys)
    enough = evidence(graded("Health", met=2), *staff, audited(25, 5), surveys=surveys)

    for facts, meaning in (
        (few, "fewer than three of the four say something, so it is seen from too few sides"),
        (enough, "three or more of the four say something, each from its own side"),
    ):
        [row] = [row for row in told(facts).measured if row.name.startswith("Main sources")]
        assert row.change.startswith(meaning)
        assert "triangulated)" in row.line.text


def test_what_agencies_gave_in_their_own_name_is_a_source_from_one_on() -> None:
    number = Indicator(
        id="one",
        measure="QN101",
        content_area=NEGLECT,
        period=SPRING,
        source=Method.NATIONAL_INDICATORS,
        owner="Health",
        numerator=143,
        denominator=43210,
        imported_on=AFTER,
    )
    made = told(audits(audited(25, 5), indicators=(number,)))

    assert set(made.sources) == {Method.NATIONAL_INDICATORS, AUDIT.method}


def test_whose_returns_are_told_is_not_called_unheard_for_being_few() -> None:
    invitations = (owed("Health", answered=True), owed("Housing", answered=False))
    made = told(audits(audited(25, 5), invitations=invitations, as_at=AFTER))
    silent = told(evidence(surveys=(PRACTITIONERS,)))

    assert "audited files" not in str([line.text for line in made.not_heard])
    assert "practitioners, and agencies' own grades" in silent.not_heard[0].text
    assert [row.who for row in made.measured if "Files graded" in row.name] == [
        "Files in agencies' audits"
    ]


@pytest.mark.parametrize("few", [0, 1, 4])
def test_a_few_answers_do_not_make_a_source(few: int) -> None:
    assert the(calibrated(*crowd(PRACTITIONERS, SURE, 0, few)), "QN10").value == 0
    assert the(calibrated(*crowd(PRACTITIONERS, SURE, 0, few)), "QN5").value == 0
    assert the(calibrated(*crowd(PRACTITIONERS, SURE, 0, 5)), "QN5").value == 1
