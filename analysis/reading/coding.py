"""From a reading to a coding, and which of several codings of one comment counts."""

from collections.abc import Iterable
from datetime import date

from analysis.reading.reader import Reading
from surveys.coding import CodedSentence, Coder, Coding
from surveys.values import QuestionId, ResponseId


def machine_coding(
    reading: Reading, *, response: ResponseId, question: QuestionId, day: date
) -> Coding:
    """*reading* as a fact to keep: places and labels only, none of the words."""
    return Coding(
        response=response,
        question=question,
        coder=Coder.MACHINE,
        version=reading.engine,
        day=day,
        sentiment=reading.sentiment,
        themes=reading.themes,
        sentences=tuple(
            CodedSentence(
                start=sentence.start,
                end=sentence.end,
                sentiment=sentence.sentiment,
                themes=sentence.themes,
            )
            for sentence in reading.sentences
        ),
        look=reading.look,
        stance=reading.stance,
    )


def coding_that_counts(codings: Iterable[Coding]) -> Coding | None:
    """Of all codings of one comment, the one that figures use; the others stay kept beside it.

    A person's outranks a machine's, however old it is; of two of a kind the later day counts, and
    of two of one day the last one given.
    """
    counting: Coding | None = None
    for coding in codings:
        if counting is None or _rank(coding) >= _rank(counting):
            counting = coding
    return counting


def _rank(coding: Coding) -> tuple[bool, date]:
    return coding.coder is Coder.PERSON, coding.day
