"""What people see of what is good: the list, one content area, one statement's life."""

from collections.abc import Mapping, Sequence
from datetime import date

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    Option,
    OptionGroup,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from analysis.phrases import sentence
from analysis.wording import say
from bot.views.pieces import (
    button,
    buttons,
    divider,
    escaped,
    header,
    modal,
    plain,
    quoted,
    section,
    small,
)
from bot.wording import good as words
from bot.wording.people import hand
from surveys.framework import (
    ContentArea,
    Framework,
    GoodStatement,
    Tier,
    Wording,
)
from surveys.good import Lives
from surveys.statement import Agreed, Consulted, LivingStatement
from surveys.values import StatementId

AREA, LIFE = "good_area", "good_life"
EDIT, CONSULT, AGREE, TARGET, TAKE_BACK = (
    "good_edit",
    "good_consult",
    "good_agree",
    "good_target",
    "good_take_back",
)
LONGEST_OPTION = 75
MOST_STATEMENTS = 20
MOST_STEPS = 40
MOST_FIGURES = 8


# The list and one content area


def overview(framework: Framework, lives: Lives, today: date) -> list[Block]:
    """Every content area with how far its statements have come, and a way to each."""
    parts: list[Block] = [header(say("good.title"))]
    for tier in Tier:
        areas = [area for area in framework.areas if area.tier is tier]
        lines = [_line(area, lives, today) for area in areas]
        if lines:
            parts.append(section("\n".join([f"*{words.tier_in_short(tier)}*", *lines])))
    return [*parts, _choice(framework)]


def _line(area: ContentArea, lives: Lives, today: date) -> str:
    told = say("area.counted", area=escaped(area.label), counted=words.counted(area, lives))
    return told if area.is_active(today) else say("area.idle", told=told)


def _choice(framework: Framework) -> SectionBlock:
    groups = [
        OptionGroup(
            label=plain(words.tier_in_short(tier), LONGEST_OPTION),
            options=[
                Option(value=area.id, text=plain(area.label, LONGEST_OPTION)) for area in areas
            ],
        )
        for tier in Tier
        if (areas := [area for area in framework.areas if area.tier is tier])
    ]
    select = StaticSelectElement(
        action_id=AREA, placeholder=plain(say("picker.area")), option_groups=groups
    )
    return SectionBlock(text=say("good.look_at"), accessory=select)


def area_view(
    area: ContentArea,
    framework: Framework,
    lives: Mapping[StatementId, LivingStatement],
    today: date,
    *,
    note: str,
    figures: Mapping[StatementId, Sequence[str]] | None = None,
) -> View:
    """*figures* are the actual picture beside each statement; *note* says whose, or why none."""
    why, *facts = words.about(area, framework, today)
    blocks: list[Block] = [
        header(area.label),
        section(escaped(why)),
        small(escaped("\n".join(facts))),
    ]
    for good in area.good[:MOST_STATEMENTS]:
        blocks += _statement(good, lives[good.id], today, figures)
    if len(area.good) > MOST_STATEMENTS:
        more = len(area.good) - MOST_STATEMENTS
        blocks.append(small(say("good.more", number=more, area=area.id)))
    return modal(say("title.good"), [*blocks, divider(), small(escaped(note))])


def _statement(
    good: GoodStatement,
    living: LivingStatement,
    today: date,
    figures: Mapping[StatementId, Sequence[str]] | None,
) -> list[Block]:
    agreed = living.agreed_on(today)
    wording = living.wording_on(today, agreed.text if agreed else "")
    told = [f"*{words.name(good)}*", escaped(wording.text)]
    if wording.for_children:
        told.append(say("good.plainly", text=escaped(wording.for_children)))
    words_of_it = section("\n".join(told), button=button(say("button.history"), LIFE, good.id))
    words_of_it.block_id = good.id
    blocks: list[Block] = [
        divider(),
        words_of_it,
        small(escaped("\n".join(words.standing(living, today)))),
    ]
    if figures is not None:
        lines = [f"• {escaped(line)}" for line in figures.get(good.id, ())[:MOST_FIGURES]]
        blocks.append(section("\n".join(lines or [words.no_figures()])))
    return blocks


# One statement's life


def life_view(
    good: GoodStatement, living: LivingStatement, today: date, *, may_change: bool, note: str = ""
) -> View:
    """Its words, how they stand, everything that befell them, and what the QA team may do."""
    blocks: list[Block] = [*([section(escaped(note))] if note else [])]
    blocks += [section(_words(good, living.wording)), *_stands(living, today)]
    if may_change:
        blocks.append(buttons(*_offered(living)))
    blocks += [divider(), section(say("good.life"))]
    told = words.history(living)
    blocks += [section(_happened(one)) for one in told[:MOST_STEPS]]
    if len(told) > MOST_STEPS:
        blocks.append(small(say("good.earlier", number=len(told) - MOST_STEPS)))
    return modal(good.id, blocks, metadata=good.id)


def _words(good: GoodStatement, wording: Wording) -> str:
    told = [f"*{words.name(good)}*", quoted(wording.text)]
    told += [f"_{whom}:_ {escaped(text)}" for whom, text in words.said_to(wording)]
    return "\n".join(told)


def _stands(living: LivingStatement, today: date) -> list[Block]:
    return [small(escaped(line)) for line in words.standing(living, today)]


def _offered(living: LivingStatement) -> list[ButtonElement]:
    """What may follow, the next step first."""
    now = living.now
    label = say("button.propose" if now.agreed else "button.edit")
    wording = button(label, EDIT, living.id)
    consult = button(say("button.consult"), CONSULT, living.id)
    agree = button(say("button.agree"), AGREE, living.id)
    target = button(say("button.target"), TARGET, living.id)
    offered = [wording] if now.agreed else [wording, consult, agree]
    offered += [target] if living.agreements else []
    if any(isinstance(step, Consulted | Agreed) for step in living.standing):
        offered.append(button(say("button.take_back"), TAKE_BACK, living.id))
    return offered


def _happened(one: words.Happened) -> str:
    noted = f"{sentence(one.noted)}."
    if one.by:
        noted = say("good.noted", day=one.noted, by=hand(one.by))
    since = f" *{one.since}*" if one.since else ""
    return f"*{escaped(one.what)}*\n{escaped(one.said)}\n_{noted}_{since}"
