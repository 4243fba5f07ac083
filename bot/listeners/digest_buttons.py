"""What the buttons under a digest do: the whole of it, more charts, a question about a figure."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from analysis.wording import say
from bot import wording
from bot.deps import Deps
from bot.listeners.digests import ASK as ASK_FOR_DIGEST
from bot.listeners.digests import RELEASED, digest_of, upload
from bot.listeners.left_over import also_tell
from bot.papers.charts import more_charts
from bot.payloads import Submission
from bot.reading.quoting import quotes_told
from bot.safeguarding.concerns import told_of
from bot.telling.figure_queries import ANSWERS, ASK, open_query, query_of, send_query
from bot.views import query as views
from bot.views.answer_form import closing_view
from bot.views.digest import whole_digest
from bot.views.evidence import name_in
from bot.wording.refusals import sorry
from surveys.errors import NamesSomebody, Unknown
from surveys.periods import Period
from surveys.values import PersonId

TRACE = "see how a figure was made"


async def show_whole(args: AsyncArgs, deps: Deps) -> None:
    """Everything that the digest tells, in a modal, which Slack keeps nowhere."""
    await args.ack()
    which = args.body["actions"][0]["value"]
    made = await digest_of(args, deps, which, RELEASED)
    quotes = await quotes_told(
        deps, deps.framework.area(made.area), Period.parse(made.period), made.audience
    )
    view = whole_digest(made, quotes)
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def send_charts(args: AsyncArgs, deps: Deps) -> None:
    """Gaps, what is to be seen over time, how answers spread: into the direct messages."""
    await args.ack()
    which = args.body["actions"][0]["value"]
    made = await digest_of(args, deps, which, ASK_FOR_DIGEST)
    drawings = more_charts(made)
    told = (
        wording.making_charts(made.area_label, made.period)
        if drawings
        else wording.no_charts(made.area_label)
    )
    await args.respond(text=told, response_type="ephemeral", replace_original=False)
    if drawings:
        opened = await args.client.conversations_open(users=args.body["user"]["id"])
        await upload(args, opened["channel"]["id"], drawings)


async def ask_question(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    made = await digest_of(args, deps, args.body["actions"][0]["value"], ASK)
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=views.query_form(made))


async def read_question(args: AsyncArgs, deps: Deps) -> None:
    """What somebody asked, in a modal for analysts alone."""
    await args.ack()
    person = PersonId(args.body["user"]["id"])
    await deps.roles.require(person, TRACE, args.client)
    query = await open_query(deps, args.body["actions"][0]["value"], by=person)
    if query is None:
        gone = wording.query_gone()
        await args.respond(text=gone, response_type="ephemeral", replace_original=False)
        return
    about = wording.query_of(query.figure, query.by)
    view = views.asked_view(about, query.words)
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def send_question(args: AsyncArgs, deps: Deps) -> None:
    """Kept first, acknowledged after; what can't be sent stays in the form."""
    submission = Submission.of(args.body)
    made = await digest_of(args, deps, submission.metadata, ASK)
    chosen = submission.chosen(views.FIGURE) or ""
    figure = made.figure(chosen)
    if figure is None:
        raise Unknown("figure", chosen)
    try:
        told = await send_query(
            deps,
            figure.id,
            name_in(made, figure),
            submission.text(views.QUESTION),
            by=submission.user,
            analysts=await deps.roles.members(ANSWERS, args.client),
            view=submission.view,
        )
    except NamesSomebody as error:
        also_tell(args, await told_of(deps, query_of(submission.view)))
        errors = {views.QUESTION: sorry(error, deps.board)}
        await args.ack(response_action="errors", errors=errors)
        return
    also_tell(args, await told_of(deps, query_of(submission.view)))
    await args.ack(response_action="update", view=closing_view(say("title.sent"), told))
