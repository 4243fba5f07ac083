"""What several parts of a paper are made of: paragraphs, lists, cells, and names in a row."""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import groupby
from typing import NamedTuple

from analysis.digest.dashboard import short_names
from analysis.digest.lines import Line, Overall, Row
from analysis.digest.quotes import Shown
from analysis.figures.figure import Figure
from analysis.figures.status import Status
from analysis.paper.paper import Card, Field, Paper, Rate
from analysis.paper.texts import CELL, Part, plan_rows
from analysis.phrases import listed, some_of
from analysis.wording import say
from bot.papers.blocks import Block, Heading, List, Paragraph, Table, Told
from bot.wording.quotes import chosen, speaker
from surveys.framework import Perspective
from surveys.measures import Formula
from surveys.quote import Chosen

MOST_AREAS = 4
MOST_RARE = 3
FEWEST_ALIKE = 2
DRAFTS = "challenge.drafts"
DRAFT = "draft target"
PROTECTED = "protected"
NOT_SAID = "not said yet"
IN_A_LIST = {
    Part.STORY: "story",
    Part.PARTNERS: "partners",
    Part.WORKS: "what works",
    Part.PLAN: "action plan",
}


def plain(text: str, look: str = "plain") -> Paragraph:
    return Paragraph.model_validate({"told": Told(rest=text), "look": look})


def lines(several: Iterable[Line], *, numbered: bool = False) -> List:
    told = (Told(lead=line.lead, rest=line.rest, figures=line.figures) for line in several)
    return List(items=tuple(told), numbered=numbered)


def written(field: Field) -> Iterator[Block]:
    """What people wrote, each of their lines a paragraph."""
    for line in field.text.splitlines():
        if line.strip():
            yield plain(line)


def areas(names: Sequence[str], everywhere: int) -> str:
    """Content areas by name, a few of them, or all."""
    if not names:
        return "–"
    return "all content areas" if len(names) == everywhere else some_of(names, MOST_AREAS)


def alike(told: Iterable[tuple[Line, str]]) -> list[tuple[Line, list[str]]]:
    """Each sentence once, with the content areas that it is true of."""
    first: dict[str, tuple[Line, list[str]]] = {}
    for line, area in told:
        _, names = first.setdefault(line.text, (line, []))
        if area not in names:
            names.append(area)
    return list(first.values())


# Of the whole paper


class Contributed(NamedTuple):
    """*told* is of the content area that most of an agency's people were asked about."""

    agency: str
    told: str
    low: list[str]
    hidden: list[str]


def contributed(paper: Paper) -> list[Contributed]:
    by_agency = groupby(paper.rates, lambda one: one.agency)
    return [_contributed(name, list(rates)) for name, rates in by_agency]


def _contributed(name: str, rates: Sequence[Rate]) -> Contributed:
    told = [one for one in rates if one.asked]
    most = max(told, key=lambda one: one.asked or 0) if told else None
    low = [one.area for one in rates if one.is_low]
    hidden = [one.area for one in rates if one.is_protected]
    return Contributed(name, most.told if most else PROTECTED, low, hidden)


def what_came_of_it(paper: Paper) -> list[Told]:
    """What people were told came of what they said, the worst content area first."""
    told = {card.digest.area for card in paper.cards}
    others = [one for one in paper.digests if one.area not in told]
    several = {
        one.wave: Told(lead=f"{one.survey}.", rest=f" {one.text}")
        for digest in (*(card.digest for card in paper.cards), *others)
        for one in digest.since_last_time.you_said
    }
    return list(several.values())


class Asks(IntEnum):
    """How soon a question for challenge is put: what is below its target comes before all else."""

    BELOW = 0
    OTHER = 1
    HOW_IT_WAS_MADE = 2


def asked_of(card: Card) -> list[tuple[Asks, Line]]:
    """Its questions for challenge, the most urgent first."""
    several = [(_urgency(card, line), line) for line in card.digest.challenges]
    return sorted(several, key=lambda one: one[0])


def _urgency(card: Card, line: Line) -> Asks:
    figures = [figure for one in line.figures if (figure := card.digest.figure(one))]
    if any(one in card.digest.by(Formula.RESPONSE_RATE) for one in figures) or _is_draft(line):
        return Asks.HOW_IT_WAS_MADE
    is_below = card.digest.overall.status is Status.NOT_MET
    return Asks.BELOW if is_below and _are_below(figures) else Asks.OTHER


def _are_below(figures: Sequence[Figure]) -> bool:
    return any(one.status is Status.NOT_MET for one in figures)


