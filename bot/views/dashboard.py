"""Every content area on one screen, and from there to the digest of one."""

from slack_sdk.models.blocks import ActionsBlock, Block, Option, OptionGroup, StaticSelectElement

from analysis.digest.dashboard import Cell, Dashboard, Group, Standing
from analysis.phrases import day
from analysis.wording import say
from bot.views.aloud import LONGEST_SPOKEN, for_whom, whole_sentences
from bot.views.digest import LONGEST_ASIDE, chip, safe
from bot.views.evidence import WhichDigest
from bot.views.pieces import LONGEST_SECTION, divider, escaped, header, plain, section, small
from surveys.framework import Perspective

OPEN = "open_digest"
LONGEST_LABEL = 70
LONGEST_OPTION = 75
MOST_OPTIONS = 100
AREAS_IN_A_SECTION = 12  # 19 areas fit whole; a section holds 3,000 characters


def dashboard_message(made: Dashboard) -> tuple[str, list[Block]]:
    """The text that notifications and screen readers use, and the blocks."""
    spoken = f"{made.title}, {for_whom(made.audience)}. {made.alt}"
    text = whole_sentences(escaped(spoken), LONGEST_SPOKEN, say("aloud.rest"))
    return text, _blocks(made)


def _blocks(made: Dashboard) -> list[Block]:
    return [
        header(made.title),
        small(say("all.standing", audience=for_whom(made.audience), day=day(made.as_at))),
        *(block for group in made.groups for block in _group(group)),
        *_nothing(made),
        divider(),
        *_areas(made),
        small(safe(made.legend, LONGEST_SECTION)),
    ]


def _group(group: Group) -> list[Block]:
    rows = [_standing(one) for one in group.standings]
    parts = [
        rows[first : first + AREAS_IN_A_SECTION]
        for first in range(0, len(rows), AREAS_IN_A_SECTION)
    ]
    heading = f"*{group.heading}*"
    return [
        section("\n".join([heading, *parts[0]])),
        *(section("\n".join(one)) for one in parts[1:]),
    ]


def _standing(one: Standing) -> str:
    """Two short lines: where it stands, and what it comes to in the three questions."""
    change = (
        f" {one.arrow} {one.change}" if one.arrow not in ("", "–") else f" {one.arrow}".rstrip()
    )
    well = say("all.cell_well", told=_cell(one.how_well))
    difference = say("all.cell_difference", told=_cell(one.difference))
    cells = f"{one.how_much.value} · {well} · {difference}"
    label = safe(one.name, LONGEST_LABEL)
    return f"{chip(one.overall)} *{label}*: {one.word}{change}\n{safe(cells, LONGEST_ASIDE)}"


def _cell(cell: Cell) -> str:
    sign = f" {cell.sign.letter}" if cell.sign and cell.base else ""
    is_of_others = cell.who and cell.perspective is not Perspective.CHILD
    whose = f" {cell.who}" if is_of_others else ""
    return f"{cell.value}{sign}{whose}"


def _nothing(made: Dashboard) -> list[Block]:
    if not made.without:
        return []
    return [small(safe(made.too_few, LONGEST_SECTION))]


def _areas(made: Dashboard) -> list[Block]:
    """A list to choose from in place of nineteen buttons, so that it stays one screen."""
    groups = [
        OptionGroup(
            label=plain(group.heading, LONGEST_OPTION),
            options=[_option(made, one) for one in group.standings[:MOST_OPTIONS]],
        )
        for group in made.groups
    ]
    if not groups:
        return []
    select = StaticSelectElement(
        action_id=OPEN, placeholder=plain(say("all.open")), option_groups=groups
    )
    return [ActionsBlock(elements=[select])]


def _option(made: Dashboard, one: Standing) -> Option:
    which = WhichDigest(area=one.area, period=made.period, audience=made.audience)
    return Option(text=plain(one.label, LONGEST_OPTION), value=which.model_dump_json())
