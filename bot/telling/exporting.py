"""Answers that may be exported: beside an earlier export, not those of a few who came since.

An export is of counts by agency and answer. So a later one takes in newcomers only when each count
moves by nobody or by enough; until then it is of those who were in the earlier one. Of a survey
from which an answer has been deleted since, nothing is exported again: it would give that one away.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from analysis.disclosure.ledger import Marks, Rows
from analysis.disclosure.row_sets import unpacked
from analysis.disclosure.suppression import RULES, Audience
from analysis.evidence.linking import areas_asked, as_one, wording_of
from analysis.figures.asked import Place
from bot.deps import Deps
from bot.telling.ledger import Answers, Ledger, ledger_of, marks_of
from storage.interface import Entry
from surveys.answering import Response, keys_of
from surveys.evidence import Evidence
from surveys.periods import Period
from surveys.release import Release, ReleasedFigures, Way, release_id
from surveys.survey import Closed, Survey
from surveys.values import AreaId, QuestionId, SurveyId

SMALLEST = RULES[Audience.ANALYST].smallest_count
Version = tuple[SurveyId, int]


@dataclass(frozen=True)
class Exported:
    """The *evidence* that may be exported; *withheld* are questions whose counts may not.

    *left_out* are surveys from which an answer has been deleted since the last export.
    """

    evidence: Evidence
    left_out: tuple[Survey, ...]
    withheld: frozenset[tuple[SurveyId, int, QuestionId]]


async def may_be_exported(deps: Deps, evidence: Evidence, period: Period, *, by: str) -> Exported:
    """The evidence as far as it may be exported, once the ledger has it."""
    answered: defaultdict[Version, list[Response]] = defaultdict(list)
    for response in evidence.responses:
        answered[response.survey, response.survey_version].append(response)
    desk = _Desk(deps, await ledger_of(deps, period), await marks_of(deps), evidence, period, by)
    may: list[Response] = []
    left_out: list[Survey] = []
    withheld: set[tuple[SurveyId, int, QuestionId]] = set()
    for survey in evidence.surveys:
        found = await desk.may_leave(survey, answered[survey.id, survey.version])
        may += found.responses if found else ()
        left_out += [survey] if found is None else []
        withheld |= {(survey.id, survey.version, one) for one in (found.withheld if found else ())}
    return Exported(replace(evidence, responses=tuple(may)), tuple(left_out), frozenset(withheld))


class _Going(NamedTuple):
    responses: Sequence[Response] = ()
    withheld: frozenset[QuestionId] = frozenset()


@dataclass(frozen=True)
class _Desk:
    deps: Deps
    ledger: Ledger
    marks: Marks
    evidence: Evidence
    period: Period
    by: str

    async def may_leave(self, survey: Survey, given: Sequence[Response]) -> _Going | None:
        """Those of the earlier export, or with all who came since; None when somebody has gone."""
        place = AreaId(f"export {survey.id} {survey.version}")
        now = self.marks(one.id for one in given)
        while given:
            behind = await self._exported(place)
            last = unpacked(behind.rows, [behind.everything])[0] if behind else frozenset()
            if last - now:
                return None
            newcomers = [one for one in given if not self.marks([one.id]) <= last]
            if behind and newcomers and not _moves_enough(newcomers):
                given = [one for one in given if self.marks([one.id]) <= last]
                now = last
            answers = self._answers(survey, given)
            known = self.ledger.known(Audience.ANALYST)
            may = {
                question: one
                for question, one in answers.items()
                if known.may_leave(one.summed, is_share=True)
            }
            going = _Going(given, frozenset(answers.keys() - may.keys()))
            told = {one.name for one in behind.answers} if behind and now == last else set()
            if behind and now == last and told.issuperset(one.name for one in may.values()):
                return going
            if await self._append(place, now, [*may.values()]):
                return going
        return _Going()

    def _answers(self, survey: Survey, given: Sequence[Response]) -> dict[QuestionId, Answers]:
        """Whose answers to a question are votes in digests, and whose sums an export tells too."""
        asked = frozenset(
            Place(str(self.period), about or "", survey.id)
            for wave in self.evidence.waves
            if (wave.survey, wave.survey_version) == (survey.id, survey.version)
            for about in (wave.content_area, *areas_asked(survey))
        )
        return {
            question.id: Answers(
                as_one([wording_of(survey, question)]),
                self.marks(one.id for one in given if _votes(question, one)),
                asked,
            )
            for question in survey.questions
            if isinstance(question, Closed) and question.favourable
        }

    async def _exported(self, place: AreaId) -> ReleasedFigures | None:
        """The last export of this period."""
        earlier = [one for one in self.ledger.of(place) if one.period == self.period]
        return await self.deps.store.kept(ReleasedFigures, earlier[-1].id) if earlier else None

    async def _append(self, place: AreaId, now: Rows, answers: Sequence[Answers]) -> bool:
        line = Release(
            id=release_id(self.ledger.next_number),
            content_area=place,
            number=self.ledger.next_number,
            period=self.period,
            audience=Audience.ANALYST.value,
            readers=Audience.ANALYST.value,
            way=Way.EXPORT,
            day=self.deps.today(),
            by=self.by,
            name=self.by,
        )
        what = f"{place} {self.period}"
        entry = Entry(at=self.deps.clock(), who=self.by, did="exported answers", what=what)
        if not await self.ledger.append(line, [], now, answers=answers, entry=entry):
            return False
        for one in answers:
            self.ledger.known(Audience.ANALYST).know(one.summed, is_share=True)
        return True


def _votes(question: Closed, response: Response) -> bool:
    keys = keys_of(response.answers.get(question.id))
    return bool(keys) and not question.opt_out_keys.issuperset(keys)


def _moves_enough(newcomers: Iterable[Response]) -> bool:
    """Whether no count moves by a few: of none of their answers, by agency and together."""
    counts: Counter[tuple[str | None, str, str]] = Counter()
    for response in newcomers:
        for question, answer in response.answers.items():
            # A comment moves what is exported as one more line.
            for option in keys_of(answer) or ("said",):
                counts[response.agency or "", question, option] += 1
    return all(number >= SMALLEST for number in counts.values())
