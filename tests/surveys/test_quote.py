"""Two different people make a quote; one no ends it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from surveys.quote import (
    Chosen,
    Passage,
    Quote,
    Scope,
    Why,
    approve,
    quote_id,
    refuse,
    take_back,
)
from surveys.values import AreaId, PersonId

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
QUINN, BEN, ANNA = (PersonId(name) for name in ("UQUINN", "UBEN", "UANNA"))
PASSAGE = Passage(voice="voice-1", start=0, end=20)


def a_quote() -> Quote:
    return Quote(
        id="quote-1",
        area=AreaId("neglect"),
        period="2026-Q3",
        passage=PASSAGE,
        chosen=Chosen.TYPICAL,
    )


def test_one_person_is_never_two() -> None:
    quote = approve(a_quote(), Scope.BOARD, QUINN, NOW)
    quote = approve(quote, Scope.PUBLIC, QUINN, NOW)

    assert quote.approved_for is None
    assert quote.waits_for_another
    assert not quote.may_be_shown_to(Scope.BOARD)


def test_it_goes_as_far_as_both_approved() -> None:
    once = approve(a_quote(), Scope.PUBLIC, QUINN, NOW)

    narrow = approve(once, Scope.BOARD, BEN, NOW)
    wide = approve(once, Scope.PUBLIC, BEN, NOW)

    assert narrow.approved_for is Scope.BOARD
    assert not narrow.may_be_shown_to(Scope.PUBLIC)
    assert wide.may_be_shown_to(Scope.BOARD)
    assert wide.may_be_shown_to(Scope.PUBLIC)


def test_the_same_passage_of_other_words_is_another_quote() -> None:
    about = (AreaId("neglect"), "2026-Q3", PASSAGE)

    assert quote_id(*about, "They never ask me.") == quote_id(*about, "They never ask me.")
    assert quote_id(*about, "They never ask me.") != quote_id(*about, "[name] never asks me.")


ACTS = st.tuples(
    st.sampled_from(["board", "public", "refuse", "take back"]),
    st.sampled_from([QUINN, BEN, ANNA]),
)


@given(st.lists(ACTS, max_size=12))
def test_whatever_is_done_two_must_have_approved_since_the_last_no(
    acts: list[tuple[str, PersonId]],
) -> None:
    quote, approving = a_quote(), dict[PersonId, str]()
    for act, person in acts:
        before = quote
        match act:
            case "refuse":
                quote = refuse(quote, Why.POINTS, person, NOW)
                approving.clear()
            case "take back":
                quote = take_back(quote, person, NOW)
                approving.clear()
            case scope:
                quote = approve(quote, Scope(scope), person, NOW)
                approving[person] = scope
        assert quote.steps[: len(before.steps)] == before.steps

    assert (quote.approved_for is not None) == (len(approving) >= 2)
    public = list(approving.values()).count("public")
    assert (quote.approved_for is Scope.PUBLIC) == (public >= 2)
