"""The listeners for what is good: show it to everybody, let the QA team change it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from analysis.phrases import period_label
from bot.commands import GOOD
from bot.deps import Deps
from bot.listeners.digests import ASK
from bot.payloads import Submission
from bot.reading.worker import read_new
from bot.telling.digesting import audience_for, latest_period, make_digest
from bot.telling.good import (
    Terms,
    agree,
    consult,
    framework_of,
    kept_lives,
    life_of,
    lives_in,
    reword,
    take_back,
)
from bot.views import good as views
from bot.views import good_forms as forms
from bot.wording import good as words
from bot.wording.refusals import sorry
from surveys.errors import (
    ChangedMeanwhile,
    HeardError,
    InTheFuture,
    NamesSomebody,
    NotConsulted,
    NothingProposed,
    NothingToTakeBack,
    TooEarly,
)
from surveys.framework import Consultation, ContentArea, GoodStatement, Perspective, Wording
from surveys.statement import LivingStatement
from surveys.values import PersonId, StatementId

CHANGE = "change 'good' statements"
Form = Callable[[GoodStatement, LivingStatement], View]


async def ask(args: AsyncArgs, deps: Deps) -> None:
    """'/good neglect'; without words every content area, with a way to each."""
    await args.ack()
    asked = args.body.get("text", "").strip()
    if asked:
        await _open_area(args, deps, deps.framework.area(asked))
        return
    blocks = views.overview(deps.framework, await kept_lives(deps), deps.today())
    await args.respond(text=GOOD.does, blocks=blocks, response_type="ephemeral")


async def choose_area(args: AsyncArgs, deps: Deps) -> None:
    """From the list."""
    await args.ack()
    chosen = args.body["actions"][0]["selected_option"]["value"]
    await _open_area(args, deps, deps.framework.area(chosen))


async def _open_area(args: AsyncArgs, deps: Deps, area: ContentArea) -> None:
    """The statements at once, because a trigger does not wait; then the actual picture."""
    person = _person(args)
    may_see = await deps.roles.may(person, ASK, args.client)
    note = words.being_made() if may_see else words.for_whom_figures_are()
    view = await _area_view(deps, area, note)
    opened = await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
    if may_see:
        await read_new(deps)
        view = await _with_picture(deps, area, person)
        await args.client.views_update(view_id=opened["view"]["id"], view=view)


async def show_life(args: AsyncArgs, deps: Deps) -> None:
    """The button beside a statement."""
    await args.ack()
    living = await life_of(deps, args.body["actions"][0]["value"])
    view = await _life_view(args, deps, living)
    await args.client.views_push(trigger_id=args.body["trigger_id"], view=view)


# The forms


async def ask_for_words(args: AsyncArgs, deps: Deps) -> None:
    await _push_form(args, deps, forms.wording_form)


async def ask_about_consultation(args: AsyncArgs, deps: Deps) -> None:
    today = deps.today()
    await _push_form(args, deps, lambda good, living: forms.consulting_form(good, living, today))


async def ask_what_was_agreed(args: AsyncArgs, deps: Deps) -> None:
    today = deps.today()
    await _push_form(
        args,
        deps,
        lambda good, living: forms.agreeing_form(good, living, today, only_target=False),
    )


async def ask_for_target(args: AsyncArgs, deps: Deps) -> None:
    today = deps.today()
    await _push_form(
        args, deps, lambda good, living: forms.agreeing_form(good, living, today, only_target=True)
    )


async def ask_why_taken_back(args: AsyncArgs, deps: Deps) -> None:
    await _push_form(args, deps, forms.taking_back_form)


async def keep_words(args: AsyncArgs, deps: Deps) -> None:
    sent, place = await _sent(args, deps)
    if wrong := _missing(sent, forms.TEXT):
        await args.ack(response_action="errors", errors=wrong)
        return
    said = Wording(
        text=sent.text(forms.TEXT),
        for_children=sent.text(forms.CHILDREN) or None,
        for_parents=sent.text(forms.PARENTS) or None,
        for_practitioners=sent.text(forms.PRACTITIONERS) or None,
    )
    try:
        living = await reword(deps, place.statement, said, seen=place.seen, by=sent.user)
    except (NamesSomebody, ChangedMeanwhile) as error:
        await _answer(args, deps, forms.TEXT, error)
        return
    await _kept(args, deps, living)


async def keep_consultation(args: AsyncArgs, deps: Deps) -> None:
    sent, place = await _sent(args, deps)
    wrong = _missing(sent, forms.HOW, forms.CHANGED)
    if not sent.chosen_many(forms.WHO):
        wrong[forms.WHO] = words.say_something()
    if wrong:
        await args.ack(response_action="errors", errors=wrong)
        return
    talked = Consultation(
        day=_day(sent, deps),
        with_whom=frozenset(Perspective(who) for who in sent.chosen_many(forms.WHO)),
        how=sent.text(forms.HOW),
        changed=sent.text(forms.CHANGED),
    )
    try:
        living = await consult(deps, place.statement, talked, seen=place.seen, by=sent.user)
    except InTheFuture as error:
        await _answer(args, deps, forms.DAY, error)
        return
    except (NamesSomebody, ChangedMeanwhile, NothingProposed) as error:
        await _answer(args, deps, forms.HOW, error)
        return
    await _kept(args, deps, living)


async def keep_agreement(args: AsyncArgs, deps: Deps) -> None:
    sent, place = await _sent(args, deps)
    target = _number(sent.text(forms.TARGET_FIELD), forms.HIGHEST_TARGET)
    difference = _number(sent.text(forms.DIFFERENCE), forms.HIGHEST_DIFFERENCE)
    wrong = _missing(sent, forms.MINUTE)
    if target is None:
        wrong[forms.TARGET_FIELD] = words.whole_number(1, forms.HIGHEST_TARGET)
    if difference is None:
        wrong[forms.DIFFERENCE] = words.whole_number(1, forms.HIGHEST_DIFFERENCE)
    if wrong or target is None or difference is None:
        await args.ack(response_action="errors", errors=wrong)
        return
    terms = Terms(
        text=place.text,
        day=_day(sent, deps),
        minute=sent.text(forms.MINUTE),
        target=target,
        important_difference=difference,
    )
    try:
        living = await agree(deps, place.statement, terms, seen=place.seen, by=sent.user)
    except (InTheFuture, TooEarly) as error:
        await _answer(args, deps, forms.DAY, error)
        return
    except (NamesSomebody, ChangedMeanwhile, NothingProposed, NotConsulted) as error:
        await _answer(args, deps, forms.MINUTE, error)
        return
    await _kept(args, deps, living)


async def keep_taking_back(args: AsyncArgs, deps: Deps) -> None:
    sent, place = await _sent(args, deps)
    if wrong := _missing(sent, forms.WHY):
        await args.ack(response_action="errors", errors=wrong)
        return
    why = sent.text(forms.WHY)
    try:
        living = await take_back(deps, place.statement, why, seen=place.seen, by=sent.user)
    except (NamesSomebody, ChangedMeanwhile, NothingToTakeBack) as error:
        await _answer(args, deps, forms.WHY, error)
        return
    await _kept(args, deps, living)


# Small things


async def _push_form(args: AsyncArgs, deps: Deps, form: Form) -> None:
    await args.ack()
    await deps.roles.require(_person(args), CHANGE, args.client)
    living = await life_of(deps, args.body["actions"][0]["value"])
    good = deps.framework.statements[StatementId(living.id)]
    await args.client.views_push(trigger_id=args.body["trigger_id"], view=form(good, living))


async def _sent(args: AsyncArgs, deps: Deps) -> tuple[Submission, forms.Place]:
    """Raises NotAllowed."""
    sent = Submission.of(args.body)
    await deps.roles.require(sent.user, CHANGE, args.client)
    return sent, forms.Place.model_validate_json(sent.metadata)


def _missing(sent: Submission, *blocks: str) -> dict[str, str]:
    return {block: words.say_something() for block in blocks if not sent.text(block)}


def _day(sent: Submission, deps: Deps) -> date:
    return date.fromisoformat(sent.date(forms.DAY) or deps.today().isoformat())


def _number(text: str, largest: int) -> int | None:
    """A whole number from 1 to *largest*."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < len("1000") else 0
    return number if 1 <= number <= largest else None


