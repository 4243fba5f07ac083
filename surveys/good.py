"""'Good' statements as files say them, and as they stood on one day: from their lives and back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, assert_never

from surveys.errors import HeardError, InTheFuture, NotConsulted, NothingProposed, TooEarly
from surveys.framework import (
    Agreement,
    Consultation,
    ContentArea,
    Earlier,
    Framework,
    GoodStatement,
    Proposal,
    Wording,
)
from surveys.statement import Agreed, LivingStatement, Origin, State
from surveys.values import AreaId, StatementId

THE_FILE = "the framework file"
Lives = Mapping[StatementId, LivingStatement]


class NotAsWritten(HeardError):
    """A file says of a statement what its life does not allow. *key* is where it says so."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(key)
        self.key = key
        self.reason = reason


# As it stood on a day


def framework_on(framework: Framework, lives: Lives, day: date) -> Framework:
    """The framework with every statement's words, target and difference that held on this day."""
    areas = tuple(
        area.model_copy(
            update={
                "good": tuple(
                    good_on(lives[one.id], one, day) if one.id in lives else _on(area.id, one, day)
                    for one in area.good
                )
            }
        )
        for area in framework.areas
    )
    return framework.model_copy(update={"areas": areas})


@lru_cache(maxsize=4096)
def _on(area: AreaId, written: GoodStatement, day: date) -> GoodStatement:
    """As the file alone tells it: asked of the same statements for every quarter that is shown."""
    return good_on(begun(area, written), written, day)


def good_on(living: LivingStatement, written: GoodStatement, day: date) -> GoodStatement:
    """What was agreed for this day; where nothing was, what was proposed by then."""
    agreed = living.agreed_on(day)
    wording = living.wording_on(day, agreed.text if agreed else "")
    asked = _consulted_for(living, agreed) if agreed else _consulted_by(living, day)
    return _good(living, written, wording, agreed, asked).model_copy(
        update={"only_proposed": agreed is None, "noted": agreed.noted if agreed else None}
    )


def _good(
    living: LivingStatement,
    written: GoodStatement,
    wording: Wording,
    agreed: Agreed | None,
    asked: Sequence[Consultation],
) -> GoodStatement:
    return GoodStatement(
        id=written.id,
        kind=written.kind,
        **wording.model_dump(),
        target=agreed.target if agreed else living.draft_target,
        important_difference=(agreed.important_difference if agreed else living.draft_difference),
        consulted=tuple(asked),
        agreed=agreed.agreement if agreed else None,
    )


def _consulted_for(living: LivingStatement, agreed: Agreed) -> list[Consultation]:
    return next(one.consultations for one in living.rounds if agreed in one.agreed)


def _consulted_by(living: LivingStatement, day: date) -> list[Consultation]:
    return [step.consultation for step in living.rounds[0].consulted if step.noted <= day]


# As a file says it


def written(living: LivingStatement, area_good: GoodStatement) -> GoodStatement:
    """How the framework file says all of it but drafts that came to nothing."""
    if not living.agreements:
        return _good(living, area_good, living.wording, None, living.now.consultations)
    *before, last = living.agreements
    good = good_on(living, area_good, date.max)
    return good.model_copy(
        update={
            "earlier": tuple(_earlier(living, one) for one in before),
            "noted": None,
            "proposed": _proposal(living) if living.wording.text != last.text else None,
        }
    )


def _earlier(living: LivingStatement, agreed: Agreed) -> Earlier:
    return Earlier(
        text=agreed.text,
        target=agreed.target,
        important_difference=agreed.important_difference,
        consulted=tuple(_consulted_for(living, agreed)),
        agreed=agreed.agreement,
    )


def _proposal(living: LivingStatement) -> Proposal:
    return Proposal(**living.wording.model_dump(), consulted=tuple(living.now.consultations))


def begun(area: AreaId, good: GoodStatement, origin: Origin = Origin.FILE) -> LivingStatement:
    """The life that the framework file tells of this statement. Raises NotAsWritten."""
    first = good.earlier[0].text if good.earlier else good.text
    is_first = first == good.text
    empty = LivingStatement(
        id=good.id,
        content_area=area,
        origin=origin,
        start=good.wording if is_first else Wording(text=first),
        draft_target=None if good.agreed else good.target,
        draft_difference=good.important_difference,
    )
    return brought(empty, good)


def brought(
    living: LivingStatement, good: GoodStatement, *, by: str = THE_FILE, today: date | None = None
) -> LivingStatement:
    """With all that the file says and the life does not have yet. Raises NotAsWritten.

    Without *today* each thing was noted on its own day, and may lie ahead.
    """
    told = list(_told(good))
    _refuse_other_agreements(living, told)
    hand = _Hand(by, today)
    for one in told:
        living = hand.agree(living, one)
    if good.agreed:
        living = hand.propose(living, good.proposed) if good.proposed else living
    else:
        _refuse_another_draft_target(living, good)
        living = hand.consult(living, good.wording, good.consulted, "consulted")
    return hand.reword(living, good.wording) if not good.proposed else living


