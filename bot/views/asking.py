"""Before sending, to whoever wrote of what may be a risk: is it already reported?"""

from collections.abc import Sequence

from slack_sdk.models.blocks import InputBlock, Option, RadioButtonsElement
from slack_sdk.models.views import View

from bot.payloads import ANSWER, FormState
from bot.views.answer_form import BACK, CALLBACK
from bot.views.pieces import button, buttons, modal, plain, section, sections
from bot.wording.concerns import REPORTED as ANSWERS

REPORTED = "is_it_reported"


def asking_view(form: FormState, told: Sequence[str]) -> View:
    """*told* is the fixed message with the numbers to call. Every answer leads on."""
    question = InputBlock(
        block_id=REPORTED,
        label=plain("Is it already reported?"),
        element=RadioButtonsElement(
            action_id=ANSWER,
            options=[Option(text=plain(text, 75), value=key) for key, text in ANSWERS.items()],
        ),
    )
    blocks = [
        section("*You wrote something that may mean someone is at risk.*"),
        *sections(told),
        question,
        buttons(button("Back", BACK), block="back"),
    ]
    return modal(
        "Before you send",
        blocks,
        callback=CALLBACK,
        submit="Send",
        close="Not now",
        metadata=form.model_dump_json(),
    )
