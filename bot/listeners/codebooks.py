"""/codebook: the board's themes, and how they change: proposed by one, signed by another."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from analysis.reading.codebook import LONGEST_LINE, MOST_EXAMPLES, Theme, what_is_wrong
from analysis.reading.codebook_changes import (
    Change,
    Merged,
    Proposal,
    Proposed,
    Renamed,
    Retired,
    Split,
    State,
    Widened,
    id_for,
)
from analysis.redaction.redacting import redact
from bot.deps import Deps
from bot.listeners.left_over import give_back
from bot.names import names_of
from bot.payloads import Submission
from bot.reading.codebook_proposals import (
    ACT,
    SIGN,
    after_it,
    decline,
    effect_of,
    may_sign,
    propose,
    sign,
    signers_for,
    the_proposal,
    waiting,
)
from bot.reading.unfitting import drop, unfitting
from bot.views import codebook as views
from bot.views import unfitting as unfitting_views
from bot.wording import reviews as words
from bot.wording.refusals import sorry
from surveys.errors import CannotChangeCodebook, HeardError, NamesSomebody, Unknown
from surveys.values import PersonId


async def list_themes(args: AsyncArgs, deps: Deps) -> None:
    """/codebook, and the way back to it."""
    await args.ack()
    await _who(args, deps, SIGN)
    board = await deps.codebooks.refresh(deps.store)
    await _show(args, views.codebook_view(board, await waiting(deps)))


async def choose(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    await _who(args, deps, ACT)
    await _show(args, views.choose_view(_theme(deps, args.body["actions"][0]["value"])))


async def ask(args: AsyncArgs, deps: Deps) -> None:
    """The form of one kind of change."""
    await args.ack()
    person = await _who(args, deps, ACT)
    pressed = args.body["actions"][0]
    theme = pressed.get("value") or ""
    if theme:
        _theme(deps, theme)
    asked = views.Asked(does=pressed["action_id"], theme=theme, name=deps.new_id())
    await _show_form(args, deps, asked, person)


async def list_unfitting(args: AsyncArgs, deps: Deps) -> None:
    """Groups of comments that no theme was assigned to; finding them may take some seconds."""
    await args.ack()
    person = await _who(args, deps, ACT)
    view_id = await _show(args, unfitting_views.looking_view())
    found = await unfitting(deps, person)
    await args.client.views_update(view_id=view_id, view=unfitting_views.unfitting_view(found))


async def name_group(args: AsyncArgs, deps: Deps) -> None:
    """A group becomes the proposal of a theme, with the words that it shares to begin with."""
    await _ask_about_group(args, deps, views.PROPOSE)


async def add_group(args: AsyncArgs, deps: Deps) -> None:
    """A group's words are proposed for a theme that there is."""
    await _ask_about_group(args, deps, views.WIDEN)


