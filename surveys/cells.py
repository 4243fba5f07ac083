"""What one cell of an export says: a day, a number, an option, a comment."""

import re
from collections.abc import Callable
from datetime import date

from surveys.answering import Answer, Chosen, ChosenMany, Counted, Said
from surveys.labels import same
from surveys.survey import Closed, CommentQuestion, ManyQuestion, NumberQuestion, Question
from surveys.values import OptionKey

ISO_DAY = re.compile(r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ].*)?$")
BRITISH_DAY = re.compile(r"^(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?: .*)?$")
WHOLE_NUMBER = re.compile(r"^([+-]?\d{1,12})(?:\.0+)?$")  # spreadsheets write 4 as 4.0
YEARS = range(2000, 2101)


class WrongCell(Exception):  # named after what happened, as all of ours are
    """Why a cell cannot be taken, and never what is in it: it may be somebody's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def answer_in(cell: str, question: Question, clean: Callable[[str], str]) -> Answer | None:
    """The answer written in this cell; None when there is none. Raises WrongCell.

    *clean* takes personal data out of a comment.
    """
    if not cell.strip():
        return None
    match question:
        case CommentQuestion():
            cleaned = clean(cell.strip()).strip()
            return Said(text=cleaned) if cleaned else None
        case NumberQuestion():
            return Counted(number=_number(cell))
        case ManyQuestion():
            options = _options(cell, question)
            return ChosenMany(options=options) if options else None
        case _:
            return Chosen(option=_option(cell, question))


def day_in(cell: str) -> date:
    """2026-03-31 or 31/03/2026; a time that follows is dropped. Raises WrongCell."""
    found = ISO_DAY.match(cell) or BRITISH_DAY.match(cell)
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise WrongCell("should be a day such as 2026-03-31 or 31/03/2026")
    if day.year not in YEARS:
        raise WrongCell("lies outside the years 2000 to 2100")
    return day


def _number(cell: str) -> int:
    found = WHOLE_NUMBER.match(cell.strip().replace(",", ""))
    if not found:
        raise WrongCell("should be a whole number")
    return int(found[1])


def _options(cell: str, question: ManyQuestion) -> tuple[OptionKey, ...]:
    if key := _names(question).get(same(cell)):
        return (key,)
    parts = [part for part in cell.split(";") if part.strip()]
    return tuple(dict.fromkeys(_option(part, question) for part in parts))


def _option(cell: str, question: Closed) -> OptionKey:
    names = _names(question)
    whole = WHOLE_NUMBER.match(cell.strip())
    key = names.get(same(cell)) or (names.get(whole[1]) if whole else None)
    if key is None:
        allowed = ", ".join(option.label for option in question.choices)
        raise WrongCell(f"is none of the options; allowed: {allowed}")
    return key


def _names(question: Closed) -> dict[str, OptionKey]:
    names = {same(option.key): option.key for option in question.choices}
    return names | {same(option.label): option.key for option in question.choices}
