"""Texts that the net did not flag, a page at a time, for a person to read; the net's measure."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from analysis.figures.net_measures import ProcessCount, Recall
from bot.views.answer_form import copyable
from bot.views.concern_told import QUEUE
from bot.views.pieces import button, buttons, escaped, modal, section, small
from bot.wording import concerns as words
from surveys.unflagged import Unflagged

LIST, SAMPLE = "list_unflagged", "list_sample"
READ, RAISE = "mark_read", "raise_unflagged"
MOST_PIECES = 16  # of one text, so that five of them fit into one window
BETWEEN = " "  # ids on a button
OF_SAMPLE = "s"  # in the place of a page


def beside_the_queue(
    waiting: int, overdue: int, sample: int, recall: Recall | None, quarter: ProcessCount
) -> list[Block]:
    """What else waits for a lead, and how well the net works."""
    late = f", *{overdue} overdue*" if overdue else ""
    return [
        section(
            f"*Not flagged, to be read by a person:* {waiting}{late}",
            button=button("Read them", LIST, "0") if waiting else None,
        ),
        section(
            f"*Of last week's sample, still to read:* {sample}",
            button=button("Read the sample", SAMPLE) if sample else None,
        ),
        small(words.recall(recall)),
        small(words.process(quarter)),
    ]


def _words(text: str) -> list[Block]:
    pieces = copyable(text)
    if len(pieces) <= MOST_PIECES:
        return pieces
    return [*pieces[: MOST_PIECES - 1], small(words.it_goes_on())]


def to_read_view(
    texts: Sequence[tuple[Unflagged, str]], *, left: int, page: int, is_sample: bool = False
) -> View:
    """*left* texts wait in all. What is read leaves the list."""
    if not texts:
        nothing = section("Nothing is left to read here. Thank you.")
        return modal("To read", [nothing, buttons(button("All concerns", QUEUE))])
    blocks: list[Block] = [
        small(f"{left} to read. The net flagged none of them, which says nothing: you decide.")
    ]
    for one, text in texts:
        day = f"{one.day.day} {one.day:%B %Y}"
        blocks += [
            small(f"From {words.DOORS[one.door]}, {day} · {escaped(one.caption)}"),
            *_words(text),
            buttons(
                button("Raise as a concern", RAISE, one.id, style="danger"), block=f"one {one.id}"
            ),
        ]
    ids = BETWEEN.join(one.id for one, _ in texts)
    came_from = OF_SAMPLE if is_sample else page
    turning = [
        button("All on this page are read", READ, f"{came_from}{BETWEEN}{ids}", style="primary")
    ]
    if not is_sample and left > len(texts) * (page + 1):
        turning.append(button("Leave these for later", LIST, str(page + 1)))
    turning.append(button("All concerns", QUEUE))
    return modal("To read", [*blocks, buttons(*turning, block="turn")])
