"""The forms of a review: coding blind, changing, splitting, settling, marks, leaving out.

Slack keeps what was entered in a field while a form is updated, so each field is named after the
comment that it is about: nothing that was chosen for one is ever there for the next.
"""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, InputBlock
from slack_sdk.models.views import View

from analysis.phrases import sentence
from analysis.reading.codebook import Codebook
from analysis.redaction.personal_data import MARKS as PERSONAL
from bot.reading.review_desk import Desk, Marks, Piece, Shown, pieces, places_to_cut
from bot.views.answer_form import copyable
from bot.views.inputs import boxes, one_of, radios, some_of, typed
from bot.views.pieces import button, buttons, modal, section, sections, small
from bot.views.review import BACK, BEGIN, MARKS, TITLE, about, acts_beside, head, labels, looks
from bot.wording import reviews as words
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
AS_ITS_SENTENCES, AS_IT_WAS_READ = "as_sentences", "as_read"

MOST_SENTENCES = 25
MOST_CHOICES = 1200  # in one form, so that it stays far below what Slack takes
MOST_BOXES = 10  # Slack shows no more in one group
MOST_IN_BOXES = 20  # themes; beyond, a list to search in is quicker
MOST_WORDS = 22  # pieces of a comment's words, of 3,000 characters each, beside a form
MOST_PLACES = 10  # to split at; more are not read
BESIDE_A_CUT = 30  # characters
LONGEST_MISSED = 80  # characters


def field(desk: Desk, name: str, number: int = 0) -> str:
    """The name of a field: of this comment, in these words and these pieces, and of no other."""
    return f"{name}-{number}-{desk.seen}-{len(desk.cuts)}"


