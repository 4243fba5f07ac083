"""The comments behind a digest: those, and only those, that its figures of comments stand on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analysis.disclosure.suppression import Audience
from analysis.evidence.facts import Facts
from analysis.figures.measuring import picture
from analysis.reading.coding import coding_that_counts
from surveys.answering import Response, Said
from surveys.coding import Coding
from surveys.evidence import Evidence
from surveys.framework import ContentArea
from surveys.measures import Formula
from surveys.periods import Period
from surveys.values import QuestionId, ResponseId
from surveys.voice import Reuse

# of whoever agreed to less, nothing is quoted; our own work is what the QA team does
MAY_READ = {
    Audience.ANALYST: (Reuse.INTERNAL, Reuse.BOARD, Reuse.PUBLIC),
    Audience.BOARD: (Reuse.BOARD, Reuse.PUBLIC),
    Audience.PUBLIC: (Reuse.PUBLIC,),
}

Told = tuple[Response, str, Coding | None]


def comments_told(
    area: ContentArea, period: Period, evidence: Evidence, audience: Audience
) -> list[Told]:
    """Response, words and the coding that counts, in no meaningful order.

    Children's, parents' and practitioners' comments each have a figure of their own; where it is
    not shown to *audience*, because too few have written, none of their comments is told.
    """
    figures = picture(area, period, evidence, Evidence(), audience).by(Formula.NET)
    shown = {figure.perspective for figure in figures if figure.is_told}
    facts, codings = Facts(area, evidence), _codings(evidence)
    unquoted = {voice.id for voice in evidence.voices if voice.reuse not in MAY_READ[audience]}
    return [
        told
        for response, comments in facts.commented_in(period)
        if response.perspective in shown and response.id not in unquoted
        for told in _of(response, comments, codings)
    ]


def _of(
    response: Response,
    comments: Iterable[QuestionId],
    codings: dict[tuple[ResponseId, QuestionId], list[Coding]],
) -> Iterator[Told]:
    for question in comments:
        answer = response.answers[question]
        if isinstance(answer, Said):
            yield response, answer.text, coding_that_counts(codings[response.id, question])


def _codings(evidence: Evidence) -> dict[tuple[ResponseId, QuestionId], list[Coding]]:
    found: defaultdict[tuple[ResponseId, QuestionId], list[Coding]] = defaultdict(list)
    for coding in evidence.codings:
        found[coding.response, coding.question].append(coding)
    return found
