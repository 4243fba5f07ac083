"""Answers that may be exported: beside an earlier export, not those of a few who came since.

An export is of counts by agency and answer. So a later one takes in newcomers only when each count
moves by nobody or by enough; until then it is of those who were in the earlier one. Of a survey
from which an answer has been deleted since, nothing is exported again: it would give that one away.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.disclosure.ledger import Marks, Rows
from analysis.disclosure.row_sets import unpacked
from analysis.disclosure.suppression import RULES, Audience
from bot.deps import Deps
from bot.ledger import append, marks_of, releases_of
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
    marks = await marks_of(deps)
    answered: defaultdict[Version, list[Response]] = defaultdict(list)
    for response in evidence.responses:
        answered[response.survey, response.survey_version].append(response)
    may: list[Response] = []
    left_out: list[Survey] = []
    for survey in evidence.surveys:
        given = answered[survey.id, survey.version]
        found = await _of_survey(deps, survey, given, period, marks, by=by)
        may += found or ()
        left_out += [survey] if found is None else []
    return replace(evidence, responses=tuple(may)), tuple(left_out)


async def _of_survey(
    deps: Deps,
    survey: Survey,
    given: Sequence[Response],
    period: Period,
    marks: Marks,
    *,
    by: str,
) -> Sequence[Response] | None:
    """Those of the earlier export, or with all who came since; None when somebody has gone."""
    place = AreaId(f"export {survey.id} {survey.version}")
    now = marks(one.id for one in given)
    while given:
        releases = await releases_of(deps, place)
        told = [await _exported(deps, one) for one in releases if one.period == period]
        last = told[-1] if told else None
        if last is not None and last - now:
            return None
        if last is not None and not _moves_enough(
            one for one in given if not marks([one.id]) <= last
        ):
            return [one for one in given if marks([one.id]) <= last]
        if now == last:
            return given
        number = releases[-1].number + 1 if releases else 1
        line = _line(deps, place, number, period, by)
        entry = Entry(at=deps.clock(), who=by, did="exported answers", what=f"{place} {period}")
        if await append(deps, line, {}, now, entry=entry):
            return given
    return given


async def _exported(deps: Deps, release: Release) -> Rows:
    behind = await deps.store.kept(ReleasedFigures, release.id)
    assert behind is not None, "a release is kept with its rows"
    return unpacked(behind.rows, [behind.everything])[0]


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


def _line(deps: Deps, place: AreaId, number: int, period: Period, by: str) -> Release:
    return Release(
        id=release_id(place, number),
        content_area=place,
        number=number,
        period=period,
        audience=Audience.ANALYST.value,
        readers=Audience.ANALYST.value,
        way=Way.EXPORT,
        day=deps.today(),
        by=by,
        name=by,
    )
