"""What the net reads of an action plan: its rows, each as a text of its own.

As one text a plan hides what stands in a row of it: of 300 disclosures that the net had learned
from, each put into a plan of twelve rows, it missed about one in six, and none row by row. Not read
are only cells that can't tell of anybody, and alarm a program that learned from what people say
("15 January 2027"): a day, and what is made of nothing but whole names of the board's own (roles,
agencies, localities) and of a few plain words. Whatever else stands in any cell is read.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from analysis.paper.texts import plan_rows
from analysis.redaction.doubts import words_of
from bot.deps import Deps
from bot.ids import derived
from surveys.days import end_meant

# No word for a person, a body, a place to live, harm, for help that is called, or for what was not
# done: so nothing that a lead would want to read can be said in these.
PLAIN = frozenset(
    re.findall(
        r"\w+",
        "a all an and ask at by each for from in is its of on or our share the to with "
        "agree agreed check collect compare discuss present publish published received report "
        "review sent shared update audit "
        "agenda audits board chair chairs data deputy director figure figures group head lead "
        "meeting minutes officer paper partnership qa quarter reports return returns sub team vice",
    )
)


def texts_of_plan(deps: Deps, text: str) -> dict[str, str]:
    """What is to be read, by a name that follows from the words: a row may move."""
    found = _read_of(plan_rows(text), _names(deps), deps.today())
    return {f"plan {derived('row', one)[:12]}": one for one in found}


def tells_of_nobody(cell: str, names: Collection[str], today: date) -> bool:
    """Whether a *cell* is a day, or made of these whole *names* and PLAIN words alone."""
    if end_meant(cell, today):
        return True
    left = cell.casefold()
    for name in sorted(names, key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", " ", left)
    has_figures = any(one.isdigit() for one in left)
    return not has_figures and all(word in PLAIN for word in words_of(left))


def _read_of(rows: Iterable[Sequence[str]], names: Collection[str], today: date) -> Iterator[str]:
    """Each row; and lines of what is done alone, that follow each other, as the story they may be.

    As a story alone one line would be hidden among the others, as it was in a plan read as one.
    """
    for is_story, those in groupby(rows, key=lambda row: not any(row[1:])):
        texts = [[cell for cell in row if cell] for row in those]
        if is_story and len(texts) > 1:
            texts = [["\n".join(what for [what] in texts)], *texts]
        for cells in texts:
            if left := [one for one in cells if not tells_of_nobody(one, names, today)]:
                yield " | ".join(left)


def _names(deps: Deps) -> set[str]:
    people = {name for one in deps.people for name in (one.agency, one.role_group, one.locality)}
    owners = {one.owner for one in deps.framework.areas}
    return {name for name in {*people, *owners, deps.board.name} if name}