async def drop_group(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    person = await _who(args, deps, ACT)
    await drop(deps, person, args.body["actions"][0]["value"].split()[0])
    found = await unfitting(deps, person)
    await _show(args, unfitting_views.unfitting_view(found))


async def _ask_about_group(args: AsyncArgs, deps: Deps, does: str) -> None:
    await args.ack()
    person = await _who(args, deps, ACT)
    shared = tuple(args.body["actions"][0]["value"].split())
    asked = views.Asked(does=does, name=deps.new_id(), words=shared)
    await _show_form(args, deps, asked, person)


async def _show_form(args: AsyncArgs, deps: Deps, asked: views.Asked, by: PersonId) -> None:
    signers = await names_of(await signers_for(deps, by, args.client), args.client)
    await _show(args, views.change_form(asked, deps.codebook, signers))


async def take_proposal(args: AsyncArgs, deps: Deps) -> None:
    """Kept before it is acknowledged. What can't be done is given back with what was written."""
    by = await _who(args, deps, ACT)
    sent = Submission.of(args.body)
    asked = views.Asked.model_validate_json(sent.metadata)
    if wrong := await _mistakes(args, deps, sent, asked, by):
        await args.ack(response_action="errors", errors=wrong)
        return
    try:
        proposal = await propose(
            deps,
            asked.name,
            _change(sent, asked),
            why=sent.text(views.REASON),
            by=by,
            signs=sent.person(views.SIGNS) or by,
        )
    except NamesSomebody as error:
        errors = {views.REASON: sorry(error, deps.board)}
        await args.ack(response_action="errors", errors=errors)
        return
    except HeardError as error:
        if isinstance(error, CannotChangeCodebook) and views.LABEL in sent.values:
            sentence = sorry(error, deps.board)
            await args.ack(response_action="errors", errors={views.LABEL: sentence})
            return
        given = {"Why": sent.text(views.REASON), "Name": sent.text(views.LABEL)}
        await give_back(args, deps, error, given)
        return
    await args.ack(response_action="update", view=views.proposed_view(proposal, deps.codebook))


async def see(args: AsyncArgs, deps: Deps) -> None:
    """One change that waits, and then what it would move, which takes some seconds to count."""
    await args.ack()
    person = await _who(args, deps, SIGN)
    proposal = await the_proposal(deps, args.body["actions"][0]["value"])
    await deps.codebooks.refresh(deps.store)
    view = views.proposal_view(proposal, deps.codebook, person, None)
    view_id = await _show(args, view)
    await _with_effect(args, deps, proposal, person, view_id)


async def sign_it(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    person = await _who(args, deps, SIGN)
    board = await sign(deps, person, args.body["actions"][0]["value"])
    await _show(args, views.codebook_view(board, await waiting(deps), words.COUNTS_NOW))


async def decline_it(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    person = await _who(args, deps, SIGN)
    await decline(deps, person, args.body["actions"][0]["value"])
    await _show(args, views.codebook_view(deps.codebooks.now, await waiting(deps)))


async def _with_effect(
    args: AsyncArgs, deps: Deps, proposal: Proposal, person: PersonId, view_id: str
) -> None:
    if proposal.state is not State.WAITING:
        return
    note, effect, shares = "", None, None
    try:
        effect, shares = await effect_of(deps, after_it(deps.codebooks.now, proposal))
    except (Unknown, CannotChangeCodebook):
        note = words.NOT_ANY_MORE
    if not await deps.roles.may(person, ACT, args.client):
        shares = None
    view = views.proposal_view(proposal, deps.codebook, person, effect, note, shares=shares)
    await args.client.views_update(view_id=view_id, view=view)


async def _mistakes(
    args: AsyncArgs, deps: Deps, sent: Submission, asked: views.Asked, by: PersonId
) -> dict[str, str]:
    signs = sent.person(views.SIGNS)
    found = {}
    if signs == by:
        found[views.SIGNS] = words.NO_OWN_SIGNATURE
    elif signs is None or not await may_sign(deps, signs, args.client):
        found[views.SIGNS] = words.MAY_NOT_SIGN
    if asked.does in (views.PROPOSE, views.SPLIT) and not id_for(sent.text(views.LABEL)):
        found[views.LABEL] = words.NO_NAME
    needed = {views.LABEL, views.DESCRIPTION, views.REASON} & set(sent.values)
    found |= dict.fromkeys((one for one in needed if not sent.text(one)), words.BLANK)
    if asked.does in (views.PROPOSE, views.SPLIT, views.WIDEN):
        found |= _mistakes_of_words(sent, asked)
    return found


def _mistakes_of_words(sent: Submission, asked: views.Asked) -> dict[str, str]:
    written, examples = _words(sent), _examples(sent)
    found = {}
    if reasons := [why for one in written if (why := what_is_wrong(one))]:
        found[views.WORDS] = reasons[0]
    elif not written and (asked.does != views.WIDEN or not examples):
        found[views.WORDS] = words.NO_WORDS
    if len(examples) > MOST_EXAMPLES or any(len(one) > LONGEST_LINE for one in examples):
        found[views.EXAMPLES] = words.LONG_EXAMPLES
    return found


def _change(sent: Submission, asked: views.Asked) -> Change:
    match asked.does:
        case views.PROPOSE:
            return Proposed(theme=_new(sent))
        case views.RENAME:
            return Renamed(
                theme=asked.theme,
                label=sent.text(views.LABEL),
                description=sent.text(views.DESCRIPTION),
            )
        case views.MERGE:
            return Merged(theme=asked.theme, into=sent.chosen(views.INTO) or "")
        case views.WIDEN:
            return Widened(
                theme=asked.theme or sent.chosen(views.INTO) or "",
                words=tuple(_words(sent)),
                examples=tuple(_examples(sent)),
            )
        case views.SPLIT:
            return Split(theme=asked.theme, new=_new(sent))
        case _:
            return Retired(theme=asked.theme)


def _new(sent: Submission) -> Theme:
    label = sent.text(views.LABEL)
    return Theme(
        id=id_for(label),
        label=label,
        description=sent.text(views.DESCRIPTION),
        words=tuple(_words(sent)),
        examples=tuple(_examples(sent)),
    )


def _examples(sent: Submission) -> list[str]:
    """One a line, and without personal data: the codebook is kept."""
    written = (" ".join(one.split()) for one in sent.text(views.EXAMPLES).splitlines())
    return list(dict.fromkeys(redact(one).text for one in written if one))


def _words(sent: Submission) -> list[str]:
    written = sent.text(views.WORDS).replace(",", "\n").casefold().splitlines()
    return list(dict.fromkeys(" ".join(one.split()) for one in written if one.strip()))


def _theme(deps: Deps, wanted: str) -> Theme:
    """Raises Unknown."""
    found = deps.codebook.theme(wanted)
    if found is None:
        raise Unknown("theme", wanted)
    return found


async def _who(args: AsyncArgs, deps: Deps, act: str) -> PersonId:
    """Raises NotAllowed."""
    person = PersonId(args.body.get("user_id") or args.body["user"]["id"])
    await deps.roles.require(person, act, args.client)
    return person


async def _show(args: AsyncArgs, view: View) -> str:
    """In the place of the modal that it was pressed in, else in one of its own. Returns its id."""
    shown = args.body.get("view") or {}
    if shown.get("type") == "modal":
        await args.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
        return str(shown["id"])
    answer = await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
    return str(answer["view"]["id"])
