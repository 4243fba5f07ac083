"""The Board paper laid out: its sections in their order, children before everybody else."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from analysis.digest.dashboard import Standing
from analysis.digest.lines import Good, Line, Row
from analysis.digest.narrative import PEOPLE, people
from analysis.digest.provenance import reported_by
from analysis.digest.quotes import Shown
from analysis.digest.rows import value_told
from analysis.figures.figure import Figure
from analysis.paper.paper import Card, Field, Paper, Rate, Statement
from analysis.paper.texts import plan_rows
from analysis.phrases import day, listed, sentence, some_of
from analysis.wording import say
from bot.papers.blocks import (
    Block,
    Contents,
    Document,
    Heading,
    List,
    Paragraph,
    Table,
    Told,
)
from bot.papers.illustrated import (
    gaps_shown,
    grids_shown,
    shares_shown,
    spreads_shown,
    trends_shown,
)
from bot.wording.quotes import CHOSEN, SPEAKER
from surveys.framework import Perspective
from surveys.quote import Chosen

PURPOSE = (
    "This paper sets what children, families and practitioners say beside what the Board agreed to "
    "be good, so that the Board can see the risks and the improvements, challenge, and decide."
)
CAUTION = (
    "A status starts a conversation; it is no verdict. It is not yet clear where the likely range "
    "lies on both sides of the target."
)
NOT_YET = "Not filled in yet."
FOR_WHOM = "the Board and its sub-groups"
MOST_AREAS = 4
MOST_RARE = 3
DRAFT = "draft target"


def laid_out(paper: Paper) -> Document:
    return Document(
        title=f"{paper.title}, {paper.period_label}",
        author=paper.board,
        subject=f"Safeguarding of children: {paper.period_label}",
        made_on=paper.made_on.isoformat(),
        facts=(
            ("Board", paper.board),
            ("Period", f"{paper.period_label} ({paper.period})"),
            ("Made on", day(paper.made_on)),
            ("For", FOR_WHOM),
        ),
        blocks=(
            *_cover(paper),
            *_dashboard(paper),
            *_chair(paper),
            *_cards(paper),
            *_agencies(paper),
            *_programme(paper),
            *_you_said(paper),
            *_quality(paper),
            *_challenges(paper),
            *_annex(paper),
        ),
    )


# The first pages


def _cover(paper: Paper) -> Iterator[Block]:
    yield Paragraph(told=Told(rest=PURPOSE))
    yield Heading(level=1, text="What children say")
    yield _list(paper.children)
    yield Heading(level=1, text="What the Board is asked to do")
    yield from _statement(paper.decisions, numbered=True)
    yield Contents(title="Contents")


def _dashboard(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="Dashboard on a page", new_page=True)
    if not paper.dashboard:
        yield _plain("Nothing can be shown: too few people answered, or nobody did.", "gap")
    else:
        yield Table(
            caption="Each content area: how much, how well, what difference",
            head=("Content area", "Status", "How much?", "How well?", "What difference?", "Change"),
            rows=tuple(_standing(one) for one in paper.dashboard),
            widths=(25, 17, 12, 18, 17, 11),
        )
        yield _plain(f"{say('note.legend')} {CAUTION}", "note")
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
    yield Heading(level=2, text="Key improvements")
    yield from _statement(paper.improvements)


def _statement(statement: Statement, *, numbered: bool = False) -> Iterator[Block]:
    if statement.is_rewritten:
        yield from _written(statement.field)
    else:
        yield _list(statement.by_rule, numbered=numbered)


def _written(field: Field) -> Iterator[Block]:
    """What people wrote, each of their lines a paragraph; or that nobody has yet."""
    for line in field.text.splitlines():
        if line.strip():
            yield _plain(line)
    if not field.text:
        yield _plain(NOT_YET, "gap")


# The report cards


def _cards(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="Report cards", new_page=True)
    if not paper.cards:
        yield _plain("There is no content area of which enough people were heard.", "gap")
    for card in paper.cards:
        yield Heading(level=2, text=card.digest.title)
        yield from _card(card)


def _card(card: Card) -> Iterator[Block]:
    one = card.digest
    sign = " ".join(part for part in (one.overall.icon, one.overall.letter) if part)
    yield Paragraph(
        told=Told(lead=f"{sign} {one.overall.words}.", rest=f" {one.overall.reason}"), look="lead"
    )
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
        yield _list(one.since_last_time.agreed)
    yield Heading(level=3, text="What children say")
    said = [row.line for row in (*one.children, *one.voices)]
    yield _list(said) if said else _plain(one.no_children, "gap")
    yield from _quotes(card)
    yield _three_questions(card)
    if one.themes:
        yield _themes(card)
    if one.measured:
        yield _measured(card)
    yield from shares_shown(card)
    yield from gaps_shown(card)
    if one.no_gaps and not card.gaps:
        yield _plain(one.no_gaps)
    yield from _over_time(card)
    yield from spreads_shown(card)
    yield from _fields(card)


def _over_time(card: Card) -> Iterator[Block]:
    """Under a heading of its own once there is a trend to read; before, in small print."""
    told = card.digest.over_time
    if any(one.series.reading.limits for one in card.trends):
        yield Heading(level=3, text="Over time")
        yield from [_list(told)] if told else []
        yield from trends_shown(card)
        return
    yield from trends_shown(card)
    for line in told:
        yield _plain(line.text, "note")


def _quotes(card: Card) -> Iterator[Block]:
    """One of the children's, and the single serious ones; whose eyes, and nothing else of them."""
    serious = [one for one in card.quotes if one.chosen is Chosen.RARE]
    others = [one for one in card.quotes if one.chosen is not Chosen.RARE]
    children = [one for one in others if one.perspective is Perspective.CHILD]
    yield from map(_quote, children[:1])
    if serious:
        yield Heading(level=3, text="Rare but serious")
        yield from map(_quote, serious[:MOST_RARE])