class _Told(NamedTuple):
    """One agreement of a file, and the key under which it stands."""

    key: str
    text: str
    target: int
    important_difference: int
    consulted: Sequence[Consultation]
    agreement: Agreement

    @property
    def terms(self) -> tuple[str, int, int, Agreement]:
        return self.text, self.target, self.important_difference, self.agreement


def _told(good: GoodStatement) -> Iterator[_Told]:
    for one in good.earlier:
        yield _Told(
            "earlier", one.text, one.target, one.important_difference, one.consulted, one.agreed
        )
    if good.agreed and good.target is not None:
        yield _Told(
            "agreed",
            good.text,
            good.target,
            good.important_difference,
            good.consulted,
            good.agreed,
        )


class _Hand(NamedTuple):
    """Who brings in what a file says, and when."""

    by: str
    today: date | None

    def reword(self, living: LivingStatement, wording: Wording) -> LivingStatement:
        noted = self.today or _latest(living)
        return living.reworded(wording, by=self.by, today=noted)

    def agree(self, living: LivingStatement, told: _Told) -> LivingStatement:
        if told.terms in [one.terms for one in living.agreements]:
            return living
        now = living.agreements[-1].text if living.agreements else None
        if told.text != now:
            wording = living.wording if living.wording.text == told.text else None
            wording = wording or Wording(text=told.text)
            living = self.consult(living, wording, told.consulted, told.key)
        agreed = Agreed(
            by=self.by,
            noted=self.today or told.agreement.day,
            text=told.text,
            target=told.target,
            important_difference=told.important_difference,
            agreement=told.agreement,
        )
        try:
            return living.agree(agreed, today=self.today or date.max)
        except (NothingProposed, NotConsulted, TooEarly, InTheFuture) as error:
            raise NotAsWritten(told.key, why(error)) from None

    def propose(self, living: LivingStatement, proposal: Proposal) -> LivingStatement:
        return self.consult(living, proposal.wording, proposal.consulted, "proposed")

    def consult(
        self,
        living: LivingStatement,
        wording: Wording,
        consulted: Sequence[Consultation],
        key: str,
    ) -> LivingStatement:
        living = self.reword(living, wording)
        for one in consulted:
            try:
                living = living.consulted(one, by=self.by, today=self.today or one.day)
            except (NothingProposed, InTheFuture) as error:
                raise NotAsWritten(key, why(error)) from None
        return living


def why(error: NothingProposed | NotConsulted | TooEarly | InTheFuture) -> str:
    """What is wrong, for the author of a file."""
    match error:
        case NothingProposed():
            return "these words are agreed already; there is nothing to consult on or agree"
        case NotConsulted():
            return (
                "children or parents and carers are asked before a statement is agreed: say with "
                "whom, how and what changed under 'consulted'"
            )
        case TooEarly(earliest=earliest):
            return f"is before what it follows, on {earliest.isoformat()}"
        case InTheFuture(today=today):
            return f"lies ahead of today, {today.isoformat()}"
        case _:
            assert_never(error)


def _latest(living: LivingStatement) -> date:
    """The file's words are as old as what the file tells last."""
    return living.steps[-1].noted if living.steps else date.min


def _refuse_other_agreements(living: LivingStatement, told: Sequence[_Told]) -> None:
    known = [one.terms for one in living.agreements]
    dated = {one.agreement for one in living.agreements}
    for one in told:
        if one.terms not in known and one.agreement in dated:
            raise NotAsWritten(
                one.key,
                f"is not what was agreed on {one.agreement.day.isoformat()}; give what was agreed "
                "since its own day and minute, and keep this under 'earlier'",
            )
    for terms in known:
        if terms not in [one.terms for one in told]:
            raise NotAsWritten(
                "agreed",
                f"lacks what was agreed on {terms[-1].day.isoformat()}; export the file anew",
            )


def _refuse_another_draft_target(living: LivingStatement, good: GoodStatement) -> None:
    drafts = living.draft_target, living.draft_difference
    if drafts != (good.target, good.important_difference):
        raise NotAsWritten(
            "target", "a target counts once it is agreed: give its day and minute under 'agreed'"
        )


def says_the_same(good: GoodStatement, agreed: Agreed) -> bool:
    """Whether a file has the words, the target and the difference that were agreed."""
    return (good.text, good.target, good.important_difference) == agreed.terms[:3]


def states(area: ContentArea, lives: Lives) -> dict[StatementId, State]:
    """How far each statement of the area has come."""
    return {one.id: (lives.get(one.id) or begun(area.id, one)).state for one in area.good}
