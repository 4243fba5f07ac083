"""The form that asks once more before a digest is released."""

from slack_sdk.models.blocks import InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from analysis.disclosure.suppression import RULES, Audience
from analysis.phrases import day, period_label
from analysis.wording import say
from bot.views.pieces import escaped, modal, plain, section, small
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.release import Release
from surveys.values import AreaId, Value

ASK = "release_ask"  # the button under a digest
CALLBACK = "release_digest"
REASON = "reason"
LONGEST_REASON = 200


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
    about = say("titled", title=escaped(area.label), period=period_label(period))
    for_whom = say(f"release.for_{audience.name.casefold()}")
    asked = f"*{about}*\n{for_whom}\n\n{say('release.asked')}"
    held = say("release.held", count=rule.smallest_count, share=rule.smallest_base)
    return modal(
        say("title.release"),
        [section(asked), *_again(editions), small(held)],
        callback=CALLBACK,
        submit=say("title.release"),
        close=say("title.cancel"),
        metadata=which.model_dump_json(),
    )


def _again(editions: tuple[Release, ...]) -> list[InputBlock]:
    if not editions:
        return []
    last = editions[-1]
    told = say("release.before", day=day(last.day), name=last.name)
    return [
        InputBlock(
            block_id=REASON,
            label=plain(say("release.why")),
            hint=plain(told),
            element=PlainTextInputElement(action_id="text", max_length=LONGEST_REASON),
        )
    ]
