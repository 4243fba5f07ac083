"""A report card on half a page: the statement, what children say, one picture, gaps, and texts."""

from collections.abc import Iterator, Sequence

from analysis.digest.digest import Digest
from analysis.digest.lines import Good, Line, Row
from analysis.figures.status import Clarity, Status
from analysis.paper.order import deciding
from analysis.paper.paper import Card
from analysis.phrases import sentence, within
from bot.papers.blocks import Block, Paragraph, Table, Told
from bot.papers.illustrated import in_short_shown
from bot.papers.pieces import how_much, in_words, likely, lines, quotes, sign, texts, value
from surveys.framework import Kind

MOST_OF_CHILDREN = 2


def in_short(card: Card) -> Iterator[Block]:
    one = card.digest
    outcomes = [good for good in one.good if good.kind is Kind.OUTCOME] or one.good
    yield _status(one, outcomes)
    for good in outcomes:
        rest = f" {good.text.rstrip('.')}. {sentence(good.standing)}."
        yield Paragraph(told=Told(lead=f"Good {good.kind.value}:", rest=rest))
    yield lines(_of_children(one))
    yield from quotes(card)
    yield _how_much(card)
    yield from _how_well(one)
    yield from in_short_shown(card)
    if one.gaps:
        yield lines(one.gaps)
    yield from texts(one.title, card.fields, card.owner)


def _status(one: Digest, outcomes: Sequence[Good]) -> Paragraph:
    """With its reason, unless every statement beneath says that it is only proposed."""
    is_said = all(good.only_proposed for good in outcomes)
    lead = f"{in_words(one.overall)}."
    return Paragraph(told=Told(lead=lead, rest="" if is_said else f" {one.overall.reason}"))


def _of_children(one: Digest) -> list[Line]:
    """What decides how the area stands, then what is below too or in no row of the table below."""
    shown = [row for row in one.children if row.base]
    if not shown:
        return [row.line for row in one.children[:1]] or [Line(rest=one.no_children)]
    first = next((row for row in shown if row is deciding(one)[0]), shown[0])
    tabled = {figure for part in one.questions for row in part.rows for figure in row.figures}
    others = [
        row
        for row in shown
        if row is not first and (row.status is Status.NOT_MET or tabled.isdisjoint(row.figures))
    ]
    return [row.line for row in (first, *others)][:MOST_OF_CHILDREN]


def _how_much(card: Card) -> Paragraph:
    """In a sentence each, because most cells of a table would be empty."""
    told = [f"{name}, {within(row.who)}: {value(row)}." for name, row in how_much(card)]
    heading = card.digest.questions[0].heading
    return Paragraph(told=Told(lead=heading, rest=f" {' '.join(told)}"))


def _how_well(one: Digest) -> Iterator[Block]:
    rows = [
        (row.name, row.who, value(row), likely(row), sign(row), _change(one, row))
        for part in one.questions[1:]
        for row in part.rows
    ]
    if rows:
        yield Table(
            caption=f"{one.title}: how well, what difference; –: no clear change",
            head=("Measure", "Who", "Value", "Likely range", "Target", "Change"),
            rows=tuple(rows),
            widths=(31, 14, 18, 13, 14, 10),
        )


def _change(one: Digest, row: Row) -> str:
    """In little room, because most of them are none that is clear."""
    figure = one.figure(row.figures[0])
    is_none = figure and figure.change and figure.change.clarity is Clarity.NOT_CLEAR
    return "–" if is_none else row.change
