"""What agencies of the made-up board hand in: audits each quarter, Section 11 once, and numbers.

To be found in the last full quarter: one agency owes its audit of neglect (housing); one grades its
supervision as met where most of its staff do not (children's social care); 17 of 24 files are good.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.demo import plan
from bot.demo.days import Quarter
from bot.demo.fielding import Call, Fielding, World, handed_in
from surveys.answering import Answer, Chosen, Counted, Said
from surveys.csv_files import read_table
from surveys.framework import Framework
from surveys.indicators import Indicator, Known, indicators
from surveys.measures import Measures
from surveys.survey import Closed, CommentQuestion, Survey
from surveys.values import QuestionId, SurveyId
from surveys.wave import Person

AUDIT, SECTION_11 = SurveyId("agency-audit"), SurveyId("section-11")
NUMBERS = Path(__file__).parent / "indicators.csv"
LATE = "Housing"
MOST_OF_A_MONTH = 30  # characters
# Files graded outstanding, good, requires improvement, inadequate; and how many were in scope.
AUDITED: Mapping[str, tuple[int, int, int, int, int]] = {
    "Children's social care": (2, 6, 2, 0, 64),
    "Health": (1, 4, 2, 1, 40),
    "Early help": (1, 3, 2, 0, 25),
}
OWING = (*AUDITED, LATE)
# Of each standard, who grades it otherwise than as met.
NOT_MET: Mapping[str, frozenset[str]] = {
    "views": frozenset({"Police", "Housing"}),
    "information_sharing": frozenset({"Health", "Police", "School or college"}),
    "training": frozenset({"Housing"}),
}


def returns(
    world: World, surveys: Mapping[SurveyId, Survey], people: Sequence[Person], quarter: Quarter
) -> Iterator[Fielding]:
    """Of full quarters only: what falls due in the running one is not handed in yet."""
    leads = {person.agency: person for person in people}  # the last of each in the people file
    span = quarter.weeks_from(quarter.month(2))
    if quarter.place < 0:
        survey = surveys[AUDIT]
        call = Call(survey, span, quarter.place, [leads[one] for one in OWING], plan.NEGLECT)
        answers = {
            leads[one]: _audit(survey, f"{quarter.period}, {one.lower()}", counts)
            for one, counts in AUDITED.items()
        }
        yield handed_in(world, call, answers)
    if quarter.place == -1:
        survey = surveys[SECTION_11]
        call = Call(survey, span, quarter.place, list(leads.values()))
        yield handed_in(
            world, call, {person: _grades(survey, agency) for agency, person in leads.items()}
        )


def synthetic_indicators(
    framework: Framework, measures: Measures, quarters: Sequence[Quarter], today: date
) -> tuple[Indicator, ...]:
    """Numbers of the made-up agencies; periods are written as -1 for the last full quarter."""
    full = {str(one.place): str(one.period) for one in quarters if one.place < 0}
    rows = read_table(NUMBERS.read_bytes(), NUMBERS.name)
    for row in rows:
        row.cells["period"] = full[row.cells["period"]]
    return indicators(rows, NUMBERS.name, Known(framework, measures, (), today))


def _audit(
    survey: Survey, which: str, counts: tuple[int, int, int, int, int]
) -> dict[QuestionId, Answer]:
    *grades, scope = counts
    names = ("outstanding", "good", "requires_improvement", "inadequate")
    numbers = {f"graded_{name}": number for name, number in zip(names, grades, strict=True)}
    numbers |= dict.fromkeys(("cases_sampled", "cases_audited"), sum(grades))
    numbers |= {"cases_in_scope": scope, "not_graded": 0}
    said = {
        "audit_title": f"Neglect seen early, {which}",
        "first_month": f"First of {which}"[:MOST_OF_A_MONTH],
        "last_month": f"Last of {which}"[:MOST_OF_A_MONTH],
    }
    chosen = {"content_area": str(plan.NEGLECT), "how_chosen": "Random", "views_included": "No"}
    return {
        **{QuestionId(name): Counted(number=number) for name, number in numbers.items()},
        **{QuestionId(name): Said(text=text) for name, text in said.items()},
        **{QuestionId(name): _choice(survey, name, label) for name, label in chosen.items()},
    }


def _grades(survey: Survey, agency: str) -> dict[QuestionId, Answer]:
    return {
        question.id: _choice(
            survey,
            question.id,
            "Partly met" if agency in NOT_MET.get(question.id, ()) else "Met",
        )
        for question in survey.questions
        if not isinstance(question, CommentQuestion)
    }


def _choice(survey: Survey, name: str, label: str) -> Chosen:
    question = next(one for one in survey.questions if one.id == name)
    assert isinstance(question, Closed)
    keys = (one.key for one in question.options if label in {one.key, one.label})
    return Chosen(option=next(keys, question.options[0].key))
