"""The forms of a review: coding blind, changing, splitting, settling, marks, leaving out.

Slack keeps what was entered in a field while a form is updated, so each field is named after the
comment that it is about: nothing that was chosen for one is ever there for the next.
"""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from analysis.reading.codebook import Codebook, Theme
from analysis.redaction.personal_data import MARKS as PERSONAL
from bot import review_words as words
from bot.payloads import ANSWER
from bot.review_desk import Desk, Piece, Shown, pieces, places_to_cut
from bot.views.answer_form import copyable
from bot.views.pieces import button, buttons, modal, plain, section, sections, small
from bot.views.review import BACK, BEGIN, TITLE, about, acts_beside, head, labels
from surveys.coding import Sentiment
from surveys.marks import MARK
from surveys.review import PersonCoding
from surveys.values import Slug

CODE, CHANGING, SPLITTING, SETTLING = (
    "review_code",
    "review_changing",
    "review_splitting",
    "review_settling",
)
MARKING, LEAVING = "review_marking", "review_leaving"
SENTIMENT, THEMES, WHOLE, WHY = "sentiment", "themes", "whole", "why"
CUTS, MISSED, KIND, NEEDLESS = "cuts", "missed", "kind", "needless"
AS_ITS_SENTENCES = "as_sentences"

MOST_SENTENCES = 25
MOST_CHOICES = 1200  # in one form, so that it stays far below what Slack takes
MOST_BOXES = 10  # Slack shows no more in one group
MOST_IN_BOXES = 20  # themes; beyond, a list to search in is quicker
MOST_OPTIONS = 100
LONGEST_OPTION = 75
LONGEST_LABEL = 2000
MOST_WORDS = 22  # pieces of a comment's words, of 3,000 characters each, beside a form
BESIDE_A_CUT = 30  # characters


def field(desk: Desk, name: str, number: int = 0) -> str:
    """The name of a field: of this comment, in these words and these pieces, and of no other."""
    return f"{name}-{number}-{desk.seen}-{len(desk.cuts)}"


def blind_view(shown: Shown, codebook: Codebook, goal: int) -> View:
    """To be coded before anybody says how the machine, or a colleague, read it."""
    assert shown.comment is not None
    blocks = [
        *head(shown, goal),
        *about(shown.comment),
        *copyable(shown.comment.text)[:MOST_WORDS],
        *_coding_fields(shown.desk, codebook),
        *acts_beside(shown),
    ]
    return _form(blocks, CODE, "Save and next", shown.desk)


def settle_view(shown: Shown, codebook: Codebook, goal: int) -> View:
    """What two read apart, without who, and what they agree on."""
    assert shown.comment is not None
    assert shown.review is not None
    both = shown.review.disagreement
    assert both is not None
    alike = set(both[0].read.themes) & set(both[1].read.themes)
    same = both[0].read.sentiment == both[1].read.sentiment
    blocks = [
        *head(shown, goal),
        *about(shown.comment),
        *copyable(shown.comment.text)[:MOST_WORDS],
        section(f"*One read:* {_read(both[0], codebook)}\n*The other:* {_read(both[1], codebook)}"),
        small("Talk it over, then record what you agree on. It outranks both; both are kept."),
        *_coding_fields(
            shown.desk, codebook, both[0].read.sentiment if same else None, tuple(alike)
        ),
        buttons(button("Back to the queue", BEGIN), block="elsewhere"),
    ]
    return _form(blocks, SETTLING, "Settle and next", shown.desk)


