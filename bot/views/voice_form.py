"""The form in which a worker logs a voice: the worry first, then the pages, then what is open."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, InputBlock, Option, RadioButtonsElement
from slack_sdk.models.views import View

from bot.board import Board
from bot.payloads import ANSWER
from bot.views.answer_form import Removed, question_block, taken_out
from bot.views.pieces import button, buttons, divider, modal, plain, section, sections, small
from bot.wording import voices as words
from bot.wording.concerns import REPORTED
from surveys.answering import Answers
from surveys.survey import Question
from surveys.values import Value
from surveys.voice import Voice, still_open

CALLBACK = "voice_form"
IS_REPORTED = "is_it_reported"
BACK, REPORTED_NOW, MORE = "voice_back", "voice_reported_now", "voice_more"
MOST_BUTTONS = 6  # on a phone, with five more questions on the page
TITLE, TITLE_OF_MORE = "Log a voice", "Finish a voice"


class VoiceState(Value):
    """What the form carries along: whose filling in, which page; of *voice* if it is about one."""

    fill: str
    voice: str = ""
    page: int = 0
    first: str = ""  # the first question on that page
    checking: bool = False
    asking: bool = False  # whether what may be a risk is reported already


def page_view(
    page: Sequence[Question],
    state: VoiceState,
    answers: Answers,
    *,
    board: Board,
    last: bool,
    removed: Sequence[Removed] = (),
) -> View:
    """One page. Before the first question of a new voice stand the numbers to call."""
    blocks: list[Block] = []
    if state.page == 0 and not state.voice:
        blocks += [*sections(words.worry_first(board)), divider()]
    blocks += taken_out(removed)
    blocks += [
        question_block(question, answers.get(question.id), {}, MOST_BUTTONS) for question in page
    ]
    if state.page > 0:
        blocks.append(buttons(button("Back", BACK), block="back"))
    return _form(state, blocks, "Keep" if last else "Next")


def check_view(state: VoiceState, removed: Sequence[Removed]) -> View:
    """Before keeping: what was taken out, and how it reads now."""
    blocks: list[Block] = [
        section("*Please check.* Press Keep if this is right, or Back to change it."),
        *taken_out(removed),
        buttons(button("Back", BACK), block="back"),
    ]
    return _form(state, blocks, "Keep")


def asking_view(state: VoiceState, told: Sequence[str]) -> View:
    """Before it is kept: what was written may mean a risk. *told* is the fixed message.

    Every answer leads on, and the designated lead reads it whatever the answer.
    """
    question = InputBlock(
        block_id=IS_REPORTED,
        label=plain("Is it already reported?"),
        element=RadioButtonsElement(
            action_id=ANSWER,
            options=[Option(text=plain(text, 75), value=key) for key, text in REPORTED.items()],
        ),
    )
    blocks = [
        section("*You wrote something that may mean someone is at risk.*"),
        *sections(told),
        question,
        buttons(button("Back", BACK), block="back"),
    ]
    return _form(state, blocks, "Keep")


def report_first_view(state: VoiceState, board: Board, told: Sequence[str] = ()) -> View:
    """The form stops here and nothing is kept; once it is reported, the worker goes on."""
    blocks: list[Block] = [
        *sections((*words.report_first(board), *told)),
        divider(),
        buttons(button("It is reported now: go on", REPORTED_NOW, state.fill), block="go_on"),
    ]
    return modal(TITLE, blocks, callback=CALLBACK)


def kept_view(
    voice: Voice,
    told: Sequence[str],
    before: str,
    board: Board,
    *,
    is_more: bool,
    is_held: bool = False,
) -> View:
    """It is kept; what the net says about it; what is still open, and until when it is due."""
    parts = still_open(voice)
    said = words.kept(voice, before, is_more=is_more, is_held=is_held)
    blocks: list[Block] = [*sections(told), *sections(said)]
    if parts:
        blocks += [
            section(words.still_open(parts)),
            buttons(button("Finish it now", MORE, voice.id), block="more"),
        ]
    blocks.append(small(words.call_if_at_risk(board)))
    return modal("Kept", blocks)


def _form(state: VoiceState, blocks: Sequence[Block], submit: str) -> View:
    return modal(
        TITLE_OF_MORE if state.voice else TITLE,
        blocks,
        callback=CALLBACK,
        submit=submit,
        close="Not now",
        metadata=state.model_dump_json(),
    )
