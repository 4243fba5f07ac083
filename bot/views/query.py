"""The small form in which somebody asks about a figure, and what the analysts get of it."""

from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement, StaticSelectElement
from slack_sdk.models.views import View

from analysis.digest.digest import Digest
from analysis.wording import say
from bot.views.evidence import WhichDigest, figure_groups
from bot.views.pieces import button, modal, plain, quoted, section, small

ASK = "query_figure"
READ = "read_query"
CALLBACK = "figure_query"
FIGURE = "figure"
QUESTION = "question"
LONGEST_QUESTION = 500


def query_form(made: Digest) -> View:
    """Figures by name alone; what is protected can be asked about as well."""
    select = StaticSelectElement(
        action_id="choice",
        placeholder=plain(say("made.placeholder")),
        option_groups=figure_groups(made),
    )
    words = PlainTextInputElement(action_id="text", multiline=True, max_length=LONGEST_QUESTION)
    return modal(
        say("title.query"),
        [
            InputBlock(block_id=FIGURE, label=plain(say("query.figure")), element=select),
            InputBlock(block_id=QUESTION, label=plain(say("query.question")), element=words),
            small(say("query.to_whom")),
        ],
        callback=CALLBACK,
        submit=say("title.send"),
        close=say("title.cancel"),
        metadata=WhichDigest.of(made).model_dump_json(),
    )


def query_message(about: str, query: str) -> tuple[str, list[Block]]:
    """No message carries the words of whoever asks: they open in a modal, where there are some."""
    opens = button(say("button.question"), READ, query) if query else None
    return about, [section(about, button=opens)]


def asked_view(about: str, question: str) -> View:
    return modal(say("title.asked"), [section(about), section(quoted(question))])
