"""The reading worker hears a comment with what was asked and which one statement it is about."""

import pytest

from analysis.reading.codebook import library_codebook
from analysis.reading.light import shipped_engine
from bot.reading.worker import codings_of, wordings
from surveys.authoring import library_framework
from surveys.coding import Sentiment, Stance
from tests.builders import GETS_IN_THE_WAY, a_comment_question, a_response, a_survey, saying

STATEMENTS = list(library_framework().statements.values())
ABOUT = next(one for one in STATEMENTS if "listen" in one.text.casefold())
OTHER = next(one for one in STATEMENTS if one is not ABOUT)


def stance_of(comment: str, *linked: str) -> Stance | None:
    survey = a_survey(a_comment_question(text="How was it?", good=linked))
    response = a_response().model_copy(update={"answers": {GETS_IN_THE_WAY: saying(comment)}})
    asked = wordings([survey], library_framework())
    [coding] = codings_of([response], library_codebook(), asked, shipped_engine())
    return coding.stance


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("They listened to us.", Stance.SUPPORTS),
        ("Nobody listened to us.", Stance.CONTRADICTS),
        ("My bus was late.", Stance.NEITHER),
    ],
)
def test_a_coding_says_what_a_comment_says_of_the_statement_its_question_is_linked_to(
    comment: str, expected: Stance
) -> None:
    assert stance_of(comment, ABOUT.id) is expected


def test_of_several_statements_or_none_nobody_knows_which_is_meant() -> None:
    assert stance_of("They listened to us.", ABOUT.id, OTHER.id) is None
    assert stance_of("They listened to us.") is None


def test_the_question_is_heard_with_its_answer() -> None:
    response = a_response().model_copy(update={"answers": {GETS_IN_THE_WAY: saying("Nothing")}})
    leans = []
    for text in ("What could be better?", "What went well?"):
        asked = wordings([a_survey(a_comment_question(text=text))], library_framework())
        [coding] = codings_of([response], library_codebook(), asked, shipped_engine())
        leans.append(coding.sentiment)

    assert leans == [Sentiment.POSITIVE, Sentiment.NEGATIVE]
