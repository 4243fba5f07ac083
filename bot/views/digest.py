"""The digest as a message: what children say first, and nothing that cannot be traced."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    SectionBlock,
)

from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Overall, Row, Section, YouSaid
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import FigureId
from analysis.figures.status import Sign
from analysis.wording import say
from bot.views import release
from bot.views.aloud import dates, for_whom, spoken
from bot.views.evidence import CHOOSE, COMMENTS, WhichDigest, has_comments
from bot.views.pieces import LONGEST_SECTION, button, buttons, divider, escaped, header, section
from bot.views.query import ASK
from bot.views.quotes import READ

CHARTS = "digest_charts"
PAPER = "digest_paper"
LONGEST_MESSAGE = 12_000  # characters; from some 13,200 on, Slack refuses a message
LONGEST_LINES = (400, 250, 150)  # how far lines are cut when it is too long, one try after another
MOST_CHILDREN = 4
MOST_LINES = 4
MOST_FOOTNOTES = 3
MOST_IDS = 6
MOST_THEME_IDS = 15  # five of each perspective whose words are read
MOST_MEASURED = 5
LONGEST_LINE = 500
LONGEST_ASIDE = 250
LONGEST_NAME = 120
LONGEST_CELL = 60

AMONG_FIGURES = "under “How was this made?”"
IN_FULL = "in the Board paper, and in what `heard digest` prints"

NO_RELEASE = (
    "This digest is for the QA team only, so it can't be released. What can be is the one that "
    "`/digest {area} {period} for board` shows."
)


def digest_message(
    made: Digest,
    *,
    quotes: str = "",
    may_trace: bool = True,
    may_query: bool = True,
    may_release: bool = False,
) -> tuple[str, list[Block]]:
    """The text that notifications and screen readers use, and the blocks.

    *quotes* says how many are approved. They open in a modal: no message carries anybody's words.
    """
    offered = _buttons(made, may_trace=may_trace, may_query=may_query, may_release=may_release)
    return spoken(made, quotes), _fitting([*_blocks(made, quotes), *offered])


def safe(text: str, most: int) -> str:
    """Escaped for mrkdwn and no longer than *most* characters as sent; no mark is cut in two."""
    return _cut(escaped(text), most)


def sentence(line: Line, most: int = LONGEST_LINE) -> str:
    """A line with its lead in bold. Line breaks are closed up, because bold ends at one."""
    lead, rest = _flat(line.lead), " ".join(line.rest.split())
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
        _aside([f"{dates(made)} · {for_whom(made.audience)}", *_told([made.freshness])]),
        *([_aside(standing)] if (standing := [sentence(one) for one in made.standing]) else []),
        _part(_overall(made.overall)),
        divider(),
        *_children(made),
        *_quotes(made, quotes),
        *_voices(made),
        *(block for section in made.questions for block in _question(section)),
        *_themes(made),
        *_measured(made),
        divider(),
        _list(say("head.gaps"), made.gaps, made.no_gaps or "No clear gap."),
        _list(say("head.not_heard"), made.not_heard, "Nobody we know of.", rest_is=IN_FULL),
        _part(_since(made)),
        _list(
            say("head.challenges"),
            made.challenges,
            "Nothing beyond the usual: what lies behind this?",
        ),
        *_small_print(made),
    ]


def _overall(overall: Overall) -> str:
    reason = f"\n{safe(_flat(overall.reason), LONGEST_LINE)}" if overall.reason else ""
    return f"{chip(overall)} *{safe(overall.words, LONGEST_ASIDE)}*{reason}".strip()


def _good(made: Digest) -> list[str]:
    return [
        f"*{kind}:* {safe(_flat(one.text), LONGEST_ASIDE)} ({one.standing})"
        for one in made.good[:MOST_LINES]
        if (kind := say(f"head.good_{one.kind.value}"))
    ]


def _children(made: Digest) -> list[Block]:
    lines = [_with_chip(row, sentence(row.line)) for row in made.children[:MOST_CHILDREN]]
    lines = lines or [safe(made.no_children or "No child was heard.", LONGEST_LINE)]
    return [
        _part(f"*{say('head.children')}*", *lines, *_more(made.children, MOST_CHILDREN)),
        *_ids(made.children[:MOST_CHILDREN]),
    ]


def _quotes(made: Digest, told: str) -> list[Block]:
    which = WhichDigest.of(made).model_dump_json()
    return [section(told, button=button("Read the quotes", READ, which))] if told else []


def _voices(made: Digest) -> list[Block]:
    """What workers logged. Nothing stands here where nobody logs voices."""
    if not made.voices:
        return []
    lines = [_cells(row) for row in made.voices]
    return [_part(f"*{say('head.voices')}*", *lines), *_ids(made.voices)]


def _measured(made: Digest) -> list[Block]:
    """Sources, returns, audits and agencies' own numbers. Ids are under "How was this made?"."""
    if not made.measured:
        return []
    lines = [_with_chip(row, _cells(row)) for row in made.measured[:MOST_MEASURED]]
    return [_part(f"*{say('head.measured')}*", *lines, *_more(made.measured, MOST_MEASURED))]


