"""Which comments come to a person first, and which by lot."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.queue import (
    Candidate,
    audit_sample,
    how_unsure,
    in_order,
    is_double,
    rare_themes,
)
from surveys.coding import Look, Sentiment
from tests.builders import a_coding, a_response


def a_candidate(name: str, **changes: Any) -> Candidate:
    return Candidate(**{"id": name, "response": name, "question": "why"} | changes)


def ids(candidates: list[Candidate]) -> list[str]:
    return [one.id for one in candidates]


def test_what_is_about_to_be_released_and_not_assigned_comes_before_what_is_sure() -> None:
    sure, rare, unsure, bare, both = (
        a_candidate("sure"),
        a_candidate("rare", rare=True),
        a_candidate("unsure", unsure=0.8),
        a_candidate("bare", assigned=False),
        a_candidate("both", assigned=False, soon=True),
    )

    assert ids(in_order([sure, rare, unsure, bare, both], "anna")) == [
        "both",
        "bare",
        "unsure",
        "rare",
        "sure",
    ]


def test_what_was_told_before_in_the_same_words_comes_last() -> None:
    again = [a_candidate(f"again{n}", assigned=False, unsure=1.0, told=True) for n in range(3)]

    order = ids(in_order([*again, a_candidate("new", rare=True)], "anna"))

    assert order[0] == "new"


def test_one_of_the_random_sample_comes_after_each_two_whatever_they_are_worth() -> None:
    known = [a_candidate(f"worth{n}", assigned=False, soon=True) for n in range(6)]
    drawn = [a_candidate(f"drawn{n}", sampled=True) for n in range(4)]

    order = ["d" if one.sampled else "w" for one in in_order([*drawn, *known], "anna")]

    assert "".join(order) == "wwdwwdwwdd"


def test_two_who_review_at_once_meet_equals_in_another_order() -> None:
    equals = [a_candidate(f"one{n}") for n in range(20)]

    anna, ben = ids(in_order(equals, "anna")), ids(in_order(equals, "ben"))

    assert anna != ben
    assert anna == ids(in_order(reversed(equals), "anna"))


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.floats(0, 1)), max_size=30))
def test_nothing_is_lost_or_doubled_in_the_queue(kinds: list[tuple[bool, bool, float]]) -> None:
    candidates = [
        a_candidate(str(n), sampled=drawn, soon=soon, unsure=unsure)
        for n, (drawn, soon, unsure) in enumerate(kinds)
    ]

    assert sorted(ids(in_order(candidates, "anna"))) == sorted(ids(candidates))


def test_a_coding_that_turns_or_leaves_sentences_bare_is_less_sure() -> None:
    plain = a_coding(a_response())
    turning = plain.model_copy(update={"sentiment": Sentiment.MIXED})

    assert how_unsure(plain) < how_unsure(turning) <= 1


def test_what_the_machine_says_it_is_unsure_of_or_could_not_read_comes_sooner() -> None:
    plain = a_coding(a_response())
    unsure = plain.model_copy(update={"look": (Look.UNCERTAIN,)})
    unread = plain.model_copy(update={"look": (Look.OTHER_LANGUAGE,)})

    assert how_unsure(plain) < how_unsure(unsure) < how_unsure(unread) == 1


def test_what_is_long_comes_sooner() -> None:
    plain = a_coding(a_response())

    assert how_unsure(plain) < how_unsure(plain.model_copy(update={"look": (Look.LONG,)}))


def test_a_theme_is_rare_when_fewer_than_one_in_twenty_speak_of_it() -> None:
    often = [a_coding(a_response(), themes=("workload",)) for _ in range(39)]
    seldom = a_coding(a_response(), themes=("workload", "trust"))

    assert rare_themes([*often, seldom]) == {"trust"}
    assert rare_themes([*often[:19], seldom]) == set()


def test_the_audit_sample_is_the_same_for_the_same_ids_and_stays_when_others_go() -> None:
    wave = [f"response-{n}" for n in range(100)]
    drawn = audit_sample({"spring": wave, "summer": wave[:5]}, 20)
    of_spring = audit_sample({"spring": wave}, 20)
    remaining = [one for one in wave if one in of_spring or one.endswith("1")]

    assert len(of_spring) == 20
    assert audit_sample({"spring": list(reversed(wave))}, 20) == of_spring
    assert audit_sample({"spring": remaining}, 20) == of_spring
    assert drawn == of_spring | set(wave[:5])


def test_the_lot_favours_nobody() -> None:
    """Of 500 draws of 20 in 100, each is drawn about 100 times; 6 sigma is 54 away."""
    names = [f"response-{n}" for n in range(100)]
    drawn = [audit_sample({f"wave {n}": names}, 20) for n in range(500)]

    times = [sum(name in sample for sample in drawn) for name in names]

    assert min(times) >= 46
    assert max(times) <= 154


def test_the_share_that_is_coded_twice_is_kept_to() -> None:
    names = [f"review-{n}" for n in range(2000)]

    assert 340 <= sum(is_double(name, 20) for name in names) <= 460
    assert sum(is_double(name, 0) for name in names) == 0
    assert sum(is_double(name, 100) for name in names) == 2000
