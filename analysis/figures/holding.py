"""What of a picture may leave beside what has left before: each figure as it may be told today.

A figure is told anew once enough more people stand behind it. Until then it stands as it was told:
whether nobody has answered since or a few have, looks the same. Where nothing was told of it
before, it is protected. So no digest is refused as a whole.

What is no sum over people's rows is outside: numbers that agencies hand in, whether they handed in
a return, and from how many sources there is evidence.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from analysis.disclosure.ledger import Marks, Rows, may_leave, people_in, quarters_of
from analysis.disclosure.suppression import RULES, Audience
from analysis.figures.figure import Disclosure, Figure
from analysis.figures.gaps import gap
from analysis.figures.measuring import Picture
from analysis.figures.status import Status
from surveys.measures import Formula, Unit
from surveys.periods import Period
from surveys.values import Slug, StatementId

# all slices of one measure and statement, or of one theme: they may add up
Item = tuple[str, StatementId | None, Slug | None]

OUTSIDE = (Formula.INDICATOR, Formula.CONTRIBUTION, Formula.SOURCES, Formula.MAIN_SOURCES)


@dataclass(frozen=True)
class Left:
    """A figure as it left: the rows behind its numbers, and those that its change compares.

    A gap compares the rows of its two sides.
    """

    figure: Figure
    counted: Rows
    compared: tuple[Rows, ...] = ()
    on: date = date.min
    readers: Audience = Audience.ANALYST
    release: str = ""


@dataclass(frozen=True)
class Held:
    """A picture whose figures may be told. *left* is what of them the ledger is to keep.

    *standing* are told as on that day before; *kept_back* are protected for the ledger's sake.
    """

    picture: Picture
    left: Mapping[str, Left]
    standing: Mapping[str, date]
    kept_back: frozenset[str]


def smallest_difference(figure: Figure, readers: Audience) -> int:
    """How many people two releases must differ by: what a figure of them alone would need."""
    rule = RULES[readers]
    return rule.smallest_base if _tells_a_share(figure) else rule.smallest_count


def held(
    found: Picture, earlier: Sequence[Left], mark: Marks, *, readers: Audience, today: date
) -> Held:
    """*found* as *readers* may see it, beside the *earlier* figures of the content area.

    Whoever reads any release is taken to have read all others, of whatever period and audience.
    Only what the QA team alone has looked at does not count for those outside it: or a look at
    the wrong moment would keep a figure from the board.
    """
    is_inside = readers is Audience.ANALYST
    known = [one for one in earlier if is_inside or one.readers is not Audience.ANALYST]
    desk = _HoldingDesk(found, known, mark, readers, today)
    for figure in sorted(found.figures, key=_whole_last):
        desk.hold(figure)
    return desk.done()


def _whole_last(figure: Figure) -> tuple[bool, bool]:
    """Parts before what they add up to, and gaps after their sides."""
    is_whole = figure.perspective is None and figure.agency is None
    return bool(figure.derived_from), is_whole


@dataclass
class _HoldingDesk:
    found: Picture
    known: Sequence[Left]
    mark: Marks
    readers: Audience
    today: date
    told: dict[str, Figure] = field(default_factory=dict)
    left: dict[str, Left] = field(default_factory=dict)
    standing: dict[str, date] = field(default_factory=dict)
    kept_back: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.latest = {one.figure.id: one for one in self.known}
        self.sets: defaultdict[Item, list[Rows]] = defaultdict(list)
        self.shares: defaultdict[Item, list[Rows]] = defaultdict(list)
        for one in self.known:
            self._note(one)

    def hold(self, figure: Figure) -> None:
        if figure.protected or self._is_outside(figure):
            self.told[figure.id] = figure
            return
        candidate = Left(
            figure, self._counted(figure), self._compared(figure), self.today, self.readers
        )
        before = self.latest.get(figure.id)
        if self._is_new(candidate, before):
            self._tell(self._without_what_would_tell(candidate, before))
            self.new.add(figure.id)
        elif before is None or (figure.derived_from and not self._has_same_sides(before)):
            self.kept_back.add(figure.id)
            self.told[figure.id] = protected(figure)
        else:
            self._tell(before)
        if before and figure.id not in self.kept_back and not self._differs(before):
            self.standing[figure.id] = before.on

    def _is_outside(self, figure: Figure) -> bool:
        return self.found.measure(figure).formula in OUTSIDE

    def _items(self, figure: Figure) -> list[Item]:
        """An agency's staff, beside its own grade, are part of what all staff say."""
        measure = self.found.measures.get(figure.measure)
        is_part = measure is not None and measure.formula is Formula.CALIBRATION
        names = measure.compares if measure and is_part else (figure.measure,)
        return [(name, figure.statement, figure.theme) for name in names]

    def done(self) -> Held:
        told = (self.told[one.id] for one in self.found.figures)
        # a theme that may not be told has no figure, whatever the reason
        figures = tuple(one for one in told if not (one.theme and one.protected))
        gaps = tuple(gap(self.told[one.figure.id], self.told) for one in self.found.gaps)
        return Held(
            picture=replace(
                self.found,
                figures=figures,
                gaps=gaps,
                standing=frozenset(self.standing),
                stale=frozenset(self.left) - self.new,
            ),
            left=self.left,
            standing=self.standing,
            kept_back=frozenset(self.kept_back),
        )

    def _tell(self, one: Left) -> None:
        self.told[one.figure.id] = one.figure
        self.left[one.figure.id] = one
        self._note(one)

    def _note(self, one: Left) -> None:
        """What a reader knows. A gap tells nothing that its two sides do not."""
        if not one.figure.derived_from:
            for item in self._items(one.figure):
                self.sets[item] += _placed(one)
                if _tells_a_share(one.figure):
                    self.shares[item] += _placed(one)

    def _counted(self, figure: Figure) -> Rows:
        if figure.derived_from:
            return frozenset[int]().union(*self._sides(figure))
        return self.mark(self.found.counted[figure.id])

    def _compared(self, figure: Figure) -> tuple[Rows, ...]:
        if figure.derived_from:
            return self._sides(figure)
        return tuple(self.mark(one) for one in self.found.compared[figure.id])

    def _sides(self, figure: Figure) -> tuple[Rows, ...]:
        """As they are told: nothing, of a side that is not."""
        return tuple(
            self.left[one].counted if one in self.left else frozenset()
            for one in figure.derived_from
        )

    def _is_new(self, candidate: Left, before: Left | None) -> bool:
        """Whether today's figure may be told. With nobody more or less, it is what it was."""
        figure = candidate.figure
        if figure.derived_from:
            return self.new.issuperset(figure.derived_from)
        if before and 0 < people_in(before.counted ^ candidate.counted) < min(
            smallest_difference(one, self.readers) for one in (before.figure, figure)
        ):
            return False
        return self._may_leave(figure, _placed(candidate)[0])

    def _may_leave(self, figure: Figure, rows: Rows, *more: Rows) -> bool:
        """A share, beside the shares that were told; and how many it is of, beside all counts."""
        rule = RULES[self.readers]
        return all(
            may_leave(rows, [*self.sets[item], *more], rule.smallest_count)
            and (
                not _tells_a_share(figure)
                or may_leave(
                    rows,
                    [*self.shares[item], *more],
                    rule.smallest_base,
                    few=rule.smallest_count - 1,
                )
            )
            for item in self._items(figure)
        )

    def _without_what_would_tell(self, candidate: Left, before: Left | None) -> Left:
        """A change tells of the period before: as it is told today, or not at all."""
        figure = candidate.figure
        if figure.derived_from or figure.change is None:
            return candidate
        now, *others = _placed(candidate)
        if all(self._may_leave(figure, one, now) for one in others):
            return candidate
        is_same = before is not None and before.counted == candidate.counted
        change = before.figure.change if before and is_same else None
        compared = before.compared if before and is_same else ()
        return replace(
            candidate, figure=figure.model_copy(update={"change": change}), compared=compared
        )

    def _has_same_sides(self, before: Left) -> bool:
        return before.compared == self._sides(before.figure)

    def _differs(self, before: Left) -> bool:
        return self.left[before.figure.id].counted != before.counted


def protected(figure: Figure) -> Figure:
    """The same figure without a number, and without a word that was derived from one."""
    return Figure(
        id=figure.id,
        measure=figure.measure,
        statement=figure.statement,
        theme=figure.theme,
        perspective=figure.perspective,
        agency=figure.agency,
        period=figure.period,
        audience=figure.audience,
        unit=figure.unit,
        disclosure=Disclosure.PROTECTED,
        protected=True,
        target=figure.target,
        status=Status.PROTECTED if figure.status else None,
        derived_from=figure.derived_from,
    )


def _tells_a_share(figure: Figure) -> bool:
    """And not only how many people there are."""
    return figure.unit is not Unit.PEOPLE and figure.disclosure is not Disclosure.TOO_FEW


def _placed(one: Left) -> list[Rows]:
    """Its sets with the quarters that each stands for: the counted rows, and the compared ones."""
    period = Period.parse(one.figure.period)
    now, before = quarters_of(period), quarters_of(period.previous)
    if one.figure.pooled:
        now |= quarters_of(Period.parse(one.figure.pooled))
    places = (now, before, now)
    return [rows | place for rows, place in zip((one.counted, *one.compared), places, strict=False)]