async def _answer(args: AsyncArgs, deps: Deps, block: str, error: HeardError) -> None:
    errors = {block: sorry(error, deps.board)}
    await args.ack(response_action="errors", errors=errors)


async def _kept(args: AsyncArgs, deps: Deps, living: LivingStatement) -> None:
    """The form closes, and what lies below it says what is so now."""
    await args.ack()
    view, person = args.body["view"], _person(args)
    if below := view.get("previous_view_id"):
        life = await _life_view(args, deps, living, words.kept(living))
        await args.client.views_update(view_id=below, view=life)
    if (root := view.get("root_view_id")) and root not in (below, view["id"]):
        area = deps.framework.area(living.content_area)
        await args.client.views_update(view_id=root, view=await _with_picture(deps, area, person))


async def _life_view(args: AsyncArgs, deps: Deps, living: LivingStatement, note: str = "") -> View:
    good = deps.framework.statements[StatementId(living.id)]
    may_change = await deps.roles.may(_person(args), CHANGE, args.client)
    return views.life_view(good, living, deps.today(), may_change=may_change, note=note)


async def _with_picture(deps: Deps, area: ContentArea, person: PersonId) -> View:
    """As the digest of the last quarter tells it to whoever asks."""
    period = latest_period(deps)
    audience = audience_for(deps, period)
    try:
        made = await make_digest(deps, area, period, audience, by=person)
    except HeardError as error:
        return await _area_view(deps, area, sorry(error, deps.board))
    note = words.whose_figures(period_label(period), audience)
    today = (await framework_of(deps, deps.today())).area(area.id)
    return await _area_view(deps, area, note, words.figures_of(made, today))


async def _area_view(
    deps: Deps,
    area: ContentArea,
    note: str,
    figures: Mapping[StatementId, Sequence[str]] | None = None,
) -> View:
    lives = await lives_in(deps, area)
    return views.area_view(area, deps.framework, lives, deps.today(), note=note, figures=figures)


def _person(args: AsyncArgs) -> PersonId:
    return PersonId(args.body.get("user_id") or args.body["user"]["id"])
