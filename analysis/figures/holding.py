"""What of a picture may leave beside what has left before: each figure as it may be told today.

A figure is told anew once enough more people stand behind it. Until then it stands as it was told:
whether nobody has answered since or a few have, looks the same. Where nothing was told of it
before, it is protected. So no digest is refused as a whole.

What is no sum over people's rows is outside: numbers that agencies hand in, whether they handed in
a return, and from how many sources there is evidence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from analysis.disclosure.ledger import Marks, Rows, Summed, people_in
from analysis.disclosure.suppression import RULES, Audience
from analysis.evidence.linking import Topic
from analysis.figures.asked import Places
from analysis.figures.desk import Desk
from analysis.figures.drawing import Drawn, drawn, judged
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.gaps import gap
from analysis.figures.knowing import Known, Left, all_of, known, named, tells_a_share
from analysis.figures.measuring import Picture
from analysis.figures.safety_net import told_as
from analysis.figures.series import Points
from analysis.figures.status import Status
from surveys.measures import Formula

CELLS = (Formula.RESPONSE_RATE, Formula.THEMES)  # in which a few of them are protected too
OUTSIDE = (Formula.INDICATOR, Formula.CONTRIBUTION, Formula.SOURCES, Formula.MAIN_SOURCES)


@dataclass(frozen=True)
class Held:
    """A picture whose figures may be told. *left* is what of them the ledger is to keep.

    *news* are those of them that the ledger does not have yet; *standing* are told as on that day
    before; *kept_back* are protected for the ledger's sake. *past* are the points of the quarters
    before, oldest first, as far as they are drawn.
    """

    picture: Picture
    left: Mapping[str, Left]
    news: frozenset[str]
    standing: Mapping[str, date]
    kept_back: frozenset[str]
    past: tuple[Points, ...] = ()


def smallest_difference(figure: Figure, readers: Audience) -> int:
    """How many people two releases must differ by: what a figure of them alone would need."""
    rule = RULES[readers]
    return rule.smallest_base if tells_a_share(figure) else rule.smallest_count


def held(
    found: Picture, earlier: Iterable[Left], mark: Marks, *, readers: Audience, today: date
) -> Held:
    """*found* as *readers* may see it, beside the *earlier* figures of all content areas."""
    return held_beside(found, known(earlier, readers), mark, today=today)


def held_beside(
    found: Picture,
    before: Known,
    mark: Marks,
    *,
    today: date,
    past: Sequence[Mapping[Topic, Drawn]] | None = None,
) -> Held:
    """The same, beside what its readers know; *before* takes in what they are told now.

    With the *past* quarters, oldest first, each point that a series has of them is told as a figure
    of its quarter is: as it was, or if it may be, or not at all.
    """
    desk = _HoldingDesk(found, before, mark, today)
    for figure in sorted(found.figures, key=_whole_last):
        desk.hold(figure)
    holding = desk.done()
    is_over = found.period.quarter is not None and today > found.period.last_day
    if past is None or not is_over:
        return holding
    quarters = [*past, *_quarter_before(found, past, mark)]
    points, left = judged(holding.picture, quarters, before, today)
    return replace(
        holding, left={**holding.left, **left}, news=holding.news | left.keys(), past=points
    )


def _quarter_before(
    found: Picture, past: Sequence[Mapping[Topic, Drawn]], mark: Marks
) -> list[Mapping[Topic, Drawn]]:
    """It is in the evidence, unless it was closed and kept: then *past* ends with it."""
    before = found.period.previous
    if any(one.point.period == str(before) for last in past[-1:] for one in last.values()):
        return []
    good = tuple(found.good_before) or found.area.good
    area = found.area.model_copy(update={"good": good})
    desk = Desk(area, before, found.audience, found.measures)
    return [drawn(desk, found.facts, found.before, mark)]


def _whole_last(figure: Figure) -> tuple[bool, bool]:
    """Parts before what they add up to, and gaps after their sides."""
    is_whole = figure.perspective is None and figure.agency is None
    return bool(figure.derived_from), is_whole


@dataclass
class _HoldingDesk:
    found: Picture
    known: Known
    mark: Marks
    today: date
    told: dict[str, Figure] = field(default_factory=dict)
    left: dict[str, Left] = field(default_factory=dict)
    standing: dict[str, date] = field(default_factory=dict)
    kept_back: set[str] = field(default_factory=set)
    news: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.places = Places(self.found.facts, (self.found.period.previous, self.found.period))

    def hold(self, figure: Figure) -> None:
        if figure.protected or self._is_outside(figure):
            self.told[figure.id] = figure
            return
        candidate = self._candidate(figure)
        before = self.known.latest(figure)
        if self._is_new(candidate, before):
            self._tell_anew(candidate, before)
        elif before is None or (figure.derived_from and not self._has_same_sides(before)):
            self.kept_back.add(figure.id)
            self.told[figure.id] = protected(figure)
        else:
            self._tell(before)
        if before and figure.id not in self.kept_back and not self._differs(before):
            self.standing[figure.id] = before.on

    def _is_outside(self, figure: Figure) -> bool:
        return self.found.measure(figure).formula in OUTSIDE

    def _candidate(self, figure: Figure) -> Left:
        if figure.derived_from:
            sides = self._sides(figure)
            together = frozenset[int]().union(*sides)
            return Left(figure, together, sides, on=self.today, readers=self.known.readers)
        behind = self.found.behind[figure.id]
        tokens = (self.found.counted[figure.id], *self.found.compared[figure.id])
        sets = named(self.found.facts, behind, tokens, self.mark)
        counted, *compared = (all_of(one) for one in sets)
        return Left(
            figure,
            counted,
            tuple(compared),
            named=sets,
            asked=self.places.of_rate(tokens[0])
            if self.found.measure(figure).formula is Formula.RESPONSE_RATE
            else self.places.of(figure, behind),
            on=self.today,
            readers=self.known.readers,
        )

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
            news=frozenset(self.news),
            standing=self.standing,
            kept_back=frozenset(self.kept_back),
        )

    def _tell_anew(self, one: Left, before: Left | None) -> None:
        is_news = before is None or one.counted != before.counted
        if is_news:
            for summed in one.sums[:1]:  # a gap has none
                self.known.learn(one.figure, summed)
        told = self._without_what_would_tell(one, before)
        if before is None or is_news or told.compared != before.compared:
            self.news.add(one.figure.id)
            for summed in told.sums[1:]:
                self.known.learn(one.figure, summed)
        self._tell(told)
        self.new.add(one.figure.id)

    def _tell(self, one: Left) -> None:
        self.told[one.figure.id] = one.figure
        self.left[one.figure.id] = one
        self.known.remember(one)

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
        readers = self._told_as(figure)
        if before and 0 < people_in(before.counted ^ candidate.counted) < min(
            smallest_difference(one, readers) for one in (before.figure, figure)
        ):
            return False
        return self._may_leave(candidate.sums[0], figure)

    def _without_what_would_tell(self, candidate: Left, before: Left | None) -> Left:
        """A change tells of the period before: as it is told today, or not at all."""
        figure = candidate.figure
        if figure.derived_from or figure.change is None:
            return candidate
        if all(self._may_leave(one, figure) for one in candidate.sums[1:]):
            return candidate
        is_same = before is not None and before.counted == candidate.counted
        change = before.figure.change if before and is_same else None
        compared = before.compared if before and is_same else ()
        return replace(
            candidate,
            figure=figure.model_copy(update={"change": change}),
            compared=compared,
            named=before.named if before and is_same else candidate.named[:1],
        )

    def _may_leave(self, summed: Summed, figure: Figure) -> bool:
        readers = self._told_as(figure)
        return self.known.may_leave(
            summed,
            is_share=tells_a_share(figure),
            told_as=readers,
            is_cell=self.found.measure(figure).formula in CELLS,
        )

    def _told_as(self, figure: Figure) -> Audience:
        return told_as(self.found.measure(figure), self.known.readers)

    def _has_same_sides(self, before: Left) -> bool:
        return before.compared == self._sides(before.figure)

    def _differs(self, before: Left) -> bool:
        return self.left[before.figure.id].counted != before.counted


def protected(figure: Figure) -> Figure:
    """The same figure without a number, and without a word that was derived from one.

    That it is the ledger that holds it back is said alike whether nobody or a few would be shown.
    """
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
        flags=(Flag.HELD_BACK,),
    )
