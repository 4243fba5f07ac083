"""The QA team's listeners for releases: ask once more, then release under one's name."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from analysis.wording import say
from bot import wording
from bot.deps import Deps
from bot.listeners.digests import RELEASE, send_digest
from bot.names import name_of
from bot.payloads import Submission
from bot.reading.worker import read_new
from bot.safeguarding.board_texts import refuse_personal_data
from bot.telling.ledger import releases_of
from bot.telling.picturing import Wanted
from bot.telling.releasing import release
from bot.views import evidence
from bot.views import release as views
from bot.views.answer_form import closing_view
from bot.wording.refusals import sorry
from surveys.errors import NamesSomebody
from surveys.periods import Period
from surveys.release import editions
from surveys.values import PersonId


async def ask_for_sure(args: AsyncArgs, deps: Deps) -> None:
    """The button under a digest: for whom it will be, and that it will stay as it is."""
    await args.ack()
    await deps.roles.require(PersonId(args.body["user"]["id"]), RELEASE, args.client)
    which = evidence.WhichDigest.model_validate_json(args.body["actions"][0]["value"])
    area, period = deps.framework.area(which.area), Period.parse(which.period)
    found = editions(await releases_of(deps, area.id), period, which.audience.value)
    view = views.release_form(area, period, which.audience, found)
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def release_one(args: AsyncArgs, deps: Deps) -> None:
    submission = Submission.of(args.body)
    await deps.roles.require(submission.user, RELEASE, args.client)
    which = views.WhichRelease.model_validate_json(submission.metadata)
    wanted = Wanted(deps.framework.area(which.area), Period.parse(which.period), which.audience)
    reason = submission.text(views.REASON)
    try:
        refuse_personal_data(reason)
    except NamesSomebody as error:
        errors = {views.REASON: sorry(error, deps.board)}
        await args.ack(response_action="errors", errors=errors)
        return
    releasing = wording.releasing(wanted.area.label, str(wanted.period))
    await args.ack(response_action="update", view=closing_view(say("title.release"), [releasing]))
    await read_new(deps)
    await release(
        deps,
        wanted,
        by=submission.user,
        name=await name_of(submission.user, args.client),
        reason=reason,
        seen=which.seen,
    )
    await send_digest(args, deps, submission.user, wanted)
