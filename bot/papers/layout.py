"""The Board paper laid out: some pages for everybody, and an appendix that has every figure."""

from analysis.paper.paper import Paper
from analysis.phrases import day
from bot.papers.appendix import appendix
from bot.papers.blocks import Document
from bot.papers.front import front

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
        blocks=(*front(paper), *appendix(paper)),
    )
