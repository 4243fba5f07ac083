"""The quarterly Board paper: the digests of one period together, and what people wrote to them.

Pure, and the only source of every form that the paper takes: Word, PDF, workbook.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from analysis.digest.dashboard import Standing, standing, tells
from analysis.digest.digest import Digest
from analysis.digest.gap_rows import GapRow, gap_rows
from analysis.digest.grids import Grid, coverage, evidence_by_source
from analysis.digest.lines import Line, Row
from analysis.digest.narrative import band_told
from analysis.digest.quotes import Shown
from analysis.digest.trends import Trend, trends_of
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.paper.missing import (
    QA_TEAM,
    Asked,
    Named,
    missing_in_areas,
    missing_in_paper,
    missing_in_plans,
)
from analysis.paper.order import (
    MOST_IN_FRONT,
    Gravity,
    deciding,
    gravity,
    is_voice_serious,
    place,
    where_they_stand,
)
from analysis.paper.rules import improvements, risks
from analysis.paper.texts import NAMES, OF_AN_AREA, OF_THE_PAPER, PaperText, Part
from analysis.phrases import number, period_label
from surveys.measures import Formula, Measure, Measures
from surveys.periods import Period
from surveys.values import AreaId, Value

MOST_OF_CHILDREN = 3
MOST_TRENDS = 2

Texts = Mapping[tuple[Part, AreaId | None], PaperText]


class Field(Value):
    """A part that people fill in. Without *text* it has not been filled in yet."""

    part: Part
    name: str
    text: str = ""
    written_on: date | None = None


class Statement(Value):
    """A part of the chair's statement: what the rules make of the figures, and what people wrote.

    *told* is what stands in the statement; *by_rule* is kept beside it.
    """

    field: Field
    by_rule: tuple[Line, ...]

    @property
    def is_rewritten(self) -> bool:
        return bool(self.field.text)


class Card(Value):
    """The report card of one content area. *in_front*: it stands in short before the appendix."""

    digest: Digest
    gravity: Gravity
    in_front: bool = False
    owner: str = QA_TEAM
    gaps: tuple[GapRow, ...]
    quotes: tuple[Shown, ...] = ()
    trends: tuple[Trend, ...] = ()
    story: Field
    partners: Field
    works: Field
    plan: Field

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.story, self.partners, self.works, self.plan)


class Unheard(Value):
    """A content area of which too few were heard for a report card, and what people wrote of it."""

    label: str
    owner: str
    fields: tuple[Field, ...]


class Rate(Value):
    """How many of an agency's people who were asked about one content area have answered."""

    agency: str
    area: str
    told: str
    asked: int | None = None
    is_low: bool = False
    is_protected: bool = False
    figure: str


class Paper(Value):
    """Nothing protected is in it as a number: it is made of digests, which have been through that.

    *cards* are of the content areas on which people's answers can be told, the worst first;
    *unheard* are the others, of which few or none were heard. *where* says in words how those with
    a card stand.
    """

    board: str
    title: str
    period: str
    period_label: str
    audience: Audience
    made_on: date
    digests: tuple[Digest, ...]
    where: tuple[Line, ...]
    children: tuple[Line, ...]
    decisions: Statement
    risks: Statement
    improvements: Statement
    dashboard: tuple[Standing, ...]
    cards: tuple[Card, ...]
    unheard: tuple[Unheard, ...]
    rates: tuple[Rate, ...]
    programme: Field
    missing: tuple[Line, ...]
    grids: tuple[Grid, ...] = ()
    measures: tuple[Measure, ...]

    @property
    def front(self) -> tuple[Card, ...]:
        """The report cards that stand in short before the appendix, which has all of them."""
        return tuple(one for one in self.cards if one.in_front)

    @property
    def without(self) -> tuple[str, ...]:
        """The names of those of which few or none were heard."""
        return tuple(one.label for one in self.unheard)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for one in self.digests for figure in one.figures)

    def name_of(self, figure: Figure) -> str:
        return self._names.get(figure.measure, figure.measure)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {one.code: one.name for one in self.measures}


