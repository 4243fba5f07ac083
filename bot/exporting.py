"""Answers that may be exported: beside an earlier export, not those of a few who came since.

An export is of counts by agency and answer. So a later one takes in newcomers only when each count
moves by nobody or by enough; until then it is of those who were in the earlier one. Of a survey
from which an answer has been deleted since, nothing is exported again: it would give that one away.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analysis.disclosure.ledger import Marks, Rows
from analysis.disclosure.row_sets import unpacked
from analysis.disclosure.suppression import RULES, Audience
from bot.deps import Deps
from bot.ledger import Ledger, ledger_of, marks_of
from storage.interface import Entry
from surveys.answering import Chosen, ChosenMany, Response
from surveys.evidence import Evidence
from surveys.periods import Period
from surveys.release import Release, ReleasedFigures, Way, release_id
from surveys.survey import Survey
from surveys.values import AreaId, SurveyId

SMALLEST = RULES[Audience.ANALYST].smallest_count
Version = tuple[SurveyId, int]


async def may_be_exported(
    deps: Deps, evidence: Evidence, period: Period, *, by: str
) -> tuple[Evidence, tuple[Survey, ...]]:
    """The evidence as far as it may be exported, once the ledger has it; and what is left out."""
    answered: defaultdict[Version, list[Response]] = defaultdict(list)
    for response in evidence.responses:
        answered[response.survey, response.survey_version].append(response)
    desk = _Desk(deps, await ledger_of(deps, period), await marks_of(deps), period, by)
    may: list[Response] = []
    left_out: list[Survey] = []
    for survey in evidence.surveys:
        found = await desk.may_leave(survey, answered[survey.id, survey.version])
        may += found or ()
        left_out += [survey] if found is None else []
    return replace(evidence, responses=tuple(may)), tuple(left_out)


@dataclass(frozen=True)
class _Desk:
    deps: Deps
    ledger: Ledger
    marks: Marks
    period: Period
    by: str

    async def may_leave(
        self, survey: Survey, given: Sequence[Response]
    ) -> Sequence[Response] | None:
        """Those of the earlier export, or with all who came since; None when somebody has gone."""
        place = AreaId(f"export {survey.id} {survey.version}")
        now = self.marks(one.id for one in given)
        while given:
            last = await self._exported(place)
            if last is not None and last - now:
                return None
            if last is not None:
                newcomers = [one for one in given if not self.marks([one.id]) <= last]
                if not newcomers:
                    return given
                if not _moves_enough(newcomers):
                    return [one for one in given if self.marks([one.id]) <= last]
            if await self._append(place, now):
                return given
        return given

    async def _exported(self, place: AreaId) -> Rows | None:
        """Who was in the last export of this period."""
        earlier = [one for one in self.ledger.of(place) if one.period == self.period]
        if not earlier:
            return None
        behind = await self.deps.store.kept(ReleasedFigures, earlier[-1].id)
        assert behind is not None, "a release is kept with its rows"
        return unpacked(behind.rows, [behind.everything])[0]

    async def _append(self, place: AreaId, now: Rows) -> bool:
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
        return await self.ledger.append(line, [], now, entry=entry)


def _moves_enough(newcomers: Iterable[Response]) -> bool:
    """Whether no count moves by a few: of none of their answers, by agency and together."""
    counts: Counter[tuple[str | None, str, str]] = Counter()
    for response in newcomers:
        for question, answer in response.answers.items():
            for option in _options(answer):
                counts[response.agency or "", question, option] += 1
    return all(number >= SMALLEST for number in counts.values())


def _options(answer: object) -> tuple[str, ...]:
    """A comment moves what is exported as one more line."""
    match answer:
        case Chosen(option=option):
            return (option,)
        case ChosenMany(options=options):
            return options
        case _:
            return ("said",)