def _quote(quote: Shown) -> Paragraph:
    how = "" if quote.chosen is Chosen.RARE else f", {CHOSEN[quote.chosen]}"
    return Paragraph(told=Told(lead=f"“{quote.text}”", rest=f" {SPEAKER[quote.perspective]}{how}."))


def _three_questions(card: Card) -> Block:
    rows = [
        (row.name, row.who, _value(row), row.likely.removeprefix("likely "), _sign(row), row.change)
        for section in card.digest.questions
        for row in section.rows
    ]
    return Table(
        caption=f"{card.digest.title}: how much, how well, what difference",
        head=("Measure", "Who", "Value", "Likely range", "Target", "Change"),
        rows=tuple(rows),
        widths=(24, 13, 20, 12, 16, 15),
    )


def _themes(card: Card) -> Block:
    return Table(
        caption=f"{card.digest.title}: what people speak of in their comments",
        head=("Theme", "Who", "Share of who wrote", "Likely range", "To know"),
        rows=tuple(
            (row.name, row.who, _value(row), row.likely.removeprefix("likely "), row.change)
            for row in card.digest.themes
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
                _value(row),
                row.likely.removeprefix("likely "),
                _sign(row),
                row.change,
            )
            for row in card.digest.measured
        ),
        widths=(24, 16, 20, 12, 9, 19),
    )


def _value(row: Row) -> str:
    return f"{row.value} ({row.base})" if row.base else row.value


def _sign(row: Row) -> str:
    sign = f"{row.sign.icon} {row.sign.letter}" if row.sign else ""
    return " · ".join(part for part in (sign, _target(row)) if part)


def _target(row: Row) -> str:
    """In the room of a cell: '75%', or 'draft 75%' while nobody has agreed it."""
    if row.target.startswith(DRAFT):
        return f"draft{row.target.removeprefix(DRAFT).partition(',')[0]}"
    return row.target.removeprefix("target ")


def _fields(card: Card) -> Iterator[Block]:
    for field in (card.story, card.partners, card.works):
        if field.text:
            yield Heading(level=3, text=field.name)
            yield from _written(field)
    empty = [one.name for one in (card.story, card.partners, card.works) if not one.text]
    if card.plan.text:
        yield Heading(level=3, text=card.plan.name)
        yield Table(
            caption=f"{card.digest.title}: action plan",
            head=("Action", "Who", "By when", "Measure it should move"),
            rows=plan_rows(card.plan.text),
            widths=(46, 18, 14, 22),
        )
    else:
        empty.append(card.plan.name)
    if empty:
        yield _plain(f"Still to be filled in: {listed([_small(name) for name in empty])}.", "gap")


