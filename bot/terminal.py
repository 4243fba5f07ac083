"""The digest in a terminal: readable at eighty columns, and with every word still there in grey."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import TextIOWrapper
from itertools import groupby

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from analysis.digest.dashboard import Dashboard, Standing
from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Overall, Row, Section, SinceLastTime
from analysis.digest.provenance import FigureEvidence
from analysis.digest.rows import value_told
from analysis.figures.status import Sign
from analysis.phrases import day
from analysis.wording import say
from bot.ids import is_slack_id
from bot.telling.tracing import Recomputed
from bot.views.evidence import facts_of, plain_name
from bot.wording import good as words
from surveys.erasing import is_erased
from surveys.framework import GoodStatement
from surveys.statement import LivingStatement

COLOURS = {"green": "bold green", "red": "bold red", "amber": "bold yellow", "grey": "bold"}
HEADING = "bold"
QUIET = "dim"
TAB = 2
NARROWEST = 20  # columns; on anything smaller the terminal wraps


def print_digest(made: Digest, console: Console) -> None:
    """Print it all. Nothing that people wrote steers the terminal or is taken as markup."""
    _replace_what_it_lacks(console)
    _print_heading(made, console)
    _print_children(made, console)
    _print_voices(made, console)
    for section in made.questions:
        _print_question(section, console)
    _print_themes(made, console)
    _print_measured(made, console)
    _print_lines(console, say("head.gaps"), made.gaps, made.no_gaps)
    _print_lines(console, say("head.not_heard"), made.not_heard, say("nothing.not_heard"))
    _print_since(made.since_last_time, console)
    _print_lines(console, say("head.over_time"), made.over_time)
    _print_lines(console, say("head.challenges"), made.challenges)
    _print_lines(console, say("head.to_know"), made.data_quality)
    _print_lines(console, say("head.notes"), made.footnotes)


def print_dashboard(made: Dashboard, console: Console) -> None:
    """Print where every content area stands, two lines each."""
    _replace_what_it_lacks(console)
    console.print()
    console.print(Rule(_text(made.title, HEADING), align="left"))
    _print(console, _text(_as_at(made), QUIET))
    for group in made.groups:
        _print_title(console, group.heading)
        for one in group.standings:
            _print_standing(one, console)
    if made.without:
        console.print()
        _print(console, _text(made.too_few))
    console.print()
    _print(console, _text(made.legend, QUIET))


def _print_standing(one: Standing, console: Console) -> None:
    status = f"{one.name}: {one.word} {one.arrow}".rstrip()
    _print(console, _text(status, HEADING), mark=_sign(one.overall), indent=TAB)
    well = say("all.cell_well", told=one.how_well.text)
    cells = (one.how_much.text, well, say("all.cell_difference", told=one.difference.text))
    _print(console, _text(" · ".join(cells)), indent=2 * TAB)


def print_evidence(found: FigureEvidence, console: Console) -> None:
    """Print how a figure was made."""
    _replace_what_it_lacks(console)
    console.print()
    _print(console, _text(f"{found.figure.id}: {plain_name(found.figure, found.name)}", HEADING))
    for label, told in facts_of(found):
        _print(console, _joined([_text(f"{label}: ", HEADING), _text(told)]), indent=TAB)


def print_recomputed(found: Recomputed, console: Console) -> None:
    """Whether a figure came out again, and what has changed since."""
    _replace_what_it_lacks(console)
    told = "comes out again to the byte" if found.is_same else "does not come out again"
    _print(console, _text(f"{found.figure.id} {told}: {value_told(found.figure)}", HEADING))
    for line in found.told:
        _print_item(console, _text(line))


def print_good_list(areas: Sequence[tuple[str, str, str]], console: Console) -> None:
    """Tier, name and how far the 'good' statements have come, of each content area."""
    _replace_what_it_lacks(console)
    for tier, several in groupby(areas, key=lambda one: one[0]):
        _print_title(console, tier)
        for _, label, counted in several:
            _print(console, _text(f"{label}: {counted}"), indent=TAB)


def print_good(
    about: Sequence[str],
    statements: Iterable[tuple[GoodStatement, LivingStatement, Sequence[str]]],
    today: date,
    console: Console,
) -> None:
    """What there is to say *about* the area; then each statement with its figures and its life."""
    _replace_what_it_lacks(console)
    console.print()
    for line in about:
        _print(console, _text(line), indent=TAB)
    for good, living, figures in statements:
        _print_statement(good, living, today, console)
        _print_lines(console, say("good.picture"), [Line(rest=line) for line in figures])
        _print_lines(
            console, say("good.history"), [_happened(one) for one in words.history(living)]
        )


def _print_statement(
    good: GoodStatement, living: LivingStatement, today: date, console: Console
) -> None:
    console.print()
    console.print(Rule(_text(words.name(good), HEADING), align="left"))
    _print(console, _text(good.text, HEADING), indent=TAB)
    told = [f"{whom}: {text}" for whom, text in words.said_to(good.wording)]
    for line in (*told, *words.standing(living, today)):
        _print(console, _text(line), indent=TAB)


def _happened(one: words.Happened) -> Line:
    noted = f"({one.noted})"
    if one.by:  # no name to show for an id here
        is_named = not is_slack_id(one.by) and not is_erased(one.by)
        noted = say("good.noted" if is_named else "good.noted_on", day=one.noted, by=one.by)
    return Line(lead=f"{one.what}:", rest=f" {one.said} {noted} {one.since}".rstrip())


def _replace_what_it_lacks(console: Console) -> None:
    """A question mark for each sign that the terminal's encoding lacks; letters and words stay."""
    if isinstance(console.file, TextIOWrapper):
        console.file.reconfigure(errors="replace")


