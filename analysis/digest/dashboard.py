"""The dashboard on a page: every content area against the three questions, from its own digest."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from analysis.digest.digest import Digest
from analysis.digest.grids import Grid, coverage, evidence_by_source
from analysis.digest.lines import Overall, Row
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import FigureId
from analysis.figures.status import Sign, Status
from analysis.phrases import listed, number, sentence, whose, within
from analysis.wording import say
from surveys.framework import Perspective, Tier, short_name
from surveys.measures import Asks, Formula
from surveys.values import AreaId, Value

VOICE_OF_PEOPLE = (Asks.HOW_WELL, Asks.DIFFERENCE)
OF_AGENCIES = (Formula.INDICATOR, Formula.TALLY, Formula.CALIBRATION)  # no voice of people
ARROWS = {"rise": "▲", "fall": "▼", "both": "▲▼", "none": "–", "not_compared": ""}


class Cell(Value):
    """One of the three questions in few words. Without a *base* there is nothing to be told.

    *bare* is the value under a heading that says of whom it is.
    """

    value: str
    bare: str = ""
    base: str = ""
    who: str = ""
    perspective: Perspective | None = None
    sign: Sign | None = None
    figures: tuple[FigureId, ...] = ()

    @property
    def text(self) -> str:
        sign = f"{self.sign.icon} {self.sign.letter} " if self.sign and self.base else ""
        base = f" ({self.base})" if self.base else ""
        who = f", {self.who}" if self.who else ""
        return f"{sign}{self.value}{base}{who}"


class Standing(Value):
    """Where one content area stands, as children see it, and what it comes to in each question.

    *name* is as much of its label as tells it apart from the others beside it.
    """

    area: AreaId
    label: str
    name: str
    tier: Tier
    overall: Overall
    how_much: Cell
    how_well: Cell
    difference: Cell
    change: str
    arrow: str = ""

    @property
    def status(self) -> str:
        """Icon, letter and words, as far as there are any."""
        one = self.overall
        return " ".join(part for part in (one.icon, one.letter, one.words) if part)

    @property
    def word(self) -> str:
        """The words of the digest and the paper, as they stand within a line."""
        return within(self.overall.words)

    @property
    def line(self) -> str:
        """The same as one reads it out."""
        return say(
            "all.line",
            area=self.label,
            status=self.word,
            heard=sentence(self.how_much.value),
            well=_aloud(self.how_well),
            difference=_aloud(self.difference),
            change=sentence(self.change),
        )


class Group(Value):
    """The content areas of one tier of which something can be told."""

    tier: Tier
    heading: str
    standings: tuple[Standing, ...]


class Dashboard(Value):
    """*without* names the areas of which too few or none were heard: the two look the same."""

    period: str
    period_label: str
    audience: Audience
    as_at: date
    groups: tuple[Group, ...]
    without: tuple[str, ...]
    grids: tuple[Grid, ...] = ()

    @property
    def title(self) -> str:
        return say("titled", title=say("all.title"), period=self.period_label)

    @property
    def standings(self) -> tuple[Standing, ...]:
        return tuple(one for group in self.groups for one in group.standings)

    @property
    def alt(self) -> str:
        """Where every area stands comes first, because an alt text may be cut."""
        told = [
            f"{one.heading}. {' '.join(row.line for row in one.standings)}" for one in self.groups
        ]
        few = [self.too_few] if self.without else []
        return " ".join([*self._in_short(), *few, *told])

    @property
    def legend(self) -> str:
        """The signs of a digest, and the dash behind an area in which nothing clearly changed."""
        return f"{say('note.legend')} {ARROWS['none']} {say('change.none')}."

    @property
    def too_few(self) -> str:
        """Which areas nothing can be told of."""
        return say("all.too_few", areas=listed(self.without))

    def _in_short(self) -> Iterator[str]:
        """The areas by what is said of them, the worst first."""
        order = (Status.NOT_MET, Status.LEANING_BELOW, Status.LEANING_ABOVE, Status.MET)
        found = sorted(
            self.standings,
            key=lambda one: order.index(one.overall.status) if one.overall.status in order else 9,
        )
        for word in dict.fromkeys(one.word for one in found):
            yield f"{sentence(word)}: {listed([one.name for one in found if one.word == word])}."


def dashboard(digests: Sequence[Digest]) -> Dashboard:
    """Of one period and audience; the tiers in their order, and areas as they come in each.

    Raises ValueError without a digest.
    """
    if not digests:
        raise ValueError("a dashboard is made of digests")
    first = digests[0]
    assert all((one.period, one.audience) == (first.period, first.audience) for one in digests)
    return Dashboard(
        period=first.period,
        period_label=first.period_label,
        audience=first.audience,
        as_at=first.as_at,
        groups=tuple(_groups(digests)),
        without=tuple(one.area_label for one in digests if not tells(one)),
        grids=(coverage(digests), evidence_by_source(digests)),
    )


def short_names(labels: Iterable[str]) -> dict[str, str]:
    """The short name of each label; in full where two would read alike."""
    short = {label: short_name(label) for label in labels}
    alike = Counter(short.values())
    return {label: name if alike[name] == 1 else label for label, name in short.items()}


def tells(digest: Digest) -> bool:
    """Whether anything that people said can be told of it. None and a few look the same."""
    return any(
        (measure := digest.measure(one))
        and measure.asks in VOICE_OF_PEOPLE
        and measure.formula not in OF_AGENCIES
        and one.is_told
        for one in digest.figures
    )


def standing(digest: Digest) -> Standing:
    _, well, difference = digest.questions
    change = _change(digest)
    return Standing(
        area=digest.area,
        label=digest.area_label,
        name=short_name(digest.area_label),
        tier=digest.tier,
        overall=digest.overall,
        how_much=_heard(digest),
        how_well=_first(well.rows),
        difference=_first(difference.rows),
        change=say(f"change.{change}"),
        arrow=ARROWS[change],
    )


def _groups(digests: Sequence[Digest]) -> Iterator[Group]:
    tiers = list(Tier)
    told = sorted(map(standing, filter(tells, digests)), key=lambda one: tiers.index(one.tier))
    names = short_names(one.label for one in told)
    told = [one.model_copy(update={"name": names[one.label]}) for one in told]
    for tier, several in groupby(told, key=lambda one: one.tier):
        yield Group(tier=tier, heading=say(f"tier.{tier.value}"), standings=tuple(several))


def _heard(digest: Digest) -> Cell:
    children = [
        one for one in digest.by(Formula.VOICES_HEARD) if one.perspective is Perspective.CHILD
    ]
    figures = tuple(one.id for one in children)
    told = [number(one.value) for one in children if one.value is not None]
    if not told:
        # beside "not asked", "protected" would read as if some had been
        is_asked = digest.overall.words != say("status.not_asked")
        hidden = say("value.protected" if is_asked else "all.not_asked")
        template = "cell.protected" if is_asked else "cell.not_asked"
        value = say(template, who=whose(Perspective.CHILD))
        return Cell(value=value, bare=hidden, figures=figures)
    return Cell(value=say("all.children", number=told[0]), bare=told[0], figures=figures)


def _first(rows: Sequence[Row]) -> Cell:
    """The row that can be told, children's first; 'protected' where none can."""
    told = next((one for one in rows if one.base), None)
    if told is None:
        return Cell(value=say("value.protected" if rows else "all.not_asked"))
    return Cell(
        value=told.value,
        base=told.base,
        who=within(told.who),
        perspective=told.perspective,
        sign=told.sign,
        figures=told.figures,
    )


def _change(digest: Digest) -> str:
    """Of the headlines; only what is clear has a direction."""
    clear = [digest.figure(one) for line in digest.since_last_time.clear for one in line.figures]
    moves = {one.change.points > 0 for one in clear if one and one.change}
    if moves:
        return "both" if len(moves) > 1 else "rise" if True in moves else "fall"
    return "none" if any(one.change for one in digest.figures) else "not_compared"


def _aloud(cell: Cell) -> str:
    who = f", {cell.who}" if cell.who else ""
    return f"{cell.value} ({cell.base}){who}" if cell.base else cell.value
