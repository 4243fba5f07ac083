"""What is read out to those who see neither a message nor its pictures: whole sentences only."""

import re
from collections.abc import Iterable, Iterator, Sequence

from slack_sdk.models.blocks import Block

from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Row
from analysis.disclosure.suppression import Audience
from analysis.phrases import day
from analysis.wording import say
from bot.views.pieces import escaped, filled, section

LONGEST_ALT_TEXT = 1000  # characters, by Slack
LONGEST_SPOKEN = 3800
ENDS = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][”’)]))\s+")


def spoken(made: Digest, quotes: str = "") -> str:
    """The digest as one reads it out: sentences only, without icons, letters or ids.

    What matters most comes first. No section is left out for another: of each, as many lines are
    read as fit; the last sentence says where the rest stands.
    """
    sections = list(_sections(made, quotes))
    longest = max(len(lines) for _, lines in sections)
    told = escaped(_read_out(sections, longest))
    for most in range(longest - 1, 0, -1):
        if len(told) <= LONGEST_SPOKEN:
            return told
        told = escaped(f"{_read_out(sections, most)}\n{say('aloud.whole')}")
    return whole_sentences(told, LONGEST_SPOKEN, say("aloud.whole"))


def whole_sentences(text: str, most: int, rest: str) -> str:
    """*text* if it is no longer than *most*; else its first sentences, and *rest* as the last one.

    A single sentence that is longer than that is cut at a word, with an ellipsis.
    """
    if len(text) <= most:
        return text
    room = most - len(rest) - 1
    ends = [found.start() for found in ENDS.finditer(text) if found.start() <= room]
    kept = text[: ends[-1]] if ends else f"{text[: room - 1].rpartition(' ')[0]}…"
    return f"{kept} {rest}"


def alt_text(told: str) -> str:
    """What a picture says, as far as Slack takes it: `beneath` has the rest."""
    return whole_sentences(told, LONGEST_ALT_TEXT, say("alt.rest"))


def beneath(title: str, told: str) -> tuple[str, list[Block]] | None:
    """A message with all that a picture says; None where its alt text has room for it."""
    if len(told) <= LONGEST_ALT_TEXT:
        return None
    return say("alt.in_words", title=escaped(title)), _in_sections(f"*{title}*\n{told}")


def for_whom(audience: Audience) -> str:
    return say(f"for.{audience.name.casefold()}")


def dates(made: Digest) -> str:
    return say("as_at", period=made.period_label, day=day(made.as_at))


def _sections(made: Digest, quotes: str) -> Iterator[tuple[str, Sequence[Line]]]:
    """Each with its heading. What is said among the children's lines is not said again."""
    told = {figure for row in made.children for figure in row.figures}
    yield "", [Line(rest=f"{made.title}, {dates(made)}, {for_whom(made.audience)}.")]
    yield "", made.standing
    yield "", [Line(rest=say("overall", status=made.overall.words, reason=made.overall.reason))]
    yield say("head.children"), _lines(made.children, made.no_children)
    yield "", [Line(rest=quotes)]
    for one in made.questions:
        yield one.heading, _lines([row for row in one.rows if not told.issuperset(row.figures)])
    yield say("head.gaps"), made.gaps or [Line(rest=made.no_gaps)]
    yield say("head.not_heard"), made.not_heard
    yield say("head.since"), list(_since(made))
    yield say("head.challenges"), made.challenges
    yield say("head.voices"), _lines(made.voices)
    yield say("head.themes"), _lines(made.themes)
    yield say("head.measured"), _lines(made.measured)


def _since(made: Digest) -> Iterator[Line]:
    since = made.since_last_time
    yield from (*since.clear, *since.agreed, since.others, *made.over_time)
    for one in since.you_said:
        yield Line(rest=say("aloud.you_said", survey=one.survey))


def _read_out(sections: Iterable[tuple[str, Sequence[Line]]], most: int) -> str:
    """With so many lines of each section, one section to a line."""
    parts = []
    for heading, lines in sections:
        told = [line.text for line in lines if line.text.strip()]
        end = "" if not heading or heading.endswith("?") else ":"
        parts += [" ".join(f"{heading}{end} {' '.join(told[:most])}".split())] if told else []
    return "\n".join(parts)


def _lines(rows: Sequence[Row], nothing: str = "") -> list[Line]:
    return [row.line for row in rows] or [Line(rest=nothing)]


def _in_sections(text: str) -> list[Block]:
    """As many as it takes, each of whole sentences."""
    return [section(part) for part in filled(ENDS.split(escaped(text)), " ")]