def _print_heading(made: Digest, console: Console) -> None:
    console.print()
    console.print(Rule(_text(f"{made.title} · {made.period_label}", HEADING), align="left"))
    _print(console, _text(f"{_as_at(made)} {made.freshness.text}", QUIET))
    for line in made.standing:
        _print(console, _sentence(line))
    console.print()
    _print(console, _text(made.overall.words, HEADING), mark=_sign(made.overall))
    if made.overall.reason:
        _print(console, _text(made.overall.reason), indent=TAB)
    for good in made.good:
        told = f"{say(f'head.good_{good.kind.value}')}: {good.text} ({good.standing})"
        _print(console, _text(told), indent=TAB)


def _as_at(made: Digest | Dashboard) -> str:
    audience = say(f"audience.{made.audience.name.casefold()}")
    return say("terminal.as_at", day=day(made.as_at), audience=audience)


def _print_children(made: Digest, console: Console) -> None:
    _print_title(console, say("head.children"))
    for row in made.children:
        _print(console, _sentence(row.line), mark=_sign(row.sign), indent=TAB)
    if not made.children:
        _print(console, _text(made.no_children), indent=TAB)


def _print_voices(made: Digest, console: Console) -> None:
    if made.voices:
        _print_title(console, say("head.voices"))
    for row in made.voices:
        _print_row(row, console)


def _print_measured(made: Digest, console: Console) -> None:
    if made.measured:
        _print_title(console, say("head.measured"))
    for row in made.measured:
        _print_row(row, console)


def _print_themes(made: Digest, console: Console) -> None:
    if made.themes:
        _print_title(console, say("head.themes"))
    for row in made.themes:
        _print_row(row, console)


def _print_question(section: Section, console: Console) -> None:
    _print_title(console, section.heading)
    for row in section.rows:
        _print_row(row, console)
    if not section.rows:
        _print(console, _text(section.nothing), indent=TAB)


def _print_row(row: Row, console: Console) -> None:
    """What and whose on one line, the figures under it; then where they can be traced."""
    name = _text(f"{row.name}, {row.who}", HEADING)
    _print(console, name, mark=_sign(row.sign), indent=TAB)
    cells = [row.value, row.base, row.likely, row.target, row.change]
    _print(console, _text(" · ".join(cell for cell in cells if cell)), indent=2 * TAB)
    _print(console, _text(" ".join(row.figures), QUIET), indent=2 * TAB)


def _print_since(since: SinceLastTime, console: Console) -> None:
    _print_title(console, f"{say('head.since')} ({since.since})")
    for line in (*since.clear, *since.agreed, since.others):
        _print_item(console, _sentence(line))
    for one in since.you_said:
        _print_item(console, _text(f"{say('head.you_said')} ({one.survey}): {one.text}"))


def _print_lines(console: Console, title: str, lines: Sequence[Line], nothing: str = "") -> None:
    if not lines and not nothing:
        return
    _print_title(console, title)
    for line in lines:
        _print_item(console, _sentence(line))
    if not lines:
        _print(console, _text(nothing), indent=TAB)


def _print_title(console: Console, title: str) -> None:
    console.print()
    _print(console, _text(title, f"{HEADING} underline"))


def _print_item(console: Console, text: Text) -> None:
    _print(console, text, mark=_text("-"), indent=TAB)


def _print(console: Console, text: Text, *, mark: Text | None = None, indent: int = 0) -> None:
    """The text after its mark, with further lines starting where the first one starts."""
    first = _joined([_text(" " * indent), *([mark, _text(" ")] if mark else [])])
    later = _text(" " * first.cell_len)
    room = max(console.width - first.cell_len, NARROWEST)
    for number, line in enumerate(text.wrap(console, room)):
        line.rstrip()
        start = later if number else first
        console.print(_joined([start, line]), highlight=False, soft_wrap=True)


def _sign(sign: Sign | Overall | None) -> Text | None:
    """Icon and letter, in the colour of the status where there is one."""
    if sign is None or not sign.letter:
        return None
    return _text(f"[{sign.icon} {sign.letter}]", COLOURS.get(sign.colour, HEADING))


def _sentence(line: Line) -> Text:
    return _joined([_text(line.lead, HEADING), _text(line.rest)])


def _joined(parts: Iterable[Text]) -> Text:
    return Text.assemble(*parts)


def _text(words: str, style: str = "") -> Text:
    """As it is, in one line, without characters that would steer the terminal."""
    return Text("".join(sign if sign.isprintable() else " " for sign in words), style)
