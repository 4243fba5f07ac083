"""How the figures of a paper are made, and from what: the last part of its appendix."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from analysis.digest.lines import Good
from analysis.digest.narrative import PEOPLE, people
from analysis.digest.provenance import reported_by
from analysis.digest.rows import value_told
from analysis.figures.figure import Figure
from analysis.paper.paper import Paper
from analysis.phrases import listed, sentence
from analysis.wording import say
from bot.papers.blocks import Block, Heading, Paragraph, Table, Told
from bot.papers.pieces import (
    lines,
    plain,
)


def methods(paper: Paper) -> Iterator[Block]:
    yield Heading(level=1, text="Appendix C: methods, definitions and where each figure comes from")
    yield from _missing(paper)
    yield from _by_rule(paper)
    yield Heading(level=2, text="How the figures are made")
    yield plain(say("note.method"))
    yield plain(
        "A risk or an improvement is made by rule from a status that is decided or from a clear "
        "change; nothing else makes one. Whatever people wrote stands apart from what rules made."
    )
    yield from _good_picture(paper)
    yield from _definitions(paper)
    yield from _protected(paper)
    yield from _provenance(paper)


def _missing(paper: Paper) -> Iterator[Block]:
    yield Heading(level=2, text="What has not been filled in")
    yield lines(paper.missing) if paper.missing else plain("Everything has been filled in.")


def _by_rule(paper: Paper) -> Iterator[Block]:
    """The rules' own version of what somebody rewrote."""
    for one in (paper.decisions, paper.risks, paper.improvements):
        if one.is_rewritten:
            yield Heading(level=2, text=f"{one.field.name}: as the rules made it")
            yield lines(one.by_rule)


def _good_picture(paper: Paper) -> Iterator[Block]:
    yield Heading(level=2, text="Where the good picture comes from")
    yield plain(
        "Each 'good' statement as it was agreed for this quarter. Nothing is called met or not met "
        "by one that is only proposed."
    )
    every = [(card.digest.title, good) for card in paper.cards for good in card.digest.good]
    agreed = [one for one in every if not one[1].only_proposed]
    if agreed:
        yield _agreed(agreed)
    if drafts := list(dict.fromkeys(title for title, good in every if good.only_proposed)):
        yield Paragraph(told=Told(lead="Not agreed yet in:", rest=f" {listed(drafts)}."))


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
    yield plain(
        f"{hidden} of {len(paper.figures)} figures are protected, because few or none stand behind "
        "them or because they would give another away. Nobody and a few look the same everywhere "
        "in this paper, in its pictures and in its workbook. Where a small group (nearly) all "
        "answered alike, a band is told in place of a share."
    )


def _provenance(paper: Paper) -> Iterator[Block]:
    yield Heading(level=2, text="Where each figure comes from")
    told = [one for one in _told(paper) if not one.protected]
    if not told:
        yield plain("No figure is told in this paper.")
        return
    yield plain(
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
