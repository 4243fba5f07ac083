"""The whole digest, in a modal: what children say first, and nothing that cannot be traced."""

import json
from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from textwrap import wrap

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Overall, Row, Section, YouSaid
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import FigureId
from analysis.figures.status import Sign
from analysis.wording import say
from bot.views import release
from bot.views.aloud import dates, for_whom
from bot.views.evidence import CHOOSE, COMMENTS, WhichDigest, has_comments
from bot.views.pieces import (
    LONGEST_SECTION,
    MOST_BLOCKS_IN_A_VIEW,
    button,
    buttons,
    divider,
    escaped,
    filled,
    header,
    in_a_menu,
    modal,
)
from bot.views.query import ASK
from bot.views.quotes import READ

CHARTS = "digest_charts"
PAPER = "digest_paper"
WHOLE = "digest_whole"
MORE = "digest_more"
LONGEST_VIEW = 240_000  # bytes; Slack takes 250,000 with all that stands around the blocks
LONGEST_LINE = 1_500
LONGEST_ASIDE = 500
LONGEST_NAME = 120
LONGEST_CELL = 60


def whole_digest(made: Digest, quotes: str = "") -> View:
    """Everything that the digest tells. *quotes* says how many are approved, and none of them."""
    return modal(say("title.whole"), _fitting(_blocks(made, quotes)))


def safe(text: str, most: int) -> str:
    """Escaped for mrkdwn and no longer than *most* characters as sent; no mark is cut in two."""
    return _cut(escaped(text), most)


def sentence(line: Line, most: int = LONGEST_LINE) -> str:
    """A line with its lead in bold. Line breaks are closed up, because bold ends at one."""
    lead, rest = flat(line.lead), " ".join(line.rest.split())
    if not lead:
        return safe(rest, most)
    bold = f"*{safe(lead.replace('*', '∗'), most)}*"
    gap = " " if line.lead[-1:].isspace() or line.rest[:1].isspace() else ""
    room = most - len(bold)
    return f"{bold}{gap}{safe(rest, room)}" if rest and room > 0 else bold


def chip(sign: Sign | Overall) -> str:
    """Icon and letter of a status, set apart from the words that always follow."""
    return f"`{sign.icon} {sign.letter}`" if sign.letter else ""


def _blocks(made: Digest, quotes: str) -> list[Block]:
    return [
        header(made.title),
        *_asides([f"{dates(made)} · {for_whom(made.audience)}", *_told([made.freshness])]),
        *_asides(_told(made.standing)),
        *_parts(_overall(made.overall)),
        divider(),
        *_children(made, quotes),
        *_rows(say("head.voices"), made.voices),
        *(block for section in made.questions for block in _question(section)),
        *_themes(made),
        *_rows(say("head.measured"), made.measured),
        divider(),
        *_list(say("head.gaps"), made.gaps, made.no_gaps or say("gap.none")),
        *_list(say("head.not_heard"), made.not_heard, say("nothing.not_heard")),
        *_parts(*_since(made)),
        *_list(
            say("head.challenges"),
            made.challenges,
            say("nothing.challenges"),
        ),
        divider(),
        *_asides(_good(made)),
        *_asides(_told([*made.data_quality, *made.footnotes])),
    ]


def _overall(overall: Overall) -> str:
    reason = f"\n{safe(flat(overall.reason), LONGEST_LINE)}" if overall.reason else ""
    return f"{chip(overall)} *{safe(overall.words, LONGEST_ASIDE)}*{reason}".strip()


def _good(made: Digest) -> list[str]:
    return [
        f"*{kind}:* {safe(flat(one.text), LONGEST_LINE)} ({one.standing})"
        for one in made.good
        if (kind := say(f"head.good_{one.kind.value}"))
    ]


def _children(made: Digest, quotes: str) -> list[Block]:
    lines = [with_chip(row, sentence(row.line)) for row in made.children]
    lines = lines or [safe(made.no_children or say("nothing.child"), LONGEST_LINE)]
    told = [quotes] if quotes else []
    return [*_parts(f"*{say('head.children')}*", *lines, *told), *_ids(made.children)]


def _rows(heading: str, rows: Sequence[Row]) -> list[Block]:
    """Nothing stands here where there are none."""
    lines = [with_chip(row, _cells(row)) for row in rows]
    return [*_parts(f"*{heading}*", *lines), *_ids(rows)] if rows else []


def _themes(made: Digest) -> list[Block]:
    """One line of each perspective, because its themes have one base and one audit."""
    if not made.themes:
        return []
    alike = groupby(made.themes, lambda row: (row.who, row.base, row.change))
    lines = [_spoken(*shared, rows=tuple(rows)) for shared, rows in alike]
    return [*_parts(f"*{say('head.themes')}*", *lines), *_ids(made.themes)]


def _spoken(who: str, base: str, to_know: str, *, rows: Sequence[Row]) -> str:
    """'*Children* (of 200; 40 of them audited): Waiting 38% (likely 23–52%); …'."""
    about = "; ".join(safe(part, LONGEST_CELL) for part in (base, to_know) if part)
    told = [
        " ".join([safe(flat(row.name), LONGEST_CELL), row.value, *_bracketed(row.likely)])
        for row in rows
    ]
    return f"*{safe(who, LONGEST_CELL)}* ({about}): {'; '.join(told)}"