def change_view(shown: Shown, codebook: Codebook, goal: int) -> View:
    """Sentence by sentence, as the machine read it until somebody says otherwise."""
    assert shown.comment is not None
    assert shown.reading is not None
    found = pieces(shown.reading, shown.desk.cuts)
    blocks = [*head(shown, goal), *about(shown.comment)]
    most = min(MOST_SENTENCES, MOST_CHOICES // len(codebook.themes))
    for number, one in enumerate(found[:most]):
        blocks += _fields_of(one, number, shown.desk, codebook)
    if len(found) > most:
        blocks.append(small("What follows stays as the machine read it."))
    blocks += [_whole(shown), buttons(button("Back", BACK), block="back")]
    return _form(blocks, CHANGING, "Save and next", shown.desk)


def split_view(shown: Shown) -> View:
    """Where one sentence holds two views."""
    assert shown.reading is not None
    text = shown.reading.redacted
    options = [
        Option(text=plain(_beside(text, place), LONGEST_OPTION), value=str(place))
        for place in places_to_cut(shown.reading)[:MOST_OPTIONS]
    ]
    back = buttons(button("Back", BACK), block="back")
    if not options:
        return modal(
            TITLE,
            [section("There is only one word, so nothing can be split."), back],
            metadata=shown.desk.model_dump_json(),
        )
    blocks = [
        *copyable(text)[:MOST_WORDS],
        InputBlock(
            block_id=field(shown.desk, CUTS),
            label=plain("Where does another view begin?"),
            element=StaticMultiSelectElement(
                action_id=ANSWER, placeholder=plain("Choose one or more places"), options=options
            ),
        ),
        back,
    ]
    return _form(blocks, SPLITTING, "Split", shown.desk)


def marks_view(shown: Shown, note: str = "") -> View:
    """A mark that is missing, and marks that stand for nothing personal."""
    assert shown.comment is not None
    text = shown.comment.text
    needless = [
        Option(text=plain(_beside(text, one.start()), LONGEST_OPTION), value=str(number))
        for number, one in enumerate(MARK.finditer(text))
    ][:MOST_BOXES]
    blocks = [
        *sections([note] if note else []),
        *copyable(text)[:MOST_WORDS],
        InputBlock(
            block_id=field(shown.desk, MISSED),
            label=plain("Words that must not be here"),
            hint=plain("As they stand above. A mark takes their place, for good."),
            optional=True,
            element=PlainTextInputElement(action_id=ANSWER, max_length=80),
        ),
        _select(
            field(shown.desk, KIND),
            "What they are",
            {mark: mark.strip("[]").capitalize() for mark in PERSONAL.values()},
            PERSONAL["name"],
        ),
    ]
    if needless:
        blocks.append(
            InputBlock(
                block_id=field(shown.desk, NEEDLESS),
                label=plain("Marks that stand for nothing personal"),
                hint=plain("What stood there can't come back. It is noted, to teach redaction."),
                optional=True,
                element=CheckboxesElement(action_id=ANSWER, options=needless),
            )
        )
    blocks.append(buttons(button("Back", BACK), block="back"))
    return _form(blocks, MARKING, "Correct", shown.desk)


def leave_view(shown: Shown) -> View:
    blocks = [
        section("It leaves every figure and every list of comments. You can take that back."),
        InputBlock(
            block_id=field(shown.desk, WHY),
            label=plain("Why is it not for analysis?"),
            element=RadioButtonsElement(
                action_id=ANSWER,
                options=[
                    Option(text=plain(told, LONGEST_OPTION), value=why.value)
                    for why, told in words.WHY.items()
                ],
            ),
        ),
        buttons(button("Back", BACK), block="back"),
    ]
    return _form(blocks, LEAVING, "Leave it out", shown.desk)


def agreement_view(lines: Sequence[str], desk: Desk) -> View:
    """How far two who coded apart agree, theme by theme."""
    told = lines or ("Nothing has been coded by two people yet.",)
    blocks = [
        small("What two people coded apart. 1 is full agreement, 0 is chance."),
        *sections(told[:90]),
        buttons(button("Back to the queue", BEGIN), block="elsewhere"),
    ]
    return modal("Agreement", blocks, metadata=desk.model_dump_json())


def _form(blocks: Sequence[Block], callback: str, submit: str, desk: Desk) -> View:
    return modal(
        TITLE,
        blocks,
        callback=callback,
        submit=submit,
        close="Stop",
        metadata=desk.model_dump_json(),
    )


def _coding_fields(
    desk: Desk,
    codebook: Codebook,
    sentiment: Sentiment | None = None,
    chosen: tuple[Slug, ...] = (),
) -> list[Block]:
    """Sentiment and themes of a whole comment. A theme's description stands beside it."""
    options = _sentiments(Sentiment)
    leaning = InputBlock(
        block_id=field(desk, SENTIMENT),
        label=plain("How does it lean?"),
        hint=plain("Toward the help or the system it speaks of, not toward the topic."),
        element=RadioButtonsElement(
            action_id=ANSWER,
            options=options,
            initial_option=_one_of(options, sentiment) if sentiment else None,
        ),
    )
    return [leaning, *_theme_fields(desk, codebook, chosen)]


def _theme_fields(desk: Desk, codebook: Codebook, chosen: tuple[Slug, ...]) -> list[Block]:
    if len(codebook.themes) > MOST_IN_BOXES:
        return [_themes(field(desk, THEMES), "Themes", codebook, chosen)]
    blocks: list[Block] = []
    for number, start in enumerate(range(0, len(codebook.themes), MOST_BOXES)):
        options = [_described(one) for one in codebook.themes[start : start + MOST_BOXES]]
        initial = [one for one in options if one.value in chosen]
        boxes = CheckboxesElement(
            action_id=ANSWER, options=options, initial_options=initial or None
        )
        label = "Themes, as many as it speaks of" if number == 0 else "More themes"
        blocks.append(
            InputBlock(
                block_id=field(desk, THEMES, number),
                label=plain(label),
                optional=True,
                element=boxes,
            )
        )
    return blocks


def _described(theme: Theme) -> Option:
    return Option(
        text=plain(theme.label, LONGEST_OPTION),
        description=plain(theme.description, LONGEST_OPTION),
        value=theme.id,
    )


def _fields_of(one: Piece, number: int, desk: Desk, codebook: Codebook) -> list[Block]:
    options = _sentiments(s for s in Sentiment if s is not Sentiment.MIXED)
    leaning = StaticSelectElement(
        action_id=ANSWER,
        options=options,
        initial_option=_one_of(options, one.sentence.sentiment),
    )
    return [
        InputBlock(
            block_id=field(desk, SENTIMENT, number),
            label=plain(one.text, LONGEST_LABEL),
            element=leaning,
        ),
        _themes(field(desk, THEMES, number), "Themes", codebook, one.sentence.themes),
    ]


def _themes(block: str, label: str, codebook: Codebook, chosen: tuple[Slug, ...]) -> InputBlock:
    options = [
        Option(text=plain(theme.label, LONGEST_OPTION), value=theme.id)
        for theme in codebook.themes[:MOST_OPTIONS]
    ]
    initial = [one for one in options if one.value in chosen]
    return InputBlock(
        block_id=block,
        label=plain(label),
        optional=True,
        element=StaticMultiSelectElement(
            action_id=ANSWER,
            placeholder=plain("No theme"),
            options=options,
            initial_options=initial or None,
        ),
    )


def _whole(shown: Shown) -> InputBlock:
    told = {AS_ITS_SENTENCES: "As its sentences say"}
    told |= {one.value: words.SENTIMENTS[one] for one in Sentiment}
    return _select(field(shown.desk, WHOLE), "The comment as a whole", told, AS_ITS_SENTENCES)


def _select(block: str, label: str, told: dict[str, str], chosen: str) -> InputBlock:
    options = [Option(text=plain(text, LONGEST_OPTION), value=key) for key, text in told.items()]
    element: InputInteractiveElement = StaticSelectElement(
        action_id=ANSWER,
        options=options,
        initial_option=next(one for one in options if one.value == chosen),
    )
    return InputBlock(block_id=block, label=plain(label), element=element)


def _sentiments(offered: Iterable[Sentiment]) -> list[Option]:
    return [Option(text=plain(words.SENTIMENTS[one]), value=one.value) for one in offered]


def _one_of(options: Sequence[Option], sentiment: Sentiment) -> Option:
    return next(one for one in options if one.value == sentiment.value)


def _read(one: PersonCoding, codebook: Codebook) -> str:
    return f"{words.SENTIMENTS[one.read.sentiment]} · {labels(one.read.themes, codebook)}"


def _beside(text: str, place: int) -> str:
    before = " ".join(text[max(0, place - BESIDE_A_CUT) : place].split())
    after = " ".join(text[place : place + BESIDE_A_CUT].split())
    return f"…{before} | {after}…"
