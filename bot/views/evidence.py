"""Behind a digest: how each figure was made, and the comments, redacted, for those who may read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    Option,
    OptionGroup,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from analysis.digest.digest import Digest
from analysis.digest.lines import Row
from analysis.digest.narrative import flag_told
from analysis.digest.provenance import FigureEvidence
from analysis.digest.rows import LONGEST_NAME
from analysis.disclosure.suppression import RULES, Audience
from analysis.figures.figure import Figure, Flag
from analysis.phrases import number, points, range_of, sentence, within
from analysis.phrases import shortened as whole_words
from analysis.phrases import whose as whose_eyes
from analysis.wording import say
from bot.views.pieces import button, escaped, modal, plain, quoted, section, shortened, small
from surveys.coding import Sentiment
from surveys.framework import Perspective
from surveys.measure_files import library_measures
from surveys.measures import Asks, Formula, NamedAfter, Unit
from surveys.values import AreaId, Value

CHOOSE = "evidence_choose"  # the button that opens the list of figures
SHOW = "evidence_show"  # the list itself
COMMENTS = "comments_read"
TURN = "comments_turn"

COMMENTS_ON_A_PAGE = 10
LONGEST_PIECE = 2900  # of a comment in one section, as sent
MOST_QUESTIONS, MOST_WAVES, MOST_USES = 8, 12, 6
LONGEST_FACT = 200
MOST_OPTIONS = 100
LONGEST_OPTION, LONGEST_CALLED = 75, 45  # long names are cut alike, so that they stay in order


class WhichDigest(Value):
    """What a button or a modal carries along: of which digest it is, and which page is shown."""

    area: AreaId
    period: str
    audience: Audience
    page: int = 0

    @classmethod
    def of(cls, made: Digest) -> Self:
        return cls(area=made.area, period=made.period, audience=made.audience)

    def at(self, page: int) -> Self:
        return self.model_copy(update={"page": page})


@dataclass(frozen=True)
class ReadComment:
    """A redacted comment and how it was read. *writer* tells people apart, and is never shown.

    Without a *sentiment* the machine has not read it yet.
    """

    writer: str
    text: str
    sentiment: Sentiment | None = None
    themes: tuple[str, ...] = ()
    checked: bool = False


def has_comments(made: Digest) -> bool:
    """Whether the digest has a figure made from comments, and so comments to read behind it."""
    return made.audience is not Audience.PUBLIC and any(
        not one.protected for one in made.by(Formula.NET)
    )


def chooser(made: Digest) -> View:
    """All figures of the digest, to choose the one whose making is to be shown."""
    return _modal(made, [section(say("made.choose"))])


def evidence_view(made: Digest, figure: Figure, evidence: FigureEvidence) -> View:
    """How one figure was made, under the list to choose another from."""
    return _modal(made, evidence_blocks(figure, evidence), figure)


def evidence_blocks(figure: Figure, evidence: FigureEvidence) -> list[Block]:
    """How one figure was made, in a modal or a message. What is protected stays protected here."""
    title = f"*{escaped(plain_name(figure, evidence.name))}*\n`{figure.id}`"
    told = [f"*{label}:* {escaped(text)}" for label, text in facts_of(evidence)]
    return [section(title), *(section(line) for line in told), small(say("made.trace"))]


def facts_of(evidence: FigureEvidence) -> list[tuple[str, str]]:
    """What there is to know of a figure's making: pairs of a label and a plain text."""
    figure = evidence.figure
    questions = [f"“{one.text}” ({one.survey})" for one in evidence.questions]
    facts = [
        ("says", _told(evidence)),
        ("counts", f"{evidence.definition}: {evidence.formula}"),
        ("owner", evidence.reported),
        ("range", evidence.interval),
        ("against", _against(evidence)),
        ("flags", "; ".join(map(flag_told, figure.flags))),
        ("asked", _some(questions, MOST_QUESTIONS)),
        ("from", ", ".join(evidence.derived_from)),
        ("filters", "; ".join(evidence.filters)),
        ("waves", _some(evidence.waves, MOST_WAVES)),
        ("fingerprint", evidence.row_set or say("made.no_fingerprint")),
        ("versions", ", ".join((*evidence.engines, *evidence.versions))),
        ("checks", evidence.checked),
        ("finds", evidence.finds),
        ("coders", evidence.coders),
        ("uses", _some(evidence.used, MOST_USES)),
    ]
    return [(say(f"made.label.{name}"), text) for name, text in facts if text]


