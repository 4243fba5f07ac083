"""/review: what the machine read, checked by people, one comment at a time in one modal.

Words stand in modals only. Every comment that is shown is in the access log before it is.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from analysis.reading.sentiment import whole
from analysis.redaction.personal_data import MARKS
from bot.deps import Deps
from bot.payloads import Submission
from bot.reading import reviewing
from bot.reading.comments import Comment, comment_of
from bot.reading.marking import as_marked, correct
from bot.reading.review_desk import Desk, Marks, Reviewer, Shown, pieces
from bot.reading.review_queue import ACT, again, begin, begin_settling
from bot.reading.review_report import agreement_lines, machine_lines
from bot.safeguarding.review_concerns import raise_it
from bot.views import review as views
from bot.views import review_forms as forms
from bot.wording import reviews as words
from surveys.coding import CodedSentence, Sentiment
from surveys.review import Read, Why
from surveys.values import PersonId, Slug


async def start(args: AsyncArgs, deps: Deps) -> None:
    """/review, the button on Home, the way back to the queue."""
    await args.ack()
    who = await _who(args, deps)
    view_id = await _opened(args)
    await _put(args, view_id, _view(await begin(deps, who), deps))


async def start_settling(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    who = await _who(args, deps)
    view_id = await _opened(args)
    await _put(args, view_id, _view(await begin_settling(deps, who), deps))


async def show_agreement(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    await _who(args, deps)
    view_id = await _opened(args)
    agreeing, machine = await agreement_lines(deps), await machine_lines(deps)
    await _put(args, view_id, forms.agreement_view(agreeing, Desk(), machine))


async def agree(args: AsyncArgs, deps: Deps) -> None:
    """The one press: kept, then the next comment in the same modal."""
    who, desk = await _at(args, deps)
    await _next(args, deps, await reviewing.agree(deps, who, desk))


async def code(args: AsyncArgs, deps: Deps) -> None:
    """Coded blind, or settled."""
    who, desk = await _at(args, deps)
    await _next(args, deps, await reviewing.code(deps, who, desk, _whole_of(args, deps, desk)))


async def save_change(args: AsyncArgs, deps: Deps) -> None:
    """Coded sentence by sentence."""
    who, desk = await _at(args, deps)
    shown = await again(deps, who, desk)
    if shown.reading is None or shown.desk.seen != desk.seen:
        await _next(args, deps, shown)
        return
    found = _sentences_of(args, shown, desk)
    await _next(args, deps, await reviewing.code(deps, who, desk, found))


async def skip(args: AsyncArgs, deps: Deps) -> None:
    await _press(args, deps, reviewing.skip_it)


async def undo(args: AsyncArgs, deps: Deps) -> None:
    await _press(args, deps, reviewing.undo)


async def back(args: AsyncArgs, deps: Deps) -> None:
    await _press(args, deps, _without_cuts)


async def raise_concern(args: AsyncArgs, deps: Deps) -> None:
    await _press(args, deps, _raised)


async def ask_change(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    shown = await _shown_again(args, deps)
    view = _view(shown, deps)
    if shown.comment and shown.is_read and not shown.blind:
        view = forms.change_view(shown, deps.codebook, deps.board.reviews_a_day)
    await _update(args, view)


async def ask_split(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    shown = await _shown_again(args, deps)
    await _update(args, forms.split_view(shown) if shown.comment else _view(shown, deps))


async def ask_marks(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    shown = await _shown_again(args, deps)
    view = forms.marks_view(shown, shown.desk.marks) if shown.comment else _view(shown, deps)
    await _update(args, view)


async def ask_leave(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    shown = await _shown_again(args, deps)
    await _update(args, forms.leave_view(shown) if shown.comment else _view(shown, deps))


async def split(args: AsyncArgs, deps: Deps) -> None:
    """The parts of what was split, each to be coded."""
    who, desk = await _at(args, deps)
    chosen = Submission.of(args.body).chosen_many(forms.field(desk, forms.CUTS))
    cuts = tuple(sorted({*desk.cuts, *(int(place) for place in chosen)}))
    shown = await again(deps, who, desk.model_copy(update={"cuts": cuts}))
    if shown.comment is None or shown.desk.seen != desk.seen or shown.blind:
        await _next(args, deps, shown)
        return
    view = forms.change_view(shown, deps.codebook, deps.board.reviews_a_day)
    await args.ack(response_action="update", view=view)


async def correct_marks(args: AsyncArgs, deps: Deps) -> None:
    """Asked once more, because it is for good; done, and then the comment as it is now."""
    who, desk = await _at(args, deps)
    if desk.marks:
        await _next(args, deps, await _marked(deps, who, desk, desk.marks))
        return
    shown = await again(deps, who, desk)
    if shown.comment is None or shown.desk.seen != desk.seen:
        await _next(args, deps, shown)
        return
    marks = _marks_of(args, deps, desk, shown.comment)
    after = as_marked(shown.comment, marks)
    if marks.words and after == shown.comment.text:
        errors = {forms.field(desk, forms.MISSED): words.NOWHERE}
        await args.ack(response_action="errors", errors=errors)
    elif marks.words or marks.needless:
        await args.ack(response_action="update", view=forms.sure_view(shown, marks, after))
    else:
        await _next(args, deps, shown)


async def leave_out(args: AsyncArgs, deps: Deps) -> None:
    who, desk = await _at(args, deps)
    why = Submission.of(args.body).chosen(forms.field(desk, forms.WHY))
    await _next(args, deps, await reviewing.leave_it_out(deps, who, desk, Why(why or "")))


# Reading the forms


def _whole_of(args: AsyncArgs, deps: Deps, desk: Desk) -> Read:
    sent = Submission.of(args.body)
    groups = range(len(deps.codebook.themes) // forms.MOST_BOXES + 1)
    themes = [one for n in groups for one in sent.chosen_many(forms.field(desk, forms.THEMES, n))]
    sentiment = sent.chosen(forms.field(desk, forms.SENTIMENT))
    return Read(sentiment=Sentiment(sentiment or ""), themes=tuple(themes))


def _marks_of(args: AsyncArgs, deps: Deps, desk: Desk, comment: Comment) -> Marks:
    sent = Submission.of(args.body)
    needless = sent.chosen_many(forms.field(desk, forms.NEEDLESS))
    return Marks(
        once=deps.new_id(),
        text=comment.fingerprint,
        words=(sent.text(forms.field(desk, forms.MISSED)) or "").strip(),
        mark=sent.chosen(forms.field(desk, forms.KIND)) or MARKS["name"],
        needless=tuple(int(one) for one in needless),
    )


def _sentences_of(args: AsyncArgs, shown: Shown, desk: Desk) -> Read:
    assert shown.reading is not None
    sent = Submission.of(args.body)
    found: list[CodedSentence] = []
    is_changed = False
    for number, one in enumerate(pieces(shown.reading, desk.cuts)):
        sentiment, themes = one.sentence.sentiment, one.sentence.themes
        if chosen := sent.chosen(forms.field(desk, forms.SENTIMENT, number)):
            sentiment = Sentiment(chosen)
            themes = sent.chosen_many(forms.field(desk, forms.THEMES, number))
        is_changed |= sentiment is not one.sentence.sentiment
        found.append(
            CodedSentence(start=one.start, end=one.end, sentiment=sentiment, themes=themes)
        )
    leaning = sent.chosen(forms.field(desk, forms.WHOLE))
    match leaning:
        case None | forms.AS_IT_WAS_READ if not is_changed:
            told = shown.reading.sentiment
        case None | forms.AS_IT_WAS_READ | forms.AS_ITS_SENTENCES:
            told = whole(one.sentiment for one in found)
        case _:
            told = Sentiment(leaning)
    return Read(sentiment=told, themes=_most_first(found), sentences=tuple(found))


def _most_first(found: Iterable[CodedSentence]) -> tuple[Slug, ...]:
    counted = Counter(theme for one in found for theme in one.themes)
    return tuple(theme for theme, _ in counted.most_common())


# Showing


async def _without_cuts(deps: Deps, who: Reviewer, desk: Desk) -> Shown:
    return await again(deps, who, desk.model_copy(update={"cuts": (), "marks": None}))


async def _marked(deps: Deps, who: Reviewer, desk: Desk, marks: Marks) -> Shown:
    comment = await comment_of(deps, desk.reference)
    is_done = comment is not None and await correct(deps, who, comment, marks)
    after = desk.model_copy(update={"cuts": (), "marks": None})
    return await again(deps, who, after, "" if is_done or comment is None else words.CHANGED)


async def _raised(deps: Deps, who: Reviewer, desk: Desk) -> Shown:
    comment = await comment_of(deps, desk.reference)
    if comment:
        await raise_it(deps, who, comment)
    return await again(deps, who, desk, words.LEAD_TOLD)


def _view(shown: Shown, deps: Deps) -> View:
    goal = deps.board.reviews_a_day
    if shown.comment is None:
        return views.nothing_view(shown, goal)
    if shown.desk.settling:
        return forms.settle_view(shown, deps.codebook, goal)
    if shown.blind or not shown.is_read:
        return forms.blind_view(shown, deps.codebook, goal)
    return views.review_view(shown, deps.codebook, goal)


async def _who(args: AsyncArgs, deps: Deps) -> Reviewer:
    """Raises NotAllowed."""
    person = PersonId(args.body.get("user_id") or args.body["user"]["id"])
    await deps.roles.require(person, ACT, args.client)
    return Reviewer(person, deps.pseudonyms.reviewer(person))


async def _at(args: AsyncArgs, deps: Deps) -> tuple[Reviewer, Desk]:
    who = await _who(args, deps)
    return who, Desk.model_validate_json(Submission.of(args.body).metadata)


async def _shown_again(args: AsyncArgs, deps: Deps) -> Shown:
    return await again(deps, *await _at(args, deps))


async def _press(
    args: AsyncArgs, deps: Deps, act: Callable[[Deps, Reviewer, Desk], Awaitable[Shown]]
) -> None:
    await args.ack()
    await _update(args, _view(await act(deps, *await _at(args, deps)), deps))


async def _next(args: AsyncArgs, deps: Deps, shown: Shown) -> None:
    await args.ack(response_action="update", view=_view(shown, deps))


async def _update(args: AsyncArgs, view: View) -> None:
    shown = args.body["view"]
    await args.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)


async def _opened(args: AsyncArgs) -> str:
    """The modal to show it in, open before anything is looked up."""
    shown = args.body.get("view") or {}
    if shown.get("type") == "modal":
        return str(shown["id"])
    answer = await args.client.views_open(
        trigger_id=args.body["trigger_id"], view=views.opening_view()
    )
    return str(answer["view"]["id"])


async def _put(args: AsyncArgs, view_id: str, view: View) -> None:
    await args.client.views_update(view_id=view_id, view=view)
