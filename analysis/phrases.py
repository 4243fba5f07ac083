"""Numbers, days and lists in the words that people use for them."""

from collections.abc import Iterable, Sequence
from datetime import date

from surveys.periods import MONTHS_IN_A_QUARTER, Period

LONGEST_QUOTE = 60
HALF = 50  # percent, as all of these
ALL, NEARLY_ALL, HARDLY_ANY, FEW = 100, 95, 5, 20
ABOUT_HALF = range(45, 55)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def period_label(period: Period) -> str:
    """'July to September 2026', or '2026'."""
    if period.quarter is None:
        return str(period.year)
    first = (period.quarter - 1) * MONTHS_IN_A_QUARTER
    return f"{MONTHS[first]} to {MONTHS[first + MONTHS_IN_A_QUARTER - 1]} {period.year}"


def day(when: date) -> str:
    """'3 November 2026'."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def listed(names: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'; with a comma more where a name has an 'and' of its own."""
    if len(names) < 2:  # noqa: PLR2004
        return "".join(names)
    last = ", and " if any(" and " in name for name in names) else " and "
    return f"{', '.join(names[:-1])}{last}{names[-1]}"


def shortened(text: str, most: int = LONGEST_QUOTE) -> str:
    """The beginning of a long text, whole words, without its full stop."""
    plain = " ".join(text.split()).removesuffix(".")
    if len(plain) <= most:
        return plain
    return f"{plain[:most].rsplit(' ', 1)[0].rstrip(',;:.')}…"


def within(label: str) -> str:
    """A label as it stands within a sentence: 'neglect', but 'FGM and forced marriage'."""
    return f"{label[:1].lower()}{label[1:]}" if label[1:2].islower() else label


def sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def number(value: float) -> str:
    """'12', or '12.5' for an audience that sees more than whole numbers."""
    return f"{abs(value):.1f}".removesuffix(".0")


def points(value: float) -> str:
    told = number(value)
    return "1 point" if told == "1" else f"{told} points"


def signed(value: float) -> str:
    """'plus 12', 'minus 3', '0': a sign that is heard."""
    told = number(value)
    if told == "0":
        return told
    return f"{'plus' if value > 0 else 'minus'} {told}"


def in_ten(percent: float, who: str) -> str:
    """'8 in 10 children', 'About half of the children', 'Nearly all children'."""
    if percent >= ALL:
        return f"All or nearly all {who}"
    if percent >= NEARLY_ALL:
        return f"Nearly all {who}"
    if percent < HARDLY_ANY:
        return f"Hardly any {who}"
    if int(percent) in ABOUT_HALF:
        return f"About half of the {who}"
    return f"{int(percent + 5) // 10} in 10 {who}"


def calibrated(value: float, low: float, high: float) -> str:
    """A word for a share that its whole likely range bears out: 'most', 'about half', 'a few'."""
    if low >= ALL - HARDLY_ANY:
        return "nearly all"
    if low > HALF:
        return "most"
    if high <= FEW:
        return "a few"
    if high < HALF:
        return "fewer than half of the"
    if abs(value - HALF) <= HALF / 5:
        return "about half of the"
    return "perhaps most" if value > HALF else "perhaps fewer than half of the"


def banded(band: str) -> str:
    """'More than 90%', 'Less than 10%', '10% or less'."""
    return band.replace(">", "More than ").replace("<", "Less than ")


def range_of(low: float, high: float) -> str:
    """'3 to 20', and 'minus 2 to plus 5' where it spans both."""
    if low >= 0:
        return f"{number(low)} to {number(high)}"
    if high <= 0:
        return f"{number(high)} to {number(low)}"
    return f"{signed(low)} to {signed(high)}"


def some_of(names: Iterable[str], most: int) -> str:
    """All of the names, or the first and how many more."""
    every = list(names)
    if len(every) <= most:
        return listed(every)
    return f"{', '.join(every[:most])} and {len(every) - most} more"
