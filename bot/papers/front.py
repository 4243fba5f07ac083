"""The pages that everybody reads: the worst first, children before everybody else."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from analysis.digest.dashboard import Standing, short_names
from analysis.digest.digest import Digest
from analysis.digest.lines import Line
from analysis.figures.figure import Figure
from analysis.paper.missing import QA_TEAM
from analysis.paper.order import Gravity
from analysis.paper.paper import Paper, Statement
from analysis.paper.texts import NAMES, Part
from analysis.phrases import listed, sentence
from analysis.wording import say
from bot.papers.blocks import Block, Contents, Heading, List, Paragraph, Table, Told
from bot.papers.pieces import (
    PROTECTED,
    alike,
    areas,
    asked_of,
    challenges,
    contributed,
    lines,
    plain,
    questions,
    together,
    what_came_of_it,
    written,
)
from bot.papers.short_cards import in_short
from surveys.measures import Formula

PURPOSE = (
    "This paper sets what children, families and practitioners say beside what the Board agreed to "
    "be good, so that it can see risks and improvements, challenge, and decide. The appendix has "
    "every figure, and how it was made."
)
CAUTION = (
    "A status starts a conversation; it is no verdict. It is not yet clear where the likely range "
    "lies on both sides of the target."
)
GRAVE = (
    "Below their good statement, leaning below it, with something serious in them, or with a clear "
    "gap between views"
)
MOST_SAID, MOST_TO_KNOW, MOST_QUESTIONS = 3, 4, 4
MOST_OF_CHILDREN = 2


def front(paper: Paper) -> Iterator[Block]:
    yield from _cover(paper)
    yield from _dashboard(paper)
    yield from _chair(paper)
    yield from _cards(paper)
    yield from _agencies(paper)
    yield from _programme(paper)
    yield from _you_said(paper)
    yield from _quality(paper)
    yield from _challenges(paper)


# The first pages


def _cover(paper: Paper) -> Iterator[Block]:
    if paper.where:
        yield Heading(level=1, text="Where things stand, the worst first")
        yield lines(paper.where)
    yield Heading(level=1, text="What children say")
    yield lines(paper.children)
    yield Heading(level=1, text="What the Board is asked to do")
    yield from _statement(paper.decisions, numbered=True)
    yield plain(PURPOSE, "note")
    yield Contents(title="Contents")


def _dashboard(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="Dashboard on a page", new_page=True)
    if not paper.dashboard:
        yield plain("Nothing can be shown: too few people answered, or nobody did.", "gap")
    else:
        yield Table(
            caption="Each content area, the worst first: how much, how well, what difference",
            head=("Content area", "Status", "How much?", "How well?", "What difference?", "Change"),
            rows=tuple(_standing(one) for one in paper.dashboard),
            widths=(23, 20, 12, 17, 17, 11),
        )
        yield plain(f"{say('note.legend')} {CAUTION}", "note")
    if paper.without:
        few = f" {listed(paper.without)}."
        yield Paragraph(told=Told(lead="Too few voices to say anything:", rest=few))


def _standing(one: Standing) -> tuple[str, ...]:
    cells = (one.how_much, one.how_well, one.difference)
    return (
        one.label,
        one.status,
        *(cell.text for cell in cells),
        f"{one.arrow} {one.change}".strip(),
    )


def _chair(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="The chair's statement")
    yield Heading(level=2, text="Significant risks")
    yield from _statement(paper.risks)
    yield Heading(level=2, text=NAMES[Part.IMPROVEMENTS])
    yield from _statement(paper.improvements)


def _statement(statement: Statement, *, numbered: bool = False) -> Iterator[Block]:
    if statement.is_rewritten:
        yield from written(statement.field)
    else:
        yield lines(statement.by_rule, numbered=numbered)


# The report cards of those that are furthest from good


def _cards(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="Report cards")
    yield plain(_which(paper), "plain" if paper.cards else "gap")
    for card in paper.front:
        yield Heading(level=2, text=card.digest.title)
        yield from in_short(card)


def _which(paper: Paper) -> str:
    many, shown = len(paper.cards), len(paper.front)
    grave = sum(one.gravity < Gravity.OTHER for one in paper.cards)
    if not many:
        return "There is no content area of which enough people were heard."
    if shown == many:
        return "Every content area of which enough people were heard; in full in appendix A."
    found = f"{GRAVE}: {grave or 'none'} of {many} content areas."
    if not grave:
        return f"{found} Every card is in appendix A."
    here = f"The {shown} worst have their cards here" if grave > shown else "With their cards here"
    short = _short_names(paper)
    others = [short[one.digest.area_label] for one in paper.cards if not one.in_front]
    return (
        f"{found} {here}, the worst first. Appendix A has every card in full, and alone those of "
        f"{listed(others)}."
    )


# The sections after the cards, each in a few lines


def _agencies(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="What agencies contributed")
    if not paper.rates:
        yield plain("Nobody was asked through an agency in this quarter.", "gap")
        return
    several = contributed(paper)
    answered = [f"{one.agency} {one.told}" for one in several if one.told != PROTECTED]
    low = [f"{one.agency} ({_areas(one.low, paper)})" for one in several if one.low]
    hidden = [one.agency for one in several if one.told == PROTECTED]
    named = {"Answered": answered, "Low response": low, "Protected, or too few asked": hidden}
    told = [
        Told(lead=f"{lead}:", rest=f" {'; '.join(names)}.")
        for lead, names in named.items()
        if names
    ]
    yield List(items=(*told, *_not_handed_in(paper)))


def _not_handed_in(paper: Paper) -> Iterator[Told]:
    owed = alike(
        (line, digest.area_label)
        for digest in paper.digests
        for line in digest.not_heard
        if _is_of(line, digest.by(Formula.CONTRIBUTION))
    )
    for line, names in owed:
        rest = f"{line.rest.removesuffix('.')} ({_areas(names, paper)})."
        yield Told(lead=line.lead, rest=rest)


def _is_of(line: Line, figures: Sequence[Figure]) -> bool:
    return not {one.id for one in figures}.isdisjoint(line.figures)


def _areas(names: Sequence[str], paper: Paper) -> str:
    """By their short names: in full they stand on the dashboard."""
    short = _short_names(paper)
    return areas([short[one] for one in names], len(paper.digests))


def _short_names(paper: Paper) -> dict[str, str]:
    return short_names(one.area_label for one in paper.digests)


def _programme(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text=paper.programme.name)
    yield from written(paper.programme)
    if not paper.programme.text:
        yield plain(f"Not yet written by {QA_TEAM}.", "gap")


def _you_said(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="You said, we did")
    several = what_came_of_it(paper)
    if not several:
        yield plain("Nobody was told what came of what they said.", "gap")
        return
    yield List(items=tuple(several[:MOST_SAID]))
    yield from _more(len(several) - MOST_SAID)


def _quality(paper: Paper) -> Iterator[Block]:
    """Of the worst first; what agencies did not give has been said."""
    yield Heading(level=1, text="Risks to data quality")
    several = alike(
        (line, card.digest.area_label)
        for card in paper.cards
        for line in (*card.digest.not_heard, *card.digest.data_quality)
        if not _is_of(line, _of_agencies(card.digest))
    )
    if not several:
        yield plain("None is known beside what agencies did or did not contribute.")
        return
    told = [
        Told(lead=f"{sentence(_areas(names, paper))}.", rest=f" {line.text}")
        for line, names in several
    ]
    yield List(items=tuple(told[:MOST_TO_KNOW]))
    yield from _more(len(told) - MOST_TO_KNOW)


def _of_agencies(digest: Digest) -> list[Figure]:
    rates = [one for one in digest.by(Formula.RESPONSE_RATE) if one.agency]
    return [*digest.by(Formula.CONTRIBUTION), *rates]


def _challenges(paper: Paper) -> Iterator[Block]:
    """What is below its target first; then one of each content area before a second of any."""
    yield Heading(level=1, text="Questions for challenge")
    short = _short_names(paper)
    several = [
        [(asks, line, short[card.digest.area_label]) for asks, line in asked_of(card)]
        for card in paper.front or paper.cards
    ]
    in_turn = [one for turn in zip_longest(*several) for one in turn if one]
    in_turn.sort(key=lambda one: one[0])
    if not in_turn:
        yield plain("Whom did we not hear, why, and who will ask them before the next paper?")
        return
    asked = questions(together((line, area) for _, line, area in in_turn))
    yield List(items=tuple(asked[:MOST_QUESTIONS]), numbered=True)
    yield from _more(len(questions(challenges(paper))) - MOST_QUESTIONS)


def _more(number: int) -> Iterator[Block]:
    if number > 0:
        yield plain(f"{number} more in appendix B.", "note")