def _themes(made: Digest) -> list[Block]:
    """One line of each perspective, because its themes have one base and one audit."""
    if not made.themes:
        return []
    alike = groupby(made.themes, lambda row: (row.who, row.base, row.change))
    lines = [_spoken(*shared, rows=tuple(rows)) for shared, rows in alike]
    return [_part(f"*{say('head.themes')}*", *lines), *_ids(made.themes, MOST_THEME_IDS)]


def _spoken(who: str, base: str, to_know: str, *, rows: Sequence[Row]) -> str:
    """'*Children* (of 200; 40 of them audited): Waiting 38% (likely 23–52%); …'."""
    about = "; ".join(safe(part, LONGEST_CELL) for part in (base, to_know) if part)
    told = [
        " ".join([safe(_flat(row.name), LONGEST_CELL), row.value, *_bracketed(row.likely)])
        for row in rows
    ]
    return f"*{safe(who, LONGEST_CELL)}* ({about}): {'; '.join(told)}"


def _bracketed(text: str) -> list[str]:
    return [f"({text})"] if text else []


def _question(section: Section) -> list[Block]:
    lines = [_with_chip(row, _cells(row)) for row in section.rows]
    lines = lines or [safe(section.nothing or "Nothing was gathered.", LONGEST_LINE)]
    return [_part(f"*{escaped(section.heading)}*", *lines), *_ids(section.rows)]


def _with_chip(row: Row, text: str) -> str:
    return f"{chip(row.sign)} {text}" if row.sign else text


def _cells(row: Row) -> str:
    """A row of a table as one line: what, whose, how much, of how many, how sure, how changed."""
    cells = [row.base, row.likely, row.target, row.change]
    short = [safe(_flat(cell), LONGEST_CELL) for cell in cells if cell]
    told = " · ".join([safe(_flat(row.value), LONGEST_ASIDE), *short])
    return f"*{safe(_flat(row.name), LONGEST_NAME)}*, {safe(_flat(row.who), LONGEST_CELL)}: {told}"


def _since(made: Digest) -> str:
    since = made.since_last_time
    said = [_you_said(one) for one in since.you_said]
    changes = [sentence(line) for line in since.clear[:MOST_LINES]]
    heading = f"*{say('head.since')}* ({safe(_flat(since.since), LONGEST_CELL)})"
    changes += _more(since.clear, MOST_LINES)
    told = [*changes, *_told(since.agreed), *_told([since.others])]
    told += [*map(sentence, made.over_time), *said]
    return "\n".join([heading, *_bulleted(told)])


def _you_said(one: YouSaid) -> str:
    survey, text = safe(_flat(one.survey), LONGEST_CELL), safe(_flat(one.text), LONGEST_LINE)
    return f"{say('head.you_said')} ({survey}): {text}"


