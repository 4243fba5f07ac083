"""What people write in a Board paper, and until when: the QA team, the sub-group, areas' owners."""

from datetime import date

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from analysis.paper.missing import TextsDue
from analysis.paper.texts import (
    MADE_BY_RULE,
    NAMES,
    OF_AN_AREA,
    PaperText,
    Part,
    overdue,
    unsaid,
)
from analysis.redaction.doubts import perhaps_named
from bot import wording
from bot.deps import Deps
from bot.listeners.left_over import is_left_over
from bot.payloads import Submission
from bot.safeguarding.board_texts import known_words
from bot.telling.paper_deadlines import (
    DeadlineSet,
    areas_owned,
    deadline_of,
    owners_of,
    set_deadline,
    still_to_write,
)
from bot.telling.paper_making import by_rule, refuse_what_is_not_over, text_of, write_in_paper
from bot.views import paper as views
from bot.views.answer_form import closing_view
from bot.wording import papers as words
from bot.wording.refusals import sorry
from surveys.errors import ChangedMeanwhile, NamesSomebody, NoDay
from surveys.periods import Period
from surveys.values import AreaId, PersonId

FILL_IN = "write in the Board paper"


async def ask_for_texts(
    args: AsyncArgs, deps: Deps, person: PersonId, period: Period, day: date
) -> None:
    """'/paper 2026-Q3 texts by 2026-11-15', once the quarter is over."""
    refuse_what_is_not_over(deps, period)
    done = await set_deadline(deps, period, day, by=person, client=args.client)
    await args.respond(text=_told(done), response_type="ephemeral")


async def open_from_message(args: AsyncArgs, deps: Deps) -> None:
    """The button under the message that asks for texts."""
    await args.ack()
    period = Period.parse(args.body["actions"][0]["value"])
    await open_form(args, deps, PersonId(args.body["user"]["id"]), period)


async def open_form(args: AsyncArgs, deps: Deps, person: PersonId, period: Period) -> None:
    """Which part is written, with what is missing. Whoever only owns areas sees those alone."""
    is_of_team = await deps.roles.may(person, FILL_IN, args.client)
    areas = deps.framework.areas if is_of_team else areas_owned(deps, person)
    if not areas:
        await deps.roles.require(person, FILL_IN, args.client)
    missing = await still_to_write(deps, period, areas, of_paper=is_of_team)
    notes = [*_notes(deps, await deadline_of(deps, period)), words.not_written_yet(missing)]
    view = views.choosing_form(areas, period, notes, of_paper=is_of_team)
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def choose(args: AsyncArgs, deps: Deps) -> None:
    """Which part was chosen; then the form to write it in."""
    submission = Submission.of(args.body)
    period = Period.parse(submission.metadata)
    part = Part(submission.chosen(views.PART) or "")
    chosen = submission.chosen(views.AREA)
    if part in OF_AN_AREA and not chosen:
        await args.ack(response_action="errors", errors={views.AREA: wording.needs_an_area()})
        return
    area = deps.framework.area(chosen or "") if part in OF_AN_AREA else None
    await _require_writer(args, deps, submission.user, area.id if area else None)
    before = await text_of(deps, period, part, area.id if area else None)
    place = views.Place(
        period=str(period),
        part=part,
        area=area.id if area else None,
        seen=len(before.versions) if before else 0,
    )
    text, notes = await _prefilled(deps, period, part, before)
    notes += _notes(deps, await deadline_of(deps, period))
    view = views.writing_form(place, area.label if area else "", text, notes)
    await args.ack(response_action="update", view=view)


async def write(args: AsyncArgs, deps: Deps) -> None:
    """Kept first, acknowledged after; what can't be kept stays in the form."""
    submission = Submission.of(args.body)
    place = views.Place.model_validate_json(submission.metadata)
    await _require_writer(args, deps, submission.user, place.area)
    period, text = Period.parse(place.period), submission.text(views.TEXT)
    if await _is_as_the_rules_made_it(deps, period, place, text):
        view = closing_view("Not changed", [words.left_to_the_rules()])
        await args.ack(response_action="update", view=view)
        return
    if asking := _asking(args, deps, submission, place):
        await args.ack(response_action="update", view=asking)
        return
    try:
        await write_in_paper(
            deps, period, place.part, place.area, text, seen=place.seen, by=submission.user
        )
    except (NamesSomebody, NoDay, ChangedMeanwhile) as error:
        errors = {views.TEXT: sorry(error, deps.board)}
        await args.ack(response_action="errors", errors=errors)
        return
    told = [wording.written_in_paper(NAMES[place.part], str(period))]
    if place.part is Part.PLAN and (actions := unsaid(text)):
        told.append(words.kept_without(actions))
    due = await deadline_of(deps, period)
    if due and due.day < deps.today():
        told.append(words.paper_may_have_gone(due.day))
    await args.ack(response_action="update", view=closing_view("Kept", told))


async def _require_writer(
    args: AsyncArgs, deps: Deps, person: PersonId, area: AreaId | None
) -> None:
    """The QA team and the sub-group write anywhere, an area's owner about that area."""
    if area is None or person not in owners_of(deps, deps.framework.area(area)):
        await deps.roles.require(person, FILL_IN, args.client)


async def _prefilled(
    deps: Deps, period: Period, part: Part, before: PaperText | None
) -> tuple[str, list[str]]:
    """What stands in the form at first, and what is said of it."""
    if before or part not in MADE_BY_RULE:
        return before.latest.text if before else "", []
    if made := await by_rule(deps, period):
        return made.texts[part], [words.made_by_rule(made.made_on)]
    return "", [words.not_made_by_rule_yet(str(period))]


async def _is_as_the_rules_made_it(
    deps: Deps, period: Period, place: views.Place, text: str
) -> bool:
    if place.seen or place.part not in MADE_BY_RULE:
        return False
    made = await by_rule(deps, period)
    return made is not None and made.texts[place.part].split() == text.split()


def _asking(args: AsyncArgs, deps: Deps, submission: Submission, place: views.Place) -> View | None:
    """About what may name somebody, and about days that are over, until its writer has answered.

    A form that was left over is kept as it is: nobody has it open any more.
    """
    text = submission.text(views.TEXT)
    perhaps = perhaps_named(text, known_words(deps))
    over = overdue(text, deps.today()) if place.part is Part.PLAN else ()
    asked = {views.NOBODY: perhaps, views.DAY_MEANT: over}
    ticked = [block for block in asked if submission.chosen_many(block)]
    is_answered = all(block in ticked for block, about in asked.items() if about)
    if is_answered or is_left_over(args):
        return None
    label = deps.framework.area(place.area).label if place.area else ""
    return views.writing_form(place, label, text, perhaps=perhaps, over=over, ticked=ticked)


def _notes(deps: Deps, due: TextsDue | None) -> list[str]:
    """Until when, or kindly that it is late."""
    if due is None:
        return []
    if due.day < deps.today():
        return [words.texts_were_due(due.day)]
    return [words.texts_due(str(due.period), due.day)]


def _told(done: DeadlineSet) -> str:
    period, when = str(done.due.period), done.due.day
    if not done.is_new:
        return words.deadline_stands(period, when)
    if not done.asked:
        return words.nobody_is_asked(period, when)
    return words.deadline_set(period, when, done.asked)
