"""Nothing is collected without a content area."""

from datetime import date

import pytest

from surveys.authoring import library, library_framework, read_survey
from surveys.collecting import require_area
from surveys.errors import AreaNotActive, NoContentArea, Unknown
from surveys.framework import Framework
from surveys.survey import Survey
from surveys.values import AreaId, SurveyId

DAY = date(2026, 4, 1)
PLAIN = """\
id: plain
title: A plain one
perspective: practitioner
method: practitioner_experiences
promise: staff
questions:
  - {id: sure, kind: agree, text: I know when to call.%s}
"""


def a_survey(linked: str = "") -> Survey:
    return read_survey(PLAIN % (f", good: [{linked}]" if linked else ""), "p", library_framework())


def ending(*ids: str) -> Framework:
    """The library's, with these areas at an end."""
    framework = library_framework()
    areas = [
        area.model_copy(update={"active_until": date(2026, 3, 31)}) if area.id in ids else area
        for area in framework.areas
    ]
    return framework.model_copy(update={"areas": tuple(areas)})


def test_a_survey_that_is_about_no_area_is_not_asked() -> None:
    with pytest.raises(NoContentArea):
        require_area(a_survey(), library_framework(), None, DAY)


def test_a_survey_about_no_area_can_be_asked_about_one() -> None:
    require_area(a_survey(), library_framework(), AreaId("neglect"), DAY)


def test_an_area_that_the_board_does_not_watch_is_unknown() -> None:
    with pytest.raises(Unknown):
        require_area(a_survey(), library_framework(), AreaId("truancy"), DAY)


@pytest.mark.parametrize("area", [None, AreaId("neglect")])
def test_nothing_is_asked_about_an_area_that_has_ended(area: AreaId | None) -> None:
    with pytest.raises(AreaNotActive) as refused:
        require_area(a_survey("NEG-Q1"), ending("neglect"), area, DAY)

    assert (refused.value.area, refused.value.ends) == ("Neglect", date(2026, 3, 31))


def test_a_survey_about_several_areas_is_asked_while_one_goes_on() -> None:
    require_area(a_survey("NEG-Q1, CP-Q1"), ending("neglect"), None, DAY)


def test_who_answers_chooses_among_the_areas_while_one_goes_on() -> None:
    pulse = library()[SurveyId("practitioner-pulse")]
    every_area = [area.id for area in library_framework().areas]

    require_area(pulse, ending(*every_area[1:]), None, DAY)
    with pytest.raises(AreaNotActive):
        require_area(pulse, ending(*every_area), None, DAY)


@pytest.mark.parametrize("survey", library().values(), ids=lambda survey: survey.id)
def test_every_survey_of_the_library_is_about_something(survey: Survey) -> None:
    require_area(survey, library_framework(), None, DAY)