def _bracketed(text: str) -> list[str]:
    return [f"({text})"] if text else []


def _question(section: Section) -> list[Block]:
    lines = [with_chip(row, _cells(row)) for row in section.rows]
    lines = lines or [safe(section.nothing or say("nothing.section"), LONGEST_LINE)]
    return [*_parts(f"*{escaped(section.heading)}*", *lines), *_ids(section.rows)]


def with_chip(row: Row, text: str) -> str:
    return f"{chip(row.sign)} {text}" if row.sign else text


def _cells(row: Row) -> str:
    """A row of a table as one line: what, whose, how much, of how many, how sure, how changed."""
    cells = [row.base, row.likely, row.target, row.change]
    short = [safe(flat(cell), LONGEST_CELL) for cell in cells if cell]
    told = " · ".join([safe(flat(row.value), LONGEST_ASIDE), *short])
    return f"*{safe(flat(row.name), LONGEST_NAME)}*, {safe(flat(row.who), LONGEST_CELL)}: {told}"


def _since(made: Digest) -> list[str]:
    since = made.since_last_time
    said = [line for one in since.you_said for line in _you_said(one)]
    heading = f"*{say('head.since')}* ({safe(flat(since.since), LONGEST_CELL)})"
    told = _told([*since.clear, *since.agreed, since.others, *made.over_time])
    return [heading, *_bulleted(told), *said]


def _you_said(one: YouSaid) -> list[str]:
    """In the board's own words, however many they are."""
    survey = safe(flat(one.survey), LONGEST_CELL)
    first, *others = wrap(flat(one.text), LONGEST_LINE // 2) or [""]
    begins = f"• {say('head.you_said')} ({survey}): {safe(first, LONGEST_LINE)}"
    return [begins, *(safe(line, LONGEST_LINE) for line in others)]


def _list(heading: str, lines: Sequence[Line], nothing: str) -> list[Block]:
    told = _bulleted(sentence(line) for line in lines)
    return _parts(f"*{heading}*", *(told or [safe(nothing, LONGEST_LINE)]))


def buttons_under(
    made: Digest, *, has_quotes: bool, may_trace: bool, may_query: bool, may_release: bool
) -> list[Block]:
    """All of it, and what is seldom wanted; then what stands behind it, and its release."""
    which = WhichDigest.of(made).model_dump_json()
    whole = button(say("title.whole"), WHOLE, which, style="primary")
    seldom: list[ButtonElement] = []
    behind: list[ButtonElement] = []
    if may_trace:
        seldom.append(button(say("button.charts"), CHARTS, which))
    if may_query:
        seldom.append(button(say("button.query"), ASK, which))
    if may_trace:
        behind.append(button(say("button.made"), CHOOSE, which))
        if made.audience is Audience.BOARD:
            seldom.append(button(say("button.paper"), PAPER, made.period))
        if has_comments(made):
            behind.append(button(say("button.comments"), COMMENTS, which))
    if has_quotes:
        behind.append(button(say("button.quotes"), READ, which))
    if may_release and made.audience is not Audience.ANALYST:  # it says first for whom
        behind.append(button(say("button.release"), release.ASK, which))
    rows: list[Block] = [buttons(whole, *in_a_menu(MORE, seldom))]
    rows += [buttons(*behind)] if behind else []
    if may_release and made.audience is Audience.ANALYST:
        rows.append(aside([say("release.not_this", area=made.area, period=made.period)]))
    return rows


def _ids(rows: Sequence[Row]) -> list[Block]:
    """The ids of the figures in the rows above, in their order, by which they can be traced."""
    figures: dict[FigureId, None] = dict.fromkeys(one for row in rows for one in row.figures)
    return _asides([" ".join(f"`{one}`" for one in figures)] if figures else [])


def _told(lines: Iterable[Line]) -> list[str]:
    return [sentence(line) for line in lines if line.text.strip()]


def _bulleted(lines: Iterable[str]) -> list[str]:
    return [f"• {line}" for line in lines]


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    last = cut.rfind("&")
    if last != -1 and ";" not in cut[last:]:
        cut = cut[:last]
    return f"{cut.rstrip()}…"


def flat(text: str) -> str:
    return " ".join(text.split())


def part(*lines: str) -> SectionBlock:
    """Lines that Slack neither folds away nor turns into links."""
    return SectionBlock(text=_text("\n".join(lines)), expand=True)


def aside(lines: Sequence[str]) -> ContextBlock:
    return ContextBlock(elements=[_text("\n".join(lines))])


def _parts(*lines: str) -> list[Block]:
    return [part(text) for text in filled(lines, "\n")]


def _asides(lines: Sequence[str]) -> list[Block]:
    return [aside([text]) for text in filled(lines, "\n")]


def _text(text: str) -> MarkdownTextObject:
    return MarkdownTextObject(text=text[:LONGEST_SECTION], verbatim=True)


def _fitting(blocks: list[Block]) -> list[Block]:
    """All of them, or as many as Slack takes in one view, and then where the rest stands."""
    sizes = accumulate(len(json.dumps(block.to_dict())) for block in blocks)
    fit = sum(size <= LONGEST_VIEW for size in sizes)
    if fit == len(blocks) <= MOST_BLOCKS_IN_A_VIEW:
        return blocks
    return [*blocks[: min(fit, MOST_BLOCKS_IN_A_VIEW - 1)], aside([say("short.rest")])]
