"""The appendix of a paper: every report card in full, every table, how and from what it is made."""

from collections.abc import Iterator

from analysis.paper.paper import Card, Paper
from analysis.phrases import sentence
from bot.papers.blocks import Block, Heading, List, Paragraph, Table, Told
from bot.papers.illustrated import (
    gaps_shown,
    grids_shown,
    shares_shown,
    spreads_shown,
    trends_shown,
)
from bot.papers.methods import methods
from bot.papers.pieces import (
    alike,
    areas,
    challenges,
    contributed,
    how_much,
    in_words,
    likely,
    lines,
    plain,
    questions,
    quotes,
    sign,
    texts,
    value,
    what_came_of_it,
)


def appendix(paper: Paper) -> Iterator[Block]:
    yield from _cards(paper)
    yield from _more(paper)
    yield from methods(paper)


# The report cards


def _cards(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="Appendix A: every report card in full", new_page=True)
    if not paper.cards:
        yield plain("There is no content area of which enough people were heard.", "gap")
    for card in paper.cards:
        yield Heading(level=2, text=card.digest.title)
        yield from _card(card)
    yield from _unheard(paper)


def _unheard(paper: Paper) -> Iterator[Block]:
    """Those without a card: their owners are asked for texts too, which stand here."""
    if paper.unheard:
        yield Heading(level=2, text="Content areas with too few voices to say anything")
    for one in paper.unheard:
        yield Heading(level=3, text=one.label)
        yield from texts(one.label, one.fields, one.owner)


def _card(card: Card) -> Iterator[Block]:
    one = card.digest
    lead, why = f"{in_words(one.overall)}.", f" {one.overall.reason}"
    yield Paragraph(told=Told(lead=lead, rest=why), look="lead")
    yield List(
        items=tuple(
            Told(
                lead=f"Good {good.kind.value}:",
                rest=f" {good.text.rstrip('.')}. {sentence(good.standing)}.",
            )
            for good in one.good
        )
    )
    if one.since_last_time.agreed:
        yield lines(one.since_last_time.agreed)
    yield Heading(level=3, text="What children say")
    said = [row.line for row in (*one.children, *one.voices)]
    yield lines(said) if said else plain(one.no_children, "gap")
    if not card.in_front:
        yield from quotes(card)
    yield _three_questions(card)
    if one.themes:
        yield _themes(card)
    if one.measured:
        yield _measured(card)
    yield from shares_shown(card)
    yield from gaps_shown(card)
    if one.no_gaps and not card.gaps:
        yield plain(one.no_gaps)
    yield from _over_time(card)
    yield from spreads_shown(card)
    if not card.in_front:
        yield from texts(one.title, card.fields, card.owner)


def _over_time(card: Card) -> Iterator[Block]:
    """Under a heading of its own once there is a trend to read; before, in small print."""
    told = card.digest.over_time
    if any(one.series.reading.limits for one in card.trends):
        yield Heading(level=3, text="Over time")
        yield from [lines(told)] if told else []
        yield from trends_shown(card)
        return
    yield from trends_shown(card)
    for line in told:
        yield plain(line.text, "note")


def _three_questions(card: Card) -> Block:
    named = [
        *how_much(card),
        *((row.name, row) for part in card.digest.questions[1:] for row in part.rows),
    ]
    rows = [(name, row.who, value(row), likely(row), sign(row), row.change) for name, row in named]
    return Table(
        caption=f"{card.digest.title}: how much, how well, what difference",
        head=("Measure", "Who", "Value", "Likely range", "Target", "Change"),
        rows=tuple(rows),
        widths=(27, 13, 18, 12, 15, 15),
    )


def _themes(card: Card) -> Block:
    return Table(
        caption=f"{card.digest.title}: what people speak of in their comments",
        head=("Theme", "Who", "Share of who wrote", "Likely range", "To know"),
        rows=tuple(
            (row.name, row.who, value(row), likely(row), row.change) for row in card.digest.themes
        ),
        widths=(30, 16, 18, 14, 22),
    )


def _measured(card: Card) -> Block:
    return Table(
        caption=f"{card.digest.title}: sources, returns, audits and agencies' own numbers",
        head=("Measure", "Who", "Value", "Likely range", "Target", "To know"),
        rows=tuple(
            (
                row.name,
                row.who,
                value(row),
                likely(row),
                sign(row),
                row.change,
            )
            for row in card.digest.measured
        ),
        widths=(24, 16, 20, 12, 9, 19),
    )


# What the sections before are a part of


def _more(paper: Paper) -> Iterator[Block]:
    title = "Appendix B: responses, questions and the quality of the data"
    yield Heading(level=1, text=title)
    yield from _agencies(paper)
    if several := what_came_of_it(paper):
        yield Heading(level=2, text="Everything that people said and what was done")
        yield List(items=tuple(several))
    if asked := questions(challenges(paper)):
        yield Heading(level=2, text="Every question for challenge")
        yield List(items=tuple(asked), numbered=True)
    yield from _quality(paper)


def _agencies(paper: Paper) -> Iterator[Block]:
    if not paper.rates:
        return
    everywhere = len(paper.digests)
    yield Table(
        caption="Response by agency",
        head=("Agency", "Answered", "Low response in", "Protected in"),
        rows=tuple(
            (one.agency, one.told, areas(one.low, everywhere), areas(one.hidden, everywhere))
            for one in contributed(paper)
        ),
        widths=(24, 18, 36, 22),
    )
    yield plain(
        "Answered: of those asked about the content area that most were asked about. A rate is "
        "protected where few were asked or few answered, or where it would give another away. The "
        "workbook has every rate that can be told.",
        "note",
    )


def _quality(paper: Paper) -> Iterator[Block]:
    several = alike(
        (line, digest.area_label)
        for digest in paper.digests
        for line in (*digest.not_heard, *digest.data_quality)
    )
    if not several:
        return
    everywhere = len(paper.digests)
    yield Table(
        caption="Who was not heard, and what to know before relying on a figure",
        head=("Content areas", "What to know"),
        rows=tuple((areas(names, everywhere), line.text) for line, names in several),
        widths=(42, 58),
    )
    yield from _heard(paper)


def _heard(paper: Paper) -> Iterator[Block]:
    yield Heading(level=2, text="Whose views, and by which ways of gathering")
    yield plain(
        "A mark: enough were heard to count them, or an agency gave a number or a return of its "
        "own. Nobody and a few are both no mark.",
        "note",
    )
    yield from grids_shown(paper)
