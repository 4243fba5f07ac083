"""A comment as a reviewer sees it: one at a time, in a modal, with what the machine read and why.

The submit button, which Slack keeps in sight, does what is right most often: agree and go on.
"""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from analysis.digest.narrative import PEOPLE
from analysis.phrases import period_label, sentence
from analysis.reading.codebook import Codebook
from analysis.reading.language import languages
from analysis.reading.reader import Reading, Sentence
from bot.reading.comments import Comment
from bot.reading.review_desk import Shown
from bot.views.answer_form import copyable
from bot.views.pieces import (
    MOST_BLOCKS_IN_A_VIEW,
    button,
    buttons,
    divider,
    escaped,
    modal,
    section,
    sections,
    small,
)
from bot.wording import reviews as words
from surveys.coding import Look, Sentiment
from surveys.periods import Period
from surveys.values import Slug

TITLE = "Review"
AGREE = "review_agree"
BEGIN, SETTLE, AGREEMENT = "review_begin", "review_settle", "review_agreement"
CHANGE, SPLIT, SKIP, UNDO = "review_change", "review_split", "review_skip", "review_undo"
MARKS, LEAVE, RISK, BACK = "review_marks", "review_leave", "review_risk", "review_back"
MOST_SENTENCES = 25
MOST_WHY = 4  # words, of a sentiment or of one theme
MOST_EXPLAINED = 4  # themes of one sentence: the coding guide allows three
MOST_ENTRIES = 8


def opening_view() -> View:
    """Shown at once, because making the list may take longer than Slack waits."""
    return modal(TITLE, [section("One moment: the comments that wait are being put in order.")])


def review_view(shown: Shown, codebook: Codebook, goal: int) -> View:
    """The comment at hand and what the machine read in it. One press agrees and goes on."""
    assert shown.comment is not None
    assert shown.reading is not None
    sentences = shown.reading.sentences
    blocks: list[Block] = [
        *head(shown, goal),
        *about(shown.comment),
        *looks(shown),
        *(block for one in sentences[:MOST_SENTENCES] for block in _sentence(one, codebook)),
    ]
    if len(sentences) > MOST_SENTENCES:
        blocks += copyable(shown.reading.redacted[sentences[MOST_SENTENCES].start :])[:10]
    if len(sentences) > 1 or shown.reading.sentiment != sentences[0].sentiment:
        sentiment, themes = shown.reading.sentiment, shown.reading.themes
        whole = f"*As a whole:* {words.SENTIMENTS[sentiment]} · {labels(themes, codebook)}"
        blocks.append(section(whole))
    if sentiment_is_unexplained(shown.reading):
        blocks.append(small(words.TWO_VIEWS))
    blocks += _stance(shown)
    blocks += [divider(), *_entries(shown.reading.themes, codebook)]
    blocks = [*blocks[: MOST_BLOCKS_IN_A_VIEW - 3], *_buttons(shown)]
    return modal(
        TITLE,
        blocks,
        callback=AGREE,
        submit="Agree and next",
        close="Stop",
        metadata=shown.desk.model_dump_json(),
    )


def sentiment_is_unexplained(reading: Reading) -> bool:
    """Whether the whole is mixed and its sentences, each read one way, don't show why."""
    told = {one.sentiment for one in reading.sentences}
    both = {Sentiment.POSITIVE, Sentiment.NEGATIVE}
    return reading.sentiment is Sentiment.MIXED and Sentiment.MIXED not in told and not both <= told


def nothing_view(shown: Shown, goal: int) -> View:
    """Nothing waits, or no more."""
    told = "Nothing is left to settle." if shown.desk.settling else "Nothing waits for you. Thanks."
    blocks = [*head(shown, goal), section(told), buttons(*_elsewhere(shown), block="elsewhere")]
    return modal(TITLE, blocks, metadata=shown.desk.model_dump_json())


def head(shown: Shown, goal: int) -> list[Block]:
    """How far they are, and what became of the last one."""
    left = shown.desk.left
    wait = "waits" if left == 1 else "wait"
    waiting = f"{left} to settle" if shown.desk.settling else f"{left} {wait}"
    progress = small(f"*{words.done_today(shown.done, goal)}* · {waiting}")
    return [progress, *sections([shown.note] if shown.note else [])]


