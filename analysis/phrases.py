"""Numbers, days and lists in the words that people use for them."""

from collections.abc import Iterable, Sequence
from datetime import date

from analysis.wording import in_tenths, months, say
from surveys.framework import Perspective
from surveys.periods import MONTHS_IN_A_QUARTER, Period

LONGEST_QUOTE = 60
HALF = 50  # percent, as all of these
ALL, NEARLY_ALL, HARDLY_ANY, FEW = 100, 95, 5, 20
ABOUT_HALF = range(45, 55)


def period_label(period: Period) -> str:
    """'July to September 2026', or '2026'."""
    if period.quarter is None:
        return str(period.year)
    first = (period.quarter - 1) * MONTHS_IN_A_QUARTER
    last = first + MONTHS_IN_A_QUARTER - 1
    return say("quarter", first=months()[first], last=months()[last], year=period.year)


def day(when: date) -> str:
    """'3 November 2026'."""
    return say("day", day=when.day, month=months()[when.month - 1], year=when.year)


def whose(perspective: Perspective | None) -> str:
    """'children', 'parents and carers'; without one, people."""
    return say(f"people.{perspective.value if perspective else 'everybody'}")


def listed(names: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'; with a comma more where a name has an 'and' of its own."""
    if len(names) < 2:  # noqa: PLR2004
        return "".join(names)
    joint = say("and", others="", last="")
    template = "and_after_comma" if any(joint in name for name in names) else "and"
    return say(template, others=", ".join(names[:-1]), last=names[-1])


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
    return in_tenths(abs(value))


def points(value: float) -> str:
    told = number(value)
    return say("one_point") if told == "1" else say("points", number=told)


def signed(value: float) -> str:
    """'plus 12', 'minus 3', '0': a sign that is heard."""
    told = number(value)
    if told == "0":
        return told
    return say("plus" if value > 0 else "minus", number=told)


def in_ten(percent: float, who: str) -> str:
    """'8 in 10 children', 'About half of the children', 'Nearly all children'."""
    if percent >= ALL:
        return say("all_or_nearly_all", who=who)
    if percent >= NEARLY_ALL:
        return say("nearly_all", who=who)
    if percent < HARDLY_ANY:
        return say("hardly_any", who=who)
    if int(percent) in ABOUT_HALF:
        return say("about_half", who=who)
    return say("in_ten", number=int(percent + 5) // 10, who=who)


def calibrated(value: float, low: float, high: float, who: str = "") -> str:
    """A word that the whole likely range bears out: 'most children', 'a few parents'."""
    return say(f"word.{_word(value, low, high)}", who=who).rstrip()


def _word(value: float, low: float, high: float) -> str:
    if low >= ALL - HARDLY_ANY:
        return "nearly_all"
    if low > HALF:
        return "most"
    if high <= FEW:
        return "few"
    if high < HALF:
        return "fewer_than_half"
    if abs(value - HALF) <= HALF / 5:
        return "about_half"
    return "perhaps_most" if value > HALF else "perhaps_fewer"


def range_of(low: float, high: float) -> str:
    """'3 to 20', and 'minus 2 to plus 5' where it spans both."""
    if low >= 0:
        return say("range", low=number(low), high=number(high))
    if high <= 0:
        return say("range", low=number(high), high=number(low))
    return say("range", low=signed(low), high=signed(high))


def some_of(names: Iterable[str], most: int) -> str:
    """All of the names, or the first and how many more."""
    every = list(names)
    if len(every) <= most:
        return listed(every)
    return say("and_more", some=", ".join(every[:most]), number=len(every) - most)
