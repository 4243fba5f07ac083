"""A person's listeners for what is kept about them. Slack says who asks, for nobody else."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import wording
from bot.deps import Deps
from bot.keeping.own_data import forget, own_answers, own_data
from bot.payloads import Submission
from bot.views import own_data as views
from bot.views.answer_form import closing_view
from storage.interface import Entry
from surveys.values import PersonId, WaveId

MY_DATA, FORGET_ME = "my-data", "forget-me"


async def show(args: AsyncArgs, deps: Deps) -> None:
    """'/heard my-data'."""
    person = PersonId(args.body["user_id"])
    entry = Entry(at=deps.clock(), who=person, did="saw what is kept about them", what="own data")
    await deps.store.record(entry)
    view = views.own_data_view(await own_data(deps, person))
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def ask_for_sure(args: AsyncArgs, deps: Deps) -> None:
    """'/heard forget-me'."""
    view = views.forgetting_view(await own_data(deps, PersonId(args.body["user_id"])))
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def ask_for_sure_on_top(args: AsyncArgs, deps: Deps) -> None:
    """The button in what '/heard my-data' shows."""
    await args.ack()
    view = views.forgetting_view(await own_data(deps, PersonId(args.body["user"]["id"])))
    await args.client.views_push(trigger_id=args.body["trigger_id"], view=view)


async def show_answers(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    name, _, start = args.body["actions"][0]["value"].partition(views.FROM)
    wave = WaveId(name)
    survey, given = await own_answers(deps, PersonId(args.body["user"]["id"]), wave)
    view = views.own_answers_view(wave, survey.title, given, int(start or 0))
    if start:
        await args.client.views_update(view_id=args.body["view"]["id"], view=view)
    else:
        await args.client.views_push(trigger_id=args.body["trigger_id"], view=view)


async def forget_me(args: AsyncArgs, deps: Deps) -> None:
    """Deleted first, acknowledged after: who reads 'deleted' can rely on it."""
    person = Submission.of(args.body).user
    entry = Entry(at=deps.clock(), who=person, did="deleted what was kept of them", what="own data")
    await forget(deps, person, entry)
    view = closing_view("Deleted", [wording.forgotten()])
    await args.ack(response_action="update", view=view)
