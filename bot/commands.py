"""The slash commands: one table that the manifest, the help and the parsing come from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.disclosure.suppression import Audience
from surveys.days import day_meant
from surveys.errors import Unknown
from surveys.framework import ContentArea, Framework
from surveys.periods import Period

FIGURE_ID = re.compile(r"^[A-Z0-9]{2,5}-(QN|QL|OC)\d+-(\d{2})(Q[1-4])?-[0-9a-f]{4}$", re.IGNORECASE)
THIS_CENTURY = 2000
QA_TEAM = "for the QA team"
HERE, WRITE, TEXTS, ALL = "here", "write", "texts", "all"
AUDIENCES = {
    "analyst": Audience.ANALYST,
    "board": Audience.BOARD,
    "sub-group": Audience.BOARD,
    "public": Audience.PUBLIC,
}


@dataclass(frozen=True)
class Command:
    """*usage* is what may follow the name; an empty call always does something useful."""

    name: str
    usage: str
    does: str
    examples: tuple[str, ...]
    for_whom: str = ""  # when it is not for everybody


SURVEY = Command("/survey", "", "Shows the surveys that are open for you.", ("/survey",))
DIGEST = Command(
    "/digest",
    "[content area or all] [period] [for board, sub-group or public]",
    "Sends you the digest of one content area, as released if it was. All: every area on one "
    "screen. Alone: choose from a list.",
    ("/digest neglect 2026-Q3", "/digest neglect 2026 for board", "/digest all", "/digest"),
    "for the QA team; as released, for the sub-group",
)
EVIDENCE = Command(
    "/evidence",
    "[figure id]",
    "Shows how a figure was made: its definition, its base, where it comes from.",
    ("/evidence NEG-OC1-26Q3-b7c4",),
    QA_TEAM,
)
PAPER = Command(
    "/paper",
    "[period] [here, write or texts by day]",
    "Makes the Board paper of a quarter: Word, PDF and workbook, to you or in this channel. Write: "
    "fills in what only people can say. Texts by: asks them for it until that day.",
    (
        "/paper 2026-Q3",
        "/paper 2026-Q3 here",
        "/paper 2026-Q3 write",
        "/paper 2026-Q3 texts by 2026-11-15",
    ),
    QA_TEAM,
)
GOOD = Command(
    "/good",
    "[content area]",
    "Shows what good looks like, who agreed it and with whom it was made; the QA team changes it.",
    ("/good neglect", "/good"),
)
WAVE = Command(
    "/wave",
    "[open]",
    "Lists the waves and their response rates; opens, closes, says what came of one.",
    ("/wave", "/wave open"),
    QA_TEAM,
)
VOICE = Command(
    "/voice",
    "[mine]",
    "Logs what a child, parent or carer said, in their own words; or shows your own voices.",
    ("/voice", "/voice mine"),
    "for participation workers",
)
REVIEW = Command(
    "/review",
    "",
    "Opens the comments that want a person's look: agree with the machine, or correct it.",
    ("/review",),
    QA_TEAM,
)
CODEBOOK = Command(
    "/codebook",
    "",
    "Shows the themes that comments are read for; proposes, signs and explains changes of them.",
    ("/codebook",),
    QA_TEAM,
)
CONCERNS = Command(
    "/concerns",
    "",
    "Opens the queue of concerns: the oldest clock first.",
    ("/concerns",),
    "for the designated lead and deputy",
)
HEARD = Command("/heard", "", "Explains what Heard does and lists its commands.", ("/heard",))

QUOTES = Command(
    "/quotes",
    "[content area] [period]",
    "Shows words of voices that could be quoted: two people approve one, or say why not.",
    ("/quotes neglect 2026-Q3", "/quotes"),
    QA_TEAM,
)
COMMANDS = (
    SURVEY,
    VOICE,
    DIGEST,
    EVIDENCE,
    PAPER,
    GOOD,
    WAVE,
    REVIEW,
    CODEBOOK,
    QUOTES,
    CONCERNS,
    HEARD,
)


def audience_asked(text: str, framework: Framework) -> tuple[str, Audience | None]:
    """What '/digest … for board' or '… board' asks for, and for whom; nobody when it says none.

    Raises Unknown (audience), unless a content area is called so.
    """
    *words, said, last = ["", "", *text.split()]
    audience = AUDIENCES.get(last.lower())
    if said.lower() != "for":
        beside = " ".join([*words, said]).strip()
        is_name = not beside or framework.area_called(text) is not None
        return (text, None) if is_name or audience is None else (beside, audience)
    if audience:
        return " ".join(words), audience
    if any(last.lower() in area.label.lower() for area in framework.areas):
        return text, None
    raise Unknown("audience", last, tuple(AUDIENCES))


def area_and_period(
    text: str, framework: Framework, latest: Period
) -> tuple[ContentArea, Period] | None:
    """What '/digest …' asks for; None when nothing was written. Without a period, the latest.

    The period may stand before the name or after it. Raises Unknown (content area or period) with
    the nearest names.
    """
    words = text.split()
    if not words:
        return None
    if found := framework.area_called(text):  # also one that ends with a number: 'section 47'
        return found, latest
    if apart := _period_apart(words):
        name, period = apart
        return framework.area(name), period
    if len(words) == 1 or not _looks_like_a_period(words[-1]):
        return framework.area(text), latest
    return framework.area(" ".join(words[:-1])), Period.parse(words[-1])


def all_asked(text: str, latest: Period) -> Period | None:
    """The period of which '/digest all …' asks; None when it asks for something else.

    Raises Unknown for what is no period.
    """
    words = text.split()
    if not words or words[0].casefold() != ALL:
        return None
    return Period.parse(" ".join(words[1:])) if words[1:] else latest


def asks_for_area(text: str, framework: Framework, latest: Period) -> bool:
    """Whether all of it names a content area, or all of them, a period and for whom; never raises.

    Or the last day for a paper's texts. The names of some content areas sound like a disclosure.
    One word more, and it is no such name.
    """
    try:
        if deadline_asked(text, latest, latest.last_day):
            return True
        said, _ = audience_asked(text, framework)
        asked = all_asked(said, latest) or area_and_period(said, framework, latest)
    except Unknown:
        return False
    return asked is not None


def paper_asked(text: str, latest: Period) -> tuple[Period, str]:
    """The quarter, else the latest, and then '', 'here' or 'write'. Raises Unknown."""
    words = text.lower().split()
    does = words.pop() if words and words[-1] in (HERE, WRITE) else ""
    return (Period.parse_quarter(" ".join(words)) if words else latest), does


def deadline_asked(text: str, latest: Period, today: date) -> tuple[Period, date] | None:
    """What '/paper … texts by 2026-11-15' says; None when it asks for something else.

    Raises Unknown (quarter or day).
    """
    words = text.lower().split()
    if TEXTS not in words:
        return None
    at = words.index(TEXTS)
    said = " ".join(words[at + 1 :])
    if (day := day_meant(said, today)) is None:
        raise Unknown("day", said)
    return (Period.parse_quarter(" ".join(words[:at])) if at else latest), day


def figure_asked(text: str, framework: Framework) -> tuple[str, ContentArea, Period]:
    """The figure id, with the content area and the period that it names. Raises Unknown."""
    asked = text.strip().strip("`")
    if not (found := FIGURE_ID.match(asked)):
        raise Unknown("figure", asked)
    code = asked.split("-")[0].upper()
    area = next((area for area in framework.areas if area.code == code), None)
    if area is None:
        raise Unknown("board of a figure", asked)
    quarter = int(found[3][1]) if found[3] else None
    return _as_written(asked), area, Period(year=THIS_CENTURY + int(found[2]), quarter=quarter)


def _period_apart(words: Sequence[str]) -> tuple[str, Period] | None:
    """A period of one word or two at either end, and the rest."""
    for length in (2, 1):
        for said, rest in (
            (words[-length:], words[:-length]),
            (words[:length], words[length:]),
        ):
            if rest and (period := _period(" ".join(said))):
                return " ".join(rest), period
    return None


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except Unknown:
        return None


def _looks_like_a_period(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _as_written(figure: str) -> str:
    *front, mark = figure.split("-")
    return "-".join([*(part.upper() for part in front), mark.lower()])