def paper(
    board: str,
    period: Period,
    digests: Sequence[Digest],
    texts: Iterable[PaperText] = (),
    *,
    quotes: Mapping[AreaId, Sequence[Shown]] | None = None,
    owners: Mapping[AreaId, str] | None = None,
    due: date | None = None,
    ended: Collection[AreaId] = (),
    audience: Audience = Audience.BOARD,
    made_on: date,
) -> Paper:
    """The paper of this period. The same digests, texts, quotes and day give the same paper.

    *quotes* are those approved for this audience, *owners* who is to write of it, by content area:
    until *due*, if a last day is set. Of areas that had *ended*, or not begun, nobody is to write.
    """
    assert all(one.period == str(period) and one.audience is audience for one in digests)
    written = {(one.part, one.content_area): one for one in texts if one.period == period}
    cards = _cards(digests, written, quotes or {}, owners or {})
    told = [one.digest for one in cards]
    serious = {one.digest.area for one in cards if is_voice_serious(one.quotes)}
    of_paper = {part: _field(part, written.get((part, None))) for part in OF_THE_PAPER}
    asked = Asked(day=due, owners=dict(owners or {})) if due else None
    others = [one for one in digests if not tells(one) and one.area not in ended]
    unheard = tuple(_unheard(one, written, owners or {}) for one in others)
    watched = [one for one in (*told, *others) if one.area not in ended]
    named = [Named(one.area, one.area_label) for one in watched]
    written_plans = {
        area: one.latest.text for (part, area), one in written.items() if part is Part.PLAN and area
    }
    missing = (
        *missing_in_paper(written, asked),
        *missing_in_areas(named, written, asked),
        *missing_in_plans(named, written_plans),
    )
    plans = _on_plans([one for one in cards if one.digest.area not in ended], unheard)
    return Paper(
        board=board,
        title="Quality assurance: quarterly paper to the Board",
        period=str(period),
        period_label=period_label(period),
        audience=audience,
        made_on=made_on,
        digests=tuple(digests),
        where=where_they_stand(told, serious),
        children=tuple(_children(told)),
        decisions=Statement(
            field=of_paper[Part.DECISIONS],
            by_rule=tuple(_decisions(cards, plans, missing)),
        ),
        risks=Statement(field=of_paper[Part.RISKS], by_rule=risks(told, digests)),
        improvements=Statement(
            field=of_paper[Part.IMPROVEMENTS], by_rule=improvements(told, digests)
        ),
        dashboard=tuple(standing(one) for one in told),
        cards=cards,
        unheard=unheard,
        rates=tuple(_rates(digests)),
        programme=of_paper[Part.PROGRAMME],
        missing=missing,
        grids=(coverage(digests), evidence_by_source(digests)) if digests else (),
        measures=tuple(_measures(digests)),
    )


def _field(part: Part, text: PaperText | None) -> Field:
    if text is None:
        return Field(part=part, name=NAMES[part])
    return Field(
        part=part, name=NAMES[part], text=text.latest.text, written_on=text.latest.at.date()
    )


def _cards(
    digests: Sequence[Digest],
    written: Texts,
    quotes: Mapping[AreaId, Sequence[Shown]],
    owners: Mapping[AreaId, str],
) -> tuple[Card, ...]:
    """The worst first. A few all stand in front; of many, those that are grave, up to six."""
    told = [one for one in digests if tells(one)]
    told.sort(key=lambda one: place(one, quotes.get(one.area, ())))
    cards = [_card(one, written, quotes.get(one.area, ())) for one in told]
    grave = sum(one.gravity < Gravity.OTHER for one in cards)
    in_front = min(MOST_IN_FRONT, len(cards) if len(cards) <= MOST_IN_FRONT else grave)
    return tuple(
        one.model_copy(
            update={
                "in_front": number < in_front,
                "owner": owners.get(one.digest.area, QA_TEAM),
            }
        )
        for number, one in enumerate(cards)
    )


def _unheard(digest: Digest, written: Texts, owners: Mapping[AreaId, str]) -> Unheard:
    return Unheard(
        label=digest.area_label,
        owner=owners.get(digest.area, QA_TEAM),
        fields=_fields(digest, written),
    )


