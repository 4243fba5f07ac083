"""Quotes, in modals only: what could be one, for two people to approve; and what was approved."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    Option,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from analysis.digest.quotes import Shown
from analysis.disclosure.suppression import RULES, Audience
from analysis.phrases import period_label
from analysis.reading.codebook import Codebook
from analysis.wording import say
from bot.reading.quotes_at_hand import Candidate, Desk
from bot.views.pieces import button, buttons, divider, escaped, modal, plain, quoted, section, small
from bot.wording.quotes import NOTHING, WHY, chosen, counted, speaker, standing
from surveys.periods import Period
from surveys.quote import Chosen, Scope, Why
from surveys.values import AreaId, Value

BOARD, PUBLIC, NOT_USED = "quote_for_board", "quote_for_public", "quote_not_used"
TAKE_BACK, TURN, TURN_ON = "quote_take_back", "quotes_turn", "quotes_turn_on"
READ = "quotes_read"
ON_A_PAGE = 8
BETWEEN = " "  # what stands in a value that is chosen: the reason, then the quote


class WhichQuotes(Value):
    """What the modal carries along."""

    area: AreaId
    period: str
    page: int = 0


def opening_view() -> View:
    """Shown at once, because choosing may take longer than Slack waits."""
    return modal(say("title.quotes"), [section(say("quotes.opening"))])


def desk_view(desk: Desk, codebook: Codebook, page: int = 0, note: str = "") -> View:
    """What waits for a second person first, then what is new, then what was decided."""
    page = min(page, max(0, len(desk.candidates) - 1) // ON_A_PAGE)
    shown = desk.candidates[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    which = WhichQuotes(area=desk.area.id, period=str(desk.period), page=page)
    title = f"*{escaped(desk.area.label)}*, {period_label(desk.period)}"
    blocks: list[Block] = [section(title), small(counted(desk.candidates))]
    blocks += [section(note)] if note else []
    blocks += [] if desk.candidates else [section(NOTHING)]
    for one in shown:
        blocks += [divider(), *_candidate(one, codebook)]
    blocks += _turning(desk, page)
    return modal(say("title.quotes"), blocks, metadata=which.model_dump_json())


def quotes_view(title: str, period: Period, quotes: Sequence[Shown]) -> View:
    """What was approved, behind the button of a digest."""
    blocks: list[Block] = [section(f"*{escaped(title)}*, {period_label(period)}")]
    for heading, rare in ((say("quotes.say"), False), (say("quotes.rare"), True)):
        some = [one for one in quotes if (one.chosen is Chosen.RARE) is rare]
        blocks += [divider(), section(f"*{heading}*")] if some else []
        blocks += [
            section(f"{quoted(one.text)}\n{speaker(one.perspective)}, {chosen(one.chosen)}")
            for one in some
        ]
    blocks += [] if quotes else [section(say("quotes.none"))]
    blocks.append(small(say("quotes.approved")))
    return modal(say("title.quotes"), blocks)


def _candidate(one: Candidate, codebook: Codebook) -> list[Block]:
    theme = codebook.theme(one.quote.theme) if one.quote.theme else None
    about = f", on “{escaped(theme.label)}”" if theme else ""
    heard = f" ({_few(one.speakers)} of {one.of_all} speak of it)" if one.of_all else ""
    public = "the public" if Scope.PUBLIC in one.scopes else "the Board"
    return [
        section(quoted(one.text)),
        small(
            f"{speaker(one.perspective)} · {chosen(one.quote.chosen)}{about}{heard} · "
            f"agreed to be quoted to {public}"
        ),
        small(standing(one)),
        *_deciding(one),
    ]


def _few(speakers: int) -> str:
    """Nobody and a few look the same."""
    smallest = RULES[Audience.ANALYST].smallest_count
    return str(speakers) if speakers >= smallest else f"fewer than {smallest}"


def _deciding(one: Candidate) -> list[Block]:
    quote = one.quote
    elements: list[ButtonElement | StaticSelectElement] = []
    if not one.own:
        elements.append(button("For the Board", BOARD, quote.id, style="primary"))
        if Scope.PUBLIC in one.scopes:
            elements.append(button("For the public too", PUBLIC, quote.id))
    if quote.approvals:
        elements.append(button("Take back", TAKE_BACK, quote.id))
    if not quote.is_refused:
        elements.append(_not_used(quote.id))
    return [ActionsBlock(elements=elements, block_id=f"decide {quote.id}")] if elements else []


def _not_used(quote: str) -> StaticSelectElement:
    options = [
        Option(text=plain(text, 75), value=f"{why.value}{BETWEEN}{quote}")
        for why, text in WHY.items()
    ]
    return StaticSelectElement(
        action_id=NOT_USED, placeholder=plain("Not to be used"), options=options
    )


def _turning(desk: Desk, page: int) -> list[Block]:
    turns = []
    if page:
        turns.append(button("Before", TURN, str(page - 1)))
    if len(desk.candidates) > (page + 1) * ON_A_PAGE:
        turns.append(button("Next", TURN_ON, str(page + 1)))
    return [buttons(*turns, block="turn")] if turns else []


def reason_of(chosen: str) -> tuple[Why, str]:
    """The reason and the quote that it is about."""
    why, _, quote = chosen.partition(BETWEEN)
    return Why(why), quote
