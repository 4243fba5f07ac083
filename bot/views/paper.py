"""What the QA team sees of a Board paper: how far it is, and the forms that fill it in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from analysis.paper.texts import LONGEST_TEXT, NAMES, OF_AN_AREA, Part
from analysis.phrases import period_label, shortened, some_of
from bot.views.pieces import button, buttons, escaped, modal, plain, section, sections, small
from bot.wording import papers as words
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.values import AreaId, Value

CANCEL, CHOOSING, WRITING = "paper_cancel", "paper_choosing", "paper_writing"
WRITE = "paper_write"
PART, AREA, TEXT, NOBODY = "part", "content_area", "text", "names_nobody"
DAY_MEANT = "day_is_meant"
MOST_PIECES = 6
LONGEST_OPTION, MOST_OPTIONS = 75, 100  # Slack's
HINTS: Mapping[Part, str] = MappingProxyType(
    {
        Part.DECISIONS: "One a line. What the rules made stays in the appendix.",
        Part.RISKS: "One a line. What the rules made of the figures stays in the appendix.",
        Part.IMPROVEMENTS: "One a line. What the rules made of the figures stays in the appendix.",
        Part.PROGRAMME: "What section 11, audits, the deep dive and reports under scrutiny found.",
        Part.STORY: "What lies behind these figures: what pushes them up, what holds them down.",
        Part.PARTNERS: "Which agencies and others have a part to play, by name of the agency.",
        Part.WORKS: "What has been shown to work, here or elsewhere, and at no or little cost.",
        Part.PLAN: "One action a line: what | who, by role | by when | which measure should move.",
    }
)


class Place(Value):
    """Where in a paper a form writes. *seen* is how many versions whoever writes knew of."""

    period: str
    part: Part
    area: AreaId | None = None
    seen: int = 0


def making(sentence: str, period: Period) -> list[Block]:
    return [section(sentence), buttons(button("Cancel", CANCEL, str(period)))]


def ended(sentence: str) -> list[Block]:
    return [section(sentence)]


def asks_to_write(sentence: str, period: Period) -> list[Block]:
    """The message to whoever is asked. It carries nobody's words."""
    return [
        section(escaped(sentence)),
        buttons(button("Write in the paper", WRITE, str(period), style="primary")),
    ]


def choosing_form(
    areas: Sequence[ContentArea],
    period: Period,
    notes: Sequence[str] = (),
    *,
    of_paper: bool = True,
) -> View:
    """*notes* say until when, and what is missing. Not *of_paper*, only about these areas."""
    parts = Part if of_paper else OF_AN_AREA
    return modal(
        "Write in the paper",
        [
            section(f"The Board paper of {period_label(period)}."),
            *sections(escaped(note) for note in notes),
            _select(PART, "Which part", [(part.value, NAMES[part]) for part in parts]),
            _select(
                AREA,
                "Content area",
                [(area.id, area.label) for area in areas],
                hint=f"Only for: {', '.join(NAMES[part].lower() for part in OF_AN_AREA)}.",
            ),
        ],
        callback=CHOOSING,
        submit="Go on",
        close="Cancel",
        metadata=str(period),
    )


def writing_form(
    place: Place,
    area: str,
    text: str,
    notes: Sequence[str] = (),
    *,
    perhaps: Sequence[str] = (),
    over: Sequence[int] = (),
    ticked: Collection[str] = (),
) -> View:
    """With the *text* that stands there now, and *notes* about it.

    *perhaps* are pieces of it that may name somebody: names of people have no place in a paper.
    *over* are the actions that were due before today. *ticked* is what was said of either already.
    """
    where = f" · {escaped(area)}" if area else ""
    return modal(
        "Write in the paper",
        [
            section(f"*{NAMES[place.part]}*{where}"),
            *(_is_it_a_name(perhaps, ticked) if perhaps else ()),
            *(_is_it_meant(over, ticked) if over else ()),
            InputBlock(
                block_id=TEXT,
                label=plain("Text"),
                hint=plain(HINTS[place.part]),
                element=PlainTextInputElement(
                    action_id="text",
                    multiline=True,
                    max_length=LONGEST_TEXT,
                    initial_value=text[:LONGEST_TEXT] or None,
                ),
            ),
            *(small(note) for note in notes),
            small("Please name roles and agencies, never a person. Every version is kept."),
        ],
        callback=WRITING,
        submit="Keep",
        close="Cancel",
        metadata=place.model_dump_json(),
    )


def _is_it_a_name(perhaps: Sequence[str], ticked: Collection[str]) -> Iterator[Block]:
    """Asked where it is read, above the text, of whoever wrote it."""
    pieces = some_of([f"“{shortened(piece)}”" for piece in perhaps], MOST_PIECES)
    yield section(escaped(words.is_it_a_name(pieces)))
    question = "Does it name a person, or tell where one lives?"
    yield _tick(NOBODY, question, words.names_nobody(), is_ticked=NOBODY in ticked)


def _is_it_meant(over: Sequence[int], ticked: Collection[str]) -> Iterator[Block]:
    yield section(words.long_over(over))
    question = "Is a day in the past meant?"
    yield _tick(DAY_MEANT, question, words.day_is_meant(), is_ticked=DAY_MEANT in ticked)


def _tick(block: str, question: str, answer: str, *, is_ticked: bool) -> InputBlock:
    options = [Option(value=block, text=plain(answer))]
    return InputBlock(
        block_id=block,
        label=plain(question),
        optional=True,
        element=CheckboxesElement(
            action_id="choices", options=options, initial_options=options if is_ticked else None
        ),
    )


def _select(
    block: str, label: str, choices: list[tuple[str, str]], *, hint: str = ""
) -> InputBlock:
    """Optional when it has a hint that says when it is needed."""
    options = [
        Option(value=value, text=plain(name, LONGEST_OPTION))
        for value, name in choices[:MOST_OPTIONS]
    ]
    return InputBlock(
        block_id=block,
        label=plain(label),
        optional=bool(hint),
        hint=plain(hint) if hint else None,
        element=StaticSelectElement(action_id="choice", options=options),
    )