def about(comment: Comment) -> list[Block]:
    """Whose eyes, which quarter, which question: never which agency or day."""
    whose = sentence(PEOPLE[comment.perspective])
    quarter = period_label(Period.quarter_of(comment.day))
    return [small(f"{whose} · {quarter}"), section(f"*{escaped(comment.asked)}*")]


def looks(shown: Shown) -> list[Block]:
    """Why the machine asks for a person here. Of what is coded blind it says nothing."""
    assert shown.reading is not None
    found = () if shown.blind else shown.reading.look
    told = [words.LOOKS[one] for one in found if one in words.LOOKS]
    parts = languages(shown.reading.redacted)
    if Look.OTHER_LANGUAGE in found and parts.english:
        told.append(words.not_english(parts.other))
    return [small(" ".join(told))] if told else []


def labels(themes: Sequence[Slug], codebook: Codebook) -> str:
    named = {theme.id: theme.label for theme in codebook.themes}
    found = [escaped(named.get(theme, theme)) for theme in themes]
    return ", ".join(found) or "_no theme_"


def _stance(shown: Shown) -> list[Block]:
    """What it says about the 'good' statement that was asked about."""
    assert shown.comment is not None
    assert shown.reading is not None
    if shown.reading.stance is None:
        return []
    told = words.STANCES[shown.reading.stance]
    return [small(f"{told}: “{escaped(shown.comment.statement)}”")]


def _sentence(one: Sentence, codebook: Codebook) -> list[Block]:
    """Sentiment and each theme, with the words of its own that weighed most."""
    themes = [f"{labels([found.theme], codebook)}{_from(found.why)}" for found in one.found]
    sentiment = f"*{words.SENTIMENTS[one.sentiment]}*{_from(one.because)}"
    read = " · ".join([sentiment, *(themes[:MOST_EXPLAINED] or [labels((), codebook)])])
    rest = labels(one.themes[MOST_EXPLAINED:], codebook) if themes[MOST_EXPLAINED:] else ""
    return [*copyable(one.text)[:4], small(f"{read}, {rest}" if rest else read)]


def _from(why: Sequence[str]) -> str:
    told = ", ".join(f"“{escaped(said)}”" for said in why[:MOST_WHY])
    return f" from {told}" if told else ""


def _entries(themes: Sequence[Slug], codebook: Codebook) -> list[Block]:
    """What the codebook says of the themes at hand."""
    found = [theme for wanted in themes if (theme := codebook.theme(wanted))]
    return [
        small(f"*{escaped(theme.label)}*: {escaped(theme.description)}")
        for theme in found[:MOST_ENTRIES]
    ]


def _buttons(shown: Shown) -> list[Block]:
    return [
        buttons(button("Change", CHANGE), *_always(shown), block="acts"),
        _rarely(),
        buttons(*_elsewhere(shown), block="elsewhere"),
    ]


def acts_beside(shown: Shown) -> list[Block]:
    """What may be done with a comment that is coded in a form."""
    return [buttons(*_always(shown), block="acts"), _rarely()]


def _always(shown: Shown) -> list[ButtonElement]:
    found = [button("Skip", SKIP)]
    if not shown.blind:
        found.insert(0, button("Split a sentence", SPLIT))
    if shown.desk.last:
        found.append(button("Undo the last", UNDO))
    return found


def _rarely() -> Block:
    return buttons(
        button("Wrong redaction", MARKS),
        button("Not for analysis", LEAVE),
        button(
            "Someone may be at risk",
            RISK,
            style="danger",
            sure="The designated lead is told at once, and the comment leaves the queue.",
        ),
        block="rarely",
    )


def _elsewhere(shown: Shown) -> list[ButtonElement]:
    found = [button("How well do we agree?", AGREEMENT)]
    if shown.to_settle and not shown.desk.settling:
        found.append(button(f"Settle {shown.to_settle}", SETTLE))
    if shown.desk.settling:
        found.append(button("Back to the queue", BEGIN))
    if shown.comment is None and shown.desk.last:
        found.append(button("Undo the last", UNDO))
    return found


def on_home(done: int, goal: int, to_settle: int) -> list[Block]:
    settle = f" {to_settle} were read differently by two people." if to_settle else ""
    text = f"*Comments to review*\n{words.done_today(done, goal)}.{settle}"
    return [section(text, button=button("Review", BEGIN)), divider()]