def _list(
    heading: str, lines: Sequence[Line], nothing: str, *, rest_is: str = AMONG_FIGURES
) -> SectionBlock:
    told = _bulleted([sentence(line) for line in lines[:MOST_LINES]])
    return _part(
        f"*{heading}*",
        *(told or [safe(nothing, LONGEST_LINE)]),
        *_more(lines, MOST_LINES, rest_is),
    )


def _small_print(made: Digest) -> list[Block]:
    quality, notes = made.data_quality[:MOST_FOOTNOTES], made.footnotes[:MOST_FOOTNOTES]
    parts = [_good(made), [*_told(quality), *_told(notes)]]
    return [divider(), *(_aside(lines) for lines in parts if lines)]


def _buttons(made: Digest, *, may_trace: bool, may_query: bool, may_release: bool) -> list[Block]:
    """What to do with it; then what stands behind it, and its release."""
    which = WhichDigest.of(made).model_dump_json()
    further: list[ButtonElement] = []
    behind: list[ButtonElement] = []
    if may_trace:
        further.append(button("Charts", CHARTS, which))
    if may_query:
        further.append(button("Query a figure", ASK, which))
    if may_trace:
        behind.append(button("How was this made?", CHOOSE, which))
        if made.audience is Audience.BOARD:
            further.append(button("Board paper", PAPER, made.period))
        if has_comments(made):
            behind.append(button("Read the comments", COMMENTS, which))
    if may_release and made.audience is not Audience.ANALYST:  # it says first for whom
        behind.append(button("Release", release.ASK, which))
    rows: list[Block] = [buttons(*row) for row in (further, behind) if row]
    if may_release and made.audience is Audience.ANALYST:
        rows.append(_aside([NO_RELEASE.format(area=made.area, period=made.period)]))
    return rows


def _ids(rows: Sequence[Row], most: int = MOST_IDS) -> list[Block]:
    """The ids of the figures in the rows above, in their order, by which they can be traced."""
    figures: dict[FigureId, None] = dict.fromkeys(one for row in rows for one in row.figures)
    return [_aside([" ".join(f"`{one}`" for one in list(figures)[:most])])] if figures else []


def _more(all_of_them: Sequence[object], shown: int, rest_is: str = AMONG_FIGURES) -> list[str]:
    """How many are left out, and where they are: only figures stand in the window of figures."""
    left = len(all_of_them) - shown
    return [f"_{left} more {rest_is}_"] if left > 0 else []


def _told(lines: Iterable[Line]) -> list[str]:
    return [sentence(line, LONGEST_ASIDE) for line in lines if line.text.strip()]


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


def _flat(text: str) -> str:
    return " ".join(text.split())


def _part(*lines: str) -> SectionBlock:
    """Lines that Slack neither folds away nor turns into links."""
    return SectionBlock(text=_text("\n".join(lines)), expand=True)


def _aside(lines: Sequence[str]) -> ContextBlock:
    return ContextBlock(elements=[_text("\n".join(lines))])


def _text(text: str) -> MarkdownTextObject:
    return MarkdownTextObject(text=text[:LONGEST_SECTION], verbatim=True)


def _fitting(blocks: list[Block]) -> list[Block]:
    """The blocks as they are if Slack takes them, else with their lines cut as far as it needs."""
    texts = [text for block in blocks for text in _texts(block)]
    for longest in LONGEST_LINES:
        if sum(len(text.text) for text in texts) <= LONGEST_MESSAGE:
            break
        for text in texts:
            text.text = "\n".join(_cut(line, longest) for line in text.text.split("\n"))
    return blocks


def _texts(block: Block) -> list[MarkdownTextObject]:
    found = block.elements if isinstance(block, ContextBlock) else [getattr(block, "text", None)]
    return [text for text in found if isinstance(text, MarkdownTextObject)]