def blind_view(shown: Shown, codebook: Codebook, goal: int) -> View:
    """To be coded before anybody says how the machine, or a colleague, read it.

    Also what the machine could not read: there is nothing to agree with.
    """
    assert shown.comment is not None
    blocks = [
        *head(shown, goal),
        *about(shown.comment),
        *looks(shown),
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
    proposed = shown.review.proposed
    read = proposed.read if proposed else None
    found = [f"*One read:* {_read(both[0], codebook)}", f"*The other:* {_read(both[1], codebook)}"]
    if proposed:
        found.append(f"*A colleague would settle on:* {_read(proposed, codebook)}")
    leaning = both[0].read.sentiment if same else None
    blocks = [
        *head(shown, goal),
        *about(shown.comment),
        *copyable(shown.comment.text)[:MOST_WORDS],
        section("\n".join(found)),
        small(words.CONFIRM if proposed else words.SETTLE),
        *_coding_fields(
            shown.desk,
            codebook,
            read.sentiment if read else leaning,
            read.themes if read else tuple(alike),
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
    every = places_to_cut(shown.reading)
    places = every[:MOST_PLACES]
    back = buttons(button("Back", BACK), block="back")
    if not places:
        return modal(
            TITLE,
            [section("There is only one word, so nothing can be split."), back],
            metadata=shown.desk.model_dump_json(),
        )
    blocks = [
        *copyable(text)[:MOST_WORDS],
        some_of(
            field(shown.desk, CUTS),
            "Where does another view begin?",
            {str(place): _beside(text, place) for place in places},
            placeholder="Choose one or more places",
            optional=False,
        ),
        *([small(words.FIRST_PLACES.format(MOST_PLACES))] if len(every) > MOST_PLACES else []),
        back,
    ]
    return _form(blocks, SPLITTING, "Split", shown.desk)


def marks_view(shown: Shown, before: Marks | None = None) -> View:
    """A mark that is missing, and marks that stand for nothing personal.

    *before* is what was filled in, for somebody who came back to it.
    """
    assert shown.comment is not None
    text = shown.comment.text
    needless = _needless(text)
    blocks = [
        *copyable(text)[:MOST_WORDS],
        typed(
            field(shown.desk, MISSED),
            "Words that must not be here",
            LONGEST_MISSED,
            initial=before.words if before else "",
            hint="As they stand above. A mark takes their place. You are asked once more.",
            optional=True,
        ),
        one_of(
            field(shown.desk, KIND),
            "What they are",
            {mark: sentence(mark.strip("[]")) for mark in PERSONAL.values()},
            before.mark if before else PERSONAL["name"],
        ),
    ]
    if needless:
        blocks.append(
            boxes(
                field(shown.desk, NEEDLESS),
                "Marks that stand for nothing personal",
                needless,
                [str(number) for number in before.needless] if before else (),
                hint="What stood there can't come back. It is noted, to teach redaction.",
            )
        )
    blocks.append(buttons(button("Back", BACK), block="back"))
    return _form(blocks, MARKING, "Next", shown.desk.model_copy(update={"marks": None}))


def sure_view(shown: Shown, marks: Marks, after: str) -> View:
    """What will be taken out and noted, and the text as it will be *after*: asked once.

    Of the same name as the form before: sent while Heard is away, it is not finished.
    """
    assert shown.comment is not None
    noted = [
        told
        for number, told in _needless(shown.comment.text).items()
        if int(number) in marks.needless
    ]
    blocks: list[Block] = []
    if marks.words:
        blocks += [
            section(words.taken_out(marks.words, marks.mark)),
            *copyable(after)[:MOST_WORDS],
            section(words.FOR_GOOD),
        ]
    if noted:
        blocks.append(section(words.needless(noted)))
    blocks.append(buttons(button("Back", MARKS), block="back"))
    desk = shown.desk.model_copy(update={"marks": marks})
    return _form(blocks, MARKING, "Take out" if marks.words else "Note it", desk)


def leave_view(shown: Shown) -> View:
    blocks = [
        section("It leaves every figure and every list of comments. You can take that back."),
        radios(
            field(shown.desk, WHY),
            "Why is it not for analysis?",
            {why.value: told for why, told in words.WHY.items()},
        ),
        buttons(button("Back", BACK), block="back"),
    ]
    return _form(blocks, LEAVING, "Leave it out", shown.desk)


def agreement_view(lines: Sequence[str], desk: Desk, machine: Sequence[str] = ()) -> View:
    """How far two who coded apart agree, theme by theme; then the *machine* and the sample."""
    told = lines or ("Nothing has been coded by two people yet.",)
    drawn = machine or ("Fewer than twenty have been read again yet.",)
    blocks = [
        small("What two people coded apart. 1 is full agreement, 0 is chance."),
        *sections(told[:45]),
        small("How well the machine finds each theme, in the comments that were drawn by lot."),
        *sections(drawn[:45]),
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
    leaning = radios(
        field(desk, SENTIMENT),
        "How does it lean?",
        {one.value: words.SENTIMENTS[one] for one in Sentiment},
        sentiment or "",
        hint="Toward the help or the system it speaks of, not toward the topic.",
    )
    return [leaning, *_theme_fields(desk, codebook, chosen)]


def _theme_fields(desk: Desk, codebook: Codebook, chosen: tuple[Slug, ...]) -> list[Block]:
    if len(codebook.themes) > MOST_IN_BOXES:
        return [_themes(field(desk, THEMES), codebook, chosen)]
    blocks: list[Block] = []
    for number, start in enumerate(range(0, len(codebook.themes), MOST_BOXES)):
        themes = codebook.themes[start : start + MOST_BOXES]
        blocks.append(
            boxes(
                field(desk, THEMES, number),
                "Themes, as many as it speaks of" if number == 0 else "More themes",
                {one.id: one.label for one in themes},
                chosen,
                beside={one.id: one.description for one in themes},
            )
        )
    return blocks


def _fields_of(one: Piece, number: int, desk: Desk, codebook: Codebook) -> list[Block]:
    leanings = {s.value: words.SENTIMENTS[s] for s in Sentiment if s is not Sentiment.MIXED}
    return [
        one_of(field(desk, SENTIMENT, number), one.text, leanings, one.sentence.sentiment),
        _themes(field(desk, THEMES, number), codebook, one.sentence.themes),
    ]


def _themes(block: str, codebook: Codebook, chosen: tuple[Slug, ...]) -> InputBlock:
    told = {theme.id: theme.label for theme in codebook.themes}
    return some_of(block, "Themes", told, chosen, placeholder="No theme")


def _whole(shown: Shown) -> InputBlock:
    """As the machine read it, unless somebody says otherwise, of it or of how a sentence leans.

    A form can't tell meanwhile what was chosen in it, so the choice says what stands either way.
    """
    assert shown.reading is not None
    read = words.SENTIMENTS[shown.reading.sentiment]
    told = {
        AS_IT_WAS_READ: f"{read}, if no sentence is changed",
        AS_ITS_SENTENCES: "As its sentences say",
    }
    told |= {one.value: words.SENTIMENTS[one] for one in Sentiment}
    label = "The comment as a whole"
    return one_of(field(shown.desk, WHOLE), label, told, AS_IT_WAS_READ, hint=words.OF_THE_WHOLE)


def _read(one: PersonCoding, codebook: Codebook) -> str:
    return f"{words.SENTIMENTS[one.read.sentiment]} · {labels(one.read.themes, codebook)}"


def _needless(text: str) -> dict[str, str]:
    """The marks that can be told to be needless, each with what stands beside it."""
    marks = list(MARK.finditer(text))[:MOST_BOXES]
    return {str(number): _beside(text, one.start(), " ") for number, one in enumerate(marks)}


def _beside(text: str, place: int, between: str = " | ") -> str:
    """The whole words on both sides; of one endless word, a piece."""
    before, after = " ".join(text[:place].split()), " ".join(text[place:].split())
    if len(before) > BESIDE_A_CUT:
        kept = before[-BESIDE_A_CUT - 1 :]
        before = f"…{kept.partition(' ')[2] or kept[1:]}"
    if len(after) > BESIDE_A_CUT:
        kept = after[: BESIDE_A_CUT + 1]
        after = f"{kept.rpartition(' ')[0] or kept[:-1]}…"
    return f"{before}{between}{after}".strip()
