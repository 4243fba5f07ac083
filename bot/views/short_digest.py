"""The digest as a message: what matters most in about a screen of a phone, and buttons to more."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Row, Section
from analysis.digest.short import in_short
from analysis.figures.status import Status
from analysis.wording import say
from bot.views.aloud import dates, for_whom, spoken
from bot.views.digest import (
    LONGEST_CELL,
    LONGEST_NAME,
    aside,
    buttons_under,
    chip,
    flat,
    part,
    safe,
    sentence,
    with_chip,
)
from bot.views.pieces import header
from surveys.periods import Period

LONGEST_LINE = 300  # characters: seven or eight lines of a phone, were a board to say it at length


def digest_message(
    made: Digest,
    *,
    quotes: str = "",
    may_trace: bool = True,
    may_query: bool = True,
    may_release: bool = False,
) -> tuple[str, list[Block]]:
    """The text that notifications and screen readers use, and the blocks.

    The blocks are the short form; who listens hears all of it, as far as there is room, with what
    matters most first. *quotes* says how many are approved: no message carries anybody's words.
    """
    offered = buttons_under(
        made,
        has_quotes=bool(quotes),
        may_trace=may_trace,
        may_query=may_query,
        may_release=may_release,
    )
    return spoken(made, quotes), [*_blocks(made, quotes), *offered]


def _blocks(made: Digest, quotes: str) -> list[Block]:
    short = in_short(made)
    return [
        header(made.title),
        aside([f"{dates(made)} · {for_whom(made.audience)}", *_told(made.standing)]),
        part(_overall(short), *_told(short.data_quality)),
        part(f"*{say('head.children')}*", *_children(short), *([quotes] if quotes else [])),
        part(*map(_question, short.questions)),
        part(*_between(short), *_challenges(short)),
        _small_print(short),
    ]


def _overall(short: Digest) -> str:
    """Why children's answers are below target, their rows say; any other reason is told."""
    words = f"{chip(short.overall)} *{safe(short.overall.words, LONGEST_LINE)}*".strip()
    if short.overall.status is Status.NOT_MET or not short.overall.reason:
        return words
    return f"{words}: {safe(flat(short.overall.reason), LONGEST_LINE)}"


def _children(short: Digest) -> list[str]:
    if not short.children:
        return [safe(short.no_children or say("nothing.children"), LONGEST_LINE)]
    return [with_chip(row, sentence(row.line, LONGEST_LINE)) for row in short.children]


def _question(asked: Section) -> str:
    told = " ".join(with_chip(row, _cells(row)) for row in asked.rows)
    return f"*{safe(asked.heading, LONGEST_CELL)}* {told or safe(asked.nothing, LONGEST_LINE)}"


def _cells(row: Row) -> str:
    """What, whose, how much, of how many, how sure, of what target; and a clear change."""
    cells = (row.value, row.base, row.likely, row.target, row.change)
    told = " · ".join(safe(flat(cell), LONGEST_CELL) for cell in cells if cell)
    return f"{safe(flat(row.name), LONGEST_NAME)}, {safe(flat(row.who), LONGEST_CELL)}: {told}"


def _between(short: Digest) -> list[str]:
    """Where views differ, who was not heard, what has changed: a line of each."""
    since = short.since_last_time
    parts = (
        ("head.gaps", short.gaps),
        ("head.not_heard", short.not_heard),
        ("head.since", (*since.clear, since.others)),
    )
    return [_headed(say(head), lines) for head, lines in parts if lines]


def _headed(heading: str, lines: Sequence[Line]) -> str:
    told = " ".join(safe(flat(line.text), LONGEST_LINE) for line in lines)
    return f"*{heading}:* {told}"


def _challenges(short: Digest) -> list[str]:
    told = [f"• {line}" for line in _told(short.challenges)]
    return [f"*{say('head.challenges')}*", *told] if told else []


def _small_print(short: Digest) -> Block:
    """Whether figures may still move, and what is in none of them."""
    is_running = short.as_at <= Period.parse(short.period).last_day
    notes = [*([short.freshness] if is_running else []), *short.footnotes]
    return aside(_told(notes))


def _told(lines: Sequence[Line]) -> list[str]:
    return [sentence(line, LONGEST_LINE) for line in lines if line.text.strip()]