def _against(evidence: FigureEvidence) -> str:
    target = evidence.figure.target
    if not evidence.good or target is None:
        return evidence.good or ""
    kind = "at_most" if evidence.figure.at_most else "target"
    draft = "made.draft_" if Flag.NOT_AGREED in evidence.figure.flags else "good."
    return f"{evidence.good} ({say(f'{draft}{kind}', target=target)})"


def _told(evidence: FigureEvidence) -> str:
    figure = evidence.figure
    if figure.unit is Unit.POINTS and figure.is_shown:
        between = range_of(figure.low or 0, figure.high or 0)
        return say("made.apart", points=points(figure.value or 0), range=between)
    likely = ""
    if figure.is_shown and figure.low is not None and figure.high is not None:
        likely = say("likely_net", low=number(figure.low), high=number(figure.high))
    if figure.unit is Unit.NET and likely:
        likely = say("measured.likely", range=range_of(figure.low or 0, figure.high or 0))
    meant = figure.sign.words if figure.sign else ""
    parts = [evidence.told, evidence.base_told, likely, meant]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _some(texts: Sequence[str], most: int) -> str:
    shown = "; ".join(shortened(text, LONGEST_FACT) for text in texts[:most])
    left = len(texts) - most
    return say("made.more", some=shown, number=left) if left > 0 else shown


def plain_name(figure: Figure, name: str = "") -> str:
    """'Feels safe, children, NEG-O1': what a figure counts, in whose eyes, of which statement.

    *name* is what a digest calls it, or that of its measure; without it, the library's.
    """
    return ", ".join(part for part in (*_plain_name(figure, name), figure.statement) if part)


def _plain_name(figure: Figure, name: str = "") -> tuple[str, str]:
    known = library_measures().get(figure.measure)
    theme = sentence((figure.theme or "").replace("-", " ").replace("_", " "))
    whose = whose_eyes(figure.perspective) if figure.perspective else say("made.everyone")
    return name or theme or (known.name if known else figure.measure), figure.agency or whose


def name_in(made: Digest, figure: Figure) -> str:
    """'Feels safe, children': as it is called in the digest, wherever it has a row of its own."""
    return ", ".join(_names(made)(figure))


def _names(made: Digest) -> Callable[[Figure], tuple[str, str]]:
    """Of every figure, what it is called and in whose eyes."""
    rows = {row.figures[0]: row for row in _rows(made) if len(row.figures) == 1}
    good = {one.id: whole_words(one.text, LONGEST_NAME) for one in made.good}

    def called(figure: Figure) -> tuple[str, str]:
        if row := rows.get(figure.id):
            return row.name, figure.agency or within(row.who)
        measure = None if figure.theme else made.measure(figure)
        name, whose = _plain_name(figure, measure.name if measure else "")
        if measure and measure.named_after is NamedAfter.STATEMENT:
            return (good.get(figure.statement, name) if figure.statement else name), whose
        return name, f"{whose}, {figure.statement}" if figure.statement else whose

    return called


def _rows(made: Digest) -> Iterator[Row]:
    yield from (*made.children, *made.voices, *made.themes, *made.measured)
    for asked in made.questions:
        yield from asked.rows


def comments_view(which: WhichDigest, comments: Sequence[ReadComment]) -> View:
    """One page of the comments behind a digest, and how they were read. A modal, never a message.

    Their order is always the same and tells nothing; neither agency nor day stand with them. While
    fewer people wrote than the audience's smallest count, none is shown, and nobody looks the same.
    """
    writers = len({one.writer for one in comments})
    smallest = RULES[which.audience].smallest_count
    if writers < smallest:
        told = say("comments.hidden", smallest=smallest)
        return modal(say("title.comments"), [section(told)], metadata=which.at(0).model_dump_json())
    last = (len(comments) - 1) // COMMENTS_ON_A_PAGE
    here = which.at(min(max(which.page, 0), last))
    start = here.page * COMMENTS_ON_A_PAGE
    on_page = sorted(comments, key=_meaningless)[start : start + COMMENTS_ON_A_PAGE]
    counted = say("comments.counted", number=len(comments), writers=writers)
    place = say("comments.page", page=here.page + 1, pages=last + 1)
    blocks = [
        _turn(
            f"{counted}: {place}", say("button.back"), here.at(here.page - 1), offered=here.page > 0
        ),
        small(say("comments.quote_none")),
        *(block for one in on_page for block in _comment(one)),
        _turn(
            say("comments.was", page=place),
            say("button.next"),
            here.at(here.page + 1),
            offered=here.page < last,
        ),
    ]
    return modal(say("title.comments"), blocks, metadata=here.model_dump_json())