def _fields(digest: Digest, written: Texts) -> tuple[Field, ...]:
    return tuple(_field(part, written.get((part, digest.area))) for part in OF_AN_AREA)


def _card(digest: Digest, written: Texts, quotes: Sequence[Shown]) -> Card:
    story, partners, works, plan = _fields(digest, written)
    return Card(
        digest=digest,
        gravity=gravity(digest, quotes),
        gaps=gap_rows(digest),
        quotes=tuple(quotes),
        trends=trends_of(digest)[:MOST_TRENDS],
        story=story,
        partners=partners,
        works=works,
        plan=plan,
    )


# What stands on the first pages


def _children(digests: Sequence[Digest]) -> Iterator[Line]:
    """What children say in the worst content areas in which enough were heard to tell it."""
    heard = [(one, row) for one in digests if (row := _said(one))]
    for one, row in heard[:MOST_OF_CHILDREN]:
        yield Line(lead=f"{one.area_label}.", rest=f" {row.line.text}", figures=row.figures)
    if not heard:
        yield Line(rest="Too few children answered for anything they said to be told in figures.")


def _said(digest: Digest) -> Row | None:
    """What decides where the area stands, or else the first that can be told."""
    row, _ = deciding(digest)
    several = [row, *digest.children] if row else digest.children
    shown = (
        one for one in several if (figure := digest.figure(one.figures[0])) and figure.is_shown
    )
    return next(shown, None)


def _decisions(cards: Sequence[Card], plans: Line, missing: Sequence[Line]) -> Iterator[Line]:
    if not cards:
        yield Line(rest="Note that too few people answered in this quarter to say anything.")
        yield Line(rest="Decide how and by when children, families and practitioners are heard.")
        return
    yield Line(rest="Note what children, families and practitioners say in this quarter.")
    yield Line(rest="Discuss the significant risks, and agree for each who acts and by when.")
    yield plans
    if missing:
        yield Line(rest="Ask for what has not been filled in; the appendix lists it.")


def _on_plans(cards: Sequence[Card], unheard: Sequence[Unheard]) -> Line:
    """Of all content areas, because a plan may be to hear those of whom too few were heard."""
    areas: list[Card | Unheard] = [*cards, *unheard]
    without = [one for one in areas if not _has_plan(one)]
    if not without:
        return Line(rest="Agree the action plans.")
    silent = sum(isinstance(one, Unheard) for one in without)
    which = f"{len(without)} of {len(areas)} content areas, which have none yet"
    few = f" {silent} of them had too few voices to say anything." if silent else ""
    if len(without) == len(areas) > 1:
        which = f"each of the {len(areas)} content areas: none has one yet"
    return Line(rest=f"Ask for an action plan for {which}.{few} The appendix says which.")


def _has_plan(area: Card | Unheard) -> bool:
    return any(one.part is Part.PLAN and one.text for one in area.fields)


# What people were asked


def _rates(digests: Sequence[Digest]) -> Iterator[Rate]:
    found = [
        Rate(
            agency=one.agency,
            area=digest.area_label,
            told=_rate(one),
            asked=one.base if one.is_shown else None,
            is_low=Flag.LOW_RESPONSE in one.flags,
            is_protected=one.protected,
            figure=one.id,
        )
        for digest in digests
        for one in digest.by(Formula.RESPONSE_RATE)
        if one.agency
    ]
    yield from sorted(found, key=lambda one: one.agency.casefold())


def _rate(figure: Figure) -> str:
    match figure.disclosure:
        case Disclosure.SHOWN:
            return f"{number(figure.value or 0)}% of {figure.base}"
        case Disclosure.BAND:
            return f"{band_told(figure.band)} of {figure.base}"
        case Disclosure.TOO_FEW:
            return f"too few ({figure.base} asked)"
        case Disclosure.PROTECTED:
            return "protected"


def _measures(digests: Sequence[Digest]) -> Iterator[Measure]:
    used = {figure.measure for one in digests for figure in one.figures}
    defined = Measures(measures=()).with_(one for made in digests for one in made.register.all())
    return (measure for measure in defined.all() if measure.code in used)
