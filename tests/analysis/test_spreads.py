"""How answers spread: every part of a scale or none, and no question beside a small one."""

import pytest

from analysis.digest.digest import Digest
from analysis.figures.spreads import Part, parts_of
from surveys.answering import Chosen, Response
from surveys.survey import Closed
from surveys.values import OptionKey, QuestionId
from tests.analysis.crowds import CHILDREN, SAFE, evidence, of, told
from tests.builders import a_scale_question, an_agree_question

OTHER = QuestionId("other")


def answering(option: str, number: int) -> tuple[Response, ...]:
    chosen = Chosen(option=OptionKey(option))
    return tuple(of(CHILDREN, {SAFE: chosen}) for _ in range(number))


def made_of(*responses: Response) -> Digest:
    return told(evidence(*responses, surveys=(CHILDREN,)))


def test_a_scale_is_told_in_three_parts_that_make_up_the_whole() -> None:
    made = made_of(*answering("disagree", 6), *answering("neither", 8), *answering("agree", 16))
    (spread,) = made.spreads

    assert spread.base == 30
    assert spread.parts == {Part.POOR: 20, Part.BETWEEN: 27, Part.GOOD: 53}


@pytest.mark.parametrize("few", range(5))
def test_a_scale_with_a_small_part_is_not_told_whether_nobody_is_in_it_or_a_few(few: int) -> None:
    made = made_of(
        *answering("disagree", few), *answering("neither", 8), *answering("agree", 22 - few)
    )

    assert made.spreads == ()


def test_a_question_is_not_told_beside_one_that_few_answered() -> None:
    """The figure of both less the one that is told would be the few."""
    many = (*answering("disagree", 6), *answering("neither", 8), *answering("agree", 16))
    pair = CHILDREN.model_copy(
        update={
            "questions": (
                *CHILDREN.questions,
                an_agree_question(OTHER, text="And now?", good=("NEG-O1",), measures=("OC1",)),
            )
        }
    )
    few = tuple(of(pair, {OTHER: Chosen(option=OptionKey("agree"))}) for _ in range(3))

    made = told(evidence(*many, *few, surveys=(pair,)))

    assert not [one for one in made.spreads if one.question == "Do you feel safe at home?"]


@pytest.mark.parametrize(
    ("question", "poor", "between"),
    [
        (an_agree_question(), 2, 1),
        (a_scale_question(favourable={"7", "8", "9", "10"}), 5, 2),
    ],
)
def test_what_lies_between_is_in_the_favourable_half(
    question: Closed, poor: int, between: int
) -> None:
    parts = list(parts_of(question).values())

    assert parts.count(Part.POOR) == poor
    assert parts.count(Part.BETWEEN) == between


def test_a_scale_written_the_other_way_round_has_the_same_parts() -> None:
    question = an_agree_question()
    turned = question.model_copy(update={"options": question.options[::-1]})

    assert parts_of(turned) == parts_of(question)
