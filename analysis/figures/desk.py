"""Where figures are put together: what all figures of one picture share, and those made so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.disclosure.suppression import Audience
from analysis.evidence.linking import Linked, Topic
from analysis.figures.asked import Behind, thing_counted
from analysis.figures.figure import Disclosure, Figure, Subject, figure_id
from analysis.figures.told import Told
from surveys.framework import ContentArea, GoodStatement, Perspective
from surveys.measures import Direction, Measures
from surveys.periods import Period
from surveys.values import ResponseId, StatementId

PERSPECTIVE_ORDER = tuple(Perspective)


@dataclass
class Desk:
    """What all figures of one picture share, and the figures made so far.

    *rows* are the responses that a figure's base stands on. For the ledger, *counted* has whatever
    would change any of its numbers, and *compared* the same of the sets behind its change;
    *behind* says of what their answers count there.
    """

    area: ContentArea
    period: Period
    audience: Audience
    measures: Measures
    figures: dict[str, Figure] = field(default_factory=dict)
    rows: dict[str, tuple[ResponseId, ...]] = field(default_factory=dict)
    asked: dict[str, tuple[Linked, ...]] = field(default_factory=dict)
    counted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    compared: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    behind: dict[str, Behind] = field(default_factory=dict)

    def add(
        self,
        subject: Subject,
        what: Told,
        *,
        rows: Iterable[ResponseId] = (),
        asked: Iterable[Linked] = (),
        counted: Iterable[str] | None = None,
        compared: Iterable[Iterable[str]] = (),
        behind: Behind | None = None,
        **more: object,
    ) -> Figure:
        figure = Figure.model_validate(
            {
                **subject.model_dump(),
                **what._asdict(),
                "id": figure_id(self.area, self.period, subject, self.audience, self.figures),
                "period": str(self.period),
                "audience": self.audience,
                "unit": self.measures[subject.measure].unit,
                "at_most": self.measures[subject.measure].direction is Direction.DOWN,
                "protected": what.disclosure is Disclosure.PROTECTED,
                **more,
            }
        )
        self.figures[figure.id] = figure
        self.rows[figure.id] = tuple(rows)
        self.asked[figure.id] = tuple(asked)
        self.counted[figure.id] = self.rows[figure.id] if counted is None else tuple(counted)
        self.behind[figure.id] = behind or Behind(all_alike=thing_counted(figure))
        self.compared[figure.id] = tuple(tuple(one) for one in compared)
        return figure

    def statement(self, wanted: StatementId | None) -> GoodStatement | None:
        return next((one for one in self.area.good if one.id == wanted), None)

    def target(self, topic: Topic) -> int | None:
        """In percent: the statement's if agreed, else the measure's, else what is proposed.

        A statement's is of those who say that it is so: it is none for a measure that gets better
        downwards. Where neither way is better, nothing is held against a target.
        """
        good, measure = self.statement(topic.statement), self.measures[topic.measure]
        if measure.direction is not Direction.UP:
            return measure.target if measure.direction else None
        return self._agreed(topic) or measure.target or (good.target if good else None)

    def is_draft(self, topic: Topic) -> bool:
        """Whether nobody has agreed the statement, or the target, that a status would speak of."""
        good = self.statement(topic.statement)
        if good and good.only_proposed:
            return True
        return not self._agreed(topic) and self.is_target_proposed(topic.measure)

    def _agreed(self, topic: Topic) -> int | None:
        """The agreed target of the statement, where the measure can be held against it."""
        good, measure = self.statement(topic.statement), self.measures[topic.measure]
        if good is None or good.only_proposed or measure.direction is not Direction.UP:
            return None
        return good.target

    def is_target_proposed(self, measure: str) -> bool:
        """Whether a measure has a target that nobody agreed by the end of the period."""
        one = self.measures[measure]
        is_held = one.target is not None and one.direction is not None
        return is_held and not one.has_agreed_target(self.period.last_day)

    def in_order(self) -> tuple[Figure, ...]:
        """By measure, statement, perspective, agency and theme."""
        return tuple(sorted(self.figures.values(), key=self._place))

    def place(
        self, measure: str, statement: StatementId | None, perspective: Perspective | None
    ) -> tuple[int, int, int]:
        statements = [one.id for one in self.area.good]
        return (
            self.measures.codes.index(measure),
            statements.index(statement) if statement in statements else len(statements),
            PERSPECTIVE_ORDER.index(perspective) if perspective else -1,
        )

    def _place(self, figure: Figure) -> tuple[tuple[int, int, int], str, str]:
        place = self.place(figure.measure, figure.statement, figure.perspective)
        return place, figure.agency or "", figure.theme or ""