def _small(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"


# The sections after the cards


def _agencies(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="What agencies contributed")
    if not paper.rates:
        yield _plain("Nobody was asked through an agency in this quarter.", "gap")
        return
    by_agency = groupby(paper.rates, lambda one: one.agency)
    rows = [_agency(name, list(rates), len(paper.digests)) for name, rates in by_agency]
    yield Table(
        caption="Response by agency",
        head=("Agency", "Answered", "Low response in", "Protected in"),
        rows=tuple(rows),
        widths=(24, 18, 36, 22),
    )
    yield _plain(
        "Answered: of those asked about the content area that most were asked about. A rate is "
        "protected where few were asked or few answered, or where it would give another away. The "
        "workbook has every rate that can be told.",
        "note",
    )


def _agency(name: str, rates: Sequence[Rate], everywhere: int) -> tuple[str, ...]:
    told = [one for one in rates if one.asked]
    most = max(told, key=lambda one: one.asked or 0) if told else None
    low = [one.area for one in rates if one.is_low]
    hidden = [one.area for one in rates if one.is_protected]
    return (
        name,
        most.told if most else "protected",
        _areas(low, everywhere),
        _areas(hidden, everywhere),
    )


def _areas(names: Sequence[str], everywhere: int) -> str:
    if not names:
        return "–"
    return "all content areas" if len(names) == everywhere else some_of(names, MOST_AREAS)


def _heard(paper: Paper) -> Iterator[Block]:
    yield Heading(level=2, text="Whose views, and by which ways of gathering")
    yield _plain(
        "A mark: enough were heard to count them, or an agency gave a number or a return of its "
        "own. Nobody and a few are both no mark.",
        "note",
    )
    yield from grids_shown(paper)


def _programme(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text=paper.programme.name)
    yield from _written(paper.programme)


def _you_said(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="You said, we did")
    told = {
        one.wave: Told(lead=f"{one.survey}.", rest=f" {one.text}")
        for digest in paper.digests
        for one in digest.since_last_time.you_said
    }
    if told:
        yield List(items=tuple(told.values()))
    else:
        yield _plain("Nobody was told what came of what they said.", "gap")


def _quality(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="Risks to data quality")
    alike = _alike(
        (line, digest.area_label)
        for digest in paper.digests
        for line in (*digest.not_heard, *digest.data_quality)
    )
    if not alike:
        yield _plain("None is known.")
        return
    everywhere = len(paper.digests)
    rows = [(_areas(areas, everywhere), line.text) for line, areas in alike]
    yield Table(
        caption="Who was not heard, and what to know before relying on a figure",
        head=("Content areas", "What to know"),
        rows=tuple(rows),
        widths=(42, 58),
    )
    yield from _heard(paper)


def _challenges(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="Questions for challenge")
    alike = _alike(
        (line, card.digest.title) for card in paper.cards for line in card.digest.challenges
    )
    if not alike:
        yield _plain("Whom did we not hear, why, and who will ask them before the next paper?")
        return
    yield List(
        items=tuple(
            Told(lead=f"{some_of(areas, MOST_AREAS)}.", rest=f" {line.text}", figures=line.figures)
            for line, areas in alike
        ),
        numbered=True,
    )


def _alike(told: Iterable[tuple[Line, str]]) -> list[tuple[Line, list[str]]]:
    """Each sentence once, with the content areas that it is true of."""
    first: dict[str, tuple[Line, list[str]]] = {}
    for line, area in told:
        _, areas = first.setdefault(line.text, (line, []))
        if area not in areas:
            areas.append(area)
    return list(first.values())


# The annex


def _annex(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="Annex")
    yield from _missing(paper)
    yield from _by_rule(paper)
    yield Heading(level=2, text="How the figures are made")
    yield _plain(say("note.method"))
    yield _plain(
        "A risk or an improvement is made by rule from a status that is decided or from a clear "
        "change; nothing else makes one. Whatever people wrote stands apart from what rules made."
    )
    yield from _good_picture(paper)
    yield from _definitions(paper)
    yield from _protected(paper)
    yield from _provenance(paper)


def _missing(paper: Paper) -> Iterator[Block]:
    yield Heading(level=2, text="What has not been filled in")
    yield _list(paper.missing) if paper.missing else _plain("Everything has been filled in.")


def _by_rule(paper: Paper) -> Iterator[Block]:
    """The rules' own version of what somebody rewrote."""
    for one in (paper.decisions, paper.risks, paper.improvements):
        if one.is_rewritten:
            yield Heading(level=2, text=f"{one.field.name}: as the rules made it")
            yield _list(one.by_rule)


def _good_picture(paper: Paper) -> Iterator[Block]:
    yield Heading(level=2, text="Where the good picture comes from")
    yield _plain(
        "Each 'good' statement as it was agreed for this quarter. Nothing is called met or not met "
        "by one that is only proposed."
    )
    every = [(card.digest.title, good) for card in paper.cards for good in card.digest.good]
    agreed = [one for one in every if not one[1].only_proposed]
    if agreed:
        yield _agreed(agreed)
    if drafts := [good.id for _, good in every if good.only_proposed]:
        yield Paragraph(told=Told(lead="Proposed, not yet agreed:", rest=f" {listed(drafts)}."))


def _agreed(several: Sequence[tuple[str, Good]]) -> Table:
    return Table(
        caption="'Good' statements: how they stand and with whom they were made",
        head=("Statement", "Content area", "Stands", "Minute", "Made with"),
        rows=tuple(
            (
                good.id,
                area,
                sentence(good.standing),
                good.agreed.minute if good.agreed else "",
                listed([PEOPLE[who] for who in good.made_with]) or "nobody yet",
            )
            for area, good in several
        ),
        widths=(12, 24, 24, 22, 18),
    )


def _definitions(paper: Paper) -> Iterator[Block]:
    if paper.measures:
        yield Table(
            caption="Definitions of the measures",
            head=("Measure", "Code", "How it is counted", "Likely range"),
            rows=tuple(
                (one.name, one.code, one.counted, one.interval or "none: all are counted")
                for one in paper.measures
            ),
            widths=(20, 8, 48, 24),
        )
    owned = [(one.name, one.code, told) for one in paper.measures if (told := reported_by(one))]
    if owned:
        yield Table(
            caption="Who reports on a measure, and when it is due",
            head=("Measure", "Code", "Owner"),
            rows=tuple(owned),
            widths=(34, 8, 58),
        )


def _protected(paper: Paper) -> Iterator[Block]:
    yield Heading(level=2, text="What is protected")
    hidden = sum(one.protected for one in paper.figures)
    yield _plain(
        f"{hidden} of {len(paper.figures)} figures are protected, because few or none stand behind "
        "them or because they would give another away. Nobody and a few look the same everywhere "
        "in this paper, in its pictures and in its workbook. Where a small group (nearly) all "
        "answered alike, a band is told in place of a share."
    )


def _provenance(paper: Paper) -> Iterator[Block]:
    yield Heading(level=2, text="Where each figure comes from")
    told = [one for one in _told(paper) if not one.protected]
    if not told:
        yield _plain("No figure is told in this paper.")
        return
    yield _plain(
        "How one of these was made: write /evidence and its id in Slack, or heard evidence."
    )
    for area, figures in groupby(told, lambda one: one.id.partition("-")[0]):
        facts = "; ".join(
            f"{one.id}: {paper.name_of(one)}, {one.agency or people(one)}, {value_told(one)}"
            for one in figures
        )
        yield Paragraph(told=Told(lead=f"{area}.", rest=f" {facts}."), look="note")


def _told(paper: Paper) -> Iterator[Figure]:
    """Every figure that stands somewhere in the paper, once, by content area."""
    for card in paper.cards:
        one = card.digest
        rows = [
            *one.children,
            *one.voices,
            *one.themes,
            *one.measured,
            *(row for part in one.questions for row in part.rows),
        ]
        ids = {figure for row in rows for figure in row.figures}
        ids |= {figure for line in (*one.gaps, *one.challenges) for figure in line.figures}
        ids |= {figure for line in one.since_last_time.clear for figure in line.figures}
        ids |= {row.figure for row in one.chart.rows}
        yield from (figure for figure in one.figures if figure.id in ids)


# Small pieces


def _plain(text: str, look: str = "plain") -> Paragraph:
    return Paragraph.model_validate({"told": Told(rest=text), "look": look})


def _list(lines: Iterable[Line], *, numbered: bool = False) -> List:
    told = (Told(lead=line.lead, rest=line.rest, figures=line.figures) for line in lines)
    return List(items=tuple(told), numbered=numbered)
