"""Slack takes every modal of a review and of the codebook, whatever people have written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from slack_sdk.models.views import View

from analysis.figures.codebook_shares import ShareMoved, SharesMoved
from analysis.reading.codebook import Codebook, Theme, library_codebook
from analysis.reading.codebook_changes import (
    BoardCodebook,
    Change,
    Merged,
    Proposal,
    Proposed,
    Renamed,
    Retired,
    Split,
    first,
)
from analysis.reading.codebook_effect import Effect
from analysis.reading.reader import read
from bot.board import Board
from bot.reading.comments import Comment
from bot.reading.review_desk import Desk, Marks, Shown
from bot.views import codebook as codebook_views
from bot.views import review as views
from bot.views import review_forms as forms
from bot.views.home import home
from bot.wording import reviews as words
from surveys.coding import Sentiment
from surveys.review import PersonCoding, Read, Review
from surveys.values import PersonId
from tests.builders import GETS_IN_THE_WAY, a_response, saying
from tests.checkers import as_json, problems_of_view
from tests.digests import HOSTILE

TEXTS = {
    "one word": "Time",
    "a face": "🙂",
    "hostile": HOSTILE * 20,
    "long": "Nobody rang us back, but the worker was kind and came each week. " * 180,
    "one endless word": "a" * 12_000,
    "marks": "[name] and [school] " * 40,
    "lines": "\n\n".join(["late again"] * 60),
}
MANY = Codebook(
    themes=tuple(
        Theme(id=f"t{n}", label=f"{n} {'o' * 200}", description="d" * 2000, words=(f"late{n}",) * 9)
        for n in range(100)
    )
)
ALL = tuple(theme.id for theme in library_codebook().themes)


def shown(text: str, **changes: object) -> Shown:
    response = a_response().model_copy(update={"answers": {GETS_IN_THE_WAY: saying(text)}})
    comment = Comment(response, GETS_IN_THE_WAY, text, asked=HOSTILE[:280])
    desk = Desk(
        now="r q",
        seen="s" * 16,
        waiting=tuple(f"{'r' * 36} {'q' * 20}" for _ in range(28)),
        last="r l",
        left=400,
    )
    one = PersonCoding(
        by="a", day=date(2026, 9, 1), codebook="c", read=Read(sentiment=Sentiment.MIXED, themes=ALL)
    )
    other = one.model_copy(update={"by": "b", "read": Read(sentiment=Sentiment.NEGATIVE)})
    blind = tuple(coding.model_copy(update={"blind": True}) for coding in (one, other))
    review = Review(
        id="x",
        response=comment.response,
        question=comment.question,
        day=comment.day,
        text=comment.fingerprint,
        double=True,
        codings=blind,
    )
    given: dict[str, object] = {"comment": comment, "reading": read(text), "review": review}
    return Shown(desk, 12, 3, **given | changes)  # type: ignore[arg-type]


def every_view(text: str, codebook: Codebook) -> Iterator[View]:
    at = shown(text, note="A colleague was quicker.")
    yield views.review_view(at, codebook, 30)
    yield views.nothing_view(at, 30)
    yield forms.blind_view(at, codebook, 30)
    yield forms.settle_view(at, codebook, 30)
    yield forms.change_view(at, codebook, 30)
    yield forms.split_view(at)
    marks = Marks(once="o" * 36, text="f" * 16, words="<*" * 40, mark="[name]", needless=(0, 1))
    yield forms.marks_view(at, marks)
    yield forms.sure_view(at, marks, text)
    yield forms.leave_view(at)


@pytest.mark.parametrize("name", TEXTS)
def test_slack_takes_every_form_of_a_review(name: str) -> None:
    codebook = MANY if name == "long" else library_codebook()
    for view in every_view(TEXTS[name], codebook):
        assert problems_of_view(as_json(view)) == []


def test_words_of_a_theme_stand_beside_it_and_not_beside_the_sentiment() -> None:
    told = "She was lovely, kind, warm and always listened, but nobody ever rang back in time."
    at = shown(told)
    view = str(as_json(views.review_view(at, library_codebook(), 30)))

    assert at.reading
    for sentence in at.reading.sentences:
        for found in sentence.found:
            theme = library_codebook().theme(found.theme)
            assert theme
            why = ", ".join(f"“{said}”" for said in found.why)
            assert f"{theme.label} from {why}" in view


def test_what_a_comment_says_of_the_good_statement_is_shown() -> None:
    good = "Children are listened to"
    at = shown("Nobody listened.")
    assert at.comment
    about = replace(at.comment, statement=good)
    known = shown("x", comment=about, reading=read("Nobody listened.", statement=good))

    assert "*contradict*" in str(as_json(views.review_view(known, library_codebook(), 30)))
    assert "'good' statement" not in str(as_json(views.review_view(at, library_codebook(), 30)))


def test_which_sentence_is_not_in_english_is_said_beside_the_others() -> None:
    polish = "Nikt do nas nie dzwoni."
    told = str(as_json(forms.blind_view(shown(f"She was nice. {polish}"), library_codebook(), 30)))

    assert f"Not in English: “{polish}”" in told


def test_nothing_of_the_machines_reading_is_in_a_form_that_is_coded_blind() -> None:
    told = "She was kind. Nobody rang back about the referral."
    view = as_json(forms.blind_view(shown(told), library_codebook(), 30))

    assert "initial_option" not in str(view)
    for said in ("from “", "As a whole", "Agree"):
        assert said not in str(view)


def test_a_sentence_that_is_read_as_mixed_is_shown_to_be_before_anybody_agrees() -> None:
    text = "my worker is fun and then she forgot my birthday"
    found = read(text)
    mixed = found.model_copy(update={"sentiment": Sentiment.MIXED})
    alike = found.model_copy(update={"sentiment": found.sentences[0].sentiment})

    def told(reading: object) -> str:
        return str(as_json(views.review_view(shown(text, reading=reading), library_codebook(), 30)))

    assert len(found.sentences) == 1
    assert "*As a whole:* Mixed" in told(mixed)
    assert "As a whole" not in told(alike)


def test_a_change_begins_with_the_whole_as_the_machine_read_it() -> None:
    at = shown("She was kind. Nobody rang back.")
    assert at.reading
    reading = at.reading.model_copy(update={"sentiment": Sentiment.NEGATIVE})
    again = replace(at, reading=reading)

    view = as_json(forms.change_view(again, library_codebook(), 30))

    [field] = [one for one in view["blocks"] if one.get("block_id", "").startswith("whole")]
    assert field["element"]["initial_option"]["text"]["text"] == (
        "Negative, if no sentence is changed"
    )


def test_the_form_for_splitting_says_when_it_offers_not_every_place() -> None:
    def told(number: int) -> str:
        return str(as_json(forms.split_view(shown("late " * number))))

    assert "The 10 likeliest places" not in told(11)
    assert "The 10 likeliest places" in told(12)


def test_a_split_offers_where_a_view_turns_first_in_whole_words() -> None:
    text = (
        "The safeguarding supervisor who was there from the first day, and her manager, came "
        "and went however often we rang"
    )
    view = as_json(forms.split_view(shown(text)))

    [told] = [one["element"]["options"] for one in view["blocks"] if "element" in one]
    offered = [one["text"]["text"] for one in told]
    assert len(offered) == 10
    assert offered[:3] == [
        "…and her manager, came and went | however often we rang",
        "…was there from the first day, | and her manager, came and went…",
        "…first day, and her manager, | came and went however often we…",
    ]
    around = {word for one in offered for word in one.replace("|", " ").strip("…").split()}
    assert {word.strip("…") for word in around} <= set(text.split())


def test_a_whole_that_is_mixed_though_no_sentence_shows_why_is_explained() -> None:
    def told(text: str, whole: Sentiment) -> str:
        reading = read(text).model_copy(update={"sentiment": whole})
        return str(as_json(views.review_view(shown(text, reading=reading), library_codebook(), 30)))

    two = "She was kind. Nobody rang back and it was awful."
    assert "one sentence holds two views" in told("She was kind.", Sentiment.MIXED)
    assert "one sentence holds two views" not in told("She was kind.", Sentiment.POSITIVE)
    assert "one sentence holds two views" not in told(two, Sentiment.MIXED)


def test_a_mark_that_may_be_needless_is_shown_as_it_stands() -> None:
    at = shown("Ask [name] (the manager).")
    marks = Marks(once="o", text="t", words="", mark="[name]", needless=(0,))

    for view in (forms.marks_view(at), forms.sure_view(at, marks, "")):
        assert "Ask [name] (the manager)." in str(as_json(view)["blocks"][-2])


def test_what_a_mark_stands_for_is_called_as_people_write_it() -> None:
    told = str(as_json(forms.marks_view(shown("late"))))

    assert all(f"'{name}'" in told for name in ("NHS number", "National Insurance number"))


def a_proposal(change: Change) -> Proposal:
    return Proposal(
        id="p",
        change=change,
        why=HOSTILE[:400],
        by=PersonId("UQUINN"),
        signs=PersonId("URITA"),
        day=date(2026, 9, 1),
    )


@pytest.mark.parametrize("codebook", [library_codebook(), MANY], ids=["library", "many"])
def test_slack_takes_every_view_of_a_codebook(codebook: Codebook) -> None:
    theme, other = codebook.themes[0], codebook.themes[1]
    new = theme.model_copy(update={"id": "new", "label": HOSTILE[:70]})
    changes: tuple[Change, ...] = (
        Proposed(theme=new),
        Renamed(theme=theme.id, label=HOSTILE[:70], description=HOSTILE[:400]),
        Merged(theme=theme.id, into=other.id),
        Split(theme=theme.id, new=new),
        Retired(theme=theme.id),
    )
    board: BoardCodebook = first(codebook)
    proposals = [a_proposal(change) for change in changes]
    effect = Effect(comments=900, moved=40, unassigned=3, by_people=0)
    made = [
        codebook_views.codebook_view(board, proposals, "It counts now."),
        codebook_views.choose_view(theme),
        *(
            codebook_views.change_form(
                codebook_views.Asked(does=does, theme=theme.id, name="n"), codebook, signers
            )
            for does in codebook_views.DOING
            for signers in ({}, {PersonId("URITA"): "Rita"})
        ),
        *(codebook_views.proposal_view(one, codebook, one.signs, effect) for one in proposals),
        *(codebook_views.proposal_view(one, codebook, one.by, None, "x") for one in proposals),
        *(codebook_views.proposed_view(one, codebook) for one in proposals),
    ]

    for view in made:
        assert problems_of_view(as_json(view)) == []


def test_nobody_and_a_few_look_the_same_in_what_a_change_would_move() -> None:
    def told(moved: int) -> str:
        effect = Effect(comments=90, moved=moved, unassigned=moved, by_people=moved)
        proposal = a_proposal(Retired(theme="workload"))
        return str(
            as_json(codebook_views.proposal_view(proposal, library_codebook(), proposal.by, effect))
        )

    assert told(0) == told(4) != told(5)


def test_whose_share_would_move_is_told_to_analysts_and_nobody_and_a_few_look_the_same() -> None:
    proposal = a_proposal(Retired(theme="workload"))
    effect = Effect(comments=90, moved=40, unassigned=0, by_people=0)
    moved = (
        ShareMoved(label="Workload & <pay>", then=34, now=None, is_there=False),
        ShareMoved(label="Trust", then=None, now=12),
        ShareMoved(label="Letters", then=None, now=9, was_there=False),
    )

    def told(shares: SharesMoved | None) -> str:
        view = codebook_views.proposal_view(
            proposal, library_codebook(), proposal.signs, effect, shares=shares
        )
        assert problems_of_view(as_json(view)) == []
        return str(as_json(view))

    shown = told(SharesMoved(people=84, moved=moved))
    assert "of 84 people who wrote" in shown
    assert "“Workload &amp; &lt;pay&gt;” 34% → gone" in shown
    assert "“Trust” too few or nearly all to tell → 12%; “Letters” new → 9%" in shown
    assert "not corrected for what the machine gets wrong" in shown
    assert "ask an analyst" in told(None)
    assert "Too few people wrote" in told(SharesMoved(people=None))
    assert "No theme's share would move" in told(SharesMoved(people=84))


def test_the_home_tab_of_a_reviewer_says_how_far_they_are() -> None:
    board = Board(name="B", mash_contact="1", out_of_hours="2")
    view = home([], [], board, views.on_home(12, 30, 2))

    assert problems_of_view(as_json(view)) == []
    assert "12 of 30 today" in str(as_json(view))


def test_who_codes_more_than_is_asked_for_is_told_that_it_is_more() -> None:
    assert words.done_today(29, 30) == "29 of 30 today"
    assert words.done_today(30, 30) == "30 of 30 today, all done"
    assert words.done_today(31, 30) == "31 today, more than the 30 that are asked for"
