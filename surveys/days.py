"""A day as people write it: 2026-11-15, 15/11/2026, 15 November, by the end of November 2026."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from surveys.errors import Unknown
from surveys.periods import Period

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")
MONTHS = ("%B %Y", "%b %Y")
YEARS = range(2000, 2101)
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
SEPTEMBER = re.compile(r"\bsept\b")
AROUND = re.compile(r"^(?:by|before|until|on)? ?(?:the )?(?:end of|mid)?[ -]*")
LONGEST = 40  # characters; what is longer is a sentence
A_MONTH = timedelta(days=31)


def day_meant(text: str, today: date) -> date | None:
    """The day, or None for what names none. Without a year it is the next such from *today* on."""
    return _next_of(_plain(text), DAYS, today)


def end_meant(text: str, today: date) -> date | None:
    """The same, or the last day of the month or quarter that is named."""
    said = _plain(text)
    if day := _next_of(said, DAYS, today):
        return day
    if month := _next_of(said, MONTHS, today.replace(day=1)):
        return (month + A_MONTH).replace(day=1) - timedelta(days=1)
    with suppress(Unknown):
        period = Period.parse(said)
        return period.last_day if period.quarter else None
    return None


def _plain(text: str) -> str:
    said = " ".join(text.casefold().split()).rstrip(".")
    if len(said) > LONGEST:
        return ""
    return SEPTEMBER.sub("sep", ORDINAL.sub("", AROUND.sub("", said))).replace(",", "")


def _next_of(said: str, forms: Sequence[str], earliest: date) -> date | None:
    for year in ("", f" {earliest.year}", f" {earliest.year + 1}"):
        for form in forms:
            day = _day(f"{said}{year}", form)
            if day and (not year or day >= earliest):
                return day
    return None


def _day(written: str, form: str) -> date | None:
    with suppress(ValueError):
        day = datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no zone
        return day if day.year in YEARS else None
    return None