def challenges(paper: Paper) -> list[tuple[Line, list[str]]]:
    return together((line, card.digest.title) for card in paper.cards for _, line in asked_of(card))


def together(asked: Iterable[tuple[Line, str]]) -> list[tuple[Line, list[str]]]:
    """Each question once. Of what is only proposed all content areas are asked in one."""
    several = list(asked)
    drafts = [area for line, area in several if _is_draft(line)]
    if len(drafts) < FEWEST_ALIKE:
        return alike(several)
    one = Line(rest=say(DRAFTS, statements=listed(list(short_names(drafts).values()))))
    whose = f"{len(drafts)} content areas"
    return alike((one, whose) if _is_draft(line) else (line, area) for line, area in several)


def _is_draft(line: Line) -> bool:
    """Whether it asks when what is proposed is agreed: the digest asks each area by itself."""
    before, _, after = say(DRAFTS, statements=CELL).partition(CELL)
    return line.text.startswith(before) and line.text.endswith(after)


def questions(several: Iterable[tuple[Line, list[str]]]) -> list[Told]:
    return [
        Told(lead=f"{some_of(names, MOST_AREAS)}.", rest=f" {line.text}", figures=line.figures)
        for line, names in several
    ]


# Of one report card


def in_words(one: Overall) -> str:
    """Where the content area stands, with its icon and letter."""
    return " ".join(part for part in (one.icon, one.letter, one.words) if part)


def quotes(card: Card) -> Iterator[Block]:
    """One of the children's, and the single serious ones; whose eyes, and nothing else of them."""
    serious = [one for one in card.quotes if one.chosen is Chosen.RARE]
    others = [one for one in card.quotes if one.chosen is not Chosen.RARE]
    children = [one for one in others if one.perspective is Perspective.CHILD]
    yield from map(_quote, children[:1])
    if serious:
        yield Heading(level=3, text="Rare but serious")
        yield from map(_quote, serious[:MOST_RARE])


def _quote(quote: Shown) -> Paragraph:
    how = "" if quote.chosen is Chosen.RARE else f", {chosen(quote.chosen)}"
    return Paragraph(told=Told(lead=f"“{quote.text}”", rest=f" {speaker(quote.perspective)}{how}."))


def how_much(card: Card) -> Iterator[tuple[str, Row]]:
    """The rows, each with its name. A response rate is of everybody who was asked in the surveys.

    So it is left out where the practitioners of the area itself are protected.
    """
    one = card.digest
    rates = {figure.id for figure in one.by(Formula.RESPONSE_RATE)}
    heard = [
        figure
        for figure in one.by(Formula.VOICES_HEARD)
        if figure.perspective is Perspective.PRACTITIONER and figure.value is not None
    ]
    for row in one.questions[0].rows:
        if heard or rates.isdisjoint(row.figures):
            yield row.name, row


def value(row: Row) -> str:
    return f"{row.value} ({row.base})" if row.base else row.value


def likely(row: Row) -> str:
    return row.likely.removeprefix("likely ")


def sign(row: Row) -> str:
    sign = f"{row.sign.icon} {row.sign.letter}" if row.sign else ""
    return " · ".join(part for part in (sign, _target(row)) if part)


def _target(row: Row) -> str:
    """In the room of a cell: '75%', or 'draft 75%' while nobody has agreed it."""
    if row.target.startswith(DRAFT):
        return f"draft{row.target.removeprefix(DRAFT).partition(',')[0]}"
    return row.target.removeprefix("target ")


def texts(title: str, fields: Sequence[Field], owner: str) -> Iterator[Block]:
    """What people wrote of the content area, each text begun with its name; what nobody wrote."""
    for field in fields:
        first, *others = [line for line in field.text.splitlines() if line.strip()] or [""]
        if first and field.part is not Part.PLAN:
            yield Paragraph(told=Told(lead=f"{field.name}.", rest=f" {first}"))
            yield from map(plain, others)
        elif first:
            yield Table(
                caption=f"{title}: action plan",
                head=("Action", "Who", "By when", "Measure it should move"),
                rows=tuple(
                    (what, who or NOT_SAID, when or NOT_SAID, measure)
                    for what, who, when, measure in plan_rows(field.text)
                ),
                widths=(44, 20, 18, 18),
            )
    if empty := [IN_A_LIST[one.part] for one in fields if not one.text]:
        yield plain(f"Not yet written by {owner}: {listed(empty)}.", "gap")
