"""'Good' statements from the store and the framework file: how they stand, what befalls them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.redaction.personal_data import Kind
from bot.deps import Deps
from bot.safeguarding.board_texts import refuse_personal_data
from storage.interface import Entry
from surveys.authoring import library_framework
from surveys.errors import ChangedMeanwhile, NamesSomebody, Unknown
from surveys.framework import (
    Agreement,
    Consultation,
    ContentArea,
    Framework,
    GoodStatement,
    Wording,
)
from surveys.good import Lives, begun, framework_on
from surveys.periods import Period
from surveys.statement import Agreed, AnyStep, Consulted, LivingStatement, Origin, TakenBack, Worded
from surveys.values import AreaId, StatementId

# a minute is known by the board's name and its day, which look like a person's
IN_A_MINUTE: tuple[Kind, ...] = ("name", "date_of_birth", "case_id")
Change = Callable[[LivingStatement], LivingStatement]


@dataclass(frozen=True)
class AgreedFor:
    """The framework as it was agreed for one period, and for the one before."""

    framework: Framework
    earlier: Framework

    def before(self, area: AreaId) -> Sequence[GoodStatement]:
        return self.earlier.area(area).good


async def agreed_for(deps: Deps, period: Period) -> AgreedFor:
    """What holds on its last day is held against the whole of a period."""
    lives = await kept_lives(deps)
    return AgreedFor(
        framework_on(deps.framework, lives, period.last_day),
        framework_on(deps.framework, lives, period.previous.last_day),
    )


async def framework_of(deps: Deps, day: date) -> Framework:
    """With the statements that hold on this day."""
    return framework_on(deps.framework, await kept_lives(deps), day)


async def kept_lives(deps: Deps) -> Lives:
    """Of every statement that something has befallen in Heard; the file tells the others'."""
    return {StatementId(one.id): one for one in await deps.store.all_kept(LivingStatement)}


async def life_of(deps: Deps, statement: str) -> LivingStatement:
    """From the store, else as the framework file tells it. Raises Unknown."""
    known = deps.framework.statements.get(StatementId(statement))
    if known is None:
        raise Unknown("'good' statement", statement)
    kept = await deps.store.kept(LivingStatement, known.id)
    return kept or told_by_file(deps.framework.area_of(known.id), known)


async def lives_in(deps: Deps, area: ContentArea) -> dict[StatementId, LivingStatement]:
    """Of every statement of the area, whoever tells it."""
    kept = await kept_lives(deps)
    return {one.id: kept.get(one.id) or told_by_file(area, one) for one in area.good}


def told_by_file(area: ContentArea, good: GoodStatement) -> LivingStatement:
    """Where a draft is the library's own, it says so."""
    draft = library_framework().statements.get(good.id)
    is_draft = draft is not None and draft.text == good.text and good.agreed is None
    return begun(area.id, good, Origin.LIBRARY if is_draft else Origin.FILE)


# What befalls them


async def reword(
    deps: Deps, statement: str, wording: Wording, *, seen: int, by: str
) -> LivingStatement:
    """Raises NamesSomebody, ChangedMeanwhile and Unknown."""
    return await change(
        deps,
        statement,
        lambda living: living.reworded(wording, by=by, today=deps.today()),
        did="worded a 'good' statement",
        seen=seen,
        by=by,
    )


async def consult(
    deps: Deps, statement: str, consultation: Consultation, *, seen: int, by: str
) -> LivingStatement:
    """Raises NamesSomebody, ChangedMeanwhile, Unknown, NothingProposed and InTheFuture."""
    return await change(
        deps,
        statement,
        lambda living: living.consulted(consultation, by=by, today=deps.today()),
        did="recorded a consultation on a 'good' statement",
        seen=seen,
        by=by,
    )


@dataclass(frozen=True)
class Terms:
    """What a meeting agreed of one text. Raises ValueError for an impossible target."""

    text: str
    day: date
    minute: str
    target: int
    important_difference: int


async def agree(deps: Deps, statement: str, terms: Terms, *, seen: int, by: str) -> LivingStatement:
    """Raises NamesSomebody, ChangedMeanwhile, Unknown and what LivingStatement.agree raises."""
    agreed = Agreed(
        by=by,
        noted=deps.today(),
        text=terms.text,
        target=terms.target,
        important_difference=terms.important_difference,
        agreement=Agreement(day=terms.day, minute=terms.minute),
    )
    return await change(
        deps,
        statement,
        lambda living: living.agree(agreed, today=deps.today()),
        did="recorded what was agreed of a 'good' statement",
        seen=seen,
        by=by,
    )


async def take_back(deps: Deps, statement: str, why: str, *, seen: int, by: str) -> LivingStatement:
    """Raises NamesSomebody, ChangedMeanwhile, Unknown and NothingToTakeBack."""
    return await change(
        deps,
        statement,
        lambda living: living.taken_back(why, by=by, today=deps.today()),
        did="took back what was recorded of a 'good' statement",
        seen=seen,
        by=by,
    )


async def change(
    deps: Deps, statement: str, how: Change, *, did: str, seen: int, by: str
) -> LivingStatement:
    """Keep one step more after the *seen* ones, with its entry. The same again is nothing.

    Raises NamesSomebody, and ChangedMeanwhile when somebody else has taken a step since.
    """
    before = await life_of(deps, statement)
    if seen != len(before.steps):
        return _again_or_too_late(before, how, seen)
    after = how(before)
    if after == before:
        return after
    _refuse_names_in(after.steps[len(before.steps) :])
    await keep(deps, before, after, Entry(at=deps.clock(), who=by, did=did, what=after.id))
    return after


async def keep(deps: Deps, before: LivingStatement, after: LivingStatement, entry: Entry) -> None:
    """Raises ChangedMeanwhile."""
    if await deps.store.kept(LivingStatement, after.id) is None:
        is_kept = await deps.store.keep(after, entry=entry) == "kept"
    else:
        is_kept = await deps.store.change(before, after, entry=entry)
    if not is_kept:
        raise ChangedMeanwhile


def _again_or_too_late(now: LivingStatement, how: Change, seen: int) -> LivingStatement:
    """A form that was sent twice has been kept; anybody else's step has to be looked at first."""
    sent = how(now.model_copy(update={"steps": now.steps[:seen]}))
    if sent.steps == now.steps[: len(sent.steps)]:
        return now
    raise ChangedMeanwhile


def names_somebody_in(steps: Sequence[AnyStep]) -> bool:
    """Whether words that came with these steps look as if they name somebody."""
    try:
        _refuse_names_in(steps)
    except NamesSomebody:
        return True
    return False


def _refuse_names_in(steps: Sequence[AnyStep]) -> None:
    for step in steps:
        but = IN_A_MINUTE if isinstance(step, Agreed) else ()
        refuse_personal_data(*words_in(step), but=but)


def words_in(step: AnyStep) -> tuple[str, ...]:
    """What was written for it."""
    match step:
        case Worded(wording=wording):
            return tuple(text for text in wording.model_dump().values() if text)
        case Consulted(consultation=one):
            return (one.how, one.changed)
        case Agreed():
            return (step.agreement.minute,)
        case TakenBack(why=why):
            return (why,)