def _modal(made: Digest, blocks: Sequence[Block], chosen: Figure | None = None) -> View:
    title = section(f"*{escaped(made.title)}*, {escaped(made.period_label)}")
    shown: list[Block] = [title, section(say("made.none"))]
    if made.figures:
        shown = [title, _figures(made, chosen), *blocks]
    return modal(say("title.made"), shown, metadata=WhichDigest.of(made).model_dump_json())


def _figures(made: Digest, chosen: Figure | None) -> ActionsBlock:
    select = StaticSelectElement(
        action_id=SHOW,
        placeholder=plain(say("made.placeholder")),
        option_groups=figure_groups(made),
        initial_option=_option(chosen, *_names(made)(chosen)) if chosen else None,
    )
    return ActionsBlock(elements=[select])


def figure_groups(made: Digest) -> list[OptionGroup]:
    """By name alone, to choose from."""
    return [
        OptionGroup(label=plain(label, LONGEST_OPTION), options=options)
        for label, options in _groups(made)
    ]


def _groups(made: Digest) -> Iterator[tuple[str, list[Option]]]:
    """The figures under the question they answer; a long list goes on under a second heading.

    Whoever looks for one knows it by its name, so they are in the order of names.
    """
    called = _names(made)
    for asks in Asks:
        question = say(f"asks.{asks.value}")
        options = [
            _option(one, *called(one))
            for one in sorted(made.figures, key=lambda one: _place(one, called(one)[0]))
            if (measure := made.measure(one)) and measure.asks is asks
        ]
        for first in range(0, len(options), MOST_OPTIONS):
            label = (
                question
                if first == 0
                else say("made.from_number", heading=question, number=first + 1)
            )
            yield label, options[first : first + MOST_OPTIONS]


def _place(figure: Figure, name: str) -> tuple[str, int, str, str]:
    """By its name; then children first, as everywhere."""
    who = figure.perspective
    place = list(Perspective).index(who) if who else -1
    return name, place, figure.agency or "", figure.id


def _option(figure: Figure, name: str, whose: str) -> Option:
    """A long name is cut, and never whose eyes it is in."""
    end = shortened(f", {whose}", LONGEST_OPTION // 2) + f" · {figure.id.rsplit('-', 1)[-1]}"
    told = f"{shortened(name, min(LONGEST_CALLED, LONGEST_OPTION - len(end)))}{end}"
    return Option(text=plain(told, LONGEST_OPTION), value=figure.id)


def _turn(text: str, label: str, to: WhichDigest, *, offered: bool) -> Block:
    accessory = button(label, TURN, to.model_dump_json()) if offered else None
    return section(text, button=accessory)


def _meaningless(comment: ReadComment) -> str:
    return sha256(
        f"{comment.writer}\x1f{comment.text}".encode("utf-8", "surrogatepass")
    ).hexdigest()


def _comment(comment: ReadComment) -> list[Block]:
    return [*(section(piece) for piece in _pieces(comment.text)), small(_reading(comment))]


def _reading(comment: ReadComment) -> str:
    if comment.sentiment is None:
        return say("comments.unread")
    themes = ", ".join(map(escaped, comment.themes)) or say("comments.no_theme")
    who = say("comments.by_person" if comment.checked else "comments.by_machine")
    leaning = sentence(say(f"comments.{comment.sentiment.value}"))
    return f"*{leaning}* · {themes} · _{who}_"


def _pieces(text: str) -> Iterator[str]:
    """The whole comment as quotations, each short enough for a section once it is escaped."""
    start = 0
    while start < len(text):
        end = min(len(text), start + LONGEST_PIECE)
        while len(quoted(text[start:end])) > LONGEST_PIECE:
            end = start + max(1, (end - start) * 3 // 4)
        yield quoted(text[start:end])
        start = end
