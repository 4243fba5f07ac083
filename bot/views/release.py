"""The form that asks once more before a digest is released."""

from slack_sdk.models.blocks import InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from analysis.disclosure.suppression import RULES, Audience
from analysis.phrases import day, period_label
from bot.views.pieces import escaped, modal, plain, section, small
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.release import Release
from surveys.values import AreaId, Value

ASK = "release_ask"  # the button under a digest
CALLBACK = "release_digest"
REASON = "reason"
LONGEST_REASON = 200
WHO = {
    Audience.BOARD: "the board and its sub-groups",
    Audience.PUBLIC: "everyone: other boards and the public too",
}


class WhichRelease(Value):
    """What the form carries along. *seen* is how many editions there were when it was opened."""

    area: AreaId
    period: str
    audience: Audience
    seen: int


def release_form(
    area: ContentArea, period: Period, audience: Audience, editions: tuple[Release, ...]
) -> View:
    which = WhichRelease(area=area.id, period=str(period), audience=audience, seen=len(editions))
    rule = RULES[audience]
    asked = (
        f"*{escaped(area.label)}, {period_label(period)}*\nFor {WHO[audience]}.\n\n"
        "It is made anew from today's answers and then stays as it is, under your name. What was "
        "released cannot be taken back."
    )
    held = (
        "A figure that was told before is told anew only once enough people have come or gone: "
        f"{rule.smallest_count} for a count, {rule.smallest_base} for a share."
    )
    return modal(
        "Release",
        [section(asked), *_again(editions), small(held)],
        callback=CALLBACK,
        submit="Release",
        close="Cancel",
        metadata=which.model_dump_json(),
    )


def _again(editions: tuple[Release, ...]) -> list[InputBlock]:
    if not editions:
        return []
    last = editions[-1]
    told = f"Released on {day(last.day)} by {last.name}. That edition stays beside the new one."
    return [
        InputBlock(
            block_id=REASON,
            label=plain("Why another edition?"),
            hint=plain(told),
            element=PlainTextInputElement(action_id="text", max_length=LONGEST_REASON),
        )
    ]
