"""The Board paper laid out: some pages for everybody, and an appendix that has every figure."""

from collections.abc import Iterator, Sequence

from analysis.paper.paper import Paper
from analysis.phrases import day
from bot.papers.appendix import appendix
from bot.papers.blocks import Block, Document, Heading, Paragraph
from bot.papers.front import front

MOST_KEPT = 2  # paragraphs; more would leave too much of a page empty
FOR_WHOM = "the Board and its sub-groups"


def laid_out(paper: Paper) -> Document:
    """Whatever is told in front stands in the appendix too, with the same id."""
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
        blocks=tuple(_kept_together([*front(paper), *appendix(paper)])),
    )


def _kept_together(blocks: Sequence[Block]) -> Iterator[Block]:
    """The first words under a heading stay with what they lead to, and so does the heading."""
    since = MOST_KEPT  # paragraphs since the last heading, with nothing between
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        match block:
            case Heading():
                since = 0
                yield block
            case Paragraph() if since < MOST_KEPT:
                since += 1
                leads_on = after is not None and not isinstance(after, Heading)
                yield block.model_copy(update={"stays": leads_on})
            case _:
                since = MOST_KEPT
                yield block
