"""The board's codebook in Slack: its themes, the forms that change it, what a change moves."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from analysis.figures.codebook_shares import SharesMoved
from analysis.reading.codebook import Codebook, Theme
from analysis.reading.codebook_changes import BoardCodebook, Proposal, State
from analysis.reading.codebook_effect import Effect
from bot.payloads import ANSWER
from bot.views.codebook_changes import SEE, examples, moved, told
from bot.views.inputs import one_of, typed
from bot.views.pieces import (
    MOST_BLOCKS_IN_A_VIEW,
    button,
    buttons,
    divider,
    escaped,
    header,
    modal,
    plain,
    section,
    small,
)
from bot.wording.codebook import shares_told
from bot.wording.people import hand
from surveys.values import PersonId, Value

TITLE = "Codebook"
LIST, CHOOSE = "codebook_list", "codebook_choose"
WIDEN = "codebook_widen"
UNFITTING, NAME_GROUP, ADD_GROUP, DROP_GROUP = (
    "codebook_unfitting",
    "codebook_name_group",
    "codebook_add_group",
    "codebook_drop_group",
)
PROPOSE, RENAME, MERGE, SPLIT, RETIRE = (
    "codebook_propose",
    "codebook_rename",
    "codebook_merge",
    "codebook_split",
    "codebook_retire",
)
SIGN, DECLINE = "codebook_sign", "codebook_decline"
PROPOSING = "codebook_proposing"
LABEL, DESCRIPTION, WORDS, EXAMPLES, INTO, REASON, SIGNS = (
    "label",
    "description",
    "words",
    "examples",
    "into",
    "reason",
    "signs",
)
MOST_WORDS_SHOWN = 40
LONGEST_WORDS = LONGEST_DESCRIPTION = LONGEST_EXAMPLES = 3000
LONGEST_NAME = 300
LONGEST_REASON = 500
DOING = {
    PROPOSE: "A new theme",
    RENAME: "Rename",
    MERGE: "Merge",
    SPLIT: "Split",
    RETIRE: "Retire",
    WIDEN: "Words and examples",
}


LONGEST_OPTION = 75


class Asked(Value):
    """What a form is about. *name* is the proposal's, so that sending it twice proposes once.

    *words* are those that it begins with.
    """

    does: str
    theme: str = ""
    name: str = ""
    words: tuple[str, ...] = ()


def codebook_view(board: BoardCodebook, waiting: Sequence[Proposal], note: str = "") -> View:
    """All themes; above them what waits for a signature."""
    blocks: list[Block] = [
        header(f"{len(board.codebook.themes)} themes"),
        small(_made(board)),
        *([section(note)] if note else []),
        *(_waiting(one, board.codebook) for one in waiting),
        buttons(
            button("Propose a theme", PROPOSE, style="primary"),
            button("What no theme fits", UNFITTING),
            block="propose",
        ),
        divider(),
    ]
    room = MOST_BLOCKS_IN_A_VIEW - len(blocks) - 1
    blocks += [
        section(
            f"*{escaped(theme.label)}*\n{escaped(theme.description)}",
            button=button("Change", CHOOSE, theme.id),
        )
        for theme in board.codebook.themes[:room]
    ]
    if len(board.codebook.themes) > room:
        blocks.append(small("`heard codebook export` has them all."))
    return modal(TITLE, blocks)


def choose_view(theme: Theme) -> View:
    """One theme, and what may become of it."""
    shown = ", ".join(theme.words[:MOST_WORDS_SHOWN])
    more = len(theme.words) - MOST_WORDS_SHOWN
    told = f"{shown} and {more} more" if more > 0 else shown
    return modal(
        TITLE,
        [
            section(f"*{escaped(theme.label)}*\n{escaped(theme.description)}"),
            small(f"Words that point to it: {escaped(told)}"),
            *(small(f"For example: {escaped(one)}") for one in theme.examples),
            buttons(
                button("Rename", RENAME, theme.id),
                button("Add words or examples", WIDEN, theme.id),
                button("Merge into another", MERGE, theme.id),
                button("Split", SPLIT, theme.id),
                button("Retire", RETIRE, theme.id),
                block="does",
            ),
            buttons(button("All themes", LIST), block="back"),
        ],
    )


def change_form(asked: Asked, codebook: Codebook, signers: Mapping[PersonId, str]) -> View:
    """What is to change, why, and who is to sign it: one of *signers*, or if none is known, anyone.

    Whoever may not sign is refused when the form is sent.
    """
    theme = codebook.theme(asked.theme)
    blocks: list[Block] = [small(_explained(asked.does, theme))]
    if asked.does in (PROPOSE, SPLIT, RENAME):
        renamed = theme if asked.does == RENAME else None
        blocks += [
            typed(LABEL, "Name", LONGEST_NAME, initial=renamed.label if renamed else ""),
            typed(
                DESCRIPTION,
                "What it is about, in a sentence",
                LONGEST_DESCRIPTION,
                initial=renamed.description if renamed else "",
                multiline=True,
            ),
        ]
    if asked.does in (PROPOSE, SPLIT):
        blocks += [_words(theme, asked.words), _examples()]
    if asked.does == MERGE or (asked.does == WIDEN and not asked.theme):
        others = {one.id: one.label for one in codebook.themes if one.id != asked.theme}
        blocks.append(one_of(INTO, "Into which theme?", others, placeholder="Choose a theme"))
    if asked.does == WIDEN:
        blocks += [_words(None, asked.words, optional=True), _examples()]
    blocks += [
        typed(REASON, "Why?", LONGEST_REASON, multiline=True),
        InputBlock(
            block_id=SIGNS,
            label=plain("Who signs it?"),
            hint=plain("Another analyst, or a member of the sub-group. Heard tells them."),
            element=_signer(signers),
        ),
    ]
    return modal(
        DOING[asked.does],
        blocks,
        callback=PROPOSING,
        submit="Propose",
        close="Cancel",
        metadata=asked.model_dump_json(),
    )


def _signer(signers: Mapping[PersonId, str]) -> UserSelectElement | StaticSelectElement:
    choose = plain("Choose a person")
    if not signers:
        return UserSelectElement(action_id=ANSWER, placeholder=choose)
    options = [
        Option(text=plain(name, LONGEST_OPTION), value=person) for person, name in signers.items()
    ]
    return StaticSelectElement(action_id=ANSWER, placeholder=choose, options=options)


def proposal_view(
    proposal: Proposal,
    codebook: Codebook,
    viewer: PersonId,
    effect: Effect | None,
    note: str = "",
    *,
    shares: SharesMoved | None = None,
) -> View:
    """What would change, why, and what that would move. *effect* is None while it is worked out.

    *shares* are for who may see what is not corrected; others are told whom to ask.
    """
    blocks: list[Block] = [
        *([section(note)] if note else []),
        section(f"*{told(proposal.change, codebook)}*"),
        *examples(proposal.change),
        section(f"*Why:* {escaped(proposal.why)}"),
        small(f"Proposed by {hand(proposal.by)}, to be signed by {hand(proposal.signs)}"),
        divider(),
        section(moved(effect) if effect else "_Working out what would move …_"),
        *([section(escaped(shares_told(shares)))] if effect else []),
    ]
    if proposal.state is not State.WAITING:
        blocks.append(section(f"*It was {proposal.state.value}.*"))
    elif effect:
        blocks += _deciding(proposal, viewer)
    blocks.append(buttons(button("All themes", LIST), block="back"))
    return modal("A change", blocks)


def proposed_view(proposal: Proposal, codebook: Codebook) -> View:
    """It is kept, and who is to sign it has been told."""
    return modal(
        "A change",
        [
            section(f"*{told(proposal.change, codebook)}*"),
            section(
                f"It is proposed, and <@{proposal.signs}> is told. Nothing changes until then."
            ),
            buttons(
                button("What would it move?", SEE, proposal.id),
                button("All themes", LIST),
                block="back",
            ),
        ],
    )


def _made(board: BoardCodebook) -> str:
    if board.day is None:
        return f"As it came with the board's files. Version {board.codebook.version}."
    why = f": {escaped(board.why)}" if board.why else ""
    day = f"{board.day.day} {board.day:%B %Y}"
    return f"Codebook {board.number}, version {board.codebook.version}, since {day}{why}"


def _waiting(one: Proposal, codebook: Codebook) -> Block:
    line = f"{told(one.change, codebook)}\n_waits for {hand(one.signs)}_"
    return section(line, button=button("See", SEE, one.id))


def _explained(does: str, theme: Theme | None) -> str:
    name = f"“{escaped(theme.label)}”" if theme else ""
    return {
        PROPOSE: "The machine looks for it by these; people may code it from now on.",
        RENAME: f"{name} keeps its words, and all that was coded with it.",
        MERGE: f"Everything coded {name} counts for the other theme, which takes over its words.",
        SPLIT: f"Words named here leave {name}. What people coded with it is asked of them anew.",
        WIDEN: f"The machine looks for {name or 'the theme'} by these too; what was coded stays.",
        RETIRE: f"{name} leaves every figure. What was coded stays kept; its name isn't reused.",
    }[does]


def _deciding(proposal: Proposal, viewer: PersonId) -> list[Block]:
    found = []
    if viewer == proposal.signs:
        sure = "From now on it counts, and everything that was read is read anew."
        found = [
            button("Sign it", SIGN, proposal.id, style="primary", sure=sure),
            button("Decline", DECLINE, proposal.id),
        ]
    elif viewer == proposal.by:
        found = [button("Withdraw it", DECLINE, proposal.id)]
    return [buttons(*found, block="deciding")] if found else []


def _words(
    theme: Theme | None, initial: Sequence[str] = (), *, optional: bool = False
) -> InputBlock:
    hint = "One word or phrase a line. A * at the end of a word stands for any ending: explain*"
    if theme:
        hint = f"{hint}. Those that it has now: {', '.join(theme.words)}"
    return typed(
        WORDS,
        "Words that point to it",
        LONGEST_WORDS,
        initial="\n".join(initial),
        hint=hint,
        multiline=True,
        optional=optional,
    )


def _examples() -> InputBlock:
    return typed(
        EXAMPLES,
        "Sentences that speak of it",
        LONGEST_EXAMPLES,
        hint=(
            "One a line; ten are a good beginning. Make them up in the words that people use: what "
            "somebody wrote may have to be deleted, and the codebook is kept."
        ),
        multiline=True,
        optional=True,
    )
