"""Who became confident between two surveys of a series: before a course, and months after it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.evidence.facts import Facts
from analysis.evidence.votes import Counted
from analysis.statistics import Share
from surveys.answering import Answer, Chosen, Response
from surveys.periods import Period
from surveys.survey import Closed
from surveys.values import Respondent, ResponseId, StatementId


@dataclass
class Practice:
    """People with both answers: favourable before, favourable after, and where they work.

    *pairs* has the names of the two responses of each, as one.
    """

    people: dict[Respondent, tuple[bool, bool]] = field(default_factory=dict)
    agencies: dict[Respondent, str | None] = field(default_factory=dict)
    rows: set[ResponseId] = field(default_factory=set)
    pairs: dict[Respondent, str] = field(default_factory=dict)
    statements: frozenset[StatementId] = frozenset()  # that the question before speaks for

    @property
    def gained(self) -> int:
        return sum(after and not before for before, after in self.people.values())

    @property
    def lost(self) -> int:
        return sum(before and not after for before, after in self.people.values())

    @property
    def unchanged(self) -> int:
        return len(self.people) - self.gained - self.lost

    @property
    def counted(self) -> Counted:
        """As votes: whoever gained is favourable."""
        agencies = Counter(one for one in self.agencies.values() if one is not None)
        share = Share(favourable=self.gained, base=len(self.people))
        return Counted(share=share, opted_out=0, agencies=agencies)


def practice_in(facts: Facts, period: Period, before: str, after: str) -> Practice | None:
    """Whoever answered *after* in *period*, with their last answer to *before*; never unpaired.

    Both are written as survey.question. None where *after* was not asked in the period.
    """
    surveys = [name.split(".", maxsplit=1)[0] for name in (before, after)]
    asked = {facts.reader(wave).survey.id for wave in facts.waves_of(period) if wave.series}
    if surveys[-1] not in asked:
        return None
    found = Practice(statements=_links(facts, before))
    first: dict[Respondent, tuple[Response, bool]] = {}
    for response in facts.answers_to(*surveys):
        if (mark := _mark(facts, response, before)) is not None:
            first[response.respondent] = response, mark
        later = _mark(facts, response, after) if period.covers(response.day) else None
        if later is not None and (known := first.get(response.respondent)):
            earlier, was = known
            found.people[response.respondent] = was, later
            found.agencies[response.respondent] = response.agency
            found.rows |= {earlier.id, response.id}
            found.pairs[response.respondent] = f"{earlier.id} {response.id}"
    return found


def _links(facts: Facts, name: str) -> frozenset[StatementId]:
    survey_id, question_id = name.split(".")
    return frozenset(
        code
        for (survey, _), reader in facts.readers.items()
        if survey == survey_id
        for question in reader.survey.questions
        if isinstance(question, Closed) and question.id == question_id
        for code in question.good
    )


def _mark(facts: Facts, response: Response, name: str) -> bool | None:
    survey_id, question_id = name.split(".")
    if response.survey != survey_id:
        return None
    reader = facts.readers.get((response.survey, response.survey_version))
    questions: Sequence[object] = reader.survey.questions if reader else ()
    for question in questions:
        if isinstance(question, Closed) and question.id == question_id:
            return _favourable(question, response.answers.get(question.id))
    return None


def _favourable(question: Closed, answer: Answer | None) -> bool | None:
    if not isinstance(answer, Chosen) or answer.option in question.opt_out_keys:
        return None
    return answer.option in question.favourable
