from datetime import date

import pytest

from analysis.reading.coding import coding_that_counts, machine_coding
from analysis.reading.reader import read
from surveys.coding import Coder, Coding, Sentiment
from surveys.values import QuestionId, ResponseId

MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)
RESPONSE, QUESTION = ResponseId("r1"), QuestionId("q1")


def a_coding(coder: Coder = Coder.MACHINE, day: date = MONDAY, version: str = "1") -> Coding:
    return Coding(
        response=RESPONSE,
        question=QUESTION,
        coder=coder,
        version=version,
        day=day,
        sentiment=Sentiment.NEUTRAL,
    )


def test_a_persons_coding_outranks_a_machines_even_a_later_one() -> None:
    person, machine = a_coding(Coder.PERSON, MONDAY), a_coding(Coder.MACHINE, TUESDAY)

    assert coding_that_counts([person, machine]) is person
    assert coding_that_counts([machine, person]) is person


@pytest.mark.parametrize("coder", Coder)
def test_of_two_of_a_kind_the_later_one_counts(coder: Coder) -> None:
    early, late = a_coding(coder, MONDAY), a_coding(coder, TUESDAY)

    assert coding_that_counts([late, early]) is late
    assert coding_that_counts([early, late]) is late


def test_on_one_day_the_one_given_last_counts() -> None:
    first, second = a_coding(version="1"), a_coding(version="2")

    assert coding_that_counts([first, second]) is second


def test_without_a_coding_none_counts() -> None:
    assert coding_that_counts([]) is None


def test_a_reading_becomes_a_machine_coding_with_the_engines_version() -> None:
    reading = read("She was kind. Nobody rang back for weeks.")

    coding = machine_coding(reading, response=RESPONSE, question=QUESTION, day=MONDAY)

    assert (coding.coder, coding.version, coding.day) == (Coder.MACHINE, reading.engine, MONDAY)
    assert coding.sentiment is Sentiment.MIXED
    assert [sentence.sentiment for sentence in coding.sentences] == ["positive", "negative"]


def test_a_coding_holds_none_of_the_words() -> None:
    reading = read("The marzipan worker was kind.")

    coding = machine_coding(reading, response=RESPONSE, question=QUESTION, day=MONDAY)

    assert "marzipan" not in coding.model_dump_json()
