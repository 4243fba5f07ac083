"""What people keep, change and drop, and the rows that the machine may learn from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from analysis.reading.agreeing import agreement_by_theme, agreement_on_sentiment
from analysis.reading.corrections import corrections, labelled, used_by_version
from analysis.statistics import agreement
from surveys.coding import CodedSentence, Sampled, Sentiment
from surveys.framework import Perspective
from surveys.review import (
    LeftOut,
    PersonCoding,
    Read,
    Review,
    Skipped,
    Why,
    coded_anew,
    fingerprint,
    is_stale,
    leave_out,
    may_audit,
    of_marked_words,
    settle,
    take_back,
    waits_for,
    waits_to_settle,
    with_coding,
)
from surveys.reviewed import coding_of
from surveys.values import AreaId, QuestionId, ResponseId
from tests.builders import a_coding, a_response

DAY = date(2026, 9, 3)
NEGATIVE, NEUTRAL = Sentiment.NEGATIVE, Sentiment.NEUTRAL


def a_review(*codings: PersonCoding, **changes: Any) -> Review:
    usual: dict[str, Any] = {
        "id": "review-1",
        "response": ResponseId("response-1"),
        "question": QuestionId("why"),
        "day": DAY,
        "text": fingerprint("No time."),
        "codings": codings,
    }
    return Review(**usual | changes)


def a_reading(
    *themes: str, by: str = "anna", machine: tuple[str, ...] | None = None, **changes: Any
) -> PersonCoding:
    usual: dict[str, Any] = {
        "by": by,
        "day": DAY,
        "codebook": "one",
        "read": Read(sentiment=changes.pop("leaning", NEGATIVE), themes=themes),
        "machine": None if machine is None else a_coding(a_response(), themes=machine),
    }
    return PersonCoding(**usual | changes)


def test_what_is_kept_dropped_and_added_is_told_by_theme() -> None:
    reviews = [
        a_review(a_reading("time", "trust", machine=("time", "access"))),
        a_review(a_reading("time", machine=("time",))),
        a_review(a_reading("time", machine=None)),
        leave_out(
            a_review(a_reading("time", machine=("trust",))),
            LeftOut(by="anna", day=DAY, why=Why.TWICE),
        ),
    ]

    found = corrections(reviews, ("time", "trust", "access"), {})

    assert (found.compared, found.agreed) == (2, 1)
    assert [(one.kept, one.dropped, one.added) for one in found.themes] == [
        (2, 0, 0),
        (0, 0, 1),
        (0, 1, 0),
    ]
    assert [one.precision for one in found.themes] == [1, None, 0]
    assert [one.recall for one in found.themes] == [1, 0, None]


def test_only_the_random_sample_says_how_good_the_machine_is() -> None:
    chosen = a_review(a_reading("time", machine=("trust",)))
    drawn = a_review(a_reading("time", machine=("time",), blind=True), sampled=Sampled.AUDIT)
    seen_since = with_coding(drawn, a_reading("trust", machine=("time",)))

    found = corrections([chosen, drawn, seen_since], ("time",), {}, sampled_only=True)

    assert (found.compared, found.agreed) == (1, 1)


def test_a_sample_that_was_coded_before_there_was_a_theme_says_nothing_of_the_machine() -> None:
    old = a_review(a_reading("time", machine=("time",), blind=True), sampled=Sampled.AUDIT)
    anew = a_reading("time", machine=("time", "trust"), blind=True, codebook="two")
    since = a_review(anew.model_copy(update={"drawn": True}), sampled=Sampled.AUDIT)
    asked = {"one": {"time"}, "two": {"time", "trust"}}

    found = corrections(
        [with_coding(old, anew), since], ("time", "trust"), {}, asked, sampled_only=True
    )

    assert [(one.kept, one.dropped) for one in found.themes] == [(2, 0), (0, 1)]


def test_a_settled_coding_outranks_both_and_both_are_kept() -> None:
    anna = a_reading("time", by="anna", blind=True)
    ben = a_reading("trust", by="ben", blind=True)
    review = a_review(anna, ben, double=True)
    settled = settle(
        settle(review, a_reading("time", "trust", by="ben")),
        a_reading("trust", "time", by="anna"),
    )

    assert review.disagreement == (anna, ben)
    assert settled.disagreement is None
    assert settled.codings == (anna, ben)
    counts = coding_of(settled, {})
    assert counts
    assert set(counts.themes) == {"time", "trust"}
    assert counts.settled


def differing() -> Review:
    anna, ben = (a_reading(one, by=by, blind=True) for one, by in (("time", "anna"), ("x", "ben")))
    return a_review(anna, ben, double=True)


def test_it_takes_two_to_settle_and_they_have_to_record_the_same() -> None:
    by_one = settle(settle(differing(), a_reading("time")), a_reading("time"))
    by_two_apart = settle(by_one, a_reading("x", by="ben"))

    assert by_one.disagreement
    assert by_one.counting == by_one.codings[-1]
    assert not waits_to_settle(by_one, "anna")
    assert waits_to_settle(by_one, "ben")
    assert by_two_apart.settled is None
    assert waits_to_settle(by_two_apart, "anna")
    assert settle(by_two_apart, a_reading("x", by="anna")).settled
    assert take_back(by_one, "anna") == differing()


def test_what_was_settled_and_then_split_counts_as_it_was_coded_anew() -> None:
    settled = settle(settle(differing(), a_reading("time")), a_reading("time", by="ben"))
    stale = {"time": ("one",)}
    assert waits_for(settled, "cleo", stale)

    anew = coded_anew(settled, a_reading("lists", by="cleo", codebook="two"))

    assert anew.counting
    assert anew.counting.read.themes == ("lists",)
    assert not is_stale(anew, stale)
    assert not waits_for(anew, "dora", stale)
    assert anew.disagreement is None
    assert [one.read.themes for one in anew.codings] == [("time",), ("x",), ("time",), ("lists",)]
    assert take_back(anew, "cleo") == settled


def test_it_is_blind_to_nobody_who_knows_how_the_machine_read_it() -> None:
    agreed = a_review(a_reading(by="anna"))
    skipped = a_review(skipped=(Skipped(by="anna", day=DAY, seen=True),))
    skipped_blind = a_review(skipped=(Skipped(by="anna", day=DAY),))
    drawn = with_coding(a_review(a_reading("time")), a_reading("time", by="ben", blind=True))
    sample = drawn.model_copy(update={"sampled": Sampled.AUDIT})

    assert [may_audit(agreed, by) for by in ("anna", "ben")] == [False, True]
    assert not may_audit(skipped, "anna")
    assert may_audit(skipped_blind, "anna")
    assert may_audit(None, "anna")
    assert [waits_for(sample, by, {"time": ("one",)}) for by in ("anna", "ben")] == [False, True]


def test_agreement_is_on_what_two_coded_apart_and_unseen() -> None:
    apart = [
        a_review(
            a_reading("time", by="anna", blind=True),
            a_reading(*themes, by="ben", blind=True, leaning=leaning),
            double=True,
        )
        for themes, leaning in ((("time",), NEGATIVE), (("trust",), NEUTRAL))
    ]
    seen = a_review(a_reading("time", by="anna"), a_reading("x", by="ben", blind=True), double=True)

    found = agreement_by_theme([*apart, seen], ("time", "trust"), {})
    sentiment = agreement_on_sentiment([*apart, seen])

    assert found["time"] == agreement([(True, True), (True, False)], coded=3)
    assert found["trust"] == agreement([(False, False), (False, True)], coded=3)
    assert sentiment
    assert (sentiment.pairs, sentiment.same) == (2, 1)
    asked = {"one": {"time"}}
    assert agreement_by_theme(apart, ("time", "trust"), {}, asked).keys() == {"time"}


def test_a_merged_theme_counts_for_what_took_its_place_in_all_that_is_told() -> None:
    review = a_review(a_reading("lateness", machine=("time",)))
    became = {"lateness": "time"}

    assert corrections([review], ("time",), became).agreed == 1
    row = labelled(
        review, "No time.", became, speaker=Perspective.PRACTITIONER, area=AreaId("neglect")
    )
    assert row
    assert row["themes"] == ["time"]


def test_a_labelled_row_tells_which_themes_could_have_been_coded_then() -> None:
    review = a_review(a_reading("lateness"))
    became = {"lateness": "time", "cake": None}
    version = review.codings[0].codebook

    def offered(by_version: Mapping[str, tuple[str, ...]]) -> list[str]:
        row = labelled(
            review, "No time.", became, speaker=Perspective.CHILD, area=None, offered=by_version
        )
        assert row
        return row["offered"]

    assert offered({version: ("lateness", "cake", "trust"), "now": ("tides",)}) == ["time", "trust"]
    assert offered({"now": ("tides",)}) == ["time"]
    assert offered(used_by_version([review, a_review(a_reading("trust"))])) == ["time", "trust"]


def test_a_labelled_row_has_the_words_and_what_people_say_of_them() -> None:
    sentence = CodedSentence(start=0, end=8, sentiment=NEGATIVE, themes=("time",))
    read = Read(sentiment=NEGATIVE, themes=("time",), sentences=(sentence,))
    review = a_review(a_reading("time").model_copy(update={"read": read}), sampled=Sampled.AUDIT)

    row = labelled(review, "No time.", {}, speaker=Perspective.CHILD, area=None)

    assert row
    assert row["sentences"] == [{"text": "No time.", "sentiment": "negative", "themes": ["time"]}]
    assert (row["speaker"], row["sampled"], row["settled"]) == ("child", True, False)
    assert review.id not in str(row)
    assert labelled(a_review(), "No time.", {}, speaker=Perspective.CHILD, area=None) is None


def test_what_was_done_last_is_taken_back_by_whoever_did_it_and_nobody_else() -> None:
    review = with_coding(a_review(a_reading("time", by="anna")), a_reading("trust", by="ben"))
    left = leave_out(review, LeftOut(by="anna", day=DAY, why=Why.TWICE))

    assert take_back(review, "anna") == review
    assert take_back(review, "ben").coders == {"anna"}
    assert take_back(left, "anna") == review
    assert take_back(left, "ben") == left


def test_marked_words_keep_what_was_read_in_them_but_not_where() -> None:
    sentence = CodedSentence(start=0, end=8, sentiment=NEGATIVE, themes=("time",))
    read = Read(sentiment=NEGATIVE, themes=("time",), sentences=(sentence,))
    review = a_review(a_reading().model_copy(update={"read": read}))

    found = of_marked_words(review, "[name] has no time.")

    assert found.codings[0].read == Read(sentiment=NEGATIVE, themes=("time",))
    assert found.text == fingerprint("[name] has no time.")


def test_a_comment_waits_for_a_second_only_where_it_is_to_be_coded_twice() -> None:
    once = a_review(a_reading(by="anna"))
    twice = a_review(a_reading(by="anna"), double=True)

    assert not waits_for(once, "ben", {})
    assert waits_for(twice, "ben", {})
    assert not waits_for(twice, "anna", {})
    assert not waits_for(with_coding(twice, a_reading(by="ben")), "cleo", {})
    assert waits_for(once, "anna", {"time": ("one",)}) is False
    assert waits_for(a_review(a_reading("time")), "anna", {"time": ("one",)})
